"""When: a number by weekday and hour (or any two short lists) as fields of seven tones, the highest one framed.

A field with too little data has no tone but a dot, and one without any data is empty: neither looks like a small number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from reppu.charts.chart import WIDTH, Chart, fitted, unchecked, write_value
from reppu.charts.tokens import HEAT_STEPS
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reppu.charts.chart import HeatCell

_FIELD = 26  # px; fits two digits of 13 px above it and seven rows in a card
_LEGEND = 14


@unchecked
def heatmap(
    cells: Sequence[HeatCell],
    *,
    row_names: Sequence[str],
    column_names: Sequence[str],
    title: Text | str,
    unit: str,
    language: str,
    heading: Text | None = None,
    width: int = WIDTH,
) -> Chart:
    """A heat map, rows from above. Tones run evenly from the lowest to the highest value with enough data.

    heading: the table's first heading, "Weekday" by default. Cells that are not given have no data.
    """
    import altair as alt

    written_title = title if isinstance(title, str) else title.in_language(language)
    toned = [cell for cell in cells if cell.value is not None and cell.enough]
    values = [cell.value for cell in toned if cell.value is not None]
    low, high = min(values, default=0.0), max(values, default=0.0)
    best = max(toned, key=lambda cell: (cell.value or 0.0, -cell.row, -cell.column), default=None)
    fields = [
        {"x": cell.column, "y": cell.row, "tone": f"token:heat{_step(cell.value or 0.0, low, high)}"} for cell in toned
    ]
    few = [{"x": cell.column, "y": cell.row} for cell in cells if cell.value is None or not cell.enough]
    x_scale = alt.Scale(domain=[-0.5, len(column_names) - 0.5], nice=False)
    y_scale = alt.Scale(domain=[len(row_names) - 0.5, -0.5], nice=False)
    x = alt.X("x:Q", scale=x_scale, axis=_names_axis(column_names, "top"))
    y = alt.Y("y:Q", scale=y_scale, axis=_names_axis(row_names, "left"))
    step = (width - 60) / max(1, len(column_names))
    side: dict[str, Any] = {"width": max(4.0, step - 3), "height": _FIELD - 3, "cornerRadius": 3}
    layers: list[alt.Chart] = [
        # one layer a tone: an SVG without an expression for colours, and the theme's own names in each
        alt.Chart(alt.Data(values=[field for field in fields if field["tone"] == tone]))
        .mark_rect(fill=tone, **side)
        .encode(x=x, y=y)
        for tone in sorted({str(field["tone"]) for field in fields})
    ]
    layers.append(alt.Chart(alt.Data(values=few)).mark_circle(color="token:ink_third", size=9).encode(x=x, y=y))
    if best is not None:
        layers.append(
            alt.Chart(alt.Data(values=[{"x": best.column, "y": best.row}]))
            .mark_rect(filled=False, stroke="token:ink", strokeWidth=2, **side)
            .encode(x=x, y=y)
        )
    spec = fitted(alt.layer(*layers).to_dict(validate=False), width, len(row_names) * _FIELD + 34)
    found = {(cell.row, cell.column): cell for cell in cells}

    def written(row: int, column: int) -> str:
        cell = found.get((row, column))
        if cell is None or cell.value is None:
            return "–"
        value = write_value(cell.value, unit, language)
        return value if cell.enough else f"({value})"

    return Chart(
        kind="heatmap",
        language=language,
        title=written_title,
        description=_in_words(written_title, best, row_names, column_names, len(few), unit, language),
        columns=((heading or _("Weekday")).in_language(language), *column_names),
        rows=tuple(
            (name, *(written(row, column) for column in range(len(column_names)))) for row, name in enumerate(row_names)
        ),
        spec=spec,
    )


def _step(value: float, low: float, high: float) -> int:
    if high <= low:
        return HEAT_STEPS - 1
    return min(HEAT_STEPS - 1, int((value - low) / (high - low) * HEAT_STEPS))


def _names_axis(names: Sequence[str], orient: Literal["top", "left"]) -> Any:
    import altair as alt

    words = ", ".join(f"'{name}'" for name in (name.replace("\\", "").replace("'", "’") for name in names))
    return alt.Axis(
        orient=orient,
        values=list(range(len(names))),
        labelExpr=f"[{words}][datum.value]",
        ticks=False,
        grid=False,
        title=None,
        labelColor="token:ink_second",
        labelOverlap=True,
    )


def _in_words(
    title: str,
    best: HeatCell | None,
    row_names: Sequence[str],
    column_names: Sequence[str],
    few: int,
    unit: str,
    language: str,
) -> str:
    if best is None or best.value is None:
        return _("{title}: too little data.", title=title).in_language(language)
    sentences = [
        _(
            "{title}. Highest: {row} {column}, {value}.",
            title=title,
            row=row_names[best.row],
            column=column_names[best.column],
            value=write_value(best.value, unit, language),
        )
    ]
    if few:
        sentences.append(_n("{n} field has too little data.", "{n} fields have too little data.", few))
    return " ".join(sentence.in_language(language) for sentence in sentences)
