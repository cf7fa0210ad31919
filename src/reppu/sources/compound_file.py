"""Streams of an OLE2 compound file, which is what an `.xls` lies in (and an encrypted spreadsheet of any age).

Only as much as is needed to look at a spreadsheet before a library opens it. Source: Microsoft's published [MS-CFB],
sections 2.2 to 2.6. Nothing that the file says of itself is believed: every chain of sectors is bounded by its size.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN = 0xFFFFFFFE
_HIGHEST_SECTOR = 0xFFFFFFFA
_ENTRY_BYTES = 128
_STREAM, _ROOT = 2, 5


class DamagedFile(ValueError):
    """The file's own tables contradict each other or its size."""


class CompoundFile:
    """The directory of a compound file that is open for reading. Raises DamagedFile."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        header = stream.read(512)
        if len(header) < 512 or not header.startswith(SIGNATURE):
            raise DamagedFile
        sector_shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if sector_shift not in (9, 12) or mini_shift != 6:
            raise DamagedFile
        self._sector = 1 << sector_shift
        self._most_sectors = size // self._sector + 1
        self._size = size
        first_directory, self._mini_cutoff, first_mini, mini_count, first_difat, difat_count = struct.unpack_from(
            "<I4xIIIII", header, 48
        )
        self._fat = self._read_fat(header, first_difat, difat_count)
        self._mini_fat = self._numbers(self._chain(first_mini)) if mini_count else ()
        self._entries = self._read_directory(first_directory)
        root = self._entries.get(("", _ROOT))
        self._mini_stream = b"".join(self._sectors(self._chain(root[0]))) if root else b""

    def names(self) -> set[str]:
        """Names of the streams."""
        return {name for name, kind in self._entries if kind == _STREAM}

    def read(self, name: str) -> bytes:
        """The bytes of a stream. Raises KeyError."""
        start, size = self._entries[(name, _STREAM)]
        if size > self._size:
            raise DamagedFile
        if size >= self._mini_cutoff:
            return b"".join(self._sectors(self._chain(start)))[:size]
        pieces = [self._mini_stream[n * 64 : n * 64 + 64] for n in self._chain(start, self._mini_fat)]
        return b"".join(pieces)[:size]

    def _read_fat(self, header: bytes, first_difat: int, difat_count: int) -> tuple[int, ...]:
        places = [n for n in struct.unpack_from("<109I", header, 76) if n < _HIGHEST_SECTOR]
        sector, seen = first_difat, 0
        while difat_count and sector < _HIGHEST_SECTOR:
            seen += 1
            if seen > self._most_sectors:
                raise DamagedFile
            numbers = self._numbers([sector])
            places += [n for n in numbers[:-1] if n < _HIGHEST_SECTOR]
            sector = numbers[-1]
        if len(places) > self._most_sectors:
            raise DamagedFile
        return self._numbers(places)

    def _read_directory(self, first: int) -> dict[tuple[str, int], tuple[int, int]]:
        entries: dict[tuple[str, int], tuple[int, int]] = {}
        for piece in self._sectors(self._chain(first)):
            for at in range(0, len(piece) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
                length, kind = struct.unpack_from("<HB", piece, at + 64)
                start, size = struct.unpack_from("<IQ", piece, at + 116)
                name = piece[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                if kind == _ROOT:
                    entries.setdefault(("", _ROOT), (start, size))
                elif kind == _STREAM:
                    if (name, _STREAM) in entries:
                        raise DamagedFile  # two of one name: which one counts is read differently by different programs
                    # with sectors of 512 bytes the upper half of a size means nothing
                    entries[(name, _STREAM)] = (start, size & 0xFFFFFFFF if self._sector == 512 else size)
        return entries

    def _chain(self, first: int, table: tuple[int, ...] | None = None) -> list[int]:
        table = self._fat if table is None else table
        chain: list[int] = []
        while first < _HIGHEST_SECTOR:
            if first >= len(table) or len(chain) > len(table):
                raise DamagedFile
            chain.append(first)
            first = table[first]
        if first != _END_OF_CHAIN and chain:
            raise DamagedFile
        return chain

    def _numbers(self, sectors: list[int]) -> tuple[int, ...]:
        data = b"".join(self._sectors(sectors))
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _sectors(self, numbers: list[int]) -> list[bytes]:
        pieces = []
        for number in numbers:
            self._stream.seek((number + 1) * self._sector)
            piece = self._stream.read(self._sector)
            if not piece:
                raise DamagedFile
            pieces.append(piece)
        return pieces
