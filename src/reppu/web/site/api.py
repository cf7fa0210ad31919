"""The API: everything a page shows, as JSON, under /api. An explicit list of the capabilities' routers.

Each capability brings its own router; an operation states whom it lets in (`auth=caller(Role.VIEWER)`), and a fault is
answered as `Fault` in the caller's language. `PersonalToken` and `SignedIn` of reppu.people are the two ways in.
"""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from reppu.people.facade import refusal
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _
from reppu.web.kit.facade import fault_of, open_to_all

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reppu.vocabulary.language import Text

logger = logging.getLogger(__name__)

ROUTERS = (
    "reppu.web.site.organisations.router",
    "reppu.overview.api.router",
    "reppu.metrics.pages.api.router",
    "reppu.metrics.pages.api_posts.router",
    "reppu.sources.pages.api.router",
    "reppu.reports.pages.api.router",
    "reppu.web.site.jobs_api.router",
)
# Where one pydantic message is a sentence of ours; the rest is shown as it is, in English.
_EXPECTED: dict[str, Text] = {
    "date_from_datetime_parsing": _("a day such as 2026-03-31"),
    "date_parsing": _("a day such as 2026-03-31"),
    "date_type": _("a day such as 2026-03-31"),
    "int_parsing": _("a whole number"),
    "int_type": _("a whole number"),
    "int_from_float": _("a whole number"),
    "bool_parsing": _("true or false"),
    "bool_type": _("true or false"),
    "missing": _("a value, which is missing"),
    "string_type": _("a text"),
}

api = NinjaAPI(
    title="Reppu",
    version=version("reppu"),
    description="Everything the pages show, as JSON. Days are days of the organisation's time zone for posts and the "
    "platform's own for daily numbers; moments are UTC. Every number carries its interval or says why it has none.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for _router in ROUTERS:
    api.add_router("", _router)


def _answer(status: int, fault: ReppuError) -> JsonResponse:
    return JsonResponse(fault_of(fault), status=status, json_dumps_params={"ensure_ascii": False})


@api.exception_handler(ReppuError)
def _told(request: HttpRequest, fault: ReppuError) -> HttpResponse:
    return _answer(400, fault)


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, fault: Http404) -> HttpResponse:
    return not_there()


@api.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, fault: PermissionDenied) -> HttpResponse:
    happened, advice = refusal(fault)
    return _answer(403, ReppuError(happened, advice=advice))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    happened = _("The API does not know who is asking.")
    advice = _("Send a personal token that works, made on your account page: Authorization: Bearer reppu_…")
    answer = _answer(401, ReppuError(happened, advice=advice))
    answer.headers["WWW-Authenticate"] = 'Bearer realm="Reppu"'
    return answer


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, fault: Throttled) -> HttpResponse:
    seconds = max(1, fault.wait or 1)
    answer = _answer(
        429,
        ReppuError(
            _("There were too many calls within a minute."),
            advice=_("Wait {seconds} s and call again.", seconds=seconds),
            retry_helps=True,
        ),
    )
    answer.headers["Retry-After"] = str(seconds)
    return answer


@api.exception_handler(HttpError)
def _broken_call(request: HttpRequest, fault: HttpError) -> HttpResponse:
    # What the library itself refuses: a form without the CSRF token (403), a body that is no JSON (400).
    happened = _("This request was not understood")
    if fault.status_code == 403:
        happened = _("The browser's session needs the CSRF token (X-CSRFToken) for a call that changes something.")
    return _answer(fault.status_code, ReppuError(happened))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    first = fault.errors[0]
    where = ".".join(str(part) for part in first["loc"][1:] if not str(part).startswith("body")) or str(first["loc"][0])
    expected: Text | str = _EXPECTED.get(first["type"], "")
    context = first.get("ctx", {})
    if first["type"] in ("greater_than_equal", "less_than_equal"):
        bound = str(context.get("ge", context.get("le")))
        expected = _("at least {bound}", bound=bound) if "ge" in context else _("at most {bound}", bound=bound)
    if first["type"] in ("enum", "literal_error"):
        expected = _("one of {names}", names=str(context.get("expected", "")).replace("'", ""))
    return _answer(
        422,
        ReppuError(
            _("“{name}” cannot be used.", name=where),
            column=where,
            expected=expected if expected else _("{what}", what=first["msg"]),  # type: ignore[arg-type]
        ),
    )


@api.exception_handler(Exception)
def _fault_of_ours(request: HttpRequest, fault: Exception) -> HttpResponse:
    logger.error("%s %s failed", request.method, request.path, exc_info=fault)
    return _answer(500, ReppuError(_("Something is broken here"), advice=_("The fault is in the log of the site.")))


def not_there() -> HttpResponse:
    """404 as JSON: no such thing, or another organisation's."""
    advice = _("The address may be mistyped, or the thing may have been taken away.")
    return _answer(404, ReppuError(_("There is no such thing"), advice=advice))


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The OpenAPI document, made once a process."""
    document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))
    for methods in document["paths"].values():
        for operation in methods.values():
            for one in operation.get("parameters", ()):
                if one["name"] == "slug":
                    one["description"] = "The organisation's slug, as `/api/organisations` gives it."
    return document


@open_to_all
@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document; it tells nothing about any organisation, so that tools may read it without a token."""
    return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False})


@open_to_all
@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """The operations on one page, from the same document; no script and nothing from elsewhere."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema()["paths"].items():
        for method, operation in methods.items():
            asked = [
                {"name": one["name"], "says": one.get("description") or one["schema"].get("description") or "–"}
                for one in operation.get("parameters", ())
            ]
            shown = {"path": path, "method": method.upper(), "anchor": operation["operationId"], "parameters": asked}
            groups.setdefault(operation["tags"][0], []).append({**operation, **shown})
    return render(request, "site/api_docs.html", {"groups": groups, "version": api.version})
