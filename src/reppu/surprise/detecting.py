"""A series judged row by row with the detector that fits its step. Strictly causal: a row knows only those before it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Protocol

from reppu.surprise.detectors.judgement import NOT_JUDGED, Judgement
from reppu.surprise.detectors.stream import StreamDetector
from reppu.surprise.series import LOOKS_AT_STEP, Series
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from collections.abc import Collection

_DAY = 86_400
_ANOTHER_STEP = 1.5  # the median gap has to change by this factor before a series is taken up anew; our choice


@dataclass(frozen=True, slots=True)
class Detection:
    """The judgements, one a row in the file's order; step_seconds None where the rows do not tell one."""

    series: Series
    judgements: tuple[Judgement, ...]
    step_seconds: float | None
    notes: tuple[Text, ...]


class _Detector(Protocol):
    def observe(self, at_seconds: float, count: float | None, /) -> Judgement: ...


class _OneDaily:
    """The daily detector for one series; from the first value below zero on a series is a signed one."""

    def __init__(self, step_days: int, holidays: Collection[int]) -> None:
        from reppu.surprise.detectors.daily import DailyDetector

        self.step_days, self.holidays = step_days, holidays
        self.seen: list[tuple[int, float]] = []
        self.detector = DailyDetector(step_days=step_days)
        self.last_day = 0
        self.repeated = 0

    def observe(self, at_seconds: float, count: float | None, /) -> Judgement:
        day = datetime.fromtimestamp(at_seconds, UTC).toordinal()
        if day <= self.last_day:
            self.repeated += 1
            return NOT_JUDGED
        self.last_day = day
        value = math.nan if count is None else count
        if value < 0 and not self.detector.signed:
            from reppu.surprise.detectors.daily import DailyDetector

            self.detector = DailyDetector(step_days=self.step_days, signed=True)
            for earlier, was in self.seen:
                self._judge(earlier, was)
        self.seen.append((day, value))
        return self._judge(day, value)

    def _judge(self, day: int, value: float) -> Judgement:
        import numpy as np

        one = self.detector.observe(day, np.array([value]), holiday=self.step_days == 1 and day in self.holidays)
        if not math.isfinite(one.expected[0]):
            return NOT_JUDGED
        return Judgement(
            float(one.score[0]),
            float(one.expected[0]),
            float(one.low[0]),
            float(one.high[0]),
            bool(one.surprise[0]),
            int(one.direction[0]),
        )


def detect(series: Series, *, holidays: Collection[int] = ()) -> Detection:
    """Every row judged from those before it.

    holidays: ordinals of days on which a daily series may be quiet. A step under 12 hours is a stream of counts, up to two days a
    daily series, longer ones are without weekdays. Until eight gaps are known there is no step and nothing is judged.
    """
    judgements = [NOT_JUDGED] * len(series.rows)
    detector: _Detector | None = None
    step: float | None = None
    gaps: list[float] = []
    before: list[int] = []
    last: float | None = None
    for index in series.order:
        row = series.rows[index]
        if last is not None and row.at_seconds > last:
            gaps.append(row.at_seconds - last)
            if len(gaps) in LOOKS_AT_STEP:
                seen = median(gaps)
                if step is None or not 1 / _ANOTHER_STEP < seen / step < _ANOTHER_STEP:
                    step = seen
                    detector = _detector_for(step, holidays)
                    for earlier in before:
                        detector.observe(series.rows[earlier].at_seconds, series.rows[earlier].value)
        last = row.at_seconds if last is None else max(last, row.at_seconds)
        if detector is not None:
            judgements[index] = detector.observe(row.at_seconds, row.value)
        if len(gaps) < LOOKS_AT_STEP[-1]:
            before.append(index)
    return Detection(series, tuple(judgements), step, (*series.notes, *_notes(series, detector)))


def _detector_for(step_seconds: float, holidays: Collection[int]) -> _Detector:
    if step_seconds <= _DAY / 2:
        return StreamDetector(step_seconds)
    return _OneDaily(max(round(step_seconds / _DAY), 1), holidays)


def _notes(series: Series, detector: _Detector | None) -> list[Text]:
    notes = []
    missing = sum(row.value is None for row in series.rows)
    if missing:
        notes.append(
            _n("{n} row has no value and is not judged.", "{n} rows have no value and are not judged.", missing)
        )
    if detector is None:
        notes.append(_("There are too few rows to tell how far apart they are; none is judged."))
    negative = sum(row.value is not None and row.value < 0 for row in series.rows)
    if negative and isinstance(detector, StreamDetector):
        notes.append(
            _n(
                "{n} value is below zero, which a count cannot be; it is not judged.",
                "{n} values are below zero, which a count cannot be; they are not judged.",
                negative,
            )
        )
    if isinstance(detector, _OneDaily) and detector.repeated:
        notes.append(
            _n(
                "{n} row is of a day that was there already; it is not judged.",
                "{n} rows are of a day that was there already; they are not judged.",
                detector.repeated,
            )
        )
    return notes
