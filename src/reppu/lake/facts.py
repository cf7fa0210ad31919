"""Which files and rows count at a position, and the expression that reads them."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from reppu.lake.catalogue import Catalogue, Entry, FactsFile
from reppu.lake.disk import checksum_of
from reppu.lake.engine import Scanned, engine
from reppu.lake.journal import (
    Channel,
    Correction,
    Homes,
    Settings,
    fold_channels,
    fold_corrections,
    fold_homes,
    fold_settings,
)
from reppu.lake.schema import TABLES
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Files whose bytes this process has compared with their checksum: path → (size, mtime_ns).
_seen_whole: dict[Path, tuple[int, int]] = {}
_seen_lock = threading.Lock()


class DamagedFile(ReppuError):
    """Stored facts cannot be read; `imports` can restore them."""

    def __init__(self, happened: Text, file: str, imports: tuple[int, ...], advice: Text) -> None:
        super().__init__(happened, file=file, advice=advice)
        self.imports = imports


@dataclass(frozen=True, slots=True)
class World:
    """What the first `position` entries made: one consistent look at the catalogue."""

    position: int
    withdrawn: dict[int, int]
    channels: list[Channel]
    homes: Homes
    settings: Settings
    corrections: list[Correction]
    files: dict[str, list[FactsFile]]


def look(catalogue: Catalogue, position: int | None) -> World:
    """The world at a position. Raises ReppuError when the journal has not reached it."""
    with catalogue.reading():
        at = catalogue.resolve(position)
        entries = catalogue.entries(at, ["channel", "setting", "correction"])
        return World(
            at,
            catalogue.withdrawn(at),
            fold_channels(entries),
            fold_homes(entries),
            fold_settings(entries),
            fold_corrections(entries),
            {table: catalogue.files(table, at) for table in TABLES},
        )


def read_facts(
    catalogue: Catalogue,
    world: World,
    table: str,
    *,
    stated_until: datetime | None = None,
    only_entries: Iterable[int] | None = None,
) -> ir.Table:
    """Live facts of one table: withdrawn entries skipped, channels merged and imports moved, `entry_no` and `channel_id_stated` added.

    stated_until: leaves files out that hold only later statements (rows are not filtered). only_entries: exactly
    the rows of these entries, withdrawn or not.
    """
    if table not in TABLES:
        raise ReppuError(
            _("There is no facts table “{table}”.", table=table),
            expected=_("one of: {tables}", tables=", ".join(TABLES)),
        )
    if stated_until is not None and stated_until.tzinfo is None:
        raise ValueError("as_of needs its time zone: a moment without one means another hour elsewhere")
    schema = TABLES[table].append(pa.field("entry_no", pa.int64()))
    if only_entries is None:
        live = {e for file in world.files[table] for e in file.entries if e <= world.position}
        live -= world.withdrawn.keys()
    else:
        live = set(only_entries)
    files = [
        file
        for file in world.files[table]
        if not live.isdisjoint(file.entries)
        and (stated_until is None or file.min_time is None or file.min_time <= stated_until)
    ]
    check_files(catalogue, files)
    folder = catalogue.folder / "data"
    rows = engine().scan(
        schema,
        [Scanned(folder / f.name, f.columns, None if f.has_entry_no else f.entries[0]) for f in files],
    )
    inside = {entry for file in files for entry in file.entries}
    left_out = inside - live
    if left_out:
        newest = max(inside & live)
        later = {entry for entry in left_out if entry > newest}
        if later:
            rows = rows.filter(rows.entry_no <= newest)
        skipped = sorted(left_out - later)
        kept = sorted(inside & live)
        if skipped and len(kept) < len(skipped):
            rows = rows.filter(rows.entry_no.isin(kept))
        elif skipped:
            rows = rows.filter(~rows.entry_no.isin(skipped))
    return rows.mutate(channel_id_stated=rows.channel_id, channel_id=_home(rows, world.homes, inside))


def _home(rows: ir.Table, homes: Homes, inside: set[int]) -> Any:
    """The channel that carries each row."""
    import ibis

    merged = homes.merged
    home = rows.channel_id.cases(*merged.items(), else_=rows.channel_id) if merged else rows.channel_id
    moved: dict[tuple[str, str], list[int]] = {}
    for (entry_no, stated), into in sorted(homes.moved.items()):
        if entry_no in inside:
            moved.setdefault((stated, into), []).append(entry_no)
    if not moved:
        return home
    return ibis.cases(
        *(
            ((rows.channel_id == stated) & rows.entry_no.isin(entries), ibis.literal(into))
            for (stated, into), entries in moved.items()
        ),
        else_=home,
    )


def check_files(catalogue: Catalogue, files: Iterable[FactsFile], *, again: bool = False) -> None:
    """Raises DamagedFile, naming the import that can restore it, unless every file is there, whole and unchanged.

    Bytes are compared with the checksum once a process for each file (again: now), 1 GB a second and core; length
    always.
    """
    unseen = []
    for file in files:
        path = catalogue.folder / "data" / file.name
        try:
            found = path.stat()
        except FileNotFoundError:
            raise damaged(catalogue, file, "missing") from None
        if found.st_size != file.bytes:
            raise damaged(catalogue, file, "length")
        if again or _seen_whole.get(path) != (found.st_size, found.st_mtime_ns):
            unseen.append((path, file, (found.st_size, found.st_mtime_ns)))
    if not unseen:
        return
    with ThreadPoolExecutor(2) as pool:
        sums = list(pool.map(lambda one: checksum_of(one[0]), unseen))
    for (path, file, seen), found_sum in zip(unseen, sums, strict=True):
        if found_sum != file.checksum:
            raise damaged(catalogue, file, "bytes")
        with _seen_lock:
            if len(_seen_whole) > 100_000:
                _seen_whole.clear()
            _seen_whole[path] = seen


def damaged(catalogue: Catalogue, file: FactsFile, how: str) -> DamagedFile:
    """The error that names a damaged file and the imports that can restore it."""
    happened = {
        "missing": _("A file of stored facts is missing."),
        "length": _("A file of stored facts has lost or gained bytes."),
        "bytes": _("A file of stored facts is damaged: its bytes have changed."),
    }[how]
    entries = [entry for number in file.entries if (entry := catalogue.entry(number)) is not None]
    live = [entry for entry in entries if entry.withdrawn_by is None]
    named = ", ".join(describe_import(entry) for entry in live[:20]) + (" …" if len(live) > 20 else "")
    return DamagedFile(
        happened,
        f"data/{file.name}",
        tuple(entry.entry_no for entry in live),
        _(
            "Restore the file from a backup, or withdraw and import again: {imports}. “reppu doctor” checks all files.",
            imports=named,
        ),
    )


def describe_import(entry: Entry) -> str:
    """An import in a few words: number, file name, day."""
    file = entry.payload.get("file")
    return f"{entry.entry_no}" + (f" ({file}, {entry.at:%Y-%m-%d})" if file else f" ({entry.at:%Y-%m-%d})")
