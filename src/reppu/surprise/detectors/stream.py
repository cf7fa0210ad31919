"""Is this count in a stream (mentions per five minutes, per hour) a burst? Evidence from the tail of the last fortnight.

For each of six channels – the level at the step itself and over 15 minutes, 1, 3 and 12 hours, and the rise of one hour
over the hour before – the channel's value v is set against its own last 14 days:

    u = the value that one in 16 of them exceeded          m = the mean excess of those over u, at least a floor
    evidence of a channel = √(max(v - u, 0) / m)           evidence = mean over the channels

Levels are log(mean count + 2 / rows), so that the excess of a level is a factor and m is Hill's estimate of the tail's
exponent: (v - u) / m is how many e-folds rarer than one in 16 the value is. The rise is taken between square roots, where
the spread of a count does not depend on its size. The root keeps one channel from deciding alone.

An alarm is an observation whose evidence passes the bar:

    bar = BAR, or HABITUATION times the evidence of earlier alarms, which fades with FADING_DAYS, whichever is higher

so that one event gives one alarm and a second one only if it is a good deal stronger, or later. There is no alarm while
the last hour holds fewer than LEAST_COUNT.

The interval of the next count is made apart from the evidence: the exponentially weighted mean of √(count + 3/8) plus and
minus multiples of its spread, where the two multiples follow their own misses (Gibbs & Candès 2021), so that they cover
90 % whatever the counts' distribution. Where zero lies inside, all 10 % are above.

When it is wrong: events that last longer than half a day become the new ordinary; a fall is never reported; the first
day (at least 96 rows) is not judged. A gap of more than a day forgets the sums, not the fortnight.
False alarms: docs/surprise.md. Cost: docs/benchmarks.md, below 20 µs an observation on one busy core.

Sources: Hill 1975, doi:10.1214/aos/1176343247; peaks over a trailing threshold: Siffer et al. 2017,
doi:10.1145/3097983.3098144; Anscombe 1948, doi:10.1093/biomet/35.3-4.246; Gibbs & Candès 2021, arXiv:2106.00170.
How the constants were chosen, and what the score is on series that had no part in it: docs/surprise.md.

>>> detector = StreamDetector(step_seconds=300)
>>> quiet = [detector.observe(300.0 * i, 3 + i % 2) for i in range(400)]
>>> any(one.surprise for one in quiet)
False
>>> detector.observe(300.0 * 400, 60).surprise
True
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable
from typing import Any

from reppu.surprise.detectors.judgement import NOT_JUDGED, THRESHOLD, Judgement, score_of

# Chosen together on five public series (docs/surprise.md): the middle of a plateau, not its peak.
WINDOW_DAYS = 14
TAIL_SHARE = 1 / 16
LEAST_MEAN_EXCESS = 0.25  # of a log level; a steadier channel is treated as if a quarter more were ordinary
LEAST_MEAN_RISE = 0.5  # of the square root: the standard deviation of a Poisson count on that scale
BAR = 1.15
HABITUATION = 2.0
FADING_DAYS = 1.5
PSEUDO_COUNT = 2.0
SCALES_SECONDS = (900, 3600, 10_800, 43_200)
RISE_SECONDS = 3600
# Our choices.
LEAST_COUNT = 6  # in the last hour: below it a person would shrug
LEAST_ROWS = 96
SHARED = 4
LEAST_TAIL = 5  # values above u, or their mean is nothing
LONG_GAP_SECONDS = 86_400
MISS = 0.10
_DAY = 86_400
_HOUR = 3600
_ANSCOMBE = 0.375
_PACE_OF_LEVEL = 0.1  # of the exponentially weighted mean: about the last ten counts
_PACE_OF_SPREAD = 0.02
_PACE_OF_MULTIPLES = 0.02
_FORMAT = 1
# By the share that an end may miss: what a miss and a hit make of its multiple.
_WIDER = {share: math.exp(_PACE_OF_MULTIPLES * (1 - share)) for share in (MISS, MISS / 2)}
_NARROWER = {share: math.exp(-_PACE_OF_MULTIPLES * share) for share in (MISS, MISS / 2)}


class _Tail:
    """The last `size` values of one channel, in order of time and of size."""

    __slots__ = ("beyond", "floor", "full", "ordered", "u", "values")

    def __init__(self, size: int, floor: float) -> None:
        self.floor = floor
        self.values: deque[float] = deque(maxlen=size)
        self.ordered: list[float] = []
        self.full = False
        self.beyond = LEAST_TAIL
        self.u = math.inf

    def excess(self, value: float) -> float:
        """How far `value`, which is above u, lies above it, in mean excesses."""
        mean = math.fsum(self.ordered[-self.beyond :]) / self.beyond - self.u
        return (value - self.u) / (mean if mean > self.floor else self.floor)

    def add(self, value: float) -> None:
        ordered, values = self.ordered, self.values
        if self.full:
            del ordered[bisect_left(ordered, values[0])]
        values.append(value)
        insort(ordered, value)
        if not self.full:
            self.full = len(values) == values.maxlen
            self.beyond = max(int(TAIL_SHARE * len(ordered) + 0.5), LEAST_TAIL)
            if len(ordered) <= self.beyond:
                return
        self.u = ordered[-self.beyond - 1]


class StreamDetector:
    """Judges one count after another; `state()` and `from_state()` carry it over a restart."""

    def __init__(self, step_seconds: float) -> None:
        """step_seconds: how far apart the counts are, from a minute to half a day."""
        if not 0 < step_seconds <= _DAY / 2:
            raise ValueError(f"step_seconds must lie in (0, 43200], not {step_seconds}")
        self.step_seconds = float(step_seconds)
        self.window = max(round(WINDOW_DAYS * _DAY / step_seconds), 2 * LEAST_ROWS)
        self.warm_up = max(round(_DAY / step_seconds), LEAST_ROWS)
        self.scales = [1] + [round(s / step_seconds) for s in SCALES_SECONDS if s / step_seconds >= 1.5]
        self.rise = max(round(RISE_SECONDS / step_seconds), 1)
        self.hour = max(round(_HOUR / step_seconds), 1)
        self.reach = max(*self.scales, 2 * self.rise)
        # Neighbouring sums share most of their counts: a tail takes one in so many of them, which loses little.
        self._strides = [max(length // SHARED, 1) for length in (*self.scales, self.rise)]
        self._fading = math.exp(-step_seconds / (FADING_DAYS * _DAY))
        # Counts since the last long gap, as running totals; and the counts themselves, for the state.
        self._totals: deque[float] = deque([0.0], maxlen=self.reach + 1)
        self._counts: deque[tuple[float, int]] = deque(maxlen=self.window + self.reach)
        self._rows_since_gap = 0
        self._rows = 0
        floors = [LEAST_MEAN_EXCESS] * len(self.scales) + [LEAST_MEAN_RISE]
        self._tails = [_Tail(self.window // every, floor) for every, floor in zip(self._strides, floors, strict=True)]
        self._memory = 0.0
        self._last_at: float | None = None
        self._level, self._spread = 0.0, 1.0
        self._above, self._below = 1.645, 1.645

    def observe(self, at_seconds: float, count: float | None) -> Judgement:
        """The judgement of a count at a time (seconds from any beginning, not falling); None where none was taken.

        A count below zero or not finite is none.
        """
        last = self._last_at
        elapsed = 1.0 if last is None else max((at_seconds - last) / self.step_seconds, 1.0)
        self._last_at = at_seconds if last is None else max(at_seconds, last)
        self._memory *= self._fading if elapsed < 1.5 else self._fading**elapsed
        if count is None or not count >= 0 or count == math.inf:
            return NOT_JUDGED
        if elapsed * self.step_seconds > LONG_GAP_SECONDS:
            self._forget_sums()
        self._rows_since_gap += 1
        values, in_the_hour = self._values(count)
        tails = self._tails
        judged = NOT_JUDGED
        low, high = self._bounds()
        if self._rows >= self.warm_up:
            evidence = 0.0
            for tail, value in zip(tails, values, strict=True):
                if value > tail.u:
                    evidence += math.sqrt(tail.excess(value))
            evidence /= len(tails)
            if in_the_hour < LEAST_COUNT:
                evidence = 0.0
            judged = self._judge(evidence, low, high)
        self._remember(values)
        self._follow(count, low, high)
        self._counts.append((count, self._rows_since_gap))
        self._rows += 1
        return judged

    def _values(self, count: float) -> tuple[list[float], float]:
        """What the channels see, and the sum of the last hour; the count becomes part of the running totals."""
        totals, rows = self._totals, self._rows_since_gap
        now = totals[-1] + count
        totals.append(now)
        last = len(totals) - 1
        values = []
        for scale in self.scales:
            length = scale if scale < rows else rows
            values.append(math.log((PSEUDO_COUNT + now - totals[last - length]) / length))
        rise = self.rise if self.rise < rows else rows
        before = min(rise, rows - rise)
        was = totals[last - rise]
        mean = (now - was) / rise
        # Roots of differences of totals that are no whole numbers can fall below zero by their last digit.
        earlier = (was - totals[last - rise - before]) / before if before else mean
        shift = _ANSCOMBE / self.rise
        grown = math.sqrt(max(mean, 0.0) + shift) - math.sqrt(max(earlier, 0.0) + shift)
        values.append(grown * math.sqrt(self.rise) if grown > 0 else 0.0)
        return values, now - totals[last - min(self.hour, rows)]

    def _remember(self, values: list[float]) -> None:
        row = self._rows
        for tail, value, every in zip(self._tails, values, self._strides, strict=True):
            if row % every == 0:
                tail.add(value)

    def _judge(self, evidence: float, low: float, high: float) -> Judgement:
        bar = max(BAR, self._memory)
        score = score_of(evidence, bar)
        surprise = score >= THRESHOLD
        if surprise:
            self._memory = max(self._memory, HABITUATION * evidence)
        expected = max(self._level**2 - _ANSCOMBE + self._spread, 0.0)
        return Judgement(score, min(max(expected, low), high), low, high, surprise, int(surprise))

    def _bounds(self) -> tuple[float, float]:
        spread = math.sqrt(self._spread)
        low = max(self._level - self._below * spread, 0.0)
        high = self._level + self._above * spread
        return max(low * low - _ANSCOMBE, 0.0), max(high * high - _ANSCOMBE, 0.0)

    def _follow(self, count: float, low: float, high: float) -> None:
        """Level and spread of the roots, and the multiples that make the interval cover what it says."""
        root = math.sqrt(count + _ANSCOMBE)
        if self._rows == 0:
            self._level = root
            return
        if self._rows >= 10:
            # Below zero there is nothing to miss, so all misses may lie above.
            may_miss = MISS if low <= 0 else MISS / 2
            self._above *= _WIDER[may_miss] if count > high else _NARROWER[may_miss]
            if low > 0:
                self._below *= _WIDER[may_miss] if count < low else _NARROWER[may_miss]
        error = root - self._level
        pace = max(_PACE_OF_LEVEL, 1 / (self._rows + 1))
        # A burst is not the spread of ordinary days: three standard deviations are taken at most.
        squared = min(error * error, 9 * self._spread)
        self._spread += max(_PACE_OF_SPREAD, 1 / (self._rows + 1)) * (squared - self._spread)
        if self._spread < 0.01:
            self._spread = 0.01
        self._level += pace * error

    def _forget_sums(self) -> None:
        self._totals.clear()
        self._totals.append(0.0)
        self._rows_since_gap = 0

    def state(self) -> dict[str, Any]:
        """All that must be kept, as JSON can write it; about 40 kB for counts of five minutes."""
        return {
            "format": _FORMAT,
            "step_seconds": self.step_seconds,
            "counts": [count for count, _rows in self._counts],
            "rows_since_gap": [rows for _count, rows in self._counts],
            "rows": self._rows,
            "memory": self._memory,
            "last_at": self._last_at,
            "level": self._level,
            "spread": self._spread,
            "above": self._above,
            "below": self._below,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> StreamDetector:
        """The detector that `state()` described; raises ValueError for a state of another format."""
        if state.get("format") != _FORMAT:
            raise ValueError(f"a state of format {state.get('format')}, expected {_FORMAT}")
        new = cls(state["step_seconds"])
        counts, since = state["counts"], state["rows_since_gap"]
        # The first rows of a long history are there only to fill the sums of those that follow.
        unseen = max(len(counts) - new.window, 0)
        for index, (count, rows) in enumerate(zip(counts, since, strict=True)):
            new._rows = state["rows"] - len(counts) + index
            if rows == 1:
                new._forget_sums()
            new._rows_since_gap = rows
            if index == 0 and rows > 1:
                new._totals.extend([0.0] * new.reach)
            values, _hour = new._values(count)
            if index >= unseen:
                new._remember(values)
            new._counts.append((count, rows))
        new._rows_since_gap = since[-1] if since else 0
        new._rows, new._memory, new._last_at = state["rows"], state["memory"], state["last_at"]
        new._level, new._spread = state["level"], state["spread"]
        new._above, new._below = state["above"], state["below"]
        return new


def judge_stream(step_seconds: float, at_seconds: Iterable[float], counts: Iterable[float | None]) -> list[Judgement]:
    """The judgements of a whole series in order of time; the same as one after another."""
    detector = StreamDetector(step_seconds)
    return [detector.observe(at, count) for at, count in zip(at_seconds, counts, strict=True)]
