from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from reppu.metrics.splitting import NO_DAY, as_date, as_day, bucket_of, days_of_bucket, local_moments

MOMENT = pa.timestamp("us", tz="UTC")


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "America/Los_Angeles", "Asia/Kathmandu", "UTC"])
def test_local_days_and_hours_are_those_of_the_time_zone_database(zone: str) -> None:
    start = datetime(2021, 3, 13, 0, 13, tzinfo=UTC)
    moments = [start + timedelta(minutes=23 * step) for step in range(20_000)]  # ten months, both changes of the clock
    day, hour = local_moments(pa.chunked_array([pa.array(moments, MOMENT)]), zone)
    local = [one.astimezone(ZoneInfo(zone)) for one in moments]
    assert [as_date(one) for one in day.tolist()] == [one.date() for one in local]
    assert hour.tolist() == [one.hour for one in local]


def test_a_post_without_a_moment_has_no_day() -> None:
    day, hour = local_moments(pa.chunked_array([pa.array([None], MOMENT)]), "Europe/Helsinki")
    assert day.tolist() == [NO_DAY] and hour.tolist() == [-1]


@pytest.mark.parametrize(
    ("word", "day", "label"),
    [
        ("week", "2021-01-03", "2020-W53"),
        ("week", "2021-01-04", "2021-W01"),
        ("month", "2021-03-31", "2021-03"),
        ("season", "2020-12-01", "2021-winter"),
        ("season", "2021-02-28", "2021-winter"),
        ("season", "2021-03-01", "2021-spring"),
        ("year", "2021-12-31", "2021"),
        ("day", "2021-12-31", "2021-12-31"),
    ],
)
def test_labels_of_days(word: str, day: str, label: str) -> None:
    number = as_day(datetime.fromisoformat(day).date())
    assert bucket_of(word, number, None)[0] == label
    first, last = days_of_bucket(word, label, None)
    assert first <= as_date(number) <= last


def test_an_organisations_own_season_overrides_ours() -> None:
    own = {"kesakausi": "05-15..09-15"}
    assert bucket_of("season", as_day(datetime(2021, 9, 10, tzinfo=UTC).date()), own)[0] == "2021-kesakausi"
    assert bucket_of("season", as_day(datetime(2021, 9, 20, tzinfo=UTC).date()), own)[0] == "2021-autumn"
