"""Hours and money put in, by example."""

from __future__ import annotations

from reppu.metrics.examples.given import (
    META_ADS,
    MISSING,
    NOT_OFFERED,
    OBSERVED,
    TOO_LITTLE,
    Answer,
    Example,
    Import,
    PutIn,
    X,
    nothing,
    posts,
)

_TWO_POSTS = posts(X, ({}, {}))


EFFORT: tuple[Example, ...] = (
    Example(
        "hours_per_post",
        "Hours for an ad account, which publishes no posts",
        (Import((PutIn(META_ADS, "2021-03-01", "2021-03-31", hours=8),)),),
        (Answer(None, NOT_OFFERED),),
    ),
    Example(
        "hours_spent",
        "Ten hours of communications and two of customer service in March; the second entry of the ten was a correction",
        (
            Import((*_TWO_POSTS, PutIn(X, "2021-03-01", "2021-03-31", hours=40, function="communications"))),
            Import(
                (
                    PutIn(X, "2021-03-01", "2021-03-31", hours=10, function="communications"),
                    PutIn(X, "2021-03-01", "2021-03-31", hours=2, function="customer service"),
                ),
                as_of="2021-06-02",
            ),
        ),
        (Answer(12, n=2),),
    ),
    Example(
        "hours_spent",
        "Hours of a month are not spread over its days",
        (Import((*_TWO_POSTS, PutIn(X, "2021-03-01", "2021-03-31", hours=10))),),
        (Answer(None, NOT_OFFERED),),
        since="2021-03-01",
        until="2021-03-15",
    ),
    nothing("hours_spent", "Nobody has entered any", X, MISSING),
    Example(
        "costs",
        "Money of a channel and of all channels",
        (
            Import(
                (
                    *_TWO_POSTS,
                    PutIn(X, "2021-03-01", "2021-03-31", amount=120, currency="EUR"),
                    PutIn(None, "2021-03-01", "2021-03-31", amount=80.5, currency="EUR"),
                )
            ),
        ),
        (Answer(200.5, n=2, currency="EUR"),),
    ),
    Example(
        "costs",
        "Euros and kronor are not added",
        (
            Import(
                (
                    *_TWO_POSTS,
                    PutIn(X, "2021-03-01", "2021-03-31", amount=120, currency="EUR"),
                    PutIn(X, "2021-04-01", "2021-04-30", amount=80, currency="SEK"),
                )
            ),
        ),
        (Answer(None, NOT_OFFERED),),
    ),
    Example(
        "hours_per_post",
        "Ten hours, two posts",
        (Import((*_TWO_POSTS, PutIn(X, "2021-03-01", "2021-03-31", hours=10))),),
        (Answer(5, OBSERVED, n=2),),
    ),
    Example(
        "hours_per_post",
        "Hours of April, when nothing was published",
        (Import((*_TWO_POSTS, PutIn(X, "2021-04-01", "2021-04-30", hours=10))),),
        (Answer(None, TOO_LITTLE),),
    ),
    Example(
        "cost_per_post",
        "A hundred euros, two posts",
        (Import((*_TWO_POSTS, PutIn(X, "2021-03-01", "2021-03-31", amount=100, currency="EUR"))),),
        (Answer(50, OBSERVED, n=2, currency="EUR"),),
    ),
    nothing("cost_per_post", "Nobody has entered any", X, MISSING),
)
