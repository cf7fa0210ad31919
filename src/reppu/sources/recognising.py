"""Which reader a sheet is for: the one that knows most of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reppu.sources.names import read_names
from reppu.sources.reader import Context, Match, Reader
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import WideTable
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _


def known_headers(readers: Iterable[Reader]) -> frozenset[str]:
    """Every header that some declaration knows, normalised."""
    names = {norm("Date"), norm("Primary")}
    for reader in readers:
        for table in tables_in(reader):
            names |= {name for column in table.columns for name, _language in column.names()}
    return frozenset(names)


def tables_in(reader: Reader) -> tuple[WideTable, ...]:
    """The declared tables of a reader: itself, or those among the parts of a `Workbook`."""
    parts = getattr(reader, "parts", (reader,))
    return tuple(part for part in parts if isinstance(part, WideTable))


def best_reader(sheet: Sheet, readers: Iterable[Reader]) -> tuple[Reader, Match] | None:
    """The reader with the highest score; on a tie the one listed first. None when nobody knows the sheet."""
    best: tuple[Reader, Match] | None = None
    for reader in readers:
        match = reader.recognise(sheet)
        if match is not None and (best is None or match.score > best[1].score):
            best = (reader, match)
    return best


def best_for_all(sheets: Sequence[Sheet], readers: Iterable[Reader]) -> tuple[Reader, list[tuple[Sheet, Match]]] | None:
    """The reader with the highest score over all sheets of a file, and the sheets that it knows, in their order.

    On a tie the one listed first; None when nobody knows any of them.
    """
    best: tuple[Reader, list[tuple[Sheet, Match]]] | None = None
    highest = 0.0
    for reader in readers:
        known = [(sheet, match) for sheet in sheets if (match := reader.recognise(sheet)) is not None]
        total = sum(match.score for _sheet, match in known)
        if known and (best is None or total > highest):
            best, highest = (reader, known), total
    return best


def context_of(reader: Reader, told: Mapping[str, Any], sheets: Sequence[Sheet]) -> Context:
    """What the reader may know of a file: its "name", "zip_name" and "folder_name", the period that they tell, else the
    days "beside" it (platform → two ISO dates), whether it "may_wait" for files that come later, and "as_of" (ISO), which goes before
    a moment in the names when a person "as_of_stated" it.
    """
    zip_name, folder_name = told.get("zip_name"), told.get("folder_name")
    names = read_names(reader.file_name, told["name"], zip_name, folder_name)
    since, until = names.since, names.until
    beside = (told.get("beside") or {}).get(reader.platform)
    if since is None and until is None and beside:
        since, until = (date.fromisoformat(day) for day in beside)
    as_of = datetime.fromisoformat(told["as_of"]) if told.get("as_of") else None
    if names.moment is not None and not told.get("as_of_stated"):
        as_of = names.moment
    return Context(told["name"], zip_name, folder_name, since, until, bool(told.get("may_wait")), as_of, tuple(sheets))


def refuse_unknown(sheets: Sequence[Sheet], readers: Iterable[Reader]) -> ReppuError:
    """The error for a file of which no reader knows a sheet: what it looks most like, what is missing, what to do."""
    nearest = None
    for reader in readers:
        for table in tables_in(reader):
            for layout in filter(None, map(table.layout, sheets)):
                # one known word (such as "Date") is no likeness
                if len(layout.positions) >= 3 and (nearest is None or layout.score > nearest[1].score):
                    nearest = (reader, layout)
    if nearest is None:
        return _unlike_any(sheets)
    reader, layout = nearest
    return ReppuError(
        _(
            "This looks like “{kind}”, but columns are missing: {columns}.",
            kind=reader.title,
            columns=", ".join(layout.missing[:5]),
        ),
        advice=_as_given(),
    )


def _as_given() -> Text:
    return _(
        "Give the file as the platform gave it. If its headings are in a language that Reppu does not know yet, download "
        "it again with the platform set to English."
    )


def _unlike_any(sheets: Sequence[Sheet]) -> ReppuError:
    from reppu.sources.mapping_proposals.columns import may_hold_numbers

    unknown = _("No export that Reppu knows looks like this file.")
    if all(sheet.delimiter == "" for sheet in sheets):  # JSON and the like: no headings to translate
        return ReppuError(
            unknown, advice=_("It is no table and no archive that Reppu knows. If it is no export, leave it out.")
        )
    if any(may_hold_numbers(sheet.head) for sheet in sheets):
        return ReppuError(unknown, advice=_as_given())
    return ReppuError(
        _("This is no export of numbers from social media: the file holds text and no table of numbers."),
        advice=_(
            "Leave it out. If your numbers should be in it, export them again from the platform, as CSV, Excel or ZIP, and "
            "import that file as it came."
        ),
    )
