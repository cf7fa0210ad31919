"""What happened to the made-up organisation: its posts, its days and the truth behind the numbers.

Question: what would sixteen months of posts, days and restatements look like if we knew the truth exactly?
Everything is drawn from one seed by numpy's PCG64; no clock, no network, no order of hashing. Each channel has its own
stream, so that a change to one leaves the others as they were.

A post's final reach (impressions on X) is median x weekday x month x season x topic x kind x log-normal noise; the
people who take part are Poisson with a rate of their own (log-normal, mean 1) around the channel's rate. Log-normal
reach and over-dispersed rates are what per-post data of organisations look like; the spreads are our choice, so that
a season's posts are as uneven as users will meet (a few posts carry much of the reach).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from reppu.demo.texts import MISHAP_CAPTIONS, VIRAL_CAPTION, Caption, pick_topic, write_caption, write_reply

HELSINKI = ZoneInfo("Europe/Helsinki")
# Quiet in July and at Christmas, lively in spring and autumn; January to December.
_MONTH_POSTING = (1.0, 1.0, 1.05, 1.0, 1.05, 0.95, 0.65, 0.95, 1.05, 1.1, 1.1, 0.85)
_MONTH_REACH = (1.1, 1.05, 1.0, 1.0, 0.98, 0.95, 0.88, 0.97, 1.05, 1.05, 1.08, 0.9)
_HOURS = (7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)
_HOUR_WEIGHTS = (2, 5, 8, 9, 8, 6, 7, 7, 6, 5, 4, 5, 4, 2)
AGE_EXPONENT = 0.55  # of the curve by which a post's numbers grow; see share_by_age


@dataclass(frozen=True)
class ChannelPlan:
    """How one channel behaves; weekdays Monday first, rates as shares of reach (of impressions on X)."""

    platform: str
    account: str  # the handle or the page's id, as the exports state it
    name: str
    posts_per_day: float
    median_reach: float
    reach_sigma: float
    weekday_reach: tuple[float, ...]
    weekday_posting: tuple[float, ...]
    rate: float
    rate_in_season: float
    season_reach_factor: float
    rate_sigma: float
    growth_days: float  # the time scale of share_by_age
    kind_reach: dict[str, float]
    text_posts: bool
    reply_share: float = 0.0
    films_only: bool = False


# Weekday patterns are strong on purpose: a reader should find them in a year of data.
CHANNELS: tuple[ChannelPlan, ...] = (
    ChannelPlan(
        "facebook",
        "100000000002016",
        "Esimerkkilän Vesi",
        posts_per_day=0.80,
        median_reach=1500,
        reach_sigma=0.62,
        weekday_reach=(0.90, 1.40, 1.15, 1.05, 0.65, 0.80, 1.05),
        weekday_posting=(1.3, 1.3, 1.3, 1.3, 1.2, 0.3, 0.3),
        rate=0.046,
        rate_in_season=0.031,
        season_reach_factor=1.5,
        rate_sigma=0.30,
        growth_days=2.5,
        kind_reach={"reel": 1.3, "video": 1.15, "photo": 1.0, "carousel": 1.05, "link": 0.75, "text": 0.9},
        text_posts=True,
    ),
    ChannelPlan(
        "instagram",
        "17841400000002016",
        "esimerkkilanvesi",
        posts_per_day=0.52,
        median_reach=850,
        reach_sigma=0.55,
        weekday_reach=(0.85, 0.95, 1.00, 1.30, 0.80, 0.90, 1.20),
        weekday_posting=(1.1, 1.1, 1.2, 1.2, 1.2, 0.6, 0.6),
        rate=0.056,
        rate_in_season=0.056,
        season_reach_factor=1.0,
        rate_sigma=0.28,
        growth_days=3.0,
        kind_reach={"reel": 1.45, "video": 1.45, "photo": 0.9, "carousel": 1.0, "link": 0.9, "text": 0.9},
        text_posts=False,
    ),
    ChannelPlan(
        "x",
        "EsimerkkiVesi",
        "Esimerkkilän Vesi",
        posts_per_day=0.90,
        median_reach=620,
        reach_sigma=0.75,
        weekday_reach=(1.10, 1.25, 1.15, 1.05, 0.85, 0.70, 0.90),
        weekday_posting=(1.4, 1.3, 1.4, 1.3, 1.2, 0.2, 0.2),
        rate=0.021,
        rate_in_season=0.021,
        season_reach_factor=1.0,
        rate_sigma=0.35,
        growth_days=1.2,
        kind_reach={"reel": 1.1, "video": 1.1, "photo": 1.0, "carousel": 1.0, "link": 0.85, "text": 1.0},
        text_posts=True,
        reply_share=0.14,
    ),
)


@dataclass(frozen=True)
class Post:
    """One post with its final numbers, which an export shows in part; actions by the writer's column names."""

    channel: ChannelPlan
    number: int  # order within the channel
    published_at: datetime  # UTC
    caption: Caption
    kind: str
    reach: int  # impressions on X
    expected_rate: float  # the truth behind the actions, before chance
    actions: dict[str, int]
    views: int
    clicks: int
    seconds: int
    low_bits: int
    is_reply: bool = False


@dataclass(frozen=True)
class Restatement:
    """From `since` on, a platform states other numbers for the days first to last than it did before."""

    platform: str
    first: date
    last: date
    since: date
    factor: float


@dataclass(frozen=True)
class Story:
    """All posts and events. Days are Helsinki's, `first_day` to `last_day`, both included."""

    seed: int
    first_day: date
    last_day: date
    until: date  # the last day of the demo season
    season: tuple[date, date]
    posts: dict[str, tuple[Post, ...]]
    daily_noise: dict[str, np.ndarray]  # per platform, days x 4 standard draws for what is not made by posts
    viral: Post
    mishap: tuple[Post, ...]
    stops: dict[str, date]  # platform: last day with a post
    restated: tuple[Restatement, ...]
    missing_days: dict[str, tuple[date, ...]]
    topics: dict[str, int] = field(default_factory=dict)


def share_by_age(age_days: float, growth_days: float) -> float:
    """The share of a post's final numbers that it has at an age, 0 to 1: 1 - exp(-(age / scale) ^ 0.55).

    A stretched exponential: most of a post's life is over in a day or two, and a long tail follows.
    """
    if age_days <= 0:
        return 0.0
    return 1.0 - math.exp(-((age_days / growth_days) ** AGE_EXPONENT))


def tell_story(seed: int, first_day: date, last_day: date, season: tuple[date, date]) -> Story:
    """Draw everything that happened from `first_day` to `last_day`; the season ends before or on the last day."""
    until = season[1]
    stops = {"x": until - timedelta(days=140)}
    viral_day, mishap_day = until - timedelta(days=47), until - timedelta(days=68)
    posts: dict[str, tuple[Post, ...]] = {}
    for index, channel in enumerate(CHANNELS):
        random = np.random.default_rng([seed, index])
        posts[channel.platform] = draw_posts(random, channel, first_day, stops.get(channel.platform, last_day), season)
    posts["instagram"], viral = _with_viral(seed, posts["instagram"], viral_day)
    posts["facebook"], mishap = _with_mishap(seed, posts["facebook"], mishap_day)
    noise = {
        channel.platform: np.random.default_rng([seed, 100 + index]).standard_normal(
            ((last_day - first_day).days + 1, 4)
        )
        for index, channel in enumerate(CHANNELS)
    }
    return Story(
        seed=seed,
        first_day=first_day,
        last_day=last_day,
        until=until,
        season=season,
        posts=posts,
        daily_noise=noise,
        viral=viral,
        mishap=mishap,
        stops=stops,
        restated=(
            # A counting error in the week, found and put right by the platform a month and a half later.
            Restatement(
                "facebook", until - timedelta(days=150), until - timedelta(days=141), until - timedelta(days=100), 0.88
            ),
            Restatement(
                "x", until - timedelta(days=205), until - timedelta(days=202), until - timedelta(days=170), 1.09
            ),
        ),
        missing_days={
            "x": (until - timedelta(days=317), until - timedelta(days=316)),
            "facebook": (until - timedelta(days=219), until - timedelta(days=218), until - timedelta(days=217)),
            "instagram": (until - timedelta(days=33),),
        },
    )


def draw_posts(
    random: np.random.Generator, channel: ChannelPlan, first: date, last: date, season: tuple[date, date]
) -> tuple[Post, ...]:
    """The posts of a channel from `first` to `last`, oldest first."""
    found: list[Post] = []
    used: set[str] = set()
    weights = np.array(_HOUR_WEIGHTS) / sum(_HOUR_WEIGHTS)
    posting = np.array(channel.weekday_posting) / np.mean(channel.weekday_posting)
    day = first
    while day <= last:
        expected = channel.posts_per_day * posting[day.weekday()] * _MONTH_POSTING[day.month - 1]
        count = int(random.poisson(expected))
        if day == last and channel.platform == "x":
            count = max(count, 1)  # so that the day on which the channel stops is the one we say
        hours = sorted(random.choice(_HOURS, size=min(count, len(_HOURS)), replace=False, p=weights).tolist())
        for hour in hours:
            moment = datetime.combine(day, time(hour, int(random.integers(60)), int(random.integers(5, 55))), HELSINKI)
            milliseconds = int(random.integers(1000))
            published_at = moment.astimezone(UTC) + timedelta(milliseconds=milliseconds)
            found.append(_draw_post(random, channel, len(found), published_at, day, season, used))
        day += timedelta(days=1)
    return tuple(found)


def _draw_post(
    random: np.random.Generator,
    channel: ChannelPlan,
    number: int,
    published_at: datetime,
    day: date,
    season: tuple[date, date],
    used: set[str],
) -> Post:
    in_season = season[0] <= day <= season[1] or day > season[1]  # what began in the season goes on after it
    is_reply = bool(random.random() < channel.reply_share)
    if is_reply:
        caption, kind, topic_factor = write_reply(random), "reply", 0.25
    else:
        topic = pick_topic(random, day)
        caption = write_caption(random, topic, used)
        kind = topic.kinds[int(random.integers(len(topic.kinds)))]
        if not channel.text_posts and kind in ("text", "link"):
            kind = "photo"
        if channel.films_only:
            kind = "video"
        topic_factor = topic.reach_factor
    level = (
        channel.median_reach
        * channel.weekday_reach[day.weekday()]
        * _MONTH_REACH[day.month - 1]
        * topic_factor
        * channel.kind_reach.get(kind, 1.0)
        * (channel.season_reach_factor if in_season else 1.0)
    )
    reach = max(20, round(level * math.exp(channel.reach_sigma * random.standard_normal())))
    spread = channel.rate_sigma
    rate = (channel.rate_in_season if in_season else channel.rate) * math.exp(
        spread * random.standard_normal() - spread * spread / 2  # mean 1, so the channel's rate is the true mean
    )
    return _with_numbers(random, channel, number, published_at, caption, kind, reach, rate, is_reply)


# How the people who take part spread over what they do; shares sum to 1. Our choice, near the samples seen.
_ACTIONS: dict[str, dict[str, float]] = {
    "facebook": {"reactions": 0.82, "comments": 0.10, "shares": 0.08},
    "instagram": {"likes": 0.86, "comments": 0.04, "shares": 0.05, "saves": 0.05},
    "linkedin": {"likes": 0.84, "comments": 0.09, "reposts": 0.07},
    "youtube": {"likes": 0.86, "comments": 0.08, "shares": 0.06},
    "tiktok": {"likes": 0.88, "comments": 0.03, "shares": 0.05, "saves": 0.04},
    "x": {
        "detail_expands": 0.40,
        "likes": 0.24,
        "url_clicks": 0.13,
        "profile_visits": 0.09,
        "reposts": 0.055,
        "replies": 0.02,
        "bookmarks": 0.015,
        "shares": 0.01,
        "hashtag_clicks": 0.01,
        "permalink_clicks": 0.02,
        "new_follows": 0.01,
    },
}


def _with_numbers(
    random: np.random.Generator,
    channel: ChannelPlan,
    number: int,
    published_at: datetime,
    caption: Caption,
    kind: str,
    reach: int,
    rate: float,
    is_reply: bool = False,
    shares: dict[str, float] | None = None,
) -> Post:
    split = shares or _ACTIONS[channel.platform]
    taking_part = int(min(random.poisson(reach * rate), reach))
    counts = random.multinomial(taking_part, list(split.values()))
    views = round(reach * random.uniform(1.25, 1.9 if kind in ("reel", "video") else 1.5))
    clicks = int(random.poisson(reach * (0.02 if kind == "link" else 0.012)))
    seconds = int(random.integers(14, 75)) if kind in ("reel", "video") else 0
    return Post(
        channel,
        number,
        published_at,
        caption,
        kind,
        reach,
        rate,
        {name: int(count) for name, count in zip(split, counts, strict=True)},
        views,
        clicks,
        seconds,
        int(random.integers(1 << 22)),
        is_reply,
    )


def _with_viral(seed: int, posts: tuple[Post, ...], day: date) -> tuple[tuple[Post, ...], Post]:
    random = np.random.default_rng([seed, 50])
    channel = CHANNELS[1]
    moment = datetime.combine(day, time(9, 24, 31), HELSINKI).astimezone(UTC) + timedelta(milliseconds=417)
    reach = round(random.uniform(52_000, 68_000))
    # Passers-by take part less than followers do; a shared laugh is shared.
    viral = _with_numbers(
        random,
        channel,
        0,
        moment,
        VIRAL_CAPTION,
        "reel",
        reach,
        0.048,
        shares={"likes": 0.76, "comments": 0.03, "shares": 0.17, "saves": 0.04},
    )
    renumbered = _renumbered((*posts, viral))
    return renumbered, next(post for post in renumbered if post.caption is VIRAL_CAPTION)


def _with_mishap(seed: int, posts: tuple[Post, ...], day: date) -> tuple[tuple[Post, ...], tuple[Post, ...]]:
    random = np.random.default_rng([seed, 51])
    channel = CHANNELS[0]
    moments = (
        datetime.combine(day, time(16, 42, 12), HELSINKI),
        datetime.combine(day, time(17, 32, 40), HELSINKI),
        datetime.combine(day + timedelta(days=1), time(9, 5, 3), HELSINKI),
    )
    added = [
        _with_numbers(
            random,
            channel,
            0,
            moment.astimezone(UTC),
            caption,
            "text",
            round(random.uniform(low, 1.25 * low)),
            rate,
            shares={"reactions": 0.42, "comments": 0.43, "shares": 0.15},
        )
        for moment, caption, low, rate in zip(
            moments, MISHAP_CAPTIONS, (5200, 6400, 4300), (0.060, 0.072, 0.058), strict=True
        )
    ]
    renumbered = _renumbered((*posts, *added))
    return renumbered, tuple(post for post in renumbered if post.caption in MISHAP_CAPTIONS)


def _renumbered(posts: tuple[Post, ...]) -> tuple[Post, ...]:
    ordered = sorted(posts, key=lambda post: post.published_at)
    return tuple(replace(post, number=number) for number, post in enumerate(ordered))


def restated_factor(story: Story, platform: str, day: date, export_day: date) -> float:
    """What a number of `day` is multiplied by in an export taken on `export_day`."""
    factor = 1.0
    for restatement in story.restated:
        if restatement.platform == platform and restatement.first <= day <= restatement.last:
            factor *= restatement.factor if export_day >= restatement.since else 1.0
    return factor
