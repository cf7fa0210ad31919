"""Student's t. Evidence: published (Abramowitz & Stegun 1964, table 26.10), known truth (closed forms), reference (scipy)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special

from reppu.probability.facade import normal_quantile, student_below, student_quantile, student_quantiles

FREEDOMS = (0.5, 0.7, 1, 1.5, 2, 2.9, 3, 4.7, 8, 10.3, 29.5, 30, 31.99, 99, 250.5, 1000, 12_345.6, 1e6)
# Abramowitz & Stegun, Handbook of Mathematical Functions, table 26.10, page 990: t with that probability between -t and t.
BETWEEN = (0.2, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998)
TABLE = {
    1: (0.325, 1.000, 3.078, 6.314, 12.706, 31.821, 63.657, 127.321, 318.309),
    2: (0.289, 0.816, 1.886, 2.920, 4.303, 6.965, 9.925, 14.089, 22.327),
    5: (0.267, 0.727, 1.476, 2.015, 2.571, 3.365, 4.032, 4.773, 5.893),
    10: (0.260, 0.700, 1.372, 1.812, 2.228, 2.764, 3.169, 3.581, 4.144),
    30: (0.256, 0.683, 1.310, 1.697, 2.042, 2.457, 2.750, 3.030, 3.385),
    120: (0.254, 0.677, 1.289, 1.658, 1.980, 2.358, 2.617, 2.860, 3.160),
}


@pytest.mark.parametrize("freedom", TABLE)
def test_quantiles_are_those_of_the_printed_table(freedom):
    got = [round(student_quantile(freedom, 0.5 + between / 2), 3) for between in BETWEEN]
    assert got == list(TABLE[freedom])
    # One degree of freedom more or fewer is another table.
    assert [round(student_quantile(freedom * 1.05, 0.5 + between / 2), 3) for between in BETWEEN] != got


@pytest.mark.parametrize("t", [1e-6, 0.3, 0.999, 1.0, 1.7, 1.999, 2.0, 5.0, 40.0, 1e4, 1e9])
def test_one_two_and_four_degrees_of_freedom_have_closed_forms(t):
    root = math.sqrt(2 + t * t)
    four = t / math.sqrt(4 + t * t)
    tails = {
        1: math.atan(1 / t) / math.pi,
        2: 1 / (root * (root + t)),
        4: (2 + four) * (4 / (4 + t * t) / (1 + four)) ** 2 / 4,
    }
    for freedom, tail in tails.items():
        assert student_below(freedom, -t) == pytest.approx(tail, rel=1e-13, abs=0)
        assert student_below(freedom, t) == pytest.approx(1 - tail, rel=1e-15)


@pytest.mark.parametrize("level", [0.5, 0.51, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.975, 0.99, 0.999, 0.9999])
def test_quantiles_are_scipys(level):
    # reference: scipy.special.stdtrit(df, p)
    for freedom in FREEDOMS:
        got = student_quantile(freedom, level)
        assert got == pytest.approx(float(special.stdtrit(freedom, level)), rel=1e-12, abs=0), freedom
        assert student_quantile(freedom, 1 - level) == pytest.approx(-got, rel=1e-11, abs=1e-15), freedom


@pytest.mark.parametrize("t", [0.001, 0.5, 1.0, 1.6, 1.999, 2.001, 2.5, 4.0, 8.0, 20.0, 36.0])
def test_probabilities_are_scipys_far_into_the_tail(t):
    # reference: scipy.special.stdtr(df, t), itself 2e-14 beside the arcus tangent at t = 0.001 and one degree of freedom
    for freedom in FREEDOMS:
        below, above = float(special.stdtr(freedom, -t)), float(special.stdtr(freedom, t))
        assert student_below(freedom, -t) == pytest.approx(below, rel=1e-12, abs=0), freedom
        assert student_below(freedom, t) == pytest.approx(above, rel=1e-13, abs=0), freedom


@pytest.mark.parametrize("freedom", [0.5, 1, 3.3, 12, 400, 1e6, 1e9])
def test_the_quantile_of_a_probability_has_that_probability_below_it(freedom):
    for probability in (1e-30, 1e-9, 0.001, 0.02, 0.024, 0.2, 0.25, 0.26, 0.4999, 0.500001, 0.7, 0.98):
        got = student_below(freedom, student_quantile(freedom, probability))
        assert got == pytest.approx(probability, rel=2e-13, abs=0), probability


def test_with_more_and_more_degrees_of_freedom_it_becomes_the_normal():
    z = normal_quantile(0.95)
    for freedom in (1e6, 1e8):
        # The first term of Cornish and Fisher's expansion, Abramowitz & Stegun 26.7.5.
        assert student_quantile(freedom, 0.95) - z == pytest.approx((z**3 + z) / (4 * freedom), rel=1e-4)
    assert student_quantile(math.inf, 0.95) == z and student_below(math.inf, z) == pytest.approx(0.95, abs=1e-15)


def test_an_array_has_its_quantiles_in_its_places_and_what_is_unknown_stays_unknown():
    got = student_quantiles(np.array([[9.0, np.nan], [1.0, 30.0]]), 0.95)
    assert got.shape == (2, 2) and np.isnan(got[0, 1])
    assert [round(float(value), 3) for value in (got[0, 0], *got[1])] == [1.833, 6.314, 1.697]
    assert student_quantiles(np.array([], dtype=np.int64), 0.95).shape == (0,)
    assert math.isnan(student_below(math.nan, 1.0)) and math.isnan(student_below(3, math.nan))


def test_the_ends_are_the_ends():
    assert student_quantile(0.5, 1e-300) == -math.inf, "it would be 1e600"
    assert student_quantile(7, 0.5) == 0
    assert student_below(7, -math.inf) == 0 and student_below(7, math.inf) == 1 and student_below(7, 0) == 0.5
    assert student_below(0.5, -1e200) == pytest.approx(student_below(0.5, -1e20) * 1e-90, rel=1e-9)


@pytest.mark.parametrize(
    ("freedom", "probability"), [(0, 0.95), (-1, 0.95), (3, 0.0), (3, 1.0), (3, 1.2), (3, math.nan)]
)
def test_what_has_no_answer_is_refused(freedom, probability):
    with pytest.raises(ValueError, match="degrees of freedom lie above zero" if freedom <= 0 else "between 0 and 1"):
        student_quantile(freedom, probability)
    if freedom <= 0:
        with pytest.raises(ValueError, match="degrees of freedom"):
            student_below(freedom, 1.0)
