"""The kit's own addresses: choosing language and colours, and the script that draws charts."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from reppu.vocabulary.language import LANGUAGES
from reppu.web.kit.facade import open_to_all
from reppu.web.kit.speaking import COOKIE

if TYPE_CHECKING:
    from django.http import HttpRequest

_YEAR_SECONDS = 365 * 24 * 3600


def back_to(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that the form came from, if it is one of this site's; else to the front page."""
    wanted = request.POST.get("next", "/")
    secure = request.is_secure()
    near = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=secure)
    return HttpResponseRedirect(wanted if near else "/")


@open_to_all
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the language for this browser, and for the person when one is signed in."""
    answer = back_to(request)
    chosen = request.POST.get("language", "")
    if chosen in LANGUAGES:
        answer.set_cookie(COOKIE, chosen, max_age=_YEAR_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        if request.user.is_authenticated:
            get_user_model().objects.filter(pk=request.user.pk).update(language=chosen)
    return answer


@open_to_all
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remembers light or dark colours for this browser."""
    answer = back_to(request)
    chosen = request.POST.get("theme", "")
    if chosen in {"light", "dark"}:
        answer.set_cookie(
            "reppu_theme", chosen, max_age=_YEAR_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return answer


@lru_cache(maxsize=1)
def _charts_script() -> bytes:
    """Vega, Vega-Lite and the embedder as one compressed script, from the drawing library and no network. 1.5 s once."""
    import vl_convert

    script = vl_convert.javascript_bundle("window.vegaEmbed=vegaEmbed;", vl_version=settings.VEGA_LITE)
    return gzip.compress(script.encode("utf-8"), 9, mtime=0)


@open_to_all
@require_GET
def charts(request: HttpRequest) -> HttpResponse:
    """The script that draws charts in the browser; its address changes with its version, so it is kept for a year."""
    answer = HttpResponse(content_type="text/javascript; charset=utf-8")
    packed = _charts_script()
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.content = packed
        answer.headers["Content-Encoding"] = "gzip"
    else:
        answer.content = gzip.decompress(packed)
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    return answer


@open_to_all
@require_GET
def mark(request: HttpRequest) -> HttpResponse:
    """Where browsers look for a site's mark by themselves: to the mark."""
    return HttpResponseRedirect(static("kit/reppu.svg"))
