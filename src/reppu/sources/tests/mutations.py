"""Exports spoilt at random, the way disks, spreadsheet programs, people and attackers spoil them: for `fuzz.py`.

Every function takes the random numbers that it uses, so that the same seed spoils the same file in the same way.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import python_calamine
import xlsxwriter

from reppu.sources.bytes import Source
from reppu.sources.spreadsheets import open_spreadsheet

# A name as people put it into cells where it does not belong; no message may ever repeat it.
CANARY = "Salla Salainen 0401234567"

CELLS = (
    "", " ", "0", "-0", "-1", "1", "00012", "1.5", "1,5", "1.234.567,89", "1 234", "1\u00a0234", "1\u202f234,5",
    "9" * 25, "9" * 400, "1e308", "1e309", "-1e309", "1e-400", "1.22158E+17", "NaN", "nan", "inf", "-inf", "Infinity",
    "NULL", "null", "None", "-", "--", "–", "N/A", "< 1%", "4.5%", "%", "50 %", "١٢٣", "１２３", "Ⅻ", "½", "²", "0x1F", "1_000",
    "3.tammi", "17.юни", "2026-02-30", "2026-13-01", "0000-00-00", "0001-01-01", "9999-12-31", "99999-12-31",
    "31.12.9999 23.59", "12/31/1969 23:59", "2026-03-29T03:30:00+03:00", "2026-08-15T24:00:00Z", "Sat, Aug 15, 2026",
    "1969-12-31 23:59:59", "2026-02-29", "1700000000", "-62135596800", "true", "False", '"', '""', '"""', "'", ",", ";", "\t", "\n", "\r",
    "\r\n", "a\nb", "\0", "\x1a", "\x0b\x0c", "\u2028", "\u200b", "\ufeff", "\u202eabc", "\ud7ff", "\uffff", "e\u0301" * 20, "😀" * 30,
    "ß", "İ", "ﬁ", "=1+1", '=HYPERLINK("https://esimerkki.example")', "@SUM(A1)", "https://", "https://x.com/i/status/",
    "https://www.instagram.com/p/_/", "https://www.facebook.com/reel/0", "urn:li:activity:", "urn:li:activity:7", "{}", "[]", "Total",
    "Yhteensä", "sep=;", "<html>", "[1] 50% #", "{name}", "%s", "%(n)d", "\\N", "a" * 5000, "1" * 5000, CANARY, f"12 {CANARY}", f"{CANARY}, 3",
)  # fmt: skip

NODES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**25, -(10**18), 1e308, float("inf"), float("nan"), "", " ", CANARY, [], {}, [[]], [None], {"": None},
    "2026-02-30T00:00:00Z", "2026-02-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "<p>" * 500,
    "<script>", "&#0;&#x110000;&amp", "https://", "https://esimerkki.example/users/a/statuses/1", "\ud800", "\0", "9" * 300, 2**63, 2**64,
    {"type": "Create"}, [{"object": {}}], "as:Public", "Note", {"$type": "app.bsky.feed.post"},
)  # fmt: skip


def spoilt(random: Random, content: bytes, others: Sequence[bytes]) -> tuple[bytes, list[str]]:
    """(the content changed in one to four ways, what was done). others: files to take pieces from."""
    done: list[str] = []
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        way = random.choice(_ways(content))
        try:
            content = way(random, content, others)
        except (
            ValueError,
            RecursionError,
            csv.Error,
            UnicodeError,
            zipfile.BadZipFile,
            NotImplementedError,  # a ZIP of a version that is none, by an earlier way
            zlib.error,
            _NotForThisError,
        ) as fault:
            done.append(f"{way.__name__} was not possible ({type(fault).__name__})")
            continue
        done.append(way.__name__)
    return content, done


class _NotForThisError(Exception):
    """The change has nothing to take hold of in this file."""


_Way = Callable[[Random, bytes, Sequence[bytes]], bytes]


def _ways(content: bytes) -> list[_Way]:
    if content.startswith(b"PK"):
        return [workbook_cells, workbook_cells, workbook_cells, member_of_a_zip, flipped, cut, pieces_moved]
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return [workbook_cells, workbook_cells, workbook_cells, flipped, flipped, cut, pieces_moved]
    if _is_car(content):
        return [flipped, flipped, cut, pieces_moved, bytes_put_in, words_changed]
    if content.lstrip()[:1] in (b"{", b"[") or content.startswith(b"window."):
        return [
            json_tree,
            json_tree,
            json_tree,
            json_text,
            json_text,
            flipped,
            cut,
            pieces_moved,
            bytes_put_in,
            encoded_anew,
        ]
    return [
        table_cells, table_cells, table_cells, table_shape, table_shape, table_shape, table_written_anew, table_as_workbook,
        flipped, cut, pieces_moved, bytes_put_in, encoded_anew, tables_stacked,
    ]  # fmt: skip


def _is_car(content: bytes) -> bool:
    return b"roots" in content[:20] and b"\0" in content[:200]


# Bytes


def flipped(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """Single bytes changed."""
    changed = bytearray(content)
    for _ in range(random.choice((1, 3, 20))):
        if changed:
            changed[random.randrange(len(changed))] = random.choice((0, 10, 34, 255, random.randrange(256)))
    return bytes(changed)


def cut(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """The end or the beginning taken off."""
    at = random.randrange(len(content) + 1)
    return content[:at] if random.random() < 0.8 else content[at:]


def pieces_moved(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """A piece doubled, taken out, moved, or brought from another file."""
    at, length = random.randrange(len(content) + 1), random.choice((1, 4, 40, 400, 4000))
    piece, where = content[at : at + length], random.randrange(len(content) + 1)
    match random.randrange(4):
        case 0:
            return content[:where] + piece * random.choice((1, 2, 50)) + content[where:]
        case 1:
            return content[:at] + content[at + length :]
        case 2:
            rest = content[:at] + content[at + length :]
            return rest[:where] + piece + rest[where:]
    other = random.choice(others)
    at = random.randrange(len(other) + 1)
    return content[:where] + other[at : at + length] + content[where:]


def bytes_put_in(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """Bytes that mean something to a parser, somewhere."""
    put = random.choice(
        (
            b"\0",
            b'"',
            b",",
            b";",
            b"\t",
            b"\n",
            b"\r",
            b"\r\n",
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            b"\xff",
            b"\\",
            b"{",
            b"[",
            b"]}",
        )
    )
    where = random.randrange(len(content) + 1)
    return content[:where] + put * random.choice((1, 1, 2, 3, 1000)) + content[where:]


def words_changed(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """A key of the records replaced by another of the same length."""
    word = random.choice(
        (b"text", b"$type", b"createdAt", b"post", b"did:plc", b"app.bsky", b"rev", b"reply", b"langs")
    )
    return content.replace(word, bytes(random.randrange(97, 123) for _ in word), random.choice((1, -1)))


def encoded_anew(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """The text in another encoding, with other line ends."""
    text = _text(content)
    if random.random() < 0.4:
        text = text.replace("\r\n", "\n").replace("\n", random.choice(("\r", "\r\n", "\n\n", "\n\r")))
    encoding = random.choice(
        ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1251", "latin-1", "twice")
    )
    if encoding == "twice":
        return text.encode().decode("cp1252", "replace").encode()
    return text.encode(encoding, "replace")


# Tables


def table_cells(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """Cells with other things in them."""
    return _with_table(content, lambda rows: _change_cells(random, rows))


def table_shape(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """Columns and rows doubled, moved, taken out, brought from another table."""
    return _with_table(content, lambda rows: _change_shape(random, rows, others))


def table_written_anew(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """The same cells, written in another manner."""
    _delimiter, rows = _table(content)
    delimiter = random.choice(",;\t|")
    data = _csv(rows, delimiter, random.choice(("\n", "\r\n", "\r")), random.choice((csv.QUOTE_ALL, csv.QUOTE_MINIMAL)))
    match random.randrange(4):
        case 0:
            return f"sep={delimiter}\n".encode() + data
        case 1:  # a spreadsheet program's damage: every line one quoted field
            return _csv([[line] for line in data.decode().splitlines()], ";", "\n", csv.QUOTE_ALL)
        case 2:
            return b"\n" * random.choice((1, 5, 80)) + data
    return data


def tables_stacked(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """Another file below this one."""
    return content + random.choice((b"", b"\n", b"\n\n")) + random.choice(others)


def table_as_workbook(_random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """The table as a spreadsheet program saves it."""
    return _workbook([("Taulukko", _table(content)[1])])


def _change_cells(random: Random, rows: list[list[Any]]) -> None:
    filled = [at for at, row in enumerate(rows) if row]
    if not filled:
        raise _NotForThisError
    column = random.randrange(64) if random.random() < 0.3 else None  # a whole column at times
    value = random.choice(CELLS)
    for _ in range(random.choice((1, 1, 2, 5, 30))):
        at = random.choice(filled)
        row = rows[at]
        place = random.randrange(len(row)) if column is None else column % len(row)
        # the canary names nobody where headings stand, which messages may repeat
        if CANARY in value and at < 12:
            continue
        row[place] = value
        if column is None:
            value = random.choice(CELLS)


def _change_shape(random: Random, rows: list[list[Any]], others: Sequence[bytes]) -> None:
    if not any(rows):
        raise _NotForThisError
    width = max(map(len, rows))
    column, other_column = random.randrange(width), random.randrange(width)
    at, other_at = random.randrange(len(rows)), random.randrange(len(rows))
    match random.randrange(12):
        case 0:
            for row in rows:
                row.insert(other_column, row[column] if column < len(row) else "")
        case 1:
            for row in rows:
                del row[column : column + 1]
        case 2:
            for row in rows:
                row.insert(other_column, row.pop(column) if column < len(row) else "")
        case 3:  # headings of two columns exchanged
            row = rows[min(at, 3)]
            if row:
                one, two = column % len(row), other_column % len(row)
                row[one], row[two] = row[two], row[one]
        case 4:
            rows[other_at:other_at] = [list(rows[at])] * random.choice((1, 1, 3, 200))
        case 5:
            del rows[at : at + random.choice((1, 2, 50))]
        case 6:
            rows.insert(other_at, rows.pop(at))
        case 7:
            rows[at:at] = [random.choice(([], [""], [""] * width))] * random.choice((1, 2, 70))
        case 8:  # shifted, as by a delimiter too many
            rows[at].insert(column, "")
        case 9:
            del rows[at][column:]
        case 10:
            rows[at] += [random.choice(CELLS)] * random.choice((1, 50, 6000))
        case 11:
            _delimiter, foreign = _table(random.choice([one for one in others if not one.startswith(b"PK")]))
            start = random.randrange(len(foreign) or 1)
            rows[at:at] = foreign[start : start + random.choice((1, 5, 20))]


def _with_table(content: bytes, change: Callable[[list[list[Any]]], None]) -> bytes:
    delimiter, rows = _table(content)
    change(rows)
    return _csv(rows, delimiter)


def _table(content: bytes) -> tuple[str, list[list[Any]]]:
    text = _text(content)
    delimiter = max(",;\t", key=text[:3000].count)
    return delimiter, [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def _csv(rows: list[list[Any]], delimiter: str, end: str = "\n", quoting: Any = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _text(content: bytes) -> str:
    for encoding in (
        ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1251", "latin-1")
    ):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-16", "replace")


# Spreadsheets


def workbook_cells(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """The cells of a sheet changed as those of a table, the workbook written anew; sheets renamed, doubled, left out."""
    try:
        # a spoilt workbook may claim cells in its far corner, for which the library takes all memory there is
        open_spreadsheet(Source(data=content), "spoilt")
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except BaseException as fault:
        # what an earlier change has spoilt too much; the library's panics are no Exception
        if isinstance(fault, KeyboardInterrupt):
            raise
        raise _NotForThisError from fault
    if not sheets:
        raise _NotForThisError
    at = random.randrange(len(sheets))
    rows = sheets[at][1]
    match random.randrange(8):
        case 0:
            del sheets[at]
        case 1:
            sheets.append((f"{sheets[at][0]} (2)", rows))
        case 2:
            sheets[at] = (random.choice(("Taulukko1", "Metrics", "All posts", "ENGAGEMENT", "x" * 31)), rows)
        case 3 | 4:
            _change_shape(random, rows, others)
        case _:
            _change_cells(random, rows)
    return _workbook(sheets or [("Tyhjä", [])])


def _workbook(sheets: Sequence[tuple[str, list[list[Any]]]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    titles: set[str] = set()
    for name, rows in sheets:
        title = next(t for n in range(1000) if (t := f"{name[:25]}{n or ''}").casefold() not in titles)
        titles.add(title.casefold())
        sheet = book.add_worksheet(title)
        for at, row in enumerate(rows[:3000]):
            for place, cell in enumerate(row[:3000]):
                if isinstance(cell, str):
                    sheet.write_string(at, place, cell[:32_767])
                elif isinstance(cell, bool | int | float):
                    sheet.write(at, place, cell)
                else:
                    sheet.write_datetime(at, place, cell, day)
    book.close()
    return out.getvalue()


def member_of_a_zip(random: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """One member changed in its bytes and packed again, so that what is inside and not the packing is wrong."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as anew:
        names = packed.namelist()
        if not names:
            raise _NotForThisError
        chosen = random.choice(names)
        for name in names:
            data = packed.read(name)
            if name == chosen:
                data = random.choice((flipped, cut, pieces_moved, bytes_put_in))(random, data, others)
            anew.writestr(name, data)
    return out.getvalue()


# JSON


def json_tree(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """Members of the JSON changed, taken out, doubled, wrapped deeply."""
    before, text = _json_of(content)
    tree = json.loads(text)
    for _ in range(random.choice((1, 2, 6))):
        holder, key = _a_place(random, tree)
        if holder is None:
            tree = random.choice(NODES)
            break
        match random.randrange(6):
            case 0:
                del holder[key]
            case 1:
                holder[key] = [holder[key]]
            case 2:
                holder[key] = {"type": holder[key]}
            case 3 if isinstance(holder, list):
                holder[key:key] = [holder[key]] * random.choice((1, 3, 300))
            case 4:
                deep: Any = holder[key]
                for _level in range(random.choice((10, 60, 400))):
                    deep = [deep]
                holder[key] = deep
            case _:
                holder[key] = random.choice(NODES)
    return before + json.dumps(tree, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def json_text(random: Random, content: bytes, _others: Sequence[bytes]) -> bytes:
    """A token of the JSON replaced by another."""
    text = _text(content)
    places = [at for at, letter in enumerate(text) if letter in '{}[],:"']
    if not places:
        raise _NotForThisError
    for _ in range(random.choice((1, 1, 3))):
        at = random.choice(places)
        token = random.choice(
            (
                '"',
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "null",
                "1e999",
                "-",
                "NaN",
                "\\",
                "\\u",
                "\\ud800",
                "//",
                "9" * 5000,
                "[" * 3000,
            )
        )
        text = text[:at] + token + text[at + random.randrange(2) :]
    return text.encode("utf-8", "replace")


def _json_of(content: bytes) -> tuple[bytes, str]:
    before = b""
    if content.startswith(b"window."):
        before, _equals, content = content.partition(b"=")
        before += b"="
    return before, _text(content).rstrip().rstrip(";")


def _a_place(random: Random, tree: Any) -> tuple[Any, Any]:
    places: list[tuple[Any, Any]] = []
    todo = [tree]
    while todo and len(places) < 20_000:
        node = todo.pop()
        keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        for key in keys:
            places.append((node, key))
            todo.append(node[key])
    return random.choice(places) if places else (None, None)
