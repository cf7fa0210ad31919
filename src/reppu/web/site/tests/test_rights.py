"""Every address of the site, asked by everyone: each view says what it needs, and gets exactly that.

The addresses are taken from the site itself, so that a page that lands later is walked without being named here.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from reppu.people.rights import SIGNED_IN, others_own
from reppu.people.roles import Role
from reppu.web.site.secret import secret_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands in an address for each of its parts: things that do not exist, so that what is asked for is only the right.
_STAND_INS = {
    "slug": "karhula",
    "int": "999999",
    "str": "nothing",
    "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
    "path": "nothing",
}
_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Address:
    path: str
    view: Any

    @property
    def needs(self) -> int | None:
        return getattr(self.view, "needs", None)


def _walk(patterns: list[Any], before: str = "/") -> Iterator[Address]:
    for one in patterns:
        shape = str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, before + shape)
        elif isinstance(one, URLPattern) and not others_own(one.callback):
            filled = _PART.sub(
                lambda part: "karhula" if part["name"] == "slug" else _STAND_INS[part["kind"] or "str"], before + shape
            )
            yield Address(filled, one.callback)


ADDRESSES = list(_walk(get_resolver(site.ROOT_URLCONF).url_patterns))
WITH_A_ROLE = [one for one in ADDRESSES if one.needs]
ROLES = {"viewer": Role.VIEWER, "contributor": Role.CONTRIBUTOR, "steward": Role.STEWARD, "owner": Role.OWNER}


def test_the_walk_sees_the_pages_there_are():
    paths = {one.path for one in ADDRESSES}
    assert {"/", "/account/", "/welcome/", "/o/karhula/", "/o/karhula/people/", "/o/karhula/settings/"} <= paths


def test_every_view_says_what_it_needs():
    silent = [one.path for one in ADDRESSES if one.needs is None and not getattr(one.view, "open_to_all", False)]
    assert silent == []


def test_every_page_of_an_organisation_needs_a_role():
    assert [one.path for one in ADDRESSES if "/o/karhula/" in one.path and not one.needs] == []


def asked(client: Client, path: str) -> list[int]:
    client.raise_request_exception = False
    return [client.get(path).status_code, client.post(path).status_code]


@pytest.mark.parametrize("who", ROLES)
def test_a_role_that_is_too_low_is_refused_and_one_that_is_enough_is_not(client, cast, who):
    client.force_login(getattr(cast, who))
    for one in WITH_A_ROLE:
        refused = asked(client, one.path)
        if ROLES[who] < one.needs:
            assert refused == [403, 403], one.path
        else:
            assert 403 not in refused and 500 not in refused, (one.path, refused)


def test_another_organisation_answers_as_one_that_does_not_exist(client, cast):
    client.force_login(cast.outsider)
    for one in WITH_A_ROLE:
        assert asked(client, one.path) == [404, 404], one.path
        assert asked(client, one.path.replace("karhula", "nowhere")) == [404, 404], one.path


def test_who_left_is_an_outsider(client, cast):
    from django.utils import timezone

    from reppu.people.models import Member

    Member.objects.filter(person=cast.steward).update(left_at=timezone.now())
    client.force_login(cast.steward)
    for one in WITH_A_ROLE:
        assert asked(client, one.path) == [404, 404], one.path


def test_who_is_not_signed_in_is_sent_to_the_sign_in(client, cast):
    for one in ADDRESSES:
        if one.needs is not None:
            for answer in (client.get(one.path), client.post(one.path)):
                assert answer.status_code == 302, one.path
                assert answer.headers["Location"].startswith("/account/login/"), one.path


def test_what_is_open_to_all_never_fails(client, cast):
    for one in ADDRESSES:
        if one.needs is None or one.needs == SIGNED_IN:
            assert 500 not in asked(client, one.path), one.path


def test_no_form_works_without_its_token(cast):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.owner)
    for one in ADDRESSES:
        if getattr(one.view, "csrf_exempt", False):
            continue
        assert careful.post(one.path).status_code == 403, one.path


OPEN_PAGES = ["/account/login/", "/account/password/reset/", "/account/signup/"]
OWN_PAGES = ["/account/", "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/", "/account/password/change/", "/account/logout/"]  # fmt: skip


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_page_holds_inline_script_or_style_and_each_has_the_policy_and_one_heading(client, cast, language):
    client.cookies["reppu_language"] = language
    pages = {path: client.get(path) for path in OPEN_PAGES}
    cast.owner.language = language
    cast.owner.save()
    client.force_login(cast.owner)
    client.post("/account/reauthenticate/", {"password": "a long way to the lake"})
    for path in [*OWN_PAGES, *(one.path for one in WITH_A_ROLE)]:
        pages[path] = client.get(path)
    seen = 0
    for path, page in pages.items():
        policy = page.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "default-src 'none'" in policy and "unsafe" not in policy, path
        if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
            continue
        seen += 1
        text = page.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text), path
        for script in re.findall(r"<script[^>]*>", text):
            assert "src=" in script or 'type="application/json"' in script, (path, script)
        assert len(re.findall(r"<h1[ >]", text)) == 1, path
        assert f'lang="{language}"' in text, path
    assert seen >= 12


def test_the_secret_of_the_installation_is_a_file_that_only_its_owner_reads(tmp_path):
    first = secret_of(tmp_path / "site" / "secret.key", "NO_SUCH_NAME")
    assert stat.S_IMODE((tmp_path / "site" / "secret.key").stat().st_mode) == 0o600
    assert len(first) >= 60 and secret_of(tmp_path / "site" / "secret.key", "NO_SUCH_NAME") == first


@pytest.mark.parametrize(("address", "safe"), [("https://reppu.example", "True"), ("", "False")])
def test_behind_tls_cookies_are_secure_and_browsers_are_told_to_stay_there(tmp_path, address, safe):
    said = subprocess.run(
        [sys.executable, "-c", "from reppu.web.site import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000)"],
        env={**os.environ, "REPPU_ADDRESS": address, "REPPU_HOME": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.split() == [safe] * 4


def test_hsts_is_sent_over_tls(client, cast, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    assert client.get("/account/login/", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"
