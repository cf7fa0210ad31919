"""The exports somebody at the made-up organisation takes once a month: what each states at its moment.

Between the story (the truth) and the files (the bytes): a post shows the share of its final numbers that its age
allows, restated days show other numbers after the platform put them right, and the newest days are provisional.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from reppu.demo.story import AGE_EXPONENT, HELSINKI, restated_factor, share_by_age

if TYPE_CHECKING:
    from reppu.demo.story import Post, Story

PACIFIC = ZoneInfo("America/Los_Angeles")
PROVISIONAL_DAYS = 2  # the newest days of a daily export, which the next export states anew
_PROVISIONAL_SHARE = 0.93
_LONGEST_GAP_DAYS = 30
_CHART_EVERY_MONTHS = 3  # charts are fetched once a quarter, posts every month
_CHART_DAYS = 104  # a little more than a quarter, so that each chart restates some days of the one before


@dataclass(frozen=True)
class Export:
    """One visit to the platforms' export pages: its folder, moment and the days asked for."""

    folder: str  # the month, "2026-09"
    moment: datetime  # UTC
    first: date
    last: date
    charts: bool


@dataclass(frozen=True)
class Shown:
    """What an export states of one post: final numbers times the share reached by its age, rounded."""

    post: Post
    reach: int
    views: int
    clicks: int
    actions: dict[str, int]

    @property
    def taking_part(self) -> int:
        """The sum of what people did: interactions on Meta, engagements on X."""
        return sum(self.actions.values())


def plan_exports(story: Story) -> list[Export]:
    """Monthly exports from the first month's end until a month after the season, each of about three months."""
    end = _next_month(_next_month(story.until))
    months = [_next_month(story.first_day)]
    while months[-1] < end:
        months.append(_next_month(months[-1]))
    days = [end]
    for month in reversed(months[:-1]):
        # Thirty days apart at most, so that each post is seen once at an age of 15 to 45 days: the tolerance with
        # which lifetime numbers of two seasons are compared. Later exports fall earlier in their months.
        days.append(max(days[-1] - timedelta(days=_LONGEST_GAP_DAYS), month))
    found = []
    for number, (month, day) in enumerate(zip(months, reversed(days), strict=True)):
        minutes = 13 * 60 - 20 * number  # ever earlier in the day, for the same reason
        moment = datetime.combine(day, time(minutes // 60, minutes % 60, 20), UTC)
        first = max(story.first_day, _months_before(month, 3))
        charts = (month.month - end.month + 1) % _CHART_EVERY_MONTHS == 0 or month == end
        found.append(Export(month.strftime("%Y-%m"), moment, first, day - timedelta(days=1), charts))
    return found


def shown_posts(story: Story, platform: str, export: Export) -> list[Shown]:
    """The posts of the export's days as they stood at its moment, oldest first."""
    found = []
    for post in story.posts[platform]:
        day = post.published_at.astimezone(HELSINKI).date()
        if export.first <= day <= export.last:
            age_days = (export.moment - post.published_at) / timedelta(days=1)
            share = share_by_age(age_days, post.channel.growth_days) * restated_factor(
                story, platform, day, export.moment.date()
            )
            found.append(
                Shown(
                    post,
                    round(post.reach * share),
                    round(post.views * share),
                    round(post.clicks * share),
                    {name: round(count * share) for name, count in post.actions.items()},
                )
            )
    return found


@dataclass(frozen=True)
class Daily:
    """Day-by-day numbers of a channel, as an export states them; missing days are left out."""

    days: tuple[date, ...]
    numbers: dict[str, tuple[int, ...]]


class DayByDay:
    """What each channel's posts gather on each day; worked out once, shown by many exports."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._gathered = {platform: self._gather(platform) for platform in story.posts}

    def shown(self, platform: str, first: date, last: date, export_day: date) -> Daily:
        """The numbers of `first` to `last` as stated on `export_day`."""
        story = self._story
        missing = set(story.missing_days.get(platform, ()))
        days = tuple(
            day
            for day in (first + timedelta(days=index) for index in range((last - first).days + 1))
            if day not in missing
        )
        newest = export_day - timedelta(days=PROVISIONAL_DAYS)
        numbers = {}
        for name, values in self._gathered[platform].items():
            numbers[name] = tuple(
                round(
                    values[(day - story.first_day).days]
                    * restated_factor(story, platform, day, export_day)
                    * (_PROVISIONAL_SHARE if day >= newest else 1.0)
                )
                for day in days
            )
        return Daily(days, numbers)

    def _gather(self, platform: str) -> dict[str, np.ndarray]:
        story = self._story
        zone = PACIFIC if platform in ("facebook", "instagram", "youtube") else UTC
        days = [story.first_day + timedelta(days=index) for index in range((story.last_day - story.first_day).days + 1)]
        midnights = np.array(
            [datetime.combine(day, time(0), zone).timestamp() for day in [*days, days[-1] + timedelta(days=1)]]
        )
        reach = np.zeros(len(days))
        parts: dict[str, np.ndarray] = {}
        for post in story.posts[platform]:
            ages = np.maximum(midnights - post.published_at.timestamp(), 0.0) / 86_400
            share = 1.0 - np.exp(-((ages / post.channel.growth_days) ** AGE_EXPONENT))
            gained = np.diff(share)
            reach += post.reach * gained
            for name, count in {**post.actions, "clicks": post.clicks, "views": post.views}.items():
                parts.setdefault(name, np.zeros(len(days)))
                parts[name] += count * gained
        noise = story.daily_noise[platform]
        published = np.zeros(len(days))
        for post in story.posts[platform]:
            day = post.published_at.astimezone(zone).date()
            published[min(max((day - story.first_day).days, 0), len(days) - 1)] += 1
        # What comes without new posts: searches, old posts, the page itself. Follows need a base of their own.
        base = {"facebook": 140.0, "instagram": 60.0, "x": 45.0, "linkedin": 30.0, "youtube": 25.0, "tiktok": 40.0}[
            platform
        ]
        account = {
            "reach": reach * 0.85 + base * np.exp(0.25 * noise[:, 0]),
            "follows": np.maximum(0.0, 1.6 + 0.0009 * reach + 1.1 * noise[:, 1]),
            "unfollows": np.maximum(0.0, 0.9 + 0.8 * noise[:, 2]),
            "visits": 9.0 + 0.017 * reach + 3.0 * np.abs(noise[:, 3]),
            "posts": published,
        }
        return {**parts, **account}


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _months_before(month: date, count: int) -> date:
    years, index = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, index + 1, 1)


def chart_days(story: Story, export: Export) -> tuple[date, date]:
    """First and last day of the charts of an export."""
    return max(story.first_day, export.last - timedelta(days=_CHART_DAYS - 1)), export.last


# Percentages of followers, women and men; a town's water utility is followed by its inhabitants. Our choice.
_AGES = {
    "facebook": (("18-24", 2.1, 1.6), ("25-34", 8.4, 5.2), ("35-44", 14.8, 8.9), ("45-54", 15.6, 9.3),
                 ("55-64", 12.7, 7.6), ("65+", 8.1, 5.7)),
    "instagram": (("18-24", 8.3, 4.4), ("25-34", 18.6, 9.7), ("35-44", 17.9, 8.8), ("45-54", 12.1, 6.3),
                  ("55-64", 6.6, 3.4), ("65+", 2.4, 1.5)),
}  # fmt: skip
_COUNTRIES = (("Finland", 95.8), ("Sweden", 1.6), ("Estonia", 0.7), ("Germany", 0.4), ("Norway", 0.3))
_CITIES = (
    ("Esimerkkilä, Finland", 71.4),
    ("Helsinki, Finland", 6.2),
    ("Tampere, Finland", 2.9),
    ("Turku, Finland", 2.1),
)
_Slices = tuple[tuple[str, float], ...]


def audience_of(
    platform: str, random: np.random.Generator
) -> tuple[tuple[tuple[str, float, float], ...], _Slices, _Slices]:
    """Ages with women's and men's percentages, countries and cities, a little different at each export."""

    def moved(percent: float) -> float:
        return round(max(0.1, percent + float(random.normal(0, 0.1))), 1)

    ages = tuple((age, moved(women), moved(men)) for age, women, men in _AGES[platform])
    return (
        ages,
        tuple((name, moved(part)) for name, part in _COUNTRIES),
        tuple((name, moved(part)) for name, part in _CITIES),
    )
