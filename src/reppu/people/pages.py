"""Pages about an organisation's people: its members, invitations, and the trail of who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth import login
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from reppu.people import membership
from reppu.people.forms import InvitationForm, JoiningForm, RoleForm
from reppu.people.models import Member, Person, Trace
from reppu.people.rights import needs, open_to_all
from reppu.people.roles import Role
from reppu.people.trail import deeds_in_words
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _, current_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LINES_A_PAGE = 50  # our choice: two screens


def _asker(request: HttpRequest) -> Member:
    return cast("Member", request.member)  # type: ignore[attr-defined]


def _members_page(request: HttpRequest, slug: str, status: int = 200, **more: Any) -> HttpResponse:
    organisation = _asker(request).organisation
    shown = {
        "slug": slug,
        "members": membership.members_of(organisation),
        "invitations": membership.invitations_open(organisation, timezone.now()),
        "roles": list(Role),
        "form": InvitationForm(initial={"role": Role.VIEWER}),
    }
    return render(request, "people/members.html", shown | more, status=status)


@needs(Role.OWNER)
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs here, with which role; whom one could invite."""
    return _members_page(request, slug)


@needs(Role.OWNER)
@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Makes an invitation; its link is shown on this answer and nowhere else."""
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _members_page(request, slug, 400, form=form)
    try:
        made, secret = membership.invite(
            _asker(request), form.cleaned_data["email"], form.cleaned_data["role"], timezone.now()
        )
    except ReppuError as fault:
        return _members_page(request, slug, 400, form=form, fault=fault)
    path = reverse("people:invitation", kwargs={"secret": secret})
    link = settings.PUBLIC_ADDRESS.rstrip("/") + path if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)
    if settings.MAIL_IS_SET:
        name = made.organisation.name
        words = _("{name} has invited you to see and use the numbers of {organisation} in Reppu:\n\n{link}\n\nThe link works once, until {day}.",
                  name=_asker(request).name, organisation=name, link=link, day=made.expires_at.date())  # fmt: skip
        send_mail(str(_("Invitation to {organisation}", organisation=name)), str(words), None, [made.email])
    shown: dict[str, Any] = {
        "link": link,
        "invited": made.email,
        "until": made.expires_at.date(),
        "mailed": settings.MAIL_IS_SET,
    }
    return _members_page(request, slug, **shown)


invite.only_post = True  # type: ignore[attr-defined]  # no page of its own, for whoever walks the pages


@needs(Role.OWNER)
@require_POST
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Withdraws an invitation."""
    membership.withdraw_invitation(_asker(request), number, timezone.now())
    return redirect("members:members", slug=slug)


def _member(request: HttpRequest, number: int) -> Member:
    mine = Member.objects.of(_asker(request).organisation).select_related("organisation", "person")
    return get_object_or_404(mine, pk=number, left_at=None)


@needs(Role.OWNER)
@require_POST
def role(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Gives a member another role."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        membership.change_role(_asker(request), _member(request, number), form.cleaned_data["role"])
    except ReppuError as fault:
        return _members_page(request, slug, 400, fault=fault)
    return redirect("members:members", slug=slug)


@needs(Role.OWNER)
@require_POST
def leave(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ends a membership."""
    try:
        membership.let_go(_asker(request), _member(request, number), timezone.now())
    except ReppuError as fault:
        return _members_page(request, slug, 400, fault=fault)
    return redirect("members:members", slug=slug)


@sensitive_post_parameters("password")
@open_to_all
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Where an invitation's link leads: somebody new names themselves, somebody known signs in; then they belong."""
    now = timezone.now()
    found = membership.invitation_with(secret, now)
    if found is None:
        gone = {"heading": _("This invitation can no longer be used"), "words": _("Ask who invited you for a new one.")}
        return render(request, "kit/message.html", gone, status=410)
    known = Person.objects.filter(email=found.email, is_active=True).first()
    mine = known is not None and request.user == known
    form = None if known else JoiningForm(request.POST or None, email=found.email)
    if request.method == "POST" and (mine or (form is not None and form.is_valid())):
        if form is not None:
            said = form.cleaned_data
            known = Person.objects.create_user(
                found.email, said["password"], name=said["name"], language=current_language()
            )
            login(request, known, backend=settings.AUTHENTICATION_BACKENDS[0])
        assert known is not None
        member = membership.accept(found, known, now)
        return redirect("overview:overview", slug=member.organisation.slug)
    shown = {"invitation": found, "role": Role(found.role), "form": form, "mine": mine}
    return render(request, "people/invitation.html", shown, status=400 if request.method == "POST" else 200)


@needs(Role.STEWARD)
def trail(request: HttpRequest, slug: str) -> HttpResponse:
    """The audit trail, newest first, by person and by deed."""
    organisation = _asker(request).organisation
    lines = Trace.objects.of(organisation).select_related("member__person").order_by("-at", "-pk")
    who, what = request.GET.get("who", ""), request.GET.get("what", "")
    if who.isdecimal():
        lines = lines.filter(member_id=int(who))
    if what:
        lines = lines.filter(what=what)
    codes = Trace.objects.of(organisation).order_by("what").values_list("what", flat=True).distinct()
    shown = {
        "slug": slug,
        "lines": Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page")),
        "members": Member.objects.of(organisation).select_related("person").order_by("pk"),
        "deeds": [(code, deeds_in_words(code)) for code in codes],
        "who": int(who) if who.isdecimal() else None,
        "what": what,
    }
    return render(request, "people/trail.html", shown)
