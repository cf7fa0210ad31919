"""The page of personal tokens: make one, see which there are, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reppu.people.rights import needs_sign_in
from reppu.people.tokens import LIFETIMES_DAYS, make_token, revoke, tokens_of
from reppu.people.views import memberships_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_LONGEST_NAME = 80


@never_cache
@needs_sign_in
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and the form for a new one, whose secret is shown on this answer and never again."""
    mine = memberships_of(request)
    shown: dict[str, Any] = {"memberships": mine, "lifetimes": LIFETIMES_DAYS, "typed": request.POST, "faults": {}}
    if request.method == "POST":
        member = next((one for one in mine if one.organisation.slug == request.POST.get("organisation")), None)
        shown["faults"] = _faults(request, member is not None)
        if member is not None and not shown["faults"]:
            try:
                shown["made"], shown["secret"] = make_token(
                    member,
                    request.POST["name"].strip(),
                    may_write=request.POST.get("scope") == "write",
                    days=int(request.POST["days"]),
                )
                shown["typed"] = {}
            except ReppuError as fault:
                shown["faults"] = {"name": str(fault)}
    now = timezone.now()
    assert request.user.is_authenticated  # @needs_sign_in
    every = tokens_of(request.user)
    shown["working"] = [one for one in every if one.works(now)]
    shown["ended"] = [one for one in every if not one.works(now)][:20]
    return render(request, "people/tokens.html", shown, status=422 if shown["faults"] else 200)


def _faults(request: HttpRequest, has_organisation: bool) -> dict[str, Text | str]:
    faults: dict[str, Text | str] = {}
    name = request.POST.get("name", "").strip()
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        faults["name"] = _("Give it a name of 1 to {most} characters, such as what will use it.", most=_LONGEST_NAME)
    if not has_organisation:
        faults["organisation"] = _("Choose one of your organisations.")
    if request.POST.get("days") not in {str(days) for days in LIFETIMES_DAYS}:
        faults["days"] = _("Choose how long it works.")
    if request.POST.get("scope") not in {"read", "write"}:
        faults["scope"] = _("Choose what it may do.")
    return faults


@needs_sign_in
@require_POST
def revoke_token(request: HttpRequest, number: int) -> HttpResponse:
    """Ends one of one's own tokens at once."""
    assert request.user.is_authenticated  # @needs_sign_in
    token = next((one for one in tokens_of(request.user) if one.pk == number), None)
    if token is None:
        raise Http404
    revoke(token)
    return redirect("people:tokens")
