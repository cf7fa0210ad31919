from __future__ import annotations

import math
from functools import reduce
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reppu.vocabulary.estimate import LEVEL, Estimate, State, stated, twelve_digits, without_value


def test_every_interval_is_a_90_percent_interval():
    assert LEVEL == 0.90
    assert stated(3, 1).level == 0.90


def test_a_stated_count_is_exact():
    estimate = stated(1200, 40)
    assert (estimate.value, estimate.low, estimate.high) == (1200.0, 1200.0, 1200.0)
    assert (estimate.n, estimate.method, estimate.state) == (40, "stated", State.OK)


@pytest.mark.parametrize("state", [State.TOO_LITTLE_DATA, State.MISSING, State.NOT_OFFERED])
def test_what_is_no_number_has_no_number(state):
    estimate = without_value(state, n=3)
    assert (estimate.value, estimate.low, estimate.high, estimate.n, estimate.method) == (None, None, None, 3, "")
    with pytest.raises(ValueError, match=f"state {state} carries no value"):
        Estimate(1.0, None, None, 3, "", state)


@pytest.mark.parametrize("parts", [(None, 1.0, 2.0), (1.0, None, 2.0), (1.0, 0.5, None)])
def test_ok_needs_value_and_both_bounds(parts):
    with pytest.raises(ValueError, match="ok needs value, low and high"):
        Estimate(*parts, 10, "ratio", State.OK)


@pytest.mark.parametrize("parts", [(None, None, None), (1.0, 0.5, None), (1.0, None, 1.5), (1.0, 0.5, 1.5)])
def test_observed_is_a_value_without_an_interval(parts):
    with pytest.raises(ValueError, match="observed carries a value and no interval"):
        Estimate(*parts, 10, "ratio", State.OBSERVED)
    assert Estimate(1.0, None, None, 10, "ratio", State.OBSERVED).value == 1.0


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_nan_and_infinity_never_appear(bad, place):
    parts = [1.0, 0.5, 1.5]
    parts[place] = bad
    with pytest.raises(ValueError, match="use a state that says why"):
        Estimate(*parts, 10, "ratio", State.OK)


def test_states_are_written_as_in_the_manifest():
    assert [str(state) for state in State] == ["ok", "observed", "too_little_data", "missing", "not_offered"]


def test_twelve_significant_digits_are_kept():
    assert twelve_digits(0.1 + 0.2) == 0.3
    assert twelve_digits(123456789012.5) in (123456789012.0, 123456789013.0)
    assert twelve_digits(1.234567890125e-7) != 1.234567890125e-7
    assert twelve_digits(0.0) == 0.0


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_rounding_once_is_rounding_for_good(value):
    assert twelve_digits(twelve_digits(value)) == twelve_digits(value)
    assert twelve_digits(value) == pytest.approx(value, rel=5e-12, abs=0)


def test_sums_in_another_order_are_the_same_number():
    addends = [1 / part for part in range(1, 2000)]
    # Python 3.12 taught sum() to make up for lost digits; engines that add column by column have not learnt it.
    forwards, backwards = reduce(add, addends), reduce(add, reversed(addends))
    assert forwards != backwards, "the addends must show the trouble"
    assert twelve_digits(forwards) == twelve_digits(backwards)
