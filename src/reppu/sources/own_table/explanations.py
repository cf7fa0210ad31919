"""The second sheet of our templates, which explains the first: known by its first cell, so that it is read as nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reppu.sources.reader import Batch, Context, Match
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import WideTable
from reppu.vocabulary.language import LANGUAGES, Text, _

OF_INPUTS = _("How to fill in hours and money")
OF_FOLLOWERS = _("How to fill in followers")


def explains(sheet: Sheet, title: Text | None) -> bool:
    """Whether the sheet is the explanations of that title, in any of our languages."""
    first = norm(sheet.head[0][0]) if sheet.head and sheet.head[0] else ""
    return title is not None and first in {norm(title.in_language(language)) for language in LANGUAGES}


@dataclass(frozen=True)
class ExplainedTable(WideTable):
    """A `WideTable` whose file may hold a sheet of explanations beside it."""

    explanations: Text | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """As any wide table, and the explanations with the least score."""
        return Match(1.0, None) if explains(sheet, self.explanations) else super().recognise(sheet)

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """As any wide table; of the explanations nothing."""
        if not explains(sheet, self.explanations):
            yield from super().read(sheet, context)
