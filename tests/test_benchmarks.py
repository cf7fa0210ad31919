"""The benchmarks measure what they say: at a tiny size, their exports are read whole and pandas agrees with the metric."""

from __future__ import annotations

import platform
from datetime import date
from pathlib import Path

import pytest

from benchmarks import exports
from benchmarks.__main__ import compare
from benchmarks.report import Figure, markdown
from benchmarks.tasks import import_files, query_metric, read_latest
from benchmarks.with_pandas import rates_by_page_and_month


def test_pandas_and_the_metric_agree_on_the_made_up_exports(tmp_path: Path) -> None:
    made = exports.facebook_history(tmp_path / "exports", 8_000, pages=2, months=4)
    assert len(made.files) == 8
    answer = import_files(str(tmp_path / "home"), str(tmp_path / "exports"))
    assert answer["observations"] == made.observations
    found = query_metric(str(tmp_path / "home"), 1)["rows"]
    rates = rates_by_page_and_month(tmp_path / "exports")
    assert len(rates) == 2 * 4
    compare(rates[["page", "month", "rate"]].to_dict("records"), found)
    with pytest.raises(SystemExit, match="pandas says"):
        compare(rates.assign(rate=rates["rate"] * (1 + 1e-6)).to_dict("records"), found)


def test_one_file_holds_as_many_observations_as_it_says(tmp_path: Path) -> None:
    for name, make in (("facebook", exports.one_facebook_file), ("x", exports.one_x_file)):
        made = make(tmp_path / name, 3_000)
        answer = import_files(str(tmp_path / f"home-{name}"), str(tmp_path / name))
        assert answer["observations"] == made.observations


def test_the_cache_and_the_facts_give_the_same_page(tmp_path: Path) -> None:
    exports.facebook_history(tmp_path / "exports", 20_000, pages=1, months=20)
    import_files(str(tmp_path / "home"), str(tmp_path / "exports"))
    assert read_latest(str(tmp_path / "home"), 1)["raw_seconds"] > 0


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    one = exports.facebook_history(tmp_path / "one", 2_000, pages=1, months=2)
    two = exports.facebook_history(tmp_path / "two", 2_000, pages=1, months=2)
    assert [path.read_bytes() for path in one.files] == [path.read_bytes() for path in two.files]


def test_the_document_says_the_date_and_the_machine_but_not_its_name() -> None:
    figures = [Figure("import", "2 M/s", "≥ 1 M/s", True), Figure("query", "3 s", "≤ 1 s", False)]
    page = markdown(figures, date(2026, 11, 23), 10_000_000, ["a note"])
    assert "2026-11-23" in page and "Python" in page and "cores" in page
    assert "| query | 3 s | ≤ 1 s | **no** |" in page
    assert not platform.node() or platform.node() not in page
    assert str(Path.home()) not in page
