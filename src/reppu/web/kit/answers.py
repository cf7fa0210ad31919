"""What the API's answers are made of: a number with its interval, a fault that says what to do, a page of a list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from ninja import Field, Query, Schema

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import State
from reppu.vocabulary.language import Text, current_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from reppu.vocabulary.estimate import Estimate

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)  # our choice: no platform is older, no plan reaches further
MOST_ENTRIES = 2**53  # the largest whole number that every reader of JSON keeps exactly (RFC 8259, section 6)

SinceDay = Annotated[
    date | None,
    Query(None, ge=FIRST_DAY, le=LAST_DAY, description="First day, included; without it, from the beginning."),
]
UntilDay = Annotated[
    date | None, Query(None, ge=FIRST_DAY, le=LAST_DAY, description="Last day, included; without it, until the newest.")
]
Position = Annotated[
    int | None,
    Query(
        None,
        ge=0,
        le=MOST_ENTRIES,
        description="The state of the data after that journal entry; without it, the newest.",
    ),
]
Words = Annotated[str, Query("", max_length=2000, description="Words with commas between them.")]


class Number(Schema):
    """A number together with how sure it is. Missing, zero and not offered are three different things: see `state`."""

    value: float | None = Field(description="In the metric's unit; null where `state` says why there is none.")
    low: float | None = Field(
        description="Lower end of the 90 % interval; equal to `value` for what a platform stated exactly."
    )
    high: float | None = Field(description="Upper end of the 90 % interval.")
    n: int = Field(description="How many posts, weeks or days it rests on.")
    state: State = Field(
        description="ok: value and interval. observed: what was seen, and no comparison or verdict rests on it. "
        "too_little_data: fewer than five posts, say. missing: stated by the platform, not imported. "
        "not_offered: stated by nobody."
    )


class Fault(Schema):
    """What happened, where, what was expected and what to do next, in the caller's language (`Accept-Language`)."""

    happened: str = Field(description="What happened, in a sentence.")
    expected: str | None = Field(None, description="What would have been right.")
    advice: str | None = Field(None, description="What to do next.")
    file: str | None = Field(None, description="The file that it is about.")
    row: int | None = Field(None, description="The row, counted from 1 as a spreadsheet shows it.")
    column: str | None = Field(None, description="The column or parameter that it is about.")
    retry_helps: bool = Field(False, description="Whether the same call may succeed later with nothing changed.")


# Every operation may answer so; declared with each, so that a reader of the schema is not surprised.
FAULTS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 422, 429, 500), Fault)


class Tool(NamedTuple):
    """What an assistant may call. run: takes the lake, then what the caller gives by name, and returns a document."""

    name: str
    says: str
    run: Callable[..., dict[str, Any]]


def number_of(estimate: Estimate) -> dict[str, Any]:
    """An Estimate as `Number` has it."""
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": estimate.n,
        "state": estimate.state.value,
    }


def fault_of(fault: ReppuError) -> dict[str, Any]:
    """A ReppuError as `Fault` has it, in the language of this context."""
    return {
        "happened": in_words(fault.happened),
        "expected": in_words(fault.expected),
        "advice": in_words(fault.advice),
        "file": fault.file,
        "row": fault.row,
        "column": fault.column,
        "retry_helps": fault.retry_helps,
    }


def in_words(text: Text | str | None) -> str | None:
    """A text in the language of this context; None for none."""
    return text.in_language(current_language()) if isinstance(text, Text) else text


def words_of(text: str) -> tuple[str, ...]:
    """The words of a list with commas, each once."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
