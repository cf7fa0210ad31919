"""Errors that a person can act on: what happened, where, what was expected, what to do, does trying again help."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reppu.vocabulary.language import Text


class ReppuError(Exception):
    """The root of every error that Reppu raises on purpose.

    happened, expected, advice: lazy texts, shown in the reader's language.
    file, row, column: where; row counts from 1 as a spreadsheet shows it.
    retry_helps: True when the same call may succeed later with nothing changed (a full disk, a lock).
    """

    def __init__(
        self,
        happened: Text,
        *,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        expected: Text | None = None,
        advice: Text | None = None,
        retry_helps: bool = False,
    ) -> None:
        super().__init__(happened)
        self.happened = happened
        self.file = file
        self.row = row
        self.column = column
        self.expected = expected
        self.advice = advice
        self.retry_helps = retry_helps

    def in_language(self, language: str) -> str:
        """The whole message in one line: place, what happened, what was expected, what to do."""
        from reppu.vocabulary.language import _

        place = []
        if self.file is not None:
            place.append(self.file)
        if self.row is not None:
            place.append(_("row {row}", row=str(self.row)).in_language(language))
        if self.column is not None:
            place.append(_("column “{column}”", column=self.column).in_language(language))
        parts = [self.happened.in_language(language)]
        if self.expected is not None:
            parts.append(_("Expected: {what}.", what=self.expected).in_language(language))
        if self.advice is not None:
            parts.append(self.advice.in_language(language))
        if self.retry_helps:
            parts.append(_("Trying again may help.").in_language(language))
        return (", ".join(place) + ": " if place else "") + " ".join(parts)

    def __str__(self) -> str:
        from reppu.vocabulary.language import current_language

        return self.in_language(current_language())
