"""Times of Meta's exports, checked against Python's zoneinfo (reference) and the ids of known posts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from reppu.sources.meta.clock import (
    INSTAGRAM_EPOCH_MS,
    instagram_moments,
    pacific_to_utc,
    read_days,
    read_wall_clock,
)

PACIFIC = ZoneInfo("America/Los_Angeles")


def utc_of(text: str) -> tuple[datetime | None, bool]:
    moments = pacific_to_utc(read_wall_clock(pl.Series([text])))
    return moments.utc[0], moments.doubtful[0]


@pytest.mark.parametrize(
    ("exported", "expected", "doubtful"),
    [
        ("01/14/2025 22:46", datetime(2025, 1, 15, 6, 46, tzinfo=UTC), False),  # PST, the next day in UTC
        ("07/01/2025 08:24", datetime(2025, 7, 1, 15, 24, tzinfo=UTC), False),  # PDT
        ("03/09/2025 01:59", datetime(2025, 3, 9, 9, 59, tzinfo=UTC), False),  # last minute of PST
        ("03/09/2025 03:00", datetime(2025, 3, 9, 10, 0, tzinfo=UTC), False),  # first minute of PDT
        ("03/09/2025 02:30", datetime(2025, 3, 9, 10, 30, tzinfo=UTC), True),  # a time that no clock showed
        ("11/02/2025 00:59", datetime(2025, 11, 2, 7, 59, tzinfo=UTC), False),
        ("11/02/2025 01:30", datetime(2025, 11, 2, 8, 30, tzinfo=UTC), True),  # shown twice: the first, PDT
        ("11/02/2025 02:00", datetime(2025, 11, 2, 10, 0, tzinfo=UTC), False),
        ("12/31/2025 23:59", datetime(2026, 1, 1, 7, 59, tzinfo=UTC), False),
    ],
)
def test_pacific_wall_clock_becomes_utc(exported: str, expected: datetime, doubtful: bool) -> None:
    assert utc_of(exported) == (expected, doubtful)


def test_every_half_hour_of_three_years_is_what_zoneinfo_says() -> None:
    first = datetime(2006, 1, 1)  # noqa: DTZ001 the wall clock has no zone; 2006-2008 straddle the change of the rules in 2007
    walls = [first + timedelta(minutes=30 * step) for step in range(3 * 366 * 48)]
    moments = pacific_to_utc(pl.Series(walls, dtype=pl.Datetime("us")))
    expected = [wall.replace(tzinfo=PACIFIC).astimezone(UTC) for wall in walls]
    assert moments.utc.to_list() == expected
    folded = [
        wall.replace(tzinfo=PACIFIC).utcoffset() != wall.replace(tzinfo=PACIFIC, fold=1).utcoffset() for wall in walls
    ]
    assert moments.doubtful.to_list() == folded
    assert sum(folded) == 3 * 4  # two half hours shown twice and two never, every year


@pytest.mark.parametrize(
    "unreadable", ["", "31.12.2025 8.24", "31/12/2025 08:24", "12/31/2025", "yesterday", "46000,35"]
)
def test_a_time_that_could_be_mistaken_is_not_read(unreadable: str) -> None:
    assert utc_of(unreadable) == (None, False)


def test_leading_zeros_may_have_been_lost() -> None:
    assert utc_of("1/4/2025 9:05")[0] == datetime(2025, 1, 4, 17, 5, tzinfo=UTC)


def test_mixed_forms_and_blanks_keep_their_rows() -> None:
    read = read_wall_clock(pl.Series(["01/14/2025 22:46", None, "2025-01-14 22:46", "", " 01/14/2025 22:46:10 "]))
    assert read.to_list() == [
        datetime(2025, 1, 14, 22, 46),  # noqa: DTZ001
        None,
        datetime(2025, 1, 14, 22, 46),  # noqa: DTZ001
        None,
        datetime(2025, 1, 14, 22, 46, 10),  # noqa: DTZ001
    ]


def test_the_time_part_of_a_chart_day_is_noise() -> None:
    days = read_days(
        pl.Series(["2025-01-01T01:00:00", "2025-07-01T00:00:00", "2025-07-02", "07/03/2025", "Date", "", None])
    )
    assert days.to_list() == [date(2025, 1, 1), date(2025, 7, 1), date(2025, 7, 2), date(2025, 7, 3), None, None, None]


def shortcode(moment: datetime, low_bits: int = 0) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    milliseconds = round(moment.timestamp() * 1000)
    number = ((milliseconds - INSTAGRAM_EPOCH_MS) << 23) + low_bits
    code = ""
    for _place in range(11):
        number, digit = divmod(number, 64)
        code = alphabet[digit] + code
    return code


def test_an_instagram_link_tells_when_the_post_was_made() -> None:
    made = datetime(2025, 3, 18, 16, 48, 12, 345000, tzinfo=UTC)
    late = datetime(2038, 1, 1, tzinfo=UTC)
    links = [
        f"https://www.instagram.com/p/{shortcode(made, low_bits=8_388_607)}/",
        f"https://www.instagram.com/reel/{shortcode(made)}/?utm_source=x",
        f"https://www.instagram.com/somebody/p/{shortcode(late)}/",
        "https://www.instagram.com/stories/somebody/3590000000000000000",
        "https://www.facebook.com/1/posts/2",
        None,
    ]
    assert instagram_moments(pl.Series(links)).to_list() == [made, made, late, None, None, None]


def test_no_links_give_no_moments() -> None:
    assert instagram_moments(pl.Series([], dtype=pl.String)).to_list() == []
