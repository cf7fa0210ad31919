"""The normal distribution. Evidence: published (Abramowitz & Stegun 1964, table 26.1) and reference (scipy)."""

from __future__ import annotations

import math

import pytest
from scipy import special

from reppu.probability.facade import normal_below, normal_quantile


@pytest.mark.parametrize(
    ("z", "printed"), [(1.0, 0.841344746068543), (2.0, 0.977249868051821), (3.0, 0.998650101968370)]
)
def test_probabilities_are_those_of_the_printed_table(z, printed):
    # Abramowitz & Stegun, table 26.1: P(x) to fifteen digits.
    assert normal_below(z) == pytest.approx(printed, abs=5.1e-16)
    assert normal_quantile(printed) == pytest.approx(z, rel=1e-12)


@pytest.mark.parametrize("z", [-37.0, -20.0, -8.0, -3.0, -0.001, 0.0, 0.5, 4.0, 9.0])
def test_probabilities_are_scipys_far_into_the_tail(z):
    # reference: scipy.special.ndtr(z); the exponential of z²/2 = 684 costs both of them three digits
    assert normal_below(z) == pytest.approx(float(special.ndtr(z)), rel=4e-13, abs=0)


@pytest.mark.parametrize("probability", [1e-300, 1e-50, 1e-9, 0.001, 0.05, 0.3, 0.4999, 0.5, 0.7, 0.95, 0.999999])
def test_deviates_are_scipys_far_into_the_tail(probability):
    # reference: scipy.special.ndtri(p)
    assert normal_quantile(probability) == pytest.approx(float(special.ndtri(probability)), rel=1e-14, abs=0)
    assert normal_below(normal_quantile(probability)) == pytest.approx(probability, rel=2e-13, abs=0)


def test_the_ends_are_the_ends_and_what_is_unknown_stays_unknown():
    assert normal_quantile(0) == -math.inf and normal_quantile(1.0) == math.inf
    assert normal_below(-math.inf) == 0 and normal_below(math.inf) == 1
    assert math.isnan(normal_quantile(math.nan)) and math.isnan(normal_below(math.nan))
    with pytest.raises(ValueError, match="between 0 and 1, not at 1.5"):
        normal_quantile(1.5)
