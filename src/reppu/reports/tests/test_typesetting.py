"""The PDF: the same bytes, tagged, hostile words stay words, every number registered."""

from __future__ import annotations

import io
import re
import subprocess
import warnings
from dataclasses import replace
from datetime import UTC, datetime

import pypdf
import pytest

from reppu.reports import typesetting
from reppu.reports.tests.made_up import HOSTILE, book
from reppu.reports.typesetting import book_in_words, interval_in_words, make_pdf
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import LANGUAGES
from tests.shared_folder import need


def text_of(pdf: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_content_gives_the_same_bytes(language: str):
    assert make_pdf(book(), language) == make_pdf(book(), language)


def test_the_document_s_date_is_the_data_s_and_not_today():
    reader = pypdf.PdfReader(io.BytesIO(make_pdf(book(), "fi")))
    assert reader.metadata is not None
    assert reader.metadata.creation_date == datetime(2026, 6, 14, 9, 12, tzinfo=UTC)
    later = replace(book(), data_until=datetime(2026, 6, 15, 9, 12, tzinfo=UTC))
    assert make_pdf(later, "fi") != make_pdf(book(), "fi")


def test_it_is_a_tagged_accessible_file_in_the_reader_s_language():
    reader = pypdf.PdfReader(io.BytesIO(make_pdf(book(), "sv")))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("sv")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    assert reader.metadata is not None
    assert reader.metadata.title


def test_only_our_fonts_are_in_it():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = pypdf.PdfReader(io.BytesIO(make_pdf(book(), "fi")))
        names = {
            str(font.get_object()["/BaseFont"])
            for page in reader.pages
            for font in page["/Resources"].get("/Font", {}).values()
        }
    assert names
    assert all("SourceSans3" in name or "SourceSerif4" in name for name in names), names


def test_hostile_captions_are_text_and_nothing_else():
    shown = text_of(make_pdf(book(HOSTILE), "en"))
    assert "#set page(fill: red)" in shown
    assert '#(panic("no"))' in shown
    assert "Uusi kausi alkaa!" in shown


@pytest.mark.parametrize(
    "caption", ["", "🎉", "\x00", "#" * 3000, "a" * 3000, "\u202e" * 5, "{}{name}", '\\"', "]" * 40]
)
def test_any_caption_can_be_typeset(caption: str):
    assert make_pdf(book((caption,)), "fi").startswith(b"%PDF")


def test_every_number_in_the_pdf_is_a_printed_number():
    content = book(("teksti",))
    data = book_in_words(content, "en")
    known = {printed.in_language("en") for printed in content.numbers()}
    known |= {printed.interval_in_language("en") for printed in content.numbers()}

    def cells(node: object) -> list[str]:
        if isinstance(node, dict):
            if {"text", "interval", "state"} <= set(node):
                return [node["text"], node["interval"]]
            return [cell for value in node.values() for cell in cells(value)]
        if isinstance(node, list):
            return [cell for value in node for cell in cells(value)]
        return []

    found = [cell for cell in cells(data) if re.search(r"\d", cell)]
    assert len(found) > 60
    assert set(found) <= known


def test_a_first_season_says_so_and_compares_nothing():
    shown = text_of(make_pdf(book(first=True), "en"))
    assert "The first season in the backpack: 132 posts in 3 channels" in " ".join(shown.split())
    assert "There is no earlier season in the data" in " ".join(shown.split())


def test_a_typesetting_warning_is_fatal(monkeypatch: pytest.MonkeyPatch, tmp_path):
    template = (typesetting.template_path()).read_text("utf-8").replace('"Source Serif 4"', '"No Such Font"')
    (tmp_path / "review.typ").write_text(template, "utf-8")
    monkeypatch.setattr(typesetting, "template_path", lambda: tmp_path / "review.typ")
    with pytest.raises(ReppuError, match="could not be typeset"):
        make_pdf(book(), "en")


def test_pages_can_be_drawn_by_another_program(tmp_path):
    tool = need("pdftoppm")
    (tmp_path / "book.pdf").write_bytes(make_pdf(book(), "fi"))
    subprocess.run([tool, "-r", "30", "-png", str(tmp_path / "book.pdf"), str(tmp_path / "page")], check=True)
    assert 10 <= len(list(tmp_path.glob("page-*.png"))) <= 20


def test_runs_of_days_are_written_as_the_language_writes_them():
    season = book().season
    assert interval_in_words(season.start, season.end, "fi") == "1.3.–31.5.2026"
    assert interval_in_words(season.start, season.end, "sv") == "1 mars–31 maj 2026"
    assert interval_in_words(season.start, season.end, "en") == "1 Mar\u2009–\u200931 May 2026"
