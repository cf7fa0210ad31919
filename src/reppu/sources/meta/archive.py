"""Instagram's archive ("Download your information", JSON): how the account's own posts did, in
`past_instagram_insights/posts.json`. Messages, connections and everything else in the archive is private and never opened.

The file names no post ids. What it has instead is the moment of publishing and the name of the picture, whose last number is
Meta's id of the medium: that number is the post's id here (see README.md for what follows from it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from reppu.sources.bundles import Bundle
from reppu.sources.declined import DeclinedText
from reppu.sources.documents import json_items, json_outline
from reppu.sources.reader import Batch, Context, Match
from reppu.sources.row_by_row import RowByRow, whole_count
from reppu.sources.tables import Sheet, norm
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

_LIST = "organic_insights_posts"
_MEDIUM = re.compile(r"_(\d{15,20})\.\w+$")
# Keys of a real file of 2023 in English; the archive writes them in the account's language, and no other was seen.
_MEASURES = {
    "impressions": "meta.content.impressions",
    "accounts reached": "meta.content.reach",
    "profile visits": "meta.content.profile_visits",
    "follows": "meta.content.follows",
    "saves": "meta.content.saves",
    "likes": "meta.content.likes",
    "comments": "meta.content.comments",
    "shares": "meta.content.shares",
    "external link taps": "meta.content.external_link_taps",
}
_NO_MEASURES = frozenset(("creation timestamp",))
_FIRST_POST = datetime(2010, 10, 1, tzinfo=UTC)  # Instagram's first month
_LAST_SECOND = 1 << 33  # in the year 2242


@dataclass(frozen=True)
class InstagramInsights:
    """A `Reader` for past_instagram_insights/posts.json."""

    kind: str = "meta.instagram_archive"
    platform: str = "instagram"
    platforms: tuple[str, ...] = ()
    version: int = 1
    title: Text = field(default_factory=lambda: _("Instagram archive: insights of posts (posts.json)"))
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the outermost key, which is English in every language."""
        if not re.match(r"\s*\{", sheet.beginning) or _LIST not in sheet.beginning:
            return None
        if _LIST not in json_outline(sheet.source, _LIST):
            return None
        return Match(1000.0, "en" if any(f'"{word}"' in sheet.beginning.casefold() for word in _MEASURES) else None)

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """A row is a post, numbered from 1 in the order of the file. Raises ReppuError for words of another language."""
        gathered = RowByRow()
        unknown: dict[str, None] = {}
        any_known = False
        number = 0
        for number, item in json_items(sheet.source, _LIST):
            gathered.row()
            told = item.get("string_map_data") if isinstance(item, dict) else None
            medium = _medium(item)
            if not isinstance(told, dict) or medium is None:
                gathered.refuse(
                    number, "media_map_data", _("There is no picture and no moment here to tell the post by.")
                )
                continue
            moment = _moment(medium.get("creation_timestamp"))
            if moment is None:
                gathered.refuse(number, "creation_timestamp", _("There is no moment here that can be read."))
                continue
            match = _MEDIUM.search(str(medium.get("uri", "")))
            post_id = match[1] if match else f"{moment:%Y-%m-%dT%H:%M:%SZ}"
            caption = medium.get("title")
            gathered.post(
                "instagram:",
                post_id=post_id,
                published_at=moment,
                kind=None,
                text=repaired(caption) if isinstance(caption, str) and caption else None,
                is_repost=False,
            )
            any_known |= _count(gathered, post_id, told, number, unknown)
            if not any_known:
                raise ReppuError(
                    _("The names of the numbers in this file are in a language that Reppu does not know yet."),
                    expected=_("English names, such as “Accounts reached” and “Likes”"),
                    advice=_("Switch Instagram to English, request the archive again and import that."),
                )
            yield from gathered.batches()
        if unknown:
            gathered.notes.append(
                _("Not read, because Reppu does not know these names: {names}.", names=", ".join(list(unknown)[:10]))
            )
        if number:
            gathered.notes.append(
                _(
                    "This file names no post ids; the number in the picture's name was taken. If the channel also holds content "
                    "exports of the same time, look whether a post is counted twice, and withdraw one of the two."
                )
            )
        yield from gathered.batches(final=True)


def _count(gathered: RowByRow, post_id: str, told: dict[str, Any], number: int, unknown: dict[str, None]) -> bool:
    """Whether any of the names was known."""
    any_known = False
    for key, entry in told.items():
        name = norm(repaired(key))
        measure = _MEASURES.get(name)
        if measure is None:
            if name not in _NO_MEASURES and len(unknown) < 100:
                unknown[repaired(key)[:60]] = None
            continue
        any_known = True
        try:
            gathered.count("instagram:", post_id, measure, whole_count(entry["value"]))
        except (ValueError, KeyError, TypeError):
            gathered.refuse(number, key, _("No number stands here."))
    return any_known


def _medium(item: Any) -> dict[str, Any] | None:
    # "Media Thumbnail" in English; the key is of the account's language, so it is not looked at
    media = item.get("media_map_data") if isinstance(item, dict) else None
    return next((one for one in media.values() if isinstance(one, dict)), None) if isinstance(media, dict) else None


def _moment(seconds: Any) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds < _LAST_SECOND:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment if moment >= _FIRST_POST else None


def repaired(text: str) -> str:
    """The text with its letters put right: Meta's archive writes each byte of UTF-8 as a letter of its own.

    >>> repaired("Vesi on hyvÃ¤Ã¤")
    'Vesi on hyvää'
    >>> repaired("Vesi on hyvää")
    'Vesi on hyvää'
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


ARCHIVE_POSTS = InstagramInsights()
ARCHIVE_OTHER = DeclinedText(
    kind="meta.instagram_archive.other",
    platform="instagram",
    title=_("Instagram archive: other insights"),
    begins=r"\s*\{\s*\"organic_insights_(?!posts\")",
    declined=_("Of the insights in Instagram's archive only those of posts (posts.json) are read."),
)
# The names in both as public parsers of the archives give them; no whole ZIP was seen.
ARCHIVE = Bundle(
    kind="meta.archive",
    platform="instagram",
    title=_("Instagram archive (Download your information)"),
    marker=r"(?P<root>(?:[^/]+/)*?)(?:(?:logged_information|your_instagram_activity)/)?"
    r"(?:past_instagram_insights/.*|personal_information/(?:personal_information/)?personal_information\.(?:json|html)"
    r"|your_instagram_activity/.*|connections/followers_and_following/.*)",
    reads=r"(?:(?:logged_information|your_instagram_activity)/)?past_instagram_insights/posts\.json",
    belongs=r"(?:ads_information|apps_and_websites_off_of_instagram|connections|files|followers_and_following|"
    r"logged_information|media|messages|past_instagram_insights|personal_information|preferences|"
    r"security_and_login_information|your_instagram_activity)/.*|(?:start_here|index)\.html",
    private=r"(?:message_\d+|followers(?:_\d+)?|following|pending_follow_requests|liked_posts)\.(?:json|html)",
    unopened=_(
        "Of this archive only the insights of your own posts (past_instagram_insights/posts.json) are read. Messages, followers, "
        "comments, searches and everything else in it were not opened."
    ),
)
FACEBOOK_ARCHIVE = Bundle(
    kind="meta.facebook_archive",
    platform="facebook",
    title=_("Facebook archive (Download your information)"),
    marker=r"(?P<root>(?:[^/]+/)*?)(?:(?:your_facebook_activity|your_activity_across_facebook)/.*"
    r"|(?:personal_information/)?profile_information/profile_information\.(?:json|html))",
    reads=r"(?!)",
    belongs=r"(?:ads_information|apps_and_websites_off_of_facebook|connections|files|logged_information|personal_information|"
    r"preferences|profile_information|security_and_login_information|your_activity_across_facebook|"
    r"your_facebook_activity)/.*|(?:start_here|index)\.html",
    private=r"(?!)",
    unopened=_(
        "The archive of a Facebook account holds messages, friends and posts without any numbers, so it was not opened. Import "
        "the content export of Meta Business Suite."
    ),
)
