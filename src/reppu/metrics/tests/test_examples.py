"""Every example of every metric, on every engine. The expected answers are worked out by hand from the example, except
the bounds of intervals, which are golden here and proved in maths/."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from reppu.lake.facade import open_lake
from reppu.metrics.definitions import DEFINITIONS
from reppu.metrics.examples import EXAMPLES, Example
from reppu.metrics.facade import compute
from reppu.metrics.tests.made_up import moment, write_example
from reppu.vocabulary.estimate import State
from tests.shared_folder import need


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.fixture(params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "spark":
        need("java")
        pytest.importorskip("pyspark")
    monkeypatch.setenv("REPPU_ENGINE", request.param)
    return request.param


def _title(example: Example) -> str:
    return f"{example.metric}: {example.title}"[:90]


@pytest.mark.parametrize("example", EXAMPLES, ids=_title)
def test_every_engine_answers_the_example(example: Example, engine: str, tmp_path: Path) -> None:
    lake = open_lake(tmp_path)
    write_example(lake, example)
    answer = compute(
        lake,
        example.metric,
        by=example.by,
        since=_day(example.since),
        until=_day(example.until),
        as_of=moment(example.as_of) if example.as_of else None,
        age_days=example.age_days,
    )
    assert len(answer.rows) == len(example.answers), answer.rows
    for row, expected in zip(answer.rows, example.answers, strict=True):
        got = row.estimate
        assert tuple(row.keys.values()) == expected.keys
        assert got.state is expected.state, (row, expected)
        assert got.n == expected.n
        assert row.left_out == expected.left_out
        assert row.currency == expected.currency
        if expected.value is None:
            assert got.value is None
            assert row.reason is not None, "a row without a number says why"
            continue
        assert got.value == pytest.approx(expected.value, rel=1e-11, abs=0)
        if expected.low is not None:
            assert got.low == pytest.approx(expected.low, rel=1e-11)
            assert got.high == pytest.approx(expected.high, rel=1e-11)
        elif got.state is State.OK:
            assert got.method == "stated"
            assert got.low == got.high == got.value


def test_every_metric_has_an_ordinary_example_and_one_without_a_number() -> None:
    with_number = Counter(one.metric for one in EXAMPLES if any(a.value is not None for a in one.answers))
    without = Counter(one.metric for one in EXAMPLES if any(a.value is None for a in one.answers))
    for definition in DEFINITIONS:
        assert with_number[definition.name] >= 1, definition.name
        assert without[definition.name] >= 1, definition.name


def test_example_titles_are_different() -> None:
    assert len({_title(one) for one in EXAMPLES}) == len(EXAMPLES)
