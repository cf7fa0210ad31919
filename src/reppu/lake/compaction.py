"""Merging many small files into few, and removing what no reader needs. Changes no answer at any position."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from reppu.lake.catalogue import Catalogue, FactsFile
from reppu.lake.disk import alone, is_being_written, remove, storage_error, sync_folder
from reppu.lake.facts import DamagedFile, check_files
from reppu.lake.schema import FEW_WORDS, TABLES
from reppu.lake.staging import FactsWriter

AFTER_IMPORTS = 100  # 600 files of one import cost 0.4 s a read (data-core.md, trap 2); 100 cost 0.07 s
# Opening a file costs a read 0.5 ms, as much as some thousands of its rows, and merging it rewrites them all: five files of so
# many rows wait like one small one. 240 files of 42,000 rows took 9 s to import and 9 s to merge, for 0.11 s a read (measured).
MANY_ROWS = 20_000
FILES_OF_MANY_ROWS_LIKE_ONE = 5
KEEP_REPLACED = timedelta(days=1)  # a reader that runs longer than a day is told to read again
LARGE_ROWS = 2_000_000  # our choice: such a file is left alone, so that no row is written again and again
_BATCH_ROWS = 131_072

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Compacted:
    """What a compaction did: files merged, files made of them, replaced or orphaned files removed."""

    merged: int = 0
    made: int = 0
    removed: int = 0


def compact(
    catalogue: Catalogue, *, now: datetime | None = None, tables: Iterable[str] = tuple(TABLES)
) -> Compacted | None:
    """Merges small files of `tables` and removes old ones. None: another process is at it, and nothing was done.

    Damaged files are left where they are, for `doctor` to name. Raises ReppuError when the disk refuses.
    """
    now = now or datetime.now(UTC)
    merged = made = removed = 0
    try:
        with alone(maintenance_lock(catalogue)) as mine:
            if not mine:
                return None
            removed = sweep(catalogue, now)  # first, since it may make the room that merging needs
            for table in tables:
                for group in _groups(catalogue, table):
                    merged += len(group)
                    made += _merge(catalogue, table, group)
    except (OSError, sqlite3.Error) as fault:
        raise storage_error(fault, catalogue.folder) from fault
    return Compacted(merged, made, removed)


def maintenance_lock(catalogue: Catalogue) -> Path:
    """Held by whoever rewrites files: compaction and erasure."""
    return catalogue.folder / "maintenance.lock"


def _groups(catalogue: Catalogue, table: str) -> list[list[FactsFile]]:
    groups: list[list[FactsFile]] = []
    rows = LARGE_ROWS
    for file in catalogue.files(table):
        if file.rows >= LARGE_ROWS:
            continue
        try:
            # Merging damaged bytes would give them a fresh checksum, and hide the damage for ever.
            check_files(catalogue, [file], again=True)
        except DamagedFile as damage:
            log.warning("%s", damage)
            continue
        if rows + file.rows > LARGE_ROWS:
            groups.append([])
            rows = 0
        groups[-1].append(file)
        rows += file.rows
    return [group for group in groups if len(group) > 1]


def _merge(catalogue: Catalogue, table: str, group: list[FactsFile]) -> int:
    folder = catalogue.folder / "data"
    schema = TABLES[table].append(pa.field("entry_no", pa.int64()))
    writer = FactsWriter(folder, table, schema)
    committed = False
    try:
        for file in group:
            for batch in read_batches(folder, file, schema, words=True):
                writer.write(batch)
        checksum = writer.finish()
        sync_folder(folder)
        entries = tuple(sorted({entry for file in group for entry in file.entries}))
        names = [file.name for file in group]
        with catalogue.writing():
            if not catalogue.still_live(names):  # rewritten by an erasure meanwhile: leave it for the next time
                return 0
            catalogue.retire_files(names)
            catalogue.add_file(writer.describe(entries, checksum))
            committed = True
    finally:
        # Only a look into the catalogue tells whether an interrupted commit took place.
        if committed and writer.name in catalogue.known_names():
            writer.close()
        else:
            writer.discard()
    return 1


def read_batches(folder: Path, file: FactsFile, schema: pa.Schema, words: bool = False) -> Iterator[pa.RecordBatch]:
    """A file's rows as `schema` with entry_no filled in, a batch at a time. words: FEW_WORDS stay lists and pointers."""
    import pyarrow.parquet as pq  # as in staging

    kept = [name for name in file.columns if name in FEW_WORDS] if words else None
    with pq.ParquetFile(folder / file.name, read_dictionary=kept) as parquet:
        for batch in parquet.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
            columns = []
            for wanted in schema:
                if wanted.name in batch.schema.names:
                    columns.append(batch.column(wanted.name))
                elif wanted.name == "entry_no":
                    columns.append(pa.repeat(pa.scalar(file.entries[0], pa.int64()), batch.num_rows))
                else:
                    columns.append(pa.nulls(batch.num_rows, wanted.type))
            yield pa.RecordBatch.from_arrays(columns, names=schema.names)


def sweep(catalogue: Catalogue, now: datetime) -> int:
    """Removes files replaced more than a day ago, and what killed imports left more than a day ago."""
    folder = catalogue.folder / "data"
    gone = [
        file.name
        for file in catalogue.replaced_files()
        if file.live_until is not None and file.live_until <= now - KEEP_REPLACED
    ]
    # First the file, then its line: killed in between, the next sweep ends the work.
    for name in gone:
        remove(folder / name)
    if gone:
        sync_folder(folder)
        gone = [name for name in gone if not (folder / name).exists()]
        with catalogue.writing():
            catalogue.forget_files(gone)
    return len(gone) + remove_orphans(catalogue, older_than=now - KEEP_REPLACED)


def remove_orphans(catalogue: Catalogue, *, older_than: datetime | None, tables: tuple[str, ...] = ()) -> int:
    """Removes Parquet files that no line of the catalogue names and nobody is writing."""
    folder = catalogue.folder / "data"
    found = [path for path in folder.iterdir() if path.suffix == ".parquet"]
    known = catalogue.known_names()  # asked after the folder was listed: a file committed in between is known
    removed = 0
    for path in found:
        if path.name in known or (tables and path.name.rsplit("-", 1)[0] not in tables):
            continue
        try:
            age = path.stat().st_mtime
        except FileNotFoundError:
            continue
        if older_than is not None and age > older_than.timestamp():
            continue
        # An import holds its files locked until its commit is over, so an unlocked one is committed or abandoned.
        if is_being_written(path) or path.name in catalogue.known_names():
            continue
        removed += remove(path)
    return removed


def waiting_files(catalogue: Catalogue) -> dict[str, int]:
    """How many small files of each table wait to be merged; several large ones count as one."""
    return {
        table: small + large // FILES_OF_MANY_ROWS_LIKE_ONE
        for table, small, large in catalogue.single_import_files(MANY_ROWS)
    }


def compact_when_due(catalogue: Catalogue) -> Compacted:
    """Merges the tables that 100 imports, or 500 large ones, have written to. A fault is logged and not raised: the import that led here is committed."""
    from reppu.vocabulary.errors import ReppuError

    started = time.monotonic()
    try:
        due = [table for table, waiting in waiting_files(catalogue).items() if waiting >= AFTER_IMPORTS]
        if not due:
            return Compacted()
        done = compact(catalogue, tables=due) or Compacted()
    except ReppuError as fault:
        log.warning("compaction was put off: %s", fault)
        return Compacted()
    log.info("compacted %s files in %.1f s", done.merged, time.monotonic() - started)
    return done
