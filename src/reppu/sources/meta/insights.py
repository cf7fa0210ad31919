"""The Insights exports of 2012-22, of a page's posts and of the page: CSV with every slice a column, or a book of sheets.

Row 1 is the header, row 2 describes each column in a sentence, rows follow. A page's day is given three times: as a day, as
the 7 and as the 28 days that end on it; periods that overlap are never added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from reppu.sources.ids import damaged_ids
from reppu.sources.meta.clock import pacific_to_utc, read_days, read_wall_clock
from reppu.sources.meta.content import DAMAGED, doubtful_times_note, filled
from reppu.sources.meta.headers import KINDS
from reppu.sources.meta.insights_words import (
    NOT_TAKEN,
    PAGE_NAMES,
    POST_NAMES,
    WINDOWS,
    is_windowed,
    meaning_of,
)
from reppu.sources.reader import Batch, Context, Match
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import Column, Layout, WideTable, attribute, known_only, measure
from reppu.vocabulary.language import Text, _

# "Facebook Insights Data Export (Post Level) - Kirjasto - 2015-10-31.csv": the day of the export, which for a file that has
# been copied about for years is truer than its own time; the page's name is not its id, so no account
FILE_NAME = r"Facebook Insights Data Export.* (?P<stated_on>\d{4}-\d{2}-\d{2})"

_NOT_TAKEN = tuple(known_only(f"Lifetime {name}") for name in sorted(NOT_TAKEN))
POST_COLUMNS = (
    # the Vietnamese words: a public program; metrics stay English in it
    attribute("exported_id", "Post ID", required=True, vi=["ID bài viết"]),
    attribute("link", "Permalink", required=True, vi=["Liên kết vĩnh viễn"]),
    attribute("message", "Post Message", vi=["Tin nhắn của bài viết"]),
    attribute("post_type", "Type", vi=["Loại"]),
    attribute("posted", "Posted", required=True, vi=["Đã đăng"]),
    known_only("Countries"),
    known_only("Languages"),
    known_only("Audience Targeting"),
    *_NOT_TAKEN,
    *(measure(f"meta.insights.post.{name}", f"Lifetime {header}") for header, name in POST_NAMES.items()),
)
PAGE_COLUMNS = (
    attribute("date", "Date", required=True),
    *_NOT_TAKEN,
    *(
        measure(f"meta.insights.page.{name}@{days}", f"{window} {header}")
        for header, name in PAGE_NAMES.items()
        for window, days in WINDOWS.items()
    ),
)
_OWN_KINDS = {"sharedvideo": "video", "shared": "other"}

REASONS: dict[str, tuple[str | None, Text]] = {
    "bad_id": ("exported_id", DAMAGED),
    "no_id": ("exported_id", _("Expected the id of a page and of a post, such as 615500000000017_939000000000011.")),
    "bad_time": (
        "posted",
        _("This time cannot be read. Expected: 10/31/2015 21:00 (month, day, year), as Facebook wrote it."),
    ),
    "bad_day": ("date", _("This day cannot be read. Expected: 2015-10-31, or 10/31/2015 (month, day, year).")),
}


@dataclass(frozen=True)
class Insights(WideTable):
    """The export of one level; a `Reader`. Its columns are declared anew from each sheet's own header."""

    def recognise(self, sheet: Sheet) -> Match | None:
        """By its first columns, and by the windows in front of headers or of the sheet's name."""
        match = super().recognise(sheet)
        if match is None or match.header_row is None:
            return None
        windowed = sum(map(is_windowed, sheet.head[match.header_row - 1]))
        if not windowed and not is_windowed(sheet.title.rstrip(".…")):
            return None
        return replace(match, score=match.score + windowed, language="en")

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts of one sheet; only the first sheet of a book gives the posts, which stand in all of them."""
        layout = self.layout(sheet)
        if layout is None:
            return
        described_in, described = self._descriptions(sheet, layout)
        columns = self._columns_in(layout, described, sheet.title)
        notes: list[Text] = []
        if layout.missing == () and not any(column.unit for column in columns):
            notes.append(_("No column of the sheet “{title}” is known; it was left out.", title=sheet.title))
            yield Batch(notes=tuple(notes))
            return
        understand = _posts_of if self.subject == "post" else _days_of

        def hook(frame: pl.DataFrame, _context: Context) -> pl.DataFrame:
            return understand(frame, described_in, notes)

        first = next((one for one in context.sheets if self.recognise(one) is not None), sheet)
        declared = replace(self, columns=columns, hooks=(hook,))
        for batch in declared._read_as_declared(sheet, context):
            yield replace(batch, notes=(*batch.notes, *notes), posts=batch.posts if sheet is first else None)
            notes.clear()

    def _read_as_declared(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        return super().read(sheet, context)

    def _descriptions(self, sheet: Sheet, layout: Layout) -> tuple[list[int], tuple[str, ...]]:
        """The rows below the header that describe the columns (one; none where it was taken out), and the first's cells."""
        key = next(index for index, column in enumerate(self.columns) if column.target in ("exported_id", "date"))
        position = layout.positions[key]
        found = [
            (number, cells)
            for number, cells in enumerate(sheet.head[layout.header_row :][:3], layout.header_row + 1)
            if len(cells) > position and not cells[position].strip() and any(cell.strip() for cell in cells)
        ]
        return [number for number, _cells in found], found[0][1] if found else ()

    def _columns_in(self, layout: Layout, described: tuple[str, ...], title: str) -> tuple[Column, ...]:
        known = {name: column for column in self.columns if column.unit is None for name, _lang in column.names()}
        seen: dict[str, int] = {}
        targets: set[str] = set()
        columns = []
        for position, header in enumerate(layout.headers):
            name = norm(header)
            if not name:
                continue
            occurrence = seen[name] = seen.get(name, 0) + 1
            aliases = {"en": (header,)}
            if name in known:
                columns.append(replace(known[name], aliases=aliases, occurrence=occurrence))
                continue
            description = described[position] if position < len(described) else ""
            meaning = meaning_of(header, description, occurrence, self.subject == "post", title)
            if meaning is None:
                continue
            window = "" if self.subject == "post" else f"@{meaning.days}"
            target = f"{meaning.measure}{window}|{meaning.part}".rstrip("|")
            if target not in targets:
                targets.add(target)
                columns.append(Column(target, aliases, "count", occurrence=occurrence))
        return tuple(columns)

    def _observations(self, frame: pl.DataFrame, measures: Sequence[tuple[Column, pl.Series]]) -> list[pa.Table]:
        if self.subject == "post":
            return super()._observations(frame, measures)
        by_days: dict[int, list[tuple[Column, pl.Series]]] = {}
        for column, values in measures:
            measure_and_days, bar, part = str(column.target).partition("|")
            measure_id, _at, days = measure_and_days.partition("@")
            # a lifetime number of a page is its state on that day, which is stored as that day's
            column = replace(column, target=f"{measure_id}{bar}{part}")
            by_days.setdefault(max(int(days), 1), []).append((column, values))
        last = pl.col("day")
        tables = []
        for length, some in by_days.items():
            dated = frame.with_columns(period_start=last.dt.offset_by(f"-{length - 1}d"), period_end=last)
            tables += super()._observations(dated, some)
        return tables


def _without_description(frame: pl.DataFrame, rows: list[int]) -> pl.DataFrame:
    return frame.with_columns(left_out=pl.when(pl.col("row").is_in(rows)).then(pl.lit("description")))


def _posts_of(frame: pl.DataFrame, described_in: list[int], notes: list[Text]) -> pl.DataFrame:
    for name in ("message", "post_type"):
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(name))
    frame = _without_description(frame, described_in)
    posted = pacific_to_utc(read_wall_clock(frame.get_column("posted")))
    ids = pl.col("exported_id").str.strip_chars()
    kinds = pl.col("post_type").str.strip_chars().str.to_lowercase()
    page = ids.str.extract(r"^(\d+)_\d+$", 1)
    frame = frame.with_columns(
        post_id=pl.when(page.is_not_null()).then(ids),
        account=pl.lit("facebook:") + page,
        published_at=posted.utc,
        text=pl.when(pl.col("message").str.strip_chars() != "").then(pl.col("message").str.strip_chars()),
        link=filled(pl.col("link")),
        kind=kinds.replace_strict({**KINDS, **_OWN_KINDS}, default=None, return_dtype=pl.String),
        doubtful=posted.doubtful,
    )
    doubtful = int(frame.filter(pl.col("left_out").is_null()).get_column("doubtful").sum())
    if doubtful:
        notes.append(doubtful_times_note(doubtful))
    damaged = damaged_ids(frame.get_column("exported_id"))
    return frame.with_columns(
        refuse=pl.when(damaged)
        .then(pl.lit("bad_id"))
        .when(pl.col("post_id").is_null())
        .then(pl.lit("no_id"))
        .when(pl.col("published_at").is_null() & filled(pl.col("posted")).is_not_null())
        .then(pl.lit("bad_time"))
    )


def _days_of(frame: pl.DataFrame, described_in: list[int], _notes: list[Text]) -> pl.DataFrame:
    frame = _without_description(frame, described_in)
    frame = frame.with_columns(day=read_days(frame.get_column("date")))
    return frame.with_columns(refuse=pl.when(pl.col("day").is_null()).then(pl.lit("bad_day")))
