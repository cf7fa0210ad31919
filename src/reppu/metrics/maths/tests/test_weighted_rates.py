"""Evidence: reference. The formula of the docstring, written out for one group in plain Python with scipy's t.

That the formula is right is not shown here but in test_coverage.py, against a known truth.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from reppu.metrics.maths.weighted_rates import weighted_rates

UNEVEN = (
    [1200.0, 800, 2500, 400, 15000, 950, 3100, 700, 60, 5200],
    [36.0, 20, 90, 14, 200, 33, 70, 28, 9, 300],
)
# Larger posts with higher rates, plainly enough for b to count.
LEANING = ([10.0 * 2**k for k in range(12)], [round(0.2 * 10 * 2**k * 1.25**k) * 1.0 for k in range(12)])


def _written_out(x: list[float], y: list[float]) -> tuple[float, float]:
    n, ratio = len(x), sum(y) / sum(x)
    rates = [b / a for a, b in zip(x, y, strict=True)]
    cv2 = 0.36
    for _round in range(3):
        u = [a / (a + 1 / (max(cv2, 0.05) * ratio)) for a in x]
        mean = sum(w * r for w, r in zip(u, rates, strict=True)) / sum(u)
        scatter = sum(w * (r - mean) ** 2 for w, r in zip(u, rates, strict=True))
        noise = ratio * (
            sum(w / a for w, a in zip(u, x, strict=True)) - sum(w * w / a for w, a in zip(u, x, strict=True)) / sum(u)
        )
        cv2 = max(0, (scatter - noise) / (sum(u) - sum(w * w for w in u) / sum(u))) / mean**2
    m = sum(u) ** 2 / sum(w * w for w in u)
    centre = sum(w * math.log(a) for w, a in zip(u, x, strict=True)) / sum(u)
    d = [math.log(a) - centre for a in x]
    spread2 = sum(w * one**2 for w, one in zip(u, d, strict=True)) / sum(u)
    b = sum(w * one * (r / mean - 1) for w, one, r in zip(u, d, rates, strict=True)) / sum(u) / spread2
    b = math.copysign(math.sqrt(max(0, b * b - 3 * cv2 / (m * spread2))), b)
    b = min(1, max(-1, b))
    omega = [a * math.exp(b * one) for a, one in zip(x, d, strict=True)]
    logs = [math.log(a) for a in x]
    s2 = float(np.var(logs, ddof=1))
    from_sizes = math.exp((1 + b) ** 2 * s2) + math.exp(s2) - 2 * math.exp((1 + b) * s2)
    v = math.log1p(cv2 * sum(w * w for w in omega) / sum(omega) ** 2 + 1 / sum(y) + from_sizes / n)
    half = stats.t.ppf(0.95, m - 1) * math.sqrt(v)
    residual = sum((q - ratio * a) ** 2 for a, q in zip(x, y, strict=True))
    textbook = 0.85 * stats.t.ppf(0.95, n - 1) * math.sqrt(residual * n / (n - 1)) / sum(y)
    return ratio * math.exp(min(v / 2 - half, -textbook)), ratio * math.exp(max(v / 2 + half, textbook))


@pytest.mark.parametrize(("x", "y"), [UNEVEN, LEANING], ids=["uneven", "leaning"])
def test_it_is_the_formula_written_out(x: list[float], y: list[float]) -> None:
    got = weighted_rates(np.array(x), np.array(y), np.zeros(len(x), dtype=np.int64), 1)
    low, high = _written_out(x, y)
    assert got.low[0] == pytest.approx(low, rel=1e-10)
    assert got.high[0] == pytest.approx(high, rel=1e-10)


def test_rates_that_lean_on_size_make_it_wider() -> None:
    x, y = LEANING
    level = [a * sum(y) / sum(x) for a in x]
    group = np.zeros(len(x), dtype=np.int64)
    leaning = weighted_rates(np.array(x), np.array(y), group, 1)
    flat = weighted_rates(np.array(x), np.array(level), group, 1)
    assert leaning.high[0] / leaning.low[0] > 2 * flat.high[0] / flat.low[0]


def test_the_value_lies_inside_whatever_the_posts() -> None:
    generator = np.random.default_rng(3)
    group = np.repeat(np.arange(2000), 12)
    x = np.round(np.exp(generator.normal(6, 1.5, group.size))) + 1
    y = generator.poisson(x * 0.03 * np.exp(generator.normal(0, 0.8, group.size))).astype(float)
    got = weighted_rates(x, y, group, 2000)
    given = np.isfinite(got.low)
    assert given.mean() > 0.99
    assert np.all(got.low[given] <= got.value[given])
    assert np.all(got.value[given] <= got.high[given])


def test_no_engagement_at_all_has_no_interval() -> None:
    got = weighted_rates(np.full(20, 500.0), np.zeros(20), np.zeros(20, dtype=np.int64), 1)
    assert got.value[0] == 0
    assert np.isnan(got.low[0]) and np.isnan(got.high[0])
