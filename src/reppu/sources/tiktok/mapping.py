"""TikTok's exports: videos, days and followers, of Business Suite and of TikTok Studio.

Business Suite was read byte by byte (2025). TikTok Studio's headers, and those in Portuguese and Spanish, are from importers
written against real files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from reppu.sources.declined import DeclinedText
from reppu.sources.numbers import to_numbers
from reppu.sources.reader import Batch, Context, Match, Reader, Refusal
from reppu.sources.tables import Sheet, norm, trimmed
from reppu.sources.tiktok.dates import full_day
from reppu.sources.tiktok.hooks import (
    BAD_DATE,
    BAD_LINK,
    OTHER_TIME,
    day_of_date,
    time_beside_id,
    video_and_moment,
    years_added,
)
from reppu.sources.wide_table import WideTable, attribute, measure
from reppu.vocabulary.language import Text, _

# TikTok Studio: "Overview_2026-06-01_1780000000_esimerkki.vesi.zip" (the first day, the end of the last one in seconds),
# "Followers_esimerkki.vesi.zip". Business Suite's names tell nothing.
FILE_NAME = (
    r"(?:Overview_(?P<since>\d{4}-\d\d-\d\d)_\d{10}|Followers|Content|Viewers)_(?P<account>[A-Za-z0-9._]{2,24}?)"
    r"(?: \(\d+\))?(?:\.(?:zip|csv|xlsx))?$"
)

_PLAY_TIME, _WATCH_TIME = "tiktok.post.play_time", "tiktok.post.watch_time_hours"
_SECONDS_AN_HOUR = 3600


@dataclass(frozen=True)
class VideosTable(WideTable):
    """A row per video; it is a `Reader`. Play time, which TikTok states in seconds, becomes hours of watch time."""

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts."""
        for batch in super().read(sheet, context):
            if batch.observations is not None and _PLAY_TIME in pc.unique(batch.observations["measure"]).to_pylist():
                batch = replace(batch, observations=_in_hours(batch.observations))
            yield batch


def _in_hours(table: pa.Table) -> pa.Table:
    frame = pl.DataFrame(table)
    ours = pl.col("measure").cast(pl.String) == _PLAY_TIME
    return frame.with_columns(
        measure=pl.when(ours).then(pl.lit(_WATCH_TIME)).otherwise(pl.col("measure").cast(pl.String)),
        value=pl.when(ours).then((pl.col("value") / _SECONDS_AN_HOUR).round_sig_figs(15)).otherwise(pl.col("value")),
        unit=pl.when(ours).then(pl.lit("hours")).otherwise(pl.col("unit").cast(pl.String)),
    ).to_arrow()


VIDEOS = VideosTable(
    kind="tiktok.videos",
    platform="tiktok",
    version=1,
    title=_("TikTok videos"),
    columns=(
        attribute("text", "Video title", pt=["Título do vídeo"], es=["Título del video"]),
        attribute("link", "Video link", pt=["Link do vídeo"], es=["Enlace del video"], required=True),
        attribute("published", "Post time", "Video publish time", es=["Hora de publicación"]),
        measure(
            "tiktok.post.views",
            "Video views",
            "Total views",
            pt=["Visualizações de vídeo"],
            es=["Visualizaciones totales"],
        ),
        measure("tiktok.post.likes", "Likes", "Total likes", es=["Me gusta totales"]),
        measure("tiktok.post.comments", "Comments", "Total comments", es=["Comentarios totales"]),
        measure("tiktok.post.shares", "Shares", "Total shares", es=["Veces compartido"]),
        measure("tiktok.post.saves", "Add to Favorites", "Total bookmarks"),
        measure("tiktok.post.reach", "Reach"),
        measure(_PLAY_TIME, "Total play time", unit="seconds"),
        measure(
            "tiktok.post.average_watch_time",
            "Average watch time",
            unit="seconds",
            es=["Tiempo promedio de visualización"],
        ),
        measure("tiktok.post.watched_full_video", "Watched full video", unit="fraction"),
    ),
    hooks=(video_and_moment, time_beside_id),
    reasons={"bad_link": BAD_LINK},
    doubts={"other_time": OTHER_TIME},
    file_name=FILE_NAME,
)

# Words that other programs use for their days too; a table of these alone is nobody's.
_COMMON_WORDS = frozenset(
    norm(word)
    for word in (
        "Likes", "Comments", "Shares", "Followers", "New followers", "Total followers", "Seguidores", "Curtidas",
        "Comentários", "Compartilhamentos",
    )
)  # fmt: skip


@dataclass(frozen=True)
class DaysTable(WideTable):
    """Numbers of an account, a day a row; it is a `Reader`. No account and no post stands in it; see `TellsNoAccount`."""

    lists_all_posts: bool = False

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the date and a heading that is TikTok's, or a name that is."""
        match = super().recognise(sheet)
        layout = self.layout(sheet) if match else None
        if layout is None:
            return None
        headers = {norm(layout.headers[at]) for index, at in layout.positions.items() if self.columns[index].unit}
        named = any(name and re.search(FILE_NAME, name) for name in (sheet.name, sheet.zip_name))
        return match if named or headers - _COMMON_WORDS else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts, and a note where the years of the days were not in the file."""
        yield from super().read(sheet, context)
        layout = self.layout(sheet)
        assert layout is not None
        at = next(at for index, at in layout.positions.items() if self.columns[index].target == "date")
        firsts = [row[at] for row in sheet.head[layout.header_row :] if at < len(row) and row[at].strip()]
        if (
            firsts
            and not any(full_day(first) for first in firsts)
            and context.since is None
            and context.as_of is not None
        ):
            yield Batch(notes=(years_added(context.as_of.date()),))


DAYS = DaysTable(
    kind="tiktok.days",
    platform="tiktok",
    version=1,
    title=_("TikTok account by day"),
    subject="account",
    columns=(
        attribute("date", "Date", pt=["Data"], required=True),
        measure("tiktok.account.views", "Video views", pt=["Visualizações de vídeo"]),
        measure("tiktok.account.reach", "Reached audience"),
        measure("tiktok.account.engaged_audience", "Engaged audience"),
        measure("tiktok.account.profile_views", "Profile views", pt=["Visualizações do perfil"]),
        measure("tiktok.account.likes", "Likes", pt=["Curtidas"]),
        measure("tiktok.account.comments", "Comments", pt=["Comentários"]),
        measure("tiktok.account.shares", "Shares", pt=["Compartilhamentos"]),
        measure("tiktok.account.phone_number_clicks", "Phone number clicks"),
        measure("tiktok.account.leads", "Leads submission"),
        measure(
            "tiktok.account.net_follows",
            "Net growth",
            "Difference in followers from previous day",
            pt=["Diferença de seguidores em relação ao dia anterior"],
        ),
        measure("tiktok.account.new_follows", "New followers"),
        measure("tiktok.account.unfollows", "Lost followers"),
        measure("tiktok.account.followers", "Total followers", "Followers", pt=["Seguidores"]),
    ),
    hooks=(day_of_date,),
    reasons={"bad_date": BAD_DATE},
    clock="unknown",
    file_name=FILE_NAME,
)

# first heading → dimension; English was seen. Compared by norm().
_DIMENSIONS = {"gender": "gender", "top territories": "country"}
_GENDERS = {"female": "women", "male": "men"}
# Shares add up to 1 at most; where they add up to more, they stand in percent.
_MOST_OF_SHARES = 1.5


class FollowerShares:
    """`FollowerGender.csv` and `FollowerTopTerritories.csv`: what share of the followers is of which gender or country."""

    kind = "tiktok.followers"
    platform = "tiktok"
    platforms: tuple[str, ...] = ()
    version = 1
    title = _("TikTok followers by gender or country")
    declined: Text | None = None
    file_name: str | None = FILE_NAME
    lists_all_posts = False

    def recognise(self, sheet: Sheet) -> Match | None:
        """By its two headings."""
        for number, cells in enumerate(sheet.head[:5], start=1):
            header = [norm(cell) for cell in trimmed(cells)]
            if len(header) == 2 and header[0] in _DIMENSIONS and header[1] == "distribution":
                return Match(3.0, "en", number)
        return None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """One batch."""
        match = self.recognise(sheet)
        assert match is not None and match.header_row is not None
        header = sheet.head[match.header_row - 1]
        rows = [
            (number, (*cells, "", "")[:2])
            for number, cells in sheet.records()
            if number > match.header_row and any(cell.strip() for cell in cells)
        ]
        values, wrong = to_numbers(pl.Series("share", [cells[1] for _n, cells in rows], dtype=pl.String), "fraction")
        if values.sum() > _MOST_OF_SHARES:
            values = (values / 100).round_sig_figs(15)
        dimension = _DIMENSIONS[norm(header[0])]
        reason = _("Expected a share such as 0.51 or 51 %.")
        nameless = _("This cell is needed and could not be read.")
        refused = tuple(
            Refusal(number, header[1].strip(), reason) if bad else Refusal(number, header[0].strip(), nameless)
            for (number, cells), bad in zip(rows, wrong, strict=True)
            if bad or not cells[0].strip()
        )
        kept = [
            (_GENDERS.get(norm(cells[0]), cells[0].strip()), value)
            for (_n, cells), value, bad in zip(rows, values, wrong, strict=True)
            if not bad and cells[0].strip()
        ]
        yield Batch(
            rows=len(rows),
            audience=pa.table(
                {
                    "account": pa.nulls(len(kept), pa.string()),
                    "dimension": pa.array([dimension] * len(kept), pa.string()),
                    "bucket": pa.array([bucket for bucket, _value in kept], pa.string()),
                    "value": pa.array([value for _bucket, value in kept], pa.float64()),
                    "unit": pa.array(["share"] * len(kept), pa.string()),
                }
            ),
            refused=refused[:100],
            refused_total=len(refused),
        )


ACTIVITY = DeclinedText(
    kind="tiktok.activity",
    platform="tiktok",
    title=_("TikTok followers by hour"),
    begins=r'"?Date"?[,;\t]"?Hour"?[,;\t]"?Active followers',
    declined=_(
        "It says how many followers were active in each hour of the last week. Reppu shows at what hours posts do well from "
        "the posts themselves."
    ),
)

READERS: tuple[Reader, ...] = (VIDEOS, DAYS, FollowerShares(), ACTIVITY)
HOW_TO_EXPORT = _(
    "In TikTok Studio on a computer open Analytics, choose the tab (Overview, Content, Followers) and the period, and press "
    "Download data (CSV). A business account finds the same in Business Suite under Analytics. Import the ZIP as it is."
)
