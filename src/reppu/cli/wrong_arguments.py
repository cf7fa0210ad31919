"""What is wrong with a command's arguments, in the reader's language: typer knows it in English alone.

Errors are told apart by their class and attributes, since typer keeps those classes to itself; one that is not known here is
shown in typer's own words.
"""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reppu.vocabulary.language import DOMAIN, Text, _, current_language

if TYPE_CHECKING:
    from typer.exceptions import TyperException

# What typer looks up itself when it prints help; named here so that it is translated with our own texts.
_OF_HELP = (_("Arguments"), _("Options"), _("Commands"), _("required"), _("default: {default}"), _("env var: {var}"))


def let_help_speak() -> None:
    """Lets typer's help find its headings in our catalogue, in the language of this moment."""
    import os

    gettext.bindtextdomain(DOMAIN, str(Path(__file__).parent / "locale"))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = current_language()


def in_words(error: TyperException) -> str:
    """The whole message: what is wrong, how the command is written, where help is."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.message
    lines = [str(what_is_wrong(error))]
    if context is not None:
        usage = context.get_usage().removeprefix("Usage: ")
        lines.append(str(_("Written like this: {usage}", usage=usage)))
        lines.append(str(_("More: {command} --help", command=context.command_path)))
    return "\n".join(lines)


def what_is_wrong(error: Any) -> Text:
    """The error alone, in a sentence."""
    match type(error).__name__:
        case "NoSuchOption":
            return _with_guesses(_("There is no option {name}.", name=error.option_name), error.possibilities or ())
        case "MissingParameter":
            return _("{name} is missing.", name=_name_of(error) or "?")
        case "BadOptionUsage":
            if "not take a value" in error.message:
                return _("{name} takes no value.", name=error.option_name)
            return _("{name} needs a value after it.", name=error.option_name)
        case "BadParameter":
            return _bad_value(error)
        case "UsageError":
            return _other(error.message)
        case _:
            return Text("{words}", words=error.format_message())


def _name_of(error: Any) -> str | None:
    hint = error.param_hint if error.param_hint is not None else error.param and error.param.get_error_hint()
    if hint is None:
        return None
    return str(hint).strip("'") if isinstance(hint, str) else " / ".join(hint)


def _bad_value(error: Any) -> Text:
    name = _name_of(error)
    if re.search(r"valid integer|\bint\b", error.message):
        what = _("expected a whole number")
    elif re.search(r"valid number|valid float|\bfloat\b", error.message):
        what = _("expected a number, with a point and not a comma")
    else:
        what = Text("{words}", words=error.message)  # mostly our own, and translated by then
    return what if name is None else Text("{name}: {what}", name=name, what=what)


def _other(message: str) -> Text:
    if found := re.match(r"No such command '(?P<name>.*?)'", message):
        guesses = re.findall(r"'([^']*)'", message[found.end() :])
        return _with_guesses(_("There is no command {name}.", name=found["name"]), guesses)
    if found := re.match(r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)$", message, re.DOTALL):
        return _("More was given than the command takes: {words}", words=found["words"])
    if message.startswith("Missing command"):
        return _("A command is missing.")
    return Text("{words}", words=message)


def _with_guesses(what: Text, guesses: Any) -> Text:
    if not guesses:
        return what
    return Text("{what} {guess}", what=what, guess=_("Did you mean {names}?", names=", ".join(sorted(guesses))))
