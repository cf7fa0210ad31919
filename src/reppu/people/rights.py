"""The one mechanism by which every page and every call is allowed or not.

A view says what it needs (`@needs(Role.VIEWER)`) or that it is open to all (`@open_to_all`); one that says nothing is an
error. Somebody else's organisation answers 404, as one that does not exist; a role that is too low answers 403.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.views.generic import RedirectView

from reppu.people.models import Member
from reppu.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

View = TypeVar("View", bound="Callable[..., Any]")

# Views of libraries: they have rights of their own, which their documentation describes.
# Every operation of the API states its own (`calling.py`), and the site refuses to start with one that does not.
_OTHERS_VIEWS = ("allauth.", "django.views.static", "ninja.")
SIGNED_IN = 0


def needs(role: Role) -> Callable[[View], View]:
    """Marks a view that only members with this role or a higher one may use. Its address must take `slug`."""

    def mark(view: View) -> View:
        view.needs = role  # type: ignore[attr-defined]
        return view

    return mark


def needs_sign_in(view: View) -> View:
    """Marks a view for whoever is signed in, of any organisation or none: their own account."""
    view.needs = SIGNED_IN  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """Marks a view of this capability that needs no sign-in; the others' take the mark from their neighbour web.kit."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def membership(person: Any, slug: str) -> Member | None:
    """The person's membership in that organisation, if they have one now."""
    if not person.is_authenticated or not person.is_active:
        return None
    return (
        Member.objects.filter(person=person, organisation__slug=slug, left_at=None)
        .select_related("organisation", "person")
        .first()
    )


def enter(request: HttpRequest, slug: str, role: Role) -> Member:
    """Lets a request into an organisation: sets `organisation`, `member` and `home_address` on it.

    Raises Http404 for an organisation that the person does not belong to, PermissionDenied for too low a role.
    """
    member = membership(request.user, slug)
    if member is None:
        raise Http404
    if member.role < role:
        raise PermissionDenied
    request.organisation = member.organisation  # type: ignore[attr-defined]
    request.member = member  # type: ignore[attr-defined]
    request.home_address = reverse("overview:overview", kwargs={"slug": slug})  # type: ignore[attr-defined]
    return member


def others_own(view: Any) -> bool:
    """Whether a view is a library's, which has rights of its own, or only leads to another address."""
    view = getattr(view, "func", view)  # ninja's front page is a partial
    return str(view.__module__).startswith(_OTHERS_VIEWS) or getattr(view, "view_class", None) is RedirectView


class RightsMiddleware:
    """Asks every view what it needs before it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response of the view, if `process_view` let it run."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Nothing if the view may run, a way to the sign-in, or Http404 and PermissionDenied as `enter` says."""
        if getattr(view, "open_to_all", False) or others_own(view):
            return None
        role = getattr(view, "needs", None)
        if role is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} does not say who may use it")
        if not request.user.is_authenticated:
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(request.get_full_path())
        if role != SIGNED_IN:
            enter(request, named["slug"], role)
        return None
