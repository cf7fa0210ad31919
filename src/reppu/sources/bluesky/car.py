"""A Bluesky repository in its CAR file: which record lies under which name. Blocks are found by place and decoded one at a
time, so that memory holds an index (some 100 bytes a block) and no more, and records that are not asked for stay closed.

Formats: CAR v1 (IPLD), DAG-CBOR, and the repository's Merkle search tree (AT Protocol, "Repository": nodes of `l` and `e`,
entries of `p`, `k`, `v`, `t`; keys share a prefix with the entry before).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from reppu.sources.bytes import Source
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

_LONGEST_BLOCK = 4 << 20  # our choice; the protocol allows records of 1 MB, and sync messages of 2
_MOST_BLOCKS = 4_000_000  # our choice: an index of some 400 MB, within the reading process's limit
_SHA256_CID = (
    b"\x01\x71\x12\x20"  # CID v1, DAG-CBOR, SHA-256 of 32 bytes: the only kind that repositories use for records
)
_RAW_CID = b"\x01\x55\x12\x20"
_CID_BYTES = 36


class Repository:
    """The records of one account. did: whose; rev: when its newest record was written (a TID).

    Raises ReppuError for a file that is damaged, not complete, or no repository.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._places: dict[bytes, tuple[int, int]] = {}
        self._stream = source.open()
        root = self._index()
        commit = self.block(root)
        data = commit.get("data") if isinstance(commit, dict) else None
        did = commit.get("did") if isinstance(commit, dict) else None
        if not isinstance(data, bytes) or not isinstance(did, str) or not did.startswith("did:"):
            raise _no_repository()
        self.did: str = did
        rev = commit.get("rev")
        self.rev: str | None = rev if isinstance(rev, str) else None
        self._tree = data

    def close(self) -> None:
        """Closes the file."""
        self._stream.close()

    def records(self) -> Iterator[tuple[str, bytes]]:
        """("collection/rkey", CID) of every record, in the tree's order, which is that of the names."""
        seen: set[bytes] = set()
        # what is still to be done: a node to open (by its CID), or a record to give
        ahead: list[tuple[str, bytes]] = [("", self._tree)]
        while ahead:
            name, cid = ahead.pop()
            if name:
                yield name, cid
                continue
            if cid in seen:
                raise _damaged()  # a tree has no node twice; a ring would never end
            seen.add(cid)
            ahead += reversed(self._node(cid))

    def _node(self, cid: bytes) -> list[tuple[str, bytes]]:
        node = self.block(cid)
        entries = node.get("e") if isinstance(node, dict) else None
        if not isinstance(node, dict) or not isinstance(entries, list):
            raise _damaged()
        found: list[tuple[str, bytes]] = []
        if node.get("l") is not None:
            found.append(("", _cid(node["l"])))
        key = b""
        for entry in entries:
            shared = entry.get("p") if isinstance(entry, dict) else None
            if not isinstance(shared, int) or not 0 <= shared <= len(key) or not isinstance(entry.get("k"), bytes):
                raise _damaged()
            key = key[:shared] + entry["k"]
            try:
                name = key.decode("ascii")
            except UnicodeDecodeError:
                raise _damaged() from None
            if not 0 < len(name) <= 1024:  # the protocol's limit is 512 + 512 + a slash
                raise _damaged()
            found.append((name, _cid(entry.get("v"))))
            if entry.get("t") is not None:
                found.append(("", _cid(entry["t"])))
        return found

    def block(self, cid: bytes) -> Any:
        """What lies under a CID, decoded, once its bytes are what the CID says. Links are the CIDs' bytes."""
        import libipld

        place = self._places.get(cid)
        if place is None:
            raise ReppuError(
                _("The file is not a whole repository: a record that it names is missing."),
                advice=_("Download it again."),
            )
        self._stream.seek(place[0])
        data = self._stream.read(place[1])
        if not cid.startswith(_SHA256_CID) or hashlib.sha256(data).digest() != cid[4:]:
            raise _damaged()
        try:
            return libipld.decode_dag_cbor(data)
        except (ValueError, RecursionError, OverflowError):
            raise _damaged() from None

    def _index(self) -> bytes:
        import libipld

        stream, at = self._stream, 0
        header: Any = None
        while (length := _varint(stream)) is not None:
            size, of_length = length
            at += of_length
            if not 0 < size <= _LONGEST_BLOCK + _CID_BYTES or len(self._places) >= _MOST_BLOCKS:
                raise _damaged()
            if header is None:
                try:
                    header = libipld.decode_dag_cbor(_exactly(stream, size))
                except (ValueError, RecursionError, OverflowError):
                    raise _no_repository() from None
            else:
                cid = _exactly(stream, _CID_BYTES) if size >= _CID_BYTES else b""
                # a CID of another make is 36 bytes long too, or names nothing that is asked for
                if not cid.startswith((_SHA256_CID, _RAW_CID)):
                    raise _damaged()
                self._places[cid] = (at + _CID_BYTES, size - _CID_BYTES)
                _skip(stream, size - _CID_BYTES)
            at += size
            self._source.seen[0] = at
        roots = header.get("roots") if isinstance(header, dict) else None
        if not isinstance(roots, list) or not roots or not isinstance(roots[0], bytes):
            raise _no_repository()
        return roots[0]


def _cid(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise _damaged()
    return value


def _varint(stream: BinaryIO) -> tuple[int, int] | None:
    """(number, bytes it took) of an unsigned LEB128; None at the end of the file."""
    number = shift = 0
    while True:
        byte = stream.read(1)
        if not byte:
            if shift:
                raise _cut()
            return None
        number |= (byte[0] & 0x7F) << shift
        shift += 7
        if byte[0] < 0x80:
            return number, shift // 7
        if shift > 28:  # nothing that we read is longer than 2 to the 28th
            raise _damaged()


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise _cut()
    return data


def _skip(stream: BinaryIO, size: int) -> None:
    if size:
        stream.seek(size - 1, 1)
        _exactly(stream, 1)


def _cut() -> ReppuError:
    return ReppuError(_("The file ends in the middle; the rest is missing."), advice=_("Download it again."))


def _damaged() -> ReppuError:
    return ReppuError(
        _("The file is damaged: what it holds is not what its own checksums say."), advice=_("Download it again.")
    )


def _no_repository() -> ReppuError:
    return ReppuError(
        _("This is a CAR file, but no repository of a Bluesky account."),
        expected=_("repo.car, as Bluesky's settings give it"),
    )
