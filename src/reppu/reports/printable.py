"""Other people's words made printable: whatever a caption holds, the book can be typeset and says what it can.

Captions hold emoji, mathematical bold letters, other scripts and control characters; the book's fonts hold Latin, Greek and
Cyrillic, and a PDF/UA file may not hold a character that no font shows. Decided: a character that the font lacks is
replaced by its compatibility form when the font has that (mathematical bold becomes plain); letters of other scripts become
one □ a run, so that nobody takes the rest for the whole; emoji, their joiners and control characters go away.
The book says so where captions are shown.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

PLACEHOLDER = "□"  # Source Sans 3 has it; a font without it gets "?"

_UNSHOWN = "\ue000"  # private use, so it cannot come from a text: those are dropped


def printable(text: str, font: Path) -> str:
    """`text` in one line, with only characters that the font file at `font` shows."""
    shown = characters_of(font)
    out: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        out.append(_replacement(character, shown))
    # Runs of placeholders and of white space become one each; what emoji leave behind before a full stop goes too.
    line: list[str] = []
    for character in out:
        if character == " " and (not line or line[-1] == " "):
            continue
        if character == _UNSHOWN:
            if line and line[-1] == _UNSHOWN:
                continue
        elif character == "":
            continue
        line.append(character)
    return "".join(line).strip().replace(_UNSHOWN, PLACEHOLDER if ord(PLACEHOLDER) in shown else "?")


def shortened(text: str, length: int) -> str:
    """`text` cut at a word so that it has at most `length` characters, with an ellipsis where something was cut."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > length // 2 else cut).rstrip(" ,.;:–-") + "…"


def _replacement(character: str, shown: frozenset[int]) -> str:
    category = unicodedata.category(character)
    if character.isspace() or category in ("Zs", "Zl", "Zp"):
        # A no-break space keeps its meaning; every other kind of space, and line breaks, become one space.
        return character if character == "\u00a0" else " "
    if category[0] == "C":
        return ""
    if ord(character) in shown:
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(ord(part) in shown for part in plain):
        return plain
    bare = "".join(part for part in unicodedata.normalize("NFKD", character) if ord(part) in shown)
    if bare and category[0] == "L":
        return bare
    return _UNSHOWN if category[0] in "LN" else ""


@lru_cache(maxsize=8)
def characters_of(font: Path) -> frozenset[int]:
    """The code points that a TrueType or OpenType file can show, from its cmap (OpenType specification, formats 4, 12)."""
    data = font.read_bytes()
    tables = {
        data[12 + 16 * index : 16 + 16 * index]: struct.unpack(">LL", data[20 + 16 * index : 28 + 16 * index])
        for index in range(struct.unpack(">H", data[4:6])[0])
    }
    start, _length = tables[b"cmap"]
    count = struct.unpack(">H", data[start + 2 : start + 4])[0]
    found: set[int] = set()
    for index in range(count):
        _platform, _encoding, offset = struct.unpack(">HHL", data[start + 4 + 8 * index : start + 12 + 8 * index])
        subtable = start + offset
        form = struct.unpack(">H", data[subtable : subtable + 2])[0]
        if form == 12:
            groups = struct.unpack(">L", data[subtable + 12 : subtable + 16])[0]
            for group in range(groups):
                at = subtable + 16 + 12 * group
                first, last, _glyph = struct.unpack(">LLL", data[at : at + 12])
                found.update(range(first, last + 1))
        elif form == 4:
            half = struct.unpack(">H", data[subtable + 6 : subtable + 8])[0]
            ends = struct.unpack(f">{half // 2}H", data[subtable + 14 : subtable + 14 + half])
            starts = struct.unpack(f">{half // 2}H", data[subtable + 16 + half : subtable + 16 + 2 * half])
            for first, last in zip(starts, ends, strict=True):
                found.update(range(first, min(last, 0xFFFE) + 1))
    return frozenset(found)
