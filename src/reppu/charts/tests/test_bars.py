"""Bars with intervals, and rows that have words in place of a bar."""

from __future__ import annotations

from xml.etree import ElementTree

from reppu.charts.facade import Bar, bars, to_svg
from reppu.vocabulary.estimate import Estimate, State, without_value


def test_what_is_not_offered_says_so_and_zero_is_a_zero():
    made = bars(
        [
            Bar("Facebook", Estimate(0.041, 0.032, 0.05, 40, "t", State.OK)),
            Bar("X", Estimate(0.0, 0.0, 0.0, 40, "stated", State.OK)),
            Bar("Instagram", without_value(State.NOT_OFFERED), "not offered by Instagram"),
            Bar("LinkedIn", without_value(State.MISSING)),
        ],
        title="Engagement rate",
        unit="fraction",
        language="en",
    )
    assert made.rows == (
        ("Facebook", "4.1%", "3.2%–5.0%"),
        ("X", "0.0%", ""),
        ("Instagram", "not offered by Instagram", ""),
        ("LinkedIn", "–", ""),
    )
    words = [element.text for element in ElementTree.fromstring(to_svg(made)).iter() if element.tag.endswith("}text")]
    for expected in ("Facebook", "4.1%", "0.0%", "not offered by Instagram", "–"):
        assert expected in words
    assert "not offered by Instagram" in made.description


def test_the_order_given_is_the_order_drawn():
    made = bars(
        [Bar(name, Estimate(1, 1, 1, 1, "stated", State.OK)) for name in ("b", "a", "c")],
        title="Posts",
        unit="count",
        language="fi",
    )
    words = [element.text for element in ElementTree.fromstring(to_svg(made)).iter() if element.tag.endswith("}text")]
    assert [word for word in words if word in ("a", "b", "c")] == ["b", "a", "c"]
