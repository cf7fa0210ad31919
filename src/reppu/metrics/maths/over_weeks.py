"""How even is a weekly number (posts a week)? The mean of whole weeks with Student's t.

    m = Σy / n over weeks,  interval m ± t(95 %, n-1) · s / √n, never below zero

A week is the unit because days have their weekday and the posts of one campaign come together. Weeks may be fewer and
heavier in spread than the method bears: `holds` says where it may be printed.

Source: Cochran, Sampling Techniques, 3rd ed. 1977, sections 2.7 and 2.8.
Parameters: none. When it is wrong: a trend inside the period; weeks that vary by more than their mean (a coefficient of
variation above 1, negative-binomial k = 1: it covers 83 to 87 %), which `holds` turns away. False alarms: misses 9 to
13 times in 100 where k ≥ 2, 10 being promised (simulated by the suite, 8 to 26 weeks, 3 to 8 posts a week).

>>> import numpy as np
>>> got = mean_of_weeks(np.array([3.0, 4, 2, 5, 3, 3, 4, 4]))
>>> got.value, round(got.low, 4), round(got.high, 4), got.holds
(3.5, 2.8799, 4.1201, True)
"""

from __future__ import annotations

from dataclasses import dataclass

from reppu.metrics.maths.grouped import UPPER_TAIL, Floats
from reppu.probability.facade import student_quantile

METHOD = "mean_of_weeks"
# methods.md, section 3: intervals over weeks were tried from eight weeks on.
FEWEST_WEEKS = 8
LARGEST_VARIATION = 1.0


@dataclass(frozen=True, slots=True)
class OverWeeks:
    """The mean of n weeks with its 90 % interval. holds: may the interval be printed?"""

    value: float
    low: float
    high: float
    n: int
    holds: bool


def mean_of_weeks(y: Floats) -> OverWeeks:
    """Σy / n of at least two weeks; y ≥ 0."""
    n, mean, spread = y.size, float(y.mean()), float(y.std(ddof=1))
    half = student_quantile(n - 1, UPPER_TAIL) * spread / n**0.5
    holds = n >= FEWEST_WEEKS and 0 < spread <= LARGEST_VARIATION * mean
    return OverWeeks(mean, max(0.0, mean - half), mean + half, n, holds)
