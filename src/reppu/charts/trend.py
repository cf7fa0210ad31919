"""A number week by week or month by month, with its interval as a band, beside the season before.

Pattern file of the charts: data in, one frozen Chart out, with the same in words and as a table.
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from reppu.charts.chart import HEIGHT, WIDTH, Chart, fitted, unchecked, write_value
from reppu.vocabulary.estimate import State
from reppu.vocabulary.language import Text, _, _n, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reppu.charts.chart import TrendPoint


@unchecked
def trend(
    points: Sequence[TrendPoint],
    *,
    title: Text | str,
    unit: str,
    language: str,
    name: str = "",
    earlier: Sequence[TrendPoint] = (),
    earlier_name: str = "",
    step: Text | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Chart:
    """A line over time. A step without a value is a gap in the line, never a zero.

    points: in order of time. unit: "count", "fraction" and so on. name: what the line is called at its end.
    earlier: the season before, already laid on this season's days; drawn dashed, called `earlier_name`.
    step: the table's first heading, "Week from" by default.
    """
    import altair as alt

    written_title = title if isinstance(title, str) else title.in_language(language)
    axis_format = "~%" if unit == "fraction" else ",~f"
    data = [_row(point) for point in points]
    before = [_row(point) for point in earlier]
    highest = max((row["high"] or row["value"] or 0 for row in data + before), default=0)
    y = alt.Y("value:Q", scale=alt.Scale(domainMin=0, nice=4), axis=value_axis(axis_format))
    x = alt.X("at:T", scale=alt.Scale(type="utc"), axis=month_axis([point.at for point in points]))
    # Each layer says its marks' colours by token name; drawing replaces them by the theme's.
    layers: list[alt.Chart] = []
    if any(row["low"] is not None and row["low"] != row["high"] for row in data):
        layers.append(
            alt.Chart(alt.Data(values=data))
            .mark_area(fill="token:band", invalid="break-paths-filter-domains")
            .encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"))
        )
    if before:
        layers.append(
            alt.Chart(alt.Data(values=before))
            .mark_line(
                stroke="token:expected", strokeDash=[4, 3], strokeWidth=1.5, invalid="break-paths-filter-domains"
            )
            .encode(x=x, y=y)
        )
    layers.append(
        alt.Chart(alt.Data(values=data))
        .mark_line(stroke="token:data", strokeWidth=1.75, invalid="break-paths-filter-domains")
        .encode(x=x, y=y)
    )
    dots = _alone(data)
    if dots:
        layers.append(
            alt.Chart(alt.Data(values=dots)).mark_circle(color="token:data", size=34, opacity=1).encode(x=x, y=y)
        )
    layers.extend(_end_labels(data, before, name, earlier_name, highest, x, y))
    spec = fitted(alt.layer(*layers).to_dict(validate=False), width, height)
    return Chart(
        kind="trend",
        language=language,
        title=written_title,
        description=_in_words(points, written_title, unit, language),
        columns=(
            (step or _("Week from")).in_language(language),
            name or _("Value").in_language(language),
            _("90 % interval").in_language(language),
        ),
        rows=tuple(_cells(point, unit, language) for point in points),
        spec=spec,
    )


def _row(point: TrendPoint) -> dict[str, Any]:
    estimate = point.estimate
    return {"at": point.at.isoformat(), "value": estimate.value, "low": estimate.low, "high": estimate.high}


def value_axis(axis_format: str, ticks: int = 4) -> Any:
    """The upright axis of a chart over time: numbers and a horizontal grid."""
    import altair as alt

    return alt.Axis(format=axis_format, tickCount=ticks, grid=True, gridColor="token:line", ticks=False, title=None)


def month_axis(days: Sequence[date], short: bool = False) -> Any:
    """The time axis: months as words. short: in their short form, whatever the room."""
    import altair as alt

    ticks = _month_ticks(days)
    # Whole month names need some 90 px each; beyond five months the short form stays readable.
    return alt.Axis(
        format="%B" if len(ticks) <= 5 and not short else "%b",
        values=[alt.DateTime(year=at.year, month=at.month, date=at.day, utc=True) for at in ticks],
        title=None,
        labelAlign="left",
        labelOffset=0,
        labelBound=True,
    )


def _month_ticks(days: Sequence[date]) -> list[date]:
    """The first of each month within the days, and the first day when half a month or more of its own month is shown."""
    if not days:
        return []
    first, last = min(days), max(days)
    ticks = []
    year, month = (first.year, first.month) if first.day == 1 else _next_month(first.year, first.month)
    while date(year, month, 1) <= last:
        ticks.append(date(year, month, 1))
        year, month = _next_month(year, month)
    if not ticks or (ticks[0] - first).days >= 14:
        ticks.insert(0, first)
    return ticks if len(ticks) <= 14 else ticks[:: math.ceil(len(ticks) / 8)]


def _next_month(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def _alone(data: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last point with a value, and every point whose neighbours have none: a line cannot show these."""
    values = [row["value"] for row in data]
    chosen = []
    last = max((index for index, value in enumerate(values) if value is not None), default=None)
    for index, value in enumerate(values):
        left = index > 0 and values[index - 1] is not None
        right = index + 1 < len(values) and values[index + 1] is not None
        if value is not None and (index == last or not (left or right)):
            chosen.append(data[index])
    return chosen


def _end_labels(
    data: Sequence[dict[str, Any]],
    before: Sequence[dict[str, Any]],
    name: str,
    earlier_name: str,
    highest: float,
    x: Any,
    y: Any,
) -> list[Any]:
    import altair as alt

    ends = []
    for rows, label, colour in ((data, name, "token:data"), (before, earlier_name, "token:ink_third")):
        shown = [row for row in rows if row["value"] is not None]
        if shown and label:
            ends.append((shown[-1], label, colour))
    right = max((row["at"] for row in (*data, *before)), default="")  # both names stand at the right edge
    shift = [0.0] * len(ends)
    if len(ends) == 2:
        gap = ends[0][0]["value"] - ends[1][0]["value"]
        if highest and abs(gap) / highest < 0.12:  # two labels of 13 px in a plot of 200 px would touch
            shift = [-9.0, 9.0] if gap >= 0 else [9.0, -9.0]
    return [
        alt.Chart(alt.Data(values=[{**row, "at": right, "label": label}]))
        .mark_text(align="left", dx=9, dy=dy, color=colour, fontWeight=600, clip=False)
        .encode(x=x, y=y, text="label:N")
        for (row, label, colour), dy in zip(ends, shift, strict=True)
    ]


def _cells(point: TrendPoint, unit: str, language: str) -> tuple[str, ...]:
    estimate = point.estimate
    if estimate.value is None:
        without = _("not offered") if estimate.state is State.NOT_OFFERED else Text("–")
        return (day(point.at, language), without.in_language(language), "")
    interval = ""
    if estimate.low is not None and estimate.high is not None and estimate.low != estimate.high:
        interval = f"{write_value(estimate.low, unit, language)}–{write_value(estimate.high, unit, language)}"
    return (day(point.at, language), write_value(estimate.value, unit, language), interval)


def _in_words(points: Sequence[TrendPoint], title: str, unit: str, language: str) -> str:
    shown = [(point.at, point.estimate.value) for point in points if point.estimate.value is not None]
    if not shown:
        return _("{title}: no values.", title=title).in_language(language)
    lowest = min(shown, key=lambda pair: pair[1])
    top = max(shown, key=lambda pair: pair[1])
    sentences = [
        _(
            "{title}. Lowest {lowest} ({lowest_day}), highest {highest} ({highest_day}), last {last} ({last_day}).",
            title=title,
            lowest=write_value(lowest[1], unit, language),
            lowest_day=day(lowest[0], language),
            highest=write_value(top[1], unit, language),
            highest_day=day(top[0], language),
            last=write_value(shown[-1][1], unit, language),
            last_day=day(shown[-1][0], language),
        )
    ]
    absent = len(points) - len(shown)
    if absent:
        sentences.append(_n("{n} step without a value.", "{n} steps without a value.", absent))
    return " ".join(sentence.in_language(language) for sentence in sentences)
