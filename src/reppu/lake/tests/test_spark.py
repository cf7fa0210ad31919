from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import date

import pytest

from reppu.lake.engine import engine
from reppu.lake.facade import Lake, channel_merged, facts_moved
from reppu.lake.tests.made_up import APRIL, CHANNEL, bring, daily, later, likes, post, rows_of, spent
from reppu.vocabulary.errors import ReppuError
from tests.shared_folder import need

# Every kind of question once; run on one engine in a child, since a Spark session stays with its process.
QUESTIONS = textwrap.dedent("""
    import pickle, sys
    from reppu.lake.facade import open_lake
    from reppu.lake.tests.made_up import later, rows_of
    lake = open_lake(sys.argv[1], "vesi")
    answers = {f"{table} at {p}": rows_of(lake.read(table, position=p))
               for table in ("posts", "observations", "audience") for p in (0, 3, lake.position)}
    answers["latest inputs"] = rows_of(lake.latest_inputs())
    answers["latest posts"] = rows_of(lake.latest_posts())
    answers["latest"] = rows_of(lake.latest_observations())
    answers["latest, as of"] = rows_of(lake.latest_observations(as_of=later(1)))
    answers["latest, 30 days old"] = rows_of(lake.latest_observations(nearest_age_days=30))
    rows = lake.latest_observations()
    by_month = rows.group_by(rows.channel_id, month=rows.published_at.truncate("M"))
    answers["by channel"] = rows_of(by_month.agg(n=rows.count(), most=rows.value.max()))
    with open(sys.argv[2], "wb") as out:
        pickle.dump((sys.argv[1], __import__("reppu.lake.engine", fromlist=["engine"]).engine().name, answers), out)
""")


def answers_on(name: str, lake: Lake) -> tuple[str, dict[str, object]]:
    import pickle

    out = lake.home / f"{name}.pickle"
    environment = os.environ | {"REPPU_ENGINE": name}
    done = subprocess.run(
        [sys.executable, "-c", QUESTIONS, str(lake.home), str(out)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    _home, engine_name, answers = pickle.loads(out.read_bytes())
    return engine_name, answers


def test_spark_gives_the_answers_that_duckdb_gives(lake: Lake) -> None:
    need("java")
    days = [daily(n, date(2021, 4, n), later(n)) for n in (1, 2)]
    bring(lake, "a", [likes(1), likes(None, post="2"), *days], [post(), post("2", None, kind=None, is_paid=True)])
    bring(lake, "b", [likes(2, later(30)), likes(None, later(31)), likes(7, later(1), channel_id="x-old", post="3")])
    lake.compact()
    withdrawn = bring(lake, "c", [likes(99, later(99))], [post(text="withdrawn", as_of=later(99))])
    bring(lake, "d", [likes(3, later(2)), likes(4, later(2)), daily(9, date(2021, 4, 2), later(40))])
    lake.withdraw(withdrawn.entry_no, "test")
    lake.record(*channel_merged("x-old", CHANNEL), who="test")
    moved = bring(lake, "e", [likes(6, later(3), channel_id="x-new", post="6"), likes(5, post="7", channel_id="x-old")],
                  inputs=[spent(3, 9, channel_id="x-new"), spent(1, medium="radio")]).entry_no  # fmt: skip
    bring(lake, "f", inputs=[spent(None, 8, later(1), channel_id="x-new")])
    lake.record(*facts_moved(moved, "x-new", CHANNEL), who="test")
    burst = {"what": "burst", "channel_id": CHANNEL, "since": "2021-04-01", "until": "2021-04-01", "reason": "r"}
    lake.record("correction", burst | {"measures": ["x.account.likes"]}, "test")
    duckdb_name, expected = answers_on("duckdb", lake)
    spark_name, found = answers_on("spark", lake)
    assert (duckdb_name, spark_name) == ("duckdb", "spark")
    for question, answer in expected.items():
        assert found[question] == answer, question
    latest = {(row["channel_id"], row["subject_id"]) for row in expected["latest"]}  # type: ignore[attr-defined]
    assert latest >= {(CHANNEL, "6"), (CHANNEL, "7")}  # moved, and merged
    assert len(expected["latest"]) == 6  # type: ignore[arg-type]
    hours = {(row["channel_id"], row["hours"], row["amount"]) for row in expected["latest inputs"]}  # type: ignore[attr-defined]
    assert hours == {(CHANNEL, 3.0, 9.0), ("x-new", None, 8.0), (None, 1.0, None)}
    assert rows_of(lake.latest_posts())[0]["published_at"] == APRIL


def test_an_unknown_engine_is_refused_with_words(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPPU_ENGINE", "oracle")
    with pytest.raises(ReppuError, match="no engine “oracle”"):
        lake.read("posts")
    monkeypatch.delenv("REPPU_ENGINE")
    assert engine().name == "duckdb"
