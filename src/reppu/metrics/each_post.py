"""The posts one by one with their numbers, for lists of the best and for how posts are spread. Nothing is aggregated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from reppu.metrics.facts import canonical, posts_that_count, posts_with_numbers
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
    texts = _texts(lake, question)
    found = [
        PostNumbers(
            row["channel_id"],
            row["post_id"],
            row["published_at"],
            row["kind"],
            *texts.get((row["channel_id"], row["post_id"]), (None, None)),
            {name: row[name] for name in measures},
        )
        for row in posts_with_numbers(
            lake, question, ("channel_id", "post_id", "published_at", "kind"), measures
        ).to_pylist()
        if row["published_at"] is not None
    ]
    return tuple(sorted(found, key=lambda post: (post.channel_id, post.published_at, post.post_id)))


def _living(lake: Lake, position: int | None) -> tuple[Channel, ...]:
    return tuple(one for one in lake.channels(position) if one.merged_into is None)


def _texts(lake: Lake, question: Question) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    """(channel, post) → its text and its link. Apart from the numbers: of other days than these no text is needed."""
    memory: dict[object, Any] | None = getattr(lake, "rows_kept", None)  # see keeping.py
    key = ("texts", question.since, question.until, question.position, question.as_of)
    if memory is not None and key in memory:
        return cast("dict[tuple[str, str], tuple[str | None, str | None]]", memory[key])
    asked = question if memory is None else replace(question, channels=_living(lake, question.position))
    posts = posts_that_count(lake, asked).select("channel_id", "post_id", "text", "link").to_pyarrow()
    texts = {(row["channel_id"], row["post_id"]): (row["text"], row["link"]) for row in posts.to_pylist()}
    if memory is not None:
        memory[key] = texts
    return texts


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
        memory[kept] = canonical(stated, [MEASURES[measure]], _living(lake, position), key).to_pyarrow()
    table = memory[kept]
    found: dict[tuple[str, str], dict[float, float]] = {}
    for row in table.select(["channel_id", "post_id", "as_of", measure]).to_pylist():
        which = row["channel_id"], row["post_id"]
        if which in posts and row[measure] is not None:
            age = (row["as_of"] - posts[which]).total_seconds() / 86_400
            found.setdefault(which, {})[round(age, 3)] = float(row[measure])
    return {which: tuple(sorted(points.items())) for which, points in sorted(found.items())}
