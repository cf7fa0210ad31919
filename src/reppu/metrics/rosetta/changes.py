"""When a platform began, ended or redefined a measure: what every series across that day must say.

Each change is dated by its source. Numbers from before and after are two measures of the table; nothing joins them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reppu.vocabulary.language import Text, _

# Meta replaced impressions by views in the exports of early 2025 (in the API: Instagram on 21 April 2025, pages on
# 15 November 2025; developers.facebook.com, Graph API changelog). The day in exports is not documented; ours is the
# first month of 2025 of which we have exports with views only.
META_VIEWS_SINCE = date(2025, 3, 1)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. measures: the canonical measures that begin, end or change their meaning on `day` at `platforms`.

    route: "export", "api" or "both": by which way in the change is felt. says: one or two sentences for readers.
    """

    day: date
    platforms: tuple[str, ...]
    measures: tuple[str, ...]
    route: str
    says: Text
    source: str


CHANGES: tuple[Change, ...] = (
    Change(
        META_VIEWS_SINCE,
        ("facebook", "instagram"),
        ("impressions", "views", "account_impressions", "account_views"),
        "export",
        _(
            "Meta’s exports state views instead of impressions since about March 2025. Views count otherwise: the two are two series."
        ),
        "Meta Business Help Centre: Views (2024); the day in exports is ours, from exports seen",
    ),
    Change(
        date(2025, 4, 21),
        ("instagram",),
        ("impressions", "video_views"),
        "api",
        _("Instagram’s API ended impressions, plays and video views on 21 April 2025."),
        "developers.facebook.com, Graph API v22.0 changelog",
    ),
    Change(
        date(2025, 11, 15),
        ("facebook",),
        ("impressions", "account_impressions", "views"),
        "api",
        _("Facebook’s API ended impressions of posts and pages on 15 November 2025; media views took their place."),
        "developers.facebook.com, Page Insights changelog",
    ),
    Change(
        date(2025, 11, 15),
        ("facebook",),
        ("followers",),
        "api",
        _("Facebook’s API ended page fans on 15 November 2025; followers took their place."),
        "developers.facebook.com, Page Insights changelog",
    ),
    Change(
        date(2026, 6, 15),
        ("facebook",),
        ("post_reach", "account_reach", "organic_reach"),
        "api",
        _(
            "Facebook’s API ended unique impressions by June 2026; the unique viewers of media that replaced them count otherwise."
        ),
        "developers.facebook.com, Page Insights changelog (“by June 2026”; the day in the month is ours)",
    ),
    Change(
        date(2024, 6, 1),
        ("x",),
        ("net_follows", "new_follows", "unfollows", "account_impressions"),
        "export",
        _(
            "X’s exports changed in 2024: replies, reposts and bookmarks are counted under new names, and days of the account are stated."
        ),
        "X Analytics exports seen before and after; the day is ours",
    ),
)


def changes_of(platforms: set[str], measures: set[str], since: date | None, until: date | None) -> tuple[Change, ...]:
    """The changes inside a period (None: open) that concern these platforms and canonical measures, in order of time."""
    found = [
        one
        for one in CHANGES
        if platforms & set(one.platforms)
        and measures & set(one.measures)
        and (since is None or since < one.day)
        and (until is None or one.day <= until)
    ]
    return tuple(sorted(found, key=lambda one: one.day))
