"""`reppu backup` and `reppu restore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reppu.cli.options import Home, path_given
from reppu.cli.showing import console
from reppu.vocabulary.language import _, _n

if TYPE_CHECKING:
    from reppu.web.site.facade import BackedUp

_FILE = typer.Argument(parser=path_given, metavar="FILE", help=str(_("The backup's file.")))


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""

    @app.command(
        "backup", help=str(_("Write all data of all organisations to one file, and the keys to a second one."))
    )
    def backup(file: Annotated[Path, _FILE], home: Home = None) -> None:
        from reppu.lake.facade import resolve_home
        from reppu.web.site.facade import back_up, keys_file

        done = back_up(resolve_home(home), file)
        _say(done, file)
        console.print(
            str(_("The keys are in {keys}. Keep them apart from the backup.", keys=str(keys_file(file)))),
            markup=False, soft_wrap=True,
        )  # fmt: skip

    @app.command("restore", help=str(_("Make a new folder of all data from a backup.")))
    def restore(
        file: Annotated[Path, _FILE],
        home: Home = None,
        keys: Annotated[
            Path | None, typer.Option(parser=path_given, metavar="FILE", help=str(_("The file with the keys.")))
        ] = None,
    ) -> None:
        from reppu.lake.facade import resolve_home
        from reppu.web.site.facade import restore as restore_backup

        done = restore_backup(file, resolve_home(home), keys)
        _say(done, resolve_home(home))
        if not done.keys:
            words = _(
                "There were no keys: everybody signs in anew, and new comments are not tied to earlier ones of the same people."
            )
            console.print(str(words), markup=False, soft_wrap=True)


def _say(done: BackedUp, where: Path) -> None:
    words = _n(
        "{n} organisation is in {where} ({megabytes} MB).",
        "{n} organisations are in {where} ({megabytes} MB).",
        len(done.organisations),
        where=str(where),
        megabytes=round(done.size / 1e6, 1),
    )
    console.print(str(words), markup=False, soft_wrap=True)
    for slug, position in done.organisations.items():
        console.print(str(_("{slug}: position {position}", slug=slug, position=str(position))), markup=False)
