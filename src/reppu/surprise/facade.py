"""What others may ask of the surprise radar's maths."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reppu.surprise.detecting import Detection
from reppu.surprise.detecting import detect as _detect
from reppu.surprise.detectors.judgement import THRESHOLD, Judgement
from reppu.surprise.public_holidays import public_holidays
from reppu.surprise.series import Series, SeriesRow, read_series


def detect_file(path: Path, *, country: str | None = None) -> Detection:
    """Every row of a timestamp,value file judged from the rows before it.

    country: two letters; its public holidays are expected to be quiet in a daily series. Raises ReppuError for a file that cannot be
    read and a country that is not known.
    """
    series = read_series(path)
    if country is None:
        return _detect(series)
    years = {datetime.fromtimestamp(row.at_seconds, UTC).year for row in series.rows}
    return _detect(series, holidays=public_holidays(country, years))


def to_json(detection: Detection) -> dict[str, Any]:
    """The detection as `reppu detect --json` prints it; numbers to 12 significant digits."""
    return {
        "series": detection.series.name,
        "rows": [
            {
                "timestamp": row.timestamp,
                "value": _short(row.value),
                "score": _short(one.score),
                "expected": _short(one.expected),
                "low": _short(one.low),
                "high": _short(one.high),
                "surprise": one.surprise,
            }
            for row, one in zip(detection.series.rows, detection.judgements, strict=True)
        ],
    }


def _short(value: float | None) -> float | None:
    if value is None:
        return None
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


__all__ = [
    "THRESHOLD",
    "Detection",
    "Judgement",
    "Series",
    "SeriesRow",
    "detect_file",
    "public_holidays",
    "read_series",
    "to_json",
]
