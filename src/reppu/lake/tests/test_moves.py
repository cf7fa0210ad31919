from __future__ import annotations

from datetime import date

import pytest

from reppu.lake.facade import Lake, channel_created, channel_merged, facts_moved
from reppu.lake.tests.made_up import APRIL, bring, daily, later, likes, post, rows_of, spent
from reppu.vocabulary.errors import ReppuError


def told(lake: Lake, position: int | None = None) -> dict[str, float | None]:
    rows = rows_of(lake.latest_observations(position=position))
    return {f"{row['channel_id']} {row['subject_id']}": row["value"] for row in rows}


def stated(lake: Lake) -> set[tuple[str, str, int]]:
    return {
        (row["channel_id"], row["channel_id_stated"], row["entry_no"]) for row in rows_of(lake.read("observations"))
    }


@pytest.fixture
def wrong(lake: Lake) -> int:
    """Numbers of x-b that were imported into x-a, beside what is truly x-a's."""
    bring(lake, "b", [likes(7, post="9", channel_id="x-b")])
    bring(lake, "a", [likes(1, channel_id="x-a")], [post(channel_id="x-a")])
    return bring(lake, "wrong", [likes(2, later(1), channel_id="x-a")], [post("1", channel_id="x-a")]).entry_no


def test_a_moved_import_counts_for_its_new_channel_alone_and_at_earlier_positions_for_the_old_one(
    lake: Lake, wrong: int
) -> None:
    before = lake.position
    move = lake.record(*facts_moved(wrong, "x-a", "x-b"), who="test")
    assert told(lake) == {"x-a 1": 1.0, "x-b 1": 2.0, "x-b 9": 7.0}
    assert told(lake, before) == {"x-a 1": 2.0, "x-b 9": 7.0}
    assert [row["channel_id"] for row in rows_of(lake.latest_posts())] == ["x-a", "x-b"]
    assert ("x-b", "x-a", wrong) in stated(lake)
    lake.withdraw(move, "test")
    assert told(lake) == told(lake, before)
    assert told(lake, move) == {"x-a 1": 1.0, "x-b 1": 2.0, "x-b 9": 7.0}


def test_the_last_of_several_moves_counts_and_a_move_to_where_it_was_stated_ends_them(lake: Lake, wrong: int) -> None:
    bring(lake, "c", [likes(5, post="5", channel_id="x-c")])
    lake.record(*facts_moved(wrong, "x-a", "x-b"), who="test")
    second = lake.record(*facts_moved(wrong, "x-a", "x-c"), who="test")
    assert told(lake)["x-c 1"] == 2.0
    assert "x-b 1" not in told(lake)
    lake.withdraw(second, "test")
    assert told(lake)["x-b 1"] == 2.0
    lake.record(*facts_moved(wrong, "x-a", "x-a"), who="test")
    assert told(lake) == {"x-a 1": 2.0, "x-b 9": 7.0, "x-c 5": 5.0}
    with pytest.raises(ReppuError, match="recorded already"):
        lake.record(*facts_moved(wrong, "x-a", "x-a"), who="test")


def test_a_move_follows_a_merge_of_its_target_and_outlives_a_merge_of_its_source(lake: Lake, wrong: int) -> None:
    bring(lake, "c", [likes(5, post="5", channel_id="x-c")])
    lake.record(*facts_moved(wrong, "x-a", "x-b"), who="test")
    lake.record(*channel_merged("x-b", "x-c"), who="test")
    assert told(lake) == {"x-a 1": 1.0, "x-c 1": 2.0, "x-c 5": 5.0, "x-c 9": 7.0}
    lake.record(*channel_merged("x-a", "x-c"), who="test")
    assert told(lake)["x-c 1"] == 2.0  # the newer of the two statements about post 1
    lake.record(*facts_moved(wrong, "x-a", "x-a"), who="test")
    assert set(told(lake)) == {"x-c 1", "x-c 5", "x-c 9"}


def test_one_import_can_be_taken_out_of_a_merged_channel(lake: Lake, wrong: int) -> None:
    bring(lake, "c", [likes(5, post="5", channel_id="x-c")])
    lake.record(*channel_merged("x-a", "x-b"), who="test")
    lake.record(*facts_moved(wrong, "x-a", "x-c"), who="test")
    assert told(lake) == {"x-b 1": 1.0, "x-b 9": 7.0, "x-c 1": 2.0, "x-c 5": 5.0}


def test_of_an_import_of_two_channels_only_the_named_one_moves(lake: Lake) -> None:
    bring(lake, "other", [likes(5, post="5", channel_id="x-c")])
    both = bring(lake, "both", [likes(1, channel_id="x-a"), daily(2, date(2021, 4, 1), channel_id="x-b")]).entry_no
    lake.record(*facts_moved(both, "x-a", "x-c"), who="test")
    assert told(lake) == {"x-c 1": 1.0, "x-b account": 2.0, "x-c 5": 5.0}
    (entry,) = [one for one in lake.entries() if one.entry_no == both]
    assert lake.channels_of(entry) == ["x-b", "x-c"]
    assert lake.channels_of(entry, position=both) == ["x-a", "x-b"]


def test_compaction_changes_no_answer_of_a_moved_import_at_any_position(lake: Lake, wrong: int) -> None:
    lake.record(*facts_moved(wrong, "x-a", "x-b"), who="test")
    answers = [told(lake, position) for position in range(lake.position + 1)]
    assert lake.compact().merged > 1
    assert [told(lake, position) for position in range(lake.position + 1)] == answers
    later_move = lake.record(*facts_moved(wrong, "x-a", "x-a"), who="test")  # a row of a compacted file moves back
    assert told(lake)["x-a 1"] == 2.0
    assert told(lake, later_move - 1)["x-a 1"] == 1.0


def test_hours_of_a_moved_import_move_and_rows_of_no_channel_stay(lake: Lake) -> None:
    bring(lake, "b", [likes(1, channel_id="x-b")])
    both = bring(lake, "inputs", inputs=[spent(5, channel_id="x-a"), spent(2, medium="radio")]).entry_no
    lake.record(*facts_moved(both, "x-a", "x-b"), who="test")
    rows = rows_of(lake.latest_inputs())
    assert {(row["channel_id"], row["hours"]) for row in rows} == {("x-b", 5.0), (None, 2.0)}


def test_a_person_s_texts_are_erased_wherever_their_import_was_moved(lake: Lake) -> None:
    comment = {"channel_id": "x-a", "interaction_id": "c1", "kind": "comment", "direction": "in", "at": APRIL}
    comment |= {"actor_key": lake.actor_key("asiakas"), "as_of": APRIL}
    text = {"channel_id": "x-a", "interaction_id": "c1", "text": "Vesi on sameaa"}
    bring(lake, "b", [likes(1, channel_id="x-b")])
    first = bring(lake, "who", interactions=[comment]).entry_no
    bring(lake, "what", texts=[text])
    lake.record(*facts_moved(first, "x-a", "x-b"), who="test")
    assert lake.erase(person="asiakas", who="test").texts == 1


def test_a_move_that_cannot_be_is_refused_with_the_reason(lake: Lake, wrong: int) -> None:
    with lake.staging() as staging:
        setup = [channel_created("facebook", "facebook", "Vesi")]
        staging.commit(identity="f", content_hash="f", payload={"file": "f"}, who="test", setup=setup)

    def refused(entry_no: int, channel_id: str, into: str) -> str:
        with pytest.raises(ReppuError) as caught:
            lake.record(*facts_moved(entry_no, channel_id, into), who="test")
        return caught.value.in_language("en")

    assert "on another platform (facebook) than the facts (x)" in refused(wrong, "x-a", "facebook")
    assert "There is no channel x-z" in refused(wrong, "x-a", "x-z")
    assert "There is no entry 99" in refused(99, "x-a", "x-b")
    assert "brought no facts of channel x-b. Expected: one of: x-a" in refused(wrong, "x-b", "x-a")
    assert "brought no facts, so there is nothing to move" in refused(1, "x-a", "x-b")
    undo = lake.withdraw(wrong, "test")
    assert f"Entry {wrong} is withdrawn, by entry {undo}" in refused(wrong, "x-a", "x-b")
