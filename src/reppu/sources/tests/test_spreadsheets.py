"""Spreadsheets: from cells to text tables, a file of several sheets as one import, and what is refused before opening."""

from __future__ import annotations

import csv
import io
import random
import struct
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from reppu.lake.facade import Lake, open_lake
from reppu.sources.bytes import Source
from reppu.sources.files import FoundFile
from reppu.sources.ids import damaged_ids
from reppu.sources.importing import Importer
from reppu.sources.outcome import ImportOutcome
from reppu.sources.parent import Child
from reppu.sources.spreadsheets import is_spreadsheet, open_spreadsheet
from reppu.sources.tables import Sheet
from reppu.sources.tests import hostile
from reppu.sources.tests.samples import all_samples
from reppu.sources.x.samples.write import files
from reppu.vocabulary.errors import ReppuError

SAMPLES = files()
CONTENT = "account_analytics_content_2026-08-01_2026-08-31.csv"
OVERVIEW = "account_overview_analytics.csv"
NAIVE = datetime(2026, 8, 15, 14, 30, 1)  # noqa: DTZ001 - a cell of a spreadsheet has no zone
READERS = "reppu.sources.tests.books"


def book(sheets: dict[str, list[list[Any]]]) -> bytes:
    """An XLSX as a program writes it."""
    out = io.BytesIO()
    written = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"})
    day = written.add_format({"num_format": "dd.mm.yyyy"})
    for title, rows in sheets.items():
        sheet = written.add_worksheet(title)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date) and not isinstance(cell, datetime):
                    sheet.write_datetime(row, column, datetime.combine(cell, time()), day)
                elif isinstance(cell, timedelta):
                    sheet.write_datetime(row, column, cell, written.add_format({"num_format": "[h]:mm:ss"}))
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                else:
                    sheet.write(row, column, cell)
    written.close()
    return out.getvalue()


def opened(content: bytes) -> list[Sheet]:
    return open_spreadsheet(Source(data=content), "book")


def rows_of(name: str) -> list[list[Any]]:
    return [list(row) for row in csv.reader(io.StringIO(SAMPLES[name].decode("utf-8-sig")))]


def imported(tmp_path: Path, name: str, content: bytes) -> tuple[ImportOutcome, Lake]:
    path = tmp_path / name
    path.write_bytes(content)
    lake = open_lake(tmp_path / "home")
    [outcome] = Importer(lake, [], datetime(2026, 9, 1, 12, tzinfo=UTC), readers=READERS).run([path])
    return outcome, lake


def test_cells_become_text_as_the_readers_expect_it() -> None:
    [sheet] = opened(book({"A": [
        [2.0, 0.1, -3, 1e-7, True, False, "1,5", "a\r\nb", None, "loppu"],
        [date(2026, 8, 15), NAIVE, timedelta(hours=26, seconds=5)],
    ]}))  # fmt: skip
    assert sheet.head[0] == ("2", "0.1", "-3", "1e-07", "TRUE", "FALSE", "1,5", "a\nb", "", "loppu")
    assert sheet.head[1][:3] == ("2026-08-15", "2026-08-15 14:30:01", "26:00:05")
    assert sheet.title == "A" and sheet.delimiter == ","


def test_an_id_of_a_cell_is_known_to_be_rounded() -> None:
    [sheet] = opened(book({"A": [[122158123456789012, "122158123456789012", 1e15, 999_999_999_999_999]]}))
    assert damaged_ids(pl.Series(list(sheet.head[0]))).to_list() == [True, False, True, False]


def test_rows_and_columns_have_the_numbers_that_the_program_shows() -> None:
    [sheet] = opened(book({"A": [[], [], [None, "x"], [], [None, "y"]]}))
    assert [(number, cells) for number, cells in sheet.records() if any(cells)] == [(3, ("", "x")), (5, ("", "y"))]


def test_an_old_excel_file_and_an_opendocument_one_read_alike() -> None:
    old = opened(hostile.xls({(0, 0): "Määrä", (1, 0): 2, (2, 0): 0.5, (4, 0): True}))
    free = opened(
        hostile.ods(
            hostile.ods_row(hostile.ods_cell("Määrä")) + hostile.ods_row('<table:table-cell office:value-type="float" '
            'office:value="2"/>') + hostile.ods_row('<table:table-cell office:value-type="float" office:value="0.5"/>')
            + hostile.ods_row(hostile.ods_cell()) + hostile.ods_row('<table:table-cell office:value-type="boolean" '
            'office:boolean-value="true"/>') + hostile.ods_row(hostile.ods_cell("", 16_384), 1_048_570)
        )
    )  # fmt: skip
    assert old[0].head == free[0].head == (("Määrä",), ("2",), ("0.5",), ("",), ("TRUE",))


def test_a_formula_gives_the_value_that_was_saved_beside_it_and_is_not_computed() -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>7</v></c><c r="B1"><f>WEBSERVICE("http://x.example")</f></c></row>'
    [sheet] = opened(hostile.xlsx(rows))
    assert sheet.head[0][0] == "7" and not any(sheet.head[0][1:])


def test_all_known_sheets_of_a_file_are_one_import_and_the_others_are_named(tmp_path: Path) -> None:
    sheets = {"Ohje": [["Lue tämä"]], "Days": rows_of(OVERVIEW), "Content": rows_of(CONTENT)}
    outcome, lake = imported(tmp_path, "kirja.xls", book(sheets))
    assert (outcome.recognised_as, outcome.language, outcome.entry_no) == ("x.book", "en", lake.position)
    assert outcome.posts == len(rows_of(CONTENT)) - 1
    assert outcome.rows == len(rows_of(CONTENT)) + len(rows_of(OVERVIEW)) - 2
    assert outcome.notes[0].in_language("en") == "1 sheet is not known and was left out: “Ohje”"


def test_a_sheet_saved_alone_as_csv_is_read_by_its_own_reader(tmp_path: Path) -> None:
    outcome, _lake = imported(tmp_path, "content.xlsx", book({"Content": rows_of(CONTENT)}))
    alone, _other = imported(tmp_path, "content.csv", SAMPLES[CONTENT])
    assert (outcome.posts, outcome.observations) == (alone.posts, alone.observations)


def test_a_refusal_names_the_sheet_beside_row_and_column(tmp_path: Path) -> None:
    content, days = rows_of(CONTENT), rows_of(OVERVIEW)
    content[2][content[0].index("Likes")] = "monta"
    outcome, _lake = imported(tmp_path, "kirja.xlsx", book({"Days": days, "Content": content}))
    assert [(one.row, one.column) for one in outcome.refused] == [(3, "Content › Likes")]


def test_a_spreadsheet_that_nobody_knows_says_what_it_looks_like(tmp_path: Path) -> None:
    content = rows_of(CONTENT)
    content[0][content[0].index("Post id")] = "Numero"
    outcome, _lake = imported(tmp_path, "kirja.xlsx", book({"Ohje": [["Lue"]], "Content": content}))
    assert "columns are missing: Post id" in outcome.refused[0].reason.in_language("en")


HOSTILE = hostile.all_files()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_spreadsheet_is_refused_before_it_is_opened(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine

    def opened_it(_stream: object) -> None:
        raise AssertionError("the library was let near it")

    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_filelike", opened_it, raising=False)
    content, words = HOSTILE[name]
    with pytest.raises(ReppuError) as refused:
        opened(content)
    assert words in refused.value.happened.in_language("en")
    assert refused.value.advice is not None


def test_a_compound_file_whose_sectors_run_in_a_circle_is_damaged() -> None:
    data = bytearray(hostile.xls({(0, 0): 1}))
    [first_fat] = struct.unpack_from("<I", data, 76)
    struct.pack_into("<128I", data, (first_fat + 1) * 512, *([0] * 128))  # every sector is followed by the first
    with pytest.raises(ReppuError, match="damaged"):
        opened(bytes(data))


@pytest.mark.parametrize("seed", range(2))
def test_spoiled_spreadsheets_end_no_child(seed: int, tmp_path: Path) -> None:
    # 5,500 rounds by hand ended none; the ones before had found members before the file's beginning and sheets that end
    # before they begin
    chance = random.Random(seed)
    whole = [sample.content for sample in all_samples() if is_spreadsheet(sample.content[:8])]
    path = tmp_path / "spoiled"
    with Child() as child:
        for _round in range(60):
            content = bytearray(chance.choice(whole))
            for _change in range(chance.randrange(1, 8)):
                at = chance.randrange(len(content) - 4)
                content[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", bytes(content[at : at + 2])])
            path.write_bytes(content)
            found = FoundFile("spoiled", path, "spoiled", None, path, len(content), (datetime.now(UTC),), "")
            try:
                list(child.read(found))
            except ReppuError as error:
                words = error.happened.in_language("en")
                assert "ended the reading" not in words and "memory" not in words and "longer" not in words


def test_a_sheet_that_a_program_filled_to_its_last_row_with_nothing_is_no_bomb() -> None:
    filled = hostile.ods_row(hostile.ods_cell("1") + hostile.ods_cell("", 16_383))
    filled += hostile.ods_row(hostile.ods_cell("", 16_384), 1_048_575)
    [sheet] = opened(hostile.ods(filled))
    assert sheet.head == (("1",),)


def test_one_long_text_among_many_short_ones_is_no_bomb() -> None:
    # 10,000 cells times the longest text (200 kB) is far over the limit; what stands in them is not
    strings = f"<sst><si><t>{'b' * 200_000}</t></si><si><t>lyhyt</t></si></sst>"
    rows = "".join(f'<row><c t="s"><v>{int(row > 0)}</v></c></row>' for row in range(10_000))
    [sheet] = opened(hostile.xlsx(rows, sharedStrings=strings))
    assert len(sheet.head[0][0]) == 200_000 and sheet.head[1] == ("lyhyt",)
