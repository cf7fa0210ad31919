"""How sure is a mean per post (likes a post, shares a post)?

    m = Σy / n
    cv² = the larger of  exp(s²) - 1, with s the standard deviation of log(y + ¾)      (what log-normal counts imply)
                  and    the sample variance over m²                                   (what was seen)
    interval: m · exp( v/2 ± t(95 %, n-1) · √v ),  v = log(1 + cv²/n)

Counts per post are close to log-normal, and a sample of twenty seldom holds the large post that makes the mean: the
sample variance is then too small, while the spread of the logs already tells how large the large ones are.
`student_t` is the textbook interval, m ± t · s/√n, for comparison; `modified_cox` Olsson's for exactly log-normal data.

Sources: moments of the log-normal and the interval that `modified_cox` computes: Olsson 2005, Journal of Statistics
Education 13(1), section 3.3, doi:10.1080/10691898.2005.11910638. v as the log-variance of a mean of log-normals: Fenton
1960, doi:10.1109/TCOM.1960.1097606.

When it is wrong: counts near zero (a mean below five a post) with a heavy tail (log sd 1.4): covers 80 % instead of 90 %; the gate
asks for the mean count too. With gamma-like counts (a long tail towards zero) it is too wide, never too narrow.

>>> import numpy as np
>>> got = mean_per_post(np.array([4.0, 9, 2, 30, 7, 5]), np.zeros(6, dtype=np.int64), 1)
>>> float(got.value[0]), bool(got.low[0] < 9.5 < got.high[0])
(9.5, True)
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from reppu.metrics.maths.grouped import Floats, Intervals, Whole, sum_by_group
from reppu.metrics.maths.linearised_ratio import UPPER_TAIL, log_spread

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
        implied = np.expm1(np.minimum(log_sd**2, _LARGEST_LOG_VARIANCE))
        v = np.log1p(np.maximum(implied, variance / mean**2) / n)
        half = stdtrit(np.maximum(n - 1, 1), UPPER_TAIL) * np.sqrt(v)
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
        half = stdtrit(np.maximum(n - 1, 1), UPPER_TAIL) * np.sqrt(variance / n)
        log_sd = log_spread(y + _OFFSET, group, groups)[1]
    return Intervals(mean, mean - half, mean + half, n, log_sd, mean, "student_t")


def modified_cox(
    log_mean: float, log_variance: float, n: int, upper_tail: float = UPPER_TAIL
) -> tuple[float, float, float]:
    """Estimate, low and high of a log-normal mean from the mean and variance of the logs.

    exp( ȳ + s²/2 ± t(n-1) · √(s²/n + s⁴/(2(n-1))) ), Olsson 2005, equation in section 3.3.
    """
    half = float(stdtrit(n - 1, upper_tail)) * np.sqrt(log_variance / n + log_variance**2 / (2 * (n - 1)))
    middle = log_mean + log_variance / 2
    return float(np.exp(middle)), float(np.exp(middle - half)), float(np.exp(middle + half))
