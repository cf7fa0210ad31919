"""A metric's rows: each group's number, and when there is none, which of the reasons it is.

The states, in the order in which they are decided for a group:

    not_offered       no channel in it states the measure, or nobody stated this aggregate
    missing           a channel states it, but its cells were blank or its exports do not hold those days
    zero              (state ok, value 0) the days are covered by exports, and nothing was published
    too_little_data   a rate or mean of fewer than five posts
    observed          five or more, but outside the region where our intervals hold what they promise
    ok                a count as stated, or a rate or mean with its interval
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from reppu.lake.facade import Channel, Lake
from reppu.metrics.facts import exported_periods, known_days, rows_of_days, rows_of_posts
from reppu.metrics.maths.coverage import trusted
from reppu.metrics.maths.grouped import Intervals, exact_totals, in_fixed_order
from reppu.metrics.maths.mean_per_post import mean_per_post
from reppu.metrics.maths.weighted_rates import weighted_rates
from reppu.metrics.question import CALENDAR, WHO, Question
from reppu.metrics.rosetta import MEASURES, why_absent
from reppu.metrics.splitting import (
    NO_DAY,
    Groups,
    Split,
    as_date,
    as_day,
    bucket_of,
    days_of_bucket,
    days_since_epoch,
    grouped,
    local_moments,
    regrouped,
    split_calendar,
    split_hour,
    split_paid,
    split_weekday,
    split_words,
)
from reppu.vocabulary.estimate import Estimate, State, stated, twelve_digits, without_value
from reppu.vocabulary.language import Text, _, _n

# Fewer posts than this give no rate at all (design.md, section 4).
FEWEST_POSTS_FOR_A_RATE = 5
Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One group's answer. keys: the split's words and this group's labels (None: not told).

    left_out: ids of the channels that belong to the group, but not to its number.
    """

    keys: dict[str, str | None]
    estimate: Estimate
    reason: Text | None
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts of all groups as arrays: the group, channel (place in the question's) and numbers (NaN: not stated)."""

    groups: Groups
    channel: NDArray[np.int64]
    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64] | None
    exported: NDArray[np.int64] | None  # the day (UTC) of the export that last spoke of the post, where it matters


def rows(lake: Lake, question: Question) -> tuple[Row, ...]:
    """The answer, a row a group, in the order of the labels; no channels at all: no rows."""
    if not question.channels:
        return ()
    if question.definition.basis == "published":
        return _published(lake, question)
    return _activity(lake, question)


# Published: a row a post


def posts_of(lake: Lake, question: Question) -> Posts:
    """The posts that count, split and as arrays."""
    table = rows_of_posts(lake, question)
    channel = _channel_split(table["channel_id"], question)
    splits = _splits(table, channel, question)
    numerator = _numbers(table, "numerator")
    if numerator is None:
        numerator = np.ones(table.num_rows)
    exported = None
    if "as_of" in table.column_names:
        exported = days_since_epoch(table["as_of"].cast(pa.date32()))
    groups = grouped(splits, table.num_rows)
    return Posts(groups, channel.codes, numerator, _numbers(table, "denominator"), exported)


def _published(lake: Lake, question: Question) -> tuple[Row, ...]:
    definition = question.definition
    posts = posts_of(lake, question)
    keys, of_row = list(posts.groups.keys), posts.groups.of_row
    offers = np.array([_offers(question, one) for one in question.channels])
    used = offers[posts.channel] & np.isfinite(posts.numerator)
    if posts.denominator is not None:
        used &= np.isfinite(posts.denominator)
    count = len(keys)
    n = np.bincount(of_row[used], minlength=count)
    # Posts of channels that state the measure, whether this cell was blank or not.
    expected = np.bincount(of_row[offers[posts.channel]], minlength=count)
    total = exact_totals(posts.numerator[used], of_row[used], count)
    divisor = n.astype(float)
    if posts.denominator is not None:
        divisor = exact_totals(posts.denominator[used], of_row[used], count)
    intervals = _intervals(question, posts, used)
    inside = trusted(intervals) if intervals is not None else None
    channels_in, channels_used = _channels_by_group(posts, used, count)

    answers = {}
    empty = _EmptyGroups(lake, question)
    for place, key in enumerate(keys):
        there = [question.channels[c] for c in sorted(channels_in[place])]
        without = {question.channels[c].channel_id for c in channels_in[place] - channels_used[place]}
        if not question.by or set(question.by) <= set(WHO):
            without |= empty.not_covered(key, except_for={one.channel_id for one in there})
        left_out = tuple(one.channel_id for one in question.channels if one.channel_id in without)
        if n[place] == 0:
            estimate, reason = _without_numbers(question, there, posts, of_row == place)
            answers[key] = Row(_named(question, key), estimate, reason, ())
            continue
        reason = None
        if expected[place] > n[place]:
            reason = _n(
                "{n} post of {all} states it.", "{n} posts of {all} state it.", int(n[place]), all=int(expected[place])
            )
        if definition.kind in ("count", "total"):
            estimate = stated(float(total[place]), int(n[place]))
        else:
            estimate, why = _judged(float(total[place]), float(divisor[place]), int(n[place]), place, intervals, inside)
            reason = why or reason
        if (
            reason is None
            and not definition.alike
            and len({question.channels[c].platform for c in channels_used[place]}) > 1
        ):
            reason = _("Platforms count engagements in different ways: compare within a platform.")
        answers[key] = Row(_named(question, key), estimate, reason, left_out)
    for key in empty.keys(keys):
        answers[key] = empty.row(key)
    return tuple(answers[key] for key in empty.in_order(answers))


def _intervals(question: Question, posts: Posts, used: NDArray[np.bool_]) -> Intervals | None:
    if question.definition.kind not in ("rate", "mean"):
        return None
    y, group, count = posts.numerator[used], posts.groups.of_row[used], len(posts.groups.keys)
    if posts.denominator is None:
        order, group = in_fixed_order(group, y)
        return mean_per_post(y[order], group, count)
    x = posts.denominator[used]
    seen = x > 0  # a post that nobody saw tells nothing about the rate
    x, y, group = x[seen], y[seen], group[seen]
    order, group = in_fixed_order(group, x, y)
    return weighted_rates(x[order], y[order], group, count)


def _judged(
    total: float, divisor: float, n: int, place: int, intervals: Intervals | None, inside: NDArray[np.bool_] | None
) -> tuple[Estimate, Text | None]:
    """A rate's or mean's estimate, and why it is not `ok`."""
    assert intervals is not None and inside is not None  # the kinds with a divisor have them
    if n < FEWEST_POSTS_FOR_A_RATE:
        reason = _n("{n} post is too few for a rate.", "{n} posts are too few for a rate.", n)
        return without_value(State.TOO_LITTLE_DATA, n), reason
    if divisor <= 0:
        return without_value(State.TOO_LITTLE_DATA, n), _("Nobody has seen these posts yet.")
    value = twelve_digits(total / divisor)
    if inside[place]:
        low, high = twelve_digits(float(intervals.low[place])), twelve_digits(float(intervals.high[place]))
        return Estimate(value, low, high, n, intervals.method, State.OK), None
    return Estimate(value, None, None, n, intervals.method, State.OBSERVED), _(
        "Too few or too uneven posts ({n}) for an interval that holds what it promises.", n=n
    )


def _without_numbers(
    question: Question, channels: Sequence[Channel], posts: Posts, here: NDArray[np.bool_]
) -> tuple[Estimate, Text | None]:
    """A group whose posts state nothing: the platform does not offer it (any more), or the cells were blank."""
    offering = [one for one in channels if _offers(question, one)]
    if not offering:
        return without_value(State.NOT_OFFERED), _why_not_offered(question, channels)
    if posts.exported is not None:
        first_export = as_date(int(posts.exported[here].min()))
        for name in (question.definition.numerator, question.definition.denominator):
            spellings = [MEASURES[name].spellings[one.platform] for one in offering] if name is not None else []
            if spellings and all(one.valid_until is not None and first_export >= one.valid_until for one in spellings):
                return without_value(State.NOT_OFFERED), spellings[0].note
    return without_value(State.MISSING), _("The imported exports do not state it for these posts.")


def _channels_by_group(posts: Posts, used: NDArray[np.bool_], count: int) -> tuple[list[set[int]], list[set[int]]]:
    width = int(posts.channel.max()) + 1 if posts.channel.size else 1

    def sets(of_row: NDArray[np.int64], channel: NDArray[np.int64]) -> list[set[int]]:
        found: list[set[int]] = [set() for _group in range(count)]
        for pair in np.unique(of_row * width + channel).tolist():
            found[pair // width].add(pair % width)
        return found

    return sets(posts.groups.of_row, posts.channel), sets(posts.groups.of_row[used], posts.channel[used])


class _EmptyGroups:
    """Groups in which nothing was published: channels and platforms without posts, and for `posts` the gaps in time.

    Nothing published is zero where the channel's exports cover the days, and missing where they do not. Covered is
    what an import said it holds, and every day between the channel's first and last known post.
    """

    def __init__(self, lake: Lake, question: Question) -> None:
        self._lake, self._question = lake, question
        self._known: dict[str, list[tuple[date, date]]] | None = None

    def keys(self, found: Sequence[Key]) -> list[Key]:
        """The keys that no post has made."""
        question = self._question
        if set(question.by) <= set(WHO):
            every = dict.fromkeys(self.key_of(one) for one in question.channels)
            return [key for key in every if key not in set(found)]
        calendar = [word for word in question.by if word in CALENDAR]
        if question.definition.kind != "count" or len(calendar) != 1 or set(question.by) - {*WHO, *calendar}:
            return []
        word, place = calendar[0], question.by.index(calendar[0])
        there = {key[place] for key in found if key[place] is not None}
        first, last = self._span(word, [label for label in there if label is not None])
        if first is None or last is None:
            return []
        labels, day = [], first
        while day <= last:
            label = bucket_of(word, as_day(day), question.seasons)[0]
            if label is None:
                break
            labels.append(label)
            day = days_of_bucket(word, label, question.seasons)[1] + timedelta(days=1)
        made = set(found)
        wanted = dict.fromkeys(self.key_of(one, {place: label}) for one in question.channels for label in labels)
        return [key for key in wanted if key not in made]

    def row(self, key: Key) -> Row:
        """The answer of an empty group."""
        question = self._question
        here = [one for one in question.channels if self.in_group(one, key)]
        if question.definition.kind != "count" and not any(_offers(question, one) for one in here):
            return Row(_named(question, key), without_value(State.NOT_OFFERED), _why_not_offered(question, here), ())
        offering = [one for one in here if _offers(question, one)]
        start, end = self.days(key)
        covered = [one for one in offering if self._covers(one, start, end)]
        if not covered:
            reason = _("No imported export covers these days.")
            return Row(_named(question, key), without_value(State.MISSING), reason, ())
        left_out = tuple(one.channel_id for one in here if one not in covered)
        if question.definition.kind in ("count", "total"):
            return Row(_named(question, key), stated(0, 0), _("Nothing was published."), left_out)
        return Row(_named(question, key), without_value(State.TOO_LITTLE_DATA), _("Nothing was published."), left_out)

    def not_covered(self, key: Key, except_for: set[str]) -> set[str]:
        """Channels of a group that have no posts in it, and no export that says that there were none."""
        question = self._question
        silent = [one for one in question.channels if self.in_group(one, key) and one.channel_id not in except_for]
        if not silent:
            return set()
        start, end = self.days(key)
        return {one.channel_id for one in silent if not _offers(question, one) or not self._covers(one, start, end)}

    def in_order(self, answers: Mapping[Key, Row]) -> list[Key]:
        """All keys as they are shown: channels and platforms as they were made, everything else by its label."""
        question = self._question
        channels = {one.channel_id: place for place, one in enumerate(question.channels)}
        platforms = {one.platform: place for place, one in reversed(list(enumerate(question.channels)))}

        def rank(key: Key) -> list[tuple[bool, int, str]]:
            ranks = []
            for word, label in zip(question.by, key, strict=True):
                place = 0
                if label is not None and word in WHO:
                    place = (channels if word == "channel" else platforms).get(label, len(channels))
                elif label is not None and word == "season":
                    place = as_day(days_of_bucket(word, label, question.seasons)[0])
                ranks.append((label is None, place, label or ""))
            return ranks

        return sorted(answers, key=rank)

    def key_of(self, channel: Channel, others: Mapping[int, str] | None = None) -> Key:
        words = {"channel": channel.channel_id, "platform": channel.platform}
        return tuple(
            others[place] if others and place in others else words.get(word)
            for place, word in enumerate(self._question.by)
        )

    def in_group(self, channel: Channel, key: Key) -> bool:
        own = {"channel": channel.channel_id, "platform": channel.platform}
        return all(own[word] == label for word, label in zip(self._question.by, key, strict=True) if word in own)

    def days(self, key: Key) -> tuple[date | None, date | None]:
        question = self._question
        start, end = question.since, question.until
        for word, label in zip(question.by, key, strict=True):
            if word in CALENDAR and label is not None:
                first, last = days_of_bucket(word, label, question.seasons)
                start = first if start is None else max(start, first)
                end = last if end is None else min(end, last)
        return start, end

    def _span(self, word: str, labels: Sequence[str]) -> tuple[date | None, date | None]:
        question = self._question
        starts = [days_of_bucket(word, label, question.seasons)[0] for label in labels]
        ends = [days_of_bucket(word, label, question.seasons)[1] for label in labels]
        return question.since or min(starts, default=None), question.until or max(ends, default=None)

    def _covers(self, channel: Channel, start: date | None, end: date | None) -> bool:
        if self._known is None:
            self._known = exported_periods(self._lake, self._question)
            for one, span in known_days(self._lake, self._question).items():
                self._known.setdefault(one, []).append(span)
        spans = sorted(self._known.get(channel.channel_id, ()))
        if not spans:
            return False
        if start is None or end is None:
            return start is None and end is None
        reached = start
        for first, last in spans:
            if first <= reached:
                reached = max(reached, last + timedelta(days=1))
        return reached > end


# Activity: a row a stated day


def _activity(lake: Lake, question: Question) -> tuple[Row, ...]:
    table = rows_of_days(lake, question)
    start, end = days_since_epoch(table["period_start"]), days_since_epoch(table["period_end"])
    channel = _channel_split(table["channel_id"], question)
    value = _numbers(table, "value")
    assert value is not None  # always selected
    splits = _splits(table, channel, question, day=start)
    groups = grouped(splits, table.num_rows)
    of_group: dict[Key, list[int]] = {key: [] for key in groups.keys}
    for place, group in enumerate(groups.of_row.tolist()):
        of_group[groups.keys[group]].append(place)
    empty = _EmptyGroups(lake, question)
    if set(question.by) <= set(WHO):
        for one in question.channels:
            of_group.setdefault(empty.key_of(one), [])
    answers = {}
    for key, places in of_group.items():
        here = [one for one in question.channels if empty.in_group(one, key)]
        offering = [one for one in here if _offers(question, one)]
        if not offering:
            estimate, reason = without_value(State.NOT_OFFERED), _why_not_offered(question, here)
            answers[key] = Row(_named(question, key), estimate, reason, ())
            continue
        mine = np.array(places, dtype=np.int64)
        days = _Days(
            np.array([question.channels[c].channel_id for c in channel.codes[mine]], dtype=object),
            start[mine],
            end[mine],
            value[mine],
        )
        asked = empty.days(key)
        answers[key] = _SHAPES[question.definition.kind](question, key, here, offering, days, asked)
    return tuple(answers[key] for key in empty.in_order(answers))


@dataclass(frozen=True, slots=True)
class _Days:
    """One group's stated days: channel ids, first and last day, value (NaN: blank)."""

    channel: NDArray[np.object_]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    value: NDArray[np.float64]

    def of(self, channel: Channel) -> _Days:
        mine = self.channel == channel.channel_id
        return _Days(self.channel[mine], self.start[mine], self.end[mine], self.value[mine])


Asked = tuple[date | None, date | None]

# Our choice: of fewer than half of a period's days a sum says more about the exports than about the channel.
SHARE_OF_DAYS = 0.5


def _flow(
    question: Question, key: Key, here: Sequence[Channel], offering: Sequence[Channel], days: _Days, asked: Asked
) -> Row:
    """Σ over single days; a longer period that was stated whole is not mixed in."""
    told = np.isfinite(days.value) & (days.start == days.end)
    used = {str(one) for one in days.channel[told]}
    left_out = tuple(one.channel_id for one in here if one.channel_id not in used)
    if not used:
        return Row(_named(question, key), without_value(State.MISSING), _("No imported export states these days."), ())
    n = int(told.sum())
    first = as_day(asked[0]) if asked[0] is not None else int(days.start.min())
    last = as_day(asked[1]) if asked[1] is not None else int(days.end.max())
    wanted = (last - first + 1) * len(used)
    total = float(exact_totals(days.value[told], np.zeros(n, dtype=np.int64), 1)[0])
    if "weekday" in question.by or n >= wanted:
        return Row(_named(question, key), stated(total, n), None, left_out)
    # A sum over a part of the days is not the sum over the period: it is what was seen, and of few days not even that.
    reason = _n("{n} day of {all} is stated.", "{n} days of {all} are stated.", n, all=wanted)
    if n < SHARE_OF_DAYS * wanted:
        return Row(_named(question, key), without_value(State.TOO_LITTLE_DATA, n), reason, left_out)
    seen = Estimate(twelve_digits(total), None, None, n, "stated", State.OBSERVED)
    return Row(_named(question, key), seen, reason, left_out)


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
        note = MEASURES[question.definition.numerator or ""].spellings[offering[0].platform].note
        return Row(_named(question, key), without_value(State.MISSING), note, ())
    left_out = tuple(one.channel_id for one in here if one.channel_id not in numbers)
    reason = _("As stated on {day}.", day=newest) if newest is not None and newest != asked[1] else None
    total = exact_totals(np.array(list(numbers.values())), np.zeros(len(numbers), dtype=np.int64), 1)
    return Row(_named(question, key), stated(float(total[0]), len(numbers)), reason, left_out)


def _as_stated(
    question: Question, key: Key, here: Sequence[Channel], offering: Sequence[Channel], days: _Days, asked: Asked
) -> Row:
    """The number that was stated for exactly these days of one channel; never a sum."""
    named = _named(question, key)
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
        return Row(named, without_value(State.NOT_OFFERED), reason, ())
    left_out = tuple(one.channel_id for one in here if one.channel_id not in with_days)
    if not whole.any():
        if asked[0] is not None and asked[0] == asked[1]:
            return Row(named, without_value(State.MISSING), _("No imported export states these days."), ())
        if not days.value.size:
            return Row(named, without_value(State.MISSING), _("No imported export states these days."), ())
        reason = _("Nobody stated it for exactly these days, and days cannot be added: the same people may be in each.")
        return Row(named, without_value(State.NOT_OFFERED), reason, ())
    value = days.value[whole]
    if not np.isfinite(value).any():
        return Row(named, without_value(State.MISSING), _("The imported exports leave it blank."), ())
    return Row(named, stated(float(value[np.isfinite(value)][0]), 1), None, left_out)


_SHAPES = {"flow": _flow, "stock": _stock, "stated": _as_stated}


# Both


def _offers(question: Question, channel: Channel) -> bool:
    names = (question.definition.numerator, question.definition.denominator)
    return all(name is None or channel.platform in MEASURES[name].spellings for name in names)


def _why_not_offered(question: Question, channels: Sequence[Channel]) -> Text | None:
    for channel in channels:
        for name in (question.definition.numerator, question.definition.denominator):
            why = why_absent(name, channel.platform) if name is not None else None
            if why is not None:
                return why
    return _("The platform does not state it.") if channels else None


def _named(question: Question, key: Key) -> dict[str, str | None]:
    return dict(zip(question.by, key, strict=True))


def _numbers(table: pa.Table, name: str) -> NDArray[np.float64] | None:
    if name not in table.column_names:
        return None
    column = table[name].cast(pa.float64()).fill_null(float("nan"))
    return np.asarray(column.to_numpy(), dtype=np.float64)


def _channel_split(column: pa.ChunkedArray, question: Question) -> Split:
    """Codes are places in the question's channels, whether or not they have rows."""
    found = split_words(column)
    order = [one.channel_id for one in question.channels]
    return regrouped(found, {one: one for one in order}, order)


def _splits(table: pa.Table, channel: Split, question: Question, day: NDArray[np.int64] | None = None) -> list[Split]:
    hour = np.full(table.num_rows, -1, dtype=np.int64)
    if day is None:
        if {*CALENDAR, "hour", "weekday"} & set(question.by):
            day, hour = local_moments(table["published_at"], question.settings.time_zone)
        else:
            day = np.full(table.num_rows, NO_DAY, dtype=np.int64)
    splits = []
    for word in question.by:
        match word:
            case "channel":
                splits.append(channel)
            case "platform":
                platforms = {one.channel_id: one.platform for one in question.channels}
                splits.append(regrouped(channel, platforms, list(dict.fromkeys(platforms.values()))))
            case "hour":
                splits.append(split_hour(hour))
            case "weekday":
                splits.append(split_weekday(day))
            case "kind" | "language":
                splits.append(split_words(table[word]))
            case "paid":
                splits.append(split_paid(table["paid"]))
            case _:
                splits.append(split_calendar(word, day, question.seasons))
    return splits
