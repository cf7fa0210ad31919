"""The one explicit list of readers. A new platform adds its folder and its lines here; nothing else knows platforms."""

from __future__ import annotations

from reppu.sources.bundles import Bundle
from reppu.sources.meta.mapping import BUNDLES as META_BUNDLES
from reppu.sources.meta.mapping import READERS as META
from reppu.sources.own_table.mapping import READERS as OWN
from reppu.sources.reader import Reader
from reppu.sources.x.mapping import BUNDLES as X_BUNDLES
from reppu.sources.x.mapping import READERS as X
from reppu.vocabulary.language import Text, _

READERS: tuple[Reader, ...] = (*X, *META, *OWN)

# ZIPs that are recognised as a whole, by the names in them, and not opened
BUNDLES: tuple[Bundle, ...] = (*X_BUNDLES, *META_BUNDLES)

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
}
