"""The same number of several channels, each in a small chart of its own, all on one scale so that the eye may compare."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from reppu.charts.chart import WIDTH, Chart, unchecked, write_value
from reppu.charts.trend import month_axis, value_axis
from reppu.vocabulary.language import Text, _, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reppu.charts.chart import Panel

_COLUMNS, _HEIGHT = 3, 84  # our choice: three of 190 px still carry a month axis
_AXIS = 46  # px of the value axis, which each panel keeps for itself


@unchecked
def multiples(
    panels: Sequence[Panel],
    *,
    title: Text | str,
    unit: str,
    language: str,
    columns: int = _COLUMNS,
    own_scales: bool = False,
    width: int = WIDTH,
) -> Chart:
    """Small trends side by side. own_scales: a scale for each, for channels a hundred times apart; said in the description."""
    import altair as alt

    written_title = title if isinstance(title, str) else title.in_language(language)
    values = [p.estimate.high or p.estimate.value or 0.0 for panel in panels for p in panel.points]
    top = max(values, default=0.0)
    across = min(columns, max(1, len(panels)))
    plot = (width - across * (_AXIS + 12)) / across
    charts = []
    for panel in panels:
        data = [
            {"at": p.at.isoformat(), "value": p.estimate.value, "low": p.estimate.low, "high": p.estimate.high}
            for p in panel.points
        ]
        own = max((p.estimate.high or p.estimate.value or 0.0 for p in panel.points), default=0.0)
        scale = alt.Scale(domain=[0, (own if own_scales else top) or 1.0], nice=2)
        y = alt.Y("value:Q", scale=scale, axis=value_axis("~%" if unit == "fraction" else ",~f", 2))
        x = alt.X("at:T", scale=alt.Scale(type="utc"), axis=month_axis([p.at for p in panel.points], short=True))
        layers: list[Any] = []
        if any(row["low"] is not None and row["low"] != row["high"] for row in data):
            layers.append(
                alt.Chart(alt.Data(values=data))
                .mark_area(fill="token:band", invalid="break-paths-filter-domains", clip=True)
                .encode(x=x, y=alt.Y("low:Q", scale=scale), y2=alt.Y2("high:Q"))
            )
        layers.append(
            alt.Chart(alt.Data(values=data))
            .mark_line(stroke="token:data", strokeWidth=1.75, invalid="break-paths-filter-domains")
            .encode(x=x, y=y)
        )
        if alone := _alone(data):
            layers.append(
                alt.Chart(alt.Data(values=alone)).mark_circle(color="token:data", size=14, opacity=1).encode(x=x, y=y)
            )
        layers.append(
            alt.Chart(alt.Data(values=[{"label": panel.name}]))
            .mark_text(align="left", baseline="bottom", color="token:ink", fontWeight=600)
            .encode(x=alt.value(0), y=alt.value(-8), text="label:N")
        )
        charts.append(alt.layer(*layers).properties(width=plot, height=_HEIGHT))
    spec = alt.concat(*charts, columns=across, spacing=18).to_dict(validate=False) if charts else {"hconcat": []}
    spec.pop("config", None)
    spec["padding"] = {"left": 0, "right": 4, "top": 4, "bottom": 0}
    return Chart(
        kind="multiples",
        language=language,
        title=written_title,
        description=_in_words(written_title, panels, own_scales, unit, language),
        columns=(_("From").in_language(language), *(panel.name for panel in panels)),
        rows=_table(panels, unit, language),
        spec=spec,
    )


def _alone(data: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The values between two gaps: a line through one point is not seen."""
    values = [None, *(row["value"] for row in data), None]
    return [
        row
        for at, row in enumerate(data, 1)
        if values[at] is not None and values[at - 1] is None and values[at + 1] is None
    ]


def _table(panels: Sequence[Panel], unit: str, language: str) -> tuple[tuple[str, ...], ...]:
    at = sorted({p.at for panel in panels for p in panel.points})
    told = [{p.at: p.estimate.value for p in panel.points} for panel in panels]

    def written(value: float | None) -> str:
        return "–" if value is None else write_value(value, unit, language)

    return tuple((day(one, language), *(written(numbers.get(one)) for numbers in told)) for one in at)


def _in_words(title: str, panels: Sequence[Panel], own_scales: bool, unit: str, language: str) -> str:
    parts = []
    for panel in panels:
        shown = [p.estimate.value for p in panel.points if p.estimate.value is not None]
        if shown and math.isfinite(shown[-1]):
            first, last = (write_value(value, unit, language) for value in (shown[0], shown[-1]))
            parts.append(_("{name}: first {first}, last {last}", name=panel.name, first=first, last=last))
        else:
            parts.append(_("{name}: no values", name=panel.name))
    words = f"{title}. {'; '.join(part.in_language(language) for part in parts)}."
    if own_scales:
        words += " " + _("Each small chart has a scale of its own.").in_language(language)
    return words
