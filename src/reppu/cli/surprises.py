"""`reppu detect` and `reppu forecast`: what is out of the ordinary in a file, and how far something will go."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reppu.cli.options import AsJson
from reppu.cli.showing import console, table
from reppu.vocabulary.language import _, _n, current_language, number, percent

if TYPE_CHECKING:
    from reppu.surprise.facade import Detection, FileForecast


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

    @app.command("forecast", help=str(_("Forecast how large something will get from how it has grown so far.")))
    def forecast(
        events: Annotated[
            Path,
            typer.Argument(
                metavar="EVENTS.csv",
                help=str(
                    _("Events (age in seconds, followers) or counts (timestamp, what came since the row before).")
                ),
            ),
        ],
        after: Annotated[
            str, typer.Option(help=str(_("How old it is: 10m, 1h or 2d. What came later is not looked at.")))
        ],
        past: Annotated[
            Path | None,
            typer.Option(
                help=str(_("A folder of files of your own earlier items, to learn from instead.")),
                exists=True,
                file_okay=False,
                show_default=False,
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        from reppu.surprise import facade

        found = facade.forecast_file(events, facade.read_duration(after), past=past)
        for note in found.growth.notes:
            print(str(note), file=sys.stderr)
        if as_json:
            print(json.dumps(facade.forecast_to_json(found), ensure_ascii=False))
        else:
            _show_forecast(found)


def _show_forecast(found: FileForecast) -> None:
    language = current_language()
    one, past = found.forecast, found.forecast.backtest
    final = number(found.final, language) if found.final is not None else "–"
    table(
        [_("Now"), _("Forecast"), _("80 % band"), _("No growth"), _("It became")],
        [
            [
                number(one.now, language),
                number(round(one.forecast), language),
                f"{number(round(one.low), language)} – {number(round(one.high), language)}",
                number(one.now, language),
                final,
            ]
        ],
        right=range(5),
    )
    if past is None:
        console.print(str(_("At this age nothing more is expected to come.")))
        return
    console.print(
        str(
            _(
                "At this age half of {items} earlier items were forecast within {error} of what they became; “no growth” within {none}.",
                items=past.items,
                error=percent(past.error, language, digits=0),
                none=percent(past.error_no_growth, language, digits=0),
            )
        )
    )
    if one.no_growth_wins:
        console.print(str(_("“No growth” was the better forecast of the two.")))


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
