"""The posts one by one with their numbers, for lists of the best and for how posts are spread. Nothing is aggregated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from reppu.metrics.facts import _canonical, _moments, _of_channels
from reppu.metrics.question import ask
from reppu.metrics.rosetta import MEASURES

if TYPE_CHECKING:
    from reppu.lake.facade import Lake


@dataclass(frozen=True, slots=True)
class PostNumbers:
    """One post of one's own. numbers: canonical measure → what the platform stated, None where it stated nothing."""

    channel_id: str
    post_id: str
    published_at: datetime
    kind: str | None
    text: str | None
    link: str | None
    numbers: dict[str, float | None]


def each_post(
    lake: Lake,
    measures: Sequence[str],
    *,
    since: date | None = None,
    until: date | None = None,
    position: int | None = None,
    as_of: datetime | None = None,
    channels: Sequence[str] | None = None,
) -> tuple[PostNumbers, ...]:
    """Every post published in the period (both days included; the organisation's days), in the order of channel and time.

    measures: canonical measures of posts, as in `rosetta.MEASURES` ("impressions", "engagements"). Posts that only pass
    on somebody else's post are left out, as in every metric. Raises ReppuError for a channel that does not exist.
    """
    question = ask(
        lake, "posts", by=(), since=since, until=until, position=position, as_of=as_of, age_days=None, channels=channels
    )
    posts = _of_channels(lake.latest_posts(position, as_of), question.channels)
    posts = posts.filter(~posts.is_repost.fill_null(False))
    first, after = _moments(question)
    if first is not None:
        posts = posts.filter(posts.published_at >= first)
    if after is not None:
        posts = posts.filter(posts.published_at < after)
    posts = posts.select("channel_id", "post_id", "published_at", "kind", "text", "link")
    observed = lake.latest_observations(position, as_of)
    if first is not None:
        observed = observed.filter(observed.published_at >= first)
    if after is not None:
        observed = observed.filter(observed.published_at < after)
    numbers = _canonical(
        observed.filter((observed.subject_kind == "post") & (observed.window == "lifetime")),
        [MEASURES[name] for name in measures],
        question.channels,
        key={"channel_id": "channel_id", "post_id": "subject_id"},
    ).rename(_channel="channel_id", _post="post_id")
    joined = posts.left_join(numbers, [posts.channel_id == numbers["_channel"], posts.post_id == numbers["_post"]])
    rows = joined.select(*posts.columns, *measures).to_pyarrow().to_pylist()
    found = [
        PostNumbers(
            row["channel_id"],
            row["post_id"],
            row["published_at"],
            row["kind"],
            row["text"],
            row["link"],
            {name: row[name] for name in measures},
        )
        for row in rows
        if row["published_at"] is not None
    ]
    return tuple(sorted(found, key=lambda post: (post.channel_id, post.published_at, post.post_id)))
