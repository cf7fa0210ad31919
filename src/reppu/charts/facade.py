"""What other capabilities may ask of the charts."""

from reppu.charts.bars import bars
from reppu.charts.chart import Bar, Chart, Mark, TrendPoint, percent_digits, write_value
from reppu.charts.drawing import font_folder, themed, to_svg
from reppu.charts.strip import strip
from reppu.charts.tokens import THEMES, Tokens
from reppu.charts.trend import trend

__all__ = [
    "THEMES",
    "Bar",
    "Chart",
    "Mark",
    "Tokens",
    "TrendPoint",
    "bars",
    "font_folder",
    "percent_digits",
    "strip",
    "themed",
    "to_svg",
    "trend",
    "write_value",
]
