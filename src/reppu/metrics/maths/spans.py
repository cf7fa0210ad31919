"""Which of overlapping statements about days count, so that no day counts twice.

A platform's export by the day and one of the whole month state the same money twice. A longer span counts as it was
stated, unless shorter ones tell all of its days; whatever overlaps a span that counts is left out.

>>> march = [(0, 30)]
>>> without_overlap(march + [(day, day) for day in range(31)])[0]      # every day is told: the month is left out
False
>>> without_overlap(march + [(0, 0), (1, 1)])                          # two days only: the month counts, they do not
[True, False, False]
"""

from __future__ import annotations

from collections.abc import Sequence


def without_overlap(spans: Sequence[tuple[int, int]]) -> list[bool]:
    """For each span (first and last day, both included) of one subject: does it count? Equal spans: the first does."""
    order = sorted(range(len(spans)), key=lambda one: (spans[one][0] - spans[one][1], spans[one][0]))
    counts = [False] * len(spans)
    taken: set[int] = set()
    for place, one in enumerate(order):
        first, last = spans[one]
        days = set(range(first, last + 1))
        if days & taken:
            continue
        if first < last:
            shorter: set[int] = set()
            for other in order[place + 1 :]:
                if spans[other][1] - spans[other][0] < last - first:
                    shorter.update(range(spans[other][0], spans[other][1] + 1))
            if days <= shorter:
                continue
        counts[one] = True
        taken |= days
    return counts
