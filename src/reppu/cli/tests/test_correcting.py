"""What a person changes by hand, from the outside: exclusions, moved imports, and how the journal tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reppu.cli.tests.conftest import Ran
from reppu.cli.tests.test_commands import write_x_export


def brought(run, export: Path, *options: str) -> dict:
    return run("import", export, *options, "--json").document()["imports"][0]


def value(run, metric: str, *options: str) -> float | None:
    rows = run("metrics", metric, *options, "--json").document()["rows"]
    return rows[0]["value"] if rows else None


def last_entry(run) -> str:
    return str(run("status", "--json").document()["position"])


@pytest.fixture
def exported(reppu, tmp_path) -> tuple[str, list[str]]:
    """A channel of eight posts with 100 to 107 impressions, and their ids."""
    export = write_x_export(tmp_path, [100 + number for number in range(8)])
    channel = brought(reppu, export)["channel"]
    posts = [line.split(",")[0] for line in export.read_text(encoding="utf-8").splitlines()[1:]]
    return channel, posts


def test_an_excluded_post_leaves_the_numbers_is_named_beside_them_and_comes_back(reppu, exported):
    channel, posts = exported
    done = reppu("exclude", "post", channel, posts[7], "--reason", "Kilpailun botit")
    assert done.code == 0, done.err
    entry = last_entry(reppu)
    assert f"reppu withdraw {entry}" in done.out
    assert value(reppu, "impressions") == sum(range(100, 107))
    answer = reppu("metrics", "impressions", "--json").document()
    assert answer["exclusions"] == [
        {
            "entry_no": int(entry),
            "what": "post",
            "channel": channel,
            "post": posts[7],
            "since": None,
            "until": None,
            "measures": [],
            "reason": "Kilpailun botit",
        }
    ]
    shown = reppu("metrics", "impressions").out
    assert f"Left out by entry {entry}: " in shown
    assert f"post {posts[7]}: Kilpailun botit" in shown
    table = reppu("metrics", "impressions", "--csv")
    assert "Kilpailun botit" not in table.out
    assert "Kilpailun botit" in table.err
    assert reppu("exclude", "list", "--json").document()["exclusions"] == answer["exclusions"]
    assert reppu("withdraw", entry).code == 0
    assert value(reppu, "impressions") == sum(range(100, 108))
    assert reppu("exclude", "list").out.strip() == "Nothing is left out."
    assert reppu("metrics", "impressions", "--json").document()["exclusions"] == []
    pinned = reppu("metrics", "impressions", "--position", entry, "--json").document()
    assert pinned["exclusions"] == answer["exclusions"]


def test_a_burst_takes_its_posts_out_and_one_measure_only_that(reppu, exported):
    channel, _posts = exported
    days = ("--since", "2026-08-01", "--until", "2026-08-03")
    assert reppu("exclude", "burst", channel, *days, "--reason", "botteja").code == 0
    assert value(reppu, "posts") == 5
    assert value(reppu, "impressions") == 103 + 104 + 105 + 106 + 107
    assert reppu("metrics", "posts", "--since", "2026-08-04", "--json").document()["exclusions"] == []
    reppu("withdraw", last_entry(reppu))
    assert reppu("exclude", "burst", channel, *days, "--measure", "x.post.impressions", "--reason", "botteja").code == 0
    assert value(reppu, "posts") == 8
    unknown = reppu("exclude", "burst", channel, *days, "--measure", "x.post.tykkäykset", "--reason", "botteja")
    assert unknown.code == 1
    assert "x.post.impressions" in unknown.err


def test_an_excluded_day_leaves_the_daily_numbers(reppu, tmp_path):
    table = tmp_path / "followers.csv"
    table.write_text("channel,date,followers\nx-vesi,2026-08-01,100\nx-vesi,2026-08-02,9000\n", encoding="utf-8")
    assert brought(reppu, table)["channel"] == "x-vesi"
    assert value(reppu, "followers") == 9000
    assert reppu("exclude", "day", "x-vesi", "2026-08-02", "--reason", "Näppäilyvirhe").code == 0
    assert value(reppu, "followers") == 100
    (row,) = reppu("exclude", "list", "--json").document()["exclusions"]
    assert (row["what"], row["since"], row["until"]) == ("day", "2026-08-02", "2026-08-02")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("post", "{channel}", "123", "--reason", "botit"), 1, "There is no post 123 in {channel}"),
        (("post", "vesii", "123", "--reason", "botit"), 1, "There is no channel “vesii”"),
        (("post", "{channel}", "{post}", "--reason", " "), 1, "needs a reason"),
        (("day", "{channel}", "1.8.2026", "--reason", "botit"), 2, "2026-03-31"),
        (("burst", "{channel}", "--since", "2026-08-03", "--until", "2026-08-01", "--reason", "b"), 1, "in this order"),
    ],
)
def test_an_exclusion_that_cannot_be_is_refused(reppu, exported, arguments, code, words):
    channel, posts = exported
    ran = reppu("exclude", *(one.format(channel=channel, post=posts[0]) for one in arguments))
    assert ran.code == code
    assert words.format(channel=channel) in ran.err


def test_an_import_is_moved_its_exclusions_are_named_and_it_comes_back(reppu, tmp_path, exported):
    channel, _posts = exported
    wrong = write_x_export(tmp_path / "vesi", [500] * 3, month=7)
    text = wrong.read_text(encoding="utf-8").replace("x.com/esimerkkila", "x.com/vesilaitos")
    wrong.write_text(text, encoding="utf-8")
    moved = brought(reppu, wrong)
    assert moved["channel"] != channel
    reppu("exclude", "post", moved["channel"], text.splitlines()[1].split(",")[0], "--reason", "botit")
    done = reppu("channels", "move", str(moved["entry_no"]), channel)
    assert done.code == 0, done.err
    assert f"brought for {moved['channel']} is of {channel} from now on" in done.out
    assert f"still leaves out of {moved['channel']}, not of {channel}" in done.out
    entry = last_entry(reppu)
    rows = reppu("metrics", "posts", "--by", "channel", "--json").document()["rows"]
    assert {row["channel"]: row["value"] for row in rows if row["value"]} == {channel: 11}
    again = brought(reppu, wrong)
    assert (again["skipped"], again["channel"]) == (True, channel)
    twice = reppu("channels", "move", str(moved["entry_no"]), channel)
    assert twice.code == 1
    assert "recorded already" in twice.err
    assert reppu("withdraw", entry).code == 0
    rows = reppu("metrics", "posts", "--by", "channel", "--json").document()["rows"]
    assert {row["channel"]: row["value"] for row in rows if row["value"]} == {channel: 8, moved["channel"]: 2}


def test_of_an_import_of_several_channels_the_one_to_move_must_be_said(reppu, tmp_path, exported):
    channel, _posts = exported
    table = tmp_path / "followers.csv"
    table.write_text("channel,date,followers\nx-vesi,2026-08-01,100\nx-ilma,2026-08-01,70\n", encoding="utf-8")
    entry = str(brought(reppu, table)["entry_no"])
    unclear = reppu("channels", "move", entry, channel)
    assert unclear.code == 1
    assert "x-ilma, x-vesi" in unclear.err
    assert "--from" in unclear.err
    assert "brought no facts of that channel" in reppu("channels", "move", entry, channel, "--from", channel).err
    assert reppu("channels", "move", entry, channel, "--from", "x-ilma").code == 0
    rows = reppu("metrics", "followers", "--by", "channel", "--json").document()["rows"]
    assert {row["channel"]: row["value"] for row in rows if row["value"]} == {channel: 70, "x-vesi": 100}
    assert "There is no entry 99" in reppu("channels", "move", "99", channel).err


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ("tuonti", "kanava", "jätetty pois", "peruutus")),
        ("sv", ("import", "kanal", "lämnat utanför", "återkallelse")),
        ("en", ("import", "channel", "exclusion", "withdrawal")),
    ],
)
def test_the_journal_tells_each_entry_in_the_reader_s_language(reppu, exported, monkeypatch, language, words):
    channel, posts = exported
    reppu("exclude", "post", channel, posts[0], "--reason", "Kilpailu")
    reppu("withdraw", last_entry(reppu), "--reason", "Olikin aito")
    document = reppu("journal", "--json").document()["entries"]
    assert [one["kind"] for one in document] == ["channel", "import", "correction", "withdraw"]
    monkeypatch.setenv("REPPU_LANGUAGE", language)
    shown: Ran = reppu("journal")
    for word in words:
        assert f" {word} " in shown.out
    assert "Olikin aito" in shown.out
    assert posts[0] in shown.out
    assert "correction" not in shown.out
