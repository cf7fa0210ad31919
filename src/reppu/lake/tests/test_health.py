from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from reppu.lake import health
from reppu.lake.facade import DamagedFile, Lake, open_lake
from reppu.lake.tests.made_up import bring, likes, post, rows_of, values_of
from reppu.vocabulary.errors import ReppuError


def first_file(lake: Lake, table: str = "observations") -> Path:
    return lake.path / "data" / lake._catalogue.files(table)[0].name


def flip_a_byte(path: Path, place: int | None = None) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if place is None else place] ^= 0x01
    path.write_bytes(content)


def test_a_sound_lake_is_found_sound(lake: Lake) -> None:
    bring(lake, "a", [likes(1)], [post()])
    lake.refresh_cache(always=True)
    found = lake.doctor()
    assert found.ok and found.problems == ()
    words = " ".join(str(finding.what) for finding in found.findings)
    assert "2 files of facts are whole" in words and "Locks keep writers apart" in words and "renamed" in words
    assert [path.name for path in lake.path.iterdir() if "doctor" in path.name] == []


@pytest.mark.parametrize("place", [None, 9, -9])
def test_a_flipped_byte_is_found_and_named_with_its_import(lake: Lake, place: int | None) -> None:
    bring(lake, "good", [likes(1)])
    receipt = bring(lake, "bad", [likes(2, post="2")] * 50)
    victim = lake.path / "data" / lake._catalogue.files("observations")[1].name
    flip_a_byte(victim, place)
    (problem,) = lake.doctor().problems
    assert problem.file == f"data/{victim.name}" and problem.imports == (receipt.entry_no,)
    assert "bad.csv" in str(problem.advice) and "good.csv" not in str(problem.advice)
    with pytest.raises(DamagedFile, match=r"bytes have changed.*bad\.csv") as caught:
        lake.read("observations")
    assert caught.value.imports == (receipt.entry_no,)
    # As the advice says:
    lake.withdraw(receipt.entry_no, "test")
    bring(lake, "bad", [likes(2, post="2")])
    assert values_of(lake.latest_observations()) == {"1": 1.0, "2": 2.0}


def test_a_missing_file_is_found_and_named_with_its_imports(lake: Lake) -> None:
    bring(lake, "one", [likes(1)])
    bring(lake, "two", [likes(2, post="2")])
    lake.compact()
    first_file(lake).unlink()
    (problem,) = lake.doctor().problems
    assert problem.imports == (2, 3)
    with pytest.raises(DamagedFile, match=r"is missing.*one\.csv.*two\.csv"):
        lake.latest_observations()
    assert lake.position == 3
    assert lake.latest_posts().to_pyarrow().num_rows == 0


def test_a_file_that_lost_its_end_is_found(lake: Lake) -> None:
    bring(lake, "a", [likes(1)])
    path = first_file(lake)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedFile, match="lost or gained bytes"):
        lake.read("observations")


def test_a_file_that_goes_while_an_expression_waits_is_named_when_it_runs(lake: Lake) -> None:
    bring(lake, "a", [likes(1)])
    waiting = lake.read("observations")
    first_file(lake).unlink()
    with pytest.raises(DamagedFile, match=r"is missing.*a\.csv"):
        waiting.to_pyarrow()


def test_damage_does_not_stop_new_imports(lake: Lake) -> None:
    bring(lake, "a", [likes(1)])
    flip_a_byte(first_file(lake))
    bring(lake, "b", posts=[post()])
    assert len(rows_of(lake.read("posts"))) == 1


def test_a_damaged_catalogue_is_found(lake: Lake) -> None:
    for number in range(60):
        lake.record("mapping", {"key": f"{number}", "answer": {"words": "x" * 500}}, "test")
    lake._catalogue.empty_log()
    lake.close()
    path = lake.path / "catalog.sqlite"
    content = bytearray(path.read_bytes())
    content[8192:20480] = b"\xff" * 12288
    path.write_bytes(content)
    (problem,) = open_lake(lake.home).doctor().problems
    assert "catalogue is damaged" in str(problem.what)


def test_something_else_than_a_catalogue_is_refused_with_words(lake: Lake) -> None:
    lake.close()
    (lake.path / "catalog.sqlite").write_bytes(b"not a catalogue at all " * 100)
    with pytest.raises(ReppuError, match="catalogue is damaged"):
        open_lake(lake.home)


def test_little_room_is_a_problem(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(5 << 20))
    (problem,) = lake.doctor().problems
    assert "Only 5 MB are free" in str(problem.what)


def test_a_folder_that_keeps_no_locks_is_a_problem(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    class Careless:
        def execute(self, _statement: str) -> None: ...

        def close(self) -> None: ...

    monkeypatch.setattr(health.sqlite3, "connect", lambda *_anything, **_more: Careless())
    (problem,) = lake.doctor().problems
    assert "Locks do not keep writers apart" in str(problem.what)
    assert sqlite3 is health.sqlite3


def test_a_damaged_cache_is_worth_knowing_and_no_problem(lake: Lake) -> None:
    bring(lake, "a", [likes(1)], [post()])
    lake.refresh_cache(always=True)
    for path in (lake.folder / "cache").glob("*.parquet"):
        flip_a_byte(path)
    found = lake.doctor()
    assert found.ok
    assert any("thrown away" in str(finding.what) for finding in found.findings)
    assert lake._cache.stamp() is None
