"""`reppu inputs` and `reppu followers`: numbers that no export holds, entered by hand or in a spreadsheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reppu.cli.keeping import channel_called
from reppu.cli.options import WHO, AsJson, Home, Organisation, open_for, read_day, read_language
from reppu.cli.showing import console, table
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _, current_language, day, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reppu.sources.facade import Input, MediumResult

TemplateFile = Annotated[
    Path, typer.Argument(metavar="FILE.xlsx", help=str(_("The file to make.")), show_default=False)
]
Language = Annotated[str | None, typer.Option(help=str(_("fi, sv or en.")))]


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""
    _add_inputs(app)
    _add_followers(app)


def _add_inputs(app: typer.Typer) -> None:
    chapter = typer.Typer(
        help=str(
            _(
                "Hours and money put in, and what other media gave for them: a spreadsheet to fill in, single additions, a list."
            )
        ),
        no_args_is_help=True,
    )
    app.add_typer(chapter, name="inputs")

    @chapter.command(
        "template",
        help=str(_("Make a spreadsheet to fill in hours, money and results of other media; then import it.")),
    )
    def template(
        file: TemplateFile, language: Language = None, home: Home = None, organisation: Organisation = None
    ) -> None:
        from reppu.sources.facade import write_inputs_template

        chosen = read_language(language) or current_language()
        write_inputs_template(file, open_for(home, organisation), chosen)
        _say_made(file)

    @chapter.command(
        "add",
        help=str(
            _(
                "Add hours, money or what another medium gave by hand. The same period, place and kind said again replaces. To "
                "undo: reppu withdraw."
            )
        ),
    )
    def add(
        kind: Annotated[
            str | None,
            typer.Option(
                help=str(_("What hours and money are for: staff, agency, media, production, tools, training or other."))
            ),
        ] = None,
        month: Annotated[str | None, typer.Option(help=str(_("The month, such as 2026-03.")))] = None,
        since: Annotated[str | None, typer.Option(help=str(_("First day, such as 2026-03-01.")))] = None,
        until: Annotated[str | None, typer.Option(help=str(_("Last day; it is included.")))] = None,
        channel: Annotated[str | None, typer.Option(help=str(_("The channel's id or name.")))] = None,
        medium: Annotated[
            str | None, typer.Option(help=str(_("Another medium to compare with, such as print.")))
        ] = None,
        function: Annotated[str | None, typer.Option(help=str(_("The part of the organisation.")))] = None,
        hours: Annotated[float | None, typer.Option(help=str(_("Working hours.")))] = None,
        amount: Annotated[float | None, typer.Option(help=str(_("Money.")))] = None,
        currency: Annotated[str | None, typer.Option(help=str(_("Such as EUR; else the organisation's own.")))] = None,
        reach: Annotated[
            int | None, typer.Option(help=str(_("People whom the medium reached, each counted once.")))
        ] = None,
        contacts: Annotated[
            int | None,
            typer.Option(help=str(_("Times that the medium was seen, heard or visited, by the same people too."))),
        ] = None,
        conversations: Annotated[
            int | None, typer.Option(help=str(_("Talks, questions and replies that came of the medium.")))
        ] = None,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        from reppu.sources.facade import add_input, inputs_of, overlaps, overlaps_in_words, results_of

        first, last = _period(month, since, until)
        results = {"reach": reach, "contacts": contacts, "conversations": conversations}
        lake = open_for(home, organisation)
        done = add_input(
            lake,
            since=first,
            until=last,
            kind=_kind(kind) if kind is not None else None,
            channel_id=channel_called(lake, channel).channel_id if channel is not None else None,
            medium=medium,
            function=function,
            hours=hours,
            amount=amount,
            currency=_currency(currency),
            results={name: value for name, value in results.items() if value is not None},
            who=WHO,
        )
        put_in, given = inputs_of(lake), results_of(lake)
        _say_added_input(
            [one for one in put_in if one.entry_no == done], [one for one in given if one.entry_no == done], done
        )
        for told in (put_in, given):
            _remark(overlaps_in_words([pair for pair in overlaps(told) if done in {one.entry_no for one in pair}]))

    @chapter.command("list", help=str(_("List hours, money and what other media gave, as they count now.")))
    def list_(as_json: AsJson = False, home: Home = None, organisation: Organisation = None) -> None:
        from reppu.sources.facade import inputs_of, overlaps, overlaps_in_words, results_of

        lake = open_for(home, organisation)
        inputs, results = inputs_of(lake), results_of(lake)
        pairs, of_results = overlaps(inputs), overlaps(results)
        if as_json:
            document = {
                "inputs": [_document(one) for one in inputs],
                "overlaps": [[_document(one) for one in pair] for pair in pairs],
                "results": [_document_of_result(one) for one in results],
                "overlaps_of_results": [[_document_of_result(one) for one in pair] for pair in of_results],
            }
            print(json.dumps(document, ensure_ascii=False, indent=1))
            return
        if not inputs and not results:
            console.print(
                str(_("No hours and no money have been put in yet. Begin with: reppu inputs template FILE.xlsx"))
            )
        if inputs:
            _show(inputs)
        if results:
            _show_results(results)
        _remark([*overlaps_in_words(pairs), *overlaps_in_words(of_results)])


def _add_followers(app: typer.Typer) -> None:
    chapter = typer.Typer(
        help=str(_("Follower counts that no export holds: add one, or make a spreadsheet to fill in.")),
        no_args_is_help=True,
    )
    app.add_typer(chapter, name="followers")

    @chapter.command(
        "add", help=str(_("Note how many followed a channel on a day. A later number of that day replaces it."))
    )
    def add(
        channel: Annotated[str, typer.Argument(help=str(_("The channel's id or name.")), show_default=False)],
        day_: Annotated[
            str, typer.Argument(metavar="DATE", help=str(_("The day, such as 2026-03-31.")), show_default=False)
        ],
        followers: Annotated[
            int, typer.Argument(help=str(_("How many followed the channel that day.")), show_default=False)
        ],
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        from reppu.sources.facade import add_followers

        seen = read_day(day_, "DATE")
        assert seen is not None
        lake = open_for(home, organisation)
        known = channel_called(lake, channel).channel_id
        done = add_followers(lake, known, seen, followers, WHO)
        _say_added(_("{n} followers", n=followers), Text("{channel}, {day}", channel=known, day=seen), done)

    @chapter.command("template", help=str(_("Make a spreadsheet to fill in followers; then import it.")))
    def template(
        file: TemplateFile, language: Language = None, home: Home = None, organisation: Organisation = None
    ) -> None:
        from reppu.sources.facade import write_followers_template

        chosen = read_language(language) or current_language()
        write_followers_template(file, open_for(home, organisation), chosen)
        _say_made(file)


def _period(month: str | None, since: str | None, until: str | None) -> tuple[date, date]:
    first, last = read_day(since, "--since"), read_day(until, "--until")
    if (month is None) == (first is None):
        raise typer.BadParameter(str(_("Give --month, or --since and --until.")))
    if month is None:
        assert first is not None
        return first, last or first
    if last is not None:
        raise typer.BadParameter(str(_("Give --month, or --since and --until.")))
    from reppu.calendar.facade import resolve_period

    try:
        read_day(f"{month}-01", "--month")
        span = resolve_period(month)
    except (typer.BadParameter, ReppuError) as error:
        raise typer.BadParameter(
            str(_("“{text}” is not a month. Expected the form 2026-03.", text=month)), param_hint="--month"
        ) from error
    return span.start, span.end


def _kind(word: str) -> str:
    from reppu.sources.facade import kind_of_input, kinds_of_input

    kind = kind_of_input(word)
    if kind is None:
        names = ", ".join(str(name) for name, _what in kinds_of_input().values())
        raise typer.BadParameter(str(_("“{text}” is not one of {words}.", text=word, words=names)), param_hint="--kind")
    return kind


def _currency(text: str | None) -> str | None:
    if text is None:
        return None
    from babel.numbers import list_currencies

    if text.upper() not in list_currencies():
        raise typer.BadParameter(
            str(_("“{text}” is not a currency. Expected a code such as EUR.", text=text)), param_hint="--currency"
        )
    return text.upper()


def _say_made(file: Path) -> None:
    said = _("{file} is ready to be filled in. Then: reppu import {file}", file=str(file))
    console.print(str(said), markup=False, soft_wrap=True)


def _say_added(what: Text, where: Text, entry_no: int) -> None:
    said = _(
        "Added: {what}; {where}. To undo: reppu withdraw {entry_no}", what=what, where=where, entry_no=str(entry_no)
    )
    console.print(str(said), markup=False, soft_wrap=True)


def _say_added_input(put_in: Sequence[Input], given: Sequence[MediumResult], entry_no: int) -> None:
    """One sentence for what an entry added: hours and money in one row, each result of a medium in one of its own."""
    for one in put_in:
        _say_added(_amounts(one), one.in_words(), entry_no)
    for result in given:
        _say_added(Text("{n}", n=int(result.value)), result.in_words(), entry_no)


def _amounts(one: Input) -> Text:
    hours = _("{hours} h", hours=one.hours) if one.hours is not None else None
    money = Text("{amount} {currency}", amount=one.amount, currency=one.currency) if one.amount is not None else None
    if hours is not None and money is not None:
        return Text("{hours}, {money}", hours=hours, money=money)
    return hours or money or Text("–")


def _remark(texts: Sequence[Text]) -> None:
    for text in texts:
        console.print(f"• {text}", markup=False, soft_wrap=True)


def _document(one: Input) -> dict[str, Any]:
    return {
        "period_start": one.period_start.isoformat(),
        "period_end": one.period_end.isoformat(),
        "channel": one.channel_id,
        "medium": one.medium,
        "function": one.function,
        "kind": one.kind,
        "hours": one.hours,
        "amount": one.amount,
        "currency": one.currency,
        "entry_no": one.entry_no,
    }


def _document_of_result(one: MediumResult) -> dict[str, Any]:
    return {
        "period_start": one.period_start.isoformat(),
        "period_end": one.period_end.isoformat(),
        "medium": one.medium,
        "result": one.result,
        "value": one.value,
        "entry_no": one.entry_no,
    }


def _show_results(results: list[MediumResult]) -> None:
    """What other media gave: a row a period and medium; a dash where nobody told."""
    from reppu.sources.facade import results_of_media

    language = current_language()
    names = results_of_media()
    told: dict[tuple[date, date, str], dict[str, MediumResult]] = {}
    for one in results:
        told.setdefault((one.period_start, one.period_end, one.medium.casefold()), {})[one.result] = one
    heads = [_("Entry"), _("Period"), _("Other medium"), *(name for name, _what in names.values())]
    rows = [
        [
            ", ".join(str(entry_no) for entry_no in sorted({one.entry_no for one in by_name.values()})),
            f"{day(first, language)} – {day(last, language)}",
            next(iter(by_name.values())).medium,
            *(number(by_name[name].value, language) if name in by_name else "–" for name in names),
        ]
        for (first, last, _small), by_name in told.items()
    ]
    table(heads, rows, right=(0, 3, 4, 5))


def _show(inputs: list[Input]) -> None:
    from reppu.sources.facade import kinds_of_input

    language = current_language()
    kinds = kinds_of_input()
    heads = [_("Entry"), _("Period"), _("Of what"), _("Function"), _("Kind"), _("Hours"), _("Money"), _("Currency")]
    rows = [
        [
            str(one.entry_no),
            f"{day(one.period_start, language)} – {day(one.period_end, language)}",
            one.channel_id or one.medium or str(_("all social media")),
            one.function or "–",
            str(kinds[one.kind][0]) if one.kind in kinds else one.kind,
            number(one.hours, language) if one.hours is not None else "–",
            number(one.amount, language, digits=2) if one.amount is not None else "–",
            one.currency or "–",
        ]
        for one in inputs
    ]
    table(heads, rows, right=(0, 5, 6))
