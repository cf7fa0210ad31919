"""Ids are text. A spreadsheet program keeps 15 digits of them; what it destroyed is found here."""

from __future__ import annotations

import polars as pl

_SCIENTIFIC = r"^\d([.,]\d+)?[eE]\+?\d+$"


def damaged_ids(ids: pl.Series) -> pl.Series:
    """Mask of ids that a spreadsheet program rounded: `1.22158E+17`, or 16 digits and more that end in zeros.

    One true id in a thousand ends in 000. A spreadsheet program rounds all ids of a column, so a few such ids (under
    a tenth) among whole ones are true.
    """
    text = ids.cast(pl.String).str.strip_chars()
    scientific = text.str.contains(_SCIENTIFIC).fill_null(False)
    long = text.str.contains(r"^\d{16,}$").fill_null(False)
    rounded = long & text.str.ends_with("000").fill_null(False)
    if rounded.sum() * 10 < long.sum():
        return scientific
    return scientific | rounded
