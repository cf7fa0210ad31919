"""Finds what to import: files, folders with everything below them, and what lies in ZIP, tar and gzip files one level deep,
in an order that does not change from run to run. Of an archive of an account only the members with posts are opened.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reppu.sources.bundles import Archive, Bundle, archives_in, holder_of, private_in
from reppu.sources.containers import (
    DAMAGED,
    MOST_BYTES_OF_A_ZIP,
    MOST_MEMBER_BYTES,
    Member,
    container_of,
    in_order,
    is_bomb,
    members_of,
    names_in,
)
from reppu.vocabulary.errors import ReppuError, fault_in_words
from reppu.vocabulary.language import Text, _

_JUNK = re.compile(r"^(\..*|thumbs\.db|desktop\.ini|~\$.*|icon\r)$", re.IGNORECASE)
_MEDIA = re.compile(
    r"\.(jpe?g|png|gif|webp|heic|svg|mp4|mov|m4v|webm|avi|mp3|m4a|wav|pdf|ttf|woff2?|css|ico)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file whose bytes can be read now.

    shown: how a person knows it ("folder/a.zip › b.csv"). argument: the path to give to `reppu import` again. place: what
    lies together with it shares this (a folder, or a folder in a ZIP). folder_name: the folder's name, "" at a ZIP's top.
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
    place: str = ""
    folder_name: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not even be opened, or is deliberately left; `declined` says which. kind: of what is left."""

    shown: str
    reason: Text
    declined: bool = False
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A file of the command before it is opened: its path, how it is shown, its size."""

    path: Path
    shown: str
    bytes: int
    named: bool


def plan(paths: list[Path], bundles: Sequence[Bundle] = ()) -> list[Planned | Unreadable]:
    """All files under `paths`, folders walked in the order of their names; hidden files and other junk left out, and of an
    unpacked archive everything that is not read.
    """
    found: list[Planned | Unreadable] = []
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir() raises on a name that is too long
            _add_folder(found, seen, path, bundles)
        elif (private := private_in(path.name, bundles)) is not None:
            found.append(_never_opened(str(path), private))
        else:
            _add(found, seen, path, named=True)
    return found


def _add_folder(
    found: list[Planned | Unreadable], seen: set[tuple[int, int]], path: Path, bundles: Sequence[Bundle]
) -> None:
    faults: list[OSError] = []
    below: dict[str, Path] = {}
    for folder, folders, names in os.walk(path, onerror=faults.append):
        folders[:] = sorted((f for f in folders if not _JUNK.match(f) and f != "__MACOSX"), key=in_order)
        for name in sorted(names, key=in_order):
            if not _JUNK.match(name):
                file = Path(folder) / name
                below[file.relative_to(path).as_posix()] = file
    archives = archives_in(below, bundles)
    told = set()
    for inside, file in below.items():
        archive = holder_of(inside, archives, unpacked=True)
        if archive is not None and archive not in told:
            told.add(archive)
            found.append(
                _of_archive(str(path / archive.root), archive.bundle, any(map(archive.reads, _held(archive, below))))
            )
        if archive is not None:
            if archive.reads(inside):
                _add(found, seen, file, named=False)
        elif (private := private_in(file.name, bundles)) is not None:
            found.append(_never_opened(str(file), private))
        else:
            _add(found, seen, file, named=False)
    for fault in faults:
        shown = str(fault.filename or path)
        found.append(Unreadable(shown, _("This folder cannot be opened: the system does not allow it.")))
    if not below and not faults:
        found.append(Unreadable(str(path), _("There is no file in this folder.")))


def _held(archive: Archive, names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if archive.holds(name))


def _of_archive(shown: str, bundle: Bundle, any_read: bool) -> Unreadable:
    reason = bundle.unopened if any_read else _("{what} There is no file with posts in it.", what=bundle.unopened)
    return Unreadable(shown, reason, declined=True, kind=bundle.kind)


def _never_opened(shown: str, bundle: Bundle) -> Unreadable:
    reason = _(
        "By its name this belongs to “{archive}” and holds what is private or other people's, so it was not opened. If it is "
        "something else, give it another name.",
        archive=bundle.title,
    )
    return Unreadable(shown, reason, declined=True, kind=bundle.kind)


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


def open_planned(
    planned: Planned, unpack_into: Path, bundles: Sequence[Bundle] = ()
) -> Iterator[FoundFile | Unreadable]:
    """The file itself, or each member of it when it is a ZIP, tar or gzip file. A member's copy is deleted when the next is
    asked for.
    """
    if not planned.named and _MEDIA.search(planned.path.name):
        yield Unreadable(planned.shown, _("A picture, film or document: it holds no numbers to import."), declined=True)
        return
    try:
        modified = datetime.fromtimestamp(planned.path.stat().st_mtime, UTC)
        container = container_of(planned.path)
        if container is not None:
            opening = _Opening(planned, modified, unpack_into, bundles)
            yield from opening.members(planned.path, container, planned.shown, planned.path.name)
            return
        yield _plain(planned, modified)
    except PermissionError:
        yield Unreadable(planned.shown, _("This file cannot be opened: the system does not allow it."))
    except NotImplementedError:
        yield Unreadable(planned.shown, _LOCKED)
    except DAMAGED:
        yield Unreadable(planned.shown, _DAMAGED)
    except ReppuError as fault:
        yield Unreadable(planned.shown, fault.happened)
    except OSError as fault:
        yield Unreadable(planned.shown, _("This file cannot be read: {why}.", why=fault_in_words(fault)))


def open_ahead(planned: Planned) -> FoundFile | None:
    """A file before its turn; None for a ZIP or other container, and for one that `open_planned` will have something to say of."""
    if not planned.named and _MEDIA.search(planned.path.name):
        return None
    try:
        if container_of(planned.path) is not None:
            return None
        return _plain(planned, datetime.fromtimestamp(planned.path.stat().st_mtime, UTC))
    except (OSError, ReppuError, RuntimeError, *DAMAGED):
        return None


def _plain(planned: Planned, modified: datetime) -> FoundFile:
    return FoundFile(
        planned.shown,
        planned.path,
        planned.path.name,
        None,
        planned.path,
        planned.bytes,
        (modified,),
        sha256_of(planned.path),
        place=str(planned.path.parent),
        folder_name=planned.path.parent.name,
    )


_LOCKED = _("This file is locked with a password or packed in an unusual way. Unpack it first.")
_DAMAGED = _("This ZIP or other archive is damaged or not complete. Download it again.")


@dataclass
class _Opening:
    """Opens one planned container and the containers in it, one level deep."""

    planned: Planned
    modified: datetime
    unpack_into: Path
    bundles: Sequence[Bundle]
    unpacked: int = 0  # bytes so far, of all members and of those in containers inside
    stopped: bool = False

    def members(self, path: Path, container: str, shown: str, name: str) -> Iterator[FoundFile | Unreadable]:
        nested = path != self.planned.path
        names = [inside for inside in names_in(path, container, name) if not _is_junk(inside)]
        archives = archives_in(names, self.bundles)
        for archive in archives:
            held = [inside for inside in names if holder_of(inside, archives) == archive]
            root = f"{shown} › {archive.root}" if archive.root else shown
            yield _of_archive(root, archive.bundle, any(map(archive.reads, held)))
        told: dict[str, int] = {}
        for number, member in enumerate(members_of(path, container, name, self.modified)):
            holder = holder_of(member.inside, archives)
            if _is_junk(member.inside) or (holder is not None and not holder.reads(member.inside)):
                continue
            of_member = f"{shown} › {member.inside}"
            told[of_member] = told.get(of_member, 0) + 1
            if told[of_member] > 1:  # a ZIP may hold one name twice
                of_member += f" ({told[of_member]})"
            private = private_in(_last(member.inside), self.bundles) if holder is None else None
            if private is not None:
                yield _never_opened(of_member, private)
                continue
            if _MEDIA.search(member.inside):
                continue
            if self.stopped:
                return
            if self.unpacked >= MOST_BYTES_OF_A_ZIP or is_bomb(self.unpacked, self.planned.bytes):
                # many small members, or ZIPs in a ZIP, may be a bomb together though none is one alone
                self.stopped = True
                reason = _("This archive unpacks to far more than an export can hold; the rest of it was not opened.")
                yield Unreadable(self.planned.shown, reason)
                return
            copy = self.unpack_into / f"{'nested' if nested else 'member'}-{number}"
            try:
                size, digest = member.copy_out(copy, min(MOST_MEMBER_BYTES, MOST_BYTES_OF_A_ZIP - self.unpacked))
                self.unpacked += size
                yield from self._member(member, copy, size, digest, of_member, nested)
            except ReppuError as fault:
                yield Unreadable(of_member, fault.happened)
            except (RuntimeError, NotImplementedError):
                yield Unreadable(of_member, _LOCKED)
            except DAMAGED:
                yield Unreadable(of_member, _DAMAGED)
            finally:
                copy.unlink(missing_ok=True)

    def _member(
        self, member: Member, copy: Path, size: int, digest: str, shown: str, nested: bool
    ) -> Iterator[FoundFile | Unreadable]:
        name = _last(member.inside)
        container = container_of(copy)
        if container is None:
            of_container = self.planned.path.name
            folder = member.inside.rpartition("/")[0].rpartition("/")[2]
            place = shown.removesuffix(name)
            yield FoundFile(
                shown, self.planned.path, name, of_container, copy, size, member.modified, digest, place, folder
            )
        elif nested:
            yield Unreadable(shown, _("A ZIP within a ZIP within a ZIP is not opened. Unpack it and import that."))
        else:
            yield from self.members(copy, container, shown, name)


def _last(inside: str) -> str:
    return inside.rpartition("/")[2]


def _is_junk(member: str) -> bool:
    return any(part == "__MACOSX" or _JUNK.match(part) for part in member.split("/"))


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
