"""Files that are no tables: JSON, the JavaScript that wraps JSON in an archive of X, and CAR. Readers recognise them by how
they begin; JSON is read an item at a time, so that memory does not grow with the file. Nothing is ever evaluated.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from reppu.sources.bytes import Source
from reppu.sources.tables import Sheet
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

# Our choice: a post with all that is told about it takes some kilobytes; a record of this size is no post.
LONGEST_ITEM = 4 << 20
_LONGEST_NUMBER = 30  # digits; ids reach 19, and a number of thousands takes the time to read it squared
_CHUNK = 1 << 20
_LONGEST_PASSED = 200  # letters of what stands before or behind the JSON
_OUTLINE_BYTES = 256 << 10
_JSON = re.compile(r"\s*(\{\s*[\"}]|\[\s*[\[{\"\]])")
_SCRIPT = re.compile(r"\s*window\.YTD\.(\w+)\.part\d+\s*=")
_SPACE = re.compile(r"[ \t\r\n]*")
# A CAR file (v1) begins with the length of its header, a CBOR map of two: "roots", then "version" (IPLD's specification).
_CAR = re.compile(rb"[\x00-\x7f\x80-\xff]{1,2}\xa2\x65roots", re.DOTALL)


def is_car(start: bytes) -> bool:
    """Whether the bytes begin as a CAR file does."""
    return _CAR.match(start) is not None


def open_document(source: Source, name: str, zip_name: str | None) -> Sheet | None:
    """The file as a sheet without a table, when it begins like JSON, X's JavaScript or CAR; None when it does not."""
    start = source.start(16 << 10)
    if is_car(start):
        return Sheet(name, zip_name, source, "", (), "")
    beginning = codecs.getincrementaldecoder("utf-8-sig")("replace").decode(start)[:4096]
    if _JSON.match(beginning) or _SCRIPT.match(beginning):
        return Sheet(name, zip_name, source, "", (), beginning)
    return None


def script_variable(beginning: str) -> str | None:
    """What X's JavaScript assigns to: "tweets" of `window.YTD.tweets.part0 =`; None for any other text."""
    match = _SCRIPT.match(beginning)
    return match.group(1) if match else None


def json_items(
    source: Source, member: str | None = None, others: dict[str, Any] | None = None
) -> Iterator[tuple[int, Any]]:
    """(number from 1, item) of a list: of the whole file's, or of the list in the outermost object's `member`.

    X's `window.YTD.… =` before the JSON is passed over. others: filled with the outermost object's other members, those
    behind the list when the list has been read. Raises ReppuError for what is no whole JSON, and for an item that is too
    long, nested too deeply or holds an endless number; a missing member gives nothing.
    """
    text = _Text(source)
    text.pass_over(_SCRIPT)
    if member is None:
        yield from _list(text)
    else:
        yield from _object(text, member, others if others is not None else {})
    text.pass_over(re.compile(r";"))
    if text.next():
        raise text.broken()


def json_outline(source: Source, member: str) -> dict[str, Any]:
    """The outermost object's members before `member`, and `member` itself with None where it is a list; from the first
    256 KB only. {} for anything else.
    """
    found: dict[str, Any] = {}
    start = Source(data=source.start(_OUTLINE_BYTES))
    try:
        for _number, _item in json_items(start, member, found):
            found[member] = None
            break
    except ReppuError:
        pass
    return found


def _list(text: _Text) -> Iterator[tuple[int, Any]]:
    text.expect("[")
    if text.next() == "]":
        text.expect("]")
        return
    number = 0
    while True:
        number += 1
        yield number, text.value(number)
        if text.next() == "]":
            text.expect("]")
            return
        text.expect(",")


def _object(text: _Text, member: str, others: dict[str, Any]) -> Iterator[tuple[int, Any]]:
    text.expect("{")
    if text.next() == "}":
        text.expect("}")
        return
    while True:
        if text.next() != '"':
            raise text.broken()
        key = text.value()
        text.expect(":")
        if key == member and text.next() == "[":
            others.setdefault(member, None)
            yield from _list(text)
        else:
            others[key] = text.value()
        if text.next() == "}":
            text.expect("}")
            return
        text.expect(",")


class _Text:
    """The text of a file with a place in it; holds one item and a chunk at most."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._chunks = self._decoded()
        self._text = ""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder(parse_int=_whole_number, parse_constant=_no_number)

    def _decoded(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
        try:
            with self._source.open() as stream:
                while piece := stream.read(_CHUNK):
                    self._source.seen[0] = stream.tell()
                    yield decoder.decode(piece)
            yield decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise ReppuError(
                _("The text of this file is damaged: it is not in UTF-8."), advice=_("Download it again.")
            ) from None

    def _more(self) -> bool:
        piece = next(self._chunks, None)
        if piece is None:
            self._ended = True
            return False
        self._text = self._text[self._at :] + piece
        self._at = 0
        return True

    def next(self) -> str:
        """The next character that is no space, without passing it; "" at the end of the file."""
        while True:
            match = _SPACE.match(self._text, self._at)
            assert match is not None
            self._at = match.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def pass_over(self, pattern: re.Pattern[str]) -> None:
        """Passes what the pattern matches here; nothing when it does not."""
        self.next()
        while len(self._text) - self._at < _LONGEST_PASSED and self._more():
            pass
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def expect(self, character: str) -> None:
        """Passes this character. Raises ReppuError when another stands here."""
        if self.next() != character:
            raise self.broken()
        self._at += 1

    def value(self, number: int | None = None) -> Any:
        """The JSON value that begins here. number: of the item, for errors."""
        self.next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as fault:
                # Mostly the value goes on behind what was read so far; twice as much each time, so that no byte is read often.
                so_far = len(self._text) - self._at
                if so_far > LONGEST_ITEM:
                    raise ReppuError(
                        _(
                            "An item of this file is longer than a post can be, or the file is damaged; it was not read."
                        ),
                        row=number,
                        advice=_("Download it again."),
                    ) from None
                more = self._more()
                while more and len(self._text) < 2 * so_far:
                    more = self._more()
                if self._ended and len(self._text) - self._at == so_far:
                    is_cut = fault.msg.startswith("Unterminated") or fault.pos >= len(self._text.rstrip())
                    raise (_cut(number) if is_cut else self.broken(number)) from None
                continue
            except RecursionError:
                raise ReppuError(
                    _("An item of this file is nested too deeply to be an export; the file was not read."), row=number
                ) from None
            except ValueError:
                raise ReppuError(
                    _("A number in this file has more digits than any export writes; the file was not read."),
                    row=number,
                ) from None
            # a number that ends where the text so far ends may go on
            if end == len(self._text) and not self._ended and self._more():
                continue
            self._at = end
            return value

    def broken(self, number: int | None = None) -> ReppuError:
        """The error for text that is no JSON here: cut off, or damaged."""
        if not self.next():
            return _cut(number)
        return ReppuError(
            _("The text of this file is damaged and cannot be read on from here."),
            row=number,
            expected=_("JSON as the platform gives it"),
            advice=_("Download it again."),
        )


def _cut(number: int | None) -> ReppuError:
    return ReppuError(
        _("The file ends in the middle; the rest is missing."), row=number, advice=_("Download it again.")
    )


def _whole_number(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(digits[:_LONGEST_NUMBER])
    return int(digits)


def _no_number(word: str) -> None:
    # NaN and Infinity, which JSON does not have and Python's reader takes
    return None
