"""Charts as SVG: the theme put on, the reader's numbers and months, and the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from dataclasses import asdict
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reppu.charts.tokens import THEMES, Tokens, vega_config

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reppu.charts.chart import Chart

VEGA_LITE = "6.4"  # pinned: another version may move a pixel, and the book's bytes with it
_LOCALES = {"fi": "fi", "sv": "sv", "en": "en_GB"}
_lock = threading.Lock()  # vl-convert keeps one JavaScript engine a process


def to_svg(chart: Chart, theme: str = "light") -> bytes:
    """`chart` as a whole SVG file. theme: "light", "dark" or "print". The same chart gives the same bytes.

    The first call in a process costs about 0.4 s, later ones about 0.02 s.
    """
    import vl_convert

    register_fonts()
    with _lock:
        svg = vl_convert.vegalite_to_svg(
            themed(chart, theme),
            vl_version=VEGA_LITE,
            format_locale=number_locale(chart.language),
            time_format_locale=month_locale(chart.language),
            allowed_base_urls=[],
        )
    return _finished(svg, chart).encode("utf-8")


def to_file(chart: Chart, form: str) -> tuple[bytes, str]:
    """`chart` as a file to keep and its media type. form: "svg", "png" (twice the size, for slides) or "csv" (its table).

    Pictures are drawn on white, as in a book. Cells of the table are written in the chart's language. ValueError for
    another form.
    """
    if form == "csv":
        return csv_of([chart.columns, *chart.rows]), "text/csv; charset=utf-8"
    svg = to_svg(chart, "print")
    if form == "svg":
        return svg, "image/svg+xml"
    if form != "png":
        raise ValueError(f"a chart has no form {form!r}")
    import vl_convert

    with _lock:
        picture: bytes = vl_convert.svg_to_png(svg.decode("utf-8"), scale=2.0)
    return picture, "image/png"


def csv_of(rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that spreadsheets open as UTF-8. No cell is taken for a formula: what begins like one gets an apostrophe
    (OWASP, CSV Injection)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return "" if cell is None else cell


def themed(chart: Chart, theme: str = "light") -> dict[str, Any]:
    """The whole Vega-Lite description with the theme's colours, for a browser or for drawing."""
    tokens = THEMES[theme]
    text = json.dumps(chart.spec)
    for name in tokens.__slots__:
        text = text.replace(f'"token:{name}"', json.dumps(getattr(tokens, name)))
    spec: dict[str, Any] = json.loads(text)
    spec["config"] = vega_config(tokens)
    spec["usermeta"] = {"embedOptions": {"actions": False}}
    return spec


def for_page(chart: Chart) -> dict[str, Any]:
    """`chart` for a page: title, description, columns, rows, and `drawing`, which a browser draws in its own theme.

    drawing: {"spec": Vega-Lite with colours by name ("token:data"), "tokens": {"light": {...}, "dark": {...}},
    "numbers", "months": how the language writes them}.
    """
    names = Tokens(**{name: f"token:{name}" for name in Tokens.__slots__})
    return {
        "title": chart.title,
        "description": chart.description,
        "columns": chart.columns,
        "rows": chart.rows,
        "drawing": {
            "spec": {**chart.spec, "config": vega_config(names)},
            "tokens": {theme: asdict(THEMES[theme]) for theme in ("light", "dark")},
            "numbers": number_locale(chart.language),
            "months": month_locale(chart.language),
        },
    }


def _finished(svg: str, chart: Chart) -> str:
    # Typst draws a variable font at its lightest weight where an SVG names none (seen with typst 0.15 and the
    # variable Source Sans 3), so normal text says its weight; browsers draw the same as before.
    svg = svg.replace(' font-weight="normal"', "")
    svg = re.sub(r"<text (?![^>]*font-weight)", "<text style=\"font-variation-settings:'wght' 400\" ", svg)
    words = f"<title>{escape(chart.title)}</title><desc>{escape(chart.description)}</desc>"
    head, _bracket, rest = svg.partition(">")
    return f'{head} role="img">{words}{rest}'


@lru_cache(maxsize=1)
def register_fonts() -> Path:
    """Gives the drawing engine our fonts and returns their folder. Once a process."""
    import vl_convert

    folder = font_folder("fontpkg_source_sans_3")
    vl_convert.register_font_directory(str(folder))
    return folder


def font_folder(package: str) -> Path:
    """The folder of the font files in an installed fontpkg package."""
    from pathlib import Path

    return Path(str(resources.files(package).joinpath("files")))


@lru_cache(maxsize=8)
def number_locale(language: str) -> dict[str, Any]:
    """Vega's number format for the language, from Babel: decimal comma and no-break thousands in Finnish."""
    from babel import Locale

    symbols = Locale.parse(_LOCALES.get(language, "en_GB")).number_symbols["latn"]
    return {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": [3],
        "currency": ["", " €"],
        "minus": "−",
        "percent": "%" if language == "en" else " %",
    }


@lru_cache(maxsize=8)
def month_locale(language: str) -> dict[str, Any]:
    """Vega's date words for the language, from Babel: months as words, in their dictionary form ("maaliskuu")."""
    from babel import Locale

    locale = Locale.parse(_LOCALES.get(language, "en_GB"))
    months = {width: locale.months["stand-alone"][width] for width in ("wide", "abbreviated")}
    days = {width: locale.days["stand-alone"][width] for width in ("wide", "abbreviated")}
    sunday_first = [6, 0, 1, 2, 3, 4, 5]
    return {
        "dateTime": "%-d.%-m.%Y %H:%M",
        "date": "%-d.%-m.%Y",
        "time": "%H:%M",
        "periods": ["", ""],
        "days": [days["wide"][index] for index in sunday_first],
        "shortDays": [days["abbreviated"][index] for index in sunday_first],
        "months": [months["wide"][index] for index in range(1, 13)],
        "shortMonths": [months["abbreviated"][index].rstrip(".") for index in range(1, 13)],
    }
