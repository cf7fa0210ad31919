"""The colours and sizes of every chart, for light pages, dark pages and paper. Same values as the pages' own tokens."""

from __future__ import annotations

from dataclasses import dataclass

FONT = "Source Sans 3"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme's colours, as "#rrggbb"."""

    surface: str
    line: str
    control: str
    ink: str
    ink_second: str
    ink_third: str
    accent: str
    data: str
    band: str
    expected: str
    surprise: str


THEMES: dict[str, Tokens] = {
    "light": Tokens(
        surface="#ffffff",
        line="#e5e2d9",
        control="#878377",
        ink="#17211f",
        ink_second="#48534f",
        ink_third="#66706c",
        accent="#0f5a50",
        data="#17637c",
        band="#d9e8ed",
        expected="#8fb4c0",
        surprise="#a34606",
    ),
    "dark": Tokens(
        surface="#161d1c",
        line="#283331",
        control="#7d8a87",
        ink="#e9eeec",
        ink_second="#b6c1be",
        ink_third="#8f9b98",
        accent="#5cc0ae",
        data="#63b7d6",
        band="#1c3640",
        expected="#3f6b7a",
        surprise="#ffab5c",
    ),
    # Paper: darker text and lines than on a page, because a grey office printer eats the light tones.
    "print": Tokens(
        surface="#ffffff",
        line="#d8d5cb",
        control="#6f6b60",
        ink="#17211f",
        ink_second="#3d4744",
        ink_third="#56605c",
        accent="#0f5a50",
        data="#17637c",
        band="#d9e8ed",
        expected="#6d9aa9",
        surprise="#a34606",
    ),
}


def vega_config(tokens: Tokens) -> dict[str, object]:
    """The theme as a Vega-Lite config: horizontal grid only, 13 px ticks, no frame, line 1.75 px."""
    text = {"labelFontSize": 13, "labelColor": tokens.ink_third, "labelFont": FONT, "titleFont": FONT}
    return {
        "font": FONT,
        "background": "transparent",
        # Vega writes its own English labels into the picture; the chart's description says it in the reader's language.
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            **text,
            "title": None,
            "domain": False,
            "grid": False,
            "tickColor": tokens.control,
            "labelPadding": 6,
            "labelLimit": 260,
        },
        "line": {"strokeWidth": 1.75, "stroke": tokens.data, "strokeJoin": "round"},
        "area": {"fill": tokens.band},
        "rule": {"stroke": tokens.control},
        "text": {"font": FONT, "fontSize": 13, "fill": tokens.ink_second},
        "legend": {"disable": True},
        "padding": 4,
    }
