"""Posts with a mark beside the others of the same channels: with a word, of a kind, at an hour. The same rules as for
comparing periods: the same age, an interval where one is earned, corrected for being many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reppu.lake.facade import Lake
from reppu.metrics.compare import Comparison, corrected_for_many, told_apart, without_verdict
from reppu.metrics.compute import rows
from reppu.metrics.definitions import definition_of
from reppu.metrics.each_post import PostNumbers, each_post
from reppu.metrics.maths.coverage import trusted
from reppu.metrics.maths.grouped import Intervals, exact_totals, in_fixed_order
from reppu.metrics.maths.mean_per_post import mean_per_post
from reppu.metrics.maths.weighted_rates import weighted_rates
from reppu.metrics.published import FEWEST_POSTS_FOR_A_RATE
from reppu.metrics.question import ask
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import Estimate, State, twelve_digits, without_value
from reppu.vocabulary.language import Text, _

MarksOf = Callable[[Sequence[PostNumbers]], Mapping[str, frozenset[int]]]
TOLERANCE_DAYS = 16  # as in `compare`


@dataclass(frozen=True, slots=True)
class Marked:
    """One mark. posts: how many carry it and state the metric. comparison: the others first, the marked second."""

    label: str
    posts: int
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """All marks in the order given; corrected: how they were corrected for being many. reason: why there are no verdicts."""

    metric: str
    rows: tuple[Marked, ...]
    corrected: Text | None
    reason: Text | None


def compared_by_mark(
    lake: Lake,
    name: str,
    marks_of: MarksOf,
    *,
    since: date,
    until: date,
    channels: Sequence[str],
    age_days: int | None,
    position: int | None,
) -> MarkedPage:
    """See `facade.compare_by_mark`."""
    definition = definition_of(name)
    if definition.kind not in ("rate", "mean") or definition.numerator is None:
        raise ReppuError(
            _("“{metric}” is not compared post with post.", metric=name), expected=_("a rate or a mean per post")
        )
    measures = [one for one in (definition.numerator, definition.denominator) if one is not None]
    posts = each_post(
        lake, measures, since=since, until=until, position=position, channels=channels, age_days=age_days,
        tolerance_days=TOLERANCE_DAYS if age_days is not None else None,
    )  # fmt: skip
    marks = marks_of(posts)
    numerator, denominator = _columns(posts, measures)
    usable = np.isfinite(numerator) & np.isfinite(denominator) & (denominator > 0)
    shut = _why_the_whole_has_none(lake, name, since, until, channels, age_days, position)
    found, counts = [], []
    for places in marks.values():
        marked = np.zeros(len(posts), dtype=np.int64)
        marked[sorted(places)] = 1
        others, those = _estimates(
            denominator[usable], numerator[usable], marked[usable], definition.denominator is not None
        )
        counts.append(those.n)
        if shut is None and others.state is State.OK and those.state is State.OK:
            found.append(told_apart(definition, others, those, age_days))
        else:
            why = shut or _("Too few or too uneven posts for a comparison.")
            found.append(without_verdict(name, definition.version, others, those, why, age_days))
    corrected, how = corrected_for_many(found)
    made = zip(marks, counts, corrected, strict=True)
    return MarkedPage(name, tuple(Marked(label, n, one) for label, n, one in made), how, shut)


def _columns(posts: Sequence[PostNumbers], measures: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    def column(name: str) -> NDArray[np.float64]:
        values = [post.numbers[name] for post in posts]
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)

    numerator = column(measures[0])
    return numerator, column(measures[1]) if len(measures) > 1 else np.ones_like(numerator)


def _estimates(
    x: NDArray[np.float64], y: NDArray[np.float64], marked: NDArray[np.int64], is_rate: bool
) -> tuple[Estimate, Estimate]:
    """The others' estimate and that of the marked posts."""
    order, group = in_fixed_order(marked, x, y)
    x, y = x[order], y[order]
    intervals = weighted_rates(x, y, group, 2) if is_rate else mean_per_post(y, group, 2)
    inside = trusted(intervals)
    numerators, denominators = exact_totals(y, group, 2), exact_totals(x, group, 2)
    n = np.bincount(group, minlength=2)
    others, those = (
        _estimate(float(numerators[side]), float(denominators[side]), int(n[side]), side, intervals, bool(inside[side]))
        for side in (0, 1)
    )
    return others, those


def _estimate(y: float, x: float, n: int, side: int, intervals: Intervals, inside: bool) -> Estimate:
    if n < FEWEST_POSTS_FOR_A_RATE or x <= 0:
        return without_value(State.TOO_LITTLE_DATA, n)
    value = twelve_digits(y / x)
    if not inside:
        return Estimate(value, None, None, n, intervals.method, State.OBSERVED)
    low, high = twelve_digits(float(intervals.low[side])), twelve_digits(float(intervals.high[side]))
    return Estimate(value, low, high, n, intervals.method, State.OK)


def _why_the_whole_has_none(
    lake: Lake,
    name: str,
    since: date,
    until: date,
    channels: Sequence[str],
    age_days: int | None,
    position: int | None,
) -> Text | None:
    """Where all posts together have no interval that holds, a part of them has none either."""
    question = ask(
        lake, name, by=(), since=since, until=until, position=position, as_of=None, age_days=age_days,
        tolerance_days=TOLERANCE_DAYS if age_days is not None else None, channels=channels,
    )  # fmt: skip
    answers = rows(lake, question)
    if not answers:
        return _("The imported exports do not state it for these posts.")
    row = answers[0]
    if row.estimate.state is State.OK:
        return None
    return row.reason or _("Too few or too uneven posts for a comparison.")
