"""What the platforms state about paid campaigns, by the day or by the period. An ad account is a channel of its own."""

from __future__ import annotations

from reppu.metrics.rosetta.measures import Measure, plain
from reppu.vocabulary.language import Text, _

META, LINKEDIN = "meta.ads.", "linkedin.ads."
_OF_META = _("Advertisements are stated of the ad account, a channel of its own (platform meta-ads).")
_OF_LINKEDIN = _("Advertisements are stated of the ad account, a channel of its own (platform linkedin-ads).")
_NO_ADS = {
    "facebook": _OF_META,
    "instagram": _OF_META,
    "linkedin": _OF_LINKEDIN,
    "x": _("Reppu reads no export of X’s advertisements yet."),
    "youtube": _("Reppu reads no export of Google Ads yet."),
    "tiktok": _("Reppu reads no export of TikTok’s advertisements yet."),
    "mastodon": _("Mastodon has no advertisements."),
    "bluesky": _("Bluesky has no advertisements."),
}


def _ads(name: str, meta: str | None, linkedin: str, absent: dict[str, Text] | None = None) -> Measure:
    spellings = {"linkedin-ads": plain(LINKEDIN, linkedin, note=_("In Campaign Manager’s export."))}
    if meta is not None:
        spellings["meta-ads"] = plain(META, meta, note=_("In Ads Manager’s export."))
    return Measure(name, "campaign", spellings, {**_NO_ADS, **(absent or {})})


OF_CAMPAIGNS = (
    _ads("spend", "spend", "spend"),
    _ads("ad_impressions", "impressions", "impressions"),
    _ads("ad_clicks", "link_clicks", "clicks"),
    _ads("ad_engagements", "post_engagements", "engagements"),
    _ads(
        "ad_results",
        None,
        "conversions",
        {"meta-ads": _("Meta’s results are of another kind for each campaign’s aim, and kinds are not added.")},
    ),
)
