"""What the examples do not say: errors, the printed shape, positions, and that order and engine do not matter."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.metrics.examples import FACEBOOK, Day, Import, Post, X
from reppu.metrics.facade import BY, compute, definitions, to_json
from reppu.metrics.tests.made_up import write_import
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import State
from reppu.vocabulary.language import use_language


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path)


def _uneven(n: int, seed: int = 1, log_sd: float = 1.0) -> tuple[Post, ...]:
    generator = np.random.default_rng(seed)
    seen = np.round(np.exp(generator.normal(7, log_sd, n)))
    done = generator.poisson(seen * 0.03)
    return tuple(
        Post(
            X,
            str(place),
            f"2021-03-{place % 28 + 1:02} 10:00",
            {"x.post.impressions": float(seen[place]), "x.post.engagements": float(done[place])},
        )
        for place in range(n)
    )


def test_an_empty_lake_has_no_rows(lake: Lake) -> None:
    for definition in definitions():
        assert compute(lake, definition.name).rows == ()


def test_json_has_exactly_the_documented_shape(lake: Lake) -> None:
    write_import(lake, Import(_uneven(12)))
    table = compute(lake, "engagement_rate_by_impressions", by=("channel", "month"))
    with use_language("en"):
        document = json.loads(json.dumps(to_json(table), allow_nan=False))
    assert list(document) == ["metric", "version", "unit", "basis", "level", "rows"]
    (row,) = document["rows"]
    assert list(row) == ["channel", "month", "value", "low", "high", "n", "state", "left_out", "reason"]
    assert (row["channel"], row["month"], row["state"], row["n"]) == (X, "2021-03", "ok", 12)
    assert row["low"] < row["value"] < row["high"]


def test_numbers_have_twelve_digits(lake: Lake) -> None:
    write_import(lake, Import(_uneven(30)))
    estimate = compute(lake, "engagement_rate_by_impressions").rows[0].estimate
    for part in (estimate.value, estimate.low, estimate.high):
        assert part == float(f"{part:.12g}")


def test_the_order_of_import_does_not_matter(tmp_path: Path) -> None:
    posts = _uneven(60)
    answers = []
    for name, order in (("a", posts), ("b", posts[::-1])):
        lake = open_lake(tmp_path / name)
        for part in (order[:17], order[17:]):
            write_import(lake, Import(part))
        answers.append(compute(lake, "engagement_rate_by_impressions", by=("weekday",)).rows)
    assert answers[0] == answers[1]


def test_a_position_shows_the_world_as_it_was(lake: Lake) -> None:
    write_import(lake, Import(_uneven(5)))
    then = lake.position
    before = compute(lake, "impressions").rows
    write_import(lake, Import(_uneven(9, seed=2), as_of="2021-09-01"))
    assert compute(lake, "impressions").rows != before
    assert compute(lake, "impressions", position=then).rows == before


def test_only_the_asked_channels_count(lake: Lake) -> None:
    write_import(lake, Import((*_uneven(3), Post(FACEBOOK, "f", "2021-03-01 10:00", {}))))
    assert compute(lake, "posts", channels=[FACEBOOK]).rows[0].estimate.value == 1
    assert compute(lake, "posts", channels=[]).rows == ()
    with pytest.raises(ReppuError) as caught:
        compute(lake, "posts", channels=["nobody"])
    assert "nobody" in str(caught.value) and X in str(caught.value)


def test_days_of_the_organisations_own_time_zone(lake: Lake) -> None:
    write_import(lake, Import((Post(X, "1", "2021-03-01 23:30", {}),)))
    assert [row.keys["day"] for row in compute(lake, "posts", by=("day",)).rows] == ["2021-03-02"]
    lake.record("setting", {"name": "time_zone", "value": "America/New_York"}, "test")
    assert [row.keys["day"] for row in compute(lake, "posts", by=("day",)).rows] == ["2021-03-01"]
    assert compute(lake, "posts", since=date(2021, 3, 1), until=date(2021, 3, 1)).rows[0].estimate.value == 1


@pytest.mark.parametrize("word", BY)
def test_every_split_of_posts_adds_up(lake: Lake, word: str) -> None:
    write_import(lake, Import(_uneven(40)))
    assert sum(row.estimate.value or 0 for row in compute(lake, "posts", by=(word,)).rows) == 40


def test_a_daily_number_cannot_be_split_by_what_only_posts_have(lake: Lake) -> None:
    with pytest.raises(ReppuError) as caught:
        compute(lake, "followers", by=("kind",))
    assert "channel, platform, day" in str(caught.value)
    with pytest.raises(ReppuError, match="sorrow"):
        compute(lake, "posts", by=("sorrow",))


def test_a_period_that_ends_before_it_begins_is_refused(lake: Lake) -> None:
    with pytest.raises(ReppuError) as caught:
        compute(lake, "posts", since=date(2021, 3, 2), until=date(2021, 3, 1))
    assert "before it begins" in caught.value.in_language("en")


def test_too_uneven_posts_are_observed_and_say_why(lake: Lake) -> None:
    write_import(lake, Import(_uneven(14, log_sd=3.2)))
    (row,) = compute(lake, "engagement_rate_by_impressions").rows
    assert row.estimate.state is State.OBSERVED
    assert row.estimate.value is not None and row.estimate.low is None
    assert row.reason is not None and "uneven" in row.reason.in_language("en")


def test_a_total_without_some_posts_says_how_many(lake: Lake) -> None:
    posts = _uneven(4)
    blank = Post(X, "blank", "2021-03-01 10:00", {"x.post.impressions": None})
    write_import(lake, Import((*posts, blank)))
    (row,) = compute(lake, "impressions").rows
    assert row.estimate.n == 4
    assert row.reason is not None and row.reason.in_language("en") == "4 posts of 5 state it."


def test_a_channel_silent_beyond_its_exports_is_left_out_of_a_total(lake: Lake) -> None:
    write_import(
        lake,
        Import((Post(X, "1", "2021-03-01 10:00", {}), Post(FACEBOOK, "2", "2020-01-01 10:00", {}))),
    )
    (row,) = compute(lake, "posts", since=date(2021, 3, 1), until=date(2021, 3, 31)).rows
    assert (row.estimate.value, row.left_out) == (1, (FACEBOOK,))


def test_posts_without_a_moment_are_in_no_week(lake: Lake) -> None:
    write_import(lake, Import(tuple(Post(X, str(one), f"2021-03-{one:02} 10:00", {}) for one in range(1, 15))))
    untimed = tuple(replace(one, channel=FACEBOOK, post=f"f{one.post}", published="") for one in _uneven(3))
    write_import(lake, Import(untimed))
    first, second = compute(lake, "posts_per_week", by=("channel",)).rows
    assert (first.estimate.value, first.estimate.n) == (7, 2)
    assert second.estimate.state is State.MISSING and second.reason is not None


def test_several_channels_have_no_common_reach(lake: Lake) -> None:
    days = tuple(Day(one, "2021-03-01", {"meta.page.reach": 100}) for one in (FACEBOOK, "instagram-vesi"))
    write_import(lake, Import(days))
    (row,) = compute(lake, "reach", by=("day",)).rows
    assert row.estimate.state is State.NOT_OFFERED
    assert len(compute(lake, "reach", by=("channel", "day")).rows) == 2
