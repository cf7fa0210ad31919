"""Posts as a table: what a list of posts shows, sorts and searches, with one number for being seen and one for taking part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reppu.metrics.facts import posts_that_count, posts_with_numbers
from reppu.metrics.question import ask

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

# How often a post was seen, the first that its platform states: times first, people where there are no times.
SEEN_AS = ("impressions", "views", "post_reach")
_TOLD = ("channel_id", "post_id", "published_at", "kind", "paid", "language")


def table_of_posts(
    lake: Lake,
    *,
    since: date | None = None,
    until: date | None = None,
    position: int | None = None,
    channels: Sequence[str] | None = None,
    age_days: float | None = None,
    tolerance_days: float | None = None,
) -> pa.Table:
    """A row a post published in the period (the organisation's days), in the order of channel, time and id.

    Columns: channel_id, post_id, published_at, kind, paid, language, text, link; engagements and seen (null where nothing
    was stated), seen_as (which of SEEN_AS it is), and rate, engagements / seen (null where either is, or nobody saw it).
    age_days, tolerance_days: the numbers as they were at that age. Raises ReppuError for a channel that does not exist.
    """
    question = ask(
        lake, "posts", by=(), since=since, until=until, position=position, as_of=None, age_days=age_days,
        tolerance_days=tolerance_days, channels=channels,
    )  # fmt: skip
    table = posts_with_numbers(lake, question, _TOLD, ("engagements", *SEEN_AS))
    table = table.filter(pc.is_valid(table["published_at"]))
    texts = posts_that_count(lake, question).select("channel_id", "post_id", "text", "link").to_pyarrow()
    table = table.join(texts, ["channel_id", "post_id"]) if table.num_rows else _without_texts(table)
    table = table.sort_by([(name, "ascending") for name in ("channel_id", "published_at", "post_id")])
    seen = pc.coalesce(*[table[name].cast(pa.float64()) for name in SEEN_AS])
    seen_as = pc.case_when(
        pc.make_struct(*[pc.is_valid(table[name]) for name in SEEN_AS], field_names=list(SEEN_AS)),
        *[pa.scalar(name) for name in SEEN_AS],
    )
    part = table["engagements"].cast(pa.float64())
    told = pc.if_else(pc.greater(seen, 0), seen, pa.scalar(None, pa.float64()))
    chosen = table.select([*_TOLD, "text", "link"])
    columns = {"engagements": part, "seen": seen, "seen_as": seen_as, "rate": pc.divide(part, told)}
    for name, column in columns.items():
        chosen = chosen.append_column(name, column)
    return chosen


def _without_texts(table: pa.Table) -> pa.Table:
    for name in ("text", "link"):
        table = table.append_column(name, pa.nulls(0, pa.string()))
    return table


def percent_rank(values: Sequence[float], value: float) -> float:
    """The share (0 to 1) of `values` that lie below `value`, ties counted half; of none: 0.5.

    Hyndman, R. J. & Fan, Y. (1996), Sample Quantiles in Statistical Packages, definition 5 read backwards.
    """
    if not values:
        return 0.5
    numbers = np.asarray(values, dtype=np.float64)
    return float(((numbers < value).sum() + 0.5 * (numbers == value).sum()) / numbers.size)
