"""Post identifiers that carry their moment of publication, as the platforms' own do.

The inverses of what the readers decode. Sources: X, "Announcing Snowflake" (2010) and the epoch 1288834974657;
Instagram, "Sharding & IDs at Instagram" (2012) with the epoch 1314220021721 and 23 bits below the milliseconds.
TikTok's seconds above 32 bits and LinkedIn's milliseconds above 22 were seen in real exports (51 of 51 videos, 86 of 86 posts).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

X_EPOCH_MS = 1_288_834_974_657
INSTAGRAM_EPOCH_MS = 1_314_220_021_721
_X_LOW_BITS = 22
_INSTAGRAM_LOW_BITS = 23
_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SHORTCODE_LENGTH = 11  # 66 bits hold the 64 of the id


def tweet_id(published_at: datetime, low: int) -> str:
    """The Snowflake id of a post on X; `low` (0 to 2^22 - 1) tells posts of one millisecond apart."""
    return str((_milliseconds(published_at) - X_EPOCH_MS) << _X_LOW_BITS | low)


def instagram_shortcode(published_at: datetime, low: int) -> str:
    """The eleven characters of an Instagram link; `low` is 0 to 2^23 - 1."""
    number = (_milliseconds(published_at) - INSTAGRAM_EPOCH_MS) << _INSTAGRAM_LOW_BITS | low
    return base64url(number, _SHORTCODE_LENGTH)


def tiktok_video_id(published_at: datetime, low: int) -> str:
    """The number of a video on TikTok: seconds above 32 bits, of which `low` fills some."""
    return str(_milliseconds(published_at) // 1000 << 32 | low)


def linkedin_activity_id(published_at: datetime, low: int) -> str:
    """The number of a post on LinkedIn; `low` (0 to 2^22 - 1) tells posts of one millisecond apart."""
    return str(_milliseconds(published_at) << 22 | low)


def base64url(number: int, length: int) -> str:
    """The number in that many characters of YouTube's and Instagram's alphabet, the lowest digits of it."""
    letters = []
    for _position in range(length):
        number, digit = divmod(number, 64)
        letters.append(_BASE64URL[digit])
    return "".join(reversed(letters))


def _milliseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
