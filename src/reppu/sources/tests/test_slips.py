"""Slips of the hand and of the machine during an import: a mistyped channel, a post told twice, files that go away, kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.sources import importing
from reppu.sources.facade import ImportOutcome, import_paths
from reppu.sources.files import open_planned
from reppu.sources.scratch import scratch_folder
from reppu.sources.x.samples.write import link, post_id

HEADER = "Post id,Date,Post text,Post Link,Impressions,Likes"
DOWNLOADED = datetime(2026, 9, 1, 12, tzinfo=UTC).timestamp()
FIRST, SECOND = post_id(2026, 8, 1, 9, 0, 0), post_id(2026, 8, 2, 9, 0, 0)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path / "home")


def export(folder: Path, rows: list[tuple[str, int, int]], name: str = "export.csv") -> Path:
    lines = [f'{post},"Sat, Aug 1, 2026",Vesi,{link(post)},{seen},{liked}' for post, seen, liked in rows]
    path = folder / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    os.utime(path, (DOWNLOADED, DOWNLOADED))
    return path


def brought(lake: Lake, path: Path, channel: str | None = None) -> ImportOutcome:
    (outcome,) = import_paths(lake, [path], channel=channel)
    return outcome


def notes(outcome: ImportOutcome) -> list[str]:
    return [note.in_language("en") for note in outcome.notes]


# A mistyped channel


def test_a_mistyped_channel_is_named_where_the_file_tells_its_account(lake: Lake, tmp_path: Path) -> None:
    channel = brought(lake, export(tmp_path, [(FIRST, 10, 1)])).channel
    second = export(tmp_path, [(SECOND, 20, 2)], "second.csv")
    outcome = brought(lake, second, "esimerkkivesii")
    assert outcome.channel == channel
    words = f"There is no channel “esimerkkivesii”, and it was not needed: the file tells itself where it belongs ({channel})."
    assert notes(outcome) == [words]
    again = brought(lake, second, "esimerkkivesii")
    assert again.skipped
    assert notes(again) == [words]


@pytest.mark.parametrize("asked", ["x-esimerkkivesi", "EsimerkkiVesi", "esimerkkivesi", " x-esimerkkivesi "])
def test_a_channel_called_by_its_id_or_name_makes_no_note(lake: Lake, tmp_path: Path, asked: str) -> None:
    brought(lake, export(tmp_path, [(FIRST, 10, 1)]))
    second = export(tmp_path, [(SECOND, 20, 2)], "second.csv")
    assert notes(brought(lake, second, asked)) == []
    assert notes(brought(lake, second, asked)) == []


def test_a_channel_that_exists_and_was_not_used_is_named_unless_it_is_of_another_platform(
    lake: Lake, tmp_path: Path
) -> None:
    brought(lake, export(tmp_path, [(FIRST, 10, 1)]))
    table = tmp_path / "followers.csv"
    table.write_text("channel,date,followers\nx-museo,2026-08-01,5\nfacebook-vesi,2026-08-01,5\n", encoding="utf-8")
    brought(lake, table)
    one = brought(lake, export(tmp_path, [(SECOND, 20, 2)], "second.csv"), "x-museo")
    assert notes(one) == ["--channel x-museo was not used: the file tells itself where it belongs (x-esimerkkivesi)."]
    other = brought(lake, export(tmp_path, [(SECOND, 21, 2)], "third.csv"), "facebook-vesi")
    assert notes(other) == []


def test_hours_and_money_tell_themselves_where_they_belong(lake: Lake, tmp_path: Path) -> None:
    table = tmp_path / "costs.csv"
    table.write_text("month,medium,kind,hours\n2026-03,radio,media,5\n", encoding="utf-8")
    assert "There is no channel “x-vesi”" in notes(brought(lake, table, "x-vesi"))[0]


# What a file says


def test_a_post_told_twice_with_other_numbers_is_named_and_the_greatest_counts(lake: Lake, tmp_path: Path) -> None:
    rows = [(FIRST, 10, 9), (SECOND, 5, 5), (FIRST, 30, 1), (SECOND, 5, 5)]
    outcome = brought(lake, export(tmp_path, rows))
    assert outcome.posts == 2
    assert (
        "1 post stands in this file more than once with different numbers; of each number the greatest counts."
        in notes(outcome)
    )
    rows_now = lake.latest_observations().to_pyarrow().to_pylist()
    assert {row["measure"]: row["value"] for row in rows_now if row["subject_id"] == FIRST} == {
        "x.post.impressions": 30.0,
        "x.post.likes": 9.0,
    }


def test_a_post_told_twice_with_the_same_numbers_needs_no_word(lake: Lake, tmp_path: Path) -> None:
    outcome = brought(lake, export(tmp_path, [(FIRST, 10, 1), (FIRST, 10, 1)]))
    assert not [note for note in notes(outcome) if "more than once" in note]


def test_what_is_no_id_is_not_blamed_on_a_spreadsheet_program(lake: Lake, tmp_path: Path) -> None:
    outcome = brought(lake, export(tmp_path, [("abc", 10, 1), ("2.0834E+18", 10, 1), (FIRST, 10, 1)]))
    reasons = {one.row: one.reason.in_language("en") for one in outcome.refused}
    assert "not the id of a post on X. Expected: 9 to 19 digits" in reasons[2]
    assert "Excel" not in reasons[2]
    assert "destroyed by a spreadsheet program" in reasons[3]
    assert outcome.posts == 1


# Files that go away


def test_a_file_taken_away_before_it_is_read_is_named_and_the_others_are_imported(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = export(tmp_path, [(FIRST, 10, 1)], "a.csv")
    second = export(tmp_path, [(SECOND, 20, 2)], "b.csv")

    def taken_away(planned, *others):  # type: ignore[no-untyped-def]
        for found in open_planned(planned, *others):
            if planned.path == first:
                first.unlink()  # after it was hashed, before the child opens it
            yield found

    monkeypatch.setattr(importing, "open_planned", taken_away)
    gone, kept = import_paths(lake, [first, second])
    assert gone.refused[0].reason.in_language("en") == "This file cannot be read: there is no such file or folder."
    assert (kept.posts, kept.refused_total) == (1, 0)


def test_a_file_taken_away_before_it_is_opened_is_named(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export(tmp_path, [(FIRST, 10, 1)])
    planned = importing.plan

    def gone_after_planning(*what: Any) -> object:
        found = planned(*what)
        path.unlink()
        return found

    monkeypatch.setattr(importing, "plan", gone_after_planning)
    (outcome,) = import_paths(lake, [path])
    assert "there is no such file or folder" in outcome.refused[0].reason.in_language("en")


# Folders for what is unpacked


def test_what_a_killed_import_unpacked_goes_after_a_day_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, young, foreign = (tmp_path / name for name in ("reppu-import-old", "reppu-import-young", "reppu-other"))
    for folder in (old, young, foreign):
        folder.mkdir()
        (folder / "member-0").write_bytes(b"x")
    for folder in (old, foreign):
        os.utime(folder, (time.time() - 90_000, time.time() - 90_000))
    with scratch_folder() as folder:
        (folder / "member-0").write_bytes(b"x")
        assert sorted(one.name for one in tmp_path.iterdir()) == sorted([folder.name, young.name, foreign.name])
    assert sorted(one.name for one in tmp_path.iterdir()) == [young.name, foreign.name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without asking them")
@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_an_import_that_is_told_to_end_leaves_no_folder_behind(tmp_path: Path, signal_number: signal.Signals) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    exports = tmp_path / "exports"
    exports.mkdir()
    rows = [(post_id(2026, 8, 1, 9, 0, second % 60, second // 60), 10, 1) for second in range(40_000)]
    export(exports, rows, "a.csv")
    environment = {**os.environ, "TMPDIR": str(scratch), "REPPU_LANGUAGE": "en"}
    command = [sys.executable, "-m", "reppu", "import", str(exports), "--home", str(tmp_path / "home")]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        until = time.monotonic() + 60
        while not list(scratch.glob("reppu-import-*")) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal_number)
        _out, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Stopped. 0 of 1 files were imported" in said
    assert list(scratch.glob("reppu-import-*")) == []
