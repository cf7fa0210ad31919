"""Small charts side by side."""

from __future__ import annotations

from datetime import date, timedelta

from reppu.charts.facade import Panel, TrendPoint, multiples, to_svg
from reppu.vocabulary.estimate import Estimate, State, without_value


def points(*values: float | None) -> tuple[TrendPoint, ...]:
    return tuple(
        TrendPoint(
            date(2026, 6, 1) + timedelta(weeks=week),
            without_value(State.MISSING) if value is None else Estimate(value, value, value, 1, "stated", State.OK),
        )
        for week, value in enumerate(values)
    )


def test_the_table_has_a_column_a_channel_and_a_dash_where_nothing_is_known():
    chart = multiples(
        [Panel("Facebook", points(100, None, 300)), Panel("X", points(5, 6, 7))],
        title="Views",
        unit="count",
        language="en",
    )
    assert chart.columns == ("From", "Facebook", "X")
    assert [row[1:] for row in chart.rows] == [("100", "5"), ("–", "6"), ("300", "7")]
    assert chart.description == "Views. Facebook: first 100, last 300; X: first 5, last 7."


def test_one_scale_for_all_unless_each_has_its_own_which_is_said():
    panels = [Panel("Facebook", points(1000, 1000)), Panel("X", points(5, 6))]
    shared = multiples(panels, title="Views", unit="count", language="en")
    own = multiples(panels, title="Views", unit="count", language="en", own_scales=True)

    def tops(spec: object) -> set[str]:
        found = set()
        if isinstance(spec, dict):
            if "domain" in spec and isinstance(spec["domain"], list) and spec["domain"][0] == 0:
                found.add(str(spec["domain"][1]))
            for part in spec.values():
                found |= tops(part)
        elif isinstance(spec, list):
            for part in spec:
                found |= tops(part)
        return found

    assert tops(shared.spec) == {"1000"}
    assert tops(own.spec) == {"1000", "6"}
    assert "scale of its own" in own.description
    assert to_svg(shared).startswith(b"<svg") and to_svg(own, "dark").startswith(b"<svg")


def test_a_channel_without_values_is_named():
    chart = multiples([Panel("LinkedIn", points(None, None))], title="Views", unit="count", language="en")
    assert "LinkedIn: no values" in chart.description
    assert to_svg(chart).startswith(b"<svg")


def test_a_value_between_two_gaps_is_a_dot():
    def dots(*values: float | None) -> list[float]:
        spec = multiples([Panel("X", points(*values))], title="Views", unit="count", language="en").spec
        layers = spec["concat"][0]["layer"]
        return [
            row["value"] for layer in layers if layer["mark"]["type"] == "circle" for row in layer["data"]["values"]
        ]

    assert dots(5, None, 7, None, 8, 9) == [5, 7]
    assert dots(5, 6, None, 7, 8) == []
