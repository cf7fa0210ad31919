"""What is proposed for a table, as plain frozen data that travels from the reading process to whoever asks a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from reppu.sources.tables import norm
from reppu.vocabulary.language import Text

SURE, LIKELY, ASK = "sure", "likely", "ask"
LEFT_OUT = ""  # the target of a column that is known and not kept, or that a person leaves out


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """One column.

    number: from 1, as a spreadsheet counts. target: what it is taken for, as the answer will say it; "" when it is to be
    left out; None when a person must tell. meaning: the target in words. unit: None when it is no number. sure: "sure",
    "likely" or "ask". confidence: 0 to 1. reasons: why, in words. others: further targets that it might be.
    """

    number: int
    heading: str
    occurrence: int
    examples: tuple[str, ...]
    target: str | None
    meaning: Text | None
    unit: str | None
    sure: str
    confidence: float
    reasons: tuple[Text, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableProposal:
    """One table.

    shape: the key under which its answer is remembered. reads_as: kind of the known export that it has the shape of, or
    "table.post" or "table.day" for a table of one's own. title: the same in words. why: what speaks for it.
    platform: None when a person must tell. row_known: whether it is plain that a row is a post, or a day.
    date_form: how the days are written, for a table of one's own; other_date_form: the same with day and month exchanged,
    when nothing in the table rules that out.
    choices: (target, title, headings in English) of everything that a column may be said to be.
    """

    shape: str
    file: str
    sheet_title: str | None
    header_row: int
    above: tuple[str, ...]
    reads_as: str
    title: Text
    why: Text
    platform: str | None
    row_known: bool
    columns: tuple[ColumnProposal, ...]
    date_form: str | None
    other_date_form: str | None
    currency: str | None
    choices: tuple[tuple[str, Text, tuple[str, ...]], ...]
    required: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def code(self) -> str:
        """What people call the shape by: the first letters of its key."""
        return self.shape.removeprefix("table ")[:8]

    @property
    def is_known_export(self) -> bool:
        """Whether a reader of a known export will read it."""
        return not self.reads_as.startswith("table.")

    def column(self, number: int) -> ColumnProposal | None:
        """The column of that number."""
        return next((column for column in self.columns if column.number == number), None)

    def columns_called(self, name: str) -> list[ColumnProposal]:
        """The columns that a person means: by number, else by heading, upper and lower case alike."""
        wanted = name.strip()
        numbered = self.column(int(wanted)) if wanted.isdigit() else None
        return [numbered] if numbered else [one for one in self.columns if norm(one.heading) == norm(wanted)]


def as_data(proposal: TableProposal, text_out: Callable[[Text | None], Any]) -> dict[str, Any]:
    """The proposal as JSON; texts by `text_out`."""
    data = {one.name: getattr(proposal, one.name) for one in fields(proposal)}
    data["title"], data["why"] = text_out(proposal.title), text_out(proposal.why)
    data["choices"] = [[target, text_out(title), list(headings)] for target, title, headings in proposal.choices]
    data["columns"] = [
        {
            **{one.name: getattr(column, one.name) for one in fields(column)},
            "meaning": text_out(column.meaning),
            "reasons": [text_out(reason) for reason in column.reasons],
        }
        for column in proposal.columns
    ]
    return data


def from_data(data: dict[str, Any], text_in: Callable[[Any], Text | None]) -> TableProposal:
    """The proposal from JSON."""
    columns = tuple(
        ColumnProposal(
            **{
                **column,
                "meaning": text_in(column["meaning"]),
                "reasons": tuple(text_in(reason) for reason in column["reasons"]),
                "examples": tuple(column["examples"]),
                "others": tuple(column["others"]),
            }
        )
        for column in data["columns"]
    )
    return TableProposal(
        **{
            **data,
            "columns": columns,
            "title": text_in(data["title"]),
            "why": text_in(data["why"]),
            "choices": tuple((target, text_in(title), tuple(headings)) for target, title, headings in data["choices"]),
            "above": tuple(data["above"]),
            "required": tuple(data["required"]),
            "rows": tuple(tuple(row) for row in data["rows"]),
        }
    )
