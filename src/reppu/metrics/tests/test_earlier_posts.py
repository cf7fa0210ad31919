"""A page that one rare post makes is shut out by its own past; a calm page is not, and no past says nothing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reppu.lake.facade import open_lake
from reppu.metrics.examples import Import, Post, X
from reppu.metrics.facade import compute
from reppu.metrics.maths.coverage import made_up_posts
from reppu.metrics.tests.made_up import write_import
from reppu.vocabulary.estimate import State

SINCE, UNTIL = date(2026, 3, 1), date(2026, 5, 31)
RATE = "engagement_rate_by_impressions"


def posts(rare: bool) -> tuple[Post, ...]:
    """120 posts before SINCE and 30 after."""
    x, y, _truth = made_up_posts(np.random.default_rng(3), 1, 150, 0.8, 40.0)
    x, y = np.round(x[0]) + 1, y[0]
    if rare:
        x[50], y[50] = 400 * x.mean(), 400 * x.mean() * 0.002
    days = [f"2025-{1 + place % 12:02}-{1 + place % 27:02}" for place in range(120)]
    days += [f"2026-{3 + place % 3:02}-{1 + place % 28:02}" for place in range(30)]
    return tuple(
        Post(X, f"{place}", day, {"x.post.impressions": seen, "x.post.engagements": done})
        for place, (day, seen, done) in enumerate(zip(days, x.tolist(), y.tolist(), strict=True))
    )


@pytest.fixture
def lake(tmp_path):
    def made(rare: bool):
        lake = open_lake(tmp_path / str(rare))
        write_import(lake, Import(posts(rare), "2026-06-15"))
        return lake

    return made


def test_a_calm_past_leaves_the_interval(lake):
    (row,) = compute(lake(False), RATE, since=SINCE, until=UNTIL).rows
    assert row.estimate.state is State.OK


def test_a_past_with_a_post_that_makes_the_rate_takes_it_and_says_why(lake):
    (row,) = compute(lake(True), RATE, since=SINCE, until=UNTIL).rows
    calm = compute(lake(False), RATE, since=SINCE, until=UNTIL).rows[0]
    assert row.estimate.state is State.OBSERVED
    assert row.estimate.value == calm.estimate.value
    assert row.estimate.low is None
    assert "times in 100" in str(row.reason)


def test_over_all_time_there_is_no_past_to_ask(lake):
    rows = compute(lake(True), RATE, by=("year",)).rows
    assert any(row.estimate.state is State.OK for row in rows)
