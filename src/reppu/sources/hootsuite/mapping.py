"""Hootsuite's `account_metrics.csv`: a day a row, and whatever columns the person chose when they built the report.

No list of Hootsuite's headings is public, so a column's measure is named after its heading, and nothing is taken to be one of
the platforms' own measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from reppu.sources.reader import Batch, Context, Match, Reader
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import WideTable, attribute, measure
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

_DATE = "Date (GMT)"
_DAYS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%m/%d/%Y", "%b %e, %Y")
_BAD_DATE = ("date", _("This is not a date that can be told. Expected: 2026-08-15 (year, month, day)."))
PLATFORMS = (
    "facebook",
    "instagram",
    "linkedin",
    "x",
    "youtube",
    "tiktok",
    "threads",
    "pinterest",
    "mastodon",
    "bluesky",
)


def day_of_date(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """day from the date in GMT."""
    text = pl.col("date").str.strip_chars()
    moments = pl.coalesce(text.str.strptime(pl.Datetime("us"), form, strict=False) for form in _DAYS[1:3])
    days = pl.coalesce(text.str.strptime(pl.Date, form, strict=False) for form in (_DAYS[0], *_DAYS[3:]))
    frame = frame.with_columns(day=pl.coalesce(days, moments.dt.date()))
    return frame.with_columns(refuse=pl.when(pl.col("day").is_null()).then(pl.lit("bad_date")))


def measure_of(header: str) -> str:
    """`Post views Daily` as "hootsuite.account.post_views_daily"."""
    return "hootsuite.account." + "_".join(re.findall(r"\w+", norm(header)))


class AccountMetrics:
    """Numbers of one account by day; which account and platform, a person says."""

    kind = "hootsuite.days"
    platform = "facebook"
    platforms = PLATFORMS
    version = 1
    title = _("Hootsuite account metrics")
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the heading of its dates, which is Hootsuite's alone, and a column beside it."""
        for number, cells in enumerate(sheet.head[:10], start=1):
            names = [norm(cell) for cell in cells if cell.strip()]
            if len(names) >= 2 and norm(_DATE) in names:
                return Match(1.5, "en", number)
        return None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts of every column that holds numbers; the engine names the others in a note."""
        match = self.recognise(sheet)
        assert match is not None and match.header_row is not None
        header = sheet.head[match.header_row - 1]
        body = sheet.head[match.header_row :]
        numeric = []
        for at, cell in enumerate(header):
            if not cell.strip() or norm(cell) == norm(_DATE):
                continue
            cells = [row[at].strip() for row in body if at < len(row)]
            if any(re.fullmatch(r"-?[\d.,\s]+%?", one) for one in cells):
                numeric.append(cell)
        if not numeric:
            raise ReppuError(
                _("No column of this report holds numbers."),
                advice=_("Add metrics to the report in Hootsuite, and export it again."),
            )
        table = WideTable(
            kind=self.kind,
            platform=self.platform,
            version=self.version,
            title=self.title,
            subject="account",
            columns=(
                attribute("date", _DATE, required=True),
                *(measure(measure_of(cell), cell, unit=_unit(cell, body, header.index(cell))) for cell in numeric),
            ),
            hooks=(day_of_date,),
            reasons={"bad_date": _BAD_DATE},
        )
        yield from table.read(sheet, context)


def _unit(header: str, rows: tuple[tuple[str, ...], ...], at: int) -> str:
    """A heading with % holds percentages; cells with % or decimals hold rates; the rest are counts."""
    if "%" in header:
        return "percent"
    cells = [row[at].strip() for row in rows if at < len(row)]
    return "fraction" if any(cell.endswith("%") or re.fullmatch(r"-?\d+\.\d+", cell) for cell in cells) else "count"


READERS: tuple[Reader, ...] = (AccountMetrics(),)
HOW_TO_EXPORT = _(
    "In Hootsuite open Analytics, build a report with the metrics by day, press Export and choose CSV; import it with the "
    "channel's name (--channel), for it does not tell whose it is."
)
