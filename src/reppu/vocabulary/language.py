"""Texts that are translated when they are shown, with or without a web framework.

Each capability keeps its catalogues in `<capability>/locale/<language>/LC_MESSAGES/reppu.po`; all are merged
into one per language when first needed. Message ids are the English texts, so English needs no catalogue.
"""

from __future__ import annotations

import gettext
import os
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("fi", "sv", "en")
DOMAIN = "reppu"

_PACKAGE = Path(__file__).resolve().parent.parent
_current: ContextVar[str | None] = ContextVar("reppu_language", default=None)


class Text:
    """A sentence that knows its message id and arguments, and becomes words in a language only when shown.

    Arguments fill `{name}` in the message. Whole numbers, decimals and dates are written as the language writes
    them; another Text is shown in the same language; anything else by `str`.
    """

    __slots__ = ("arguments", "count", "msgid", "plural")

    # Positional only, so that "{count}" and "{plural}" stay free as names of placeholders.
    def __init__(self, msgid: str, plural: str | None = None, count: int | None = None, /, **arguments: object) -> None:
        self.msgid = msgid
        self.plural = plural
        self.count = count
        self.arguments = arguments

    def in_language(self, language: str) -> str:
        """The words in `language` ("fi", "sv" or "en"; any other is shown in English)."""
        if not self.msgid:
            return ""  # a catalogue answers the empty text with its own header
        catalogue = catalogue_of(language)
        if self.plural is not None and self.count is not None:
            words = catalogue.ngettext(self.msgid, self.plural, self.count)
        else:
            words = catalogue.gettext(self.msgid)
        if not self.arguments and self.count is None:
            return words
        shown = {name: _shown(value, language) for name, value in self.arguments.items()}
        if self.count is not None:
            shown.setdefault("n", _shown(self.count, language))
        return words.format(**shown)

    def __str__(self) -> str:
        return self.in_language(current_language())

    def __repr__(self) -> str:
        return f"Text({self.msgid!r}, {self.arguments!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return (self.msgid, self.plural, self.count, self.arguments) == (
            other.msgid,
            other.plural,
            other.count,
            other.arguments,
        )

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural, self.count))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.msgid, self.plural, self.count, self.arguments))


def _rebuild(msgid: str, plural: str | None, count: int | None, arguments: dict[str, object]) -> Text:
    return Text(msgid, plural, count, **arguments)


def _(msgid: str, /, **arguments: object) -> Text:
    """A lazy translated text. Babel extracts the first argument."""
    return Text(msgid, None, None, **arguments)


def _n(singular: str, plural: str, count: int, /, **arguments: object) -> Text:
    """A lazy translated text with a plural form; `{n}` in it is the count. Babel extracts both forms."""
    return Text(singular, plural, count, **arguments)


def _shown(value: object, language: str) -> str:
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return number(value, language)
    if isinstance(value, float):
        return number(value, language)
    if isinstance(value, datetime):
        return moment(value, language)
    if isinstance(value, date):
        return day(value, language)
    return str(value)


def number(value: float, language: str | None = None, digits: int | None = None) -> str:
    """`value` as the language writes numbers: "12 345,6" in Finnish; `digits` fixes the decimals."""
    from babel.numbers import format_decimal

    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return _with_minus(format_decimal(value, format=pattern, locale=_locale(language)))


def percent(value: float, language: str | None = None, digits: int = 1) -> str:
    """A share (0.041) as the language writes percentages: "4,1 %"."""
    from babel.numbers import format_percent

    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    # Finnish and Swedish put a no-break space before the sign, English none (CLDR).
    suffix = "%" if _locale(language).startswith("en") else "\u00a0%"
    return _with_minus(format_percent(value, format=pattern + suffix, locale=_locale(language)))


def _with_minus(written: str) -> str:
    """The typographic minus instead of Babel's hyphen, and none before a number that rounds to zero."""
    if not any(digit in written for digit in "123456789"):
        return written.removeprefix("-")
    return written.replace("-", "−", 1) if written.startswith("-") else written


def percentage_points(value: float, language: str | None = None, digits: int = 1) -> str:
    """A change of a share, in percentage points: "−0,6 %-yks." in Finnish; with its sign unless it rounds to zero."""
    points = number(value * 100, language, digits)
    if value > 0 and any(digit in points for digit in "123456789"):
        points = "+" + points
    return _("{points} pp", points=points).in_language(language or current_language())


def day(value: date, language: str | None = None, form: str = "medium") -> str:
    """A date as the language writes it."""
    from babel.dates import format_date

    return format_date(value, format=form, locale=_locale(language))


def moment(value: datetime, language: str | None = None) -> str:
    """Date and time to the minute, in the zone that `value` carries."""
    from babel.dates import format_datetime

    return format_datetime(value, format="short", locale=_locale(language))


def current_language() -> str:
    """The language of this context: `use_language`, else `REPPU_LANGUAGE`, else the locale's, else English."""
    chosen = _current.get()
    if chosen is not None:
        return chosen
    for name in ("REPPU_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        language = os.environ.get(name, "")[:2].lower()
        if language in LANGUAGES:
            return language
    return "en"


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Within the block, texts are shown in `language`. Raises ValueError for one we do not have."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: expected one of {', '.join(LANGUAGES)}")
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


@lru_cache(maxsize=8)
def catalogue_of(language: str) -> gettext.NullTranslations:
    """All capabilities' catalogues of one language, merged; of English an empty one."""
    merged: gettext.NullTranslations = gettext.NullTranslations()
    if language == "en" or language not in LANGUAGES:
        return merged
    for compiled in sorted(_PACKAGE.glob(f"**/locale/{language}/LC_MESSAGES/{DOMAIN}.mo")):
        with compiled.open("rb") as stream:
            translations = gettext.GNUTranslations(stream)
        translations.add_fallback(merged)
        merged = translations
    return merged


def _locale(language: str | None) -> str:
    # English here is British: day before month, 24-hour clock, as European readers expect.
    return {"fi": "fi", "sv": "sv", "en": "en_GB"}.get(language or current_language(), "en_GB")
