"""Evidence: published (R's p.adjust), reference (scipy) and simulation of pages on which nothing has changed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from reppu.metrics.maths.difference import Interval
from reppu.metrics.maths.many_comparisons import ALPHA, Sides, adjusted_for_many, holm, p_value, widened

Z = stats.norm.ppf(0.95)


def _sides(first: float, second: float, error: float, n: int = 1_000_000) -> Sides:
    return Sides(
        Interval(first, first - Z * error, first + Z * error),
        Interval(second, second - Z * error, second + Z * error),
        n,
        n,
    )


def test_adjusted_p_values_are_those_of_r() -> None:
    """p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm"), and in another order."""
    assert holm([0.01, 0.02, 0.03, 0.04, 0.05]) == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert holm([0.6, 0.7]) == [1.0, 1.0]


def test_the_p_value_of_normal_estimates_is_that_of_a_z_test() -> None:
    got = p_value(_sides(-3.0, 1.0, 1.0))
    assert got == pytest.approx(2 * stats.norm.sf(4 / np.sqrt(2)), rel=1e-3)
    assert p_value(_sides(1.0, 1.0, 1.0)) == 1.0


def test_one_comparison_is_not_widened() -> None:
    sides = Sides(Interval(0.03, 0.02, 0.05), Interval(0.05, 0.04, 0.07), 20, 30)
    (got,) = adjusted_for_many([sides])
    assert got.alpha == ALPHA
    assert got.change.low == pytest.approx(0.02 - np.hypot(0.01, 0.02))


def test_interval_and_verdict_say_the_same() -> None:
    generator = np.random.default_rng(3)
    for _run in range(100):
        every = [_sides(5.0, 5 + float(shift), 1.0, n=12) for shift in generator.normal(0, 3, 7)]
        adjusted = holm([p_value(one) for one in every])
        for one, p in zip(adjusted_for_many(every), adjusted, strict=True):
            leaves_zero_out = one.change.low > 0 or one.change.high < 0
            if abs(p - ALPHA) > 1e-6:
                assert leaves_zero_out == (p <= ALPHA)


def test_a_page_without_any_change_is_wrong_one_time_in_ten_and_not_in_two_of_three() -> None:
    generator = np.random.default_rng(2016)
    pages, wrong, wrong_alone = 600, 0, 0
    for _page in range(pages):
        values = 100 + generator.normal(0, 1, (10, 2))
        every = [_sides(float(a), float(b), 1.0) for a, b in values]
        wrong += any(one.change.low > 0 or one.change.high < 0 for one in adjusted_for_many(every))
        wrong_alone += any(p_value(one) < ALPHA for one in every)
    assert 0.065 <= wrong / pages <= 0.135  # 10 % and three standard errors of 600 pages
    assert wrong_alone / pages > 0.55, "without correction most such pages hold a false verdict"


def test_a_positive_interval_stays_positive() -> None:
    got = widened(Interval(0.03, 0.02, 0.05), 3.0)
    assert 0 < got.low < 0.02 and got.high > 0.05
    assert widened(Interval(1.0, -1.0, 2.0), 2.0) == Interval(1.0, -3.0, 3.0)
