"""What the capabilities' pages may use of the kit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from reppu.vocabulary.language import _
from reppu.web.kit.answers import (
    FAULTS,
    Fault,
    Number,
    Position,
    SinceDay,
    Tool,
    UntilDay,
    Words,
    fault_of,
    in_words,
    number_of,
    words_of,
)
from reppu.web.kit.remembering import remembered, remembered_soon

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from reppu.vocabulary.errors import ReppuError
    from reppu.vocabulary.language import Text

View = TypeVar("View", bound="Callable[..., Any]")

PERIOD_WEEKS = (4, 12, 26, 52)
DEFAULT_WEEKS = 26  # the half year of look.md's pictures: two seasons, so that a change has something beside it


class Period(NamedTuple):
    """The days that a page shows, both inclusive; code: how its address says it ("26w", "all", "2026-01-01..2026-03-31")."""

    code: str
    since: date | None
    until: date

    @property
    def label(self) -> Text:
        """The period in words."""
        if self.since is None:
            return _("All time until {day}", day=self.until)
        return _("{since} – {until}", since=self.since, until=self.until)

    @property
    def before(self) -> tuple[date, date] | None:
        """The equally long period just before; None when there is no beginning."""
        if self.since is None:
            return None
        length = self.until - self.since
        return self.since - timedelta(days=1) - length, self.since - timedelta(days=1)


def read_period(request: HttpRequest, last_day: date) -> Period:
    """The period that the address asks for (`?period=`), else 26 weeks; it ends on `last_day`, the newest with data.

    A code that is none of ours is answered with the default: an old bookmark should open.
    """
    code = request.GET.get("period", "")
    if code == "all":
        return Period("all", None, last_day)
    first, dots, last = code.partition("..")
    if dots:
        try:
            since, until = date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:
            return _weeks(DEFAULT_WEEKS, last_day)
        if since <= until:
            return Period(code, since, until)
    weeks = {f"{weeks}w": weeks for weeks in PERIOD_WEEKS}.get(code, DEFAULT_WEEKS)
    return _weeks(weeks, last_day)


def _weeks(weeks: int, last_day: date) -> Period:
    return Period(f"{weeks}w", last_day - timedelta(days=7 * weeks - 1), last_day)


def period_choices(chosen: Period, kept: str = "") -> dict[str, Any]:
    """What kit/period.html needs to show the switch. kept: what else the address says ("channel=x"), and goes on saying."""
    codes: list[tuple[str, Text]] = [(f"{weeks}w", _("{weeks} wk", weeks=weeks)) for weeks in PERIOD_WEEKS]
    return {"chosen": chosen.code, "codes": [*codes, ("all", _("all"))], "period": chosen, "kept": kept and f"{kept}&"}


def open_to_all(view: View) -> View:
    """Marks a view that needs no sign-in. Every other view must say what it needs (reppu.people.facade.needs)."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def error_page(request: HttpRequest, fault: ReppuError, status: int = 400) -> HttpResponse:
    """A whole page that says what happened, what was expected and what to do next."""
    from django.shortcuts import render

    words = {"heading": _("This did not work"), "words": str(fault)}
    return render(request, "kit/message.html", words, status=status)


def waiting_page(request: HttpRequest) -> HttpResponse:
    """A whole page for an answer that is still being made (`remembered_soon` gave None): it asks again by itself."""
    from django.shortcuts import render

    answer = render(request, "kit/waiting.html", {}, status=202)
    answer.headers["Cache-Control"] = "no-store"
    return answer


__all__ = [
    "DEFAULT_WEEKS", "FAULTS", "PERIOD_WEEKS", "Fault", "Number", "Period", "Position", "SinceDay", "Tool", "UntilDay", "Words",
    "error_page", "fault_of", "in_words", "number_of", "open_to_all", "period_choices", "read_period", "remembered",
    "remembered_soon", "waiting_page", "words_of",
]  # fmt: skip
