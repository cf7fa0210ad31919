"""What the platforms state about paid campaigns, by the day or by the period."""

from __future__ import annotations

from reppu.metrics.rosetta.measures import Measure, plain
from reppu.vocabulary.language import _

META, LINKEDIN = "meta.ads.", "linkedin.ads."
_NO_ADS = {
    "x": _("Reppu reads no export of X’s advertisements yet."),
    "youtube": _("Reppu reads no export of Google Ads yet."),
    "tiktok": _("Reppu reads no export of TikTok’s advertisements yet."),
    "mastodon": _("Mastodon has no advertisements."),
    "bluesky": _("Bluesky has no advertisements."),
}
_META_BOTH = _("In Ads Manager’s export; on the channel under which the file was imported.")


def _ads(name: str, meta: tuple[str, ...], linkedin: tuple[str, ...]) -> Measure:
    return Measure(
        name,
        "campaign",
        {
            "facebook": plain(META, *meta, note=_META_BOTH),
            "instagram": plain(META, *meta, note=_META_BOTH),
            # an ad account is a channel of its own
            "meta-ads": plain(META, *meta, note=_("In Ads Manager’s export.")),
            "linkedin-ads": plain(LINKEDIN, *linkedin, note=_("In Campaign Manager’s export.")),
            "linkedin": plain(LINKEDIN, *linkedin, note=_("In Campaign Manager’s export.")),
        },
        _NO_ADS,
    )


OF_CAMPAIGNS = (
    _ads("spend", ("spend",), ("spend",)),
    _ads("ad_impressions", ("impressions",), ("impressions",)),
    _ads("ad_clicks", ("link_clicks",), ("clicks",)),
    _ads("ad_engagements", ("post_engagements",), ("engagements",)),
    _ads("ad_results", ("results",), ("conversions",)),
)
