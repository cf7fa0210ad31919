"""What was paid to the platforms, and what for."""

from __future__ import annotations

from reppu.metrics.definitions.declaration import IAB_ADS, Definition
from reppu.vocabulary.language import _

MONEY = (
    Definition(
        name="spend",
        title=_("Advertising spend"),
        definition=_(
            "How much money was paid to the platform for showing content in the period. What is stated for a longer period as a whole is not spread over its days. Currencies are not converted."
        ),
        formula="sum of spend over campaigns and the days or periods that lie in the asked one",
        unit="money",
        kind="ad_total",
        level="input",
        basis="activity",
        numerator="spend",
        denominator=None,
        source=IAB_ADS,
        version=2,
    ),
    Definition(
        name="ad_impressions",
        title=_("Paid impressions"),
        definition=_("How many times paid content was shown in the period."),
        formula="sum of impressions over campaigns",
        unit="count",
        kind="ad_total",
        level="output",
        basis="activity",
        numerator="ad_impressions",
        denominator=None,
        source=IAB_ADS,
        version=2,
    ),
    Definition(
        name="ad_clicks",
        title=_("Clicks on advertisements"),
        definition=_(
            "How many times paid content was clicked in the period: link clicks at Meta, all clicks at LinkedIn."
        ),
        formula="sum of clicks over campaigns",
        unit="count",
        kind="ad_total",
        level="outcome",
        basis="activity",
        numerator="ad_clicks",
        denominator=None,
        source=IAB_ADS,
        version=2,
        alike=False,
    ),
    Definition(
        name="ad_results",
        title=_("Results of advertisements"),
        definition=_(
            "How many of the results that each campaign was set to bring did happen in the period, as the platform counts them: conversions at LinkedIn. Meta’s results differ in kind from campaign to campaign."
        ),
        formula="sum of results over campaigns",
        unit="count",
        kind="ad_total",
        level="outcome",
        basis="activity",
        numerator="ad_results",
        denominator=None,
        source=IAB_ADS,
        version=2,
        alike=False,
    ),
    Definition(
        name="cost_per_thousand_impressions",
        title=_("Cost per thousand impressions"),
        definition=_(
            "What a thousand paid impressions cost: all spend divided by all impressions of the same campaigns and days, times a thousand."
        ),
        formula="1000 · sum of spend / sum of impressions, over campaigns and days that state both; interval over weeks",
        unit="money",
        kind="ad_ratio",
        level="output",
        basis="activity",
        numerator="spend",
        denominator="ad_impressions",
        source=IAB_ADS,
        version=2,
        per=1000.0,
    ),
    Definition(
        name="cost_per_click",
        title=_("Cost per click"),
        definition=_(
            "What a click on paid content cost: all spend divided by all clicks of the same campaigns and days. Meta counts clicks on the link, LinkedIn all clicks."
        ),
        formula="sum of spend / sum of clicks, over campaigns and days that state both; interval over weeks",
        unit="money",
        kind="ad_ratio",
        level="outcome",
        basis="activity",
        numerator="spend",
        denominator="ad_clicks",
        source=IAB_ADS,
        version=2,
        alike=False,
    ),
    Definition(
        name="cost_per_engagement",
        title=_("Cost per engagement"),
        definition=_(
            "What an engagement with paid content cost: all spend divided by all engagements of the same campaigns and days."
        ),
        formula="sum of spend / sum of engagements, over campaigns and days that state both; interval over weeks",
        unit="money",
        kind="ad_ratio",
        level="out_take",
        basis="activity",
        numerator="spend",
        denominator="ad_engagements",
        source=IAB_ADS,
        version=2,
        alike=False,
    ),
    Definition(
        name="cost_per_result",
        title=_("Cost per result"),
        definition=_(
            "What a result of a campaign cost: all spend divided by all results of the same campaigns and days. Campaigns with different aims have different results."
        ),
        formula="sum of spend / sum of results, over campaigns and days that state both; interval over weeks",
        unit="money",
        kind="ad_ratio",
        level="outcome",
        basis="activity",
        numerator="spend",
        denominator="ad_results",
        source=IAB_ADS,
        version=2,
        alike=False,
    ),
    Definition(
        name="ad_click_rate",
        title=_("Click rate of advertisements"),
        definition=_("Clicks per impression of paid content: link clicks at Meta, all clicks at LinkedIn."),
        formula="sum of clicks / sum of impressions, over campaigns and days that state both; interval over weeks",
        unit="fraction",
        kind="ad_ratio",
        level="outcome",
        basis="activity",
        numerator="ad_clicks",
        denominator="ad_impressions",
        source=IAB_ADS,
        version=2,
        alike=False,
    ),
)
