"""Mastodon's archive: only what is public, words without markup, counts only where they are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reppu.lake.facade import open_lake
from reppu.sources.facade import import_paths
from reppu.sources.mastodon.html_text import text_of_html
from reppu.sources.mastodon.outbox import Outbox
from reppu.sources.mastodon.samples.write import ACTOR, EVERYBODY, FOLLOWERS, create, note, outbox
from reppu.sources.tests.samples import read_with
from tests.shared_folder import shared


def read(*items: Any) -> Any:
    return read_with(Outbox(), outbox(list(items)), "outbox.json")


@pytest.mark.parametrize(
    ("to", "cc", "is_read"),
    [
        ([EVERYBODY], [FOLLOWERS], True),
        ([FOLLOWERS], [EVERYBODY], True),
        (EVERYBODY, [], True),
        (["as:Public"], [], True),
        ([FOLLOWERS], [], False),
        (["https://yhteiso.example/users/naapuri"], [], False),
        ([], [], False),
        (None, None, False),
        ([{"id": EVERYBODY}], [], False),
    ],
)
def test_only_what_everybody_may_see_is_read(to: Any, cc: Any, is_read: bool) -> None:
    said = read(create(note(1, "2022-11-08T03:07:14Z", "<p>Vesi</p>", to=to, cc=cc)))
    assert (len(said.posts) == 1) is is_read
    assert said.rows == 1 and said.refused == []
    assert any("not public" in text for text in said.notes) is not is_read


def test_a_private_post_in_a_public_envelope_is_left_out() -> None:
    activity = {**create(note(1, "2022-11-08T03:07:14Z", "<p>a</p>", to=[FOLLOWERS], cc=[])), "to": [EVERYBODY]}
    said = read(activity)
    assert said.posts == [] and [(row, column) for row, column, _reason in said.refused] == [(1, "to")]


@pytest.mark.parametrize("missing", ["id", "published", "attributedTo"])
def test_a_post_without_what_it_needs_is_named(missing: str) -> None:
    activity = create(note(1, "2022-11-08T03:07:14Z", "<p>a</p>"))
    del activity["object"][missing]
    if missing != "id":
        activity["actor" if missing == "attributedTo" else missing] = None
    said = read(activity, create(note(2, "2022-11-08T03:07:14Z", "<p>b</p>")))
    assert [(row, column) for row, column, _reason in said.refused] == [(1, "id")]
    assert len(said.posts) == 1


def test_what_is_no_activity_is_refused_and_the_rest_is_read() -> None:
    said = read(7, None, "text", {"type": ["Create"]}, create(note(2, "2022-11-08T03:07:14Z", "<p>b</p>")))
    assert [row for row, _column, _reason in said.refused] == [1, 2, 3, 4]
    assert len(said.posts) == 1 and said.rows == 5


def test_half_a_letter_harms_nothing() -> None:
    data = outbox([create(note(1, "2022-11-08T03:07:14Z", "<p>PUOLIKAS</p>"))]).replace(b"PUOLIKAS", b"\\ud83d")
    assert read_with(Outbox(), data).posts[0]["text"] == "?"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>a<br>b<br/>c</p><p>d</p>", "a\nb\nc\n\nd"),
        ("<p>1 &lt; 2 &amp;&amp; &#128167; &nbsp;ok</p>", "1 < 2 && 💧 \xa0ok"),
        ('<p><a href="https://a.example"><span class="invisible">https://</span><span>a.example</span></a></p>', "https://a.example"),
        ("<p>a<script>alert('x')</script>b<style>p{}</style></p>", "ab"),
        ("<ul><li>yksi</li><li>kaksi</li></ul>", "yksi\n\nkaksi"),
        ("a <b>lihava</b>\n  rivi", "a lihava rivi"),
        ("ilman merkintöjä", "ilman merkintöjä"),
        ("", ""),
    ],
)  # fmt: skip
def test_html_becomes_its_words(content: str, text: str) -> None:
    assert text_of_html(content) == text


@pytest.mark.needs_shared
def test_real_archives_become_posts_of_their_accounts(tmp_path: Path) -> None:
    names = ("outbox_trimmed.json", "outbox_mastodon4.5plus_shape_redacted.json")
    paths = [shared("exports", "mastodon", name) for name in names]
    held = [json.loads(path.read_text(encoding="utf-8"))["orderedItems"] for path in paths]
    lake = open_lake(tmp_path)
    outcomes = import_paths(lake, paths)
    assert [one.rows for one in outcomes] == [len(items) for items in held] == [7, 1]
    assert [one.posts for one in outcomes] == [7, 1] and [one.refused_total for one in outcomes] == [0, 0]
    assert [one.observations for one in outcomes] == [0, 2]  # the older archive tells no counts
    assert any("1,557" in note.in_language("en") for note in outcomes[0].notes)
    ids = {item["object"]["id"] if item["type"] == "Create" else item["id"] for items in held for item in items}
    rows = lake.latest_posts().to_pyarrow().to_pylist()
    assert {row["post_id"] for row in rows} == ids
    assert not any("<" in (row["text"] or "") for row in rows)
    assert {account for c in lake.channels() for account in c.accounts} == {
        f"mastodon:{items[0]['actor']}" for items in held
    }


def test_the_actor_is_the_account() -> None:
    said = read(create(note(1, "2022-11-08T03:07:14Z", "<p>a</p>")))
    assert said.posts[0]["account"] == f"mastodon:{ACTOR}"
    assert said.names == {f"mastodon:{ACTOR}": "@vesi@yhteiso.example"}
