"""What a chart is before it is drawn: its description for Vega-Lite, and the same in words and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from reppu.vocabulary.language import number, percent

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from reppu.vocabulary.estimate import Estimate

P = ParamSpec("P")
WIDTH, HEIGHT = 640, 200  # px; look.md's card width in two columns, and A4's text width at 96 dpi


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart in one language. Pages and books draw `spec`; `title`, `description` and the table say the same.

    spec: Vega-Lite without a theme; the colours are names of tokens ("token:data") that drawing replaces.
    title: what the chart shows, in a few words. description: the text alternative, one to three sentences.
    columns, rows: the chart as a table, every cell already written in the language.
    """

    kind: str
    language: str
    title: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One step of a trend: the first day of its week or month, and the answer for it."""

    at: date
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Bar:
    """One named answer. `without`: what to write in place of a bar when the estimate has no value."""

    label: str
    estimate: Estimate
    without: str = "–"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on a distribution strip, usually a post; `highlighted` ones are drawn in full colour."""

    label: str
    value: float
    highlighted: bool = False


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One field of a heat map. row, column: places from 0. enough: False where there is too little data for a colour."""

    row: int
    column: int
    value: float | None
    enough: bool = True


@dataclass(frozen=True, slots=True)
class Curve:
    """A post's number as it grew: (age in days, value) in order of age; highlighted ones are named and in full colour."""

    label: str
    points: tuple[tuple[float, float], ...]
    highlighted: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One small chart among others of its kind."""

    name: str
    points: tuple[TrendPoint, ...]


def unchecked(make: Callable[P, Chart]) -> Callable[P, Chart]:
    """`make` without Altair's check of every part against its schema, which takes as long as the drawing itself.

    A wrong description fails when it is drawn, and the tests draw every kind of chart.
    """

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> Chart:
        from altair.utils.schemapi import debug_mode

        with debug_mode(False):
            return make(*args, **kwargs)

    return made


def write_value(value: float, unit: str, language: str, digits: int | None = None) -> str:
    """A number in its unit as the language writes it: "12 345", "4,1 %", "0,42 %".

    unit: "fraction" for a share of 0 to 1 (written as a percentage), anything else is written as a number.
    digits: decimals; by default whole numbers from 100 up, else so many that two digits are seen.
    """
    if unit == "fraction":
        return percent(value, language, percent_digits(value) if digits is None else digits)
    if digits is None:
        digits = 0 if abs(value) >= 100 or float(value).is_integer() else (1 if abs(value) >= 1 else 2)
    return number(value, language, digits)


def percent_digits(value: float) -> int:
    """Decimals of a percentage: one from 1 % up, two below, so that 0,42 % is not shown as 0,4 %."""
    return 1 if abs(value) >= 0.01 or value == 0 else 2


def fitted(spec: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    """`spec` drawn into exactly width x height px, axes and labels beside the plot included.

    So every chart of a page has the same size of type, whatever its axis says.
    """
    spec.pop("config", None)  # altair's own theme; ours is put on when drawing
    spec["width"], spec["height"] = width, height
    spec["padding"] = {"left": 0, "right": 4, "top": 4, "bottom": 0}
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    return spec
