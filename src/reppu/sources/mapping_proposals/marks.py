"""What gives a platform away inside a table: the hosts of its links and the time that lies in its ids.

The one list of these; a platform is added here with a line. Sources: the notes on formats (section 0.5, each formula
was checked there against every row of a real export where one exists: X, LinkedIn activity, TikTok, Instagram).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_FIRST_POST = datetime(2008, 1, 1, tzinfo=UTC)  # our choice: the oldest of these platforms' pages are not older
_FEWEST_SHORT_IDS = 5  # our choice: so many that words of eleven letters are no accident
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True, slots=True)
class Mark:
    """One platform. host: pattern of a link's host. post: pattern in a link of one post, its id in group 1.
    milliseconds: the moment in an id (epoch milliseconds); None where ids hold none. short_ids: whether its ids are eleven
    letters and figures, such as no other column of an export holds."""

    platform: str
    title: str
    host: str
    post: str
    milliseconds: Callable[[str], int] | None = None
    short_ids: bool = False


def _instagram(code: str) -> int:
    number = 0
    for letter in code[:11]:
        number = number * 64 + _BASE64.index(letter)
    return (number >> 23) + 1314220021721


MARKS: tuple[Mark, ...] = (
    Mark("facebook", "Facebook", r"(?:[\w-]+\.)?(?:facebook\.com|fb\.watch|fb\.com)", r"/(?:posts|videos|reel)/(?:\w+/)?(\w+)"),
    Mark(
        "instagram",
        "Instagram",
        r"(?:www\.)?instagram\.com",
        r"/(?:p|reel|reels|tv)/([A-Za-z0-9_-]{11})",
        _instagram,
    ),
    Mark(
        "x",
        "X",
        r"(?:www\.|mobile\.)?(?:twitter|x)\.com",
        r"/status(?:es)?/(\d+)",
        lambda digits: (int(digits) >> 22) + 1288834974657,
    ),
    Mark(
        "linkedin",
        "LinkedIn",
        r"(?:[a-z]{2,3}\.)?linkedin\.com",
        r"urn(?::|%3A)li(?::|%3A)(?:activity|ugcPost|share)(?::|%3A)(\d+)|-activity-(\d+)",
        lambda digits: int(digits) >> 22,
    ),
    Mark(
        "tiktok",
        "TikTok",
        r"(?:www\.|vm\.|m\.)?tiktok\.com",
        r"/(?:video|photo)/(\d+)",
        lambda digits: (int(digits) >> 32) * 1000,
    ),
    Mark("youtube", "YouTube", r"(?:www\.|m\.)?(?:youtube\.com|youtu\.be)", r"(?:v=|youtu\.be/|/shorts/|/live/)([\w-]{11})", short_ids=True),
    Mark("threads", "Threads", r"(?:www\.)?threads\.(?:net|com)", r"/post/([\w-]+)"),
    Mark("bluesky", "Bluesky", r"bsky\.app", r"/post/(\w+)"),
    Mark("pinterest", "Pinterest", r"(?:[\w-]+\.)?pinterest\.[a-z.]+", r"/pin/(\d+)"),
)  # fmt: skip


def by_platform(platform: str | None) -> Mark | None:
    """The mark of a platform; None for one that gives nothing away."""
    return next((mark for mark in MARKS if mark.platform == platform), None)


def platform_of_link(link: str) -> Mark | None:
    """The platform of one link."""
    host = re.match(r"(?:https?://)?([^/\s?#]+)", link.strip().casefold())
    if host is None:
        return None
    return next((mark for mark in MARKS if re.fullmatch(mark.host, host[1])), None)


def post_id_in_link(link: str) -> str | None:
    """The id of the post that a link leads to; None when it leads to none that is known."""
    mark = platform_of_link(link)
    found = re.search(mark.post, link.strip()) if mark is not None else None
    return next((group for group in found.groups() if group), None) if found else None


def moment_in_id(mark: Mark, post_id: str) -> datetime | None:
    """The moment (UTC) in an id, when it lies between 2008 and now."""
    if mark.milliseconds is None or not (mark.platform == "instagram" or post_id.isdigit()):
        return None
    try:
        moment = datetime.fromtimestamp(mark.milliseconds(post_id) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if _FIRST_POST <= moment <= datetime.now(UTC) + timedelta(days=1) else None


def are_short_ids(cells: Sequence[str]) -> bool:
    """Whether these are ids of eleven letters and figures that hold no time: YouTube's. Instagram's are as long, and a
    random one of them would tell a time between 2008 and today once in five; all of them always do."""
    if len(cells) < _FEWEST_SHORT_IDS or not all(re.fullmatch(r"[A-Za-z0-9_-]{11}", cell) for cell in cells):
        return False
    mixed = sum(bool(re.search(r"[A-Z]", cell) and re.search(r"[a-z]", cell)) for cell in cells)
    instagram = next(mark for mark in MARKS if mark.platform == "instagram")
    in_time = sum(moment_in_id(instagram, cell) is not None for cell in cells)
    return mixed >= 0.8 * len(cells) and in_time <= 0.6 * len(cells)
