"""A number together with how sure it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

LEVEL = 0.90  # every interval in Reppu is a 90 % interval


class State(StrEnum):
    """What kind of answer an Estimate is. Missing, zero and not offered are three different things."""

    OK = "ok"  # value and interval
    OBSERVED = "observed"  # the value is what was seen, but no interval, comparison or verdict rests on it
    TOO_LITTLE_DATA = "too_little_data"  # not even that; value null
    MISSING = "missing"  # the platform states it, but nothing was imported; value null
    NOT_OFFERED = "not_offered"  # the platform does not state it, or nobody stated this aggregate; value null


@dataclass(frozen=True, slots=True)
class Estimate:
    """One answer. `low` and `high` bound a `level` interval; counts that a platform stated are exact (low = high).

    value, low, high: in the metric's unit, rounded to 12 significant digits; None where the state says so.
    n: number of units (posts, weeks, days) the answer rests on.
    method: "stated" for exact totals, else the name of the interval method; "" without a value.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    state: State
    level: float = LEVEL

    def __post_init__(self) -> None:
        for part in (self.value, self.low, self.high):
            if part is not None and not math.isfinite(part):
                raise ValueError(f"an Estimate holds no {part}: use a state that says why there is no number")
        if self.state is State.OK and (self.value is None or self.low is None or self.high is None):
            raise ValueError("state ok needs value, low and high")
        if self.state is State.OBSERVED and (self.value is None or self.low is not None or self.high is not None):
            raise ValueError("state observed carries a value and no interval")
        if self.state not in (State.OK, State.OBSERVED) and self.value is not None:
            raise ValueError(f"state {self.state} carries no value")


def twelve_digits(value: float) -> float:
    """`value` rounded to 12 significant digits, so that printed numbers do not depend on the order of summing."""
    if value == 0 or not math.isfinite(value):
        return value
    return float(f"{value:.12g}")


def stated(value: float, n: int) -> Estimate:
    """An exact total or count, as a platform stated it."""
    exact = twelve_digits(float(value))
    return Estimate(exact, exact, exact, n, "stated", State.OK)


def without_value(state: State, n: int = 0) -> Estimate:
    """An answer that is no number: too little data, missing or not offered."""
    return Estimate(None, None, None, n, "", state)
