"""Hours, money and followers by hand, from the outside."""

from __future__ import annotations

import pytest


@pytest.fixture
def channel(reppu, tmp_path) -> str:
    table = tmp_path / "followers.csv"
    table.write_text("channel,date,followers\nx-vesi,2026-08-01,100\n", encoding="utf-8")
    assert reppu("import", table).code == 0
    return "x-vesi"


def test_hours_are_added_listed_undone_and_told_in_the_journal(reppu, channel):
    added = reppu(
        "inputs", "add", "--month", "2026-03", "--kind", "henkilöstö", "--channel", channel, "--hours", "12.5"
    )
    assert added.code == 0, added.err
    assert "Added: 12.5 h; x-vesi, staff, 1 Mar 2026 – 31 Mar 2026. To undo: reppu withdraw 3" in added.out
    overlap = reppu("inputs", "add", "--since", "2026-03-30", "--until", "2026-04-02", "--kind", "staff", "--channel",
                    "x-vesi", "--hours", "1", "--amount", "99.5", "--currency", "sek")  # fmt: skip
    assert "Two periods overlap" in overlap.out
    document = reppu("inputs", "list", "--json").document()
    assert document["inputs"] == [
        {"period_start": "2026-03-01", "period_end": "2026-03-31", "channel": "x-vesi", "medium": None, "function": None,
         "kind": "staff", "hours": 12.5, "amount": None, "currency": None, "entry_no": 3},
        {"period_start": "2026-03-30", "period_end": "2026-04-02", "channel": "x-vesi", "medium": None, "function": None,
         "kind": "staff", "hours": 1.0, "amount": 99.5, "currency": "SEK", "entry_no": 4},
    ]  # fmt: skip
    assert [[one["entry_no"] for one in pair] for pair in document["overlaps"]] == [[3, 4]]
    assert (document["results"], document["overlaps_of_results"]) == ([], [])
    assert "x-vesi: 1 h, 99.5 SEK, 30 Mar 2026 – 2 Apr 2026" in reppu("journal").out
    assert reppu("withdraw", "4").code == 0
    assert reppu("inputs", "list", "--json").document()["overlaps"] == []
    assert reppu("withdraw", "3").code == 0
    assert "No hours and no money" in reppu("inputs", "list").out


def test_what_another_medium_gave_is_added_listed_overlaps_are_named_and_it_is_undone(reppu):
    added = reppu(
        "inputs", "add", "--month", "2026-03", "--medium", "radio", "--kind", "media", "--amount", "900", "--reach", "1200",
        "--contacts", "4000",
    )  # fmt: skip
    assert added.code == 0, added.err
    for line in ("900 EUR; radio, media", "1,200; radio, reach", "4,000; radio, contacts"):
        assert f"Added: {line}, 1 Mar 2026 – 31 Mar 2026. To undo: reppu withdraw 1" in added.out
    assert "radio: 900 EUR, 1,200 people reached, 4,000 contacts, 1 Mar 2026" in reppu("journal").out
    later = reppu("inputs", "add", "--since", "2026-03-31", "--medium", "Radio", "--reach", "1", "--conversations", "2")
    assert "Two periods overlap" in later.out and "Radio, reach, 31 Mar 2026 – 31 Mar 2026" in later.out
    assert "conversations, 1 Mar" not in later.out
    assert "1 person reached, 2 conversations" in reppu("journal").out
    document = reppu("inputs", "list", "--json").document()
    assert document["results"][0] == {
        "period_start": "2026-03-01", "period_end": "2026-03-31", "medium": "radio", "result": "reach", "value": 1200.0,
        "entry_no": 1,
    }  # fmt: skip
    assert [[one["entry_no"] for one in pair] for pair in document["overlaps_of_results"]] == [[1, 2]]
    (line,) = [line for line in reppu("inputs", "list").out.splitlines() if "1,200" in line]
    assert line.split()[-4:] == ["radio", "1,200", "4,000", "–"]  # a dash: nobody told, and not zero
    assert reppu("withdraw", "1").code == 0
    document = reppu("inputs", "list", "--json").document()
    assert (document["inputs"], {one["entry_no"] for one in document["results"]}) == ([], {2})


def test_results_of_media_are_no_channel_s_numbers(reppu, channel):
    assert reppu("inputs", "add", "--month", "2026-08", "--medium", "print", "--reach", "9000").code == 0
    assert reppu("metrics", "reach", "--json").document()["rows"][0]["value"] is None
    assert [one["channel"] for one in reppu("status", "--json").document()["channels"]] == [channel]
    assert reppu("doctor").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--reach", "5"), "for another medium only; those of your channels come from their exports. Name the medium"),
        (("--reach", "5", "--channel", "x-vesi"), "for another medium only"),
        (("--medium", "print", "--reach", "-1"), "fewer than none"),
        (("--medium", "print", "--hours", "2", "--reach", "1"), "need a kind: what they are for. Expected: one of: staff, agency"),
        (("--medium", "print"), "Neither hours nor money nor results"),
    ],
)  # fmt: skip
def test_results_that_cannot_be_are_refused_with_what_to_do(reppu, channel, arguments, words):
    ran = reppu("inputs", "add", "--month", "2026-03", *arguments)
    assert ran.code == 1
    assert words in " ".join(ran.err.split())
    assert reppu("inputs", "list", "--json").document()["results"] == []


def test_followers_by_hand_count_in_the_metric(reppu, channel):
    added = reppu("followers", "add", channel, "2026-08-02", "4120")
    assert added.code == 0, added.err
    assert "Added: 4,120 followers; x-vesi, 2 Aug 2026. To undo: reppu withdraw 3" in added.out
    assert reppu("metrics", "followers", "--json").document()["rows"][0]["value"] == 4120
    assert reppu("withdraw", "3").code == 0
    assert reppu("metrics", "followers", "--json").document()["rows"][0]["value"] == 100


def test_templates_are_made_once_and_import_as_nothing_yet(reppu, channel, tmp_path):
    for chapter in ("inputs", "followers"):
        path = tmp_path / f"{chapter}.xlsx"
        assert reppu(chapter, "template", path, "--language", "fi").code == 0
        assert reppu(chapter, "template", path).code == 1
        ran = reppu("import", path)
        assert ran.code == 0
        assert "nothing in it" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("inputs", "add", "--kind", "staff", "--hours", "1"), 2, "--month"),
        (("inputs", "add", "--kind", "staff", "--hours", "1", "--month", "2026-03", "--since", "2026-03-01"), 2, "--month"),
        (("inputs", "add", "--kind", "staff", "--hours", "1", "--month", "maaliskuu"), 2, "2026-03"),
        (("inputs", "add", "--kind", "staff", "--hours", "1", "--month", "2026-Q1"), 2, "not a month"),
        (("inputs", "add", "--kind", "kahvi", "--hours", "1", "--month", "2026-03"), 2, "staff, agency, media"),
        (("inputs", "add", "--kind", "staff", "--amount", "1", "--month", "2026-03", "--currency", "kr"), 2, "EUR"),
        (("inputs", "add", "--kind", "staff", "--month", "2026-03"), 1, "Neither hours nor money"),
        (("inputs", "add", "--kind", "staff", "--hours", "1", "--month", "2026-03", "--channel", "ilma"), 1, "no channel"),
        (("followers", "add", "x-vesi", "2026-99-99", "1"), 2, "2026-03-31"),
        (("followers", "add", "x-vesi", "2099-01-01", "1"), 1, "yet to come"),
        (("followers", "add", "ilma", "2026-01-01", "1"), 1, "no channel"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_added(reppu, channel, arguments, code, words):
    before = reppu("journal", "--json").out
    ran = reppu(*arguments)
    assert ran.code == code, ran.err
    assert words in ran.err
    assert reppu("journal", "--json").out == before
