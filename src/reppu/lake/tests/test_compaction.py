from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reppu.lake import compaction
from reppu.lake.facade import OBSERVATIONS, Lake, open_lake
from reppu.lake.tests.made_up import CHANNEL, bring, daily, later, likes, post, rows_of


def world_at_every_position(lake: Lake) -> list[Any]:
    return [
        (
            rows_of(lake.read("observations", position=position)),
            rows_of(lake.read("posts", position=position)),
            rows_of(lake.latest_observations(position=position)),
        )
        for position in range(lake.position + 1)
    ]


def files_on_disk(lake: Lake) -> set[str]:
    return {path.name for path in (lake.path / "data").iterdir()}


def fill(lake: Lake) -> None:
    for number in range(4):
        rows = [likes(number, later(number)), daily(number, date(2021, 4, 1 + number))]
        bring(lake, f"{number}", rows, [post(as_of=later(number), text=f"{number}")])
    lake.withdraw(3, "test")
    lake.withdraw(4, "test")
    lake.record("correction", {"what": "day", "channel_id": CHANNEL, "date": "2021-04-01", "reason": "r"}, "test")
    lake.withdraw(6, "test")  # entry 3 counts again


def test_reads_at_every_position_are_the_same_before_and_after(lake: Lake) -> None:
    fill(lake)
    before = world_at_every_position(lake)
    done = lake.compact()
    assert (done.merged, done.made) == (8, 2)
    assert len(lake._catalogue.files()) == 2
    assert world_at_every_position(lake) == before
    bring(lake, "one more", [likes(50, later(50))])
    before = world_at_every_position(lake)
    assert lake.compact().made == 1  # a file of many imports and one of a single import
    assert world_at_every_position(lake) == before


def test_replaced_files_stay_a_day_for_running_readers(lake: Lake) -> None:
    fill(lake)
    running = lake.read("observations")
    expected = rows_of(running)
    old = files_on_disk(lake)
    lake.compact()
    assert old < files_on_disk(lake)
    assert rows_of(running) == expected
    now = datetime.now(UTC)
    early = compaction.compact(lake._catalogue, now=now + timedelta(hours=23))
    assert early is not None and early.removed == 0
    late = compaction.compact(lake._catalogue, now=now + timedelta(hours=25))
    assert late is not None and late.removed == len(old)
    assert files_on_disk(lake) == {file.name for file in lake._catalogue.files()}
    assert rows_of(lake.read("observations")) == expected


def test_what_a_killed_import_left_goes_after_a_day_and_a_running_import_never(lake: Lake) -> None:
    with lake.staging() as running:
        running.write("observations", pa.Table.from_pylist([likes(1)], schema=OBSERVATIONS))
        killed = lake.staging()
        killed.write("observations", pa.Table.from_pylist([likes(2)], schema=OBSERVATIONS))
        for writer in killed._writers.values():
            writer.close()
        assert len(files_on_disk(lake)) == 2
        assert lake.compact().removed == 0
        yesterday = time.time() - 25 * 3600
        for name in files_on_disk(lake):
            os.utime(lake.path / "data" / name, (yesterday, yesterday))
        assert lake.compact().removed == 1
        receipt = running.commit(identity="a", content_hash=None, payload={}, who="test")
    assert [row["entry_no"] for row in rows_of(lake.read("observations"))] == [receipt.entry_no]


def test_it_runs_by_itself_after_many_imports(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "AFTER_IMPORTS", 5)
    for number in range(4):
        bring(lake, f"{number}", [likes(number, later(number))])
    assert len(lake._catalogue.files("observations")) == 4
    bring(lake, "fifth", [likes(5, later(5))])
    assert len(lake._catalogue.files("observations")) == 1
    assert len(rows_of(lake.read("observations"))) == 5


def test_large_files_wait_longer_and_small_tables_beside_them_do_not(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "AFTER_IMPORTS", 2)
    monkeypatch.setattr(compaction, "MANY_ROWS", 3)
    for number in range(9):
        rows = [likes(value, later(number), post=f"{value}") for value in range(3)]
        bring(lake, f"{number}", rows, [post(as_of=later(number), text=f"{number}")])
    assert len(lake._catalogue.files("observations")) == 9  # five of them count as one
    assert len(lake._catalogue.files("posts")) == 1 + 9 % 2
    before = world_at_every_position(lake)
    bring(lake, "tenth", [likes(value, later(10), post=f"{value}") for value in range(3)])
    assert len(lake._catalogue.files("observations")) == 1
    assert world_at_every_position(lake)[: len(before)] == before


def test_words_are_merged_as_they_were_whatever_few_or_many_there_are(lake: Lake) -> None:
    several = [likes(1, breakdown=f"country={number:03d}", unit="money", currency=None) for number in range(300)]
    bring(lake, "many words", several)
    bring(lake, "one word", [likes(2, later(1)), daily(3, date(2021, 4, 1))])
    before = rows_of(lake.read("observations"))
    assert lake.compact().merged == 2
    assert rows_of(lake.read("observations")) == before
    (file,) = lake._catalogue.files("observations")
    stored = pq.read_schema(lake.path / "data" / file.name)
    assert stored == OBSERVATIONS.append(pa.field("entry_no", pa.int64()))  # whoever reads the file sees plain text


def test_two_compactions_at_once_do_the_work_once(lake: Lake) -> None:
    fill(lake)
    before = world_at_every_position(lake)
    other = open_lake(lake.home)
    with compaction.alone(compaction.maintenance_lock(lake._catalogue)) as mine:
        assert mine
        assert other.compact() == compaction.Compacted()
    assert other.compact().made == 2
    assert world_at_every_position(lake) == before


def test_a_damaged_file_is_left_alone_and_named_afterwards(lake: Lake) -> None:
    fill(lake)
    (victim, *_others) = lake._catalogue.files("observations")
    path = lake.path / "data" / victim.name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(content)
    lake.compact()
    assert victim.name in {file.name for file in lake._catalogue.files("observations")}
    (problem,) = lake.doctor().problems
    assert problem.imports == victim.entries


def test_an_interrupted_merge_leaves_everything_as_it_was(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(lake)
    before = world_at_every_position(lake)
    files = files_on_disk(lake)

    def interrupted(*_anything: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(lake._catalogue), "retire_files", interrupted)
        with pytest.raises(KeyboardInterrupt):
            lake.compact()
    assert files_on_disk(lake) == files
    assert world_at_every_position(lake) == before
