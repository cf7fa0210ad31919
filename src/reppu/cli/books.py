"""`reppu pack` and `reppu verify`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from reppu.cli.options import AsJson, Home, Organisation, open_for, read_language
from reppu.cli.showing import console
from reppu.vocabulary.language import _, current_language


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""

    @app.command("pack", help=str(_("Pack the season's book: a PDF for people and a manifest to make it again from.")))
    def pack(
        season: Annotated[
            str, typer.Option(help=str(_("Which season: 2026-autumn, 2026-H1, 2026-Q3 or 2026-03..2026-08.")))
        ],
        out: Annotated[Path, typer.Option(help=str(_("The folder to write it to.")))],
        language: Annotated[str | None, typer.Option(help=str(_("fi, sv or en.")))] = None,
        as_json: AsJson = False,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        asked = read_language(language)
        lake = open_for(home, organisation)
        chosen = asked or lake.settings().language or current_language()
        from reppu.reports.facade import pack as pack_book

        packed = pack_book(lake, season, out, chosen)
        if as_json:
            document = {
                "folder": str(packed.folder),
                "files": [str(file) for file in packed.files],
                "finding": packed.finding,
                "position": packed.manifest["position"],
            }
            print(json.dumps(document, ensure_ascii=False, indent=1))
            return
        console.print(packed.finding, style="bold", markup=False)
        for file in packed.files:
            console.print(str(file), markup=False, soft_wrap=True)
        console.print(
            str(_("To make the same numbers again: reppu verify {path}", path=str(packed.folder / "manifest.json"))),
            markup=False,
            soft_wrap=True,
        )

    @app.command("verify", help=str(_("Make a book's numbers again and say which moved and why.")))
    def verify(
        manifest: Annotated[Path, typer.Argument(help=str(_("The manifest.json of a packed book.")))],
        as_json: AsJson = False,
        home: Home = None,
        organisation: Organisation = None,
    ) -> None:
        from reppu.reports.facade import verify as verify_book

        verification = verify_book(open_for(home, organisation), manifest)
        if as_json:
            print(json.dumps(verification.to_json(), ensure_ascii=False, indent=1))
        else:
            for line in verification.lines():
                console.print(str(line), markup=False)
        if not verification.equal:
            raise typer.Exit(1)
