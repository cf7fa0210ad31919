"""A backup of a running installation, restored elsewhere, makes the same numbers again."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile

import pytest

from reppu.web.site.tests.test_serving import in_site, site


def reppu(*words):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.serving_settings"}
    command = [sys.executable, "-m", "reppu", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def home(own_home):
    """A home with followers entered by hand, a key, and a person who may sign in."""
    done = reppu(
        "followers", "add", "--home", own_home, "--channel", "x", "--date", "2026-03-01", "--followers", "1200"
    )
    if done.returncode:
        done = reppu("settings", "--home", own_home, "name", "Karhula")
    assert done.returncode == 0, done.stderr
    program = "from reppu.lake.facade import open_lake; open_lake().actor_key('somebody')"
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "REPPU_HOME": str(own_home)})
    return own_home


def test_a_book_of_the_demo_is_verified_from_a_backup_made_while_the_site_ran(tmp_path):
    assert reppu("demo", "--no-serve", "--folder", tmp_path / "demo", "--language", "en").returncode == 0
    old, new = tmp_path / "demo" / "home", tmp_path / "new home"
    with site(old):
        in_site(old, "from reppu.people.models import Person; Person.objects.create_user('aino@karhula.example', name='Aino')")  # fmt: skip
        done = reppu("backup", tmp_path / "backup.tar", "--home", old)
        assert done.returncode == 0, done.stderr
    done = reppu("restore", tmp_path / "backup.tar", "--home", new)
    assert done.returncode == 0, done.stderr
    done = reppu("verify", tmp_path / "demo" / "book" / "manifest.json", "--home", new)
    assert done.returncode == 0, done.stdout + done.stderr
    assert reppu("doctor", "--home", new).returncode == 0
    assert in_site(new, "from reppu.people.models import Person; print(Person.objects.get().name)") == "Aino"


def test_the_keys_lie_in_a_file_of_their_own_that_only_its_owner_may_read(home, tmp_path):
    assert reppu("backup", tmp_path / "b.tar", "--home", home).returncode == 0
    with tarfile.open(tmp_path / "b.tar") as archive, tarfile.open(tmp_path / "b.tar.keys") as keys:
        assert not [name for name in archive.getnames() if name.endswith(".key")]
        assert {"organisations/default/actor.key", "site/secret.key"} < set(keys.getnames())
    for file in ("b.tar", "b.tar.keys"):
        assert (tmp_path / file).stat().st_mode & 0o777 == 0o600
    reppu("restore", tmp_path / "b.tar", "--home", tmp_path / "with")
    key = "organisations/default/actor.key"
    assert (tmp_path / "with" / key).read_bytes() == (home / key).read_bytes()
    (tmp_path / "b.tar.keys").unlink()
    done = reppu("restore", tmp_path / "b.tar", "--home", tmp_path / "without")
    assert "There were no keys: everybody signs in anew" in done.stdout
    assert not (tmp_path / "without" / key).exists()


def test_a_backup_with_one_changed_byte_is_refused_and_nothing_is_left(home, tmp_path):
    assert reppu("backup", tmp_path / "b.tar", "--home", home).returncode == 0
    spoilt = bytearray((tmp_path / "b.tar").read_bytes())
    spoilt[600] ^= 1
    (tmp_path / "b.tar").write_bytes(spoilt)
    done = reppu("restore", tmp_path / "b.tar", "--home", tmp_path / "new")
    assert done.returncode == 1
    assert "something in it is missing or changed. Nothing was restored." in done.stderr
    assert not [path for path in tmp_path.iterdir() if "new" in path.name]


def test_nothing_is_restored_over_data_and_no_backup_is_written_over(home, tmp_path):
    assert reppu("backup", tmp_path / "b.tar", "--home", home).returncode == 0
    again = reppu("backup", tmp_path / "b.tar", "--home", home)
    assert (again.returncode, "b.tar: The file is there already." in again.stderr) == (1, True)
    over = reppu("restore", tmp_path / "b.tar", "--home", home)
    assert (over.returncode, "never restored over data" in over.stderr) == (1, True)
