"""A file of one item's growth: events with followers, or new counts by time; and the models that come with Reppu."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from reppu.surprise.series import read_moment, read_series
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from reppu.surprise.forecasts.growth import Curve, Forecast, GrowthModel

_UNITS = {"s": 1, "min": 60, "m": 60, "h": 3600, "t": 3600, "d": 86_400, "pv": 86_400}
_SEPARATORS = re.compile(r"[\s,;]+")
_LAST_SEPARATOR = re.compile(r"[\s,;]+(?=[^\s,;]*$)")  # a timestamp may hold a space
_FOLLOWERS = {"followers", "seuraajat", "seuraajia", "följare"}
_DURATION = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)")
SHARES, RETWEETS, RETWEETS_WITH_FOLLOWERS = "news_shares", "retweets", "retweets_with_followers"


@dataclass(frozen=True, slots=True)
class Growth:
    """One item: its curve, whether it was a list of single events, and what a reader should know."""

    name: str
    curve: Curve
    of_events: bool
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class FileForecast:
    """A forecast with the model that made it; final None where the file does not reach the model's horizon."""

    growth: Growth
    after_seconds: float
    model: GrowthModel
    forecast: Forecast
    final: float | None


def read_duration(text: str) -> float:
    """Seconds of "10m", "1h", "1,5 h" or "2d"; raises ReppuError for anything else."""
    parts = _DURATION.fullmatch(text.strip().casefold())
    seconds = float(parts[1].replace(",", ".")) * _UNITS.get(parts[2], 0) if parts else 0.0
    if seconds <= 0:
        raise ReppuError(
            _("“{text}” is not a length of time.", text=text), expected=_("a number and a unit: 10m, 1h, 1.5h or 2d")
        )
    return seconds


def read_growth(path: Path) -> Growth:
    """The growth in a file of one of two forms; raises ReppuError naming row and column for what cannot be read.

    Events: two numbers a row, the age in seconds and the followers of who shared, with a space, comma or tab between; the first is
    the item itself. A line before it with the total and the start, as public cascades have it, is passed over unread; so is a
    header of words. The age may be a timestamp where the header names followers.
    Counts: timestamp and value, the value being what came since the row before; from the first timestamp on.
    """
    try:
        lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()][:2]
    except (OSError, UnicodeDecodeError):
        lines = []  # read_series says what is wrong
    cells = [_SEPARATORS.split(line.strip()) for line in lines]
    numbers = [len(row) == 2 and all(_number(cell) is not None for cell in row) for row in cells]
    if any(numbers) or (cells and _FOLLOWERS & {cell.casefold() for cell in cells[0]}):
        return _read_events(path)
    return _read_counts(path)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None


def _read_events(path: Path) -> Growth:
    import numpy as np

    from reppu.surprise.forecasts.growth import Curve

    rows: list[tuple[float, float]] = []
    lines = [
        (number, line.strip())
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1)
        if line.strip()
    ]
    if lines and not any(character.isdigit() for character in lines[0][1]):
        del lines[0]
    if not lines:
        raise ReppuError(_("The file holds no rows."), file=path.name, expected=_("an event on each row"))
    for number, line in lines:
        age, _separator, followers = (part.strip() for part in _LAST_SEPARATOR.sub("\n", line).partition("\n"))
        moment = read_moment(age)
        values = [
            _number(age) if moment is None else (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp(),
            _number(followers),
        ]
        if values[0] is None or values[1] is None or values[0] < 0 or values[1] < 0:
            raise ReppuError(
                _("The row is not an event."),
                file=path.name,
                row=number,
                expected=_("the age in seconds and the number of followers, neither below zero"),
                advice=_("Mend the row and run the command again."),
            )
        if len(rows) == 1 and values[0] < rows[0][0]:
            rows.clear()  # the first line is total and start: the total is the future, and is not looked at
        if rows and values[0] < rows[-1][0]:
            raise ReppuError(
                _("The event is earlier than the one before it."),
                file=path.name,
                row=number,
                expected=_("events in order of time"),
                advice=_("Sort the rows and run the command again."),
            )
        rows.append((values[0], values[1]))
    table = np.array(rows)
    return Growth(
        path.stem,
        Curve(table[:, 0] - table[0, 0], np.arange(len(table), dtype=float), np.cumsum(table[:, 1])),
        True,
        (),
    )


def _read_counts(path: Path) -> Growth:
    import numpy as np

    from reppu.surprise.forecasts.growth import Curve

    series = read_series(path)
    rows = [series.rows[index] for index in series.order]
    notes = list(series.notes)
    for number, row in enumerate(rows, start=1):
        if row.value is not None and row.value < 0:
            raise ReppuError(
                _("A count cannot shrink."),
                file=path.name,
                row=number,
                expected=_("what came since the row before, or an empty cell where it was not collected"),
                advice=_("Mend the cell and run the command again."),
            )
    gaps = [b.at_seconds - a.at_seconds for a, b in pairwise(rows) if b.at_seconds > a.at_seconds]
    if not gaps:
        raise ReppuError(
            _("A single moment shows no growth."),
            file=path.name,
            expected=_("at least two rows with different timestamps"),
            advice=_("Check that it is the file you meant."),
        )
    # A count is known when its time is over: a step after its timestamp.
    step = median(gaps[:8])
    begin = rows[0].at_seconds
    known = [row for row in rows if row.value is not None]
    if not known:
        raise ReppuError(_("No row has a value."), file=path.name, expected=_("a timestamp and a value on each row"))
    if len(known) < len(rows):
        notes.append(
            _n(
                "{n} row was not collected: what came then is not in the count.",
                "{n} rows were not collected: what came then is not in the count.",
                len(rows) - len(known),
            )
        )
    at = np.array([row.at_seconds - begin + step for row in known])
    return Growth(path.stem, Curve(at, np.cumsum([row.value or 0.0 for row in known]), None), False, tuple(notes))


def fitted_model(name: str) -> GrowthModel:
    """A model that comes with Reppu: SHARES, RETWEETS or RETWEETS_WITH_FOLLOWERS."""
    from reppu.surprise.forecasts.growth import GrowthModel

    text = (files("reppu.surprise") / "fitted" / f"{name}.json").read_text(encoding="utf-8")
    return GrowthModel.from_json(json.loads(text))


def fit_own_past(items: Sequence[Growth], *, name: str = "own_past") -> GrowthModel:
    """A model of an organisation's own items.

    Its horizon is the age to which nine in ten of them were followed; for lists of events, which do not tell how long somebody
    watched, the age of the latest event of all. Raises ReppuError for fewer than 30 items.
    """
    import numpy as np

    from reppu.surprise.forecasts.growth import LEAST_ITEMS, PLAIN_RECIPE, fit_growth

    curves = [item.curve for item in items]
    ends = [float(curve.at_seconds[-1]) for curve in curves]
    of_counts = [end for end, item in zip(ends, items, strict=True) if not item.of_events]
    horizon = float(np.quantile(of_counts, 0.1)) if of_counts else max(ends, default=0.0)
    ages = [60.0 * minutes for minutes in (10, 20, 30, 60, 120, 240, 480, 720, 1440, 2880, 5760)]
    try:
        if len(curves) < LEAST_ITEMS:
            raise ValueError(f"{len(curves)} items")
        return fit_growth(
            curves, name=name, horizon_seconds=horizon, recipes={age: PLAIN_RECIPE for age in ages if age < horizon}
        )
    except ValueError as error:
        raise ReppuError(
            _n("There is {n} item to learn from.", "There are {n} items to learn from.", len(curves)),
            expected=_("at least {least} that were shared and followed to the end", least=LEAST_ITEMS),
            advice=_("Add more files, or leave the option out to use the models that come with Reppu."),
        ) from error


def forecast_growth(growth: Growth, after_seconds: float, model: GrowthModel | None = None) -> FileForecast:
    """The final count as it would have been forecast at an age; raises ReppuError where nothing was collected by then."""
    if model is None:
        model = fitted_model(RETWEETS_WITH_FOLLOWERS if growth.of_events else SHARES)
    try:
        forecast = model.forecast(growth.curve, after_seconds)
    except ValueError as error:
        raise ReppuError(
            _("Nothing was collected by that age."),
            file=growth.name,
            expected=_("an age after the first row that has a value"),
            advice=_("Choose a later age with --after."),
        ) from error
    reaches = float(growth.curve.at_seconds[-1]) >= model.horizon_seconds * 0.95
    return FileForecast(
        growth, after_seconds, model, forecast, growth.curve.count_at(model.horizon_seconds) if reaches else None
    )
