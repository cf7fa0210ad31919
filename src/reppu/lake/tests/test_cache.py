from __future__ import annotations

import contextlib
import json
import random
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reppu.lake import cache as cache_file
from reppu.lake import folding
from reppu.lake.facade import Lake, channel_merged, facts_moved, open_lake, setting
from reppu.lake.facts import look
from reppu.lake.tests.made_up import AWKWARD, bring, daily, later, likes, post, rows_of
from reppu.vocabulary.errors import ReppuError

CHANNELS = ("x-a", "x-b", "x-c")
POSTS = ("1", "2", "3", "4")


def cached(lake: Lake, table: str) -> list[dict[str, Any]] | None:
    answer = lake._cache.read(look(lake._catalogue, None), table)
    return None if answer is None else rows_of(answer)


def from_facts(lake: Lake) -> dict[str, list[dict[str, Any]]]:
    # A pinned read never uses the cache, so it is what the cache must equal.
    position = lake.position
    return {
        "posts": rows_of(lake.latest_posts(position=position)),
        "observations": rows_of(lake.latest_observations(position=position)),
    }


class Brought(RuleBasedStateMachine):
    """Anything that can happen to a lake, in any order; after each step the cache equals the facts."""

    @initialize(piece_rows=st.sampled_from((1, 3, cache_file.PIECE_ROWS)))
    def begin(self, piece_rows: int) -> None:
        self.piece_rows, cache_file.PIECE_ROWS = cache_file.PIECE_ROWS, piece_rows
        self.folder = Path(tempfile.mkdtemp(prefix="reppu-cache-"))
        self.lake = open_lake(self.folder / AWKWARD, "vesi")
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            cache_file.PIECE_ROWS = self.piece_rows
            self.lake.close()
            shutil.rmtree(self.folder)

    def _rows(self, seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        dice = random.Random(seed)
        observations, posts = [], []
        for _number in range(dice.randint(0, 6)):
            as_of = later(dice.choice((0, 1, 30, 60)))
            channel, post_id = dice.choice(CHANNELS), dice.choice(POSTS)
            value = dice.choice((None, 0.0, 1.0, float(dice.randint(2, 99))))
            day = date(2021, dice.choice((3, 4, 5)), dice.randint(1, 3))
            match dice.randint(0, 4):
                case 0:
                    observations.append(likes(value, as_of, post_id, channel_id=channel))
                case 1:
                    observations.append(daily(value, day, as_of, channel_id=channel))
                case 2:
                    of_post = {"subject_kind": "video", "subject_id": post_id, "channel_id": channel}
                    observations.append(daily(value, day, as_of, **of_post))
                case 3:
                    account = {"subject_kind": "account", "subject_id": "account", "channel_id": channel}
                    observations.append(likes(value, as_of, **account))
                case 4:
                    published = dice.choice((None, later(-20), later(0), later(14), later(31)))
                    told = {"kind": dice.choice((None, "text", "video")), "is_paid": dice.choice((None, True, False))}
                    posts.append(post(post_id, published, as_of, channel_id=channel, **told))
        return observations, posts

    @rule(seed=st.integers(0, 1 << 30))
    def brings(self, seed: int) -> None:
        self.number += 1
        observations, posts = self._rows(seed)
        bring(self.lake, f"file {self.number}", observations, posts)

    @rule(choice=st.integers(0, 1 << 30))
    def withdraws(self, choice: int) -> None:
        entries = [e for e in self.lake.entries() if e.withdrawn_by is None]
        if entries:
            entry = entries[choice % len(entries)]
            if entry.payload.get("action") != "created":  # a channel that was created stays
                with contextlib.suppress(ReppuError):  # the same merge may have been made again meanwhile
                    self.lake.withdraw(entry.entry_no, "test")

    @rule(one=st.sampled_from(CHANNELS), other=st.sampled_from(CHANNELS))
    def merges(self, one: str, other: str) -> None:
        known = {channel.channel_id for channel in self.lake.channels()}
        if {one, other} <= known:
            with contextlib.suppress(ReppuError):  # into itself, perhaps by a detour
                self.lake.record(*channel_merged(one, other), who="test")

    @rule(choice=st.integers(0, 1 << 30), into=st.sampled_from(CHANNELS))
    def moves_an_import(self, choice: int, into: str) -> None:
        live = [entry for entry in self.lake.entries(kinds=["import"]) if entry.withdrawn_by is None]
        movable = [(e.entry_no, c) for e in live for c in e.payload["channels"] if c in CHANNELS]
        if movable and into in {channel.channel_id for channel in self.lake.channels()}:
            with contextlib.suppress(ReppuError):  # there already
                self.lake.record(*facts_moved(*movable[choice % len(movable)], into), who="test")

    @rule(
        channel=st.sampled_from(CHANNELS),
        what=st.sampled_from(("post", "day", "burst")),
        subject=st.sampled_from(POSTS),
        offset=st.integers(-32, 32),
        measures=st.sampled_from(([], ["x.post.likes"], ["x.account.likes"])),
    )
    def corrects(self, channel: str, what: str, subject: str, offset: int, measures: list[str]) -> None:
        if channel not in {known.channel_id for known in self.lake.channels()}:
            return
        day = date(2021, 4, 1) + timedelta(days=offset)
        where = {
            "post": {"post_id": subject},
            "day": {"date": day.isoformat()},
            "burst": {"since": day.isoformat(), "until": (day + timedelta(days=20)).isoformat()},
        }[what]
        payload = {"what": what, "channel_id": channel, "measures": measures, "reason": "a test", **where}
        self.lake.record("correction", payload, "test")

    @rule(zone=st.sampled_from(("Europe/Helsinki", "Pacific/Auckland")))
    def changes_the_time_zone(self, zone: str) -> None:
        self.lake.record(*setting("time_zone", zone), who="test")

    @rule()
    def compacts(self) -> None:
        self.lake.compact()

    @rule(seed=st.integers(0, 1 << 30))
    def is_killed_while_staging(self, seed: int) -> None:
        staging = self.lake.staging()
        observations, _posts = self._rows(seed)
        if observations:
            import pyarrow as pa

            from reppu.lake.schema import OBSERVATIONS

            staging.write("observations", pa.Table.from_pylist(observations, schema=OBSERVATIONS))
        for writer in staging._writers.values():  # what the death of the process leaves: a file, and no lock on it
            writer.close()

    @rule(where=st.sampled_from(("before the stamp", "stamp half written")))
    def is_killed_while_refreshing(self, where: str) -> None:
        whole = cache_file.write_whole

        class Killed(BaseException):
            pass

        def killed(path: Path, content: bytes) -> None:
            if where == "stamp half written":
                path.with_name("stamp.json.77.new").write_bytes(content[: len(content) // 2])
            raise Killed

        cache_file.write_whole = killed
        try:
            self.lake.refresh_cache(always=True)
        except Killed:
            pass
        finally:
            cache_file.write_whole = whole

    @rule()
    def loses_the_cache(self) -> None:
        shutil.rmtree(self.lake.folder / "cache", ignore_errors=True)

    @invariant()
    def the_cache_equals_the_facts(self) -> None:
        if not hasattr(self, "lake"):
            return
        assert self.lake.refresh_cache(always=True)
        expected = from_facts(self.lake)
        assert cached(self.lake, "posts") == expected["posts"]
        assert cached(self.lake, "observations") == expected["observations"]


TestCacheEqualsFacts = Brought.TestCase
TestCacheEqualsFacts.settings = settings(
    max_examples=6,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def parts_written(lake: Lake) -> dict[str, int]:
    stamp = lake._cache.stamp()
    assert stamp is not None
    return stamp.live["observations"]


def test_many_facts_are_folded_piece_by_piece_and_none_is_lost_between_them(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_file, "PIECE_ROWS", 7)
    streamed: list[int] = []
    before = cache_file._stream

    def counted(pieces: Any, names: list[str]) -> Any:
        pieces = list(pieces)
        streamed.append(len(pieces))
        return before(pieces, names)

    monkeypatch.setattr(cache_file, "_stream", counted)
    rows = [likes(number, later(number % 3), post=f"{number % 25}") for number in range(60)]
    bring(lake, "many", [*rows, daily(5, date(2021, 4, 1))], [post(f"{number}") for number in range(25)])
    assert lake.refresh_cache(always=True)
    assert streamed == [1, 9]  # 61 facts
    assert {table: cached(lake, table) for table in ("posts", "observations")} == from_facts(lake)


def test_only_touched_parts_are_written_anew(lake: Lake) -> None:
    bring(lake, "a", [daily(1, date(2021, 4, 1)), daily(2, date(2021, 5, 1)), likes(3)], [post()])
    assert lake.refresh_cache(always=True)
    assert parts_written(lake) == {"x-vesi/2021-04": 1, "x-vesi/2021-05": 1}
    bring(lake, "b", [daily(4, date(2021, 5, 1), later(40))])
    assert lake.refresh_cache(always=True)
    assert parts_written(lake) == {"x-vesi/2021-04": 1, "x-vesi/2021-05": 2}
    assert cached(lake, "observations") == from_facts(lake)["observations"]


def test_a_post_whose_day_becomes_known_or_moves_leaves_its_earlier_part(lake: Lake) -> None:
    bring(lake, "a", [likes(3), likes(5, post="2")], [post("2")])
    assert lake.refresh_cache(always=True)
    assert parts_written(lake) == {"x-vesi/none": 1, "x-vesi/2021-04": 1}
    moved = bring(lake, "b", posts=[post("1", later(31), later(1)), post("2", later(62), later(1))])
    assert lake.refresh_cache(always=True)
    assert parts_written(lake) == {"x-vesi/2021-05": 2, "x-vesi/2021-06": 2}
    assert cached(lake, "observations") == from_facts(lake)["observations"]
    lake.withdraw(moved.entry_no, "test")
    assert lake.refresh_cache(always=True)
    assert cached(lake, "observations") == from_facts(lake)["observations"]
    assert parts_written(lake) == {"x-vesi/none": 3, "x-vesi/2021-04": 3}


def test_daily_numbers_of_a_post_learn_its_kind_wherever_they_lie(lake: Lake) -> None:
    of_video = {"subject_kind": "video", "subject_id": "1"}
    bring(lake, "a", [daily(1, date(2021, 8, 1), **of_video)], [post(kind="text")])
    assert lake.refresh_cache(always=True)
    bring(lake, "b", posts=[post(kind="video", as_of=later(1))])
    assert lake.refresh_cache(always=True)
    assert [row["post_kind"] for row in cached(lake, "observations") or []] == ["video"]
    assert cached(lake, "observations") == from_facts(lake)["observations"]


def test_merging_and_parting_channels_writes_both_anew(lake: Lake) -> None:
    bring(lake, "a", [likes(1, channel_id="x-a"), daily(2, date(2021, 8, 1), channel_id="x-b")])
    assert lake.refresh_cache(always=True)
    merge = lake.record(*channel_merged("x-a", "x-b"), who="test")
    assert lake.refresh_cache(always=True)
    assert set(parts_written(lake)) == {"x-b/none", "x-b/2021-08"}
    assert cached(lake, "observations") == from_facts(lake)["observations"]
    lake.withdraw(merge, "test")
    assert lake.refresh_cache(always=True)
    assert set(parts_written(lake)) == {"x-a/none", "x-b/2021-08"}
    assert cached(lake, "observations") == from_facts(lake)["observations"]


def test_moving_an_import_and_moving_it_back_writes_both_channels_anew(lake: Lake) -> None:
    bring(lake, "a", [likes(1, channel_id="x-a"), daily(2, date(2021, 8, 1), channel_id="x-b")])
    moved = bring(lake, "b", [likes(5, post="2", channel_id="x-a")])
    assert lake.refresh_cache(always=True)
    move = lake.record(*facts_moved(moved.entry_no, "x-a", "x-b"), who="test")
    assert cached(lake, "observations") is None
    assert lake.refresh_cache(always=True)
    assert set(parts_written(lake)) == {"x-a/none", "x-b/none", "x-b/2021-08"}
    assert cached(lake, "observations") == from_facts(lake)["observations"]
    lake.withdraw(move, "test")
    assert lake.refresh_cache(always=True)
    assert set(parts_written(lake)) == {"x-a/none", "x-b/2021-08"}
    assert cached(lake, "observations") == from_facts(lake)["observations"]


def test_a_read_uses_the_cache_only_at_its_own_position(lake: Lake) -> None:
    bring(lake, "a", [likes(1)], [post()])
    assert cached(lake, "observations") is None
    assert lake.refresh_cache(always=True)
    assert cached(lake, "observations") is not None
    bring(lake, "b", [likes(2, later(1))])
    assert cached(lake, "observations") is None
    assert [row["value"] for row in rows_of(lake.latest_observations())] == [2.0]


def test_a_cache_of_another_fold_is_made_anew(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(lake, "a", [likes(1)], [post()])
    assert lake.refresh_cache(always=True)
    monkeypatch.setattr(folding, "FOLD_VERSION", folding.FOLD_VERSION + 1)
    assert cached(lake, "observations") is None
    assert lake.refresh_cache(always=True)
    assert cached(lake, "observations") == from_facts(lake)["observations"]


def test_a_large_lake_refreshes_its_cache_when_it_is_read(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(lake, "a", [likes(1), likes(2, post="2")], [post()])
    monkeypatch.setattr(cache_file, "WORTH_ROWS", 2)
    assert len(rows_of(lake.latest_observations())) == 2
    stamp = lake._cache.stamp()
    assert stamp is not None and stamp.position == lake.position


def test_a_small_lake_makes_no_cache_unless_told_to(lake: Lake) -> None:
    bring(lake, "a", [likes(1)])
    assert not lake.refresh_cache()
    assert not (lake.folder / "cache").exists()
    assert lake.refresh_cache(always=True)


def test_many_writings_are_copied_into_one_file(lake: Lake) -> None:
    for number in range(cache_file.MOST_FILES + 3):
        bring(lake, f"{number}", [daily(number, date(2021, 1, 1) + timedelta(days=31 * number))])
        assert lake.refresh_cache(always=True)
    stamp = lake._cache.stamp()
    assert stamp is not None and len(stamp.files["observations"]) <= cache_file.MOST_FILES
    assert stamp.dropped  # kept an hour for running readers
    assert cached(lake, "observations") == from_facts(lake)["observations"]


def test_a_damaged_cache_is_thrown_away_and_facts_answer(lake: Lake) -> None:
    bring(lake, "a", [likes(1)], [post()])
    assert lake.refresh_cache(always=True)
    for path in (lake.folder / "cache").glob("observations-*.parquet"):
        path.write_bytes(path.read_bytes()[:-9])
    assert [row["value"] for row in rows_of(lake.latest_observations())] == [1.0]
    assert lake.refresh_cache(always=True)
    assert cached(lake, "observations") == from_facts(lake)["observations"]
    (lake.folder / "cache" / "stamp.json").write_text(json.dumps({"format": 1, "half": True}))
    assert [row["value"] for row in rows_of(lake.latest_observations())] == [1.0]


@pytest.fixture(autouse=True)
def _no_automatic_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_file, "WORTH_ROWS", 10**9)
