"""The best times: engagements a post by weekday and hour, and which of those times differ from the others at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reppu.calendar.facade import zone_named
from reppu.charts.facade import HeatCell, heatmap
from reppu.metrics import facade as metrics
from reppu.overview.shown import verdict_of
from reppu.vocabulary.estimate import Estimate
from reppu.vocabulary.language import Text, _, current_language

if TYPE_CHECKING:
    from reppu.charts.facade import Chart
    from reppu.lake.facade import Lake

DEFAULT_PERIOD = "52w"  # our choice: half a year leaves nearly every field with fewer than five posts
_FEWEST_POSTS = 5  # below, the metric shows no number
MOST_NAMED = 3  # times in the title


@dataclass(frozen=True, slots=True)
class Time:
    """A weekday (1: Monday) and hour of the organisation's time zone. comparison: the channel's other posts first, those of
    this time second; None where there are too few to lay beside."""

    weekday: int
    hour: int
    estimate: Estimate
    comparison: metrics.Comparison | None


@dataclass(frozen=True, slots=True)
class BestTimes:
    """Every time at which the channel posted. corrected: how the comparisons are held for being many; reason: why there are
    none."""

    times: tuple[Time, ...]
    corrected: Text | None
    reason: Text | None


def best_times_question(
    lake: Lake, channel_id: str, since: date, until: date
) -> tuple[str, int, str, tuple[object, ...], Callable[[], BestTimes]]:
    """A channel's times, as `remembered` takes them."""
    parts = (channel_id, since, until)
    return lake.organisation, lake.position, "best-times", parts, lambda: find_times(lake, channel_id, since, until)


def find_times(lake: Lake, channel_id: str, since: date, until: date) -> BestTimes:
    """The metric `best_times`, and each time's posts beside the channel's other posts. Numbers as the newest exports state
    them: a post's weekday says nothing of its age."""
    table = metrics.compute(lake, "best_times", by=("weekday", "hour"), since=since, until=until, channels=[channel_id])
    rows = {
        (int(row.keys["weekday"]), int(row.keys["hour"])): row.estimate
        for row in table.rows
        if row.keys["weekday"] is not None and row.keys["hour"] is not None
    }
    zone = zone_named(lake.settings().time_zone)

    def marks(posts: Sequence[metrics.PostNumbers]) -> dict[str, frozenset[int]]:
        places: dict[tuple[int, int], set[int]] = {}
        for place, post in enumerate(posts):
            at = post.published_at.astimezone(zone)
            places.setdefault((at.isoweekday(), at.hour), set()).add(place)
        enough = sorted(time for time, those in places.items() if len(those) >= _FEWEST_POSTS)
        return {f"{weekday}-{hour}": frozenset(places[weekday, hour]) for weekday, hour in enough}

    page = metrics.compare_by_mark(
        lake, "engagements_per_post", marks, since=since, until=until, channels=[channel_id], age_days=None
    )
    compared = {tuple(map(int, one.label.split("-"))): one.comparison for one in page.rows}
    times = tuple(Time(*time, estimate, compared.get(time)) for time, estimate in sorted(rows.items()))
    return BestTimes(times, page.corrected, page.reason)


def heat_chart(found: BestTimes) -> Chart | None:
    """The heat map from the first to the last hour with posts; a time with fewer than five posts has no tone."""
    if not found.times:
        return None
    first, last = (end(time.hour for time in found.times) for end in (min, max))
    cells = [HeatCell(time.weekday - 1, time.hour - first, time.estimate.value) for time in found.times]
    return heatmap(
        cells,
        row_names=[_weekday(number, "abbreviated") for number in range(1, 8)],
        column_names=[f"{hour:02}" for hour in range(first, last + 1)],
        title=_("Engagements a post by weekday and hour"),
        unit="count",
        language=current_language(),
        width=1080,
    )


def finding(found: BestTimes) -> Text:
    """The page's title: the times that hold when corrected, and mostly that none does."""
    if not any(_told(time.comparison) for time in found.times):
        return _("Too few or too uneven posts to tell one time from another")
    more, less = (
        [when(time) for time in found.times if time.comparison is not None and time.comparison.verdict == verdict]
        for verdict in ("up", "down")
    )
    if more and len(more) <= MOST_NAMED:
        return _("Posts gather more than at other times: {times}", times=", ".join(more))
    if less and not more and len(less) <= MOST_NAMED:
        return _("Posts gather less than at other times: {times}", times=", ".join(less))
    if more or less:
        return _("{more} times gather more than the others, {less} less", more=len(more), less=len(less))
    return _("No time of the week stands out from the others")


def _told(comparison: metrics.Comparison | None) -> bool:
    return comparison is not None and comparison.verdict != "not_comparable"


def when(time: Time) -> str:
    """A time in words: "Monday 09–10"."""
    return f"{_weekday(time.weekday, 'wide')} {time.hour:02}–{(time.hour + 1) % 24:02}"


def _weekday(number: int, width: str) -> str:
    from babel.dates import get_day_names

    locale = {"fi": "fi", "sv": "sv"}.get(current_language(), "en_GB")
    return str(get_day_names(width, "stand-alone", locale)[number - 1])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A time in the table. state, verdict: of its posts beside the others."""

    when: str
    posts: int
    value: str
    interval: str
    state: str
    verdict: Text
    why: Text | None


def time_lines(found: BestTimes) -> list[TimeLine]:
    """The times that have a number, the highest first."""
    having = [time for time in found.times if time.estimate.value is not None]
    lines = []
    for time in sorted(having, key=lambda time: -(time.estimate.value or 0.0)):
        state, verdict = {
            "up": ("good", _("more than at other times")),
            "down": ("watch", _("less than at other times")),
        }.get(time.comparison.verdict if time.comparison else "", verdict_of(time.comparison))
        lines.append(
            TimeLine(
                when=when(time),
                posts=time.estimate.n,
                value=metrics.value_in_words(time.estimate.value or 0.0, "per_post"),
                interval=metrics.interval_in_words(time.estimate, "per_post"),
                state=state,
                verdict=verdict if time.comparison is not None else _("too few posts"),
                why=time.comparison.reason if time.comparison is not None else found.reason,
            )
        )
    return lines


def to_keep(found: BestTimes) -> list[list[object]]:
    """Every time as plain numbers."""
    rows: list[list[object]] = [["weekday", "hour", "posts", "engagements_per_post", "low", "high", "state", "verdict"]]
    for time in found.times:
        one = time.estimate
        verdict = time.comparison.verdict if time.comparison else ""
        rows.append([time.weekday, time.hour, one.n, one.value, one.low, one.high, one.state.value, verdict])
    return rows
