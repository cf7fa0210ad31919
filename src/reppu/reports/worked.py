"""What worked in a channel and what did not: by kind of post, time of day and words, each beside the channel's other posts.

One page of comparisons a channel, corrected together for being many. Nothing is said of a mark on a handful of posts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reppu.calendar.facade import zone_named
from reppu.metrics import facade as metrics
from reppu.reports.content import HeatField, MarkRow, PrintedNumber, Verdict, Worked
from reppu.reports.topics import topics_of
from reppu.vocabulary.estimate import Estimate, State, stated
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

# The first of these that has a value for the channel's season decides what "worked" means there.
RATES = (
    "engagement_rate_by_impressions",
    "engagement_rate_by_views",
    "engagement_rate_by_reach",
    "engagements_per_post",
)
COMPARED_AT_DAYS = 30
SHARE_OF_THE_RIGHT_AGE = 0.8  # as in metrics.compare
FEWEST_WITH_A_MARK = 5  # a rate needs five posts; fewer would only widen the other intervals
# Our choice: four stretches that an editor can plan by. From the hour to the hour, local time.
TIMES: dict[str, tuple[int, int, Text]] = {
    "morning": (5, 10, _("morning, 5–10")),
    "day": (10, 16, _("day, 10–16")),
    "evening": (16, 22, _("evening, 16–22")),
    "night": (22, 5, _("night, 22–5")),
}
WEEKEND = _("Saturday and Sunday")
# Hours of a week: 168 fields need more posts than a season has, so the year until the season's end is shown.
HEAT_DAYS, FEWEST_FIELDS = 365, 12


def worked_of(
    lake: Lake,
    channel_id: str,
    season: tuple[date, date],
    position: int,
    kinds: Mapping[str, Text],
) -> Worked | None:
    """What worked, or None where the channel has no rate at all. kinds: a post's kind → its word."""
    metric = _rate_of(lake, channel_id, season, position)
    if metric is None:
        return None
    labels: dict[str, Text] = {}
    zone = zone_named(lake.settings(position).time_zone)

    def marks(posts: Sequence[metrics.PostNumbers]) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {}
        for place, post in enumerate(posts):
            local = post.published_at.astimezone(zone)
            time = next(name for name, (start, end, _word) in TIMES.items() if _is_within(local.hour, start, end))
            for key in (f"kind.{post.kind}" if post.kind in kinds else None, f"time.{time}"):
                if key is not None:
                    found.setdefault(key, set()).add(place)
            if local.weekday() >= 5:
                found.setdefault("time.weekend", set()).add(place)
        for topic in topics_of([post.text for post in posts]):
            found[f"word.{topic.label}"] = set(topic.posts)
            labels[f"word.{topic.label}"] = _("“{word}”", word=topic.label)
        # a mark that all posts carry, or all but a handful, has nothing beside it
        return {
            key: frozenset(places)
            for key, places in found.items()
            if FEWEST_WITH_A_MARK <= len(places) <= len(posts) - FEWEST_WITH_A_MARK
        }

    page = _compared(lake, metric, marks, season, channel_id, position)
    labels |= {f"kind.{kind}": word for kind, word in kinds.items()}
    labels |= {f"time.{name}": word for name, (_start, _end, word) in TIMES.items()} | {"time.weekend": WEEKEND}
    definition = metrics.definition(metric)
    rows = tuple(_row(channel_id, metric, definition.unit, one, labels[one.label]) for one in page.rows)
    return Worked(
        metric=metric,
        label=definition.title,
        rows=tuple(sorted(rows, key=lambda row: (_ORDER[row.verdict], -(row.rate.value or 0.0)))),
        corrected=page.corrected,
        reason=page.reason,
        fields=_fields(lake, channel_id, metric, season, position),
    )


_ORDER = {Verdict.UP: 0, Verdict.DOWN: 1, Verdict.CANNOT_TELL: 2, Verdict.SAME: 2, Verdict.NOTHING_TO_COMPARE: 3}


def _is_within(hour: int, start: int, end: int) -> bool:
    return start <= hour < end if start < end else hour >= start or hour < end


def _rate_of(lake: Lake, channel_id: str, season: tuple[date, date], position: int) -> str | None:
    for name in RATES:
        table = metrics.compute(lake, name, since=season[0], until=season[1], position=position, channels=[channel_id])
        if any(row.estimate.value is not None for row in table.rows):
            return name
    return None


def _compared(
    lake: Lake,
    metric: str,
    marks: metrics.MarksOf,
    season: tuple[date, date],
    channel_id: str,
    position: int,
) -> metrics.MarkedPage:
    """At thirty days of age where nearly all posts have such a number, else as the newest export states them."""

    def at(age: int | None) -> metrics.MarkedPage:
        return metrics.compare_by_mark(
            lake,
            metric,
            marks,
            since=season[0],
            until=season[1],
            channels=[channel_id],
            age_days=age,
            position=position,
        )

    newest = at(None)
    if not newest.rows:
        return newest
    aged = at(COMPARED_AT_DAYS)

    def posts(page: metrics.MarkedPage) -> int:
        return max((row.comparison.first.n + row.comparison.second.n for row in page.rows), default=0)

    return aged if posts(aged) >= SHARE_OF_THE_RIGHT_AGE * posts(newest) else newest


def _row(channel_id: str, metric: str, unit: str, one: metrics.Marked, label: Text) -> MarkRow:
    comparison = one.comparison

    def printed(part: str, estimate: Estimate, unit: str) -> PrintedNumber:
        return PrintedNumber(f"{channel_id}.{metric}.with.{one.label}.{part}", estimate, unit, "published", metric)

    verdict = {
        "up": Verdict.UP, "down": Verdict.DOWN, "same": Verdict.SAME, "cannot_tell": Verdict.CANNOT_TELL,
    }.get(comparison.verdict, Verdict.NOTHING_TO_COMPARE)  # fmt: skip
    return MarkRow(
        key=one.label,
        label=label,
        posts=printed("posts", stated(one.posts, one.posts), "count"),
        rate=printed("rate", comparison.second, unit),
        others=printed("others", comparison.first, unit),
        change=printed("change", comparison.difference, "points" if unit == "fraction" else "change"),
        verdict=verdict,
        reason=comparison.reason,
    )


def _fields(
    lake: Lake, channel_id: str, metric: str, season: tuple[date, date], position: int
) -> tuple[HeatField, ...]:
    """Weekday by hour over a year; none when too few fields have enough posts to look at."""
    definition = metrics.definition(metric)
    table = metrics.compute(
        lake,
        metric,
        by=("weekday", "hour"),
        since=season[1] - timedelta(days=HEAT_DAYS - 1),
        until=season[1],
        position=position,
        channels=[channel_id],
    )
    fields = []
    for row in table.rows:
        weekday, hour = row.keys["weekday"], row.keys["hour"]
        if weekday is None or hour is None or row.estimate.n == 0:
            continue
        id_ = f"{channel_id}.{metric}.year.{weekday}.{hour}"
        number = PrintedNumber(id_, row.estimate, definition.unit, "published", metric)
        fields.append(HeatField(int(weekday) - 1, int(hour), number))
    enough = [field for field in fields if field.number.value is not None]
    return tuple(fields) if len(enough) >= FEWEST_FIELDS else ()


def silent_reason(worked: Worked) -> Text | None:
    """What to say when no mark stands apart: why, or that nothing can be told."""
    if any(row.verdict in (Verdict.UP, Verdict.DOWN) for row in worked.rows):
        return None
    if worked.reason is not None:
        return worked.reason
    if any(row.rate.estimate.state is State.OK for row in worked.rows):
        return _("No kind, time or word stands apart from the channel's other posts with certainty.")
    return _("The posts are too few to tell kinds, times and words apart.")
