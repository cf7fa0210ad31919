"""The overview page, asked as a browser asks."""

from __future__ import annotations


def test_a_member_sees_the_overview(viewer, cast):
    page = viewer.get("/o/karhula/")
    assert page.status_code == 200
    assert "Karhula" in page.content.decode()


def test_another_organisation_is_not_there(viewer, cast):
    assert viewer.get("/o/sunila/").status_code == 404
    assert viewer.get("/o/nowhere/").status_code == 404


def test_who_is_not_signed_in_is_asked_to(client, cast):
    assert client.get("/o/karhula/").headers["Location"].startswith("/account/login/")
