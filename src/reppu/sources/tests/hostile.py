"""Spreadsheets that nobody meant well, built byte by byte; each is a few kilobytes."""

from __future__ import annotations

import io
import struct
import zipfile

import xlwt

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Vesi" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_ROOT = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="{{target}}"/>'
    "{more}</Relationships>"
)
_SHARED = f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
NUMBER = '<c r="{}"><v>1</v></c>'


def sheet_xml(rows: str, before: str = "") -> str:
    """A worksheet's XML. before: what stands between the declaration and the sheet."""
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def xlsx(rows: str, before: str = "", at: str = "worksheets/sheet1.xml", **members: str) -> bytes:
    """An XLSX of one sheet, which lies `at`; further members by name ("sharedStrings" for xl/sharedStrings.xml)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("xl/workbook.xml", _BOOK)
        relations = _RELATIONS.replace("{more}", _SHARED if "sharedStrings" in members else "").replace("{target}", at)
        archive.writestr("xl/_rels/workbook.xml.rels", relations)
        archive.writestr(f"xl/{at}", sheet_xml(rows, before))
        for name, content in members.items():
            archive.writestr(f"xl/{name}.xml", content)
    return out.getvalue()


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet of one table."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
            f'<table:table table:name="Vesi">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def ods_row(cells: str, repeated: int = 1) -> str:
    """A row of an OpenDocument table."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def ods_cell(text: str = "", repeated: int = 1) -> str:
    """A cell of text; an empty one without."""
    inside = f"<text:p>{text}</text:p>" if text else ""
    kind = ' office:value-type="string"' if text else ""
    return f'<table:table-cell table:number-columns-repeated="{repeated}"{kind}>{inside}</table:table-cell>'


def xls(cells: dict[tuple[int, int], object]) -> bytes:
    """A genuine old Excel file with these cells (row and column from 0)."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Vesi")
    for (row, column), value in cells.items():
        sheet.write(row, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _changed(data: bytes, found: bytes, at: int, new: bytes) -> bytes:
    place = data.index(found) + at
    return data[:place] + new + data[place + len(new) :]


_SMALL = {(0, 0): 1, (1, 1): 2}
_LONG = f'<?xml version="1.0"?><sst xmlns="{_MAIN}"><si><t>{"b" * (1 << 20)}</t></si></sst>'
_LAUGHS = (
    "<!DOCTYPE w ["
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ).replace("<!ENTITY b", '<!ENTITY a "ha"><!ENTITY b', 1)
    + "]>"
)


def locked_xls() -> bytes:
    """An old Excel file whose records say that they are encrypted (FILEPASS in place of the first record after BOF)."""
    data = xls(_SMALL)
    start = data.index(b"\x09\x08")
    length = struct.unpack_from("<H", data, start + 2)[0]
    return data[: start + 4 + length] + b"\x2f\x00" + data[start + 4 + length + 2 :]


def all_files() -> dict[str, tuple[bytes, str]]:
    """File name → (bytes, words that its refusal must hold)."""
    corners = '<row r="1">' + NUMBER.format("A1") + '</row><row r="1048576">' + NUMBER.format("XFD1048576") + "</row>"
    without_places = '<row r="1"><c><v>1</v></c></row><row r="1048576">' + "<c><v>1</v></c>" * 16_000 + "</row>"
    text = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
    small = xls(_SMALL)
    whole = xlsx('<row r="1">' + NUMBER.format("A1") + "</row>")
    size = len(sheet_xml(text.format("a" * 3_000)))
    lying = xlsx(text.format("a" * 3_000)).replace(struct.pack("<I", size), struct.pack("<I", 20))
    moved = xlsx(corners, at="other/sheet1.bin")
    encrypted = bytearray(whole)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = encrypted.find(mark)
        while at >= 0:
            encrypted[at + place] |= 1
            at = encrypted.find(mark, at + 4)
    return {
        "corners.xlsx": (xlsx(corners), "row 1,048,576 and column 16,384"),
        "cells without places.xlsx": (xlsx(without_places), "row 1,048,576 and column 16,000"),
        "laughs.xlsx": (xlsx(text.format("&i;"), _LAUGHS), "DOCTYPE"),
        "bomb.xlsx": (xlsx(text.format("a" * (48 << 20))), "unpacks to far more"),
        "says it is short.xlsx": (lying, "damaged"),
        "a sheet elsewhere.xlsx": (moved, "damaged"),
        "one text a thousand times.xlsx": (
            xlsx('<row r="1">' + '<c t="s"><v>0</v></c>' * 1000 + "</row>", sharedStrings=_LONG),
            "unpacks to far more",
        ),
        "locked.xlsx": (bytes(encrypted), "password"),
        "lies before its beginning.xlsx": (
            _changed(whole, b"PK\x01\x02", 42, struct.pack("<I", 0xFFFFFFF0)),
            "damaged",
        ),
        "cut.xlsx": (whole[: len(whole) // 2], "damaged"),
        "corners.xls": (xls({(0, 0): 1, (65_535, 255): 2}), "row 65,536 and column 256"),
        "dimensions.xls": (
            _changed(small, b"\x00\x02\x0e\x00", 4, struct.pack("<IIHH", 0, 0xFFFFFFFF, 0, 0xFFFF)),
            "row 4,294,967,295",
        ),
        "ends before it begins.xls": (
            _changed(small, b"\x00\x02\x0e\x00", 4, struct.pack("<IIHH", 1 << 31, 2, 0, 2)),
            "damaged",
        ),
        "far column.xls": (
            _changed(small, struct.pack("<HHHH", 0x027E, 10, 1, 1), 4, struct.pack("<HH", 65_535, 65_535)),
            "damaged",
        ),
        "locked.xls": (locked_xls(), "password"),
        "cut.xls": (small[: len(small) // 2], "damaged"),
        "repeated.ods": (ods(ods_row(ods_cell("1", 16_384), 1_048_576)), "row 1,048,576 and column 16,384"),
        "corners.ods": (
            ods(
                ods_row(ods_cell("1")) + ods_row(ods_cell(), 1_048_574) + ods_row(ods_cell("", 16_383) + ods_cell("1"))
            ),
            "row 1,048,576 and column 16,384",
        ),
        "one text often.ods": (ods(ods_row(ods_cell("b" * 100_000, 1000), 100)), "unpacks to far more"),
    }
