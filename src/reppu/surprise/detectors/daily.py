"""Is today's number of an account (or this week's) out of the ordinary, given weekday, trend and public holidays?

    expected  μ = level · weekday factor · holiday factor        (signed series: level + weekday difference)
    variance  V = μ + φμ² + μ²(φ + 1/μ)·(paces of level and weekday)        negative binomial, and what is not yet known
    evidence  z, the normal deviate of a gamma variable with mean μ and variance V, by Wilson & Hilferty's cube root,
              of count - ½ above and count + ½ below

Level and damped trend are Holt's exponential smoothing; weekday factors are smoothed likewise, each on its own day, and kept
at mean 1. All learn from the value pulled in to three standard deviations, so that a viral day does not become the
ordinary. φ is a ratio of two smoothed sums, of squared errors less μ and of μ². The season of the year is followed by
level and trend, not modelled: a year of days does not tell one.

A public holiday is expected to be like the lower of its weekday and Sunday until the series' own holidays have shown
otherwise, and with more spread; it teaches nothing about level and weekdays.

An alarm needs a deviate of BAR, above or below, a difference of LEAST_DIFFERENCE and a level or count of LEAST_COUNT; after it
the bar is HABITUATION times its evidence, fading with FADING_DAYS. The 90 % interval follows its own misses as the
stream's does (`stream.py`).

Works on many series at once: one call a day, arrays of one number a series, NaN where none was stated. Signed series
(net follower growth) have differences instead of factors and a normal tail.

When it is wrong: a step to a new level raises an alarm, then is learnt within some three weeks; yearly peaks look like
surprises; the first fourteen days (eight weeks) are not judged. False alarms: docs/surprise.md.
Cost: 100,000 series of 365 days in about 15 seconds on one core.

Sources: Holt 1957, reprinted doi:10.1016/j.ijforecast.2003.09.015; damped trend: Gardner & McKenzie 1985,
doi:10.1287/mnsc.31.10.1237; Wilson & Hilferty 1931, doi:10.1073/pnas.17.12.684.

>>> import numpy as np
>>> detector = DailyDetector(series=1)
>>> for day in range(60):
...     usual = detector.observe(739_000 + day, np.array([40.0 + day % 7]))
>>> bool(usual.surprise[0]), bool(detector.observe(739_060, np.array([400.0])).surprise[0])
(False, True)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reppu.surprise.detectors.judgement import THRESHOLD

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Our choices, judged by simulation (docs/surprise.md).
BAR = 4.0
HABITUATION = 1.5
FADING_DAYS = 7.0
LEAST_COUNT = 10.0
LEAST_DIFFERENCE = 5.0
_WARM_UP_DAYS, _WARM_UP_STEPS = 14, 8
_PACE_OF_LEVEL = 0.08  # half of what is known is from the last eight days
_PACE_OF_TREND = 0.004
_DAMPING = 0.97  # a trend of today is worth half in three weeks
_PACE_OF_WEEKDAY = 0.10
_WEEKDAY_PRIOR = 0.1  # days on which a weekday was like every other, before it is seen; more would hide quiet Sundays
_TRUSTED_TIMES = 4  # a weekday's first values are taken as they are, or a quiet Sunday would be pulled in for months
_PACE_OF_SPREAD = 0.03
_PACE_OF_MULTIPLES = 0.02
_PULLED_IN = 3.0
_LEAST_PHI = 0.01  # no series is known better than to 10 %
_HOLIDAY_SPREAD = 0.10  # added to φ on a holiday
_HOLIDAY_PRIOR = 2
_MISS = 0.10
_LEAST_LEVEL = 0.05
_SUNDAY = 6
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class DailyJudgements:
    """One array each, a value a series; NaN in expected, low and high (and score 0) where nothing can be judged."""

    score: Floats
    expected: Floats
    low: Floats
    high: Floats
    surprise: Flags
    direction: NDArray[np.int8]


class DailyDetector:
    """Judges one day after another for many series; `state()` and `from_state()` carry it over a restart."""

    def __init__(self, series: int = 1, *, step_days: int = 1, signed: bool = False) -> None:
        """step_days: 1, or 7 for weekly numbers (then there are no weekdays). signed: values below zero are meant."""
        self.series, self.step_days, self.signed = series, step_days, signed
        self._has_weekdays = step_days == 1
        self._warm_up = _WARM_UP_DAYS if self._has_weekdays else _WARM_UP_STEPS
        neutral = 0.0 if signed else 1.0
        self._last_day: int | None = None
        self._arrays: dict[str, Floats] = {
            "seen": np.zeros(series),
            "level": np.zeros(series),
            "trend": np.zeros(series),
            "weekday": np.full((7, series), neutral),
            "weekday_seen": np.zeros((7, series)),
            "squares": np.zeros(series),
            "scale": np.zeros(series),
            "holiday": np.full(series, neutral),
            "holiday_seen": np.zeros(series),
            "memory": np.zeros(series),
            "above": np.full(series, 1.645),
            "below": np.full(series, 1.645),
        }

    def observe(self, day: int, values: Floats, holiday: bool | Flags = False) -> DailyJudgements:
        """The judgements of one day. day: its ordinal (`date.toordinal()`), rising; holiday: for all or for each.

        Raises ValueError for a day that is not later than the one before.
        """
        elapsed = 1 if self._last_day is None else day - self._last_day
        if elapsed <= 0:
            raise ValueError(f"day {day} does not come after day {self._last_day}")
        self._last_day = day
        a = self._arrays
        weekday = (day - 1) % 7 if self._has_weekdays else 0  # ordinal 1 was a Monday
        a["memory"] *= math.exp(-elapsed / (FADING_DAYS * self.step_days))
        known = np.isfinite(values)
        if not self.signed:
            known &= values >= 0
        x = np.where(known, values, 0.0)
        on_holiday = np.broadcast_to(np.asarray(holiday, dtype=bool), (self.series,))
        seen = a["seen"]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            mean, variance = self._expect(weekday, on_holiday)
            deviate_above, deviate_below, low, high = self._deviates(x, mean, variance)
            ready = seen >= self._warm_up
            judged = self._judge(x, mean, low, high, deviate_above, deviate_below, known & ready)
            self._follow_misses(x, low, high, known & (seen >= self._warm_up // 2))
            self._learn(x, mean, variance, weekday, on_holiday, known)
        return judged

    def _expect(self, weekday: int, on_holiday: Flags) -> tuple[Floats, Floats]:
        a = self._arrays
        seen = a["seen"]
        level = a["level"] + a["trend"] if self.signed else a["level"] * (1 + a["trend"])
        factor = a["weekday"][weekday]
        if on_holiday.any():
            own = a["holiday"]
            factor = np.where(
                on_holiday,
                self._like_sunday(weekday) + own if self.signed else self._like_sunday(weekday) * own,
                factor,
            )
        pace = np.maximum(1 / (seen + 1), _PACE_OF_LEVEL)
        unknown = pace / (2 - pace)
        if self._has_weekdays:
            pace = np.maximum(1 / (a["weekday_seen"][weekday] + 1 + _WEEKDAY_PRIOR), _PACE_OF_WEEKDAY)
            unknown = unknown + pace / (2 - pace)
        spread = a["squares"] / np.maximum(a["scale"], 1e-9)
        if self.signed:
            variance = np.maximum(spread, 1.0) * (1 + unknown) * np.where(on_holiday, 2.0, 1.0)
            return level + factor, variance
        mean = np.maximum(level * factor, _LEAST_LEVEL)
        phi = np.maximum(spread, _LEAST_PHI) + np.where(on_holiday, _HOLIDAY_SPREAD, 0.0)
        return mean, mean + phi * mean**2 + mean**2 * (phi + 1 / mean) * unknown

    def _like_sunday(self, weekday: int) -> Floats:
        factors = self._arrays["weekday"]
        if not self._has_weekdays:
            return factors[0]
        return np.minimum(factors[weekday], factors[_SUNDAY])

    def _deviates(self, x: Floats, mean: Floats, variance: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Normal deviates of x upwards and downwards, and the ends of the 90 % interval."""
        a = self._arrays
        if self.signed:
            deviation = np.sqrt(variance)
            z = (x - mean) / deviation
            return z, -z, mean - a["below"] * deviation, mean + a["above"] * deviation
        nine = 9 * mean**2 / variance
        root, centre = np.sqrt(nine), 1 - 1 / nine
        above = (np.cbrt(np.maximum(x - 0.5, 0) / mean) - centre) * root
        below = (centre - np.cbrt((x + 0.5) / mean)) * root
        low = mean * np.maximum(centre - a["below"] / root, 0) ** 3
        high = mean * np.maximum(centre + a["above"] / root, 0) ** 3
        # A count is whole: an end between two of them belongs to the one outside, and near zero zero is inside.
        return above, below, np.where(low < 0.5, 0.0, low), high

    def _judge(
        self, x: Floats, mean: Floats, low: Floats, high: Floats, above: Floats, below: Floats, judged: Flags
    ) -> DailyJudgements:
        memory = self._arrays["memory"]
        difference = x - mean
        upwards = difference > 0
        evidence = np.where(upwards, above, below)
        large = (np.abs(difference) >= LEAST_DIFFERENCE) & (np.maximum(np.abs(x), np.abs(mean)) >= LEAST_COUNT)
        evidence = np.where(large & judged, np.maximum(evidence, 0.0), 0.0)
        bar = np.maximum(BAR, memory)
        score = evidence / (evidence + bar)
        surprise = score >= THRESHOLD
        np.copyto(memory, HABITUATION * evidence, where=surprise & (HABITUATION * evidence > memory))
        blank = np.where(judged, 0.0, np.nan)
        direction = np.where(surprise, np.where(upwards, 1, -1), 0).astype(np.int8)
        return DailyJudgements(score, mean + blank, low + blank, high + blank, surprise, direction)

    def _follow_misses(self, x: Floats, low: Floats, high: Floats, used: Flags) -> None:
        a = self._arrays
        bounded = np.ones(self.series, dtype=bool) if self.signed else low > 0
        may_miss = np.where(bounded, _MISS / 2, _MISS)
        a["above"] *= np.exp(np.where(used, _PACE_OF_MULTIPLES * ((x > high) - may_miss), 0.0))
        a["below"] *= np.exp(np.where(used & bounded, _PACE_OF_MULTIPLES * ((x < low) - _MISS / 2), 0.0))

    def _learn(self, x: Floats, mean: Floats, variance: Floats, weekday: int, on_holiday: Flags, known: Flags) -> None:
        a = self._arrays
        seen, level, trend = a["seen"], a["level"], a["trend"]
        reach = _PULLED_IN * np.sqrt(variance)
        pulled = np.clip(x, mean - reach, mean + reach)
        pulled = np.where(seen < self._warm_up, x, pulled)
        if on_holiday.any():
            self._learn_holiday(pulled, weekday, on_holiday & known & (seen >= self._warm_up))
        usual = known & ~on_holiday
        first = usual & (seen == 0)
        error = pulled - mean
        pace = np.maximum(_PACE_OF_SPREAD, 1 / (seen + 1))
        learns_spread = usual & (seen >= self._warm_up // 2)
        squares, scale = (error**2, 1.0) if self.signed else (error**2 - mean, mean**2)
        a["squares"] += np.where(learns_spread, pace * (squares - a["squares"]), 0.0)
        a["scale"] += np.where(learns_spread, pace * (scale - a["scale"]), 0.0)
        factor = a["weekday"][weekday]
        plain = pulled - factor if self.signed else pulled / np.maximum(factor, _LEAST_LEVEL)
        before = level + trend if self.signed else np.maximum(level * (1 + trend), _LEAST_LEVEL)
        pace = np.maximum(1 / (seen + 1), _PACE_OF_LEVEL)
        moved = plain - before
        np.copyto(level, np.where(first, x, before + pace * moved), where=usual)
        step = moved if self.signed else np.clip(moved / before, -1.0, 1.0)
        np.copyto(
            trend, _DAMPING * trend + np.where(seen < self._warm_up, 0.0, _PACE_OF_TREND * step), where=usual & ~first
        )
        if self._has_weekdays:
            times = a["weekday_seen"][weekday]
            pace = np.maximum(1 / (times + 1 + _WEEKDAY_PRIOR), _PACE_OF_WEEKDAY)
            shown = np.where(times < _TRUSTED_TIMES, x, pulled)
            seen_factor = shown - level if self.signed else np.clip(shown / np.maximum(level, _LEAST_LEVEL), 0, 10)
            a["weekday"][weekday] += np.where(usual & ~first, pace * (seen_factor - factor), 0.0)
            times += usual
            if self.signed:
                a["weekday"] -= a["weekday"].mean(axis=0)
            else:
                a["weekday"] /= np.maximum(a["weekday"].mean(axis=0), _LEAST_LEVEL)
        seen += usual

    def _learn_holiday(self, pulled: Floats, weekday: int, used: Flags) -> None:
        a = self._arrays
        level, like = a["level"], self._like_sunday(weekday)
        if self.signed:
            shown = pulled - level - like
        else:
            shown = np.clip(pulled / np.maximum(level * like, _LEAST_LEVEL), 0, 10)
        pace = 1 / (a["holiday_seen"] + 1 + _HOLIDAY_PRIOR)
        a["holiday"] += np.where(used, pace * (shown - a["holiday"]), 0.0)
        a["holiday_seen"] += used

    def state(self) -> dict[str, Any]:
        """All that must be kept, as JSON can write it: 24 numbers a series."""
        return {
            "format": _FORMAT,
            "series": self.series,
            "step_days": self.step_days,
            "signed": self.signed,
            "last_day": self._last_day,
            "arrays": {name: array.tolist() for name, array in self._arrays.items()},
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> DailyDetector:
        """The detector that `state()` described; raises ValueError for a state of another format."""
        if state.get("format") != _FORMAT:
            raise ValueError(f"a state of format {state.get('format')}, expected {_FORMAT}")
        new = cls(state["series"], step_days=state["step_days"], signed=state["signed"])
        new._last_day = state["last_day"]
        new._arrays = {name: np.array(array, dtype=np.float64) for name, array in state["arrays"].items()}
        return new


def judge_days(
    first_day: int, values: Floats, holidays: Flags | None = None, *, step_days: int = 1, signed: bool = False
) -> DailyJudgements:
    """The judgements of many series of consecutive days (weeks) at once; arrays (days, series) in and out.

    holidays: one flag a day. The same numbers as one call of `observe` a day.
    """
    days, series = values.shape
    detector = DailyDetector(series, step_days=step_days, signed=signed)
    floats = [np.empty((days, series)) for _column in range(4)]
    surprise, direction = np.empty((days, series), dtype=bool), np.empty((days, series), dtype=np.int8)
    for index in range(days):
        holiday = bool(holidays[index]) if holidays is not None else False
        one = detector.observe(first_day + index * step_days, values[index], holiday)
        for column, array in zip(floats, (one.score, one.expected, one.low, one.high), strict=True):
            column[index] = array
        surprise[index], direction[index] = one.surprise, one.direction
    score, expected, low, high = floats
    return DailyJudgements(score, expected, low, high, surprise, direction)
