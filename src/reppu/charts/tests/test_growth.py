"""Growth curves of posts."""

from __future__ import annotations

from reppu.charts.facade import Curve, growth, to_svg

CURVES = (
    Curve("The well opens", ((1.0, 100.0), (8.0, 900.0), (31.0, 1200.0)), highlighted=True),
    Curve("A pipe broke", ((2.0, 40.0), (9.0, 60.0))),
    Curve("Seen once", ((4.0, 10.0),)),
    Curve("Never seen", ()),
)


def test_the_table_holds_every_statement_with_its_age_the_highest_post_first():
    chart = growth(CURVES, title="How posts grow", unit="count", language="en")
    assert chart.columns == ("Post", "Age in days", "Value")
    assert chart.rows[:3] == (
        ("The well opens", "1", "100"),
        ("The well opens", "8", "900"),
        ("The well opens", "31", "1,200"),
    )
    assert len(chart.rows) == 6
    assert "3 posts. The highest, “The well opens”, has 1,200 at 31 days." in chart.description


def test_only_highlighted_curves_are_named_in_the_picture_and_the_axis_says_what_it_is():
    svg = to_svg(growth(CURVES, title="How posts grow", unit="count", language="fi"), "light").decode()
    assert "The well opens" in svg
    assert "A pipe broke" not in svg
    assert "päivää julkaisusta" in svg


def test_no_posts_are_said():
    chart = growth([], title="How posts grow", unit="count", language="en")
    assert chart.description == "How posts grow: no posts."
    assert to_svg(chart).startswith(b"<svg")


def test_one_post_far_above_the_others_makes_each_step_ten_times_the_last():
    def ticks(chart):
        return [axis["values"] for axis in _axes(chart.spec) if isinstance(axis.get("values"), list)]

    calm = growth(CURVES, title="t", unit="count", language="en")
    wild = growth(
        [
            *CURVES,
            *(Curve(f"p{n}", ((1.0, 20.0), (9.0, 30.0))) for n in range(9)),
            Curve("viral", ((1.0, 9e4), (9.0, 1e5))),
        ],
        title="t",
        unit="count",
        language="en",
    )
    assert ticks(calm) == []
    assert [0.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0] in ticks(wild)


def _axes(spec):
    if isinstance(spec, dict):
        for name, part in spec.items():
            if name == "axis" and isinstance(part, dict):
                yield part
            yield from _axes(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _axes(part)
