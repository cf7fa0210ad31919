"""Files of timestamps and values: what is read, what is refused in which words, and what becomes of odd ones."""

# ruff: noqa: DTZ001 - the files' times have no zone

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from reppu.surprise import facade
from reppu.surprise.series import read_series
from reppu.vocabulary.errors import ReppuError

BEGIN = datetime(2026, 3, 2)


def write(folder: Path, lines: list[str], name: str = "sarja.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def five_minutes(counts, begin: datetime = BEGIN) -> list[str]:
    return ["timestamp,value", *(f"{begin + timedelta(minutes=5 * i)},{count}" for i, count in enumerate(counts))]


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        (["timestamp,value", "2026-03-02 10:00:00,3", "2026-03-02 10:05:00,4"], [3, 4]),
        (["2026-03-02T10:00:00Z,3", "2026-03-02T12:05:00+02:00,4"], [3, 4]),
        (["Date,Likes", "2026/03/02,3", "2026/03/03,NAN"], [3, None]),
        (["päivä;arvo", "2.3.2026;3,5", "3.3.2026;−1"], [3.5, -1]),
        (["datum\tantal", "2026-03-02\t1\u00a0200", "2026-03-03\t"], [1200, None]),
        (["value,timestamp", "7,2026-03-02", "NA,2026-03-03"], [7, None]),
        (["id,timestamp,value", "a,2026-03-02,7"], [7]),
        (["", "timestamp,value", "", "2.3.2026 klo 14.05,7", ""], [7]),
    ],
)
def test_forms_that_people_have_are_read(tmp_path, lines, values):
    assert [row.value for row in read_series(write(tmp_path, lines)).rows] == values


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "holds no rows"),
        (["timestamp,value"], "holds no rows"),
        (["timestamp,value", "2026-03-02,12", "2026-03-03,salainen"], r"sarja.csv, row 3: The value is not a number"),
        (["timestamp,value", "2026-03-02,inf"], r"row 2: The value is not a number.*empty cell where none was taken"),
        (["timestamp,value", "joskus,1"], r"row 2: The timestamp is not one that Reppu knows.*31.3.2026 14:05"),
        (["timestamp,value", "2026-02-30,1"], "row 2: The timestamp"),
        (["timestamp,value", "2026-03-02"], "row 2: The row has too few columns"),
        (["1", "2"], "only one column"),
        (["2026-03-02T10:00Z,1", "2026-03-02T10:05,1"], "time zone on every row, or on none"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place_and_without_quoting_it(tmp_path, lines, words):
    with pytest.raises(ReppuError, match=words) as refused:
        read_series(write(tmp_path, lines))
    assert "salainen" not in str(refused.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(ReppuError, match="cannot be opened"):
        read_series(tmp_path / "nowhere.csv")
    for data, words in ((b"\xff\xff\x00", "not text in UTF-8"), (b"PK\x03\x04\x00\x00", "not a text file")):
        path = tmp_path / "sheet.csv"
        path.write_bytes(data)
        with pytest.raises(ReppuError, match=words):
            read_series(path)


def test_utf_16_as_a_spreadsheet_saves_it_is_read(tmp_path):
    path = tmp_path / "sarja.csv"
    path.write_bytes("timestamp\tvalue\n2026-03-02\t7\n".encode("utf-16"))
    assert read_series(path).rows[0].value == 7


def test_shuffled_rows_are_judged_in_order_and_answered_as_they_stand(tmp_path):
    counts = np.random.default_rng(1).poisson(5, 900)
    counts[800:803] = 300
    lines = five_minutes(counts)
    straight = facade.to_json(facade.detect_file(write(tmp_path, lines)))["rows"]
    order = np.random.default_rng(2).permutation(900)
    found = facade.detect_file(write(tmp_path, [lines[0], *(lines[1 + index] for index in order)]))
    assert facade.to_json(found)["rows"] == [straight[index] for index in order]
    assert any("not in order of time" in str(note) for note in found.notes)


def test_an_hour_that_comes_twice_in_autumn_is_left_as_it_is(tmp_path):
    begin = datetime(2026, 10, 24, 12)
    times = [begin + timedelta(minutes=5 * i) for i in range(500)]
    local = [at if at < datetime(2026, 10, 25, 4) else at - timedelta(hours=1) for at in times]
    lines = ["timestamp,value", *(f"{at},{5 + i % 3}" for i, at in enumerate(local))]
    found = facade.detect_file(write(tmp_path, lines))
    assert list(found.series.order) == list(range(500))
    assert [str(note) for note in found.notes] == [
        "The clock went back 1 time; those rows are kept in the file's order."
    ]
    assert sum(one.expected is not None for one in found.judgements) == 500 - 288


def test_rows_with_the_same_timestamp_are_said_and_do_no_harm(tmp_path):
    lines = five_minutes([5] * 400)
    lines[350:350] = [lines[349]] * 2
    found = facade.detect_file(write(tmp_path, lines))
    assert "2 rows have the same timestamp" in str(found.notes[0])
    assert not any(one.surprise for one in found.judgements)


@pytest.mark.parametrize(
    "lines",
    [
        ["timestamp,value", "2026-03-02,5"],
        ["timestamp,value", *["2026-03-02,5"] * 50],
        ["timestamp,value", *(f"2026-03-{day:02},5" for day in range(1, 6))],
    ],
    ids=["one value", "one moment", "five days"],
)
def test_too_few_rows_are_answered_unjudged_and_it_is_said(tmp_path, lines):
    found = facade.detect_file(write(tmp_path, lines))
    rows = facade.to_json(found)["rows"]
    assert len(rows) == len(lines) - 1
    assert all(row["score"] == 0 and row["expected"] is None and not row["surprise"] for row in rows)
    assert any("too few rows" in str(note) for note in found.notes)


def test_negative_and_missing_counts_are_not_judged_and_counted_aloud(tmp_path):
    lines = five_minutes([5] * 400)
    lines[380] = lines[380].rsplit(",", 1)[0] + ",-3"
    lines[381] = lines[381].rsplit(",", 1)[0] + ","
    found = facade.detect_file(write(tmp_path, lines))
    rows = facade.to_json(found)["rows"]
    assert rows[379]["value"] == -3 and rows[380]["value"] is None
    assert all(row["low"] is None and row["score"] == 0 for row in rows[379:381])
    assert {str(note) for note in found.notes} == {
        "1 row has no value and is not judged.",
        "1 value is below zero, which a count cannot be; it is not judged.",
    }


def test_a_daily_series_knows_its_weekdays_and_from_its_first_negative_value_on_is_signed(tmp_path):
    rng = np.random.default_rng(4)
    values = [int(rng.poisson(200 if day % 7 < 5 else 20)) for day in range(120)]
    lines = ["date;value", *(f"{BEGIN.date() + timedelta(days=day)};{value}" for day, value in enumerate(values))]
    rows = facade.to_json(facade.detect_file(write(tmp_path, lines)))["rows"]
    assert not any(row["surprise"] for row in rows)
    assert rows[118]["expected"] < 60 < 120 < rows[119 - 7 + 1]["expected"]
    lines[100] = lines[100].split(";")[0] + ";-300"
    again = facade.to_json(facade.detect_file(write(tmp_path, lines)))["rows"]
    assert again[98] == rows[98] and again[99]["surprise"]


def test_a_country_makes_midsummer_no_surprise(tmp_path):
    rng = np.random.default_rng(5)
    begin = datetime(2026, 2, 2)
    lines = ["date,value"]
    for number in range(150):
        day = begin + timedelta(days=number)
        quiet = day.weekday() >= 5 or day.date().isoformat() == "2026-06-19"
        lines.append(f"{day.date()},{rng.poisson(20 if quiet else 200)}")
    path = write(tmp_path, lines)
    at = [row.timestamp for row in facade.detect_file(path).series.rows].index("2026-06-19")
    assert facade.detect_file(path).judgements[at].direction == -1
    assert not facade.detect_file(path, country="FI").judgements[at].surprise


def test_two_rows_of_one_day_are_said(tmp_path):
    lines = ["date,value", *(f"{BEGIN.date() + timedelta(days=day)},100" for day in range(40))]
    lines.insert(30, lines[29])
    found = facade.detect_file(write(tmp_path, lines))
    assert any("1 row is of a day that was there already" in str(note) for note in found.notes)


def test_a_step_that_was_told_wrongly_from_the_first_rows_is_taken_up_anew(tmp_path):
    begin = BEGIN
    times = [begin + timedelta(seconds=20 * i) for i in range(9)]
    times += [times[-1] + timedelta(hours=i) for i in range(1, 400)]
    lines = ["timestamp,value", *(f"{at},{6 + i % 2}" for i, at in enumerate(times))]
    assert facade.detect_file(write(tmp_path, lines)).step_seconds == 3600
