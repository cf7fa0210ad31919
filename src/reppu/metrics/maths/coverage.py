"""Where do our 90 % intervals cover 90 %? The map, simulated once, and the gate that reads it.

Posts are made up with a known true rate, as methods.md section 3 describes them: impressions log-normal with standard
deviation σ, rates varying by 0.6 on the log scale, engagements counted (Poisson) or, for a mean per post, counts whose
expectation is log-normal with σ. A cell is (method, number of posts, σ, mean count a post); its coverage is the share of
runs whose interval holds the truth. `coverage_map.csv` holds every cell with seed and runs; `python -m
reppu.metrics.maths.coverage` makes it again.

The gate: for the number of posts and the mean count (the grid points on either side), the reach is the largest σ up to
which every cell covers 87 to 93 %. An interval is printed where the reach is at least 1.1 (real exports have 0.7 to 1.2)
and the sample's own σ̂ lies within it. It would seem careful to ask for a smaller σ̂, but a sample whose σ̂ is small by
luck also has an interval that is too narrow: picking those made printed intervals of means cover 80 % near the edge.
Fewer than ten posts never pass: our choice, because the map supposes rates that vary by 0.6, and at 1.0 a 90 %
interval from seven posts covers 84 % (from twenty 88 %).

When it is wrong: what is not in the simulation (dependent posts, a viral post of another kind); see README.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reppu.metrics.maths import linearised_ratio, mean_per_post, weighted_rates
from reppu.metrics.maths.grouped import Floats, Intervals, Whole

TRUE_RATE = 0.03
RATE_LOG_SD = 0.6
COVERS_AT_LEAST, COVERS_AT_MOST = 0.87, 0.93
FEWEST_POSTS = 10
LEAST_REACH = 1.1

SIZES = (5, 7, 10, 15, 20, 30, 50, 100, 200, 500)
LOG_SDS = (0.2, 0.5, 0.8, 1.1, 1.25, 1.4, 1.55, 1.7, 2.0)
COUNTS = (1.0, 3.0, 10.0, 30.0, 100.0, 10_000.0)
SEED, RUNS = 2016, 10_000
MAP_FILE = "coverage_map.csv"


class Cell(NamedTuple):
    """One cell: coverage is a share of `runs`; width the median of high / low."""

    method: str
    n: int
    log_sd: float
    mean_count: float
    coverage: float
    width: float
    runs: int
    seed: int


def made_up_posts(
    generator: np.random.Generator,
    runs: int,
    n: int,
    log_sd: float,
    count: float,
    *,
    rate_log_sd: float = RATE_LOG_SD,
    lean: float = 0.0,
) -> tuple[Floats, Floats, float]:
    """Impressions and engagements of `runs` × `n` posts, and the true rate Σy/Σx tends to.

    count: mean engagements a post. lean: the rate is proportional to impressions to this power.
    """
    size = log_sd * generator.standard_normal((runs, n))
    x = np.exp(np.log(count / TRUE_RATE) - log_sd**2 / 2 + size)
    wobble = rate_log_sd * generator.standard_normal((runs, n)) - rate_log_sd**2 / 2
    rate = TRUE_RATE * np.exp(lean * size + wobble)
    y = generator.poisson(np.minimum(x * rate, 1e15)).astype(np.float64)
    return x, y, float(TRUE_RATE * np.exp((lean + lean**2 / 2) * log_sd**2))


def made_up_counts(
    generator: np.random.Generator, runs: int, n: int, log_sd: float, count: float
) -> tuple[Floats, Floats, float]:
    """No sizes (ones) and counts whose expectation is log-normal around `count`, which is the truth."""
    expected = count * np.exp(log_sd * generator.standard_normal((runs, n)) - log_sd**2 / 2)
    return np.ones((runs, n)), generator.poisson(np.minimum(expected, 1e15)).astype(np.float64), count


def _mean(x: Floats, y: Floats, group: Whole, groups: int) -> Intervals:
    return mean_per_post.mean_per_post(y, group, groups)


def _plain_mean(x: Floats, y: Floats, group: Whole, groups: int) -> Intervals:
    return mean_per_post.student_t(y, group, groups)


Method = Callable[[Floats, Floats, Whole, int], Intervals]
RATE_METHODS: dict[str, Method] = {
    weighted_rates.METHOD: weighted_rates.weighted_rates,
    "linearised_t": linearised_ratio.linearised_t,
    "log_t": linearised_ratio.log_t,
}
MEAN_METHODS: dict[str, Method] = {mean_per_post.METHOD: _mean, "student_t": _plain_mean}


def intervals_of_runs(method: Method, x: Floats, y: Floats) -> Intervals:
    """The method's intervals, a group for each run (row)."""
    runs, n = x.shape
    return method(x.ravel(), y.ravel(), np.repeat(np.arange(runs), n), runs)


def covered(intervals: Intervals, truth: float) -> NDArray[np.bool_]:
    """Which intervals hold the truth; no interval holds nothing."""
    return (intervals.low <= truth) & (truth <= intervals.high)


def simulate(runs: int = RUNS, seed: int = SEED) -> list[Cell]:
    """All cells, 500 million posts at the standard 10,000 runs: some four minutes on one core."""
    cells = []
    for index, (n, log_sd, count) in enumerate((a, b, c) for a in SIZES for b in LOG_SDS for c in COUNTS):
        for make, methods in ((made_up_posts, RATE_METHODS), (made_up_counts, MEAN_METHODS)):
            generator = np.random.default_rng((seed, index))
            x, y, truth = make(generator, runs, n, log_sd, count)
            for name, method in methods.items():
                found = intervals_of_runs(method, x, y)
                # Runs without an interval (no engagement at all, say) are shown as observed; they promise nothing.
                given = np.isfinite(found.low)
                share = float(covered(found, truth)[given].mean()) if given.any() else 0.0
                low = np.maximum(found.low[given], 1e-12 * truth)
                width = float(np.median(found.high[given] / low)) if given.any() else 0.0
                cells.append(Cell(name, n, log_sd, count, round(share, 4), float(f"{width:.4g}"), runs, seed))
    return cells


def trusted(intervals: Intervals) -> NDArray[np.bool_]:
    """For each group: may its interval be printed? False means the state `observed`."""
    log_sd, count = intervals.log_sd, intervals.count
    known = np.isfinite(log_sd) & np.isfinite(count) & np.isfinite(intervals.low) & np.isfinite(intervals.high)
    reach = _reach(intervals.method)
    sizes = _neighbours(SIZES, intervals.n)
    counts = _neighbours(COUNTS, np.where(known, count, COUNTS[0]))
    limit = np.minimum.reduce([reach[a, c] for a in sizes for c in counts])
    enough = (intervals.n >= FEWEST_POSTS) & (count >= COUNTS[0]) & (limit >= LEAST_REACH)
    return known & enough & (log_sd <= limit)


def _neighbours(grid: tuple[float, ...], values: NDArray[np.generic]) -> tuple[Whole, Whole]:
    """Indices of the grid points at or below, and at or above; the ends stand for what lies beyond them."""
    points = np.array(grid)
    at_or_below = np.clip(np.searchsorted(points, values, side="right") - 1, 0, len(grid) - 1)
    at_or_above = np.clip(np.searchsorted(points, values, side="left"), 0, len(grid) - 1)
    return at_or_below, at_or_above


@lru_cache(maxsize=1)
def coverage_map() -> tuple[Cell, ...]:
    """The stored map."""
    lines = files("reppu.metrics.maths").joinpath(MAP_FILE).read_text(encoding="utf-8").splitlines()
    return tuple(
        Cell(
            row["method"],
            int(row["n"]),
            float(row["log_sd"]),
            float(row["mean_count"]),
            float(row["coverage"]),
            float(row["width"]),
            int(row["runs"]),
            int(row["seed"]),
        )
        for row in csv.DictReader(lines)
    )


@lru_cache(maxsize=8)
def _reach(method: str) -> Floats:
    """By number of posts and mean count: the largest log_sd up to which all cells are good; 0 when the first is not."""
    good = np.zeros((len(SIZES), len(COUNTS), len(LOG_SDS)), dtype=np.bool_)
    for cell in coverage_map():
        if cell.method == method:
            place = (SIZES.index(cell.n), COUNTS.index(cell.mean_count), LOG_SDS.index(cell.log_sd))
            good[place] = COVERS_AT_LEAST <= cell.coverage <= COVERS_AT_MOST
    steps = np.logical_and.accumulate(good, axis=2).sum(axis=2)
    return np.array([0.0, *LOG_SDS])[steps]


def main() -> None:
    """Writes the map as CSV to standard output."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(Cell._fields)
    writer.writerows(simulate())


if __name__ == "__main__":
    main()
