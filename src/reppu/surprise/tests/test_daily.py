"""The daily detector. Evidence: reference (scipy's gamma distribution), and simulation of known truths."""

from __future__ import annotations

import json
import time
from datetime import date

import numpy as np
import pytest
from scipy import stats

from reppu.surprise.detectors.daily import BAR, DailyDetector, judge_days
from reppu.surprise.detectors.judgement import THRESHOLD
from reppu.surprise.public_holidays import public_holidays

MONDAY = date(2025, 1, 6).toordinal()
WEEK = np.array([1.2, 1.2, 1.1, 1.1, 1.0, 0.7, 0.7])


def counts(mean: float, phi: float, days: int, series: int, seed: int) -> np.ndarray:
    """Negative binomial days with a rhythm of the week and of the year."""
    rng = np.random.default_rng(seed)
    day = np.arange(days)
    rate = mean * (WEEK[day % 7] * np.exp(0.3 * np.sin(2 * np.pi * day / 365)))[:, None] * np.ones((1, series))
    return rng.poisson(rate * rng.gamma(1 / phi, phi, (days, series))).astype(float)


@pytest.mark.parametrize("shape", [1.5, 5.0, 60.0])
def test_the_deviate_is_scipys_of_a_gamma_variable(shape):
    mean, detector = 100.0, DailyDetector()
    variance = np.array([mean**2 / shape])
    for x in (150.0, 300.0, 20.0) if shape < 10 else (120.0, 150.0, 70.0):
        above, below, _low, _high = detector._deviates(np.array([x]), np.array([mean]), variance)
        law = stats.gamma(shape, scale=mean / shape)
        assert above[0] == pytest.approx(stats.norm.isf(law.sf(x - 0.5)), abs=0.06)
        assert below[0] == pytest.approx(stats.norm.isf(law.cdf(x + 0.5)), abs=0.06)
        # The plain z-score, which forgets the skew, would be far off.
        if shape < 2 and x == 300.0:
            assert abs((x - mean) / np.sqrt(variance[0]) - stats.norm.isf(law.sf(x))) > 0.3


@pytest.mark.parametrize("signed", [False, True])
def test_one_day_at_a_time_with_a_restart_gives_the_numbers_of_the_whole(signed):
    values = counts(30, 0.2, 200, 7, seed=1)
    values[50:60, 2] = np.nan
    values[120, 3] = 900
    holidays = np.zeros(200, dtype=bool)
    holidays[[90, 97, 150]] = True
    whole = judge_days(MONDAY, values, holidays, signed=signed)
    for series in range(7):
        detector = DailyDetector(signed=signed)
        for day in range(200):
            if day % 41 == 40:
                detector = DailyDetector.from_state(json.loads(json.dumps(detector.state())))
            one = detector.observe(MONDAY + day, values[day, series : series + 1], bool(holidays[day]))
            for name in ("score", "expected", "low", "high"):
                assert getattr(one, name)[0] == pytest.approx(getattr(whole, name)[day, series], abs=1e-9, nan_ok=True)
            assert one.surprise[0] == whole.surprise[day, series]
            assert one.direction[0] == whole.direction[day, series]


def test_what_comes_later_changes_nothing_before_it():
    values = counts(30, 0.2, 100, 3, seed=2)
    changed = values.copy()
    changed[60:] *= 50
    first, second = judge_days(MONDAY, values), judge_days(MONDAY, changed)
    assert np.array_equal(first.score[:60], second.score[:60])


@pytest.mark.parametrize(("mean", "phi"), [(3, 0.2), (30, 0.02), (30, 0.2), (30, 0.6), (1000, 0.05), (1000, 0.5)])
def test_intervals_cover_ninety_per_cent_and_false_alarms_are_rare(mean, phi):
    values = counts(mean, phi, 400, 400, seed=3)
    got = judge_days(MONDAY, values)
    inside = ((got.low <= values) & (values <= got.high))[30:]
    assert 0.88 <= inside.mean() <= 0.93
    a_year = got.surprise[30:].mean() * 365
    assert a_year <= 0.35
    # By size: the rate of a normal deviate of 4 would be 0.02 a year; less than a tenth of a year's alarm is plausible
    # only when the tail is right, and a plain z-score of the same counts has many times more.
    z = (values - got.expected) / np.sqrt(got.expected + phi * got.expected**2)
    if phi >= 0.2:
        assert (z[30:] > BAR).mean() > 2 * (got.direction[30:] > 0).mean()


def test_a_jump_and_a_fall_are_seen_and_told_apart():
    values = counts(100, 0.05, 120, 50, seed=4)
    values[100, :25] *= 6
    values[100, 25:] *= 0.02
    got = judge_days(MONDAY, values)
    assert got.direction[100, :25].mean() > 0.9
    assert got.direction[100, 25:].mean() < -0.9
    assert np.array_equal(got.surprise, got.score >= THRESHOLD)


def test_a_quiet_sunday_is_no_surprise_once_sundays_are_known():
    day = np.arange(140)
    values = (
        np.random.default_rng(15).poisson(np.where(day % 7 == 6, 4.0, 200.0)[:, None] * np.ones((1, 50))).astype(float)
    )
    got = judge_days(MONDAY, values)
    assert got.surprise[28:].mean() * 365 < 0.2
    assert got.expected[139, 0] < 20 < 100 < got.expected[138, 0]


def test_a_public_holiday_may_be_as_quiet_as_a_sunday_and_a_working_day_may_not():
    rng = np.random.default_rng(5)
    day = np.arange(140)
    values = rng.poisson(np.where(day % 7 >= 5, 20, 200))[:, None].astype(float)
    values[129] = 20  # a Wednesday
    holidays = day == 129
    assert judge_days(MONDAY, values).direction[129, 0] == -1
    assert not judge_days(MONDAY, values, holidays).surprise[129, 0]


@pytest.mark.parametrize(
    "values",
    [np.zeros(60), np.full(60, 3.0), np.r_[np.full(40, 2.0), 4, np.full(19, 2.0)], np.tile([0, 0, 0, 1.0], 15)],
)
def test_small_and_constant_series_are_no_surprise(values):
    assert not judge_days(MONDAY, values[:, None]).surprise.any()


def test_a_series_that_stops_is_said_once_or_twice_and_then_is_the_ordinary():
    values = np.r_[counts(100, 0.05, 90, 1, seed=6)[:, 0], np.zeros(90)][:, None]
    got = judge_days(MONDAY, values)
    assert got.direction[90, 0] == -1
    assert 1 <= got.surprise[90:].sum() <= 3


def test_a_viral_day_is_one_alarm_and_does_not_become_the_ordinary():
    values = counts(100, 0.05, 150, 1, seed=7)
    before = judge_days(MONDAY, values)
    values[100] = 20_000
    got = judge_days(MONDAY, values)
    assert got.surprise[100, 0] and not got.surprise[101:, 0].any()
    assert got.expected[110, 0] < 1.25 * before.expected[110, 0]


def test_missing_days_are_not_judged_and_are_not_zero():
    values = counts(100, 0.05, 80, 1, seed=8)
    values[40:60] = np.nan
    got = judge_days(MONDAY, values)
    assert np.isnan(got.expected[40:60]).all() and (got.score[40:60] == 0).all()
    assert not got.surprise[60:].any()


def test_signed_series_expect_a_sum_of_level_and_weekday():
    rng = np.random.default_rng(9)
    day = np.arange(200)
    values = (np.where(day % 7 >= 5, -8.0, 5.0) + rng.normal(0, 2, 200))[:, None]
    got = judge_days(MONDAY, values, signed=True)
    assert got.expected[195, 0] == pytest.approx(-8 if 195 % 7 >= 5 else 5, abs=2.5)
    assert not got.surprise[40:].any()
    values[150] = -90
    assert judge_days(MONDAY, values, signed=True).direction[150, 0] == -1


def test_weekly_numbers_have_no_weekdays():
    rng = np.random.default_rng(10)
    values = rng.poisson(300, (80, 1)).astype(float)
    values[70] = 900
    got = judge_days(MONDAY, values, step_days=7)
    assert got.surprise[:, 0].nonzero()[0].tolist() == [70]
    assert np.isnan(got.expected[7, 0]) and not np.isnan(got.expected[8, 0])


def test_a_day_that_does_not_come_after_the_last_one_is_refused():
    detector = DailyDetector()
    detector.observe(MONDAY, np.array([1.0]))
    with pytest.raises(ValueError, match="does not come after"):
        detector.observe(MONDAY, np.array([1.0]))


def test_a_state_of_another_format_is_refused():
    with pytest.raises(ValueError, match="format None"):
        DailyDetector.from_state({})


def test_finnish_and_swedish_holidays_hold_the_eves_that_are_kept():
    finnish, swedish = (public_holidays(country, [2026]) for country in ("FI", "se"))
    for day in (date(2026, 6, 19), date(2026, 12, 24), date(2026, 5, 1), date(2026, 12, 6)):
        assert day.toordinal() in finnish
    for day in (date(2026, 6, 19), date(2026, 12, 24), date(2026, 6, 6)):
        assert day.toordinal() in swedish
    assert date(2026, 3, 8).toordinal() not in swedish, "an ordinary Sunday"


def test_a_country_that_is_not_known_is_refused_in_words():
    with pytest.raises(Exception, match="no public holidays for the country “XX”.*FI, SE or EE"):
        public_holidays("XX", [2026])


def test_a_hundred_thousand_series_would_take_less_than_a_minute():
    values = counts(40, 0.2, 73, 20_000, seed=11)
    begun = time.process_time()
    judge_days(MONDAY, values)
    # A twenty-fifth of 100,000 series and 365 days.
    assert (time.process_time() - begun) * 25 < 60
