"""Rows once read, kept for the next question about the same days, by whoever reads the lake for many questions at once.

A lake that has `rows_kept`, a dict, and `days_kept`, a first and a last day, gets the rows of all its channels and of all
those days read once per measure and age; questions about single channels and periods are answered from them. A book asks
some two hundred questions of twenty different readings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from reppu.calendar.facade import Period, utc_bounds
from reppu.lake.facade import Lake
from reppu.metrics.question import OF_A_POST, Question

Read = Callable[[Lake, Question], Any]


def kept(read: Read) -> Read:
    """`read`, answered from `lake.rows_kept` where the lake has it; same rows, perhaps in another order."""

    @wraps(read)
    def asked(lake: Lake, question: Question) -> Any:
        memory: dict[object, Any] | None = getattr(lake, "rows_kept", None)
        if memory is None:
            return read(lake, question)
        definition = question.definition
        first, last = lake.days_kept  # type: ignore[attr-defined]  # whoever has the one has the other
        since, until = question.since, question.until
        inside = since is not None and until is not None and first <= since and until <= last
        wide = replace(question, since=first, until=last) if inside else question
        key = (
            read.__name__,
            definition.measures,
            definition.kind == "composition",
            tuple(sorted(set(question.by) & {*OF_A_POST})),
            wide.since,
            wide.until,
            question.position,
            question.as_of,
            question.age_days,
            question.tolerance_days,
        )
        if key not in memory:
            living = tuple(one for one in lake.channels(question.position) if one.merged_into is None)
            memory[key] = read(lake, replace(wide, channels=living))
        wanted = [one.channel_id for one in question.channels]
        answer = memory[key]
        if isinstance(answer, pa.Table):
            chosen = pc.is_in(answer["channel_id"], pa.array(wanted, pa.string()))
            return answer.filter(pc.and_(chosen, _in_period(answer, question)) if inside else chosen)
        return {channel: rows for channel, rows in answer.items() if channel in wanted}

    return asked


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
