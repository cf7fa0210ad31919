"""A line within what was expected of it."""

from __future__ import annotations

import json
from datetime import date, timedelta

from reppu.charts.facade import ExpectedPoint, expected, for_page, to_svg

FIRST = date(2026, 3, 2)


def points(values: list[float | None]) -> list[ExpectedPoint]:
    return [
        ExpectedPoint(FIRST + timedelta(days=index), value, 100.0, 80.0, 120.0, value is not None and value > 200)
        for index, value in enumerate(values)
    ]


def test_the_largest_surprise_is_named_with_its_distance():
    drawn = expected(points([100, 110, 300, None, 250, 90]), title="Engagements", unit="count", language="en")
    labels = [
        layer["data"]["values"][0].get("label") for layer in drawn.spec["layer"] if len(layer["data"]["values"]) == 1
    ]
    assert "Surprise Mar 4, 2026" in labels or "Surprise 4 Mar 2026" in labels
    assert "+200% against expected" in labels
    assert "2 days were a surprise." in drawn.description


def test_a_day_without_a_number_is_a_gap_and_a_dash():
    drawn = expected(points([100, None, 90]), title="Engagements", unit="count", language="fi")
    assert drawn.rows[1][1] == "–"
    assert drawn.spec["layer"][2]["data"]["values"][1]["value"] is None


def test_a_page_gets_colours_by_name_and_both_themes():
    page = for_page(expected(points([100, 110, 300]), title="Engagements", unit="count", language="sv"))
    assert "token:surprise" in json.dumps(page["drawing"]["spec"])
    assert "#" not in json.dumps(page["drawing"]["spec"])
    assert set(page["drawing"]["tokens"]) == {"light", "dark"}
    assert page["drawing"]["numbers"]["decimal"] == ","


def test_it_can_be_drawn_on_the_server():
    svg = to_svg(
        expected(points([100.0] * 40 + [400.0] + [100.0] * 20), title="Engagements", unit="count", language="fi")
    )
    assert b"Yll\xc3\xa4tys" in svg or b"Surprise" in svg
