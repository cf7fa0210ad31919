"""How much is published, by example."""

from __future__ import annotations

from datetime import date, timedelta

from reppu.metrics.examples.given import (
    FACEBOOK,
    META_ADS,
    MISSING,
    NOT_OFFERED,
    OBSERVED,
    TEN,
    TOO_LITTLE,
    Answer,
    Day,
    Example,
    Import,
    Post,
    Step,
    X,
)

_WEEKS = tuple(
    Post(X, f"{week}-{one}", f"{date(2021, 1, 4) + timedelta(days=7 * week + one)} 10:00", {})
    for week in range(10)
    for one in range(5 if week == 4 else 3)
)
_KINDS = tuple(
    Post(FACEBOOK, str(place), f"2021-03-0{place} 10:00", {}, kind=kind)
    for place, kind in enumerate(("photo", "video", "photo", "photo"), start=1)
)
_MONDAYS = tuple(
    Post(X, f"m{place}", f"{date(2021, 1, 4) + timedelta(days=7 * place)} 10:15", {"x.post.engagements": one})
    for place, one in enumerate(TEN)
)
_TUESDAYS = tuple(
    Post(X, f"t{place}", f"{date(2021, 1, 5) + timedelta(days=7 * place)} 10:15", {"x.post.engagements": 90})
    for place in range(3)
)


PUBLISHING: tuple[Example, ...] = (
    Example(
        "posts",
        "An ad account publishes no posts: that is neither zero nor missing, and it is not among the channels of the sum",
        (
            Import(
                (
                    Post(X, "1", "2021-03-01 10:00", {}),
                    Day(META_ADS, "2021-03-01", {"meta.ads.spend": 10}, about="campaign Maaliskuu", currency="EUR"),
                )
            ),
        ),
        (Answer(1, n=1, keys=(X,)), Answer(None, NOT_OFFERED, keys=(META_ADS,))),
        by=("channel",),
    ),
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
    Example(
        "posts_per_week",
        "Three posts a week for ten whole weeks, one of them with five: the mean, and from eight weeks on its interval",
        (Import(_WEEKS, since="2021-01-04", until="2021-03-14"),),
        (Answer(3.2, n=10, low=2.83337741347, high=3.56662258653),),
        since="2021-01-04",
        until="2021-03-14",
    ),
    Example(
        "posts_per_week",
        "Two weeks tell the mean, not how even it is",
        (Import(_WEEKS, since="2021-01-04", until="2021-03-14"),),
        (Answer(3, OBSERVED, n=2),),
        since="2021-01-04",
        until="2021-01-17",
    ),
    Example(
        "posts_per_week",
        "Three days are not a week",
        (Import(_WEEKS, since="2021-01-04", until="2021-03-14"),),
        (Answer(None, TOO_LITTLE),),
        since="2021-01-04",
        until="2021-01-06",
    ),
    Example(
        "share_of_posts",
        "Of four posts three are pictures: the parts of a month add up to the whole",
        (Import(_KINDS),),
        (Answer(0.75, n=3, keys=("photo",)), Answer(0.25, n=1, keys=("video",))),
    ),
    Example(
        "share_of_posts",
        "By channel and kind: each channel is a whole of its own",
        (Import((*_KINDS, Post(X, "x", "2021-03-05 10:00", {}, kind="text"))),),
        (
            Answer(0.75, n=3, keys=(FACEBOOK, "photo")),
            Answer(0.25, n=1, keys=(FACEBOOK, "video")),
            Answer(1, n=1, keys=(X, "text")),
        ),
        by=("channel", "kind"),
    ),
    Example(
        "share_of_posts",
        "A channel of which the exports do not hold the days has no share",
        (Import(_KINDS),),
        (Answer(None, MISSING, keys=(FACEBOOK,)),),
        by=("channel",),
        since="2020-01-01",
        until="2020-01-31",
    ),
    Example(
        "best_times",
        "Ten Mondays at noon in Helsinki, and three Tuesdays: the second have no number",
        (Import((*_MONDAYS, *_TUESDAYS)),),
        (
            Answer(12.7, n=10, keys=("1", "12"), low=11.6645246575, high=13.8579729061),
            Answer(None, TOO_LITTLE, n=3, keys=("2", "12")),
        ),
    ),
)
