"""How many followed a channel on a given day: the last number stated before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from reppu.lake.facade import Lake
from reppu.metrics.facts import rows_of_days
from reppu.metrics.question import Question
from reppu.metrics.splitting import days_since_epoch

# A month and a few days: our choice, because people write the number down once a month, seldom on the same day.
STATED_WITHIN_DAYS = 35
Stocks = dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]


def stocks(lake: Lake, question: Question) -> Stocks:
    """By channel id the days (in order) for which followers were stated, and the numbers, from before the period on."""
    definition = replace(question.definition, numerator="followers", denominator=None, kind="stock", basis="activity")
    since = question.since - timedelta(days=STATED_WITHIN_DAYS) if question.since is not None else None
    table = rows_of_days(lake, replace(question, definition=definition, since=since))
    channel = np.array(table["channel_id"].to_pylist(), dtype=object)
    day = days_since_epoch(table["period_end"])
    value = np.asarray(table["value"].fill_null(float("nan")).to_numpy(), dtype=np.float64)
    found: Stocks = {}
    for one in question.channels:
        mine = (channel == one.channel_id) & np.isfinite(value)
        order = np.argsort(day[mine], kind="stable")
        found[one.channel_id] = day[mine][order], value[mine][order]
    return found


def stock_before(stated: Stocks, channel_id: str, day: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each day the number last stated on it or within STATED_WITHIN_DAYS before; NaN without one, or when zero."""
    days, values = stated[channel_id]
    place = np.searchsorted(days, day, side="right") - 1
    known = place >= 0
    if not days.size:
        return np.full(day.size, np.nan)
    place = np.maximum(place, 0)
    known &= (day - days[place] <= STATED_WITHIN_DAYS) & (values[place] > 0)
    return np.where(known, values[place], np.nan)


def followers_on(
    lake: Lake, question: Question, channel: NDArray[np.int64], day: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The followers of each post's channel on the post's local day. channel: its place in the question's channels."""
    stated = stocks(lake, question)
    found = np.full(day.size, np.nan)
    for place, one in enumerate(question.channels):
        mine = channel == place
        found[mine] = stock_before(stated, one.channel_id, day[mine])
    return found
