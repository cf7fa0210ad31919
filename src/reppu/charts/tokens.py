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
    heat0: str
    heat1: str
    heat2: str
    heat3: str
    heat4: str
    heat5: str
    heat6: str


HEAT_STEPS = 7


def _heat(colours: str) -> dict[str, str]:
    return {f"heat{step}": f"#{colour}" for step, colour in enumerate(colours.split())}


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
        **_heat("f0f3f0 dcebe8 bcdcd9 90c5c6 5ba5ab 2d7f8a 125866"),
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
        **_heat("1a2322 1d3535 214a4b 276264 37878a 5cb1b1 9fdcd6"),
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
        **_heat("f0f3f0 dcebe8 bcdcd9 90c5c6 5ba5ab 2d7f8a 125866"),
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
