from datetime import UTC, date, datetime

import pytest

from reppu.calendar.facade import (
    Period,
    period_title,
    previous_period,
    resolve_period,
    season_of,
    utc_bounds,
    year_before,
)
from reppu.vocabulary.errors import ReppuError


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2021-winter", date(2020, 12, 1), date(2021, 2, 28)),
        ("2024-winter", date(2023, 12, 1), date(2024, 2, 29)),
        ("2021-spring", date(2021, 3, 1), date(2021, 5, 31)),
        ("2021-summer", date(2021, 6, 1), date(2021, 8, 31)),
        ("2021-autumn", date(2021, 9, 1), date(2021, 11, 30)),
        ("2021-H1", date(2021, 1, 1), date(2021, 6, 30)),
        ("2021-Q3", date(2021, 7, 1), date(2021, 9, 30)),
        ("2021-03", date(2021, 3, 1), date(2021, 3, 31)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-03..2021-08", date(2021, 3, 1), date(2021, 8, 31)),
        ("2021-03-15..2021-04-02", date(2021, 3, 15), date(2021, 4, 2)),
    ],
)
def test_a_name_stands_for_its_days(name, start, end):
    period = resolve_period(name)
    assert (period.start, period.end) == (start, end)


def test_a_fiscal_quarter_is_named_by_the_year_its_fiscal_year_ends_in():
    period = resolve_period("2021-Q1", fiscal_start_month=4)
    assert (period.start, period.end) == (date(2020, 4, 1), date(2020, 6, 30))
    assert resolve_period("2021", fiscal_start_month=4).end == date(2021, 3, 31)


def test_an_own_season_overrides_ours_by_name():
    own = {"autumn": "08-15..12-20"}
    assert resolve_period("2021-autumn", own).start == date(2021, 8, 15)
    assert resolve_period("2021-winter", own).start == date(2020, 12, 1)


def test_an_own_season_may_cross_new_year():
    period = resolve_period("2022-toimikausi", {"toimikausi": "08-01..05-31"})
    assert (period.start, period.end) == (date(2021, 8, 1), date(2022, 5, 31))


@pytest.mark.parametrize("name", ["2021-Q5", "2021-H3", "autumn", "2021-13", "2021-fall", "", "2021-02-30..2021-03-01"])
def test_a_wrong_name_is_refused_with_the_forms_that_exist(name):
    with pytest.raises(ReppuError) as refused:
        resolve_period(name)
    assert "2021-Q3" in refused.value.in_language("en")
    assert "2021-autumn" in refused.value.in_language("en")


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ReppuError, match="ends before it begins"):
        resolve_period("2021-08..2021-03")


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("2021-winter", "2020-autumn"),
        ("2021-spring", "2021-winter"),
        ("2021-Q1", "2020-Q4"),
        ("2021-H2", "2021-H1"),
        ("2021-H1", "2020-H2"),
        ("2021-01", "2020-12"),
        ("2021", "2020"),
        ("2021-03..2021-08", "2020-09..2021-02"),
    ],
)
def test_the_period_before_is_of_the_same_kind(name, before):
    earlier = previous_period(resolve_period(name))
    assert earlier.name == before
    expected = resolve_period(before)
    assert (earlier.start, earlier.end) == (expected.start, expected.end)


def test_a_run_of_days_is_preceded_by_as_many_days():
    earlier = previous_period(resolve_period("2021-03-15..2021-03-21"))
    assert (earlier.start, earlier.end) == (date(2021, 3, 8), date(2021, 3, 14))


def test_a_year_before_a_leap_winter_keeps_whole_months():
    earlier = year_before(resolve_period("2024-winter"))
    assert earlier == Period("2023-winter", date(2022, 12, 1), date(2023, 2, 28))
    assert year_before(resolve_period("2025-winter")).end == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2020, 12, 1), "2021-winter"),
        (date(2021, 2, 28), "2021-winter"),
        (date(2021, 3, 1), "2021-spring"),
        (date(2021, 11, 30), "2021-autumn"),
    ],
)
def test_winter_is_named_by_its_january(day, season):
    assert season_of(day) == season


def test_days_begin_at_midnight_in_helsinki_and_keep_summer_time():
    first, after = utc_bounds(resolve_period("2021-03"), "Europe/Helsinki")
    assert first == datetime(2021, 2, 28, 22, tzinfo=UTC)
    assert after == datetime(2021, 3, 31, 21, tzinfo=UTC)


def test_an_unknown_time_zone_is_named():
    with pytest.raises(ReppuError, match="Europe/Atlantis"):
        utc_bounds(resolve_period("2021"), "Europe/Atlantis")


def test_a_season_has_its_name_in_three_languages():
    title = period_title(resolve_period("2021-autumn"))
    assert [title.in_language(language) for language in ("fi", "sv", "en")] == [
        "Syksy 2021",
        "Hösten 2021",
        "Autumn 2021",
    ]
