"""`reppu`: the commands, their common options, and how errors end them.

Exit codes: 0 done, 1 something was refused or is wrong, 2 wrong arguments, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence


def build_app() -> typer.Typer:
    """All commands, with their help in the language of this moment."""
    from reppu.cli import (
        backing_up,
        books,
        demonstrating,
        entering,
        excluding,
        importing,
        keeping,
        measuring,
        serving,
        surprises,
        unknown_tables,
    )

    app = typer.Typer(
        name="reppu",
        help=str(_("Measure, steer and prove the worth of your organisation's social media, on your own machine.")),
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=False)
    def _start(
        version: bool = typer.Option(
            False, "--version", help=str(_("Show the version and end.")), callback=_show_version, is_eager=True
        ),
    ) -> None:
        pass

    for chapter in (
        importing,
        entering,
        unknown_tables,
        measuring,
        serving,
        surprises,
        books,
        excluding,
        keeping,
        backing_up,
        serving,
        demonstrating,
    ):
        chapter.add_commands(app)
    return app


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its code."""
    _write_utf_8()
    code = 0
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except SystemExit as ended:
        # typer and rich end so when the reader of our output (head, less) has what it wanted
        if not isinstance(ended.__context__, BrokenPipeError):
            raise
        _speak_to_nobody()
    except BrokenPipeError:
        _speak_to_nobody()
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    from typer.exceptions import TyperException

    from reppu.cli.wrong_arguments import in_words, let_help_speak

    let_help_speak()
    try:
        ended = build_app()(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except TyperException as error:
        print(in_words(error), file=sys.stderr)
        return error.exit_code
    except ReppuError as error:
        print(str(error), file=sys.stderr)
        return 1
    except (KeyboardInterrupt, typer.Abort) as stopped:
        # An import says itself how far it came; everything else commits at its end or not at all.
        print(str(stopped) or str(_("Stopped. What was already done is kept; nothing half done is.")), file=sys.stderr)
        return 130 if isinstance(stopped, KeyboardInterrupt) else 1
    return ended if isinstance(ended, int) else 0


def _speak_to_nobody() -> None:
    """What is still to be written goes nowhere, so that Python's own last flush does not complain."""
    import os

    with contextlib.suppress(OSError, ValueError):  # no real output, as under a test
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_version(wanted: bool) -> None:
    if wanted:
        from reppu import __version__

        print(f"reppu {__version__}")
        raise typer.Exit


def _write_utf_8() -> None:
    # A pipe on Windows, or LANG=C, would otherwise end in UnicodeEncodeError at the first ä.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
