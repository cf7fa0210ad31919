"""Evidence: reference. The linearised interval is Student's of the linearised values, so scipy's t test must give it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from reppu.metrics.maths.linearised_ratio import linearised_t, log_t

IMPRESSIONS = np.array([1200.0, 800, 2500, 400, 1500, 950, 3100, 700])
ENGAGEMENTS = np.array([36.0, 20, 90, 14, 30, 33, 70, 28])
ONE_GROUP = np.zeros(8, dtype=np.int64)


def _by_scipy() -> tuple[float, float]:
    ratio = ENGAGEMENTS.sum() / IMPRESSIONS.sum()
    linearised = ratio + (ENGAGEMENTS - ratio * IMPRESSIONS) / IMPRESSIONS.mean()
    interval = stats.ttest_1samp(linearised, 0).confidence_interval(0.9)
    return float(interval.low), float(interval.high)


def test_the_interval_is_scipys_t_interval_of_the_linearised_values() -> None:
    got = linearised_t(IMPRESSIONS, ENGAGEMENTS, ONE_GROUP, 1)
    low, high = _by_scipy()
    assert got.low[0] == pytest.approx(low, rel=1e-12)
    assert got.high[0] == pytest.approx(high, rel=1e-12)


def test_dividing_by_n_instead_of_n_minus_one_would_not_pass() -> None:
    low, high = _by_scipy()
    narrower = (high - low) / 2 * np.sqrt(7 / 8)
    assert abs(narrower / ((high - low) / 2) - 1) > 1e-2


def test_groups_do_not_touch_each_other() -> None:
    twice = linearised_t(
        np.concatenate([IMPRESSIONS, 2 * IMPRESSIONS]),
        np.concatenate([ENGAGEMENTS, ENGAGEMENTS[::-1]]),
        np.repeat([0, 1], 8),
        2,
    )
    alone = linearised_t(IMPRESSIONS, ENGAGEMENTS, ONE_GROUP, 1)
    assert twice.low[0] == pytest.approx(alone.low[0], rel=1e-12)
    assert twice.low[1] != pytest.approx(alone.low[0], rel=1e-3)


def test_on_the_log_scale_it_never_reaches_below_zero() -> None:
    x, y = np.array([100.0, 10_000, 120]), np.array([90.0, 1, 100])
    group = np.zeros(3, dtype=np.int64)
    assert linearised_t(x, y, group, 1).low[0] < 0
    assert log_t(x, y, group, 1).low[0] > 0


def test_one_post_has_no_interval() -> None:
    got = linearised_t(np.array([100.0]), np.array([3.0]), np.array([0]), 1)
    assert got.value[0] == 0.03
    assert np.isnan(got.low[0])
