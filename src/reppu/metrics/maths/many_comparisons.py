"""Many comparisons on one page: how wide must each interval be, that the page as a whole is wrong as seldom as one?

Of twenty comparisons in which nothing has changed, two come out as "up" or "down" at 90 %. Holm's step-down method holds
the chance of *any* false verdict on the page at 10 %: the p-values are put in order, the smallest must pass 10 %/m, the
next 10 %/(m-1), and so on to the first that does not pass. Each interval is widened to the level that its own step asks
for, so that interval and verdict say the same: it leaves zero out exactly when the verdict is "up" or "down".

    level of step i (of m):  1 - 0.10/(m - i + 1), for all after the first that fails: that one's
    widening:                bounds v · (low/v)^f, v · (high/v)^f;  f = t(1 - α/2, df) / t(0.95, df),  df = min(n₁, n₂) - 1
    p-value:                 the α at which the interval of the difference touches zero

Source: Holm 1979, Scandinavian Journal of Statistics 6(2), 65-70. Chosen before Benjamini and Hochberg (1995), whose
promise ("10 % of the verdicts are false") is hard to explain of a page with two verdicts on it.
Parameters: none. When it is wrong: never too bold whatever depends on what; it is careful where comparisons share posts.
The widening supposes intervals whose tails are Student's.

>>> [round(p, 2) for p in holm([0.01, 0.02, 0.03, 0.04, 0.05])]
[0.05, 0.08, 0.09, 0.09, 0.09]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reppu.metrics.maths.difference import Interval, difference, relative
from reppu.metrics.maths.grouped import UPPER_TAIL
from reppu.probability.facade import student_below, student_quantile

ALPHA = 0.10  # every interval in Reppu is a 90 % interval
_STEPS = 60
_WIDEST = 1e4


@dataclass(frozen=True, slots=True)
class Sides:
    """Two independent estimates with their 90 % intervals, and how many units (posts, weeks) each rests on."""

    first: Interval
    second: Interval
    n_first: int
    n_second: int

    @property
    def freedom(self) -> int:
        """Degrees of freedom: of the smaller side."""
        return max(1, min(self.n_first, self.n_second) - 1)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The difference with its widened interval, second/first likewise (None where it has no meaning), and the p-value."""

    change: Interval
    ratio: Interval | None
    p: float
    alpha: float


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values, in the order given."""
    m = len(p_values)
    order = sorted(range(m), key=lambda one: p_values[one])
    adjusted, largest = [0.0] * m, 0.0
    for step, one in enumerate(order):
        largest = max(largest, min(1.0, (m - step) * p_values[one]))
        adjusted[one] = largest
    return adjusted


def adjusted_for_many(every: Sequence[Sides]) -> list[Adjusted]:
    """Each comparison with its interval at the level that Holm's step asks for, in the order given."""
    p_values = [p_value(one) for one in every]
    m = len(every)
    levels = [0.0] * m
    failed_at: float | None = None
    for step, one in enumerate(sorted(range(m), key=lambda one: p_values[one])):
        alpha = ALPHA / (m - step) if failed_at is None else failed_at
        if failed_at is None and p_values[one] > alpha:
            failed_at = alpha
        levels[one] = alpha
    return [
        Adjusted(_at(one, alpha), _ratio_at(one, alpha), p, alpha)
        for one, alpha, p in zip(every, levels, p_values, strict=True)
    ]


def p_value(sides: Sides) -> float:
    """Two-sided: the α at which the interval of the difference touches zero; 1 without a difference."""
    sign = sides.second.value - sides.first.value
    if sign == 0:
        return 1.0

    def leaves_zero_out(widening: float) -> bool:
        change = _widened_difference(sides, widening)
        return change.low > 0 if sign > 0 else change.high < 0

    narrow, wide = 0.0, 1.0
    while leaves_zero_out(wide) and wide < _WIDEST:
        narrow, wide = wide, 2 * wide
    for _step in range(_STEPS):
        middle = (narrow + wide) / 2
        narrow, wide = (middle, wide) if leaves_zero_out(middle) else (narrow, middle)
    at = student_quantile(sides.freedom, UPPER_TAIL) * narrow
    return 2 * student_below(sides.freedom, -at)


def widened(interval: Interval, factor: float) -> Interval:
    """The interval with its half-widths times `factor`: on the log scale where all of it is above zero."""
    value, low, high = interval.value, interval.low, interval.high
    if low > 0:
        return Interval(value, value * (low / value) ** factor, value * (high / value) ** factor)
    return Interval(value, value - factor * (value - low), value + factor * (high - value))


def factor_of(sides: Sides, alpha: float) -> float:
    """By how much a 90 % interval is widened to the level 1 - alpha."""
    return student_quantile(sides.freedom, 1 - alpha / 2) / student_quantile(sides.freedom, UPPER_TAIL)


def _widened_difference(sides: Sides, factor: float) -> Interval:
    try:
        return difference(widened(sides.first, factor), widened(sides.second, factor))
    except OverflowError:
        d = sides.second.value - sides.first.value
        return Interval(d, float("-inf"), float("inf"))


def _at(sides: Sides, alpha: float) -> Interval:
    return _widened_difference(sides, factor_of(sides, alpha))


def _ratio_at(sides: Sides, alpha: float) -> Interval | None:
    factor = factor_of(sides, alpha)
    return relative(widened(sides.first, factor), widened(sides.second, factor))
