"""Over paid campaigns: money and what it bought. A period is never spread over its days, nor a currency converted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reppu.lake.facade import Channel, Lake
from reppu.metrics.answers import Key, Row, named, offers, why_not_offered
from reppu.metrics.definitions import MONEY_UNITS
from reppu.metrics.empty_groups import EmptyGroups
from reppu.metrics.facts import rows_of_campaigns
from reppu.metrics.maths.coverage import trusted
from reppu.metrics.maths.grouped import exact_totals, in_fixed_order
from reppu.metrics.maths.spans import without_overlap
from reppu.metrics.maths.weighted_rates import METHOD, weighted_rates
from reppu.metrics.question import CALENDAR, Question
from reppu.metrics.splitting import as_day, bucket_of
from reppu.vocabulary.estimate import Estimate, State, stated, twelve_digits, without_value
from reppu.vocabulary.language import Text, _, _n

# The same money is stated of an ad account, of its campaigns, of their ad sets and of their ads: one level counts.
LEVELS = ("account", "campaign", "ad_set", "ad")


@dataclass(frozen=True, slots=True)
class Spent:
    """What was stated of one campaign (or ad set, or ad) for a day or a period: first and last day, both included."""

    channel_id: str
    level: str
    subject: str
    first: date
    last: date
    currency: str | None
    numerator: float | None
    denominator: float | None


def campaigns(lake: Lake, question: Question) -> tuple[Row, ...]:
    """The answer of a metric of paid campaigns, a row a group."""
    every = one_level(_read(lake, question))
    empty = EmptyGroups(lake, question)
    of_group: dict[Key, list[Spent]] = {}
    across: dict[Key, list[Spent]] = defaultdict(list)
    for one in every:
        channel = next(each for each in question.channels if each.channel_id == one.channel_id)
        first, last = (_key(question, empty, channel, day) for day in (one.first, one.last))
        inside = (question.since is None or question.since <= one.first) and (
            question.until is None or one.last <= question.until
        )
        if first == last and inside:
            of_group.setdefault(first, []).append(one)
        else:
            for key in touched(question, empty, channel, one):
                across[key].append(one)
                of_group.setdefault(key, [])
    if not set(question.by) & set(CALENDAR):
        for channel in question.channels:
            of_group.setdefault(empty.key_of(channel), [])
    answers = {key: _row(question, empty, key, spent, across[key]) for key, spent in of_group.items()}
    return tuple(answers[key] for key in empty.in_order(answers))


def one_level(every: Iterable[Spent]) -> list[Spent]:
    """Statements that do not tell the same money twice: of each channel the level that tells most days (the coarsest of
    those), and of each campaign no day twice."""
    by_level: dict[tuple[str, str], list[Spent]] = defaultdict(list)
    for one in every:
        by_level[(one.channel_id, one.level)].append(one)
    kept: list[Spent] = []
    for channel in sorted({channel for channel, _level in by_level}):
        levels = [by_level[(channel, level)] for level in LEVELS if (channel, level) in by_level]
        chosen = max(levels, key=lambda spent: len(_days_told(spent)))  # the first of equals: the coarsest
        subjects: dict[tuple[str, str | None], list[Spent]] = defaultdict(list)
        for one in sorted(chosen, key=lambda one: (one.subject, one.first, one.last)):
            subjects[(one.subject, one.currency)].append(one)
        for spent in subjects.values():
            counts = without_overlap([(as_day(one.first), as_day(one.last)) for one in spent])
            kept += [one for one, counted in zip(spent, counts, strict=True) if counted]
    return kept


def touched(question: Question, empty: EmptyGroups, channel: Channel, one: Spent) -> set[Key]:
    """The groups whose days a statement touches without lying wholly in one."""
    first = one.first if question.since is None else max(one.first, question.since)
    last = one.last if question.until is None else min(one.last, question.until)
    return {
        _key(question, empty, channel, date.fromordinal(day)) for day in range(first.toordinal(), last.toordinal() + 1)
    }


def _read(lake: Lake, question: Question) -> list[Spent]:
    table = rows_of_campaigns(lake, question)
    if "denominator" not in table.column_names:
        table = table.append_column("denominator", table["numerator"])
    columns = (
        "channel_id", "subject_kind", "subject_id", "period_start", "period_end", "currency", "numerator", "denominator",
    )  # fmt: skip
    return [Spent(*values) for values in zip(*(table[name].to_pylist() for name in columns), strict=True)]


def _key(question: Question, empty: EmptyGroups, channel: Channel, day: date) -> Key:
    labels = {
        place: bucket_of(word, as_day(day), question.seasons)[0] or ""
        for place, word in enumerate(question.by)
        if word in CALENDAR
    }
    return empty.key_of(channel, labels)


def _days_told(spent: Sequence[Spent]) -> set[int]:
    return {day for one in spent for day in range(as_day(one.first), as_day(one.last) + 1)}


def _row(question: Question, empty: EmptyGroups, key: Key, spent: Sequence[Spent], across: Sequence[Spent]) -> Row:
    definition = question.definition
    keys = named(question, key)
    here = [one for one in question.channels if empty.in_group(one, key)]
    if not any(offers(question, one) for one in here):
        return Row(keys, without_value(State.NOT_OFFERED), why_not_offered(question, here), ())
    if across:
        reason = _(
            "Stated for {first} – {last} as a whole, which is not spread over days: ask for a period that holds it.",
            first=across[0].first, last=across[0].last,
        )  # fmt: skip
        return Row(keys, without_value(State.NOT_OFFERED), reason, ())
    ratio = definition.kind == "ad_ratio"
    told = [one for one in spent if one.numerator is not None and (not ratio or one.denominator is not None)]
    if not told:
        reason = _("No imported export states advertising in these days.")
        if spent:
            reason = _("The imported exports leave it blank.")
        return Row(keys, without_value(State.MISSING), reason, ())
    left_out = tuple(one.channel_id for one in here if one.channel_id not in {each.channel_id for each in told})
    currency = None
    if definition.unit in MONEY_UNITS:
        currencies = sorted({one.currency or "" for one in told})
        if len(currencies) > 1:
            reason = _(
                "Stated in {currencies}: currencies are not added.", currencies=", ".join(filter(None, currencies))
            )
            return Row(keys, without_value(State.NOT_OFFERED), reason, ())
        currency = currencies[0] or None
    partly: Text | None = None
    if len(told) < len(spent):
        partly = _n("{n} statement of {all} tells it.", "{n} statements of {all} tell it.", len(told), all=len(spent))
    if not ratio:
        return Row(keys, stated(_sum(one.numerator for one in told), len(told)), partly, left_out, currency)
    estimate, why = _ratio(definition.per, told, definition.unit in MONEY_UNITS)
    return Row(keys, estimate, why or partly, left_out, currency)


def _ratio(per: float, told: Sequence[Spent], money: bool) -> tuple[Estimate, Text | None]:
    """per · Σ numerator / Σ denominator, with its interval over ISO weeks where all is told by the day."""
    top, bottom = _sum(one.numerator for one in told), _sum(one.denominator for one in told)
    if bottom <= 0:
        return without_value(State.TOO_LITTLE_DATA, len(told)), _(
            "There was none of what the money should have brought."
        )
    value = twelve_digits(per * top / bottom)
    weeks: dict[int, list[Spent]] = defaultdict(list)
    for one in told:
        weeks[(as_day(one.first) - 4) // 7].append(one)  # 1970-01-05 was a Monday
    if any(one.first != one.last for one in told):
        reason = _("Stated for whole periods, not by the day: there are no weeks for an interval.")
        return Estimate(value, None, None, len(told), "stated", State.OBSERVED), reason
    y = np.array([_sum(one.denominator for one in week) for week in weeks.values()])
    x = np.array([_sum(one.numerator for one in week) for week in weeks.values()])
    # What varies by chance is what is counted: of money it is what the money brought.
    estimate = inverse_interval(x, y, per, value) if money else _interval(y, x, per, value)
    if estimate is None:
        reason = _("Too few or too uneven weeks ({n}) for an interval that holds what it promises.", n=len(weeks))
        return Estimate(value, None, None, len(weeks), METHOD, State.OBSERVED), reason
    return estimate, None


def inverse_interval(x: NDArray[np.float64], y: NDArray[np.float64], per: float, value: float) -> Estimate | None:
    """The interval of per · Σx / Σy (y: counts), made of that of Σy / Σx, whose y are what varies; None outside the map."""
    found = _interval(x, y, 1.0, value)
    if found is None or not found.low or not found.high:
        return None
    low, high = (twelve_digits(per / bound) for bound in (found.high, found.low))
    return Estimate(value, min(low, value), max(high, value), found.n, METHOD, State.OK)


def _interval(x: NDArray[np.float64], y: NDArray[np.float64], per: float, value: float) -> Estimate | None:
    """The interval of per · Σy / Σx (y: counts), or None outside the map."""
    seen = x > 0
    x, y = x[seen], y[seen]
    if not x.size:
        return None
    order, group = in_fixed_order(np.zeros(x.size, dtype=np.int64), x, y)
    found = weighted_rates(x[order], y[order], group, 1)
    if not trusted(found)[0]:
        return None
    low, high = (twelve_digits(per * float(bound[0])) for bound in (found.low, found.high))
    return Estimate(value, low, high, int(x.size), METHOD, State.OK)


def _sum(values: Iterable[float | None]) -> float:
    column = np.array([one for one in values if one is not None], dtype=np.float64)
    return float(exact_totals(column, np.zeros(column.size, dtype=np.int64), 1)[0])
