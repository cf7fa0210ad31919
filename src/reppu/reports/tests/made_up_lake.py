"""A small lake of one made-up X channel, winter and spring of 2026, written as an import would. Numbers are invented."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from reppu.lake.facade import OBSERVATIONS, POSTS, Lake, channel_created, open_lake

SPRING_END = datetime(2026, 7, 20, 9, tzinfo=UTC)


def lake_of(home: Path, *, posts_a_season: int = 40, seasons: tuple[str, ...] = ("winter", "spring")) -> Lake:
    """Posts every other day; each is exported when 30 days old. In spring they are seen twice as much, and a smaller
    share takes part."""
    lake = open_lake(home, "esimerkki")
    for season in seasons:
        first = {"winter": date(2025, 12, 1), "spring": date(2026, 3, 1)}[season]
        add_posts(lake, season, first, posts_a_season, *((3.0, 0.05) if season == "winter" else (3.7, 0.03)))
    return lake


def add_posts(lake: Lake, name: str, first: date, count: int, log_seen: float, rate: float) -> int:
    generator = random.Random(name)
    posts, observations = [], []
    for index in range(count):
        at = datetime(first.year, first.month, first.day, 10, tzinfo=UTC) + timedelta(days=index * 90 // max(count, 1))
        as_of = at + timedelta(days=30)
        post_id = f"{name}{index:03}"
        seen = round(math.exp(log_seen + 4 + generator.gauss(0, 0.5)))
        part = max(1, round(seen * rate * math.exp(generator.gauss(0, 0.3))))
        posts.append({**_POST, "post_id": post_id, "published_at": at, "text": f"#{name} {index} 🎉", "as_of": as_of})
        observations += [
            _observation("post", post_id, "x.post.impressions", seen, as_of),
            _observation("post", post_id, "x.post.engagements", part, as_of),
            _observation("post", post_id, "x.post.likes", part // 2, as_of),
        ]
    return write(lake, name, posts, observations)


def restate(
    lake: Lake, name: str, post_id: str, value: int, as_of: datetime, measure: str = "x.post.impressions"
) -> int:
    """A later export that states another number for one post."""
    return write(lake, name, [], [_observation("post", post_id, measure, value, as_of)])


def days_exported(lake: Lake, until: date = date(2026, 5, 31), since: date = date(2025, 12, 1)) -> int:
    """A daily account export that holds every day of the two seasons but the 4th of April."""
    rows = []
    day = since
    while day <= until:
        if day != date(2026, 4, 4):
            rows.append(_observation("account", "account", "x.account.new_follows", 3, SPRING_END, day))
            rows.append(_observation("account", "account", "x.account.unfollows", 1, SPRING_END, day))
        day += timedelta(days=1)
    return write(lake, "days", [], rows)


def write(lake: Lake, name: str, posts: list[dict[str, object]], observations: list[dict[str, object]]) -> int:
    with lake.staging() as staging:
        if posts:
            staging.write("posts", pa.Table.from_pylist(posts, POSTS))
        if observations:
            staging.write("observations", pa.Table.from_pylist(observations, OBSERVATIONS))
        return staging.commit(
            identity=f"{name}-{lake.position}",
            content_hash=None,
            payload={"file": f"{name}.csv", "channels": ["x"], "posts": len(posts), "refused_total": 2},
            who="test",
            setup=[channel_created("x", "x", "Esimerkki", ["x:esimerkki"])],
        ).entry_no


_POST = {"channel_id": "x", "kind": "text", "is_repost": False}


def _observation(
    kind: str, subject: str, measure: str, value: float, as_of: datetime, day: date | None = None
) -> dict[str, object]:
    return {
        "channel_id": "x",
        "subject_kind": kind,
        "subject_id": subject,
        "measure": measure,
        "window": "lifetime" if day is None else "day",
        "period_start": day,
        "period_end": day,
        "clock": "utc",
        "breakdown": "",
        "value": float(value),
        "unit": "count",
        "as_of": as_of,
    }
