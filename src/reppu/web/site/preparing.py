"""Before the site serves: can this home be written, is its database that of this version, are the static files laid out?

Each is looked at quickly and done only when needed, so that a start takes a second or two and not six.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reppu.vocabulary.errors import ReppuError, fault_in_words
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

COPIES_KEPT = 5  # our choice: of the database before its migrations; a team upgrades a few times a year


def prepare(home: Path) -> None:
    """Django for this home, with its database migrated and its static files laid out. Once a process.

    Raises ReppuError for a home that cannot be written and for a database that does not answer.
    """
    set_up(home)
    migrate()
    lay_out_static_files()


def set_up(home: Path) -> None:
    """Django for this home. Raises ReppuError for a home that cannot be written."""
    _check_home(home)
    os.environ["REPPU_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reppu.web.site.settings")
    import django

    django.setup()


def migrate() -> bool:
    """Brings the database up to this version, after a copy of it; False when it is already.

    What is compared are names: those of the migrations that came with this version and those that the database says
    it has had. That takes one question instead of the second and a half of Django's own look.
    """
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.recorder import MigrationRecorder

    try:
        had = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as fault:
        raise _database_error(fault) from fault
    if migrations_there() <= had:
        return False
    if had:
        _keep_copy(connection)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as fault:
        raise _database_error(fault) from fault
    return True


def migrations_there() -> set[tuple[str, str]]:
    """Every migration that came with this version: the app's label and the migration's name."""
    from django.apps import apps

    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[!_~]*.py")
    }


def lay_out_static_files() -> bool:
    """Copies, names and compresses the static files when one of them has changed; False when none has."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = settings.SITE_FOLDER / "static.stamp"
    now = _static_files_stamp()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == now and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now, encoding="utf-8")
    return True


def _static_files_stamp() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.blake2b(digest_size=16)
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen = Path(storage.path(path)).stat()
            digest.update(f"{path} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _check_home(home: Path) -> None:
    """Writes a file under the home and takes it away again."""
    folder = home / "site"
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.touch()
        probe.unlink()
    except OSError as fault:
        raise ReppuError(
            _("The site cannot write to its folder: {why}.", why=fault_in_words(fault)),
            file=str(folder),
            advice=_("Give yourself write access to the folder, or choose another one with --home."),
        ) from fault


def _database_error(fault: Exception) -> ReppuError:
    if "database is locked" in str(fault):
        return ReppuError(
            _("The site's database is being written by another program."),
            advice=_("Stop the other one first: one Reppu serves a home."),
            retry_helps=True,
        )
    # What the driver says may hold the address with its password; the last line of it is in no log of ours.
    return ReppuError(
        _("The site's database does not answer or is damaged ({kind}).", kind=type(fault).__name__),
        advice=_("Check DATABASE_URL and that the database runs; for a file, run “reppu doctor”."),
        retry_helps=True,
    )


def _keep_copy(connection: BaseDatabaseWrapper) -> None:
    """A copy of the database beside it, if it is a file; the oldest ones go."""
    if connection.vendor != "sqlite":
        return
    folder = Path(connection.settings_dict["NAME"]).parent / "before-migrations"
    folder.mkdir(exist_ok=True, mode=0o700)
    copy_database(connection, folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}.sqlite3")
    for old in sorted(folder.glob("*.sqlite3"))[:-COPIES_KEPT]:
        old.unlink()


def copy_database(connection: BaseDatabaseWrapper, target: Path) -> None:
    """A whole copy of an SQLite database, made while others write; only its owner may read it."""
    connection.ensure_connection()
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("pragma journal_mode=delete")  # one file, without a log beside it
