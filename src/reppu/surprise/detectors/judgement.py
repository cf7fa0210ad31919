"""What every detector says of one observation."""

from __future__ import annotations

from typing import NamedTuple

THRESHOLD = 0.5
"""A score of this or more is a surprise, in every detector: evidence equals the bar that it has to pass."""


class Judgement(NamedTuple):
    """A score from 0 to 1, and what was expected: a 90 % interval made before the observation was seen.

    Not judged (a missing value, too little history): score 0, expected, low and high None, no surprise.
    direction: 1 for more than expected, -1 for less, 0 where nothing is a surprise.
    """

    score: float
    expected: float | None
    low: float | None
    high: float | None
    surprise: bool
    direction: int = 0


NOT_JUDGED = Judgement(0.0, None, None, None, False)


def score_of(evidence: float, bar: float) -> float:
    """evidence / (evidence + bar): 0 for none, THRESHOLD where evidence meets the bar, towards 1 beyond it."""
    return evidence / (evidence + bar) if evidence > 0 else 0.0
