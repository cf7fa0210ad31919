"""`reppu detect` from the outside."""

# ruff: noqa: DTZ001 - the files' times have no zone

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from reppu.cli.main import main
from tests.shared_folder import shared


def run(capsys, *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


def write_series(folder: Path) -> Path:
    counts = np.random.default_rng(1).poisson(8, 900)
    counts[700:704] = 500
    begin = datetime(2026, 3, 2)
    lines = ["timestamp,value", *(f"{begin + timedelta(minutes=5 * i)},{count}" for i, count in enumerate(counts))]
    path = folder / "mainintoja.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_detect_prints_one_json_document_with_a_row_for_each_of_the_input(tmp_path, capsys):
    code, out, err = run(capsys, "detect", write_series(tmp_path), "--json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert document["series"] == "mainintoja" and len(document["rows"]) == 900
    assert set(document["rows"][0]) == {"timestamp", "value", "score", "expected", "low", "high", "surprise"}
    assert document["rows"][0] | {"value": 0} == {
        "timestamp": "2026-03-02 00:00:00", "value": 0, "score": 0, "expected": None, "low": None, "high": None,
        "surprise": False,
    }  # fmt: skip
    assert [row["surprise"] for row in document["rows"]].index(True) == 700
    assert document["rows"][700]["score"] > 0.5 and document["rows"][700]["high"] < 100


def test_detect_shows_the_surprises_as_a_table(tmp_path, capsys):
    code, out, _err = run(capsys, "detect", write_series(tmp_path))
    assert code == 0
    assert "mainintoja: 900 rows, 612 of them judged, 1 surprises." in out
    assert "2026-03-04 10:20:00" in out and "288 rows were not judged" in out


def test_notes_go_to_the_error_stream_and_leave_the_document_alone(tmp_path, capsys):
    path = write_series(tmp_path)
    lines = path.read_text("utf-8").splitlines()
    lines[10], lines[400] = lines[400], lines[10]
    path.write_text("\n".join(lines), encoding="utf-8")
    code, out, err = run(capsys, "detect", path, "--json")
    assert code == 0 and "not in order of time" in err
    assert json.loads(out)["rows"][9]["timestamp"] == lines[10].split(",")[0]


def test_a_file_that_cannot_be_read_ends_with_1_and_words(tmp_path):
    path = tmp_path / "outo.csv"
    path.write_text("timestamp,value\n2026-03-02,paljon\n", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "reppu", "detect", str(path), "--json"],
        capture_output=True, text=True, check=False, env={**os.environ, "REPPU_LANGUAGE": "en"},
    )  # fmt: skip
    assert ran.returncode == 1 and ran.stdout == ""
    assert "outo.csv, row 2: The value is not a number." in ran.stderr


def test_a_country_that_is_not_known_ends_with_1(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "reppu", "detect", str(write_series(tmp_path)), "--country", "QQ"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 1 and "QQ" in ran.stderr


@pytest.mark.needs_shared
def test_the_given_series_are_answered_row_by_row(capsys):
    path = shared("data", "mention_volume", "series", "Twitter_volume_FB.csv")
    _code, out, _err = run(capsys, "detect", path, "--json")
    rows = json.loads(out)["rows"]
    assert len(rows) == len(path.read_text("utf-8").splitlines()) - 1
    assert 3 <= sum(row["surprise"] for row in rows) <= 12


def write_cascade(folder: Path, name: str = "levitys.txt", seed: int = 3) -> Path:
    rng = np.random.default_rng(seed)
    at = np.sort(rng.exponential(14_400, 400).astype(int))
    lines = ["400 0.5", "0 5000", *(f"{age} {rng.integers(1, 900)}" for age in at), "604800 2"]
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_forecast_prints_one_json_document_with_no_growth_beside_it(tmp_path, capsys):
    code, out, err = run(capsys, "forecast", write_cascade(tmp_path), "--after", "1h", "--json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert set(document) == {
        "events", "after_seconds", "horizon_seconds", "model", "now", "no_growth", "forecast", "median", "low", "high", "band",
        "no_growth_wins", "final", "backtest",
    }  # fmt: skip
    assert document["no_growth"] == document["now"] < document["low"] <= document["forecast"] <= document["high"]
    assert document["final"] == 401 and document["after_seconds"] == 3600


def test_forecast_in_a_terminal_says_how_good_such_forecasts_were(tmp_path, capsys):
    code, out, _err = run(capsys, "forecast", write_cascade(tmp_path), "--after", "6h")
    assert code == 0 and "No growth" in out
    assert "earlier items were forecast within" in out.replace("\n", " ")


def test_an_age_in_other_words_or_none_at_all_is_refused(tmp_path, capsys):
    ran = subprocess.run(
        [sys.executable, "-m", "reppu", "forecast", str(write_cascade(tmp_path)), "--after", "soon"],
        capture_output=True, text=True, check=False, env={**os.environ, "REPPU_LANGUAGE": "en"},
    )  # fmt: skip
    assert ran.returncode == 1 and "“soon” is not a length of time. Expected: a number and a unit" in ran.stderr
    assert run(capsys, "forecast", write_cascade(tmp_path))[0] == 2
