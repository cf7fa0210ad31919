"""Bluesky's repository (`repo.car`): the account's own posts and reposts. It holds likes and follows too, which are not
opened, and no counts: those only the network knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from reppu.sources.bluesky.car import Repository
from reppu.sources.documents import is_car
from reppu.sources.reader import Batch, Context, Match, Reader
from reppu.sources.row_by_row import RowByRow, moment_of
from reppu.sources.tables import Sheet
from reppu.vocabulary.language import Text, _, _n

_POST, _REPOST, _PROFILE = "app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.actor.profile"
_TID_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"  # AT Protocol, "Record Keys": base32-sortable
_TID_LENGTH = 13
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Our choice: programs that bring old posts from elsewhere are years off, a phone's clock minutes.
_APART = timedelta(hours=1)
# A record cannot be newer than the repository's newest revision, but for the writer's clock.
_AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class RepositoryFile:
    """A `Reader` for repo.car."""

    kind: str = "bluesky.repo"
    platform: str = "bluesky"
    platforms: tuple[str, ...] = ()
    version: int = 1
    title: Text = field(default_factory=lambda: _("Bluesky repository (repo.car)"))
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the first bytes, which are a CAR file's."""
        return Match(1000.0, None) if is_car(sheet.source.start(64)) else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """A row is a post or a repost, numbered from 1 in the order of their names, which is mostly that of time."""
        repository = Repository(sheet.source)
        try:
            yield from _read(repository)
        finally:
            repository.close()


def _read(repository: Repository) -> Iterator[Batch]:
    account = f"bluesky:{repository.did}"
    newest = moment_of_tid(repository.rev or "")
    gathered = RowByRow()
    number = unlike = 0
    for name, cid in repository.records():
        collection, _slash, rkey = name.partition("/")
        if collection == _PROFILE:
            profile = repository.block(cid)
            called = profile.get("displayName") if isinstance(profile, dict) else None
            if isinstance(called, str) and called.strip():
                gathered.names[account] = called.strip()
        if collection not in (_POST, _REPOST):
            continue
        number += 1
        gathered.row()
        record = repository.block(cid)
        if not isinstance(record, dict):
            gathered.refuse(number, name_of(collection), _("This record is no post and no repost."))
            continue
        moment, is_unlike = _published(record.get("createdAt"), moment_of_tid(rkey))
        unlike += is_unlike
        if moment is None:
            gathered.refuse(number, "createdAt", _("There is no moment here that can be read."))
            continue
        if newest is not None and moment > newest + _AHEAD:
            reason = _(
                "The post says that it was written later than anything in the file can have been; it was left out."
            )
            gathered.refuse(number, "createdAt", reason)
            continue
        address = f"at://{repository.did}/{name}"
        gathered.post(
            account, post_id=address, published_at=moment, **_attributes(record, collection, repository.did, rkey)
        )
        yield from gathered.batches()
    if unlike:
        gathered.notes.append(
            _n(
                "{n} post has a time that is not the one in its name (it was brought from elsewhere, or a clock was wrong); "
                "the earlier of the two was believed.",
                "{n} posts have a time that is not the one in their names (they were brought from elsewhere, or a clock was "
                "wrong); the earlier of the two was believed.",
                unlike,
            )
        )
    if number:
        gathered.notes.append(
            _("Times are those that the program wrote with which the posts were made; Bluesky's file tells no others.")
        )
    yield from gathered.batches(final=True)


def name_of(collection: str) -> str:
    """ "post" or "repost"."""
    return collection.rpartition(".")[2]


def _attributes(record: dict[str, Any], collection: str, did: str, rkey: str) -> dict[str, Any]:
    if collection == _REPOST:
        subject = record.get("subject")
        uri = subject.get("uri") if isinstance(subject, dict) else None
        return {
            "kind": None,
            "text": None,
            "link": _page_of(uri),
            "language": None,
            "is_repost": True,
            "in_reply_to": None,
        }
    reply = record.get("reply")
    parent = reply.get("parent") if isinstance(reply, dict) else None
    languages = record.get("langs")
    return {
        "kind": "reply" if isinstance(reply, dict) else _kind(record.get("embed")),
        "text": text_with_links(record.get("text"), record.get("facets")),
        "link": f"https://bsky.app/profile/{did}/post/{rkey}",
        "language": str(languages[0]) if isinstance(languages, list) and languages else None,
        "is_repost": False,
        "in_reply_to": parent["uri"] if isinstance(parent, dict) and isinstance(parent.get("uri"), str) else None,
    }


def _page_of(uri: Any) -> str | None:
    # at://did/app.bsky.feed.post/rkey
    parts = uri.removeprefix("at://").split("/") if isinstance(uri, str) and uri.startswith("at://") else []
    return f"https://bsky.app/profile/{parts[0]}/post/{parts[2]}" if len(parts) == 3 and parts[1] == _POST else None


def _kind(embed: Any) -> str:
    kind = embed.get("$type") if isinstance(embed, dict) else None
    if kind == "app.bsky.embed.recordWithMedia":
        return _kind(embed.get("media"))
    return {
        "app.bsky.embed.images": "photo",
        "app.bsky.embed.video": "video",
        "app.bsky.embed.external": "link",
    }.get(kind if isinstance(kind, str) else "", "text")


def text_with_links(text: Any, facets: Any) -> str | None:
    """The text with whole links where it shows shortened ones. Facets count bytes of UTF-8, not letters.

    >>> facet = {"index": {"byteStart": 6, "byteEnd": 16}, "features": [{"uri": "https://vesi.example/katkot"}]}
    >>> text_with_links("Näin vesi.ex...", [facet])
    'Näin https://vesi.example/katkot'
    """
    if not isinstance(text, str):
        return None
    data = text.encode("utf-8", "replace")
    for start, end, uri in sorted(_links(facets), reverse=True):
        if not 0 <= start < end <= len(data):
            continue
        shown = data[start:end]
        if shown.endswith((b"...", "…".encode())):
            data = data[:start] + uri.encode("utf-8", "replace") + data[end:]
    return data.decode("utf-8", "replace")


def _links(facets: Any) -> Iterator[tuple[int, int, str]]:
    for facet in facets if isinstance(facets, list) else []:
        index = facet.get("index") if isinstance(facet, dict) else None
        features = facet.get("features") if isinstance(facet, dict) else None
        if not isinstance(index, dict) or not isinstance(features, list):
            continue
        start, end = index.get("byteStart"), index.get("byteEnd")
        for feature in features:
            uri = feature.get("uri") if isinstance(feature, dict) else None
            if isinstance(uri, str) and isinstance(start, int) and isinstance(end, int):
                yield start, end, uri
                break


def _published(created: Any, of_name: datetime | None) -> tuple[datetime | None, bool]:
    """(when the post counts as published, whether the two times are apart): what the record says, but where the two are
    apart the earlier. Bluesky itself sorts by the earlier of the record's time and the time at which it learnt of the
    post; the name's time stands in for the latter.
    """
    told = moment_of(created)
    if told is None or of_name is None:
        return told or of_name, False
    apart = abs(told - of_name) > _APART
    return min(told, of_name) if apart else told, apart


def moment_of_tid(name: str) -> datetime | None:
    """The moment in a TID, by which records and revisions are called; None for any other name.

    >>> moment_of_tid("3lqcnvhqk622d").isoformat(timespec="seconds")
    '2025-05-29T11:54:47+00:00'
    """
    if len(name) != _TID_LENGTH or name[0] not in _TID_LETTERS[:16] or any(one not in _TID_LETTERS for one in name):
        return None
    number = 0
    for letter in name:
        number = number * 32 + _TID_LETTERS.index(letter)
    moment = _EPOCH + timedelta(microseconds=number >> 10)
    return moment if moment.year >= 2022 else None  # the network's first year; a name of another make


READERS: tuple[Reader, ...] = (RepositoryFile(),)
