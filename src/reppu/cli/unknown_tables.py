"""`reppu mapping`, and the questions that `reppu import` asks about a table that nobody knows."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reppu.cli.options import WHO, AsJson, Home, Organisation, open_for
from reppu.cli.showing import console, table
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _, _n, current_language, moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from reppu.lake.facade import Lake
    from reppu.sources.facade import ColumnProposal, Preview, ProposedFile, RememberedTable, TableAnswer, TableProposal
    from reppu.vocabulary.language import Text

_SURE = {"sure": _("sure"), "likely": _("likely"), "ask": _("please say")}
_ROWS = {"post": "table.post", "day": "table.day"}
_SHOWN_FACTS = 8

Files = Annotated[list[Path], typer.Argument(help=str(_("Files, folders or ZIPs.")), show_default=False)]
File = Annotated[Path, typer.Argument(help=str(_("The file.")), show_default=False)]
Code = Annotated[str, typer.Argument(help=str(_("The table's code, as “reppu mapping list” shows it.")))]
Row = Annotated[str | None, typer.Option("--row", help=str(_("What a row of a table of your own is: post or day.")))]
As = Annotated[
    str | None, typer.Option("--as", help=str(_("Which known export it is, such as meta.content.facebook.")))
]
HeaderRow = Annotated[int | None, typer.Option("--header-row", help=str(_("The row in which the headings stand.")))]


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""
    chapter = typer.Typer(
        help=str(_("Tables that Reppu does not know: say what their columns are, once, and take it back.")),
        no_args_is_help=True,
    )
    app.add_typer(chapter, name="mapping")
    _add_asking(chapter)
    _add_keeping(chapter)


def _add_asking(chapter: typer.Typer) -> None:
    @chapter.command(
        "propose", help=str(_("Show what Reppu takes the columns of a file for, how sure it is, and why."))
    )
    def propose_(
        paths: Files,
        row: Row = None,
        as_: As = None,
        header_row: HeaderRow = None,
        as_json: AsJson = False,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        from reppu.sources.facade import propose

        lake = open_for(home, organisation)
        files = propose(paths, lake, reads_as=_reads_as(row, as_), header_row=header_row)
        if as_json:
            print(json.dumps({"files": [_file_document(file) for file in files]}, ensure_ascii=False, indent=1))
        for file in [] if as_json else files:
            _show_file(file)
        if all(file.problem is not None for file in files):
            raise typer.Exit(1)

    @chapter.command("accept", help=str(_("Remember what the columns of a file are, as proposed or as you say.")))
    def accept_(
        path: File,
        set_: Annotated[
            list[str] | None, typer.Option("--set", help=str(_("“heading=what it is”; may be given several times.")))
        ] = None,
        leave: Annotated[
            list[str] | None, typer.Option(help=str(_("A heading to leave out; may be given several times.")))
        ] = None,
        likely: Annotated[
            bool, typer.Option("--likely", help=str(_("Take also what is only likely, as it is proposed.")))
        ] = False,
        table_: Annotated[
            str | None, typer.Option("--table", help=str(_("The code of one table, where the file holds several.")))
        ] = None,
        platform: Annotated[str | None, typer.Option(help=str(_("The platform of a table of your own.")))] = None,
        channel: Annotated[str | None, typer.Option(help=str(_("The channel of a table of your own.")))] = None,
        row: Row = None,
        as_: As = None,
        header_row: HeaderRow = None,
        currency: Annotated[str | None, typer.Option(help=str(_("The currency of its money, such as EUR.")))] = None,
        day_first: Annotated[
            bool | None,
            typer.Option("--day-first/--month-first", help=str(_("How to read days such as 3/4/2026."))),
        ] = None,
        as_json: AsJson = False,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        from reppu.sources.facade import Changes, accept, answer, preview, propose

        lake = open_for(home, organisation)
        files = propose([path], lake, reads_as=_reads_as(row, as_), header_row=header_row)
        tables = _tables_in(path, files, table_)
        said = dict(_pair(words) for words in set_ or [])
        _check_headings([*said, *(leave or [])], tables)
        documents = []
        for proposal in tables:
            changes = Changes(
                set_columns={name: what for name, what in said.items() if proposal.columns_called(name)},
                leave=[name for name in leave or [] if proposal.columns_called(name)],
                likely=likely,
                platform=platform,
                channel=channel,
                currency=currency.upper() if currency else None,
                month_first=None if day_first is None else not day_first,
            )
            given = answer(proposal, changes, lake)
            seen = preview(path, proposal.shape, given)
            entry_no = accept(lake, proposal.shape, given, who=WHO)
            documents.append(
                {
                    "code": proposal.code,
                    "sheet": proposal.sheet_title,
                    "entry_no": entry_no,
                    "reads_as": given.reads_as,
                    "columns": _answer_document(given),
                    "preview": _preview_document(seen),
                }
            )
            if not as_json:
                _show_preview(seen)
                _say_left_out(proposal, given)
                console.print(str(_remembered_in_words(proposal.code, path, entry_no)), markup=False, soft_wrap=True)
        if as_json:
            print(json.dumps({"tables": documents}, ensure_ascii=False, indent=1))


def _add_keeping(chapter: typer.Typer) -> None:
    @chapter.command("list", help=str(_("List the tables whose columns you have told Reppu.")))
    def list_(as_json: AsJson = False, home: Home = None, organisation: Organisation = None) -> None:
        from reppu.sources.facade import remembered

        known = remembered(open_for(home, organisation))
        if as_json:
            print(json.dumps({"tables": [_remembered_document(one) for one in known]}, ensure_ascii=False, indent=1))
            return
        if not known:
            console.print(str(_("Nothing is remembered yet. Begin with: reppu mapping propose FILE")))
            return
        table(
            [_("Table"), _("Read as"), _("Headings"), _("Said on (UTC)"), _("Imports")],
            [
                [
                    one.code,
                    one.answer.reads_as,
                    _some(one.answer.headings),
                    moment(one.at, current_language()),
                    ", ".join(map(str, one.imports)) or "–",
                ]
                for one in known
            ],
        )

    @chapter.command("show", help=str(_("Show what is remembered of a table, column by column.")))
    def show(code: Code, as_json: AsJson = False, home: Home = None, organisation: Organisation = None) -> None:
        from reppu.sources.facade import table_remembered

        known = table_remembered(open_for(home, organisation), code)
        if as_json:
            print(json.dumps(_remembered_document(known), ensure_ascii=False, indent=1))
            return
        table(
            [_("Heading"), _("Taken for")],
            [[heading, target or str(_("left out"))] for heading, target in known.answer.by_column()],
        )

    @chapter.command(
        "forget", help=str(_("Take back what you said of a table; with --imports also what was read by it."))
    )
    def forget_(
        code: Code,
        imports: Annotated[
            bool, typer.Option("--imports", help=str(_("Withdraw the imports that were read so as well.")))
        ] = False,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        from reppu.sources.facade import forget, table_remembered

        lake = open_for(home, organisation)
        known = table_remembered(lake, code)
        entry_no, withdrawn = forget(lake, code, WHO, with_imports=imports)
        done = _("What was said of table {code} is forgotten. To bring it back: reppu withdraw {entry_no}",
                 code=known.code, entry_no=str(entry_no))  # fmt: skip
        console.print(str(done), markup=False)
        if withdrawn:
            console.print(
                str(_n("{n} import is withdrawn: {which}", "{n} imports are withdrawn: {which}", len(withdrawn),
                       which=", ".join(map(str, withdrawn)))),
                markup=False,
            )  # fmt: skip
        elif known.imports:
            numbers = ", ".join(map(str, known.imports))
            left = _(
                "What was imported by it stays in the numbers (entries {numbers}). To take one out: reppu withdraw {first}",
                numbers=numbers,
                first=str(known.imports[0]),
            )
            console.print(str(left), markup=False, soft_wrap=True)

    @chapter.command(
        "export",
        help=str(_("Print the headings that you have confirmed, without any data, to send to Reppu's makers.")),
    )
    def export(home: Home = None, organisation: Organisation = None) -> None:
        from reppu.sources.facade import confirmed_headings

        print(json.dumps(confirmed_headings(open_for(home, organisation)), ensure_ascii=False, indent=1))


# Asking at a terminal


def may_ask(*, yes: bool, as_json: bool) -> bool:
    """Whether a person sits at both ends of this command."""
    return not yes and not as_json and sys.stdin.isatty() and sys.stdout.isatty()


def asker(
    lake: Lake, pause: Callable[[], None], go_on: Callable[[], None]
) -> Callable[[TableProposal], TableAnswer | None]:
    """Asks a person about one table and gives the answer; None when they leave it. pause, go_on: of what moves on the
    screen meanwhile."""

    def ask(proposal: TableProposal) -> TableAnswer | None:
        pause()
        try:
            return _ask(lake, proposal)
        finally:
            go_on()

    return ask


def _ask(lake: Lake, proposal: TableProposal) -> TableAnswer | None:
    from dataclasses import replace

    from reppu.sources.facade import Changes, answer, what_it_is

    console.print()
    console.print(str(_("Reppu does not know this table.")), style="bold")
    _show_table(proposal)
    settled = proposal
    if not proposal.row_known:
        is_day = _choose(_("What is a row? 1: a post. 2: a day of the whole account."), ("1", "2")) == "2"
        settled = replace(settled, reads_as=_ROWS["day" if is_day else "post"], row_known=True)
    changes = Changes(likely=True)
    while True:
        said = _prompt(
            _(
                "Enter: take it so. A number: change that column. “-” and a number: leave that column out. s: skip this file"
            )
        )
        if said.casefold() == "s":
            return None
        try:
            if said:
                number = said.lstrip("-")
                column = settled.column(int(number)) if number.isdigit() else None
                if column is None:
                    console.print(str(_("There is no column {number}.", number=number)), markup=False)
                    continue
                if said.startswith("-"):
                    kept = {name: what for name, what in changes.set_columns.items() if name != number}
                    changes = replace(changes, leave=(*changes.leave, number), set_columns=kept)
                else:
                    words = _ask_what(settled, column)
                    target = what_it_is(settled, words, column)
                    left = tuple(name for name in changes.leave if name != number)
                    changes = replace(changes, leave=left, set_columns={**changes.set_columns, number: words})
                    console.print(f"  {column.heading} → {target}", markup=False)
                continue
            changes = _ask_rest(settled, changes, lake)
            return answer(settled, changes, lake)
        except ReppuError as error:
            console.print(str(error), markup=False, soft_wrap=True)


def _ask_what(proposal: TableProposal, column: ColumnProposal) -> str:
    known = [f"{target.rpartition('.')[2]} ({title})" for target, title, _headings in proposal.choices]
    if column.others:
        likely = ", ".join(other.rpartition(".")[2] for other in column.others)
        console.print(str(_("It might be: {what}", what=likely)), markup=False)
    console.print(str(_("It can be: {what}", what=", ".join(known))), markup=False, soft_wrap=True)
    if not proposal.is_known_export:
        console.print(str(_("Any other words name a number of your own.")))
    return _prompt(_("What is “{heading}”?", heading=column.heading))


def _ask_rest(proposal: TableProposal, changes: Any, lake: Lake) -> Any:
    """What a table of one's own does not tell by itself: platform, channel, order of day and month, currency."""
    from dataclasses import replace

    if proposal.is_known_export:
        return changes
    if proposal.platform is None and changes.platform is None and changes.channel is None:
        from reppu.sources.facade import platforms

        known = platforms()
        platform = _choose(_("Which platform are these numbers of? ({platforms})", platforms=", ".join(known)), known)
        changes = replace(changes, platform=platform)
        names = [c.channel_id for c in lake.channels() if c.platform == platform and c.merged_into is None]
        if len(names) > 1:
            changes = replace(
                changes, channel=_choose(_("Which channel? ({channels})", channels=", ".join(names)), names)
            )
    if proposal.other_date_form is not None and changes.month_first is None:
        first = _choose(_("Which comes first in days such as 3/4/2026? 1: the day. 2: the month."), ("1", "2"))
        changes = replace(changes, month_first=first == "2")
    money = [c for c in proposal.columns if c.unit == "money" and str(c.number) not in changes.leave]
    if money and proposal.currency is None and changes.currency is None:
        changes = replace(changes, currency=_prompt(_("Which currency is the money? (such as EUR)")).upper() or None)
    return changes


def _prompt(question: Text) -> str:
    return str(typer.prompt(str(question), default="", show_default=False)).strip()


def _choose(question: Text, among: Any) -> str:
    while True:
        said = _prompt(question).casefold()
        if said in among:
            return said


# Showing


def _show_file(file: ProposedFile) -> None:
    console.print()
    console.print(file.file, style="bold", markup=False)
    if file.problem is not None:
        console.print(str(file.problem), markup=False, soft_wrap=True)
        return
    if file.known_as is not None:
        told = (
            _("Reppu reads it as {kind}, as you have said.", kind=file.known_as)
            if file.by_answer
            else _("Reppu knows it and reads it as {kind}; nothing needs to be said.", kind=file.known_as)
        )
        console.print(str(told), markup=False)
    for proposal in file.proposals:
        _show_table(proposal)
        if file.known_as is None:
            console.print(
                str(_("To take it so: reppu mapping accept “{file}” --likely. To change something, add --set or --leave.",
                      file=file.file)),
                markup=False, soft_wrap=True,
            )  # fmt: skip


def _show_table(proposal: TableProposal) -> None:
    sheet = f" › {proposal.sheet_title}" if proposal.sheet_title else ""
    console.print(f"{proposal.file}{sheet}", markup=False)
    console.print(
        str(_("Taken for: {title}. {why} Its code is {code}.", title=proposal.title, why=proposal.why, code=proposal.code)),
        markup=False, soft_wrap=True,
    )  # fmt: skip
    table(
        [_("No."), _("Heading"), _("Examples"), _("Taken for"), _("How sure"), _("Why")],
        [
            [
                str(column.number),
                column.heading,
                " · ".join(_short(example) for example in column.examples) or "–",
                _taken_for(column, proposal),
                str(_SURE[column.sure]) if column.target != "" else "",
                " ".join(str(reason) for reason in column.reasons[:2]),
            ]
            for column in proposal.columns
        ],
        right=(0,),
    )


def _short(example: str, most: int = 24) -> str:
    return example if len(example) <= most else example[: most - 1] + "…"


def _taken_for(column: ColumnProposal, proposal: TableProposal) -> str:
    if column.target is None:
        return "?"
    if not column.target or not proposal.is_known_export:
        return str(column.meaning)
    heading = next(headings[0] for target, _title, headings in proposal.choices if target == column.target)
    return f"{column.meaning} (“{heading}”)" if str(column.meaning) != heading else heading


def _show_preview(seen: Preview) -> None:
    console.print(str(_("So the first rows are read:")))
    table(
        [_("Post or day"), _("Number"), _("Value")],
        [
            [
                str(row["subject_id"] if row["period_start"] is None else row["period_start"]),
                str(row["measure"]),
                "–" if row["value"] is None else f"{row['value']:g}",
            ]
            for row in seen.observations[:_SHOWN_FACTS]
        ],
        right=(2,),
    )
    for refusal in seen.refused[:10]:
        place = str(_("row {row}", row=str(refusal.row))) if refusal.row is not None else ""
        column = str(_("column “{column}”", column=refusal.column)) if refusal.column else ""
        where = ", ".join(filter(None, (place, column)))
        console.print(f"✗ {where}: {refusal.reason}", markup=False, soft_wrap=True)


def _say_left_out(proposal: TableProposal, given: TableAnswer) -> None:
    left = [
        column.heading
        for column, (_heading, target) in zip(proposal.columns, given.by_column(), strict=True)
        if target is None and column.examples
    ]
    if left:
        console.print(
            str(_n("{n} column is left out: {names}", "{n} columns are left out: {names}", len(left), names=_some(left))),
            markup=False, soft_wrap=True,
        )  # fmt: skip


def _remembered_in_words(code: str, path: Path, entry_no: int | None) -> Text:
    if entry_no is None:
        return _("This is remembered already. Import the file: reppu import “{path}”", path=str(path))
    return _(
        "Remembered as table {code} (entry {entry_no}). Import the file now: reppu import “{path}”. To take it back: reppu "
        "mapping forget {code}",
        code=code,
        entry_no=str(entry_no),
        path=str(path),
    )


def _some(words: Any, most: int = 6) -> str:
    filled = [word for word in words if word]
    return ", ".join(filled[:most]) + (" …" if len(filled) > most else "")


# Arguments and documents


def _reads_as(row: str | None, as_: str | None) -> str | None:
    if row is not None and row not in _ROWS:
        raise typer.BadParameter(str(_("A row is a post or a day.")), param_hint="--row")
    if row is not None and as_ is not None:
        raise typer.BadParameter(str(_("Give one of --row and --as.")))
    if as_ is not None:
        from reppu.sources.facade import exports_that_fit_a_table

        if as_ not in (kinds := exports_that_fit_a_table()):
            raise typer.BadParameter(
                str(_("“{kind}” is not one of {kinds}.", kind=as_, kinds=", ".join(kinds))), param_hint="--as"
            )
    return _ROWS[row] if row is not None else as_


def _pair(words: str) -> tuple[str, str]:
    heading, sign, what = words.rpartition("=")
    if not sign or not heading.strip() or not what.strip():
        raise typer.BadParameter(
            str(_("Expected “heading=what it is”, for example “Kattavuus=reach”.")), param_hint="--set"
        )
    return heading, what


def _tables_in(path: Path, files: list[ProposedFile], code: str | None) -> list[TableProposal]:
    tables = {one.shape: one for file in files for one in file.proposals}
    if not tables:
        problems = [file.problem for file in files if file.problem is not None]
        raise ReppuError(problems[0] if problems else _("There is no file in this folder."), file=str(path))
    found = [one for one in tables.values() if code is None or one.shape.partition(" ")[2].startswith(code)]
    if not found:
        codes = ", ".join(f"{one.code} ({one.sheet_title or one.file})" for one in tables.values())
        raise ReppuError(
            _("There is no table {code} in this file.", code=code), expected=_("one of: {codes}", codes=codes)
        )
    return found


def _check_headings(names: list[str], tables: list[TableProposal]) -> None:
    for name in names:
        if not any(proposal.columns_called(name) for proposal in tables):
            columns = ", ".join(f"{c.number} {c.heading}" for proposal in tables for c in proposal.columns[:40])
            raise ReppuError(
                _("There is no column “{name}” in this table.", name=name),
                expected=_("one of: {columns}", columns=columns),
            )


def _file_document(file: ProposedFile) -> dict[str, Any]:
    return {
        "file": file.file,
        "known_as": file.known_as,
        "by_answer": file.by_answer,
        "problem": str(file.problem) if file.problem is not None else None,
        "tables": [_table_document(proposal) for proposal in file.proposals],
    }


def _table_document(proposal: TableProposal) -> dict[str, Any]:
    return {
        "code": proposal.code,
        "sheet": proposal.sheet_title,
        "header_row": proposal.header_row,
        "reads_as": proposal.reads_as,
        "title": str(proposal.title),
        "why": str(proposal.why),
        "platform": proposal.platform,
        "row_known": proposal.row_known,
        "date_form": proposal.date_form,
        "other_date_form": proposal.other_date_form,
        "currency": proposal.currency,
        "columns": [
            {
                "number": column.number,
                "heading": column.heading,
                "examples": list(column.examples),
                "target": column.target,
                "meaning": str(column.meaning) if column.meaning is not None else None,
                "unit": column.unit,
                "sure": column.sure,
                "confidence": column.confidence,
                "reasons": [str(reason) for reason in column.reasons],
                "others": list(column.others),
            }
            for column in proposal.columns
        ],
        "can_be": [{"target": target, "title": str(title)} for target, title, _headings in proposal.choices],
    }


def _answer_document(answer: TableAnswer) -> list[dict[str, Any]]:
    units = {one.target: one.unit for one in answer.columns}
    return [
        {"heading": heading, "target": target, "unit": units.get(target) if target is not None else None}
        for heading, target in answer.by_column()
    ]


def _remembered_document(one: RememberedTable) -> dict[str, Any]:
    return {
        "code": one.code,
        "reads_as": one.answer.reads_as,
        "platform": one.answer.platform,
        "channel": one.answer.channel,
        "headings": list(one.answer.headings),
        "columns": _answer_document(one.answer),
        "entry_no": one.entry_no,
        "at": one.at.isoformat(),
        "imports": list(one.imports),
    }


def _preview_document(seen: Preview) -> dict[str, Any]:
    return {
        "rows": seen.rows,
        "observations": [
            {name: str(row[name]) if name.startswith("period") and row[name] else row[name]
             for name in ("subject_id", "measure", "window", "period_start", "value", "unit")}
            for row in seen.observations
        ],
        "refused": [{"row": one.row, "column": one.column, "reason": str(one.reason)} for one in seen.refused],
        "refused_total": seen.refused_total,
    }  # fmt: skip
