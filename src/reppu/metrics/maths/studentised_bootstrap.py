"""How sure is a rate, asked of the sample itself? A candidate, kept for comparison; nothing printed rests on it.

Posts are drawn again with replacement; the log of the drawn rate, in units of its own linearised standard error, shows
how t is really distributed: interval R · exp(-t*(95 %) · se/R) to R · exp(-t*(5 %) · se/R).

Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 12.5 (bootstrap-t).
Parameters: `draws` (999 is usual), `seed`.
When it is wrong: it cannot draw the large post that the sample does not hold: with 20 posts and log-impressions of
standard deviation 1.5 a 90 % interval covers 81 %. It costs 1,000 times the closed forms.

>>> import numpy as np
>>> value, low, high = studentised_bootstrap(np.array([100.0, 200, 300, 400]), np.array([3.0, 5, 10, 11]), seed=1)
>>> value == 0.029 and low < value < high
True
"""

from __future__ import annotations

import numpy as np

from reppu.metrics.maths.grouped import Floats


def studentised_bootstrap(x: Floats, y: Floats, *, draws: int = 999, seed: int) -> tuple[float, float, float]:
    """R, low and high of one group of posts (90 %)."""
    n = x.size
    picked = np.random.default_rng(seed).integers(0, n, (draws, n))
    ratio, error = _relative(x[None, :], y[None, :])
    drawn, drawn_error = _relative(x[picked], y[picked])
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.log(drawn / ratio) / drawn_error
    t = t[np.isfinite(t)]
    upper, lower = np.quantile(t, [0.95, 0.05])
    centre = float(ratio[0])
    return centre, float(centre * np.exp(-upper * error[0])), float(centre * np.exp(-lower * error[0]))


def _relative(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    n = x.shape[1]
    total = x.sum(axis=1)
    ratio = y.sum(axis=1) / total
    residual = ((y - ratio[:, None] * x) ** 2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return ratio, np.sqrt(residual * n / (n - 1)) / total / ratio
