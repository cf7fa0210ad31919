"""Posts a week: the mean of a period, and over its whole weeks how evenly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reppu.lake.facade import Channel
from reppu.metrics.answers import Key
from reppu.metrics.empty_groups import EmptyGroups
from reppu.metrics.maths.over_weeks import FEWEST_WEEKS, METHOD, mean_of_weeks
from reppu.metrics.question import Question
from reppu.metrics.splitting import NO_DAY, as_day
from reppu.vocabulary.estimate import Estimate, State, twelve_digits, without_value
from reppu.vocabulary.language import Text, _, _n


def weekly_interval(
    question: Question, key: Key, channels: Sequence[Channel], days: NDArray[np.int64], empty: EmptyGroups
) -> tuple[Estimate, Text | None]:
    """Posts a week of a group (its n: whole weeks), and why it is not `ok`. days: the local day of each of its posts.

    Without a beginning or an end the period is that of the group's first or last post.
    """
    days = days[days != NO_DAY]
    n = int(days.size)
    if not n:
        return without_value(State.MISSING), _("The imported exports do not say when these posts were published.")
    start, end = empty.days(key)
    first = as_day(start) if start is not None else int(days.min())
    last = as_day(end) if end is not None else int(days.max())
    length = last - first + 1
    if length < 7:
        reason = _n("{n} day is not a week.", "{n} days are not a week.", length)
        return without_value(State.TOO_LITTLE_DATA), reason
    # 1970-01-05 was a Monday.
    first_week, after = -((4 - first) // 7), (last - 4 + 1) // 7
    weeks = after - first_week
    value = twelve_digits(n / length * 7)
    if start is not None and end is not None and not all(empty.covers(one, start, end) for one in channels):
        return Estimate(value, None, None, weeks, "stated", State.OBSERVED), _(
            "No imported export covers all of these days."
        )
    if weeks < FEWEST_WEEKS:
        reason = _n("{n} whole week is too few for an interval.", "{n} whole weeks are too few for an interval.", weeks)
        return Estimate(value, None, None, weeks, "stated", State.OBSERVED), reason
    week = (days - 4) // 7 - first_week
    counts = np.bincount(week[(week >= 0) & (week < weeks)], minlength=weeks).astype(np.float64)
    interval = mean_of_weeks(counts)
    if not interval.holds:
        reason = _("The weeks are too uneven, or too alike, for an interval that holds what it promises.")
        return Estimate(value, None, None, weeks, "stated", State.OBSERVED), reason
    # The days outside whole weeks are in the value; they may push it to the interval's edge.
    low, high = min(interval.low, value), max(interval.high, value)
    return Estimate(value, twelve_digits(low), twelve_digits(high), weeks, METHOD, State.OK), None
