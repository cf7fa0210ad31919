"""Channels that hold no posts (ad accounts, a web site) through the command line: what is not offered is not missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import reppu.sources

SOURCES = Path(reppu.sources.__path__[0])


@pytest.fixture
def rows(reppu):
    """What `reppu metrics NAME --by channel` says of the channels of the files that were imported, by platform's sample."""
    for sample in (
        "meta/samples/ads-by-day.csv",
        "linkedin/samples/campaigns-by-day.csv",
        "ga4/samples/Traffic_acquisition.csv",
    ):
        assert reppu("import", SOURCES / sample, "--yes").code == 0

    def ask(metric: str, *more: str) -> dict[str, tuple[float | None, str]]:
        ran = reppu("metrics", metric, "--by", "platform", *more, "--json")
        assert ran.code == 0, ran.err
        return {row["platform"]: (row["value"], row["state"]) for row in json.loads(ran.out)["rows"]}

    return ask


def test_what_is_counted_in_posts_is_not_offered_of_them_and_what_they_state_is_a_number(rows):
    nothing = (None, "not_offered")
    for metric in (
        "posts", "posts_per_week", "share_of_posts", "impressions", "engagement_rate_by_impressions", "followers", "reach",
        "hours_per_post",
    ):  # fmt: skip
        assert rows(metric) == {"meta-ads": nothing, "linkedin-ads": nothing, "web": nothing}, metric
    first_quarter = rows("posts", "--since", "2026-01-01", "--until", "2026-03-31")
    assert set(first_quarter.values()) == {nothing}
    assert rows("spend")["meta-ads"] == (37.5, "ok")
    # the rows Organic Social and Paid Social of the report, and of the first its engaged sessions
    assert rows("visits_from_social_media")["web"] == (840 + 120, "ok")
    assert rows("engaged_share_of_visits_from_social_media")["web"] == (pytest.approx(301 / 840), "ok")
    assert rows("key_events_from_social_media")["web"] == (3, "ok")
