"""What worked in a channel, from a lake with a known truth; and the chapters that are tables."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.reports.chapters import chapters_of
from reppu.reports.content import Verdict
from reppu.reports.tests.made_up_lake import _observation, write
from reppu.reports.worked import silent_reason, worked_of
from reppu.vocabulary.language import Text

SEASON = (date(2026, 3, 1), date(2026, 5, 31))
KINDS = {"text": Text("text"), "video": Text("video"), "photo": Text("photo")}


def lake_of(home: Path, video: float, word: float, count: int = 120) -> Lake:
    """A post in three is a video and one in four is about the well; they multiply the rate of 3 %."""
    generator = random.Random(7)
    lake = open_lake(home, "esimerkki")
    posts, numbers = [], []
    for place in range(count):
        at = datetime(2026, 3, 1, 7 + (place * 5) % 12, tzinfo=UTC) + timedelta(days=place * 90 // count)
        as_of, post_id = at + timedelta(days=30), f"{place}"
        kind = "video" if place % 3 == 0 else "photo"
        about_well = place % 4 == 1
        seen = round(math.exp(generator.gauss(7, 0.6)))
        rate = (
            0.03 * (video if kind == "video" else 1) * (word if about_well else 1) * math.exp(generator.gauss(0, 0.25))
        )
        text = "Kaivon vesi on puhdasta" if about_well else "Putkityöt jatkuvat kadulla"
        posts.append(
            {"channel_id": "x", "post_id": post_id, "published_at": at, "kind": kind, "text": text, "as_of": as_of}
        )
        numbers += [
            _observation("post", post_id, "x.post.impressions", seen, as_of),
            _observation("post", post_id, "x.post.engagements", round(seen * rate), as_of),
        ]
    write(lake, "posts", posts, numbers)
    return lake


def test_a_kind_that_works_and_a_word_that_does_not_are_both_found(tmp_path: Path):
    lake = lake_of(tmp_path, video=1.8, word=0.5)
    worked = worked_of(lake, "x", SEASON, lake.position, KINDS)
    assert worked is not None
    verdicts = {row.key: row.verdict for row in worked.rows}
    assert verdicts["kind.video"] is Verdict.UP
    assert verdicts["kind.photo"] is Verdict.DOWN, "what is left when videos are taken away"
    assert next(verdict for key, verdict in verdicts.items() if key.startswith("word.kaivo")) is Verdict.DOWN
    assert worked.rows[0].verdict is Verdict.UP, "what worked comes first"
    assert worked.corrected is not None
    assert silent_reason(worked) is None


def test_where_nothing_differs_it_says_so(tmp_path: Path):
    lake = lake_of(tmp_path, video=1.0, word=1.0)
    worked = worked_of(lake, "x", SEASON, lake.position, KINDS)
    assert worked is not None
    assert "stands apart" in str(silent_reason(worked))


def test_too_few_posts_say_nothing_and_give_no_heat_map(tmp_path: Path):
    lake = lake_of(tmp_path, video=3.0, word=1.0, count=8)
    worked = worked_of(lake, "x", SEASON, lake.position, KINDS)
    assert worked is not None
    assert worked.fields == ()
    assert silent_reason(worked) is not None
    assert all(row.verdict not in (Verdict.UP, Verdict.DOWN) for row in worked.rows)


def test_a_channel_without_any_rate_has_nothing_that_worked(tmp_path: Path):
    lake = open_lake(tmp_path, "esimerkki")
    write(
        lake,
        "days",
        [],
        [_observation("account", "account", "x.account.new_follows", 3, datetime(2026, 6, 1, tzinfo=UTC), SEASON[0])],
    )
    assert worked_of(lake, "x", SEASON, lake.position, KINDS) is None


def test_growth_has_the_stock_before_and_at_the_end_and_other_chapters_without_numbers_are_left_out(tmp_path: Path):
    lake = open_lake(tmp_path, "esimerkki")
    as_of = datetime(2026, 6, 2, tzinfo=UTC)
    rows = [
        _observation("account", "account", "hand.account.followers", 4000, as_of, date(2026, 2, 20)),
        _observation("account", "account", "hand.account.followers", 4300, as_of, date(2026, 5, 31)),
    ]
    write(lake, "followers", [], rows)
    (growth,) = chapters_of(lake, [("x", "Esimerkki (X)")], SEASON, lake.position)
    assert growth.key == "growth"
    (row,) = growth.rows
    assert [cell.value for cell in row.cells[:2]] == [4000, 4300]
    assert str(growth.columns[0]) == "at the beginning"


def test_no_numbers_at_all_make_no_chapter(tmp_path: Path):
    lake = lake_of(tmp_path, 1.0, 1.0, count=3)
    assert chapters_of(lake, [("x", "X")], SEASON, lake.position) == ()


@pytest.mark.parametrize("hours", [12.5])
def test_hours_put_in_are_a_chapter_with_their_unit(tmp_path: Path, hours: float):
    import pyarrow as pa

    from reppu.lake.facade import INPUTS

    lake = lake_of(tmp_path, 1.0, 1.0, count=10)
    entered = {
        "period_start": SEASON[0],
        "period_end": SEASON[1],
        "channel_id": "x",
        "hours": hours,
        "kind": "staff",
        "as_of": datetime(2026, 6, 2, tzinfo=UTC),
    }
    with lake.staging() as staging:
        staging.write("inputs", pa.Table.from_pylist([entered], INPUTS))
        staging.commit(identity="i", content_hash=None, payload={"file": "i.csv", "channels": ["x"]}, who="test")
    sections = {one.key: one for one in chapters_of(lake, [("x", "X")], SEASON, lake.position)}
    cell = sections["effort"].rows[0].cells[0]
    assert cell.value == hours
    assert cell.in_language("fi") == "12,5\u00a0h"
