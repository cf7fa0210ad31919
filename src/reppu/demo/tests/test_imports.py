"""The ordinary importers read the demo's files whole, and the lake then holds what the story told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reppu.calendar.facade import resolve_period
from reppu.demo.facade import DemoPlan, write_exports
from reppu.lake.facade import Lake, open_lake
from reppu.metrics.facade import compare, compute
from reppu.sources.facade import ImportOutcome, import_paths
from reppu.vocabulary.estimate import Estimate


@pytest.fixture(scope="module")
def imported(demo: DemoPlan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lake, list[ImportOutcome]]]:
    lake = open_lake(Path(tmp_path_factory.mktemp("home")), demo.organisation)
    yield lake, import_paths(lake, [demo.folder])
    lake.close()


def test_every_file_is_recognised_and_nothing_is_refused(
    demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]]
) -> None:
    _lake, outcomes = imported
    assert {one.file.partition(" › ")[0] for one in outcomes} == {str(path) for path in demo.files}
    troubles = [(one.file, one.refused, one.declined) for one in outcomes if one.refused_total or one.declined]
    assert troubles == []
    assert {one.recognised_as for one in outcomes} == {
        "x.posts.2024", "x.days.2024", "meta.content.facebook", "meta.content.instagram", "meta.page.chart", "meta.ads",
        "linkedin.content", "youtube.videos", "youtube.videos.days", "youtube.days", "tiktok.videos", "tiktok.days",
    }  # fmt: skip
    # each file tells its own account, or lies beside one that does; the advertisements are a channel of their own
    assert sorted(channel.platform for channel in _lake.channels()) == [
        "facebook", "instagram", "linkedin", "meta-ads", "tiktok", "x", "youtube"
    ]  # fmt: skip


def test_each_channel_holds_the_story_s_posts(demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]]) -> None:
    lake, _outcomes = imported
    platforms = {channel.channel_id: channel.platform for channel in lake.channels()}
    posts = lake.latest_posts()
    counted = posts.group_by("channel_id").agg(posts=posts.count()).to_pyarrow().to_pylist()
    assert {platforms[row["channel_id"]]: row["posts"] for row in counted} == {
        channel.platform: channel.posts for channel in demo.channels
    }


@pytest.mark.parametrize(
    ("platform", "seen", "likes"),
    [
        ("linkedin", "linkedin.post.impressions", "linkedin.post.likes"),
        ("youtube", "youtube.post.views", "youtube.post.likes"),
        ("tiktok", "tiktok.post.views", "tiktok.post.likes"),
    ],
)
def test_the_season_s_newest_numbers_of_the_later_channels_are_the_story_s(
    demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]], platform: str, seen: str, likes: str
) -> None:
    lake, _outcomes = imported
    channel = next(one.channel_id for one in lake.channels() if one.platform == platform)
    zone, period = ZoneInfo("Europe/Helsinki"), resolve_period(demo.season)
    season = {
        row["post_id"]
        for row in lake.latest_posts().to_pyarrow().to_pylist()
        if row["channel_id"] == channel and row["published_at"].astimezone(zone).date() in period
    }
    facts = lake.latest_observations()
    rows = facts.filter(facts.channel_id == channel, facts.window == "lifetime").to_pyarrow().to_pylist()
    newest = {(row["subject_id"], row["measure"]): row["value"] for row in rows if row["breakdown"] == ""}
    truth = demo.truth["later_channels"][platform]["season"]
    assert len(season) == truth["posts"] > 0
    assert sum(newest[post, seen] for post in season) == truth["seen"]
    assert sum(newest[post, likes] for post in season) == truth["likes"]


def test_videos_older_than_the_period_have_figures_of_the_period_only(
    demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]]
) -> None:
    lake, _outcomes = imported
    facts = lake.latest_observations()
    rows = facts.filter(facts.measure == "youtube.post.views", facts.window == "period").to_pyarrow().to_pylist()
    assert rows
    assert {str(row["period_end"]) for row in rows} <= {
        path.name[19:29] for path in demo.files if path.name.startswith("Content 20")
    }


def test_the_campaign_costs_what_the_story_says(demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]]) -> None:
    lake, _outcomes = imported
    channel = next(one.channel_id for one in lake.channels() if one.platform == "meta-ads")
    truth = demo.truth["campaign"]
    period = resolve_period(demo.season)
    (row,) = compute(lake, "spend", since=period.start, until=period.end, channels=[channel]).rows
    assert row.estimate.value == pytest.approx(truth["spend_eur"], abs=0.005)
    facts = lake.latest_observations()
    for measure, name in (("meta.ads.impressions", "impressions"), ("meta.ads.link_clicks", "link_clicks")):
        days = facts.filter(facts.measure == measure, facts.subject_id == truth["id"]).to_pyarrow().to_pylist()
        assert len(days) == 14
        assert sum(day["value"] for day in days) == truth[name]


def test_the_same_exports_again_are_skipped(demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]]) -> None:
    lake, _outcomes = imported
    before = lake.position
    assert all(one.skipped for one in import_paths(lake, [demo.folder]))
    assert lake.position == before


def test_the_newest_number_of_the_viral_post_is_in_the_lake(
    demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]]
) -> None:
    lake, _outcomes = imported
    posts = lake.latest_posts()
    published = posts.filter(posts.link == demo.truth["viral"]["link"]).to_pyarrow().to_pylist()
    assert [row["published_at"].isoformat() for row in published] == [demo.truth["viral"]["published_at"]]
    facts = lake.latest_observations()
    reach = facts.filter(
        facts.subject_id == published[0]["post_id"], facts.measure == "meta.content.reach", facts.window == "lifetime"
    )
    (row,) = reach.to_pyarrow().to_pylist()
    assert row["value"] == pytest.approx(demo.truth["viral"]["reach"], rel=0.02)


def test_audience_files_need_a_channel_once_and_follow_it_afterwards(tmp_path: Path) -> None:
    plan = write_exports(tmp_path / "exports", audience=True)
    lake = open_lake(tmp_path / "home", plan.organisation)
    first_month = min(path.parent for path in plan.files)
    import_paths(lake, [first_month])
    channels = {channel.platform: channel.channel_id for channel in lake.channels()}
    for platform in ("facebook", "instagram"):
        first = next(path for path, of in plan.ambiguous if of == platform)
        (refused,) = import_paths(lake, [first])
        assert "--channel" in str(refused.refused[0].reason)
        (settled,) = import_paths(lake, [first], channel=channels[platform])
        assert settled.refused_total == 0 and settled.audience > 15
    others = import_paths(lake, [path for path, _platform in plan.ambiguous])
    assert [(one.refused_total, one.channel) for one in others] == [
        (0, channels[platform]) for _path, platform in plan.ambiguous
    ]
    lake.close()


def rate_by_reach(lake: Lake, season: str, platform: str) -> Estimate:
    period = resolve_period(season)
    channel = next(one.channel_id for one in lake.channels() if one.platform == platform)
    (row,) = compute(lake, "engagement_rate_by_reach", since=period.start, until=period.end, channels=[channel]).rows
    return row.estimate


def test_the_metric_s_intervals_hold_the_truth_and_tell_the_seasons_apart(
    demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]]
) -> None:
    lake, _outcomes = imported
    truth = demo.truth["channels"]["facebook"]["seasons"]
    found = {name: rate_by_reach(lake, name, "facebook") for name in truth}
    for name, estimate in found.items():
        assert estimate.low is not None and estimate.high is not None
        assert estimate.low < truth[name]["rate"] < estimate.high
        assert estimate.n == truth[name]["posts"]
    now, before, a_year_before = (found[name] for name in (demo.season, demo.season_before, demo.season_a_year_before))
    assert now.high < before.low  # type: ignore[operator]
    assert now.high < a_year_before.low  # type: ignore[operator]


def test_the_season_s_verdicts_are_those_of_the_story(
    demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]]
) -> None:
    lake, _outcomes = imported
    channels = {channel.platform: channel.channel_id for channel in lake.channels()}
    first, second = resolve_period(demo.season_before), resolve_period(demo.season)
    periods = ((first.start, first.end), (second.start, second.end))
    verdicts = {
        (name, platform): compare(lake, name, *periods, channels=[channels[platform]]).verdict
        for name, platform in (
            ("views", "facebook"),
            ("engagement_rate_by_reach", "facebook"),
            ("engagement_rate_by_reach", "instagram"),
            ("engagement_rate_by_impressions", "x"),
        )
    }
    assert verdicts == {
        ("views", "facebook"): "up",
        ("engagement_rate_by_reach", "facebook"): "down",
        ("engagement_rate_by_reach", "instagram"): "cannot_tell",  # the truth: no change
        ("engagement_rate_by_impressions", "x"): "not_comparable",  # it fell silent
    }


def test_a_channel_that_fell_silent_is_missing_not_zero(
    demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]]
) -> None:
    lake, _outcomes = imported
    channel = next(one.channel_id for one in lake.channels() if one.platform == "x")
    period = resolve_period(demo.season)
    table = compute(lake, "impressions", since=period.start, until=period.end, channels=[channel])
    assert [row.estimate.value for row in table.rows if row.estimate.value is not None] == []


def test_what_a_platform_does_not_tell_is_not_offered_rather_than_zero(
    demo: DemoPlan, imported: tuple[Lake, list[ImportOutcome]]
) -> None:
    lake, _outcomes = imported
    channel = next(one.channel_id for one in lake.channels() if one.platform == "x")
    period = resolve_period(demo.season_before)
    (row,) = compute(lake, "reach", since=period.start, until=period.end, channels=[channel]).rows
    assert (row.estimate.value, row.estimate.state.value) == (None, "not_offered")
