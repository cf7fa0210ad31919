"""Bluesky's repository: every record under its name, damage found, likes and follows left closed."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

import libipld
import pytest

from reppu.lake.facade import open_lake
from reppu.sources.bluesky import repo
from reppu.sources.bluesky.car import Repository
from reppu.sources.bluesky.repo import RepositoryFile, moment_of_tid, text_with_links
from reppu.sources.bluesky.samples.write import Blocks, car, link_facet, post, records, tid, varint
from reppu.sources.bytes import Source
from reppu.sources.facade import import_paths
from reppu.sources.tests.samples import read_with
from reppu.vocabulary.errors import ReppuError
from tests.shared_folder import shared

REV = tid("2025-09-01T00:00:00+00:00")


def read(data: bytes) -> Any:
    return read_with(RepositoryFile(), data, "repo.car")


def test_the_tree_gives_every_record_in_the_order_of_the_names() -> None:
    whole = records()
    repository = Repository(Source(data=car(whole, REV)))
    found = list(repository.records())
    assert [name for name, _cid in found] == sorted(whole)
    # libipld's own reading of the whole file is the reference for what lies in each block
    _header, blocks = libipld.decode_car(car(whole, REV))
    assert all(repository.block(cid) == blocks[cid] == whole[name] for name, cid in found)


def test_likes_and_follows_stay_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    really = Repository.block

    def block(self: Repository, cid: bytes) -> Any:
        value = really(self, cid)
        opened.append(value.get("$type", "tree"))
        return value

    monkeypatch.setattr(Repository, "block", block)
    assert read(car(records(), REV)).rows == 10
    assert set(opened) == {"tree", "app.bsky.actor.profile", "app.bsky.feed.post", "app.bsky.feed.repost"}


@pytest.mark.parametrize("part", range(12))
def test_a_changed_byte_is_found_by_the_checksums(part: int) -> None:
    one = {f"app.bsky.feed.post/{tid('2025-06-01T08:00:00+00:00')}": post("Kaivo", "2025-06-01T08:00:00Z")}
    data = bytearray(car(one, REV))
    at = 60 + (len(data) - 61) * part // 11  # behind the header, to the last byte
    data[at] ^= 0x20
    with pytest.raises(ReppuError, match=r"damaged|not a whole repository|in the middle"):
        read(bytes(data))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_cut_short_is_refused(share: float) -> None:
    data = car(records(), REV)
    with pytest.raises(ReppuError, match=r"in the middle|not a whole repository"):
        read(data[: int(len(data) * share)])


def test_a_file_that_is_no_repository_is_refused_with_words() -> None:
    header = libipld.encode_dag_cbor({"roots": [], "version": 1})
    with pytest.raises(ReppuError, match="no repository"):
        read(varint(len(header)) + header)


def test_a_tree_that_names_a_node_twice_ends() -> None:
    blocks = Blocks()
    leaf = blocks.put({"l": None, "e": []})
    data = blocks.put({"l": leaf, "e": [{"p": 0, "k": b"a/b", "v": leaf, "t": leaf}]})
    commit = blocks.put({"did": "did:plc:a", "rev": REV, "sig": b"", "data": data, "prev": None, "version": 3})
    header = libipld.encode_dag_cbor({"roots": [commit], "version": 1})
    whole = varint(len(header)) + header
    whole += b"".join(varint(36 + len(block)) + cid + block for cid, block in blocks.made.items())
    with pytest.raises(ReppuError, match="damaged"):
        read(whole)


def test_facets_count_bytes_and_only_shortened_links_are_made_whole() -> None:
    text = "💧💧 näin vesi.example/a... ja vesi.example"
    first = link_facet(text, "vesi.example/a...", "https://vesi.example/aika-pitka")
    last = {**link_facet(text, " ja vesi.example", "https://vesi.example")}
    assert text_with_links(text, [first, last]) == "💧💧 näin https://vesi.example/aika-pitka ja vesi.example"
    beyond = {"index": {"byteStart": 3, "byteEnd": 900}, "features": [{"uri": "https://a.example"}]}
    assert text_with_links(text, [beyond, {"index": None}, 7]) == text


def test_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(repo).failed == 0


@pytest.mark.parametrize("name", ["", "self", "3lqcnvhqk622", "zzzzzzzzzzzzz", "2222222222222", "3LQCNVHQK622D"])
def test_other_names_hold_no_moment(name: str) -> None:
    assert moment_of_tid(name) is None


@pytest.mark.needs_shared
def test_every_record_of_a_real_repository_has_its_name_and_checksum() -> None:
    expected = shared("exports", "bluesky", "car_expected_records.tsv").read_text(encoding="utf-8").splitlines()
    repository = Repository(Source(path=shared("exports", "bluesky", "repo.car")))
    assert [f"{name}\t{libipld.encode_cid(cid)}" for name, cid in repository.records()] == expected
    assert len(expected) == 23


@pytest.mark.needs_shared
def test_a_real_repository_becomes_posts_of_its_account(tmp_path: Path) -> None:
    path = shared("exports", "bluesky", "repo.car")
    _header, blocks = libipld.decode_car(path.read_bytes())
    texts = {one["text"] for one in blocks.values() if one.get("$type") == "app.bsky.feed.post"}
    lake = open_lake(tmp_path)
    (outcome,) = import_paths(lake, [path])
    assert (outcome.rows, outcome.posts, outcome.observations, outcome.refused_total) == (9, 9, 0, 0)
    rows = lake.latest_posts().to_pyarrow().to_pylist()
    assert {row["text"] for row in rows if not row["is_repost"]} == texts and len(texts) == 6
    assert sum(row["is_repost"] for row in rows) == 3
    assert [c.accounts for c in lake.channels()] == [("bluesky:did:plc:53iucmf5ldftgqyf2ac7hmhd",)]
