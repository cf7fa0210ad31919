"""The overview's charts, from what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reppu.charts.facade import ExpectedPoint, expected, for_page
from reppu.vocabulary.language import _, current_language

if TYPE_CHECKING:
    from reppu.overview.standing import Daily


def daily_chart(daily: Daily) -> dict[str, Any]:
    """The days against what was expected of them, for a page in the reader's language."""
    points = [ExpectedPoint(one.at, one.value, one.expected, one.low, one.high, one.surprise) for one in daily.days]
    title = _("{metric}, day by day", metric=daily.title)
    return for_page(expected(points, title=title, unit="count", language=current_language(), width=700, height=240))
