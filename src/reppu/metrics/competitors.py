"""Share of voice: our part of what we and the competitors that a platform states have said, or been answered.

Competitors are stated for a period. Our own number is made for exactly the same days; without it, or without any
competitor's, there is no share. Competitors enter no other metric, and the two metrics are never mixed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

import numpy as np

from reppu.lake.facade import Channel, Lake
from reppu.metrics.activity import activity
from reppu.metrics.answers import Row, offers, why_not_offered
from reppu.metrics.definitions import definition_of
from reppu.metrics.empty_groups import EmptyGroups
from reppu.metrics.facts import rows_of_competitors
from reppu.metrics.maths.grouped import exact_totals
from reppu.metrics.published import published
from reppu.metrics.question import Question
from reppu.vocabulary.estimate import Estimate, State, stated, without_value
from reppu.vocabulary.language import Text, _

# The label of our own part in the split by competitor. No page can be called so: names are not empty in brackets.
OWN = "(own)"
Days = tuple[date, date]


def voice(lake: Lake, question: Question) -> tuple[Row, ...]:
    """The answer of a share of voice: by channel, and when split by competitor a row for oneself and for each."""
    found: list[Row] = []
    told = _read(lake, question)
    for channel in question.channels:
        found += _of_channel(lake, question, channel, told.get(channel.channel_id, {}))
    return tuple(found)


def _of_channel(
    lake: Lake, question: Question, channel: Channel, told: dict[Days, dict[str, float | None]]
) -> list[Row]:
    keys = {"channel": channel.channel_id, "competitor": OWN}

    def row(competitor: str, estimate: Estimate, reason: Text | None) -> Row:
        words = keys | {"competitor": competitor}
        return Row({word: words[word] for word in question.by}, estimate, reason, ())

    if not offers(question, channel):
        return [row(OWN, without_value(State.NOT_OFFERED), why_not_offered(question, [channel]))]
    if not told:
        return [row(OWN, without_value(State.MISSING), _("No imported export states competitors in these days."))]
    days = _asked(question, told)
    if days is None:
        newest = max(told)
        reason = _(
            "Competitors are stated for {first} – {last}, not for exactly these days.", first=newest[0], last=newest[1]
        )
        return [row(OWN, without_value(State.NOT_OFFERED), reason)]
    theirs = {name: value for name, value in told[days].items() if value is not None}
    own = _own(lake, question, channel, days)
    if own.value is None or own.state is not State.OK:
        reason = _("Our own number for {first} – {last} is not known whole.", first=days[0], last=days[1])
        return [row(OWN, without_value(State.MISSING), reason)]
    if not theirs:
        return [row(OWN, without_value(State.MISSING), _("The imported exports leave it blank."))]
    every = {OWN: own.value, **dict(sorted(theirs.items()))}
    whole = float(exact_totals(np.array(list(every.values())), np.zeros(len(every), dtype=np.int64), 1)[0])
    if whole <= 0:
        return [row(OWN, without_value(State.TOO_LITTLE_DATA), _("The whole is zero: it has no parts."))]
    reason = _("Of {n} competitors, {first} – {last}.", n=len(theirs), first=days[0], last=days[1])
    names = list(every) if "competitor" in question.by else [OWN]
    return [row(name, stated(every[name] / whole, len(every)), reason) for name in names]


def _asked(question: Question, told: dict[Days, dict[str, float | None]]) -> Days | None:
    """The stated period that was asked for; the newest when none was."""
    if question.since is None and question.until is None:
        return max(told, key=lambda days: (days[1], days[0]))
    for days in told:
        if days == (question.since, question.until):
            return days
    return None


def _own(lake: Lake, question: Question, channel: Channel, days: Days) -> Estimate:
    """Our own number of one channel for exactly these days."""
    alone = replace(question, by=(), since=days[0], until=days[1], channels=(channel,))
    if question.definition.denominator is None:
        answer = published(lake, replace(alone, definition=definition_of("posts")))
        covered = EmptyGroups(lake, alone).covers(channel, *days)
        return answer[0].estimate if answer and covered else without_value(State.MISSING)
    definition = replace(question.definition, kind="flow", numerator=question.definition.denominator, denominator=None)
    answer = activity(lake, replace(alone, definition=definition))
    return answer[0].estimate if answer else without_value(State.MISSING)


def _read(lake: Lake, question: Question) -> dict[str, dict[Days, dict[str, float | None]]]:
    """Channel → days → competitor → number."""
    found: dict[str, dict[Days, dict[str, float | None]]] = defaultdict(dict)
    for row in rows_of_competitors(lake, question).to_pylist():
        days = row["period_start"], row["period_end"]
        found[row["channel_id"]].setdefault(days, {})[row["subject_id"]] = row["numerator"]
    return found
