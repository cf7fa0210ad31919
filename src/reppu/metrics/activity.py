"""Over what was stated of days and periods of a channel: sums, the newest number, growth, and what only the platform can add."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reppu.lake.facade import Channel, Lake
from reppu.metrics.answers import Key, Row, channel_split, named, numbers, offers, splits_of, why_not_offered
from reppu.metrics.empty_groups import EmptyGroups
from reppu.metrics.facts import rows_of_days
from reppu.metrics.followers import STATED_WITHIN_DAYS, Stocks, stock_before, stocks
from reppu.metrics.maths.grouped import exact_totals
from reppu.metrics.question import WHO, Question
from reppu.metrics.rosetta import spelling_of
from reppu.metrics.splitting import as_date, as_day, days_since_epoch, grouped
from reppu.vocabulary.estimate import Estimate, State, stated, twelve_digits, without_value
from reppu.vocabulary.language import _, _n


def activity(lake: Lake, question: Question) -> tuple[Row, ...]:
    """The answer of a metric of stated days, a row a group."""
    table = rows_of_days(lake, question)
    start, end = days_since_epoch(table["period_start"]), days_since_epoch(table["period_end"])
    channel = channel_split(table["channel_id"], question)
    value = numbers(table, "value")
    assert value is not None  # always selected
    other = numbers(table, "other")
    before = stocks(lake, question) if question.definition.kind == "growth" else None
    splits = splits_of(table, channel, question, day=start)
    groups = grouped(splits, table.num_rows)
    of_group: dict[Key, list[int]] = {key: [] for key in groups.keys}
    for place, group in enumerate(groups.of_row.tolist()):
        of_group[groups.keys[group]].append(place)
    empty = EmptyGroups(lake, question)
    if set(question.by) <= set(WHO):
        for one in question.channels:
            of_group.setdefault(empty.key_of(one), [])
    answers = {}
    for key, places in of_group.items():
        here = [one for one in question.channels if empty.in_group(one, key)]
        offering = [one for one in here if offers(question, one)]
        if not offering:
            estimate, reason = without_value(State.NOT_OFFERED), why_not_offered(question, here)
            answers[key] = Row(named(question, key), estimate, reason, ())
            continue
        mine = np.array(places, dtype=np.int64)
        days = _Days(
            np.array([question.channels[c].channel_id for c in channel.codes[mine]], dtype=object),
            start[mine],
            end[mine],
            value[mine],
            other[mine] if other is not None else None,
        )
        asked = empty.days(key)
        if before is not None:
            answers[key] = _growth(question, key, here, offering, days, asked, before)
        else:
            answers[key] = _SHAPES[question.definition.kind](question, key, here, offering, days, asked)
    return tuple(answers[key] for key in empty.in_order(answers))


@dataclass(frozen=True, slots=True)
class _Days:
    """One group's stated days: channel ids, first and last day, value and other value (NaN: blank)."""

    channel: NDArray[np.object_]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    value: NDArray[np.float64]
    other: NDArray[np.float64] | None = None

    def of(self, channel: Channel) -> _Days:
        mine = self.channel == channel.channel_id
        return _Days(self.channel[mine], self.start[mine], self.end[mine], self.value[mine], None)


Asked = tuple[date | None, date | None]

# Our choice: of fewer than half of a period's days a sum says more about the exports than about the channel.
SHARE_OF_DAYS = 0.5


def _flow(
    question: Question, key: Key, here: Sequence[Channel], offering: Sequence[Channel], days: _Days, asked: Asked
) -> Row:
    """Σ over single days; a longer period that was stated whole is not mixed in, but counts where it alone is told."""
    told = np.isfinite(days.value) & (days.start == days.end)
    used = {str(one) for one in days.channel[told]}
    left_out = tuple(one.channel_id for one in here if one.channel_id not in used)
    if not used:
        return _stated_whole(question, key, here, days, asked)
    n = int(told.sum())
    first = as_day(asked[0]) if asked[0] is not None else int(days.start.min())
    last = as_day(asked[1]) if asked[1] is not None else int(days.end.max())
    wanted = (last - first + 1) * len(used)
    total = float(exact_totals(days.value[told], np.zeros(n, dtype=np.int64), 1)[0])
    if "weekday" in question.by or n >= wanted:
        return Row(named(question, key), stated(total, n), None, left_out)
    # A sum over a part of the days is not the sum over the period: it is what was seen, and of few days not even that.
    reason = _n("{n} day of {all} is stated.", "{n} days of {all} are stated.", n, all=wanted)
    if n < SHARE_OF_DAYS * wanted:
        return Row(named(question, key), without_value(State.TOO_LITTLE_DATA, n), reason, left_out)
    seen = Estimate(twelve_digits(total), None, None, n, "stated", State.OBSERVED)
    return Row(named(question, key), seen, reason, left_out)


def _stated_whole(question: Question, key: Key, here: Sequence[Channel], days: _Days, asked: Asked) -> Row:
    """The sum of what was stated for exactly the asked days, a period a channel; periods that only lie inside are not the whole."""
    whole = np.isfinite(days.value) & _of_exactly(days, asked)
    used = {str(one) for one in days.channel[whole]}
    if not used or len(used) != int(whole.sum()):
        return Row(named(question, key), without_value(State.MISSING), _("No imported export states these days."), ())
    total = float(exact_totals(days.value[whole], np.zeros(len(used), dtype=np.int64), 1)[0])
    left_out = tuple(one.channel_id for one in here if one.channel_id not in used)
    return Row(named(question, key), stated(total, len(used)), _("Stated for the period as a whole."), left_out)


def _of_exactly(days: _Days, asked: Asked) -> NDArray[np.bool_]:
    """Which statements are of exactly the asked days; of all time, those of the only period that there is."""
    exactly = np.ones(days.start.size, dtype=np.bool_)
    for at, edge in ((days.start, asked[0]), (days.end, asked[1])):
        exactly &= at == (as_day(edge) if edge is not None else at)
    if asked[0] is None or asked[1] is None:
        exactly &= len(set(zip(days.start.tolist(), days.end.tolist(), strict=True))) == 1
    return exactly


def _growth(
    question: Question,
    key: Key,
    here: Sequence[Channel],
    offering: Sequence[Channel],
    days: _Days,
    asked: Asked,
    before: Stocks,
) -> Row:
    """Σ over days, divided by the followers on the eve of the first of them; only channels of which both are known."""
    first = as_day(asked[0]) if asked[0] is not None else int(days.start.min()) if days.start.size else 0
    stock = {
        one.channel_id: float(stock_before(before, one.channel_id, np.array([first - 1], dtype=np.int64))[0])
        for one in offering
    }
    known = np.array([np.isfinite(stock.get(str(one), np.nan)) for one in days.channel], dtype=np.bool_)
    flow = _flow(question, key, here, offering, days, asked)
    if flow.estimate.value is None or not known.any():
        if flow.estimate.value is None:
            return flow
        reason = _("Nobody has stated the followers within {n} days before the period.", n=STATED_WITHIN_DAYS)
        return Row(flow.keys, without_value(State.MISSING), reason, ())
    both = _Days(days.channel[known], days.start[known], days.end[known], days.value[known])
    flow = _flow(question, key, here, offering, both, asked)
    if flow.estimate.value is None:
        return flow
    used = [one.channel_id for one in offering if one.channel_id not in flow.left_out]
    whole = float(exact_totals(np.array([stock[one] for one in used]), np.zeros(len(used), dtype=np.int64), 1)[0])
    value = twelve_digits(flow.estimate.value / whole)
    ends = None if flow.estimate.low is None else value
    return replace(flow, estimate=replace(flow.estimate, value=value, low=ends, high=ends))


def _composition(
    question: Question, key: Key, here: Sequence[Channel], offering: Sequence[Channel], days: _Days, asked: Asked
) -> Row:
    """Σ value / Σ other over single days that state both, else of the asked period where that was stated whole: a part of
    a whole that was stated, exact."""
    assert days.other is not None  # read for this kind
    told = np.isfinite(days.value) & np.isfinite(days.other) & (days.start == days.end)
    used = {str(one) for one in days.channel[told]}
    whole_period = not used
    if whole_period:
        told = np.isfinite(days.value) & np.isfinite(days.other) & _of_exactly(days, asked)
        used = {str(one) for one in days.channel[told]}
    if not used or (whole_period and len(used) != int(told.sum())):
        return Row(named(question, key), without_value(State.MISSING), _("No imported export states these days."), ())
    left_out = tuple(one.channel_id for one in here if one.channel_id not in used)
    n, zeros = int(told.sum()), np.zeros(int(told.sum()), dtype=np.int64)
    part, whole = (float(exact_totals(one[told], zeros, 1)[0]) for one in (days.value, days.other))
    if whole <= 0:
        reason = _("The whole is zero: it has no parts.")
        return Row(named(question, key), without_value(State.TOO_LITTLE_DATA, n), reason, left_out)
    if whole_period:
        return Row(named(question, key), stated(part / whole, n), _("Stated for the period as a whole."), left_out)
    first = as_day(asked[0]) if asked[0] is not None else int(days.start.min())
    last = as_day(asked[1]) if asked[1] is not None else int(days.end.max())
    wanted = (last - first + 1) * len(used)
    if n >= wanted:
        return Row(named(question, key), stated(part / whole, n), None, left_out)
    reason = _n("{n} day of {all} is stated.", "{n} days of {all} are stated.", n, all=wanted)
    if n < SHARE_OF_DAYS * wanted:
        return Row(named(question, key), without_value(State.TOO_LITTLE_DATA, n), reason, left_out)
    seen = Estimate(twelve_digits(part / whole), None, None, n, "stated", State.OBSERVED)
    return Row(named(question, key), seen, reason, left_out)


def _stock(
    question: Question, key: Key, here: Sequence[Channel], offering: Sequence[Channel], days: _Days, asked: Asked
) -> Row:
    """The last stated number of each channel, added over channels."""
    numbers, newest = {}, None
    for one in offering:
        own = days.of(one)
        told = np.isfinite(own.value)
        if told.any():
            at = np.flatnonzero(told)[np.argmax(own.end[told])]
            numbers[one.channel_id] = float(own.value[at])
            day = as_date(int(own.end[at]))
            newest = day if newest is None else min(newest, day)
    if not numbers:
        spelling = spelling_of(question.definition.numerator or "", offering[0].platform)
        note = spelling.note if spelling is not None else None
        return Row(named(question, key), without_value(State.MISSING), note, ())
    left_out = tuple(one.channel_id for one in here if one.channel_id not in numbers)
    reason = _("As stated on {day}.", day=newest) if newest is not None and newest != asked[1] else None
    total = exact_totals(np.array(list(numbers.values())), np.zeros(len(numbers), dtype=np.int64), 1)
    return Row(named(question, key), stated(float(total[0]), len(numbers)), reason, left_out)


def _as_stated(
    question: Question, key: Key, here: Sequence[Channel], offering: Sequence[Channel], days: _Days, asked: Asked
) -> Row:
    """The number that was stated for exactly these days of one channel; never a sum."""
    keys = named(question, key)
    whole = np.ones(days.start.size, dtype=np.bool_)
    if asked[0] is not None:
        whole &= days.start == as_day(asked[0])
    if asked[1] is not None:
        whole &= days.end == as_day(asked[1])
    if asked[0] is None or asked[1] is None:
        # All time: only a single stated day or period is the whole of what is known.
        whole &= len(set(zip(days.start.tolist(), days.end.tolist(), strict=True))) == 1
    with_days = {str(one) for one in days.channel}
    if len(offering) > 1 and len(with_days) != 1:
        reason = _("Reach of several channels cannot be added: the same people may be in each.")
        return Row(keys, without_value(State.NOT_OFFERED), reason, ())
    left_out = tuple(one.channel_id for one in here if one.channel_id not in with_days)
    if not whole.any():
        if asked[0] is not None and asked[0] == asked[1]:
            return Row(keys, without_value(State.MISSING), _("No imported export states these days."), ())
        if not days.value.size:
            return Row(keys, without_value(State.MISSING), _("No imported export states these days."), ())
        reason = _("Nobody stated it for exactly these days, and days cannot be added: the same people may be in each.")
        return Row(keys, without_value(State.NOT_OFFERED), reason, ())
    value = days.value[whole]
    if not np.isfinite(value).any():
        return Row(keys, without_value(State.MISSING), _("The imported exports leave it blank."), ())
    return Row(keys, stated(float(value[np.isfinite(value)][0]), 1), None, left_out)


Shape = Callable[[Question, Key, Sequence[Channel], Sequence[Channel], _Days, Asked], Row]
_SHAPES: dict[str, Shape] = {
    "flow": _flow, "stock": _stock, "stated": _as_stated, "composition": _composition,
}  # fmt: skip
