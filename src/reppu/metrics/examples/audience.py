"""Who follows, by example."""

from __future__ import annotations

from reppu.metrics.examples.given import (
    FACEBOOK,
    INSTAGRAM,
    LINKEDIN,
    MISSING,
    NOT_OFFERED,
    OBSERVED,
    TIKTOK,
    TOO_LITTLE,
    YOUTUBE,
    Answer,
    Day,
    Example,
    Import,
    Number,
    X,
    days,
    nothing,
    posts,
    stating,
)


def growth(day: str, new: Number, left: Number) -> Day:
    """A day on X: those who came and those who left."""
    return Day(X, day, {"x.account.new_follows": new, "x.account.unfollows": left})


AUDIENCE: tuple[Example, ...] = (
    Example(
        "followers",
        "Sprout Social states them of every network; what a person has written down of the same day goes before it",
        (
            Import(
                (
                    Day(LINKEDIN, "2021-03-30", {"sprout.account.followers": 700}),
                    Day(X, "2021-03-30", {"sprout.account.followers": 1009, "hand.account.followers": 1010}),
                )
            ),
        ),
        (Answer(700, n=1, keys=(LINKEDIN,)), Answer(1010, n=1, keys=(X,))),
        by=("channel",),
        since="2021-03-01",
        until="2021-03-30",
    ),
    Example(
        "new_followers",
        "YouTube states subscribers won and lost of each day",
        (
            Import(
                (
                    Day(YOUTUBE, "2021-03-01", {"youtube.account.subscribers_gained": 8}),
                    Day(YOUTUBE, "2021-03-02", {"youtube.account.subscribers_gained": 5}),
                )
            ),
        ),
        (Answer(13, n=2),),
    ),
    Example(
        "net_follower_growth",
        "Of YouTube: those won minus those lost, where the export has no column of both",
        (
            Import(
                (
                    Day(
                        YOUTUBE,
                        "2021-03-01",
                        {"youtube.account.subscribers_gained": 8, "youtube.account.subscribers_lost": 11},
                    ),
                )
            ),
        ),
        (Answer(-3, n=1),),
    ),
    Example(
        "followers",
        "The last number stated in the month; a day later in the exports does not reach back",
        (
            Import(
                (
                    Day(X, "2021-02-27", {"hand.account.followers": 900}),
                    Day(X, "2021-03-05", {"hand.account.followers": 950}),
                    Day(X, "2021-03-30", {"hand.account.followers": 1010}),
                    Day(X, "2021-04-02", {"hand.account.followers": 1013}),
                )
            ),
        ),
        (Answer(1010, n=1),),
        since="2021-03-01",
        until="2021-03-31",
    ),
    Example(
        "followers",
        "Nobody has written it down",
        (Import(posts(X, ({},))),),
        (Answer(None, MISSING),),
    ),
    Example(
        "net_follower_growth",
        "New followers minus those who left",
        (Import((growth("2021-03-01", 5, 2), growth("2021-03-02", 1, 4))),),
        (Answer(0, n=2),),
    ),
    Example(
        "net_follower_growth",
        "A day with a blank is left out: the sum of the others is what was seen, not the period's",
        (Import((growth("2021-03-01", 5, 2), growth("2021-03-02", 1, 4), growth("2021-03-03", 7, None))),),
        (Answer(0, OBSERVED, n=2),),
    ),
    Example(
        "net_follower_growth",
        "Of fewer than half of the days there is no sum",
        (Import((growth("2021-03-01", 5, 2), growth("2021-03-05", 1, 4))),),
        (Answer(None, TOO_LITTLE, n=2),),
    ),
    Example(
        "net_follower_growth",
        "By ISO week; it may be negative",
        (Import((*(growth(f"2021-03-0{day}", 1, 3) for day in range(1, 8)), growth("2021-03-08", 6, 1))),),
        (Answer(-14, n=7, keys=("2021-W09",)), Answer(None, TOO_LITTLE, n=1, keys=("2021-W10",))),
        by=("week",),
    ),
    Example(
        "net_follower_growth",
        "Facebook states the new ones only",
        (Import((Day(FACEBOOK, "2021-03-01", {"meta.page.follows": 12}),)),),
        (Answer(None, NOT_OFFERED),),
    ),
    Example(
        "follower_growth_rate",
        "Thirty more than the thousand of the last day of February",
        (
            Import(
                (
                    Day(X, "2021-02-28", {"hand.account.followers": 1000}),
                    growth("2021-03-01", 25, 2),
                    growth("2021-03-02", 9, 2),
                )
            ),
        ),
        (Answer(0.03, n=2),),
        since="2021-03-01",
        until="2021-03-02",
    ),
    Example(
        "follower_growth_rate",
        "Nobody wrote the followers down before the period",
        (Import((growth("2021-03-01", 25, 2), Day(X, "2021-03-02", {"hand.account.followers": 1000}))),),
        (Answer(None, MISSING),),
    ),
    Example(
        "new_followers",
        "Those who left are not taken off",
        (Import((growth("2021-03-01", 5, 2), growth("2021-03-02", 1, 4))),),
        (Answer(6, n=2),),
    ),
    nothing("new_followers", "LinkedIn states the day's change only", LINKEDIN, NOT_OFFERED),
    Example(
        "lost_followers",
        "Those who left",
        (Import((growth("2021-03-01", 5, 2), growth("2021-03-02", 1, 4))),),
        (Answer(6, n=2),),
    ),
    nothing("lost_followers", "Facebook does not tell", FACEBOOK, NOT_OFFERED),
    Example(
        "follows_from_posts",
        "Follows that Instagram attributes to three posts",
        (Import(posts(INSTAGRAM, stating("meta.content.follows", 7, 0, 5))),),
        (Answer(12, n=3),),
    ),
    nothing("follows_from_posts", "TikTok does not tell", TIKTOK, NOT_OFFERED),
    Example(
        "profile_visits",
        "Visits to the page",
        (Import(days(FACEBOOK, "meta.page.visits", 3, 4)),),
        (Answer(7, n=2),),
    ),
    nothing("profile_visits", "YouTube does not tell", YOUTUBE, NOT_OFFERED),
)
