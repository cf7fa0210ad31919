"""JSON read an item at a time: the same items as json.loads gives (reference), and words for what is no JSON."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from reppu.sources import documents
from reppu.sources.bytes import Source
from reppu.sources.documents import json_items, json_outline, open_document
from reppu.vocabulary.errors import ReppuError

ITEMS: list[Any] = [
    {"id": "1", "text": 'Vesi "on" \\ hyvää 💧', "n": 12.5},
    {"list": [[], {}, [1, 2, [3]]], "none": None, "yes": True},
    "pelkkä teksti",
    -17,
    1234567890123456789,
    [],
]


def items(data: bytes, member: str | None = None, others: dict[str, Any] | None = None) -> list[Any]:
    return [item for _number, item in json_items(Source(data=data), member, others)]


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64, 1 << 20])
@pytest.mark.parametrize("indent", [None, 2])
def test_items_are_those_of_json_wherever_the_file_is_cut_into_pieces(
    chunk: int, indent: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_CHUNK", chunk)
    for ascii_only in (True, False):
        text = json.dumps({"total": 17, "items": ITEMS, "after": [1]}, indent=indent, ensure_ascii=ascii_only)
        others: dict[str, Any] = {}
        assert items(text.encode(), "items", others) == ITEMS
        assert others == {"total": 17, "items": None, "after": [1]}
        script = f"window.YTD.tweets.part0 = {json.dumps(ITEMS, indent=indent, ensure_ascii=ascii_only)};\n"
        assert items(script.encode("utf-8-sig")) == ITEMS


def test_numbers_count_from_one() -> None:
    assert [number for number, _item in json_items(Source(data=b"[5,6,7]"))] == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "words", "row"),
    [
        (b"[" * 100_000, "nested too deeply", 1),
        (b'[{"a": ' + b"[" * 100_000, "nested too deeply", 1),
        (b'[1, {"n": ' + b"9" * 5_000 + b"}]", "more digits", 2),
        (b'[{"a": 1}, {"b": ', "ends in the middle", 2),
        (b'[{"a": 1}', "ends in the middle", None),
        (b'[{"a": 1},, 2]', "damaged", 2),
        (b'[{"a": 1} {"b": 2}]', "damaged", None),
        (b"[1] [2]", "damaged", None),
        (b'["\xff\xfe"]', "not in UTF-8", None),
        (b'["' + b"a" * (9 << 20), "longer than a post", 1),
        (b'[alert("x")]', "damaged", 1),
    ],
)
def test_what_is_no_whole_json_is_refused_with_the_place(data: bytes, words: str, row: int | None) -> None:
    with pytest.raises(ReppuError) as caught:
        items(data)
    assert words in caught.value.in_language("en")
    assert caught.value.row == row


def test_a_long_list_is_read_without_holding_it() -> None:
    import tracemalloc

    data = b"[" + b",".join(b'{"id": "%d", "text": "%s"}' % (n, b"a" * 200) for n in range(100_000)) + b"]"
    source = Source(data=data)
    tracemalloc.start()
    count = sum(1 for _item in json_items(source))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000 and len(data) > 21 << 20
    assert peak < 8 << 20


def test_the_outline_stops_at_the_list() -> None:
    data = b'{"type": "X", "items": [1, {"cut'
    assert json_outline(Source(data=data), "items") == {"type": "X", "items": None}
    assert json_outline(Source(data=b'{"type": "X"}'), "items") == {"type": "X"}
    assert json_outline(Source(data=b"[1]"), "items") == {}
    # a broken item does not keep the file from being known: whoever reads it says what is wrong
    assert json_outline(Source(data=b'{"items": ' + b"[" * 100_000), "items") == {"items": None}


def test_tables_are_no_documents() -> None:
    for text in (b"Date,Views\n", b"[sic] note,1\n", b"{a},b\n", b"", b'"{""a"":1}",2\n'):
        assert open_document(Source(data=text), "a.csv", None) is None
    for text in (b'{"a": 1}', b"[]", b'\xef\xbb\xbf [{"a":1}]', b"window.YTD.like.part0 = [ ]"):
        assert open_document(Source(data=text), "a.json", None) is not None


@pytest.mark.parametrize("seed", range(3))
def test_spoiled_json_gives_items_or_words(seed: int) -> None:
    chance = random.Random(seed)
    whole = json.dumps({"items": ITEMS}).encode()
    for _round in range(300):
        data = bytearray(whole)
        for _change in range(chance.randrange(1, 5)):
            data[chance.randrange(len(data))] = chance.choice(b'{}[]",:\\ 0\x00\xc3')
        try:
            items(bytes(data[: chance.randrange(1, len(data) + 1)]), "items")
        except ReppuError:
            continue
