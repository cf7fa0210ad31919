"""Two seasons beside each other: the metrics of the book, at the same age of posts, corrected for being many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from reppu.metrics.facade import compare, correct_for_many
from reppu.reports.gathering import COMPARED_AT_DAYS, METRICS, TOLERANCE_DAYS
from reppu.reports.pinned import PinnedLake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reppu.calendar.facade import Period
    from reppu.lake.facade import Lake
    from reppu.metrics.facade import Comparison
    from reppu.vocabulary.language import Text


@dataclass(frozen=True, slots=True)
class Beside:
    """Comparisons that have a number on either side. corrected: the sentence that says how they are held for many."""

    comparisons: tuple[Comparison, ...]
    corrected: Text | None


def lay_beside(lake: Lake, first: Period, second: Period, channel: str | None = None) -> Beside:
    """The book's metrics in two seasons, of all channels or of one. Costs a fold of the facts of both seasons."""
    since, until = min(first.start, second.start), max(first.end, second.end)
    channels = None if channel is None else [channel]
    with PinnedLake(lake, lake.position, since, until) as pinned:
        found = [
            compare(
                pinned,  # type: ignore[arg-type]  # reads as a Lake does
                name,
                (first.start, first.end),
                (second.start, second.end),
                channels=channels,
                age_days=COMPARED_AT_DAYS,
                tolerance_days=TOLERANCE_DAYS,
            )
            for name in METRICS
        ]
    told = [one for one in found if one.first.value is not None or one.second.value is not None]
    corrected, how = correct_for_many(told)
    return Beside(corrected, how)


def newest_ripe(seasons: Sequence[Period], today: date) -> Period:
    """The newest season (they come newest first) whose posts have all reached a comparable age; the newest of
    all when none has. The oldest is left out: it has nothing before it."""
    young = timedelta(days=COMPARED_AT_DAYS - TOLERANCE_DAYS)
    return next((one for one in seasons[:-1] if one.end + young <= today), seasons[0])
