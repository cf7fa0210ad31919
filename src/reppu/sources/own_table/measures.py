"""The measures that a table of one's own may hold: the one list of their names, by which metrics know them.

A fact of a row a post is called `table.post.<name>`, of a row a day `table.account.<name>`; a measure that is not in the
list `table.post.own_<name>`, in the words of whoever named it. docs/unknown-tables.md prints this list.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reppu.vocabulary.language import Text, _

SUBJECTS = {"post": "table.post", "day": "table.account"}
OWN = "own_"


@dataclass(frozen=True, slots=True)
class OwnMeasure:
    """One of the names. unit: count, fraction, seconds, hours or money. title: as people see it. headings: what it is
    called in English exports, for recognising it."""

    name: str
    unit: str
    title: Text
    headings: tuple[str, ...]


MEASURES: tuple[OwnMeasure, ...] = (
    OwnMeasure("impressions", "count", _("impressions"), ("Impressions",)),
    OwnMeasure("views", "count", _("views"), ("Views",)),
    OwnMeasure("video_views", "count", _("video views"), ("Video views",)),
    OwnMeasure("reach", "count", _("reach"), ("Reach", "Reached users", "Unique impressions")),
    OwnMeasure("engagements", "count", _("engagements"), ("Engagements",)),
    OwnMeasure(
        "interactions",
        "count",
        _("reactions, comments and shares together"),
        ("Interactions", "Reactions, comments and shares", "Likes, comments and shares"),
    ),
    OwnMeasure("reactions", "count", _("reactions"), ("Reactions",)),
    OwnMeasure("likes", "count", _("likes"), ("Likes",)),
    OwnMeasure("comments", "count", _("comments"), ("Comments",)),
    OwnMeasure("replies", "count", _("replies"), ("Replies",)),
    OwnMeasure("shares", "count", _("shares"), ("Shares",)),
    OwnMeasure("reposts", "count", _("reposts"), ("Reposts",)),
    OwnMeasure("saves", "count", _("saves"), ("Saves", "Bookmarks")),
    OwnMeasure("clicks", "count", _("clicks"), ("Clicks", "Total clicks")),
    OwnMeasure("link_clicks", "count", _("link clicks"), ("Link clicks",)),
    OwnMeasure("other_clicks", "count", _("other clicks"), ("Other clicks",)),
    OwnMeasure("profile_visits", "count", _("visits to the profile or page"), ("Profile visits", "Page visits")),
    OwnMeasure("follows", "count", _("new followers"), ("Follows", "New followers")),
    OwnMeasure("unfollows", "count", _("followers lost"), ("Unfollows", "Lost followers")),
    OwnMeasure("followers", "count", _("followers at that time"), ("Followers",)),
    OwnMeasure("posts", "count", _("posts published"), ("Posts", "Published posts")),
    OwnMeasure("watch_time_hours", "hours", _("hours watched"), ("Watch time (hours)",)),
    OwnMeasure(
        "average_view_duration", "seconds", _("seconds watched on average"), ("Average watch time (seconds)",)
    ),
    OwnMeasure("engagement_rate", "fraction", _("engagement rate"), ("Engagement rate",)),
    OwnMeasure("click_through_rate", "fraction", _("click-through rate"), ("Click rate", "CTR")),
    OwnMeasure("conversions", "count", _("conversions"), ("Conversions",)),
    OwnMeasure("spend", "money", _("money spent"), ("Spend", "Amount spent", "Cost")),
)  # fmt: skip
BY_NAME = {measure.name: measure for measure in MEASURES}


def own_name(words: str) -> str:
    """The name of a measure that is not in the list: `own_lataukset` for “Lataukset”."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    return OWN + (slug or "number")
