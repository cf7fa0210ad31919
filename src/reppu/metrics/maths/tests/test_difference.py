"""Evidence: published. Newcombe 1998, Statistics in Medicine 17, 873-890, Table II, method 10 (95 %): with Wilson's
intervals of the two proportions MOVER is that method. Tolerance: the four printed digits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from reppu.metrics.maths.coverage import RATE_METHODS, intervals_of_runs, made_up_posts
from reppu.metrics.maths.difference import Interval, difference, posts_still_needed, relative, verdict

PRINTED = [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((6, 7), (2, 7), 0.0582, 0.8062)]


def _wilson(hits: int, n: int) -> Interval:
    bounds = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    return Interval(hits / n, float(bounds.low), float(bounds.high))


@pytest.mark.parametrize(("second", "first", "low", "high"), PRINTED)
def test_it_gives_newcombes_printed_limits(
    second: tuple[int, int], first: tuple[int, int], low: float, high: float
) -> None:
    got = difference(_wilson(*first), _wilson(*second))
    assert got.low == pytest.approx(low, abs=5e-5)
    assert got.high == pytest.approx(high, abs=5e-5)


def test_taking_the_wrong_side_of_the_first_interval_would_not_pass() -> None:
    (second, first, low, _high) = PRINTED[1]
    a, b = _wilson(*first), _wilson(*second)
    wrong = (b.value - a.value) - np.hypot(b.value - b.low, a.value - a.low)
    assert abs(wrong - low) > 5e-4


def test_the_ratio_is_the_difference_of_logs() -> None:
    part = relative(Interval(0.02, 0.016, 0.025), Interval(0.04, 0.035, 0.046))
    assert part is not None
    assert part.value == pytest.approx(2)
    assert part.low == pytest.approx(2 * np.exp(-np.hypot(np.log(0.04 / 0.035), np.log(0.025 / 0.02))))
    assert relative(Interval(0, 0, 0.1), Interval(1, 0.5, 2)) is None


def test_with_nothing_changed_up_and_down_are_said_one_time_in_ten() -> None:
    generator = np.random.default_rng(7)
    said = []
    method = RATE_METHODS["weighted_rates"]
    first, second = (
        intervals_of_runs(method, *made_up_posts(generator, 4000, 40, 0.9, 30.0)[:2]) for _period in range(2)
    )
    for run in range(4000):
        a, b = (Interval(float(i.value[run]), float(i.low[run]), float(i.high[run])) for i in (first, second))
        said.append(verdict(difference(a, b)))
    wrong = 1 - said.count("cannot_tell") / len(said)
    assert 0.06 < wrong < 0.13


def test_how_many_more_posts_would_tell() -> None:
    first, second = Interval(10, 9, 11), Interval(12, 9.6, 14.4)
    assert verdict(difference(first, second)) == "cannot_tell"
    more = posts_still_needed(first, second, 20)
    assert more is not None
    # With 20 + more posts the second interval is narrower by the root, and the difference just told.
    for extra, told in ((more, True), (more - 2, False)):
        half = 2.4 * np.sqrt(20 / (20 + extra))
        assert (difference(first, Interval(12, 12 - half, 12 + half)).low >= 0) is told


def test_no_number_of_posts_helps_when_the_first_period_is_too_uncertain() -> None:
    assert posts_still_needed(Interval(10, 5, 15), Interval(12, 11, 13), 20) is None
    assert posts_still_needed(Interval(10, 9, 11), Interval(10, 9, 11), 20) is None
