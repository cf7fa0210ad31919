"""Forecasts of size. Evidence: reference (numpy's quantiles, scipy's linear programmes, the conditions of an optimum), simulation, and public items."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from reppu.surprise import facade
from reppu.surprise.events import SHARES, Growth, fit_own_past, fitted_model
from reppu.surprise.forecasts.growth import PLAIN_RECIPE, Curve, GrowthModel, Recipe, fit_growth
from reppu.surprise.forecasts.quantile_regression import quantile_regression
from reppu.vocabulary.errors import ReppuError
from tests.shared_folder import shared

HOUR = 3600.0


def items(count: int, seed: int, *, steps: int = 48) -> list[Curve]:
    """Items of a known law: an early pace that tells the final, and a factor of two that nobody can know."""
    rng = np.random.default_rng(seed)
    at = np.arange(1, steps + 1) * HOUR
    found = []
    for _item in range(count):
        speed, size = rng.uniform(0.05, 0.5), np.exp(rng.normal(5, 1))
        shape = 1 - np.exp(-speed * at / HOUR)
        late = np.exp(rng.normal(0, 0.5))
        rate = np.diff(np.r_[0, size * shape]) * np.where(at > 6 * HOUR, late, 1.0)
        found.append(Curve(at, np.cumsum(rng.poisson(rate)).astype(float)))
    return found


RECIPES = {6 * HOUR: PLAIN_RECIPE, 12 * HOUR: PLAIN_RECIPE}


def fitted(count: int = 400, seed: int = 1) -> GrowthModel:
    return fit_growth(items(count, seed), name="made up", horizon_seconds=48 * HOUR, recipes=RECIPES)


@pytest.mark.parametrize("tau", [0.1, 0.5, 0.77])
def test_with_a_constant_alone_it_is_the_samples_quantile(tau):
    y = np.random.default_rng(1).normal(0, 1, 101)
    got = quantile_regression(np.ones((101, 1)), y, tau)[0]
    assert got == pytest.approx(np.quantile(y, tau, method="inverted_cdf"), abs=1e-9)


def test_a_line_has_its_share_of_points_below_and_no_other_line_costs_less():
    rng = np.random.default_rng(2)
    x = np.c_[np.ones(300), rng.normal(0, 1, 300), rng.normal(0, 1, 300)]
    y = x @ np.array([1.0, 2.0, -1.0]) + rng.standard_t(3, 300)

    def cost(b: np.ndarray) -> float:
        rest = y - x @ b
        return float((rest * (0.3 - (rest < 0))).sum())

    b = quantile_regression(x, y, 0.3)
    assert abs((y < x @ b - 1e-9).mean() - 0.3) <= 3 / 300
    assert all(cost(b) <= cost(b + shift) for shift in rng.normal(0, 0.02, (200, 3)))


def cost_of(x: np.ndarray, y: np.ndarray, tau: float, b: np.ndarray) -> float:
    rest = y - x @ b
    return float((rest * (tau - (rest < 0))).sum())


def by_linear_programming(x: np.ndarray, y: np.ndarray, tau: float) -> np.ndarray:
    """reference: scipy's linprog(method="highs") on the dual, whose marginals are the coefficients."""
    solved = linprog(-y, A_eq=x.T, b_eq=(1 - tau) * x.sum(axis=0), bounds=(0, 1), method="highs")
    assert solved.status == 0
    return -np.asarray(solved.eqlin.marginals)


@pytest.mark.parametrize("tau", [0.03, 0.27, 0.5, 0.9])
def test_on_ordinary_points_the_coefficients_are_those_of_linear_programming(tau):
    rng = np.random.default_rng(8)
    for points, others in ((40, 1), (301, 4), (1500, 9)):
        x = np.c_[np.ones(points), rng.normal(0, 1, (points, others))]
        y = x @ rng.normal(0, 1, others + 1) + np.exp(rng.normal(0, 1, points))
        reference = by_linear_programming(x, y, tau)
        assert quantile_regression(x, y, tau) == pytest.approx(reference, rel=1e-9, abs=1e-9)
        assert cost_of(x, y, tau, reference) < cost_of(x, y, tau, reference + 1e-3)


def test_points_on_one_line_and_columns_that_say_nothing_cost_no_more_than_by_linear_programming():
    rng = np.random.default_rng(9)
    for turn in range(120):
        points, others = int(rng.integers(2, 200)), int(rng.integers(1, 8))
        tau = float(rng.choice([0.03, 0.1, 0.25, 0.4, 0.5, 0.78]))
        x = np.c_[np.ones(points), rng.normal(0, 1, (points, others))]
        y = rng.normal(0, 1, points)
        kind = turn % 6
        if kind == 0:
            x[:, -1] = 0  # nothing varies
        elif kind == 1:
            x[:, -1] = 2 * x[:, 0] - x[:, 1]  # said already
        elif kind == 2:
            y = np.maximum(y, 0)  # half of the items do not grow
        elif kind == 3:
            x[:, 1:], y = rng.integers(0, 2, (points, others)), rng.integers(0, 3, points).astype(float)
        elif kind == 4:
            y[:] = rng.choice([0.0, 7.0])
        else:
            x, y = np.round(x), np.round(2 * y)
        got = quantile_regression(x, y, tau)
        least = cost_of(x, y, tau, by_linear_programming(x, y, tau))
        assert cost_of(x, y, tau, got) <= least + 1e-9 * (1 + least), (turn, points, others, tau)
        if kind == 0:
            assert got[-1] == 0


@pytest.mark.parametrize(
    ("x", "y", "tau", "words"),
    [
        (np.ones((3, 1)), np.array([1.0, np.nan, 2]), 0.5, "finite"),
        (np.ones((0, 1)), np.array([]), 0.5, "needs points"),
        (np.ones((3, 1)), np.ones(3), 1.0, "between 0 and 1"),
    ],
)
def test_what_has_no_line_is_refused(x, y, tau, words):
    with pytest.raises(ValueError, match=words):
        quantile_regression(x, y, tau)


def test_the_band_covers_eighty_per_cent_of_new_items_and_beats_no_growth():
    model = fitted()
    for hours in (6, 12):
        inside, errors, none = [], [], []
        for item in items(600, seed=2):
            final = item.counts[-1]
            one = model.forecast(item, hours * HOUR)
            if one.now == 0:
                continue
            inside.append(one.low <= final <= one.high)
            errors.append(abs(one.forecast / final - 1))
            none.append(1 - one.now / final)
        assert 0.76 <= np.mean(inside) <= 0.84
        assert np.median(errors) < 0.75 * np.median(none)
        past = model.backtest(hours * HOUR)
        assert past.coverage == pytest.approx(0.8, abs=0.03) and past.error_no_growth > past.error


def test_only_what_was_known_at_that_age_is_used():
    model, item = fitted(), items(1, seed=3)[0]
    changed = Curve(item.at_seconds, np.where(item.at_seconds > 6 * HOUR, item.counts * 50 + 1e6, item.counts))
    assert model.forecast(item, 6 * HOUR) == model.forecast(changed, 6 * HOUR)
    assert model.forecast(item, 6.9 * HOUR) == model.forecast(changed, 6.9 * HOUR)


def test_at_every_moment_the_numbers_are_in_order_and_none_is_below_now():
    model = fitted()
    for item in items(20, seed=4):
        for hours in (1, 5, 6, 7.5, 11, 12, 20, 40, 47.9):
            one = model.forecast(item, hours * HOUR)
            assert one.now <= one.low <= one.high
            assert one.now <= one.forecast <= one.median + 1e-9 * one.median or one.low <= one.median <= one.high
            assert all(math.isfinite(end) for end in (one.low, one.high, one.forecast))


def test_the_forecast_moves_without_a_jump_at_a_fitted_age():
    model, item = fitted(), items(1, seed=5)[0]
    flat = Curve(np.array([1.0, 5.0]) * HOUR, np.array([50.0, 100.0]))
    before, at, after = (model.forecast(flat, age * HOUR).high for age in (5.999, 6.0, 6.001))
    assert before == pytest.approx(at, rel=0.01) and after == pytest.approx(at, rel=0.01)
    assert model.forecast(item, 48 * HOUR).high == model.forecast(item, 48 * HOUR).now


def test_a_model_written_and_read_again_forecasts_the_same():
    model, item = fitted(), items(1, seed=6)[0]
    again = GrowthModel.from_json(json.loads(json.dumps(model.to_json())))
    assert again.forecast(item, 9 * HOUR).high == pytest.approx(model.forecast(item, 9 * HOUR).high, rel=1e-4)
    assert str(item.counts[-1]) not in json.dumps(model.to_json()["ages"][0]["coefficients"])
    with pytest.raises(ValueError, match="format 9"):
        GrowthModel.from_json({"format": 9})


def test_where_nothing_ever_grows_no_growth_is_said_to_win():
    rng = np.random.default_rng(7)
    at = np.arange(1, 49) * HOUR
    done = [Curve(at, np.full(48, float(rng.integers(5, 500)))) for _item in range(60)]
    model = fit_growth(done, name="", horizon_seconds=48 * HOUR, recipes=RECIPES)
    one = model.forecast(done[0], 6 * HOUR)
    assert one.no_growth_wins and one.forecast == one.low == one.high == one.now


def test_too_few_items_are_refused():
    with pytest.raises(ValueError, match="at least 30 items"):
        fitted(count=29)
    with pytest.raises(ReppuError, match="There are 12 items to learn from.*at least 30"):
        fit_own_past([Growth("", curve, False, ()) for curve in items(12, seed=1)])


def test_not_collected_is_not_zero():
    late = Curve(np.array([5.0, 6, 12]) * HOUR, np.array([40.0, 50, 60]))
    model = fit_growth(
        items(200, 1),
        name="",
        horizon_seconds=48 * HOUR,
        recipes={6 * HOUR: Recipe(("one", "size", "late"), 0.5, 0.1, 0.9)},
    )
    with pytest.raises(ValueError, match="nothing was collected"):
        model.forecast(late, 4 * HOUR)
    assert model.forecast(late, 6 * HOUR).now == 50


def write_cascade(folder: Path, name: str, seed: int, total: int = 300) -> Path:
    rng = np.random.default_rng(seed)
    at = np.sort(rng.exponential(4 * HOUR, total).astype(int))
    lines = [f"{total} 0.42", "0 5000", *(f"{age} {rng.integers(1, 900)}" for age in at), "604800 3"]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_cascade_is_read_without_its_total_which_is_the_future(tmp_path):
    path = write_cascade(tmp_path, "levitys.txt", seed=1)
    one = facade.forecast_to_json(facade.forecast_file(path, facade.read_duration("2h")))
    assert one["model"] == "retweets_with_followers" and one["final"] == 301
    path.write_text(path.read_text("utf-8").replace("300 0.42", "999999 0.42"), encoding="utf-8")
    assert facade.forecast_to_json(facade.forecast_file(path, facade.read_duration("2h"))) == one
    bare = tmp_path / "bare.csv"
    bare.write_text(
        "\n".join(line.replace(" ", ",") for line in path.read_text("utf-8").splitlines()[1:]), encoding="utf-8"
    )
    assert facade.forecast_file(bare, 7200).forecast == facade.forecast_file(path, 7200).forecast
    events = [line.split() for line in path.read_text("utf-8").splitlines()[1:]]
    bare.write_text("\n".join(["age,followers", *(",".join(event) for event in events)]), encoding="utf-8")
    assert facade.forecast_file(bare, 7200).forecast == facade.forecast_file(path, 7200).forecast
    begin = datetime(2026, 3, 2, tzinfo=UTC)
    stamped = [f"{begin + timedelta(seconds=int(age)):%Y-%m-%d %H:%M:%S},{followers}" for age, followers in events]
    bare.write_text("\n".join(["timestamp,followers", *stamped]), encoding="utf-8")
    assert facade.forecast_file(bare, 7200).forecast == facade.forecast_file(path, 7200).forecast


def test_counts_by_time_are_read_and_a_cell_left_empty_is_said(tmp_path):
    path = tmp_path / "jaot.csv"
    lines = ["timestamp,value", *(f"2026-03-02 {10 + i // 3}:{i % 3 * 20:02}:00,{max(9 - i, 0)}" for i in range(12))]
    lines[5] = lines[5].rsplit(",", 1)[0] + ","
    path.write_text("\n".join(lines), encoding="utf-8")
    found = facade.forecast_file(path, facade.read_duration("1h"))
    # Three slices of 20 minutes are over after an hour: 9 + 8 + 7.
    assert found.forecast.now == 24 and found.final is None and found.model.name == SHARES
    assert "1 row was not collected" in str(found.growth.notes[0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0 5\n10 x5\n", "row 2: The row is not an event"),
        ("0 5\n-10 5\n", "row 2: The row is not an event"),
        ("0 5\n10 5\n4 5\n", "row 3: The event is earlier than the one before it"),
        ("timestamp,value\n2026-03-02,1\n2026-03-03,-1\n", "A count cannot shrink"),
        ("timestamp,value\n2026-03-02,1\n", "A single moment shows no growth"),
        ("timestamp,value\n2026-03-02,\n2026-03-03,\n", "No row has a value"),
        ("", "holds no rows"),
        ("age,followers\n", "holds no rows.*an event on each row"),
    ],
)
def test_what_shows_no_growth_is_refused_with_its_place(tmp_path, text, words):
    path = tmp_path / "outo.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReppuError, match=words):
        facade.read_growth(path)


@pytest.mark.parametrize(
    ("text", "seconds"), [("10m", 600), ("1h", 3600), ("1,5 h", 5400), ("2d", 172_800), ("90min", 5400)]
)
def test_lengths_of_time_as_people_write_them(text, seconds):
    assert facade.read_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "h", "1", "0h", "-1h", "1 year", "1e3h"])
def test_other_texts_are_no_length_of_time(text):
    with pytest.raises(ReppuError, match="10m, 1h, 1.5h or 2d"):
        facade.read_duration(text)


def test_an_own_past_is_learnt_from_and_leaves_the_item_itself_out(tmp_path):
    for seed in range(40):
        write_cascade(tmp_path, f"oma{seed}.txt", seed, total=200 + 5 * seed)
    found = facade.forecast_file(tmp_path / "oma3.txt", 4 * HOUR, past=tmp_path)
    assert found.model.name == "own_past" and found.forecast.backtest is not None
    assert found.forecast.backtest.items == 39
    assert abs(found.forecast.forecast / 215 - 1) < 0.15
    assert 0.7 <= found.forecast.backtest.coverage <= 0.95


def test_models_that_come_with_reppu_say_where_they_are_from():
    for name in ("news_shares", "retweets", "retweets_with_followers"):
        model = fitted_model(name)
        assert "fitted by tools/fit_forecasts.py" in model.source and len(model.ages_seconds) >= 12
        for age in model.ages_seconds:
            past = model.backtest(age)
            assert 0.76 <= past.coverage <= 0.9 and past.error < past.error_no_growth + 0.02


@pytest.mark.needs_shared
def test_news_and_cascades_kept_apart_are_forecast_better_than_no_growth_and_covered():
    from tools.fit_forecasts import CASCADE_HORIZON, NEWS, NEWS_HORIZON, cascade_recipes, cascades, judge, news
    from tools.fit_forecasts import LATE as late

    data = shared("data")
    everything = news(data)
    recipes = {age: NEWS[age] for age in (6 * HOUR, 24 * HOUR)}
    model = fit_growth(everything[::2], name="", horizon_seconds=NEWS_HORIZON, recipes=recipes)
    for hours, bar in ((6, 0.44), (24, 0.128)):
        _n, none, error, covered, _width = judge(model, everything[1::2], hours)
        assert error < min(bar, none) and 0.77 <= covered <= 0.84
    items = cascades(data)
    recipes = {6 * HOUR: cascade_recipes(late)[6 * HOUR]}
    model = fit_growth(items, name="", horizon_seconds=CASCADE_HORIZON, recipes=recipes)
    past = model.backtest(6 * HOUR)
    assert past.items == 50 and past.error < 0.17 < past.error_no_growth and 0.78 <= past.coverage <= 0.86
