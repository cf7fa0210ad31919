"""Readers that misbehave, for the tests of the child process; each is asked for by the first words of a file."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

from reppu.sources.platforms import READERS as REAL
from reppu.sources.reader import Batch, Context, Match, Reader
from reppu.sources.tables import Sheet
from reppu.vocabulary.language import Text

TITLE = Text("deadly")


@dataclass(frozen=True)
class Deadly:
    """Does what its kind says when it reads."""

    kind: str
    platform: str = "x"
    platforms: tuple[str, ...] = ()
    version: int = 1
    title: Text = TITLE
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        return Match(10_000.0, "en") if sheet.beginning.startswith(self.kind) else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        if self.kind == "abort":
            os.abort()
        if self.kind == "memory":
            held = []
            while True:
                held.append(b"x" * (16 << 20))
        if self.kind == "silence":
            time.sleep(60)
        if self.kind == "mistake":
            raise ZeroDivisionError
        if self.kind == "noise":
            os.write(1, b"a library prints to standard output" * 1000)
        yield Batch()


READERS: tuple[Reader, ...] = (*REAL, *map(Deadly, ("abort", "memory", "silence", "mistake", "noise")))
