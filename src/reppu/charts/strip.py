"""How the posts of a channel are spread: every post a dot, the middle one a line, the best ones in full colour."""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING

from reppu.charts.chart import WIDTH, Chart, fitted, unchecked, write_value
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reppu.charts.chart import Mark


@unchecked
def strip(
    marks: Sequence[Mark],
    *,
    title: Text | str,
    unit: str,
    language: str,
    heading: Text | None = None,
    width: int = WIDTH,
    height: int = 104,
) -> Chart:
    """A strip on a scale where each step is ten times the one before (symlog, so that zero has its place).

    Posts spread over powers of ten: on an even scale all but the best would lie on one spot.
    heading: the table's first heading, "Post" by default.
    """
    import altair as alt

    written_title = title if isinstance(title, str) else title.in_language(language)
    values = [mark.value for mark in marks]
    middle = median(values) if values else 0.0
    top = max(values, default=1.0)
    smallest = min(values, default=0.0)
    # Without small posts the axis begins at the power of ten below the smallest one, else at zero.
    start = 10.0 ** math.floor(math.log10(smallest)) if smallest >= 10 else 0.0
    ticks = [step for step in (0.0, *(10.0**power for power in range(10))) if start <= step <= max(top, 1.0)]
    # Whatever two equal posts have in common, their dots must not hide each other: a fixed scatter by rank.
    data = [
        {"label": mark.label, "value": mark.value, "height": (index * 7) % 5, "chosen": mark.highlighted}
        for index, mark in enumerate(marks)
    ]
    scale = alt.Scale(type="symlog", constant=1, domainMin=start, domainMax=max(top * 1.15, 1.0), nice=False)
    axis = alt.Axis(values=ticks, format=",~f", grid=False, title=None, tickColor="token:control")
    x = alt.X("value:Q", scale=scale, axis=axis)
    y = alt.Y("height:Q", axis=None, scale=alt.Scale(domain=[-1, 5]))
    layers = [
        alt.Chart(alt.Data(values=data))
        .transform_filter("!datum.chosen")
        .mark_circle(color="token:data", opacity=0.32, size=42)
        .encode(x=x, y=y),
        alt.Chart(alt.Data(values=data))
        .transform_filter("datum.chosen")
        .mark_circle(color="token:data", opacity=1, size=60)
        .encode(x=x, y=y),
    ]
    if values:
        layers.append(
            alt.Chart(alt.Data(values=[{"value": middle}])).mark_rule(stroke="token:ink", strokeWidth=1.5).encode(x=x)
        )
        layers.append(
            alt.Chart(
                alt.Data(
                    values=[
                        {
                            "value": middle,
                            "text": _("median {value}", value=write_value(middle, unit, language)).in_language(
                                language
                            ),
                        }
                    ]
                )
            )
            .mark_text(align="center", color="token:ink_second")
            .encode(x=x, y=alt.value(-8), text="text:N")
        )
    spec = fitted(alt.layer(*layers).to_dict(validate=False), width, height)
    ordered = sorted(marks, key=lambda mark: (-mark.value, mark.label))
    described = (
        _n(
            "{title}: {n} post, median {middle}, highest {highest}.",
            "{title}: {n} posts, median {middle}, highest {highest}.",
            len(values),
            title=written_title,
            middle=write_value(middle, unit, language),
            highest=write_value(top, unit, language),
        )
        if values
        else _("{title}: no posts.", title=written_title)
    )
    return Chart(
        kind="strip",
        language=language,
        title=written_title,
        description=described.in_language(language),
        columns=((heading or _("Post")).in_language(language), _("Value").in_language(language)),
        rows=tuple((mark.label, write_value(mark.value, unit, language)) for mark in ordered),
        spec=spec,
    )
