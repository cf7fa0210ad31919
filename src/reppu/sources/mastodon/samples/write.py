"""Writes the made-up files of this folder: `python -m reppu.sources.mastodon.samples.write`.

Nothing in them is anybody's: the waterworks, its server and its posts are invented. The keys and their order are those of real
archives of 2022 and 2026. What must be read from each stands in expected.json, written by hand.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SERVER = "https://yhteiso.example"
ACTOR = f"{SERVER}/users/vesi"
NEW_ACTOR = f"{SERVER}/ap/users/115000000000000001"
EVERYBODY = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = f"{ACTOR}/followers"
# The context comes first and is long, in real files some 2,000 letters
_CONTEXT = [
    "https://www.w3.org/ns/activitystreams",
    "https://w3id.org/security/v1",
    {f"toot{number}": {"@id": f"toot:made_up_term_{number}", "@type": "@id"} for number in range(40)},
]


def note(number: int, published: str, content: str, actor: str = ACTOR, **more: Any) -> dict[str, Any]:
    """A post; `more` replaces what it says."""
    address = f"{actor}/statuses/{number}"
    return {
        "id": address,
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": published,
        "url": f"{SERVER}/@vesi/{number}",
        "attributedTo": actor,
        "to": [EVERYBODY],
        "cc": [FOLLOWERS],
        "sensitive": False,
        "content": content,
        "contentMap": {"fi": content},
        "attachment": [],
        "tag": [],
        "replies": {"id": f"{address}/replies", "type": "Collection", "first": {"type": "CollectionPage", "items": []}},
        **more,
    }


def create(one: dict[str, Any]) -> dict[str, Any]:
    """The activity that carries a post."""
    return {
        "id": f"{one['id']}/activity",
        "type": "Create",
        "actor": one["attributedTo"],
        "published": one["published"],
        "to": one["to"],
        "cc": one["cc"],
        "object": one,
    }


def boost(number: int, published: str, of: str, to: list[str]) -> dict[str, Any]:
    """A boost of somebody's post."""
    return {
        "id": f"{ACTOR}/statuses/{number}/activity",
        "type": "Announce",
        "actor": ACTOR,
        "published": published,
        "to": to,
        "cc": [FOLLOWERS],
        "object": of,
    }


def outbox(items: list[Any], total: int | None = None) -> bytes:
    """outbox.json, compact, as Mastodon writes it."""
    told = len(items) if total is None else total
    whole = {"@context": _CONTEXT, "id": "outbox.json", "type": "OrderedCollection", "totalItems": told}
    return json.dumps({**whole, "orderedItems": items}, ensure_ascii=False, separators=(",", ":")).encode()


def old_items() -> list[Any]:
    """An archive of 2022: no counts."""
    words = (
        '<p>Vesi on poikki Koivukujalla<br />klo 20 asti &amp; pahoittelut.</p><p><a href="https://vesi.example/katkot" '
        'rel="nofollow"><span class="invisible">https://</span><span class="">vesi.example/katkot</span></a></p>'
    )
    picture = {"type": "Document", "mediaType": "image/jpeg", "url": "/media_attachments/files/1/original/a.jpg"}
    film = {"type": "Document", "mediaType": "video/mp4", "url": "/media_attachments/files/2/original/b.mp4"}
    return [
        create(note(109305976208011760, "2022-11-08T03:07:14Z", words)),
        create(note(109333840388857217, "2022-11-13T01:13:27Z", "<p>Kaivo 💧</p>", attachment=[picture, picture])),
        create(note(109400000000000001, "2022-11-24T09:00:00Z", "<p>Vain listattomille</p>", to=[FOLLOWERS], cc=[EVERYBODY],
                    attachment=[film])),
        create(note(109400000000000002, "2022-11-24T10:00:00Z", "<p>Seuraajille</p>", to=[FOLLOWERS], cc=[])),
        create(note(109400000000000003, "2022-11-24T11:00:00Z", "<p>Yksityinen viesti</p>",
                    to=[f"{SERVER}/users/naapuri"], cc=[])),
        create(note(109400000000000004, "2022-11-25T08:30:00Z", "<p>@naapuri Kiitos!</p>", summary="Vastaus",
                    inReplyTo=f"{SERVER}/users/naapuri/statuses/109399999999999999", contentMap={"fi": "a", "sv": "b"})),
        boost(109400000000000005, "2022-11-26T12:00:00Z", f"{SERVER}/users/museo/statuses/1", [EVERYBODY]),
        boost(109400000000000006, "2022-11-26T13:00:00Z", f"{SERVER}/users/museo/statuses/2", [FOLLOWERS]),
        {"id": f"{ACTOR}#delete", "type": "Delete", "actor": ACTOR, "to": [EVERYBODY]},
    ]  # fmt: skip


def new_items() -> list[Any]:
    """An archive since Mastodon 4.5: likes and shares are counted, and the actor has a number for a name."""

    def counted(number: int, **counts: Any) -> dict[str, Any]:
        return {
            key: {"id": f"{NEW_ACTOR}/statuses/{number}/{key}", "type": "Collection", "totalItems": value}
            for key, value in counts.items()
        }

    return [
        create(note(116840585440279121, "2026-06-30T18:57:27Z", "<p>Hanavesi on kirkasta</p>", NEW_ACTOR,
                    **counted(116840585440279121, likes=12, shares=3))),
        create(note(116840585440279122, "2026-07-01T05:00:00Z", "<p>Mittarit luetaan</p>", NEW_ACTOR,
                    **counted(116840585440279122, likes=0, shares=0))),
        create(note(116840585440279123, "2026-07-02T05:00:00Z", "<p>Kysely</p>", NEW_ACTOR, type="Question",
                    **counted(116840585440279123, likes=None, shares="monta"))),
    ]  # fmt: skip


def files() -> dict[str, bytes]:
    """Every sample: name → bytes."""
    actor = {
        "@context": _CONTEXT,
        "id": ACTOR,
        "type": "Organization",
        "preferredUsername": "vesi",
        "outbox": "outbox.json",
    }
    likes = {"@context": EVERYBODY, "id": "likes.json", "type": "OrderedCollection",
             "orderedItems": [f"{SERVER}/users/naapuri/statuses/1"]}  # fmt: skip
    return {
        "outbox.json": outbox(old_items(), total=12),
        "outbox-counted.json": outbox(new_items()),
        "profile.json": json.dumps(actor).encode(),
        "liked.json": json.dumps(likes).encode(),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (Path(__file__).parent / name).write_bytes(content)
