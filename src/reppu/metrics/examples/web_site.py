"""What social media brought to the web site, by example."""

from __future__ import annotations

from reppu.metrics.examples.given import (
    FACEBOOK,
    MISSING,
    NOT_OFFERED,
    WEB,
    Answer,
    Day,
    Example,
    Import,
    Number,
    nothing,
)

ORGANIC, PAID = "@channel_group=Organic Social", "@channel_group=Paid Social"


def visits(day: str, measure: str, organic: Number, paid: Number) -> Day:
    """A day in which both channel groups have a row."""
    return Day(WEB, day, {measure + ORGANIC: organic, measure + PAID: paid, measure + "@channel_group=Direct": 5000})


WEB_SITE: tuple[Example, ...] = (
    Example(
        "visits_from_social_media",
        "Paid and unpaid together, other visits not; on the second day nobody came through an advertisement",
        (
            Import(
                (
                    visits("2021-03-01", "ga4.sessions", 40, 15),
                    Day(WEB, "2021-03-02", {"ga4.sessions" + ORGANIC: 32}),
                    # the same visits split by source: they are told once
                    Day(WEB, "2021-03-02", {"ga4.sessions@source=linkedin.com": 32}),
                )
            ),
        ),
        (Answer(87, n=2),),
        since="2021-03-01",
        until="2021-03-02",
    ),
    Example(
        "visits_from_social_media",
        "Stated for March as a whole",
        (Import((Day(WEB, "2021-03-01", {"ga4.sessions" + ORGANIC: 900, "ga4.sessions" + PAID: 100}, "2021-03-31"),)),),
        (Answer(1000, n=1),),
        since="2021-03-01",
        until="2021-03-31",
    ),
    nothing(
        "visits_from_social_media", "A Facebook page does not know who went on to the web site", FACEBOOK, NOT_OFFERED
    ),
    Example(
        "engaged_share_of_visits_from_social_media",
        "Sixty of eighty visits were engaged",
        (
            Import(
                (
                    Day(WEB, "2021-03-01", {"ga4.sessions" + ORGANIC: 50, "ga4.engaged_sessions" + ORGANIC: 40}),
                    Day(WEB, "2021-03-02", {"ga4.sessions" + ORGANIC: 30, "ga4.engaged_sessions" + ORGANIC: 20}),
                )
            ),
        ),
        (Answer(0.75, n=2),),
        since="2021-03-01",
        until="2021-03-02",
    ),
    Example(
        "engaged_share_of_visits_from_social_media",
        "Stated for March as a whole; of paid visits the engaged ones are not told, and neither number holds them",
        (
            Import(
                (
                    Day(
                        WEB,
                        "2021-03-01",
                        {
                            "ga4.sessions" + ORGANIC: 840,
                            "ga4.engaged_sessions" + ORGANIC: 210,
                            "ga4.sessions" + PAID: 120,
                            "ga4.engaged_sessions" + PAID: None,
                        },
                        "2021-03-31",
                    ),
                )
            ),
        ),
        (Answer(0.25, n=1),),
        since="2021-03-01",
        until="2021-03-31",
    ),
    Example(
        "engaged_share_of_visits_from_social_media",
        "The report has no column of engaged sessions",
        (Import((Day(WEB, "2021-03-01", {"ga4.sessions" + ORGANIC: 50}),)),),
        (Answer(None, MISSING),),
    ),
    Example(
        "key_events_from_social_media",
        "Three orders and two",
        (Import((visits("2021-03-01", "ga4.key_events", 3, 0), visits("2021-03-02", "ga4.key_events", 0, 2))),),
        (Answer(5, n=2),),
        since="2021-03-01",
        until="2021-03-02",
    ),
    nothing("key_events_from_social_media", "A Facebook page knows nothing of orders", FACEBOOK, NOT_OFFERED),
)
