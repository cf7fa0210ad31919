"""What the command line asks of the site's database: is it whole, and forget an organisation."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from reppu.lake.facade import Finding
from reppu.vocabulary.language import _, _n
from reppu.web.site.preparing import set_up

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = "reppu.sqlite3"


def has_site(home: Path) -> bool:
    """Whether a site has ever been started for this home."""
    return bool(os.environ.get("DATABASE_URL")) or (home / "site" / DATABASE).is_file()


def examine_site(home: Path) -> tuple[Finding, ...]:
    """Whether the site's database is whole, of this version, and its planned jobs run; nothing where no site was started."""
    if not has_site(home):
        return ()
    if not os.environ.get("DATABASE_URL"):
        damage = _damage_of(home / "site" / DATABASE)
        if damage is not None:
            return (damage,)
    set_up(home)
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder
    from django.db.utils import Error

    from reppu.web.site.preparing import migrations_there

    try:
        had = set(MigrationRecorder(connection).applied_migrations())
    except Error:
        advice = _("See that the database runs, and that DATABASE_URL says where.")
        return (Finding(False, _("The site's database does not answer."), advice),)
    waiting = len(migrations_there() - had)
    found = [Finding(True, _("The site's database is whole."))]
    if waiting:
        found.append(
            Finding(
                None,
                _n("{n} change of the site's database waits.", "{n} changes of the site's database wait.", waiting),
                _("The next reppu serve makes it, after a copy."),
            )
        )
    else:
        found.append(_late_jobs())
    return tuple(found)


def _damage_of(path: Path) -> Finding | None:
    advice = _("Restore it from a backup: reppu restore FILE. The facts are not in it and are not touched by this.")
    try:
        # Read-only, so that looking changes nothing; mode=ro still reads what a running site has written.
        with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as connection:
            said = connection.execute("pragma quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError:
        said = "damaged"
    return None if said == "ok" else Finding(False, _("The site's database is damaged."), advice, file=str(path))


def _late_jobs() -> Finding:
    from datetime import UTC, datetime, timedelta

    from reppu.jobs.facade import planned

    late = [one for one in planned(None) if one.enabled and one.next_run < datetime.now(UTC) - timedelta(hours=1)]
    if late:
        return Finding(
            None,
            _n("{n} planned job of the site is late.", "{n} planned jobs of the site are late.", len(late)),
            _("They run while reppu serve runs."),
        )
    return Finding(True, _("The site's planned jobs are on time."))


def forget_organisation(home: Path, slug: str) -> int:
    """Erases what the site keeps of an organisation; returns how many rows. 0 where no site was started."""
    if not has_site(home):
        return 0
    set_up(home)
    from django.core.cache import cache

    from reppu.people.facade import erase_organisation
    from reppu.web.site.preparing import migrate

    migrate()
    cache.clear()  # kept answers of pages hold its numbers
    gone = erase_organisation(slug)
    from django.db import connection

    if connection.vendor == "sqlite":  # deleted rows stay readable in the file until it is written anew
        with connection.cursor() as cursor:
            cursor.execute("vacuum")
            cursor.execute("pragma wal_checkpoint(truncate)")
    return gone
