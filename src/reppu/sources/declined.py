"""Readers that recognise a text by how it begins and say why it is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reppu.sources.reader import Batch, Context, Match
from reppu.sources.tables import Sheet
from reppu.vocabulary.language import Text


@dataclass(frozen=True)
class DeclinedText:
    """A `Reader` for a text whose first characters match `begins`; recognised, never read."""

    kind: str
    platform: str
    title: Text
    begins: str
    declined: Text | None
    version: int = 1
    platforms: tuple[str, ...] = ()
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the beginning of the text."""
        return Match(1000.0, None) if re.match(self.begins, sheet.beginning) else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """Nothing."""
        return iter(())
