"""How people sign in: nobody makes an account by themselves, they are invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.shortcuts import render
from django.utils import timezone

from reppu.people.membership import accept, invited_by_mail
from reppu.people.models import Person
from reppu.vocabulary.language import _, current_language

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account flow without open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the first owner is made on the first visit, everybody else is invited."""
        return False


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Sign-in by OpenID Connect: for whom the provider vouches by a verified address that is a member's or invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: who may sign in is decided by `pre_social_login`."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Ties a first sign-in to its person. Everybody else gets a page with status 403 and no account."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        vouched = [one.email.lower() for one in sociallogin.email_addresses if one.verified]
        person = Person.objects.filter(email__in=vouched, is_active=True).first()
        for email in vouched:
            for waiting in invited_by_mail(email):
                if person is None:
                    said = sociallogin.account.extra_data.get("userinfo") or sociallogin.account.extra_data
                    name = str(said.get("name") or email.partition("@")[0])[:120]
                    person = Person.objects.create_user(email, None, name=name, language=current_language())
                if person.email == email:
                    accept(waiting, person, timezone.now())
        if person is None:
            shown = {
                "heading": _("You have no invitation"),
                "words": _("Single sign-on knows you, but Reppu does not. Ask an owner of your organisation to invite the address you signed in with."),
            }  # fmt: skip
            raise ImmediateHttpResponse(render(request, "kit/message.html", shown, status=403))
        sociallogin.connect(request, person)
