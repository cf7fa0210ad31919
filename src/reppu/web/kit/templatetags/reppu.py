"""Template tags: translated texts, numbers and dates as the reader's language writes them, icons, charts, estimates."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import lucide as _lucide
from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from reppu.vocabulary.language import Text
from reppu.vocabulary.language import day as write_day
from reppu.vocabulary.language import moment as write_moment
from reppu.vocabulary.language import number as write_number
from reppu.web.kit.sparkline import points_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.template.context import Context

register = template.Library()


@register.simple_tag
def t(msgid: str, **arguments: object) -> SafeString:
    """`{% t "{name} has {n} posts" name=x n=3 %}`: the text in the reader's language.

    The text is written by us and may hold markup; what fills its placeholders is escaped. Dates and numbers are
    written as the language writes them. tools/translations.py finds these texts in the templates.
    """
    filled = {name: _safe(value) for name, value in arguments.items()}
    return mark_safe(str(Text(msgid + "", None, None, **filled)))


@register.simple_tag
def tn(singular: str, plural: str, n: int, **arguments: object) -> SafeString:
    """`{% tn "{n} post" "{n} posts" count %}`: the text with the plural form that the number needs."""
    filled = {name: _safe(value) for name, value in arguments.items()}
    return mark_safe(str(Text(singular + "", plural + "", n, **filled)))


def _safe(value: object) -> object:
    return conditional_escape(value) if isinstance(value, str) and not isinstance(value, SafeString) else value


@register.filter
def number(value: float | None, digits: int | None = None) -> str:
    """`{{ 12345.6|number }}`: "12 345,6" in Finnish; nothing known is a dash."""
    return "–" if value is None else write_number(value, digits=digits)


@register.filter
def day(value: date | None, form: str = "medium") -> str:
    """A date as the language writes it; form: "short", "medium", "long" or "full"."""
    return "–" if value is None else write_day(value, form=form)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """A moment in the organisation's time zone, as the language writes it."""
    if value is None:
        return "–"
    zone = getattr(context.get("request"), "time_zone", None) or "UTC"
    return write_moment(value.astimezone(ZoneInfo(zone)))


@register.simple_tag
def icon(name: str, size: int = 18, **attributes: object) -> SafeString:
    """A lucide icon, hidden from screen readers: the word beside it says the same."""
    plain = {key: str(value) + "" for key, value in attributes.items()}
    drawn: SafeString = mark_safe(_lucide._render_icon(name + "", size, **{"aria_hidden": "true", **plain}))
    return drawn


@register.inclusion_tag("kit/chart.html", takes_context=True)
def chart(context: Context, drawn: dict[str, Any], heading: str = "h2", downloads: str = "") -> dict[str, Any]:
    """A chart from `reppu.charts.facade.for_page`: title, picture, text alternative and the table of its numbers.

    downloads: address to which `?form=svg|png|csv` is added; empty for none.
    """
    request = context["request"]
    request.charts_drawn = place = getattr(request, "charts_drawn", 0) + 1
    names = {"id": f"chart-{place}", "script_id": f"chart-{place}-s"}
    return {"chart": drawn, "heading": heading, "downloads": downloads, **names}


@register.inclusion_tag("kit/spark.html")
def spark(values: Sequence[float | None], width: int = 112, height: int = 28) -> dict[str, object]:
    """A small line of the values; gaps stay gaps."""
    pieces = points_of(values, width, height)
    written = [" ".join(f"{x:g},{y:g}" for x, y in piece) for piece in pieces]
    last = tuple(f"{end:g}" for end in pieces[-1][-1]) if pieces else None
    return {"pieces": written, "last": last, "width": width, "height": height}


@register.inclusion_tag("kit/state.html")
def state(kind: str, words: object) -> dict[str, object]:
    """A state as icon + word + colour. kind: good, watch, bad, none or surprise."""
    icons = {"good": "check", "watch": "trending-down", "bad": "triangle-alert", "surprise": "zap"}
    return {"kind": "amber" if kind == "surprise" else kind, "icon": icons.get(kind, "minus"), "words": words}
