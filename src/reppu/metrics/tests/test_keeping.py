"""Rows kept for many questions give the answers that each question alone would get."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.metrics import facts
from reppu.metrics.definitions import definition_of
from reppu.metrics.examples import EXAMPLES, Example
from reppu.metrics.facade import compute, each_post
from reppu.metrics.tests.made_up import moment, write_example


class Keeping(Lake):
    """A lake as the book reads it: everything of a decade kept."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.days_kept = date(2010, 1, 1), date(2030, 12, 31)
        self.rows_kept: dict[object, Any] = {}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _title(example: Example) -> str:
    return f"{example.metric}: {example.title}"[:90]


# One example of every kind of metric: each kind reads in a way of its own.
OF_EVERY_KIND = list({definition_of(one.metric).kind: one for one in EXAMPLES}.values())


@pytest.mark.parametrize("example", OF_EVERY_KIND, ids=_title)
def test_kept_rows_answer_as_each_question_alone(example: Example, tmp_path: Path) -> None:
    alone = open_lake(tmp_path)
    write_example(alone, example)
    keeping = Keeping(alone.home, alone.organisation)
    asked: dict[str, Any] = {
        "by": example.by,
        "since": _day(example.since) or date(2011, 1, 1),
        "until": _day(example.until) or date(2030, 6, 30),
        "as_of": moment(example.as_of) if example.as_of else None,
        "age_days": example.age_days,
    }
    assert compute(keeping, example.metric, **asked) == compute(alone, example.metric, **asked)


def test_the_posts_of_all_metrics_are_read_once_per_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = next(one for one in EXAMPLES if one.metric == "engagement_rate_by_impressions")
    alone = open_lake(tmp_path)
    write_example(alone, example)
    lake = Keeping(alone.home, alone.organisation)
    read: list[float | None] = []
    join = facts._posts_joined

    def counted(lake: Lake, question: Any, columns: Sequence[str], measures: Sequence[str]) -> Any:
        read.append(question.age_days)
        return join(lake, question, columns, measures)

    monkeypatch.setattr(facts, "_posts_joined", counted)
    days = {"since": date(2013, 1, 1), "until": date(2030, 6, 30)}  # with the two years before them inside those kept
    for name in ("posts", "impressions", "engagement_rate_by_impressions", "amplification"):
        for age in (None, 30):
            compute(lake, name, age_days=age, **days)
            compute(lake, name, by=("channel", "kind"), age_days=age, **days)
    each_post(lake, ("impressions", "engagements"), **days)
    assert sorted(read, key=str) == [30, None]
