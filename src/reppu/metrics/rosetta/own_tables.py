"""How a table of one's own states a canonical measure, on every platform: after the platform's own words.

Of a platform that Reppu does not know by name (Pinterest, a forum) it is the only way.
"""

from __future__ import annotations

from dataclasses import replace

from reppu.metrics.rosetta.measures import Measure, Spelling, is_known, ways
from reppu.vocabulary.language import _

_POST, _ACCOUNT = "table.post.", "table.account."
_WAYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "impressions": (ways(_POST, "impressions"),),
    "views": (ways(_POST, "views"),),
    "video_views": (ways(_POST, "video_views"),),
    "post_reach": (ways(_POST, "reach"),),
    "engagements": (ways(_POST, "engagements"), ways(_POST, "interactions")),
    "shares": (ways(_POST, "shares"), ways(_POST, "reposts")),
    "likes": (ways(_POST, "reactions"), ways(_POST, "likes")),
    "comments": (ways(_POST, "comments"), ways(_POST, "replies")),
    "saves": (ways(_POST, "saves"),),
    "link_clicks": (ways(_POST, "link_clicks"),),
    "follows": (ways(_POST, "follows"),),
    "profile_visits_of_posts": (ways(_POST, "profile_visits"),),
    "watch_time": (ways(_POST, "watch_time_hours"),),
    "account_reach": (ways(_ACCOUNT, "reach"),),
    "followers": (ways(_ACCOUNT, "followers"), ways("hand.account.", "followers")),
    "new_follows": (ways(_ACCOUNT, "follows"),),
    "unfollows": (ways(_ACCOUNT, "unfollows"),),
    "net_follows": (ways(_ACCOUNT, "follows", "-unfollows"),),
    "account_impressions": (ways(_ACCOUNT, "impressions"),),
    "account_views": (ways(_ACCOUNT, "views"),),
    "account_engagements": (ways(_ACCOUNT, "engagements"), ways(_ACCOUNT, "interactions")),
    "account_link_clicks": (ways(_ACCOUNT, "link_clicks"),),
    "profile_visits": (ways(_ACCOUNT, "profile_visits"),),
    "account_watch_time": (ways(_ACCOUNT, "watch_time_hours"),),
    "spend": (ways(_ACCOUNT, "spend"),),
}
# Of an ad account a day's impressions were all paid for; of any other channel nobody knows that.
_OF_AD_ACCOUNTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "ad_impressions": (ways(_ACCOUNT, "impressions"),),
    "ad_clicks": (ways(_ACCOUNT, "link_clicks"), ways(_ACCOUNT, "clicks")),
    "ad_engagements": (ways(_ACCOUNT, "engagements"),),
    "ad_results": (ways(_ACCOUNT, "conversions"),),
}
_NOTE = _("In a table of one’s own.")


def with_own_tables(measure: Measure) -> Measure:
    """The measure, spelled in tables of one's own too wherever the platform states it in the same unit."""
    more = _WAYS.get(measure.name) or _OF_AD_ACCOUNTS.get(measure.name, ())
    spellings = {
        platform: replace(spelling, ways=(*spelling.ways, *(way for way in more if way not in spelling.ways)))
        if spelling.scale == 1
        else spelling
        for platform, spelling in measure.spellings.items()
    }
    return replace(measure, spellings=spellings)


def in_a_table_only(measure: Measure, platform: str) -> Spelling | None:
    """How a platform that Reppu does not know by name states it; None for one that it knows."""
    found = _WAYS.get(measure.name)
    return Spelling(found, _NOTE) if found is not None and not is_known(platform) else None
