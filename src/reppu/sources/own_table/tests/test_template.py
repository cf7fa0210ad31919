"""The spreadsheets that are made to be filled in: read back by our own importer, and the same bytes every time."""

from __future__ import annotations

import io
import os
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from reppu.lake.facade import Lake, channel_created, channel_merged, open_lake
from reppu.sources.bytes import Source
from reppu.sources.facade import import_paths, inputs_of, results_of, write_followers_template, write_inputs_template
from reppu.sources.spreadsheets import open_spreadsheet
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import LANGUAGES


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = open_lake(tmp_path / "home")
    for channel, name in (("x-vesi", "Vesi"), ("x-old", "Vanha"), ("facebook-vesi", 'Vesi "Ä" & <kala>')):
        lake.record(*channel_created(channel, channel.partition("-")[0], name), who="test")
    lake.record(*channel_merged("x-old", "x-vesi"), who="test")
    return lake


def xml(path: Path, member: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(member).decode()


def cells(path: Path) -> list[tuple[tuple[str, ...], ...]]:
    return [sheet.head for sheet in open_spreadsheet(Source(path=path), path.name)]


def filled(path: Path, language: str, lake: Lake, rows: list[list[Any]]) -> Path:
    """The template's first sheet as a person saves it: its own headings, and rows below them."""
    import xlsxwriter

    write_inputs_template(path, lake, language)
    headings, explanations = cells(path)
    path.unlink()
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet, second = book.add_worksheet("Taulukko"), book.add_worksheet("Ohje")
    day = book.add_format({"num_format": "d.m.yyyy"})
    for number, row in enumerate([headings[0], *rows]):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day)
            elif cell != "":
                sheet.write(number, place, cell)
    for number, row in enumerate(explanations):
        second.write_row(number, 0, row)
    book.close()
    path.write_bytes(made.getvalue())
    at = datetime(2026, 9, 1, 12, tzinfo=UTC).timestamp()
    os.utime(path, (at, at))
    return path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", [write_inputs_template, write_followers_template])
def test_an_empty_template_is_recognised_holds_nothing_and_has_the_same_bytes_each_time(
    lake: Lake, tmp_path: Path, write: Any, language: str
) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write(first, lake, language)
    write(second, lake, language)
    assert first.read_bytes() == second.read_bytes()
    (outcome,) = import_paths(lake, [first])
    assert outcome.recognised_as in ("hand.inputs", "hand.followers")
    assert (outcome.rows, outcome.refused_total, outcome.entry_no) == (0, 0, None)
    # its explanations and its example are known and read as nothing, so no note names them
    assert [note.in_language("en") for note in outcome.notes] == ["There is not one row of numbers in this file."]


def test_headings_kinds_and_explanations_are_in_the_language_asked_for(lake: Lake, tmp_path: Path) -> None:
    words = {}
    for language in LANGUAGES:
        write_inputs_template(tmp_path / f"{language}.xlsx", lake, language)
        table, explained = cells(tmp_path / f"{language}.xlsx")
        words[language] = (table[0][0], table[0][6], explained[0][0])
        assert [row[0] for row in explained[4:18]] == list(table[0])
    assert words == {
        "fi": ("kuukausi", "laji", "Näin täytät tunnit ja rahan"),
        "sv": ("månad", "slag", "Så fyller du i timmar och pengar"),
        "en": ("month", "kind", "How to fill in hours and money"),
    }


def test_channels_and_kinds_can_be_chosen_and_days_must_be_days(lake: Lake, tmp_path: Path) -> None:
    path = tmp_path / "fi.xlsx"
    write_inputs_template(path, lake, "fi")
    _table, explained = cells(path)
    places = {row[0]: number for number, row in enumerate(explained, start=1) if row}
    rules = re.findall(
        r'<dataValidation type="(\w+)".*?sqref="(\w+):\w+".*?<formula1>(.*?)</formula1>',
        xml(path, "xl/worksheets/sheet1.xml"),
    )
    lists = {cell: formula for kind, cell, formula in rules if kind == "list"}
    assert lists == {
        "D2": f"'Ohje'!$A${places['facebook-vesi']}:$A${places['x-vesi']}",
        "G2": f"'Ohje'!$A${places['henkilöstö']}:$A${places['muu']}",
    }
    assert "x-old" not in places  # merged away: its survivor is there
    assert [cell for kind, cell, _formula in rules if kind == "date"] == ["B2", "C2"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_read_in_every_language(lake: Lake, tmp_path: Path, language: str) -> None:
    kind = {"fi": "mainonta", "sv": "annonsering", "en": "media"}[language]
    rows = [
        ["2026-03", "", "", "x-vesi", "", "", kind, 2.25, 99.5, "", "", "", "", "kampanja"],
        ["", date(2026, 4, 1), date(2026, 4, 30), "", "Radio", "", kind, "", 400, "SEK", 1200, 5000, "", ""],
        [date(2026, 5, 1), "", "", "Vesi", "", "", kind, 0, "", "", ""],
    ]
    (outcome,) = import_paths(lake, [filled(tmp_path / "t.xlsx", language, lake, rows)])
    assert outcome.refused == []
    assert (outcome.language, outcome.rows, outcome.inputs) == (language, 3, 3)
    found = [
        (str(i.period_start), i.channel_id, i.medium, i.kind, i.hours, i.amount, i.currency) for i in inputs_of(lake)
    ]
    assert found == [
        ("2026-03-01", "x-vesi", None, "media", 2.25, 99.5, "EUR"),
        ("2026-04-01", None, "Radio", "media", None, 400.0, "SEK"),
        ("2026-05-01", "x-vesi", None, "media", 0.0, None, None),
    ]
    told = [(str(one.period_end), one.medium, one.result, one.value) for one in results_of(lake)]
    assert told == [("2026-04-30", "Radio", "reach", 1200.0), ("2026-04-30", "Radio", "contacts", 5000.0)]
    (entry,) = lake.entries(kinds=["import"])
    assert "kampanja" not in str(entry.payload)  # notes are for the person alone


def test_a_refused_cell_of_a_template_names_sheet_row_and_column(lake: Lake, tmp_path: Path) -> None:
    rows = [["2026-03", "", "", "x-vesi", "", "", "muu", 1], ["2026-03", "", "", "x-vesi", "", "", "kahvi", 1]]
    (outcome,) = import_paths(lake, [filled(tmp_path / "t.xlsx", "fi", lake, rows)])
    assert [(one.row, one.column) for one in outcome.refused] == [(3, "Taulukko › laji")]


def test_a_template_never_overwrites_and_needs_a_place_that_can_be_written(lake: Lake, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_text("omat luvut", encoding="utf-8")
    with pytest.raises(ReppuError, match="perhaps with your numbers"):
        write_inputs_template(path, lake, "en")
    assert path.read_text(encoding="utf-8") == "omat luvut"
    with pytest.raises(ReppuError, match=r"ends in \.xlsx"):
        write_inputs_template(tmp_path / "t.csv", lake, "en")
    with pytest.raises(ReppuError, match="there is no such file or folder"):
        write_followers_template(tmp_path / "none" / "t.xlsx", lake, "en")
