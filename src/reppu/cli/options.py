"""Options that every command takes, and how their values are read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from reppu.vocabulary.language import LANGUAGES, _

if TYPE_CHECKING:
    from reppu.lake.facade import Lake


def path_given(text: str | Path) -> Path:
    """The path that was given; an empty one ends the command with code 2."""
    # Path("") would be the folder one happens to be in.
    if not str(text).strip():
        raise typer.BadParameter(
            str(_("The name of the file or folder is empty; perhaps a variable of the shell is not set."))
        )
    return Path(text)


Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        parser=path_given,
        metavar="PATH",
        envvar="REPPU_HOME",
        help=str(_("Folder of all Reppu's data.")),
        show_default=False,
    ),
]
Organisation = Annotated[
    str | None,
    typer.Option("--organisation", help=str(_("Which organisation, when there are several.")), show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help=str(_("Print one JSON document and nothing else.")))]
Yes = Annotated[bool, typer.Option("--yes", help=str(_("Ask nothing; what is ambiguous is refused.")))]

WHO = "command line"
# Our choice, wide of every social medium: days near year 1 or 9999 have no midnight in every time zone.
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
Day = TypeVar("Day", bound=date)


def open_for(home: Path | None, organisation: str | None) -> Lake:
    """The lake that `--home` and `--organisation` name."""
    from reppu.lake.facade import open_lake

    return open_lake(home, organisation)


def read_day(text: str | None, option: str) -> date | None:
    """An ISO date; wrong ones end the command with code 2 and the form that is expected."""
    if text is None:
        return None
    try:
        return _of_our_time(date.fromisoformat(text), text, option)
    except ValueError as error:
        raise typer.BadParameter(
            str(_("“{text}” is not a date. Expected the form 2026-03-31.", text=text)), param_hint=option
        ) from error


def read_moment(text: str | None, option: str, time_zone: str) -> datetime | None:
    """An ISO date (then the end of that day in `time_zone`) or a moment; wrong ones end the command with code 2."""
    from reppu.calendar.facade import end_of_day, zone_named

    if text is None:
        return None
    try:
        return end_of_day(_of_our_time(date.fromisoformat(text), text, option), time_zone)
    except ValueError:
        pass
    try:
        moment = _of_our_time(datetime.fromisoformat(text), text, option)
    except ValueError as error:
        raise typer.BadParameter(
            str(_("“{text}” is not a date. Expected the form 2026-03-31.", text=text)), param_hint=option
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone_named(time_zone))


def _of_our_time(day: Day, text: str, option: str) -> Day:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise typer.BadParameter(
            str(
                _(
                    "“{text}” is not of our time. Expected a day from {first} to {last}.",
                    text=text,
                    first=str(_FIRST_YEAR),
                    last=str(_LAST_YEAR),
                )
            ),
            param_hint=option,
        )
    return day


def read_language(text: str | None) -> str | None:
    """One of our languages; another ends the command with code 2."""
    if text is not None and text not in LANGUAGES:
        raise typer.BadParameter(
            str(_("“{text}” is not one of {languages}.", text=text, languages=", ".join(LANGUAGES))),
            param_hint="--language",
        )
    return text
