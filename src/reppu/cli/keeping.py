"""Commands that keep the data in order: channels, settings, withdraw, compact, erase, doctor."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from reppu.cli.options import WHO, AsJson, Home, Organisation, Yes, open_for, read_day
from reppu.cli.showing import console, table
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _, _n, current_language, moment

if TYPE_CHECKING:
    from reppu.lake.facade import Channel, Lake


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""
    _add_channels(app)
    _add_settings(app)

    @app.command("withdraw", help=str(_("Undo a journal entry: an import, a correction, a merge. Nothing is lost.")))
    def withdraw(
        entry_no: Annotated[int, typer.Argument(help=str(_("The entry's number, as `reppu journal` shows it.")))],
        reason: Annotated[str, typer.Option(help=str(_("Why; kept in the journal.")))] = "",
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        lake = open_for(home, organisation)
        done = lake.withdraw(entry_no, who=WHO, reason=reason)
        console.print(
            str(
                _(
                    "Entry {entry_no} is withdrawn (entry {done}). To bring it back: reppu withdraw {done}",
                    entry_no=str(entry_no),
                    done=str(done),
                )
            )
        )

    @app.command("journal", help=str(_("What was done to the data, in order: imports, answers, corrections, undoing.")))
    def journal(as_json: AsJson = False, home: Home = None, organisation: Organisation = None) -> None:
        from reppu.lake.facade import entry_in_words, kind_in_words

        entries = open_for(home, organisation).entries()
        if as_json:
            document = [
                {
                    "entry_no": entry.entry_no,
                    "kind": entry.kind,
                    "at": entry.at.isoformat(),
                    "who": entry.who,
                    "payload": entry.payload,
                    "withdrawn_by": entry.withdrawn_by,
                    "says": str(entry_in_words(entry)),
                }
                for entry in entries
            ]
            print(json.dumps({"entries": document}, ensure_ascii=False, indent=1))
            return
        table(
            [_("Entry"), _("When (UTC)"), _("What"), _("Of what"), _("Withdrawn by")],
            [
                [
                    str(entry.entry_no),
                    moment(entry.at, current_language()),
                    str(kind_in_words(entry)),
                    str(entry_in_words(entry)),
                    str(entry.withdrawn_by or ""),
                ]
                for entry in entries
            ],
            right=(0, 4),
        )

    @app.command("compact", help=str(_("Merge many small fact files into few. It also runs by itself.")))
    def compact(home: Home = None, organisation: Organisation = None) -> None:
        done = open_for(home, organisation).compact()
        console.print(str(_("{before} files became {after}.", before=done.merged, after=done.made)), markup=False)

    @app.command("doctor", help=str(_("Check that the data is whole, and say what to do where it is not.")))
    def doctor(as_json: AsJson = False, home: Home = None, organisation: Organisation = None) -> None:
        from reppu.web.site.facade import examine_site

        lake = open_for(home, organisation)
        findings = (*lake.doctor().findings, *examine_site(lake.home))
        well = all(one.ok is not False for one in findings)
        if as_json:
            document = {
                "ok": well,
                "findings": [
                    {
                        "ok": one.ok,
                        "what": str(one.what),
                        "advice": str(one.advice) if one.advice is not None else None,
                        "file": one.file,
                        "imports": list(one.imports),
                    }
                    for one in findings
                ],
            }
            print(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            signs = {True: "✓", False: "✗", None: "•"}
            for one in findings:
                advice = f" {one.advice}" if one.advice is not None else ""
                file = f"{one.file}: " if one.file is not None else ""
                console.print(f"{signs[one.ok]} {file}{one.what}{advice}", markup=False, soft_wrap=True)
            if well:
                console.print(str(_("All is well: every file is there and as it was written.")))
        if not well:
            raise typer.Exit(1)

    @app.command("erase", help=str(_("Erase other people's texts for good: of a person, before a day, or all data.")))
    def erase(
        person: Annotated[
            str | None, typer.Option(help=str(_("The person's account name or id on the platform.")))
        ] = None,
        before: Annotated[str | None, typer.Option(help=str(_("Texts written before this day.")))] = None,
        whole: Annotated[
            bool, typer.Option("--organisation-data", help=str(_("Everything there is of the organisation.")))
        ] = False,
        yes: Yes = False,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        chosen = [option for option in (person, before, whole or None) if option is not None]
        if len(chosen) != 1:
            raise typer.BadParameter(str(_("Give one of --person, --before and --organisation-data.")))
        lake = open_for(home, organisation)
        _confirm(_("This cannot be undone. Erase?"), yes)
        if whole:
            from reppu.web.site.facade import forget_organisation

            lake.erase(organisation=True, who=WHO)
            forget_organisation(lake.home, lake.organisation)
            console.print(str(_("All data of {name} is erased.", name=lake.organisation)), markup=False)
            return
        erased = lake.erase(person=person, before=read_day(before, "--before"), who=WHO)
        console.print(str(_n("{n} text is erased.", "{n} texts are erased.", erased.texts)))


def _add_channels(app: typer.Typer) -> None:
    chapter = typer.Typer(
        help=str(_("The channels: list them, rename one, merge two that are the same, move an import to another.")),
        invoke_without_command=True,
    )
    app.add_typer(chapter, name="channels")

    @chapter.callback()
    def _default(
        context: typer.Context, as_json: AsJson = False, home: Home = None, organisation: Organisation = None
    ) -> None:
        if context.invoked_subcommand is None:
            _list_channels(open_for(home, organisation), as_json=as_json)

    @chapter.command("list", help=str(_("List the channels.")))
    def list_(as_json: AsJson = False, home: Home = None, organisation: Organisation = None) -> None:
        _list_channels(open_for(home, organisation), as_json=as_json)

    @chapter.command("rename", help=str(_("Give a channel another name. Its id stays.")))
    def rename(
        channel: Annotated[str, typer.Argument(help=str(_("The channel's id or name.")))],
        name: Annotated[str, typer.Argument(help=str(_("The new name.")))],
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        from reppu.lake.facade import channel_renamed

        lake = open_for(home, organisation)
        known = channel_called(lake, channel)
        lake.record(*channel_renamed(known.channel_id, name), who=WHO)
        console.print(str(_("{channel} is now called {name}.", channel=known.channel_id, name=name)), markup=False)

    @chapter.command(
        "move", help=str(_("Move an import to another channel of its platform. Withdraw the entry to undo."))
    )
    def move(
        entry_no: Annotated[int, typer.Argument(help=str(_("The import's number, as `reppu journal` shows it.")))],
        channel: Annotated[str, typer.Argument(help=str(_("The channel that its facts are of.")))],
        stated: Annotated[
            str | None,
            typer.Option("--from", help=str(_("Which of its channels, where it has several of that platform."))),
        ] = None,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        lake = open_for(home, organisation)
        into = channel_called(lake, channel)
        leaves = channel_called(lake, stated).channel_id if stated is not None else None
        _move(lake, entry_no, into, leaves)

    @chapter.command("merge", help=str(_("Say that a channel is the same as another. Withdraw the entry to undo.")))
    def merge(
        channel: Annotated[str, typer.Argument(help=str(_("The channel that ends.")))],
        into: Annotated[str, typer.Argument(help=str(_("The channel that stays.")))],
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        from reppu.lake.facade import channel_merged

        lake = open_for(home, organisation)
        ends, stays = channel_called(lake, channel), channel_called(lake, into)
        entry_no = lake.record(*channel_merged(ends.channel_id, stays.channel_id), who=WHO)
        console.print(
            str(
                _(
                    "{channel} is part of {into} from now on. To undo: reppu withdraw {entry_no}",
                    channel=ends.channel_id,
                    into=stays.channel_id,
                    entry_no=str(entry_no),
                )
            ),
            markup=False,
        )


def _move(lake: Lake, entry_no: int, into: Channel, leaves: str | None) -> None:
    from reppu.lake.facade import correction_in_words, facts_moved

    target = into.merged_into or into.channel_id
    stated = _stated_channel(lake, entry_no, into, leaves)
    source = lake.channel_of(entry_no, stated)
    done = lake.record(*facts_moved(entry_no, stated, target), who=WHO)
    console.print(
        str(
            _(
                "What entry {entry_no} brought for {channel} is of {into} from now on. To undo: reppu withdraw {done}",
                entry_no=str(entry_no),
                channel=source,
                into=target,
                done=str(done),
            )
        ),
        markup=False,
        soft_wrap=True,
    )
    for correction in lake.corrections():
        if lake.channel_of(None, correction.channel_id) == source:
            note = _(
                "Entry {entry_no} still leaves out of {channel}, not of {into}: {what}",
                entry_no=str(correction.entry_no),
                channel=source,
                into=target,
                what=correction_in_words(correction),
            )
            console.print(f"• {note}", markup=False, soft_wrap=True)


def _stated_channel(lake: Lake, entry_no: int, into: Channel, leaves: str | None) -> str:
    """The channel under which the entry's facts are stored: the only one of the target's platform, or the one whose facts
    `leaves` carries now."""
    entry = next((one for one in lake.entries() if one.entry_no == entry_no), None)
    named = entry.payload.get("channels", ()) if entry is not None else ()
    platforms = {one.channel_id: one.platform for one in lake.channels()}
    stated = [one for one in named if platforms.get(one) == into.platform]
    if leaves is not None:
        stated = [one for one in stated if leaves in (one, lake.channel_of(entry_no, one))]
    if len(stated) > 1:
        raise ReppuError(
            _("Entry {entry_no} brought facts of several channels: {channels}.", entry_no=str(entry_no),
              channels=", ".join(sorted(lake.channel_of(entry_no, one) for one in stated))),
            advice=_("Say which one with --from."),
        )  # fmt: skip
    if not stated and named:
        raise ReppuError(
            _("Entry {entry_no} brought no facts of that channel or platform.", entry_no=str(entry_no)),
            expected=_("one of: {channels}", channels=", ".join(sorted(named))),
        )
    return stated[0] if stated else into.channel_id  # then the journal says why it cannot be


def _add_settings(app: typer.Typer) -> None:
    @app.command(
        "settings",
        help=str(
            _("Show the organisation's settings, or change one: name, time_zone, currency, language, season.NAME.")
        ),
    )
    def settings(
        name: Annotated[str | None, typer.Argument(help=str(_("Which setting.")))] = None,
        value: Annotated[str | None, typer.Argument(help=str(_("Its new value.")))] = None,
        as_json: AsJson = False,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        lake = open_for(home, organisation)
        if name is not None and value is not None:
            _change_setting(lake, name, value)
        known = lake.settings()
        shown = {
            "name": known.name or "",
            "time_zone": known.time_zone,
            "currency": known.currency,
            "language": known.language or "",
            **{f"season.{season}": days for season, days in known.seasons.items()},
        }
        if name is not None and name not in shown:
            raise _unknown_setting(name)
        if as_json:
            print(json.dumps(shown, ensure_ascii=False, indent=1))
        else:
            table([_("Setting"), _("Value")], [[key, text] for key, text in shown.items() if name in (None, key)])


def _change_setting(lake: Lake, name: str, value: str) -> None:
    from reppu.calendar.facade import own_seasons
    from reppu.lake.facade import setting

    if name.startswith("season."):
        seasons = {**lake.settings().seasons, name.removeprefix("season."): value}
        own_seasons(seasons)
        lake.record(*setting("seasons", seasons), who=WHO)
    elif name in ("name", "time_zone", "currency", "language"):
        lake.record(*setting(name, value), who=WHO)
    else:
        raise _unknown_setting(name)


def _unknown_setting(name: str) -> ReppuError:
    return ReppuError(
        _("There is no setting “{name}”.", name=name), expected=_("name, time_zone, currency, language or season.NAME")
    )


def _list_channels(lake: Lake, *, as_json: bool) -> None:
    channels = lake.channels()
    if as_json:
        document = [
            {
                "channel": one.channel_id,
                "platform": one.platform,
                "name": one.name,
                "accounts": list(one.accounts),
                "merged_into": one.merged_into,
            }
            for one in channels
        ]
        print(json.dumps({"channels": document}, ensure_ascii=False, indent=1))
        return
    if not channels:
        console.print(str(_("There are no channels yet. They are made by the first import: reppu import FOLDER")))
        return
    table(
        [_("Channel"), _("Name"), _("Platform"), _("Part of")],
        [[one.channel_id, one.name, one.platform, one.merged_into or ""] for one in channels],
    )


def channel_called(lake: Lake, text: str) -> Channel:
    """The channel of that id or name; otherwise raises ReppuError with the ids there are."""
    channels = lake.channels()
    found = [one for one in channels if one.channel_id == text] or [one for one in channels if one.name == text]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.channel_id for one in (found or channels)) or "–"
    if found:
        raise ReppuError(
            _("Several channels are called “{name}”.", name=text), expected=_("one of the ids {names}", names=names)
        )
    raise ReppuError(
        _("There is no channel “{name}”.", name=text),
        expected=_("one of the ids {names}", names=names),
        advice=None if channels else _("Channels are made by the first import: reppu import FOLDER"),
    )


def _confirm(question: object, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        # A script must say so: what cannot be undone is never guessed.
        raise ReppuError(_("This cannot be undone, so it needs a yes."), advice=_("Add --yes."))
    if not typer.confirm(str(question)):
        raise typer.Exit(1)
