"""Has this post gone further, or less far, than the channel's earlier posts of its kind had at the same age?

    y = log(1 + count) of the earlier posts, n of them, mean ȳ and variance s²
    scale² = ((n - 1)·s² + PRIOR_POSTS·PRIOR_SPREAD²) / (n - 1 + PRIOR_POSTS)
    t = (y_new - ȳ) / (scale·√(1 + 1/n)),  n - 1 + PRIOR_POSTS degrees of freedom: the predictive distribution of one more
    evidence: the normal deviate of t's tail; an alarm from BAR on, with LEAST_COUNT and LEAST_DIFFERENCE

The 90 % interval is the same distribution's. The prior holds the scale up where a few posts happen to be alike.

When it is wrong: fewer than LEAST_POSTS earlier posts are not judged; a channel that grows makes every new post large (give
it the last 60 posts, not all); where one post in 500 makes the channel, the tail is heavier than t's and alarms are true but
frequent. False alarms: docs/surprise.md.

Source: the predictive distribution of a normal sample with a conjugate scale, Gelman et al., Bayesian Data Analysis, 3rd ed. 2013,
section 3.2; log-normal engagement with a spread of 0.7 to 1.2: measured on real exports (README of metrics).

>>> import numpy as np
>>> earlier = np.array([100, 120, 80, 150, 90, 110, 130, 95, 105, 140.0])
>>> judge_post(4000, earlier).surprise, judge_post(200, earlier).surprise
(True, False)
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from reppu.probability.facade import normal_quantile, student_below, student_quantile
from reppu.surprise.detectors.judgement import NOT_JUDGED, THRESHOLD, Judgement, score_of

Floats = NDArray[np.float64]

BAR = 3.0  # our choice: once in 740 ordinary posts on either side
LEAST_POSTS = 8
LEAST_COUNT = 10.0
LEAST_DIFFERENCE = 5.0
PRIOR_POSTS = 4
PRIOR_SPREAD = 0.8  # of log counts; real channels have 0.7 to 1.2
LATEST_POSTS = 60
_TAIL = 0.05


def judge_post(count: float, earlier: Floats) -> Judgement:
    """A post's count against those of earlier posts of its channel and kind at the same age; NaN among them is left out."""
    known = earlier[np.isfinite(earlier) & (earlier >= 0)][-LATEST_POSTS:]
    n = len(known)
    if n < LEAST_POSTS or not 0 <= count < math.inf:
        return NOT_JUDGED
    logs = np.log1p(known)
    mean, degrees = float(logs.mean()), n - 1 + PRIOR_POSTS
    squares = float(((logs - mean) ** 2).sum()) + PRIOR_POSTS * PRIOR_SPREAD**2
    scale = math.sqrt(squares / degrees * (1 + 1 / n))
    reach = student_quantile(degrees, 1 - _TAIL) * scale
    expected, low, high = (max(math.expm1(end), 0.0) for end in (mean, mean - reach, mean + reach))
    t = (math.log1p(count) - mean) / scale
    # Beyond eight deviations the tail is no number any more, and nobody asks.
    evidence = min(-normal_quantile(student_below(degrees, -abs(t))), 40.0)
    if max(count, expected) < LEAST_COUNT or abs(count - expected) < LEAST_DIFFERENCE:
        evidence = 0.0
    score = score_of(evidence, BAR)
    surprise = score >= THRESHOLD
    return Judgement(score, expected, low, high, surprise, int(math.copysign(surprise, t)) if surprise else 0)


def judge_posts(counts: Floats) -> list[Judgement]:
    """Each post of a series, in order of publishing, against those before it."""
    return [judge_post(float(count), counts[:index]) for index, count in enumerate(counts)]


def count_at_age(ages_hours: Floats, counts: Floats, age_hours: float, *, tolerance: float = 0.25) -> float:
    """A post's count at an age, on the straight line between the two observations around it.

    NaN where none lies on one of the sides, unless one lies within `tolerance` (a share of the age): an old post's first observation
    tells nothing of its first hour.
    """
    order = np.argsort(ages_hours, kind="stable")
    ages, values = ages_hours[order], counts[order]
    known = np.isfinite(values)
    ages, values = ages[known], values[known]
    if not len(ages):
        return math.nan
    if ages[0] <= age_hours <= ages[-1]:
        return float(np.interp(age_hours, ages, values))
    nearest = int(np.abs(ages - age_hours).argmin())
    return float(values[nearest]) if abs(ages[nearest] - age_hours) <= tolerance * age_hours else math.nan
