"""What else the made-up organisation did: LinkedIn, YouTube and TikTok, and one advertisement in the season.

Each draws from a stream of its own, so that the first three channels stay as they are. The maths is story.py's: log-normal
reach (impressions on LinkedIn, views on YouTube and TikTok), over-dispersed rates, posts that grow along one curve.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from reppu.demo.story import ChannelPlan, Post, Story, draw_posts

# Levels and rates are our choice: experts' posts on LinkedIn reach few and are taken part in much, films on TikTok are seen
# widely and passed over. The season's truth: TikTok is seen twice as much as before, the others as they were.
LATER_CHANNELS: tuple[ChannelPlan, ...] = (
    ChannelPlan(
        "linkedin",
        "esimerkkilan-vesi",
        "esimerkkilan-vesi",
        posts_per_day=0.22,
        median_reach=980,
        reach_sigma=0.50,
        weekday_reach=(1.00, 1.25, 1.15, 1.10, 0.90, 0.60, 0.60),
        weekday_posting=(1.3, 1.5, 1.4, 1.4, 1.2, 0.05, 0.05),
        rate=0.052,
        rate_in_season=0.052,
        season_reach_factor=1.0,
        rate_sigma=0.30,
        growth_days=3.5,
        kind_reach={"reel": 1.2, "video": 1.2, "photo": 1.0, "carousel": 1.2, "link": 0.8, "text": 1.0},
        text_posts=True,
    ),
    ChannelPlan(
        "youtube",
        "Esimerkkilän Vesi",
        "Esimerkkilän Vesi",
        posts_per_day=0.07,
        median_reach=420,
        reach_sigma=0.70,
        weekday_reach=(1.0, 1.0, 1.0, 1.05, 0.95, 1.0, 1.0),
        weekday_posting=(1.0, 1.4, 1.2, 1.4, 1.0, 0.3, 0.3),
        rate=0.030,
        rate_in_season=0.030,
        season_reach_factor=1.0,
        rate_sigma=0.30,
        growth_days=14.0,
        kind_reach={},
        text_posts=False,
        films_only=True,
    ),
    ChannelPlan(
        "tiktok",
        "esimerkkilanvesi",
        "esimerkkilanvesi",
        posts_per_day=0.18,
        median_reach=1300,
        reach_sigma=0.85,
        weekday_reach=(0.95, 1.0, 1.0, 1.1, 1.05, 0.95, 0.95),
        weekday_posting=(1.1, 1.1, 1.1, 1.2, 1.2, 0.6, 0.6),
        rate=0.036,
        rate_in_season=0.036,
        season_reach_factor=2.0,
        rate_sigma=0.35,
        growth_days=2.0,
        kind_reach={},
        text_posts=False,
        films_only=True,
    ),
)
_STREAM = 200  # of the seed; story.py's are below
CAMPAIGN_DAYS = 14
CAMPAIGN_NAME = "Kesävesi {year}"
_EUR_A_DAY = 18.0
_IMPRESSIONS_PER_EUR = 210.0  # about 4.80 EUR a thousand
_CLICK_RATE = 0.011


@dataclass(frozen=True)
class CampaignDay:
    """What Ads Manager states of one day of the advertisement; it does not change later."""

    day: date
    spend_eur: float
    impressions: int
    reach: int
    link_clicks: int


def tell_more(story: Story) -> Story:
    """The same days with the later channels' posts in place of the first three's, and nothing restated or missing."""
    posts: dict[str, tuple[Post, ...]] = {}
    noise: dict[str, np.ndarray] = {}
    for index, channel in enumerate(LATER_CHANNELS):
        random = np.random.default_rng([story.seed, _STREAM + index])
        posts[channel.platform] = draw_posts(random, channel, story.first_day, story.last_day, story.season)
        noise[channel.platform] = random.standard_normal(((story.last_day - story.first_day).days + 1, 4))
    return replace(story, posts=posts, daily_noise=noise, restated=(), missing_days={}, stops={})


def campaign_of(story: Story) -> tuple[CampaignDay, ...]:
    """The advertisement: two weeks that end a month before the season does."""
    random = np.random.default_rng([story.seed, _STREAM + 50])
    first = story.until - timedelta(days=30 + CAMPAIGN_DAYS - 1)
    days = []
    for number in range(CAMPAIGN_DAYS):
        spend = round(_EUR_A_DAY * math.exp(0.08 * random.standard_normal()), 2)
        impressions = int(random.poisson(spend * _IMPRESSIONS_PER_EUR))
        reach = round(impressions / random.uniform(1.15, 1.35))
        days.append(
            CampaignDay(
                first + timedelta(days=number),
                spend,
                impressions,
                reach,
                int(random.binomial(impressions, _CLICK_RATE)),
            )
        )
    return tuple(days)
