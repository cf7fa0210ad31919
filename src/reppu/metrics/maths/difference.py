"""Is one period better than another, or can one not tell yet?

The interval of a difference of two independent estimates, from their own two intervals (MOVER, the method of variance
estimates recovery): with estimates a, b and intervals (l, u), the difference d = b - a lies in

    d - √( (b - l_b)² + (u_a - a)² )   to   d + √( (u_b - b)² + (a - l_a)² )

and the ratio b/a likewise on the log scale. It needs no symmetry, so it takes the log-scale intervals of rates as they are.

Source: Zou and Donner 2008, Statistics in Medicine 27, 1693-1702, doi:10.1002/sim.3095, equation (2); for two
proportions it is Newcombe's method 10 (1998, Statistics in Medicine 17, 873-890, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I).

Verdict: "up" or "down" when the 90 % interval of the difference leaves zero out, else "cannot_tell". With nothing
changed, "up" and "down" come out 5 times in 100 each: that is its rate of false alarms.
When it is wrong: the two periods share posts or a campaign (not independent); either interval is wrong.

>>> round(difference(Interval(0.6, 0.490, 0.7), Interval(0.8, 0.692, 0.877)).low, 3)
0.053
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and its bounds, in the metric's unit."""

    value: float
    low: float
    high: float


def difference(first: Interval, second: Interval) -> Interval:
    """second - first with its interval, at the level of the two given."""
    d = second.value - first.value
    return Interval(
        d,
        d - math.hypot(second.value - second.low, first.high - first.value),
        d + math.hypot(second.high - second.value, first.value - first.low),
    )


def relative(first: Interval, second: Interval) -> Interval | None:
    """second / first with its interval; None unless all six numbers are above zero."""
    if min(first.low, first.value, second.low, second.value) <= 0:
        return None
    on_logs = difference(_logs(first), _logs(second))
    return Interval(math.exp(on_logs.value), math.exp(on_logs.low), math.exp(on_logs.high))


def verdict(change: Interval) -> str:
    """ "up", "down" or "cannot_tell"."""
    if change.low > 0:
        return "up"
    return "down" if change.high < 0 else "cannot_tell"


def posts_still_needed(first: Interval, second: Interval, n_second: int) -> int | None:
    """About how many further posts in the second period would settle it, if the difference stays as it is.

    The second interval shrinks with √n, the first stays. None when no number would do: the first period's own
    uncertainty reaches over the difference, or there is none.
    """
    d = second.value - first.value
    if d == 0:
        return None
    theirs, ours = (
        (first.high - first.value, second.value - second.low)
        if d > 0
        else (first.value - first.low, second.high - second.value)
    )
    room = d * d - theirs * theirs
    if room <= 0:
        return None
    return max(0, math.ceil(n_second * ours * ours / room) - n_second)


def _logs(interval: Interval) -> Interval:
    return Interval(math.log(interval.value), math.log(interval.low), math.log(interval.high))
