"""Who calls the API, and what they may: a personal token or a signed-in browser, then the one mechanism of `rights.py`.

An operation says what it needs: `@router.get("/organisations/{slug}/status", auth=caller(Role.VIEWER))`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404
from ninja.errors import Throttled
from ninja.security import APIKeyCookie, HttpBearer

from reppu.people.models import Member
from reppu.people.rights import SIGNED_IN, enter
from reppu.people.throttling import throttle
from reppu.people.tokens import token_of
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reppu.people.models import Person
    from reppu.people.tokens import AccessToken
    from reppu.vocabulary.language import Text

_READING = ("GET", "HEAD", "OPTIONS")


class TokenReadsOnly(PermissionDenied):
    """The token may read only, and the operation changes something."""


class Caller(NamedTuple):
    """Who calls. token: None for a signed-in browser."""

    person: Person
    token: AccessToken | None

    def memberships(self) -> list[Member]:
        """Where the call may go: the token's one organisation, or all of the person's, by name."""
        mine = Member.objects.filter(person=self.person, left_at=None).select_related("organisation", "person")
        if self.token is not None:
            mine = mine.filter(pk=self.token.member_id)
        return list(mine.order_by("organisation__name", "organisation__slug"))


def admit(request: HttpRequest, who: Caller, role: int, slug: str | None) -> Caller:
    """Lets a call in, or raises Http404, PermissionDenied or Throttled; sets what `rights.enter` sets on the request."""
    name = f"token {who.token.pk}" if who.token is not None else f"person {who.person.pk}"
    wait = throttle.wait(name)
    if wait > 0:
        raise Throttled(wait=math.ceil(wait))
    request.user = who.person
    if role != SIGNED_IN:
        if slug is None or (who.token is not None and who.token.organisation.slug != slug):
            raise Http404
        enter(request, slug, role)  # type: ignore[arg-type]
    if who.token is not None and not who.token.may_write and request.method not in _READING:
        raise TokenReadsOnly
    return who


def _slug_of(request: HttpRequest) -> str | None:
    match = request.resolver_match
    return match.kwargs.get("slug") if match is not None else None


class PersonalToken(HttpBearer):
    """`Authorization: Bearer reppu_…`, made on the account page."""

    openapi_description = "A personal token, made on the account page: `Authorization: Bearer reppu_…`"

    def __init__(self, role: int) -> None:
        super().__init__()
        self.role = role

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The caller; None for a token that does not work."""
        found = token_of(token)
        if found is None:
            return None
        return admit(request, Caller(found.member.person, found), self.role, _slug_of(request))


class SignedIn(APIKeyCookie):
    """The session of a browser; what changes something also needs the CSRF token, as in every form."""

    param_name = "sessionid"
    openapi_description = "A signed-in browser's session; with `X-CSRFToken` for what changes something"

    def __init__(self, role: int) -> None:
        super().__init__(csrf=True)
        self.role = role

    def __call__(self, request: HttpRequest) -> Any:
        """The caller; None for who is not signed in, and where a token was given instead."""
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The caller."""
        return admit(request, Caller(request.user, None), self.role, _slug_of(request))  # type: ignore[arg-type]


def caller(role: int) -> list[Any]:
    """What an operation is declared with (`auth=`): the role that its caller needs in the organisation `slug`."""
    return [PersonalToken(role), SignedIn(role)]


def signed_in() -> list[Any]:
    """The same for an operation of no organisation: whoever has a token or is signed in."""
    return caller(SIGNED_IN)


def refusal(fault: PermissionDenied) -> tuple[Text, Text]:
    """What happened and what to do about a call that was not allowed."""
    if isinstance(fault, TokenReadsOnly):
        return _("This token may read only."), _("Make one on your account page that may also write.")
    return _("Your role does not allow this"), _("Ask an owner of your organisation to do it or to raise your role.")
