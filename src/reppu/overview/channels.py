"""The channels side by side: what the page says first, their engagements week by week, and the table as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reppu.charts.facade import Panel, TrendPoint, multiples
from reppu.metrics import facade as metrics
from reppu.vocabulary.estimate import Estimate, State
from reppu.vocabulary.language import Text, _, _n, current_language

if TYPE_CHECKING:
    from reppu.charts.facade import Chart
    from reppu.lake.facade import Lake
    from reppu.overview.standing import Standing

_TOO_FAR_APART = 10  # our choice: a tenth of the height is still read off; beyond, each channel has a scale of its own
MOST_NAMED = 2  # names in the title; more are counted


@dataclass(frozen=True, slots=True)
class Weekly:
    """A metric week by week, channel by channel; channels without any value are left out."""

    title: Text
    unit: str
    points: dict[str, tuple[TrendPoint, ...]]


def weekly_question(
    lake: Lake, since: date, until: date
) -> tuple[str, int, str, tuple[object, ...], Callable[[], Weekly]]:
    """The channels' engagements by week, as `remembered` takes it."""
    return lake.organisation, lake.position, "channels-by-week", (since, until), lambda: _weekly(lake, since, until)


def _weekly(lake: Lake, since: date, until: date) -> Weekly:
    definition = metrics.definition("engagements")
    points: dict[str, list[TrendPoint]] = {}
    for row in metrics.compute(lake, definition.name, by=("channel", "week"), since=since, until=until).rows:
        channel, week = row.keys["channel"], row.keys["week"]
        if channel is not None and week is not None:
            points.setdefault(channel, []).append(TrendPoint(monday_of(week), row.estimate))
    weeks = [point.at for every in points.values() for point in every]
    kept = {
        channel: without_holes(every, min(weeks), max(weeks))
        for channel, every in points.items()
        if any(point.estimate.value is not None for point in every)
    }
    return Weekly(definition.title, definition.unit, kept)


def without_holes(points: Sequence[TrendPoint], first: date, last: date) -> tuple[TrendPoint, ...]:
    """Every week from that of `first` to that of `last` (Mondays): a week without an answer is a gap in the line."""
    told = {point.at: point for point in points}
    weeks = [first + timedelta(days=7 * index) for index in range((last - first).days // 7 + 1)]
    nothing = Estimate(None, None, None, 0, "", State.MISSING)
    return tuple(told.get(at) or TrendPoint(at, nothing) for at in weeks)


def monday_of(week: str) -> date:
    """The first day of an ISO week ("2026-W07")."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def weekly_chart(weekly: Weekly, standing: Standing) -> Chart | None:
    """A small chart for each channel, in the order of the table; None without two channels to lay beside each other."""
    panels = [
        Panel(row.name, weekly.points[row.channel_id]) for row in standing.channels if row.channel_id in weekly.points
    ]
    if len(panels) < 2:
        return None
    tops = [max(point.estimate.value or 0.0 for point in panel.points) for panel in panels]
    return multiples(
        panels,
        title=_("{metric} by week, channel by channel", metric=weekly.title),
        unit=weekly.unit,
        language=current_language(),
        own_scales=max(tops) > _TOO_FAR_APART * max(min(tops), 1.0),
        width=1080,
    )


def finding(standing: Standing) -> Text:
    """The page's title: where a larger or a smaller share takes part than before, as far as one can tell."""
    if standing.before is None:
        return _n("{n} channel", "{n} channels", len(standing.channels))
    up, down = (
        [row.name for row in standing.channels if row.change is not None and row.change.verdict == verdict]
        for verdict in ("up", "down")
    )
    if up and down:
        return _("A larger share takes part: {more}. A smaller share: {less}", more=_named(up), less=_named(down))
    if up:
        return _("A larger share takes part than before: {more}", more=_named(up))
    if down:
        return _("A smaller share takes part than before: {less}", less=_named(down))
    return _("No channel’s rate differs clearly from before")


def _named(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= MOST_NAMED else str(_n("{n} channel", "{n} channels", len(names)))


def to_keep(standing: Standing) -> list[list[object]]:
    """The table as plain numbers; the state says why one is absent."""
    rows: list[list[object]] = [
        ["channel_id", "channel", "platform", "posts", "followers", "followers_state", "seen", "seen_as", "seen_state",
         "rate", "rate_low", "rate_high", "rate_as", "rate_state", "change", "change_low", "change_high", "verdict"]
    ]  # fmt: skip
    for one in standing.channels:
        change = one.change
        told: list[object] = [one.channel_id, one.name, one.platform, one.posts.value]
        told += [one.followers.value, one.followers.state.value] if one.followers else [None, "missing"]
        told += [one.seen.value, str(one.seen_title or ""), one.seen.state.value] if one.seen else [None, "", "missing"]
        told += (
            [one.rate.value, one.rate.low, one.rate.high, str(one.rate_title or ""), one.rate.state.value]
            if one.rate
            else [None, None, None, "", "missing"]
        )
        told += (
            [change.difference.value, change.difference.low, change.difference.high, change.verdict]
            if change
            else [None, None, None, ""]
        )
        rows.append(told)
    return rows
