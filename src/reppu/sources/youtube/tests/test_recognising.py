"""A date and everybody's words are YouTube's only when the name says so."""

from __future__ import annotations

import pytest

from reppu.sources.tests.samples import read_with, recognised
from reppu.sources.youtube.mapping import DAYS, VIDEOS

GENERIC = b"Date,Views\n2026-01-01,5\n2026-01-02,6\n"


@pytest.mark.parametrize(
    "name", ["Totals.csv", "esimerkki_Totals.csv", "Gesamtwerte (1).csv", "Dados do gra\u0301fico.csv"]
)
def test_the_names_that_youtube_gives_are_known(name: str) -> None:
    assert [kind for kind, _match in recognised(GENERIC, name)] == ["youtube.days"]


@pytest.mark.parametrize("name", ["views.csv", "kotisivu.csv", "totalsum.csv"])
def test_a_date_and_views_of_somebody_else_are_nobody_s(name: str) -> None:
    assert list(recognised(GENERIC, name)) == []


def test_a_heading_of_youtube_alone_needs_no_name() -> None:
    content = b"Date,Views,Watch time (hours)\n2026-01-01,5,0.5\n"
    assert [kind for kind, _match in recognised(content, "anything.csv")] == ["youtube.days"]


def test_dates_of_another_form_are_not_youtube_s() -> None:
    assert list(recognised(GENERIC.replace(b"-", b""), "Totals.csv")) == []


def test_a_chosen_set_of_columns_will_do() -> None:
    content = b"Content,Video title,Likes\nTotal,,3\npUtk1st0t_0,Putkistot,3\n"
    said = read_with(VIDEOS, content, "Content 2026-01-01_2026-03-31 Esimerkki TV.csv")
    assert [(row["measure"], row["value"]) for row in said.observations] == [("youtube.post.likes", 3.0)]


def test_a_bad_date_names_its_row() -> None:
    said = read_with(DAYS, GENERIC + b"tammikuu,7\n", "Totals.csv")
    assert said.refused == [(4, "Date", "This is not a date that YouTube writes. Expected: 2026-08-15.")]


def test_an_id_that_a_spreadsheet_program_broke_names_its_row() -> None:
    content = b"Content,Video title,Views\n#NAME?,Putkistot,3\n"
    said = read_with(VIDEOS, content, "Content 2026-01-01_2026-03-31 Esimerkki TV.csv")
    assert [(row, column) for row, column, _reason in said.refused] == [(2, "Content")]
    assert "#NAME" not in said.refused[0][2]
