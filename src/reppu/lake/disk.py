"""Bytes that reach the disk: hashing while writing, fsync of file and folder, and faults put into words."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reppu.vocabulary.errors import ReppuError, fault_in_words
from reppu.vocabulary.language import _

CHECKSUM = "blake2b-128"  # named in the catalogue's meta table; 1 GB/s on one core, and never a security promise
_CHUNK = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class StorageError(ReppuError):
    """The disk or the folder refused: full, read-only, not a folder, locked for too long."""


class HashedFile:
    """A new file that is hashed while it is written, and locked while it is open.

    The lock tells compaction and erasure that somebody is still writing: an unlocked file that the catalogue
    does not name is what a killed import left.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = 0
        self._hash = hashlib.blake2b(digest_size=16)
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        self.closed = False
        lock_file(self._descriptor)

    def write(self, data: bytes) -> int:
        view = memoryview(data).cast("B")
        whole = len(view)
        if self.closed:
            # A discarded Parquet writer still writes its footer when it is collected; by then the descriptor may
            # belong to somebody else's file.
            return whole
        while view:
            written = os.write(self._descriptor, view)
            self._hash.update(view[:written])
            view = view[written:]
        self.bytes += whole
        return whole

    def tell(self) -> int:
        return self.bytes

    def flush(self) -> None:
        """Nothing is buffered here."""

    def sync(self) -> str:
        """fsync; returns the checksum of all that was written. The file stays open and locked."""
        os.fsync(self._descriptor)
        return self._hash.hexdigest()

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            os.close(self._descriptor)

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False


def lock_file(descriptor: int) -> bool:
    """True when this process now holds the file's lock; False when somebody else does. Freed by close or death."""
    try:
        import fcntl
    except ImportError:  # Windows: an open file cannot be removed there, which serves the same purpose
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_being_written(path: Path) -> bool:
    """True while some process has `path` open in a HashedFile."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return not lock_file(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def alone(path: Path, wait_seconds: float = 0) -> Iterator[bool]:
    """True for the one process that holds the lock called `path`, False for others after `wait_seconds`.

    SQLite's own file lock: the same on every system, and a process that dies gives it back.
    """
    lock = sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
    try:
        try:
            lock.execute("begin exclusive")
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault):
                raise
            yield False
            return
        yield True
    finally:
        lock.close()


def checksum_of(path: Path) -> str:
    """The checksum of a file's bytes, as the catalogue keeps it."""
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Makes new names in `folder` survive a power cut."""
    if os.name == "nt":  # a folder cannot be opened there; NTFS journals its names
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, content: bytes) -> None:
    """`content` under `path`, whole or not at all, also after a power cut."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def remove(path: Path) -> bool:
    """Removes a file; False when it was gone already or somebody has it open (Windows)."""
    try:
        path.unlink()
    except (FileNotFoundError, PermissionError):
        return False
    return True


def storage_error(fault: BaseException, where: Path) -> ReppuError:
    """What a fault of the operating system or of SQLite means, and what to do about it."""
    if isinstance(fault, ReppuError):
        return fault
    number = fault.errno if isinstance(fault, OSError) else None
    words = str(fault)
    if number in _FULL or "database or disk is full" in words:
        return StorageError(
            _("The disk is full. Nothing of this step was kept, and nothing that was stored before is lost."),
            file=str(where),
            advice=_("Make room on the disk and run the same command again."),
            retry_helps=True,
        )
    if number in _FORBIDDEN or "readonly database" in words:
        return StorageError(
            _("The folder cannot be written to. Nothing was changed."),
            file=str(where),
            expected=_("a folder in which you may create files"),
            advice=_("Give yourself write access to the folder, or choose another one with --home."),
        )
    if number in (errno.ENOTDIR, errno.EEXIST):
        return StorageError(
            _("A file lies where Reppu needs a folder."),
            file=str(where),
            expected=_("a folder"),
            advice=_("Move the file away, or choose another folder with --home."),
        )
    if isinstance(fault, sqlite3.OperationalError) and ("locked" in words or "busy" in words):
        return StorageError(
            _("Another program has been writing for too long."),
            file=str(where),
            advice=_("Wait until the other import or compaction is ready."),
            retry_helps=True,
        )
    if isinstance(fault, sqlite3.DatabaseError) and ("malformed" in words or "not a database" in words):
        return StorageError(
            _("The catalogue is damaged."),
            file=str(where),
            advice=_("Restore the folder from a backup with “reppu restore”."),
        )
    return StorageError(
        _(
            "The disk or the operating system reported a fault: {words}",
            words=fault_in_words(fault) if isinstance(fault, OSError) else words,
        ),
        file=str(where),
        advice=_("Run “reppu doctor” to see whether stored data is affected."),
        retry_helps=True,
    )
