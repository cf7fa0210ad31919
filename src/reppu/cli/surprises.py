"""`reppu detect`: what is out of the ordinary in a file of timestamps and values."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reppu.cli.options import AsJson
from reppu.cli.showing import console, table
from reppu.vocabulary.language import _, _n, current_language, number

if TYPE_CHECKING:
    from reppu.surprise.facade import Detection


def add_commands(app: typer.Typer) -> None:
    """Add this chapter's commands to the program."""

    @app.command("detect", help=str(_("Find what is out of the ordinary in a file of timestamps and values.")))
    def detect(
        series: Annotated[
            Path, typer.Argument(metavar="SERIES.csv", help=str(_("A CSV file: timestamp and value on each row.")))
        ],
        country: Annotated[
            str | None,
            typer.Option(
                help=str(_("Two letters, such as FI: its public holidays may be quiet in a daily series.")),
                show_default=False,
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        from reppu.surprise import facade

        found = facade.detect_file(series, country=country)
        for note in found.notes:
            print(str(note), file=sys.stderr)
        if as_json:
            print(json.dumps(facade.to_json(found), ensure_ascii=False))
        else:
            _show_detection(found)


def _show_detection(found: Detection) -> None:
    language = current_language()
    rows = zip(found.series.rows, found.judgements, strict=True)
    surprises = [(row, one) for row, one in rows if one.surprise]
    judged = sum(one.expected is not None for one in found.judgements)
    console.print(
        str(
            _(
                "{name}: {rows} rows, {judged} of them judged, {surprises} surprises.",
                name=found.series.name,
                rows=len(found.series.rows),
                judged=judged,
                surprises=len(surprises),
            )
        ),
        markup=False,
    )
    if surprises:
        table(
            [_("When"), _("Value"), _("Expected"), _("90 % interval"), _("Score")],
            [
                [
                    row.timestamp,
                    number(row.value, language) if row.value is not None else "–",
                    _rounded(one.expected, language),
                    f"{_rounded(one.low, language)} – {_rounded(one.high, language)}",
                    number(one.score, language, digits=2),
                ]
                for row, one in surprises
            ],
            right=(1, 2, 3, 4),
        )
    if judged < len(found.judgements):
        console.print(
            str(
                _n(
                    "{n} row was not judged: too little came before it, or it has no value.",
                    "{n} rows were not judged: too little came before them, or they have no value.",
                    len(found.judgements) - judged,
                )
            )
        )


def _rounded(value: float | None, language: str) -> str:
    return "–" if value is None else number(value, language, digits=1)
