"""X's archive: whose it is, what counts and what does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from reppu.sources.tests.samples import read_with, recognised
from reppu.sources.x.archive import ArchivePosts
from reppu.sources.x.samples.write import post_id
from reppu.vocabulary.errors import ReppuError

ONE = post_id(2024, 3, 2, 9, 15, 0)


def tweets(*posts: dict[str, Any], variable: str = "tweets.part0") -> bytes:
    return f"window.YTD.{variable} = {json.dumps([{'tweet': post} for post in posts])}".encode()


def read(*posts: dict[str, Any]) -> Any:
    return read_with(ArchivePosts(), tweets(*posts), "tweets.js")


@pytest.mark.parametrize("variable", ["tweets.part0", "tweet.part0", "tweets.part17"])
def test_posts_are_known_by_the_variable(variable: str) -> None:
    assert next(recognised(tweets(variable=variable), "a.js"))[0] == "x.archive"


@pytest.mark.parametrize("variable", ["direct_messages.part0", "follower.part0", "deleted_tweets.part0", "like.part0"])
def test_everything_else_is_private(variable: str) -> None:
    assert next(recognised(tweets(variable=variable), "a.js"))[0] == "x.archive.private"


def test_javascript_is_never_run() -> None:
    with pytest.raises(ReppuError, match="damaged"):
        read_with(ArchivePosts(), b'window.YTD.tweets.part0 = [require("fs")]', "tweets.js")


@pytest.mark.parametrize(
    ("likes", "expected"),
    [("12", 12), (12, 12), ("0", 0), ("", None), (None, None), ("1e3", "refused"), ("-1", "refused"), ("٣", "refused"),
     (1.5, "refused"), (True, "refused"), ([1], "refused")],
)  # fmt: skip
def test_counts_are_whole_numbers_as_text(likes: Any, expected: Any) -> None:
    said = read({"id_str": ONE, "full_text": "Vesi", "favorite_count": likes})
    if expected == "refused":
        assert [(row, column) for row, column, _reason in said.refused] == [(1, "favorite_count")]
        assert said.value(ONE, "x.post.likes") == "absent"
    else:
        assert said.value(ONE, "x.post.likes") == expected and not said.refused
    assert said.value(ONE, "x.post.reposts") == "absent"


def test_a_repost_keeps_no_counts_of_the_other_account() -> None:
    said = read({"id_str": ONE, "full_text": "RT @museo: auki", "favorite_count": "0", "retweet_count": "900"})
    assert said.posts[0]["is_repost"] is True and said.observations == []


def test_the_moment_is_the_ids() -> None:
    said = read({"id_str": ONE, "full_text": "a", "created_at": "Sat Mar 02 09:15:00 +0000 2024"})
    assert said.posts[0]["published_at"] == datetime(2024, 3, 2, 9, 15, tzinfo=UTC)
    assert said.notes == []


@pytest.mark.parametrize("of", ["1763400000000000001", ""])
def test_a_picture_of_another_post_tells_no_handle(of: str) -> None:
    media = [{"expanded_url": f"https://twitter.com/museo/status/{of}/photo/1", "type": "photo"}]
    said = read({"id_str": ONE, "full_text": "a", "extended_entities": {"media": media}})
    assert said.posts[0]["account"] == "x:" and said.names == {}
    assert said.posts[0]["link"] == f"https://x.com/i/web/status/{ONE}"


@pytest.mark.parametrize("post", [{}, {"id_str": "abc"}, {"id_str": 7}, {"id_str": "9" * 20}])
def test_a_post_without_an_id_is_named(post: dict[str, Any]) -> None:
    said = read(post, {"id_str": ONE, "full_text": "a", "entities": [], "lang": 7})
    assert [(row, column) for row, column, _reason in said.refused] == [(1, "id_str")]
    assert len(said.posts) == 1
