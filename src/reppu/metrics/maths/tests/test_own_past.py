"""The second gate opens on pages of the map's world and closes on one that a rare post makes."""

from __future__ import annotations

import numpy as np
import pytest

from reppu.metrics.maths.coverage import made_up_posts
from reppu.metrics.maths.own_past import FEWEST_EARLIER, HELD_AT_LEAST, held_before


@pytest.mark.parametrize("n", [20, 50])
def test_a_past_of_the_maps_own_world_opens_the_gate(n: int) -> None:
    shares = []
    for seed in range(20):
        x, y, _truth = made_up_posts(np.random.default_rng(seed), 1, 200, 1.1, 30.0)
        shares.append(held_before(x[0], y[0], n))
    assert np.mean([share >= HELD_AT_LEAST for share in shares]) >= 0.95
    assert np.mean(shares) == pytest.approx(0.90, abs=0.03)


def test_one_post_in_hundreds_that_makes_the_rate_closes_it() -> None:
    x, y, _truth = made_up_posts(np.random.default_rng(5), 1, 300, 0.9, 30.0)
    x, y = np.append(x[0], 200 * x[0].mean()), np.append(y[0], 200 * y[0].mean() / 5)
    share = held_before(x, y, 20)
    # the rare post is in one sample of fifteen, and its rate is a fifth of the others'
    assert share is not None
    assert share < 0.5


def test_a_short_or_silent_past_says_nothing() -> None:
    assert held_before(np.full(FEWEST_EARLIER - 1, 100.0), np.full(FEWEST_EARLIER - 1, 3.0), 20) is None
    assert held_before(np.full(100, 100.0), np.zeros(100), 20) is None


def test_the_same_past_gives_the_same_answer() -> None:
    x, y, _truth = made_up_posts(np.random.default_rng(1), 1, 120, 1.1, 30.0)
    assert held_before(x[0], y[0], 30) == held_before(x[0], y[0], 30)
