"""Is one better than another? Two periods, channels or kinds: a difference with its interval, and a verdict only where
one is earned.

Lifetime figures grow with age, so posts are compared as they were at the same age (30 days, give or take 16). Where
exports from that age are lacking, both numbers are shown as observed, with the reason and without a verdict; a total of
which only some posts lack such a number is bounded by what was stated of those later. Many comparisons on one page are
corrected for being many (`maths/many_comparisons.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from reppu.lake.facade import Lake
from reppu.metrics.answers import Key, Row
from reppu.metrics.bounds import totals_bounded
from reppu.metrics.compute import rows
from reppu.metrics.definitions import DEFINITIONS, Definition
from reppu.metrics.maths.difference import Interval, difference, posts_still_needed, relative, verdict
from reppu.metrics.maths.many_comparisons import Sides, adjusted_for_many, factor_of, widened
from reppu.metrics.question import CALENDAR, Question, ask
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import Estimate, State, stated, twelve_digits, without_value
from reppu.vocabulary.language import Text, _, _n

# A rate or mean is compared when at least this share of each side's posts has numbers of the right age: our choice,
# because the posts without are those exported too early or too late, which says little about how they did.
SHARE_OF_THE_RIGHT_AGE = 0.8
METHOD = "mover"
BOUNDS = "bounds"
# More comparisons than this are no page for people: our choice.
MOST_COMPARISONS = 200
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides of one metric: two periods, channels or kinds.

    difference: second - first, in the metric's unit. ratio: second / first; without a value where it has no meaning.
    verdict: "up", "down", "same" (exact and equal), "cannot_tell" (the interval of the difference holds zero) or
    "not_comparable" (no interval, no number, or not of the same age); `reason` says why for the last two.
    posts_needed: about how many more posts (or weeks, where the interval is over weeks) on the second side would settle
    "cannot_tell"; None: not known, or no number would. age_days: at which age lifetime numbers were taken; None: as
    they are.
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


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison of a page. group: the split's words and labels that both sides share; first, second: what differs."""

    group: dict[str, str | None]
    first: str
    second: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class _Side:
    """now: as it is today. aged: as it was at the age asked for. number: which of them counts; bounds where posts lack."""

    now: Row
    aged: Row
    platforms: frozenset[str]


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
    asking = _Asking(lake, name, (), channels, age_days, tolerance_days, position)
    before, after = (asking.sides(days) for days in (first, second))
    return asking.judged(before.get((), _NOTHING), after.get((), _NOTHING), (first, second))


def compared_all(
    lake: Lake,
    name: str,
    *,
    between: Sequence[tuple[str, Days]],
    by: Sequence[str],
    since: date | None,
    until: date | None,
    channels: Sequence[str] | None,
    age_days: int | None,
    tolerance_days: int,
    position: int | None,
) -> tuple[tuple[Compared, ...], Text | None, tuple[str, ...]]:
    """See `facade.compare_all`; the last part names the groups that have no number to compare."""
    if not between and not by:
        raise ReppuError(
            _("There is nothing to compare with."),
            expected=_("two periods, or a split such as channel or kind"),
        )
    if between and len(between) < 2:
        raise ReppuError(_("One period cannot be compared with itself."), expected=_("two periods or more"))
    asking = _Asking(lake, name, tuple(by), channels, age_days, tolerance_days, position)
    found: list[Compared] = []
    without: list[str] = []
    if between:
        sides = [(label, days, asking.sides(days)) for label, days in between]
        for (first, days_first, before), (second, days_second, after) in combinations(sides, 2):
            for key in dict.fromkeys([*before, *after]):
                two = before.get(key, _NOTHING), after.get(key, _NOTHING)
                group = dict(zip(by, key, strict=True))
                found.append(Compared(group, first, second, asking.judged(*two, (days_first, days_second))))
    else:
        every = asking.sides((since, until))
        here = {key: side for key, side in every.items() if side.now.estimate.value is not None}
        without = [", ".join(label or "–" for label in key) for key in every if key not in here]
        for (one, first_side), (other, second_side) in combinations(here.items(), 2):
            same = [word for word, a, b in zip(by, one, other, strict=True) if a == b and word in CALENDAR]
            if len(by) > 1 and not same and any(word in CALENDAR for word in by):
                continue  # of another month both differ: neither a comparison of months nor of channels
            group = {word: label for word, label in zip(by, one, strict=True) if word in same}
            labels = [
                ", ".join(label or "–" for word, label in zip(by, key, strict=True) if word not in same)
                for key in (one, other)
            ]
            verdict_of = asking.judged(first_side, second_side, None)
            found.append(Compared(group, labels[0], labels[1], verdict_of))
    if len(found) > MOST_COMPARISONS:
        raise ReppuError(
            _("That would be {n} comparisons, which nobody can read.", n=len(found)),
            expected=_("{most} at most", most=MOST_COMPARISONS),
            advice=_("Split by less, or compare two periods."),
        )
    corrected, how = corrected_for_many([one.comparison for one in found])
    rows = tuple(replace(one, comparison=new) for one, new in zip(found, corrected, strict=True))
    return rows, how, tuple(without)


def corrected_for_many(comparisons: Sequence[Comparison]) -> tuple[tuple[Comparison, ...], Text | None]:
    """See `facade.correct_for_many`."""
    uncertain = [place for place, one in enumerate(comparisons) if one.difference.method == METHOD]
    if len(uncertain) < 2:
        return tuple(comparisons), None
    adjusted = adjusted_for_many([_sides(comparisons[place]) for place in uncertain])
    new = list(comparisons)
    for place, one in zip(uncertain, adjusted, strict=True):
        old = comparisons[place]
        word = verdict(one.change)
        needed, reason = old.posts_needed, old.reason
        if word == "cannot_tell":
            scaled = [_widened_to(e, one.alpha, old) for e in (old.first, old.second)]
            needed, reason = _needed(old, scaled[0], scaled[1])
        n = old.difference.n
        new[place] = replace(
            old,
            difference=_estimate(one.change, n),
            ratio=_estimate(one.ratio, n) if one.ratio is not None else old.ratio,
            verdict=word,
            posts_needed=needed,
            reason=reason,
        )
    how = _(
        "{n} comparisons stand together: each interval is wider than 90 % alone would make it (Holm 1979), so that the chance of any false verdict among them is 10 % at most.",
        n=len(uncertain),
    )
    return tuple(new), how


def _widened_to(estimate: Estimate, alpha: float, comparison: Comparison) -> Interval:
    """An estimate's interval, widened to the level of a step."""
    return widened(_interval(estimate), factor_of(_sides(comparison), alpha))


class _Asking:
    """One metric, split in one way, asked of several periods."""

    def __init__(
        self,
        lake: Lake,
        name: str,
        by: tuple[str, ...],
        channels: Sequence[str] | None,
        age_days: int | None,
        tolerance_days: int,
        position: int | None,
    ) -> None:
        self._lake, self._name, self._by, self._channels = lake, name, by, channels
        self._tolerance, self._position = tolerance_days, position
        definition = self._question((None, None), None).definition
        grows = definition.basis == "published" and definition.kind not in ("count", "per_week") and definition.measures
        self.age = age_days if grows else None
        self.definition: Definition = definition

    def _question(self, days: tuple[date | None, date | None], age: int | None) -> Question:
        return ask(
            self._lake,
            self._name,
            by=self._by,
            since=days[0],
            until=days[1],
            position=self._position,
            as_of=None,
            age_days=age,
            tolerance_days=self._tolerance if age is not None else None,
            channels=self._channels,
        )

    def sides(self, days: tuple[date | None, date | None]) -> dict[Key, _Side]:
        """By key the group as it is and as it was at the age asked for."""
        question = self._question(days, None)
        now = {tuple(row.keys.values()): row for row in rows(self._lake, question)}
        aged = now
        if self.age is not None:
            aged = {tuple(row.keys.values()): row for row in rows(self._lake, self._question(days, self.age))}
        platforms = frozenset(one.platform for one in question.channels)
        by_channel = {one.channel_id: one.platform for one in question.channels}

        def of(key: Key) -> frozenset[str]:
            labels = dict(zip(self._by, key, strict=True))
            if "channel" in labels:
                return frozenset({by_channel.get(labels["channel"] or "", "")})
            return frozenset({labels["platform"] or ""}) if "platform" in labels else platforms

        nothing = _NOTHING.aged
        return {key: _Side(row, aged.get(key, nothing), of(key)) for key, row in now.items()}

    def judged(self, first: _Side, second: _Side, periods: tuple[Days, Days] | None) -> Comparison:
        """The comparison of two sides. periods: where the sides are whole periods, so that missing posts can be bounded."""
        definition, sides = self.definition, (first, second)
        name, version, age = definition.name, definition.version, self.age
        if not definition.alike and first.platforms != second.platforms and _NOTHING not in sides:
            reason = _("Platforms count it in different ways: compare within a platform.")
            seen = [_seen_only(one.now.estimate) for one in sides]
            return without_verdict(name, version, seen[0], seen[1], reason, None)
        now, aged = ([one.now.estimate for one in sides], [one.aged.estimate for one in sides])
        wanted = 1.0 if definition.kind == "total" else SHARE_OF_THE_RIGHT_AGE
        too_few = [
            then.n < wanted * today.n or (then.value is None and today.value is not None)
            for then, today in zip(aged, now, strict=True)
        ]
        if any(too_few):
            if definition.kind == "total" and periods is not None and not self._by and age is not None:
                bounded = self._bounded(periods, now)
                if bounded is not None:
                    return bounded
            then, today = aged[too_few.index(True)], now[too_few.index(True)]
            reason = _n(
                "Only {n} post of {all} has numbers from when it was about {age} days old, so the periods are not compared.",
                "Only {n} posts of {all} have numbers from when they were about {age} days old, so the periods are not compared.",
                then.n,
                all=today.n,
                age=age if age is not None else 0,
            )
            seen = [_seen_only(one) for one in now]
            return without_verdict(name, version, seen[0], seen[1], reason, None)
        before, after = aged
        if before.state is not State.OK or after.state is not State.OK:
            return without_verdict(
                name, version, before, after, _why_not(before, after, [one.aged for one in sides]), age
            )
        currencies = [one.aged.currency for one in sides]
        if currencies[0] != currencies[1]:
            reason = _("Amounts in two currencies are not compared.")
            return without_verdict(name, version, _seen_only(before), _seen_only(after), reason, age)
        return told_apart(definition, before, after, age)

    def _bounded(self, periods: tuple[Days, Days], now: Sequence[Estimate]) -> Comparison | None:
        """A verdict about totals some of whose posts lack a number of the right age, when bounds are enough for one."""
        assert self.age is not None  # checked by the caller
        found = []
        for days in periods:
            bounds = totals_bounded(self._lake, self._question(days, None), self._question(days, self.age), self.age)
            if bounds is None:
                return None
            found.append(bounds)
        (a, missing_a), (b, missing_b) = found
        change = Interval(b.value - a.value, b.low - a.high, b.high - a.low)
        word = verdict(change)
        if word == "cannot_tell":
            return None
        sides = [_estimate(one, today.n, BOUNDS) for one, today in zip((a, b), now, strict=True)]
        n = now[0].n + now[1].n
        ratio = without_value(State.TOO_LITTLE_DATA, n)
        if a.low > 0:
            ratio = _estimate(Interval(b.value / a.value, b.low / a.high, b.high / a.low), n, BOUNDS)
        reason = _n(
            "{n} post has no number from when it was about {age} days old; it is bounded by what was stated later.",
            "{n} posts have no numbers from when they were about {age} days old; they are bounded by what was stated later.",
            missing_a + missing_b,
            age=self.age,
        )
        name, version, exact = self.definition.name, self.definition.version, _estimate(change, n, BOUNDS)
        return Comparison(name, version, sides[0], sides[1], exact, ratio, word, reason, None, self.age)


def told_apart(definition: Definition, before: Estimate, after: Estimate, age: int | None) -> Comparison:
    """Two numbers with intervals, or two exact ones."""
    a, b = _interval(before), _interval(after)
    name, version, n = definition.name, definition.version, before.n + after.n
    if before.method == "stated" and after.method == "stated":
        change = twelve_digits(b.value - a.value)
        word = "up" if change > 0 else "down" if change < 0 else "same"
        part = stated(b.value / a.value, after.n) if a.value > 0 else without_value(State.TOO_LITTLE_DATA, after.n)
        return Comparison(name, version, before, after, stated(change, n), part, word, None, None, age)
    with_interval, part_with_interval = difference(a, b), relative(a, b)
    word = verdict(with_interval)
    comparison = Comparison(
        name,
        version,
        before,
        after,
        _estimate(with_interval, n),
        _estimate(part_with_interval, n) if part_with_interval is not None else without_value(State.TOO_LITTLE_DATA, n),
        word,
        None,
        None,
        age,
    )
    if word != "cannot_tell":
        return comparison
    needed, telling = _needed(comparison, a, b)
    return replace(comparison, posts_needed=needed, reason=telling)


# Intervals over weeks, and over the periods of entries by hand.
_OVER_WEEKS = {one.name for one in DEFINITIONS if one.kind in ("ad_ratio", "per_week", "put_in_per_post")}


def _needed(comparison: Comparison, first: Interval, second: Interval) -> tuple[int | None, Text]:
    """About how many more posts or weeks would tell, and the words for it."""
    needed = posts_still_needed(first, second, comparison.second.n)
    if needed is None:
        return None, _("The first period itself is too uncertain: more posts now would not tell.")
    if comparison.metric in _OVER_WEEKS:
        return needed, _n("About {n} more week would tell.", "About {n} more weeks would tell.", needed)
    return needed, _n("About {n} more post would tell.", "About {n} more posts would tell.", needed)


def _sides(one: Comparison) -> Sides:
    return Sides(_interval(one.first), _interval(one.second), one.first.n, one.second.n)


def _interval(estimate: Estimate) -> Interval:
    assert estimate.value is not None and estimate.low is not None and estimate.high is not None  # state ok has them
    return Interval(estimate.value, estimate.low, estimate.high)


def _estimate(interval: Interval, n: int, method: str = METHOD) -> Estimate:
    value, low, high = (twelve_digits(part) for part in (interval.value, interval.low, interval.high))
    return Estimate(value, low, high, n, method, State.OK)


def _seen_only(estimate: Estimate) -> Estimate:
    if estimate.value is None:
        return estimate
    return replace(estimate, low=None, high=None, state=State.OBSERVED)


def without_verdict(
    metric: str, version: int, before: Estimate, after: Estimate, reason: Text, age: int | None
) -> Comparison:
    """Two numbers beside each other, and why nothing is concluded from them."""
    n = before.n + after.n
    change = part = without_value(State.TOO_LITTLE_DATA, n)
    if before.value is not None and after.value is not None:
        change = Estimate(twelve_digits(after.value - before.value), None, None, n, "", State.OBSERVED)
        if before.value > 0:
            part = Estimate(twelve_digits(after.value / before.value), None, None, n, "", State.OBSERVED)
    return Comparison(metric, version, before, after, change, part, "not_comparable", reason, None, age)


def _why_not(before: Estimate, after: Estimate, sides: Sequence[Row]) -> Text:
    states = {before.state, after.state}
    if State.NOT_OFFERED in states:
        return _("The platform does not state it for both periods.")
    if State.MISSING in states:
        return _("The imported exports do not state it for both periods.")
    if State.TOO_LITTLE_DATA in states:
        return _("One of the periods has too few posts.")
    observed = next((one for one in sides if one.estimate.state is State.OBSERVED), None)
    if observed is not None and observed.reason is not None and observed.estimate.method in ("top_share", "stated"):
        return observed.reason
    return _("The posts of one of the periods are too few or too uneven for a comparison.")


_EMPTY = Row({}, without_value(State.MISSING), None, ())
_NOTHING = _Side(_EMPTY, _EMPTY, frozenset())
