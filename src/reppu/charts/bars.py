"""Named answers beside each other as bars, each with its interval; what has no value says why instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reppu.charts.chart import WIDTH, Chart, fitted, unchecked, write_value
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reppu.charts.chart import Bar


@unchecked
def bars(
    items: Sequence[Bar],
    *,
    title: Text | str,
    unit: str,
    language: str,
    heading: Text | None = None,
    width: int = WIDTH,
) -> Chart:
    """Horizontal bars from zero, in the order given, the value written at the end and the interval as a thin line.

    heading: the table's first heading, "Channel" by default. An item without a value keeps its row and its words.
    """
    import altair as alt

    written_title = title if isinstance(title, str) else title.in_language(language)
    rows = [
        {
            "label": item.label,
            "value": item.estimate.value,
            "low": item.estimate.low,
            "high": item.estimate.high,
            "end": max(part for part in (item.estimate.high, item.estimate.value, 0.0) if part is not None),
            "text": item.without if item.estimate.value is None else write_value(item.estimate.value, unit, language),
        }
        for item in items
    ]
    order = [item.label for item in items]
    x_scale = alt.Scale(domainMin=0, nice=False)
    y = alt.Y("label:N", sort=order, axis=alt.Axis(ticks=False, labelColor="token:ink", labelPadding=10, title=None))
    data = alt.Data(values=rows)
    with_value = "isValid(datum.value)"
    layers = [
        alt.Chart(data)
        .transform_filter(with_value)
        .mark_bar(fill="token:data", height=10, cornerRadiusEnd=2)
        .encode(x=alt.X("value:Q", scale=x_scale, axis=None), y=y),
        alt.Chart(data)
        .transform_filter("isValid(datum.low) && datum.low != datum.high")
        .mark_rule(stroke="token:ink", strokeWidth=1.25)
        .encode(x=alt.X("low:Q", scale=x_scale), x2="high:Q", y=y),
        alt.Chart(data)
        .mark_text(align="left", dx=7, color="token:ink", fontWeight=600)
        .transform_filter(with_value)
        .encode(x=alt.X("end:Q", scale=x_scale), y=y, text="text:N"),
        alt.Chart(data)
        .transform_filter(f"!{with_value}")
        .mark_text(align="left", dx=2, color="token:ink_third")
        .encode(x=alt.value(0), y=y, text="text:N"),
    ]
    spec = fitted(alt.layer(*layers).to_dict(validate=False), width, max(1, len(rows)) * 28 + 6)
    table = tuple(
        (str(row["label"]), str(row["text"]), _interval(item, unit, language))
        for row, item in zip(rows, items, strict=True)
    )
    described = "; ".join(": ".join(part for part in cells[:2]) for cells in table)
    return Chart(
        kind="bars",
        language=language,
        title=written_title,
        description=f"{written_title}. {described}.",
        columns=(
            (heading or _("Channel")).in_language(language),
            _("Value").in_language(language),
            _("90 % interval").in_language(language),
        ),
        rows=table,
        spec=spec,
    )


def _interval(item: Bar, unit: str, language: str) -> str:
    low, high = item.estimate.low, item.estimate.high
    if low is None or high is None or low == high:
        return ""
    return f"{write_value(low, unit, language)}–{write_value(high, unit, language)}"
