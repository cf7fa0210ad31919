"""Each made-up file of samples/ gives exactly the facts that expected.json says, written by hand from the cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reppu.sources.bytes import Source
from reppu.sources.facts import complete
from reppu.sources.meta.mapping import READERS
from reppu.sources.meta.samples.write import SAMPLES
from reppu.sources.reader import Batch, Context, Match, Reader
from reppu.sources.recognising import best_reader, known_headers
from reppu.sources.tables import Sheet, open_sheet
from reppu.vocabulary.errors import ReppuError

FOLDER = Path(__file__).parent.parent / "samples"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
READ = [name for name, expected in EXPECTED.items() if not expected.get("declined") and "raises" not in expected]


def recognised(name: str) -> tuple[Sheet, Reader, Match]:
    sheet = open_sheet(Source(path=FOLDER / name), name, None, known_headers(READERS))
    found = best_reader(sheet, READERS)
    assert found is not None
    return sheet, *found


def batches_of(name: str) -> list[Batch]:
    sheet, reader, _match = recognised(name)
    return list(reader.read(sheet, Context(name)))


def rows_of(name: str, table: str) -> Iterator[dict[str, Any]]:
    for batch in batches_of(name):
        facts = getattr(batch, table)
        if facts is not None:
            yield from complete(facts, table).to_pylist()


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}


def test_every_sample_is_written_by_the_writer_and_has_its_expectation() -> None:
    on_disk = {path.name for path in FOLDER.iterdir() if path.suffix in (".csv", ".json")} - {"expected.json"}
    assert on_disk == set(SAMPLES) == set(EXPECTED)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_the_bytes_that_the_writer_gives(name: str) -> None:
    assert (FOLDER / name).read_bytes() == SAMPLES[name]()


@pytest.mark.parametrize("name", EXPECTED)
def test_the_kind_and_language_are_recognised(name: str) -> None:
    _sheet, reader, match = recognised(name)
    assert (reader.kind, match.language) == (EXPECTED[name]["kind"], EXPECTED[name]["language"])
    assert (reader.declined is not None) == EXPECTED[name].get("declined", False)


@pytest.mark.parametrize("name", READ)
def test_rows_and_facts_are_counted(name: str) -> None:
    expected = EXPECTED[name]
    batches = batches_of(name)
    assert sum(batch.rows for batch in batches) == expected["rows"]
    for table in ("posts", "observations", "audience"):
        assert len(list(rows_of(name, table))) == expected.get(table, 0), table
    refused = [[refusal.row, refusal.column] for batch in batches for refusal in batch.refused]
    assert refused == expected["refused"]
    assert sum(batch.refused_total for batch in batches) == len(refused)


@pytest.mark.parametrize("name", READ)
def test_the_facts_are_what_the_cells_say(name: str) -> None:
    expected = EXPECTED[name]
    observations = [plain(row) for row in rows_of(name, "observations")]
    for fact in expected.get("facts", []):
        alike = [row for row in observations if all(row[key] == fact[key] for key in fact if key != "value")]
        assert [row["value"] for row in alike] == [fact["value"]], fact
    measures = {row["measure"] for row in observations}
    assert not measures & set(expected.get("absent", []))
    posts = {row["post_id"]: plain(row) for row in rows_of(name, "posts")}
    for fact in expected.get("post_facts", []):
        assert {key: posts[fact["post_id"]][key] for key in fact} == fact
    slices = [[row["dimension"], row["bucket"], row["value"]] for row in rows_of(name, "audience")]
    assert slices == expected.get("slices", [])
    assert {row["unit"] for row in rows_of(name, "audience")} <= {"share"}


@pytest.mark.parametrize("name", READ)
def test_names_of_accounts_and_notes_reach_the_person(name: str) -> None:
    expected = EXPECTED[name]
    batches = batches_of(name)
    names = {account: called for batch in batches for account, called in batch.names.items()}
    if "names" in expected:
        assert names == expected["names"]
    notes = " ".join(note.in_language("en") for batch in batches for note in batch.notes)
    for part in expected.get("notes", []):
        assert part in notes
    assert bool(notes) == bool(expected.get("notes"))


def test_a_chart_whose_title_nobody_knows_is_refused_whole_with_what_to_do() -> None:
    with pytest.raises(ReppuError) as refused:
        batches_of("chart-unknown-title.csv")
    message = refused.value.in_language("en")
    assert EXPECTED["chart-unknown-title.csv"]["raises"] in message
    assert "Switch Business Suite to English" in message


def test_no_refusal_quotes_a_cell_of_text() -> None:
    for name in READ:
        texts = {row["text"] for row in rows_of(name, "posts") if row["text"]}
        for batch in batches_of(name):
            for refusal in batch.refused:
                assert not any(text in refusal.reason.in_language("en") for text in texts)
