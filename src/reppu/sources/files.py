"""Finds what to import: files, folders with everything below them, and ZIPs one level deep, in an order that does not
change from run to run. No path inside a ZIP is trusted: members are copied out under names of our own, within limits.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

# Limits on what a ZIP may unpack to; all are our choice. Exports pack to a tenth at best (measured on wide CSV), and a
# file of zeros to a thousandth, so a hundred separates them.
MOST_MEMBERS = 10_000
MOST_MEMBER_BYTES = 4 << 30
MOST_BYTES_OF_A_ZIP = 8 << 30
MOST_TIMES_LARGER = 100
RATIO_FROM_BYTES = 64 << 20

_JUNK = re.compile(r"^(\..*|thumbs\.db|desktop\.ini|~\$.*|icon\r)$", re.IGNORECASE)
_MEDIA = re.compile(
    r"\.(jpe?g|png|gif|webp|heic|svg|mp4|mov|m4v|webm|avi|mp3|m4a|wav|pdf|ttf|woff2?|css|ico)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file whose bytes can be read now.

    shown: how a person knows it ("folder/a.zip › b.csv"). argument: the path to give to `reppu import` again.
    modified: when it may have been made, best guess first (UTC). sha256: of its bytes. from_folder: found while walking,
    not named by the person.
    """

    shown: str
    argument: Path
    name: str
    zip_name: str | None
    path: Path
    bytes: int
    modified: tuple[datetime, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not even be opened, or is deliberately left; `declined` says which."""

    shown: str
    reason: Text
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A file of the command before it is opened: its path, how it is shown, its size."""

    path: Path
    shown: str
    bytes: int
    named: bool


def plan(paths: list[Path]) -> list[Planned | Unreadable]:
    """All files under `paths`, folders walked in the order of their names; hidden files and other junk left out."""
    found: list[Planned | Unreadable] = []
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir() raises on a name that is too long
            faults: list[OSError] = []
            any_file = False
            for folder, folders, names in os.walk(path, onerror=faults.append):
                folders[:] = sorted((f for f in folders if not _JUNK.match(f) and f != "__MACOSX"), key=_order)
                for name in sorted(names, key=_order):
                    if not _JUNK.match(name):
                        any_file = True
                        _add(found, seen, Path(folder) / name, named=False)
            for fault in faults:
                shown = str(fault.filename or path)
                found.append(Unreadable(shown, _("This folder cannot be opened: the system does not allow it.")))
            if not any_file and not faults:
                found.append(Unreadable(str(path), _("There is no file in this folder.")))
        else:
            _add(found, seen, path, named=True)
    return found


def _order(name: str) -> tuple[str, str]:
    return (name.casefold(), name)


def _add(found: list[Planned | Unreadable], seen: set[tuple[int, int]], path: Path, named: bool) -> None:
    try:
        status = path.stat()
    except FileNotFoundError:
        found.append(Unreadable(str(path), _("There is no such file.")))
        return
    except OSError:
        found.append(Unreadable(str(path), _("This file cannot be opened: the system does not allow it.")))
        return
    if not stat.S_ISREG(status.st_mode):
        found.append(Unreadable(str(path), _("This is no file that can be read.")))
        return
    key = (status.st_dev, status.st_ino)
    if key[1] and key in seen:  # the same file named twice, or through a link
        return
    seen.add(key)
    found.append(Planned(path, str(path), status.st_size, named))


def open_planned(planned: Planned, unpack_into: Path) -> Iterator[FoundFile | Unreadable]:
    """The file itself, or each member of it when it is a ZIP. A member's copy is deleted when the next is asked for."""
    if not planned.named and _MEDIA.search(planned.path.name):
        yield Unreadable(planned.shown, _("A picture, film or document: it holds no numbers to import."), declined=True)
        return
    try:
        modified = datetime.fromtimestamp(planned.path.stat().st_mtime, UTC)
        with planned.path.open("rb") as stream:
            start = stream.read(4)
        if start in (b"PK\x03\x04", b"PK\x05\x06") and not is_office_file(planned.path):
            yield from _members(planned.path, planned.shown, planned, modified, unpack_into, nested=False)
            return
        yield FoundFile(
            planned.shown,
            planned.path,
            planned.path.name,
            None,
            planned.path,
            planned.bytes,
            (modified,),
            sha256_of(planned.path),
        )
    except PermissionError:
        yield Unreadable(planned.shown, _("This file cannot be opened: the system does not allow it."))
    except NotImplementedError:
        yield Unreadable(planned.shown, _LOCKED)
    except DAMAGED_ZIP:
        yield Unreadable(planned.shown, _DAMAGED)
    except OSError as fault:
        yield Unreadable(
            planned.shown, _("This file cannot be read: {why}.", why=fault.strerror or type(fault).__name__)
        )


# UnicodeDecodeError: a member's name says that it is UTF-8 and is not
DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError)
_LOCKED = _("This file is locked with a password or packed in an unusual way. Unpack it first.")
_DAMAGED = _("This ZIP is damaged or not complete. Download it again.")


def is_office_file(path: Path) -> bool:
    """Whether a ZIP is really a spreadsheet or document (XLSX, ODS)."""
    with zipfile.ZipFile(path) as archive:
        names = {info.filename for info in archive.infolist()[:MOST_MEMBERS]}
    return "[Content_Types].xml" in names or ("mimetype" in names and "content.xml" in names)


def names_in_zip(path: Path) -> list[str]:
    """Member names of a ZIP as it gives them; to look at, never to write to."""
    with zipfile.ZipFile(path) as archive:
        return [info.filename for info in archive.infolist()[:MOST_MEMBERS]]


def _members(
    path: Path, shown: str, planned: Planned, modified: datetime, unpack_into: Path, nested: bool
) -> Iterator[FoundFile | Unreadable]:
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir() and not _is_junk(info.filename)]
        if len(members) > MOST_MEMBERS:
            yield Unreadable(shown, _("This ZIP holds more than {most} files.", most=MOST_MEMBERS))
            return
        left_bytes = MOST_BYTES_OF_A_ZIP
        told: dict[str, int] = {}
        members.sort(key=lambda info: _order(info.filename))
        for number, info in enumerate(members):
            inside = _shown_path(info.filename)
            name = inside.rpartition("/")[2]
            member_shown = f"{shown} › {inside}"
            told[member_shown] = told.get(member_shown, 0) + 1
            if told[member_shown] > 1:  # a ZIP may hold one name twice
                member_shown += f" ({told[member_shown]})"
            if _MEDIA.search(name):
                continue
            copy = unpack_into / f"{'nested' if nested else 'member'}-{number}"
            try:
                size, digest = _copy_out(archive, info, copy, min(MOST_MEMBER_BYTES, left_bytes))
                left_bytes -= size
                with copy.open("rb") as stream:
                    start = stream.read(4)
                if start in (b"PK\x03\x04", b"PK\x05\x06") and not is_office_file(copy):
                    if nested:
                        yield Unreadable(
                            member_shown, _("A ZIP within a ZIP within a ZIP is not opened. Unpack it and import that.")
                        )
                    else:
                        yield from _members(copy, member_shown, planned, modified, unpack_into, nested=True)
                    continue
                yield FoundFile(
                    member_shown, planned.path, name, planned.path.name, copy, size, _times(info, modified), digest
                )
            except ReppuError as fault:
                yield Unreadable(member_shown, fault.happened)
            except (RuntimeError, NotImplementedError):
                yield Unreadable(member_shown, _LOCKED)
            except DAMAGED_ZIP:
                yield Unreadable(member_shown, _DAMAGED)
            finally:
                copy.unlink(missing_ok=True)


def _is_junk(member: str) -> bool:
    parts = re.split(r"[/\\]", member)
    return any(part == "__MACOSX" or _JUNK.match(part) for part in parts if part not in ("", ".", ".."))


def _shown_path(member: str) -> str:
    # only ever shown and matched, never written to: without control characters and steps upwards
    parts = [re.sub(r"[\x00-\x1f\x7f]", "", part)[:200] for part in re.split(r"[/\\]", member)]
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "?"


def _copy_out(archive: zipfile.ZipFile, info: zipfile.ZipInfo, copy: Path, most: int) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    with archive.open(info) as member, copy.open("wb") as out:
        while piece := member.read(1 << 20):
            size += len(piece)
            # counted as it unpacks: what the ZIP says of itself may be a lie
            if size > most or (size > RATIO_FROM_BYTES and size > MOST_TIMES_LARGER * max(info.compress_size, 1)):
                raise ReppuError(_("This file unpacks to far more than an export can hold; it was not opened."))
            digest.update(piece)
            out.write(piece)
    return size, digest.hexdigest()


def _times(info: zipfile.ZipInfo, of_zip: datetime) -> tuple[datetime, ...]:
    # A member's time has no zone and is 1980 when unset; it counts when it is older than the ZIP itself.
    try:
        moment = datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return (of_zip,)
    return (moment, of_zip) if moment.year >= 2006 and moment < of_zip else (of_zip,)


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
