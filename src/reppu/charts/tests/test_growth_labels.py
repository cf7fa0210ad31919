"""Names of curves that end at about the same number stay readable."""

from __future__ import annotations

import re
from itertools import pairwise

from reppu.charts.facade import Curve, growth, to_svg


def _heights(*values: float) -> list[float]:
    """How high (px, down from the top) the names of curves that end at these values stand."""
    curves = [Curve(f"name{place}", ((1.0, 1.0), (60.0, value)), True) for place, value in enumerate(values)]
    svg = to_svg(growth(curves, title="Views", unit="count", language="en")).decode()
    found = re.findall(r'translate\([-\d.]+,([-\d.]+)\)"[^>]*>(name\d)<', svg)
    return [float(height) for height, _name in sorted(found, key=lambda pair: pair[1])]


def test_names_of_curves_that_end_together_do_not_lie_upon_each_other() -> None:
    heights = sorted(_heights(100, 99, 98))
    assert len(heights) == 3
    assert all(lower - upper >= 12 for upper, lower in pairwise(heights)), heights
    assert heights[0] > 0  # and none is pushed out of the picture


def test_names_of_curves_that_end_apart_stay_beside_them() -> None:
    high, low = _heights(100, 50)
    assert high == _heights(100, 3)[0]
    assert low - high > 40
