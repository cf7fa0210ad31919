"""Ids are text. A spreadsheet program keeps 15 digits of them; what it destroyed is found here."""

from __future__ import annotations

import polars as pl

_SCIENTIFIC = r"^\d([.,]\d+)?[eE]\+?\d+$"
_DIGITS_KEPT = 15  # of a double, by every spreadsheet program
# A true id of 16 digits ends in one zero once in ten, of 17 in two once in a hundred. A column is taken for rounded when
# at least half of its long ids are, and they hold three zeros together: once in a thousand by chance.
_FEWEST_ZEROS = 3


def damaged_ids(ids: pl.Series) -> pl.Series:
    """Mask of ids that a spreadsheet program rounded: `1.22158E+17`, or nothing but zeros after the 15th digit.

    It rounds all ids of a column, so a few such ids among whole ones are true.
    """
    text = ids.cast(pl.String).str.strip_chars()
    scientific = text.str.contains(_SCIENTIFIC).fill_null(False)
    long = text.str.contains(r"^\d{16,}$").fill_null(False)
    rounded = long & text.str.contains(rf"^\d{{{_DIGITS_KEPT}}}0+$").fill_null(False)
    zeros = int((text.filter(rounded).str.len_chars() - _DIGITS_KEPT).sum())
    if rounded.sum() * 2 < long.sum() or zeros < _FEWEST_ZEROS:
        return scientific
    return scientific | rounded
