"""`reppu doctor` and `reppu erase` see the site too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from reppu.reports.tests.made_up_lake import lake_of
from reppu.web.site.tests.browser import EMAIL, running

if TYPE_CHECKING:
    from pathlib import Path


def reppu(home: Path, *told: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "REPPU_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "reppu.web.site.settings",
        "REPPU_LANGUAGE": "en",
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "reppu", *told], env=environment, capture_output=True, text=True, check=False
    )


def test_doctor_looks_at_the_database_and_names_a_damaged_one(tmp_path):
    home = tmp_path / "home"
    lake_of(home)
    without = json.loads(reppu(home, "doctor", "--json").stdout)
    assert without["ok"] and not any("site" in one["what"] for one in without["findings"])
    with running(home, owner_of="esimerkki"):
        whole = json.loads(reppu(home, "doctor", "--json").stdout)
    assert whole["ok"] and any(one["what"] == "The site's database is whole." for one in whole["findings"])
    for beside in (home / "site").glob("reppu.sqlite3*"):
        beside.write_bytes(b"not a database" * 1_000)
    ran = reppu(home, "doctor")
    assert ran.returncode == 1
    assert "The site's database is damaged. Restore it from a backup: reppu restore FILE." in ran.stdout


def test_erasing_an_organisation_takes_its_people_along(tmp_path):
    home = tmp_path / "home"
    lake_of(home)
    with running(home, owner_of="esimerkki"):
        pass
    database = home / "site" / "reppu.sqlite3"
    assert EMAIL.encode() in database.read_bytes()
    ran = reppu(home, "erase", "--organisation-data", "--yes", "--organisation", "esimerkki")
    assert ran.returncode == 0, ran.stderr
    ran = subprocess.run(
        [sys.executable, "-c", "import sqlite3,sys; print(list(sqlite3.connect(sys.argv[1]).execute("
         "'select count(*) from people_person union all select count(*) from people_organisation')))", str(database)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.strip() == "[(0,), (0,)]"
    left = [file for file in database.parent.glob("reppu.sqlite3*") if EMAIL.encode() in file.read_bytes()]
    assert left == [], "nor can it be read in what the database no longer uses"
