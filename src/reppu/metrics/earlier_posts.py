"""The second gate of a rate's interval: would it have held on the channels' own earlier posts? (maths/own_past.py)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reppu.lake.facade import Lake
from reppu.metrics.maths.coverage import SIZES
from reppu.metrics.maths.grouped import Floats, Whole, in_fixed_order
from reppu.metrics.maths.own_past import HELD_AT_LEAST, held_before
from reppu.metrics.question import Question

if TYPE_CHECKING:
    from reppu.metrics.published import Posts

# Our choice: two years hold every season twice, and what was posted before is another channel's past by now.
EARLIER_DAYS = 730


def shut_by_the_past(
    lake: Lake, question: Question, posts: Posts, used: NDArray[np.bool_], posts_of: Callable[[Lake, Question], Posts]
) -> dict[int, float]:
    """Group → the share of resamples that held (0 to 1), for the groups whose interval the past forbids.

    Empty for an answer over all time, which has no past, and for other kinds than rates. The past is that of the group's
    channels together, at the age that the question asks for.
    """
    if question.definition.kind != "rate" or question.since is None:
        return {}
    memory: dict[object, Any] = getattr(lake, "rows_kept", {})  # see keeping.py
    asked = (
        "past",
        question.definition.name,
        question.since,
        question.position,
        question.as_of,
        question.age_days,
        tuple(one.channel_id for one in question.channels),
    )
    if asked not in memory:
        memory[asked] = _past_of(lake, question, posts_of)
    past = memory[asked]
    if past is None:
        return {}
    x, y, channel, known = past
    shut = {}
    of_row, of_channel = posts.groups.of_row[used], posts.channel[used]
    for group in np.unique(of_row).tolist():
        here = of_row == group
        channels = frozenset(of_channel[here].tolist())
        size = _size(int(here.sum()))
        if (channels, size) not in known:
            mine = np.isin(channel, list(channels))
            known[channels, size] = held_before(x[mine], y[mine], size)
        share = known[channels, size]
        if share is not None and share < HELD_AT_LEAST:
            shut[group] = share
    return shut


_Past = tuple[Floats, Floats, Whole, dict[tuple[frozenset[int], int], float | None]]


def _past_of(lake: Lake, question: Question, posts_of: Callable[[Lake, Question], Posts]) -> _Past | None:
    """Sizes, counts and channels of the earlier posts in a fixed order, and a place for the shares found of them."""
    assert question.since is not None  # checked by the caller
    past = posts_of(
        lake,
        replace(
            question,
            by=("channel",),
            since=question.since - timedelta(days=EARLIER_DAYS),
            until=question.since - timedelta(days=1),
        ),
    )
    if past.denominator is None or not past.numerator.size:
        return None
    told = np.isfinite(past.numerator) & np.isfinite(past.denominator) & (np.nan_to_num(past.denominator) > 0)
    x, y, channel = past.denominator[told], past.numerator[told], past.channel[told]
    order, channel = in_fixed_order(channel, x, y)
    return x[order], y[order], channel, {}


def _size(n: int) -> int:
    """The map's number of posts at or below n, so that groups of about a size share one resampling; 100 at most."""
    return max((size for size in SIZES if size <= min(n, 100)), default=SIZES[0])
