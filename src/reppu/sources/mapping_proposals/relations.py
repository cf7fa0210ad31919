"""Sums and shares that hold between the numbers of an export, whatever their headings are called.

What holds in row after row proves what its columns are; what is broken shows that one of them was taken for another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Numbers = Sequence[float | None]

# Our choice: five rows in which at least two parts of a sum are above zero. Of two unrelated columns of counts the chance
# to agree five times is small, and of the three that a sum names far smaller.
FEWEST_TELLING_ROWS = 5
# A platform rounds its shares to four digits or to a hundredth of a percent, and corrects single rows late.
_SHARE_ROOM = 0.0051
_MOST_BROKEN = 0.02


@dataclass(frozen=True, slots=True)
class Holds:
    """total = sum of parts in every row (or a share = sum of parts / whole), by names of measures."""

    total: str
    parts: tuple[str, ...]
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class AtMost:
    """less ≤ more in every row."""

    less: str
    more: str


# Names are the last words of measure ids. Each was checked on real exports, except where a remark says otherwise.
SUMS = (
    Holds("interactions", ("reactions", "comments", "shares")),  # Facebook content, 2025
    Holds("clicks", ("link_clicks", "other_clicks")),  # Facebook content, 2025; not of posts with photos
    # LinkedIn days, 2023
    *(
        Holds(name, (f"{name}_organic", f"{name}_sponsored"))
        for name in ("impressions", "clicks", "reactions", "comments", "reposts")
    ),
    Holds("views_3s", ("views_3s_boosted", "views_3s_organic")),
    Holds("engagement_rate", ("engagements",), "impressions"),  # X, 2022
    Holds("click_through_rate", ("clicks",), "impressions"),  # LinkedIn, 2023
    Holds("engagement_rate", ("clicks", "likes", "comments", "reposts", "follows"), "impressions"),  # LinkedIn, 2023
)
ORDERS = (
    AtMost("reach", "impressions"),
    AtMost("reach", "views"),
    AtMost("link_clicks", "clicks"),
    AtMost("other_clicks", "clicks"),
    AtMost("likes", "reactions"),
    AtMost("engagements", "impressions"),
    AtMost("reactions", "interactions"),
    AtMost("comments", "interactions"),
    AtMost("shares", "interactions"),
    AtMost("url_clicks", "engagements"),
    AtMost("likes", "engagements"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the numbers say of an assignment: measures in a sum that holds, as its total (nothing else can be the total)
    or as a part (parts may be exchanged among each other), and measures in something that is broken."""

    totals: Mapping[str, Holds]
    parts: Mapping[str, Holds]
    broken: Mapping[str, str]  # measure → the other one that it does not fit


def judge(numbers: Mapping[str, Numbers]) -> Verdict:
    """numbers: name of a measure → its column."""
    totals: dict[str, Holds] = {}
    parts: dict[str, Holds] = {}
    broken: dict[str, str] = {}
    for rule in SUMS:
        if not {rule.total, *rule.parts, *([rule.whole] if rule.whole else [])} <= set(numbers):
            continue
        if sum_holds(
            numbers[rule.total], [numbers[part] for part in rule.parts], numbers[rule.whole] if rule.whole else None
        ):
            totals.setdefault(rule.total, rule)
            if rule.whole:
                totals.setdefault(rule.whole, rule)
            if len(rule.parts) == 1:
                totals.setdefault(rule.parts[0], rule)
            for part in rule.parts:
                parts.setdefault(part, rule)
    for order in ORDERS:
        if order.less in numbers and order.more in numbers and is_more(numbers[order.less], numbers[order.more]):
            broken.setdefault(order.less, order.more)
            broken.setdefault(order.more, order.less)
    return Verdict(totals, parts, broken)


def sum_holds(total: Numbers, parts: Sequence[Numbers], whole: Numbers | None = None) -> bool:
    """Whether the sum holds in every row (but one in fifty) and enough rows are telling."""
    telling = wrong = 0
    for at, stated in enumerate(total):
        summands = [part[at] for part in parts]
        below = whole[at] if whole is not None else None
        if stated is None or any(one is None for one in summands) or (whole is not None and not below):
            continue
        added = sum(one for one in summands if one is not None)
        if below is not None:
            # of few impressions one click more is a large share: only where a unit more would be seen is a row telling
            if not added or 1 / below <= 2 * _SHARE_ROOM * max(added / below, 0.001):
                continue
            telling += 1
            wrong += abs(stated - added / below) > _SHARE_ROOM * max(stated, 0.01)
            continue
        wrong += stated != added
        telling += sum(bool(one) for one in summands) >= min(2, len(parts)) and stated == added
    return telling >= FEWEST_TELLING_ROWS and wrong <= _MOST_BROKEN * (telling + wrong)


def is_more(less: Numbers, more: Numbers) -> bool:
    """Whether what should be less is more, in so many rows that it is no accident."""
    pairs = [(one, other) for one, other in zip(less, more, strict=True) if one is not None and other is not None]
    if not any(other for _one, other in pairs):  # a column of nothing but zeros was left out by the platform
        return False
    wrong = sum(1 for one, other in pairs if one > other)
    return wrong >= 2 and wrong > _MOST_BROKEN * len(pairs)
