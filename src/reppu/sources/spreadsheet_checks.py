"""What is looked at before a library opens a spreadsheet: a small file can ask for more memory than there is.

Measured with calamine 0.9.1: cells A1 and XFD1048576 alone, in a file of 1.4 KB, end the whole process, because a sheet is
held as a full grid. So the grid is counted here first, from the cells themselves and never from what the file says of
its own size, and a file that is larger than an export can be is refused with words. Formulas, macros and references to
other files are never followed: calamine reads the values that the spreadsheet program saved beside them.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, BinaryIO
from xml.parsers import expat

from reppu.sources.compound_file import CompoundFile, DamagedFile
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

# Our choice. A cell takes 56 bytes while calamine reads it (32 in a list and 24 in the grid), so 6 million take 340 MB of
# the child's 1 GB; a LinkedIn export of 10,000 posts has 200,000.
MOST_CELLS = 6_000_000
MOST_TEXT_BYTES = 192 << 20  # our choice: all texts of a file, each as often as it stands in a cell
# Sheets' XML packs to a tenth or twentieth; a limit on the unpacked size alone would let a bomb of many files through.
MOST_MEMBERS = 2_000
MOST_UNPACKED_BYTES = 512 << 20
MOST_TIMES_LARGER = 200
RATIO_FROM_BYTES = 32 << 20
MOST_FILE_BYTES = 256 << 20  # calamine holds the file itself in memory
_PIECE_BYTES = 256 << 10

_BIFF_END = b"\x0a\x00\x00\x00"
_BIFF_CELLS = {
    0x0006,
    0x0201,
    0x0203,
    0x0204,
    0x0205,
    0x027E,
    0x00FD,
    0x00D6,
    0x0002,
    0x0003,
    0x0004,
    0x0005,
    0x0406,
    0x0206,
}
_BIFF_RUNS = {0x00BD, 0x00BE}  # many cells in a record: first column in front, last column at its end
_BIFF_COLUMNS = 256  # the format has no more
_BIFF_DIMENSIONS, _BIFF_ROW, _BIFF_FILEPASS, _BIFF_BOF = 0x0200, 0x0208, 0x002F, 0x0809

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


def check_xlsx(archive: zipfile.ZipFile) -> None:
    """Raises ReppuError when the members are too large, are no plain XML, or their cells span too large a grid."""
    _check_members(archive)
    strings = _Strings()
    grids: dict[str, _Grid] = {}
    cells = 0
    for info in archive.infolist():
        name = info.filename.lower()
        if not name.endswith((".xml", ".rels")):
            continue
        # every member is counted as if it were a sheet: which ones are is said by relations, and those may be odd
        grid = grids[info.filename] = _Grid()
        in_sheet = name.lstrip("/").startswith("xl/worksheets/")
        if in_sheet or name.endswith(".rels"):
            _parse(archive, info.filename, {"StartElementHandler": grid.start})
        else:
            _parse(archive, info.filename, {"StartElementHandler": _both(grid.start, strings.start),
                                            "CharacterDataHandler": strings.text})  # fmt: skip
        cells += grid.cells()
        if cells > MOST_CELLS:
            raise too_many_cells(grid.rows, grid.columns)
        if grid.odd or (in_sheet and grid.strings):
            raise damaged()
    longest = max(strings.lengths, default=0)
    if sum(grid.shared for grid in grids.values()) * longest > MOST_TEXT_BYTES:
        # perhaps one long text among short ones: only now is each cell's own text looked up
        used = _UsedStrings(strings.lengths)
        for name, grid in grids.items():
            if grid.shared:
                _parse(archive, name, used.handlers())
        if used.bytes > MOST_TEXT_BYTES:
            raise too_much_text()


def _both(first: Callable[..., None], second: Callable[..., None]) -> Callable[..., None]:
    def call(name: str, attributes: dict[str, str]) -> None:
        first(name, attributes)
        second(name, attributes)

    return call


def check_ods(archive: zipfile.ZipFile) -> None:
    """The same for an OpenDocument spreadsheet, whose cells and rows say how often they are repeated."""
    _check_members(archive)
    for info in archive.infolist():
        if info.filename.lower().endswith(".xml") and info.filename != "content.xml":
            _parse(archive, info.filename, {})
    repeats = _Repeats()
    _parse(archive, "content.xml", repeats.handlers(), namespaces=True)
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    if b"encryption-data" in manifest:
        raise locked()


def check_xls(stream: BinaryIO, size: int) -> None:
    """The same for an old Excel file: its records are walked and the largest row and column taken."""
    try:
        compound = CompoundFile(stream, size)
        names = {name.casefold() for name in compound.names()}
        if "encryptedpackage" in names:
            raise locked()
        if not names & {"workbook", "book"}:
            raise no_spreadsheet()
        for name in compound.names():
            if name.casefold() in ("workbook", "book"):
                _walk_records(compound.read(name))
    except (DamagedFile, struct.error) as fault:
        raise damaged() from fault


def no_spreadsheet() -> ReppuError:
    """The error for another kind of Office file."""
    return ReppuError(
        _("This is an Office document, but no spreadsheet."),
        advice=_("Export the numbers as a spreadsheet or as CSV."),
    )


def locked() -> ReppuError:
    """The error for a spreadsheet with a password."""
    return ReppuError(
        _("This spreadsheet is locked with a password."),
        advice=_("Open it, save a copy without the password and import that, or download it again."),
    )


def damaged() -> ReppuError:
    """The error for a spreadsheet that is cut short or was changed on the way."""
    return ReppuError(
        _("This spreadsheet is damaged or not complete."), advice=_("Download it again and import it as downloaded.")
    )


def too_many_cells(rows: int, columns: int) -> ReppuError:
    """The error for a grid that would not fit into memory."""
    return ReppuError(
        _(
            "This spreadsheet reaches to row {rows} and column {columns}, which is more than Reppu opens ({most} cells).",
            rows=rows,
            columns=columns,
            most=MOST_CELLS,
        ),
        advice=_("Download it again, or save the sheet with the numbers as CSV and import that."),
    )


def too_much_text() -> ReppuError:
    """The error for texts that unpack to more than an export can hold."""
    return ReppuError(
        _("This spreadsheet unpacks to far more than an export can hold; it was not opened."),
        advice=_("Download it again, or save the sheet with the numbers as CSV and import that."),
    )


def _check_members(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if any(info.flag_bits & 1 for info in infos):
        raise locked()
    packed = sum(info.compress_size for info in infos)
    unpacked = sum(info.file_size for info in infos)
    if (
        len(infos) > MOST_MEMBERS
        or unpacked > MOST_UNPACKED_BYTES
        or (unpacked > RATIO_FROM_BYTES and unpacked > MOST_TIMES_LARGER * max(packed, 1))
    ):
        raise too_much_text()
    if len({info.filename.casefold() for info in infos}) < len(infos):
        # which of two members of one name counts is read differently by different programs
        raise damaged()


def _parse(
    archive: zipfile.ZipFile, name: str, handlers: Mapping[str, Callable[..., Any]], namespaces: bool = False
) -> None:
    parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.buffer_text = True
    for handler, function in handlers.items():
        setattr(parser, handler, function)
    told = archive.getinfo(name)
    # read to its true end: a member that says it is short would be read further by the library
    unbounded = copy(told)
    unbounded.file_size = MOST_UNPACKED_BYTES + 1
    seen = 0
    try:
        with archive.open(unbounded) as member:
            while piece := member.read(_PIECE_BYTES):
                seen += len(piece)
                if seen > told.file_size:
                    raise damaged()
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (
        expat.ExpatError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as fault:
        raise damaged() from fault


def _refuse_doctype(*_declared: object) -> None:
    raise ReppuError(
        _(
            "This spreadsheet holds definitions of its own (a DOCTYPE), which no spreadsheet program writes and which can "
            "make it swell to any size; it was not opened."
        ),
        advice=_("Download it again and import it as downloaded."),
    )


def column_number(letters: str) -> int:
    """1 for A, 27 for AA. Anything else than A to Z counts as its place in the alphabet all the same."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + max(1, ord(letter) - 64)
    return number


class _Grid:
    """How far the cells of an XLSX sheet reach.

    shared: cells that point to a shared text. strings: shared texts that the member itself holds. odd: it names a sheet
    that is no XML by its name.
    """

    _REFERENCE = re.compile(r"\$?([A-Za-z]{1,8})\$?(\d{1,10})")

    def __init__(self) -> None:
        self.rows = self.columns = self.shared = self.strings = 0
        self.odd = False
        self._row = self._column = 0
        self._letters: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "c":
            found = self._REFERENCE.fullmatch(attributes.get("r", ""))
            if found is not None:
                letters, row = found.groups()
                column = self._letters.get(letters)
                if column is None:
                    column = self._letters[letters] = column_number(letters)
                self._row, self._column = int(row), column
            else:
                self._column += 1
            self.columns = max(self.columns, self._column)
            self.rows = max(self.rows, self._row)
            if attributes.get("t") == "s":
                self.shared += 1
        elif kind == "row":
            told = attributes.get("r", "")
            self._row = int(told) if told.isascii() and told.isdigit() and len(told) < 11 else self._row + 1
            self._column = 0
            self.rows = max(self.rows, self._row)
        elif kind == "si":
            self.strings += 1
        elif kind == "Relationship" and attributes.get("Type", "").lower().endswith("/worksheet"):
            self.odd = self.odd or not attributes.get("Target", "").lower().endswith(".xml")

    def cells(self) -> int:
        return self.rows * self.columns


class _Strings:
    """Length in bytes of each shared text of an XLSX."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            self.lengths.append(0)

    def text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text.encode())


class _UsedStrings:
    """Bytes of the shared texts as often as they stand in cells."""

    def __init__(self, lengths: list[int]) -> None:
        self.bytes = 0
        self._lengths = lengths
        self._shared = self._value = False
        self._digits = ""

    def handlers(self) -> dict[str, Callable[..., Any]]:
        return {"StartElementHandler": self._start, "CharacterDataHandler": self._text, "EndElementHandler": self._end}

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "c":
            self._shared = attributes.get("t") == "s"
        elif kind == "v" and self._shared:
            self._value, self._digits = True, ""

    def _text(self, text: str) -> None:
        if self._value:
            self._digits += text[:12]

    def _end(self, name: str) -> None:
        if self._value and name.rpartition(":")[2] == "v":
            self._value = False
            place = self._digits.strip()
            if place.isascii() and place.isdigit() and int(place) < len(self._lengths):
                self.bytes += self._lengths[int(place)]


class _Repeats:
    """Counts the cells and the text of an OpenDocument sheet as they will stand when every repetition is written out.

    Empty cells at the end of a row and empty rows at the end of a sheet do not count: spreadsheet programs fill a sheet
    to its last row with them.
    """

    def __init__(self) -> None:
        self._cells_before = self._text_bytes = 0
        self._new_table()
        self._in_cell = False
        self._repeats = self._length = 0
        self._row_repeats = 1

    def handlers(self) -> dict[str, Callable[..., Any]]:
        return {"StartElementHandler": self._start, "EndElementHandler": self._end, "CharacterDataHandler": self._text}

    def _new_table(self) -> None:
        self._rows = self._columns = self._waiting_rows = 0
        self._new_row(1)

    def _new_row(self, repeats: int) -> None:
        self._row_repeats = repeats
        self._row_columns = self._waiting = self._row_text = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _blank, kind = name.rpartition(" ")
        if space != _TABLE:
            return
        if kind == "table":
            self._new_table()
        elif kind == "table-row":
            self._new_row(_repeats_of(attributes.get(f"{_TABLE} number-rows-repeated")))
        elif kind in ("table-cell", "covered-table-cell"):
            self._in_cell, self._length = True, 0
            self._repeats = _repeats_of(attributes.get(f"{_TABLE} number-columns-repeated"))
            self._filled = f"{_OFFICE} value-type" in attributes
            self._length = len(attributes.get(f"{_OFFICE} string-value", ""))

    def _text(self, text: str) -> None:
        if self._in_cell:
            self._length += len(text.encode())

    def _end(self, name: str) -> None:
        space, _blank, kind = name.rpartition(" ")
        if space != _TABLE:
            return
        if kind in ("table-cell", "covered-table-cell"):
            self._in_cell = False
            if self._filled or self._length:
                self._row_columns += self._waiting + self._repeats
                self._waiting = 0
                self._row_text += self._length * self._repeats
            else:
                self._waiting += self._repeats
        elif kind == "table-row":
            self._end_row()
        elif kind == "table":
            self._cells_before += self._rows * self._columns

    def _end_row(self) -> None:
        if not self._row_columns:
            self._waiting_rows += self._row_repeats
            return
        self._rows += self._waiting_rows + self._row_repeats
        self._waiting_rows = 0
        self._columns = max(self._columns, self._row_columns)
        self._text_bytes += self._row_text * self._row_repeats
        if self._cells_before + self._rows * self._columns > MOST_CELLS:
            raise too_many_cells(self._rows, self._columns)
        if self._text_bytes > MOST_TEXT_BYTES:
            raise too_much_text()


def _repeats_of(told: str | None) -> int:
    if told is None:
        return 1
    if not (told.isascii() and told.isdigit() and len(told) < 11):
        raise damaged()
    return int(told)


def _walk_records(records: bytes) -> None:
    """Raises ReppuError when the file is locked or a sheet's grid is too large."""
    at = 0
    before = rows = columns = 0
    while at + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, at)
        body = at + 4
        if body + length > len(records):
            break
        if kind == _BIFF_FILEPASS:
            raise locked()
        if kind == _BIFF_BOF:
            before += rows * columns
            rows = columns = 0
        elif kind in _BIFF_CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", records, body)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind in _BIFF_RUNS and length >= 6:
            row, first = struct.unpack_from("<HH", records, body)
            last = struct.unpack_from("<H", records, body + length - 2)[0]
            rows, columns = max(rows, row + 1), max(columns, first + 1, last + 1)
        elif kind == _BIFF_DIMENSIONS and length >= 10:
            # room for all that it promises is made before a cell is read
            wide = length >= 14
            first_row, end_row, first_column, end_column = struct.unpack_from(
                "<IIHH" if wide else "<HHHH", records, body
            )
            if before + end_row * end_column > MOST_CELLS:
                raise too_many_cells(end_row, end_column)
            if (first_row, first_column) != (0, 0) and (first_row >= end_row or first_column >= end_column):
                raise damaged()  # ends before it begins; the library would make room for what is left below zero
        if columns > _BIFF_COLUMNS:
            raise damaged()
        if before + rows * columns > MOST_CELLS:
            raise too_many_cells(rows, columns)
        at = body + length
