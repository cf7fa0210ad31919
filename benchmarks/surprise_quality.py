"""How well are surprises told, beside simple methods, on the public series with labels; and how often when nothing happens.

python -m benchmarks.surprise_quality DATA [--nested]     DATA: the folder that holds mention_volume/

Every method is causal. Ours has its built-in threshold; the two beside it are given the threshold that is best for them on
these very series, which is more than they would have in life. `--nested` chooses the stream detector's parameters anew on
four series and scores the fifth. river is not in the lock, so none of its detectors is here.
"""

from __future__ import annotations

import argparse
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.anomaly_benchmark import PROFILES, Labelled, false_episodes_a_week, hits, load, nab_score
from reppu.surprise.detectors import stream
from reppu.surprise.detectors.daily import judge_days
from reppu.surprise.detectors.posts import judge_posts
from reppu.surprise.detectors.shares import judge_shares

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

STEP_SECONDS = 300
ROWS_A_DAY, ROWS_A_WEEK = 288, 2016
STANDARD = PROFILES["standard"]
_Z_BARS = (3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0)
# Holt-Winters as in Brutlag 2000: pace of level and of a day's 288 seasonal terms. No trend: mentions have none.
_LEVEL_PACE, _SEASON_PACE, _DEVIATION_PACE = 0.02, 0.1, 0.02


@dataclass(frozen=True)
class Quality:
    """A method on all series: its scores by profile, false episodes a series-week, windows found of those there."""

    method: str
    scores: dict[str, float]
    false_episodes: float
    found: int
    windows: int


def judged(method: str, series: Sequence[Labelled], alarms: Sequence[Flags]) -> Quality:
    """The scores of alarms, a flag a row."""
    return Quality(
        method,
        {name: nab_score(series, alarms, profile) for name, profile in PROFILES.items()},
        false_episodes_a_week(series, alarms),
        sum(hits(one, flags) for one, flags in zip(series, alarms, strict=True)),
        sum(len(one.counted()) for one in series),
    )


def ours(values: Floats) -> Flags:
    """`reppu detect`, at its built-in threshold."""
    times = [float(STEP_SECONDS * row) for row in range(len(values))]
    return np.array([one.surprise for one in stream.judge_stream(STEP_SECONDS, times, values.tolist())])


def rolling_z(values: Floats) -> Floats:
    """How many standard deviations of the last week a count lies above its mean; by pandas."""
    import pandas

    past = pandas.Series(values).shift(1).rolling(ROWS_A_WEEK, min_periods=ROWS_A_DAY)
    z = (pandas.Series(values) - past.mean()) / past.std().clip(lower=0.5)
    return np.asarray(z.fillna(0.0), dtype=np.float64)


def holt_winters(values: Floats) -> Floats:
    """Residual of additive Holt-Winters with a daily season, in its smoothed absolute deviations (Brutlag 2000)."""
    level, deviation = float(values[0]), 1.0
    season = np.zeros(ROWS_A_DAY)
    found = np.zeros(len(values))
    for row, value in enumerate(values):
        slot = row % ROWS_A_DAY
        error = value - level - season[slot]
        if row >= ROWS_A_DAY:
            found[row] = error / max(deviation, 0.5)
        level += _LEVEL_PACE * error
        season[slot] += _SEASON_PACE * error
        deviation += _DEVIATION_PACE * (abs(error) - deviation)
    return found


def once_a_day(beyond: Flags) -> Flags:
    """The first alarm of each run, and no other for a day: what every alerting tool does."""
    kept, last = np.zeros(len(beyond), dtype=bool), -ROWS_A_DAY
    for row in np.flatnonzero(beyond).tolist():
        if row - last >= ROWS_A_DAY:
            kept[row], last = True, row
    return kept


def best_of(method: str, series: Sequence[Labelled], evidence: Callable[[Floats], Floats]) -> Quality:
    """A method at the threshold, and with or without silence for a day, that are best for it on these series."""
    found = [evidence(one.values) for one in series]
    tried = []
    for bar in _Z_BARS:
        beyond = [values > bar for values in found]
        tried += [(bar, "", beyond), (bar, ", then silent for a day", [once_a_day(flags) for flags in beyond])]
    bar, words, alarms = max(tried, key=lambda one: nab_score(series, one[2], STANDARD))
    return judged(f"{method} > {bar:g}{words}", series, alarms)


def compared(series: Sequence[Labelled]) -> list[Quality]:
    """Ours and the two beside it."""
    return [
        judged("Reppu, built-in threshold", series, [ours(one.values) for one in series]),
        best_of("rolling z-score of a week (pandas)", series, rolling_z),
        best_of("Holt-Winters residual (Brutlag 2000)", series, holt_winters),
    ]


# --- parameters chosen anew -----------------------------------------------------------------------------------------

_SHARES, _FLOORS = (1 / 24, 1 / 16, 1 / 12), (0.15, 0.25, 0.35)
_BARS = (0.95, 1.05, 1.15, 1.25, 1.35)
_HABITUATIONS, _FADINGS = (1.5, 2.0, 3.0), (1.0, 1.5, 2.0)
_GRID = (_SHARES, _FLOORS, _BARS, _HABITUATIONS, _FADINGS)


def evidence_of(values: Floats, share: float, floor: float) -> Floats:
    """The stream detector's evidence, with another tail share and least mean excess."""
    was = stream.TAIL_SHARE, stream.LEAST_MEAN_EXCESS, stream.HABITUATION
    stream.TAIL_SHARE, stream.LEAST_MEAN_EXCESS, stream.HABITUATION = share, floor, 0.0
    try:
        times = [float(STEP_SECONDS * row) for row in range(len(values))]
        scores = np.array([one.score for one in stream.judge_stream(STEP_SECONDS, times, values.tolist())])
    finally:
        stream.TAIL_SHARE, stream.LEAST_MEAN_EXCESS, stream.HABITUATION = was
    return stream.BAR * scores / (1 - scores)


def alarms_of(evidence: Floats, bar: float, habituation: float, fading_days: float) -> Flags:
    """The stream detector's alarms from its evidence."""
    alarms, memory, last = np.zeros(len(evidence), dtype=bool), 0.0, 0
    for row in np.flatnonzero(evidence > bar).tolist():
        memory *= math.exp(-(row - last) / (fading_days * ROWS_A_DAY))
        last = row
        if evidence[row] >= max(bar, memory):
            alarms[row] = True
            memory = max(memory, habituation * evidence[row])
    return alarms


def nested(series: Sequence[Labelled]) -> tuple[dict[str, float], float, list[str]]:
    """Scores with each series judged by parameters chosen on the other four, false episodes a week, and what was chosen.

    Of all combinations the one is chosen whose neighbours on the grid have the best mean score: a plateau, not a peak.
    """
    shape = tuple(len(axis) for axis in _GRID)
    alarms: dict[tuple[int, ...], list[Flags]] = {}
    for i, j in itertools.product(range(shape[0]), range(shape[1])):
        found = [evidence_of(one.values, _SHARES[i], _FLOORS[j]) for one in series]
        for k, m, n in itertools.product(*(range(length) for length in shape[2:])):
            alarms[i, j, k, m, n] = [alarms_of(each, _BARS[k], _HABITUATIONS[m], _FADINGS[n]) for each in found]
    kept, words = [], []
    for out in range(len(series)):
        others = [one for index, one in enumerate(series) if index != out]
        scores = np.empty(shape)
        for where, flags in alarms.items():
            scores[where] = nab_score(others, [each for index, each in enumerate(flags) if index != out], STANDARD)
        smooth = {where: _neighbours_mean(scores, where) for where in alarms}
        chosen = max(smooth, key=lambda where: smooth[where])
        kept.append(alarms[chosen][out])
        values = [axis[index] for axis, index in zip(_GRID, chosen, strict=True)]
        words.append(
            f"without {series[out].name}: 1/{1 / values[0]:.0f}, {', '.join(f'{value:g}' for value in values[1:])}"
        )
    return (
        {name: nab_score(series, kept, profile) for name, profile in PROFILES.items()},
        false_episodes_a_week(series, kept),
        words,
    )


def _neighbours_mean(scores: Floats, where: tuple[int, ...]) -> float:
    near = tuple(slice(max(index - 1, 0), index + 2) for index in where)
    return float(scores[near].mean())


# --- when nothing happens -------------------------------------------------------------------------------------------


def quiet_streams(seed: int = 1) -> list[tuple[str, float, float]]:
    """Kinds of ordinary streams, false alarms a series-week and coverage of the 90 % interval; eight weeks, four series each."""
    rows = np.arange(8 * ROWS_A_WEEK)
    found = []
    for mean, spread, pace in (
        (1, 0.3, 0.0),
        (10, 0.3, 0.0),
        (100, 0.3, 0.0),
        (10, 0.05, 0.0),
        (10, 1.0, 0.0),
        (10, 0.5, 0.98),
    ):
        rng = np.random.default_rng(seed)
        alarms, inside, judged_rows = 0, 0, 0
        for _series in range(4):
            rate = mean * np.exp(0.8 * np.sin(2 * np.pi * rows / ROWS_A_DAY))
            if pace:
                noise = np.zeros(len(rows))
                shocks = rng.normal(0, math.sqrt(1 - pace**2), len(rows))
                for row in range(1, len(rows)):
                    noise[row] = pace * noise[row - 1] + shocks[row]
                counts = rng.poisson(rate * np.exp(spread * noise)).astype(float)
            else:
                counts = rng.poisson(rate * rng.gamma(1 / spread, spread, len(rows))).astype(float)
            for count, one in zip(
                counts, stream.judge_stream(STEP_SECONDS, (rows * 300.0).tolist(), counts.tolist()), strict=True
            ):
                if one.low is not None and one.high is not None:
                    judged_rows += 1
                    alarms += one.surprise
                    inside += one.low <= count <= one.high
        kind = f"correlated over hours, σ {spread}" if pace else f"overdispersion {spread}"
        found.append((f"mean {mean}, {kind}", alarms / (4 * 8), inside / judged_rows))
    return found


def quiet_days(seed: int = 1) -> list[tuple[str, float, float, float]]:
    """Kinds of ordinary daily series, false alarms a series-year upwards and downwards, coverage of the 90 % interval."""
    days, series = 730, 1000
    week = np.array([1.2, 1.2, 1.1, 1.1, 1.0, 0.7, 0.7])
    day = np.arange(days)
    shape = (week[day % 7] * np.exp(0.4 * np.sin(2 * np.pi * day / 365)))[:, None]
    found = []
    for mean, phi, kind in (
        (0.3, 0.2, "gamma"), (3, 0.2, "gamma"), (30, 0.02, "gamma"), (30, 0.2, "gamma"), (30, 0.6, "gamma"), (1000, 0.05, "gamma"),
        (1000, 0.6, "gamma"), (100, 0.2, "log-normal"), (100, 0.6, "log-normal"), (100, 0.2, "correlated 0.6"),
    ):  # fmt: skip
        rng = np.random.default_rng(seed)
        sigma = math.sqrt(math.log1p(phi))
        if kind == "gamma":
            factor = rng.gamma(1 / phi, phi, (days, series))
        else:
            noise = rng.standard_normal((days, series))
            if kind.startswith("correlated"):
                for row in range(1, days):
                    noise[row] = 0.6 * noise[row - 1] + 0.8 * noise[row]
            factor = np.exp(sigma * noise - sigma**2 / 2)
        values = rng.poisson(mean * shape * factor).astype(float)
        got = judge_days(739_256, values)
        years = values[30:].size / 365
        inside = ((got.low <= values) & (values <= got.high))[30:].mean()
        name = f"mean {mean}, φ {phi}, {kind}"
        found.append(
            (
                name,
                float((got.direction[30:] > 0).sum() / years),
                float((got.direction[30:] < 0).sum() / years),
                float(inside),
            )
        )
    return found


def quiet_posts_and_shares(seed: int = 1) -> list[tuple[str, float, float]]:
    """False alarms by hundred posts or windows, and coverage of the 90 % interval."""
    rng = np.random.default_rng(seed)
    found = []
    for spread in (0.7, 1.2):
        counts = [rng.poisson(np.exp(rng.normal(5, spread, 80))).astype(float) for _channel in range(60)]
        rows = [
            (count, one)
            for series in counts
            for count, one in zip(series, judge_posts(series), strict=True)
            if one.low is not None
        ]
        inside = np.mean(
            [one.low <= count <= one.high for count, one in rows if one.low is not None and one.high is not None]
        )
        found.append(
            (
                f"posts, σ of log counts {spread}",
                100 * float(np.mean([one.surprise for _c, one in rows])),
                float(inside),
            )
        )
    for n, rho in ((15, 0.02), (60, 0.05), (400, 0.01)):
        both = 1 / rho - 1
        judged_rows, inside_rows, alarms = 0, 0, 0
        for _series in range(30):
            sizes = rng.poisson(n, 90) + 1
            windows = [(int(rng.binomial(size, rng.beta(0.15 * both, 0.85 * both))), int(size)) for size in sizes]
            for (k, size), one in zip(windows, judge_shares(windows), strict=True):
                if one.low is not None and one.high is not None:
                    judged_rows += 1
                    alarms += one.surprise
                    inside_rows += one.low - 1e-12 <= k / size <= one.high + 1e-12
        found.append((f"shares, {n} items a window, ρ {rho}", 100 * alarms / judged_rows, inside_rows / judged_rows))
    return found


def main() -> None:
    """Prints the tables of docs/surprise.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--nested", action="store_true", help="only: choose the parameters anew, a series left out each time"
    )
    given = parser.parse_args()
    series = load(given.data / "mention_volume")
    if given.nested:
        scores, episodes, words = nested(series)
        print(
            "nested: "
            + " / ".join(f"{score:.1f}" for score in scores.values())
            + f", {episodes:.2f} false episodes a week"
        )
        print("\n".join(words))
        return
    print("| method | standard | low FP | low FN | false episodes a week | windows |\n|---|---|---|---|---|---|")
    for one in compared(series):
        shown = " | ".join(f"{score:.1f}" for score in one.scores.values())
        print(f"| {one.method} | {shown} | {one.false_episodes:.2f} | {one.found} of {one.windows} |")
    print("\n| stream | false alarms a week | interval covers |\n|---|---|---|")
    for name, alarms, inside in quiet_streams():
        print(f"| {name} | {alarms:.2f} | {inside:.1%} |")
    print("\n| daily | up a year | down a year | interval covers |\n|---|---|---|---|")
    for name, up, down, inside in quiet_days():
        print(f"| {name} | {up:.2f} | {down:.2f} | {inside:.1%} |")
    print("\n| posts and shares | false alarms by hundred | interval covers |\n|---|---|---|")
    for name, alarms, inside in quiet_posts_and_shares():
        print(f"| {name} | {alarms:.2f} | {inside:.1%} |")


if __name__ == "__main__":
    main()
