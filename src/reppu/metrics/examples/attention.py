"""Who saw it, by example."""

from __future__ import annotations

from reppu.metrics.examples.given import (
    FACEBOOK,
    INSTAGRAM,
    LINKEDIN,
    MASTODON,
    MEAN,
    MISSING,
    NOT_OFFERED,
    OBSERVED,
    TEN,
    TIKTOK,
    TOO_LITTLE,
    YOUTUBE,
    Answer,
    Day,
    Example,
    Import,
    Post,
    Step,
    X,
    days,
    nothing,
    pairs,
    posts,
    stating,
)

_FOLLOWERS = Day(INSTAGRAM, "2021-02-25", {"hand.account.followers": 1000})


def _seen(measure: str, channel: str) -> tuple[Post, ...]:
    return tuple(
        Post(channel, str(place), f"2021-03-0{place} 10:00", {measure: seen}, kind=kind)
        for place, (kind, seen) in enumerate((("photo", 60), ("video", 900), ("photo", 40)), start=1)
    )


ATTENTION: tuple[Example, ...] = (
    Example(
        "impressions",
        "The sum over the posts of the period; the last day is included",
        (
            Import(
                (
                    Post(X, "1", "2021-03-01 10:00", {"x.post.impressions": 100}),
                    Post(X, "2", "2021-03-31 20:30", {"x.post.impressions": 250}),
                    Post(X, "3", "2021-04-01 10:00", {"x.post.impressions": 999}),
                )
            ),
        ),
        (Answer(350, n=2),),
        since="2021-03-01",
        until="2021-03-31",
    ),
    Example(
        "impressions",
        "A later export restates: the newest number counts, and a blank never replaces a number",
        (
            Import(posts(X, ({"x.post.impressions": 100}, {"x.post.impressions": 40}))),
            Import(posts(X, ({"x.post.impressions": 130}, {"x.post.impressions": None})), as_of="2021-07-01"),
        ),
        (Answer(170, n=2),),
    ),
    Example(
        "impressions",
        "As it was known in the middle of June",
        (
            Import(posts(X, ({"x.post.impressions": 100},))),
            Import(posts(X, ({"x.post.impressions": 130},)), as_of="2021-07-01"),
        ),
        (Answer(100, n=1),),
        as_of="2021-06-15",
    ),
    Example(
        "impressions",
        "A withdrawn import is as if it had never been",
        (
            Import(posts(X, ({"x.post.impressions": 100},))),
            Import(posts(X, ({"x.post.impressions": 13_000},)), as_of="2021-07-01"),
            Step("withdraw"),
        ),
        (Answer(100, n=1),),
    ),
    Example(
        "impressions",
        "A post that was left out by a correction",
        (
            Import(posts(X, ({"x.post.impressions": 100}, {"x.post.impressions": 90_000}))),
            Step("leave_out", channel=X, post="x-vesi-2"),
        ),
        (Answer(100, n=1),),
    ),
    Example(
        "impressions",
        "Zero was stated, blank was not: the first is zero, the second missing",
        (
            Import(
                (
                    *posts(X, ({"x.post.impressions": 0},)),
                    *posts(FACEBOOK, ({"meta.content.impressions": None},)),
                )
            ),
        ),
        (Answer(0, n=1, keys=(X,)), Answer(None, MISSING, keys=(FACEBOOK,))),
        by=("channel",),
    ),
    Example(
        "impressions",
        "A channel whose platform does not state it is named, not counted as zero",
        (
            Import(
                (
                    *posts(X, ({"x.post.impressions": 70},)),
                    *posts(MASTODON, ({},)),
                )
            ),
        ),
        (Answer(70, n=1, left_out=(MASTODON,)),),
    ),
    Example(
        "impressions",
        "Since early 2025 Meta's exports state views instead",
        (Import(posts(FACEBOOK, ({"meta.content.views": 300},)), as_of="2025-06-01"),),
        (Answer(None, NOT_OFFERED),),
    ),
    Example(
        "views",
        "Views of Facebook and Instagram; X states impressions and is left out",
        (
            Import(
                (
                    *posts(X, ({"x.post.impressions": 70},)),
                    *posts(FACEBOOK, ({"meta.content.views": 300},)),
                    *posts(INSTAGRAM, ({"meta.content.views": 41},)),
                )
            ),
        ),
        (Answer(341, n=2, left_out=(X,)),),
    ),
    Example(
        "views",
        "X does not state views",
        (Import(posts(X, ({"x.post.impressions": 70},))),),
        (Answer(None, NOT_OFFERED),),
    ),
    Example(
        "views",
        "The cells were blank",
        (Import(posts(FACEBOOK, ({"meta.content.views": None},))),),
        (Answer(None, MISSING),),
    ),
    Example(
        "reach",
        "A day for which the platform stated it",
        (
            Import(
                (
                    Day(FACEBOOK, "2021-03-01", {"meta.page.reach": 120}),
                    Day(FACEBOOK, "2021-03-02", {"meta.page.reach": 90}),
                )
            ),
        ),
        (Answer(120, n=1, keys=("2021-03-01",)), Answer(90, n=1, keys=("2021-03-02",))),
        by=("day",),
    ),
    Example(
        "reach",
        "Days are never added: the same people may be in both",
        (
            Import(
                (
                    Day(FACEBOOK, "2021-03-01", {"meta.page.reach": 120}),
                    Day(FACEBOOK, "2021-03-02", {"meta.page.reach": 90}),
                )
            ),
        ),
        (Answer(None, NOT_OFFERED, keys=("2021-03",)),),
        by=("month",),
    ),
    Example(
        "reach",
        "A whole period that the platform stated",
        (Import((Day(FACEBOOK, "2021-03-01", {"meta.page.reach": 1700}, until="2021-03-31"),)),),
        (Answer(1700, n=1, keys=(FACEBOOK,)),),
        by=("channel",),
        since="2021-03-01",
        until="2021-03-31",
    ),
    Example(
        "reach",
        "X does not state it; a Facebook page without the chart is missing",
        (Import((*posts(X, ({},)), *posts(FACEBOOK, ({},)))),),
        (Answer(None, NOT_OFFERED, keys=(X,)), Answer(None, MISSING, keys=(FACEBOOK,))),
        by=("channel",),
    ),
    Example(
        "impressions",
        "A zero from an export made after the platform ended the measure is its silence, not a number",
        (Import(posts(FACEBOOK, stating("meta.content.impressions", 0)), as_of="2026-02-01"),),
        (Answer(None, NOT_OFFERED),),
    ),
    Example(
        "impressions_per_post",
        "Ten posts",
        (Import(posts(X, stating("x.post.impressions", *TEN))),),
        (MEAN,),
    ),
    nothing("impressions_per_post", "TikTok states views", TIKTOK, NOT_OFFERED),
    Example(
        "views_per_post",
        "Ten videos",
        (Import(posts(TIKTOK, stating("tiktok.post.views", *TEN))),),
        (MEAN,),
    ),
    nothing("views_per_post", "The exports hold no views", TIKTOK, MISSING),
    Example(
        "reach_per_post",
        "Ten posts; the reach of all of them together is not ten times as much",
        (Import(posts(INSTAGRAM, stating("meta.content.reach", *TEN))),),
        (MEAN,),
    ),
    nothing("reach_per_post", "X states no reach", X, NOT_OFFERED),
    Example(
        "reach_rate_by_followers",
        "Ten posts of a page with a thousand followers",
        (Import((*posts(INSTAGRAM, stating("meta.content.reach", *TEN)), _FOLLOWERS)),),
        (Answer(0.0127, n=10, low=0.0116645246575, high=0.0138579729061),),
    ),
    Example(
        "reach_rate_by_followers",
        "Nobody wrote the followers down",
        (Import(posts(INSTAGRAM, stating("meta.content.reach", *TEN))),),
        (Answer(None, MISSING),),
    ),
    Example(
        "share_of_impressions",
        "Videos are a third of the posts and had nine tenths of the impressions",
        (Import(_seen("x.post.impressions", X)),),
        (Answer(0.1, n=2, keys=("photo",)), Answer(0.9, n=1, keys=("video",))),
    ),
    Example(
        "share_of_impressions",
        "TikTok states views",
        (Import(_seen("tiktok.post.views", TIKTOK)),),
        (Answer(None, NOT_OFFERED, keys=("photo",)), Answer(None, NOT_OFFERED, keys=("video",))),
    ),
    Example(
        "share_of_views",
        "Videos are a third of the posts and had nine tenths of the views",
        (Import(_seen("meta.content.views", INSTAGRAM)),),
        (Answer(0.1, n=2, keys=("photo",)), Answer(0.9, n=1, keys=("video",))),
    ),
    Example(
        "share_of_views",
        "Nobody has seen them: nothing has no parts",
        (Import((Post(INSTAGRAM, "1", "2021-03-01 10:00", {"meta.content.views": 0}, kind="photo"),)),),
        (Answer(None, TOO_LITTLE, n=1, keys=("photo",)),),
    ),
    Example(
        "attention_of_top_tenth",
        "Of eleven posts the two most shown (a tenth, rounded up) hold 80 of 100 impressions",
        (Import(posts(X, stating("x.post.impressions", 50, 30, 4, 4, 2, 2, 2, 2, 2, 1, 1))),),
        (Answer(0.8, OBSERVED, n=11),),
    ),
    Example(
        "attention_of_top_tenth",
        "Nine posts have no tenth",
        (Import(posts(X, stating("x.post.impressions", 50, 30, 4, 4, 2, 2, 2, 2, 2))),),
        (Answer(None, TOO_LITTLE, n=9),),
    ),
    Example(
        "views_of_top_tenth",
        "Of ten videos the most viewed holds half",
        (Import(posts(YOUTUBE, stating("youtube.post.views", 90, 10, 10, 10, 10, 10, 10, 10, 10, 10))),),
        (Answer(0.5, OBSERVED, n=10),),
    ),
    nothing("views_of_top_tenth", "Mastodon counts no views", MASTODON, NOT_OFFERED),
    Example(
        "organic_views",
        "What was not boosted",
        (
            Import(
                posts(FACEBOOK, pairs("meta.content.views_organic", "meta.content.views_boosted", (60, 140), (40, 0)))
            ),
        ),
        (Answer(100, n=2),),
    ),
    nothing("organic_views", "Instagram does not tell them apart", INSTAGRAM, NOT_OFFERED),
    Example(
        "paid_share_of_views",
        "140 of 240; a post without the organic part is left out",
        (
            Import(
                posts(
                    FACEBOOK,
                    pairs("meta.content.views_organic", "meta.content.views_boosted", (60, 140), (40, 0), (None, 70)),
                )
            ),
        ),
        (Answer(140 / 240, n=2),),
    ),
    nothing("paid_share_of_views", "Instagram does not tell them apart", INSTAGRAM, NOT_OFFERED),
    Example(
        "impressions_in_period",
        "The sum of the account's days",
        (Import(days(X, "x.account.impressions", 100, 250, 0)),),
        (Answer(350, n=3),),
        since="2021-03-01",
        until="2021-03-03",
    ),
    Example(
        "impressions_in_period",
        "A month that was stated whole, of a channel without days",
        (Import((Day(LINKEDIN, "2021-03-01", {"linkedin.account.impressions": 9000}, until="2021-03-31"),)),),
        (Answer(9000, n=1),),
        since="2021-03-01",
        until="2021-03-31",
    ),
    Example(
        "impressions_in_period",
        "A month that was stated whole says nothing about its half",
        (Import((Day(LINKEDIN, "2021-03-01", {"linkedin.account.impressions": 9000}, until="2021-03-31"),)),),
        (Answer(None, MISSING),),
        since="2021-03-01",
        until="2021-03-15",
    ),
    Example(
        "views_in_period",
        "The sum of the page's days",
        (Import(days(FACEBOOK, "meta.page.views", 10, 20)),),
        (Answer(30, n=2),),
    ),
    nothing("views_in_period", "X states impressions", X, NOT_OFFERED),
    Example(
        "paid_share_of_impressions",
        "Sponsored impressions in all, over the days that state both",
        (
            Import(
                tuple(
                    Day(
                        LINKEDIN,
                        f"2021-03-0{day}",
                        {"linkedin.account.impressions": seen, "linkedin.account.impressions@traffic=sponsored": paid},
                    )
                    for day, seen, paid in ((1, 300, 60), (2, 100, 40))
                )
            ),
        ),
        (Answer(0.25, n=2),),
    ),
    nothing("paid_share_of_impressions", "X does not tell them apart", X, NOT_OFFERED),
    Example(
        "viewers",
        "A day for which the platform stated them, and two days that nobody can add",
        (
            Import(
                (
                    Day(INSTAGRAM, "2021-03-01", {"meta.page.viewers": 70}),
                    Day(INSTAGRAM, "2021-03-02", {"meta.page.viewers": 90}),
                )
            ),
        ),
        (Answer(70, n=1, keys=("2021-03-01",)), Answer(90, n=1, keys=("2021-03-02",))),
        by=("day",),
    ),
    nothing("viewers", "X does not tell", X, NOT_OFFERED),
    Example(
        "impressions",
        "A platform that Reppu does not know by name states what a table of one's own says of it",
        (Import(posts("foorumi", stating("table.post.impressions", 40, 2))),),
        (Answer(42, n=2),),
    ),
)
