"""What a table that nobody knows is proposed to be: one of the known exports in another language, or a table of one's own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from polars.exceptions import PolarsError

from reppu.sources.answers import recognise, shape_of
from reppu.sources.mapping_proposals.assigning import Assigned, assign
from reppu.sources.mapping_proposals.candidates import (
    NUMBER,
    Candidate,
    candidates_of,
    names_by_heading,
    own_candidates,
)
from reppu.sources.mapping_proposals.columns import LOOKED_AT_ROWS, SeenColumn, SeenTable, see_table, table_below
from reppu.sources.mapping_proposals.evidence import LIKELY_FROM, SURE_FROM, platforms_proven
from reppu.sources.mapping_proposals.orders import orders_of
from reppu.sources.mapping_proposals.proposals import (
    ASK,
    LEFT_OUT,
    LIKELY,
    SURE,
    ColumnProposal,
    TableProposal,
)
from reppu.sources.reader import PeriodNotTold, Reader
from reppu.sources.recognising import context_of, tables_in
from reppu.sources.table_answers import DAYS, POSTS, ColumnAnswer, TableAnswer
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import HEADER_WITHIN_ROWS, WideTable
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

SHOWN_ROWS = 5
_MOST_COLUMNS = 400  # our choice: the widest export has 212; a wider table is none that a person could look through
_TRIED_ROWS = 100  # our choice: read in some milliseconds by the export's own reader
_MOST_REFUSED = 0.2  # of the rows tried; a known export that refuses more of them is not this one
_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "kr": None}


@dataclass(frozen=True)
class _Likeness:
    """A kind of export and how the columns would lie in it."""

    reader: WideTable
    assigned: list[Assigned]
    by_place: bool

    @property
    def score(self) -> float:
        return sum(one.confidence for one in self.assigned if one.candidate is not None and one.candidate.target)


def propose_table(
    sheet: Sheet, readers: Sequence[Reader], reads_as: str | None = None, header_row: int | None = None
) -> TableProposal | None:
    """The proposal for a sheet; None when there is no table in it that could be read.

    reads_as: what a person says the table is (a kind of export, "table.post" or "table.day"). header_row: in which row
    the heading stands, when a person knows better.
    """
    if not sheet.delimiter:  # a document, such as JSON, is no table
        return None
    rows = [cells for _number, cells in itertools.islice(sheet.records(), HEADER_WITHIN_ROWS + LOOKED_AT_ROWS)]
    table = table_below(rows, header_row) if header_row is not None and header_row <= len(rows) else see_table(rows)
    if table is None or len(table.columns) > _MOST_COLUMNS:
        return None
    if not any(column.plain_numbers is not None for column in table.columns):
        return None
    proven = platforms_proven(table)
    elsewhere = names_by_heading(readers)
    best = None
    if reads_as not in (POSTS, DAYS):
        known = [
            table
            for reader in readers
            if reader.declined is None and reader.platform != "channel"
            for table in tables_in(reader)
            if reads_as in (None, table.kind)
        ]
        best = _best_known(sheet, table, known, proven, elsewhere, told=reads_as is not None)
    if best is not None:
        return _proposal(sheet, table, best.assigned, best.reader, proven, by_place=best.by_place)
    subject = reads_as if reads_as in (POSTS, DAYS) else None
    platform = next(iter(proven)) if len(proven) == 1 else None
    assigned = assign(table, own_candidates(), platform or "", elsewhere)
    return _proposal(sheet, table, assigned, None, proven, subject=subject)


def _best_known(
    sheet: Sheet,
    table: SeenTable,
    readers: Sequence[WideTable],
    proven: dict[str, Text],
    elsewhere: dict[str, frozenset[str]],
    told: bool,
) -> _Likeness | None:
    likenesses = []
    for reader in readers:
        platforms = set(reader.platforms) | {reader.platform}
        if proven and not platforms & set(proven) and not told:
            continue
        assigned = assign(table, candidates_of(reader), reader.platform, elsewhere, orders_of(reader.kind))
        by_place = sum(any(e.sort == "place" for e in one.evidence) for one in assigned) > len(table.columns) / 2
        # Words alone never say whose table it is: “date, reach, clicks” is any platform's.
        if not (proven or by_place or told) or not _has_required(reader, assigned):
            continue
        likenesses.append(_Likeness(reader, assigned, by_place))
    for likeness in sorted(likenesses, key=lambda one: -one.score):
        if told or _reads_rows(sheet, table, likeness):
            return likeness
    return None


def _has_required(reader: WideTable, assigned: Sequence[Assigned]) -> bool:
    there = {one.candidate.target for one in assigned if one.candidate is not None and one.confidence >= LIKELY_FROM}
    return all(column.target in there for column in reader.columns if column.required)


def _reads_rows(sheet: Sheet, table: SeenTable, likeness: _Likeness) -> bool:
    """Whether the export's own reader takes in the first rows: their ids, days and links must be written as it expects."""
    answer = TableAnswer(
        likeness.reader.kind,
        tuple(column.heading for column in table.columns),
        tuple(
            ColumnAnswer(norm(one.column.heading), one.column.occurrence, one.candidate.target)
            for one in likeness.assigned
            if one.candidate is not None and one.candidate.target and one.confidence >= LIKELY_FROM
        ),
    )
    rows = refused = 0
    try:
        heading = sheet.head[table.header_row - 1]
        shape = shape_of(heading, sheet.head[: table.header_row - 1])
        read = recognise([sheet], [likeness.reader], {shape: answer.as_data()})
        assert read is not None
        ((translated, _match),) = read.known
        for batch in read.read(
            translated, context_of(likeness.reader, {"name": sheet.name, "zip_name": sheet.zip_name}, [translated])
        ):
            rows += batch.rows
            refused += len({one.row for one in batch.refused})
            if rows >= _TRIED_ROWS:
                break
    except PeriodNotTold:
        return True  # its rows are as they should be; another file or a name tells the period when it is imported
    except (ReppuError, PolarsError):  # hooks of a reader may stumble over what is not its export
        return False
    return rows > 0 and refused <= _MOST_REFUSED * min(rows, _TRIED_ROWS)


def _proposal(
    sheet: Sheet,
    table: SeenTable,
    assigned: list[Assigned],
    reader: WideTable | None,
    proven: dict[str, Text],
    subject: str | None = None,
    by_place: bool = False,
) -> TableProposal:
    candidates = candidates_of(reader) if reader is not None else own_candidates()
    row_known = True
    if reader is None:
        said = subject or _row_is(table)
        subject, row_known = said or POSTS, said is not None
        assigned = _without_post_parts(assigned) if subject == DAYS else assigned
    reads_as = reader.kind if reader is not None else str(subject)
    day = _day_column(assigned)
    form = day.date_form if day is not None else None
    heading = sheet.head[table.header_row - 1]
    return TableProposal(
        shape=shape_of(heading, sheet.head[: table.header_row - 1]),
        file=sheet.name,
        sheet_title=sheet.title or None,
        header_row=table.header_row,
        above=table.above,
        reads_as=reads_as,
        title=reader.title if reader is not None else OWN_TITLES[reads_as],
        why=_why(reader, proven, by_place),
        platform=reader.platform if reader is not None else (next(iter(proven)) if len(proven) == 1 else None),
        row_known=row_known,
        columns=tuple(_column(one, _first_of_its_name(one, assigned)) for one in assigned),
        date_form=form.form if form is not None and reader is None else None,
        other_date_form=form.other if form is not None and reader is None else None,
        currency=_currency(assigned),
        choices=tuple((c.target, c.title, c.headings_en) for c in candidates if c.target),
        required=tuple(c.target for c in candidates if c.required),
        rows=tuple(row[: len(heading)] for row in table.rows[:SHOWN_ROWS]),
    )


OWN_TITLES = {POSTS: _("A table of one's own, a row a post"), DAYS: _("A table of one's own, a row a day")}


def _why(reader: WideTable | None, proven: dict[str, Text], by_place: bool) -> Text:
    reasons = list(proven.values())
    if by_place:
        reasons.append(_("its columns are as many as in that export, and their contents fit its order"))
    if not reasons:
        return _("No export that Reppu knows has these columns.")
    if reader is None:
        return _("No export that Reppu knows has these columns, but {reason}.", reason=reasons[0])
    if len(reasons) == 1:
        return _("It has the shape of this export: {reason}.", reason=reasons[0])
    return _("It has the shape of this export: {reason}, and {other}.", reason=reasons[0], other=reasons[1])


def _row_is(table: SeenTable) -> str | None:
    """A post or a day; None when nothing tells."""
    for column in table.columns:
        if not column.filled or column.different * 10 < 9 * len(column.filled):
            continue
        if column.are_links or column.are_long_ids or column.are_urns:
            return POSTS
    for column in table.columns:
        if column.date_form is None or column.different < len(column.filled):
            continue
        days = [moment for moment in column.moments() if moment is not None]
        whole = all(moment == moment.replace(hour=0, minute=0, second=0, microsecond=0) for moment in days)
        if whole and len(days) >= 3 and len({abs((b - a).days) for a, b in itertools.pairwise(days)}) == 1:
            return DAYS
    return None


def _without_post_parts(assigned: list[Assigned]) -> list[Assigned]:
    for one in assigned:
        if one.candidate is not None and one.candidate.role != NUMBER and one.candidate.name != "date":
            one.candidate = None
    return assigned


def _day_column(assigned: Sequence[Assigned]) -> SeenColumn | None:
    """The column of days: the one that is taken for it, else the only one there is."""
    for one in assigned:
        if one.candidate is not None and one.candidate.name == "date" and one.column.date_form is not None:
            return one.column
    with_days = [one.column for one in assigned if one.column.date_form is not None]
    return with_days[0] if len(with_days) == 1 else None


def _currency(assigned: Sequence[Assigned]) -> str | None:
    """The currency that stands in the heading of the money, as three letters or a sign."""
    for one in assigned:
        told = re.search(r"\(([A-Z]{3})\)|\b(EUR|USD|SEK|NOK|DKK|GBP)\b", one.column.heading)
        if told:
            return told[1] or told[2]
        for sign, code in _CURRENCIES.items():
            if code and sign in one.column.heading:
                return code
    return None


def _first_of_its_name(one: Assigned, assigned: Sequence[Assigned]) -> SeenColumn | None:
    """The column before this one that has the same heading and is read."""
    if one.column.occurrence == 1 or not norm(one.column.heading):
        return None
    return next(
        (
            other.column
            for other in assigned
            if norm(other.column.heading) == norm(one.column.heading)
            and other.column.number < one.column.number
            and other.candidate is not None
            and other.candidate.target
        ),
        None,
    )


def _column(one: Assigned, same: SeenColumn | None = None) -> ColumnProposal:
    candidate, confidence = one.candidate, one.confidence
    reasons = tuple(evidence.reason for evidence in sorted(one.evidence, key=lambda e: -e.weight))
    others = tuple(dict.fromkeys(other.target for other in one.others if other.target))
    if one.against is not None:
        reasons = (one.against,)
    if same is not None and not any(evidence.sort in ("place", "numbers") for evidence in one.evidence):
        return _left_out(
            one.column, _("The same heading stands in column {number}, which is read.", number=same.number)
        )
    if not one.column.filled and (candidate is None or confidence < LIKELY_FROM or not candidate.target):
        return _left_out(one.column, _("Nothing stands in it."))
    if candidate is None or confidence < LIKELY_FROM:
        if candidate is not None and candidate.target and candidate.target not in others:
            others = (candidate.target, *others)
        if candidate is None and len(others) > 1:
            reasons = (_("It may be several things."),)
        elif candidate is None and not reasons:
            reasons = (_("Nothing tells what it is."),)
        return _asked(one.column, reasons, others, confidence)
    level = SURE if confidence >= SURE_FROM else LIKELY
    meaning = candidate.title if candidate.target else _("left out")
    return ColumnProposal(
        one.column.number,
        one.column.heading,
        one.column.occurrence,
        one.column.examples,
        candidate.target,
        meaning,
        _unit(one.column, candidate),
        level,
        round(confidence, 3),
        reasons,
        tuple(other for other in others if other != candidate.target),
    )


def _unit(column: SeenColumn, candidate: Candidate) -> str | None:
    if candidate.unit == "fraction" and not column.are_shares and not column.are_fractions and column.filled:
        return "percent" if any(n and abs(n) > 1 for n in column.plain_numbers or []) else "fraction"
    return candidate.unit


def _asked(column: SeenColumn, reasons: tuple[Text, ...], others: tuple[str, ...], confidence: float) -> ColumnProposal:
    return ColumnProposal(
        column.number, column.heading, column.occurrence, column.examples, None, None, None, ASK, round(confidence, 3), reasons, others
    )  # fmt: skip


def _left_out(column: SeenColumn, reason: Text) -> ColumnProposal:
    return ColumnProposal(
        column.number,
        column.heading,
        column.occurrence,
        column.examples,
        LEFT_OUT,
        _("left out"),
        None,
        LIKELY,
        0.0,
        (reason,),
    )
