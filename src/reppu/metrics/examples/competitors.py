"""Share of voice, by example."""

from __future__ import annotations

from reppu.metrics.examples.given import (
    LINKEDIN,
    MISSING,
    NOT_OFFERED,
    Answer,
    Day,
    Example,
    Import,
    Number,
    posts,
)

_TWO_POSTS = posts(LINKEDIN, ({}, {}))
# Two reactions every day but one, which has none: sixty in March.
_OUR_MARCH = tuple(
    Day(
        LINKEDIN,
        f"2021-03-{day:02}",
        {
            "linkedin.account.reactions": 0 if day == 31 else 2,
            "linkedin.account.comments": 0,
            "linkedin.account.reposts": 0,
        },
    )
    for day in range(1, 32)
)


def _them(name: str, published: Number, engagements: Number) -> Day:
    numbers = {"linkedin.competitor.posts": published, "linkedin.competitor.engagements": engagements}
    return Day(LINKEDIN, "2021-03-01", numbers, "2021-03-31", f"competitor {name}")


COMPETITORS: tuple[Example, ...] = (
    Example(
        "share_of_voice_by_posts",
        "We published 2 posts, Kilpailija 5 and Toinen 3, in the very days for which LinkedIn stated theirs",
        (
            Import(
                (*_TWO_POSTS, _them("Kilpailija", 5, 50), _them("Toinen", 3, 70)),
                since="2021-03-01",
                until="2021-03-31",
            ),
        ),
        (
            Answer(0.2, n=3, keys=(LINKEDIN, "(own)")),
            Answer(0.5, n=3, keys=(LINKEDIN, "Kilpailija")),
            Answer(0.3, n=3, keys=(LINKEDIN, "Toinen")),
        ),
    ),
    Example(
        "share_of_voice_by_posts",
        "Competitors are stated for March, not for its first half",
        (Import((*_TWO_POSTS, _them("Kilpailija", 5, 50)), since="2021-03-01", until="2021-03-31"),),
        (Answer(None, NOT_OFFERED, keys=(LINKEDIN,)),),
        by=("channel",),
        since="2021-03-01",
        until="2021-03-15",
    ),
    Example(
        "share_of_voice_by_posts",
        "Our own posts of March are not known whole: no share",
        (Import((*_TWO_POSTS, _them("Kilpailija", 5, 50))),),
        (Answer(None, MISSING, keys=(LINKEDIN,)),),
        by=("channel",),
    ),
    Example(
        "posts",
        "Competitors enter none of our totals",
        (Import((*_TWO_POSTS, _them("Kilpailija", 5, 50))),),
        (Answer(2, n=2),),
    ),
    Example(
        "share_of_voice_by_engagements",
        "Sixty engagements with us on all days of March, forty with Kilpailija",
        (Import((*_OUR_MARCH, _them("Kilpailija", 5, 40)), since="2021-03-01", until="2021-03-31"),),
        (Answer(0.6, n=2, keys=(LINKEDIN, "(own)")), Answer(0.4, n=2, keys=(LINKEDIN, "Kilpailija"))),
    ),
    Example(
        "share_of_voice_by_engagements",
        "Only some of our days are known: no share",
        (Import((*_OUR_MARCH[:20], _them("Kilpailija", 5, 40))),),
        (Answer(None, MISSING, keys=(LINKEDIN, "(own)")),),
    ),
    Example(
        "share_of_voice_by_responses",
        "Reactions and comments, in the newer form of the export",
        (
            Import(
                (
                    *_OUR_MARCH,
                    Day(
                        LINKEDIN,
                        "2021-03-01",
                        {"linkedin.competitor.reactions": 20, "linkedin.competitor.comments": 20},
                        "2021-03-31",
                        "competitor Kilpailija",
                    ),
                )
            ),
        ),
        (Answer(0.6, n=2, keys=(LINKEDIN, "(own)")), Answer(0.4, n=2, keys=(LINKEDIN, "Kilpailija"))),
    ),
    Example(
        "share_of_voice_by_responses",
        "The export has the older form",
        (Import((*_OUR_MARCH, _them("Kilpailija", 5, 40))),),
        (Answer(None, MISSING, keys=(LINKEDIN, "(own)")),),
    ),
)
