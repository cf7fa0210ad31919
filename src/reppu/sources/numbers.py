"""Numbers as exports write them: `1234`, `376.0`, `1,234`, `1 234` (no-break spaces), `4.5%`, `< 1%`, and the signs for
"not known", which become null and never 0. Bulk columns go through `to_numbers`, single cells through `number_of`.
"""

from __future__ import annotations

import re

import polars as pl

# Written for "unknown or not applicable": X `-`, TikTok `--`, `NAN` and `undefined`, spreadsheets the rest.
NULL_WORDS = ("", "-", "--", "–", "—", "NAN", "NaN", "nan", "N/A", "n/a", "n.a.", "null", "NULL", "#N/A", "undefined")
UNITS = ("count", "fraction", "percent", "seconds", "hours", "money")
_SPACES = "[\\s\u00a0\u202f\u2009']"
_THOUSANDS_COMMA = r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"
_THOUSANDS_DOT = r"^-?\d{1,3}(\.\d{3})+(,\d+)?$"
_DECIMAL_COMMA = r"^-?\d*,\d+$"
_DURATION = r"^\d+:[0-5]?\d(:[0-5]\d)?$"  # H:MM:SS, or M:SS
_H_M_S = r"^(?:(?P<h>\d+)h[: ]*)?(?:(?P<m>\d+)m[: ]*)?(?:(?P<s>\d+(?:\.\d+)?)s)?$"
_PLAIN = r"^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$"
# "3.yanu", "17.juni", "3.tammi", "Jan-03", "3-Jan": a decimal that a spreadsheet program turned into a date
_DATE_DAMAGE = re.compile(r"^(\d{1,2}[.\-/ ]\s?[^\W\d_]{2,}\.?|[^\W\d_]{3,}\.?[\-/ ]\d{1,4})$")


def stated_unit(unit: str) -> str:
    """The unit as it lies in the lake: percentages become fractions."""
    return "fraction" if unit == "percent" else unit


def looks_like_damaged_decimal(cell: str) -> bool:
    """Whether a spreadsheet program turned a decimal into a date ("3.tammi" was 3.1); such a block is lost."""
    return bool(_DATE_DAMAGE.match(cell.strip()))


def to_numbers(texts: pl.Series, unit: str, decimal_comma: bool = False) -> tuple[pl.Series, pl.Series]:
    """(float64 values, mask of the cells that are no number).

    unit: one of UNITS; percent is returned as a fraction (0 to 1), as is any cell with a % sign.
    decimal_comma: read `1,234` as 1.234 where the unit is not a count (a file saved in a Nordic spreadsheet program).
    Seconds may stand as H:MM:SS. A cell such as `< 1%` is null: less than one is neither one nor zero.
    """
    if texts.dtype.is_numeric():
        values = texts.cast(pl.Float64)
        endless = ~values.is_finite().fill_null(True)
        return in_unit(values.set(endless, None), unit), endless
    name = texts.name or "value"
    raw = pl.col("raw")
    frame = pl.DataFrame({"raw": texts.cast(pl.String).str.strip_chars()})
    if unit == "seconds":
        frame = frame.with_columns(raw=_in_seconds(raw))
    frame = frame.with_columns(
        blank=raw.is_null() | raw.is_in(NULL_WORDS) | raw.str.starts_with("<"),
        share=raw.str.ends_with("%").fill_null(False),
    ).with_columns(
        raw=raw.str.strip_suffix("%").str.replace_all(_SPACES, "").str.replace_all("−", "-", literal=True),
    )
    comma_decimals = decimal_comma and unit != "count"
    dots_group = unit == "count" and bool(
        # 1.500 alone could be one and a half; a count cannot, and then its whole column groups by dots
        frame.select((raw.str.contains(_THOUSANDS_DOT) & ~raw.str.contains(r"\.0+$")).any()).item()
    )
    if comma_decimals:
        # 1.234 beside 12,50 is a thousand and more; alone it stays what it would be elsewhere
        commas, dots = raw.str.contains(r"^-?(\d+|\d{1,3}(\.\d{3})+),\d+$"), raw.str.contains(r"\.")
        only_groups = raw.str.contains(_THOUSANDS_DOT) | ~dots
        dots_group = bool(frame.select(commas.any() & only_groups.all()).item())
    grouped = raw.str.replace_all(",", "", literal=True)
    expression = (
        pl.when(raw.str.contains(_DECIMAL_COMMA) & (pl.lit(comma_decimals) | ~raw.str.contains(_THOUSANDS_COMMA)))
        .then(raw.str.replace_all(",", ".", literal=True))
        .when(raw.str.contains(_THOUSANDS_COMMA))
        .then(grouped)
        .when(pl.lit(dots_group) & raw.str.contains(_THOUSANDS_DOT))
        .then(raw.str.replace_all(".", "", literal=True).str.replace_all(",", ".", literal=True))
        .when(raw.str.contains(r"^-?\d{1,3}(\.\d{3})+,\d+$") | raw.str.contains(r"^-?\d{1,3}(\.\d{3}){2,}$"))
        .then(raw.str.replace_all(".", "", literal=True).str.replace_all(",", ".", literal=True))
        .otherwise(raw)
    )
    frame = frame.with_columns(clean=expression)
    frame = frame.with_columns(
        value=pl.when(pl.col("clean").str.contains(_PLAIN) & ~pl.col("blank"))
        .then(pl.col("clean"))
        .otherwise(None)
        .cast(pl.Float64, strict=False)
    )
    # a number of hundreds of digits is larger than any that can be kept
    frame = frame.with_columns(value=pl.when(pl.col("value").is_finite()).then(pl.col("value")))
    bad = frame.select((pl.col("value").is_null() & ~pl.col("blank")).fill_null(False)).to_series()
    values = frame.get_column("value")
    if unit == "percent":
        values = in_unit(values, unit)
    else:
        share = frame.get_column("share")
        if share.any():
            values = frame.select(
                pl.when("share").then((pl.col("value") / 100).round_sig_figs(15)).otherwise(pl.col("value"))
            ).to_series()
            if unit != "fraction":
                bad = bad | (share & values.is_not_null())
    return values.rename(name), bad.rename(name)


def _in_seconds(text: pl.Expr) -> pl.Expr:
    """`0:04:34` as 274, `1h:5m:30s` as 3930, `3.4s` as 3.4; what is no duration as it stands."""
    hours_minutes = text.str.extract_groups(_H_M_S)
    spelled = pl.sum_horizontal(
        hours_minutes.struct.field(name).cast(pl.Float64, strict=False).fill_null(0) * worth
        for name, worth in (("h", 3600), ("m", 60), ("s", 1))
    )
    parts = text.str.split(":").list.eval(pl.element().cast(pl.Int64, strict=False))
    last, minutes = parts.list.get(-1, null_on_oob=True), parts.list.get(-2, null_on_oob=True)
    hours = parts.list.get(-3, null_on_oob=True).fill_null(0)
    seconds = (hours * 3600 + minutes * 60 + last).cast(pl.String)
    return (
        pl.when(text.str.contains(_DURATION).fill_null(False))
        .then(seconds)
        .when(text.str.contains(_H_M_S).fill_null(False) & text.str.contains(r"\d"))
        .then(spelled.cast(pl.String))
        .otherwise(text)
    )


def in_unit(values: pl.Series, unit: str) -> pl.Series:
    """Numbers as the lake has them: percentages as fractions."""
    # rounded: 10.6 % is 0.106 and not 0.10599999999999998
    return (values / 100).round_sig_figs(15) if unit == "percent" else values


def number_of(cell: str, unit: str = "count", decimal_comma: bool = False) -> float | None:
    """One cell's number, None for "not known". Raises ValueError when it is no number."""
    values, bad = to_numbers(pl.Series("cell", [cell], dtype=pl.String), unit, decimal_comma)
    if bad[0]:
        raise ValueError(f"not a number: {len(cell)} characters")
    value = values[0]
    return None if value is None else float(value)
