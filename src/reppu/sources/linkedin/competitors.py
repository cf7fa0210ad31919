"""Competitors of a page as LinkedIn states them, for one period; other organisations' numbers, never part of ours.

Row 1 holds the first and last day, row 2 the head. One's own page stands among the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import polars as pl

from reppu.sources.reader import Batch, Context, Match
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import WideTable, attribute, measure
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

_FILE = r"(?P<page>[^/\\]+?)_competitor_analytics_(?P<moment>\d{13})"
_SERIAL_DAY_0 = date(1899, 12, 30)  # day 0 of a spreadsheet's day numbers, leap year mistake of 1900 allowed for
_SERIALS = range(36_526, 73_051)  # 2000 to 2099

THEIRS = WideTable(
    kind="linkedin.competitors.theirs",
    platform="linkedin",
    version=1,
    title=_("Competitors of a LinkedIn page"),
    subject="competitor",
    columns=(
        attribute("subject_id", "Page", "Company", required=True),
        measure("linkedin.competitor.followers", "Total Followers"),
        measure("linkedin.competitor.new_followers", "New Followers", required=True),
        measure("linkedin.competitor.engagements", "Total post engagements"),
        measure("linkedin.competitor.posts", "Total posts", "Posts"),
        measure("linkedin.competitor.posts_per_day", "Posts per day"),
        measure("linkedin.competitor.comments", "Comments"),
        measure("linkedin.competitor.comments_per_day", "Comments per day"),
        measure("linkedin.competitor.reactions", "Reactions"),
        measure("linkedin.competitor.reactions_per_day", "Reactions per day"),
    ),
)
OURS = WideTable(
    kind="linkedin.competitors.ours",
    platform="linkedin",
    version=1,
    title=_("Followers of one's own LinkedIn page"),
    subject="account",
    columns=(
        attribute("subject_id", "Page", "Company", required=True),
        measure("linkedin.account.followers", "Total Followers", required=True),
    ),
)


def days_in(cells: tuple[str, ...]) -> list[date]:
    """The days in a row, in order: "2023-09-01", "9/1/2023", "9/1/2023 - 9/30/2023" or a spreadsheet's day number."""
    days: list[date] = []
    for cell in cells:
        for text in re.findall(r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|(?<![\d./-])\d{5}(?![\d/-])", cell):
            if text.isdigit():
                if int(text) in _SERIALS:
                    days.append(_SERIAL_DAY_0 + timedelta(days=int(text)))
                continue
            try:
                form = "%m/%d/%Y" if "/" in text else "%Y-%m-%d"
                days.append(datetime.strptime(text, form).date())  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
    return days


class Competitors:
    """A `Reader` that gives each competitor's numbers of the period, and of one's own page the followers on its last day."""

    kind = "linkedin.competitors"
    platform = "linkedin"
    platforms: tuple[str, ...] = ()
    version = 1
    title = _("LinkedIn page, competitors export")
    declined: Text | None = None
    # The name before it is the page's in words, not the one that the other exports' names hold: no account is told.
    file_name: str | None = r"_competitor_analytics_(?P<moment>\d{13})"

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the head below a row of days, with at least one number that only this export has beside new followers."""
        layout = THEIRS.layout(sheet)
        if layout is None or layout.missing or len(layout.positions) < 3 or layout.header_row == 1:
            return None
        return Match(layout.score, "en", layout.header_row)

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """Raises ReppuError when the rows above the head tell no period."""
        layout = THEIRS.layout(sheet)
        assert layout is not None
        days = [day for cells in sheet.head[: layout.header_row - 1] for day in days_in(cells)]
        if len(days) < 2 or days[0] > days[-1]:
            raise ReppuError(
                _("This table of competitors does not tell its period."),
                row=1,
                expected=_("the first and the last day above the head"),
                advice=_("Give the file as LinkedIn gave it."),
            )
        first, last = days[0], days[-1]
        own = own_page(context)

        def theirs(frame: pl.DataFrame, _context: Context) -> pl.DataFrame:
            return _named(frame, own, keep_own=False).with_columns(
                account=pl.lit("linkedin:"), period_start=pl.lit(first), period_end=pl.lit(last)
            )

        def ours(frame: pl.DataFrame, _context: Context) -> pl.DataFrame:
            return _named(frame, own, keep_own=True).with_columns(account=pl.lit("linkedin:"), day=pl.lit(last))

        yield from replace(THEIRS, hooks=(theirs,)).read(sheet, context)
        if own is None:
            yield Batch(
                notes=(
                    _(
                        "The file's name does not tell which page is your own, so it may be among the competitors. Import "
                        "the file under the name that LinkedIn gave it."
                    ),
                )
            )
            return
        ours_layout = OURS.layout(sheet)
        if ours_layout is not None and not ours_layout.missing:
            for batch in replace(OURS, hooks=(ours,)).read(sheet, context):
                yield replace(batch, rows=0, notes=())


def own_page(context: Context) -> str | None:
    """The name of one's own page from the file's name, as `_plain` makes it comparable."""
    for name in (context.file_name, context.zip_name):
        found = re.search(_FILE, name or "", re.IGNORECASE)
        if found is not None:
            return _plain(found["page"])
    return None


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", norm(name))


def _named(frame: pl.DataFrame, own: str | None, keep_own: bool) -> pl.DataFrame:
    names = frame.get_column("subject_id").str.strip_chars()
    is_own = pl.Series([own is not None and _plain(name or "") == own for name in names], dtype=pl.Boolean)
    other = ~is_own if keep_own else is_own
    return frame.with_columns(
        subject_id=pl.when(names != "").then(names),
        left_out=pl.Series(other).replace_strict({True: "own page", False: None}, return_dtype=pl.String),
    )
