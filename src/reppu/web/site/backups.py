"""Backup and restore of a whole home: lakes, what lies beside them, the site's database; keys apart.

A backup is a tar file, whose last member says what every other one must be (SHA-256). The keys (the one that hides other
people's accounts, and the site's secret) go to a second file: whoever finds the first one alone can sign in nobody.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from reppu.vocabulary.errors import ReppuError, fault_in_words
from reppu.vocabulary.language import _
from reppu.web.site.preparing import copy_database, migrate, set_up

if TYPE_CHECKING:
    from typing import IO

FORMAT = 1
CONTENTS = "reppu-backup.json"
SITE_DATABASE = "site/reppu.sqlite3"
SITE_ROWS = "site/rows.json"  # of a database that is no file
_KEYS = ("actor.key", "secret.key")
_MADE_AGAIN = ("cache", "lake")  # the cache by itself; the lake goes in by its catalogue
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup or a restore held: slug → position of its lake; bytes of both files; whether there were keys."""

    organisations: dict[str, int]
    size: int
    keys: bool


def keys_file(backup: Path) -> Path:
    """Where the keys of a backup lie by default."""
    return backup.with_name(backup.name + ".keys")


def back_up(home: Path, target: Path) -> BackedUp:
    """Writes a backup of the home to `target`, and its keys beside it; the site and imports may go on meanwhile.

    Raises ReppuError when one of the two exists already or cannot be written.
    """
    from reppu.lake.facade import open_lake, organisations

    set_up(home)
    keys = keys_file(target)
    for path in (target, keys):
        if path.exists():
            raise ReppuError(
                _("The file is there already."), file=str(path), advice=_("Give the backup another name, or move the old one away.")
            )  # fmt: skip
    positions: dict[str, int] = {}
    try:
        with (
            tempfile.TemporaryDirectory(prefix=".reppu-backup-", dir=target.absolute().parent) as scratch_name,
            _Archive(target) as archive,
            _Archive(keys) as key_archive,
        ):
            scratch = Path(scratch_name)
            for slug in organisations(home):
                lake = open_lake(home, slug)
                copy = scratch / f"{slug}.sqlite"
                with lake.held_still(copy) as files:
                    archive.add(copy, f"organisations/{slug}/lake/catalog.sqlite")
                    for path in files:
                        archive.add(path, f"organisations/{slug}/lake/data/{path.name}")
                positions[slug] = _position_of(copy)
                _add_beside(lake.folder, f"organisations/{slug}", archive, key_archive)
            _add_database(scratch, archive)
            secret = home / "site" / "secret.key"
            if secret.is_file():
                key_archive.add(secret, "site/secret.key")
            archive.finish(positions)
            key_archive.finish({})
            archive.keep()
            key_archive.keep()
    except OSError as fault:
        raise _file_error(fault, target) from fault
    return BackedUp(positions, target.stat().st_size + keys.stat().st_size, True)


def restore(backup: Path, home: Path, keys: Path | None = None) -> BackedUp:
    """Makes a home from a backup and its keys; every file is compared with its checksum before the home is there.

    keys: the second file; None for the one beside the backup, if there is one. Without it everybody signs in anew, and
    new comments are not tied to earlier ones. Raises ReppuError for a home that is not empty and a damaged backup.
    """
    if home.exists() and any(home.iterdir()):
        raise ReppuError(
            _("The folder is not empty, and a backup is never restored over data."), file=str(home),
            advice=_("Restore into a new folder with --home, look at it with reppu doctor, then use it instead of the old one."),
        )  # fmt: skip
    there = keys if keys is not None else keys_file(backup)
    has_keys = keys is not None or there.is_file()
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
        try:
            contents = _unpack(backup, fresh)
            if has_keys:
                _unpack(there, fresh)
            if home.exists():
                home.rmdir()
            fresh.rename(home)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        set_up(home)
        _load_database(home)
    except OSError as fault:
        raise _file_error(fault, backup) from fault
    size = backup.stat().st_size + (there.stat().st_size if has_keys else 0)
    return BackedUp(contents["organisations"], size, has_keys)


class _Archive:
    """A tar file that becomes visible whole, with mode 600, and knows the checksum of all it holds."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._beside = target.with_name(f".{target.name}.{os.getpid()}.new")
        self._checksums: dict[str, str] = {}

    def __enter__(self) -> _Archive:
        descriptor = os.open(self._beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._stream: IO[bytes] = os.fdopen(descriptor, "wb")
        self._tar = tarfile.open(fileobj=self._stream, mode="w", format=tarfile.PAX_FORMAT)
        return self

    def __exit__(self, *_fault: object) -> None:
        self._tar.close()
        self._stream.close()
        self._beside.unlink(missing_ok=True)

    def add(self, path: Path, name: str) -> None:
        digest = hashlib.sha256()
        member = tarfile.TarInfo(name)
        member.mode = 0o600
        with path.open("rb") as source:
            member.size = os.fstat(source.fileno()).st_size
            member.mtime = int(os.fstat(source.fileno()).st_mtime)
            self._tar.addfile(member, _Hashing(source, digest))
        self._checksums[name] = digest.hexdigest()

    def finish(self, organisations: dict[str, int]) -> None:
        from reppu import __version__

        contents = {
            "format": FORMAT,
            "reppu": __version__,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "organisations": organisations,
            "sha256": self._checksums,
        }
        words = json.dumps(contents, ensure_ascii=False, indent=1).encode()
        member = tarfile.TarInfo(CONTENTS)
        member.mode, member.size = 0o600, len(words)
        self._tar.addfile(member, io.BytesIO(words))

    def keep(self) -> None:
        self._tar.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._beside.rename(self._target)


class _Hashing(io.RawIOBase):
    """A file that is hashed while tar reads it."""

    def __init__(self, source: IO[bytes], digest: Any) -> None:
        self._source = source
        self._digest = digest

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(size)
        self._digest.update(chunk)
        return chunk


def _position_of(catalogue: Path) -> int:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(catalogue)) as copy:
        return int(copy.execute("select coalesce(max(entry_no), 0) from journal").fetchone()[0])


def _add_beside(folder: Path, name: str, archive: _Archive, keys: _Archive) -> None:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if inside.parts[0] in _MADE_AGAIN or not path.is_file() or path.is_symlink():
            continue
        into = keys if path.name in _KEYS else archive
        into.add(path, f"{name}/{inside.as_posix()}")


def _add_database(scratch: Path, archive: _Archive) -> None:
    from django.core.management import call_command
    from django.db import connection

    migrate()
    if connection.vendor == "sqlite":
        copy_database(connection, scratch / "site.sqlite3")
        archive.add(scratch / "site.sqlite3", SITE_DATABASE)
        return
    rows = scratch / "rows.json"
    call_command("dumpdata", natural_foreign=True, exclude=["contenttypes", "auth.permission", "sessions"],
                 output=str(rows), verbosity=0)  # fmt: skip
    archive.add(rows, SITE_ROWS)


def _load_database(home: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    rows = home / SITE_ROWS
    if not rows.is_file():
        migrate()  # a backup of an older version
        return
    migrate()
    from django.contrib.auth import get_user_model

    if get_user_model().objects.exists():
        raise ReppuError(
            _("The database of DATABASE_URL is not empty ({kind}).", kind=connection.vendor),
            advice=_("Restore into a new, empty database."),
        )
    call_command("loaddata", str(rows), verbosity=0)
    rows.unlink()


def _unpack(backup: Path, folder: Path) -> dict[str, Any]:
    """Takes everything out, with mode 600, and compares it with its checksums; what the last member says."""
    seen: dict[str, str] = {}
    contents: dict[str, Any] | None = None
    try:
        with tarfile.open(backup, "r:") as archive:
            for member in archive:
                source = archive.extractfile(member)
                if source is None:
                    raise _damaged(backup)
                if member.name == CONTENTS:
                    contents = json.load(source)
                    continue
                seen[member.name] = _write(source, folder, member.name, backup)
    except (tarfile.TarError, ValueError, EOFError) as fault:
        raise _damaged(backup) from fault
    if contents is None or contents.get("sha256") != seen:
        raise _damaged(backup)
    if contents["format"] > FORMAT:
        raise ReppuError(
            _("This backup was made by a newer Reppu ({version}).", version=str(contents["reppu"])), file=str(backup),
            advice=_("Update Reppu and restore it then."),
        )  # fmt: skip
    return contents


def _write(source: IO[bytes], folder: Path, name: str, backup: Path) -> str:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name:
        raise _damaged(backup)
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest()


def _damaged(backup: Path) -> ReppuError:
    return ReppuError(
        _("This is no whole backup of Reppu: something in it is missing or changed. Nothing was restored."),
        file=str(backup),
        advice=_("Fetch the file again from where it is kept, or take an older backup."),
    )


def _file_error(fault: OSError, path: Path) -> ReppuError:
    return ReppuError(
        _("The backup could not be written or read: {why}.", why=fault_in_words(fault)),
        file=str(fault.filename or path),
        retry_helps=True,
    )
