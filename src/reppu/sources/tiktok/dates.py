"""Days as TikTok writes them: `2025/10/31`, or in the account's language and without a year (`August 31`, `31. elokuuta`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

# Languages whose names of months are known here; more than one may call different months alike, then the word is not used.
_LANGUAGES = (
    "en", "fi", "sv", "de", "fr", "es", "pt", "it", "nl", "da", "nb", "pl", "et", "lv", "lt", "cs", "hu", "ro", "el", "tr", "ru",
    "uk",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_FULL = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T].*)?$")
_LEAP_YEAR = 2000  # any: a day of no year may be 29 February


def full_day(text: str) -> date | None:
    """`2025/10/31` or `2025-10-31`, a time after it or not."""
    found = _FULL.match(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def day_of_no_year(text: str) -> tuple[int, int] | None:
    """(month, day) of `August 31`, `31 August`, `10 de febrero`, `31. elokuuta`; None for anything else."""
    numbers = re.findall(r"\d+", text)
    months = {_months()[word] for word in _WORD.findall(_plain(text)) if word in _months()}
    if len(numbers) != 1 or len(months) != 1:
        return None
    month, day = months.pop(), int(numbers[0])
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return None
    return month, day


def _plain(text: str) -> str:
    # small letters of Greek come apart into letters and accents
    return unicodedata.normalize("NFC", text.casefold())


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Name of a month → its number, in full and shortened; names that mean two months are left out."""
    from babel import Locale

    names: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months[form][width].items():
                    for word in _WORD.findall(_plain(name)):
                        names.setdefault(word, set()).add(number)
    return {name: numbers.pop() for name, numbers in names.items() if len(numbers) == 1}


def with_years(
    days: Sequence[tuple[int, int] | None], since: date | None, as_of: date | None
) -> list[date | None] | None:
    """The days with their years; None when nothing tells them.

    TikTok lists at most a year, day after day. since: the first of them, where the name of the ZIP tells it. as_of: the day
    of the download; then the last of them is the latest of its name until that day.
    """
    known = [day for day in days if day is not None]
    if not known:
        return [None] * len(days)
    # newest first or oldest first: most steps from row to row tell, each taken the shorter way around the year
    ups = sum(1 for before, after in pairwise(known) if (_place(after) - _place(before)) % 366 < 183)
    turned = ups * 2 < len(known) - 1
    ordered = list(reversed(days)) if turned else list(days)
    if since is not None:
        dated = _forwards(ordered, since)
    elif as_of is not None:
        # a day in hand: the account's evening may be another day in UTC
        dated = _backwards(ordered, as_of + timedelta(days=1))
    else:
        return None
    return list(reversed(dated)) if turned else dated


def _place(day: tuple[int, int]) -> int:
    return date(_LEAP_YEAR, *day).timetuple().tm_yday


def _forwards(days: Sequence[tuple[int, int] | None], since: date) -> list[date | None]:
    dated: list[date | None] = []
    earliest = since
    for day in days:
        found = _of_year(day, earliest.year)
        if found is None or found < earliest:
            found = _of_year(day, earliest.year + 1) if day is not None else None
        dated.append(found)
        earliest = found or earliest
    return dated


def _backwards(days: Sequence[tuple[int, int] | None], until: date) -> list[date | None]:
    dated: list[date | None] = []
    latest = until
    for day in reversed(days):
        found = _of_year(day, latest.year)
        if found is None or found > latest:
            found = _of_year(day, latest.year - 1) if day is not None else None
        dated.append(found)
        latest = found or latest
    return list(reversed(dated))


def _of_year(day: tuple[int, int] | None, year: int) -> date | None:
    try:
        return date(year, *day) if day is not None else None
    except ValueError:  # 29 February of another year
        return None
