"""An answer in words: the number in its unit, its interval, its change, or why there is none. One wording for every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reppu.charts.facade import write_value
from reppu.vocabulary.estimate import Estimate, State
from reppu.vocabulary.language import Text, _, current_language, number, percentage_points

if TYPE_CHECKING:
    from reppu.metrics.definitions import Definition


def value_in_words(value: float, unit: str, currency: str | None = None, *, short: bool = False) -> str:
    """A value in a metric's unit, in the reader's language: "12 345", "4,1 %", "3,4 h", "120,50 €".

    short: from a million up as "1,3 milj.", for large figures on cards.
    """
    language = current_language()
    if unit in ("money", "money_per_post") and currency is not None:
        from babel.numbers import format_currency

        written: str = format_currency(value, currency, locale={"fi": "fi", "sv": "sv"}.get(language, "en_GB"))
        return written
    if unit in ("hours", "hours_per_post"):
        return f"{number(value, language, 1)}\u00a0h"
    if unit == "seconds":
        return f"{number(value, language, 0 if abs(value) >= 100 else 1)}\u00a0s"
    if short and unit == "count" and abs(value) >= 1_000_000:
        from babel.numbers import format_compact_decimal

        compact: str = format_compact_decimal(
            value, fraction_digits=1, locale={"fi": "fi", "sv": "sv"}.get(language, "en_GB")
        )
        return compact
    return write_value(value, "fraction" if unit in ("fraction", "share") else "count", language)


def interval_in_words(estimate: Estimate, unit: str, currency: str | None = None) -> str:
    """The ends of the 90 % interval: "4,4–5,6 %"; empty for exact totals and where there is none."""
    if estimate.low is None or estimate.high is None or estimate.low == estimate.high:
        return ""
    low, high = (value_in_words(end, unit, currency) for end in (estimate.low, estimate.high))
    for sign in ("\u00a0%", "%", "\u00a0h", "\u00a0s"):
        if low.endswith(sign) and high.endswith(sign):
            low = low.removesuffix(sign)
    return f"{low}–{high}"


def change_in_words(difference: float, before: float | None, unit: str) -> str:
    """A change: of a rate in percentage points ("−0,6 %-yks."), of anything else in per cent of what was before."""
    language = current_language()
    if unit in ("fraction", "share"):
        return percentage_points(difference, language)
    if not before:
        return ("+" if difference > 0 else "") + value_in_words(difference, unit)
    share = difference / before
    written = write_value(share, "fraction", language, 0 if abs(share) >= 0.1 else 1)
    return "+" + written if share > 0 and any(digit in "123456789" for digit in written) else written


def state_in_words(state: State) -> Text:
    """Missing, not offered, too little data and seen only, each in its own words; an answer that holds needs none."""
    return _STATES[state]


def title_of_unit(definition: Definition) -> Text:
    """What one of the metric is: "per post", "share"; empty for counts."""
    return _UNITS.get(definition.unit, Text(""))


_STATES = {
    State.OK: Text(""),
    State.OBSERVED: _("seen, without an interval"),
    State.TOO_LITTLE_DATA: _("too little data"),
    State.MISSING: _("missing"),
    State.NOT_OFFERED: _("not offered"),
}
_UNITS = {
    "per_post": _("per post"),
    "per_week": _("per week"),
    "hours_per_post": _("hours per post"),
    "money_per_post": _("per post"),
}
