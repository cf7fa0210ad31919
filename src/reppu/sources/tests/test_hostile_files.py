"""Files that nobody meant well: whatever the bytes, a reader answers with facts the lake takes, or with words."""

from __future__ import annotations

import csv
import random
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from reppu.sources import wire
from reppu.sources.facts import accounts_in, complete, newest_in, settled
from reppu.sources.platforms import READERS
from reppu.sources.reader import TABLE_NAMES, Refusal
from reppu.sources.recognising import best_reader, context_of, refuse_unknown
from reppu.sources.tests.samples import all_samples, sheet_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _, _n

ROUNDS = 150  # 9,000 rounds were run once by hand
_PIECES = [
    b'"', b",", b";", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xe4", b'""', b"sep=;\n", b"\xef\xbb\xbf", b"\t", b"1e999",
    b"-", b" ", b'"\n', b"9" * 40, b"\xe2\x80\xa8", b"nan", b"inf", b"0x1p3", b"<1%", b"%", b"Total", b"2022-13-45",
]  # fmt: skip


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """The bytes with a few things put in, taken out, changed or doubled."""
    data = bytearray(content)
    for _change in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data) + 1)
        kind = chance.random()
        if kind < 0.4:
            data[at:at] = chance.choice(_PIECES)
        elif kind < 0.6:
            del data[at : at + chance.randrange(1, 30)]
        elif kind < 0.8:
            data[at : at + 1] = bytes([chance.randrange(256)])
        else:
            other = chance.randrange(len(data) + 1)
            data[at:at] = data[other : other + chance.randrange(60)]
    return bytes(data)


@pytest.mark.parametrize("seed", range(3))
def test_spoiled_bytes_give_words_or_facts_that_the_lake_takes(seed: int) -> None:
    chance = random.Random(seed)
    samples = all_samples()
    for _round in range(ROUNDS):
        sample = chance.choice(samples)
        content = spoiled(sample.content, chance)
        try:
            sheet = sheet_of(content, sample.path.name)
            found = best_reader(sheet, READERS)
            if found is None:
                assert isinstance(refuse_unknown([sheet], READERS), ReppuError)
                continue
            if found[0].declined is not None:
                continue
            for batch in found[0].read(sheet, context_of(found[0], {"name": sample.path.name}, [sheet])):
                for name in TABLE_NAMES:
                    table = getattr(batch, name)
                    if table is not None and table.num_rows:
                        _is_sound(complete(table, name), name)
        except (ReppuError, csv.Error, UnicodeDecodeError):
            continue


def _is_sound(table: pa.Table, name: str) -> None:
    newest_in(table, name)
    ready = settled(table, name, dict.fromkeys(accounts_in(table), "x"), datetime(2026, 9, 1, tzinfo=UTC), "EUR")
    for column in {"posts": ("post_id",), "observations": ("subject_id", "measure", "window", "breakdown")}.get(
        name, ()
    ):
        assert ready.column(column).null_count == 0
    if "value" in ready.column_names:
        assert pc.all(pc.is_finite(ready.column("value"))).as_py() is not False


def test_texts_travel_between_the_processes_whole() -> None:
    text = _n("{n} post of {channel} on {day}: {what}", "{n} posts of {channel} on {day}: {what}", 3,
              channel="x-vesi", day=date(2026, 8, 15), what=_("another channel"))  # fmt: skip
    back = wire.text_in(wire.text_out(text))
    assert back == text
    assert back is not None and back.in_language("fi") == text.in_language("fi")
    refused = (Refusal(3, "Views", text), Refusal(None, None, text))
    assert tuple(wire.refusals_in(wire.refusals_out(refused))) == refused
