"""From bytes to text: encodings, byte order marks, `sep=` lines, the damage a spreadsheet program does (rule book: the
project's notes on formats, section 0.1 and 0.4). Memory stays flat: nothing here holds a whole file.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

DELIMITERS = (",", ";", "\t")
CHUNK_BYTES = 4 << 20  # our choice: about 16,000 rows of a wide export; larger does not parse faster, measured
# A record longer than this has lost its closing quotation mark; Facebook's longest caption is 63,206 characters.
LONGEST_RECORD_BYTES = 16 << 20
_SNIFFED_BYTES = 256 << 10
_WEB_PAGES = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")
_SEP_LINE = re.compile(r"\s*\"?sep=(.)\"?[;,\t]*\r?\n?\Z", re.IGNORECASE)
# In the order in which they are tried: Western and Nordic, Central European, Baltic. Cyrillic is tested first.
_LEGACY = ("cp1252", "cp1250", "cp1257")


@dataclass(frozen=True)
class Source:
    """The bytes of one file, on disk or in memory, and how to read them as text.

    wrapped: each line is one quoted field (a spreadsheet program saved it so) and is unwrapped on the way.
    skip_line: the first line is a `sep=` hint, not data. carriage_returns: lines end in CR alone. twice_encoded: letters
    were taken for Western ones and encoded once more ("Ã¤" for "ä"); lines that can be are put right on the way. heading:
    lines that are read otherwise than they stand.
    """

    path: Path | None = None
    data: bytes | None = None
    encoding: str = "utf-8"
    wrapped: bool = False
    skip_line: bool = False
    carriage_returns: bool = False
    twice_encoded: bool = False
    # (first line, line after the last, from 0; the text in their place): a heading put into words that a reader knows
    heading: tuple[int, int, bytes] | None = None
    # how far the newest reading has come, in raw bytes; for progress only
    seen: list[int] = field(default_factory=lambda: [0], compare=False)

    def open(self) -> BinaryIO:
        """The raw bytes from the start."""
        if self.data is not None:
            return io.BytesIO(self.data)
        assert self.path is not None
        return self.path.open("rb")

    def size(self) -> int:
        """Bytes in all."""
        return len(self.data) if self.data is not None else self.path.stat().st_size if self.path else 0

    def start(self, most: int) -> bytes:
        """The first `most` raw bytes."""
        with self.open() as stream:
            return stream.read(most)

    def text_chunks(self, size: int = CHUNK_BYTES) -> Iterator[bytes]:
        """The text as UTF-8 bytes: without BOM and `sep=` line, unwrapped, each piece ending at a line's end."""
        pieces = self._utf8(size)
        if self.carriage_returns:
            pieces = (piece.replace(b"\r", b"\n") for piece in pieces)
        pieces = whole_lines(pieces)
        first = True
        lines_to_come = self.heading[1] if self.heading is not None else 0
        held = b""
        for piece in pieces:
            if first:
                first = False
                if self.skip_line:
                    piece = piece[piece.find(b"\n") + 1 :]
            if self.twice_encoded:
                piece = b"".join(map(_decoded_once_more, piece.splitlines(keepends=True)))
            if self.wrapped:
                piece = b"".join(map(_unwrapped, piece.splitlines(keepends=True)))
            if lines_to_come:
                held += piece
                if held.count(b"\n") < lines_to_come:
                    continue
                piece, held, lines_to_come = self._with_heading(held), b"", 0
            yield piece
        if held:
            yield self._with_heading(held)

    def _with_heading(self, piece: bytes) -> bytes:
        assert self.heading is not None
        first, after, text = self.heading
        lines = piece.split(b"\n")
        return b"\n".join([*lines[:first], text.rstrip(b"\n"), *lines[after:]])

    def _utf8(self, size: int) -> Iterator[bytes]:
        with self.open() as stream:
            if self.encoding in ("utf-8", "utf-8-sig"):
                if self.encoding == "utf-8-sig":
                    stream.read(3)
                while piece := stream.read(size):
                    self.seen[0] = stream.tell()
                    yield piece
                return
            decoder = codecs.getincrementaldecoder(self.encoding)("strict")
            while piece := stream.read(size):
                self.seen[0] = stream.tell()
                yield decoder.decode(piece).encode("utf-8")
            yield decoder.decode(b"", final=True).encode("utf-8")


def whole_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut after line ends; the last piece may lack one."""
    rest = b""
    for piece in pieces:
        end = piece.rfind(b"\n") + 1
        if not end:
            rest += piece
            if len(rest) > LONGEST_RECORD_BYTES:
                raise ReppuError(_("This file has a line of more than 16 million characters; it is not a table."))
            continue
        yield rest + piece[:end] if rest else piece[:end]
        rest = piece[end:]
    if rest:
        yield rest


def whole_records(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut only where a CSV record ends: at a line end that lies outside quotation marks."""
    rest = b""
    for piece in pieces:
        piece = rest + piece if rest else piece
        end = piece.rfind(b"\n") + 1
        inside = piece.count(b'"', 0, end) % 2 == 1
        while end and inside:
            earlier = piece.rfind(b"\n", 0, end - 1) + 1
            inside = (inside + piece.count(b'"', earlier, end)) % 2 == 1
            end = earlier
        if end:
            yield piece[:end]
        rest = piece[end:]
        if len(rest) > LONGEST_RECORD_BYTES:
            raise never_closed()
    if rest:
        yield rest


def never_closed() -> ReppuError:
    """The error for a quotation mark that swallows the rest of the file."""
    return ReppuError(
        _("A quotation mark is opened and never closed; the rest of the file cannot be told apart."),
        advice=_("Download the file again; it may have been cut off or edited."),
    )


def lines_of(source: Source) -> Iterator[str]:
    """Lines with their ends, for `csv.reader`."""
    for piece in source.text_chunks(1 << 20):
        # not splitlines(): it would also cut at U+2028 and form feeds inside captions
        yield from io.StringIO(piece.decode("utf-8"), newline="\n")


# What each byte above ASCII became when it was read as Western; five have no letter there and stay what they are.
_BYTE_OF = {ord(bytes([byte]).decode("cp1252", "replace")): byte for byte in range(128, 256)} | {
    byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BYTE_OF.pop(0xFFFD, None)


def _decoded_once_more(line: bytes) -> bytes:
    if line.isascii():
        return line
    try:
        raw = line.decode("utf-8").translate(_BYTE_OF).encode("latin-1")
        raw.decode("utf-8")
    except UnicodeError:
        return line
    return raw


def _is_twice_encoded(text: str) -> bool:
    """Whether every line with a letter beyond ASCII makes sense when the letters are taken for bytes: a true "ä" is no
    UTF-8 by itself, so one line that was written rightly is enough to say no.
    """
    any_line = False
    for line in text.split("\n")[:-1] or [text]:
        if line.isascii():
            continue
        any_line = True
        raw = line.encode()
        if _decoded_once_more(raw) == raw:
            return False
    return any_line


def _unwrapped(line: bytes) -> bytes:
    body = line.rstrip(b"\r\n;,\t")
    if len(body) >= 2 and body[:1] == b'"' and body[-1:] == b'"':
        return body[1:-1].replace(b'""', b'"') + b"\n"
    return line


def recognise_text(source: Source, known: Container[str] = ()) -> tuple[Source, str, list[Text]]:
    """(the source with its encoding and damage found, its delimiter, notes to tell the person).

    known: normalised header names, to choose the delimiter by. Raises ReppuError for what is no text table.
    """
    start = source.start(_SNIFFED_BYTES)
    refuse_containers(start)
    if not start.strip(b"\0 \r\n\t"):
        raise ReppuError(_("The file is empty."), advice=_("Download it again."))
    notes: list[Text] = []
    source = replace(source, encoding=_encoding(source, start, notes))
    if b"\0" in start and not source.encoding.startswith("utf-16"):
        raise _not_text()
    text = _beginning(source)
    if "\n" not in text and "\r" in text:
        source = replace(source, carriage_returns=True)
        text = text.replace("\r", "\n")
    delimiter = None
    first_line = text.split("\n", 1)[0] + "\n"
    hint = _SEP_LINE.match(first_line)
    if hint:
        delimiter = hint.group(1)
        source = replace(source, skip_line=True)
        text = text.split("\n", 1)[1] if "\n" in text else ""
    if source.encoding.startswith("utf") and _is_twice_encoded(text):
        source = replace(source, twice_encoded=True)
        text = b"".join(map(_decoded_once_more, text.encode().splitlines(keepends=True))).decode("utf-8", "replace")
        notes.append(
            _(
                "The letters of this file were encoded twice (“Ã¤” for “ä”), by a program in between; they were put right."
            )
        )
    if _is_wrapped(text):
        source = replace(source, wrapped=True)
        text = b"".join(map(_unwrapped, text.encode().splitlines(keepends=True))).decode("utf-8", "replace")
        notes.append(_("A spreadsheet program had put every line in quotation marks; they were taken off."))
        delimiter = None
    return source, delimiter or _delimiter(text, known), notes


def refuse_containers(start: bytes) -> None:
    """Raises ReppuError, with what to do, when the first bytes are those of a file that is no text."""
    if (
        start.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower().startswith(_WEB_PAGES)
        or b'progid="Excel.Sheet"' in start[:400]
    ):
        raise ReppuError(
            _("This is a web page or an XML file, whatever its name says, and no table."),
            advice=_("Open it in a spreadsheet program, save a copy as “Excel Workbook (.xlsx)” and import that."),
        )
    if start.startswith(b"\x1f\x8b"):
        raise ReppuError(_("This file is packed with gzip."), advice=_("Unpack it first and import what is inside."))
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x7fELF", b"MZ")):
        raise _not_text()


def _not_text() -> ReppuError:
    return ReppuError(
        _("This file holds no text that a table could be read from."),
        expected=_("a CSV file as the platform gives it"),
        advice=_("Download the file again; it may have been damaged on the way."),
    )


def _encoding(source: Source, start: bytes, notes: list[Text]) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    pairs = start[: len(start) // 2 * 2]
    if pairs.count(b"\0") > len(pairs) // 4:
        odd, even = pairs[1::2].count(b"\0"), pairs[0::2].count(b"\0")
        return "utf-16-le" if odd > even else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with source.open() as stream:
            while piece := stream.read(CHUNK_BYTES):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        page = _code_page(source)
        notes.append(
            _(
                "The file is not in UTF-8: read as {code_page}, so some letters may be wrong. Upload the file as "
                "downloaded, without opening and saving it in Excel.",
                code_page=page,
            )
        )
        return page
    return "utf-8"


def _code_page(source: Source) -> str:
    sample = bytearray()
    with source.open() as stream:
        # lines that hold something else than ASCII tell; there may be none in the beginning
        for line in stream:
            if not line.isascii():
                sample += line[:2000]
            if len(sample) > 64_000:
                break
    words = re.findall(rb"[A-Za-z\x80-\xff]+", bytes(sample))
    high = sum(len(re.findall(rb"[\x80-\xff]", word)) for word in words)
    in_cyrillic_words = sum(len(word) for word in words if len(word) > 2 and not re.search(rb"[A-Za-z]", word))
    if high and in_cyrillic_words > high / 2:
        return "cp1251"

    def damage(page: str) -> tuple[int, int]:
        try:
            text = bytes(sample).decode(page)
        except UnicodeDecodeError:
            return (1 << 30, _LEGACY.index(page))
        return (len(re.findall(r"(?<=[^\W\d_])[\u0080-\u00bf\u00d7\u00f7†-™](?=[^\W\d_])", text)), _LEGACY.index(page))

    best = min(_LEGACY, key=damage)
    # bytes that cp1252 leaves undefined (five of them) would stop a strict reading
    return best if damage(best)[0] < 1 << 30 else "latin-1"


def _beginning(source: Source, most: int = _SNIFFED_BYTES) -> str:
    # read as the whole file will be, so that a cut multi-byte letter at the end does no harm
    encoding = "utf-8-sig" if source.encoding == "utf-8" else source.encoding
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return decoder.decode(source.start(most))


def _is_wrapped(text: str) -> bool:
    # A spreadsheet program wraps every line that holds a quotation mark, and such a line is then one field.
    lines = [line.rstrip("\r;,\t") for line in text.split("\n")[:31]]
    marked = [line for line in (lines[:-1] if len(lines) > 1 else lines) if '"' in line]
    if not marked or not all(len(line) > 1 and line[0] == line[-1] == '"' for line in marked):
        return False
    if any(len(next(csv.reader([line], delimiter=d))) != 1 for line in marked for d in DELIMITERS):
        return False
    inner = [line[1:-1].replace('""', '"') for line in marked]
    return any(len(next(csv.reader([line], delimiter=d))) >= 3 for line in inner for d in DELIMITERS)


def _delimiter(text: str, known: Container[str]) -> str:
    from reppu.sources.tables import LONGEST_HEADING, norm

    def score(delimiter: str) -> tuple[int, float, int]:
        rows = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == 31:
                break
        rows = rows[:-1] if len(rows) > 2 else rows  # the last may be cut off
        if not rows:
            return (0, 0.0, 0)
        headers = max(sum(norm(cell) in known for cell in row if len(cell) <= LONGEST_HEADING) for row in rows)
        widths = [len(row) for row in rows if row]
        usual = max(set(widths), key=widths.count) if widths else 1
        return (headers, widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    return max(DELIMITERS, key=score)
