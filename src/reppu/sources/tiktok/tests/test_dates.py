"""Days without a year get the only year that they can have."""

from __future__ import annotations

from datetime import date

import pytest

from reppu.sources.tiktok.dates import day_of_no_year, full_day, with_years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("August 31", (8, 31)), ("31 August", (8, 31)), ("10 de febrero", (2, 10)), ("11 septembre", (9, 11)),
        ("31. elokuuta", (8, 31)), ("5 maj", (5, 5)), ("1. März", (3, 1)), ("25 de setembro", (9, 25)), ("February 29", (2, 29)),
        ("12 Μαΐου", (5, 12)), ("Dec 3", (12, 3)),
    ],
)  # fmt: skip
def test_a_day_and_a_month_are_read_in_many_languages(text: str, expected: tuple[int, int]) -> None:
    assert day_of_no_year(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "Total", "August", "31", "August 31, 2026", "August 32", "February 30", "huomenna 5", "maaliskuu 5 huhtikuu"],
)
def test_what_is_no_day_and_month_is_not_guessed(text: str) -> None:
    assert day_of_no_year(text) is None


def test_a_full_day_may_have_a_time() -> None:
    assert full_day("2025/10/31 18:19:10") == full_day("2025-10-31") == date(2025, 10, 31)
    assert full_day("2025/13/31") is None


YEAR = [(9, 7), (12, 31), (1, 1), (2, 28), (9, 6)]
DATED = [date(2025, 9, 7), date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 9, 6)]


@pytest.mark.parametrize("as_of", [date(2026, 9, 6), date(2026, 9, 7), date(2026, 12, 24)])
def test_the_download_tells_the_year_of_the_last_day_and_the_order_those_before(as_of: date) -> None:
    assert with_years(YEAR, None, as_of) == DATED
    assert with_years(YEAR[::-1], None, as_of) == DATED[::-1]


def test_the_first_day_in_the_name_tells_the_year_whenever_the_file_was_downloaded() -> None:
    assert with_years(YEAR, date(2025, 9, 7), date(2029, 1, 1)) == DATED


def test_the_evening_of_the_download_may_be_tomorrow_in_the_account_s_own_zone() -> None:
    assert with_years([(1, 1)], None, date(2025, 12, 31)) == [date(2026, 1, 1)]


def test_without_a_name_and_a_download_no_year_is_given() -> None:
    assert with_years(YEAR, None, None) is None


def test_a_leap_day_is_in_a_leap_year() -> None:
    assert with_years([(2, 28), (2, 29), (3, 1)], None, date(2024, 8, 1)) == [
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 3, 1),
    ]


def test_a_row_that_is_no_day_does_not_harm_the_others() -> None:
    assert with_years([(9, 7), None, (1, 1)], None, date(2026, 3, 1)) == [date(2025, 9, 7), None, date(2026, 1, 1)]
