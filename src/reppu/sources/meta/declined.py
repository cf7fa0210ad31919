"""Exports of Meta that are recognised so that people learn why they are not read, or not yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reppu.sources.reader import Batch, Context, Match
from reppu.sources.tables import Sheet, norm
from reppu.vocabulary.language import Text, _

_HEADER_ROWS = 10  # our choice: all of these have their header in row 1, Ads Manager's XLSX copies a few rows later


@dataclass(frozen=True, slots=True)
class DeclinedTable:
    """A table recognised by its header and not read.

    needed: normalised headers that must all be there; known: a regular expression for those that count as recognised.
    """

    kind: str
    platform: str
    title: Text
    declined: Text | None
    needed: frozenset[str]
    known: re.Pattern[str]
    platforms: tuple[str, ...] = ()
    version: int = 1
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the header row."""
        for number, cells in enumerate(sheet.head[:_HEADER_ROWS], start=1):
            names = [norm(cell) for cell in cells if cell.strip()]
            if self.needed <= set(names):
                known = sum(bool(self.known.match(name)) for name in names)
                return Match(score=known + known / len(names), language="en", header_row=number)
        return None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """Nothing: see `declined`."""
        return iter(())


OLD_POSTS = DeclinedTable(
    kind="meta.insights_posts.2012",
    platform="facebook",
    title=_("Facebook Insights export, post level (2012–2022)"),
    declined=_("This is the export that Meta ended in 2022; Reppu does not read it yet. Keep the file."),
    needed=frozenset(("post id", "permalink", "posted")),
    known=re.compile(r"(post id|permalink|post message|type|countries|languages|posted|audience targeting|lifetime )"),
    file_name=r"Facebook Insights Data Export",
)
OLD_PAGE = DeclinedTable(
    kind="meta.insights_page.2012",
    platform="facebook",
    title=_("Facebook Insights export, page level (2012–2022)"),
    declined=_("This is the export that Meta ended in 2022; Reppu does not read it yet. Keep the file."),
    needed=frozenset(("date", "lifetime total likes")),
    known=re.compile(r"(date$|daily |weekly |28 days |lifetime )"),
    file_name=r"Facebook Insights Data Export",
)
DECLINED = (OLD_POSTS, OLD_PAGE)
