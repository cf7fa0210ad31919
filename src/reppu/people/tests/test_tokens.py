"""The page of personal tokens."""

from __future__ import annotations

import re

from reppu.people.models import Trace
from reppu.people.tokens import AccessToken, token_of

FORM = {"name": "Spreadsheet", "organisation": "karhula", "scope": "read", "days": "90"}


def test_a_secret_is_shown_once_and_kept_as_a_hash_only(viewer, cast):
    page = viewer.post("/account/tokens/", FORM)
    secret = re.search(r'value="(reppu_[^"]+)"', page.content.decode())[1]
    token = token_of(secret)
    assert token.member.person == cast.viewer and not token.may_write and token.organisation == cast.organisation
    assert 89 <= (token.expires_at - token.made_at).days <= 90
    assert secret not in str(AccessToken.objects.values().get()) and "no-store" in page.headers["Cache-Control"]
    again = viewer.get("/account/tokens/").content.decode()
    assert "Spreadsheet" in again and secret not in again and "reppu_" not in again.replace("reppu_language", "")
    assert Trace.objects.get(what="token.made").about == "Spreadsheet"


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(viewer, cast):
    page = viewer.post("/account/tokens/", {**FORM, "organisation": "sunila", "days": "9999", "name": "Kept"})
    text = page.content.decode()
    assert page.status_code == 422 and "Choose one of your organisations." in text
    assert 'value="Kept"' in text and "Choose how long it works." in text
    assert not AccessToken.objects.exists()


def test_a_token_is_revoked_by_its_owner_only(viewer, cast, client):
    viewer.post("/account/tokens/", FORM)
    token = AccessToken.objects.get()
    client.force_login(cast.owner)
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    client.force_login(cast.viewer)
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None and Trace.objects.get(what="token.revoked").member.person == cast.viewer
    assert "No program has a token of yours" in client.get("/account/tokens/").content.decode()


def test_the_account_page_leads_there(viewer):
    assert 'href="/account/tokens/"' in viewer.get("/account/").content.decode()
