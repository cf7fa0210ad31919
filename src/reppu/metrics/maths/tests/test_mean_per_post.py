"""Evidence: reference. `student_t` is scipy's; the log-normal's relative variance in `mean_per_post` is scipy's too."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from reppu.metrics.maths.mean_per_post import mean_per_post, student_t

LIKES = np.array([30.0, 12, 25, 14, 140, 18, 22, 16, 9, 14])
ONE_GROUP = np.zeros(10, dtype=np.int64)


def test_the_textbook_interval_is_scipys() -> None:
    got = student_t(LIKES, ONE_GROUP, 1)
    expected = stats.ttest_1samp(LIKES, 0).confidence_interval(0.9)
    assert got.low[0] == pytest.approx(expected.low, rel=1e-12)
    assert got.high[0] == pytest.approx(expected.high, rel=1e-12)


def _written_out(y: np.ndarray) -> tuple[float, float]:
    n, mean = y.size, float(y.mean())
    s = float(np.std(np.log(y + 0.75), ddof=1))
    implied = float(stats.lognorm.var(s) / stats.lognorm.mean(s) ** 2)
    seen = float(np.var(y, ddof=1) / mean**2)
    of_a_mean = math.log1p(max(implied, seen) / n)
    of_cox = max(s**2 / n + s**4 / (2 * (n - 1)), math.log1p(seen / n))
    v = (of_a_mean + of_cox) / 2
    half = float(stats.t.ppf(0.95, n - 1)) * math.sqrt(v)
    return mean * math.exp(v / 2 - half), mean * math.exp(v / 2 + half)


@pytest.mark.parametrize("posts", [LIKES, np.delete(LIKES, 4)], ids=["one large post", "even posts"])
def test_it_is_the_formula_written_out(posts: np.ndarray) -> None:
    got = mean_per_post(posts, ONE_GROUP[: posts.size], 1)
    low, high = _written_out(posts)
    assert got.low[0] == pytest.approx(low, rel=1e-10)
    assert got.high[0] == pytest.approx(high, rel=1e-10)


def test_all_zero_has_no_interval() -> None:
    assert np.isnan(mean_per_post(np.zeros(10), ONE_GROUP, 1).low[0])
