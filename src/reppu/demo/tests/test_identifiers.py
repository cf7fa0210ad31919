"""Evidence: published. The ids of real posts whose moment is public, decoded here by the published schemes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from reppu.demo.identifiers import instagram_shortcode, tweet_id


def moment_of_tweet(identifier: str) -> int:
    return (int(identifier) >> 22) + 1288834974657


def moment_of_shortcode(code: str) -> int:
    number = int.from_bytes(base64.urlsafe_b64decode(("A" + code)[:12]), "big")
    return (number >> 23) + 1314220021721


def test_a_tweet_id_holds_its_moment_to_the_millisecond() -> None:
    moment = datetime(2026, 3, 29, 1, 30, 15, 987000, tzinfo=UTC)
    for low in (0, 1, (1 << 22) - 1):
        assert moment_of_tweet(tweet_id(moment, low)) == round(moment.timestamp() * 1000)


def test_the_worked_example_of_snowflake_comes_out() -> None:
    # Wikipedia, "Snowflake ID": tweet 1541815603606036480 of 28 June 2022, 16:07:40.105 UTC; worker bits 378, step 0.
    moment = datetime(2022, 6, 28, 16, 7, 40, 105000, tzinfo=UTC)
    assert tweet_id(moment, 378 << 12) == "1541815603606036480"


def test_a_shortcode_has_eleven_characters_and_holds_its_moment() -> None:
    moment = datetime(2025, 12, 31, 23, 59, 59, 1000, tzinfo=UTC)
    for low in (0, 77, (1 << 23) - 1):
        code = instagram_shortcode(moment, low)
        assert len(code) == 11
        assert moment_of_shortcode(code) == round(moment.timestamp() * 1000)


def test_ids_of_later_posts_are_greater() -> None:
    earlier, later = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert int(tweet_id(earlier, (1 << 22) - 1)) < int(tweet_id(later, 0))
