"""The standing in words and states, as cards, lines and notes of a page. Nothing is counted here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reppu.metrics.facade import change_in_words, interval_in_words, state_in_words, value_in_words
from reppu.vocabulary.estimate import Estimate, State
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reppu.metrics.facade import Comparison
    from reppu.overview.freshness import ChannelStatus, Status
    from reppu.overview.standing import KeyFigure, Standing


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure on the page. state: good, watch or none."""

    metric: str
    title: Text
    value: str
    interval: str
    change: str
    state: str
    verdict: Text
    why: Text | None
    weekly: tuple[float | None, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a table, or why there is none (shown on hover and focus). offered: False where the platform has none."""

    text: str
    why: str = ""
    offered: bool = True


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel in the table."""

    channel_id: str
    name: str
    mark: str
    posts: Cell
    followers: Cell
    seen: Cell
    rate: Cell
    interval: str
    change: str
    why: Text | None
    weekly: tuple[float | None, ...]
    state: str
    verdict: Text


@dataclass(frozen=True, slots=True)
class Note:
    """Something that needs attention. kind: a state of the kit. channel_id: where it leads, empty for nowhere."""

    kind: str
    words: Text
    channel_id: str = ""


def cards(figures: Iterable[KeyFigure]) -> list[Card]:
    """The key figures."""
    shown = []
    for figure in figures:
        compared = figure.comparison
        state, verdict = verdict_of(compared)
        value = figure.estimate.value
        shown.append(
            Card(
                metric=figure.metric,
                title=figure.title,
                value="–" if value is None else value_in_words(value, figure.unit, figure.currency, short=True),
                interval=interval_in_words(figure.estimate, figure.unit, figure.currency),
                change=_change(compared, figure.unit),
                state=state,
                verdict=verdict,
                why=compared.reason if compared is not None else None,
                weekly=figure.weekly,
                left_out=len(figure.left_out),
            )
        )
    return shown


def verdict_of(compared: Comparison | None) -> tuple[str, Text]:
    """State and words of a comparison: more and less only where the whole interval says so."""
    if compared is None:
        return "none", _("nothing earlier")
    return {
        "up": ("good", _("more than before")),
        "down": ("watch", _("less than before")),
        "same": ("none", _("as before")),
        "cannot_tell": ("none", _("cannot tell yet")),
    }.get(compared.verdict, ("none", _("not comparable")))


def _change(compared: Comparison | None, unit: str) -> str:
    if compared is None or compared.difference.value is None or compared.verdict == "not_comparable":
        return ""
    return change_in_words(compared.difference.value, compared.first.value, unit)


def cell_of(estimate: Estimate | None, unit: str, title: Text | None = None) -> Cell:
    """An answer in a table, its interval on hover; or why there is none."""
    if estimate is None or estimate.value is None:
        if estimate is not None and estimate.state is State.NOT_OFFERED:
            return Cell(str(state_in_words(estimate.state)), str(_("The platform does not offer this number.")), False)
        if estimate is None or estimate.state is State.MISSING:
            return Cell("–", str(_("No export holds this number.")))
        return Cell("–", str(state_in_words(estimate.state)))
    told = value_in_words(estimate.value, unit, short=True)
    interval = interval_in_words(estimate, unit)
    return Cell(told, " ".join(str(part) for part in (title, interval) if part))


def channel_lines(standing: Standing, status: Status) -> list[ChannelLine]:
    """The channels' table, the most seen first."""
    lines = []
    for row in standing.channels:
        state, verdict = verdict_of(row.change)
        rate = row.rate if row.rate is not None and row.rate.value is not None else None
        if rate is None:
            state, verdict = "none", _("no rate")
        lines.append(
            ChannelLine(
                channel_id=row.channel_id,
                name=row.name,
                mark="".join(word[0] for word in row.platform.split())[:2].upper()
                if " " in row.platform
                else row.platform[:2],
                posts=cell_of(row.posts, "count"),
                followers=cell_of(row.followers, "count"),
                seen=cell_of(row.seen, "count", row.seen_title),
                rate=cell_of(row.rate, "fraction", row.rate_title),
                interval=interval_in_words(rate, "fraction") if rate else "",
                change=_change(row.change, "fraction"),
                why=row.change.reason if row.change is not None else None,
                weekly=row.weekly,
                state=state,
                verdict=verdict,
            )
        )
    return lines


def attention(standing: Standing, status: Status) -> list[Note]:
    """What needs attention: surprises of the period first, then what is missing or old."""
    notes = list(_surprises(standing))
    stale = [one for one in status.channels if one.stale]
    if len(stale) == 1:
        notes.append(_stale(stale[0]))
    elif stale:
        oldest = min(one.last_as_of.date() for one in stale if one.last_as_of is not None)
        notes.append(
            Note(
                "watch",
                _n(
                    "{n} channel: the newest export is old, since {day}",
                    "{n} channels: the newest exports are old, the oldest of {day}",
                    len(stale),
                    day=oldest,
                ),
            )
        )
    notes += [_gap(one) for one in status.channels if one.missing_days and not one.stale]
    return notes


def _surprises(standing: Standing) -> Iterable[Note]:
    if standing.daily is None:
        return
    surprising = [day for day in standing.daily.days if day.surprise and day.value is not None and day.expected]
    for day in sorted(surprising, key=lambda one: one.at, reverse=True)[:3]:
        change = change_in_words((day.value or 0.0) - (day.expected or 0.0), day.expected, "count")
        yield Note("surprise", _("{day}: {change} against what was expected", day=day.at, change=change))


def _stale(one: ChannelStatus) -> Note:
    if one.last_as_of is None:
        return Note("watch", _("{channel}: nothing has been imported yet", channel=one.name), one.channel_id)
    return Note(
        "watch",
        _("{channel}: the newest export is of {day}", channel=one.name, day=one.last_as_of.date()),
        one.channel_id,
    )


def _gap(one: ChannelStatus) -> Note:
    return Note(
        "watch",
        _n("{channel}: {n} day is missing", "{channel}: {n} days are missing", one.missing_days, channel=one.name),
        one.channel_id,
    )
