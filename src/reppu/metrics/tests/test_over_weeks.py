"""Evidence: reference (scipy) for the formula, and simulation of a known truth for what it promises."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from reppu.metrics.maths.over_weeks import FEWEST_WEEKS, mean_of_weeks
from reppu.metrics.maths.spans import without_overlap

WEEKS = np.array([3.0, 4, 2, 5, 3, 3, 4, 4, 1, 7])


def test_the_interval_is_scipys() -> None:
    low, high = stats.t.interval(0.90, df=9, loc=WEEKS.mean(), scale=stats.sem(WEEKS))
    got = mean_of_weeks(WEEKS)
    assert (got.low, got.high) == (pytest.approx(low, rel=1e-12), pytest.approx(high, rel=1e-12))


@pytest.mark.parametrize("weeks", [8, 13, 26])
@pytest.mark.parametrize("mean", [3.0, 8.0])
@pytest.mark.parametrize("k", [2.0, 8.0])
def test_ninety_per_cent_intervals_hold_the_truth_in_87_to_93(weeks: int, mean: float, k: float) -> None:
    generator = np.random.default_rng((2016, weeks, int(mean), int(k)))
    printed = [
        got
        for row in generator.negative_binomial(k, k / (k + mean), (4000, weeks))
        if (got := mean_of_weeks(row)).holds
    ]
    covered = np.mean([got.low <= mean <= got.high for got in printed])
    assert 0.855 <= covered <= 0.93  # 87 to 93, less three standard errors of 4,000 runs at the lower end


def test_few_or_wild_weeks_are_turned_away() -> None:
    assert not mean_of_weeks(WEEKS[: FEWEST_WEEKS - 1]).holds
    assert not mean_of_weeks(np.array([0.0, 0, 0, 0, 0, 0, 0, 0, 0, 40])).holds
    assert not mean_of_weeks(np.full(10, 3.0)).holds, "weeks that never vary promise nothing about the next"


def test_no_day_counts_twice() -> None:
    generator = np.random.default_rng(5)
    for _run in range(200):
        first = generator.integers(0, 40, 12)
        spans = [(int(a), int(a + length)) for a, length in zip(first, generator.integers(0, 12, 12), strict=True)]
        counted = [span for span, counts in zip(spans, without_overlap(spans), strict=True) if counts]
        days = [day for a, b in counted for day in range(a, b + 1)]
        assert len(days) == len(set(days))


def test_the_longer_statement_counts_unless_shorter_ones_tell_all_of_it() -> None:
    assert without_overlap([(0, 6), (2, 2)]) == [True, False]
    assert without_overlap([(0, 1), (0, 0), (1, 1)]) == [False, True, True]
    assert without_overlap([(0, 3), (0, 3)]) == [True, False]
