"""What a period's name means in days, and which period comes before it.

Names: `2021-autumn`, `2021-H1`, `2021-Q3`, `2021-03`, `2021`, `2021-03..2021-08`, `2021-03-15..2021-04-02`. Winter is
named by its January: 2021-winter is December 2020 to February 2021. An organisation's own seasons override by name.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Period:
    """A run of whole days. `end` is its last day, not the day after."""

    name: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Season:
    """A season of every year. A season that crosses New Year is named by the year of its last day."""

    name: str
    first_month: int
    first_day: int
    last_month: int
    last_day: int  # 31 in a shorter month means its last day

    def in_year(self, year: int) -> Period:
        """This season's days in the year it is named by."""
        end = _day(year, self.last_month, self.last_day)
        start = _day(year, self.first_month, self.first_day)
        if start > end:
            start = _day(year - 1, self.first_month, self.first_day)
        return Period(f"{year}-{self.name}", start, end)


# The meteorological seasons of the northern hemisphere.
SEASONS: dict[str, Season] = {
    season.name: season
    for season in (
        Season("winter", 12, 1, 2, 31),
        Season("spring", 3, 1, 5, 31),
        Season("summer", 6, 1, 8, 31),
        Season("autumn", 9, 1, 11, 31),
    )
}

_HALF_OR_QUARTER = re.compile(r"(\d{4})-([HhQq])([1-4])")
_NAMED = re.compile(r"(\d{4})-([a-z][a-z0-9_-]*)")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_SETTING = re.compile(r"(\d{2})-(\d{2})\.\.(\d{2})-(\d{2})")


def own_seasons(setting: Mapping[str, str] | None) -> dict[str, Season]:
    """All seasons of an organisation: ours, with its own over them.

    setting: name -> "MM-DD..MM-DD", first and last day. Raises ReppuError for a value of another form.
    """
    seasons = dict(SEASONS)
    for name, days in (setting or {}).items():
        match = _SETTING.fullmatch(days)
        if match is None or not _NAMED.fullmatch(f"2000-{name}"):
            raise ReppuError(
                _("“{days}” is not a season.", days=f"{name}: {days}"),
                expected=_("a name in small letters and its first and last day, such as tilikausi: 08-01..05-31"),
            )
        numbers = [int(part) for part in match.groups()]
        if not (1 <= numbers[0] <= 12 and 1 <= numbers[2] <= 12 and 1 <= numbers[1] <= 31 and 1 <= numbers[3] <= 31):
            raise ReppuError(
                _("“{days}” is not a season.", days=f"{name}: {days}"), expected=_("months 01 to 12 and days 01 to 31")
            )
        seasons[name] = Season(name, *numbers)
    return seasons


def resolve_period(name: str, seasons: Mapping[str, str] | None = None, fiscal_start_month: int = 1) -> Period:
    """The days that `name` stands for.

    seasons: the organisation's own seasons, name -> "MM-DD..MM-DD".
    fiscal_start_month: with 4, halves, quarters and years run from April and are named by the year they end in.
    Raises ReppuError that lists the forms when `name` is none of them.
    """
    text = name.strip()
    if ".." in text:
        first, _dots, last = text.partition("..")
        return _from_to(text, first.strip(), last.strip(), name)
    match = _HALF_OR_QUARTER.fullmatch(text)
    if match:
        return _part_of_year(text, int(match[1]), match[2].upper(), int(match[3]), fiscal_start_month, name)
    if _DAY.fullmatch(text) or _MONTH.fullmatch(text):
        return Period(text, _first_day(text, name), _last_day(text, name))
    if _YEAR.fullmatch(text):
        start = _fiscal_start(int(text), fiscal_start_month)
        return Period(text, start, _months_later(start, 12) - timedelta(days=1))
    match = _NAMED.fullmatch(text.lower())
    if match:
        known = own_seasons(seasons)
        if match[2] in known:
            return known[match[2]].in_year(int(match[1]))
    raise _not_a_period(name, seasons)


def previous_period(period: Period, seasons: Mapping[str, str] | None = None) -> Period:
    """The period of the same kind just before: the season before a season, the quarter before a quarter.

    A period of no known kind is preceded by as many days.
    """
    match = _NAMED.fullmatch(period.name)
    if match and not _HALF_OR_QUARTER.fullmatch(period.name):
        known = own_seasons(seasons)
        year = int(match[1])
        candidates = [
            season.in_year(candidate_year) for season in known.values() for candidate_year in (year - 1, year)
        ]
        before = [candidate for candidate in candidates if candidate.end == period.start - timedelta(days=1)]
        if before:
            # Several end there when own seasons overlap ours: the one nearest in length is of the same kind.
            return min(before, key=lambda candidate: (abs(candidate.days - period.days), candidate.name))
    months = _whole_months(period)
    if months:
        start = _months_later(period.start, -months)
        end = period.start - timedelta(days=1)
        return Period(_name_before(period, start, end), start, end)
    start = period.start - timedelta(days=period.days)
    end = period.start - timedelta(days=1)
    return Period(f"{start.isoformat()}..{end.isoformat()}", start, end)


def year_before(period: Period) -> Period:
    """The same days a year earlier; 29 February becomes 28 February, a month's last day stays its last day."""
    start = _a_year_earlier(period.start)
    end = _a_year_earlier(period.end + timedelta(days=1)) - timedelta(days=1)
    match = re.fullmatch(r"(\d{4})(-[A-Za-z][A-Za-z0-9_-]*|-\d{2})?", period.name)
    name = f"{int(match[1]) - 1}{match[2] or ''}" if match else f"{start.isoformat()}..{end.isoformat()}"
    return Period(name, start, end)


def season_of(day: date, seasons: Mapping[str, str] | None = None) -> str:
    """The name of the season that `day` lies in, such as "2021-winter"; own seasons come first."""
    known = own_seasons(seasons)
    ordered = [known[name] for name in (seasons or {})] + [known[name] for name in SEASONS]
    for season in ordered:
        for year in (day.year, day.year + 1):
            period = season.in_year(year)
            if day in period:
                return period.name
    # Ours cover the year unless an own season of the same name was made shorter; then the day has no season.
    return str(day.year)


def utc_bounds(period: Period, time_zone: str) -> tuple[datetime, datetime]:
    """First instant and the instant after the last one, in UTC, of the period's days in `time_zone`.

    Raises ReppuError for a zone that the time zone database does not know.
    """
    zone = zone_named(time_zone)
    first = datetime.combine(period.start, time.min, zone)
    after = datetime.combine(period.end + timedelta(days=1), time.min, zone)
    return first.astimezone(UTC), after.astimezone(UTC)


def zone_named(time_zone: str) -> ZoneInfo:
    """The zone; raises ReppuError when there is none of that name."""
    try:
        return ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ReppuError(
            _("There is no time zone called “{name}”.", name=time_zone),
            expected=_("a name such as Europe/Helsinki"),
        ) from error


def period_title(period: Period) -> Text:
    """The period in words: "Autumn 2021", "March 2021", or its days."""
    names: dict[str, Text] = {
        "winter": _("Winter {year}", year=period.name[:4]),
        "spring": _("Spring {year}", year=period.name[:4]),
        "summer": _("Summer {year}", year=period.name[:4]),
        "autumn": _("Autumn {year}", year=period.name[:4]),
    }
    match = _NAMED.fullmatch(period.name)
    if match and match[2] in names:
        return names[match[2]]
    match = _HALF_OR_QUARTER.fullmatch(period.name)
    if match and match[2].upper() == "Q":
        return _("Quarter {number} of {year}", number=match[3], year=match[1])
    if match:
        return _("Half-year {number} of {year}", number=match[3], year=match[1])
    return _("{start} – {end}", start=period.start, end=period.end)


def _part_of_year(name: str, year: int, kind: str, number: int, fiscal_start_month: int, given: str) -> Period:
    length = 6 if kind == "H" else 3
    if number > 12 // length:
        raise _not_a_period(given, None)
    start = _months_later(_fiscal_start(year, fiscal_start_month), (number - 1) * length)
    return Period(name.upper(), start, _months_later(start, length) - timedelta(days=1))


def _from_to(name: str, first: str, last: str, given: str) -> Period:
    start, end = _first_day(first, given), _last_day(last, given)
    if end < start:
        raise ReppuError(
            _("The period “{name}” ends before it begins.", name=given), expected=_("the earlier day first")
        )
    return Period(name, start, end)


def _first_day(text: str, given: str) -> date:
    return _bound(text, given)[0]


def _last_day(text: str, given: str) -> date:
    return _bound(text, given)[1]


def _bound(text: str, given: str) -> tuple[date, date]:
    try:
        match = _DAY.fullmatch(text)
        if match:
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return day, day
        match = _MONTH.fullmatch(text)
        if match:
            year, month = int(match[1]), int(match[2])
            return date(year, month, 1), _day(year, month, 31)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise _not_a_period(given, None) from error
    raise _not_a_period(given, None)


def _not_a_period(name: str, seasons: Mapping[str, str] | None) -> ReppuError:
    names = ", ".join(f"2021-{season}" for season in own_seasons(seasons))
    return ReppuError(
        _("“{name}” is not a period that Reppu knows.", name=name),
        expected=_("{seasons}, 2021-H1, 2021-Q3, 2021-03, 2021, or 2021-03..2021-08", seasons=names),
    )


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _fiscal_start(year: int, fiscal_start_month: int) -> date:
    if not 1 <= fiscal_start_month <= 12:
        raise ValueError(f"fiscal_start_month {fiscal_start_month}: expected 1 to 12")
    return date(year if fiscal_start_month == 1 else year - 1, fiscal_start_month, 1)


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return _day(index // 12, index % 12 + 1, day.day)


def _whole_months(period: Period) -> int:
    after = period.end + timedelta(days=1)
    if period.start.day != 1 or after.day != 1:
        return 0
    return (after.year - period.start.year) * 12 + after.month - period.start.month


def _name_before(period: Period, start: date, end: date) -> str:
    match = _HALF_OR_QUARTER.fullmatch(period.name)
    if match:
        parts = 2 if match[2].upper() == "H" else 4
        index = int(match[1]) * parts + int(match[3]) - 2
        return f"{index // parts}-{match[2].upper()}{index % parts + 1}"
    if _YEAR.fullmatch(period.name):
        return str(int(period.name) - 1)
    if _MONTH.fullmatch(period.name):
        return f"{start.year}-{start.month:02}"
    return f"{start.year}-{start.month:02}..{end.year}-{end.month:02}"


def _a_year_earlier(day: date) -> date:
    return _day(day.year - 1, day.month, day.day)


def end_of_day(day: date, time_zone: str) -> datetime:
    """The last microsecond of `day` in `time_zone`, in UTC: what "as of that day" means."""
    _first, after = utc_bounds(Period(day.isoformat(), day, day), time_zone)
    return after - timedelta(microseconds=1)
