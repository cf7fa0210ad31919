"""A person's answer to what the columns of a table mean: how it is remembered, and how a table is then read by it.

The answer of a table that has the shape of a known export does not read anything itself: its heading is put into the
words that the export's own reader knows, and that reader reads it. A table of one's own is read by `own_table`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reppu.sources.bytes import lines_of
from reppu.sources.reader import Batch, Context, Match, Reader
from reppu.sources.recognising import best_for_all, tables_in
from reppu.sources.table_answers import KEY, TableAnswer
from reppu.sources.tables import Sheet, norm, trimmed
from reppu.sources.wide_table import HEADER_WITHIN_ROWS, Column, WideTable
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

# Our choice: fewer columns than this say too little ("Date, Value" is any chart), so that what stands above counts too.
TELLING_COLUMNS = 5


def shape_of(cells: Sequence[str], above: Sequence[Sequence[str]] = ()) -> str:
    """The key of a table: of its normalised headings, and of what stands above where they are too few to tell."""
    headings = [norm(cell) for cell in trimmed(cells)]
    told: list[Any] = [headings]
    if sum(bool(heading) for heading in headings) < TELLING_COLUMNS:
        # figures in it (a range of days) change from file to file
        titles = [norm("".join(c for c in " ".join(row) if not c.isdigit())) for row in above]
        told.append([title for title in titles if title])
    return KEY + hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


def answer_for(sheet: Sheet, answers: Mapping[str, Mapping[str, Any]]) -> tuple[str, TableAnswer, int] | None:
    """(key, answer, row of the heading) of a sheet whose shape was answered before."""
    if not answers:
        return None
    for at, cells in enumerate(sheet.head[:HEADER_WITHIN_ROWS]):
        if sum(bool(cell.strip()) for cell in cells) < 2:
            continue
        key = shape_of(cells, sheet.head[:at])
        if key in answers:
            return key, TableAnswer.of_data(answers[key]), at + 1
    return None


@dataclass(frozen=True)
class Recognised:
    """What a file is, and how it is read.

    known: the sheets that are read, with the words that the reader knows in their headings. shapes: key of each such
    sheet's table → hash of the answer that it is read by, None for one that needs none. headings: title of a sheet →
    words of its translated heading → as the person knows them.
    """

    reader: Reader
    known: Sequence[tuple[Sheet, Match]]
    shapes: Mapping[str, str | None]
    headings: Mapping[str, Mapping[str, str]]

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts of one of the known sheets; refusals name columns as the person knows them."""
        headings = self.headings.get(sheet.title, {})
        for batch in self.reader.read(sheet, context):
            refused = tuple(replace(one, column=headings.get(one.column or "", one.column)) for one in batch.refused)
            yield replace(batch, refused=refused)


def recognise(
    sheets: Sequence[Sheet], readers: Sequence[Reader], answers: Mapping[str, Mapping[str, Any]]
) -> Recognised | None:
    """The file as a remembered answer says, else as the reader that knows most of it; None when nobody knows it.

    Raises ReppuError when an answer does not fit any more.
    """
    answered = [(sheet, *told) for sheet in sheets if (told := answer_for(sheet, answers)) is not None]
    own = [(sheet, key, answer, row) for sheet, key, answer, row in answered if answer.is_own]
    if own and len(own) == len(answered):
        return _own_tables(own)
    translated = {
        sheet.title: (key, answer, *_translate(answer, sheet, row, readers))
        for sheet, key, answer, row in answered
        if not answer.is_own
    }
    kinds = {answer.reads_as for _key, answer, _sheet, _words in translated.values()}
    chosen = [reader for reader in readers if not kinds or any(part.kind in kinds for part in tables_in(reader))]
    seen = [translated[sheet.title][2] if sheet.title in translated else sheet for sheet in sheets]
    found = best_for_all(seen, chosen)
    if found is None or not {sheet.title for sheet, _match in found[1]} >= set(translated):
        if translated:
            raise _no_longer_fits()
        return None
    reader, known = found
    shapes: dict[str, str | None] = {}
    for sheet, match in known:
        if sheet.title in translated:
            shapes[translated[sheet.title][0]] = translated[sheet.title][1].hash
        elif match.header_row is not None:
            shapes[shape_of(sheet.head[match.header_row - 1], sheet.head[: match.header_row - 1])] = None
    return Recognised(reader, known, shapes, {title: one[3] for title, one in translated.items()})


def _own_tables(own: Sequence[tuple[Sheet, str, TableAnswer, int]]) -> Recognised:
    from reppu.sources.own_table.any_table import own_tables

    if len({(answer.platform, answer.channel) for _sheet, _key, answer, _row in own}) > 1:
        raise ReppuError(
            _("The sheets of this file are of several channels by the answers given for them."),
            advice=_("Save each sheet as a file of its own, and import these."),
        )
    known = [(sheet, Match(float(len(answer.columns)), None, row)) for sheet, _key, answer, row in own]
    reader = own_tables([answer for _sheet, _key, answer, _row in own])
    return Recognised(reader, known, {key: answer.hash for _sheet, key, answer, _row in own}, {})


def table_called(kind: str, readers: Sequence[Reader]) -> WideTable | None:
    """The declared table of that kind."""
    return next((table for reader in readers for table in tables_in(reader) if table.kind == kind), None)


def _translate(
    answer: TableAnswer, sheet: Sheet, header_row: int, readers: Sequence[Reader]
) -> tuple[Sheet, dict[str, str]]:
    """(the sheet with its heading in the words of the reader that the answer names, those words → the person's)."""
    table = table_called(answer.reads_as, readers)
    if table is None:
        raise _no_longer_fits()
    names = words_for(answer, table)
    cells = list(sheet.head[header_row - 1])
    seen: dict[str, int] = {}
    headings: dict[str, str] = {}
    for position, cell in enumerate(cells):
        name = norm(cell)
        seen[name] = seen.get(name, 0) + 1
        word = names.get((name, seen[name]), "")
        if word:
            headings[word] = cell.strip() or str(position + 1)
        cells[position] = word
    translated = _with_heading(sheet, header_row, cells)
    if table.recognise(translated) is None:
        raise _no_longer_fits()
    return translated, headings


def words_for(answer: TableAnswer, table: WideTable) -> dict[tuple[str, int], str]:
    """(heading, occurrence) → the word by which the reader knows that column."""
    by_target: dict[str, Column] = {}
    for column in table.columns:
        if column.target is not None:
            by_target.setdefault(column.target, column)
    words = {}
    for one in answer.columns:
        known = by_target.get(one.target)
        if known is not None:
            word = next(iter(known.aliases.get("en") or next(iter(known.aliases.values()))))
            # a plain declaration compares headings as they are; a reader of its own takes the currency off
            if known.unit == "money" and answer.currency and type(table) is not WideTable:
                word += f" ({answer.currency})"
            words[(one.heading, one.occurrence)] = word
    return words


def _with_heading(sheet: Sheet, header_row: int, cells: Sequence[str]) -> Sheet:
    """The same sheet with other words in its heading; every row keeps its number."""
    records = csv.reader(lines_of(sheet.source), delimiter=sheet.delimiter)
    first_line = 0
    for _record in range(header_row - 1):
        next(records)
    first_line = records.line_num
    next(records)
    last_line = records.line_num
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sheet.delimiter, lineterminator="\n").writerow(cells)
    # a heading of several lines stays as many, so that rows keep their numbers: records are counted, not lines
    source = replace(sheet.source, heading=(first_line, last_line, text.getvalue().encode()))
    head = (*sheet.head[: header_row - 1], tuple(cells), *sheet.head[header_row:])
    return replace(sheet, source=source, head=head)


def _no_longer_fits() -> ReppuError:
    return ReppuError(
        _(
            "What was answered for tables of this shape does not fit any more, since Reppu reads that export otherwise now."
        ),
        advice=_("See and answer anew: reppu mapping list"),
    )
