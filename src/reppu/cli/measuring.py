"""`reppu metrics` and `reppu status`."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reppu.cli.excluding import as_document, corrections_between
from reppu.cli.options import WHO, AsJson, Home, Organisation, open_for, read_day, read_moment
from reppu.cli.showing import console, error_console, estimate_cells, state_in_words, table
from reppu.vocabulary.language import Text, _, _n, current_language, day, number

if TYPE_CHECKING:
    from rich.console import Console

    from reppu.lake.facade import Correction, Lake
    from reppu.metrics.facade import ComparisonPage, Definition, MetricTable, MovedPage
    from reppu.overview.facade import ChannelStatus, Status


_STATUS_HEADS = (
    _("Channel"),
    _("Posts"),
    _("First post"),
    _("Last post"),
    _("Days covered"),
    _("Missing days"),
    _("Seen"),
)
# A row of the seven columns takes about as much; in a narrower terminal each channel is a block of lines.
_NARROW = 100


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""

    @app.command("metrics", help=str(_("Compute a metric with its interval, or list the metrics there are.")))
    def metrics(
        name: Annotated[
            str | None,
            typer.Argument(
                help=str(_("A metric's name; without it all are listed. “define” defines one of your own."))
            ),
        ] = None,
        words: Annotated[
            list[str] | None,
            typer.Argument(
                metavar="[NAME FORMULA]", help=str(_("After “define”: its name, and its formula in quotes."))
            ),
        ] = None,
        title: Annotated[str, typer.Option(help=str(_("With “define”: the metric's title.")))] = "",
        mixed: Annotated[
            bool,
            typer.Option(
                "--mixed", help=str(_("With “define”: mix what was published in a period with what happened in it."))
            ),
        ] = False,
        by: Annotated[
            str,
            typer.Option(
                help=str(
                    _(
                        "Split by, with commas: {words}.",
                        words="channel platform day week month season year kind language paid hour weekday",
                    )
                )
            ),
        ] = "",
        since: Annotated[str | None, typer.Option(help=str(_("First day, such as 2026-03-01.")))] = None,
        until: Annotated[str | None, typer.Option(help=str(_("Last day; it is included.")))] = None,
        as_of: Annotated[
            str | None, typer.Option("--as-of", help=str(_("Only what the platforms had stated by that day.")))
        ] = None,
        position: Annotated[
            int | None, typer.Option(help=str(_("The state of the data after that journal entry.")))
        ] = None,
        as_json: AsJson = False,
        as_csv: Annotated[bool, typer.Option("--csv", help=str(_("Print CSV.")))] = False,
        since_position: Annotated[
            str | None,
            typer.Option(
                "--moved-since",
                help=str(
                    _("Only what has moved since a position or day, and the imports and other entries that moved it.")
                ),
            ),
        ] = None,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        if as_of is not None and position is not None:
            raise typer.BadParameter(str(_("Give --as-of or --position, not both.")))
        if as_json and as_csv:
            raise typer.BadParameter(str(_("Give --json or --csv, not both.")))
        from reppu.metrics import facade

        if name is None:
            _list_definitions(facade.definitions(open_for(home, organisation)), as_json=as_json)
            return
        if name == "define":
            if words is None or len(words) != 2:
                raise typer.BadParameter(str(_('Expected: reppu metrics define NAME "FORMULA".')))
            entry_no = facade.define(
                open_for(home, organisation), words[0], words[1], title=title, mixed=mixed, who=WHO
            )
            console.print(
                str(_("Defined. “reppu withdraw {entry_no}” takes it back.", entry_no=str(entry_no))), markup=False
            )
            return
        if words or title or mixed:
            raise typer.BadParameter(str(_("Only “define” takes a formula, --title and --mixed.")))
        first, last = read_day(since, "--since"), read_day(until, "--until")
        lake = open_for(home, organisation)
        if since_position is not None:
            if as_of is not None or position is not None or as_csv:
                raise typer.BadParameter(str(_("Give --moved-since without --as-of, --position and --csv.")))
            moved = facade.moved_since(
                lake,
                name,
                _position_of(lake, since_position),
                by=tuple(part.strip() for part in by.split(",") if part.strip()),
                since=first,
                until=last,
            )
            if as_json:
                print(json.dumps(facade.moved_to_json(moved), ensure_ascii=False, indent=1))
            else:
                _show_moved(moved, facade.definition(name, lake))
            return
        answer = facade.compute(
            lake,
            name,
            by=tuple(part.strip() for part in by.split(",") if part.strip()),
            since=first,
            until=last,
            position=position,
            as_of=read_moment(as_of, "--as-of", lake.settings(position).time_zone),
        )
        left_out = corrections_between(lake, first, last, position)
        if as_json:
            document = {**facade.to_json(answer), "exclusions": [as_document(one) for one in left_out]}
            print(json.dumps(document, ensure_ascii=False, indent=1))
        elif as_csv:
            _print_csv(facade.to_json(answer))
        else:
            _show_answer(answer, facade.definition(name, lake, position))
        if not as_json:
            # beside a CSV, so that a program reads nothing but the table
            names = {one.channel_id: one.name for one in lake.channels(position)}
            _show_left_out(left_out, names, error_console if as_csv else console)

    @app.command("compare", help=str(_("Compare periods, channels or kinds: which is better, or can one not tell?")))
    def compare(
        name: Annotated[str, typer.Argument(help=str(_("A metric's name; “reppu metrics” lists them.")))],
        between: Annotated[
            str,
            typer.Option(
                help=str(_("Periods with commas: 2026-spring,2026-summer or 2026-03..2026-04,2026-05..2026-06."))
            ),
        ] = "",
        by: Annotated[
            str,
            typer.Option(help=str(_("What is compared (channel, kind …); with --between, compare within each."))),
        ] = "",
        since: Annotated[str | None, typer.Option(help=str(_("First day, such as 2026-03-01.")))] = None,
        until: Annotated[str | None, typer.Option(help=str(_("Last day; it is included.")))] = None,
        position: Annotated[
            int | None, typer.Option(help=str(_("The state of the data after that journal entry.")))
        ] = None,
        as_json: AsJson = False,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        from reppu.calendar.facade import resolve_period
        from reppu.metrics import facade

        if between and (since or until):
            raise typer.BadParameter(str(_("Give --between, or --since and --until, not both.")))
        first, last = read_day(since, "--since"), read_day(until, "--until")
        lake = open_for(home, organisation)
        seasons = {str(word): str(days) for word, days in lake.settings(position).seasons.items()} or None
        periods = [resolve_period(word.strip(), seasons) for word in between.split(",") if word.strip()]
        page = facade.compare_all(
            lake,
            name,
            between=[(one.name, (one.start, one.end)) for one in periods],
            by=tuple(part.strip() for part in by.split(",") if part.strip()),
            since=first,
            until=last,
            position=position,
        )
        if as_json:
            print(json.dumps(facade.page_to_json(page), ensure_ascii=False, indent=1))
        else:
            _show_page(page, facade.definition(name, lake, position))

    @app.command("status", help=str(_("What is there, how fresh it is, what is missing and what to export again.")))
    def status(as_json: AsJson = False, home: Home = None, organisation: Organisation = None) -> None:
        from reppu.overview import facade

        seen = facade.look(open_for(home, organisation))
        if as_json:
            print(json.dumps(facade.to_json(seen), ensure_ascii=False, indent=1))
        else:
            _show_status(seen)


def _list_definitions(definitions: list[Definition] | tuple[Definition, ...], *, as_json: bool) -> None:
    if as_json:
        rows = [
            {"metric": one.name, "version": one.version, "unit": one.unit, "basis": one.basis, "title": str(one.title)}
            for one in definitions
        ]
        print(json.dumps({"metrics": rows}, ensure_ascii=False, indent=1))
        return
    table(
        [_("Name"), _("Metric"), _("What it tells")],
        [[one.name, str(one.title), str(one.definition)] for one in definitions],
    )


def _show_answer(answer: MetricTable, definition: Definition) -> None:
    language = current_language()
    console.print(str(definition.title), style="bold")
    console.print(str(definition.definition))
    if not answer.rows:
        console.print(str(_("Nothing has been imported for that period yet. Begin with: reppu import FOLDER")))
        return
    keys = list(answer.rows[0].keys)
    heads: list[Text | str] = [*keys, _("Value"), _("90 % interval"), "n", _("State")]
    rows = []
    for row in answer.rows:
        value, interval = estimate_cells(row.estimate, row.currency or answer.unit, language)
        words = state_in_words(row.estimate.state, row.reason)
        if row.left_out:
            words += " " + str(_("(without {channels})", channels=", ".join(row.left_out)))
        rows.append([*(row.keys[key] or "–" for key in keys), value, interval, number(row.estimate.n, language), words])
    table(heads, rows, right=range(len(keys), len(keys) + 3))
    for change in answer.changes:
        console.print(f"• {day(change.day, language)}: {change.says}", markup=False, soft_wrap=True)


def _show_left_out(corrections: list[Correction], names: dict[str, str], screen: Console) -> None:
    from reppu.lake.facade import correction_in_words

    for one in corrections:
        channel = f"{names.get(one.channel_id, one.channel_id)} ({one.channel_id})"
        said = _(
            "Left out by entry {entry_no}: {what}",
            entry_no=str(one.entry_no),
            what=correction_in_words(one, channel),
        )
        screen.print(f"• {said}", markup=False, soft_wrap=True)


def _position_of(lake: Lake, text: str) -> int:
    """A position, or that at the end of a day of the organisation's."""
    from reppu.metrics.facade import position_at

    if text.isdecimal():
        return int(text)
    moment = read_moment(text, "--moved-since", lake.settings().time_zone)
    assert moment is not None  # a text was given
    return position_at(lake, moment)


def _show_moved(page: MovedPage, definition: Definition) -> None:
    from reppu.lake.facade import entry_in_words, kind_in_words

    language = current_language()
    console.print(str(definition.title), style="bold")
    if not page.rows:
        console.print(str(_("No number has moved since position {position}.", position=str(page.since))))
        return
    words = list(page.rows[0].keys)
    heads: list[Text | str] = [*words, _("Then"), _("Now"), _("Entry"), _("What moved it"), _("From"), _("To")]
    rows = []
    for one in page.rows:
        labels = [*(one.keys[word] or "–" for word in words)]
        ends = [estimate_cells(each, page.unit, language)[0] for each in (one.before, one.now)]
        for move in one.moves:
            first, last = move.entries[0], move.entries[-1]
            numbers = str(first.entry_no) if first is last else f"{first.entry_no}–{last.entry_no}"
            what = f"{kind_in_words(first)}: {entry_in_words(first)}" if first is last else "…"
            steps = [estimate_cells(each, page.unit, language)[0] for each in (move.before, move.after)]
            rows.append([*labels, *ends, numbers, what, *steps])
            labels, ends = [""] * len(words), ["", ""]
    right = (len(words), len(words) + 1, len(words) + 2, len(words) + 4, len(words) + 5)
    table(heads, rows, right=right)


_VERDICTS = {
    "up": _("higher"),
    "down": _("lower"),
    "same": _("the same"),
    "cannot_tell": _("cannot tell"),
    "not_comparable": _("not comparable"),
}


def _show_page(page: ComparisonPage, definition: Definition) -> None:
    language = current_language()
    console.print(str(definition.title), style="bold")
    if not page.rows:
        console.print(str(_("There are no two groups to compare in that period.")))
        _show_without(page)
        return
    words = list(page.rows[0].group)
    heads: list[Text | str] = [*words, "1", "2", "1", "2", _("Difference"), _("Its interval"), _("2 is")]
    rows = []
    for one in page.rows:
        of = one.comparison
        before, after = (estimate_cells(each, page.unit, language)[0] for each in (of.first, of.second))
        change, interval = estimate_cells(of.difference, page.unit, language)
        verdict = str(_VERDICTS[of.verdict]) + (f": {of.reason}" if of.reason is not None else "")
        labels = [one.group[word] or "–" for word in words]
        rows.append([*labels, one.first, one.second, before, after, change, interval, verdict])
    table(heads, rows, right=range(len(words) + 2, len(words) + 6))
    if page.corrected is not None:
        console.print(str(page.corrected), markup=False, soft_wrap=True)
    _show_without(page)


def _show_without(page: ComparisonPage) -> None:
    if page.without:
        said = _("Without a number to compare: {groups}", groups="; ".join(page.without))
        console.print(str(said), markup=False, soft_wrap=True)


def _print_csv(document: dict[str, Any]) -> None:
    rows = document["rows"]
    columns = list(rows[0]) if rows else ["value", "low", "high", "n", "state"]
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: " ".join(cell) if isinstance(cell, list) else cell for key, cell in row.items()})


def _show_status(seen: Status) -> None:
    language = current_language()
    console.print(
        str(_("Organisation {name}, position {position}", name=seen.organisation, position=str(seen.position))),
        style="bold",
    )
    if not seen.channels:
        console.print(str(_("Nothing has been imported yet. Begin with: reppu import FOLDER")))
    elif console.width < _NARROW:
        for one in seen.channels:
            console.print(f"{one.name} ({one.channel_id})", style="bold", markup=False)
            for head, cell in zip(_STATUS_HEADS[1:], _status_cells(one, language), strict=True):
                console.print(f"  {head}: {cell}", markup=False)
    else:
        rows = [[f"{one.name} ({one.channel_id})", *_status_cells(one, language)] for one in seen.channels]
        table(_STATUS_HEADS, rows, right=(1, 5))
    for problem in seen.problems:
        console.print(f"• {problem}", markup=False, soft_wrap=True)
    if seen.withdrawn:
        console.print(str(_n("{n} import was withdrawn.", "{n} imports were withdrawn.", seen.withdrawn)))


def _status_cells(one: ChannelStatus, language: str) -> list[str]:
    covered = "–"
    if one.first_day and one.last_day:
        covered = f"{day(one.first_day, language)} – {day(one.last_day, language)}"
    return [
        number(one.posts, language),
        day(one.first_post, language) if one.first_post else "–",
        day(one.last_post, language) if one.last_post else "–",
        covered,
        number(one.missing_days, language) if one.first_day else "–",
        day(one.last_as_of.date(), language) if one.last_as_of else "–",
    ]
