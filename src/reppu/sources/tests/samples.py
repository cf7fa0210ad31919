"""The samples of every platform with the facts expected from each, for the tests of this folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reppu.sources.bytes import Source
from reppu.sources.facts import complete
from reppu.sources.platforms import READERS
from reppu.sources.reader import Batch, Context, Match, Reader
from reppu.sources.recognising import known_headers
from reppu.sources.tables import Sheet, open_sheet
from reppu.vocabulary.errors import ReppuError

_SOURCES = Path(__file__).resolve().parent.parent
KNOWN = known_headers(READERS)


@dataclass(frozen=True)
class Sample:
    """A made-up file of a reader. expected: kind, language, counts, refused ([row, column]), facts, post_facts, slices,
    absent measures, parts of notes, names; or declined, or raises (a part of the message)."""

    path: Path
    expected: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.path.parent.parent.name}/{self.path.name}"

    @property
    def content(self) -> bytes:
        return self.path.read_bytes()

    @property
    def reader(self) -> Reader:
        return next(reader for reader in READERS if reader.kind == self.expected["kind"])

    @property
    def whole(self) -> bool:
        """Whether it is read without a refusal."""
        return not self.expected.get("refused") and not {"declined", "raises"} & set(self.expected)


def all_samples() -> list[Sample]:
    """Every sample of every platform."""
    found = []
    for listing in sorted(_SOURCES.glob("*/samples/expected.json")):
        for name, expected in json.loads(listing.read_text(encoding="utf-8")).items():
            found.append(Sample(listing.parent / name, expected))
    return found


def sheet_of(content: bytes, name: str) -> Sheet:
    """A sheet as the child process would open it."""
    return open_sheet(Source(data=content), name, None, KNOWN)


@dataclass
class Read:
    """All that a reader said of a file."""

    match: Match
    posts: list[dict[str, Any]]
    observations: list[dict[str, Any]]
    audience: list[dict[str, Any]]
    refused: list[tuple[int | None, str | None, str]]
    refused_total: int
    rows: int
    notes: list[str]
    names: dict[str, str]

    def value(self, subject: str, measure: str, day: str | None = None) -> Any:
        """The number of one measure; "absent" where there is no row."""
        for row in self.observations:
            same_day = day is None or str(row["period_start"]) == day
            if row["subject_id"] == subject and row["measure"] == measure and same_day:
                return row["value"]
        return "absent"


def read_with(reader: Reader, content: bytes, name: str = "export.csv") -> Read:
    """Reads the bytes with one reader. Raises ReppuError as it does, and when it does not recognise them."""
    sheet = sheet_of(content, name)
    match = reader.recognise(sheet)
    if match is None:
        raise AssertionError(f"{reader.kind} does not recognise this")
    done = Read(match, [], [], [], [], 0, 0, [str(note.in_language("en")) for note in sheet.notes], {})
    for batch in reader.read(sheet, Context(name)):
        done.rows += batch.rows
        done.posts += _rows(batch, "posts")
        done.observations += _rows(batch, "observations")
        done.audience += _rows(batch, "audience")
        done.refused += [(one.row, one.column, one.reason.in_language("en")) for one in batch.refused]
        done.refused_total += max(batch.refused_total, len(batch.refused))
        done.notes += [note.in_language("en") for note in batch.notes]
        done.names.update(batch.names)
    return done


def _rows(batch: Batch, name: str) -> list[dict[str, Any]]:
    table = getattr(batch, name)
    return [] if table is None else complete(table, name).to_pylist()


def recognised(content: bytes, name: str) -> Iterator[tuple[str, Match]]:
    """Every reader that recognises the bytes, the best first."""
    try:
        sheet = sheet_of(content, name)
    except ReppuError:
        return
    matches = [(reader.kind, match) for reader in READERS if (match := reader.recognise(sheet)) is not None]
    yield from sorted(matches, key=lambda found: -found[1].score)
