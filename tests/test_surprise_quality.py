"""The tables of docs/surprise.md are what the program prints, and the methods beside ours see what they should."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks.anomaly_benchmark import load
from benchmarks.surprise_quality import (
    alarms_of,
    evidence_of,
    holt_winters,
    judged,
    once_a_day,
    ours,
    quiet_posts_and_shares,
    rolling_z,
)
from benchmarks.tasks import judge_streams_and_days
from reppu.surprise.detectors import stream
from tests.shared_folder import shared

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "surprise.md").read_text("utf-8")


def burst() -> np.ndarray:
    counts = np.random.default_rng(1).poisson(10, 3000).astype(float)
    counts[2500:2505] = 500
    return counts


def test_the_methods_beside_ours_see_a_burst_and_know_only_the_past():
    counts = burst()
    for method, bar in ((rolling_z, 20), (holt_winters, 20)):
        assert np.flatnonzero(method(counts) > bar).tolist()[0] == 2500
        changed = counts.copy()
        changed[2600:] = 9999
        assert np.array_equal(method(counts)[:2600], method(changed)[:2600])


def test_silence_for_a_day_keeps_the_first_alarm():
    assert np.flatnonzero(once_a_day(np.isin(np.arange(1000), [5, 6, 200, 294, 700]))).tolist() == [5, 294, 700]


def test_alarms_from_the_evidence_are_those_of_the_detector():
    counts = burst()
    evidence = evidence_of(counts, stream.TAIL_SHARE, stream.LEAST_MEAN_EXCESS)
    again = alarms_of(evidence, stream.BAR, stream.HABITUATION, stream.FADING_DAYS)
    assert np.array_equal(again, ours(counts)) and again.any()
    assert stream.HABITUATION > 0, "it is put back"


def test_the_page_says_what_posts_and_shares_are_wrong_by():
    for name, alarms, inside in quiet_posts_and_shares():
        assert f"| {name} | {alarms:.2f} | {inside:.1%} |" in PAGE


def test_the_speed_task_answers_in_seconds():
    answer = judge_streams_and_days(stream_days=3, daily_share=10_000)
    assert answer["stream_rows"] == 864 and 0 < answer["stream_seconds"] < 5 and 0 < answer["daily_seconds"] < 20


@pytest.mark.needs_shared
def test_the_page_says_the_score_on_the_five_series():
    series = load(shared("data", "mention_volume"))
    got = judged("Reppu", series, [ours(one.values) for one in series])
    scores = " | ".join(f"{score:.1f}" for score in got.scores.values())
    said = re.search(r"\| Reppu, built-in threshold \| (.*) \|", PAGE)
    assert said is not None and said[1] == f"{scores} | {got.false_episodes:.2f} | {got.found} of {got.windows}"
