"""Hours and money that the organisation put in, and what a post took of them. A period is never spread over its days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reppu.lake.facade import Lake
from reppu.metrics.answers import Key, Row, named, offers, why_not_offered
from reppu.metrics.campaigns import inverse_interval
from reppu.metrics.definitions import MONEY_UNITS, definition_of
from reppu.metrics.empty_groups import EmptyGroups
from reppu.metrics.facts import rows_of_posts
from reppu.metrics.maths.grouped import exact_totals
from reppu.metrics.maths.spans import without_overlap
from reppu.metrics.maths.weighted_rates import METHOD
from reppu.metrics.question import CALENDAR, WHO, Question
from reppu.metrics.splitting import as_day, bucket_of, local_moments
from reppu.vocabulary.estimate import Estimate, State, stated, twelve_digits, without_value
from reppu.vocabulary.language import Text, _


@dataclass(frozen=True, slots=True)
class PutIn:
    """One entry: hours or an amount for the days from first to last. channel_id: None for work on all channels."""

    channel_id: str | None
    first: date
    last: date
    currency: str | None
    value: float


def effort(lake: Lake, question: Question) -> tuple[Row, ...]:
    """The answer of a metric of hours or money put in, a row a group."""
    empty = EmptyGroups(lake, question)
    of_group: dict[Key, list[PutIn]] = {}
    across: dict[Key, PutIn] = {}
    for one in entries(lake, question):
        keys = {_key(question, one.channel_id, date.fromordinal(day)) for day in _asked_days(question, one)}
        inside = (question.since is None or question.since <= one.first) and (
            question.until is None or one.last <= question.until
        )
        if inside and len(keys) == 1:
            of_group.setdefault(keys.pop(), []).append(one)
            continue
        for key in keys:
            across.setdefault(key, one)
            of_group.setdefault(key, [])
    if set(question.by) <= set(WHO):
        for channel in question.channels:
            of_group.setdefault(empty.key_of(channel), [])
    posts = _posts(lake, question) if question.definition.kind == "put_in_per_post" else {}
    answers = {key: _row(question, empty, key, put_in, across.get(key), posts) for key, put_in in of_group.items()}
    return tuple(answers[key] for key in empty.in_order(answers))


def entries(lake: Lake, question: Question) -> list[PutIn]:
    """The newest statement of each entry about our channels that touches the asked days, no day twice for one purpose.

    Entries for another medium are not social media's; those for no channel are everybody's, and are left out where
    only some channels are asked for.
    """
    every = {one.channel_id for one in lake.channels(question.position) if one.merged_into is None}
    wanted = {one.channel_id for one in question.channels}
    column = question.definition.numerator
    assert column is not None  # "hours" or "amount"
    purposes: dict[tuple[str | None, ...], list[PutIn]] = defaultdict(list)
    for row in lake.latest_inputs(question.position, question.as_of).to_pyarrow().to_pylist():
        channel = row["channel_id"]
        ours = channel in wanted if channel is not None else wanted == every
        if row["medium"] is not None or not ours or row[column] is None or row["period_start"] is None:
            continue
        currency = row["currency"] if column == "amount" else None
        one = PutIn(channel, row["period_start"], row["period_end"] or row["period_start"], currency, row[column])
        purposes[(channel, row["function"], row["kind"])].append(one)
    kept = []
    for put_in in purposes.values():
        put_in.sort(key=lambda one: (one.first, one.last))
        counts = without_overlap([(as_day(one.first), as_day(one.last)) for one in put_in])
        kept += [one for one, counted in zip(put_in, counts, strict=True) if counted and _asked_days(question, one)]
    return sorted(kept, key=lambda one: (one.channel_id or "", one.first, one.last, one.value))


def _asked_days(question: Question, one: PutIn) -> range:
    first = one.first if question.since is None else max(one.first, question.since)
    last = one.last if question.until is None else min(one.last, question.until)
    return range(first.toordinal(), last.toordinal() + 1)


def _key(question: Question, channel_id: str | None, day: date) -> Key:
    platforms = {one.channel_id: one.platform for one in question.channels}
    words = {"channel": channel_id, "platform": platforms.get(channel_id or "")}
    return tuple(
        bucket_of(word, as_day(day), question.seasons)[0] if word in CALENDAR else words[word] for word in question.by
    )


Posts = dict[str, NDArray[np.int64]]


def _posts(lake: Lake, question: Question) -> Posts:
    """Channel → the local days of its posts."""
    table = rows_of_posts(lake, replace(question, definition=definition_of("posts"), by=()))
    day, _hour = local_moments(table["published_at"], question.settings.time_zone)
    channel = np.array(table["channel_id"].to_pylist(), dtype=object)
    return {one.channel_id: day[channel == one.channel_id] for one in question.channels}


def _row(
    question: Question, empty: EmptyGroups, key: Key, put_in: Sequence[PutIn], across: PutIn | None, posts: Posts
) -> Row:
    keys = named(question, key)
    if across is not None:
        reason = _(
            "Entered for {first} – {last} as a whole, which is not spread over days: ask for a period that holds it.",
            first=across.first, last=across.last,
        )  # fmt: skip
        return Row(keys, without_value(State.NOT_OFFERED), reason, ())
    those = [one for one in question.channels if empty.in_group(one, key)]
    if those and not any(offers(question, one) for one in those):
        return Row(keys, without_value(State.NOT_OFFERED), why_not_offered(question, those), ())
    if not put_in:
        return Row(keys, without_value(State.MISSING), _("Nobody has entered any for these days."), ())
    currency = None
    if question.definition.unit in MONEY_UNITS:
        currencies = sorted({one.currency or question.settings.currency for one in put_in})
        if len(currencies) > 1:
            reason = _("Stated in {currencies}: currencies are not added.", currencies=", ".join(currencies))
            return Row(keys, without_value(State.NOT_OFFERED), reason, ())
        currency = currencies[0]
    here = [one.channel_id for one in those]
    everybody = any(one.channel_id is None for one in put_in)
    told = set(here) if everybody else {one.channel_id for one in put_in}
    left_out = tuple(one for one in here if one not in told)
    total = _sum([one.value for one in put_in])
    if question.definition.kind == "put_in":
        return Row(keys, stated(total, len(put_in)), None, left_out, currency)
    estimate, reason_why = _per_post(total, put_in, here, posts)
    return Row(keys, estimate, reason_why, left_out, currency)


def _per_post(total: float, put_in: Sequence[PutIn], here: Sequence[str], posts: Posts) -> tuple[Estimate, Text | None]:
    """Σ hours / posts of the same channels and days; the interval is over the entered periods, when those do not overlap."""
    days: dict[str, set[int]] = defaultdict(set)
    for one in put_in:
        for channel in [one.channel_id] if one.channel_id is not None else here:
            days[channel].update(range(as_day(one.first), as_day(one.last) + 1))
    n = sum(int(np.isin(posts[channel], list(told)).sum()) for channel, told in days.items() if channel in posts)
    if n == 0:
        return without_value(State.TOO_LITTLE_DATA), _("Nothing was published.")
    value = twelve_digits(total / n)
    periods: dict[tuple[date, date], list[PutIn]] = defaultdict(list)
    for one in put_in:
        periods[(one.first, one.last)].append(one)
    separate = all(without_overlap([(as_day(first), as_day(last)) for first, last in periods]))
    if separate:
        x = np.array([_sum([one.value for one in entered]) for entered in periods.values()])
        y = np.array([_posts_in(span, entered, here, posts) for span, entered in periods.items()], dtype=np.float64)
        estimate = inverse_interval(x, y, 1.0, value)
        if estimate is not None:
            return estimate, None
    reason = _(
        "Too few or too uneven entered periods ({n}) for an interval that holds what it promises.", n=len(periods)
    )
    return Estimate(value, None, None, n, METHOD, State.OBSERVED), reason


def _posts_in(span: tuple[date, date], entered: Sequence[PutIn], here: Sequence[str], posts: Posts) -> int:
    channels = set(here) if any(one.channel_id is None for one in entered) else {one.channel_id for one in entered}
    first, last = as_day(span[0]), as_day(span[1])
    return sum(int(((posts[one] >= first) & (posts[one] <= last)).sum()) for one in channels if one in posts)


def _sum(values: Sequence[float]) -> float:
    return float(exact_totals(np.array(values, dtype=np.float64), np.zeros(len(values), dtype=np.int64), 1)[0])
