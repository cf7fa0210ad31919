"""From a spreadsheet file (XLSX, XLS, ODS) to text sheets that every reader knows how to read.

Each worksheet becomes a table of text with commas: whole numbers without ".0", other numbers with all their digits, days as
2026-08-15, moments as "2026-08-15 14:30:00". Blank rows and columns are kept, so that rows have the numbers that the
spreadsheet program shows. Only values are read: no formula is computed, no macro run, no other file opened.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from reppu.sources import spreadsheet_checks as checks
from reppu.sources.bytes import Source
from reppu.sources.compound_file import SIGNATURE
from reppu.sources.tables import Sheet, head_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

_ROUNDED_FROM = 1e15  # a spreadsheet program keeps 15 digits: a longer whole number was an id, and is lost
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def is_spreadsheet(start: bytes) -> bool:
    """Whether a file that begins so is opened here: any ZIP or OLE2 file that reaches a reader."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06", SIGNATURE[:4]))


def open_spreadsheet(source: Source, name: str, zip_name: str | None = None) -> list[Sheet]:
    """The worksheets that hold something, in order. Raises ReppuError, with advice, for what cannot be opened safely."""
    if source.size() > checks.MOST_FILE_BYTES:
        raise ReppuError(
            _("This spreadsheet is larger than Reppu opens ({most} MB).", most=checks.MOST_FILE_BYTES >> 20),
            advice=_("Save the sheet with the numbers as CSV and import that, or export a shorter period."),
        )
    with source.open() as stream:
        if source.start(8) == SIGNATURE:
            checks.check_xls(stream, source.size())
        else:
            _check_zip(stream)
    sheets: list[Sheet] = []
    left = checks.MOST_TEXT_BYTES
    for title, rows in _worksheets(source):
        data = _as_csv(rows, left)
        left -= len(data)
        if data:
            sheets.append(_sheet(data, title, name, zip_name))
    if not sheets:
        raise ReppuError(_("There is nothing in this spreadsheet."), advice=_("Download it again."))
    return sheets


def _check_zip(stream: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                checks.check_xlsx(archive)
            elif "xl/workbook.bin" in names:
                raise ReppuError(
                    _("This is an Excel file of the binary kind (.xlsb), which Reppu does not read."),
                    advice=_("Open it and save a copy as “Excel Workbook (.xlsx)” or as CSV."),
                )
            elif "content.xml" in names and "mimetype" in names and archive.read("mimetype")[:200].startswith(_ODS):
                checks.check_ods(archive)
            else:
                raise checks.no_spreadsheet()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as fault:
        raise checks.damaged() from fault
    except RuntimeError as fault:  # what zipfile raises for a password
        raise checks.locked() from fault


def _worksheets(source: Source) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    import python_calamine as calamine

    try:
        with source.open() as stream:
            book = calamine.CalamineWorkbook.from_filelike(stream)
        for sheet in book.sheets_metadata:
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                opened = book.get_sheet_by_name(sheet.name)
                left = opened.start[1] if opened.start is not None else 0
                yield sheet.name, ([""] * left + row for row in opened.iter_rows())
    except calamine.PasswordError as fault:
        raise checks.locked() from fault
    except calamine.CalamineError as fault:
        raise checks.damaged() from fault
    except BaseException as fault:
        # a panic inside the library, which Python's Exception does not cover; the process itself is unharmed
        if type(fault).__name__ == "PanicException":
            raise checks.damaged() from fault
        raise


def _as_csv(rows: Iterable[list[Any]], most_bytes: int) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    filled = False
    for cells in rows:
        texts = [_text_of(cell) for cell in cells]
        filled = filled or any(texts)
        writer.writerow(texts)
        if out.tell() > most_bytes:
            raise checks.too_much_text()
    return out.getvalue().encode() if filled else b""


def _text_of(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if abs(cell) >= _ROUNDED_FROM:
            return f"{cell:.14e}"
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        whole = round(cell.total_seconds())
        return f"{'-' if whole < 0 else ''}{abs(whole) // 3600}:{abs(whole) // 60 % 60:02}:{abs(whole) % 60:02}"
    return "" if cell is None else str(cell)


def _sheet(data: bytes, title: str, name: str, zip_name: str | None) -> Sheet:
    head = head_of(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="\n"), ",")
    beginning = data[:16_384].decode("utf-8", "ignore")[:4096]
    return Sheet(name, zip_name, Source(data=data), ",", head, beginning, title=title)
