"""A total at an age of which some posts have no number of that age: how low and how high can it be?

What people do with a post is added up and hardly ever taken back, so a number stated later than the age asked for is at
least as large as the one that was not stated, and one stated earlier at most as large.
"""

from __future__ import annotations

import math

from reppu.lake.facade import Lake
from reppu.metrics.facts import numbers_by_post
from reppu.metrics.maths.difference import Interval
from reppu.metrics.question import Question


def totals_bounded(lake: Lake, now: Question, aged: Question, age_days: float) -> tuple[Interval, int] | None:
    """The total with its bounds, and how many posts are bounded; None when a post cannot be (no number, or too young).

    A bounded post lies between zero and what was stated of it last, which is what the value takes.
    """
    told = {post: value for post, (value, _age) in numbers_by_post(lake, aged).items() if value is not None}
    numbers, open_part, without = list(told.values()), 0.0, 0
    for post, (value, age) in numbers_by_post(lake, now).items():
        if post in told:
            continue
        if value is None or age < age_days:
            return None
        without += 1
        open_part += value
        numbers.append(value)
    total = math.fsum(numbers)
    return Interval(total, total - open_part, total), without
