"""Errors that a person can act on: what happened, where, what was expected, what to do, does trying again help."""

from __future__ import annotations

import errno
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


def fault_in_words(fault: OSError) -> Text:
    """Why the system refused, as half a sentence in the reader's language; its number for what is rare."""
    from reppu.vocabulary.language import _

    # A drive in the network that has gone shows itself in several ways.
    gone = {errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ENETDOWN}
    number = fault.errno
    if number in (errno.EACCES, errno.EPERM):
        return _("the system does not allow it")
    if number == errno.EROFS:
        return _("the disk can only be read")
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _("the disk is full")
    if number == errno.ENOENT:
        return _("there is no such file or folder")
    if number == errno.EISDIR:
        return _("a folder lies where a file is needed")
    if number in (errno.ENOTDIR, errno.EEXIST):
        return _("a file lies where a folder is needed")
    if number == errno.ENAMETOOLONG:
        return _("the name is too long")
    if number in (errno.EMFILE, errno.ENFILE):
        return _("too many files are open at once")
    if number in (errno.EBUSY, getattr(errno, "ETXTBSY", None)):
        return _("another program is using it")
    if number == errno.EIO:
        return _("the disk reports a fault")
    if number in gone:
        return _("the network drive does not answer")
    if number is None:
        return _("the system reported a fault")
    return _("the system reported fault {number} ({name})", number=str(number), name=errno.errorcode.get(number, "?"))
