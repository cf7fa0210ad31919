"""The samples of every platform with the facts expected from each, for the tests of this folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reppu.sources.bytes import Source
from reppu.sources.facts import complete
from reppu.sources.platforms import READERS
from reppu.sources.reader import Batch, Match, Reader
from reppu.sources.recognising import best_for_all, context_of, known_headers
from reppu.sources.spreadsheets import is_spreadsheet, open_spreadsheet
from reppu.sources.tables import Sheet, open_sheet
from reppu.vocabulary.errors import ReppuError

_SOURCES = Path(__file__).resolve().parent.parent
KNOWN = known_headers(READERS)


@dataclass(frozen=True)
class Sample:
    """A made-up file of a reader. expected: kind, language, counts, refused ([row, column]), facts, post_facts, input_facts,
    slices, absent measures, parts of notes, names, ends_with_a_total; or declined, or raises (a part of the message)."""

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
    for listing in sorted(_SOURCES.glob("*/samples/expected*.json")):
        for name, expected in json.loads(listing.read_text(encoding="utf-8")).items():
            found.append(Sample(listing.parent / name, expected))
    return found


def sheet_of(content: bytes, name: str) -> Sheet:
    """The sheet of a text file as the child process would open it."""
    return open_sheet(Source(data=content), name, None, KNOWN)


def sheets_of(content: bytes, name: str) -> list[Sheet]:
    """All sheets of a file as the child process would open it."""
    if is_spreadsheet(content[:8]):
        return open_spreadsheet(Source(data=content), name)
    return [sheet_of(content, name)]


@dataclass
class Read:
    """All that a reader said of a file."""

    match: Match
    posts: list[dict[str, Any]]
    observations: list[dict[str, Any]]
    audience: list[dict[str, Any]]
    inputs: list[dict[str, Any]]
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
    sheets = sheets_of(content, name)
    found = best_for_all(sheets, [reader])
    if found is None:
        raise AssertionError(f"{reader.kind} does not recognise this")
    known = found[1]
    notes = [note.in_language("en") for sheet in sheets for note in sheet.notes]
    done = Read(known[0][1], [], [], [], [], [], 0, 0, notes, {})
    for sheet, _match in known:
        for batch in reader.read(sheet, context_of(reader, {"name": name}, sheets)):
            done.rows += batch.rows
            done.posts += _rows(batch, "posts")
            done.observations += _rows(batch, "observations")
            done.audience += _rows(batch, "audience")
            done.inputs += _rows(batch, "inputs")
            done.refused += [
                (one.row, sheet.place_of(one.column), one.reason.in_language("en")) for one in batch.refused
            ]
            done.refused_total += max(batch.refused_total, len(batch.refused))
            done.notes += [note.in_language("en") for note in batch.notes]
            done.names.update(batch.names)
    return done


def _rows(batch: Batch, name: str) -> list[dict[str, Any]]:
    table = getattr(batch, name)
    return [] if table is None else complete(table, name).to_pylist()


def recognised(content: bytes, name: str) -> Iterator[tuple[str, Match]]:
    """Every reader that recognises the bytes, the best first; a match holds the scores of all sheets together."""
    try:
        sheets = sheets_of(content, name)
    except ReppuError:
        return
    matches = []
    for reader in READERS:
        found = best_for_all(sheets, [reader])
        if found is not None:
            known = [match for _sheet, match in found[1]]
            total = sum(match.score for match in known)
            matches.append((reader.kind, replace(max(known, key=lambda match: match.score), score=total)))
    yield from sorted(matches, key=lambda found: -found[1].score)
