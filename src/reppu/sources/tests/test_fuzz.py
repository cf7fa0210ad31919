"""A short run of the fuzzer, and what its long runs have found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from reppu.sources.numbers import to_numbers
from reppu.sources.tests.fuzz import FindingError, Fuzzer, answers, judge
from reppu.sources.tests.samples import all_samples

SECONDS = 20
FILES = 300


def test_spoilt_exports_are_read_or_refused_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fuzzer = Fuzzer(tmp_path, seed=1)
    found = fuzzer.run(SECONDS, FILES)
    assert not found, capsys.readouterr().out
    assert fuzzer.seen["read"] and fuzzer.seen["refused"]


def test_what_breaks_in_a_reader_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(FindingError, match="does not end"):
        judge([], Counter())


def test_a_number_too_large_to_be_kept_is_refused_and_not_endless() -> None:
    for numbers in (pl.Series(["9" * 400, "7", None]), pl.Series([float("inf"), 7.0, None])):
        values, bad = to_numbers(numbers, "count")
        assert (values.to_list(), bad.to_list()) == ([None, 7.0, None], [True, False, False])


def test_a_heading_alone_without_a_line_end_below_blank_rows_is_a_table_of_no_rows(tmp_path: Path) -> None:
    sample = next(one for one in all_samples() if one.path.name == "facebook-impressions-2023.csv")
    path = tmp_path / sample.path.name
    heading = sample.content.decode("utf-8-sig").split("\n", 1)[0]
    path.write_bytes(f'""\n""\n{heading}'.encode())
    said = answers(path, path.name)
    assert [message["is"] for message, _payloads in said if message["is"] != "batch"] == ["recognised", "end"]
    assert sum(message["rows"] for message, _payloads in said if message["is"] == "batch") == 0
    judge(said, Counter())
