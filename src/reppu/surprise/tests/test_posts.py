"""Posts against earlier posts. Evidence: reference (scipy's t distribution), simulation of a known truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from reppu.surprise.detectors.judgement import NOT_JUDGED
from reppu.surprise.detectors.posts import count_at_age, judge_post, judge_posts


def test_interval_and_evidence_are_scipys_t_of_one_more_observation():
    rng = np.random.default_rng(1)
    earlier = np.exp(rng.normal(5, 1, 40)) - 1
    logs = np.log1p(earlier)
    scale = np.sqrt((39 * logs.var(ddof=1) + 4 * 0.8**2) / 43)
    law = stats.t(43, loc=logs.mean(), scale=scale * np.sqrt(1 + 1 / 40))
    got = judge_post(5000, earlier)
    assert (got.low, got.high) == pytest.approx(tuple(np.expm1(law.ppf([0.05, 0.95]))), rel=1e-9)
    evidence = stats.norm.isf(law.sf(np.log1p(5000)))
    assert got.score == pytest.approx(evidence / (evidence + 3), rel=1e-9)
    # Without the √(1 + 1/n) the interval would be that of the mean's neighbours.
    assert got.high != pytest.approx(np.expm1(stats.t(43, logs.mean(), scale).ppf(0.95)), rel=1e-3)


@pytest.mark.parametrize("spread", [0.7, 1.2])
def test_intervals_cover_ninety_per_cent_and_false_alarms_are_few(spread):
    rng = np.random.default_rng(2)
    inside, alarms, posts = 0, 0, 0
    for _channel in range(60):
        counts = rng.poisson(np.exp(rng.normal(5, spread, 80))).astype(float)
        for count, one in zip(counts, judge_posts(counts), strict=True):
            if one.low is not None:
                posts += 1
                inside += one.low <= count <= one.high
                alarms += one.surprise
    assert 0.88 <= inside / posts <= 0.93
    assert alarms / posts <= 0.006, "two sides of one in 740"


def test_directions_are_told_apart():
    earlier = np.full(30, 1000.0) * np.exp(np.random.default_rng(3).normal(0, 0.3, 30))
    assert judge_post(60_000, earlier).direction == 1
    assert judge_post(20, earlier).direction == -1
    assert judge_post(1100, earlier).direction == 0


@pytest.mark.parametrize(
    ("count", "earlier"), [(4, [2.0] * 20), (0, [0.0] * 20), (3, [0.0] * 20), (9, [1.0] * 20), (12, [10.0] * 20)]
)
def test_small_counts_are_no_surprise(count, earlier):
    assert not judge_post(count, np.array(earlier)).surprise


def test_too_few_earlier_posts_or_no_count_are_not_judged():
    assert judge_post(100, np.array([5.0] * 7)) == NOT_JUDGED
    assert judge_post(100, np.array([5.0] * 7 + [np.nan] * 5)) == NOT_JUDGED
    assert judge_post(float("nan"), np.full(20, 5.0)) == NOT_JUDGED
    assert judge_post(100, np.full(8, 5.0)) != NOT_JUDGED


def test_a_post_is_compared_at_its_age_and_never_beyond_what_was_seen():
    ages, counts = np.array([1.0, 5.0, 48.0]), np.array([10.0, 50.0, 480.0])
    assert count_at_age(ages, counts, 3.0) == 30
    assert count_at_age(ages[::-1], counts[::-1], 3.0) == 30
    assert count_at_age(ages, counts, 50.0) == 480
    assert np.isnan(count_at_age(ages, counts, 96.0))
    assert np.isnan(count_at_age(ages[2:], counts[2:], 1.0))
    assert np.isnan(count_at_age(np.array([]), np.array([]), 1.0))
