"""X's account archive: the organisation's own posts in `tweets.js`, with the likes and reposts they had. Everything else in
the archive (messages, followers, advertising) is private and never opened.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from reppu.sources.bundles import Bundle
from reppu.sources.documents import json_items, script_variable
from reppu.sources.reader import Batch, Context, Match
from reppu.sources.row_by_row import RowByRow, whole_count
from reppu.sources.tables import Sheet
from reppu.sources.x.hooks import EPOCH_MS, OTHER_DATE
from reppu.vocabulary.language import Text, _

# tweet.js until 2022, tweets.js since, tweets-part1.js and on for accounts with much in them; the variable likewise
_POSTS = re.compile(r"tweets?")
_SNOWFLAKE_DIGITS = 16  # ids before November 2010 are a running number and hold no time
_ROOM = timedelta(minutes=2)
_OWN_MEDIA = re.compile(r"https?://(?:www\.)?(?:twitter|x)\.com/([A-Za-z0-9_]{1,15})/status/(\d+)/(?:photo|video)/")
_COUNTS = (("favorite_count", "x.post.likes"), ("retweet_count", "x.post.reposts"))
# "und" and codes such as "qme" and "zxx" are X's words for "no language"
_NO_LANGUAGE = re.compile(r"(und|zxx|q..|art)$")


@dataclass(frozen=True)
class ArchivePosts:
    """A `Reader` for tweets.js."""

    kind: str = "x.archive"
    platform: str = "x"
    platforms: tuple[str, ...] = ()
    version: int = 1
    title: Text = field(default_factory=lambda: _("X account archive: own posts (tweets.js)"))
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the variable that the JavaScript assigns to."""
        variable = script_variable(sheet.beginning)
        return Match(1000.0, None) if variable is not None and _POSTS.fullmatch(variable) else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """A row is a post, numbered from 1 in the order of the file."""
        handle = _own_handle(sheet)
        account = f"x:{handle.lower()}" if handle is not None else "x:"
        gathered = RowByRow()
        if handle is not None:
            gathered.names[account] = handle
        doubted = False
        for number, item in json_items(sheet.source):
            gathered.row()
            post = item.get("tweet", item) if isinstance(item, dict) else None
            post_id = post.get("id_str") if isinstance(post, dict) else None
            if not isinstance(post, dict) or not isinstance(post_id, str) or not re.fullmatch(r"\d{1,19}", post_id):
                gathered.refuse(number, "id_str", _("There is no post's id here; expected up to 19 digits."))
                continue
            written = _written_at(post.get("created_at"))
            moment = _moment_of(post_id) or written
            doubted |= moment is not None and written is not None and abs(moment - written) > _ROOM
            text = post.get("full_text", post.get("text"))
            text = html.unescape(text) if isinstance(text, str) else None
            is_repost = text is not None and text.startswith("RT @")
            gathered.post(
                account,
                post_id=post_id,
                published_at=moment,
                kind=None if is_repost else _kind(post, text),
                text=text,
                link=f"https://x.com/{handle}/status/{post_id}" if handle else f"https://x.com/i/web/status/{post_id}",
                language=_language(post.get("lang")),
                is_repost=is_repost,
                in_reply_to=_told(post.get("in_reply_to_status_id_str")),
            )
            if not is_repost:  # its counts are those of the other account's post
                _count(gathered, account, post_id, post, number)
            yield from gathered.batches()
        if doubted:
            gathered.notes.append(OTHER_DATE)
        yield from gathered.batches(final=True)


def _count(gathered: RowByRow, account: str, post_id: str, post: dict[str, Any], number: int) -> None:
    for key, measure in _COUNTS:
        if key in post:
            try:
                gathered.count(account, post_id, measure, whole_count(post[key]))
            except ValueError:
                gathered.refuse(number, key, _("No number stands here."))


def _own_handle(sheet: Sheet) -> str | None:
    """The account's handle in the link of the newest picture or film that it posted itself; tweets.js has it nowhere else.

    A link counts only when it names the very post it stands in: other people's pictures are linked too.
    """
    newest, handle = -1, None
    for _number, item in json_items(sheet.source):
        post = item.get("tweet", item) if isinstance(item, dict) else None
        if not isinstance(post, dict):
            continue
        for media in _media(post):
            match = _OWN_MEDIA.match(str(media.get("expanded_url", "")))
            if match is not None and match[2] == post.get("id_str") and int(match[2]) > newest:
                newest, handle = int(match[2]), match[1]
    return handle


def _media(post: dict[str, Any]) -> list[dict[str, Any]]:
    for key in ("extended_entities", "entities"):
        entities = post.get(key)
        media = entities.get("media") if isinstance(entities, dict) else None
        if isinstance(media, list):
            return [one for one in media if isinstance(one, dict)]
    return []


def _kind(post: dict[str, Any], text: str | None) -> str:
    if _told(post.get("in_reply_to_status_id_str")) or (text is not None and text.startswith("@")):
        return "reply"
    types = {_told(one.get("type")) for one in _media(post)}
    if types & {"video", "animated_gif"}:
        return "video"
    if "photo" in types:
        return "photo"
    entities = post.get("entities")
    return "link" if isinstance(entities, dict) and entities.get("urls") else "text"


def _told(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _language(code: Any) -> str | None:
    return code if isinstance(code, str) and code and not _NO_LANGUAGE.match(code) else None


def _moment_of(post_id: str) -> datetime | None:
    if len(post_id) < _SNOWFLAKE_DIGITS:
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=(int(post_id) >> 22) + EPOCH_MS)


def _written_at(text: Any) -> datetime | None:
    """`Wed Oct 10 20:19:24 +0000 2018`, or ISO 8601."""
    if not isinstance(text, str):
        return None
    for form in ("%a %b %d %H:%M:%S %z %Y", "%Y-%m-%dT%H:%M:%S.%f%z"):
        try:
            return datetime.strptime(text, form).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


@dataclass(frozen=True)
class ArchivePrivate:
    """A `Reader` that recognises every other file of the archive, however it is called, and reads none."""

    kind: str = "x.archive.private"
    platform: str = "x"
    platforms: tuple[str, ...] = ()
    version: int = 1
    title: Text = field(default_factory=lambda: _("X account archive: messages, followers and the rest"))
    declined: Text | None = field(
        default_factory=lambda: _(
            "This file of X's archive holds no posts of yours but what is private or other people's; it was not read."
        )
    )
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the variable that the JavaScript assigns to."""
        variable = script_variable(sheet.beginning)
        return Match(1000.0, None) if variable is not None and not _POSTS.fullmatch(variable) else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """Nothing."""
        return iter(())


ARCHIVE_POSTS = ArchivePosts()
ARCHIVE_PRIVATE = ArchivePrivate()
ARCHIVE = Bundle(
    kind="x.archive",
    platform="x",
    title=_("X account archive"),
    marker=r"(?P<root>(?:.*/)?)data/(?:tweets?|tweets?-part\d+|direct-messages)\.js",
    reads=r"data/(?:tweets?|tweets?-part\d+)\.js",
    belongs=r"data/.*|assets/.*|Your archive\.html",
    private=r"(?i)(?:direct-messages?(?:-.*)?|deleted-tweets?.*|follow(?:er|ing)|ad-.*|like|block|mute|contact|"
    r"account(?:-.*)?|phone-number|ip-audit|email-address-change|personalization)\.js",
    unopened=_(
        "Of this archive only your own posts (tweets.js) are read. Direct messages, followers, advertising data and everything "
        "else in it were not opened."
    ),
)
