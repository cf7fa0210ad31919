"""Numbers as exports write them; expected values by Python's float and by reading the cell aloud."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reppu.sources.ids import damaged_ids
from reppu.sources.numbers import looks_like_damaged_decimal, number_of, to_numbers


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("1234", "count", 1234),
        ("376.0", "count", 376),
        ("0", "count", 0),
        ("-2", "count", -2),
        ("−2", "count", -2),
        (" 7 ", "count", 7),
        ("1,234", "count", 1234),
        ("1,234,567", "count", 1234567),
        ("1 234", "count", 1234),
        ("1\u00a0234\u202f567", "count", 1234567),
        ("1.234.567", "count", 1234567),
        ("12.345", "count", 12345),
        ("0.018617021276595744", "fraction", 0.018617021276595744),
        ("4.5%", "fraction", 0.045),
        ("4.5%", "percent", 0.045),
        ("4.5 %", "percent", 0.045),
        ("10.6", "percent", 0.106),
        ("6.27", "percent", 0.0627),
        ("2%", "fraction", 0.02),
        ("4.25", "seconds", 4.25),
        ("1,234.5", "money", 1234.5),
        ("1.234,5", "money", 1234.5),
        ("1e3", "count", 1000),
    ],
)
def test_a_number_is_read(cell: str, unit: str, value: float) -> None:
    assert number_of(cell, unit) == value


@pytest.mark.parametrize("cell", ["", " ", "-", "--", "NAN", "NaN", "N/A", "n/a", "< 1%", "<1", "null"])
def test_unknown_is_null_and_never_zero(cell: str) -> None:
    assert number_of(cell) is None


@pytest.mark.parametrize(
    "cell",
    ["monta", "1.2.3", "12a", "--5", "1,23,4", "0x10", "inf", "Infinity", "1e999", "5%", "3.tammi", "١٢", "1..2"],
)
def test_what_is_no_number_is_an_error(cell: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number_of(cell, "count")


def test_the_error_does_not_quote_the_cell() -> None:
    with pytest.raises(ValueError, match=r"^not a number: 14 characters$"):
        number_of("Liisa Virtanen", "count")


def test_a_decimal_comma_is_read_where_the_file_has_semicolons() -> None:
    assert number_of("4,5", "seconds", decimal_comma=True) == 4.5
    assert number_of("1,234", "seconds", decimal_comma=True) == 1.234
    assert number_of("1,234", "count", decimal_comma=True) == 1234
    assert number_of("0,0186", "fraction", decimal_comma=True) == 0.0186


@pytest.mark.parametrize(
    "cells",
    [
        ["1.234,5", "1.234", "12,50", "-1.000"],  # German
        ["1\u00a0234,5", "1\u00a0234", "12,50", "−1\u00a0000"],  # Swedish and Finnish, no-break spaces
        ["1\u202f234,5", "1\u202f234", "12,50", "-1\u202f000"],  # French, narrow ones
        ["1 234,5", "1234", "12,50", "-1 000"],
        ["1'234.5", "1'234", "12.50", "-1'000"],  # Swiss
        ["1,234.5", "1,234.00", "12.50", "-1,000.0"],  # English
    ],
)
def test_money_of_every_country_is_the_same_money(cells: list[str]) -> None:
    values, bad = to_numbers(pl.Series(cells), "money", decimal_comma=True)
    assert values.to_list() == [1234.5, 1234, 12.5, -1000]
    assert not bad.any()


@pytest.mark.parametrize("cells", [["1.234", "2.5"], ["1.234", "0.5", "12,5"], ["1.234"]])
def test_a_dot_that_can_be_a_decimal_is_one(cells: list[str]) -> None:
    values, _bad = to_numbers(pl.Series(cells), "seconds", decimal_comma=True)
    assert values[0] == 1.234


@pytest.mark.parametrize("cells", [["1.234.567", "1.234", "17"], ["1\u00a0234\u00a0567", "1\u202f234", "17"]])
def test_counts_of_every_country_are_the_same_counts(cells: list[str]) -> None:
    values, bad = to_numbers(pl.Series(cells), "count", decimal_comma=True)
    assert values.to_list() == [1_234_567, 1234, 17]
    assert not bad.any()


def test_a_count_grouped_by_dots_is_known_by_its_column() -> None:
    values, bad = to_numbers(pl.Series(["1.500", "2.000", "17"]), "count")
    assert values.to_list() == [1500, 2000, 17] and not bad.any()
    values, bad = to_numbers(pl.Series(["2.000", "17"]), "count")
    assert values.to_list() == [2, 17]  # as "376.0" is 376


@given(st.one_of(st.integers(-(10**12), 10**12), st.floats(-1e9, 1e9, allow_nan=False).map(lambda v: round(v, 4))))
def test_every_plain_number_is_what_python_reads(value: float) -> None:
    cell = format(value, "f") if isinstance(value, float) else str(value)
    read = number_of(cell, "seconds")
    assert read is not None and math.isclose(read, float(cell), rel_tol=1e-15, abs_tol=1e-300)


@pytest.mark.parametrize("cell", ["3.яну", "17.юни", "3.tammi", "3-Jan", "Jan-03", "2.helmi", "10.maj"])
def test_decimals_that_became_dates_are_known(cell: str) -> None:
    assert looks_like_damaged_decimal(cell)


@pytest.mark.parametrize("cell", ["3.1", "text", "monta", "2025-01-01", "a b", "17"])
def test_other_words_are_not(cell: str) -> None:
    assert not looks_like_damaged_decimal(cell)


def test_ids_that_lost_their_digits_are_known() -> None:
    assert damaged_ids(pl.Series(["1.22158E+17", "1,95642E+18", "1498352116731740000"])).to_list() == [True] * 3
    assert damaged_ids(pl.Series(["1498352116731741394", "12345", None, ""])).to_list() == [False] * 4


def test_a_true_id_that_ends_in_zeros_among_whole_ones_is_kept() -> None:
    ids = [str(1498352116731741394 + 7919 * number) for number in range(50)]
    assert not damaged_ids(pl.Series([*ids, "1498352116731742000"])).any()
