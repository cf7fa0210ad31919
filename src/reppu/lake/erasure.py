"""Taking other people's texts out for good: files are rewritten without them and the old ones removed at once."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from reppu.lake.catalogue import Catalogue, FactsFile
from reppu.lake.compaction import maintenance_lock, read_batches, remove_orphans, sweep
from reppu.lake.disk import StorageError, alone, storage_error, sync_folder
from reppu.lake.facts import check_files
from reppu.lake.journal import Homes, fold_homes
from reppu.lake.schema import TABLES
from reppu.lake.staging import FactsWriter
from reppu.vocabulary.language import _

_PERSONAL = ("interaction_texts", "interactions")
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)  # long ago, so that every sweep removes what is retired with it
_WAIT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Erased:
    """texts: removed. links: comments and shares that no longer point to a person. entry_no: of the journal; None
    when there was nothing to erase, or when the whole organisation went."""

    texts: int
    links: int
    entry_no: int | None


_Key = tuple[str | None, str | None]
_Filter = Callable[[pa.RecordBatch], pa.RecordBatch]


def erase_person(catalogue: Catalogue, actor_key: str, who: str) -> Erased:
    """Erases the texts of one person and the link from what they did to them. The entry does not name them."""

    def decide(homes: Homes, now: datetime) -> tuple[_Filter, _Filter | None]:
        theirs = {
            key
            for batch in _batches(catalogue, "interactions")
            for keys, actor in zip(_keys(batch, homes), batch.column("actor_key").to_pylist(), strict=True)
            if actor == actor_key
            for key in keys
        }

        def unlink(batch: pa.RecordBatch) -> pa.RecordBatch:
            hit = pc.fill_null(pc.equal(batch.column("actor_key"), actor_key), False)
            place = batch.schema.get_field_index("actor_key")
            return batch.set_column(
                place, batch.schema.field(place), pc.if_else(hit, pa.scalar(None, pa.string()), batch.column(place))
            )

        return (lambda batch: _without(batch, [not theirs.isdisjoint(keys) for keys in _keys(batch, homes)])), unlink

    return _rewrite(catalogue, {"what": "person"}, who, decide)


def erase_before(catalogue: Catalogue, before: date, who: str) -> Erased:
    """Erases texts written before a day (UTC); where nobody told when, those imported before it."""
    limit = datetime.combine(before, time(), UTC)

    def decide(homes: Homes, now: datetime) -> tuple[_Filter, _Filter | None]:
        written: dict[_Key, datetime | None] = {}
        for batch in _batches(catalogue, "interactions"):
            for keys, at in zip(_keys(batch, homes), batch.column("at").to_pylist(), strict=True):
                written.update(dict.fromkeys(keys, at))
        imported = {entry.entry_no: entry.at for entry in catalogue.entries(catalogue.position(), ["import", "input"])}

        def is_old(keys: set[_Key], entry_no: int) -> bool:
            at = next((at for key in sorted(keys, key=str) if (at := written.get(key))), None) or imported.get(
                entry_no, now
            )
            return at < limit

        def texts(batch: pa.RecordBatch) -> pa.RecordBatch:
            pairs = zip(_keys(batch, homes), batch.column("entry_no").to_pylist(), strict=True)
            return _without(batch, [is_old(keys, entry_no) for keys, entry_no in pairs])

        return texts, None

    return _rewrite(catalogue, {"what": "before", "before": before.isoformat()}, who, decide)


def erase_expired(catalogue: Catalogue, today: date, who: str) -> Erased:
    """Erases texts whose day of expiry is past. Does nothing while another process rewrites files: it can wait."""

    def is_past(batch: pa.RecordBatch) -> pa.BooleanArray:
        return pc.fill_null(pc.less(batch.column("expires"), pa.scalar(today)), False)

    def decide(homes: Homes, now: datetime) -> tuple[_Filter, _Filter | None]:
        return (lambda batch: _without(batch, is_past(batch).to_pylist())), None

    if not any(pc.any(is_past(batch)).as_py() for batch in _batches(catalogue, "interaction_texts")):
        return Erased(0, 0, None)
    return _rewrite(catalogue, {"what": "expired", "before": today.isoformat()}, who, decide, wait_seconds=0)


def erase_organisation(catalogue: Catalogue, folder: Path) -> Erased:
    """Removes everything of an organisation: facts, journal, key and cache. Nothing is left that could say so."""
    texts = sum(file.rows for file in catalogue.files("interaction_texts"))
    gone = folder.with_name(f".erased-{uuid.uuid4().hex}")
    try:
        with _maintenance(catalogue), catalogue.writing():
            pass  # whoever was writing is done
        catalogue.close()
        folder.rename(gone)  # at once for everybody who opens it from now on
        sync_folder(folder.parent)
        shutil.rmtree(gone)
        sync_folder(folder.parent)
    except OSError as fault:
        raise storage_error(fault, folder) from fault
    return Erased(texts, 0, None)


def texts_erased_since(catalogue: Catalogue, position: int) -> int:
    """How many texts were erased by entries after a position."""
    entries = catalogue.entries(catalogue.position(), ["erase"])
    return sum(int(entry.payload["texts"]) for entry in entries if entry.entry_no > position)


def _rewrite(
    catalogue: Catalogue,
    payload: dict[str, Any],
    who: str,
    decide: Callable[[Homes, datetime], tuple[_Filter, _Filter | None]],
    wait_seconds: float = _WAIT_SECONDS,
) -> Erased:
    now = datetime.now(UTC)
    writers: list[FactsWriter] = []
    counts = dict.fromkeys(_PERSONAL, 0)
    entry_no = None
    try:
        # Writers wait meanwhile, so that no text slips in between looking and rewriting; texts are few beside numbers.
        with _maintenance(catalogue, wait_seconds):
            with catalogue.writing():
                files = {table: catalogue.files(table) for table in _PERSONAL}
                check_files(catalogue, [file for table in _PERSONAL for file in files[table]], again=True)
                homes = fold_homes(catalogue.entries(catalogue.position(), ["channel"]))
                filters = dict(zip(_PERSONAL, decide(homes, now), strict=True))
                for table, keep in filters.items():
                    for file in files[table]:
                        counts[table] += _rewrite_file(catalogue, file, keep, writers) if keep is not None else 0
                if any(counts.values()):
                    sync_folder(catalogue.folder / "data")
                    # Copies that compaction keeps a day for running readers hold the same texts.
                    replaced = [file.name for file in catalogue.replaced_files() if file.table in _PERSONAL]
                    catalogue.retire_files(replaced, _AT_ONCE)
                    words = {"texts": counts["interaction_texts"], "links": counts["interactions"]}
                    entry_no = catalogue.add_entry("erase", payload | words, who)
            for writer in writers:
                writer.close()
            sweep(catalogue, now)
            remove_orphans(catalogue, older_than=None, tables=_PERSONAL)
            catalogue.empty_log()
    except (OSError, sqlite3.Error) as fault:
        raise storage_error(fault, catalogue.folder) from fault
    finally:
        known = catalogue.known_names() if writers else set()
        for writer in writers:
            if writer.name not in known:
                writer.discard()
    return Erased(counts["interaction_texts"], counts["interactions"], entry_no)


def _rewrite_file(catalogue: Catalogue, file: FactsFile, keep: _Filter, writers: list[FactsWriter]) -> int:
    """Writes the file anew if the filter changes it; returns how many rows it removed or changed."""
    folder = catalogue.folder / "data"
    schema = TABLES[file.table].append(pa.field("entry_no", pa.int64()))
    changed = 0
    for batch in read_batches(folder, file, schema):
        kept = keep(batch)
        changed += batch.num_rows - kept.num_rows
        if kept.num_rows == batch.num_rows and file.table == "interactions":
            changed += kept.column("actor_key").null_count - batch.column("actor_key").null_count
    if not changed:
        return 0
    writer = FactsWriter(folder, file.table, schema)
    writers.append(writer)
    for batch in read_batches(folder, file, schema):
        writer.write(keep(batch))
    checksum = writer.finish()
    catalogue.retire_files([file.name], _AT_ONCE)
    catalogue.add_file(writer.describe(file.entries, checksum))
    return changed


@contextmanager
def _maintenance(catalogue: Catalogue, wait_seconds: float = _WAIT_SECONDS) -> Iterator[None]:
    with alone(maintenance_lock(catalogue), wait_seconds) as mine:
        if not mine:
            raise StorageError(
                _("Another program has been writing for too long."),
                file=str(catalogue.folder),
                advice=_("Wait until the other import or compaction is ready."),
                retry_helps=True,
            )
        yield


def _batches(catalogue: Catalogue, table: str) -> Iterator[pa.RecordBatch]:
    schema = TABLES[table].append(pa.field("entry_no", pa.int64()))
    for file in catalogue.files(table):
        yield from read_batches(catalogue.folder / "data", file, schema)


def _keys(batch: pa.RecordBatch, homes: Homes) -> list[set[_Key]]:
    """What each row may be found by: its id in the channel that carries it, and in the one where it was stated. A text
    and its comment may have come with two imports, of which one was moved."""
    rows = zip(*(batch.column(name).to_pylist() for name in ("channel_id", "entry_no", "interaction_id")), strict=True)
    return [{(homes.of(c, entry_no), one), (homes.of(c), one)} for c, entry_no, one in rows]


def _without(batch: pa.RecordBatch, gone: list[bool]) -> pa.RecordBatch:
    return batch.filter(pa.array([not one for one in gone], pa.bool_()))
