"""Facts on their way in: written and fsynced as Parquet files that nobody sees until their entry is committed."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from reppu.lake.catalogue import Catalogue, FactsFile
from reppu.lake.disk import HashedFile, remove, storage_error, sync_folder
from reppu.lake.journal import check_entry, check_move, fold_channels, fold_moves
from reppu.lake.schema import FEW_WORDS, NOT_TELLING, TABLES

ROWS_PER_GROUP = 131_072  # our choice: some 10 MB of observations, so memory stays flat however long a file is
TEXTS_EXPIRE_AFTER_DAYS = 730  # other people's texts; design, "Personal data"

# Without these a row cannot be found again, or says nothing.
_NEVER_NULL = {
    "posts": ("channel_id", "post_id", "as_of"),
    "observations": ("channel_id", "subject_kind", "subject_id", "measure", "window", "breakdown", "as_of"),
    "interactions": ("channel_id", "interaction_id", "as_of"),
    "interaction_texts": ("channel_id", "interaction_id"),
    "audience": ("channel_id", "dimension", "bucket", "as_of"),
    "inputs": ("as_of",),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a commit. already: the same import counts already, under `entry_no`; nothing was added."""

    entry_no: int
    already: bool


class FactsWriter:
    """One Parquet file being written, row groups at a time; also used by compaction and erasure."""

    def __init__(self, folder: Path, table: str, schema: pa.Schema) -> None:
        import pyarrow.parquet as pq  # takes 50 ms, and who reads needs none of it

        self.table = table
        self.name = f"{table}-{uuid.uuid4().hex}.parquet"
        self.path = folder / self.name
        self.rows = 0
        self.times: tuple[datetime, datetime] | None = None
        self._schema = schema
        self._stored = pa.schema([pa.field(f.name, _stored_as(f)) for f in schema])
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_rows = 0
        self._file = HashedFile(self.path)
        try:
            self._parquet = pq.ParquetWriter(
                pa.PythonFile(self._file, mode="w"),
                self._stored,
                compression="zstd",
                compression_level=1,
                # readers are to see the types of `schema`, however the words were handed over
                store_schema=False,
                write_statistics=[name for name in schema.names if name not in NOT_TELLING],
            )
        except BaseException:
            self._file.close()
            remove(self.path)
            raise

    def write(self, batch: pa.RecordBatch) -> None:
        """Rows of the schema; their columns of words may be dictionary-encoded."""
        columns = [_as_stored(batch.column(field.name), field.type) for field in self._stored]
        self._waiting.append(pa.RecordBatch.from_arrays(columns, schema=self._stored))
        self._waiting_rows += batch.num_rows
        self.rows += batch.num_rows
        if self._waiting_rows >= ROWS_PER_GROUP:
            self._write_group()

    def _write_group(self) -> None:
        if self._waiting_rows:
            # one list of words a column: with several, Parquet's writer takes the words one by one
            group = pa.Table.from_batches(self._waiting, self._stored).unify_dictionaries()
            self._parquet.write_table(group, row_group_size=2 * ROWS_PER_GROUP)
            if "as_of" in self._schema.names:
                span = pc.min_max(group.column("as_of")).as_py()
                if span["min"] is not None:
                    low, high = self.times or (span["min"], span["max"])
                    self.times = min(low, span["min"]), max(high, span["max"])
        self._waiting = []
        self._waiting_rows = 0

    def finish(self) -> str:
        """Everything is on the disk; returns the checksum. The file stays locked until `close`."""
        self._write_group()
        self._parquet.close()
        return self._file.sync()

    def describe(self, entries: tuple[int, ...], checksum: str) -> FactsFile:
        low, high = self.times or (None, None)
        return FactsFile(
            name=self.name,
            table=self.table,
            entries=entries,
            has_entry_no="entry_no" in self._schema.names,
            columns=tuple(name for name in self._schema.names if name != "entry_no"),
            rows=self.rows,
            bytes=self._file.bytes,
            checksum=checksum,
            min_time=low,
            max_time=high,
        )

    def close(self) -> None:
        self._file.close()

    def discard(self) -> None:
        self._file.close()
        self._parquet.close()  # writes into the closed file, that is, nowhere
        remove(self.path)


class Staging:
    """Facts of one import. Use as a context manager: what is not committed at its end is removed.

    >>> with lake.staging() as staging:                          # doctest: +SKIP
    ...     staging.write("observations", batch)                 # as often as you like, any table
    ...     receipt = staging.commit(identity=identity, content_hash=hash_of_bytes, payload={...}, who="cli")
    """

    def __init__(self, catalogue: Catalogue, after_commit: Callable[[], None] = lambda: None) -> None:
        self._catalogue = catalogue
        self._folder = catalogue.folder / "data"
        self._after_commit = after_commit
        self._writers: dict[str, FactsWriter] = {}
        self._done = False
        self._perhaps_committed = False

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def rows(self, table: str) -> int:
        """Rows of `table` written so far."""
        writer = self._writers.get(table)
        return 0 if writer is None else writer.rows

    def write(self, table: str, rows: pa.RecordBatch | pa.Table) -> None:
        """Adds rows; their schema must be that of TABLES[table], in any order of columns, missing ones null.

        Raises ValueError for rows that break the table's rules (a reader's mistake, not the user's), ReppuError
        when the disk refuses.
        """
        if self._done:
            raise ValueError("this staging is over: take a new one for the next import")
        conformed = _conform(table, rows)
        if conformed.num_rows == 0:
            return
        try:
            writer = self._writers.get(table)
            if writer is None:
                writer = self._writers[table] = FactsWriter(self._folder, table, TABLES[table])
            for batch in conformed.to_batches():
                writer.write(batch)
        except OSError as fault:
            self.discard()
            raise storage_error(fault, self._folder) from fault

    def commit(
        self,
        kind: str = "import",
        *,
        identity: str | None,
        content_hash: str | None,
        payload: dict[str, Any],
        who: str,
        setup: Sequence[tuple[str, dict[str, Any]]] = (),
    ) -> Receipt:
        """Makes all that was written visible at once, as one entry of the journal.

        identity: hash of everything that makes this import what it is; when it counts already, nothing is added
        and the receipt says so. content_hash: hash of the bytes alone, for `Lake.imports_of`. payload: what people
        will want to know ("file", "recognised_as", "channel", counts); no personal data. setup: entries of kind
        channel, setting or mapping that the import needs, made in the same transaction, before it.
        """
        if self._done:
            raise ValueError("this staging is over: take a new one for the next import")
        if kind not in ("import", "input"):
            raise ValueError(f"facts come with entries of kind import or input, not {kind!r}")
        catalogue = self._catalogue
        try:
            earlier = catalogue.entry_of(identity) if identity is not None else None
            if earlier is not None:  # looked up again below, under the lock; here it saves the fsyncs
                return Receipt(earlier, already=True)
            checksums = {table: writer.finish() for table, writer in self._writers.items()}
            if checksums:
                sync_folder(self._folder)
            self._perhaps_committed = True
            with catalogue.writing():
                earlier = catalogue.entry_of(identity) if identity is not None else None
                if earlier is not None:
                    return Receipt(earlier, already=True)
                for setup_kind, setup_payload in setup:
                    add_checked(catalogue, setup_kind, setup_payload, who)
                entry_no = catalogue.add_entry(kind, payload, who, identity=identity, content_hash=content_hash)
                for table, writer in self._writers.items():
                    catalogue.add_file(writer.describe((entry_no,), checksums[table]))
        except (OSError, sqlite3.Error) as fault:
            raise storage_error(fault, self._folder) from fault
        finally:
            self.discard()
        self._after_commit()
        return Receipt(entry_no, already=False)

    def discard(self) -> None:
        """Forgets what was written and not committed."""
        self._done = True
        writers, self._writers = self._writers, {}
        # Ctrl-C may arrive between the commit and this line: a file that the catalogue names is never removed.
        kept = self._catalogue.known_names() if writers and self._perhaps_committed else set()
        for writer in writers.values():
            if writer.name in kept:
                writer.close()
            else:
                writer.discard()


def add_checked(catalogue: Catalogue, kind: str, payload: dict[str, Any], who: str) -> int | None:
    """Adds an entry inside an open transaction, when its payload is valid and says something new."""
    entries = catalogue.entries(catalogue.position(), ["channel"])
    if not check_entry(kind, payload, fold_channels(entries)):
        return None
    if kind == "channel" and payload["action"] == "moved":
        moved = catalogue.entry(payload["entry_no"])
        if not check_move(payload, moved, fold_moves(entries)):
            return None
    return catalogue.add_entry(kind, payload, who)


def _conform(table: str, rows: pa.RecordBatch | pa.Table) -> pa.Table:
    if table not in TABLES:
        raise ValueError(f"there is no facts table {table!r}; expected one of {', '.join(TABLES)}")
    schema = TABLES[table]
    unknown = set(rows.schema.names) - set(schema.names)
    if unknown:
        raise ValueError(f"{table} has no column {', '.join(sorted(unknown))}")
    columns = []
    for wanted in schema:
        if wanted.name not in rows.schema.names:
            column = pa.chunked_array([pa.nulls(rows.num_rows, wanted.type)])
        else:
            column = rows.column(wanted.name)
            words = pa.types.is_dictionary(column.type) and column.type.value_type == wanted.type
            if column.type != wanted.type and not (words and wanted.name in FEW_WORDS):
                column = column.cast(wanted.type)
        if wanted.name in _NEVER_NULL[table] and column.null_count:
            raise ValueError(f"{table}.{wanted.name} may not be null")
        if pa.types.is_floating(wanted.type) and pc.all(pc.is_finite(column)).as_py() is False:
            raise ValueError(f"{table}.{wanted.name} holds a number that is not finite; null says that it is missing")
        if table == "interaction_texts" and wanted.name == "expires" and column.null_count:
            last_day = datetime.now(UTC).date() + timedelta(days=TEXTS_EXPIRE_AFTER_DAYS)
            column = pc.fill_null(column, pa.scalar(last_day, pa.date32()))
        columns.append(column)
    return pa.table(columns, names=schema.names)


def _stored_as(field: pa.Field) -> pa.DataType:
    words = field.name in FEW_WORDS and pa.types.is_string(field.type)
    return pa.dictionary(pa.int32(), pa.string()) if words else field.type


def _as_stored(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if column.type == kind:
        return column
    if pa.types.is_dictionary(column.type):
        return pa.DictionaryArray.from_arrays(column.indices.cast(pa.int32()), column.dictionary)
    return column.dictionary_encode() if pa.types.is_dictionary(kind) else column.cast(kind)
