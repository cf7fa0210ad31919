"""Before the site serves: only what is needed is done, and what is in the way is told."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import connection

from reppu.vocabulary.errors import ReppuError
from reppu.web.site import preparing

PREPARE_TWICE = """
import sys
from pathlib import Path
from reppu.web.site import preparing
from django.core import management
home = Path(sys.argv[1])
preparing.set_up(home)
print(preparing.migrate(), preparing.lay_out_static_files())
print(preparing.migrate(), preparing.lay_out_static_files())
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("delete from django_migrations where app = 'jobs'")
    for table in ("jobs_job", "jobs_schedule", "jobs_lease"):
        cursor.execute(f"drop table {table}")
print(preparing.migrate())
"""


def test_a_second_start_migrates_and_lays_out_nothing_and_an_upgrade_keeps_a_copy_first(own_home):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.serving_settings"}
    done = subprocess.run(
        [sys.executable, "-c", PREPARE_TWICE, str(own_home)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert done.stdout.splitlines() == ["True True", "False False", "True"]
    [copy] = (own_home / "site" / "before-migrations").iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600
    tables = {name for (name,) in sqlite3.connect(copy).execute("select name from sqlite_master")}
    assert "people_person" in tables
    assert "jobs_job" not in tables


def test_every_migration_that_is_there_was_had_by_the_tests_own_database(db):
    from django.db.migrations.recorder import MigrationRecorder

    assert preparing.migrations_there() == set(MigrationRecorder(connection).applied_migrations())


def test_a_home_where_a_file_lies_is_refused_with_words(tmp_path):
    (tmp_path / "site").write_text("")
    with pytest.raises(ReppuError, match="cannot write to its folder: a file lies where a folder is needed.*--home"):
        preparing.set_up(tmp_path)
