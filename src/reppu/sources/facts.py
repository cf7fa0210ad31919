"""Makes batches of facts whole: the columns that an export does not tell, the channel of each account, the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from reppu.lake.facade import TABLES

# The account of observations that are of no channel of the organisation: what another medium gave
OF_NO_CHANNEL = "none:"
_FILLED = {"breakdown": "", "clock": "unknown", "unit": "count"}


def complete(table: pa.Table, name: str) -> pa.Table:
    """`table` with every column of the lake's table `name`, account in place of channel_id and no as_of.

    Columns may stay dictionary-encoded. Raises ValueError for a column that the lake does not have: a reader's mistake.
    """
    columns: dict[str, pa.ChunkedArray | pa.Array] = {}
    extra = set(table.column_names) - set(TABLES[name].names) - {"account"}
    if extra:
        raise ValueError(f"a reader gave columns that {name} does not have: {sorted(extra)}")
    for field in TABLES[name]:
        if field.name == "as_of":
            continue
        given = "account" if field.name == "channel_id" else field.name
        if given in table.column_names:
            column = table.column(given)
            # dictionaries stay: they make the way to the parent short
            columns[given] = column if pa.types.is_dictionary(column.type) else column.cast(field.type)
        else:
            columns[given] = constant(
                _FILLED.get(field.name) if name == "observations" else None, field.type, len(table)
            )
    return pa.table(columns)


def constant(value: object, kind: pa.DataType, rows: int) -> pa.Array:
    """An array that repeats one value."""
    if value is None:
        return pa.nulls(rows, kind)
    return pa.repeat(pa.scalar(value, kind), rows)


def accounts_in(table: pa.Table) -> list[str | None]:
    """The different accounts of a batch, in order of appearance."""
    accounts = table.column("account")
    if pa.types.is_dictionary(accounts.type):
        return list(dict.fromkeys(one for chunk in accounts.chunks for one in chunk.unique().to_pylist()))
    return pc.unique(_decoded(accounts, pa.string())).to_pylist()


def settled(
    table: pa.Table, name: str, channels: Mapping[str | None, str | None], as_of: datetime, currency: str
) -> pa.Table:
    """The batch as the lake takes it: each account's channel_id, as_of, and `currency` for money put in that tells none.

    Columns of words may stay dictionary-encoded.
    """
    accounts = accounts_in(table)
    columns = []
    for field in TABLES[name]:
        if field.name == "as_of":
            column: pa.ChunkedArray | pa.Array = constant(as_of, field.type, table.num_rows)
        elif field.name == "channel_id":
            if len(accounts) == 1:
                column = _one_word(channels[accounts[0]], table.num_rows)
            else:
                given = _decoded(table.column("account"), pa.string())
                places = pc.index_in(given, value_set=pa.array(accounts, pa.string()), skip_nulls=False)
                column = pa.array([channels[account] for account in accounts], pa.string()).take(
                    places.combine_chunks()
                )
        else:
            column = table.column(field.name)
            if not pa.types.is_dictionary(column.type) or name == "inputs":
                column = _decoded(column, field.type)
        if name == "inputs" and field.name == "currency":
            untold = pc.and_(pc.is_null(column), pc.is_valid(table.column("amount")))
            column = pc.if_else(untold, pa.scalar(currency), column)
        columns.append(column)
    return pa.table(columns, names=TABLES[name].names)


def _one_word(word: str | None, rows: int) -> pa.Array:
    if word is None:
        return pa.nulls(rows, pa.string())
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), rows), pa.array([word]))


def _decoded(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    return column if column.type == kind else column.cast(kind)


def first_and_last_day(table: pa.Table, name: str, before: Sequence[date] = ()) -> list[date]:
    """The first and the last day that the batch, and those `before`, hold figures of a single day for; [] for none."""
    if name != "observations":
        return list(before)
    windows = table.column("window")
    if pa.types.is_dictionary(windows.type) and not any("day" in one.dictionary.to_pylist() for one in windows.chunks):
        return list(before)
    of_days = pc.equal(_decoded(windows, pa.string()), "day")
    seen = pc.min_max(table.column("period_start").filter(of_days)).as_py()
    days = [*before, *(day for day in seen.values() if day is not None)]
    return [min(days), max(days)] if days else []


def newest_in(table: pa.Table, name: str) -> datetime | None:
    """The newest moment or day that the batch speaks of (a day counts from its start, UTC)."""
    columns = {"posts": "published_at", "observations": "period_end", "interactions": "at"}
    if name not in columns:
        return None
    when = table.column(columns[name])
    if name == "observations":
        # of another medium a period may be told before it is over, as its cost may
        of_media = pc.equal(_decoded(table.column("account"), pa.string()), OF_NO_CHANNEL)
        when = pc.if_else(pc.fill_null(of_media, False), table.column("period_start"), when)
    newest = pc.max(when).as_py()
    if newest is None or isinstance(newest, datetime):
        return newest
    from datetime import UTC, time

    return datetime.combine(newest, time(), UTC)
