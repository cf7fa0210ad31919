"""Ids that a spreadsheet program destroyed are found, and true ids that look like it are kept."""

from __future__ import annotations

import polars as pl
import pytest

from reppu.sources.ids import damaged_ids


@pytest.mark.parametrize(
    ("ids", "damaged"),
    [
        (["1.22158E+17", "1,95642e+18", "939000000000011"], [True, True, False]),
        (["2088581981418810000"], [True]),  # X: four zeros
        (["18160563013406000", "18031208150569700"], [True, True]),  # Instagram: two zeros each, 15 digits kept
        (["18160563013405972", "18031208150569700"], [False, False]),  # one true id in a hundred
        (["18160563013405972", "18031208150569748", "17925121428191000"], [False, False, False]),
        (["1816056301340590"], [False]),  # one true id of 16 digits in ten
        (["100066300057000", "615500000000000"], [False, False]),  # 15 digits are kept whole
        (["", " ", None, "abc"], [False, False, False, False]),
        ([], []),
    ],
)
def test_what_a_spreadsheet_program_rounds_is_found(ids: list[str | None], damaged: list[bool]) -> None:
    assert damaged_ids(pl.Series(ids, dtype=pl.String)).to_list() == damaged
