from __future__ import annotations

from datetime import date

from reppu.lake.facade import Lake
from reppu.lake.tests.made_up import bring, later, rows_of, spent


def folded(lake: Lake, position: int | None = None) -> set[tuple[object, ...]]:
    return {
        (row["channel_id"], row["medium"], row["kind"], row["hours"], row["amount"], row["currency"])
        for row in rows_of(lake.latest_inputs(position))
    }


def test_the_same_said_again_replaces_and_is_not_added(lake: Lake) -> None:
    bring(lake, "a", inputs=[spent(30, channel_id="x-vesi"), spent(8, channel_id="x-vesi", kind="training")])
    first = lake.position
    bring(lake, "b", inputs=[spent(20, as_of=later(1), channel_id="x-vesi")])
    kept = ("x-vesi", None, "training", 8.0, None, None)
    assert folded(lake) == {("x-vesi", None, "staff", 20.0, None, None), kept}
    assert folded(lake, first) == {("x-vesi", None, "staff", 30.0, None, None), kept}
    lake.withdraw(lake.position, "test")
    assert folded(lake) == folded(lake, first)


def test_hours_and_money_replace_each_other_apart_and_a_currency_goes_with_its_amount(lake: Lake) -> None:
    bring(lake, "a", inputs=[spent(30, 500, medium="radio")])
    bring(lake, "b", inputs=[spent(None, 900, later(1), medium="radio", currency="SEK")])
    assert folded(lake) == {(None, "radio", "staff", 30.0, 900.0, "SEK")}
    bring(lake, "c", inputs=[spent(0, None, later(2), medium="radio")])
    assert folded(lake) == {(None, "radio", "staff", 0.0, 900.0, "SEK")}


def test_another_period_place_or_kind_is_another_row(lake: Lake) -> None:
    other = {"period_start": date(2021, 3, 15)}
    bring(lake, "a", inputs=[spent(1), spent(2, **other), spent(3, medium="radio"), spent(4, kind="tools")])
    bring(lake, "b", inputs=[spent(5, as_of=later(1), function="sales")])
    assert {row["hours"] for row in rows_of(lake.latest_inputs())} == {1.0, 2.0, 3.0, 4.0, 5.0}


def test_only_what_was_stated_until_then_counts(lake: Lake) -> None:
    bring(lake, "a", inputs=[spent(30)])
    bring(lake, "b", inputs=[spent(20, as_of=later(5))])
    assert [row["hours"] for row in rows_of(lake.latest_inputs(as_of=later(4)))] == [30.0]


def test_compaction_changes_no_hour(lake: Lake) -> None:
    for number in range(3):
        bring(lake, f"{number}", inputs=[spent(number, as_of=later(number), channel_id="x-vesi")])
    before = [folded(lake, position) for position in range(lake.position + 1)]
    assert lake.compact().merged == 3
    assert [folded(lake, position) for position in range(lake.position + 1)] == before
