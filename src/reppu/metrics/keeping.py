"""Rows once read, kept for the next question about the same days, by whoever reads the lake for many questions at once.

A lake that has `rows_kept`, a dict, and `days_kept`, a first and a last day, gets the rows of all its channels and of all
those days read once per age, the posts with all their measures; questions about single channels, measures and periods are
answered from them. A book asks some four hundred questions of a dozen different readings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from reppu.calendar.facade import Period, utc_bounds
from reppu.lake.facade import Lake
from reppu.metrics.question import Question

Rows = TypeVar("Rows", pa.Table, dict[str, Any])


def keeps_rows(lake: Lake) -> bool:
    """Will many questions be asked of this lake, so that it pays to read more than the first one needs?"""
    return getattr(lake, "rows_kept", None) is not None


def kept(
    lake: Lake,
    question: Question,
    what: tuple[object, ...],
    read: Callable[[Question], Rows],
    columns: Sequence[str] | None = None,
) -> Rows:
    """What `read` gives for the question, from `lake.rows_kept` where the lake has it; perhaps in another order.

    what: all that the reading depends on besides channels, days and the state of the data. read: gets the question, which
    may be widened to all channels and days. columns: those wanted of a table that holds more; None: all.
    """
    memory: dict[object, Any] | None = getattr(lake, "rows_kept", None)
    if memory is None:
        return read(question)
    first, last = lake.days_kept  # type: ignore[attr-defined]  # whoever has the one has the other
    since, until = question.since, question.until
    inside = since is not None and until is not None and first <= since and until <= last
    wide = replace(question, since=first, until=last) if inside else question
    key = (what, wide.since, wide.until, question.position, question.as_of)
    if key not in memory:
        living = tuple(one for one in lake.channels(question.position) if one.merged_into is None)
        memory[key] = read(replace(wide, channels=living))
    wanted = [one.channel_id for one in question.channels]
    answer = memory[key]
    if isinstance(answer, pa.Table):
        chosen = pc.is_in(answer["channel_id"], pa.array(wanted, pa.string()))
        asked = pc.and_(chosen, _in_period(answer, question)) if inside else chosen
        return (answer if columns is None else answer.select(columns)).filter(asked)
    return {channel: rows for channel, rows in answer.items() if channel in wanted}


def _in_period(rows: pa.Table, question: Question) -> Any:
    """Which rows the reading itself would have found for the question's days; see `facts`."""
    assert question.since is not None
    assert question.until is not None
    if "published_at" in rows.column_names:
        first, after = utc_bounds(Period("", question.since, question.until), question.settings.time_zone)
        moments = rows["published_at"]
        return pc.and_(
            pc.greater_equal(moments, pa.scalar(first, moments.type)), pc.less(moments, pa.scalar(after, moments.type))
        )
    return pc.and_(
        pc.greater_equal(rows["period_start"], pa.scalar(question.since, pa.date32())),
        pc.less_equal(rows["period_end"], pa.scalar(question.until, pa.date32())),
    )
