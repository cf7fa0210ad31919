from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reppu.lake.facade import Lake, channel_merged, open_lake, setting
from reppu.metrics import facade
from reppu.metrics.examples import FACEBOOK, Import, Post, X
from reppu.metrics.facade import compute, moved_since
from reppu.metrics.tests.made_up import write_import
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import State


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path)


def _post(name: str, seen: float, month: int = 3, channel: str = X) -> Post:
    measure = "x.post.impressions" if channel != FACEBOOK else "meta.content.impressions"
    return Post(channel, name, f"2021-{month:02}-05 10:00", {measure: seen})


def test_nothing_has_moved_when_only_another_metric_has(lake: Lake) -> None:
    write_import(lake, Import((_post("1", 100),)))
    then = lake.position
    write_import(lake, Import((Post(X, "1", "2021-03-05 10:00", {"x.post.likes": 3}),), as_of="2021-07-01"))
    assert moved_since(lake, "impressions", then).rows == ()
    assert len(moved_since(lake, "likes", then).rows) == 1


def test_each_number_names_the_import_that_moved_it_and_no_other(lake: Lake) -> None:
    write_import(lake, Import((_post("1", 100), _post("2", 50, month=4))))
    then = lake.position
    others = [write_import(lake, Import((_post("f", n, channel=FACEBOOK),), as_of=f"2021-06-{n:02}")) for n in (2, 3)]
    march = write_import(lake, Import((_post("1", 130),), as_of="2021-07-01"))
    april = write_import(lake, Import((_post("2", 55, month=4),), as_of="2021-07-02"))
    again = write_import(lake, Import((_post("2", 61, month=4),), as_of="2021-07-03"))
    page = moved_since(lake, "impressions", then, by=("month",), channels=[X])
    assert [row.keys["month"] for row in page.rows] == ["2021-03", "2021-04"]
    first, second = page.rows
    assert (first.before.value, first.now.value) == (100, 130)
    assert [[one.entry_no for one in move.entries] for move in first.moves] == [[march]]
    assert [[one.entry_no for one in move.entries] for move in second.moves] == [[april], [again]]
    assert [(move.before.value, move.after.value) for move in second.moves] == [(50, 55), (55, 61)]
    assert not set(others) & {one.entry_no for row in page.rows for move in row.moves for one in move.entries}


def test_a_withdrawal_a_correction_a_merge_and_a_setting_move_numbers_too(lake: Lake) -> None:
    first = write_import(lake, Import((_post("1", 100), _post("2", 7))))
    write_import(lake, Import((_post("old", 40, channel="x-vesi-old"),)))
    second = write_import(lake, Import((_post("1", 130),), as_of="2021-07-01"))
    then = lake.position
    withdrawal = lake.withdraw(second, "test")
    leave_out = {"what": "post", "channel_id": X, "post_id": "2", "reason": "a test"}
    correction = lake.record("correction", leave_out, "test")
    merge = lake.record(*channel_merged("x-vesi-old", X), who="test")
    lake.record(*setting("currency", "SEK"), who="test")
    (row,) = moved_since(lake, "impressions", then, by=("channel",), channels=[X]).rows
    moves = [(move.entries[0].entry_no, move.before.value, move.after.value) for move in row.moves]
    assert moves == [(withdrawal, 137, 107), (correction, 107, 100), (merge, 100, 140)]
    assert first < second


def test_moves_that_cancel_each_other_are_no_moves(lake: Lake) -> None:
    write_import(lake, Import((_post("1", 100),)))
    then = lake.position
    lake.withdraw(write_import(lake, Import((_post("1", 900),), as_of="2021-07-01")), "test")
    assert moved_since(lake, "impressions", then).rows == ()


def test_a_number_that_was_not_there_is_missing_before(lake: Lake) -> None:
    write_import(lake, Import((_post("1", 100),)))
    (row,) = moved_since(lake, "impressions", 0).rows
    assert (row.before.state, row.now.value) == (State.MISSING, 100)
    assert len(row.moves) == 1 and row.moves[0].entries[0].kind == "import"


def test_the_search_asks_few_answers(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    write_import(lake, Import((_post("1", 100),)))
    then = lake.position
    for place in range(40):
        write_import(lake, Import((_post("f", 1 + place % 2, channel=FACEBOOK),), as_of="2021-06-02"))
        if place == 17:
            write_import(lake, Import((_post("1", 130),), as_of="2021-07-01"))
    asked = []
    rows = facade.rows
    monkeypatch.setattr(facade, "rows", lambda *given: asked.append(1) or rows(*given))
    (row,) = moved_since(lake, "impressions", then, channels=[X]).rows
    assert [len(move.entries) for move in row.moves] == [1]
    assert len(asked) <= 10, "the logarithm of 42, and the two ends"


def test_a_day_stands_for_the_position_at_its_end(lake: Lake) -> None:
    write_import(lake, Import((_post("1", 100),)))
    assert facade.position_at(lake, datetime.now(UTC) + timedelta(days=1)) == lake.position
    assert facade.position_at(lake, datetime(2000, 1, 1, tzinfo=UTC)) == 0


def test_the_ends_are_what_compute_says(lake: Lake) -> None:
    write_import(lake, Import((_post("1", 100),)))
    then = lake.position
    write_import(lake, Import((_post("1", 130), _post("3", 9)), as_of="2021-07-01"))
    (row,) = moved_since(lake, "impressions", then, by=("channel",)).rows
    assert row.before == compute(lake, "impressions", by=("channel",), position=then).rows[0].estimate
    assert row.now == compute(lake, "impressions", by=("channel",)).rows[0].estimate


def test_a_position_that_never_was_is_refused(lake: Lake) -> None:
    with pytest.raises(ReppuError) as caught:
        moved_since(lake, "impressions", 99)
    assert "99" in str(caught.value) and "0 to 0" in caught.value.in_language("en")
