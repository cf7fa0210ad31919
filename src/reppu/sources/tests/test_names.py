"""What file names tell, and what of them is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from reppu.sources.asked import slug_of, unused_slug
from reppu.sources.meta.mapping import OLD_POSTS
from reppu.sources.names import kept_name, read_names
from reppu.sources.x.mapping import DAYS_2014, POSTS_2014

DAILY = "daily_tweet_activity_metrics_EsimerkkiVesi_20210801_20210901_en.csv"


def test_account_and_range_are_read_from_the_name() -> None:
    told = read_names(DAYS_2014.file_name, DAILY, None)
    assert (told.account, told.since, told.until) == ("EsimerkkiVesi", date(2021, 8, 1), date(2021, 9, 1))
    assert told.own_words == ()
    assert told.kept == "daily_tweet_activity_metrics_…_20210801_20210901_en.csv"


def test_the_name_of_the_zip_helps_where_the_file_is_silent() -> None:
    told = read_names(DAYS_2014.file_name, "data.csv", DAILY.replace(".csv", ".zip"))
    assert told.account == "EsimerkkiVesi"


def test_a_handle_with_underscores_ends_where_the_range_begins() -> None:
    told = read_names(POSTS_2014.file_name, "tweet_activity_metrics_vesi_ja_ilma_20220201_20220301_en.csv", None)
    assert told.account == "vesi_ja_ilma"


def test_an_export_moment_in_milliseconds_is_read() -> None:
    told = read_names(r"page_(?P<moment>\d{13})", "page_1711111111111.xls", None)
    assert told.moment == datetime(2024, 3, 22, 12, 38, 31, 111000, tzinfo=UTC)


def test_a_day_of_export_is_read_as_the_end_of_that_day() -> None:
    told = read_names(OLD_POSTS.file_name, "Facebook Insights Data Export (Post Level) - Vesi - 2015-10-31.xls", None)
    assert told.moment == datetime(2015, 10, 31, 23, 59, 59, tzinfo=UTC)
    assert (told.account, told.until) == (None, None)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("account_overview_analytics.csv", "account_overview_analytics.csv"),
        ("Liisa Virtasen lataus 2021.csv", "… 2021.csv"),
        ("Visits (1).csv", "Visits (1).csv"),
        ("Jan-14-2025_Apr-14-2025_1396269028466733.csv", "Jan-14-2025_Apr-14-2025_1396269028466733.csv"),
        ("päivän_raportti_Ålands.csv", "….csv"),
    ],
)
def test_words_that_no_platform_writes_are_not_kept(name: str, kept: str) -> None:
    assert kept_name(name) == kept


@pytest.mark.parametrize(
    ("platform", "name", "slug"),
    [
        ("x", "EsimerkkiVesi", "x-esimerkkivesi"),
        ("facebook", "Esimerkkilän Vesi Oy – Åbo", "facebook-esimerkkilan-vesi-oy-abo"),
        ("facebook", "facebook", "facebook"),
        ("x", "x-vesi", "x-vesi"),
        ("x", "Вода", "x"),
        ("instagram", "a" * 90, "instagram-" + "a" * 38),
    ],
)
def test_channel_ids_are_readable(platform: str, name: str, slug: str) -> None:
    assert slug_of(platform, name) == slug


def test_a_taken_id_gets_a_number() -> None:
    assert unused_slug("x", {}) == "x"
    assert unused_slug("x", {"x": "x", "x-2": "x-2"}) == "x-3"
