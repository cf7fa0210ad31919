"""Spreadsheets to fill in and import: hours and money, and followers. The same channels and language give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reppu.sources.own_table.explanations import OF_FOLLOWERS, OF_INPUTS
from reppu.sources.own_table.inputs import COLUMNS
from reppu.sources.own_table.kinds import KINDS
from reppu.sources.own_table.mapping import FOLLOWERS
from reppu.sources.wide_table import Column
from reppu.vocabulary.errors import ReppuError, fault_in_words
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from reppu.lake.facade import Channel

# The file's own time would make its bytes differ from run to run.
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_ROWS = 2_000  # our choice: a row a channel and kind and month of ten channels for three years
_FIRST_DAY = date(1990, 1, 1)


@dataclass(frozen=True)
class _Field:
    """One column of a template. form: "day", "number" or "text"; choices: where its list stands on the second sheet."""

    column: Column
    what: Text
    example: str
    form: str = "text"
    choices: str | None = None
    width: int = 16


_OF_RESULTS = {
    "reach": _("What another medium gave: people reached, each counted once. Empty: not known."),
    "contacts": _("What another medium gave: times seen, heard or visited, by the same people too. Empty: not known."),
    "conversations": _("What another medium gave: talks, questions and replies. Empty: not known."),
}
_INPUTS = (
    _Field(
        COLUMNS["month"],
        _("The month, as 2026-03 or 3/2026. Leave it empty when you give days instead."),
        "2026-03",
        width=11,
    ),
    _Field(COLUMNS["from"], _("The first day, when the period is not a month."), "", "day", width=12),
    _Field(COLUMNS["to"], _("The last day; it is included. Empty: one day."), "", "day", width=12),
    _Field(
        COLUMNS["channel"],
        _("One of your channels. Empty, with no other medium: social media as a whole."),
        "x-vesi",
        choices="channels",
        width=22,
    ),
    _Field(
        COLUMNS["medium"],
        _("A medium that is not one of your channels, such as print, a fair or a newsletter, to compare with."),
        "",
        width=18,
    ),
    _Field(COLUMNS["function"], _("The part of the organisation, such as customer service."), "", width=20),
    _Field(COLUMNS["kind"], _("What it was for: one of the kinds below."), "", choices="kinds", width=14),
    _Field(COLUMNS["hours"], _("Working hours. Empty: not known; 0: none."), "12.5", "number", width=10),
    _Field(COLUMNS["amount"], _("Money. Empty: not known; 0: none."), "900", "number", width=12),
    _Field(COLUMNS["currency"], _("A code such as EUR. Empty: the organisation's currency."), "EUR", width=10),
    *(_Field(COLUMNS[name], what, "", "number", width=13) for name, what in _OF_RESULTS.items()),
    _Field(COLUMNS["note"], _("For yourself; it is not taken in."), "", width=30),
)
_FOLLOWERS = (
    _Field(FOLLOWERS.columns[0], _("One of your channels."), "x-vesi", choices="channels", width=22),
    _Field(FOLLOWERS.columns[1], _("The day on which the number was seen."), "2026-03-31", "day", width=12),
    _Field(
        FOLLOWERS.columns[2], _("How many followed the channel that day, not the change."), "4120", "number", width=14
    ),
)
_AGAIN = _(
    "Save the file and import it: reppu import FILE. The same period, place and kind in a later file replaces the earlier "
    "numbers; hours and money in rows of one file are added together. What another medium gave is told once, in any of its rows."
)
_AGAIN_FOLLOWERS = _(
    "Save the file and import it: reppu import FILE. A later number of the same channel and day replaces the earlier one."
)


def write_inputs(path: Path, channels: Iterable[Channel], language: str) -> None:
    """The template for hours and money, and what other media gave."""
    kinds = [(name.in_language(language), what.in_language(language)) for name, what in KINDS.values()]
    _write(path, _INPUTS, (OF_INPUTS, _AGAIN), _("Hours and money"), _names(channels), kinds, language)


def write_followers(path: Path, channels: Iterable[Channel], language: str) -> None:
    """The template for follower counts."""
    texts = (OF_FOLLOWERS, _AGAIN_FOLLOWERS)
    _write(path, _FOLLOWERS, texts, _("Followers"), _names(channels), [], language)


def _names(channels: Iterable[Channel]) -> list[tuple[str, str]]:
    return sorted((one.channel_id, one.name) for one in channels if one.merged_into is None)


def _write(
    path: Path,
    fields: Sequence[_Field],
    texts: tuple[Text, Text],
    title: Text,
    channels: list[tuple[str, str]],
    kinds: list[tuple[str, str]],
    language: str,
) -> None:
    if path.suffix.casefold() != ".xlsx":
        raise ReppuError(
            _("The template is a spreadsheet."), file=str(path), expected=_("a file name that ends in .xlsx")
        )
    if path.exists():
        raise ReppuError(
            _("There is such a file already, perhaps with your numbers in it; it was left as it is."),
            file=str(path),
            advice=_("Choose another name."),
        )
    import io

    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"created": _MADE.replace(tzinfo=None)})
    sheet = book.add_worksheet(title.in_language(language))
    help_title = _("Instructions").in_language(language)
    ranges = _explain(book, help_title, fields, texts, channels, kinds, language)
    _fill_in(book, sheet, fields, ranges, language)
    book.close()
    try:
        with path.open("xb") as out:
            out.write(made.getvalue())
    except OSError as fault:
        raise ReppuError(
            _("The template cannot be written: {why}", why=fault_in_words(fault)),
            file=str(path),
            advice=_("Choose a folder in which you may create files."),
        ) from fault


def _heading(field: _Field, language: str) -> str:
    aliases = field.column.aliases
    return aliases.get(language, aliases["en"])[0]


def _fill_in(book: Any, sheet: Any, fields: Sequence[_Field], ranges: dict[str, str], language: str) -> None:
    heading = book.add_format({"bold": True, "bottom": 1})
    # a day as people of the language write it, text as text (a month must not become a day), numbers as they are
    forms = {
        "day": book.add_format({"num_format": "d.m.yyyy" if language == "fi" else "yyyy-mm-dd"}),
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({}),
    }
    for place, field in enumerate(fields):
        sheet.set_column(place, place, field.width, forms[field.form])
        sheet.write_string(0, place, _heading(field, language), heading)
        rule: dict[str, Any] | None = None
        if field.choices in ranges:
            # a warning and not a stop: channels may be newer than the template
            rule = {"validate": "list", "source": ranges[field.choices], "error_type": "warning"}
        elif field.form == "day":
            rule = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY}
        elif field.form == "number":
            rule = {"validate": "decimal", "criteria": ">=", "value": -1e12}
        if rule is not None:
            what = field.what.in_language(language)
            sheet.data_validation(
                1, place, _ROWS, place, {**rule, "error_title": _heading(field, language), "error_message": what[:255]}
            )
    sheet.freeze_panes(1, 0)


def _explain(
    book: Any,
    title: str,
    fields: Sequence[_Field],
    texts: tuple[Text, Text],
    channels: list[tuple[str, str]],
    kinds: list[tuple[str, str]],
    language: str,
) -> dict[str, str]:
    """The second sheet; returns where its lists stand. A heading a row, so that no reader takes it for a table."""
    sheet = book.add_worksheet(title)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 78)
    sheet.set_column(2, 2, 18)
    sheet.write_string(0, 0, texts[0].in_language(language), bold)
    sheet.write_string(1, 0, texts[1].in_language(language))
    example = _("Example").in_language(language)
    sheet.write_row(3, 0, [_("Column").in_language(language), _("What to write").in_language(language), example], bold)
    row = 4
    for field in fields:
        shown = field.example or (kinds[0][0] if field.choices == "kinds" else "")
        sheet.write_string(row, 0, _heading(field, language), wrapped)
        sheet.write_string(row, 1, field.what.in_language(language), wrapped)
        sheet.write_string(row, 2, shown)
        row += 1
    ranges: dict[str, str] = {}
    lists = (("kinds", _("Kinds"), kinds), ("channels", _("Your channels"), channels))
    for name, headline, lines in lists:
        if not lines:
            continue
        sheet.write_string(row + 1, 0, headline.in_language(language), bold)
        ranges[name] = f"='{title}'!$A${row + 3}:$A${row + 2 + len(lines)}"
        for place, (word, what) in enumerate(lines, start=row + 2):
            sheet.write_string(place, 0, word, wrapped)
            sheet.write_string(place, 1, what, wrapped)
        row += 2 + len(lines)
    return ranges
