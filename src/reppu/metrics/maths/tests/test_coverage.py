"""Do printed intervals hold 90 %? Simulated with a known truth, through the gate as it is used (golden seeds)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reppu.metrics.maths import coverage
from reppu.metrics.maths.coverage import (
    COUNTS,
    LOG_SDS,
    MEAN_METHODS,
    RATE_METHODS,
    SIZES,
    coverage_map,
    covered,
    intervals_of_runs,
    made_up_counts,
    made_up_posts,
    trusted,
)
from reppu.metrics.maths.grouped import Floats, Intervals, Whole, sum_by_group

RUNS = 4000
# Between the grid's points on purpose. A share of 4,000 has a standard error of 0.5 %, so we ask for 86.5 to 93.5.
CELLS = [(12, 0.6, 40.0), (20, 1.0, 40.0), (40, 0.9, 15.0), (40, 1.2, 300.0), (80, 1.1, 60.0), (150, 1.2, 1000.0)]


def _share_of_printed(
    method: coverage.Method, make: object, n: int, log_sd: float, count: float
) -> tuple[float, float]:
    """How often printed intervals hold the truth, and how often one is printed."""
    x, y, truth = make(np.random.default_rng((11, n)), RUNS, n, log_sd, count)  # type: ignore[operator]
    intervals = intervals_of_runs(method, x, y)
    printed = trusted(intervals)
    return float(covered(intervals, truth)[printed].mean()), float(printed.mean())


@pytest.mark.parametrize(("n", "log_sd", "count"), CELLS)
def test_printed_intervals_of_rates_hold_what_they_promise(n: int, log_sd: float, count: float) -> None:
    share, printed = _share_of_printed(RATE_METHODS["weighted_rates"], made_up_posts, n, log_sd, count)
    assert printed > 0.6, "inside the region most samples get an interval"
    assert 0.865 <= share <= 0.935


@pytest.mark.parametrize(("n", "log_sd", "count"), CELLS)
def test_printed_intervals_of_means_hold_what_they_promise(n: int, log_sd: float, count: float) -> None:
    share, printed = _share_of_printed(MEAN_METHODS["mean_per_post"], made_up_counts, n, log_sd, count)
    if printed > 0.3:
        assert 0.865 <= share <= 0.935


def _poisson(x: Floats, y: Floats, group: Whole, groups: int) -> Intervals:
    """Engagements as if each were independent: the plain wrong formula."""
    right = RATE_METHODS["weighted_rates"](x, y, group, groups)
    half = 1.645 / np.sqrt(sum_by_group(y, group, groups))
    return replace(right, low=right.value * np.exp(-half), high=right.value * np.exp(half))


def _textbook(x: Floats, y: Floats, group: Whole, groups: int) -> Intervals:
    return replace(RATE_METHODS["linearised_t"](x, y, group, groups), method="weighted_rates")


@pytest.mark.parametrize("wrong", [_poisson, _textbook])
def test_a_plain_wrong_formula_would_fail(wrong: coverage.Method) -> None:
    share, printed = _share_of_printed(wrong, made_up_posts, 20, 1.0, 40.0)
    assert printed > 0.6
    assert share < 0.85


def test_few_posts_uneven_posts_and_rare_engagement_are_not_printed() -> None:
    method = RATE_METHODS["weighted_rates"]
    for n, log_sd, count in ((9, 0.5, 100.0), (20, 2.8, 100.0), (12, 1.0, 0.5)):
        x, y, _truth = made_up_posts(np.random.default_rng(1), 500, n, log_sd, count)
        assert trusted(intervals_of_runs(method, x, y)).mean() < 0.12


def test_the_stored_map_is_whole_and_made_by_this_code() -> None:
    cells = coverage_map()
    methods = {*RATE_METHODS, *MEAN_METHODS}
    assert len(cells) == len(methods) * len(SIZES) * len(LOG_SDS) * len(COUNTS)
    assert {cell.method for cell in cells} == methods
    # One small cell again, with the stored seed: the map belongs to the formulas as they are now.
    index = [(n, s, c) for n in SIZES for s in LOG_SDS for c in COUNTS].index((10, 0.8, 100.0))
    for make, found in ((made_up_posts, RATE_METHODS), (made_up_counts, MEAN_METHODS)):
        x, y, truth = make(np.random.default_rng((coverage.SEED, index)), coverage.RUNS, 10, 0.8, 100.0)
        for name, method in found.items():
            again = intervals_of_runs(method, x, y)
            given = np.isfinite(again.low)
            stored = next(c for c in cells if (c.method, c.n, c.log_sd, c.mean_count) == (name, 10, 0.8, 100.0))
            assert covered(again, truth)[given].mean() == pytest.approx(stored.coverage, abs=2e-3), name


def test_the_region_holds_the_sizes_that_organisations_have() -> None:
    """40 to 130 posts a quarter, log-impressions of sd 0.7 to 1.2 (methods.md): nearly all of them get an interval."""
    for n in (40, 130):
        for log_sd in (0.7, 1.2):
            _share, printed = _share_of_printed(RATE_METHODS["weighted_rates"], made_up_posts, n, log_sd, 30.0)
            assert printed > 0.85
