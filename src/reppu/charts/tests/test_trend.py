"""Trend charts: gaps, words, table, the same bytes."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from reppu.charts.facade import THEMES, TrendPoint, themed, to_svg, trend
from reppu.vocabulary.estimate import Estimate, State, stated, without_value


def points(values: list[float | None]) -> list[TrendPoint]:
    return [
        TrendPoint(
            date(2021, 3, 1) + timedelta(days=7 * index),
            without_value(State.MISSING) if value is None else stated(value, 4),
        )
        for index, value in enumerate(values)
    ]


def chart(values: list[float | None], language: str = "fi"):
    return trend(points(values), title="Näyttökerrat viikoittain", unit="count", language=language, name="Kevät 2021")


def words_in(svg: bytes) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("}text")]


def test_months_are_finnish_words_and_thousands_have_a_no_break_space():
    words = words_in(to_svg(chart([1000, 1500, 1200, 900, 4000, 3000, 2000, 2500, 2000, 1000, 800, 900])))
    assert {"maaliskuu", "huhtikuu", "toukokuu"} <= set(words)
    assert "4\u00a0000" in words
    assert "Kevät 2021" in words


@pytest.mark.parametrize(("language", "month", "thousand"), [("sv", "mars", "4\u00a0000"), ("en", "March", "4,000")])
def test_swedish_and_english_have_their_own_words(language: str, month: str, thousand: str):
    words = words_in(to_svg(chart([1000, 4000, 1200, 900], language)))
    assert month in words
    assert thousand in words


def test_the_same_chart_gives_the_same_bytes_also_in_another_process_and_time_zone():
    first, second = to_svg(chart([1, 2, 3])), to_svg(chart([1, 2, 3]))
    assert first == second
    script = (
        "import sys; from reppu.charts.tests.test_trend import chart; from reppu.charts.facade import to_svg;"
        "sys.stdout.buffer.write(to_svg(chart([1, 2, 3])))"
    )
    import os

    other = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, env={**os.environ, "TZ": "Pacific/Honolulu"}
    )
    assert other.stdout == first


def test_a_missing_week_is_a_gap_and_not_a_zero():
    svg = to_svg(chart([1000, 1100, None, 1200, 1300]))
    whole = to_svg(chart([1000, 1100, 1150, 1200, 1300]))
    zero = to_svg(chart([1000, 1100, 0, 1200, 1300]))
    lines = [
        element.get("d", "")
        for element in ElementTree.fromstring(svg).iter()
        if "stroke" in element.attrib and element.get("stroke") == THEMES["light"].data
    ]
    assert max(path.count("M") for path in lines) == 2, "the line starts again after the gap"
    assert len({svg, whole, zero}) == 3


def test_the_last_point_and_a_lonely_point_are_dotted():
    spec = chart([1000, None, 900, None, 800, 850]).spec
    dotted = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "circle")
    assert [row["value"] for row in dotted["data"]["values"]] == [1000, 900, 850]


def test_the_description_and_the_table_say_the_same_as_the_picture():
    made = chart([1000, None, 3000, 2000], "en")
    assert made.description == (
        "Näyttökerrat viikoittain. Lowest 1,000 (1 Mar 2021), highest 3,000 (15 Mar 2021), last 2,000 (22 Mar 2021). "
        "1 step without a value."
    )
    assert made.rows == (
        ("1 Mar 2021", "1,000", ""),
        ("8 Mar 2021", "–", ""),
        ("15 Mar 2021", "3,000", ""),
        ("22 Mar 2021", "2,000", ""),
    )


def test_an_interval_is_drawn_as_a_band_and_stated_totals_have_none():
    rates = [TrendPoint(date(2021, 3, 1), Estimate(0.04, 0.03, 0.05, 9, "t", State.OK)) for _ in range(1)]
    with_band = trend(rates, title="Rate", unit="fraction", language="en")
    assert any(layer["mark"]["type"] == "area" for layer in with_band.spec["layer"])
    assert with_band.rows == (("1 Mar 2021", "4.0%", "3.0%–5.0%"),)
    assert not any(layer["mark"]["type"] == "area" for layer in chart([1, 2]).spec["layer"])


def test_every_theme_replaces_every_token():
    for theme in THEMES:
        assert "token:" not in str(themed(chart([1, 2, 3]), theme))
    assert to_svg(chart([1, 2, 3]), "dark") != to_svg(chart([1, 2, 3]), "light")


def test_a_trend_without_any_value_still_draws():
    made = chart([None, None], "en")
    assert made.description == "Näyttökerrat viikoittain: no values."
    ElementTree.fromstring(to_svg(made))


def test_a_hostile_channel_name_stays_text():
    made = trend(points([1, 2]), title="<b>&\"'", unit="count", language="en", name="</text><script>x</script>")
    svg = to_svg(made)
    assert b"<script" not in svg
    assert "</text><script>x</script>" in words_in(svg)
