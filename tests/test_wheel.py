"""What people install: the wheel, without the repository around it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import size

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built without a download."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=REPOSITORY, check=True, capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_speaks_finnish_and_swedish(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    package = REPOSITORY / "src" / "reppu"
    catalogues = {po.relative_to(package.parent).with_suffix(".mo").as_posix() for po in package.rglob("reppu.po")}
    assert len(catalogues) >= 10
    assert catalogues <= names


def test_the_wheel_holds_what_the_program_reads_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    inside = {name.removeprefix("reppu/") for name in names}
    package = REPOSITORY / "src" / "reppu"
    wanted = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.suffix in {".py", ".typ", ".json", ".typed", ".csv", ".svg"}
        and not {"tests", "samples", "__pycache__"} & set(path.relative_to(package).parts)
    }
    assert wanted <= inside, f"not in the wheel: {sorted(wanted - inside)}"
    assert not [name for name in names if "/tests/" in name or "/samples/" in name or name.endswith((".po", ".pyc"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "omalla koneellasi"), ("sv", "på din egen dator"), ("en", "on your own machine")],
)
def test_the_command_answers_from_the_wheel_alone_in_three_languages(wheel, tmp_path, language, words):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import reppu, sys; from reppu.cli.main import main; print(reppu.__file__, file=sys.stderr); main(['--help'])"
    )
    ran = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "REPPU_LANGUAGE": language, "COLUMNS": "200"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert str(tmp_path) in ran.stderr, "the repository's own code was run"
    assert words in " ".join(ran.stdout.split())
    assert "import" in ran.stdout


def test_neither_spark_nor_development_tools_are_installed_by_default():
    names = set(size.default_closure("reppu"))
    assert {"duckdb", "typst", "babel"} <= names
    assert not names & {"pyspark", "pytest", "pandas", "uv", "hatchling"}
