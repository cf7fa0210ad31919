"""Pages of people: where the front door leads, one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render

from reppu.people.forms import AccountForm
from reppu.people.founding import nobody_yet
from reppu.people.models import Member
from reppu.people.rights import needs_sign_in, open_to_all

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def memberships_of(request: HttpRequest) -> list[Member]:
    """The present memberships of who is signed in, by the organisation's name."""
    assert request.user.is_authenticated  # @needs_sign_in
    mine = Member.objects.filter(person=request.user, left_at=None).select_related("organisation", "person")
    return list(mine.order_by("organisation__name"))


@open_to_all
def front(request: HttpRequest) -> HttpResponse:
    """To one's organisation; with several, to the choice between them; to the first visit while nobody is there."""
    if not request.user.is_authenticated:
        return redirect("first_visit") if nobody_yet() else redirect("account_login")
    mine = memberships_of(request)
    if len(mine) == 1:
        return redirect("overview:overview", slug=mine[0].organisation.slug)
    return render(request, "people/organisations.html", {"memberships": mine})


@needs_sign_in
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: name, language, the ways of signing in, one's organisations."""
    assert request.user.is_authenticated  # @needs_sign_in
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("people:account")
    return render(request, "people/account.html", {"memberships": memberships_of(request), "form": form})
