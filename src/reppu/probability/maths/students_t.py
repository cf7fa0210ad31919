"""How likely is a value of Student's t, and which value has that probability below it? Any degrees of freedom, whole or not.

    P(T > t) = ½·Iₓ(ν/2, ½),  P(0 < T < t) = ½·Iᵧ(½, ν/2)      x = ν/(ν + t²), y = 1 - x, t > 0; I: regularised incomplete beta function
    with a = ν/2 and t·f(t) = xᵃ√y / B(a, ½), f the density:
    P(0 < T < t) = t·f(t) · (1 + (a + ½)y/(3/2) · (1 + (a + 3/2)y/(5/2) · (1 + …)))          where t < 2 and t² < ν
    P(T > t) = t·f(t)/2 · 1/(β₀ + α₁/(β₁ + α₂/(β₂ + …)))                                     elsewhere
        αₘ = (a + m - 1)(a + m - ½)·m(½ - m)·x² / (a + 2m - 1)²
        βₘ = m + m(½ - m)x/(a + 2m - 1) + (a + m)(λ + 1 + m(1 + y))/(a + 2m + 1),  λ = ay - x/2
    1/B(a, ½) = Γ(a + ½) / (Γ(a)·√π): the difference of two Stirling series at a ≥ 16, and the recurrence back from there; two
        logarithms of Γ would cancel, to six digits at ν = 10⁹

The fraction is the even part of the usual one (DLMF 8.17.22), whose 1 + d₁ cancels where ν is large: at 1e6 five digits are
lost. A quantile is Newton's on the logarithm of the smaller half as a function of log t, which is concave and in the tail
nearly straight: three or four steps; one that leaves the bracket is halved into it.

Parameters: freedom ν > 0 (degrees of freedom; 0.5 to 1e6 is tested), probability strictly between 0 and 1.
Accuracy: 1e-12 of the probability, however small; 1e-13 of the quantile. Cost: 2 to 40 µs a probability, 6 to 70 µs a quantile;
quantiles are remembered.
When it is wrong: quantiles beyond 1e300 are called infinite (below ν = 1 there are such). Nothing grows with ν.

Sources: DLMF 8.17.8 (the series), 8.17.22, 5.11.8 (Stirling's), dlmf.nist.gov; the fraction: DiDonato & Morris 1992, ACM Transactions
on Mathematical Software 18, 360-373, doi:10.1145/131766.131776; Student's t by the incomplete beta function: Abramowitz & Stegun 1964, 26.7.1.

>>> round(student_quantile(9, 0.95), 4), round(student_below(9, 1.8331), 3)
(1.8331, 0.95)
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from reppu.probability.maths.normal import normal_below, normal_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Coefficients of log Γ(a + ½) - log Γ(a) - ½·log a in 1/a, 1/a³, …: (B₂ₖ(½) - B₂ₖ) / (2k(2k - 1))
# with Bernoulli's polynomials; DLMF 5.11.8, 24.4.27.
_STIRLING = (-1 / 8, 1 / 192, -1 / 640, 17 / 14336, -31 / 18432, 691 / 180224)
_SERIES_FROM = 16.0  # the next term, 5461/425984 · 16⁻¹³, is 3e-18
_FIRST_TERMS = 8
_MOST_TERMS = 4096  # 64 do from 0.1 to 1e9 degrees of freedom
_SERIES_BELOW = 2.0  # there 2 % are beyond it and the difference from one half loses a digit; our choice, because the series is quicker
_MOST_STEPS = 200  # Newton takes four; halving alone would take a hundred
_LONGEST_STEP = 100.0  # of log t: the next one goes on from there
_LARGEST = 1e300  # beyond it a quantile is infinite; one degree of freedom has it at 1e-300


def student_below(freedom: float, value: float) -> float:
    """The probability that Student's t lies below the value; NaN for NaN. Infinite degrees of freedom are the normal's.

    Raises ValueError unless freedom is above zero.
    """
    if math.isnan(freedom) or math.isnan(value):
        return math.nan
    _check(freedom)
    if math.isinf(freedom) or math.isinf(value):
        return normal_below(value)
    beyond, between, _slope = _halves(freedom, abs(value))
    return beyond if value < 0 else 0.5 + between


def student_quantile(freedom: float, probability: float) -> float:
    """The value below which Student's t lies with that probability; NaN for NaN degrees of freedom, infinite beyond 1e300.

    Infinite degrees of freedom are the normal's. Raises ValueError unless freedom is above zero and the probability strictly
    between 0 and 1.
    """
    return math.nan if math.isnan(freedom) else _quantile(freedom, probability)


def student_quantiles(freedom: NDArray[np.float64] | NDArray[np.int64], probability: float) -> NDArray[np.float64]:
    """`student_quantile` of every element."""
    import numpy as np

    found = [student_quantile(each, probability) for each in freedom.ravel().tolist()]
    return np.array(found, dtype=np.float64).reshape(freedom.shape)


@lru_cache(maxsize=16_384)
def _quantile(freedom: float, probability: float) -> float:
    _check(freedom)
    if not 0 < probability < 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
    if math.isinf(freedom):
        return normal_quantile(probability)
    # 1 - p is exact from one half on, p - ½ from one quarter to one: the smaller half loses nothing.
    beyond = probability if probability < 0.5 else 1 - probability
    between = abs(probability - 0.5)
    if between == 0:
        return 0.0
    return math.copysign(_distance(freedom, beyond, between), probability - 0.5)


def _check(freedom: float) -> None:
    if freedom <= 0:
        raise ValueError(f"degrees of freedom lie above zero, not at {freedom}")


def _distance(freedom: float, beyond: float, between: float) -> float:
    """t > 0 with P(T > t) = beyond and P(0 < T < t) = between, told by the smaller of the two."""
    by_tail = beyond < between
    target = beyond if by_tail else between
    # Begins at the normal's quantile with the first term of Cornish and Fisher's expansion (Abramowitz & Stegun 26.7.5).
    z = -normal_quantile(beyond) if by_tail else normal_quantile(0.5 + between)
    t = z * (1 + (z * z + 1) / (4 * freedom))
    low, high = 0.0, math.inf
    for _step in range(_MOST_STEPS):
        tail, centre, slope = _halves(freedom, t)
        have = tail if by_tail else centre
        if (have > target) == by_tail:
            low = t
        else:
            high = t
        # slope/have is that of log(have) in log(t), which falls in the tail and rises in the centre.
        step = math.log(have / target) * have / slope if have > 0 else -_LONGEST_STEP
        following = t * math.exp(min(step if by_tail else -step, _LONGEST_STEP))
        if abs(step) <= 1e-9:
            return following  # Newton's error is squared with each step: this one's is below 1e-16
        if following > _LARGEST:
            return math.inf
        if not low < following < high:
            following = math.sqrt(low * high) if low > 0 and high < math.inf else 2 * low if low > 0 else high / 2
        t = following
    raise ArithmeticError(f"no quantile found: {freedom} degrees of freedom, {beyond} beyond it")


def _halves(freedom: float, t: float) -> tuple[float, float, float]:
    """P(T > t), P(0 < T < t) and t times the density, for t ≥ 0."""
    a = freedom / 2
    along = t / math.sqrt(freedom)
    # (1 + t²/ν) and its power; the square alone would overflow where t is above 1e154.
    grown = math.log1p(along * along) if along < 1e8 else 2 * math.log(along)
    root_of_y = along / math.hypot(1.0, along)
    common = math.exp(-a * grown) * _one_over_beta(freedom)
    slope = common * root_of_y
    y = root_of_y * root_of_y
    if t < _SERIES_BELOW and y < 0.5:
        between = slope * _series(a, y)
        return 0.5 - between, between, slope
    beyond = slope / 2 * _fraction(a, 1 / (1 + along * along), y)
    return beyond, 0.5 - beyond, slope


@lru_cache(maxsize=4096)
def _one_over_beta(freedom: float) -> float:
    """1/B(ν/2, ½)."""
    a, back = freedom / 2, 1.0
    while a < _SERIES_FROM:
        back *= a / (a + 0.5)
        a += 1
    inverse = 1 / a
    series, square = 0.0, inverse * inverse
    for coefficient in reversed(_STIRLING):
        series = series * square + coefficient
    return back * math.sqrt(a / math.pi) * math.exp(series * inverse)


def _fraction(a: float, x: float, y: float) -> float:
    """1/(β₀ + α₁/(β₁ + α₂/(β₂ + …))); y = 1 - x."""
    lean = a * y - x / 2
    terms, before = _FIRST_TERMS, math.inf
    while terms <= _MOST_TERMS:
        rest = 0.0
        for m in range(terms, 0, -1):
            step = a + 2 * m
            beta = m + m * (0.5 - m) * x / (step - 1) + (a + m) * (lean + 1 + m * (1 + y)) / (step + 1)
            rest = (a + m - 1) * (a + m - 0.5) * m * (0.5 - m) * (x / (step - 1)) ** 2 / (beta + rest)
        value = 1 / (a * (lean + 1) / (a + 1) + rest)
        # Twice as many terms leave at most the 1.4th power of the error.
        if abs(value - before) <= 1e-12 * value:
            return value
        terms, before = 2 * terms, value
    raise ArithmeticError(f"the continued fraction did not end: {a}, {x}")


def _series(a: float, y: float) -> float:
    """1 + (a + ½)y/(3/2)·(1 + (a + 3/2)y/(5/2)·(1 + …)), all of it positive."""
    value = term = 1.0
    n = 0.5
    while term > 1e-17 * value:
        term *= (a + n) / (1 + n) * y
        value += term
        n += 1
    return value
