"""Fields of a heat map: tones for what is known, dots for too little, nothing for nothing."""

from __future__ import annotations

import re

from reppu.charts.facade import THEMES, HeatCell, heatmap, to_svg

DAYS = ("ma", "ti")
HOURS = ("08", "12", "16")


def made(cells: list[HeatCell], language: str = "en"):
    return heatmap(
        cells, row_names=DAYS, column_names=HOURS, title="When people take part", unit="fraction", language=language
    )


def test_the_highest_field_with_enough_data_is_named_and_has_the_last_tone():
    chart = made([HeatCell(0, 0, 0.01), HeatCell(0, 1, 0.05), HeatCell(1, 2, 0.09, enough=False)])
    assert "Highest: ma 12, 5.0%." in chart.description
    svg = to_svg(chart, "light").decode()
    assert THEMES["light"].heat6 in svg
    assert THEMES["light"].heat0 in svg


def test_a_field_with_too_little_data_has_no_tone_and_brackets_in_the_table():
    chart = made([HeatCell(0, 0, 0.01), HeatCell(1, 2, 0.09, enough=False), HeatCell(1, 0, None)])
    assert chart.columns == ("Weekday", "08", "12", "16")
    assert chart.rows == (("ma", "1.0%", "–", "–"), ("ti", "–", "–", "(9.0%)"))
    assert "2 fields have too little data." in chart.description


def test_without_any_field_it_says_so_and_still_draws():
    chart = made([])
    assert chart.description == "When people take part: too little data."
    assert to_svg(chart, "dark").startswith(b"<svg")


def test_equal_values_are_one_tone_and_names_are_text_whatever_they_hold():
    chart = heatmap(
        [HeatCell(0, 0, 0.02), HeatCell(0, 1, 0.02)],
        row_names=("it's 'here'];alert(1)//",),
        column_names=("a", "b"),
        title="t",
        unit="fraction",
        language="fi",
    )
    svg = to_svg(chart, "light").decode()
    assert (
        len(set(re.findall(r"#[0-9a-f]{6}", svg)) & {getattr(THEMES["light"], f"heat{step}") for step in range(7)}) == 1
    )
    assert "alert(1)" in svg, "shown as text"
