"""The pages for what went wrong: what happened, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _
from reppu.web.kit.facade import error_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(
        request, 400, _("This request was not understood"), _("Go back, load the page again and try once more.")
    )


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a member whose role is too low."""
    return _page(
        request,
        403,
        _("Your role does not allow this"),
        _("Ask an owner of your organisation to do it or to raise your role."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or another organisation's; for a program in its own form."""
    if request.path.startswith("/api/"):
        from reppu.web.site.api import not_there

        return not_there()
    return _page(
        request,
        404,
        _("There is no such page"),
        _("The address may be mistyped, or the thing may have been taken away."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours."""
    return _page(
        request, 500, _("Something is broken here"), _("The fault is in the log of the site. Nothing of yours is lost.")
    )


def _page(request: HttpRequest, status: int, heading: object, words: object) -> HttpResponse:
    shown = {"heading": heading, "words": words, "address": "/", "action": _("To the front page")}
    return render(request, "kit/message.html", shown, status=status)


class FaultMiddleware:
    """Shows a ReppuError, which a person can act on, as a page with its words instead of as a fault of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's response."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a ReppuError; anything else goes on to the log."""
        return error_page(request, exception) if isinstance(exception, ReppuError) else None
