"""How large will it get? The final count of a post from its growth so far, with an 80 % band, at any age.

At each of some ages the log of the growth still to come, log(final / now), is a linear function of what the curve shows,
once for each of four quantiles (quantile regression):

    point   the quantile whose median relative error was the least on the items it was chosen on (below the median, because
            the relative error of a forecast that is too high has no limit and of one that is too low has: 100 %)
    median  as many end above as below
    low, high   a band that holds 80 %, set straight by items left out of the fit (split conformal, by cross-validation):
            the lower end by a low quantile, since growth cannot be negative, the rest above. Narrower than 10 to 90 %.

Between two ages the two answers are interpolated along the log of the age. Nothing counted yet (now = 0) has no growth to speak
of: there the quantiles of the finals of such items are given. From the horizon on, the final is what is there.

What the curve shows, each from counts up to that age only: log1p of now (`size`), its square, log1p of what came in the
last 10, 25, 50 and 75 % of the age (`last_…`), the share of all that came in them, whether the last of it was recent
(`still_counting`), how late the counting began (−1 or nothing before: not collected is not zero), and where followers of
those who shared are known, their mean.

When it is wrong: another platform, other times, other kinds of post than those it was fitted to. An organisation's own past
(`fit_growth`) is better from some fifty items on; `backtest` says how good, and whether *no growth* (final = now) would have
been better at that age.

Sources: Szabo & Huberman 2010, doi:10.1145/1787234.1787254 (log-linear growth); Koenker & Bassett 1978 (quantile regression);
Romano, Patterson & Candès 2019, arXiv:1905.03222 (conformal quantiles).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reppu.surprise.forecasts.quantile_regression import quantile_regression

Floats = NDArray[np.float64]

COVERAGE = 0.80
LEAST_ITEMS = 30  # with fewer, an 80 % band has no use; our choice
_FOLDS = 5
_SMALLEST = 0.5  # what "nothing in that time" counts as, inside a logarithm
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Curve:
    """Cumulative counts of one item. at_seconds: ages at which they were known, rising; not collected before the first.

    followers: of those who shared, cumulated over the events up to each age; None where unknown.
    """

    at_seconds: Floats
    counts: Floats
    followers: Floats | None = None

    def count_at(self, age_seconds: float) -> float | None:
        """The count known at an age; None before anything was collected."""
        index = int(np.searchsorted(self.at_seconds, age_seconds, side="right")) - 1
        return None if index < 0 else float(self.counts[index])

    def up_to(self, age_seconds: float) -> Curve:
        """What was known at an age."""
        until = int(np.searchsorted(self.at_seconds, age_seconds, side="right"))
        followers = None if self.followers is None else self.followers[:until]
        return Curve(self.at_seconds[:until], self.counts[:until], followers)


@dataclass(frozen=True, slots=True)
class Backtest:
    """How items that had no part in the fit were forecast at an age: median relative errors, and the band's coverage and width."""

    items: int
    error: float
    error_no_growth: float
    coverage: float
    width: float
    """The median of high / low, both at least 1."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The final count that is expected. no_growth: what is there now. None of its numbers is below now."""

    now: float
    forecast: float
    median: float
    low: float
    high: float
    no_growth_wins: bool
    backtest: Backtest | None


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a model is made of at one age; chosen on other items than those it is judged on."""

    features: tuple[str, ...]
    point_tau: float
    low_tau: float
    high_tau: float
    pooled: tuple[float, ...] = (1.0,)
    """Few items are looked at several times, at these multiples of the age."""


@dataclass(frozen=True, slots=True)
class _AtAge:
    recipe: Recipe
    means: Floats
    scales: Floats
    coefficients: dict[str, Floats]
    """Of point, median, low and high."""
    stretch: float
    """Added to the band's upper end (and taken from the lower, where stretch_low) on the log scale."""
    stretch_low: bool
    of_nothing: tuple[float, float, float, float]
    """Point, median, low, high of the final where nothing was counted yet."""
    backtest: Backtest


_ENDS = ("point", "median", "low", "high")


def features(curve: Curve, age_seconds: float, names: Sequence[str]) -> list[float]:
    """What a curve with a count of one or more shows at an age; see the module's text."""
    first_age, first = float(curve.at_seconds[0]), float(curve.counts[0])
    now = curve.count_at(age_seconds)
    assert now is not None and now > 0

    def earlier(share: float) -> float:
        before = curve.count_at(age_seconds * (1 - share))
        return first if before is None else before

    def came(begin: float, end: float = 0.0) -> float:
        return max((now if end == 0 else earlier(end)) - earlier(begin), _SMALLEST)

    log_now, late = math.log1p(now), max(first_age / age_seconds, 0.0)
    found = {
        "one": 1.0,
        "size": log_now,
        "size_squared": log_now**2,
        "log_now": math.log(now),
        "first": math.log1p(first),
        "late": late,
        "still_counting": float(now > earlier(0.1)),
        "pace": math.log(came(0.5) / now),
        "acceleration": math.log(came(0.25) / came(0.5, 0.25)),
    }
    for percent in (10, 25, 50, 75):
        gained = now - earlier(percent / 100)
        found[f"last_{percent}"] = math.log1p(gained)
        found[f"share_{percent}"] = gained / now
        found[f"share_{percent}_by_size"] = gained / now * log_now
    if "followers" in names:
        if curve.followers is None:
            raise ValueError("this model needs the followers of those who shared")
        index = int(np.searchsorted(curve.at_seconds, age_seconds, side="right")) - 1
        found["followers"] = math.log(max(float(curve.followers[index]), 1.0) / now)
    return [found[name] for name in names]


class GrowthModel:
    """Forecasts of one kind of item; `to_json` and `from_json` keep it."""

    def __init__(self, name: str, horizon_seconds: float, by_age: Mapping[float, _AtAge], source: str) -> None:
        self.name, self.horizon_seconds, self.source = name, horizon_seconds, source
        self._by_age = dict(sorted(by_age.items()))

    @property
    def ages_seconds(self) -> list[float]:
        """The ages at which it was fitted."""
        return list(self._by_age)

    def backtest(self, age_seconds: float) -> Backtest:
        """How the nearest fitted age did on items left out."""
        nearest = min(self._by_age, key=lambda age: abs(math.log(age / age_seconds)))
        return self._by_age[nearest].backtest

    def forecast(self, curve: Curve, age_seconds: float) -> Forecast:
        """The final count of a curve seen up to an age; raises ValueError where nothing was collected by then."""
        now = curve.count_at(age_seconds)
        if age_seconds <= 0 or now is None:
            raise ValueError("nothing was collected by that age")
        if age_seconds >= self.horizon_seconds:
            return Forecast(now, now, now, now, now, True, None)
        seen = curve.up_to(age_seconds)
        ages = self.ages_seconds
        above = next((age for age in ages if age >= age_seconds), None)
        below = next((age for age in reversed(ages) if age <= age_seconds), None)
        if above is None:
            assert below is not None
            # From the last fitted age to the horizon the growth that is left shrinks to none.
            share = math.log(self.horizon_seconds / age_seconds) / math.log(self.horizon_seconds / below)
            growth = [share * end for end in self._growth(below, seen, age_seconds, now)]
        elif below is None or above == below:
            growth = self._growth(above, seen, age_seconds, now)
        else:
            share = math.log(age_seconds / below) / math.log(above / below)
            first, last = (self._growth(age, seen, age_seconds, now) for age in (below, above))
            growth = [(1 - share) * one + share * other for one, other in zip(first, last, strict=True)]
        base = max(now, 1.0)
        # Whole counts, as the band was set straight with.
        point, median, low, high = (max(round(base * math.exp(end)), now) for end in growth)
        if now == 0:
            point, median, low, high = (0.0 if end <= 0 else round(math.exp(end)) for end in growth)
        past = self.backtest(age_seconds)
        return Forecast(now, point, median, low, high, past.error_no_growth <= past.error, past)

    def _growth(self, age: float, seen: Curve, age_seconds: float, now: float) -> list[float]:
        """Logs of the growth to come (of the final itself where now is 0), in the order of _ENDS."""
        at = self._by_age[age]
        if now <= 0:
            return [math.log(end) if end >= 1 else 0.0 for end in at.of_nothing]
        shown = np.array(features(seen, age_seconds, at.recipe.features))
        shown = (shown - at.means) / at.scales
        found = {end: max(float(shown @ at.coefficients[end]), 0.0) for end in _ENDS}
        low, high = _uncross(*(np.array([found[end]]) for end in _ENDS))
        below, above = _stretched(low, high, at.stretch, two_sided=at.stretch_low)
        return [found["point"], found["median"], float(below[0]), float(above[0])]

    def to_json(self) -> dict[str, Any]:
        """The parameters, without any of the items that they were fitted to."""

        def short(values: Floats) -> list[float]:
            return [float(f"{value:.6g}") for value in values]

        return {
            "format": _FORMAT,
            "name": self.name,
            "horizon_seconds": self.horizon_seconds,
            "source": self.source,
            "ages": [
                {
                    "age_seconds": age,
                    "features": list(at.recipe.features),
                    "point_tau": at.recipe.point_tau,
                    "low_tau": at.recipe.low_tau,
                    "high_tau": at.recipe.high_tau,
                    "pooled": list(at.recipe.pooled),
                    "means": short(at.means),
                    "scales": short(at.scales),
                    "coefficients": {end: short(at.coefficients[end]) for end in _ENDS},
                    "stretch": float(f"{at.stretch:.6g}"),
                    "stretch_low": at.stretch_low,
                    "of_nothing": list(at.of_nothing),
                    "backtest": {
                        "items": at.backtest.items,
                        "error": round(at.backtest.error, 4),
                        "error_no_growth": round(at.backtest.error_no_growth, 4),
                        "coverage": round(at.backtest.coverage, 4),
                        "width": round(at.backtest.width, 3),
                    },
                }
                for age, at in self._by_age.items()
            ],
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> GrowthModel:
        """The model that `to_json` described; raises ValueError for another format."""
        if document.get("format") != _FORMAT:
            raise ValueError(f"a model of format {document.get('format')}, expected {_FORMAT}")
        by_age = {
            float(one["age_seconds"]): _AtAge(
                Recipe(tuple(one["features"]), one["point_tau"], one["low_tau"], one["high_tau"], tuple(one["pooled"])),
                np.array(one["means"]),
                np.array(one["scales"]),
                {end: np.array(one["coefficients"][end]) for end in _ENDS},
                one["stretch"],
                one["stretch_low"],
                tuple(one["of_nothing"]),
                Backtest(**one["backtest"]),
            )
            for one in document["ages"]
        }
        return cls(document["name"], float(document["horizon_seconds"]), by_age, document["source"])


# For an organisation's own past: few features, because its items are few. Our choice, after the cascades.
PLAIN_RECIPE = Recipe(("one", "log_now", "pace"), 0.4, 0.1, 0.9, (0.8, 1.0, 1.25))


def fit_growth(
    items: Sequence[Curve],
    *,
    name: str,
    horizon_seconds: float,
    recipes: Mapping[float, Recipe],
    source: str = "",
) -> GrowthModel:
    """A model of past items, each followed to the horizon: what its curve does not hold by then did not come. recipes: by age in seconds.

    Ages at which fewer than LEAST_ITEMS items had a count of one or more are left out; raises ValueError when none is left.
    Two-sided bands (low_tau at 0.1 or more) are stretched on both ends, others above only.
    """
    by_age = {}
    for age, recipe in recipes.items():
        if age >= horizon_seconds:
            continue
        fitted = _fit_at(items, age, recipe, horizon_seconds)
        if fitted is not None:
            by_age[age] = fitted
    if not by_age:
        raise ValueError(f"at least {LEAST_ITEMS} items with a count of one or more and a known final are needed")
    return GrowthModel(name, horizon_seconds, by_age, source)


def _fit_at(items: Sequence[Curve], age: float, recipe: Recipe, horizon_seconds: float) -> _AtAge | None:
    owner, rows, growth, now, nothing = [], [], [], [], []
    for index, item in enumerate(items):
        final = item.count_at(horizon_seconds)
        if final is None:
            continue
        if item.count_at(age) == 0:
            nothing.append(final)
        for multiple in recipe.pooled:
            count = item.count_at(age * multiple)
            if count is not None and count > 0 and age * multiple < horizon_seconds:
                owner.append(index)
                rows.append(features(item, age * multiple, recipe.features))
                growth.append(math.log(final / count))
                now.append(count if multiple == 1.0 else math.nan)
    of, x, y, counts = np.array(owner), np.array(rows), np.array(growth), np.array(now)
    judged = np.isfinite(counts)
    if len(set(of[judged].tolist())) < LEAST_ITEMS:
        return None
    means, scales = x.mean(axis=0), x.std(axis=0)
    means[0], scales[scales < 1e-9] = 0.0, 1.0
    standard = (x - means) / scales
    taus = dict(zip(_ENDS, (recipe.point_tau, 0.5, recipe.low_tau, recipe.high_tau), strict=True))
    # Items in turn, so that each is forecast by a fit without it; a pooled item's rows stay together.
    left_out = {end: np.zeros(len(y)) for end in _ENDS}
    fold = of % min(_FOLDS if len(items) > 200 else 10, len(items))
    for part in np.unique(fold):
        train, test = fold != part, fold == part
        for end, tau in taus.items():
            fitted = quantile_regression(standard[train], y[train], tau)
            left_out[end][test] = np.maximum(standard[test] @ fitted, 0.0)
    two_sided = recipe.low_tau >= 0.1
    lows, highs = _uncross(*(left_out[end][judged] for end in _ENDS))
    stretch = _stretch(lows, highs, y[judged], counts[judged], two_sided=two_sided)
    coefficients = {end: quantile_regression(standard, y, tau) for end, tau in taus.items()}
    final = counts[judged] * np.exp(y[judged])
    low, high = _band(lows, highs, counts[judged], stretch, two_sided=two_sided)
    point = np.round(counts[judged] * np.exp(left_out["point"][judged]))
    return _AtAge(
        recipe,
        means,
        scales,
        coefficients,
        stretch,
        two_sided,
        _quantiles_of_nothing(nothing, taus),
        Backtest(
            int(judged.sum()),
            float(np.median(np.abs(point / final - 1))),
            float(np.median(1 - counts[judged] / final)),
            float(((low <= final) & (final <= high)).mean()),
            float(np.median(high / np.maximum(low, 1))),
        ),
    )


def _uncross(point: Floats, median: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Ends that hold point and median between them: lines of different quantiles may cross where items are few."""
    return np.minimum(np.minimum(point, median), low), np.maximum(np.maximum(point, median), high)


def _stretched(low: Floats, high: Floats, stretch: float, *, two_sided: bool) -> tuple[Floats, Floats]:
    # A band that is too wide is narrowed, though never past its middle.
    below = np.clip(low - stretch, 0.0, (low + high) / 2) if two_sided else low
    return below, np.maximum(high + stretch, below)


def _band(low: Floats, high: Floats, now: Floats, stretch: float, *, two_sided: bool) -> tuple[Floats, Floats]:
    """The band's ends as whole counts."""
    below, above = _stretched(low, high, stretch, two_sided=two_sided)
    return np.round(now * np.exp(below)), np.round(now * np.exp(above))


def _stretch(low: Floats, high: Floats, growth: Floats, now: Floats, *, two_sided: bool) -> float:
    """The least stretch with which the band of items left out covers COVERAGE."""
    final = now * np.exp(growth)
    begin, end = -3.0, 3.0
    for _turn in range(40):
        middle = (begin + end) / 2
        below, above = _band(low, high, now, middle, two_sided=two_sided)
        if ((below <= final + 1e-9) & (final <= above + 1e-9)).mean() >= COVERAGE:
            end = middle
        else:
            begin = middle
    return end


def _quantiles_of_nothing(finals: Sequence[float], taus: Mapping[str, float]) -> tuple[float, float, float, float]:
    if len(finals) < LEAST_ITEMS:
        return (0.0, 0.0, 0.0, 0.0)
    ends = {end: float(np.quantile(finals, tau)) for end, tau in taus.items()}
    # Nothing lies below zero: all that may be missed is above.
    return (ends["point"], ends["median"], 0.0, float(np.quantile(finals, COVERAGE)))
