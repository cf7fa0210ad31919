"""Real exports of X, counted again by the csv module; local only."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from reppu.lake.facade import open_lake
from reppu.sources.facade import import_paths
from reppu.sources.tests.samples import read_with
from reppu.sources.x.mapping import DAYS_2014, POSTS_2014
from tests.shared_folder import shared

pytestmark = pytest.mark.needs_shared

POSTS = "tweet_activity_metrics_EconomicsShiny_20220201_20220301_en.csv"
DAYS = "daily_tweet_activity_metrics_LisaDeBruine_20210801_20210901_en.csv"
NULLS = {"", "-"}


def rows_of(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream))


def test_every_post_and_number_of_a_real_export_is_read() -> None:
    path = shared("exports", "x", POSTS)
    header, *rows = rows_of(path)
    said = read_with(POSTS_2014, path.read_bytes(), POSTS)
    assert said.rows == len(rows) == len(said.posts) and said.refused_total == 0 and not said.notes
    numbers = {name: index for index, name in enumerate(header) if index >= 4}
    assert len(said.observations) == len(rows) * len(numbers)
    total = sum(float(row[index]) for row in rows for index in numbers.values() if row[index] not in NULLS)
    assert sum(row["value"] for row in said.observations if row["value"] is not None) == pytest.approx(total, rel=1e-12)
    nulls = sum(row[index] in NULLS for row in rows for index in numbers.values())
    assert sum(row["value"] is None for row in said.observations) == nulls
    by_post = {row[0]: row for row in rows}
    for one in said.observations:
        if one["measure"] == "x.post.impressions":
            assert one["value"] == float(by_post[one["subject_id"]][header.index("impressions")])


def test_every_id_holds_the_exported_minute() -> None:
    path = shared("exports", "x", POSTS)
    _header, *rows = rows_of(path)
    exported = {row[0]: datetime.strptime(row[3], "%Y-%m-%d %H:%M %z") for row in rows}
    for post in read_with(POSTS_2014, path.read_bytes(), POSTS).posts:
        assert post["published_at"].replace(second=0, microsecond=0) == exported[post["post_id"]]


def test_a_real_daily_export_is_read() -> None:
    path = shared("exports", "x", DAYS)
    header, *rows = rows_of(path)
    said = read_with(DAYS_2014, path.read_bytes(), DAYS)
    assert said.rows == len(rows)
    assert len(said.observations) == len(rows) * (len(header) - 1)
    assert said.refused_total == 0


def test_the_folder_of_real_exports_is_imported_and_strangers_are_named(tmp_path: Path) -> None:
    outcomes = import_paths(open_lake(tmp_path), [shared("exports", "x")])
    imported = {Path(o.file).name: (o.channel, o.posts) for o in outcomes if o.entry_no is not None}
    assert imported == {POSTS: ("x-economicsshiny", 160), DAYS: ("x-lisadebruine", 0)}
    for outcome in outcomes:
        assert (outcome.entry_no is None) == (outcome.refused_total > 0)
