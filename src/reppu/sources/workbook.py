"""Declares an export whose file has several sheets, each of a kind of its own: LinkedIn's `Metrics` and `All posts`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reppu.sources.reader import Batch, Context, Match, Reader
from reppu.sources.recognising import best_reader
from reppu.sources.tables import Sheet
from reppu.vocabulary.language import Text


@dataclass(frozen=True)
class Workbook:
    """A `Reader` made of parts, one for each kind of sheet; the part that knows most of a sheet reads it.

    All recognised sheets of a file become one import. A sheet that was saved alone as CSV is read by its part as well.
    The parts' own kind, version and file_name count for nothing.
    """

    kind: str
    platform: str
    version: int
    title: Text
    parts: tuple[Reader, ...]
    file_name: str | None = None
    platforms: tuple[str, ...] = ()
    declined: Text | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """The match of the part that knows most of the sheet."""
        found = self.part_for(sheet)
        return None if found is None else found[1]

    def part_for(self, sheet: Sheet) -> tuple[Reader, Match] | None:
        """The part that reads the sheet; on a tie the one listed first."""
        return best_reader(sheet, self.parts)

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """What the sheet's part reads."""
        found = self.part_for(sheet)
        assert found is not None, "only what was recognised is read"
        return found[0].read(sheet, context)
