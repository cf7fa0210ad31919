"""What happens when a platform ends or redefines a measure, replayed: no silent zero, no joined series."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.metrics.examples import FACEBOOK, Import, Post, X
from reppu.metrics.facade import compare, compute
from reppu.metrics.rosetta import CHANGES, MEASURES
from reppu.metrics.tests.made_up import write_import
from reppu.vocabulary.estimate import State

JANUARY, MAY = (date(2025, 1, 1), date(2025, 1, 31)), (date(2025, 5, 1), date(2025, 5, 31))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path)


def _month(month: int, **numbers: float | None) -> tuple[Post, ...]:
    stated = {f"meta.content.{name}": value for name, value in numbers.items()}
    return tuple(Post(FACEBOOK, f"{month}-{day}", f"2025-{month:02}-{day:02} 10:00", stated) for day in range(1, 13))


def _before_and_after(lake: Lake) -> None:
    write_import(lake, Import(_month(1, impressions=500), as_of="2025-02-10"))
    write_import(lake, Import((*_month(1, views=800), *_month(5, views=900)), as_of="2025-06-10"))


def test_the_old_series_ends_and_the_new_one_begins_and_nothing_joins_them(lake: Lake) -> None:
    _before_and_after(lake)
    old = {row.keys["month"]: row.estimate for row in compute(lake, "impressions", by=("month",)).rows}
    assert old["2025-01"].value == 6000
    assert (old["2025-05"].state, old["2025-05"].value) == (State.NOT_OFFERED, None)
    new = {row.keys["month"]: row.estimate.value for row in compute(lake, "views", by=("month",)).rows}
    assert new == {"2025-01": 9600, "2025-05": 10_800}, "views of older posts are stated since the change too"


def test_a_table_across_the_change_says_so(lake: Lake) -> None:
    _before_and_after(lake)
    table = compute(lake, "impressions", by=("month",))
    assert date(2025, 3, 1) in [one.day for one in table.changes]
    assert "two series" in table.changes[0].says.in_language("en")
    assert compute(lake, "impressions", since=MAY[0], until=MAY[1]).changes == ()
    assert compute(lake, "shares").changes == ()


def test_a_zero_after_the_end_is_silence_and_never_a_number(lake: Lake) -> None:
    """A connector that goes on asking for a dead measure is answered with zeros."""
    write_import(lake, Import(_month(1, impressions=500), as_of="2025-02-10"))
    write_import(lake, Import(_month(5, impressions=0), as_of="2025-06-10"))
    rows = {row.keys["month"]: row.estimate for row in compute(lake, "impressions", by=("month",)).rows}
    assert rows["2025-01"].value == 6000
    assert rows["2025-05"].value is None and rows["2025-05"].state is State.NOT_OFFERED
    (mean,) = compute(lake, "impressions_per_post").rows
    assert mean.estimate.value == 500, "the silent posts do not pull the mean down"


def test_a_zero_before_the_end_is_a_zero(lake: Lake) -> None:
    write_import(lake, Import(_month(1, impressions=0), as_of="2025-02-10"))
    (row,) = compute(lake, "impressions").rows
    assert (row.estimate.value, row.estimate.state) == (0, State.OK)


def test_periods_on_both_sides_are_not_compared(lake: Lake) -> None:
    _before_and_after(lake)
    answer = compare(lake, "impressions", JANUARY, MAY, age_days=None)
    assert answer.verdict == "not_comparable"
    assert answer.difference.value is None and answer.ratio.value is None


def test_a_change_at_one_platform_does_not_concern_another(lake: Lake) -> None:
    write_import(lake, Import((Post(X, "1", "2025-01-05 10:00", {"x.post.impressions": 5}),)))
    assert compute(lake, "impressions").changes == ()


def test_every_change_names_measures_and_platforms_of_the_table() -> None:
    for one in CHANGES:
        assert one.source and one.says.in_language("fi") != one.says.in_language("en")
        for name in one.measures:
            stated = set(MEASURES[name].spellings) | set(MEASURES[name].absent)
            assert set(one.platforms) & stated, (one.day, name)
    ended = {one.valid_until for m in MEASURES.values() for one in m.spellings.values() if one.valid_until}
    assert ended <= {one.day for one in CHANGES}, "every end in the table is a dated change"
