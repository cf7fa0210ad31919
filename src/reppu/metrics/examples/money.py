"""What was paid to the platforms, by example."""

from __future__ import annotations

from reppu.metrics.examples.given import (
    FACEBOOK,
    LINKEDIN_ADS,
    MASTODON,
    META_ADS,
    MISSING,
    NOT_OFFERED,
    OBSERVED,
    TOO_LITTLE,
    TWELVE,
    Answer,
    Day,
    Example,
    Import,
    Number,
    X,
    nothing,
)


def _ad(
    day: str,
    spend: Number,
    impressions: Number,
    clicks: Number,
    until: str | None = None,
    about: str = "campaign Maaliskuu",
    currency: str = "EUR",
) -> Day:
    numbers = {"meta.ads.spend": spend, "meta.ads.impressions": impressions, "meta.ads.link_clicks": clicks}
    return Day(META_ADS, day, numbers, until, about, currency)


_TWO_DAYS = (_ad("2021-03-01", 10, 1000, 20), _ad("2021-03-02", 15.5, 1500, 31))
_MONDAYS = ((1, 4), (1, 11), (1, 18), (1, 25), (2, 1), (2, 8), (2, 15), (2, 22), (3, 1), (3, 8), (3, 15), (3, 22))


MONEY: tuple[Example, ...] = (
    Example(
        "spend",
        "A table of one's own, a row a day of the ad account; a report of its campaigns tells fewer of the days",
        (
            Import(
                (
                    Day(META_ADS, "2021-03-01", {"table.account.spend": 10}, currency="EUR"),
                    Day(META_ADS, "2021-03-02", {"table.account.spend": 15.5}, currency="EUR"),
                    _ad("2021-03-01", 10, 1000, 20),
                )
            ),
        ),
        (Answer(25.5, n=2, currency="EUR"),),
    ),
    Example(
        "spend",
        "A campaign by the day; its ad set states the same money, which counts once",
        (
            Import(
                (
                    _ad("2021-03-01", 10, 1000, 20),
                    _ad("2021-03-02", 15.5, 1500, 31),
                    Day(META_ADS, "2021-03-01", {"meta.ads.spend": 10}, about="ad_set Maaliskuu", currency="EUR"),
                )
            ),
        ),
        (Answer(25.5, n=2, currency="EUR"),),
        since="2021-03-01",
        until="2021-03-31",
    ),
    Example(
        "spend",
        "A month that was stated whole is not spread over its days",
        (Import((_ad("2021-03-01", 310, 31_000, 620, until="2021-03-31"),)),),
        (Answer(None, NOT_OFFERED),),
        since="2021-03-01",
        until="2021-03-15",
    ),
    Example(
        "spend",
        "A month that was stated whole, by month, beside single days of April",
        (
            Import(
                (
                    _ad("2021-03-01", 310, 31_000, 620, until="2021-03-31"),
                    _ad("2021-04-01", 12, 900, 15, about="campaign Toukokuu"),
                )
            ),
        ),
        (Answer(310, n=1, keys=("2021-03",), currency="EUR"), Answer(12, n=1, keys=("2021-04",), currency="EUR")),
        by=("month",),
    ),
    Example(
        "spend",
        "Euros and kronor are not added",
        (
            Import(
                (
                    _ad("2021-03-01", 10, 1000, 20),
                    _ad("2021-03-01", 100, 900, 11, about="campaign Ruotsi", currency="SEK"),
                )
            ),
        ),
        (Answer(None, NOT_OFFERED),),
    ),
    nothing("spend", "An ad account without an export", META_ADS, MISSING),
    nothing("spend", "Mastodon has no advertisements", MASTODON, NOT_OFFERED),
    nothing("spend", "A page's advertisements are on its ad account's channel", FACEBOOK, NOT_OFFERED),
    Example("ad_impressions", "By the day", (Import(_TWO_DAYS),), (Answer(2500, n=2),)),
    nothing("ad_impressions", "No export of advertisements", META_ADS, MISSING),
    Example("ad_clicks", "By the day", (Import(_TWO_DAYS),), (Answer(51, n=2),)),
    nothing("ad_clicks", "No export of advertisements", META_ADS, MISSING),
    Example(
        "ad_results",
        "Conversions of a LinkedIn campaign",
        (Import((Day(LINKEDIN_ADS, "2021-03-01", {"linkedin.ads.conversions": 3}, about="campaign Rekry"),)),),
        (Answer(3, n=1),),
    ),
    nothing("ad_results", "No export of advertisements", LINKEDIN_ADS, MISSING),
    Example(
        "cost_per_thousand_impressions",
        "25.50 euros bought 2,500 impressions; two days of one week carry no interval",
        (Import(_TWO_DAYS),),
        (Answer(10.2, OBSERVED, n=1, currency="EUR"),),
    ),
    Example(
        "cost_per_thousand_impressions",
        "Nothing was shown for the money",
        (Import((_ad("2021-03-01", 10, 0, 0),)),),
        (Answer(None, TOO_LITTLE, n=1, currency="EUR"),),
    ),
    Example(
        "cost_per_click",
        "Twelve weeks of one campaign: 460 euros, 16,000 clicks",
        (
            Import(
                tuple(
                    _ad(f"2021-{month:02}-{day:02}", spent, 50_000, clicks)
                    for (month, day), (clicks, spent) in zip(_MONDAYS, TWELVE, strict=True)
                )
            ),
        ),
        (Answer(460 / 16_000, n=12, low=0.0246773780657, high=0.0332640684015, currency="EUR"),),
    ),
    nothing("cost_per_click", "No export of advertisements", META_ADS, MISSING),
    Example(
        "cost_per_engagement",
        "A campaign stated for its whole month",
        (
            Import(
                (
                    Day(
                        LINKEDIN_ADS,
                        "2021-03-01",
                        {"linkedin.ads.spend": 90, "linkedin.ads.engagements": 60},
                        until="2021-03-31",
                        about="campaign Rekry",
                        currency="EUR",
                    ),
                )
            ),
        ),
        (Answer(1.5, OBSERVED, n=1, currency="EUR"),),
    ),
    nothing("cost_per_engagement", "No export of advertisements", LINKEDIN_ADS, MISSING),
    Example(
        "cost_per_result",
        "Forty euros a conversion",
        (
            Import(
                (
                    Day(
                        LINKEDIN_ADS,
                        "2021-03-01",
                        {"linkedin.ads.spend": 120, "linkedin.ads.conversions": 3},
                        about="campaign Rekry",
                        currency="EUR",
                    ),
                )
            ),
        ),
        (Answer(40, OBSERVED, n=1, currency="EUR"),),
    ),
    nothing("cost_per_result", "No export of advertisements", LINKEDIN_ADS, MISSING),
    Example(
        "ad_click_rate", "51 clicks of 2,500 impressions", (Import(_TWO_DAYS),), (Answer(51 / 2500, OBSERVED, n=1),)
    ),
    nothing("ad_click_rate", "X's advertisements are not read", X, NOT_OFFERED),
)
