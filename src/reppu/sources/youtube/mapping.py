"""YouTube Studio's exports: tables of videos, of days, and of what an account's figures are split by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from reppu.sources.reader import Batch, Context, Match, PeriodNotTold, Reader
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import Column, WideTable
from reppu.sources.youtube.headers import (
    CITY_NAME,
    COMMON_WORDS,
    DATE,
    DIMENSIONS,
    DURATION,
    MEMBER_NAME,
    PUBLISHED,
    TITLE,
    VIDEO,
    dimensions,
    measures,
)
from reppu.sources.youtube.hooks import (
    BAD_DATE,
    BAD_ID,
    FOOTER,
    LATER,
    audience_of,
    figures_of_the_day,
    figures_of_the_period,
    footer,
    period_of_figures,
    split_by,
    video_and_moment,
)
from reppu.vocabulary.language import _

# "Content 2026-01-01_2026-03-31 Esimerkki TV (1).zip", the folder that it is unpacked to, or a file that a person gave the
# period in its name. Whether the last day belongs to the period is not documented; it is taken to.
FILE_NAME = (
    r"(?P<since>\d{4}-\d\d-\d\d)_(?P<until>\d{4}-\d\d-\d\d)"
    r"(?: (?!- )(?P<account>[^/\\]+?))?(?: - [^/\\]+?)?(?: \(\d+\))?(?:\.(?:zip|csv|xlsx))?$"
)
MOST_ROWS = 500  # of a table; the file says so itself in its last line
_MONEY = re.compile(r"(.+) \(([a-z]{3})\)$")

_NOT_TOLD = _("These figures are of one period, and neither the file nor its name tells which.")
_HOW_TO_TELL = _(
    "Import the ZIP as YouTube gave it (its name tells the period), or the table together with the chart of the same "
    "download, or write the period into the file's name, such as: {example}",
    example="Table data 2026-01-01_2026-03-31.csv",
)
_ALL_500 = _(
    "YouTube exports 500 rows at most, and this table is full: what was seen least is not in it. Export shorter periods to get "
    "the rest."
)


def columns_of(columns: tuple[Column, ...], headers: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns with the currencies that stand in this very file's headers."""
    stated = {found[1]: found[2] for header in headers if (found := _MONEY.match(norm(header)))}
    if not stated:
        return columns
    changed = []
    for column in columns:
        if column.unit == "money":
            for name, language in column.names():
                base = name.removesuffix(" (usd)")
                if base in stated:
                    currency = stated[base]
                    column = replace(column, aliases={language: (f"{base} ({currency})",)}, currency=currency.upper())
                    break
        changed.append(column)
    return tuple(changed)


@dataclass(frozen=True)
class StudioTable(WideTable):
    """A table of YouTube Studio; it is a `Reader`. period_only: its figures are of the period that the names tell.

    lists_all_posts: its rows are the videos of a period, and not those that a chart showed; see `TellsNoAccount`.
    """

    period_only: bool = False
    lists_all_posts: bool = False

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the header, in whatever currency; a table of no known measure is not ours."""
        ours = self._in_its_currency(sheet)
        match = WideTable.recognise(ours, sheet)
        layout = ours.layout(sheet) if match else None
        if layout is None or not any(ours.columns[index].unit for index in layout.positions):
            return None
        return match

    def _in_its_currency(self, sheet: Sheet) -> StudioTable:
        headers = tuple(cell for cells in sheet.head[:3] for cell in cells)
        columns = columns_of(self.columns, headers)
        return self if columns == self.columns else replace(self, columns=columns)

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts; a table of videos whose period nobody tells is refused."""
        ours = self._in_its_currency(sheet)
        if self.period_only and (context.since is None or context.until is None) and self._needs_period(context):
            raise PeriodNotTold(_NOT_TOLD, advice=_HOW_TO_TELL)
        rows = 0
        says_so = False

        def look_for_footer(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
            nonlocal says_so
            frame = footer(frame, context)
            says_so = says_so or bool((frame.get_column("left_out") == FOOTER).any())
            return frame

        hooks = (look_for_footer, *self.hooks) if self.subject == "post" else self.hooks
        for batch in WideTable.read(replace(ours, hooks=hooks), sheet, context):
            rows += batch.rows
            yield batch
        if self.period_only and (says_so or rows == MOST_ROWS):
            yield Batch(notes=(_ALL_500,))

    def _needs_period(self, context: Context) -> bool:
        return True


@dataclass(frozen=True)
class DaysTable(StudioTable):
    """A date and numbers of the account; it is a `Reader`."""

    def recognise(self, sheet: Sheet) -> Match | None:
        """By a heading that is YouTube's alone, or by the file's name where each is anybody's (`Date,Views`)."""
        match = super().recognise(sheet)
        layout = self._in_its_currency(sheet).layout(sheet) if match else None
        if match is None or layout is None:
            return None
        if "date" not in {self.columns[index].target for index in layout.positions}:
            return None
        date_at = next(at for index, at in layout.positions.items() if self.columns[index].target == "date")
        firsts = [row[date_at].strip() for row in sheet.head[layout.header_row :] if date_at < len(row)]
        if not any(re.fullmatch(r"\d{4}-\d\d-\d\d", first) for first in firsts[:3]):
            return None
        headers = {norm(layout.headers[at]) for index, at in layout.positions.items() if self.columns[index].unit}
        named = MEMBER_NAME.search(norm(sheet.name.rpartition(".")[0])) is not None
        return match if named or headers - COMMON_WORDS else None


@dataclass(frozen=True)
class SplitTable(StudioTable):
    """An account's figures by country, age, source and so on; it is a `Reader`."""

    def recognise(self, sheet: Sheet) -> Match | None:
        """By a known first column beside a known measure."""
        match = super().recognise(sheet)
        layout = self.layout(sheet) if match else None
        known = layout.positions if layout is not None else ()
        return match if any(self.columns[index].target in DIMENSIONS for index in known) else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts, and who was reached as slices of the audience. Without a period, the slices alone."""
        slices: list[tuple[str, str, float | None, str]] = []

        def gather(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
            slices.extend(audience_of(frame))
            return frame

        unknown = self.period_only and (context.since is None or context.until is None)
        for batch in StudioTable.read(replace(self, hooks=(*self.hooks, gather)), sheet, context):
            yield replace(batch, observations=None) if unknown else batch
        if unknown and not slices:
            raise PeriodNotTold(_NOT_TOLD, advice=_HOW_TO_TELL)
        if slices:
            notes = (_NO_PERIOD,) if unknown else ()
            yield Batch(audience=_audience(slices), notes=notes)

    def _needs_period(self, context: Context) -> bool:
        return context.may_wait


_NO_PERIOD = _(
    "Neither the file nor its name tells its period, so only who was reached was kept, and no figures of the account. Import "
    "the ZIP as YouTube gave it to have those too."
)


def _audience(slices: list[tuple[str, str, float | None, str]]) -> pa.Table:
    columns = zip(*slices, strict=True)
    names = ("dimension", "bucket", "value", "unit")
    kinds = (pa.string(), pa.string(), pa.float64(), pa.string())
    return pa.table(
        {
            "account": pa.nulls(len(slices), pa.string()),
            **{name: pa.array(list(values), kind) for name, kind, values in zip(names, kinds, columns, strict=True)},
        }
    )


VIDEOS = StudioTable(
    kind="youtube.videos",
    platform="youtube",
    version=1,
    title=_("YouTube videos (table)"),
    columns=(VIDEO, TITLE, PUBLISHED, DURATION, *measures("post")),
    hooks=(video_and_moment, figures_of_the_period),
    reasons={"bad_id": BAD_ID},
    doubts={"later": LATER},
    clock="pacific",
    file_name=FILE_NAME,
    period_only=True,
    lists_all_posts=True,
)
VIDEO_DAYS = StudioTable(
    kind="youtube.videos.days",
    platform="youtube",
    version=1,
    title=_("YouTube videos by day (chart)"),
    columns=(DATE, VIDEO, TITLE, PUBLISHED, DURATION, *measures("post")),
    hooks=(video_and_moment, figures_of_the_day),
    reasons={"bad_id": BAD_ID, "bad_date": BAD_DATE},
    clock="pacific",
    file_name=FILE_NAME,
)
DAYS = DaysTable(
    kind="youtube.days",
    platform="youtube",
    version=1,
    title=_("YouTube channel by day (totals)"),
    subject="account",
    columns=(DATE, *measures("account")),
    hooks=(figures_of_the_day,),
    reasons={"bad_date": BAD_DATE},
    clock="pacific",
    file_name=FILE_NAME,
)
SPLIT = SplitTable(
    kind="youtube.split",
    platform="youtube",
    version=1,
    title=_("YouTube channel by country, age, source and the like (table)"),
    subject="account",
    columns=(*dimensions(), CITY_NAME, *measures("account")),
    hooks=(split_by, period_of_figures),
    clock="pacific",
    file_name=FILE_NAME,
    period_only=True,
)
SPLIT_DAYS = SplitTable(
    kind="youtube.split.days",
    platform="youtube",
    version=1,
    title=_("YouTube channel by country, age, source and the like, by day (chart)"),
    subject="account",
    columns=(DATE, *dimensions(), CITY_NAME, *measures("account")),
    hooks=(split_by, figures_of_the_day),
    reasons={"bad_date": BAD_DATE},
    clock="pacific",
    file_name=FILE_NAME,
)

READERS: tuple[Reader, ...] = (VIDEOS, VIDEO_DAYS, DAYS, SPLIT, SPLIT_DAYS)
HOW_TO_EXPORT = _(
    "In YouTube Studio open Analytics, press Advanced mode, choose the tab Content and the period, then press the arrow (Export "
    "current view) and choose Comma-separated values. Import the ZIP as it is: its name tells the period."
)
