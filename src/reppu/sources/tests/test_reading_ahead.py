"""The child reads the next file while its parent writes this one: it may change nothing but the time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.sources.facade import import_paths
from reppu.sources.files import FoundFile, Planned, open_ahead
from reppu.sources.importing import Importer
from reppu.sources.parent import Child, Finished, ReadBatch
from reppu.sources.tests.test_importing import CONTENT, DAYS, DOWNLOADED, OVERVIEW, POSTS, SAMPLES, put, said
from reppu.vocabulary.errors import ReppuError

DEADLY = "reppu.sources.tests.deadly"
NAMES = (POSTS, DAYS, CONTENT)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path / "home")


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child(DEADLY) as started:
        yield started


def found(path: Path) -> FoundFile:
    coming = open_ahead(Planned(path, str(path), path.stat().st_size, named=True))
    assert coming is not None
    return coming


def facts(answers: Iterator[Any]) -> list[Any]:
    return [one.tables if isinstance(one, ReadBatch) else one for one in answers]


def test_what_was_asked_ahead_is_what_would_have_been_read(child: Child, tmp_path: Path) -> None:
    files = [found(put(tmp_path, name)) for name in NAMES]
    alone = [facts(child.read(one)) for one in files]
    together = []
    for number, one in enumerate(files):
        answers = child.read(one)
        together.append([next(answers)])
        if number + 1 < len(files):
            child.ask_ahead(files[number + 1])
            assert child._ahead is not None
        together[-1] += facts(answers)
    assert together == alone
    assert all(isinstance(one[-1], Finished) for one in alone)


def test_another_question_than_the_one_asked_ahead_gets_its_own_answer(child: Child, tmp_path: Path) -> None:
    first, second = found(put(tmp_path, POSTS)), found(put(tmp_path, CONTENT))
    expected = facts(child.read(first))
    process = child._process
    answers = child.read(first)
    next(answers)
    child.ask_ahead(second, told={"may_wait": True})
    list(answers)
    assert facts(child.read(first)) == expected
    answers = child.read(first)
    next(answers)
    child.ask_ahead(second, told={"may_wait": True})
    list(answers)
    assert facts(child.read(second, told={"may_wait": False}))[-1] == Finished(2)
    assert child._process is process  # small files are heard to their end; no process was lost


def test_the_answers_about_tables_are_told_again_only_when_they_change(child: Child, tmp_path: Path) -> None:
    path = found(put(tmp_path, POSTS))
    many = {f"table {number}": {"columns": ["x" * 100]} for number in range(200)}  # more than a pipe takes at once
    list(child.read(path, many))
    answers = child.read(path, many)
    next(answers)
    child.ask_ahead(path, many)
    assert child._ahead is not None
    list(answers)
    answers = child.read(path, {})  # the same words, and yet another question
    next(answers)
    assert child._ahead is None and child._told_answers == b"{}\n"
    child.ask_ahead(path, many)
    assert child._ahead is None  # these answers are not what the process knows
    list(answers)


def test_a_question_that_a_pipe_may_not_take_at_once_waits_for_its_turn(child: Child, tmp_path: Path) -> None:
    path = found(put(tmp_path, POSTS))
    answers = child.read(path)
    next(answers)
    child.ask_ahead(path, told={"beside": {"x": ["2026-01-01"] * 400}})
    assert child._ahead is None
    assert facts(answers)[-1] == Finished(3)


@pytest.mark.parametrize("kind", ["abort", "mistake"])
def test_a_file_asked_ahead_that_ends_the_child_is_refused_in_its_own_turn(
    lake: Lake, tmp_path: Path, kind: str
) -> None:
    paths = [
        put(tmp_path, POSTS),
        put(tmp_path, "a.csv", f"{kind},x\n1,2\n".encode()),
        put(tmp_path, DAYS),
        put(tmp_path, CONTENT),
    ]
    outcomes = Importer(lake, None, None, readers=DEADLY).run(paths)
    assert [outcome.entry_no is not None for outcome in outcomes] == [True, False, True, True]
    assert "ended the reading program" in said(outcomes[1])


def test_a_child_that_dies_over_memory_while_its_parent_writes_names_the_file_it_died_of(tmp_path: Path) -> None:
    with Child(DEADLY, memory_limit_bytes=1 << 40) as child:
        fine, deadly = found(put(tmp_path, POSTS)), found(put(tmp_path, "a.csv", b"abort,x\n1,2\n"))
        answers = child.read(fine)
        next(answers)
        child.ask_ahead(deadly)
        assert isinstance(facts(answers)[-1], Finished)
        with pytest.raises(ReppuError, match="ended the reading program"):
            list(child.read(deadly))
        assert isinstance(facts(child.read(fine))[-1], Finished)


def test_the_same_bytes_twice_in_a_folder_are_one_import(lake: Lake, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    for name in ("a.csv", "b.csv", "c.csv"):
        put(folder, name, SAMPLES[POSTS])
    put(folder, "d.csv", SAMPLES[CONTENT])
    outcomes = import_paths(lake, [folder])
    assert [outcome.skipped for outcome in outcomes] == [False, True, True, False]
    assert lake.read("posts").count().to_pyarrow().as_py() == 3 + outcomes[3].posts


def test_the_journal_of_a_folder_is_that_of_its_files_one_by_one(lake: Lake, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    names = sorted((OVERVIEW, *NAMES))  # OVERVIEW does not tell its account, so it waits for the others
    for name in names:
        put(folder, name)
    import_paths(lake, [folder])
    other = open_lake(tmp_path / "other")
    for name in [one for one in names if one != OVERVIEW] + [OVERVIEW]:
        import_paths(other, [folder / name])

    def told(which: Lake) -> list[tuple[str, dict[str, Any]]]:
        return [(entry.kind, entry.payload) for entry in which.entries()]

    assert told(lake) == told(other)
    assert len(lake.entries(kinds=["import"])) == len(names)


def test_every_file_of_a_folder_but_the_first_is_asked_ahead(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    before = Child.ask_ahead

    def listed(self: Child, found: FoundFile, answers: Any = None, told: Any = None) -> None:
        before(self, found, answers, told)
        asked.append(found.name if self._ahead is not None else "")

    monkeypatch.setattr(Child, "ask_ahead", listed)
    folder = tmp_path / "exports"
    for name in NAMES:
        put(folder, name)
    import_paths(lake, [folder])
    assert asked == sorted(NAMES)[1:]


def test_a_file_that_cannot_be_opened_ahead_is_told_of_in_its_turn(tmp_path: Path) -> None:
    def ahead(path: Path) -> FoundFile | None:
        return open_ahead(Planned(path, str(path), 1, named=False))

    assert ahead(tmp_path / "gone.csv") is None
    assert ahead(put(tmp_path, "a.zip", b"PK\x03\x04 and no more")) is None
    assert ahead(put(tmp_path, "b.gz", b"\x1f\x8b\x08 and no more")) is None
    assert ahead(put(tmp_path, "picture.jpg", b"x")) is None
    opened = ahead(put(tmp_path, POSTS))
    assert opened is not None and opened.modified == (
        datetime.fromtimestamp(DOWNLOADED.timestamp(), DOWNLOADED.tzinfo),
    )
