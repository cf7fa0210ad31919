"""Days and periods as people write them in a table of their own."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_NORDIC_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_NORDIC_MONTH = re.compile(r"(\d{1,2})[./](\d{4})")
# Our choice, wide of all social media: a year outside it is a slip of the finger.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def day_of(cell: str) -> date | None:
    """2026-03-31 (with midnight behind it or not) or 31.3.2026; None for anything else."""
    text = cell.strip()
    if found := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _NORDIC_DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def month_of(cell: str) -> tuple[date, date] | None:
    """First and last day of 2026-03, 3/2026, 3.2026, or of the month in which a day lies; None for anything else."""
    text = cell.strip()
    if (day := day_of(text)) is not None:
        year, month = day.year, day.month
    elif found := _ISO_MONTH.fullmatch(text):
        year, month = map(int, found.groups())
    elif found := _NORDIC_MONTH.fullmatch(text):
        month, year = map(int, found.groups())
    else:
        return None
    if not (1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR):
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def today_in(time_zone: str, now: datetime) -> date:
    """The day that it is in a time zone."""
    from zoneinfo import ZoneInfo

    return now.astimezone(ZoneInfo(time_zone)).date()
