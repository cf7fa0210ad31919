"""Asks about tables: what they are taken for, what an answer would make of them, and the answer a person gives.

The website's page and the command line use the same functions; nothing here asks anybody itself.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reppu.sources.files import FoundFile, Planned, Unreadable, open_planned, plan
from reppu.sources.mapping_proposals.proposals import LIKELY, ColumnProposal, TableProposal
from reppu.sources.own_table.attributes import ATTRIBUTES
from reppu.sources.own_table.measures import BY_NAME, OWN, own_name
from reppu.sources.reader import Refusal
from reppu.sources.table_answers import DAYS, Changes, ColumnAnswer, Preview, ProposedFile, TableAnswer
from reppu.sources.tables import norm
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from reppu.lake.facade import Lake
    from reppu.sources.parent import Child

_PREVIEWED_ROWS = 20  # our choice: what a person looks through before saying yes
_READERS = "reppu.sources.platforms"


def propose_files(
    paths: Sequence[Path], answers: Mapping[str, Mapping[str, Any]], reads_as: str | None, header_row: int | None
) -> list[ProposedFile]:
    """What each file's tables are taken for; ZIPs are opened, folders walked."""
    from reppu.sources.parent import Child

    found = []
    with Child(_READERS) as child:
        for one in _files(paths):
            if isinstance(one, Unreadable):
                found.append(ProposedFile(one.shown, None, False, (), one.reason))
            else:
                found.append(_propose(child, one, answers, reads_as, header_row))
    return found


def _propose(
    child: Child,
    found: FoundFile,
    answers: Mapping[str, Mapping[str, Any]],
    reads_as: str | None,
    header_row: int | None,
) -> ProposedFile:
    try:
        said = child.propose(found, answers, reads_as, header_row)
    except ReppuError as error:
        return ProposedFile(found.shown, None, False, (), error.happened)
    proposals = tuple(replace(proposal, file=found.shown) for proposal in said.proposals)
    problem = None if proposals else _("No table with numbers was found in this file.")
    return ProposedFile(found.shown, said.kind, said.answered, proposals, problem)


def preview_file(path: Path, shape: str, answer: TableAnswer) -> Preview:
    """The first facts of a file, read as `answer` says. Raises ReppuError when it cannot be read so."""
    from reppu.sources.parent import Child, ReadBatch

    posts: list[Mapping[str, Any]] = []
    observations: list[Mapping[str, Any]] = []
    refused: list[Refusal] = []
    notes: list[Text] = []
    rows = refused_total = 0
    with Child(_READERS) as child:
        for one in _files([path]):
            if isinstance(one, Unreadable):
                raise ReppuError(one.reason, file=one.shown)
            said = child.read(one, {shape: answer.as_data()})
            first = next(said)
            if not any(getattr(first, "shapes", {}).values()):
                said.close()
                continue  # another file of the ZIP
            for batch in said:
                if not isinstance(batch, ReadBatch):
                    break
                rows += batch.rows
                refused += batch.refused
                refused_total += batch.refused_total
                notes += [note for note in batch.notes if note not in notes]
                for name, into in (("posts", posts), ("observations", observations)):
                    if name in batch.tables and len(into) < _PREVIEWED_ROWS:
                        into += batch.tables[name].slice(0, _PREVIEWED_ROWS).to_pylist()
                if rows:
                    break
            said.close()
            return Preview(
                getattr(first, "kind", answer.reads_as),
                rows,
                tuple(posts[:_PREVIEWED_ROWS]),
                tuple(observations[:_PREVIEWED_ROWS]),
                tuple(refused[:100]),
                refused_total,
                tuple(notes),
            )
    raise ReppuError(_("No table of this shape is in the file."), file=str(path))


def _files(paths: Sequence[Path]) -> Iterator[FoundFile | Unreadable]:
    with tempfile.TemporaryDirectory(prefix="reppu-") as unpacked:
        for planned in plan([Path(path) for path in paths]):
            if isinstance(planned, Planned):
                yield from open_planned(planned, Path(unpacked))
            else:
                yield planned


# From a proposal to an answer


def answer_of(proposal: TableProposal, changes: Changes, lake: Lake | None = None) -> TableAnswer:
    """The proposal with a person's changes as an answer.

    Raises ReppuError that names what a person must still say: columns that are only likely (unless changes.likely), the
    platform, the order of day and month, the currency.
    """
    targets: dict[int, tuple[str, str | None]] = {}
    said = {_column_called(proposal, name).number: target for name, target in dict(changes.set_columns).items()}
    left = {_column_called(proposal, name).number for name in changes.leave}
    open_columns: list[ColumnProposal] = []
    for column in proposal.columns:
        if column.number in left:
            continue
        if column.number in said:
            targets[column.number] = target_called(proposal, said[column.number], column)
        elif column.target and column.target not in {t for n, t in _said_targets(proposal, said)}:
            if column.sure == LIKELY and not changes.likely:
                open_columns.append(column)
            targets[column.number] = (column.target, column.unit)
    if open_columns:
        raise ReppuError(
            _(
                "Of these columns it is only likely what they are: {columns}.",
                columns=", ".join(f"“{c.heading}” ({c.number}) = {c.target}" for c in open_columns[:12]),
            ),
            advice=_(
                "Take them as they are proposed with --likely, say what one is with --set “heading=what it is”, or leave "
                "it out with --leave “heading”."
            ),
        )
    columns = tuple(
        ColumnAnswer(norm(column.heading), column.occurrence, *targets[column.number])
        for column in proposal.columns
        if column.number in targets
    )
    answer = TableAnswer(
        proposal.reads_as, tuple(c.heading for c in proposal.columns), columns, currency=proposal.currency
    )
    _check_columns(proposal, answer)
    if proposal.is_known_export:
        return replace(answer, columns=tuple(replace(one, unit=None) for one in columns), channel=changes.channel)
    return _own_answer(proposal, changes, answer, lake)


def _said_targets(proposal: TableProposal, said: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    for number, words in said.items():
        column = proposal.column(number)
        assert column is not None
        yield number, target_called(proposal, words, column)[0]


def _check_columns(proposal: TableProposal, answer: TableAnswer) -> None:
    twice = [one.target for one in answer.columns if [o.target for o in answer.columns].count(one.target) > 1]
    if twice:
        raise ReppuError(
            _("Two columns are said to be the same: {what}.", what=twice[0]),
            advice=_("Say what the other one is with --set, or leave it out with --leave."),
        )
    titles = {target: title for target, title, _headings in proposal.choices}
    missing = [target for target in proposal.required if target not in {one.target for one in answer.columns}]
    if missing:
        raise ReppuError(
            _("It is not known which column holds: {what}.", what=titles.get(missing[0], missing[0])),
            advice=_("Say it: --set “heading={what}”", what=missing[0]),
        )
    if not any(one.unit for one in answer.columns):
        raise ReppuError(
            _("No column of numbers is to be read."), advice=_("Say what one is: --set “heading=what it is”")
        )


def _own_answer(proposal: TableProposal, changes: Changes, answer: TableAnswer, lake: Lake | None) -> TableAnswer:
    from reppu.sources.platforms import PLATFORMS

    platform = changes.platform or proposal.platform
    if platform is None and changes.channel is not None and lake is not None:
        asked = changes.channel.casefold()
        of_channel = {c.platform for c in lake.channels() if asked in (c.channel_id, c.name.casefold())}
        platform = next(iter(of_channel)) if len(of_channel) == 1 else None
    if platform is None or platform not in PLATFORMS:
        raise ReppuError(
            _("The table does not tell which platform its numbers are of."),
            expected=_("one of: {platforms}", platforms=", ".join(PLATFORMS)),
            advice=_("Say it: --platform {platform}", platform=PLATFORMS[0]),
        )
    if not proposal.row_known:
        raise ReppuError(
            _("The table does not tell whether a row is a post or a day of the whole account."),
            advice=_("Say it: --row post or --row day"),
        )
    form = proposal.date_form
    if form is None:
        raise ReppuError(
            _("The days in this table are not written in a way that Reppu can read."),
            expected=_("days such as 2026-03-31 or 31.3.2026"),
        )
    if proposal.other_date_form is not None:
        if changes.month_first is None:
            raise ReppuError(
                _("The days can be read in two ways: with the day first or with the month first."),
                advice=_("Say it: --day-first or --month-first"),
            )
        if changes.month_first != form.startswith("%m"):
            form = proposal.other_date_form
    currency = changes.currency or proposal.currency
    if any(one.unit == "money" for one in answer.columns) and currency is None:
        raise ReppuError(_("A column holds money, and nothing tells the currency."), advice=_("Say it: --currency EUR"))
    if proposal.reads_as == DAYS and any(one.target in ATTRIBUTES and one.target != "date" for one in answer.columns):
        raise ReppuError(
            _("A row is a day, so no column can hold a post's id, link or text."), advice=_("Say it: --row post")
        )
    return replace(
        answer,
        platform=platform,
        channel=changes.channel,
        date_form=form,
        time_zone=lake.settings().time_zone if lake is not None else "Europe/Helsinki",
        currency=currency,
    )


def _column_called(proposal: TableProposal, name: str) -> ColumnProposal:
    found = proposal.columns_called(name)
    if found:
        return found[0]
    raise ReppuError(
        _("There is no column “{name}” in this table.", name=name),
        expected=_("one of: {columns}", columns=", ".join(f"{c.number} {c.heading}" for c in proposal.columns[:40])),
    )


def target_called(proposal: TableProposal, words: str, column: ColumnProposal) -> tuple[str, str | None]:
    """(target, unit) of what a person calls it: a target, the last word of one, a title or an English heading.

    In a table of one's own any other words name a measure of one's own. Raises ReppuError with what can be said.
    """
    wanted = norm(words)
    for target, title, headings in proposal.choices:
        names = {target.casefold(), target.rpartition(".")[2].casefold(), *(norm(heading) for heading in headings)}
        names |= {norm(title.in_language(language)) for language in ("fi", "sv", "en")}
        if wanted in names:
            return target, _unit_of(proposal, target, column)
    if not proposal.is_known_export and wanted:
        own = wanted if wanted.startswith(OWN) else own_name(words)
        return own, column.unit or "count"
    raise ReppuError(
        _("“{words}” is nothing that a column of this export can be.", words=words),
        expected=_(
            "one of: {names}", names=", ".join(target.rpartition(".")[2] for target, _t, _h in proposal.choices)
        ),
    )


def _unit_of(proposal: TableProposal, target: str, column: ColumnProposal) -> str | None:
    if proposal.is_known_export:
        return "count" if "." in target else None  # only whether it is a number: the reader knows its own units
    if target in BY_NAME:
        unit = BY_NAME[target].unit
        return column.unit if unit == "fraction" and column.unit == "percent" else unit
    return None
