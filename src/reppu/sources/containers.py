"""ZIP, tar and gzip files seen as members that can be copied out one at a time, within limits. No path inside is trusted,
no link is followed: names are shown and matched, never written to.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reppu.sources.tars import DamagedTarError, is_tar, tar_members
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

# Limits on what a container may unpack to; all are our choice. Exports pack to a tenth at best (measured on wide CSV), and a
# file of zeros to a thousandth, so a hundred separates them.
MOST_MEMBERS = 10_000
MOST_MEMBER_BYTES = 4 << 30
MOST_BYTES_OF_A_ZIP = 8 << 30
# A tar.gz is unpacked from its beginning to its end even when only one member is wanted; an archive with its films is large.
MOST_BYTES_OF_A_TAR = 64 << 30
MOST_TIMES_LARGER = 100
RATIO_FROM_BYTES = 64 << 20

# The list of a ZIP's members is read whole before one can be counted: 10,000 of them with paths of 300 characters
MOST_LIST_BYTES = 4 << 20

# ValueError: a member lies before the file's beginning, or its name says that it is UTF-8 and is not. gzip.BadGzipFile is
# an OSError.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, DamagedTarError, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a container. inside: its path, cleaned for showing and matching. copy_out writes it to a path of ours,
    at most so many bytes, and returns (size, SHA-256); it must be called before the next member is asked for.
    """

    inside: str
    modified: tuple[datetime, ...]
    copy_out: Callable[[Path, int], tuple[int, str]]


def container_of(path: Path) -> str | None:
    """ "zip", "tar", "tar.gz" or "gz"; None for a file that is none of them, or an office document."""
    with path.open("rb") as stream:
        start = stream.read(512)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None if is_office_file(path) else "zip"
    if start.startswith(b"\x1f\x8b"):
        with _unpacking(path) as read:
            return "tar.gz" if is_tar(_beginning(read)) else "gz"
    return "tar" if is_tar(start) else None


def _beginning(read: Callable[[int], bytes]) -> bytes:
    start = b""
    while len(start) < 512 and (more := read(512 - len(start))):
        start += more
    return start


class _Bounded(io.FileIO):
    """A file of which no more than a list of members may have is read at once, nor a piece of one."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:  # the end of the file, where the list's own place is told
            size = os.fstat(self.fileno()).st_size - self.tell()
        if size > MOST_LIST_BYTES:
            raise ReppuError(
                _("This ZIP holds more than {most} files.", most=MOST_MEMBERS),
                advice=_("Unpack it and import the files that hold the numbers."),
            )
        return super().read(size)


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """The ZIP, open. Raises ReppuError when its list of members is longer than could be meant."""
    with _Bounded(path, "rb") as stream, zipfile.ZipFile(stream) as archive:
        yield archive


def is_office_file(path: Path) -> bool:
    """Whether a ZIP is really a spreadsheet or document (XLSX, ODS)."""
    with open_zip(path) as archive:
        names = {info.filename for info in archive.infolist()[:MOST_MEMBERS]}
    return "[Content_Types].xml" in names or ("mimetype" in names and "content.xml" in names)


def names_in(path: Path, container: str, name: str) -> list[str]:
    """The paths of all members, cleaned. name: of the container. Raises ReppuError where there are too many."""
    if container == "zip":
        with open_zip(path) as archive:
            found = [info.filename for info in archive.infolist() if not info.is_dir()]
        if len(found) > MOST_MEMBERS:
            raise ReppuError(_("This ZIP holds more than {most} files.", most=MOST_MEMBERS))
        return [shown_path(name) for name in found]
    if container == "gz":
        return [_without_gz(name)]
    names = []
    with _unpacking(path, container) as read:
        for member in tar_members(read):
            names.append(shown_path(member.name))
            if len(names) > MOST_MEMBERS:
                raise ReppuError(_("This archive holds more than {most} files.", most=MOST_MEMBERS))
    return names


def members_of(path: Path, container: str, name: str, of_container: datetime) -> Iterator[Member]:
    """The members: of a ZIP in the order of their names, of a tar as they lie. name, of_container: the container's own name
    and modification time.
    """
    if container == "zip":
        with open_zip(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            infos.sort(key=lambda info: in_order(info.filename))
            for info in infos:
                yield Member(
                    shown_path(info.filename), _times(_zip_time(info), of_container), _zip_copier(archive, info)
                )
        return
    with _unpacking(path, container) as read:
        if container == "gz":
            yield Member(_without_gz(name), (of_container,), lambda copy, most: _copy(read, copy, most))
            return
        for member in tar_members(read):
            yield Member(
                shown_path(member.name),
                _times(member.modified, of_container),
                lambda copy, most, member=member: _copy(member.read, copy, most),  # type: ignore[misc]
            )


def shown_path(member: str) -> str:
    """A member's path without control characters and steps upwards; only ever shown and matched, never written to."""
    parts = [re.sub(r"[\x00-\x1f\x7f]", "", part)[:200] for part in re.split(r"[/\\]", member)]
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "?"


def in_order(name: str) -> tuple[str, str]:
    """What names are sorted by, so that the order is the same from run to run and from system to system."""
    return (name.casefold(), name)


def _without_gz(name: str) -> str:
    return re.sub(r"\.gz$", "", name, flags=re.IGNORECASE) or "?"


def _zip_copier(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[Path, int], tuple[int, str]]:
    def copy_out(copy: Path, most: int) -> tuple[int, str]:
        with archive.open(info) as member:
            return _copy(member.read, copy, most, info.compress_size)

    return copy_out


def _copy(read: Callable[[int], bytes], copy: Path, most: int, packed: int | None = None) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    with copy.open("wb") as out:
        while piece := read(1 << 20):
            size += len(piece)
            # counted as it unpacks: what the container says of itself may be a lie
            if size > most or (packed is not None and is_bomb(size, packed)):
                raise _too_large()
            digest.update(piece)
            out.write(piece)
    return size, digest.hexdigest()


def is_bomb(size: int, packed: int) -> bool:
    """Whether so many bytes out of so few packed ones are more than an export's."""
    return size > RATIO_FROM_BYTES and size > MOST_TIMES_LARGER * max(packed, 1)


def _too_large() -> ReppuError:
    return ReppuError(_("This file unpacks to far more than an export can hold; it was not opened."))


@contextmanager
def _unpacking(path: Path, container: str = "gz") -> Iterator[Callable[[int], bytes]]:
    """A function that gives the next bytes of a tar or of what a gzip file holds, and counts them."""
    total = 0
    with path.open("rb") as raw:
        stream = raw if container == "tar" else gzip.GzipFile(fileobj=raw)

        def read(most: int) -> bytes:
            nonlocal total
            piece = stream.read(most)
            total += len(piece)
            if total > MOST_BYTES_OF_A_TAR or (container != "tar" and is_bomb(total, raw.tell())):
                raise _too_large()
            return piece

        yield read


def _zip_time(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None


def _times(moment: datetime | None, of_container: datetime) -> tuple[datetime, ...]:
    # A ZIP member's time has no zone and is 1980 when unset; it counts when it is older than the container itself.
    if moment is None or moment.year < 2006 or moment >= of_container:
        return (of_container,)
    return (moment, of_container)
