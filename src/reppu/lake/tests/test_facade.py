from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from reppu.lake import catalogue
from reppu.lake.facade import (
    TABLES,
    Lake,
    account_added,
    channel_created,
    channel_merged,
    channel_renamed,
    mapping,
    open_lake,
    organisations,
    setting,
)
from reppu.lake.tests.made_up import APRIL, CHANNEL, bring, daily, later, likes, post, rows_of, values_of
from reppu.vocabulary.errors import ReppuError


def test_an_empty_lake_answers_every_question_with_typed_emptiness(lake: Lake) -> None:
    for table, schema in TABLES.items():
        answer = lake.read(table).to_pyarrow()
        assert answer.num_rows == 0
        assert [answer.schema.field(f.name).type for f in schema] == [f.type for f in schema]
    assert lake.latest_posts().to_pyarrow().num_rows == 0
    assert lake.latest_observations().to_pyarrow().num_rows == 0
    assert lake.latest_observations(as_of=APRIL, nearest_age_days=30).to_pyarrow().num_rows == 0


def test_the_newest_number_counts_and_a_blank_never_supersedes_one(lake: Lake) -> None:
    bring(lake, "a", [likes(120), likes(None, post="2"), likes(None, post="3")])
    bring(lake, "b", [likes(131, later(30)), likes(None, later(60)), likes(0, later(30), post="3")])
    assert values_of(lake.latest_observations()) == {"1": 131.0, "2": None, "3": 0.0}


def test_an_older_export_read_later_changes_nothing(lake: Lake) -> None:
    bring(lake, "may", [likes(131, later(30))], [post(as_of=later(30), text="new")])
    bring(lake, "april", [likes(120)], [post(text="old", link="told only then")])
    assert values_of(lake.latest_observations()) == {"1": 131.0}
    (row,) = rows_of(lake.latest_posts())
    assert (row["text"], row["link"], row["as_of"]) == ("new", "told only then", later(30))


def test_with_one_as_of_the_later_entry_counts_and_then_the_greater_value(lake: Lake) -> None:
    bring(lake, "a", [likes(9)])
    bring(lake, "b", [likes(3), likes(4)])
    assert values_of(lake.latest_observations()) == {"1": 4.0}


def test_a_read_at_a_position_sees_the_world_as_it_was(lake: Lake) -> None:
    answers = {}
    bring(lake, "a", [likes(1)], [post()])
    answers[lake.position] = {"1": 1.0}
    second = bring(lake, "b", [likes(2, later(1)), likes(7, post="2")])
    answers[lake.position] = {"1": 2.0, "2": 7.0}
    undo = lake.withdraw(second.entry_no, "test", "wrong file")
    answers[lake.position] = {"1": 1.0}
    lake.withdraw(undo, "test")
    answers[lake.position] = {"1": 2.0, "2": 7.0}
    lake.record("correction", {"what": "post", "channel_id": CHANNEL, "post_id": "2", "reason": "a test"}, "test")
    answers[lake.position] = {"1": 2.0}
    assert values_of(lake.latest_observations(position=0)) == {}
    for position, answer in answers.items():
        assert values_of(lake.latest_observations(position=position)) == answer, position
    with pytest.raises(ReppuError, match="Position 99 does not exist"):
        lake.read("posts", position=99)


def test_as_of_leaves_out_what_was_stated_later(lake: Lake) -> None:
    bring(lake, "a", [likes(1)], [post(text="first")])
    bring(lake, "b", [likes(2, later(30))], [post(text="second", as_of=later(30))])
    assert values_of(lake.latest_observations(as_of=later(29))) == {"1": 1.0}
    assert values_of(lake.latest_observations(as_of=later(30))) == {"1": 2.0}
    assert [row["text"] for row in rows_of(lake.latest_posts(as_of=later(29)))] == ["first"]
    helsinki = later(30).astimezone(timezone(timedelta(hours=3)))
    assert values_of(lake.latest_observations(as_of=helsinki)) == {"1": 2.0}
    with pytest.raises(ValueError, match="time zone"):
        lake.latest_observations(as_of=datetime(2021, 4, 1))  # noqa: DTZ001


def test_the_nearest_age_takes_the_snapshot_made_closest_to_it(lake: Lake) -> None:
    posts = [post("1"), post("2", later(20)), post("3", None), post("4", later(-300))]
    bring(lake, "a", [likes(10, later(25)), daily(3, date(2021, 4, 1), later(25))], posts)
    bring(lake, "b", [likes(11, later(33)), likes(None, later(30)), likes(20, later(40), post="2")])
    bring(lake, "c", [likes(12, later(300)), likes(5, later(40), post="3"), likes(5, later(40), post="4")])
    answer = values_of(lake.latest_observations(nearest_age_days=30))
    assert answer == {"1": 11.0, "2": 20.0, "2021-04-01": 3.0}
    assert values_of(lake.latest_observations(nearest_age_days=30, tolerance_days=4)) == {"1": 11.0, "2021-04-01": 3.0}
    assert values_of(lake.latest_observations(nearest_age_days=30, as_of=later(30))) == {"1": 10.0, "2021-04-01": 3.0}
    assert values_of(lake.latest_observations()) == {"1": 12.0, "2": 20.0, "3": 5.0, "4": 5.0, "2021-04-01": 3.0}


def test_observations_carry_their_posts_day_and_kind(lake: Lake) -> None:
    bring(lake, "a", [likes(1), likes(1, post="stranger"), daily(1, date(2021, 4, 1))], [post(is_paid=True)])
    told = {
        r["subject_id"]: (r["published_at"], r["post_kind"], r["is_paid"]) for r in rows_of(lake.latest_observations())
    }
    assert told == {"1": (APRIL, "text", True), "stranger": (None, None, None), "account": (None, None, None)}


def test_corrections_leave_out_a_post_a_day_or_a_burst(lake: Lake) -> None:
    days = [daily(n, date(2021, 4, n)) for n in (1, 2, 3)]
    views = likes(50, measure="x.post.media_views")
    # 21:30 UTC of 1 April is 00:30 of 2 April in Helsinki.
    late = post("2", datetime(2021, 4, 1, 21, 30, tzinfo=UTC))
    bring(lake, "a", [*days, likes(1), likes(2, post="2"), views], [post(), late])
    everything = values_of(lake.latest_observations().filter(lambda t: t.measure != "x.post.media_views"))
    assert everything == {"1": 1.0, "2": 2.0, "2021-04-01": 1.0, "2021-04-02": 2.0, "2021-04-03": 3.0}

    def correct(**payload: object) -> set[str]:
        entry_no = lake.record("correction", {"channel_id": CHANNEL, "reason": "a test", **payload}, "test")
        left = {f"{r['measure']} {r['period_start'] or r['subject_id']}" for r in rows_of(lake.latest_observations())}
        posts = {f"post {r['post_id']}" for r in rows_of(lake.latest_posts())}
        lake.withdraw(entry_no, "test")
        return whole - left - posts

    whole = {f"{r['measure']} {r['period_start'] or r['subject_id']}" for r in rows_of(lake.latest_observations())}
    whole |= {"post 1", "post 2"}
    assert correct(what="post", post_id="1") == {"x.post.likes 1", "x.post.media_views 1", "post 1"}
    assert correct(what="post", post_id="1", measures=["x.post.media_views"]) == {"x.post.media_views 1"}
    assert correct(what="day", date="2021-04-02") == {"x.account.likes 2021-04-02"}
    assert correct(what="burst", since="2021-04-02", until="2021-04-03") == {
        "x.account.likes 2021-04-02",
        "x.account.likes 2021-04-03",
        "x.post.likes 2",
        "post 2",
    }
    assert correct(what="burst", since="2021-04-02", until="2021-04-03", measures=["x.account.likes"]) == {
        "x.account.likes 2021-04-02",
        "x.account.likes 2021-04-03",
    }
    assert whole == {
        f"{r['measure']} {r['period_start'] or r['subject_id']}" for r in rows_of(lake.latest_observations())
    } | {
        "post 1",
        "post 2",
    }


def test_merged_channels_are_one_and_part_again_when_the_merge_is_withdrawn(lake: Lake) -> None:
    bring(lake, "a", [likes(1)])
    bring(lake, "b", [likes(2, later(1), channel_id="x-old"), likes(3, post="2", channel_id="x-old")])
    merge = lake.record(*channel_merged("x-old", CHANNEL), who="test")
    rows = rows_of(lake.read("observations"))
    assert {row["channel_id"] for row in rows} == {CHANNEL}
    assert {row["channel_id_stated"] for row in rows} == {CHANNEL, "x-old"}
    assert values_of(lake.latest_observations()) == {"1": 2.0, "2": 3.0}
    assert {c.channel_id: c.merged_into for c in lake.channels()} == {CHANNEL: None, "x-old": CHANNEL}
    with pytest.raises(ReppuError, match="merged into itself"):
        lake.record(*channel_merged(CHANNEL, "x-old"), who="test")
    lake.withdraw(merge, "test")
    assert len(rows_of(lake.latest_observations())) == 3
    assert len(rows_of(lake.latest_observations(position=merge))) == 2


def test_channels_keep_their_id_through_new_names_and_accounts(lake: Lake) -> None:
    lake.record(*channel_created(CHANNEL, "x", "Vesi", ["x:vesi"]), who="test")
    lake.record(*channel_renamed(CHANNEL, "Puhdas vesi"), who="test")
    lake.record(*account_added(CHANNEL, "x:puhdasvesi"), who="test")
    (channel,) = lake.channels()
    assert (channel.name, channel.accounts) == ("Puhdas vesi", ("x:vesi", "x:puhdasvesi"))
    assert lake.channels(position=1)[0].name == "Vesi"
    with pytest.raises(ReppuError, match="recorded already"):
        lake.record(*channel_created(CHANNEL, "x", "Vesi"), who="test")
    with pytest.raises(ReppuError, match="There is no channel x-none"):
        lake.record(*channel_renamed("x-none", "?"), who="test")
    with pytest.raises(ReppuError, match="stays, since facts may carry its id"):
        lake.withdraw(1, "test")


def test_settings_and_answers_hold_from_their_entry_on(lake: Lake) -> None:
    lake.record(*setting("time_zone", "Europe/Stockholm"), who="test")
    lake.record(*mapping("vesi.csv", {"channel": CHANNEL}), who="test")
    lake.record(*mapping("vesi.csv", None), who="test")
    assert lake.settings(0).time_zone == "Europe/Helsinki"
    assert lake.settings().time_zone == "Europe/Stockholm"
    assert lake.mappings(2) == {"vesi.csv": {"channel": CHANNEL}}
    assert lake.mappings() == {}
    with pytest.raises(ReppuError, match="no time zone “Mars/Olympus”"):
        lake.record(*setting("time_zone", "Mars/Olympus"), who="test")
    with pytest.raises(ReppuError, match="not a currency"):
        lake.record(*setting("currency", "euro"), who="test")
    with pytest.raises(ReppuError, match="no setting “colour”"):
        lake.record(*setting("colour", "red"), who="test")


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"what": "post", "channel_id": CHANNEL, "post_id": "1"}, "needs a reason"),
        ({"what": "post", "channel_id": CHANNEL, "reason": "r"}, "needs the post's id"),
        ({"what": "day", "channel_id": "x-none", "date": "2021-04-01", "reason": "r"}, "no channel x-none"),
        ({"what": "day", "channel_id": CHANNEL, "date": "1.4.2021", "reason": "r"}, "dates such as 2021-03-31"),
        (
            {"what": "burst", "channel_id": CHANNEL, "since": "2021-04-02", "until": "2021-04-01", "reason": "r"},
            "in this order",
        ),
        ({"what": "year", "channel_id": CHANNEL, "reason": "r"}, "post, day or burst"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_with_words(lake: Lake, payload: dict[str, str], words: str) -> None:
    lake.record(*channel_created(CHANNEL, "x", "Vesi"), who="test")
    with pytest.raises(ReppuError, match=words):
        lake.record("correction", payload, "test")
    assert lake.position == 1


def test_withdrawing_twice_or_nothing_is_refused(lake: Lake) -> None:
    receipt = bring(lake, "a", [likes(1)])
    undo = lake.withdraw(receipt.entry_no, "test")
    with pytest.raises(ReppuError, match=f"To bring it back, withdraw entry {undo}"):
        lake.withdraw(receipt.entry_no, "test")
    with pytest.raises(ReppuError, match="There is no entry 77"):
        lake.withdraw(77, "test")


def test_the_only_organisation_is_the_default_and_several_are_listed(tmp_path: Path) -> None:
    assert open_lake(tmp_path).organisation == "default"
    other = tmp_path / "other"
    open_lake(other, "vesi")
    assert open_lake(other).organisation == "vesi"
    open_lake(other, "jateasema")
    assert organisations(other) == ["jateasema", "vesi"]
    with pytest.raises(ReppuError, match="several organisations: jateasema, vesi"):
        open_lake(other)
    for slug in ("Vesi", "..", "a/b", "", "-a", "ä"):
        with pytest.raises(ReppuError, match="cannot be an id"):
            open_lake(other, slug)


def test_the_home_is_the_argument_then_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPPU_HOME", str(tmp_path / "environment"))
    assert open_lake().home == tmp_path / "environment"
    assert open_lake(tmp_path / "argument").home == tmp_path / "argument"


def test_a_newer_format_is_refused_and_left_alone(lake: Lake) -> None:
    lake.close()
    with sqlite3.connect(lake.path / "catalog.sqlite") as other:
        other.execute("pragma user_version=99")
    with pytest.raises(ReppuError, match="newer Reppu") as caught:
        open_lake(lake.home)
    assert "Update Reppu" in str(caught.value)


def test_an_older_format_is_migrated_after_a_backup(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(lake, "a", [likes(1)])
    lake.close()
    monkeypatch.setattr(catalogue, "FORMAT", 3)
    monkeypatch.setattr(
        catalogue,
        "MIGRATIONS",
        {1: "create table one (a text) strict;\ncreate table two (a text) strict;", 2: "alter table one add b text;"},
    )
    newer = open_lake(lake.home)
    assert values_of(newer.latest_observations()) == {"1": 1.0}
    with sqlite3.connect(newer.path / "catalog.sqlite") as moved:
        assert moved.execute("pragma user_version").fetchone() == (3,)
        assert moved.execute("select b from one").fetchall() == []
    with sqlite3.connect(newer.path / "catalog-format-1-backup.sqlite") as backup:
        assert backup.execute("pragma user_version").fetchone() == (1,)
        assert backup.execute("select count(*) from journal").fetchone() == (2,)


def test_threads_read_and_write_one_lake(lake: Lake) -> None:
    bring(lake, "a", [likes(1)], [post()])
    answers: list[object] = []

    def run(name: str) -> None:
        try:
            bring(lake, name, [likes(1, post=name)])
            answers.append(values_of(lake.latest_observations())["1"])
        except BaseException as fault:  # noqa: BLE001 - shown by the test
            answers.append(fault)

    threads = [threading.Thread(target=run, args=(f"t{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1.0] * 6
    assert len(rows_of(lake.latest_observations())) == 7


def test_opening_a_lake_does_not_load_the_engine() -> None:
    code = (
        "import sys, reppu.lake.facade; print([m for m in ('ibis', 'duckdb', 'pandas', 'pyspark') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_reading_works_without_pandas(lake: Lake) -> None:
    bring(lake, "a", [likes(1)], [post()])
    code = (
        "import sys\n"
        "class Hidden:\n"
        "    def find_spec(self, name, *others):\n"
        "        if name.split('.')[0] in ('pandas', 'pytz'): raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hidden())\n"
        "import reppu\n"
        "lake = reppu.open(sys.argv[1])\n"
        "assert lake.refresh_cache(always=True)\n"
        "print(lake.latest_observations().to_pyarrow().num_rows, lake.read('posts').count().to_pyarrow())"
    )
    done = subprocess.run([sys.executable, "-c", code, str(lake.home)], capture_output=True, text=True, check=False)
    assert done.stdout == "1 1\n", done.stderr


def test_an_account_is_kept_under_a_keyed_hash_with_a_private_key(lake: Lake, tmp_path: Path) -> None:
    key = lake.actor_key("@Asiakas")
    assert key == lake.actor_key(" @asiakas ") == open_lake(lake.home).actor_key("@asiakas")
    assert key != lake.actor_key("@toinen")
    assert key != open_lake(tmp_path / "elsewhere").actor_key("@asiakas")
    assert len(key) == 32 and int(key, 16)
    assert (lake.folder / "actor.key").stat().st_mode & 0o777 == 0o600
    (lake.folder / "actor.key").write_bytes(b"short")
    with pytest.raises(ReppuError, match="key that hides"):
        open_lake(lake.home).actor_key("@asiakas")


@pytest.mark.parametrize("month", [0, 13, "4", True, None])
def test_the_fiscal_year_begins_in_one_of_twelve_months(lake, month):
    with pytest.raises(ReppuError, match="a number from 1 to 12"):
        lake.record(*setting("fiscal_start_month", month), "test")
    lake.record(*setting("fiscal_start_month", 12), "test")
    assert lake.settings().fiscal_start_month == 12
