"""Instagram's archive: letters put right, posts told apart, names of another language refused."""

from __future__ import annotations

import doctest
import json
from pathlib import Path
from typing import Any

import pytest

from reppu.lake.facade import open_lake
from reppu.sources.facade import import_paths
from reppu.sources.meta import archive
from reppu.sources.meta.archive import ARCHIVE, InstagramInsights, repaired
from reppu.sources.tests.samples import read_with
from tests.shared_folder import shared

REAL = ("exports", "meta", "jakemaz66_posts.json")
MEASURES = {
    "Impressions": "impressions",
    "Accounts reached": "reach",
    "Profile Visits": "profile_visits",
    "Follows": "follows",
    "Saves": "saves",
    "Likes": "likes",
    "Comments": "comments",
    "Shares": "shares",
    "External link taps": "external_link_taps",
}


def test_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(archive).failed == 0


@pytest.mark.parametrize("text", ["Kirjasto 🎄 åäö", "plain", "", "日本語"])
def test_letters_are_put_right_once_and_whole_text_is_left(text: str) -> None:
    assert repaired(text.encode().decode("latin-1")) == text
    assert repaired(text) == text


def test_two_posts_of_one_second_stay_two() -> None:
    def post(uri: str, likes: str) -> dict[str, Any]:
        medium = {"uri": uri, "creation_timestamp": 1702587159, "title": ""}
        return {"media_map_data": {"Media Thumbnail": medium}, "string_map_data": {"Likes": {"value": likes}}}

    posts = [post("a/1_n_17900000000000001.jpg", "1"), post("b/1_n_17900000000000002.jpg", "2")]
    said = read_with(InstagramInsights(), json.dumps({"organic_insights_posts": posts}).encode(), "posts.json")
    assert said.value("17900000000000001", "meta.content.likes") == 1
    assert said.value("17900000000000002", "meta.content.likes") == 2


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("past_instagram_insights/posts.json", ""),
        ("logged_information/past_instagram_insights/posts.json", ""),
        ("a/b/logged_information/past_instagram_insights/posts.json", "a/b/"),
        ("a/your_instagram_activity/past_instagram_insights/posts.json", "a/"),
        ("personal_information/personal_information/personal_information.html", ""),
    ],
)
def test_the_archives_root_is_found(name: str, root: str) -> None:
    from reppu.sources.bundles import archives_in

    found = archives_in([name], [ARCHIVE])
    assert [one.root for one in found] == [root]
    assert found[0].reads(name) is name.endswith("posts.json")


@pytest.mark.needs_shared
def test_every_post_and_number_of_a_real_archive_is_read(tmp_path: Path) -> None:
    path = shared(*REAL)
    posts = json.loads(path.read_text(encoding="utf-8"))["organic_insights_posts"]
    lake = open_lake(tmp_path)
    (outcome,) = import_paths(lake, [path])
    numbers = [
        (one["media_map_data"]["Media Thumbnail"]["uri"].rpartition("_")[2].partition(".")[0], key, entry["value"])
        for one in posts
        for key, entry in one["string_map_data"].items()
        if key != "Creation Timestamp"
    ]
    assert (
        (outcome.rows, outcome.posts, outcome.observations) == (len(posts), len(posts), len(numbers)) == (69, 69, 562)
    )
    assert outcome.channel == "instagram" and outcome.refused_total == 0
    rows = lake.latest_observations().to_pyarrow().to_pylist()
    stated = {(row["subject_id"], row["measure"], row["value"]) for row in rows}
    assert stated == {(post, f"meta.content.{MEASURES[key]}", float(value)) for post, key, value in numbers}
    texts = [row["text"] for row in lake.latest_posts().to_pyarrow().to_pylist()]
    assert not any("â\x80" in text for text in texts if text) and any("’" in text for text in texts if text)
    moments = {row["published_at"].timestamp() for row in lake.latest_posts().to_pyarrow().to_pylist()}
    assert moments == {one["string_map_data"]["Creation Timestamp"]["timestamp"] for one in posts}
