"""Is a share going bad (unkind comments, questions without an answer) beyond how it has always varied?

    k of n today; earlier windows k₁ of n₁ … kₘ of nₘ;  p = (Σk + ½) / (Σn + 1)
    overdispersion ρ = (Σ nᵢ(kᵢ/nᵢ - p)² / (p(1 - p)) - (m - 1)) / Σ (nᵢ - 1)(1 - nᵢ/N),  at least LEAST_OVERDISPERSION
    k is beta-binomial with mean p and α + β = 1/ρ - 1
    evidence: the normal deviate of P(K ≥ k) (above) or P(K ≤ k) (below); an alarm from BAR on

So that a day of ten comments needs far more than a day of a thousand, and days that always differed need more than a
binomial test would ask. A difference of LEAST_DIFFERENCE items is the least. The two directions are told apart: more
complaints and fewer complaints are different news. The 90 % interval is that of k/n for today's n.

When it is wrong: fewer than LEAST_WINDOWS earlier windows or none of n are not judged; trends are not modelled, the last
LATEST_WINDOWS are all that counts. False alarms: docs/surprise.md.

Source: moments of the beta-binomial, Kleinman 1973, doi:10.1080/01621459.1973.10481332.

>>> judge_share(30, 60, [(5, 50)] * 20).surprise, judge_share(3, 6, [(5, 50)] * 20).surprise
(True, False)
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reppu.probability.facade import normal_quantile
from reppu.surprise.detectors.judgement import NOT_JUDGED, THRESHOLD, Judgement, score_of

Floats = NDArray[np.float64]

BAR = 3.0  # our choice: once in 740 ordinary windows on either side
LEAST_WINDOWS = 8
LATEST_WINDOWS = 60
LEAST_DIFFERENCE = 5.0  # items more or fewer than expected
LEAST_OVERDISPERSION = 0.002  # no channel's days are coin tosses; our choice
_MOST_OVERDISPERSION = 0.5
_TAIL = 0.05


def judge_share(k: int, n: int, earlier: Sequence[tuple[int, int]]) -> Judgement:
    """k of n against earlier windows (k, n) of the same share; windows without items tell nothing.

    Raises ValueError where k is not between 0 and n.
    """
    if not 0 <= k <= n or any(not 0 <= had <= of for had, of in earlier):
        raise ValueError("k must lie between 0 and n")
    windows = np.array([window for window in earlier if window[1] > 0][-LATEST_WINDOWS:], dtype=np.float64)
    if n == 0 or len(windows) < LEAST_WINDOWS:
        return NOT_JUDGED
    p, rho = moments(windows[:, 0], windows[:, 1])
    law = beta_binomial(n, p, rho)
    upwards = k > n * p
    tail = float(law[k:].sum() if upwards else law[: k + 1].sum())
    evidence = max(-normal_quantile(max(tail, 1e-300)), 0.0) if tail < 1 else 0.0
    if abs(k - n * p) < LEAST_DIFFERENCE:
        evidence = 0.0
    score = score_of(evidence, BAR)
    surprise = score >= THRESHOLD
    sums = np.cumsum(law)
    low, high = (int(np.searchsorted(sums, end - 1e-12)) / n for end in (_TAIL, 1 - _TAIL))
    return Judgement(score, p, low, high, surprise, (1 if upwards else -1) if surprise else 0)


def judge_shares(windows: Sequence[tuple[int, int]]) -> list[Judgement]:
    """Each window of a series, in order, against those before it."""
    return [judge_share(k, n, windows[:index]) for index, (k, n) in enumerate(windows)]


def moments(k: Floats, n: Floats) -> tuple[float, float]:
    """Mean share p and overdispersion ρ (the correlation between two items of one window)."""
    total = float(n.sum())
    p = (float(k.sum()) + 0.5) / (total + 1)
    squares = float((n * (k / n - p) ** 2).sum()) / (p * (1 - p))
    room = float(((n - 1) * (1 - n / total)).sum())
    rho = (squares - (len(n) - 1)) / room if room > 0 else 0.0
    return p, min(max(rho, LEAST_OVERDISPERSION), _MOST_OVERDISPERSION)


def beta_binomial(n: int, p: float, rho: float) -> Floats:
    """P(K = 0 … n) with mean share p and overdispersion ρ, each from the one before it:

    P(k + 1) / P(k) = (n - k)/(k + 1) · (α + k)/(β + n - k - 1). No logarithm of Γ, whose differences lose digits as n grows.
    """
    both = 1 / rho - 1
    a, b = p * both, (1 - p) * both
    k = np.arange(n)
    logs = np.concatenate(([0.0], np.cumsum(np.log((n - k) / (k + 1) * (a + k) / (b + n - k - 1)))))
    law: Floats = np.exp(logs - logs.max())
    return law / math.fsum(law)
