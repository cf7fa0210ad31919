"""`reppu import`."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reppu.cli.options import WHO, AsJson, Home, Organisation, Yes, open_for, path_given, read_moment
from reppu.cli.showing import console, error_console, table
from reppu.cli.unknown_tables import asker, may_ask
from reppu.vocabulary.language import Text, _, _n, current_language, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reppu.lake.facade import Lake
    from reppu.sources.facade import ImportOutcome, ProgressSeen


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""

    @app.command("import", help=str(_("Read exports: files, folders and ZIPs, recognised by what is in them.")))
    def import_(
        paths: Annotated[
            list[Path],
            typer.Argument(
                parser=path_given, metavar="PATHS", help=str(_("Files, folders or ZIPs.")), show_default=False
            ),
        ],
        channel: Annotated[
            list[str] | None,
            typer.Option(
                help=str(
                    _(
                        "Which channel they are of, where a file does not say. May be given several times, once for each "
                        "platform."
                    )
                )
            ),
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option("--as-of", help=str(_("The day they were downloaded, where the file's own time is wrong."))),
        ] = None,
        yes: Yes = False,
        as_json: AsJson = False,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        _end_tidily_when_terminated()
        lake = open_for(home, organisation)
        moment = read_moment(as_of, "--as-of", lake.settings().time_zone)
        try:
            outcomes = import_with_progress(
                lake,
                paths,
                channel=channel,
                as_of=moment,
                assume_yes=yes,
                show=not as_json and sys.stderr.isatty(),
                may_ask=may_ask(yes=yes, as_json=as_json),
            )
        except KeyboardInterrupt as stopped:
            # said here: typer would end the command without the words of how far the import came
            print(str(stopped), file=sys.stderr)
            raise typer.Exit(130) from stopped
        if as_json:
            print(json.dumps({"imports": [as_document(outcome) for outcome in outcomes]}, ensure_ascii=False, indent=1))
        else:
            _show(outcomes)
        if any(outcome.refused_total for outcome in outcomes):
            raise typer.Exit(1)


def _end_tidily_when_terminated() -> None:
    # A service manager or a closing session says SIGTERM, which by itself ends Python where it stands: unpacked files would
    # stay behind. Treated as Ctrl-C, the import says how far it came.
    def stop(*_received: object) -> None:
        raise KeyboardInterrupt

    with contextlib.suppress(ValueError):  # not in the main thread, as in a notebook's
        signal.signal(signal.SIGTERM, stop)


def as_document(outcome: ImportOutcome) -> dict[str, Any]:
    """One file's outcome in the stable shape of `reppu import --json`."""
    return {
        "file": outcome.file,
        "recognised_as": outcome.recognised_as,
        "language": outcome.language,
        "channel": outcome.channel,
        "rows": outcome.rows,
        "posts": outcome.posts,
        "observations": outcome.observations,
        "audience": outcome.audience,
        "interactions": outcome.interactions,
        "inputs": outcome.inputs,
        "skipped": outcome.skipped,
        "declined": str(outcome.declined) if outcome.declined is not None else None,
        "refused": [{"row": one.row, "column": one.column, "reason": str(one.reason)} for one in outcome.refused[:100]],
        "refused_total": outcome.refused_total,
        "entry_no": outcome.entry_no,
        "notes": [str(note) for note in outcome.notes],
    }


def import_with_progress(
    lake: Lake,
    paths: list[Path],
    *,
    channel: Sequence[str] | None = None,
    as_of: datetime | None = None,
    assume_yes: bool = False,
    show: bool = True,
    may_ask: bool = False,
) -> list[ImportOutcome]:
    """Import with a progress bar on the error stream, so that standard output holds only the answer.

    may_ask: ask the person at the terminal about tables that nobody knows.
    """
    from reppu.sources.facade import import_paths

    if not show:
        ask = asker(lake, lambda: None, lambda: None) if may_ask else None
        return import_paths(lake, paths, channel=channel, as_of=as_of, assume_yes=assume_yes, who=WHO, ask=ask)
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=error_console,
        transient=True,
    ) as bar:
        task = bar.add_task(str(_("Looking at the files")), total=None)

        def on_progress(seen: ProgressSeen) -> None:
            bar.update(
                task,
                description=str(_("File {number} of {files}", number=seen.file_no, files=seen.files)),
                completed=seen.bytes_done,
                total=seen.bytes_total,
            )

        return import_paths(
            lake,
            paths,
            channel=channel,
            as_of=as_of,
            assume_yes=assume_yes,
            progress=on_progress,
            who=WHO,
            ask=asker(lake, bar.stop, bar.start) if may_ask else None,
        )


def _show(outcomes: list[ImportOutcome]) -> None:
    language = current_language()
    names = _short_names([outcome.file for outcome in outcomes])
    table(
        [_("File"), _("Recognised as"), _("Channel"), _("Rows"), _("Posts"), _("Numbers"), _("Result")],
        [
            [
                name,
                outcome.recognised_as or "–",
                outcome.channel or "–",
                number(outcome.rows, language),
                number(outcome.posts, language),
                number(outcome.observations + outcome.audience + outcome.inputs, language),
                str(_result(outcome)),
            ]
            for name, outcome in zip(names, outcomes, strict=True)
        ],
        right=(3, 4, 5),
    )
    for outcome in outcomes:
        for note in outcome.notes:
            console.print(f"• {outcome.file}: {note}", markup=False, soft_wrap=True)
    for outcome in outcomes:
        if outcome.declined is not None:
            console.print(f"• {outcome.file}: {outcome.declined}", markup=False, soft_wrap=True)
        for refusal in outcome.refused[:10]:
            place = [outcome.file]
            if refusal.row is not None:
                place.append(str(_("row {row}", row=str(refusal.row))))
            if refusal.column is not None:
                place.append(str(_("column “{column}”", column=refusal.column)))
            console.print(f"✗ {', '.join(place)}: {refusal.reason}", markup=False, soft_wrap=True)
        if outcome.refused_total > 10:
            more = _n(
                "… and {n} more in {file}", "… and {n} more in {file}", outcome.refused_total - 10, file=outcome.file
            )
            console.print(f"  {more}", markup=False)


def _short_names(files: list[str]) -> list[str]:
    """The files' paths without the folder that all of them lie in, which the person has just typed."""
    if len(files) < 2:
        return [Path(file).name for file in files]
    try:
        shared = os.path.commonpath(files)
    except ValueError:  # relative and absolute paths together, or two drives
        return files
    return [file[len(shared) :].lstrip("/\\") or file for file in files]


def _result(outcome: ImportOutcome) -> Text:
    if outcome.declined is not None:
        return _("declined")
    if outcome.skipped:
        return _("already in")
    if outcome.refused_total and outcome.entry_no is None:
        return _("refused")
    if outcome.refused_total:
        return _n("imported, {n} refused", "imported, {n} refused", outcome.refused_total)
    if outcome.entry_no is None:
        return _("nothing in it")
    return _("imported")
