"""Evidence: reference. Smyth's moderated variance at its ends, and the whole formula in simulation against a known truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from reppu.metrics.maths.methods_compared import compared, stored, tables
from reppu.metrics.maths.shrunken_rates import Spread, shrunken_rates, spread_of
from reppu.metrics.maths.tests.test_weighted_rates import UNEVEN
from reppu.metrics.maths.weighted_rates import weighted_rates

ONE = np.zeros(10, dtype=np.int64)
X, Y = np.array(UNEVEN[0]), np.array(UNEVEN[1])


def spread(
    cv2: float, degrees: float, lean: float = 0.0, lean_variance: float = 0.01, log_variance: float = 1.0
) -> Spread:
    return Spread(*(np.array([part]) for part in (cv2, degrees, lean, lean_variance, log_variance)))


def test_a_past_just_like_the_present_only_lends_its_degrees_of_freedom() -> None:
    own = spread_of(X, Y, ONE, 1)
    alone = weighted_rates(X, Y, ONE, 1)
    # the same spread with 60 degrees more, and a lean that the past knows no better
    like = Spread(own.cv2, np.array([60.0]), own.lean, np.array([1e12]), own.log_variance)
    lent, known = shrunken_rates(X, Y, ONE, 1, like)
    assert known[0]

    def half(interval: object) -> float:
        return float(np.log(interval.high[0] / interval.low[0])) / 2  # type: ignore[attr-defined]

    # half = t·√v on both sides: the widths are as Student's quantiles at the two degrees of freedom
    d = float(own.degrees[0])
    assert half(lent) / half(alone) == pytest.approx(stats.t.ppf(0.95, d + 60) / stats.t.ppf(0.95, d), rel=0.02)


def test_a_calm_past_makes_it_narrower_and_a_wild_one_wider() -> None:
    alone = weighted_rates(X, Y, ONE, 1)
    calm, known = shrunken_rates(X, Y, ONE, 1, spread(0.1, 40))
    wild, _known = shrunken_rates(X, Y, ONE, 1, spread(2.0, 40))
    assert known[0]
    assert calm.high[0] / calm.low[0] < alone.high[0] / alone.low[0] < wild.high[0] / wild.low[0]


def test_the_level_is_never_borrowed() -> None:
    then_low, _known = shrunken_rates(
        X, Y, ONE, 1, spread_of(np.tile(X, 5), np.tile(Y, 5), np.zeros(50, dtype=np.int64), 1)
    )
    then_high, _known = shrunken_rates(
        X, Y, ONE, 1, spread_of(np.tile(X, 5), np.tile(10 * Y, 5), np.zeros(50, dtype=np.int64), 1)
    )
    assert then_low.value[0] == then_high.value[0] == Y.sum() / X.sum()


def test_a_short_past_lends_nothing() -> None:
    got, known = shrunken_rates(X, Y, ONE, 1, spread(0.4, 5))
    assert not known[0]
    assert np.isnan(got.low[0])


@pytest.mark.parametrize("world", ["as supposed", "rates vary by 1.0", "rates rise with size"])
def test_it_holds_in_worlds_where_the_map_does_not(world: str) -> None:
    # 2,000 runs: a standard error of 0.7 %
    cells = {one.method: one for one in compared(10, 1.1, world, runs=2000, bootstrap_runs=2)}
    assert 0.88 <= cells["shrunken_rates"].coverage <= 0.94
    assert cells["linearised_t"].coverage < 0.80


def test_the_page_about_intervals_shows_the_stored_table() -> None:
    page = Path(__file__).resolve().parents[5] / "docs" / "intervals.md"
    assert tables() in page.read_text(encoding="utf-8")


def test_the_stored_table_is_made_by_these_formulas() -> None:
    again = {one.method: one for one in compared(10, 0.8, "as supposed", bootstrap_runs=100)}
    for one in stored():
        if (one.world, one.n, one.log_sd) == ("as supposed", 10, 0.8) and one.runs == 10_000:
            assert again[one.method].coverage == pytest.approx(one.coverage, abs=2e-3)
            assert again[one.method].width == pytest.approx(one.width, abs=5e-3)
