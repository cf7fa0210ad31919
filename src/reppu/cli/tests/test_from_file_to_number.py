"""Exports of Sprout Social, Google Analytics, Hootsuite and TikTok from the file to the numbers that a person sees."""

from __future__ import annotations

from datetime import date

import pytest

import reppu as reppu_package
from reppu.sources.ga4.samples.write import files as of_ga4
from reppu.sources.hootsuite.samples.write import files as of_hootsuite
from reppu.sources.sprout.samples.write import files as of_sprout
from reppu.sources.tiktok.samples.write import files as of_tiktok


@pytest.fixture
def put(tmp_path):
    def one(files, name):
        path = tmp_path / name
        path.write_bytes(files()[name])
        return path

    return one


def values(reppu, metric, *more):
    rows = reppu("metrics", metric, "--json", *more).document()["rows"]
    return [tuple(row[name] for name in row if name in ("channel", "month", "value", "state")) for row in rows]


def channels(reppu):
    found = reppu("status", "--json").document()["channels"]
    return {one["channel"]: (one["posts"], one["observations"], one["first_day"], one["last_day"]) for one in found}


def stated(measure, **wanted):
    """The numbers of a measure as they lie in the lake now."""
    rows = reppu_package.open().latest_observations().to_pyarrow().to_pylist()
    of_it = [row for row in rows if row["measure"] == measure]
    return [row["value"] for row in of_it if all(row[name] == value for name, value in wanted.items())]


@pytest.mark.parametrize("name", ["Post Performance.csv", "Post Performance.xlsx"])
def test_a_report_of_sprout_gives_each_network_its_posts(reppu, put, name):
    ran = reppu("import", put(of_sprout, name), "--json")
    (said,) = ran.document()["imports"]
    assert (said["recognised_as"], said["rows"], said["posts"], said["refused_total"]) == ("sprout.posts", 2, 2, 0)
    assert said["channel"] == "facebook-esimerkkilan-vesi, tiktok-esimerkki-vesi"
    assert values(reppu, "posts", "--by", "channel") == [
        ("facebook-esimerkkilan-vesi", 1, "ok"), ("tiktok-esimerkki-vesi", 1, "ok")
    ]  # fmt: skip
    assert values(reppu, "posts", "--by", "month") == [("2026-08", 2, "ok")]
    # 13 columns of numbers a post; blank cells are rows with no number
    assert channels(reppu) == {
        "facebook-esimerkkilan-vesi": (1, 13, None, None), "tiktok-esimerkki-vesi": (1, 13, None, None)
    }  # fmt: skip
    # TikTok's are stated as none, which is a number
    assert values(reppu, "engagements", "--by", "channel") == [
        ("facebook-esimerkkilan-vesi", 556, "ok"), ("tiktok-esimerkki-vesi", 0, "ok")
    ]  # fmt: skip
    assert values(reppu, "video_views", "--by", "channel") == [
        ("facebook-esimerkkilan-vesi", None, "missing"), ("tiktok-esimerkki-vesi", 1200, "ok")
    ]  # fmt: skip
    assert stated("sprout.post.impressions", channel_id="facebook-esimerkkilan-vesi") == [12345]
    assert stated("sprout.post.engagement_rate_by_impressions", subject_id="1001_2002") == [0.045]


def test_the_profiles_of_sprout_join_the_channels_of_its_posts(reppu, put):
    for name in ("Post Performance.csv", "Profile Performance.csv"):
        assert reppu("import", put(of_sprout, name)).code == 0
    assert channels(reppu) == {
        "facebook-esimerkkilan-vesi": (1, 18, "2026-08-15", "2026-08-15"),
        "tiktok-esimerkki-vesi": (1, 13, None, None),
        "x-esimerkkivesi": (0, 5, "2026-08-15", "2026-08-15"),
    }
    assert stated("sprout.account.followers", channel_id="facebook-esimerkkilan-vesi") == [2410]
    assert stated("sprout.account.followers", channel_id="x-esimerkkivesi") == [901]
    assert values(reppu, "posts", "--by", "channel")[0] == ("facebook-esimerkkilan-vesi", 1, "ok")
    assert values(reppu, "followers", "--by", "channel") == [
        ("facebook-esimerkkilan-vesi", 2410, "ok"), ("tiktok-esimerkki-vesi", None, "missing"), ("x-esimerkkivesi", 901, "ok")
    ]  # fmt: skip


def test_a_row_of_sprout_that_is_refused_is_named_and_the_others_count(reppu, put):
    ran = reppu("import", put(of_sprout, "post-performance-damaged.csv"), "--json")
    (said,) = ran.document()["imports"]
    assert ran.code == 1
    assert [(one["row"], one["column"]) for one in said["refused"]] == [(2, "Network"), (3, "Date")]
    assert "not a network that Reppu knows" in said["refused"][0]["reason"]
    assert values(reppu, "posts") == [(1, "ok")]


def test_a_report_of_google_analytics_is_of_the_web_site_and_of_its_period(reppu, put):
    for name in ("Traffic_acquisition.csv", "exploration.csv"):
        assert reppu("import", put(of_ga4, name)).code == 0
    assert channels(reppu) == {"web-vesi-example": (0, 30, "2026-08-26", "2026-08-27")}
    assert stated("ga4.sessions", breakdown="channel_group=Organic Social", window="period") == [840]
    assert sorted(stated("ga4.sessions", window="day")) == [0, 3, 12]
    # visitors of a web site are no posts and no followers
    assert values(reppu, "posts", "--by", "channel") == [("web-vesi-example", None, "not_offered")]
    # Organic Social 840 and Paid Social 120 of the report's period; the days by source are no part of it
    assert values(reppu, "visits_from_social_media") == [(840 + 120, "ok")]


def test_a_report_of_hootsuite_is_read_when_a_person_says_whose_it_is(reppu, put):
    path = put(of_hootsuite, "account_metrics.csv")
    refused = reppu("import", path)
    assert refused.code == 1
    assert "does not tell whether it is of facebook" in refused.out + refused.err
    assert "--channel" in refused.out + refused.err
    assert reppu("import", path, "--channel", "facebook-vesi").code == 0
    assert channels(reppu) == {"facebook-vesi": (0, 6, "2026-08-15", "2026-08-16")}
    assert stated("hootsuite.account.followers_overall", period_start=date(2026, 8, 15)) == [2410]
    # what Hootsuite calls its numbers is nobody's definition, so no metric takes them
    assert values(reppu, "followers", "--by", "channel") == [("facebook-vesi", None, "missing")]


def test_a_workbook_says_what_the_csv_file_said_and_replaces_it(reppu, put):
    for name in ("account_metrics.csv", "account_metrics.xlsx"):
        assert reppu("import", put(of_hootsuite, name), "--channel", "facebook-vesi").code == 0
        assert channels(reppu) == {"facebook-vesi": (0, 6, "2026-08-15", "2026-08-16")}
        rates = [stated("hootsuite.account.engagement_rate_daily", period_start=date(2026, 8, day)) for day in (15, 16)]
        assert rates == [[0.045], [None]]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_tiktok_counts_views_and_posts_from_text_and_from_a_workbook(reppu, put, ending):
    assert reppu("import", put(of_tiktok, f"videos.{ending}"), put(of_tiktok, f"overview.{ending}")).code == 0
    assert channels(reppu) == {"tiktok-esimerkki-vesi": (2, 32, "2026-05-04", "2026-05-05")}
    assert values(reppu, "views", "--by", "channel") == [("tiktok-esimerkki-vesi", 17235 + 338, "ok")]
    assert values(reppu, "views_in_period", "--since", "2026-05-04", "--until", "2026-05-05") == [(715 + 20155, "ok")]
    saves = values(reppu, "saves")
    assert saves[0][0] == (186 if ending == "csv" else 180)  # the workbook's blank cell is no zero
