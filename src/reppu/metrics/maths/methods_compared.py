"""Which interval of a rate holds its 90 %, and at what width? The methods side by side on the same made-up posts.

`python -m reppu.metrics.maths.methods_compared` writes `methods_compared.csv`, from which docs/intervals.md takes its
tables (a test compares them). The posts are those of `coverage.py`; beside its world there are two in which its
assumptions do not hold: rates that vary by 1.0 instead of 0.6 on the log scale, and rates that rise with size
(∝ impressions^0.2). The bootstraps cost a thousand times the closed forms, so they get fewer runs.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from reppu.metrics.maths import linearised_ratio, shrunken_rates, weighted_rates
from reppu.metrics.maths.bca_bootstrap import bca_bootstrap
from reppu.metrics.maths.coverage import (
    Method,
    covered,
    intervals_of_runs,
    made_up_posts,
)
from reppu.metrics.maths.grouped import Floats, Intervals, Whole
from reppu.metrics.maths.studentised_bootstrap import studentised_bootstrap

SIZES, LOG_SDS, COUNT = (5, 10, 20, 50, 100), (0.8, 1.1, 1.4), 30.0
WORLDS: dict[str, dict[str, float]] = {
    "as supposed": {},
    "rates vary by 1.0": {"rate_log_sd": 1.0},
    "rates rise with size": {"lean": 0.2},
}
RUNS, BOOTSTRAP_RUNS, DRAWS, SEED = 10_000, 1_000, 499, 2027
EARLIER_POSTS = 60  # our choice: two or three seasons of a small channel
COMPARED_FILE = "methods_compared.csv"


class Compared(NamedTuple):
    """One method in one cell. coverage: share of `runs`; width: median of log(high / low)."""

    world: str
    n: int
    log_sd: float
    method: str
    coverage: float
    width: float
    runs: int


def one_by_one(bootstrap: Callable[..., tuple[float, float, float]]) -> Method:
    """A bootstrap of one group as a method of many."""

    def method(x: Floats, y: Floats, group: Whole, groups: int) -> Intervals:
        found = [
            bootstrap(x[group == place], y[group == place], draws=DRAWS, seed=SEED + place) for place in range(groups)
        ]
        value, low, high = np.array(found).T
        nothing = np.full(groups, np.nan)
        return Intervals(value, low, high, np.bincount(group, minlength=groups), nothing, nothing, "bootstrap")

    return method


def with_earlier(generator: np.random.Generator, log_sd: float, made: Mapping[str, float]) -> Method:
    """`shrunken_rates`, with EARLIER_POSTS posts of the same world made up for every group."""

    def method(x: Floats, y: Floats, group: Whole, groups: int) -> Intervals:
        then_x, then_y, _truth = made_up_posts(generator, groups, EARLIER_POSTS, log_sd, COUNT, **made)
        then_group = np.repeat(np.arange(groups), EARLIER_POSTS)
        then = shrunken_rates.spread_of(then_x.ravel(), then_y.ravel(), then_group, groups)
        return shrunken_rates.shrunken_rates(x, y, group, groups, then)[0]

    return method


def compared(
    n: int, log_sd: float, world: str, runs: int = RUNS, bootstrap_runs: int = BOOTSTRAP_RUNS
) -> list[Compared]:
    """All methods in one cell."""
    made = WORLDS[world]
    place = (n, round(10 * log_sd), list(WORLDS).index(world))
    x, y, truth = made_up_posts(np.random.default_rng((SEED, *place)), runs, n, log_sd, COUNT, **made)
    closed: dict[str, Method] = {
        "linearised_t": linearised_ratio.linearised_t,
        "log_t": linearised_ratio.log_t,
        weighted_rates.METHOD: weighted_rates.weighted_rates,
        shrunken_rates.METHOD: with_earlier(np.random.default_rng((SEED, *place, 1)), log_sd, made),
    }
    drawn: dict[str, Method] = {
        "bca_bootstrap": one_by_one(bca_bootstrap),
        "studentised_bootstrap": one_by_one(studentised_bootstrap),
    }
    rows = []
    for methods, most in ((closed, runs), (drawn, min(runs, bootstrap_runs))):
        for name, method in methods.items():
            found = intervals_of_runs(method, x[:most], y[:most])
            given = np.isfinite(found.low)
            holds = covered(found, truth)[given].mean()
            width = np.median(np.log(found.high[given] / np.maximum(found.low[given], 1e-6 * truth)))
            rows.append(Compared(world, n, log_sd, name, round(float(holds), 4), round(float(width), 3), most))
    return rows


def stored() -> tuple[Compared, ...]:
    """The stored table."""
    text = files("reppu.metrics.maths").joinpath(COMPARED_FILE).read_text(encoding="utf-8")
    return tuple(
        Compared(
            row["world"],
            int(row["n"]),
            float(row["log_sd"]),
            row["method"],
            float(row["coverage"]),
            float(row["width"]),
            int(row["runs"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


def tables() -> str:
    """The stored table as Markdown: a table a world, coverage in per cent with the width in brackets."""
    cells = {(one.world, one.n, one.log_sd, one.method): one for one in stored()}
    methods = list(dict.fromkeys(one.method for one in stored()))
    parts = []
    for world in WORLDS:
        parts += [
            f"**{world[0].upper()}{world[1:]}**\n",
            "| posts, σ | " + " | ".join(m.replace("_", " ") for m in methods) + " |",
        ]
        parts.append("|---|" + "---|" * len(methods))
        for n in SIZES:
            for log_sd in LOG_SDS:
                row = [cells[world, n, log_sd, method] for method in methods]
                told = [f"{100 * one.coverage:.0f} ({one.width:.2f})" for one in row]
                parts.append(f"| {n}, {log_sd} | " + " | ".join(told) + " |")
        parts.append("")
    return "\n".join(parts)


def main() -> None:
    """Writes the table as CSV to standard output: some three minutes."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(Compared._fields)
    for world in WORLDS:
        for n in SIZES:
            for log_sd in LOG_SDS:
                writer.writerows(compared(n, log_sd, world))


if __name__ == "__main__":
    main()
