"""The demo from seed to folder: tell the story, take the exports, write the files, keep the truth."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reppu.calendar.facade import previous_period, resolve_period, season_of, year_before
from reppu.demo import native, native_films, native_linkedin
from reppu.demo.exports import DayByDay, Export, audience_of, chart_days, plan_exports, shown_posts
from reppu.demo.later_channels import CAMPAIGN_NAME, LATER_CHANNELS, campaign_of, tell_more
from reppu.demo.story import AGE_EXPONENT, CHANNELS, HELSINKI, Story, tell_story
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from collections.abc import Iterator

ORGANISATION = "Esimerkkilän Vesi"  # "Exampleton's Water"
SLUG = "esimerkkilan-vesi"
# As people rename the second download of the same name: the page's and the pictures'.
_AUDIENCE_NAMES = {"facebook": "Audience sivu.csv", "instagram": "Audience kuvat.csv"}
_MONTHS_BEFORE = 15  # five seasons end with the demo's: itself, the one before, and the same one a year before
_FIRST_UNTIL = date(2013, 1, 1)  # earlier days have no Snowflake or Instagram ids of today's form


@dataclass(frozen=True)
class DemoChannel:
    """One of the organisation's channels; `stopped_on` is the last day on which it published, if it stopped."""

    platform: str
    account: str
    name: str
    posts: int
    stopped_on: date | None


@dataclass(frozen=True)
class DemoPlan:
    """What `write_exports` has written, and the truth that a reader of the files should find again.

    Seasons are names such as "2026-summer". `truth` holds plain JSON values: per channel the rate of people taking
    part (interactions by reach; engagements by impressions on X) and the factor of being seen before and in the
    season, the weekday pattern (Monday first, times the mean), the viral post, the mishap's days and posts, restated
    days, missing days and the channel that stops. `ambiguous`: files that need a channel said once, with its platform;
    when the first of each is settled, the others of the same name follow.
    """

    folder: Path
    organisation: str  # the lake's slug
    organisation_name: str
    seed: int
    season: str
    season_before: str
    season_a_year_before: str
    first_day: date
    last_day: date
    last_export: datetime
    channels: tuple[DemoChannel, ...]
    files: tuple[Path, ...]
    ambiguous: tuple[tuple[Path, str], ...]
    title: Text
    truth: dict[str, Any]

    def write_truth(self, path: Path) -> None:
        """Write the truth as JSON. Keep it outside the folder that is imported: it is no export."""
        path.write_text(json.dumps(self.truth, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def write_exports(folder: Path, seed: int = 2016, until: date = date(2026, 8, 31), audience: bool = False) -> DemoPlan:
    """Write the made-up organisation's exports of sixteen months under `folder`, in a sub-folder a month.

    The demo season is the one that `until` lies in, and ends with it; posts go on for a month after it, so that the
    season's last posts have been seen at an age of about 30 days. The same seed and day give the same bytes and
    modification times. Takes about a second. Raises ReppuError when the folder holds files that are not the demo's.

    audience: also Meta's Audience.csv of both channels, a quarter apart. Meta does not write into them whose they are,
    so a person must say it once for each (`plan.ambiguous`), and they are left out by default.
    """
    folder = Path(folder)
    if until < _FIRST_UNTIL:
        raise ReppuError(
            _("The demo cannot end on {day}: the post ids of that time carry no moment.", day=until),
            expected=_("a day from {day} on", day=_FIRST_UNTIL),
        )
    name = season_of(until)
    season = resolve_period(name)
    end = min(season.end, until)
    first_day = _months_earlier(season.end, _MONTHS_BEFORE)
    last_day = _end_of_next_month(season.end if end == season.end else end)
    story = tell_story(seed, first_day, last_day, (season.start, end))
    exports, daily = plan_exports(story), DayByDay(story)
    later = tell_more(story)
    later_daily = DayByDay(later)
    contents = {
        folder / export.folder / file_name: (content, export.moment)
        for export in exports
        for file_name, content in (
            *_files_of(story, export, daily, exports),
            *_later_files_of(later, export, later_daily, exports),
        )
        if audience or not file_name.startswith("Audience")
    }
    _refuse_foreign_files(folder, set(contents))
    for path, (content, moment) in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (moment.timestamp(), moment.timestamp()))
    return DemoPlan(
        folder=folder,
        organisation=SLUG,
        organisation_name=ORGANISATION,
        seed=seed,
        season=name,
        season_before=previous_period(season).name,
        season_a_year_before=year_before(season).name,
        first_day=story.first_day,
        last_day=story.last_day,
        last_export=exports[-1].moment,
        channels=tuple(
            DemoChannel(
                channel.platform,
                channel.account,
                channel.name,
                len(story.posts[channel.platform]),
                story.stops.get(channel.platform),
            )
            for channel in CHANNELS
        )
        + tuple(
            DemoChannel(channel.platform, channel.account, channel.name, len(later.posts[channel.platform]), None)
            for channel in LATER_CHANNELS
        ),
        files=tuple(sorted(contents)),
        ambiguous=tuple(
            (path, platform)
            for path in sorted(contents)
            for platform, name in _AUDIENCE_NAMES.items()
            if path.name == name
        ),
        title=_("{organisation}, a made-up water utility", organisation=ORGANISATION),
        truth={
            **_truth(story, name, previous_period(season).name, year_before(season).name),
            **_later_truth(later, exports[-1], (season.start, end)),
        },
    )


def _files_of(story: Story, export: Export, daily: DayByDay, exports: list[Export]) -> Iterator[tuple[str, bytes]]:
    random = np.random.default_rng([story.seed, 70, exports.index(export)])
    export_day = export.moment.astimezone(HELSINKI).date()
    # Once a channel has been silent for a whole export, nobody fetches it any more.
    stop = story.stops["x"]
    if export.first <= stop and (export_day - stop).days < 62:
        yield native.x_content_name(export.first, export.last), native.x_posts(shown_posts(story, "x", export))
        overview = daily.shown("x", export.first, export.last, export_day)
        yield "account_overview_analytics.csv", native.x_overview(overview)
    for platform, write in (("facebook", native.facebook_posts), ("instagram", native.instagram_posts)):
        digits = int(random.integers(10**14, 10**16))
        yield native.meta_content_name(export.first, export.last, digits), write(shown_posts(story, platform, export))
    if not export.charts:
        return
    first, last = chart_days(story, export)
    facebook = daily.shown("facebook", first, last, export_day)
    instagram = daily.shown("instagram", first, last, export_day)
    # The second download of a name becomes "(1)": here Instagram's, because Facebook's was fetched first.
    for name, title, shown, key in (
        ("Reach.csv", "Facebook reach", facebook, "reach"),
        ("Reach (1).csv", "Reach", instagram, "reach"),
        ("Follows.csv", "Facebook follows", facebook, "follows"),
        ("Follows (1).csv", "Instagram follows", instagram, "follows"),
        ("Visits.csv", "Facebook visits", facebook, "visits"),
        ("Visits (1).csv", "Instagram profile visits", instagram, "visits"),
        ("Link clicks.csv", "Facebook link clicks", facebook, "clicks"),
    ):
        yield name, native.chart(title, shown.days, shown.numbers[key], winter_hour=shown is facebook)
    for platform, name in _AUDIENCE_NAMES.items():
        yield name, native.audience(*audience_of(platform, random))


def _later_files_of(
    later: Story, export: Export, daily: DayByDay, exports: list[Export]
) -> Iterator[tuple[str, bytes]]:
    """LinkedIn's and TikTok's posts every month; YouTube, TikTok's days and the campaign when charts are fetched."""
    export_day = export.moment.astimezone(HELSINKI).date()
    linkedin, youtube, _tiktok = LATER_CHANNELS
    # Once a quarter the longest period that the platforms give, a year, and else what the other channels' exports cover
    year = _of_a_year(later, export)
    asked = year if export.charts else export
    yield (
        native_linkedin.linkedin_name(linkedin.account, export.moment),
        native_linkedin.linkedin_content(
            shown_posts(later, "linkedin", asked), daily.shown("linkedin", asked.first, asked.last, export_day)
        ),
    )
    yield "tiktok_videos.csv", native_films.tiktok_videos(shown_posts(later, "tiktok", asked))
    videos = [post for post in later.posts["youtube"] if post.published_at.astimezone(HELSINKI).date() <= asked.last]
    days = daily.shown("youtube", asked.first, asked.last, export_day)
    yield (
        native_films.youtube_name(asked.first, asked.last, youtube.name),
        native_films.youtube_zip(videos, days, asked.first, asked.last, export.moment),
    )
    if not export.charts:
        return
    first, last = chart_days(later, export)
    yield "tiktok_overview.csv", native_films.tiktok_overview(daily.shown("tiktok", first, last, export_day))
    whole = daily.shown("tiktok", later.first_day, last, export_day)
    yield "tiktok_audience.csv", native_films.tiktok_audience(whole, first)
    campaign = campaign_of(later)
    if export is next(one for one in exports if one.charts and one.last >= campaign[-1].day):
        yield (
            native_linkedin.ads_name(campaign[0].day, campaign[-1].day),
            native_linkedin.ads_report(CAMPAIGN_NAME.format(year=later.until.year), campaign),
        )


def _of_a_year(later: Story, export: Export) -> Export:
    return replace(export, first=max(later.first_day, export.last - timedelta(days=364)))


def _later_truth(later: Story, newest: Export, season: tuple[date, date]) -> dict[str, Any]:
    """What the newest export states of the season's posts, and what the campaign cost and brought."""
    year = _of_a_year(later, newest)
    channels = {}
    for channel in LATER_CHANNELS:
        posts = [
            one
            for one in shown_posts(later, channel.platform, year)
            if season[0] <= one.post.published_at.astimezone(HELSINKI).date() <= season[1]
        ]
        channels[channel.platform] = {
            "account": channel.account,
            "name": channel.name,
            "season_reach_factor": channel.season_reach_factor,
            "season": {
                "posts": len(posts),
                "seen": sum(one.reach for one in posts),
                "likes": sum(one.actions["likes"] for one in posts),
            },
        }
    campaign = campaign_of(later)
    return {
        "later_channels": channels,
        "campaign": {
            "name": CAMPAIGN_NAME.format(year=later.until.year),
            "id": native_linkedin.CAMPAIGN_ID,
            "first": campaign[0].day.isoformat(),
            "last": campaign[-1].day.isoformat(),
            "spend_eur": round(math.fsum(one.spend_eur for one in campaign), 2),
            "impressions": sum(one.impressions for one in campaign),
            "link_clicks": sum(one.link_clicks for one in campaign),
        },
    }


def _truth(story: Story, season: str, before: str, a_year_before: str) -> dict[str, Any]:
    channels: dict[str, Any] = {}
    for channel in CHANNELS:
        posts = story.posts[channel.platform]
        expected = {}
        for name in (season, before, a_year_before):
            period = resolve_period(name)
            inside = [post for post in posts if post.published_at.astimezone(HELSINKI).date() in period]
            reach = sum(post.reach for post in inside)
            expected[name] = {
                "posts": len(inside),
                "reach": reach,
                "rate": sum(post.reach * post.expected_rate for post in inside) / reach if reach else None,
            }
        channels[channel.platform] = {
            "account": channel.account,
            "name": channel.name,
            "rate_before": channel.rate,
            "rate_in_season": channel.rate_in_season,
            "season_reach_factor": channel.season_reach_factor,
            "reach_sigma": channel.reach_sigma,
            "weekday_reach": [round(factor / (sum(channel.weekday_reach) / 7), 6) for factor in channel.weekday_reach],
            "growth": {"scale_days": channel.growth_days, "exponent": AGE_EXPONENT},
            "seasons": expected,
        }
    return {
        "organisation": ORGANISATION,
        "seed": story.seed,
        "season": season,
        "season_before": before,
        "season_a_year_before": a_year_before,
        "first_day": story.first_day.isoformat(),
        "last_day": story.last_day.isoformat(),
        "channels": channels,
        "finding": "On Facebook the season's posts are seen more, but a smaller share of those reached takes part.",
        "viral": {
            "platform": "instagram",
            "post_id": native.post_id(story.viral),
            "link": native.permalink(story.viral),
            "published_at": story.viral.published_at.isoformat(),
            "reach": story.viral.reach,
        },
        "mishap": {
            "platform": "facebook",
            "post_ids": [native.post_id(post) for post in story.mishap],
            "days": sorted({post.published_at.astimezone(HELSINKI).date().isoformat() for post in story.mishap}),
        },
        "restated": [
            {
                "platform": one.platform,
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "since": one.since.isoformat(),
                "factor": one.factor,
            }
            for one in story.restated
        ],
        "missing_days": {platform: [day.isoformat() for day in days] for platform, days in story.missing_days.items()},
        "stops": {platform: day.isoformat() for platform, day in story.stops.items()},
    }


def _refuse_foreign_files(folder: Path, ours: set[Path]) -> None:
    foreign = sorted(path for path in folder.rglob("*") if path.is_file() and path not in ours)
    if foreign:
        raise ReppuError(
            _(
                "The folder {folder} holds files that are not the demo's, such as {file}.",
                folder=str(folder),
                file=foreign[0].name,
            ),
            advice=_("Give the demo a folder of its own."),
        )


def _months_earlier(last: date, months: int) -> date:
    """The first day of the run of `months` whole months that ends on `last`."""
    years, index = divmod(last.year * 12 + last.month - months, 12)
    return date(years, index + 1, 1)


def _end_of_next_month(day: date) -> date:
    month_after_next = (day.replace(day=1) + timedelta(days=64)).replace(day=1)
    return month_after_next - timedelta(days=1)
