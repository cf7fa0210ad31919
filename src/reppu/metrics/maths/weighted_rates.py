"""How sure is a rate of few and very uneven posts? Each post's rate is one draw; its impressions are its weight.

The textbook variance (`linearised_ratio`) asks only the largest posts how much rates vary. But how much the *rates*
vary is told by all posts, large and small; the sizes only say how strongly each rate weighs. So:

    R = Σy / Σx = Σ wᵢ rᵢ        with rᵢ = yᵢ / xᵢ and wᵢ = xᵢ / Σx
    cv²    how much rates vary between posts, relative to their mean, freed of counting noise:
           a weighted moment estimate with weights u = x / (x + 1/(cv²·R)), which is DerSimonian and Laird's with a
           common starting value (0.36 = 0.6², the variation measured in real exports), twice repeated
    b      how the rate leans on size (rate ∝ xᵇ), from the regression of rᵢ on log xᵢ; only what exceeds its own
           sampling variance e three times over counts: b² := max(0, b² - 3e)
    v = cv² · Σ ωᵢ²  +  1/Σy  +  D / n          ω: weights proportional to x·xᵇ
    D = exp((1+b)²σ²) + exp(σ²) - 2·exp((1+b)σ²)   what b adds when the sizes themselves were drawn (log-normal, sd σ)
    interval: R · exp( v'/2 ± t(95 %, m-1) · √v' ),  v' = log(1 + v),  m = (Σu)² / Σu²
           a weighted sum of log-normal rates is close to log-normal (Fenton 1960); its mean is the true rate, hence v'/2
    and on either side at least 0.85 times as wide (on the log scale) as `linearised_ratio.log_t`.

Sources: ratio under a model with the sizes given: Royall 1970, Biometrika 57, 377-387, doi:10.1093/biomet/57.2.377;
variance between units freed of noise: DerSimonian and Laird 1986, Controlled Clinical Trials 7, 177-188,
doi:10.1016/0197-2456(86)90046-2; sum of log-normals: Fenton 1960, IRE Trans. Commun. Syst. 8, 57-67,
doi:10.1109/TCOM.1960.1097606. Putting them together, and the correction for b, is ours: the coverage map is its proof.

Parameters: none to tune. Unit: that of y over x.

When it is wrong: one post out of another world (a viral hit a hundred times the others, at another rate) that by luck is
not in the sample; rates that lean strongly on size (b > 0.3) with very uneven sizes; dependent posts (a campaign of
twenty alike). The coverage map and the checks on real pages in the README say by how much. Misses 7 to 13 times in 100
inside the region, 10 being promised.

>>> import numpy as np
>>> x, y = np.array([1000.0, 2000, 500, 8000, 300, 1500]), np.array([30.0, 50, 20, 160, 15, 40])
>>> got = weighted_rates(x, y, np.zeros(6, dtype=np.int64), 1)
>>> round(float(got.value[0]), 5), bool(got.low[0] < got.value[0] < got.high[0])
(0.02368, True)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reppu.metrics.maths.grouped import UPPER_TAIL, Floats, Intervals, Whole, sum_by_group
from reppu.metrics.maths.linearised_ratio import log_t
from reppu.probability.facade import student_quantiles

METHOD = "weighted_rates"

# Rates of posts in real exports vary by about 0.6 on the log scale (methods.md, section 3): the starting value only.
_STARTING_CV2 = 0.36
# Below this the weights hardly change any more: our choice, because 0.05 means that rates differ by some 20 %.
_SMALLEST_CV2_FOR_WEIGHTS = 0.05
_ROUNDS = 3
# How many sampling variances are taken off b²: our choice by simulation, because with 1 the interval is too wide when
# rate and size are strangers (95 % instead of 90 % at 20 posts and sd 1.5), and with 3 it is 92 %.
_B_DISCOUNT = 3.0
# The textbook interval is a floor at this share of its width: our choice, because it keeps the interval honest on real pages
# (one viral post) and costs little; at 1 the interval covers 94 % instead of 90 % at sd 1.5.
_TEXTBOOK_SHARE = 0.85
# A rate cannot lean more than proportionally on size for long; also keeps exp() finite.
_LARGEST_B = 1.0
_LARGEST_LOG_VARIANCE = 9.0  # sd 3: far outside the region, kept finite


@dataclass(frozen=True, slots=True)
class Spread:
    """How the posts of each group vary, freed of counting noise; what one season can lend to the next.

    cv2: squared coefficient of variation of the posts' rates. degrees: degrees of freedom behind it. lean: b before its
    discount. lean_variance: its sampling variance. log_variance: of the sizes. NaN where a group cannot tell.
    """

    cv2: Floats
    degrees: Floats
    lean: Floats
    lean_variance: Floats
    log_variance: Floats


def weighted_rates(x: Floats, y: Floats, group: Whole, groups: int) -> Intervals:
    """The interval of Σy/Σx by group; x > 0, y ≥ 0. NaN bounds for a single post or no engagement at all."""
    return rates_with(None, x, y, group, groups, METHOD)


def spread_of(x: Floats, y: Floats, group: Whole, groups: int) -> Spread:
    """How the posts vary, by group, from themselves alone."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        textbook = log_t(x, y, group, groups)
        told = _told(None, textbook, x, y, group, groups)
        return Spread(told.own_cv2, told.own_degrees, told.lean, told.lean_variance, textbook.log_sd**2)


def rates_with(earlier: Spread | None, x: Floats, y: Floats, group: Whole, groups: int, method: str) -> Intervals:
    """`weighted_rates`, its spread joined with what is known from before (see `shrunken_rates`)."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return _rates_with(earlier, x, y, group, groups, method)


@dataclass(frozen=True, slots=True)
class _Told:
    own_cv2: Floats
    own_degrees: Floats
    cv2: Floats
    degrees: Floats
    lean: Floats
    lean_variance: Floats
    distance: Floats


def _told(earlier: Spread | None, textbook: Intervals, x: Floats, y: Floats, group: Whole, groups: int) -> _Told:
    def total(values: Floats) -> Floats:
        return sum_by_group(values, group, groups)

    ratio = textbook.value
    rate = y / x
    cv2 = np.full(groups, _STARTING_CV2) if earlier is None else earlier.cv2
    for _ in range(_ROUNDS):
        half_weight_at = 1 / (np.maximum(cv2, _SMALLEST_CV2_FOR_WEIGHTS) * ratio)
        u = x / (x + half_weight_at[group])
        sum_u, sum_u2 = total(u), total(u * u)
        mean = total(u * rate) / sum_u
        scatter = total(u * (rate - mean[group]) ** 2)
        noise = ratio * (total(u / x) - total(u * u / x) / sum_u)
        own_cv2 = np.maximum(0, (scatter - noise) / (sum_u - sum_u2 / sum_u)) / mean**2
        effective = sum_u**2 / sum_u2
        own_degrees = np.maximum(effective - 1, 1)
        cv2, degrees = own_cv2, own_degrees
        if earlier is not None:
            degrees = own_degrees + earlier.degrees
            cv2 = (own_degrees * own_cv2 + earlier.degrees * earlier.cv2) / degrees

    centre = total(u * np.log(x)) / sum_u
    distance = np.log(x) - centre[group]
    spread2 = total(u * distance**2) / sum_u
    lean = total(u * distance * (rate / mean[group] - 1)) / sum_u / spread2
    lean_variance = cv2 / (effective * spread2)
    return _Told(own_cv2, own_degrees, cv2, degrees, lean, lean_variance, distance)


def _rates_with(earlier: Spread | None, x: Floats, y: Floats, group: Whole, groups: int, method: str) -> Intervals:
    def total(values: Floats) -> Floats:
        return sum_by_group(values, group, groups)

    textbook = log_t(x, y, group, groups)
    ratio, n = textbook.value, textbook.n
    told = _told(earlier, textbook, x, y, group, groups)
    lean, lean_variance = told.lean, told.lean_variance
    size2 = np.minimum(textbook.log_sd**2, _LARGEST_LOG_VARIANCE)
    floor_t = np.ones(groups)
    t = student_quantiles(told.degrees, UPPER_TAIL)
    if earlier is not None:
        precision = 1 / lean_variance + 1 / earlier.lean_variance
        lean = (lean / lean_variance + earlier.lean / earlier.lean_variance) / precision
        lean_variance = 1 / precision
        known = np.minimum(earlier.log_variance, _LARGEST_LOG_VARIANCE)
        size2 = ((n - 1) * size2 + earlier.degrees * known) / (n - 1 + earlier.degrees)
        floor_t = t / student_quantiles(np.maximum(n - 1, 1), UPPER_TAIL)
    lean = np.sign(lean) * np.sqrt(np.maximum(0, lean**2 - _B_DISCOUNT * lean_variance))
    lean = np.where(np.isfinite(lean), np.clip(lean, -_LARGEST_B, _LARGEST_B), 0)

    weight = x * np.exp(lean[group] * told.distance)
    concentration = total(weight * weight) / total(weight) ** 2
    from_sizes = np.exp((1 + lean) ** 2 * size2) + np.exp(size2) - 2 * np.exp((1 + lean) * size2)
    v = np.log1p(told.cv2 * concentration + 1 / total(y) + from_sizes / n)
    half = t * np.sqrt(v)
    floor = _TEXTBOOK_SHARE * floor_t * np.log(textbook.high / ratio)
    low = ratio * np.exp(np.fmin(v / 2 - half, -floor))
    high = ratio * np.exp(np.fmax(v / 2 + half, floor))
    usable = (n > 1) & (ratio > 0) & np.isfinite(low) & np.isfinite(high)
    return Intervals(
        ratio,
        np.where(usable, low, np.nan),
        np.where(usable, high, np.nan),
        n,
        textbook.log_sd,
        textbook.count,
        method,
    )
