from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.metrics.examples import Import, Post, X
from reppu.metrics.facade import compare, compute
from reppu.metrics.tests.made_up import write_import
from reppu.vocabulary.estimate import State

MARCH, APRIL = (date(2021, 3, 1), date(2021, 3, 31)), (date(2021, 4, 1), date(2021, 4, 30))
RATE = "engagement_rate_by_impressions"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path)


def _month(month: int, n: int, rate: float, seed: int) -> tuple[Post, ...]:
    generator = np.random.default_rng(seed)
    seen = np.round(np.exp(generator.normal(7.5, 0.7, n)))
    done = np.round(seen * rate * np.exp(generator.normal(0, 0.4, n)))
    return tuple(
        Post(
            X,
            f"{month}-{place}",
            f"2021-{month:02}-{place % 28 + 1:02} 10:00",
            {"x.post.impressions": float(seen[place]), "x.post.engagements": float(done[place])},
        )
        for place in range(n)
    )


def _each_at_thirty_days(lake: Lake, march: tuple[Post, ...], april: tuple[Post, ...]) -> None:
    write_import(lake, Import(march, as_of="2021-04-15"))
    write_import(lake, Import(april, as_of="2021-05-15"))


def test_a_rate_that_doubled_is_up(lake: Lake) -> None:
    _each_at_thirty_days(lake, _month(3, 40, 0.02, 1), _month(4, 40, 0.04, 2))
    answer = compare(lake, RATE, MARCH, APRIL)
    assert (answer.verdict, answer.reason, answer.age_days) == ("up", None, 30)
    assert answer.difference.low is not None and answer.difference.low > 0
    assert answer.ratio.low is not None and answer.ratio.high is not None
    assert answer.ratio.low < 2 < answer.ratio.high
    back = compare(lake, RATE, APRIL, MARCH)
    assert back.verdict == "down"
    assert back.difference.value == pytest.approx(-(answer.difference.value or 0))


def test_a_small_change_cannot_be_told_and_says_how_many_posts_would(lake: Lake) -> None:
    _each_at_thirty_days(lake, _month(3, 60, 0.030, 3), _month(4, 20, 0.034, 4))
    answer = compare(lake, RATE, MARCH, APRIL)
    assert answer.verdict == "cannot_tell"
    assert answer.difference.low is not None and answer.difference.high is not None
    assert answer.difference.low < 0 < answer.difference.high
    assert answer.reason is not None
    if answer.posts_needed is not None:
        assert answer.reason.in_language("en").startswith("About")


def test_lifetime_numbers_of_different_ages_get_no_verdict(lake: Lake) -> None:
    write_import(lake, Import((*_month(3, 40, 0.02, 1), *_month(4, 40, 0.04, 2)), as_of="2021-05-15"))
    answer = compare(lake, RATE, MARCH, APRIL)
    assert answer.verdict == "not_comparable"
    assert answer.first.state is State.OBSERVED and answer.second.state is State.OBSERVED
    assert answer.first.value == compute(lake, RATE, since=MARCH[0], until=MARCH[1]).rows[0].estimate.value
    assert answer.difference.state is State.OBSERVED
    assert answer.reason is not None and "about 30 days old" in answer.reason.in_language("en")
    assert compare(lake, RATE, MARCH, APRIL, age_days=None).verdict == "up"


def test_counts_are_compared_exactly(lake: Lake) -> None:
    _each_at_thirty_days(lake, _month(3, 7, 0.02, 1), _month(4, 9, 0.04, 2))
    answer = compare(lake, "posts", MARCH, APRIL)
    assert (answer.verdict, answer.difference.value, answer.difference.method) == ("up", 2, "stated")
    assert answer.age_days is None, "how many posts there are does not grow with age"
    assert compare(lake, "posts", MARCH, MARCH).verdict == "same"


def test_a_total_is_compared_only_when_every_post_has_its_number(lake: Lake) -> None:
    _each_at_thirty_days(lake, _month(3, 10, 0.02, 1), _month(4, 10, 0.04, 2))
    assert compare(lake, "impressions", MARCH, APRIL).verdict in ("up", "down")
    late = Post(X, "late", "2021-04-03 10:00", {"x.post.impressions": 500.0})
    write_import(lake, Import((late,), as_of="2021-09-01"))
    assert compare(lake, "impressions", MARCH, APRIL).verdict == "not_comparable"


def test_what_is_missing_is_not_compared(lake: Lake) -> None:
    write_import(lake, Import(_month(3, 20, 0.02, 1), as_of="2021-04-15"))
    answer = compare(lake, RATE, MARCH, APRIL)
    assert (answer.verdict, answer.second.state) == ("not_comparable", State.MISSING)
    assert answer.difference.value is None and answer.reason is not None
