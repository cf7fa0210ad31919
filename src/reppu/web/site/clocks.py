"""In which time zone the moments on a page are written: the organisation's, as its journal says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from reppu.lake.facade import kept_lake

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase


class ClockMiddleware:
    """Sets `request.time_zone` on the pages of an organisation; it stands after the rights, which let nobody else in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's response."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Looks the zone up in the journal."""
        organisation = getattr(request, "organisation", None)
        if organisation is not None:
            zone = kept_lake(settings.REPPU_HOME, organisation.slug).settings().time_zone
            request.time_zone = zone  # type: ignore[attr-defined]
