"""What channels and platforms are called in a book and on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reppu.lake.facade import Channel

_PLATFORMS = {
    "x": "X", "facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn", "youtube": "YouTube",
    "tiktok": "TikTok", "bluesky": "Bluesky", "mastodon": "Mastodon", "meta-ads": "Meta Ads", "linkedin-ads": "LinkedIn Ads",
}  # fmt: skip


def platform_name(platform: str) -> str:
    """The platform as it writes its own name."""
    return _PLATFORMS.get(platform, platform)


def full_name(channel: Channel) -> str:
    """The channel's name, with its platform where the name does not say it."""
    platform = platform_name(channel.platform)
    return channel.name if platform.casefold() in channel.name.casefold().split() else f"{channel.name} ({platform})"
