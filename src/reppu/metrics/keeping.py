"""Rows once read, kept for the next question about the same days, by whoever reads the lake for many questions at once.

A lake that has `rows_kept`, a dict, gets the rows of all its channels read once per period, age and measure; questions
about single channels are answered from them. A book asks some two hundred questions of forty different readings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

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
        key = (
            read.__name__,
            definition.numerator,
            definition.denominator,
            tuple(sorted(set(question.by) & {*OF_A_POST})),
            question.since,
            question.until,
            question.position,
            question.as_of,
            question.age_days,
            question.tolerance_days,
        )
        if key not in memory:
            living = tuple(one for one in lake.channels(question.position) if one.merged_into is None)
            memory[key] = read(lake, replace(question, channels=living))
        wanted = [one.channel_id for one in question.channels]
        answer = memory[key]
        if isinstance(answer, pa.Table):
            return answer.filter(pc.is_in(answer["channel_id"], pa.array(wanted, pa.string())))
        return {channel: rows for channel, rows in answer.items() if channel in wanted}

    return asked
