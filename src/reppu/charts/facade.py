"""What other capabilities may ask of the charts."""

from reppu.charts.bars import bars
from reppu.charts.chart import Bar, Chart, Curve, HeatCell, Mark, Panel, TrendPoint, percent_digits, write_value
from reppu.charts.drawing import csv_of, font_folder, for_page, themed, to_file, to_svg
from reppu.charts.expected import ExpectedPoint, expected
from reppu.charts.growth import growth
from reppu.charts.heatmap import heatmap
from reppu.charts.multiples import multiples
from reppu.charts.strip import strip
from reppu.charts.tokens import THEMES, Tokens
from reppu.charts.trend import trend

__all__ = [
    "THEMES",
    "Bar",
    "Chart",
    "Curve",
    "ExpectedPoint",
    "HeatCell",
    "Mark",
    "Panel",
    "Tokens",
    "TrendPoint",
    "bars",
    "csv_of",
    "expected",
    "font_folder",
    "for_page",
    "growth",
    "heatmap",
    "multiples",
    "percent_digits",
    "strip",
    "themed",
    "to_file",
    "to_svg",
    "trend",
    "write_value",
]
