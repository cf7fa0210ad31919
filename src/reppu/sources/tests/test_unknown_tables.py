"""Answers about tables, from the facade's side: the heading translated, previews, memory, identity."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.sources.answers import recognise, shape_of
from reppu.sources.bytes import Source
from reppu.sources.facade import (
    Changes,
    TableProposal,
    accept,
    answer,
    import_paths,
    preview,
    propose,
    remembered,
)
from reppu.sources.mapping_proposals.tests.made_up_tables import FINNISH, in_finnish, rows_of
from reppu.sources.platforms import READERS
from reppu.sources.reader import Context
from reppu.sources.recognising import known_headers
from reppu.sources.spreadsheets import open_spreadsheet
from reppu.sources.table_answers import ColumnAnswer, TableAnswer
from reppu.sources.tables import norm, open_sheet
from reppu.vocabulary.errors import ReppuError
from tests.shared_folder import shared

DOWNLOADED = datetime(2026, 9, 1, 12, tzinfo=UTC)
ORDER = ["Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Engagements", "Replies", "Reposts"]
ROWS = rows_of("x.posts.2024", ORDER)[1:]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path / "home")


def put(path: Path, rows: list[list[str]], delimiter: str = ",", end: str = "\n", before: str = "") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    path.write_bytes((before + out.getvalue()).encode())
    os.utime(path, (DOWNLOADED.timestamp(), DOWNLOADED.timestamp()))
    return path


def the_proposal(path: Path) -> TableProposal:
    (file,) = propose([path])
    (proposal,) = file.proposals
    return proposal


def values(lake: Lake) -> dict[tuple[str, ...], float | None]:
    facts = lake.latest_observations().to_pyarrow().to_pylist()
    keys = ("subject_id", "measure", "window", "period_start", "breakdown")
    return {tuple(str(row[key]) for key in keys): row["value"] for row in facts}


# The heading in other words


def x_answer(headings: list[str]) -> TableAnswer:
    targets = ["exported_id", "date", "text", "link", *(f"x.post.{n}" for n in ("impressions", "likes", "engagements", "replies", "reposts"))]  # fmt: skip
    columns = tuple(ColumnAnswer(norm(h), 1, target) for h, target in zip(headings, targets, strict=True))
    return TableAnswer("x.posts.2024", tuple(headings), columns)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", "sep={}\n", "Raportti\n\n"])
def test_a_translated_heading_changes_no_row_and_no_row_number(delimiter: str, end: str, before: str) -> None:
    headings = [*in_finnish(ORDER[:-1]), "Uudelleen-\njulkaisut" if end != "\r" else "Uudelleenjulkaisut"]
    bad = [*ROWS[3][:4], "paljon", *ROWS[3][5:]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([headings, *ROWS[:3], bad, *ROWS[4:]])
    data = (before.format(delimiter).replace("\n", end) + out.getvalue()).encode()
    sheet = open_sheet(Source(data=data), "a.csv", None, known_headers(READERS))
    row = next(at for at, cells in enumerate(sheet.head) if norm(headings[0]) in map(norm, cells))
    key = shape_of(sheet.head[row], sheet.head[:row])
    found = recognise([sheet], READERS, {key: x_answer(headings).as_data()})
    assert found is not None and found.reader.kind == "x.posts.2024"
    ((translated, _match),) = found.known
    batches = list(found.read(translated, Context("a.csv")))
    assert sum(batch.rows for batch in batches) == len(ROWS)
    refused = [one for batch in batches for one in batch.refused]
    # a spreadsheet program shows no `sep=` line; a heading of two lines is one row
    assert [(one.row, one.column) for one in refused] == [(row + 5, "Näyttökerrat")]


def test_the_key_of_a_table_is_its_headings_and_of_a_small_one_also_what_stands_above() -> None:
    wide = ["A", "B", "C", "D", "E"]
    assert shape_of(wide, [("Reach",)]) == shape_of([" a", "b ", "C", "d", "e", ""], [("Views",)])
    assert shape_of(wide) != shape_of(wide[::-1])
    small = ["Päivä", "Ensisijainen"]
    assert shape_of(small, [("Kattavuus",)]) != shape_of(small, [("Katselut",)])
    assert shape_of(small, [("Kattavuus 1.3.2026",)]) == shape_of(small, [("Kattavuus 1.4.2026",)])


# Asking, previewing, remembering


def test_a_preview_shows_the_first_facts_and_stores_nothing(lake: Lake, tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][4] = "paljon"
    path = put(tmp_path / "a.csv", [in_finnish(ORDER), *rows])
    proposal = the_proposal(path)
    given = answer(proposal, Changes(likely=True), lake)
    seen = preview(path, proposal.shape, given)
    assert (seen.recognised_as, seen.rows) == ("x.posts.2024", 40)
    assert len(seen.posts) == 20 and seen.posts[0]["post_id"] == ROWS[0][0]
    assert [(one.row, one.column) for one in seen.refused] == [(3, "Näyttökerrat")]
    assert lake.position == 0


def test_an_answer_that_lacks_what_the_export_needs_says_which(lake: Lake, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", [in_finnish(ORDER), *ROWS])
    with pytest.raises(ReppuError, match=r"--set “heading=exported_id”"):
        answer(the_proposal(path), Changes(likely=True, leave=("Julkaisun tunnus",)), lake)
    with pytest.raises(ReppuError, match="Two columns are said to be the same"):
        answer(the_proposal(path), Changes(likely=True, set_columns={"Tykkäykset": "replies", "Vastaukset": "replies"}), lake)  # fmt: skip


def test_the_facts_of_an_answered_table_are_those_of_the_known_export(tmp_path: Path) -> None:
    english, finnish = open_lake(tmp_path / "en"), open_lake(tmp_path / "fi")
    import_paths(english, [put(tmp_path / "en.csv", [ORDER, *ROWS])])
    path = put(tmp_path / "fi.csv", [in_finnish(ORDER), *ROWS])
    proposal = the_proposal(path)
    accept(finnish, proposal.shape, answer(proposal, Changes(likely=True), finnish))
    (outcome,) = import_paths(finnish, [path])
    assert outcome.entry_no is not None and outcome.recognised_as == "x.posts.2024"
    assert values(finnish) == values(english) and len(values(english)) == 200
    (known,) = remembered(finnish)
    assert known.imports == (outcome.entry_no,)
    again = accept(finnish, proposal.shape, known.answer)
    assert again is None, "the same answer says nothing new"


def test_withdrawing_the_answers_entry_makes_the_table_unknown_again(lake: Lake, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", [in_finnish(ORDER), *ROWS])
    proposal = the_proposal(path)
    entry = accept(lake, proposal.shape, answer(proposal, Changes(likely=True), lake))
    assert entry is not None
    lake.withdraw(entry, "test")
    (outcome,) = import_paths(lake, [path])
    assert outcome.entry_no is None
    assert "reppu mapping propose" in outcome.refused[0].reason.in_language("en")


def test_a_person_is_asked_once_a_shape_and_not_again_after_skipping(lake: Lake, tmp_path: Path) -> None:
    first = put(tmp_path / "1.csv", [in_finnish(ORDER), *ROWS[:20]])
    second = put(tmp_path / "2.csv", [in_finnish(ORDER), *ROWS[20:]])
    asked: list[TableProposal] = []

    def skip(proposal: TableProposal) -> None:
        asked.append(proposal)

    assert [one.entry_no for one in import_paths(lake, [first, second], ask=skip)] == [None, None]
    assert len(asked) == 1
    done = import_paths(lake, [first, second], ask=lambda proposal: answer(proposal, Changes(likely=True), lake))
    assert all(one.entry_no is not None for one in done)
    assert len(remembered(lake)) == 1


def test_an_answer_of_a_reader_that_is_gone_is_refused_with_words(lake: Lake, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", [in_finnish(ORDER), *ROWS])
    proposal = the_proposal(path)
    given = answer(proposal, Changes(likely=True), lake)
    accept(lake, proposal.shape, replace(given, reads_as="x.posts.2031"))
    (outcome,) = import_paths(lake, [path])
    assert "does not fit any more" in outcome.refused[0].reason.in_language("en")
    assert "reppu mapping list" in outcome.refused[0].reason.in_language("en")


def test_a_table_read_otherwise_than_a_known_export_by_a_persons_word(lake: Lake, tmp_path: Path) -> None:
    """Also a file that Reppu knows may be answered about: a column that it does not know, say."""
    path = put(tmp_path / "a.csv", [[*ORDER[:-1], "Jaot"], *ROWS])
    (file,) = propose([path])
    assert file.known_as == "x.posts.2024"
    proposal = file.proposals[0]
    accept(lake, proposal.shape, answer(proposal, Changes(likely=True, set_columns={"Jaot": "reposts"}), lake))
    (outcome,) = import_paths(lake, [path])
    assert outcome.observations == 200 and not outcome.notes[:-1]
    assert values(lake)[ROWS[0][0], "x.post.reposts", "lifetime", "None", ""] == float(ROWS[0][8])


def test_a_post_without_id_and_link_is_known_by_its_time_and_text(lake: Lake, tmp_path: Path) -> None:
    rows = [["Aika", "Teksti", "Kommentit"], *[[f"{d}.3.2026 9:00", f"Museon ilta numero {d}, tervetuloa mukaan!", str(d)] for d in range(1, 9)]]  # fmt: skip
    rows.append(["9.3.2026 9:00", "", "4"])
    rows.append(["huomenna", "Teksti", "4"])
    path = put(tmp_path / "a.csv", rows)
    proposal = the_proposal(path)
    assert not proposal.row_known
    with pytest.raises(ReppuError, match="--row post"):
        answer(proposal, Changes(likely=True, platform="mastodon"), lake)
    settled = replace(proposal, row_known=True)
    accept(lake, proposal.shape, answer(settled, Changes(likely=True, platform="mastodon"), lake))
    (outcome,) = import_paths(lake, [path])
    assert outcome.posts == 8
    assert [(one.row, one.column) for one in outcome.refused] == [(10, None), (11, "Aika")]
    again = put(tmp_path / "b.csv", [*rows[:9], ["10.3.2026 9:00", "Uusi ilta on tulossa pian, tervetuloa!", "1"]])
    import_paths(lake, [again], as_of=datetime(2026, 9, 2, tzinfo=UTC))
    assert lake.latest_posts().count().to_pyarrow().as_py() == 9


# Real


@pytest.mark.needs_shared
def test_a_real_workbook_of_linkedin_with_finnish_headings_gives_the_same_facts(tmp_path: Path) -> None:
    import xlsxwriter

    source = shared("exports") / "linkedin" / "bethlehem-haven_content_2023-24.xls"
    sheets = open_spreadsheet(Source(path=source), source.name)
    path = tmp_path / "bethlehem-haven_content_1718000000000.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for sheet, title in zip(sheets, ("Mittarit", "Kaikki julkaisut"), strict=True):
            page = book.add_worksheet(title)
            for number, cells in sheet.records():
                heading = number == 2
                page.write_row(number - 1, 0, [FINNISH.get(norm(c), c) if heading else c for c in cells])
    (file,) = propose([path])
    assert [one.reads_as for one in file.proposals] == ["linkedin.content.days", "linkedin.content.posts"]
    english, finnish = open_lake(tmp_path / "en"), open_lake(tmp_path / "fi")
    moment = datetime(2026, 9, 1, tzinfo=UTC)
    (expected,) = import_paths(english, [source], as_of=moment)
    for proposal in file.proposals:
        accept(finnish, proposal.shape, answer(proposal, Changes(likely=True), finnish))
    (outcome,) = import_paths(finnish, [path], as_of=moment)
    assert (outcome.posts, outcome.rows) == (expected.posts, expected.rows)
    stated, again = values(english), values(finnish)
    assert set(again) <= set(stated) and len(again) >= 0.9 * len(stated)
    assert all(stated[key] == value for key, value in again.items())
