"""`reppu serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from reppu.cli.options import Home
from reppu.cli.showing import console
from reppu.vocabulary.language import _

DEFAULT_PORT = 8016  # our choice: none of the usual development ports, and the year of the article behind Reppu


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""

    @app.command("serve", help=str(_("The site, the API and the jobs in one process.")))
    def serve(
        home: Home = None,
        host: Annotated[str, typer.Option(help=str(_("The address to listen on; 0.0.0.0 for all.")))] = "127.0.0.1",
        port: Annotated[int, typer.Option(min=1, max=65535, help=str(_("The port to listen on.")))] = DEFAULT_PORT,
    ) -> None:
        from reppu.lake.facade import resolve_home
        from reppu.web.site.facade import serve as serve_site

        def ready(address: str, word: str | None) -> None:
            console.print(str(_("Reppu is open at {address} – stop it with Ctrl-C.", address=address)), markup=False)
            if word:
                console.print(str(_("The first visit asks for this word: {word}", word=word)), markup=False)

        serve_site(resolve_home(home), host, port, ready)
