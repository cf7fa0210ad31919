"""`reppu demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reppu.cli.importing import import_with_progress
from reppu.cli.options import WHO, read_language
from reppu.cli.serving import DEFAULT_PORT
from reppu.cli.showing import console
from reppu.vocabulary.language import _, _n, current_language, number


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""

    @app.command(
        "demo",
        help=str(_("A made-up organisation: write its exports, import them, pack a season's book and open the site.")),
    )
    def demo(
        folder: Annotated[Path, typer.Option(help=str(_("Where to put it; your own data is never touched.")))] = Path(
            "reppu-demo"
        ),
        language: Annotated[str | None, typer.Option(help=str(_("fi, sv or en.")))] = None,
        seed: Annotated[int, typer.Option(help=str(_("The same number makes the same organisation.")))] = 2016,
        open_site: Annotated[
            bool, typer.Option("--serve/--no-serve", help=str(_("Whether to open the site at the end.")))
        ] = True,
        port: Annotated[int, typer.Option(min=1, max=65535, help=str(_("The port to listen on.")))] = DEFAULT_PORT,
    ) -> None:
        chosen = read_language(language) or current_language()
        from reppu.demo.facade import write_exports
        from reppu.lake.facade import open_lake, setting
        from reppu.reports.facade import pack

        plan = write_exports(folder / "exports", seed=seed)
        console.print(
            str(
                _(
                    "{files} exports of a made-up organisation, {name}, are in {folder}",
                    files=len(plan.files),
                    name=plan.organisation_name,
                    folder=str(folder / "exports"),
                )
            ),
            markup=False,
        )
        lake = open_lake(folder / "home", plan.organisation)
        if lake.settings().name != plan.organisation_name:
            lake.record(*setting("name", plan.organisation_name), who=WHO)
        outcomes = import_with_progress(lake, [folder / "exports"], assume_yes=True, show=True)
        refused = sum(1 for outcome in outcomes if outcome.refused_total)
        console.print(
            str(
                _(
                    "{posts} posts and {observations} numbers are imported.",
                    posts=lake.latest_posts().count().to_pyarrow().as_py(),
                    observations=sum(outcome.observations for outcome in outcomes if not outcome.skipped),
                )
            )
        )
        if refused:
            console.print(str(_n("{n} file was refused.", "{n} files were refused.", refused)))
            raise typer.Exit(1)
        packed = pack(lake, plan.season, folder / "book", chosen)
        console.print()
        console.print(packed.finding, style="bold", markup=False)
        console.print(
            str(
                _(
                    "The season's book of {pages} pages is in {path}",
                    pages=number(packed.pages, chosen),
                    path=str(packed.folder / "review.pdf"),
                )
            ),
            markup=False,
            soft_wrap=True,
        )
        console.print(
            str(
                _(
                    "Next: reppu status --home {home}   reppu verify --home {home} {manifest}",
                    home=str(folder / "home"),
                    manifest=str(packed.folder / "manifest.json"),
                )
            ),
            markup=False,
            soft_wrap=True,
        )
        if open_site:
            from reppu.web.site.facade import serve as serve_site
            from reppu.web.site.facade import sign_in_of_demo

            home = (folder / "home").absolute()
            email, password = sign_in_of_demo(home, plan.organisation, plan.organisation_name, chosen)

            def ready(address: str, _word: str | None) -> None:
                console.print()
                console.print(
                    str(_("Reppu is open at {address} – stop it with Ctrl-C.", address=address)),
                    style="bold",
                    markup=False,
                )
                console.print(
                    str(_("Sign in as {email} with the password {password}", email=email, password=password)),
                    markup=False,
                )

            serve_site(home, "127.0.0.1", port, ready)
