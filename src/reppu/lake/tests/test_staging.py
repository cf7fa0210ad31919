from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reppu.lake.facade import OBSERVATIONS, Lake, channel_created, mapping, open_lake
from reppu.lake.tests.made_up import APRIL, CHANNEL, bring, later, likes, post, rows_of, values_of
from reppu.vocabulary.errors import ReppuError


def data_files(lake: Lake) -> list[Path]:
    return sorted((lake.path / "data").iterdir())


def test_nothing_is_seen_before_the_commit_and_everything_after_it(lake: Lake) -> None:
    with lake.staging() as staging:
        staging.write("observations", pa.Table.from_pylist([likes(5)], schema=OBSERVATIONS))
        assert lake.position == 0
        assert rows_of(lake.read("observations")) == []
        receipt = staging.commit(identity="a", content_hash="b", payload={"file": "a.csv"}, who="test")
    assert lake.position == receipt.entry_no == 1
    (row,) = rows_of(lake.read("observations"))
    assert (row["value"], row["entry_no"], row["as_of"]) == (5.0, 1, APRIL)


def test_what_is_not_committed_is_removed(lake: Lake) -> None:
    def import_that_fails() -> None:
        with lake.staging() as staging:
            staging.write("observations", pa.Table.from_pylist([likes(5)], schema=OBSERVATIONS))
            assert len(data_files(lake)) == 1
            raise RuntimeError("the reader failed")

    with pytest.raises(RuntimeError):
        import_that_fails()
    assert data_files(lake) == []
    assert lake.position == 0


def test_the_same_import_counts_once_and_leaves_no_file(lake: Lake) -> None:
    first = bring(lake, "a", [likes(5)])
    files = data_files(lake)
    again = bring(lake, "a", [likes(5)])
    assert again.already and again.entry_no == first.entry_no
    assert data_files(lake) == files
    assert len(rows_of(lake.read("observations"))) == 1


def test_a_withdrawn_import_may_be_read_again(lake: Lake) -> None:
    first = bring(lake, "a", [likes(5)])
    lake.withdraw(first.entry_no, "test")
    assert rows_of(lake.read("observations")) == []
    again = bring(lake, "a", [likes(5)])
    assert not again.already
    assert [row["entry_no"] for row in rows_of(lake.read("observations"))] == [again.entry_no]


def test_undoing_a_withdrawal_is_refused_when_the_file_was_read_again(lake: Lake) -> None:
    first = bring(lake, "a", [likes(5)])
    undo = lake.withdraw(first.entry_no, "test")
    again = bring(lake, "a", [likes(5)])
    with pytest.raises(ReppuError, match=f"Withdraw import {again.entry_no} first"):
        lake.withdraw(undo, "test")
    lake.withdraw(again.entry_no, "test")
    lake.withdraw(undo, "test")
    assert [row["entry_no"] for row in rows_of(lake.read("observations"))] == [first.entry_no]
    assert bring(lake, "a", [likes(5)]).already


def test_setup_entries_come_before_their_import_or_not_at_all(lake: Lake) -> None:
    with lake.staging() as staging:
        receipt = staging.commit(
            identity="a",
            content_hash=None,
            payload={},
            who="test",
            setup=[channel_created(CHANNEL, "x", "Vesi", ["x:vesi"]), mapping("account vesi", {"channel": CHANNEL})],
        )
    assert [entry.kind for entry in lake.entries()] == ["channel", "mapping", "import"]
    assert receipt.entry_no == 3
    with lake.staging() as staging:
        staging.commit(
            identity="a", content_hash=None, payload={}, who="test", setup=[channel_created("x-other", "x", "Other")]
        )
    assert lake.position == 3
    with lake.staging() as staging, pytest.raises(ReppuError, match="another platform"):
        staging.commit(
            identity="b", content_hash=None, payload={}, who="test", setup=[channel_created(CHANNEL, "facebook", "V")]
        )
    assert lake.position == 3


def test_two_imports_at_once_both_succeed(lake: Lake) -> None:
    faults: list[BaseException] = []

    def run(name: str) -> None:
        try:
            mine = open_lake(lake.home, lake.organisation)
            for number in range(15):
                bring(mine, f"{name}{number}", [likes(number, post=name)], [post(name)])
        except BaseException as fault:  # noqa: BLE001 - shown by the test
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(rows_of(lake.read("observations"))) == 30
    assert lake.position == 31  # the channel was created once
    assert values_of(lake.latest_observations()) == {"a": 14.0, "b": 14.0}


def test_a_long_file_is_written_in_groups_so_that_memory_stays_flat(lake: Lake) -> None:
    batch = pa.Table.from_pylist([likes(1)] * 5_000, schema=OBSERVATIONS)
    with lake.staging() as staging:
        for _number in range(60):
            staging.write("observations", batch)
        staging.commit(identity="a", content_hash=None, payload={}, who="test")
    described = pq.ParquetFile(data_files(lake)[0]).metadata
    assert described.num_rows == 300_000
    assert described.num_row_groups == 3


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (likes(float("nan")), "not finite"),
        (likes(float("inf")), "not finite"),
        (likes(1) | {"as_of": None}, "as_of may not be null"),
        (likes(1) | {"breakdown": None}, "breakdown may not be null"),
    ],
)
def test_rows_that_break_the_rules_are_a_readers_mistake(lake: Lake, row: dict[str, object], words: str) -> None:
    with lake.staging() as staging, pytest.raises(ValueError, match=words):
        staging.write("observations", pa.Table.from_pylist([row], schema=OBSERVATIONS))


def test_columns_may_come_in_any_order_and_missing_ones_are_null(lake: Lake) -> None:
    shuffled = pa.table(
        {
            "as_of": pa.array([APRIL], pa.timestamp("us", tz="UTC")),
            "post_id": ["1"],
            "channel_id": [CHANNEL],
        }
    )
    with lake.staging() as staging:
        staging.write("posts", shuffled)
        with pytest.raises(ValueError, match="no column colour"):
            staging.write("posts", shuffled.append_column("colour", pa.array(["red"])))
        staging.commit(identity="a", content_hash=None, payload={}, who="test")
    (row,) = rows_of(lake.read("posts"))
    assert (row["post_id"], row["kind"]) == ("1", None)


def test_texts_without_a_day_of_expiry_get_one(lake: Lake) -> None:
    bring(lake, "a", texts=[{"channel_id": CHANNEL, "interaction_id": "1", "text": "hei"}])
    (row,) = rows_of(lake.read("interaction_texts"))
    assert 729 <= (row["expires"] - datetime.now(UTC).date()).days <= 731


def test_imports_of_the_same_bytes_are_found_until_withdrawn(lake: Lake) -> None:
    receipt = bring(lake, "a", [likes(1, later(1))])
    assert [entry.entry_no for entry in lake.imports_of("bytes of a")] == [receipt.entry_no]
    lake.withdraw(receipt.entry_no, "test")
    assert lake.imports_of("bytes of a") == []
