from __future__ import annotations

import math

import numpy as np
import pytest

from reppu.metrics.maths.grouped import exact_totals, in_fixed_order


def test_fractions_add_as_fsum_adds_them_in_any_order() -> None:
    generator = np.random.default_rng(1)
    values = generator.random(1000) * 10.0 ** generator.integers(-8, 8, 1000)
    group = generator.integers(0, 3, 1000)
    shuffled = generator.permutation(1000)
    got = exact_totals(values, group, 3)
    assert got.tolist() == [math.fsum(values[group == one].tolist()) for one in range(3)]
    assert got.tolist() == exact_totals(values[shuffled], group[shuffled], 3).tolist()
    # A plain sum differs in the last digits, and would not pass.
    assert any(values[group == one].cumsum()[-1] != got[one] for one in range(3))


def test_counts_add_exactly() -> None:
    values = np.array([2.0**52, 1, 1, -1])
    assert exact_totals(values, np.array([0, 0, 0, 1]), 3).tolist() == [2**52 + 2, -1, 0]


def test_no_rows_are_no_totals() -> None:
    assert exact_totals(np.array([]), np.array([], dtype=np.int64), 2).tolist() == [0, 0]


def test_a_value_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        exact_totals(np.array([1, np.nan]), np.array([0, 0]), 1)


@pytest.mark.parametrize("scale", [1.0, 0.1, 1e14], ids=["counts packed", "fractions", "too large to pack"])
def test_the_order_depends_on_the_values_only(scale: float) -> None:
    generator = np.random.default_rng(2)
    group, x, y = (generator.integers(0, high, 500) for high in (5, 40, 9))
    shuffled = generator.permutation(500)
    first, _ = in_fixed_order(group, x * scale, y * scale)
    second, regrouped = in_fixed_order(group[shuffled], (x * scale)[shuffled], (y * scale)[shuffled])
    rows = [(int(group[i]), int(x[i]), int(y[i])) for i in first]
    assert rows == sorted(rows)
    assert rows == [(int(group[i]), int(x[i]), int(y[i])) for i in shuffled[second]]
    assert regrouped.tolist() == sorted(group.tolist())
