"""The slides: one finding each, native charts, words and notes in the reader's language, the same bytes."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pptx
import pypdf
import pytest

from reppu.reports.slides import make_slides
from reppu.reports.tests.made_up import HOSTILE, book
from reppu.vocabulary.language import LANGUAGES
from tests.shared_folder import need


def deck(language: str = "en", captions: tuple[str, ...] = HOSTILE) -> Any:
    return pptx.Presentation(io.BytesIO(make_slides(book(captions), language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_content_gives_the_same_bytes(language: str, monkeypatch: pytest.MonkeyPatch):
    import time

    first = make_slides(book(), language)
    real = time.localtime
    monkeypatch.setattr(time, "localtime", lambda *given: real(*(given or (4_000_000_000,))))
    assert make_slides(book(), language) == first


def test_the_first_slide_says_the_finding_and_every_slide_has_a_title():
    slides = deck().slides
    content = book(HOSTILE)
    assert slides[0].shapes.title.text_frame.text == content.finding.sentence.in_language("en")
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert all(titles)
    assert len(slides) >= 10


def test_charts_are_native_with_their_numbers_inside_and_a_description():
    content = book(HOSTILE)
    charts = [shape for slide in deck().slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == len(content.rates) + sum(len(channel.series) for channel in content.channels)
    weeks = content.channels[0].series[0]
    line = next(shape.chart for shape in charts if len(shape.chart.plots[0].categories) == len(weeks.points))
    assert list(line.plots[0].series[0].values) == [printed.value for _at, printed in weeks.points]
    for shape in charts:
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_a_week_without_a_value_is_a_gap_and_not_a_zero():
    gaps = [
        list(shape.chart.plots[0].series[0].values)
        for slide in deck().slides
        for shape in slide.shapes
        if shape.has_chart and None in list(shape.chart.plots[0].series[0].values)
    ]
    assert gaps
    assert all(0 not in values for values in gaps)


def test_intervals_are_error_bars_of_the_rates():
    content = book()
    _label, numbers = content.rates[0]
    chart = next(shape.chart for slide in deck().slides for shape in slide.shapes if shape.has_chart)
    bars = chart.plots[0].series[0]._element.findall(".//{*}errBars")
    assert len(bars) == 1
    plus = [float(point.text) for point in bars[0].findall("{*}plus//{*}v")]
    estimates = [printed.estimate for _name, printed in numbers if printed.value is not None]
    assert plus == pytest.approx([one.high - one.value for one in estimates])


def test_the_definitions_stand_in_the_notes():
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck().slides if slide.has_notes_slide]
    for each in book().definitions:
        said = f"{each.label} ({each.name}, version {each.version})"
        assert any(said in note for note in notes), each.name


def test_every_word_is_marked_with_the_book_s_language():
    for slide in deck("sv").slides:
        for run in slide._element.iterfind(".//{http://schemas.openxmlformats.org/drawingml/2006/main}r"):
            properties = run.find("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr")
            assert properties is not None
            assert properties.get("lang") == "sv-SE"


def test_an_office_program_opens_it_and_shows_every_slide(tmp_path: Path):
    office = need("soffice")
    made = tmp_path / "review.pptx"
    made.write_bytes(make_slides(book(HOSTILE), "fi"))
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/office",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(made),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    pages = pypdf.PdfReader(tmp_path / "review.pdf").pages
    assert len(pages) == len(pptx.Presentation(str(made)).slides)
    assert "Meidät nähdään useammin" in " ".join(pages[0].extract_text().split())
