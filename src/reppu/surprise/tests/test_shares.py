"""Shares going bad. Evidence: reference (scipy's beta-binomial), simulation of a known truth."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from reppu.surprise.detectors.judgement import NOT_JUDGED
from reppu.surprise.detectors.shares import beta_binomial, judge_share, judge_shares, moments


@pytest.mark.parametrize(("n", "p", "rho"), [(10, 0.1, 0.05), (500, 0.3, 0.002), (40, 0.02, 0.4)])
def test_the_distribution_is_scipys(n, p, rho):
    both = 1 / rho - 1
    assert beta_binomial(n, p, rho) == pytest.approx(
        stats.betabinom(n, p * both, (1 - p) * both).pmf(np.arange(n + 1)), rel=1e-6, abs=1e-12
    )


@pytest.mark.parametrize(
    ("n", "a", "b"), [(10, Fraction(1, 2), Fraction(9, 2)), (2000, Fraction(3, 4), Fraction(21, 4))]
)
def test_the_distribution_is_the_exact_one_of_whole_fractions(n, a, b):
    # Known truth: P(k) = C(n, k)·(a)ₖ·(b)ₙ₋ₖ / (a + b)ₙ with rising factorials, in exact arithmetic.
    rising = {key: [Fraction(1)] for key in (a, b, a + b)}
    for key, values in rising.items():
        for k in range(n):
            values.append(values[-1] * (key + k))
    got = beta_binomial(n, float(a / (a + b)), float(1 / (a + b + 1)))
    for k in range(0, n + 1, max(n // 40, 1)):
        exact = math.comb(n, k) * rising[a][k] * rising[b][n - k] / rising[a + b][n]
        assert got[k] == pytest.approx(float(exact), rel=1e-12, abs=0)


def windows(p: float, rho: float, n: int, count: int, seed: int) -> list[tuple[int, int]]:
    rng = np.random.default_rng(seed)
    both = 1 / rho - 1
    sizes = rng.poisson(n, count) + 1
    return [(int(rng.binomial(size, rng.beta(p * both, (1 - p) * both))), int(size)) for size in sizes]


def test_moments_find_the_truth():
    table = np.array(windows(0.2, 0.08, 60, 4000, seed=1), dtype=float)
    p, rho = moments(table[:, 0], table[:, 1])
    assert p == pytest.approx(0.2, abs=0.01) and rho == pytest.approx(0.08, abs=0.008)


@pytest.mark.parametrize(("n", "rho"), [(15, 0.02), (60, 0.05), (400, 0.01)])
def test_intervals_cover_at_least_ninety_per_cent_and_false_alarms_are_few(n, rho):
    inside = alarms = judged = 0
    for seed in range(30):
        series = windows(0.15, rho, n, 90, seed)
        for (k, size), one in zip(series, judge_shares(series), strict=True):
            if one.low is not None:
                judged += 1
                inside += one.low - 1e-12 <= k / size <= one.high + 1e-12
                alarms += one.surprise
    # Whole counts: the interval holds at least what it says, and with 15 items one count is much of the law.
    assert 0.88 <= inside / judged <= (0.97 if n == 15 else 0.94)
    assert alarms / judged <= 0.008


def test_more_and_fewer_complaints_are_told_apart():
    earlier = windows(0.2, 0.01, 100, 40, seed=5)
    assert judge_share(60, 100, earlier).direction == 1
    assert judge_share(0, 100, earlier).direction == -1
    assert judge_share(20, 100, earlier).direction == 0


def test_days_that_always_differed_need_more_than_a_coin_toss_would():
    steady, uneven = windows(0.2, 0.002, 100, 60, seed=6), windows(0.2, 0.2, 100, 60, seed=6)
    assert judge_share(45, 100, steady).surprise
    assert not judge_share(45, 100, uneven).surprise
    assert stats.binomtest(45, 100, 0.2).pvalue < 1e-6


def test_four_instead_of_two_and_nothing_of_nothing_are_no_surprise():
    assert not judge_share(4, 10, [(2, 10)] * 20).surprise
    assert not judge_share(0, 10, [(0, 10)] * 20).surprise
    assert judge_share(0, 0, [(2, 10)] * 20) == NOT_JUDGED
    assert judge_share(5, 10, [(2, 10)] * 7 + [(0, 0)] * 9) == NOT_JUDGED


def test_a_share_above_one_is_refused():
    with pytest.raises(ValueError, match="between 0 and n"):
        judge_share(11, 10, [])
