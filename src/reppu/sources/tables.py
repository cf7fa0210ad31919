"""Text tables: header names made comparable, the sheet that readers look at, blocks of stacked tables, row numbers."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from reppu.sources.bytes import Source, lines_of, never_closed, recognise_text
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from reppu.vocabulary.language import Text

HEAD_ROWS = 60  # our choice: the deepest known preamble is 10 rows (GA4), and stacked 2022 charts show in 30
# Our choice: Facebook's page insights of 2012 to 2022 had some 2,000, the widest export known.
MOST_COLUMNS = 5_000
# Three times the longest heading that a declaration knows; a longer cell is a caption, and captions are many.
LONGEST_HEADING = 200
_DROPPED = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_NO_HEADING = re.compile(r"[\r\n@]|://|\d{5}|\d+[^\w(]+\d+[^\w(]+\d")
_BARE_NUMBER = re.compile(r"-?\d[\d.,]*\s?%?\Z")
_SPACES = {0x00A0: " ", 0x202F: " "}

# A caption of 131,072 characters is refused by the csv module's default; Facebook allows 63,206, so this is room.
csv.field_size_limit(4_000_000)


@lru_cache(maxsize=1 << 16)
def norm(header: str) -> str:
    """A header cell in the form that aliases are compared in: without invisible characters, case and extra space."""
    plain = unicodedata.normalize("NFKC", header.translate(_SPACES)).translate(_DROPPED).translate(_SPACES)
    return " ".join(plain.casefold().split())


@dataclass(frozen=True, slots=True)
class Block:
    """One of several tables stacked in a sheet: (row number as a spreadsheet shows it, cells), without blank rows."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Sheet:
    """One file (or member of a ZIP, or sheet of a spreadsheet) seen as a text table; one that is no
    table (JSON, CAR) has delimiter "" and no head.

    head: the first records, cells as text, index 0 being row 1; a blank line is an empty tuple.
    beginning: the first 4,096 characters as they stand. delimiter: "," ";" or tab. title: the sheet's own name in a
    spreadsheet, "" for a text file.
    """

    name: str
    zip_name: str | None
    source: Source
    delimiter: str
    head: tuple[tuple[str, ...], ...]
    beginning: str
    notes: tuple[Text, ...] = field(default=())
    title: str = ""

    @cached_property
    def words_of_head(self) -> tuple[frozenset[str], ...]:
        """The cells of each of the first records that are short enough for a heading, normalised: most readers see by
        these that a row is no header of theirs.
        """
        return tuple(frozenset(norm(cell) for cell in cells if len(cell) <= LONGEST_HEADING) for cells in self.head)

    def place_of(self, column: str | None) -> str | None:
        """A column as a refusal names it: with the sheet in front where there are sheets."""
        if not self.title:
            return column
        return self.title if column is None else f"{self.title} › {column}"

    def records(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """(row number from 1, cells) of the whole file; a `sep=` line is no row, as a spreadsheet hides it."""
        reader = csv.reader(lines_of(self.source), delimiter=self.delimiter)
        for number, cells in enumerate(reader, start=1):
            yield number, tuple(cells)

    def blocks(self, most_rows: int = 200_000) -> list[Block]:
        """The stacked tables of a small file, split at rows that are blank or hold only empty cells."""
        blocks: list[Block] = []
        rows: list[tuple[int, tuple[str, ...]]] = []
        for number, cells in self.records():
            if any(cell.strip() for cell in cells):
                rows.append((number, trimmed(cells)))
            elif rows:
                blocks.append(Block(tuple(rows)))
                rows = []
            if number > most_rows:
                break
        if rows:
            blocks.append(Block(tuple(rows)))
        return blocks


def trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells without the empty ones at the end (Excel pads every row of a sheet to its widest)."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return tuple(cells[:end])


def headings_shown(headings: Iterable[str]) -> str:
    """Unknown headings as a note names them; "…" for the rest: more than twelve, or what may be no heading but a cell.

    A row of data in a heading's place holds captions, names and numbers of people, and those are never repeated. A heading is
    short, of one line, and tells no numbers longer than a year. Where several are bare numbers, it is such a row, and none is named.
    """
    told = list(dict.fromkeys(headings))
    if sum(bool(_BARE_NUMBER.match(one)) for one in told) >= 3:
        return "…"
    shown = [one for one in told if len(one) <= 60 and one.count(" ") <= 6 and not _NO_HEADING.search(one)][:12]
    return ", ".join([*shown, "…"] if len(shown) < len(told) else shown)


def parse(text: str, delimiter: str) -> list[tuple[str, ...]]:
    """Records of a small text."""
    return [tuple(cells) for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def open_sheet(source: Source, name: str, zip_name: str | None = None, known: Container[str] = ()) -> Sheet:
    """The sheet in a text file. known: normalised header names of all readers, by which the delimiter is chosen.

    Raises ReppuError, with advice, for what is no text table (Excel files, pictures, empty files).
    """
    from reppu.sources.documents import open_document

    document = open_document(source, name, zip_name)
    if document is not None:
        return document
    source, delimiter, notes = recognise_text(source, known)
    beginning = ""
    for piece in source.text_chunks(256 << 10):
        beginning = piece.decode("utf-8", "replace")[:4096]
        break
    head = head_of(lines_of(source), delimiter)
    return Sheet(name, zip_name, source, delimiter, head, beginning, tuple(notes))


def head_of(lines: Iterable[str], delimiter: str) -> tuple[tuple[str, ...], ...]:
    """The first records. Raises ReppuError for a table wider than any export: every reader looks at every cell of them."""
    head: list[tuple[str, ...]] = []
    records = csv.reader(lines, delimiter=delimiter)
    while len(head) < HEAD_ROWS:
        try:
            cells = next(records)
        except StopIteration:
            break
        except csv.Error as fault:  # a cell longer than the limit above
            raise never_closed() from fault
        if len(cells) > MOST_COLUMNS:
            raise ReppuError(
                _(
                    "This table has {columns} columns; no export has more than {most}.",
                    columns=len(cells),
                    most=MOST_COLUMNS,
                ),
                row=len(head) + 1,
                advice=_("Download the file again. A table of your own: leave only the columns with the numbers."),
            )
        head.append(tuple(cells))
    return tuple(head)


def sheet_of(data: bytes, name: str = "export.csv", known: Container[str] = ()) -> Sheet:
    """The sheet in bytes that are already in memory."""
    return open_sheet(Source(data=data), name, None, known)
