"""The places of the site, as the rail and the bottom tabs list them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from reppu.vocabulary.language import LANGUAGES, current_language

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reppu.vocabulary.language import Text


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the site: the name of its address (which takes the organisation's slug), words, icon.

    least: the lowest role that may see it, as a number; a member of a lower one is not shown it.
    within: names of address spaces ("books") whose pages belong to it, so that the rail shows where one is.
    """

    address_name: str
    label: Text
    icon: str
    within: tuple[str, ...] = ()
    least: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A place as one reader sees it on one page."""

    address: str
    label: Text
    icon: str
    current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs (a context processor): language, colours, places."""
    theme = request.COOKIES.get("reppu_theme", "auto")
    theme = theme if theme in {"light", "dark"} else "auto"
    return {
        "language": current_language(),
        "languages": LANGUAGES,
        "theme": theme,
        "other_theme": "light" if theme == "dark" else "dark",
        "navigation": _shown_to(request),
        "mail_is_set": settings.MAIL_IS_SET,
        "account_address": reverse("people:account"),
        "charts_address": reverse("kit:charts"),
    }


def _shown_to(request: HttpRequest) -> list[Shown]:
    organisation = getattr(request, "organisation", None)
    if organisation is None:
        return []
    places: tuple[Place, ...] = import_string(settings.PLACES_OF_THE_SITE)
    match = request.resolver_match
    here = match.view_name if match else ""
    space = match.namespace if match else ""
    return [
        Shown(
            address=reverse(place.address_name, kwargs={"slug": organisation.slug}),
            label=place.label,
            icon=place.icon,
            current=here == place.address_name or space in place.within or here in place.within,
        )
        for place in places
        if request.member.role >= place.least  # type: ignore[attr-defined]
    ]
