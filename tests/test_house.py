"""What conftest.py promises to every test."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
TESTS = """
import pytest
from tests.shared_folder import need, shared

def test_passes(): pass
def test_skips(): pytest.skip("tired")
@pytest.mark.skip(reason="marked")
def test_is_marked(): pass
@pytest.mark.needs_shared
def test_wants_real_exports(): assert shared("exports").exists()
def test_wants_a_program(): need("a-program-that-nobody-has")
@pytest.mark.xfail(reason="known", strict=True)
def test_is_expected_to_fail(): assert False
"""


def run_tests(folder: Path, text: str, *, no_skips: bool, shared: Path) -> subprocess.CompletedProcess[str]:
    (folder / "test_made_up.py").write_text(text)
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "REPPU_SHARED": str(shared)}
    environment["REPPU_NO_SKIPS"] = "1" if no_skips else "0"
    environment.pop("PYTEST_XDIST_WORKER", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-o", "markers=needs_shared", "-p", "no:cacheprovider",
         "--rootdir", str(folder), str(folder)],
        capture_output=True, text=True, env=environment, cwd=folder, check=False,
    )  # fmt: skip


def test_another_machine_cannot_be_reached():
    with pytest.raises(AssertionError, match="a test reached for"), socket.socket() as stream:
        stream.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="a test looked up 'example.org'"):
        socket.getaddrinfo("example.org", 443)
    with pytest.raises(AssertionError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(b"hello", ("192.0.2.1", 53))


def test_this_machine_can_be_reached():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_each_test_has_a_home_of_its_own(own_home):
    assert os.environ["REPPU_HOME"] == str(own_home)
    assert not own_home.exists(), "nothing lies there before the test writes"


def test_skips_are_listed_by_name_with_their_reason(tmp_path):
    ran = run_tests(tmp_path, TESTS, no_skips=False, shared=tmp_path / "nowhere")
    assert ran.returncode == 0, ran.stdout
    assert "test_made_up.py::test_skips: tired" in ran.stdout
    assert "test_made_up.py::test_wants_a_program: a-program-that-nobody-has is not installed" in ran.stdout
    assert "test_wants_real_exports: needs the shared folder" in ran.stdout
    assert "1 passed, 4 skipped, 1 xfailed" in ran.stdout.splitlines()[-1], "pytest's own line comes last"


def test_no_skips_leaves_only_the_real_exports_to_be_absent(tmp_path):
    ran = run_tests(tmp_path, TESTS, no_skips=True, shared=tmp_path / "nowhere")
    assert ran.returncode == 1
    assert "2 failed, 1 passed, 1 skipped, 1 xfailed, 1 error" in ran.stdout.splitlines()[-1]
    assert "REPPU_NO_SKIPS=1 allows no skip here. Skipped: tired" in ran.stdout
    assert "a-program-that-nobody-has is not installed, and REPPU_NO_SKIPS=1 allows no skip" in ran.stdout


def test_no_skips_does_not_excuse_a_test_whose_real_exports_are_there(tmp_path):
    (tmp_path / "exports").mkdir()
    text = "import pytest\n@pytest.mark.needs_shared\ndef test_is_lazy(): pytest.skip('no time')\n"
    ran = run_tests(tmp_path, text, no_skips=True, shared=tmp_path)
    assert "1 failed" in ran.stdout.splitlines()[-1]


def test_no_skips_refuses_a_whole_file_that_skips_itself(tmp_path):
    text = "import pytest\npytest.skip('not here', allow_module_level=True)\n"
    assert run_tests(tmp_path, text, no_skips=False, shared=tmp_path).returncode == 5
    ran = run_tests(tmp_path, text, no_skips=True, shared=tmp_path)
    assert ran.returncode == 2, ran.stdout
    assert "allows no skip here" in ran.stdout


def test_plain_make_lists_every_target_with_its_description():
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^\.PHONY: ([a-z-]+)$", makefile, re.MULTILINE)
    assert {"demo", "test", "check", "fix", "bench", "torture", "lock", "translations", "coverage", "docs"} <= set(
        targets
    )
    ran = subprocess.run(["make"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    described = dict(re.findall(r"^  ([a-z-]+) +(\S.*)$", ran.stdout, re.MULTILINE))
    assert set(described) == set(targets)


def test_the_architecture_page_names_every_capability():
    text = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = [line for line in text.splitlines() if line.startswith("|")]
    named = set(re.findall(r"`([a-z]+)(?:\.[a-z]+)?`", "\n".join(table)))
    there = {folder.parent.name for folder in (REPOSITORY / "src" / "reppu").glob("*/__init__.py")}
    assert named == there
