"""The content export of a page: `Metrics` (a row per day) and `All posts` (a row per post, or per campaign of a post).

English headers were read from a real file of 2024; the Portuguese and Spanish ones are from programs that read such files.
"""

from __future__ import annotations

import polars as pl

from reppu.sources.linkedin.periods import NO_PERIOD, PERIOD_ENDED, lifetime_or_period
from reppu.sources.linkedin.posts import BAD_DATE, BAD_LINK, day_of_date, kind_of_post, post_id_and_moment
from reppu.sources.reader import Context
from reppu.sources.wide_table import Column, WideTable, attribute, known_only, measure
from reppu.sources.workbook import Workbook
from reppu.vocabulary.language import _

FILE_NAME = r"(?P<account>[^/\\]+?)_(?:content|updates)_(?P<moment>\d{13})"

# The order of the columns as LinkedIn writes them; programs that read the export in other languages rely on it.
METRICS_ORDER = (
    "Date|Impressions (organic)|Impressions (sponsored)|Impressions (total)|Unique impressions (organic)|Clicks (organic)|"
    "Clicks (sponsored)|Clicks (total)|Reactions (organic)|Reactions (sponsored)|Reactions (total)|Comments (organic)|"
    "Comments (sponsored)|Comments (total)|Reposts (organic)|Reposts (sponsored)|Reposts (total)|Engagement rate (organic)|"
    "Engagement rate (sponsored)|Engagement rate (total)"
)
ALL_POSTS_ORDER = (
    "Post title|Post link|Post type|Campaign name|Posted by|Created date|Campaign start date|Campaign end date|Audience|"
    "Impressions|Views (Excluding offsite video views)|Offsite Views|Clicks|Click through rate (CTR)|Likes|Comments|Reposts|"
    "Follows|Engagement rate|Content Type"
)


def _by_day(name: str, part: str, *en: str, pt: tuple[str, ...], es: tuple[str, ...], unit: str = "count") -> Column:
    target = f"linkedin.account.{name}" + (f"|traffic={part}" if part else "")
    return measure(target, *en, unit=unit, required=(name, part) == ("impressions", "organic"), pt=pt, es=es)


METRICS = WideTable(
    kind="linkedin.content.days",
    platform="linkedin",
    version=1,
    title=_("Daily numbers of a LinkedIn page"),
    subject="account",
    columns=(
        attribute("date", "Date", pt=["Data"], es=["Fecha"], required=True),
        _by_day(
            "impressions",
            "organic",
            "Impressions (organic)",
            pt=("Impressões (orgânicas)",),
            es=("Impresiones (orgánicas)",),
        ),
        _by_day(
            "impressions",
            "sponsored",
            "Impressions (sponsored)",
            pt=("Impressões (patrocinadas)",),
            es=("Impresiones (patrocinadas)",),
        ),
        _by_day("impressions", "", "Impressions (total)", pt=("Impressões (total)",), es=("Impresiones totales",)),
        # Stated for organic impressions only, and so the only number of the page's reach.
        _by_day(
            "unique_impressions",
            "",
            "Unique impressions (organic)",
            pt=("Impressões únicas (orgânicas)",),
            es=("Impresiones únicas (orgánicas)",),
        ),
        _by_day("clicks", "organic", "Clicks (organic)", pt=("Cliques (orgânicos)",), es=("Clics (orgánicos)",)),
        _by_day(
            "clicks", "sponsored", "Clicks (sponsored)", pt=("Cliques (patrocinados)",), es=("Clics (patrocinados)",)
        ),
        _by_day("clicks", "", "Clicks (total)", pt=("Cliques (total)",), es=("Clics (Totales)",)),
        _by_day(
            "reactions", "organic", "Reactions (organic)", pt=("Reações (orgânicas)",), es=("Reacciones (generales)",)
        ),
        _by_day(
            "reactions",
            "sponsored",
            "Reactions (sponsored)",
            pt=("Reações (patrocinadas)",),
            es=("Reacciones (patrocinadas)",),
        ),
        _by_day("reactions", "", "Reactions (total)", pt=("Reações (total)",), es=("Reacciones (total)",)),
        _by_day(
            "comments",
            "organic",
            "Comments (organic)",
            pt=("Comentários (orgânicos)",),
            es=("Comentarios (orgánicos)",),
        ),
        _by_day(
            "comments",
            "sponsored",
            "Comments (sponsored)",
            pt=("Comentários (patrocinados)",),
            es=("Comentarios (patrocinados)", "Comentarios (patrocinado)"),
        ),
        _by_day("comments", "", "Comments (total)", pt=("Comentários (total)",), es=("Comentarios (totales)",)),
        # "Shares" was the word until about 2022
        _by_day(
            "reposts",
            "organic",
            "Reposts (organic)",
            "Shares (organic)",
            pt=("Compartilhamentos (orgânicos)",),
            es=("Veces compartido (orgánico)",),
        ),
        _by_day(
            "reposts",
            "sponsored",
            "Reposts (sponsored)",
            "Shares (sponsored)",
            pt=("Compartilhamentos (patrocinados)",),
            es=("Veces compartido (patrocinado)",),
        ),
        _by_day(
            "reposts",
            "",
            "Reposts (total)",
            "Shares (total)",
            pt=("Compartilhamentos (total)",),
            es=("Veces compartido (total)",),
        ),
        _by_day(
            "engagement_rate",
            "organic",
            "Engagement rate (organic)",
            unit="fraction",
            pt=("Taxa de engajamento (orgânico)",),
            es=("Tasa de interacción (orgánica)",),
        ),
        _by_day(
            "engagement_rate",
            "sponsored",
            "Engagement rate (sponsored)",
            unit="fraction",
            pt=("Taxa de engajamento (patrocinado)",),
            es=("Tasa de interacción (patrocinada)",),
        ),
        _by_day(
            "engagement_rate",
            "",
            "Engagement rate (total)",
            unit="fraction",
            pt=("Taxa de engajamento (total)",),
            es=("Tasa de interacción (total)",),
        ),
    ),
    hooks=(day_of_date,),
    reasons={"bad_date": BAD_DATE},
)


def traffic_of_row(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """traffic and is_paid from `Post type` ("Organic", "Sponsored") and the campaign's name."""
    frame = frame.with_columns(
        pl.lit("").alias(name) for name in ("post_type", "campaign") if name not in frame.columns
    )
    word = pl.col("post_type").str.strip_chars().str.to_lowercase()
    sponsored = word.str.contains(r"^(?:spons|patro)") | (pl.col("campaign").str.strip_chars() != "")
    frame = frame.with_columns(
        traffic=pl.when(sponsored).then(pl.lit("sponsored")).when(word.str.starts_with("org")).then(pl.lit("organic"))
    )
    return frame.with_columns(is_paid=pl.col("traffic") == "sponsored")


def whole_posts(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A post with a sponsored row becomes one row of the whole post, and one of each traffic beside it.

    The rows of a post state different traffic: what was seen without pay, and what each campaign brought. So counts add up
    to the post's own; rates do not, and are given only where one row states them. A row with a cell that is no number is
    refused, and with it every sum that it belongs to.
    """
    frame = frame.with_columns(breakdown=pl.lit(""))
    usable = pl.col("refuse").is_null()
    paid = frame.filter(usable & (pl.col("traffic") == "sponsored")).get_column("post_id").unique()
    if paid.is_empty():
        return frame
    parted = usable & pl.col("post_id").is_in(paid.implode())
    rows, others = frame.filter(parted), frame.filter(~parted)
    bad = [name for name in rows.columns if name.startswith("bad ")]
    if bad:
        wrong = pl.coalesce(pl.when(pl.col(name)).then(pl.lit(name)) for name in bad)
        rows = rows.with_columns(refuse=wrong).with_columns(pl.lit(False).alias(name) for name in bad)
    parts = rows.filter(pl.col("traffic").is_not_null()).with_columns(breakdown=pl.lit("traffic=") + pl.col("traffic"))
    refused = rows.filter(pl.col("refuse").is_not_null())
    sums = [_added_up(rows, ["post_id"]), _added_up(parts, ["post_id", "traffic"])]
    return pl.concat([others, *sums, refused], how="diagonal_relaxed")


def _added_up(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    made = []
    for name, kind in rows.schema.items():
        column = pl.col(name)
        if name in keys:
            continue
        if name == "is_paid":
            made.append(column.any())
        elif name.endswith("_rate") and kind == pl.Float64:
            made.append(pl.when(pl.len() == 1).then(column.first()))
        elif kind == pl.Float64:
            made.append(pl.when(column.count() > 0).then(column.sum()))
        elif name == "refuse":
            made.append(column.drop_nulls().first())
        else:
            made.append(column.first())
    sums = rows.group_by(keys, maintain_order=True).agg(made).select(rows.columns)
    return sums.filter(pl.col("refuse").is_null())


_COUNTED = tuple(
    f"linkedin.post.{name}"
    for name in [
        "impressions",
        "views",
        "offsite_views",
        "clicks",
        "click_through_rate",
        "likes",
        "comments",
        "reposts",
        "follows",
        "engagement_rate",
    ]
)
_NO_NUMBER = _("This cell is not a number. Expected: a number, or nothing.")

ALL_POSTS = WideTable(
    kind="linkedin.content.posts",
    platform="linkedin",
    version=1,
    title=_("Posts of a LinkedIn page"),
    columns=(
        attribute(
            "text",
            "Post title",
            "Update title",
            pt=["Título da publicação"],
            es=["Título de la publicación"],
            required=True,
        ),
        attribute(
            "link",
            "Post link",
            "Update link",
            pt=["Link da publicação"],
            es=["Enlace de la publicación"],
            required=True,
        ),
        attribute("post_type", "Post type", "Update type", pt=["Tipo de publicação"], es=["Tipo de publicación"]),
        attribute("campaign", "Campaign name", pt=["Nome da campanha"], es=["Nombre de la campaña"]),
        # the name of the member who posted: never taken
        known_only("Posted by", pt=["Publicada por"], es=["Anunciado por"]),
        known_only("Created date", pt=["Criação"], es=["Fecha de creación"]),
        known_only("Campaign start date", pt=["Data de início da campanha"], es=["Fecha de inicio de la campaña"]),
        known_only("Campaign end date", pt=["Data de término da campanha"], es=["Fecha de finalización de la campaña"]),
        known_only("Audience", pt=["Público"], es=["Público"]),
        measure("linkedin.post.impressions", "Impressions", pt=["Impressões"], es=["Impresiones"], required=True),
        measure(
            "linkedin.post.views",
            "Views (Excluding offsite video views)",
            "Views (excluding off-site video views)",
            "Views",
            pt=["Visualizações"],
            es=["Visualizaciones"],
        ),
        measure(
            "linkedin.post.offsite_views",
            "Offsite Views",
            "Off-site Views",
            pt=["Visualizações fora do site"],
            es=["Visualizaciones fuera del sitio"],
        ),
        measure("linkedin.post.clicks", "Clicks", pt=["Cliques"], es=["Clics"]),
        measure(
            "linkedin.post.click_through_rate",
            "Click through rate (CTR)",
            unit="fraction",
            pt=["Taxa de cliques (CTR)"],
            es=["Porcentaje de clics"],
        ),
        measure("linkedin.post.likes", "Likes", pt=["Gostaram"], es=["Recomendaciones"]),
        measure("linkedin.post.comments", "Comments", pt=["Comentários"], es=["Comentarios"]),
        measure("linkedin.post.reposts", "Reposts", "Shares", pt=["Compartilhamentos"], es=["Veces compartido"]),
        measure("linkedin.post.follows", "Follows", pt=["Seguidores"], es=["Seguidores"]),
        measure(
            "linkedin.post.engagement_rate",
            "Engagement rate",
            unit="fraction",
            pt=["Taxa de engajamento"],
            es=["Tasa de interacción"],
        ),
        attribute("content_type", "Content Type", pt=["Tipo de conteúdo"], es=["Tipo de contenido"]),
    ),
    hooks=(post_id_and_moment, kind_of_post, traffic_of_row, lifetime_or_period(METRICS, FILE_NAME), whole_posts),
    reasons={"bad_link": BAD_LINK} | {f"bad {name}": (name, _NO_NUMBER) for name in _COUNTED},
    doubts={"no_period": NO_PERIOD, "period_ended": PERIOD_ENDED},
    whole=True,
)

CONTENT = Workbook(
    kind="linkedin.content",
    platform="linkedin",
    version=1,
    title=_("LinkedIn page, content export (days and posts)"),
    parts=(METRICS, ALL_POSTS),
    file_name=FILE_NAME,
)
