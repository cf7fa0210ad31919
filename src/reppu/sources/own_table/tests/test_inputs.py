"""Hours and money from a file or by hand to what counts, with the real frame and a real lake."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reppu.lake.facade import NO_CHANNEL, Lake, channel_created, open_lake
from reppu.sources.facade import (
    ImportOutcome,
    add_followers,
    add_input,
    import_paths,
    inputs_of,
    kind_of_input,
    kinds_of_input,
    overlaps,
    overlaps_in_words,
    results_of,
    results_of_media,
)
from reppu.sources.own_table.periods import day_of, month_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import LANGUAGES

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
HEAD = "month,channel,medium,function,kind,hours,amount,currency\n"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = open_lake(tmp_path / "home ä [1] 50% #")
    lake.record(*channel_created("x-vesi", "x", "Vesi"), who="test")
    return lake


def brought(lake: Lake, folder: Path, rows: str, name: str = "costs.csv", at: datetime = NOON) -> ImportOutcome:
    path = folder / name
    path.write_text(HEAD + rows, encoding="utf-8")
    os.utime(path, (at.timestamp(), at.timestamp()))
    (outcome,) = import_paths(lake, [path])
    return outcome


def notes(outcome: ImportOutcome) -> str:
    return " ".join(note.in_language("en") for note in outcome.notes)


def counted(lake: Lake) -> set[tuple[object, ...]]:
    return {
        (one.channel_id, one.medium, one.function, one.kind, one.hours, one.amount, one.currency)
        for one in inputs_of(lake)
    }


def test_a_table_of_hours_and_money_counts_blank_is_unknown_and_zero_is_zero(lake: Lake, tmp_path: Path) -> None:
    rows = "2026-03,Vesi,,,staff,12.5,,\n2026-03,,print,,media,0,400,\n2026-03,,,sales,agency,,99,SEK\n"
    outcome = brought(lake, tmp_path, rows)
    assert (outcome.rows, outcome.inputs, outcome.channel, outcome.refused_total) == (3, 3, "x-vesi", 0)
    assert counted(lake) == {
        ("x-vesi", None, None, "staff", 12.5, None, None),
        (None, "print", None, "media", 0.0, 400.0, "EUR"),  # the organisation's currency, where none is told
        (None, None, "sales", "agency", None, 99.0, "SEK"),
    }
    assert lake.withdraw(outcome.entry_no or 0, "test")
    assert counted(lake) == set()


def test_a_file_without_any_channel_needs_none(lake: Lake, tmp_path: Path) -> None:
    outcome = brought(lake, tmp_path, "2026-03,,radio,,media,,400,\n")
    assert (outcome.channel, outcome.refused_total) == (None, 0)
    assert [channel.channel_id for channel in lake.channels()] == ["x-vesi"]
    assert counted(lake) == {(None, "radio", None, "media", None, 400.0, "EUR")}


def test_a_later_version_of_the_table_replaces_and_names_what_it_no_longer_holds(lake: Lake, tmp_path: Path) -> None:
    first = brought(lake, tmp_path, "2026-03,x-vesi,,,staff,10,,\n2026-03,x-vesi,,,tools,,50,\n")
    later = datetime(2026, 9, 2, 12, tzinfo=UTC)
    second = brought(lake, tmp_path, "2026-03,x-vesi,,,staff,14,,\n", "costs 2.csv", later)
    assert f"1 row of entry {first.entry_no} is not in this file and still counts" in notes(second)
    assert counted(lake) == {
        ("x-vesi", None, None, "staff", 14.0, None, None),
        ("x-vesi", None, None, "tools", None, 50.0, "EUR"),
    }
    older = brought(lake, tmp_path, "2026-03,x-vesi,,,staff,1,,\n", "old.csv", datetime(2026, 4, 2, tzinfo=UTC))
    assert older.entry_no is not None
    assert ("x-vesi", None, None, "staff", 14.0, None, None) in counted(lake)  # what was said last counts
    lake.withdraw(second.entry_no or 0, "test")
    assert ("x-vesi", None, None, "staff", 10.0, None, None) in counted(lake)


def test_periods_that_overlap_are_said_and_equal_or_neighbouring_ones_are_not(lake: Lake, tmp_path: Path) -> None:
    quiet = brought(lake, tmp_path, "2026-03,x-vesi,,,staff,10,,\n2026-04,x-vesi,,,staff,9,,\n2026-03,,,,staff,4,,\n")
    assert "overlap" not in notes(quiet)
    done = add_input(lake, since=date(2026, 3, 20), until=date(2026, 4, 2), kind="staff", who="test", hours=1,
                     channel_id="x-vesi")  # fmt: skip
    pairs = overlaps(inputs_of(lake))
    assert [{one.entry_no for one in pair} for pair in pairs] == [{quiet.entry_no, done}] * 2
    (first, _second) = overlaps_in_words(pairs)
    assert "x-vesi, staff, 1 Mar 2026 – 31 Mar 2026; x-vesi, staff, 20 Mar 2026" in first.in_language("en")
    lake.withdraw(done, "test")
    assert overlaps(inputs_of(lake)) == []


def test_a_long_period_overlaps_every_later_one_inside_it(lake: Lake) -> None:
    add_input(lake, since=date(2026, 1, 1), until=date(2026, 12, 31), kind="tools", who="test", amount=1200)
    for month in (2, 5, 9):
        day = date(2026, month, 1)
        add_input(lake, since=day, until=day, kind="tools", who="test", amount=10)
    assert len(overlaps(inputs_of(lake))) == 3


def test_capitals_make_no_other_medium_where_periods_overlap(lake: Lake) -> None:
    add_input(lake, since=MARCH[0], until=MARCH[1], kind="media", who="test", amount=1, medium="Radio")
    add_input(lake, since=MARCH[0], until=date(2026, 3, 5), kind="media", who="test", amount=1, medium="radio")
    assert len(overlaps(inputs_of(lake))) == 1


def test_an_addition_by_hand_is_an_entry_that_can_be_withdrawn_and_said_again(lake: Lake) -> None:
    told = {"since": MARCH[0], "until": MARCH[1], "kind": "staff", "channel_id": "x-vesi", "who": "Maija"}
    add_input(lake, **told, hours=10)  # type: ignore[arg-type]
    add_input(lake, **told, amount=300)  # type: ignore[arg-type]
    again = add_input(lake, **told, hours=8)  # type: ignore[arg-type]
    assert counted(lake) == {("x-vesi", None, None, "staff", 8.0, 300.0, "EUR")}
    entry = lake.entries()[-1]
    assert (entry.kind, entry.who, entry.payload["hours"], lake.channels_of(entry)) == ("input", "Maija", 8, ["x-vesi"])
    lake.withdraw(again, "test")
    assert counted(lake) == {("x-vesi", None, None, "staff", 10.0, 300.0, "EUR")}


def test_followers_by_hand_replace_the_day_s_number_and_a_day_to_come_is_refused(lake: Lake) -> None:
    add_followers(lake, "x-vesi", date(2026, 8, 31), 4120, "test", NOON)
    add_followers(lake, "x-vesi", date(2026, 8, 31), 4210, "test", NOON)
    (row,) = lake.latest_observations().to_pyarrow().to_pylist()
    assert (row["value"], row["measure"], row["clock"]) == (4210.0, "hand.account.followers", "organisation")
    # 22:30 UTC is already the next day in Helsinki
    evening = datetime(2026, 9, 1, 22, 30, tzinfo=UTC)
    add_followers(lake, "x-vesi", date(2026, 9, 2), 4211, "test", evening)
    with pytest.raises(ReppuError, match="2 Sept? 2026 is yet to come"):
        add_followers(lake, "x-vesi", date(2026, 9, 2), 4211, "test", NOON)
    with pytest.raises(ReppuError, match="fewer than no followers"):
        add_followers(lake, "x-vesi", date(2026, 8, 1), -1, "test", NOON)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Neither hours nor money"),
        ({"hours": -1.0}, "fewer than no hours"),
        ({"hours": 1.0, "channel_id": "x-vesi", "medium": "radio"}, "not of both"),
        ({"hours": 1.0, "since": date(2026, 4, 1)}, "ends before it begins"),
    ],
)
def test_an_addition_that_says_nothing_or_contradicts_itself_is_refused(lake: Lake, told, words) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ReppuError, match=words):
        add_input(lake, **{"since": MARCH[0], "until": MARCH[1], "kind": "staff", "who": "test", **told})
    assert inputs_of(lake) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",x-vesi,,,staff,1,,", "tells no period"),
        ("2026-13,x-vesi,,,staff,1,,", "not a month"),
        ("2026-03,x-vesi,,,kahvi,1,,", "one of staff, agency, media, production, tools, training, other"),
        ("2026-03,x-vesi,,,staff,,,", "neither hours nor money"),
        ("2026-03,x-vesi,,,staff,monta,,", "not a number"),
        ("2026-03,x-vesi,,,staff,,5 abc,", "not a currency"),
        ("2026-03,x-vesi,,,staff,,5 €,SEK", "another currency than the amount"),
        ("2026-03,x-vesi,,,staff,1,,,9", "more cells than the header"),
        ("2026-03,x-vesi,,,staff,", "ends in the middle"),
    ],
)
def test_a_row_that_cannot_be_understood_is_refused_by_its_number_and_the_rest_counts(
    lake: Lake, tmp_path: Path, row: str, words: str
) -> None:
    outcome = brought(lake, tmp_path, f"2026-03,x-vesi,,,other,2,,\n{row}")
    (refusal,) = outcome.refused
    assert refusal.row == 3
    assert words in refusal.reason.in_language("en")
    assert "kahvi" not in refusal.reason.in_language("en")
    assert counted(lake) == {("x-vesi", None, None, "other", 2.0, None, None)}


def test_an_unknown_channel_refuses_the_file_with_the_ones_there_are(lake: Lake, tmp_path: Path) -> None:
    outcome = brought(lake, tmp_path, "2026-03,Ilma,,,staff,1,,\n")
    assert "There is no channel “Ilma”. Expected: one of: x-vesi" in outcome.refused[0].reason.in_language("en")
    assert inputs_of(lake) == []


def test_every_kind_is_understood_by_the_name_that_each_language_gives_it() -> None:
    for kind, (name, _what) in kinds_of_input().items():
        assert {kind_of_input(name.in_language(language)) for language in LANGUAGES} == {kind}
        assert kind_of_input(f" {kind.upper()} ") == kind
    assert kind_of_input("kahvi") is None


def test_days_and_months_are_read_as_people_and_spreadsheet_programs_write_them() -> None:
    for text in ("2026-03-31", "2026-03-31 00:00:00", "31.3.2026", " 31.03.2026 "):
        assert day_of(text) == date(2026, 3, 31), text
    for text in ("31/3/2026", "2026-02-30", "26-03-31", "3026-03-31", "maaliskuu", ""):
        assert day_of(text) is None, text
    for text in ("2026-02", "2/2026", "2.2026", "02/2026", "2026-02-14", "2026-02-01 00:00:00"):
        assert month_of(text) == (date(2026, 2, 1), date(2026, 2, 28)), text
    for text in ("2026-00", "13/2026", "2026", "helmikuu 2026"):
        assert month_of(text) is None, text


# What other media gave

MEDIA_HEAD = "month,from,to,channel,medium,function,kind,hours,amount,reach,contacts,conversations\n"


def brought_media(lake: Lake, folder: Path, rows: str, name: str = "media.csv", at: datetime = NOON) -> ImportOutcome:
    path = folder / name
    path.write_text(MEDIA_HEAD + rows, encoding="utf-8")
    os.utime(path, (at.timestamp(), at.timestamp()))
    (outcome,) = import_paths(lake, [path])
    return outcome


def told(lake: Lake, position: int | None = None) -> list[tuple[str, str, str, float]]:
    return [(str(one.period_start), one.medium, one.result, one.value) for one in results_of(lake, position)]


def test_results_of_media_stand_beside_their_cost_blank_is_nothing_told_and_zero_is_zero(
    lake: Lake, tmp_path: Path
) -> None:
    rows = (
        "2026-03,,,,radio,,media,,900,1200,4000,\n"
        "2026-03,,,x-vesi,,,staff,5,,,,\n"
        ",2026-05-06,2026-05-08,,Kevätmessut,sales,staff,30,,,,45\n"
        "2026-04,,,,newsletter,,,,,800,0,\n"  # results alone need no kind
    )
    outcome = brought_media(lake, tmp_path, rows)
    assert (outcome.rows, outcome.inputs, outcome.observations, outcome.refused_total) == (4, 3, 5, 0)
    assert outcome.channel == "x-vesi"
    assert told(lake) == [
        ("2026-03-01", "radio", "reach", 1200.0),
        ("2026-03-01", "radio", "contacts", 4000.0),
        ("2026-04-01", "newsletter", "reach", 800.0),
        ("2026-04-01", "newsletter", "contacts", 0.0),
        ("2026-05-06", "Kevätmessut", "conversations", 45.0),
    ]
    assert (None, "radio", None, "media", None, 900.0, "EUR") in counted(lake)
    (row, *_rest) = [
        row for row in lake.latest_observations().to_pyarrow().to_pylist() if row["subject_id"] == "Kevätmessut"
    ]
    assert (row["channel_id"], row["subject_kind"], row["measure"]) == (
        NO_CHANNEL,
        "medium",
        "hand.medium.conversations",
    )
    assert (row["window"], row["period_end"], row["unit"], row["clock"]) == (
        "period", date(2026, 5, 8), "count", "organisation"
    )  # fmt: skip
    assert lake.withdraw(outcome.entry_no or 0, "test")
    assert (told(lake), counted(lake)) == ([], set())


def test_what_is_told_twice_in_a_file_counts_once_and_another_number_is_refused(lake: Lake, tmp_path: Path) -> None:
    rows = (
        "2026-03,,,,radio,,media,,900,1200,,\n"
        "2026-03,,,,Radio,,staff,3,,1200,,7\n"  # the same people, named in both rows of the medium
        "2026-03,,,,radio,,agency,,50,1300,,\n"
    )
    outcome = brought_media(lake, tmp_path, rows)
    assert [(one.row, one.column) for one in outcome.refused] == [(4, "reach")]
    assert "tells another number" in outcome.refused[0].reason.in_language("en")
    assert told(lake) == [("2026-03-01", "radio", "reach", 1200.0), ("2026-03-01", "Radio", "conversations", 7.0)]
    assert {one[3] for one in counted(lake)} == {"media", "staff"}  # nothing of the refused row came in


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("2026-03,,,x-vesi,,,staff,5,,100,,", "reach", "those of your channels come from their exports"),
        ("2026-03,,,,,,staff,5,,,100,", "contacts", "those of your channels come from their exports"),
        ("2026-03,,,,radio,,media,,9,12.5,,", "reach", "not a whole number"),
        ("2026-03,,,,radio,,media,,9,many,,", "reach", "not a whole number"),
        ("2026-03,,,,radio,,media,,9,,-1,", "contacts", "fewer than none"),
        ("2026-03,,,,radio,,,,9,100,,", "kind", "what the hours or the money are for"),
        ("2026-03,,,,radio,,coffee,,,100,,", "kind", "what the hours or the money are for"),
        ("2026-03,,,,radio,,,,,,,", "kind", "what the hours or the money are for"),
        ("2026-03,,,,radio,,media,,,,,", "hours", "neither hours nor money nor results"),
        (",,,,radio,,,,,100,,", "from", "tells no period"),
    ],
)  # fmt: skip
def test_a_row_of_results_that_cannot_be_is_named_by_row_and_column(
    lake: Lake, tmp_path: Path, row: str, column: str, words: str
) -> None:
    outcome = brought_media(lake, tmp_path, f"2026-01,,,,print,,,,,1,,\n{row}\n")
    assert [(one.row, one.column) for one in outcome.refused] == [(3, column)]
    assert words in outcome.refused[0].reason.in_language("en")
    assert told(lake) == [("2026-01-01", "print", "reach", 1.0)]


def test_a_later_file_replaces_names_overlaps_and_what_it_no_longer_holds(lake: Lake, tmp_path: Path) -> None:
    first = brought_media(lake, tmp_path, "2026-03,,,,radio,,,,,1200,4000,\n")
    before = lake.position
    later = datetime(2026, 9, 2, 12, tzinfo=UTC)
    rows = "2026-03,,,,RADIO,,,,,1500,,\n2026-03,,,,radio,,media,,90,,4000,\n,2026-03-30,2026-04-02,,radio,,,,,70,,\n"
    second = brought_media(lake, tmp_path, rows, "media 2.csv", later)
    assert "radio, reach, 30 Mar 2026 – 2 Apr 2026" in notes(second)
    assert notes(second).count("overlap") == 1  # contacts were told of March alone
    assert ("2026-03-01", "RADIO", "reach", 1500.0) in told(lake)
    assert ("2026-03-01", "radio", "reach", 1200.0) not in told(lake)
    assert told(lake, before) == [("2026-03-01", "radio", "reach", 1200.0), ("2026-03-01", "radio", "contacts", 4000.0)]
    third = brought_media(lake, tmp_path, "2026-03,,,,radio,,,,,1400,,\n", "media 3.csv", later)
    assert f"1 row of entry {first.entry_no} is not in this file and still counts" in notes(third)


def test_a_period_that_is_not_over_can_be_told_and_one_that_has_not_begun_cannot(lake: Lake, tmp_path: Path) -> None:
    outcome = brought_media(lake, tmp_path, "2026-09,,,,radio,,,,,10,,\n2026-12,,,,radio,,media,,900,,,\n")
    assert (outcome.refused_total, told(lake)) == (0, [("2026-09-01", "radio", "reach", 10.0)])
    ahead = brought_media(lake, tmp_path, "2026-12,,,,radio,,,,,10,,\n", "ahead.csv")
    assert (ahead.entry_no, ahead.refused_total) == (None, 1)
    with pytest.raises(ReppuError, match="yet to come"):
        add_input(lake, since=date(2026, 9, 3), until=date(2026, 9, 3), medium="radio", results={"reach": 1}, who="test",
                  now=NOON)  # fmt: skip


def test_results_are_the_same_from_the_cache_and_after_the_files_are_merged(lake: Lake, tmp_path: Path) -> None:
    brought_media(lake, tmp_path, "2026-03,,,,radio,,,,,1200,4000,\n2026-04,,,,print,,,,,5,,\n")
    add_input(lake, since=MARCH[0], until=MARCH[1], medium="radio", results={"reach": 1300}, who="test")
    plain = told(lake)
    assert plain[0] == ("2026-03-01", "radio", "reach", 1300.0)
    assert lake.refresh_cache(always=True)
    assert told(lake) == plain
    lake.compact()
    assert told(lake) == plain


def test_the_kinds_of_results_speak_the_three_languages() -> None:
    for name, what in results_of_media().values():
        assert len({what.in_language(language) for language in LANGUAGES}) == 3
        assert name.in_language("fi") != name.in_language("en")
