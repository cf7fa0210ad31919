"""How answers look in a terminal: tables, numbers with their intervals, states in words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from reppu.vocabulary.estimate import Estimate, State
from reppu.vocabulary.language import Text, _, number, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Into a file or another program a table is as wide as it needs to be; a terminal's own width is asked for.
console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
error_console = Console(stderr=True, highlight=False)

_STATES = {
    State.OK: _("sure to 90 %"),
    State.OBSERVED: _("observed, no interval"),
    State.TOO_LITTLE_DATA: _("too little data"),
    State.MISSING: _("missing"),
    State.NOT_OFFERED: _("not offered"),
}


def table(heads: Sequence[Text | str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> None:
    """Print a table; columns in `right` are set flush right, as numbers are."""
    flush_right = set(right)
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for index, head in enumerate(heads):
        shown.add_column(str(head), justify="right" if index in flush_right else "left", overflow="fold")
    for row in rows:
        # Names and texts of others may hold square brackets, which rich would read as markup.
        shown.add_row(*(cell.replace("[", r"\[") for cell in row))
    console.print(shown)


def value_in_words(value: float, unit: str, language: str) -> str:
    """A value in its unit: shares as percentages, counts without decimals, money (a currency's code) with its cents."""
    if unit in ("fraction", "share"):
        return percent(value, language, digits=2)
    if len(unit) == 3 and unit.isupper():
        return f"{number(value, language, digits=2)} {unit}"
    if value == int(value):
        return number(int(value), language)
    return number(value, language, digits=2)


def estimate_cells(estimate: Estimate, unit: str, language: str) -> tuple[str, str]:
    """The value and the interval of an Estimate; exact totals have no interval to show."""
    if estimate.value is None:
        return "–", ""
    value = value_in_words(estimate.value, unit, language)
    if estimate.low is None or estimate.high is None or estimate.low == estimate.high:
        return value, ""
    low, high = (value_in_words(bound, unit, language) for bound in (estimate.low, estimate.high))
    return value, f"{low} – {high}"


def state_in_words(state: State, reason: Text | None) -> str:
    """A state, and the reason where there is one. Exact and estimated numbers need no words."""
    if state is State.OK:
        return ""
    words = str(_STATES[state])
    return f"{words}: {reason}" if reason is not None else words
