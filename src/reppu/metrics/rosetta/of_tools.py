"""What Sprout Social states of the platforms' posts and accounts: after the platform's own words, never before them.

Only where its count is the platform's own. Left out: impressions of Facebook and Instagram (which of Meta's two counts stands
under the heading is not told), replies and reposts of X, and Sprout's own total of engagements, which holds clicks.
"""

from __future__ import annotations

from dataclasses import replace

from reppu.metrics.rosetta.measures import Measure, Spelling, is_known, ways
from reppu.vocabulary.language import _

_POST, _ACCOUNT = "sprout.post.", "sprout.account."
_NETWORKS = ("x", "facebook", "instagram", "linkedin", "youtube", "tiktok", "mastodon", "bluesky")
_META = ("facebook", "instagram")
_REACTED = ("facebook", "linkedin")  # where “likes” are one kind of reactions

# canonical measure → (platforms, way); a platform that states it in no other way is not taught it here
_WAYS: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "impressions": ((("x", "linkedin"), ways(_POST, "impressions")),),
    "views": ((("youtube", "tiktok"), ways(_POST, "video_views")),),
    "video_views": ((("facebook", "linkedin", "youtube", "tiktok"), ways(_POST, "video_views")),),
    "post_reach": ((_META, ways(_POST, "reach")),),
    "organic_reach": ((("facebook",), ways(_POST, "reach_organic")),),
    "likes": (
        (_REACTED, ways(_POST, "reactions")),
        (("x", "instagram", "youtube", "tiktok"), ways(_POST, "likes")),
    ),
    "comments": (((*_META, "linkedin", "youtube", "tiktok"), ways(_POST, "comments")),),
    "shares": (((*_META, "linkedin", "tiktok"), ways(_POST, "shares")),),
    "saves": ((("instagram",), ways(_POST, "saves")),),
    "link_clicks": ((("x", "facebook"), ways(_POST, "link_clicks")), (("linkedin",), ways(_POST, "clicks"))),
    "engagements": (
        (("facebook",), ways(_POST, "reactions", "comments", "shares")),
        (("instagram",), ways(_POST, "likes", "comments", "shares", "saves")),
        (("linkedin",), ways(_POST, "reactions", "comments", "shares", "clicks")),
        (("tiktok",), ways(_POST, "likes", "comments", "shares")),
    ),
    "negative_feedback": ((("facebook",), ways(_POST, "negative_feedback")),),
    "followers": ((_NETWORKS, ways(_ACCOUNT, "followers")),),
    "net_follows": ((("x", "linkedin", "youtube", "tiktok"), ways(_ACCOUNT, "net_follows")),),
    "new_follows": ((("x", "youtube", "tiktok"), ways(_ACCOUNT, "new_follows")),),
    "unfollows": ((("x", "youtube", "tiktok"), ways(_ACCOUNT, "unfollows")),),
    "account_reach": ((_META, ways(_ACCOUNT, "reach")),),
    "account_impressions": ((("x", "linkedin"), ways(_ACCOUNT, "impressions")),),
    "account_organic_impressions": ((("linkedin",), ways(_ACCOUNT, "impressions_organic")),),
    "account_paid_impressions": ((("linkedin",), ways(_ACCOUNT, "impressions_paid")),),
    "account_link_clicks": ((_META, ways(_ACCOUNT, "link_clicks")),),
    "account_engagements": (
        (("linkedin",), ways(_ACCOUNT, "reactions", "comments", "shares", "clicks")),
        (("tiktok",), ways(_ACCOUNT, "likes", "comments", "shares")),
    ),
}
# Of a network that Reppu reads no export of (Threads, Pinterest) Sprout's words are the only ones.
_ONLY: dict[str, tuple[str, ...]] = {
    "impressions": ways(_POST, "impressions"),
    "post_reach": ways(_POST, "reach"),
    "likes": ways(_POST, "likes"),
    "comments": ways(_POST, "comments"),
    "shares": ways(_POST, "shares"),
    "saves": ways(_POST, "saves"),
    "link_clicks": ways(_POST, "link_clicks"),
    "video_views": ways(_POST, "video_views"),
    "followers": ways(_ACCOUNT, "followers"),
    "net_follows": ways(_ACCOUNT, "net_follows"),
    "new_follows": ways(_ACCOUNT, "new_follows"),
    "unfollows": ways(_ACCOUNT, "unfollows"),
    "account_impressions": ways(_ACCOUNT, "impressions"),
    "account_reach": ways(_ACCOUNT, "reach"),
    "account_link_clicks": ways(_ACCOUNT, "link_clicks"),
}
_NOTE = _("In Sprout Social’s export.")


def with_tools(measure: Measure) -> Measure:
    """The measure, spelled in Sprout's words too where they mean the same and the unit is the platform's."""
    spellings = dict(measure.spellings)
    for platforms, way in _WAYS.get(measure.name, ()):
        for platform in platforms:
            spelling = spellings[platform]
            assert spelling.scale == 1, (measure.name, platform)  # a way cannot have a unit of its own
            spellings[platform] = replace(spelling, ways=(*spelling.ways, way))
    return replace(measure, spellings=spellings)


def in_a_tool_only(measure: Measure, platform: str) -> Spelling | None:
    """How Sprout alone states it, of a platform that Reppu does not know by name; None for one that it knows."""
    found = _ONLY.get(measure.name)
    return Spelling((found,), _NOTE) if found is not None and not is_known(platform) else None
