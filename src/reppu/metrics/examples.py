"""Each metric by example: what the platforms stated, what was asked, and the answer. Plain data.

The suite writes every example into an empty lake and compares the answer, on DuckDB and on Spark; `page.py` prints the
same examples on the definitions page. A new metric needs at least its ordinary case here, and one without a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reppu.vocabulary.estimate import State

Number = float | None
X, FACEBOOK, INSTAGRAM = "x-vesi", "facebook-vesi", "instagram-vesi"
PLATFORMS = {X: "x", "x-vesi-old": "x", FACEBOOK: "facebook", INSTAGRAM: "instagram", "linkedin-vesi": "linkedin"}


@dataclass(frozen=True, slots=True)
class Post:
    """A post and its lifetime numbers in one export. published: UTC. A measure that is not named had no column."""

    channel: str
    post: str
    published: str
    numbers: dict[str, Number]
    kind: str | None = None
    paid: bool | None = None
    repost: bool | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """Numbers of an account for one day, or for a period when `until` is given."""

    channel: str
    day: str
    numbers: dict[str, Number]
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """One export, as it was on the day `as_of`. since, until: the period that it says it holds."""

    rows: tuple[Post | Day, ...]
    as_of: str = "2021-06-01"
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something done after an import: the newest import withdrawn, a channel merged, a post left out."""

    what: Literal["withdraw", "merge", "leave_out"]
    channel: str = ""
    into: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An expected row; low and high are checked when given, or when the value is exact."""

    value: Number
    state: State = State.OK
    n: int = 0
    keys: tuple[str | None, ...] = ()
    left_out: tuple[str, ...] = ()
    low: Number = None
    high: Number = None


@dataclass(frozen=True, slots=True)
class Example:
    """title: a sentence, in English (the page's language)."""

    metric: str
    title: str
    given: tuple[Import | Step, ...]
    answers: tuple[Answer, ...]
    by: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    age_days: int | None = None
    as_of: str | None = None


def _posts(channel: str, numbers: tuple[dict[str, Number], ...], day: str = "2021-03-0") -> tuple[Post, ...]:
    """One post a day from the first of March, at 10:00 UTC."""
    return tuple(
        Post(channel, f"{channel}-{place}", f"2021-03-{place:02} 10:00", one)
        for place, one in enumerate(numbers, start=1)
    )


def _x(*pairs: tuple[Number, Number]) -> tuple[dict[str, Number], ...]:
    return tuple({"x.post.impressions": seen, "x.post.engagements": done} for seen, done in pairs)


_TWELVE = (
    (1200, 36), (800, 20), (2500, 90), (400, 14), (1500, 30), (950, 33),
    (3100, 70), (700, 28), (1100, 25), (600, 12), (1800, 60), (1350, 42),
)  # fmt: skip
_ACCOUNT = "x.account.new_follows", "x.account.unfollows"


def _growth(day: str, new: Number, left: Number) -> Day:
    return Day(X, day, dict(zip(_ACCOUNT, (new, left), strict=True)))


MISSING, NOT_OFFERED = State.MISSING, State.NOT_OFFERED
EXAMPLES: tuple[Example, ...] = (
    # posts
    Example(
        "posts",
        "Posts are counted by the day on which they were published in the organisation's time zone: 22:30 UTC on 31 March is April in Helsinki",
        (
            Import(
                (
                    Post(X, "1", "2021-03-01 10:00", {}),
                    Post(X, "2", "2021-03-31 20:30", {}),
                    Post(X, "3", "2021-03-31 22:30", {}),
                )
            ),
        ),
        (Answer(2, n=2, keys=("2021-03",)), Answer(1, n=1, keys=("2021-04",))),
        by=("month",),
    ),
    Example(
        "posts",
        "A post that only passes on somebody else's is not counted; one that an export states twice is counted once",
        (
            Import((Post(X, "1", "2021-03-01 10:00", {}), Post(X, "2", "2021-03-02 10:00", {}, repost=True))),
            Import((Post(X, "1", "2021-03-01 10:00", {}),), as_of="2021-07-01"),
        ),
        (Answer(1, n=1),),
    ),
    Example(
        "posts",
        "A month without posts between two posts is zero; outside the exports it is missing",
        (Import((Post(X, "1", "2021-01-15 10:00", {}), Post(X, "2", "2021-03-15 10:00", {}))),),
        (
            Answer(None, MISSING, keys=("2020-12",)),
            Answer(1, n=1, keys=("2021-01",)),
            Answer(0, keys=("2021-02",)),
            Answer(1, n=1, keys=("2021-03",)),
        ),
        by=("month",),
        since="2020-12-01",
        until="2021-03-31",
    ),
    Example(
        "posts",
        "An export that says which period it holds makes silence zero",
        (Import((Post(X, "1", "2021-01-15 10:00", {}),), since="2021-01-01", until="2021-03-31"),),
        (Answer(0),),
        since="2021-02-01",
        until="2021-02-28",
    ),
    Example(
        "posts",
        "Two channels merged into one are one channel",
        (
            Import((Post("x-vesi-old", "1", "2021-03-01 10:00", {}), Post(X, "2", "2021-03-02 10:00", {}))),
            Step("merge", channel="x-vesi-old", into=X),
        ),
        (Answer(2, n=2, keys=(X,)),),
        by=("channel",),
    ),
    Example(
        "posts",
        "Split by kind and by whether it was paid for; what an export does not tell stays untold",
        (
            Import(
                (
                    Post(FACEBOOK, "1", "2021-03-01 10:00", {}, kind="video", paid=True),
                    Post(FACEBOOK, "2", "2021-03-02 10:00", {}, kind="photo", paid=False),
                    Post(FACEBOOK, "3", "2021-03-03 10:00", {}),
                )
            ),
        ),
        (
            Answer(1, n=1, keys=("photo", "no")),
            Answer(1, n=1, keys=("video", "yes")),
            Answer(1, n=1, keys=(None, None)),
        ),
        by=("kind", "paid"),
    ),
    # impressions
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
            Import(_posts(X, ({"x.post.impressions": 100}, {"x.post.impressions": 40}))),
            Import(_posts(X, ({"x.post.impressions": 130}, {"x.post.impressions": None})), as_of="2021-07-01"),
        ),
        (Answer(170, n=2),),
    ),
    Example(
        "impressions",
        "As it was known in the middle of June",
        (
            Import(_posts(X, ({"x.post.impressions": 100},))),
            Import(_posts(X, ({"x.post.impressions": 130},)), as_of="2021-07-01"),
        ),
        (Answer(100, n=1),),
        as_of="2021-06-15",
    ),
    Example(
        "impressions",
        "A withdrawn import is as if it had never been",
        (
            Import(_posts(X, ({"x.post.impressions": 100},))),
            Import(_posts(X, ({"x.post.impressions": 13_000},)), as_of="2021-07-01"),
            Step("withdraw"),
        ),
        (Answer(100, n=1),),
    ),
    Example(
        "impressions",
        "A post that was left out by a correction",
        (
            Import(_posts(X, ({"x.post.impressions": 100}, {"x.post.impressions": 90_000}))),
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
                    *_posts(X, ({"x.post.impressions": 0},)),
                    *_posts(FACEBOOK, ({"meta.content.impressions": None},)),
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
                    *_posts(X, ({"x.post.impressions": 70},)),
                    *_posts("linkedin-vesi", ({},)),
                )
            ),
        ),
        (Answer(70, n=1, left_out=("linkedin-vesi",)),),
    ),
    Example(
        "impressions",
        "Since early 2025 Meta's exports state views instead",
        (Import(_posts(FACEBOOK, ({"meta.content.views": 300},)), as_of="2025-06-01"),),
        (Answer(None, NOT_OFFERED),),
    ),
    # views
    Example(
        "views",
        "Views of Facebook and Instagram; X states impressions and is left out",
        (
            Import(
                (
                    *_posts(X, ({"x.post.impressions": 70},)),
                    *_posts(FACEBOOK, ({"meta.content.views": 300},)),
                    *_posts(INSTAGRAM, ({"meta.content.views": 41},)),
                )
            ),
        ),
        (Answer(341, n=2, left_out=(X,)),),
    ),
    Example(
        "views",
        "X does not state views",
        (Import(_posts(X, ({"x.post.impressions": 70},))),),
        (Answer(None, NOT_OFFERED),),
    ),
    Example(
        "views",
        "The cells were blank",
        (Import(_posts(FACEBOOK, ({"meta.content.views": None},))),),
        (Answer(None, MISSING),),
    ),
    # reach
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
        (Import((*_posts(X, ({},)), *_posts(FACEBOOK, ({},)))),),
        (Answer(None, NOT_OFFERED, keys=(X,)), Answer(None, MISSING, keys=(FACEBOOK,))),
        by=("channel",),
    ),
    # engagements
    Example(
        "engagements",
        "X's own total; on Facebook reactions, comments and shares; on Instagram likes, comments, shares and saves",
        (
            Import(
                (
                    *_posts(X, ({"x.post.engagements": 9, "x.post.likes": 4},)),
                    *_posts(FACEBOOK, ({"meta.content.interactions": 12, "meta.content.clicks": 50},)),
                    *_posts(
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
                _posts(
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
    # engagement_rate_by_impressions
    Example(
        "engagement_rate_by_impressions",
        "All engagements over all impressions of twelve posts, with its 90 % interval",
        (Import(_posts(X, _x(*_TWELVE))),),
        (Answer(460 / 16_000, n=12, low=0.0254602070007, high=0.0326183890514),),
    ),
    Example(
        "engagement_rate_by_impressions",
        "A post without impressions is left out of both sums",
        (Import(_posts(X, _x(*_TWELVE, (None, 500)))),),
        (Answer(460 / 16_000, n=12, low=0.0254602070007, high=0.0326183890514),),
    ),
    Example(
        "engagement_rate_by_impressions",
        "Six posts: what was seen, without an interval",
        (Import(_posts(X, _x(*_TWELVE[:6]))),),
        (Answer(223 / 7350, State.OBSERVED, n=6),),
    ),
    Example(
        "engagement_rate_by_impressions",
        "Four posts give no percentage at all",
        (Import(_posts(X, _x(*_TWELVE[:4]))),),
        (Answer(None, State.TOO_LITTLE_DATA, n=4),),
    ),
    Example(
        "engagement_rate_by_impressions",
        "Posts at the age of thirty days: the export of 2 April counts, the one of June does not",
        (
            Import(_posts(X, _x(*_TWELVE)), as_of="2021-04-02"),
            Import(_posts(X, _x(*((2 * seen, 3 * done) for seen, done in _TWELVE))), as_of="2021-06-01"),
        ),
        (Answer(460 / 16_000, n=12, low=0.0254602070007, high=0.0326183890514),),
        age_days=30,
    ),
    # engagement_rate_by_reach
    Example(
        "engagement_rate_by_reach",
        "All engagements over the reach of the same posts",
        (
            Import(
                _posts(
                    FACEBOOK,
                    tuple({"meta.content.reach": seen, "meta.content.interactions": done} for seen, done in _TWELVE),
                )
            ),
        ),
        (Answer(460 / 16_000, n=12, low=0.0254602070007, high=0.0326183890514),),
    ),
    Example(
        "engagement_rate_by_reach",
        "X does not state reach",
        (Import(_posts(X, _x(*_TWELVE))),),
        (Answer(None, NOT_OFFERED),),
    ),
    # followers
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
        (Import(_posts(X, ({},))),),
        (Answer(None, MISSING),),
    ),
    # net_follower_growth
    Example(
        "net_follower_growth",
        "New followers minus those who left",
        (Import((_growth("2021-03-01", 5, 2), _growth("2021-03-02", 1, 4))),),
        (Answer(0, n=2),),
    ),
    Example(
        "net_follower_growth",
        "A day with a blank is left out: the sum of the others is what was seen, not the period's",
        (Import((_growth("2021-03-01", 5, 2), _growth("2021-03-02", 1, 4), _growth("2021-03-03", 7, None))),),
        (Answer(0, State.OBSERVED, n=2),),
    ),
    Example(
        "net_follower_growth",
        "Of fewer than half of the days there is no sum",
        (Import((_growth("2021-03-01", 5, 2), _growth("2021-03-05", 1, 4))),),
        (Answer(None, State.TOO_LITTLE_DATA, n=2),),
    ),
    Example(
        "net_follower_growth",
        "By ISO week; it may be negative",
        (Import((*(_growth(f"2021-03-0{day}", 1, 3) for day in range(1, 8)), _growth("2021-03-08", 6, 1))),),
        (Answer(-14, n=7, keys=("2021-W09",)), Answer(None, State.TOO_LITTLE_DATA, n=1, keys=("2021-W10",))),
        by=("week",),
    ),
    Example(
        "net_follower_growth",
        "Facebook states the new ones only",
        (Import((Day(FACEBOOK, "2021-03-01", {"meta.page.follows": 12}),)),),
        (Answer(None, NOT_OFFERED),),
    ),
    # amplification and applause
    Example(
        "amplification",
        "Reposts a post, ten posts",
        (Import(_posts(X, tuple({"x.post.reposts": one} for one in (13, 10, 15, 12, 11, 14, 12, 16, 11, 13)))),),
        (Answer(12.7, n=10, low=11.6645246575, high=13.8579729061),),
    ),
    Example(
        "amplification",
        "Three posts are too few for a mean",
        (Import(_posts(FACEBOOK, tuple({"meta.content.shares": one} for one in (3, 0, 5)))),),
        (Answer(None, State.TOO_LITTLE_DATA, n=3),),
    ),
    Example(
        "applause",
        "Likes a post; on Facebook all reactions. Five likes a post are too few for an interval that holds, twenty are not",
        (
            Import(
                (
                    *_posts(X, tuple({"x.post.likes": one} for one in (3, 10, 5, 2, 11, 4, 2, 6, 1, 6))),
                    *_posts(
                        FACEBOOK,
                        tuple({"meta.content.reactions": one} for one in (30, 12, 25, 14, 40, 18, 22, 16, 9, 14)),
                    ),
                )
            ),
        ),
        (
            Answer(5, State.OBSERVED, n=10, keys=("x",)),
            Answer(20, n=10, keys=("facebook",), low=15.3948490604, high=26.5644407393),
        ),
        by=("platform",),
    ),
    Example(
        "applause",
        "The export has no such column",
        (Import(_posts(X, tuple({"x.post.impressions": 5} for _post in range(6)))),),
        (Answer(None, MISSING),),
    ),
)
