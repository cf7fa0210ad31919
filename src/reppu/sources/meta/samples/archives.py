"""Made-up parts of "Download your information" of Instagram, as JSON: each byte of a letter is escaped by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

# 14 December 2023, 20:52:39 UTC, and a day later; the last number of a picture's name is the medium's id
_FIRST, _SECOND, _THIRD = 1702587159, 1702673559, 1702759959


def _bytes_as_letters(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")


def _post(seconds: int, uri: str | None, caption: str, **values: str) -> dict[str, Any]:
    medium: dict[str, Any] = {"creation_timestamp": seconds, "title": _bytes_as_letters(caption)}
    if uri is not None:
        medium = {"uri": uri, **medium}
    told = {key.replace("_", " "): {"href": "", "value": value, "timestamp": 0} for key, value in values.items()}
    return {
        "title": "",
        "media_map_data": {"Media Thumbnail": medium},
        "string_map_data": {"Creation Timestamp": {"href": "", "value": "", "timestamp": seconds}, **told},
    }


def _file(key: str, posts: list[dict[str, Any]]) -> bytes:
    return json.dumps({key: posts}, indent=2).encode("ascii")


def insights() -> bytes:
    """posts.json: three posts, one of them without a picture's name, one with a number that Instagram does not tell."""
    return _file(
        "organic_insights_posts",
        [
            _post(_FIRST, "media/other/411000000_106000000000001_1500000000000000001_n_17900000000000001.jpg",
                  "Kirjasto on auki jouluna 🎄\nTervetuloa, myös lapset!", Profile_Visits="2", Impressions="101",
                  Follows="0", Accounts_reached="92", Saves="0", Likes="11", Comments="1", Shares="0"),
            _post(_SECOND, "media/other/411000000_106000000000002_1500000000000000002_n_17900000000000002.jpg",
                  "Uusi lukupiiri", Profile_Visits="--", Impressions="2044", Accounts_reached="1800", Likes="77",
                  External_link_taps="5", Jotain_uutta="3"),
            _post(_THIRD, None, "", Likes="monta", Impressions="9"),
        ],
    )  # fmt: skip


def insights_in_finnish() -> bytes:
    """The same with names in a language that nobody has seen (these words are made up)."""
    name = "media/other/411000000_106000000000001_1500000000000000001_n_17900000000000001.jpg"
    return _file("organic_insights_posts", [_post(_FIRST, name, "Kirjasto", Tykkäyksiä="11", Näyttökertoja="101")])


def other_insights() -> bytes:
    """audience_insights.json: of the account, not of posts."""
    return _file("organic_insights_audience", [_post(_FIRST, None, "", Followers="310")])


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "instagram-archive-posts.json": insights,
    "instagram-archive-finnish.json": insights_in_finnish,
    "instagram-archive-audience.json": other_insights,
}
