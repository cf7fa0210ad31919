"""Student's t, from scipy, which is imported when a number is asked for: totals need none, and it takes 0.15 s."""

from __future__ import annotations

from typing import Any

# A 90 % interval leaves 5 % on either side.
UPPER_TAIL = 0.95


def quantile(freedom: Any, probability: float) -> Any:
    """The value below which Student's t with so many degrees of freedom lies with that probability. Numbers or arrays.

    >>> round(float(quantile(9, 0.95)), 4)
    1.8331
    """
    from scipy.special import stdtrit

    return stdtrit(freedom, probability)


def probability_below(freedom: float, value: float) -> float:
    """The probability that Student's t lies below the value.

    >>> round(probability_below(9, 1.8331), 3)
    0.95
    """
    from scipy.special import stdtr

    return float(stdtr(freedom, value))
