"""The numbers of a wide frame (a column per measure) as observations (a row per number), one measure after the other.

Every row says the same words for every measure: whose it is, which post, which unit. They are kept once and pointed at, which
makes the rows quick to make and a third as long on their way to the parent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of the frame's rows. part: the slice that it is of ("" for none). unit: as the lake has it. of_row: whether
    the row's own currency counts where `currency` is None."""

    measure: str
    part: str
    values: pl.Series
    unit: str
    currency: str | None
    of_row: bool


def observations_of(frame: pl.DataFrame, measures: Sequence[Measured], subject: str, clock: str) -> pa.Table:
    """The observations of all rows. What is told of rows comes from the frame's columns: account, post_id or subject_id,
    day or period_start and period_end, breakdown, currency; each may be absent.
    """
    rows, times = frame.height, len(measures)
    dated = _dates_and_window(frame, subject, times)
    subject_id = {"post": "post_id", "account": ""}.get(subject, "subject_id")

    def told(name: str) -> pl.Series | None:
        return frame.get_column(name) if name in frame.columns else None

    return pa.table(
        {
            "account": _of_rows_or_each(told("account"), [None] * times, rows),
            "subject_kind": _each([subject] * times, rows),
            "subject_id": _of_rows_or_each(told(subject_id), ["account"] * times, rows),
            "measure": _each([one.measure for one in measures], rows),
            **dated,
            "clock": _each([clock] * times, rows),
            "breakdown": _of_rows_or_each(
                told("breakdown"), [one.part for one in measures], rows, [not one.part for one in measures]
            ),
            "value": pa.concat_arrays([one.values.to_arrow() for one in measures]),
            "unit": _each([one.unit for one in measures], rows),
            "currency": _of_rows_or_each(
                told("currency"), [one.currency for one in measures], rows, [one.of_row for one in measures]
            ),
        }
    )


def together(tables: Sequence[pa.Table]) -> pa.Table:
    """Tables of observations as one."""
    if any(table.schema != tables[0].schema for table in tables):
        # words may be pointed at in one table otherwise than in the next
        plain = [
            pa.field(one.name, one.type.value_type if pa.types.is_dictionary(one.type) else one.type)
            for one in tables[0].schema
        ]
        tables = [table.cast(pa.schema(plain)) for table in tables]
    return pa.concat_tables(tables)


def _dates_and_window(frame: pl.DataFrame, subject: str, times: int) -> dict[str, pa.Array]:
    if "period_end" in frame.columns:
        start, end = frame.get_column("period_start"), frame.get_column("period_end")
        windows = pl.select(
            pl.when(end.is_null())
            .then(pl.lit("lifetime"))
            .when(start == end)
            .then(pl.lit("day"))
            .otherwise(pl.lit("period"))
        )
        window = _again(windows.to_series(), times)
        first, last = start.to_arrow(), end.to_arrow()
    elif subject == "account":
        window = _each(["day"] * times, frame.height)
        first = last = frame.get_column("day").to_arrow()
    else:
        window = _each(["lifetime"] * times, frame.height)
        first = last = pa.nulls(frame.height, pa.date32())
    return {
        "window": window,
        "period_start": pa.concat_arrays([first] * times),
        "period_end": pa.concat_arrays([last] * times),
    }


def _each(words: Sequence[str | None], rows: int) -> pa.DictionaryArray:
    """`rows` times the first word, then the second …; None is null."""
    different = list(dict.fromkeys(word for word in words if word is not None))
    kind = _smallest(len(different))
    if len(set(words)) == 1:
        places = _repeated(0 if different else None, rows * len(words), kind)
    else:
        at = {word: place for place, word in enumerate(different)}
        places = pa.concat_arrays([_repeated(None if word is None else at[word], rows, kind) for word in words])
    return pa.DictionaryArray.from_arrays(places, pa.array(different, pa.string()))


def _again(cells: pl.Series, times: int) -> pa.DictionaryArray:
    """All cells of a column, so many times over."""
    encoded = cells.to_arrow().cast(pa.string()).dictionary_encode()
    places = encoded.indices.cast(_smallest(len(encoded.dictionary)))
    return pa.DictionaryArray.from_arrays(pa.concat_arrays([places] * times), encoded.dictionary)


def _of_rows_or_each(
    cells: pl.Series | None, words: Sequence[str | None], rows: int, of_rows: Sequence[bool] | None = None
) -> pa.DictionaryArray:
    """The cells of the rows for the measures that are `of_rows` (default all), the measure's own word for the others."""
    if cells is None or (of_rows is not None and not any(of_rows)):
        return _each(words, rows)
    if of_rows is None or all(of_rows):
        return _again(cells, len(words))
    pieces = [_again(cells, 1) if own else _each([word], rows) for word, own in zip(words, of_rows, strict=True)]
    return pa.chunked_array([piece.cast(pa.string()) for piece in pieces]).combine_chunks().dictionary_encode()


def _repeated(place: int | None, rows: int, kind: pa.DataType) -> pa.Array:
    return pa.nulls(rows, kind) if place is None else pa.repeat(pa.scalar(place, kind), rows)


def _smallest(words: int) -> pa.DataType:
    return pa.int8() if words < 1 << 7 else pa.int16() if words < 1 << 15 else pa.int32()
