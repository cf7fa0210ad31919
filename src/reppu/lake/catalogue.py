"""The catalogue: which entries were made and which files count. All SQL that touches it is in this file."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reppu.lake.disk import CHECKSUM, StorageError, storage_error, sync_folder
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

FORMAT = 1  # raised when a reader of the older format could misread the newer one
BUSY_SECONDS = 20  # our choice: an import's commit takes milliseconds, an erasure seconds
ENTRY_KINDS = ("import", "withdraw", "channel", "setting", "mapping", "correction", "input", "erase")

_TABLES = """
create table if not exists meta (name text primary key, value text not null) strict;
create table if not exists journal (
    entry_no integer primary key autoincrement,
    kind text not null,
    at text not null,
    who text not null,
    payload text not null,
    identity text,
    content_hash text,
    target integer references journal(entry_no)
) strict;
create index if not exists journal_by_kind on journal(kind, entry_no);
create index if not exists journal_by_content on journal(content_hash) where content_hash is not null;
-- The identities of imports that count now; a withdrawn import gives its identity back.
create table if not exists identities (identity text primary key, entry_no integer not null) strict;
create table if not exists files (
    name text primary key,
    table_name text not null,
    first_entry integer not null,
    last_entry integer not null,
    entries text not null,
    has_entry_no integer not null,
    columns text not null,
    rows integer not null,
    bytes integer not null,
    checksum text not null,
    min_time text,
    max_time text,
    live_from text not null,
    live_until text
) strict;
create index if not exists files_by_table on files(table_name, live_until, first_entry);
"""

# Each lifts a catalogue from the format that is its key to the next. Empty while there is one format.
MIGRATIONS: dict[int, str] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. `withdrawn_by`: the entry that took it back, as seen at the position asked for."""

    entry_no: int
    kind: str
    at: datetime
    who: str
    payload: dict[str, Any]
    withdrawn_by: int | None


@dataclass(frozen=True, slots=True)
class FactsFile:
    """One Parquet file that the catalogue names.

    entries: the imports whose rows it holds; has_entry_no: whether it says so per row (compacted files do, a file
    of one import need not). min_time, max_time: of as_of. live_until: None while readers use it.
    """

    name: str
    table: str
    entries: tuple[int, ...]
    has_entry_no: bool
    columns: tuple[str, ...]
    rows: int
    bytes: int
    checksum: str
    min_time: datetime | None
    max_time: datetime | None
    live_from: datetime | None = None
    live_until: datetime | None = None


class Catalogue:
    """`catalog.sqlite` of one lake: one connection a thread, writers in turn, readers never waiting."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "catalog.sqlite"
        self._local = threading.local()
        try:
            (folder / "data").mkdir(parents=True, exist_ok=True)
            self._prepare()
        except (OSError, sqlite3.Error) as fault:
            raise storage_error(fault, folder) from fault

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute(f"pragma busy_timeout={BUSY_SECONDS * 1000}")
        connection.execute("pragma synchronous=full")
        connection.execute("pragma foreign_keys=on")
        return connection

    @property
    def connection(self) -> sqlite3.Connection:
        held: tuple[int, sqlite3.Connection] | None = getattr(self._local, "held", None)
        if held is None or held[0] != os.getpid():  # a connection must not be carried over a fork
            held = (os.getpid(), self._connect())
            self._local.held = held
        return held[1]

    def close(self) -> None:
        """Closes this thread's connection."""
        held: tuple[int, sqlite3.Connection] | None = getattr(self._local, "held", None)
        if held is not None and held[0] == os.getpid():
            held[1].close()
        self._local.held = None

    def _prepare(self) -> None:
        connection = self.connection
        found = connection.execute("pragma user_version").fetchone()[0]
        if found == FORMAT:
            return
        if found > FORMAT:
            raise ReppuError(
                _("This data was written by a newer Reppu (format {found}).", found=str(found)),
                file=str(self.path),
                expected=_("format {format} or older", format=str(FORMAT)),
                advice=_("Update Reppu; the data is intact and was not touched."),
            )
        has_journal = connection.execute("select 1 from sqlite_master where name = 'journal'").fetchone()
        if has_journal and found > 0:
            self._migrate(found)
            return
        connection.execute("pragma journal_mode=wal")
        with self.writing() as writer:
            for statement in _TABLES.split(";\n"):
                if statement.strip():
                    writer.execute(statement)
            writer.execute("insert or ignore into meta values ('checksum', ?), ('made', ?)", (CHECKSUM, _stamp()))
            writer.execute(f"pragma user_version={FORMAT}")
        sync_folder(self.folder)

    def _migrate(self, found: int) -> None:
        backup = self.folder / f"catalog-format-{found}-backup.sqlite"
        if not backup.exists():
            beside = backup.with_suffix(f".{os.getpid()}.new")
            copy = sqlite3.connect(beside)
            try:
                self.connection.backup(copy)
            finally:
                copy.close()
            beside.replace(backup)
            sync_folder(self.folder)
        with self.writing() as writer:
            step = writer.execute("pragma user_version").fetchone()[0]  # another process may have been faster
            while step < FORMAT:
                for statement in MIGRATIONS[step].split(";\n"):
                    if statement.strip():
                        writer.execute(statement)
                step += 1
            writer.execute(f"pragma user_version={FORMAT}")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, alone among writers; all of it becomes visible at its end or nothing does."""
        try:
            connection = self.connection
            connection.execute("begin immediate")
        except sqlite3.Error as fault:
            raise storage_error(fault, self.path) from fault
        try:
            yield connection
            connection.execute("commit")
        except BaseException as fault:
            if connection.in_transaction:
                connection.execute("rollback")
            if isinstance(fault, sqlite3.Error):
                raise storage_error(fault, self.path) from fault
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One view of the catalogue: every statement inside sees the same moment. May be nested."""
        try:
            connection = self.connection
            nested = connection.in_transaction
            if not nested:
                connection.execute("begin")
        except sqlite3.Error as fault:
            raise storage_error(fault, self.path) from fault
        try:
            yield connection
        except sqlite3.Error as fault:
            raise storage_error(fault, self.path) from fault
        finally:
            if not nested and connection.in_transaction:
                connection.execute("rollback")

    # Reading the journal

    def position(self) -> int:
        with self.reading() as view:
            return int(view.execute("select coalesce(max(entry_no), 0) from journal").fetchone()[0])

    def resolve(self, position: int | None) -> int:
        """`position`, or the newest one. Raises ReppuError for one that the journal has not reached."""
        newest = self.position()
        if position is None:
            return newest
        if not 0 <= position <= newest:
            raise ReppuError(
                _("Position {position} does not exist.", position=str(position)),
                expected=_("a position from 0 to {newest}", newest=str(newest)),
                advice=_("Check that this is the right organisation and the right data folder."),
            )
        return position

    def withdrawn(self, position: int) -> dict[int, int]:
        """Entry → the entry that took it back, as the first `position` entries made it. A withdrawal may itself be
        withdrawn."""
        with self.reading() as view:
            rows = view.execute(
                "select entry_no, target from journal where kind = 'withdraw' and entry_no <= ? order by entry_no desc",
                (position,),
            ).fetchall()
        taken: dict[int, int] = {}
        # Newest first: only later entries can take back a withdrawal, so its own fate is known when it is reached.
        for entry_no, target in rows:
            if entry_no not in taken:
                taken[target] = entry_no
        return taken

    def entries(self, position: int, kinds: Sequence[str] | None = None) -> list[Entry]:
        with self.reading() as view:
            wanted = tuple(kinds or ENTRY_KINDS)
            rows = view.execute(
                "select entry_no, kind, at, who, payload from journal where entry_no <= ? and kind in "
                f"({','.join('?' * len(wanted))}) order by entry_no",
                (position, *wanted),
            ).fetchall()
            taken = self.withdrawn(position)
        return [
            Entry(number, kind, _moment(at), who, json.loads(payload), taken.get(number))
            for number, kind, at, who, payload in rows
        ]

    def entry(self, entry_no: int) -> Entry | None:
        with self.reading() as view:
            row = view.execute(
                "select entry_no, kind, at, who, payload from journal where entry_no = ?", (entry_no,)
            ).fetchone()
            taken = self.withdrawn(self.position())
        if row is None:
            return None
        return Entry(row[0], row[1], _moment(row[2]), row[3], json.loads(row[4]), taken.get(entry_no))

    def imports_of(self, content_hash: str) -> list[Entry]:
        with self.reading() as view:
            numbers = view.execute(
                "select entry_no from journal where content_hash = ? order by entry_no", (content_hash,)
            ).fetchall()
            found = [self.entry(number) for (number,) in numbers]
        return [entry for entry in found if entry is not None and entry.withdrawn_by is None]

    def entry_of(self, identity: str) -> int | None:
        """The entry that counts now under this identity."""
        with self.reading() as view:
            row = view.execute("select entry_no from identities where identity = ?", (identity,)).fetchone()
        return None if row is None else int(row[0])

    # Adding to the journal; each is called inside `writing`

    def add_entry(
        self,
        kind: str,
        payload: dict[str, Any],
        who: str,
        *,
        identity: str | None = None,
        content_hash: str | None = None,
        target: int | None = None,
    ) -> int:
        writer = self.connection
        words = json.dumps(payload, ensure_ascii=False, sort_keys=True)
        row = writer.execute(
            "insert into journal(kind, at, who, payload, identity, content_hash, target) values (?,?,?,?,?,?,?) "
            "returning entry_no",
            (kind, _stamp(), who, words, identity, content_hash, target),
        ).fetchone()
        entry_no = int(row[0])
        if identity is not None:
            writer.execute("insert into identities values (?, ?)", (identity, entry_no))
        return entry_no

    def settle_identities(self, before: dict[int, int], after: dict[int, int]) -> None:
        """Takes the identities of newly withdrawn imports out of use, and those of restored ones back into use."""
        writer = self.connection
        for entry_no in after.keys() - before.keys():
            writer.execute("delete from identities where entry_no = ?", (entry_no,))
        for entry_no in before.keys() - after.keys():
            row = writer.execute("select identity from journal where entry_no = ?", (entry_no,)).fetchone()
            if row is None or row[0] is None:
                continue
            holder = writer.execute("select entry_no from identities where identity = ?", (row[0],)).fetchone()
            if holder is not None:
                raise ReppuError(
                    _("Import {old} cannot be brought back: the same file was imported again as {new}.",
                      old=str(entry_no), new=str(holder[0])),
                    advice=_("Withdraw import {new} first.", new=str(holder[0])),
                )  # fmt: skip
            writer.execute("insert into identities values (?, ?)", (row[0], entry_no))

    # Files

    def add_file(self, file: FactsFile) -> None:
        self.connection.execute(
            "insert into files values (?,?,?,?,?,?,?,?,?,?,?,?,?,null)",
            (
                file.name,
                file.table,
                file.entries[0],
                file.entries[-1],
                json.dumps(file.entries),
                int(file.has_entry_no),
                json.dumps(file.columns),
                file.rows,
                file.bytes,
                file.checksum,
                file.min_time and file.min_time.isoformat(),
                file.max_time and file.max_time.isoformat(),
                _stamp(),
            ),
        )

    def files(self, table: str | None = None, position: int | None = None) -> list[FactsFile]:
        """The files that readers use now, those with rows of the first `position` entries, oldest first."""
        with self.reading() as view:
            rows = view.execute(
                "select * from files where live_until is null and table_name = coalesce(?, table_name) "
                "and first_entry <= coalesce(?, first_entry) order by first_entry, name",
                (table, position),
            ).fetchall()
        return [_file(row) for row in rows]

    def replaced_files(self) -> list[FactsFile]:
        """Files that compaction has merged into others and that running readers may still hold."""
        with self.reading() as view:
            rows = view.execute("select * from files where live_until is not null order by name").fetchall()
        return [_file(row) for row in rows]

    def known_names(self) -> set[str]:
        with self.reading() as view:
            return {name for (name,) in view.execute("select name from files")}

    def still_live(self, names: Sequence[str]) -> bool:
        view = self.connection
        return all(
            view.execute("select 1 from files where name = ? and live_until is null", (name,)).fetchone()
            for name in names
        )

    def retire_files(self, names: Sequence[str], at: datetime | None = None) -> None:
        """No new reader is told of these files; they are removed a day after `at` (default now)."""
        stamp = _stamp() if at is None else at.isoformat()
        self.connection.executemany("update files set live_until = ? where name = ?", [(stamp, n) for n in names])

    def forget_files(self, names: Sequence[str]) -> None:
        self.connection.executemany("delete from files where name = ?", [(n,) for n in names])

    def single_import_files(self, many_rows: int) -> list[tuple[str, int, int]]:
        """(table, its files of one import each that have fewer than `many_rows`, those that have more)."""
        with self.reading() as view:
            return view.execute(
                "select table_name, sum(rows < ?1), sum(rows >= ?1) from files where live_until is null "
                "and first_entry = last_entry group by table_name",
                (many_rows,),
            ).fetchall()

    def empty_log(self) -> None:
        """Folds the write-ahead log into the catalogue, as far as readers allow."""
        try:
            self.connection.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.Error as fault:
            raise storage_error(fault, self.path) from fault

    def integrity(self) -> str:
        """ "ok", or SQLite's own words about what is damaged."""
        try:
            return str(self.connection.execute("pragma quick_check").fetchone()[0])
        except sqlite3.DatabaseError as fault:
            return str(fault)


def _file(row: tuple[Any, ...]) -> FactsFile:
    (name, table, _first, _last, entries, has_entry_no, columns, rows, size, checksum, low, high, since, until) = row
    return FactsFile(
        name=name,
        table=table,
        entries=tuple(json.loads(entries)),
        has_entry_no=bool(has_entry_no),
        columns=tuple(json.loads(columns)),
        rows=rows,
        bytes=size,
        checksum=checksum,
        min_time=_moment(low) if low else None,
        max_time=_moment(high) if high else None,
        live_from=_moment(since),
        live_until=_moment(until) if until else None,
    )


def _stamp() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


__all__ = ["BUSY_SECONDS", "ENTRY_KINDS", "FORMAT", "Catalogue", "Entry", "FactsFile", "StorageError"]
