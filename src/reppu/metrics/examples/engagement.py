"""What people did, by example."""

from __future__ import annotations

from reppu.metrics.examples.given import (
    BLUESKY,
    FACEBOOK,
    INSTAGRAM,
    LINKEDIN,
    MASTODON,
    MEAN,
    MISSING,
    NOT_OFFERED,
    OBSERVED,
    RATE,
    TEN,
    TIKTOK,
    TOO_LITTLE,
    TWELVE,
    YOUTUBE,
    Answer,
    Day,
    Example,
    Import,
    Number,
    Post,
    X,
    days,
    nothing,
    pairs,
    posts,
    stating,
)


def x(*numbers: tuple[Number, Number]) -> tuple[dict[str, Number], ...]:
    """Posts of X: impressions and engagements."""
    return pairs("x.post.impressions", "x.post.engagements", *numbers)


_IN_SPROUT: dict[str, Number] = {
    "sprout.post.reactions": 20,
    "sprout.post.comments": 3,
    "sprout.post.shares": 2,
    "sprout.post.engagements": 99,  # with clicks: another measure
}

ENGAGEMENT: tuple[Example, ...] = (
    Example(
        "engagements",
        "From Sprout Social: of Facebook reactions, comments and shares, where the page's own export has no such post",
        (
            Import(
                (
                    Post(FACEBOOK, "1", "2021-03-01 10:00", {"meta.content.interactions": 12, **_IN_SPROUT}),
                    Post(FACEBOOK, "2", "2021-03-02 10:00", _IN_SPROUT),
                )
            ),
        ),
        (Answer(12 + 20 + 3 + 2, n=2),),
    ),
    Example(
        "engagements",
        "X's own total; on Facebook reactions, comments and shares; on Instagram likes, comments, shares and saves",
        (
            Import(
                (
                    *posts(X, ({"x.post.engagements": 9, "x.post.likes": 4},)),
                    *posts(FACEBOOK, ({"meta.content.interactions": 12, "meta.content.clicks": 50},)),
                    *posts(
                        INSTAGRAM,
                        (
                            {
                                "meta.content.likes": 10,
                                "meta.content.comments": 2,
                                "meta.content.shares": 1,
                                "meta.content.saves": 3,
                            },
                        ),
                    ),
                )
            ),
        ),
        (Answer(9, n=1, keys=("x",)), Answer(12, n=1, keys=("facebook",)), Answer(16, n=1, keys=("instagram",))),
        by=("platform",),
    ),
    Example(
        "engagements",
        "A part is not the whole: without saves an Instagram post has no total",
        (
            Import(
                posts(
                    INSTAGRAM,
                    (
                        {
                            "meta.content.likes": 10,
                            "meta.content.comments": 2,
                            "meta.content.shares": 1,
                            "meta.content.saves": None,
                        },
                    ),
                )
            ),
        ),
        (Answer(None, MISSING),),
    ),
    Example(
        "engagement_rate_by_impressions",
        "All engagements over all impressions of twelve posts, with its 90 % interval",
        (Import(posts(X, x(*TWELVE))),),
        (Answer(460 / 16_000, n=12, low=0.0254602070007, high=0.0326183890514),),
    ),
    Example(
        "engagement_rate_by_impressions",
        "A post without impressions is left out of both sums",
        (Import(posts(X, x(*TWELVE, (None, 500)))),),
        (Answer(460 / 16_000, n=12, low=0.0254602070007, high=0.0326183890514),),
    ),
    Example(
        "engagement_rate_by_impressions",
        "Six posts: what was seen, without an interval",
        (Import(posts(X, x(*TWELVE[:6]))),),
        (Answer(223 / 7350, OBSERVED, n=6),),
    ),
    Example(
        "engagement_rate_by_impressions",
        "Four posts give no percentage at all",
        (Import(posts(X, x(*TWELVE[:4]))),),
        (Answer(None, TOO_LITTLE, n=4),),
    ),
    Example(
        "engagement_rate_by_impressions",
        "Posts at the age of thirty days: the export of 2 April counts, the one of June does not",
        (
            Import(posts(X, x(*TWELVE)), as_of="2021-04-02"),
            Import(posts(X, x(*((2 * seen, 3 * done) for seen, done in TWELVE))), as_of="2021-06-01"),
        ),
        (Answer(460 / 16_000, n=12, low=0.0254602070007, high=0.0326183890514),),
        age_days=30,
    ),
    Example(
        "engagement_rate_by_reach",
        "All engagements over the reach of the same posts",
        (
            Import(
                posts(
                    FACEBOOK,
                    tuple({"meta.content.reach": seen, "meta.content.interactions": done} for seen, done in TWELVE),
                )
            ),
        ),
        (Answer(460 / 16_000, n=12, low=0.0254602070007, high=0.0326183890514),),
    ),
    Example(
        "engagement_rate_by_reach",
        "X does not state reach",
        (Import(posts(X, x(*TWELVE))),),
        (Answer(None, NOT_OFFERED),),
    ),
    Example(
        "amplification",
        "Reposts a post, ten posts",
        (Import(posts(X, tuple({"x.post.reposts": one} for one in (13, 10, 15, 12, 11, 14, 12, 16, 11, 13)))),),
        (Answer(12.7, n=10, low=11.6645246575, high=13.8579729061),),
    ),
    Example(
        "amplification",
        "Three posts are too few for a mean",
        (Import(posts(FACEBOOK, tuple({"meta.content.shares": one} for one in (3, 0, 5)))),),
        (Answer(None, TOO_LITTLE, n=3),),
    ),
    Example(
        "applause",
        "Likes a post; on Facebook all reactions. Five likes a post are too few for an interval that holds, twenty are not",
        (
            Import(
                (
                    *posts(X, tuple({"x.post.likes": one} for one in (3, 10, 5, 2, 11, 4, 2, 6, 1, 6))),
                    *posts(
                        FACEBOOK,
                        tuple({"meta.content.reactions": one} for one in (30, 12, 25, 14, 40, 18, 22, 16, 9, 14)),
                    ),
                )
            ),
        ),
        (
            Answer(5, OBSERVED, n=10, keys=("x",)),
            Answer(20, n=10, keys=("facebook",), low=15.3948490604, high=26.5644407393),
        ),
        by=("platform",),
    ),
    Example(
        "applause",
        "The export has no such column",
        (Import(posts(X, tuple({"x.post.impressions": 5} for _post in range(6)))),),
        (Answer(None, MISSING),),
    ),
    Example(
        "engagements_per_post",
        "Ten posts of a page",
        (Import(posts(FACEBOOK, stating("meta.content.interactions", *TEN))),),
        (MEAN,),
    ),
    nothing("engagements_per_post", "Bluesky states no numbers", BLUESKY, NOT_OFFERED),
    Example(
        "engagement_rate_by_views",
        "All engagements over all views of twelve posts",
        (Import(posts(FACEBOOK, pairs("meta.content.views", "meta.content.interactions", *TWELVE))),),
        (RATE,),
    ),
    nothing("engagement_rate_by_views", "X states impressions", X, NOT_OFFERED),
    Example(
        "engagement_rate_by_followers",
        "Ten posts of a channel with a thousand followers",
        (
            Import(
                (*posts(X, stating("x.post.engagements", *TEN)), Day(X, "2021-02-20", {"hand.account.followers": 1000}))
            ),
        ),
        (Answer(0.0127, n=10, low=0.0116645246575, high=0.0138579729061),),
    ),
    Example(
        "engagement_rate_by_followers",
        "The followers were written down in December: too long before the posts",
        (
            Import(
                (*posts(X, stating("x.post.engagements", *TEN)), Day(X, "2020-12-20", {"hand.account.followers": 1000}))
            ),
        ),
        (Answer(None, MISSING),),
    ),
    Example(
        "share_of_engagements",
        "Pictures had 30 of 40",
        (
            Import(
                (
                    Post(X, "1", "2021-03-01 10:00", {"x.post.engagements": 30}, kind="photo"),
                    Post(X, "2", "2021-03-02 10:00", {"x.post.engagements": 10}, kind="text"),
                )
            ),
        ),
        (Answer(0.75, n=1, keys=("photo",)), Answer(0.25, n=1, keys=("text",))),
    ),
    Example(
        "share_of_engagements",
        "The cells were blank",
        (Import((Post(X, "1", "2021-03-01 10:00", {"x.post.engagements": None}, kind="photo"),)),),
        (Answer(None, MISSING, keys=("photo",)),),
    ),
    Example(
        "engagements_in_period",
        "The sum of the account's days",
        (Import(days(X, "x.account.engagements", 4, 6)),),
        (Answer(10, n=2),),
    ),
    nothing("engagements_in_period", "No export of the account", X, MISSING),
    Example(
        "shares",
        "Reposts on LinkedIn",
        (Import(posts(LINKEDIN, stating("linkedin.post.reposts", 7, 0, 5))),),
        (Answer(12, n=3),),
    ),
    nothing("shares", "Bluesky states no numbers", BLUESKY, NOT_OFFERED),
    Example(
        "share_rate",
        "Reposts over impressions of twelve posts",
        (Import(posts(X, pairs("x.post.impressions", "x.post.reposts", *TWELVE))),),
        (RATE,),
    ),
    nothing("share_rate", "TikTok states no impressions", TIKTOK, NOT_OFFERED),
    Example(
        "likes",
        "Likes of three videos",
        (Import(posts(TIKTOK, stating("tiktok.post.likes", 7, 0, 5))),),
        (Answer(12, n=3),),
    ),
    nothing("likes", "The exports hold no likes", TIKTOK, MISSING),
    Example(
        "comments",
        "Replies on X",
        (Import(posts(X, stating("x.post.replies", 7, 0, 5))),),
        (Answer(12, n=3),),
    ),
    nothing("comments", "Mastodon’s archive holds no replies", MASTODON, NOT_OFFERED),
    Example(
        "conversation",
        "Comments a post, ten posts",
        (Import(posts(INSTAGRAM, stating("meta.content.comments", *TEN))),),
        (MEAN,),
    ),
    nothing("conversation", "Mastodon’s archive holds no replies", MASTODON, NOT_OFFERED),
    Example(
        "comment_rate",
        "Comments over impressions of twelve posts",
        (Import(posts(LINKEDIN, pairs("linkedin.post.impressions", "linkedin.post.comments", *TWELVE))),),
        (RATE,),
    ),
    nothing("comment_rate", "The exports hold neither", LINKEDIN, MISSING),
    Example(
        "link_clicks",
        "Clicks on links",
        (Import(posts(X, stating("x.post.url_clicks", 7, 0, 5))),),
        (Answer(12, n=3),),
    ),
    nothing("link_clicks", "Links in Instagram’s posts cannot be clicked", INSTAGRAM, NOT_OFFERED),
    Example(
        "click_rate",
        "Clicks over impressions of twelve posts",
        (Import(posts(X, pairs("x.post.impressions", "x.post.url_clicks", *TWELVE))),),
        (RATE,),
    ),
    nothing("click_rate", "YouTube states no clicks on links", YOUTUBE, NOT_OFFERED),
    Example(
        "click_rate_by_views",
        "Clicks over views of twelve posts",
        (Import(posts(FACEBOOK, pairs("meta.content.views", "meta.content.link_clicks", *TWELVE))),),
        (RATE,),
    ),
    nothing("click_rate_by_views", "X states impressions", X, NOT_OFFERED),
    Example(
        "saves",
        "Bookmarks on X",
        (Import(posts(X, stating("x.post.bookmarks", 7, 0, 5))),),
        (Answer(12, n=3),),
    ),
    nothing("saves", "Facebook states none", FACEBOOK, NOT_OFFERED),
    Example(
        "save_rate",
        "Saves over the reach of twelve posts",
        (Import(posts(INSTAGRAM, pairs("meta.content.reach", "meta.content.saves", *TWELVE))),),
        (RATE,),
    ),
    nothing("save_rate", "X states no reach", X, NOT_OFFERED),
    Example(
        "negative_feedback",
        "Hidden or reported",
        (Import(posts(FACEBOOK, stating("meta.content.negative_feedback", 7, 0, 5))),),
        (Answer(12, n=3),),
    ),
    nothing("negative_feedback", "Instagram does not tell", INSTAGRAM, NOT_OFFERED),
)
