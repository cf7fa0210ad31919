"""Mastodon's archive: the account's own public posts and boosts in `outbox.json` (ActivityPub). Posts for followers or for
single people are left out and counted; likes and bookmarks, which say what others wrote, are never opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reppu.sources.bundles import Bundle
from reppu.sources.documents import json_items, json_outline
from reppu.sources.mastodon.html_text import text_of_html
from reppu.sources.reader import Batch, Context, Match, Reader
from reppu.sources.row_by_row import RowByRow, moment_of, whole_count
from reppu.sources.tables import Sheet
from reppu.vocabulary.language import Text, _, _n

_LIST = "orderedItems"
# How ActivityPub writes "everybody": in full, and in the two short forms that its specification allows
_EVERYBODY = frozenset(("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"))
# "likes" and "shares" stand at each post since Mastodon 4.4 or 4.5; older archives tell no counts
_COUNTS = (("likes", "mastodon.post.likes"), ("shares", "mastodon.post.reposts"))
_HANDLE = re.compile(r"https?://([^/]+)/@([^/@]+)/")
_OLD_ACTOR = re.compile(r"https?://([^/]+)/users/([^/]+)$")


@dataclass(frozen=True)
class Outbox:
    """A `Reader` for outbox.json."""

    kind: str = "mastodon.archive"
    platform: str = "mastodon"
    platforms: tuple[str, ...] = ()
    version: int = 1
    title: Text = field(default_factory=lambda: _("Mastodon archive: own posts (outbox.json)"))
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """A JSON object that is an OrderedCollection of activities: it calls itself outbox.json, or its items do."""
        if not sheet.beginning.lstrip().startswith("{"):
            return None
        outline = json_outline(sheet.source, _LIST)
        if outline.get("type") != "OrderedCollection" or _LIST not in outline:
            return None
        identity = str(outline.get("id", ""))
        return Match(1000.0, None) if identity.rpartition("/")[2] in ("outbox.json", "outbox") else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """A row is an activity, numbered from 1 in the order of the file."""
        gathered = RowByRow()
        others: dict[str, Any] = {}
        items = not_public = 0
        for number, activity in json_items(sheet.source, _LIST, others):
            items = number
            gathered.row()
            kind = activity.get("type") if isinstance(activity, dict) else None
            if not isinstance(activity, dict) or kind not in ("Create", "Announce"):
                gathered.refuse(number, "type", _("This is neither a post nor a boost; expected Create or Announce."))
            elif not _is_public(activity):
                not_public += 1
            elif kind == "Create":
                _post(gathered, number, activity)
            else:
                _boost(gathered, number, activity)
            yield from gathered.batches()
        if not_public:
            gathered.notes.append(
                _n(
                    "{n} post that is not public (for followers, or for single people) was left out.",
                    "{n} posts that are not public (for followers, or for single people) were left out.",
                    not_public,
                )
            )
        told = others.get("totalItems")
        if isinstance(told, int) and told != items:
            gathered.notes.append(
                _(
                    "The archive says that it holds {told} posts and boosts, and holds {items}; the server had deleted the "
                    "others, or the file was shortened.",
                    told=told,
                    items=items,
                )
            )
        yield from gathered.batches(final=True)


def _post(gathered: RowByRow, number: int, activity: dict[str, Any]) -> None:
    note = activity.get("object")
    if not isinstance(note, dict):
        gathered.refuse(number, "object", _("The post itself is missing here."))
        return
    if ("to" in note or "cc" in note) and not _is_public(note):
        # the post goes before the message that carries it
        gathered.refuse(number, "to", _("The post and its envelope disagree on who may see it; it was left out."))
        return
    account = _account(gathered, activity.get("actor") or note.get("attributedTo"), note.get("url"))
    post_id, moment = note.get("id"), moment_of(note.get("published") or activity.get("published"))
    if account is None or not isinstance(post_id, str) or not _is_address(post_id) or moment is None:
        gathered.refuse(number, "id", _INCOMPLETE)
        return
    texts = [text_of_html(part) for part in (note.get("summary"), note.get("content")) if isinstance(part, str)]
    languages = note.get("contentMap")
    gathered.post(
        account,
        post_id=post_id,
        published_at=moment,
        kind=_kind(note),
        text="\n\n".join(text for text in texts if text) or None,
        link=note["url"] if _is_address(note.get("url")) else post_id,
        language=next(iter(languages)) if isinstance(languages, dict) and len(languages) == 1 else None,
        is_repost=False,
        in_reply_to=note["inReplyTo"] if _is_address(note.get("inReplyTo")) else None,
    )
    for key, measure in _COUNTS:
        counted = note.get(key)
        if isinstance(counted, dict) and "totalItems" in counted:
            try:
                gathered.count(account, post_id, measure, whole_count(counted["totalItems"]))
            except ValueError:
                gathered.refuse(number, f"{key}.totalItems", _("No number stands here."))


_INCOMPLETE = _("A post needs its id, its account and the moment it was published; one of them is missing here.")


def _boost(gathered: RowByRow, number: int, activity: dict[str, Any]) -> None:
    account = _account(gathered, activity.get("actor"), None)
    boosted = activity.get("object")
    boosted = boosted.get("id") if isinstance(boosted, dict) else boosted
    moment = moment_of(activity.get("published"))
    if account is None or not _is_address(activity.get("id")) or moment is None:
        gathered.refuse(number, "id", _INCOMPLETE)
        return
    gathered.post(
        account,
        post_id=activity["id"],
        published_at=moment,
        kind=None,
        text=None,
        link=boosted if _is_address(boosted) else None,
        language=None,
        is_repost=True,
        in_reply_to=None,
    )


def _is_public(one: dict[str, Any]) -> bool:
    """Public ("to" everybody) or unlisted ("cc" everybody); anything else is for followers or single people."""
    addressed: list[Any] = []
    for key in ("to", "cc"):
        value = one.get(key)
        addressed += value if isinstance(value, list) else [value]
    return any(isinstance(one, str) and one in _EVERYBODY for one in addressed)


def _account(gathered: RowByRow, actor: Any, url: Any) -> str | None:
    """ "mastodon:<address of the actor>"; its name is @name@server, from the address of a post or an old-style actor."""
    actor = actor.get("id") if isinstance(actor, dict) else actor
    if not _is_address(actor):
        return None
    account = f"mastodon:{actor}"
    match = (_HANDLE.match(url) if isinstance(url, str) else None) or _OLD_ACTOR.match(actor)
    if match is not None:
        gathered.names.setdefault(account, f"@{match[2]}@{match[1]}")
    return account


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _kind(note: dict[str, Any]) -> str:
    if note.get("inReplyTo"):
        return "reply"
    if note.get("type") == "Question":
        return "other"
    attached = note.get("attachment")
    types = (
        [str(one.get("mediaType", "")) for one in attached if isinstance(one, dict)]
        if isinstance(attached, list)
        else []
    )
    if any(one.startswith("video/") for one in types):
        return "video"
    if any(one.startswith("image/") for one in types):
        return "photo"
    return "other" if types else "text"


_ACTORS = frozenset(("Person", "Service", "Organization", "Group", "Application"))


@dataclass(frozen=True)
class OtherFiles:
    """A `Reader` that recognises the archive's likes, bookmarks and profile when they come alone, and reads none."""

    kind: str = "mastodon.archive.private"
    platform: str = "mastodon"
    platforms: tuple[str, ...] = ()
    version: int = 1
    title: Text = field(default_factory=lambda: _("Mastodon archive: likes, bookmarks or profile"))
    declined: Text | None = field(
        default_factory=lambda: _(
            "This file of a Mastodon archive holds no posts of yours (likes, bookmarks, the profile); it was not read."
        )
    )
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the name that a list gives itself, or by an actor that has an outbox."""
        if not sheet.beginning.lstrip().startswith("{"):
            return None
        outline = json_outline(sheet.source, _LIST)
        is_list = outline.get("id") in ("likes.json", "bookmarks.json") and outline.get("type") == "OrderedCollection"
        actor = outline.get("type")
        is_actor = isinstance(actor, str) and actor in _ACTORS and isinstance(outline.get("outbox"), str)
        return Match(1000.0, None) if is_list or is_actor else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """Nothing."""
        return iter(())


ARCHIVE = Bundle(
    kind="mastodon.archive",
    platform="mastodon",
    title=_("Mastodon archive"),
    marker=r"(?P<root>(?:.*/)?)outbox\.json",
    reads=r"outbox\.json",
    belongs=r"(?:actor|likes|bookmarks)\.json|(?:avatar|header)\.\w+|media_attachments/.*|.*/media_attachments/.*",
    private=r"(?:likes|bookmarks)\.json",
    unopened=_(
        "Of this archive only your own posts (outbox.json) are read, and of those only the public ones. Likes, bookmarks, "
        "pictures and everything else in it were not opened."
    ),
)
READERS: tuple[Reader, ...] = (Outbox(), OtherFiles())
BUNDLES: tuple[Bundle, ...] = (ARCHIVE,)
