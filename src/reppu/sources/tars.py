"""Reads tar archives forwards, never backwards, and never more of them into memory than a header.

Python's tarfile takes whatever length a header claims for an extended name into memory, and this is read in the process
that must not die. Format: POSIX.1-2001 (ustar, pax) and GNU long names; links, devices and sparse files are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_BLOCK = 512
_MOST_OF_A_NAME = 64 << 10  # our choice: paths reach 4,096 characters on the systems we know
_PIECE = 1 << 20
_REGULAR = (b"0", b"\0", b"7")
_WITHOUT_DATA = (b"1", b"2", b"3", b"4", b"5", b"6")


class DamagedTarError(Exception):
    """The bytes are no tar archive, or not a whole one."""


@dataclass(frozen=True, slots=True)
class TarMember:
    """A regular file in a tar archive. Its bytes can be read until the next member is asked for."""

    name: str
    size: int
    modified: datetime | None
    read: Callable[[int], bytes]


def is_tar(start: bytes) -> bool:
    """Whether the first 512 bytes are a tar header."""
    return len(start) >= _BLOCK and bool(start[:1].strip(b"\0")) and _checksum_holds(start[:_BLOCK])


def tar_members(read: Callable[[int], bytes]) -> Iterator[TarMember]:
    """The regular files in order. read: gives up to that many next bytes, b"" at the end. Raises DamagedTarError."""
    long_name: str | None = None
    pax: dict[str, str] = {}
    while True:
        header = _exactly(read, _BLOCK, may_end=True)
        if not header.strip(b"\0"):  # two zero blocks end an archive; some end without
            return
        if not _checksum_holds(header):
            raise DamagedTarError
        kind = header[156:157]
        size = _number(header[124:136])
        if kind in (b"L", b"x"):
            if size > _MOST_OF_A_NAME:
                raise DamagedTarError
            data = _exactly(read, size + -size % _BLOCK)[:size]
            if kind == b"L":
                long_name = data.rstrip(b"\0").decode("utf-8", "replace")
            else:
                pax = _pax(data)
            continue
        if kind in _WITHOUT_DATA:
            long_name, pax = None, {}
            continue
        if "size" in pax:
            size = int(pax["size"]) if pax["size"].isdigit() else -1
        if not 0 <= size < 1 << 62:
            raise DamagedTarError
        left = [size]

        def piece(most: int, left: list[int] = left) -> bytes:
            data = read(min(most, left[0], _PIECE)) if left[0] else b""
            if left[0] and not data:
                raise DamagedTarError
            left[0] -= len(data)
            return data

        if kind in _REGULAR:
            name = pax.get("path") or long_name or _name(header)
            if not name.endswith("/"):
                yield TarMember(name, size, _moment(pax.get("mtime"), header), piece)
        while left[0]:
            piece(_PIECE)
        if size % _BLOCK:
            _exactly(read, -size % _BLOCK, may_end=True)
        if kind != b"g":
            long_name, pax = None, {}


def _exactly(read: Callable[[int], bytes], size: int, may_end: bool = False) -> bytes:
    data = b""
    while len(data) < size and (more := read(size - len(data))):
        data += more
    if len(data) < size and not (may_end and not data):
        raise DamagedTarError
    return data


def _checksum_holds(header: bytes) -> bool:
    told = _number(header[148:156])
    return told == sum(header[:148]) + sum(header[156:]) + 8 * 32


def _number(field: bytes) -> int:
    if field[:1] in (b"\x80", b"\xff"):  # GNU: a binary number where eight octal digits are too few
        return int.from_bytes(field[1:], "big") if field[0] == 0x80 else -1
    digits = field.strip(b" \0")
    if not digits:
        return 0
    return int(digits, 8) if all(48 <= one <= 55 for one in digits) else -1


def _name(header: bytes) -> str:
    name = header[:100].split(b"\0", 1)[0]
    prefix = header[345:500].split(b"\0", 1)[0] if header[257:263] == b"ustar\0" else b""
    return (prefix + b"/" + name if prefix else name).decode("utf-8", "replace")


def _pax(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    while data:
        length, _space, _rest = data.partition(b" ")
        if not length.isdigit() or len(length) > 6 or not 0 < int(length) <= len(data):
            raise DamagedTarError
        record = data[len(length) + 1 : int(length)].rstrip(b"\n")
        key, _equals, value = record.partition(b"=")
        found[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        data = data[int(length) :]
    return found


def _moment(told: str | None, header: bytes) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(told) if told else _number(header[136:148]), UTC)
    except (ValueError, OverflowError, OSError):
        return None
