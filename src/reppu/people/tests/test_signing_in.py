"""Signing in by password, second step and single sign-on; and how guessing is slowed down."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.core.cache import cache
from django.utils import timezone

from reppu.people import membership
from reppu.people.models import Member, Person
from reppu.people.roles import Role
from reppu.people.signing_in import SingleSignOnAdapter
from tests.cast import PASSWORD

ISSUER = "https://login.example"


@pytest.fixture(autouse=True)
def no_earlier_attempts(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def sign_in(client, email: str, password: str):
    return client.post("/account/login/", {"login": email, "password": password})


def test_a_member_signs_in_with_the_password_however_the_address_is_typed(client, cast):
    assert sign_in(client, "Daavid@Karhula.example", PASSWORD).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/o/karhula/"


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(client, cast):
    for _time in range(5):
        assert sign_in(client, "daavid@karhula.example", "wrong").status_code == 200
    page = sign_in(client, "daavid@karhula.example", PASSWORD)
    assert page.status_code == 200 and "Too many failed login attempts" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account_by_themselves(client, cast):
    page = client.post("/account/signup/", {"email": "stranger@x.example", "password1": "a boat under the stars"})
    assert "joined by invitation" in page.content.decode()
    assert not Person.objects.filter(email="stranger@x.example").exists()


def test_who_has_a_second_step_is_asked_for_it(client, cast):
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    secret = generate_totp_secret()
    TOTP.activate(cast.viewer, secret)
    assert sign_in(client, "daavid@karhula.example", PASSWORD).headers["Location"].startswith("/account/2fa/")
    assert client.get("/o/karhula/").status_code == 302
    assert "webauthn" in client.get("/account/2fa/authenticate/").content.decode()
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post("/account/2fa/authenticate/", {"code": code}).headers["Location"] == "/"
    assert client.get("/o/karhula/").status_code == 200


def test_the_way_to_a_new_password_is_offered_only_when_mail_is_set(client, cast, settings, mailoutbox):
    assert "/account/password/reset/" not in client.get("/account/login/").content.decode()
    settings.MAIL_IS_SET = True
    assert "/account/password/reset/" in client.get("/account/login/").content.decode()
    client.post("/account/password/reset/", {"email": "daavid@karhula.example"})
    assert "/account/password/reset/key/" in mailoutbox[0].body


@pytest.fixture
def provider(settings, monkeypatch):
    """An OpenID provider whose answers are made up at the edge of the network; `says` is what it knows of the person."""
    says: dict[str, object] = {
        "sub": "1",
        "name": "Frida Falk",
        "email": "frida@karhula.example",
        "email_verified": True,
    }
    app = {"provider_id": "sso", "name": "Karhula", "client_id": "c", "secret": "s", "settings": {"server_url": ISSUER}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    known = {
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "userinfo_endpoint": f"{ISSUER}/me",
    }

    class Session:
        def __enter__(self):
            return self

        def __exit__(self, *_fault):
            return None

        def get(self, address, headers=None):
            answer = says if address.endswith("/me") else known
            return SimpleNamespace(raise_for_status=lambda: None, json=lambda: answer)

    monkeypatch.setattr(SingleSignOnAdapter, "get_requests_session", lambda _self: Session())
    monkeypatch.setattr(OAuth2Client, "get_access_token", lambda *_a, **_n: {"access_token": "t"})
    return says


def through_the_provider(client):
    away = client.post("/account/oidc/sso/login/?process=login").headers["Location"]
    assert away.startswith(f"{ISSUER}/authorize?")
    state = parse_qs(urlsplit(away).query)["state"][0]
    return client.get("/account/oidc/sso/login/callback/", {"code": "x", "state": state})


def test_single_sign_on_lets_a_member_in_by_the_verified_address(client, cast, provider):
    provider["email"] = "Daavid@Karhula.example"
    assert through_the_provider(client).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/o/karhula/"
    client.logout()
    provider["email"] = "daavid.k@karhula.example"  # a new address later: the provider's own id is what counts
    assert through_the_provider(client).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.viewer.pk)


def test_single_sign_on_makes_an_invited_person_a_member(client, cast, provider):
    membership.invite(cast.member(cast.owner), "frida@karhula.example", Role.STEWARD, timezone.now())
    assert through_the_provider(client).headers["Location"] == "/"
    member = Member.objects.get(person__email="frida@karhula.example")
    assert (member.role, member.name) == (Role.STEWARD, "Frida Falk")


@pytest.mark.parametrize(
    "says",
    [{}, {"email": "daavid@karhula.example", "email_verified": False}, {"email": None}],
    ids=["unknown", "unverified", "no address"],
)
def test_single_sign_on_lets_nobody_else_in(client, cast, provider, says):
    provider.update(says)
    page = through_the_provider(client)
    assert page.status_code == 403 and "You have no invitation" in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert Person.objects.count() == 5
