"""What YouTube writes in its own way: ids behind a space, English dates in every language, figures of a period."""

from __future__ import annotations

from datetime import date

import polars as pl

from reppu.sources.reader import Context
from reppu.sources.tables import norm
from reppu.sources.wide_table import TOTALS
from reppu.sources.youtube.headers import AUDIENCE, DIMENSIONS, GENDERS
from reppu.vocabulary.language import _

BAD_ID = (
    "exported_id",
    _(
        "This is not the id of a video (11 characters: letters, digits, - or _). Upload the file as downloaded, without opening and "
        "saving it in Excel."
    ),
)
BAD_DATE = ("date", _("This is not a date that YouTube writes. Expected: 2026-08-15."))
LATER = _(
    "Some videos were published after the period of this file; when, was left open, so that they count in no period yet."
)
FOOTER = "footer"
_LINK = "https://www.youtube.com/watch?v="


def video_and_moment(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """post_id, link, kind, and published_at: noon UTC of the day that is told, which is that day nearly everywhere."""
    # an id that begins with - has a space before it, so that no spreadsheet program takes it for a sum
    told = pl.col("exported_id").str.strip_chars().str.strip_chars_start("'")
    frame = frame.with_columns(post_id=pl.when(told.str.contains(r"^[A-Za-z0-9_-]{11}$")).then(told))
    day = _published_on(frame)
    return frame.with_columns(
        refuse=pl.when(pl.col("post_id").is_null()).then(pl.lit("bad_id")),
        published_on=day,
        published_at=(day.cast(pl.Datetime("us")) + pl.duration(hours=12)).dt.replace_time_zone("UTC"),
        link=pl.lit(_LINK) + pl.col("post_id"),
        kind=pl.lit("video"),
    )


def _published_on(frame: pl.DataFrame) -> pl.Expr:
    if "published" not in frame.columns:
        return pl.lit(None, dtype=pl.Date)
    text = pl.col("published").str.strip_chars()
    return pl.coalesce(text.str.strptime(pl.Date, form, strict=False) for form in ("%b %e, %Y", "%Y-%m-%d"))


def footer(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """left_out for the last line where it says, in words, that only the first 500 are shown."""
    others = [name for name in frame.columns if name not in ("exported_id", "row")]
    alone = pl.all_horizontal(pl.col(name).is_null() | (pl.col(name).cast(pl.String) == "") for name in others)
    words = pl.col("exported_id").str.contains(r"\b500\b") & pl.col("exported_id").str.contains(" ")
    return frame.with_columns(left_out=pl.when(alone & words).then(pl.lit(FOOTER)))


def figures_of_the_period(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A video published within the period has had its whole life covered: lifetime; another's figures are the period's.

    published_at is left open for a day after the period: the file was true when the period ended.
    """
    assert context.since is not None and context.until is not None
    since, until = pl.lit(context.since), pl.lit(context.until)
    whole = pl.col("published_on").is_between(since, until).fill_null(False)
    later = (pl.col("published_on") > until).fill_null(False)
    return frame.with_columns(
        period_start=pl.when(~whole).then(since),
        period_end=pl.when(~whole).then(until),
        published_at=pl.when(~later).then(pl.col("published_at")),
        doubt=pl.when(later).then(pl.lit("later")),
    )


def figures_of_the_day(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """day from the date, and the row's numbers of that day."""
    frame = frame.with_columns(day=pl.col("date").str.strip_chars().str.strptime(pl.Date, "%Y-%m-%d", strict=False))
    refused = pl.col("refuse") if "refuse" in frame.columns else pl.lit(None, dtype=pl.String)
    return frame.with_columns(
        period_start=pl.col("day"),
        period_end=pl.col("day"),
        refuse=pl.coalesce(refused, pl.when(pl.col("day").is_null()).then(pl.lit("bad_date"))),
    )


def split_by(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """breakdown ("age=18-24,gender=women") from the columns that a row is about; rows of totals are left out."""
    told = [name for name in DIMENSIONS if name in frame.columns]
    words = frame.with_columns(_words(name, frame) for name in told)
    parts = [pl.format(f"{name}={{}}", pl.col(name)) for name in sorted(told)]
    total = pl.any_horizontal(pl.col(name).map_elements(norm, return_dtype=pl.String).is_in(TOTALS) for name in told)
    return words.with_columns(
        breakdown=pl.concat_str(parts, separator=","), left_out=pl.when(total.fill_null(False)).then(pl.lit("total"))
    )


def _words(name: str, frame: pl.DataFrame) -> pl.Expr:
    stated = pl.col("city_name" if name == "city" and "city_name" in frame.columns else name)
    plain = stated.str.replace_all("\u00ad", "", literal=True).str.replace_all(r"[,=]", " ").str.strip_chars()
    if name == "age":
        older = plain.str.extract(r"^\D*(\d{2})\D*$") + "+"
        span = plain.str.replace(r"^\D*(\d{2})\D+(\d{2})\D*$", "${1}-${2}")
        plain = pl.coalesce(older, span)
    if name == "gender":
        lower = plain.str.to_lowercase()
        plain = lower.replace_strict(GENDERS, default=lower, return_dtype=pl.String)
    return plain.alias(name)


def period_of_figures(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The account's numbers of the file's period (of any where it is not known: they are not kept then)."""
    since, until = context.since or date.min, context.until or date.min
    return frame.with_columns(day=pl.lit(until), period_start=pl.lit(since), period_end=pl.lit(until))


def audience_of(frame: pl.DataFrame) -> list[tuple[str, str, float | None, str]]:
    """(dimension, bucket, value, unit) of who was reached: shares of the views where they stand, else the views."""
    dimensions = [name for name in AUDIENCE if name in frame.columns]
    share, count = "youtube.account.views_share", "youtube.account.views"
    stated = share if share in frame.columns else count if count in frame.columns else None
    if not dimensions or stated is None or "date" in frame.columns:
        return []
    bad = f"bad {stated}"
    rows = frame.filter(pl.col("left_out").is_null())
    rows = rows.filter(~pl.col(bad)) if bad in frame.columns else rows
    buckets = rows.select(bucket=pl.concat_str(dimensions, separator=" ")).get_column("bucket")
    unit = "share" if stated == share else "count"
    dimension = "_".join(dimensions)
    # a row without a name is nobody in particular: its number stays among the account's, it is no slice of an audience
    return [
        (dimension, bucket, value, unit)
        for bucket, value in zip(buckets, rows.get_column(stated), strict=True)
        if bucket and bucket.strip()
    ]
