"""The BCa bootstrap beside another program's, on the same draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from reppu.metrics.maths.bca_bootstrap import bca_bootstrap


def ratio(x: np.ndarray, y: np.ndarray, axis: int = -1) -> np.ndarray:
    return np.sum(y, axis=axis) / np.sum(x, axis=axis)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_gives_the_interval_of_scipy_on_the_same_draws(seed: int) -> None:
    # reference: scipy.stats.bootstrap(..., paired=True, method="BCa"), which draws its indices in the same way
    generator = np.random.default_rng(100 + seed)
    x = np.exp(generator.normal(6, 1.2, 25))
    y = generator.poisson(0.03 * x).astype(float)
    theirs = stats.bootstrap(
        (x, y), ratio, paired=True, vectorized=True, n_resamples=999, confidence_level=0.9, method="BCa",
        rng=np.random.default_rng(seed),
    ).confidence_interval  # fmt: skip
    value, low, high = bca_bootstrap(x, y, draws=999, seed=seed)
    assert value == pytest.approx(ratio(x, y), rel=1e-12)
    assert (low, high) == pytest.approx((theirs.low, theirs.high), rel=1e-9)


def test_posts_all_alike_have_no_interval() -> None:
    value, low, high = bca_bootstrap(np.full(8, 100.0), np.full(8, 3.0), seed=1)
    assert value == 0.03
    assert np.isnan(low) and np.isnan(high)
