"""The spreadsheet: every number with its unit and interval, words as words, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from reppu.reports.content import BookContent
from reppu.reports.spreadsheet import make_spreadsheet
from reppu.reports.tests.made_up import HOSTILE, book
from reppu.vocabulary.language import LANGUAGES


def sheets(content: BookContent, language: str) -> dict[str, list[list[Any]]]:
    opened = CalamineWorkbook.from_filelike(io.BytesIO(make_spreadsheet(content, language)))
    return {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_content_gives_the_same_bytes_and_no_moment_of_today(language: str):
    made = make_spreadsheet(book(), language)
    assert made == make_spreadsheet(book(), language)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b"2026-06-14T09:12:00Z" in archive.read("docProps/core.xml")
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_number_of_the_book_is_in_it_with_its_interval():
    content = book()
    head, *rows = sheets(content, "en")["All numbers"]
    assert head[:6] == ["Number", "Metric", "Value", "90 % from", "90 % to", "Rests on"]
    told = {row[0]: row for row in rows}
    for printed in content.numbers():
        row = told[printed.id]
        factor = 100 if printed.unit == "points" else 1  # shown with "pp" behind it
        if printed.value is None:
            assert row[2] in ("–", "not offered", "too little data")
        else:
            assert row[2] == pytest.approx(printed.value * factor, rel=1e-12)
        for cell, bound in ((row[3], printed.estimate.low), (row[4], printed.estimate.high)):
            assert cell == ("" if bound is None else pytest.approx(bound * factor, rel=1e-12))


def test_rates_are_fractions_shown_as_percent_and_counts_whole():
    with zipfile.ZipFile(io.BytesIO(make_spreadsheet(book(), "en"))) as archive:
        styles = archive.read("xl/styles.xml").decode()
        assert "0.0%" in styles
        assert "#,##0" in styles


def test_captions_are_words_and_never_formulas_or_links():
    made = make_spreadsheet(book((*HOSTILE, "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "https://example.org/")), "en")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets"):
                text = archive.read(name).decode()
                assert not re.search(r"<f[ >]", text)
                assert "<hyperlink" not in text
    shown = [row[3] for row in sheets(book(("=cmd|' /C calc'!A0",)), "en")["Best posts"][1:]]
    assert "=cmd|' /C calc'!A0" in shown


def test_missing_and_not_offered_are_words_and_zero_is_a_number():
    rows = sheets(book(), "en")["Beside the last season"]
    reach = next(row for row in rows if row[1] == "Tavoittavuus")
    assert reach[2] == "not offered"
    assert reach[-2] == "nothing to compare"


@pytest.mark.parametrize(("language", "names"), [("fi", ["Löydös", "Kaikki luvut"]), ("sv", ["Slutsats", "Alla tal"])])
def test_sheets_are_named_in_the_book_s_language(language: str, names: list[str]):
    found = list(sheets(book(), language))
    assert [found[0], found[-1]] == names
