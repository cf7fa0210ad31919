"""A metric's rows: each group's number, and when there is none, which of the reasons it is.

The states, in the order in which they are decided for a group:

    not_offered       no channel in it states the measure, or nobody stated this aggregate
    missing           a channel states it, but its cells were blank or its exports do not hold those days
    zero              (state ok, value 0) the days are covered by exports, and nothing was published
    too_little_data   a rate or mean of fewer than five posts
    observed          five or more, but outside the region where our intervals hold what they promise
    ok                a count as stated, or a rate or mean with its interval
"""

from __future__ import annotations

from dataclasses import replace

from reppu.lake.facade import Lake
from reppu.metrics.activity import activity
from reppu.metrics.answers import Row
from reppu.metrics.definitions import definition_of
from reppu.metrics.formulas import as_rate
from reppu.metrics.published import published
from reppu.metrics.question import Question


def rows(lake: Lake, question: Question) -> tuple[Row, ...]:
    """The answer, a row a group, in the order of the labels; no channels at all: no rows."""
    if not question.channels:
        return ()
    # What few questions need is imported with the first of them: a command waits for every import.
    match question.definition.kind:
        case "ad_total" | "ad_ratio":
            from reppu.metrics.campaigns import campaigns

            return campaigns(lake, question)
        case "voice":
            from reppu.metrics.competitors import voice

            return voice(lake, question)
        case "put_in" | "put_in_per_post":
            from reppu.metrics.effort import effort

            return effort(lake, question)
        case "formula":
            return _of_formula(lake, question)
        case _:
            return published(lake, question) if question.definition.basis == "published" else activity(lake, question)


def _of_formula(lake: Lake, question: Question) -> tuple[Row, ...]:
    rate = as_rate(question.definition)
    if rate is not None:
        return published(lake, replace(question, definition=rate))
    from reppu.metrics.combining import channels_apart, combined

    asked, without = channels_apart(question)
    answers = {part: rows(lake, replace(asked, definition=definition_of(part))) for part in question.definition.parts}
    return combined(lake, question, answers, without)
