"""Writes the made-up files of this folder: `python -m reppu.sources.bluesky.samples.write`.

Nothing in them is anybody's: the account, its posts and its key are invented, and the signature is empty. The blocks and the
tree are built as the AT Protocol says, so that another program reads them too. What must be read from each stands in
expected.json, written by hand.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import libipld

DID = "did:plc:esimerkkivesi000000000000"
_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
_POST, _REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
_NEIGHBOUR = "at://did:plc:naapuri0000000000000000/app.bsky.feed.post/3lqcnvhqk622d"


def tid(moment: str, clock: int = 7) -> str:
    """The name that a record made at this moment gets."""
    number = round(datetime.fromisoformat(moment).timestamp() * 1_000_000) << 10 | clock
    name = ""
    for _place in range(13):
        number, digit = divmod(number, 32)
        name = _LETTERS[digit] + name
    return name


class Blocks:
    """Blocks by their CIDs, in the order in which they were made."""

    def __init__(self) -> None:
        self.made: dict[bytes, bytes] = {}

    def put(self, value: Any) -> bytes:
        """The CID of a value, which is kept."""
        data = libipld.encode_dag_cbor(value)
        cid = b"\x01\x71\x12\x20" + hashlib.sha256(data).digest()
        self.made[cid] = data
        return cid

    def tree(self, records: dict[str, bytes]) -> bytes:
        """The CID of the Merkle search tree over (name → CID)."""
        return self._layer(sorted(records.items()), max(map(_depth, records), default=0))

    def _layer(self, records: list[tuple[str, bytes]], depth: int) -> bytes:
        heads = [place for place, (name, _cid) in enumerate(records) if _depth(name) == depth]
        bounds = [-1, *heads, len(records)]
        below = [
            self._layer(records[start + 1 : end], depth - 1) if end - start > 1 else None
            for start, end in pairwise(bounds)
        ]
        entries, before = [], b""
        for place, under in zip(heads, below[1:], strict=True):
            key = records[place][0].encode()
            shared = next(
                (i for i, (a, b) in enumerate(zip(before, key, strict=False)) if a != b), min(len(before), len(key))
            )
            entries.append({"p": shared, "k": key[shared:], "v": records[place][1], "t": under})
            before = key
        return self.put({"l": below[0], "e": entries})


def _depth(name: str) -> int:
    # zeros that the hash of the name begins with, in pairs of bits
    bits = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big")
    return (256 - bits.bit_length()) // 2


def varint(number: int) -> bytes:
    """Unsigned LEB128."""
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def car(records: dict[str, Any], rev: str, leave_out: str | None = None) -> bytes:
    """The CAR file of a repository. leave_out: a record whose block is missing."""
    blocks = Blocks()
    cids = {name: blocks.put(record) for name, record in records.items()}
    commit = blocks.put({"did": DID, "rev": rev, "sig": b"", "data": blocks.tree(cids), "prev": None, "version": 3})
    header = libipld.encode_dag_cbor({"roots": [commit], "version": 1})
    out = [varint(len(header)), header]
    for cid, data in blocks.made.items():
        if leave_out is None or cid != cids[leave_out]:
            out += [varint(len(cid) + len(data)), cid, data]
    return b"".join(out)


def post(text: str, created: str, **more: Any) -> dict[str, Any]:
    """A post record."""
    return {"$type": _POST, "text": text, "langs": ["fi"], "createdAt": created, **more}


def link_facet(text: str, shown: str, uri: str) -> dict[str, Any]:
    """Where a link stands in the text, counted in bytes."""
    start = text.encode().index(shown.encode())
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": uri}
    return {
        "$type": "app.bsky.richtext.facet",
        "index": {"byteStart": start, "byteEnd": start + len(shown.encode())},
        "features": [feature],
    }


def records() -> dict[str, Any]:
    """A year of the waterworks: posts of each kind, a repost, and what is not opened."""
    cut = "Vesi on pätkinyt 💧 – lue vesi.example/tiedo... ja odota"
    image = {"$type": "app.bsky.embed.images", "images": []}
    external = {"$type": "app.bsky.embed.external", "external": {"uri": "https://vesi.example", "title": "Vesi"}}
    quoted = {"$type": "app.bsky.embed.record", "record": {"uri": _NEIGHBOUR, "cid": "bafyreia"}}
    with_film = {
        "$type": "app.bsky.embed.recordWithMedia",
        "record": quoted,
        "media": {"$type": "app.bsky.embed.video"},
    }
    parent = {"uri": _NEIGHBOUR, "cid": "bafyreia"}
    found: dict[str, Any] = {
        "app.bsky.actor.profile/self": {"$type": "app.bsky.actor.profile", "displayName": "Esimerkkivesi"}
    }

    def add(collection: str, made: str, record: dict[str, Any]) -> None:
        found[f"{collection}/{tid(made)}"] = record

    facet = link_facet(cut, "vesi.example/tiedo...", "https://vesi.example/tiedotteet/katkot")
    add(_POST, "2025-05-29T11:54:47.504+00:00", post(cut, "2025-05-29T11:54:47.505Z", facets=[facet]))
    add(_POST, "2025-06-01T08:00:00+00:00", post("Kaivo", "2025-06-01T08:00:00.000Z", embed=image))
    add(
        _POST,
        "2025-06-02T08:00:00+00:00",
        post("Hinnasto", "2025-06-02T11:00:00+03:00", embed=external, langs=["sv", "fi"]),
    )
    add(_POST, "2025-06-03T08:00:00+00:00", post("Katso tämäkin", "2025-06-03T08:00:01Z", embed=with_film))
    add(
        _POST,
        "2025-06-04T08:00:00+00:00",
        post("Kiitos!", "2025-06-04T08:00:00Z", reply={"root": parent, "parent": parent}),
    )
    add(_POST, "2025-06-05T08:00:00+00:00", post("Vuodelta 2019", "2019-04-01T09:00:00Z"))  # brought from elsewhere
    add(_POST, "2025-06-06T08:00:00+00:00", post("Kello edellä", "2031-01-01T00:00:00Z"))  # the name's time counts
    found[f"{_POST}/oma-nimi"] = post("Tulevaisuudesta", "2031-01-01T00:00:00Z")  # no name to check it by
    found[f"{_POST}/toinen-nimi"] = post("Aika puuttuu", "eilen")
    add(
        _REPOST, "2025-07-01T10:00:00+00:00", {"$type": _REPOST, "subject": parent, "createdAt": "2025-07-01T10:00:00Z"}
    )
    for day in range(1, 25):
        moment = f"2025-08-{day:02d}T12:00:00+00:00"
        add("app.bsky.feed.like", moment, {"$type": "app.bsky.feed.like", "subject": parent, "createdAt": moment})
        add(
            "app.bsky.graph.follow",
            moment,
            {"$type": "app.bsky.graph.follow", "subject": "did:plc:naapuri0000000000000000"},
        )
    return found


def files() -> dict[str, bytes]:
    """Every sample: name → bytes."""
    whole = records()
    rev = tid("2025-09-01T00:00:00+00:00")
    missing = next(name for name in whole if name.startswith(_POST))
    return {"repo.car": car(whole, rev), "repo-not-whole.car": car(whole, rev, leave_out=missing)}


if __name__ == "__main__":
    for name, content in files().items():
        (Path(__file__).parent / name).write_bytes(content)
