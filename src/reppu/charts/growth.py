"""How posts grow: each post's number by its age, the usual ones thin, the ones to look at named and in full colour."""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from reppu.charts.chart import HEIGHT, WIDTH, Chart, fitted, unchecked, write_value
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reppu.charts.chart import Curve

_UNEVEN_FROM = 20  # our choice: below it the middle post still has a twentieth of the height
_LABEL_HEIGHT = 15  # px: letters of 13 px and some air
_BELOW_THE_PLOT = 45  # px that the ages and the axis title take
_ROOM_ABOVE = 1.25  # of the highest curve: our choice, so that its name stands inside the plot
_LIFT = 9  # px from a curve's end up to the middle of its name
_LABEL_LETTERS = 28  # our choice: longer names would leave no room for the curves


@unchecked
def growth(
    curves: Sequence[Curve],
    *,
    title: Text | str,
    unit: str,
    language: str,
    heading: Text | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Chart:
    """Curves over the age in days. A post seen once is a dot. heading: the table's first heading, "Post" by default."""
    import altair as alt

    written_title = title if isinstance(title, str) else title.in_language(language)
    rows = [
        {"curve": number, "age": age, "value": value, "chosen": curve.highlighted}
        for number, curve in enumerate(curves)
        for age, value in curve.points
    ]
    oldest = max((row["age"] for row in rows), default=1.0)
    age_axis = alt.Axis(
        grid=False,
        title=_("days since it was published").in_language(language),
        titleAnchor="end",
        titleFontSize=12,
        titleFontWeight="normal",
        titleColor="token:ink_third",
        tickCount=6,
        format="d",
        labelFlush=True,
    )
    x = alt.X("age:Q", scale=alt.Scale(domain=[0, oldest], nice=False), axis=age_axis)
    ends_at = [curve.points[-1][1] for curve in curves if curve.points]
    top = max((row["value"] for row in rows), default=0.0)
    # One post a hundred times the others would press all others to the floor: then each step is ten times the last.
    uneven = bool(ends_at) and top > _UNEVEN_FROM * max(median(ends_at), 1.0)
    ceiling = math.expm1(math.log1p(top) * _ROOM_ABOVE) if uneven else max(top * _ROOM_ABOVE, 1.0)
    scale = alt.Scale(domain=[0, ceiling], nice=False)
    if uneven:
        scale = alt.Scale(type="symlog", constant=1, domain=[0, ceiling], nice=False)
    value_axis = alt.Axis(
        format="~%" if unit == "fraction" else ",~f",
        values=[0.0, *(10.0**power for power in range(1, 10) if 10.0**power <= top)] if uneven else alt.Undefined,
        tickCount=4,
        grid=True,
        gridColor="token:line",
        ticks=False,
        title=None,
    )
    y = alt.Y("value:Q", scale=scale, axis=value_axis)
    layers: list[Any] = []
    for chosen, colour, stroke, opacity in ((False, "token:data", 1.0, 0.35), (True, "token:data", 2.25, 1.0)):
        some = [row for row in rows if row["chosen"] is chosen]
        single = [row for row in some if sum(other["curve"] == row["curve"] for other in some) == 1]
        layers.append(
            alt.Chart(alt.Data(values=some))
            .mark_line(stroke=colour, strokeWidth=stroke, opacity=opacity)
            .encode(x=x, y=y, detail="curve:N")
        )
        layers.append(
            alt.Chart(alt.Data(values=single)).mark_circle(color=colour, size=20, opacity=opacity).encode(x=x, y=y)
        )
    named = [curve for curve in curves if curve.highlighted and curve.points]
    plot = height - _BELOW_THE_PLOT
    whole = math.log1p(ceiling) if uneven else ceiling
    heights = [
        plot * (math.log1p(curve.points[-1][1]) if uneven else curve.points[-1][1]) / whole + _LIFT for curve in named
    ]
    for curve, shift in zip(named, _apart(heights, plot - _LIFT), strict=True):
        age, value = curve.points[-1]
        # beyond the middle a name stands to the left of its curve's end, where there is room
        align: Literal["left", "right"] = "right" if age > oldest / 2 else "left"
        layers.append(
            alt.Chart(alt.Data(values=[{"age": age, "value": value, "label": _short(curve.label)}]))
            .mark_text(
                align=align, dx=-8 if align == "right" else 8, dy=-_LIFT - shift, color="token:ink", fontWeight=600
            )
            .encode(x=x, y=y, text="label:N")
        )
    spec = fitted(alt.layer(*layers).to_dict(validate=False), width, height)
    ordered = sorted((curve for curve in curves if curve.points), key=lambda curve: -curve.points[-1][1])
    return Chart(
        kind="growth",
        language=language,
        title=written_title,
        description=_in_words(written_title, ordered, unit, language),
        columns=(
            (heading or _("Post")).in_language(language),
            _("Age in days").in_language(language),
            _("Value").in_language(language),
        ),
        rows=tuple(
            (curve.label, write_value(age, "count", language), write_value(value, unit, language))
            for curve in ordered
            for age, value in curve.points
        ),
        spec=spec,
    )


def _apart(heights: Sequence[float], highest: float) -> list[float]:
    """How far up (px) each label moves so that none lies upon another. heights: where they would stand, in px."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    stands = list(heights)
    for lower, upper in pairwise(order):
        stands[upper] = max(stands[upper], stands[lower] + _LABEL_HEIGHT)
    free = highest  # from here down; what was pushed out of the plot comes back
    for place in reversed(order):
        stands[place] = min(stands[place], free)
        free = stands[place] - _LABEL_HEIGHT
    return [stand - height for stand, height in zip(stands, heights, strict=True)]


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_LETTERS else label[: _LABEL_LETTERS - 1].rstrip() + "…"


def _in_words(title: str, ordered: Sequence[Curve], unit: str, language: str) -> str:
    if not ordered:
        return _("{title}: no posts.", title=title).in_language(language)
    top = ordered[0]
    return _n(
        "{title}: {n} post. The highest, “{label}”, has {value} at {age} days.",
        "{title}: {n} posts. The highest, “{label}”, has {value} at {age} days.",
        len(ordered),
        title=title,
        label=_short(top.label),
        value=write_value(top.points[-1][1], unit, language),
        age=write_value(round(top.points[-1][0]), "count", language),
    ).in_language(language)
