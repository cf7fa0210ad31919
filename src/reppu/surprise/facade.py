"""What others may ask of the surprise radar's maths."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from reppu.surprise.detecting import Detection
from reppu.surprise.detecting import detect as _detect
from reppu.surprise.detectors.judgement import THRESHOLD, Judgement
from reppu.surprise.events import FileForecast, fit_own_past, forecast_growth, read_duration, read_growth
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


def judge_daily(first_day: date, values: Sequence[float | None], *, country: str | None = None) -> list[Judgement]:
    """Each of consecutive days judged from the days before it; None for a day without a number, which is not judged.

    country: as for `detect_file`. Raises ReppuError for a country that is not known.
    """
    import numpy as np

    from reppu.surprise.detectors.daily import judge_days

    days = len(values)
    if not days:
        return []
    kept = (
        public_holidays(country, {first_day.year, (first_day + timedelta(days=days)).year}) if country else frozenset()
    )
    holidays = np.array([first_day.toordinal() + index in kept for index in range(days)])
    numbers = np.array([[np.nan if value is None else float(value)] for value in values])
    found = judge_days(first_day.toordinal(), numbers, holidays)
    return [
        Judgement(
            float(found.score[index, 0]),
            _known(found.expected[index, 0]),
            _known(found.low[index, 0]),
            _known(found.high[index, 0]),
            bool(found.surprise[index, 0]),
            int(found.direction[index, 0]),
        )
        for index in range(days)
    ]


def _known(value: float) -> float | None:
    return None if value != value else float(value)


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


def forecast_file(path: Path, after_seconds: float, *, past: Path | None = None) -> FileForecast:
    """How large the item in a file will get, from what was known at an age.

    past: a folder of files of an organisation's own earlier items, from which the model is then made.
    Raises ReppuError for what cannot be read and for a past of too few items.
    """
    growth = read_growth(path)
    if past is None:
        return forecast_growth(growth, after_seconds)
    # The item itself is no past of its own.
    others = [
        one for one in sorted(past.iterdir()) if one.suffix in (".csv", ".txt") and one.resolve() != path.resolve()
    ]
    model = fit_own_past([read_growth(one) for one in others])
    return forecast_growth(growth, after_seconds, model)


def forecast_to_json(found: FileForecast) -> dict[str, Any]:
    """The forecast as `reppu forecast --json` prints it. Counts are whole; final null where the file ends before the horizon."""
    one, past = found.forecast, found.forecast.backtest
    return {
        "events": found.growth.name,
        "after_seconds": _short(found.after_seconds),
        "horizon_seconds": _short(found.model.horizon_seconds),
        "model": found.model.name,
        "now": _short(one.now),
        "no_growth": _short(one.now),
        "forecast": round(one.forecast),
        "median": round(one.median),
        "low": round(one.low),
        "high": round(one.high),
        "band": 0.8,
        "no_growth_wins": one.no_growth_wins,
        "final": _short(found.final),
        "backtest": None
        if past is None
        else {
            "items": past.items,
            "error": _short(past.error),
            "error_no_growth": _short(past.error_no_growth),
            "coverage": _short(past.coverage),
            "width": _short(past.width),
        },
    }


def _short(value: float | None) -> float | None:
    if value is None:
        return None
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


__all__ = [
    "THRESHOLD", "Detection", "FileForecast", "Judgement", "Series", "SeriesRow", "detect_file", "fit_own_past", "forecast_file",
    "forecast_growth", "forecast_to_json", "judge_daily", "public_holidays", "read_duration", "read_growth", "read_series", "to_json",
]  # fmt: skip
