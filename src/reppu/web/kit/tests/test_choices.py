"""Choosing language and colours, and where one comes back to."""

from __future__ import annotations

import pytest


def test_the_language_is_remembered_for_the_person(viewer, cast):
    viewer.post("/site/language/", {"language": "sv", "next": "/o/karhula/"})
    cast.viewer.refresh_from_db()
    assert cast.viewer.language == "sv"
    assert 'lang="sv"' in viewer.get("/o/karhula/").content.decode()


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_one_never_comes_back_to_another_site(viewer, cast, wanted):
    assert viewer.post("/site/language/", {"language": "fi", "next": wanted}).headers["Location"] == "/"


def test_a_language_that_we_do_not_have_changes_nothing(viewer, cast):
    viewer.post("/site/language/", {"language": "xx", "next": "/"})
    cast.viewer.refresh_from_db()
    assert cast.viewer.language == "en"


def test_the_script_of_charts_is_compressed_and_kept(client, db):
    answer = client.get("/site/charts-6.4.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip" and "immutable" in answer.headers["Cache-Control"]
    assert len(answer.content) < 350_000
