"""The one explicit list of readers. A new platform adds its folder and its lines here; nothing else knows platforms."""

from __future__ import annotations

from reppu.sources.bluesky.repo import READERS as BLUESKY
from reppu.sources.bundles import Bundle
from reppu.sources.ga4.mapping import HOW_TO_EXPORT as GA4_EXPORT
from reppu.sources.ga4.mapping import READERS as GA4
from reppu.sources.hootsuite.mapping import HOW_TO_EXPORT as HOOTSUITE_EXPORT
from reppu.sources.hootsuite.mapping import READERS as HOOTSUITE
from reppu.sources.linkedin.mapping import BUNDLES as LINKEDIN_BUNDLES
from reppu.sources.linkedin.mapping import READERS as LINKEDIN
from reppu.sources.mastodon.outbox import BUNDLES as MASTODON_BUNDLES
from reppu.sources.mastodon.outbox import READERS as MASTODON
from reppu.sources.meta.mapping import BUNDLES as META_BUNDLES
from reppu.sources.meta.mapping import READERS as META
from reppu.sources.own_table.mapping import READERS as OWN
from reppu.sources.reader import Reader
from reppu.sources.sprout.mapping import HOW_TO_EXPORT as SPROUT_EXPORT
from reppu.sources.sprout.mapping import READERS as SPROUT
from reppu.sources.tiktok.mapping import HOW_TO_EXPORT as TIKTOK_EXPORT
from reppu.sources.tiktok.mapping import READERS as TIKTOK
from reppu.sources.x.mapping import BUNDLES as X_BUNDLES
from reppu.sources.x.mapping import READERS as X
from reppu.sources.youtube.mapping import HOW_TO_EXPORT as YOUTUBE_EXPORT
from reppu.sources.youtube.mapping import READERS as YOUTUBE
from reppu.vocabulary.language import Text, _

READERS: tuple[Reader, ...] = (
    *X,
    *META,
    *LINKEDIN,
    *MASTODON,
    *BLUESKY,
    *YOUTUBE,
    *TIKTOK,
    *GA4,
    *SPROUT,
    *HOOTSUITE,
    *OWN,
)

# Archives of accounts, packed or not: recognised by the names in them, and opened only where their posts lie
BUNDLES: tuple[Bundle, ...] = (*X_BUNDLES, *META_BUNDLES, *LINKEDIN_BUNDLES, *MASTODON_BUNDLES)

# Platforms that a channel may be made on, also before there is a reader for their exports
PLATFORMS = (
    "x",
    "facebook",
    "instagram",
    "linkedin",
    "youtube",
    "tiktok",
    "threads",
    "mastodon",
    "bluesky",
    "pinterest",
    "web",  # a web site, which Google Analytics measures
    # An ad account is a channel of its own: it serves Facebook and Instagram at once, and what was paid for never
    # mixes with a page's own numbers.
    "meta-ads",
    "linkedin-ads",
)

HOW_TO_EXPORT: dict[str, Text] = {
    "x": _(
        "On x.com open Analytics (it needs X Premium), choose Content, set the period and press the download arrow; for "
        "days do the same in Overview."
    ),
    "facebook": _(
        "In Meta Business Suite open Insights, then Content, choose Facebook, set the period (a year at most), press Export "
        "data and choose CSV; for days open Results and export each chart."
    ),
    "instagram": _(
        "In Meta Business Suite open Insights, then Content, choose Instagram, set the period (a year at most), press Export "
        "data and choose CSV; for days open Results and export each chart."
    ),
    "linkedin": _(
        "On LinkedIn open your page as an administrator, then Analytics, Content, set the period (a year at most, ending "
        "today), press Export; for followers and visitors do the same in Followers and Visitors."
    ),
    "meta-ads": _(
        "In Meta Ads Manager choose Campaigns and the period, break the table down by day (Breakdown, Time, Day), open Reports, "
        "Export table data and choose CSV. Choose columns with the campaign's id and the amount spent."
    ),
    "linkedin-ads": _(
        "In LinkedIn Campaign Manager open the ad account's Campaigns, set the period, press Export, choose Campaign "
        "performance and a time breakdown by day."
    ),
    "mastodon": _(
        "On your server open Preferences, then Import and export, then Data export, request your archive and download it when "
        "it is ready (once a week at most). Import the file as it is: only public posts are read."
    ),
    "bluesky": _(
        "On bsky.app open Settings, then Account, then Export my data, and download the CAR file (repo.car). It holds posts and "
        "reposts, but no counts."
    ),
    "youtube": YOUTUBE_EXPORT,
    "tiktok": TIKTOK_EXPORT,
    "web": GA4_EXPORT,
    "sprout": SPROUT_EXPORT,
    "hootsuite": HOOTSUITE_EXPORT,
}
