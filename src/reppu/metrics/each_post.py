"""The posts one by one with their numbers, for lists of the best and for how posts are spread. Nothing is aggregated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reppu.metrics.facts import _canonical, _moments, _of_channels
from reppu.metrics.question import Question, ask
from reppu.metrics.rosetta import MEASURES

if TYPE_CHECKING:
    from reppu.lake.facade import Channel, Lake


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
    age_days: float | None = None,
    tolerance_days: float | None = None,
) -> tuple[PostNumbers, ...]:
    """Every post published in the period (both days included; the organisation's days), in the order of channel and time.

    measures: canonical measures of posts, as in `rosetta.MEASURES` ("impressions", "engagements"). Posts that only pass
    on somebody else's post are left out, as in every metric. age_days, tolerance_days: the numbers as they were at that age,
    None for a post without a statement from then. Raises ReppuError for a channel that does not exist.
    """
    question = ask(
        lake,
        "posts",
        by=(),
        since=since,
        until=until,
        position=position,
        as_of=as_of,
        age_days=age_days,
        tolerance_days=tolerance_days,
        channels=channels,
    )
    wanted = {one.channel_id for one in question.channels}
    memory: dict[object, Any] | None = getattr(lake, "rows_kept", None)  # see keeping.py
    if memory is None:
        found = _read(lake, question, tuple(measures))
    else:
        together = tuple(dict.fromkeys((*_ASKED_TOGETHER, *measures)))
        days = (question.since, question.until, question.position, question.as_of, age_days, tolerance_days)
        key = ("each_post", together, days)
        if key not in memory:
            memory[key] = _read(lake, replace(question, channels=_living(lake, position)), together)
        found = [
            replace(post, numbers={name: post.numbers[name] for name in measures})
            for post in memory[key]
            if post.channel_id in wanted
        ]
    return tuple(sorted(found, key=lambda post: (post.channel_id, post.published_at, post.post_id)))


# A book asks for these of each channel's posts, in several combinations: read once, they answer all of them.
_ASKED_TOGETHER = ("engagements", "impressions", "views", "post_reach")


def _living(lake: Lake, position: int | None) -> tuple[Channel, ...]:
    return tuple(one for one in lake.channels(position) if one.merged_into is None)


def _read(lake: Lake, question: Question, measures: tuple[str, ...]) -> list[PostNumbers]:
    posts = _of_channels(lake.latest_posts(question.position, question.as_of), question.channels)
    posts = posts.filter(~posts.is_repost.fill_null(False))
    first, after = _moments(question)
    if first is not None:
        posts = posts.filter(posts.published_at >= first)
    if after is not None:
        posts = posts.filter(posts.published_at < after)
    posts = posts.select("channel_id", "post_id", "published_at", "kind", "text", "link")
    observed = lake.latest_observations(question.position, question.as_of, question.age_days, question.tolerance_days)
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
    return [
        PostNumbers(
            row["channel_id"],
            row["post_id"],
            row["published_at"],
            row["kind"],
            row["text"],
            row["link"],
            {name: row[name] for name in measures},
        )
        for row in joined.select(*posts.columns, *measures).to_pyarrow().to_pylist()
        if row["published_at"] is not None
    ]


def growth_of_posts(
    lake: Lake,
    measure: str,
    *,
    since: date,
    until: date,
    position: int | None = None,
    channels: Sequence[str] | None = None,
) -> dict[tuple[str, str], tuple[tuple[float, float], ...]]:
    """(channel, post) → (age in days, what was stated then), in order of age, for the posts published in the period.

    measure: a canonical measure of posts. Every statement counts that the imports hold; posts that a correction leaves
    out are absent.
    """
    posts = {
        (post.channel_id, post.post_id): post.published_at
        for post in each_post(lake, (), since=since, until=until, position=position, channels=channels)
    }
    memory: dict[object, Any] = getattr(lake, "rows_kept", {})
    kept = ("growth_of_posts", measure, position)
    if kept not in memory:
        stated = lake.read("observations", position)
        stated = stated.filter((stated.subject_kind == "post") & (stated.window == "lifetime"))
        key = {"channel_id": "channel_id", "post_id": "subject_id", "as_of": "as_of"}
        memory[kept] = _canonical(stated, [MEASURES[measure]], _living(lake, position), key).to_pyarrow()
    table = memory[kept]
    found: dict[tuple[str, str], dict[float, float]] = {}
    for row in table.select(["channel_id", "post_id", "as_of", measure]).to_pylist():
        which = row["channel_id"], row["post_id"]
        if which in posts and row[measure] is not None:
            age = (row["as_of"] - posts[which]).total_seconds() / 86_400
            found.setdefault(which, {})[round(age, 3)] = float(row[measure])
    return {which: tuple(sorted(points.items())) for which, points in sorted(found.items())}
