"""Numbers in a chart's words."""

from __future__ import annotations

import pytest

from reppu.charts.facade import write_value


@pytest.mark.parametrize(
    ("value", "unit", "fi", "en"),
    [
        (12345.0, "count", "12\u00a0345", "12,345"),
        (0, "count", "0", "0"),
        (3.25, "hours", "3,2", "3.2"),
        (0.041, "fraction", "4,1\u00a0%", "4.1%"),
        (0.0042, "fraction", "0,42\u00a0%", "0.42%"),
        (0, "fraction", "0,0\u00a0%", "0.0%"),
        (-1234, "count", "−1\u00a0234", "−1,234"),
    ],
)
def test_values_are_written_as_the_language_writes_them(value: float, unit: str, fi: str, en: str):
    assert write_value(value, unit, "fi") == fi
    assert write_value(value, unit, "en") == en
