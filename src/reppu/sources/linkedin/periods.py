"""The period of a content export: it stands in one sheet only and decides what the posts' numbers in the other mean."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from reppu.sources.linkedin.posts import day_in
from reppu.sources.names import read_names
from reppu.sources.reader import Context
from reppu.sources.wide_table import Hook, WideTable
from reppu.vocabulary.language import _

# The newest days may lack for two days (LinkedIn's own words in the file); beyond a week the period was chosen to end then.
_SETTLED = timedelta(days=7)

NO_PERIOD = _(
    "The sheet of daily numbers is not in this file, so the export's period is not known; the posts' numbers were taken as "
    "those of their whole life until the export."
)
PERIOD_ENDED = _(
    "The export's period had ended days before the export was made: what posts won after its last day is not in their "
    "numbers. Choose a period that ends today when you export."
)


def period_of(days: WideTable, context: Context) -> tuple[date, date] | None:
    """The first and last day of the sheet that `days` reads; None when no sheet of the file is of that kind."""
    for sheet in context.sheets:
        layout = days.layout(sheet)
        if layout is None or layout.missing:
            continue
        place = next(at for index, at in layout.positions.items() if days.columns[index].target == "date")
        cells = [row[place] for number, row in sheet.records() if number > layout.header_row and place < len(row)]
        told = pl.DataFrame({"date": cells}, schema={"date": pl.String}).select(day_in(pl.col("date"))).to_series()
        first, last = told.min(), told.max()
        if isinstance(first, date) and isinstance(last, date):
            return first, last
    return None


def lifetime_or_period(days: WideTable, file_name: str) -> Hook:
    """A hook that gives period_start and period_end to posts whose life the export does not cover from its first day.

    LinkedIn counts what happened within the period. A post published in it has its whole life there; of an older one the
    numbers are of the period alone.
    """

    def hook(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
        period = period_of(days, context)
        if period is None:
            return frame.with_columns(doubt=pl.lit("no_period"))
        first, last = period
        whole = pl.col("published_at").dt.date().is_between(first, last)
        moment = read_names(file_name, context.file_name, context.zip_name).moment
        ended = moment is not None and moment.date() > last + _SETTLED
        return frame.with_columns(
            period_start=pl.when(~whole).then(pl.lit(first)),
            period_end=pl.when(~whole).then(pl.lit(last)),
            doubt=pl.lit("period_ended" if ended else None, dtype=pl.String),
        )

    return hook
