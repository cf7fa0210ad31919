"""How each platform's exports are fetched: the menu path as steps, and what Reppu recognises of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reppu.sources.facade import how_to_export, kinds_of_export

if TYPE_CHECKING:
    from reppu.vocabulary.language import Text

_NAMES = {
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "threads": "Threads",
    "pinterest": "Pinterest",
    "web": "Google Analytics",
    "meta-ads": "Meta Ads",
    "linkedin-ads": "LinkedIn Ads",
    "sprout": "Sprout Social",
    "hootsuite": "Hootsuite",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One platform: its name, where its exports are found, the kinds that are read."""

    platform: str
    name: str
    how: Text
    kinds: tuple[Text, ...]


def platform_name(platform: str) -> str:
    """What a platform is called."""
    return _NAMES.get(platform, platform)


def ways_to_export() -> list[Way]:
    """Every platform whose exports are read, as far as we know where they are found."""
    kinds: dict[str, list[Text]] = {}
    for _kind, platform, title, declined in kinds_of_export():
        if declined is None:
            kinds.setdefault(platform, []).append(title)
    ways = []
    for platform, name in _NAMES.items():
        how = how_to_export(platform)
        if how is not None:
            ways.append(Way(platform, name, how, tuple(dict.fromkeys(kinds.get(platform, ())))))
    return ways
