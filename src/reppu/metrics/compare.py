"""Is one period better than another? A difference with its interval, and a verdict only where one is earned.

Lifetime figures grow with age, so two periods are compared as their posts were at the same age (30 days, give or take
15). Where exports from that age are lacking, both numbers are shown as observed, with the reason and without a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from reppu.lake.facade import Lake
from reppu.metrics.compute import rows
from reppu.metrics.maths.difference import Interval, difference, posts_still_needed, relative, verdict
from reppu.metrics.question import Question, ask
from reppu.vocabulary.estimate import Estimate, State, stated, twelve_digits, without_value
from reppu.vocabulary.language import Text, _, _n

# A rate or mean is compared when at least this share of each period's posts has numbers of the right age: our choice,
# because the posts without are those exported too early or too late, which says little about how they did.
SHARE_OF_THE_RIGHT_AGE = 0.8
METHOD = "mover"
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods of one metric.

    difference: second - first, in the metric's unit. ratio: second / first; without a value where it has no meaning.
    verdict: "up", "down", "same" (exact and equal), "cannot_tell" (the 90 % interval of the difference holds zero) or
    "not_comparable" (no interval, no number, or not of the same age); `reason` says why for the last two.
    posts_needed: about how many more posts in the second period would settle "cannot_tell"; None: not known, or no
    number would. age_days: at which age lifetime numbers were taken; None: as they are.
    """

    metric: str
    version: int
    first: Estimate
    second: Estimate
    difference: Estimate
    ratio: Estimate
    verdict: str
    reason: Text | None
    posts_needed: int | None
    age_days: int | None


def compared(
    lake: Lake,
    name: str,
    first: Days,
    second: Days,
    *,
    channels: Sequence[str] | None,
    age_days: int | None,
    tolerance_days: int,
    position: int | None,
) -> Comparison:
    """See `facade.compare`."""

    def asked(name: str, days: Days, age: int | None) -> Question:
        return ask(
            lake,
            name,
            by=(),
            since=days[0],
            until=days[1],
            position=position,
            as_of=None,
            age_days=age,
            tolerance_days=tolerance_days if age is not None else None,
            channels=channels,
        )

    definition = asked(name, first, None).definition
    grows = definition.basis == "published" and definition.kind != "count"
    age = age_days if grows else None
    now = [_single(lake, asked(name, days, None)) for days in (first, second)]
    aged = [_single(lake, asked(name, days, age)) for days in (first, second)] if age is not None else now
    wanted = 1.0 if definition.kind == "total" else SHARE_OF_THE_RIGHT_AGE
    too_few = [
        then.n < wanted * today.n or (then.value is None and today.value is not None)
        for then, today in zip(aged, now, strict=True)
    ]
    if any(too_few):
        then, today = aged[too_few.index(True)], now[too_few.index(True)]
        reason = _n(
            "Only {n} post of {all} has numbers from when it was about {age} days old, so the periods are not compared.",
            "Only {n} posts of {all} have numbers from when they were about {age} days old, so the periods are not compared.",
            then.n,
            all=today.n,
            age=age if age is not None else 0,
        )
        seen = [_seen_only(one) for one in now]
        return _without_verdict(definition.name, definition.version, seen[0], seen[1], reason, None)
    before, after = aged
    if before.state is not State.OK or after.state is not State.OK:
        reason = _why_not(before, after)
        return _without_verdict(definition.name, definition.version, before, after, reason, age)
    a, b = _interval(before), _interval(after)
    if before.method == "stated" and after.method == "stated":
        change = twelve_digits(b.value - a.value)
        word = "up" if change > 0 else "down" if change < 0 else "same"
        part = stated(b.value / a.value, after.n) if a.value > 0 else without_value(State.TOO_LITTLE_DATA, after.n)
        exact = stated(change, before.n + after.n)
        return Comparison(definition.name, definition.version, before, after, exact, part, word, None, None, age)
    n = before.n + after.n
    change_with_interval, part_with_interval = difference(a, b), relative(a, b)
    word = verdict(change_with_interval)
    needed = posts_still_needed(a, b, after.n) if word == "cannot_tell" else None
    telling: Text | None = None
    if word == "cannot_tell" and needed is not None:
        telling = _n("About {n} more post would tell.", "About {n} more posts would tell.", needed)
    elif word == "cannot_tell":
        telling = _("The first period itself is too uncertain: more posts now would not tell.")
    return Comparison(
        definition.name,
        definition.version,
        before,
        after,
        _estimate(change_with_interval, n),
        _estimate(part_with_interval, n) if part_with_interval is not None else without_value(State.TOO_LITTLE_DATA, n),
        word,
        telling,
        needed,
        age,
    )


def _single(lake: Lake, question: Question) -> Estimate:
    answer = rows(lake, question)
    return answer[0].estimate if answer else without_value(State.MISSING)


def _interval(estimate: Estimate) -> Interval:
    assert estimate.value is not None and estimate.low is not None and estimate.high is not None  # state ok has them
    return Interval(estimate.value, estimate.low, estimate.high)


def _estimate(interval: Interval, n: int) -> Estimate:
    value, low, high = (twelve_digits(part) for part in (interval.value, interval.low, interval.high))
    return Estimate(value, low, high, n, METHOD, State.OK)


def _seen_only(estimate: Estimate) -> Estimate:
    if estimate.value is None:
        return estimate
    return replace(estimate, low=None, high=None, state=State.OBSERVED)


def _without_verdict(
    metric: str, version: int, before: Estimate, after: Estimate, reason: Text, age: int | None
) -> Comparison:
    n = before.n + after.n
    change = part = without_value(State.TOO_LITTLE_DATA, n)
    if before.value is not None and after.value is not None:
        change = Estimate(twelve_digits(after.value - before.value), None, None, n, "", State.OBSERVED)
        if before.value > 0:
            part = Estimate(twelve_digits(after.value / before.value), None, None, n, "", State.OBSERVED)
    return Comparison(metric, version, before, after, change, part, "not_comparable", reason, None, age)


def _why_not(before: Estimate, after: Estimate) -> Text:
    states = {before.state, after.state}
    if State.NOT_OFFERED in states:
        return _("The platform does not state it for both periods.")
    if State.MISSING in states:
        return _("The imported exports do not state it for both periods.")
    if State.TOO_LITTLE_DATA in states:
        return _("One of the periods has too few posts.")
    return _("The posts of one of the periods are too few or too uneven for a comparison.")
