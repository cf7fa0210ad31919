"""What the platforms state about single posts. On YouTube and TikTok a video is a post."""

from __future__ import annotations

from reppu.metrics.rosetta.changes import META_VIEWS_SINCE
from reppu.metrics.rosetta.measures import AS_STATED, Measure, Spelling, plain, ways
from reppu.vocabulary.language import _

X, LINKEDIN, YOUTUBE, TIKTOK = "x.post.", "linkedin.post.", "youtube.post.", "tiktok.post."
META, INSIGHTS, MASTODON = "meta.content.", "meta.insights.post.", "mastodon.post."
_SECONDS = 1 / 3600  # into hours

_IMPRESSIONS_UNTIL_2025 = _("In exports until early 2025; views took its place.")
_VIEWS_SINCE_2025 = _("In exports since early 2025, also of older posts.")
_NO_REACH_OF_POSTS = _("LinkedIn states how many people were reached for the page, not for a post.")
_FULL_VIEWS = _("Views times the share of them that saw the whole video.")

OF_POSTS = (
    Measure(
        "impressions",
        "post",
        {
            "x": plain(X, "impressions"),
            "facebook": Spelling(
                (ways(META, "impressions"), ways(INSIGHTS, "impressions")),
                _IMPRESSIONS_UNTIL_2025,
                valid_until=META_VIEWS_SINCE,
            ),
            "instagram": Spelling((ways(META, "impressions"),), _IMPRESSIONS_UNTIL_2025, valid_until=META_VIEWS_SINCE),
            "linkedin": plain(LINKEDIN, "impressions"),
        },
        {
            "youtube": _("YouTube’s impressions count thumbnails shown on YouTube only: another measure."),
            "tiktok": _("TikTok states views."),
            "mastodon": _("Mastodon does not count how often a post was shown."),
            "bluesky": _("Bluesky does not count how often a post was shown."),
        },
    ),
    Measure(
        "views",
        "post",
        {
            "facebook": plain(META, "views", note=_VIEWS_SINCE_2025),
            "instagram": plain(META, "views", note=_VIEWS_SINCE_2025),
            "youtube": plain(YOUTUBE, "views"),
            "tiktok": plain(TIKTOK, "views"),
        },
        {
            "x": _("X states impressions."),
            "linkedin": _("LinkedIn states impressions; its views are of videos only."),
            "mastodon": _("Mastodon does not count how often a post was shown."),
            "bluesky": _("Bluesky does not count how often a post was shown."),
        },
    ),
    Measure(
        "video_views",
        "post",
        {
            "x": plain(X, "media_views", note=_("Views of the post’s media.")),
            "facebook": Spelling(
                (ways(META, "views_3s"), ways(INSIGHTS, "video_views_organic", "video_views_paid")),
                _("Views of at least three seconds."),
            ),
            "linkedin": plain(LINKEDIN, "views", note=_("Views of at least two seconds, off-site views left out.")),
            "youtube": plain(YOUTUBE, "views"),
            "tiktok": plain(TIKTOK, "views"),
        },
        {"instagram": _("Instagram’s views include those of pictures.")},
    ),
    Measure(
        "post_reach",
        "post",
        {
            "facebook": Spelling((ways(META, "reach"), ways(INSIGHTS, "reach")), AS_STATED),
            "instagram": plain(META, "reach"),
            "tiktok": plain(TIKTOK, "reach", note=_("In TikTok Studio’s export.")),
        },
        {"x": _("X does not state how many people were reached."), "linkedin": _NO_REACH_OF_POSTS},
    ),
    Measure(
        "engagements",
        "post",
        {
            "x": plain(X, "engagements", note=_("X’s own total: it includes clicks, profile visits and replies.")),
            "facebook": Spelling(
                (ways(META, "interactions"), ways(META, "reactions", "comments", "shares")),
                _("Reactions, comments and shares; clicks are not counted."),
            ),
            "instagram": plain(
                META, "likes", "comments", "shares", "saves", note=_("Likes, comments, shares and saves.")
            ),
            "linkedin": Spelling(
                (ways(LINKEDIN, "likes", "comments", "reposts", "clicks"), ways(LINKEDIN, "engagements")),
                _("Reactions, comments, reposts and clicks; of a profile LinkedIn’s own total."),
            ),
            "youtube": plain(YOUTUBE, "likes", "comments", "shares", note=_("Likes, comments and shares.")),
            "tiktok": plain(TIKTOK, "likes", "comments", "shares", note=_("Likes, comments and shares.")),
            "mastodon": plain(MASTODON, "likes", "reposts", note=_("Favourites and boosts.")),
        },
    ),
    Measure(
        "shares",
        "post",
        {
            "x": plain(X, "reposts", note=_("Reposts; copying the link (“shares”) is not counted.")),
            "facebook": plain(META, "shares"),
            "instagram": plain(META, "shares"),
            "linkedin": plain(LINKEDIN, "reposts", note=_("Reposts.")),
            "youtube": plain(YOUTUBE, "shares"),
            "tiktok": plain(TIKTOK, "shares"),
            "mastodon": plain(MASTODON, "reposts", note=_("Boosts.")),
        },
    ),
    Measure(
        "likes",
        "post",
        {
            "x": plain(X, "likes"),
            "facebook": Spelling((ways(META, "reactions"), ways(META, "likes")), _("All reactions.")),
            "instagram": plain(META, "likes"),
            "linkedin": plain(LINKEDIN, "likes", note=_("All reactions.")),
            "youtube": plain(YOUTUBE, "likes"),
            "tiktok": plain(TIKTOK, "likes"),
            "mastodon": plain(MASTODON, "likes", note=_("Favourites.")),
        },
    ),
    Measure(
        "comments",
        "post",
        {
            "x": plain(X, "replies", note=_("Replies.")),
            "facebook": plain(META, "comments"),
            "instagram": plain(META, "comments"),
            "linkedin": plain(LINKEDIN, "comments"),
            "youtube": plain(YOUTUBE, "comments"),
            "tiktok": plain(TIKTOK, "comments"),
        },
        {"mastodon": _("Mastodon’s archive holds no replies of others.")},
    ),
    Measure(
        "saves",
        "post",
        {
            "x": plain(X, "bookmarks", note=_("Bookmarks.")),
            "instagram": plain(META, "saves"),
            "tiktok": plain(TIKTOK, "saves", note=_("Added to favourites.")),
        },
    ),
    Measure(
        "link_clicks",
        "post",
        {
            "x": plain(X, "url_clicks"),
            "facebook": Spelling((ways(META, "link_clicks"), ways(INSIGHTS, "clicks@type=link clicks")), AS_STATED),
            "linkedin": plain(LINKEDIN, "clicks", note=_("All clicks: on the link, the picture, the name and “more”.")),
        },
        {"instagram": _("Links in Instagram’s posts cannot be clicked.")},
    ),
    Measure(
        "follows",
        "post",
        {
            "x": Spelling((ways(X, "new_follows"), ways(X, "follows")), _("Those who followed from the post.")),
            "instagram": plain(META, "follows"),
            "linkedin": plain(LINKEDIN, "follows"),
            "youtube": Spelling(
                (ways(YOUTUBE, "subscribers"), ways(YOUTUBE, "subscribers_gained", "-subscribers_lost")),
                _("Subscribers won minus lost."),
            ),
        },
    ),
    Measure(
        "profile_visits_of_posts",
        "post",
        {"x": plain(X, "profile_visits"), "instagram": plain(META, "profile_visits")},
    ),
    Measure(
        "organic_reach",
        "post",
        {"facebook": Spelling((ways(META, "reach_organic"), ways(INSIGHTS, "reach_organic")), AS_STATED)},
    ),
    Measure(
        "paid_views",
        "post",
        {"facebook": plain(META, "views_boosted", note=_("Views of the boosted post."))},
    ),
    Measure(
        "organic_views",
        "post",
        {"facebook": plain(META, "views_organic")},
    ),
    Measure(
        "views_by_payment",
        "post",
        {"facebook": plain(META, "views_organic", "views_boosted", note=_("Organic and boosted views together."))},
    ),
    Measure(
        "negative_feedback",
        "post",
        {"facebook": Spelling((ways(META, "negative_feedback"), ways(INSIGHTS, "negative_feedback")), AS_STATED)},
    ),
    Measure(
        "watch_time",
        "post",
        {
            "facebook": plain(META, "seconds_viewed", note=_("Seconds, shown as hours."), scale=_SECONDS),
            "youtube": plain(YOUTUBE, "watch_time_hours"),
            "tiktok": plain(TIKTOK, "watch_time_hours", note=_("In TikTok Studio’s export.")),
        },
    ),
    Measure(
        "full_views",
        "post",
        {
            "tiktok": Spelling(((f"{TIKTOK}views*{TIKTOK}watched_full_video",),), _FULL_VIEWS),
        },
        {"youtube": _("YouTube states how much of a video was watched on average, not how many saw all of it.")},
    ),
    Measure(
        "whole_watches",
        "post",
        {
            "youtube": Spelling(
                ((f"{YOUTUBE}views*{YOUTUBE}average_percentage_viewed",),),
                _("Views times the share of the video that was watched on average."),
            ),
        },
        {"tiktok": _("TikTok states how many saw the whole video.")},
    ),
    Measure(
        "thumbnails_shown",
        "post",
        {"youtube": plain(YOUTUBE, "impressions", note=_("Thumbnails shown on YouTube."))},
        {},
    ),
    Measure(
        "thumbnail_clicks",
        "post",
        {
            "youtube": Spelling(
                ((f"{YOUTUBE}impressions*{YOUTUBE}click_through_rate",),), _("Impressions times their click rate.")
            )
        },
    ),
)

# Channels that publish no posts: what is counted in posts (how many, how often, hours a post) is not offered of them.
WITHOUT_POSTS = {
    "meta-ads": _("An ad account publishes no posts."),
    "linkedin-ads": _("An ad account publishes no posts."),
    "web": _("A web site that Google Analytics measures publishes no posts."),
}
