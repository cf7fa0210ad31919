"""The distribution strip."""

from __future__ import annotations

from xml.etree import ElementTree

from reppu.charts.facade import Mark, strip, to_svg


def test_the_median_is_written_and_the_best_are_full_colour():
    made = strip(
        [Mark("one", 10), Mark("two", 100), Mark("three", 100000, highlighted=True)],
        title="Impressions of posts",
        unit="count",
        language="en",
    )
    svg = to_svg(made).decode()
    assert "median 100" in svg
    assert made.description == "Impressions of posts: 3 posts, median 100, highest 100,000."
    assert made.rows[0] == ("three", "100,000")
    assert svg.count('opacity="0.32"') == 2


def test_zero_and_nothing_at_all_can_be_drawn():
    for values in ([], [0], [0, 0, 5]):
        made = strip([Mark(str(value), value) for value in values], title="T", unit="count", language="fi")
        ElementTree.fromstring(to_svg(made))
