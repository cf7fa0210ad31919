"""In which language a page is shown: the person's own, else the one chosen here, else what the browser asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from reppu.vocabulary.language import LANGUAGES, use_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

COOKIE = "reppu_language"


def language_of(request: HttpRequest) -> str:
    """One of our languages for this request."""
    person = getattr(request, "user", None)
    for wanted in (
        getattr(person, "language", "") if person is not None and person.is_authenticated else "",
        request.COOKIES.get(COOKIE, ""),
        (translation.get_language_from_request(request) or "")[:2],
    ):
        if wanted in LANGUAGES:
            return wanted
    return "en"


class LanguageMiddleware:
    """Shows the page, Django's own texts included, in the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, spoken in `language_of(request)`."""
        language = language_of(request)
        with use_language(language), translation.override(language):
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response
