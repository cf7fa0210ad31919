"""Sums and shares, by numbers worked out by hand."""

from __future__ import annotations

from reppu.sources.mapping_proposals.relations import is_more, judge, sum_holds

A = [3.0, 5, 0, 8, 2, 4]
B = [1.0, 0, 2, 1, 1, 3]
SUM = [4.0, 5, 2, 9, 3, 7]


def test_a_sum_needs_five_telling_rows() -> None:
    assert not sum_holds(SUM, [A, B])  # in four rows only are both above zero
    assert sum_holds([*SUM, 6], [[*A, 5], [*B, 1]])


def test_a_sum_that_is_one_off_is_none() -> None:
    longer = [[*A, 5, 6, 7], [*B, 1, 2, 3]]
    assert sum_holds([*SUM, 6, 8, 10], longer)
    assert not sum_holds([*SUM, 6, 8, 11], longer)


def test_blank_cells_tell_nothing() -> None:
    assert not sum_holds([None] * 9, [[None] * 9, [None] * 9])


def test_a_share_of_impressions_is_told_from_another_share() -> None:
    shown = [400.0, 900, 300, 800, 500, 600]
    clicks = [20.0, 9, 12, 40, 5, 30]
    rate = [0.05, 0.01, 0.04, 0.05, 0.01, 0.05]
    assert sum_holds(rate, [clicks], shown)
    assert not sum_holds([one * 1.2 for one in rate], [clicks], shown)


def test_more_people_than_views_is_broken_and_nothing_but_zeros_is_not() -> None:
    assert is_more([5.0, 6, 7], [4.0, 5, 9])
    assert not is_more([5.0, 6, 7], [0.0, 0, 0])
    assert judge({"reach": [5.0, 6, 7], "views": [4.0, 5, 9]}).broken == {"reach": "views", "views": "reach"}
