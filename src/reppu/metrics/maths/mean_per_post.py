"""How sure is a mean per post (likes a post, shares a post)?

    m = Σy / n
    s    standard deviation of log(y + ¾), the tail that log-normal counts of that spread have;  c² = sample variance / m²
    v₁ = log(1 + max(exp(s²) - 1, c²) / n)                     log-variance of a mean of log-normals (Fenton)
    v₂ = max(s²/n + s⁴/(2(n-1)), log(1 + c²/n))                log-variance of Cox's estimate, or what was seen
    interval: m · exp( v/2 ± t(95 %, n-1) · √v ),  v = (v₁ + v₂) / 2

Counts per post are close to log-normal, and a sample of twenty seldom holds the large post that makes the mean: the
sample variance is then too small, while the spread of the logs already tells how large the large ones are.
`student_t` is the textbook interval, m ± t · s/√n, for comparison.

Sources: why the logs tell more than the sample variance: Olsson 2005, Journal of Statistics Education 13(1), section 3,
doi:10.1080/10691898.2005.11910638. v₂: Cox's method there. v₁: Fenton 1960,
doi:10.1109/TCOM.1960.1097606. Their average is our choice by simulation: v₁ alone covers 95 % and Cox's alone 83 %
with 100 posts of a hundred likes or more and log sd 1.8; the average 88 to 92 %.

When it is wrong: counts near zero (a mean below five a post) with a heavy tail (log sd 1.4): covers 80 % instead of 90 %; the gate
asks for the mean count too. With gamma-like counts (a long tail towards zero) it is too wide, never too narrow.

>>> import numpy as np
>>> got = mean_per_post(np.array([4.0, 9, 2, 30, 7, 5]), np.zeros(6, dtype=np.int64), 1)
>>> float(got.value[0]), bool(got.low[0] < 9.5 < got.high[0])
(9.5, True)
"""

from __future__ import annotations

import numpy as np

from reppu.metrics.maths.grouped import UPPER_TAIL, Floats, Intervals, Whole, sum_by_group
from reppu.metrics.maths.linearised_ratio import log_spread
from reppu.probability.facade import student_quantiles

METHOD = "mean_per_post"
# Lets a count of zero have a logarithm. Our choice by simulation among ½, ¾ and 1: with ½ the interval covers 94 % for
# counts of three to five a post, with 1 only 82 % for ten a post and log sd 1.4.
_OFFSET = 0.75
_LARGEST_LOG_VARIANCE = 9.0


def _moments(y: Floats, group: Whole, groups: int) -> tuple[Floats, Floats, Whole]:
    n = np.bincount(group, minlength=groups)
    mean = sum_by_group(y, group, groups) / n
    variance = sum_by_group((y - mean[group]) ** 2, group, groups) / np.where(n > 1, n - 1, np.nan)
    return mean, variance, n


def mean_per_post(y: Floats, group: Whole, groups: int) -> Intervals:
    """The interval of Σy/n by group; y ≥ 0. NaN bounds for a single post or when all are zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, variance, n = _moments(y, group, groups)
        log_sd = log_spread(y + _OFFSET, group, groups)[1]
        s2 = np.minimum(log_sd**2, _LARGEST_LOG_VARIANCE)
        seen = variance / mean**2
        of_a_mean = np.log1p(np.maximum(np.expm1(s2), seen) / n)
        of_cox = np.maximum(s2 / n + s2**2 / (2 * np.maximum(n - 1, 1)), np.log1p(seen / n))
        v = (of_a_mean + of_cox) / 2
        half = student_quantiles(np.maximum(n - 1, 1), UPPER_TAIL) * np.sqrt(v)
        low, high = mean * np.exp(v / 2 - half), mean * np.exp(v / 2 + half)
    usable = (n > 1) & (mean > 0)
    # The shift by v/2 keeps the mean inside for every n ≥ 2, except when all counts are equal and v is tiny but real.
    return Intervals(
        mean,
        np.where(usable, np.fmin(low, mean), np.nan),
        np.where(usable, np.fmax(high, mean), np.nan),
        n,
        log_sd,
        mean,
        METHOD,
    )


def student_t(y: Floats, group: Whole, groups: int) -> Intervals:
    """m ± t · s/√n by group."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, variance, n = _moments(y, group, groups)
        half = student_quantiles(np.maximum(n - 1, 1), UPPER_TAIL) * np.sqrt(variance / n)
        log_sd = log_spread(y + _OFFSET, group, groups)[1]
    return Intervals(mean, mean - half, mean + half, n, log_sd, mean, "student_t")
