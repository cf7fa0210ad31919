"""A number day by day with what was expected of it: band, mean, and the days that were a surprise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reppu.charts.chart import HEIGHT, WIDTH, Chart, fitted, write_value
from reppu.charts.trend import month_axis, value_axis
from reppu.vocabulary.language import Text, _, _n, day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class ExpectedPoint:
    """One day: what was measured (None: nothing), what was expected of it, its 90 % band, and whether it surprised."""

    at: date
    value: float | None
    expected: float | None
    low: float | None
    high: float | None
    surprise: bool = False


def expected(
    points: Sequence[ExpectedPoint],
    *,
    title: Text | str,
    unit: str,
    language: str,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Chart:
    """A line within the band that was expected before each day was seen; surprises are ringed and the largest is named.

    points: in order of time, one a day. A day without a value is a gap, never a zero.
    """
    import altair as alt

    written_title = title if isinstance(title, str) else title.in_language(language)
    data = [_row(point) for point in points]
    surprises = [point for point in points if point.surprise and point.value is not None]
    x = alt.X("at:T", scale=alt.Scale(type="utc"), axis=month_axis([point.at for point in points]))
    y = alt.Y("value:Q", scale=alt.Scale(domainMin=0, nice=4), axis=value_axis("~%" if unit == "fraction" else ",~f"))
    gaps: dict[str, Any] = {"invalid": "break-paths-filter-domains"}
    layers: list[alt.Chart] = [
        alt.Chart(alt.Data(values=data))
        .mark_area(fill="token:band", **gaps)
        .encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")),
        alt.Chart(alt.Data(values=data))
        .mark_line(stroke="token:expected", strokeDash=[3, 3], strokeWidth=1, **gaps)
        .encode(x=x, y=alt.Y("expected:Q")),
        alt.Chart(alt.Data(values=data)).mark_line(stroke="token:data", strokeWidth=1.75, **gaps).encode(x=x, y=y),
    ]
    last = [row for row in data if row["value"] is not None][-1:]
    layers.append(alt.Chart(alt.Data(values=last)).mark_circle(color="token:data", size=34, opacity=1).encode(x=x, y=y))
    if surprises:
        marks = [_row(point) for point in surprises]
        layers.append(
            alt.Chart(alt.Data(values=marks))
            .mark_point(stroke="token:surprise", size=170, strokeWidth=1, filled=False)
            .encode(x=x, y=y)
        )
        layers.append(
            alt.Chart(alt.Data(values=marks)).mark_circle(color="token:surprise", size=50, opacity=1).encode(x=x, y=y)
        )
        layers.extend(_label(max(surprises, key=_distance), points, x, y, language))
    return Chart(
        kind="expected",
        language=language,
        title=written_title,
        description=_in_words(points, surprises, written_title, unit, language),
        columns=tuple(one.in_language(language) for one in (_("Day"), _("Measured"), _("Expected"), _("Surprise"))),
        rows=tuple(_cells(point, unit, language) for point in points),
        spec=fitted(alt.layer(*layers).to_dict(validate=False), width, height),
    )


def _row(point: ExpectedPoint) -> dict[str, Any]:
    return {
        "at": point.at.isoformat(), "value": point.value, "expected": point.expected, "low": point.low, "high": point.high,
    }  # fmt: skip


def _distance(point: ExpectedPoint) -> float:
    return abs((point.value or 0.0) - (point.expected or 0.0))


def _label(point: ExpectedPoint, points: Sequence[ExpectedPoint], x: Any, y: Any, language: str) -> list[Any]:
    """Two lines beside the largest surprise: its day, and how far it was from what was expected."""
    import altair as alt

    late = points.index(point) > len(points) / 2  # in the right half the words stand to the left
    first = _("Surprise {day}", day=point.at).in_language(language)
    second = ""
    if point.expected and point.value is not None:
        share = write_value(point.value / point.expected - 1, "fraction", language, 0)
        signed = share if share.startswith("−") else "+" + share
        second = _("{change} against expected", change=signed).in_language(language)
    return [
        alt.Chart(alt.Data(values=[{**_row(point), "label": words}]))
        .mark_text(
            align="right" if late else "left",
            dx=-14 if late else 14,
            dy=dy,
            color=colour,
            fontWeight="bold" if strong else "normal",
        )
        .encode(x=x, y=y, text="label:N")
        for words, dy, colour, strong in ((first, -8, "token:surprise", True), (second, 8, "token:ink_second", False))
        if words
    ]


def _cells(point: ExpectedPoint, unit: str, language: str) -> tuple[str, ...]:
    band = "–"
    if point.low is not None and point.high is not None:
        band = f"{write_value(point.low, unit, language)}–{write_value(point.high, unit, language)}"
    value = "–" if point.value is None else write_value(point.value, unit, language)
    return (day(point.at, language), value, band, _("yes").in_language(language) if point.surprise else "")


def _in_words(
    points: Sequence[ExpectedPoint], surprises: Sequence[ExpectedPoint], title: str, unit: str, language: str
) -> str:
    measured = [point for point in points if point.value is not None]
    if not measured:
        return _("{title}: no values.", title=title).in_language(language)
    top = max(measured, key=lambda point: point.value or 0.0)
    sentences = [
        _(
            "{title}. Highest {highest} ({day}), last {last}.",
            title=title,
            highest=write_value(top.value or 0.0, unit, language),
            day=top.at,
            last=write_value(measured[-1].value or 0.0, unit, language),
        ),
        _n("{n} day was a surprise.", "{n} days were a surprise.", len(surprises)),
    ]
    return " ".join(sentence.in_language(language) for sentence in sentences)
