"""A lake as it is at one moment, for a backup, while others import: nobody waits but compaction and erasure."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from reppu.lake.catalogue import Catalogue
from reppu.lake.compaction import maintenance_lock
from reppu.lake.disk import StorageError, alone, storage_error
from reppu.vocabulary.language import _

WAIT_SECONDS = 600  # our choice: a compaction of 100 million rows takes some minutes


@contextmanager
def held_still(catalogue: Catalogue, copy: Path) -> Iterator[list[Path]]:
    """Writes the catalogue of this moment to `copy`; gives the files that it names, which stay until the end of the block.

    Files never change, and those of a committed import are on the disk: so a copy of the catalogue, made in one
    transaction, and the files that it names are the lake.
    """
    with alone(maintenance_lock(catalogue), WAIT_SECONDS) as mine:
        if not mine:
            raise StorageError(
                _("Another program has been writing for too long."),
                file=str(catalogue.folder),
                advice=_("Wait until the other import or compaction is ready."),
                retry_helps=True,
            )
        try:
            with closing(sqlite3.connect(copy)) as target:
                catalogue.connection.backup(target)
                target.execute("pragma journal_mode=delete")
                names = [name for (name,) in target.execute("select name from files order by name")]
        except (OSError, sqlite3.Error) as fault:
            raise storage_error(fault, copy) from fault
        there = [catalogue.folder / "data" / name for name in names]
        # Files that compaction has replaced are named for a day; some may be gone already.
        live = {file.name for file in catalogue.files()}
        yield [path for path in there if path.name in live or path.exists()]
