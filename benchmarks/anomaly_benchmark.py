"""The Numenta Anomaly Benchmark's score, and its series of mentions on Twitter with their labelled windows.

A detection inside a window is worth σ(position) by how early the first one is; each one outside costs, up to its whole
weight; a window without any costs a miss. Position runs from -1 at the window's beginning to 0 at its end, and on
beyond it in window lengths until the next window begins.

    σ(y) = 2 / (1 + e^(5y)) - 1          as in the paper, equation (1), and its program, which takes -1 beyond y = 3
    score = 100 · (Σ - null) / (perfect - null)        null: nothing is ever detected; perfect: every window at once

The first 15 % of a series, at most 750 rows, is for settling down and counts for nothing.

Source: Lavin & Ahmad 2015, Evaluating Real-Time Anomaly Detection Algorithms, arXiv:1510.03336, section II.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PROBATION_SHARE, PROBATION_ROWS = 0.15, 750
STEEPNESS = 5.0
FAR = 3.0  # window lengths after which a false alarm costs its whole weight
ROWS_A_WEEK = 2016  # of five minutes
SAME_EPISODE_ROWS = 144  # false alarms within half a day are one episode; our choice


@dataclass(frozen=True)
class Profile:
    """What a hit, a false alarm and a miss weigh; from the paper's table of application profiles."""

    hit: float
    false_alarm: float
    miss: float


PROFILES = {
    "standard": Profile(1.0, 0.11, 1.0),
    "low false positives": Profile(1.0, 0.22, 1.0),
    "low false negatives": Profile(1.0, 0.11, 2.0),
}


@dataclass(frozen=True)
class Labelled:
    """A series and its windows, as first and last row."""

    name: str
    timestamps: list[str]
    values: NDArray[np.float64]
    windows: list[tuple[int, int]]

    @property
    def probation(self) -> int:
        """Rows at the beginning that do not count."""
        return int(min(PROBATION_SHARE * len(self.values), PROBATION_ROWS))

    def counted(self) -> list[tuple[int, int]]:
        """The windows that do not lie within probation."""
        return [window for window in self.windows if window[1] >= self.probation]


def load(folder: Path) -> list[Labelled]:
    """The series of a folder that holds labels.json and series/Twitter_volume_<name>.csv."""
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    found = []
    for name in sorted(labels):
        with (folder / "series" / f"Twitter_volume_{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        moments = [datetime.fromisoformat(row["timestamp"]) for row in rows]
        windows = []
        for first, last in labels[name]["windows"]:
            begin, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
            inside = [index for index, moment in enumerate(moments) if begin <= moment <= end]
            windows.append((inside[0], inside[-1]))
        values = np.array([float(row["value"]) for row in rows])
        found.append(Labelled(name, [row["timestamp"] for row in rows], values, windows))
    return found


def sigmoid(position: float) -> float:
    """What a detection is worth at a position, from 1 (nearly) at -1 over 0 at 0 towards -1."""
    return -1.0 if position > FAR else float(2 / (1 + np.exp(STEEPNESS * position)) - 1)


def worth(one: Labelled) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Each row's worth for a detection at it, and which window it lies in (-1: none)."""
    value, inside = np.full(len(one.values), -1.0), np.full(len(one.values), -1)
    for number, (first, last) in enumerate(one.windows):
        length = last - first + 1
        for row in range(first, last + 1):
            # A detection at the first row is worth 1.
            value[row], inside[row] = sigmoid(-(last - row + 1) / length) / sigmoid(-1.0), number
        following = one.windows[number + 1][0] if number + 1 < len(one.windows) else len(one.values)
        for row in range(last + 1, following):
            value[row] = sigmoid((row - last) / (length - 1))
    return value, inside


def nab_score(series: Sequence[Labelled], alarms: Sequence[NDArray[np.bool_]], profile: Profile) -> float:
    """The normalised score of alarms (one flag a row) over all series together: 100 perfect, 0 silent."""
    total, windows = 0.0, 0
    for one, flags in zip(series, alarms, strict=True):
        value, inside = worth(one)
        rows = np.flatnonzero(flags)
        rows = rows[rows >= one.probation]
        total += profile.false_alarm * float(value[rows[inside[rows] < 0]].sum())
        for number, window in enumerate(one.windows):
            if window not in one.counted():
                continue
            hits = value[rows[inside[rows] == number]]
            total += profile.hit * float(hits.max()) if len(hits) else -profile.miss
            windows += 1
    return 100 * (total + profile.miss * windows) / ((profile.hit + profile.miss) * windows)


def false_episodes_a_week(series: Sequence[Labelled], alarms: Sequence[NDArray[np.bool_]]) -> float:
    """Runs of alarms outside every window, by week of series after probation."""
    episodes, rows_seen = 0, 0
    for one, flags in zip(series, alarms, strict=True):
        _value, inside = worth(one)
        rows = np.flatnonzero(flags)
        rows = rows[(rows >= one.probation) & (inside[rows] < 0)]
        episodes += int((np.diff(rows) > SAME_EPISODE_ROWS).sum()) + (len(rows) > 0)
        rows_seen += len(one.values) - one.probation
    return episodes / (rows_seen / ROWS_A_WEEK)


def hits(one: Labelled, flags: NDArray[np.bool_]) -> int:
    """How many counted windows hold an alarm."""
    return sum(bool(flags[max(first, one.probation) : last + 1].any()) for first, last in one.counted())
