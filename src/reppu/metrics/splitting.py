"""Which group each row belongs to: days, weeks, months and seasons of a time zone, and labels for them.

Only numpy and the calendar; no lake. Days are counted from 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from reppu.calendar.facade import resolve_period, season_of, zone_named

Whole = NDArray[np.int64]
_EPOCH = date(1970, 1, 1)
_DAY_SECONDS = 86_400
# For rows without a moment: before every day there is.
NO_DAY = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Split:
    """One way of splitting rows: a code a row; labels[code], in the order in which they are shown."""

    codes: Whole
    labels: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """All splits together. of_row: the group of each row. keys: for each group its label for every split."""

    of_row: Whole
    keys: tuple[tuple[str | None, ...], ...]


def local_moments(published_at: pa.ChunkedArray, time_zone: str) -> tuple[Whole, Whole]:
    """Local day and hour of each UTC moment; NO_DAY and -1 where there is none.

    A zone changes its offset at most once a day, so each day is asked at its two ends, and its seconds only where those
    differ: 670,000 posts of ten years take 60 ms.
    """
    micros = np.asarray(published_at.cast(pa.int64()).fill_null(np.iinfo(np.int64).min).to_numpy())
    told = micros != np.iinfo(np.int64).min
    seconds = np.where(told, micros // 1_000_000, 0)
    zone = zone_named(time_zone)

    def offset(at: int) -> int:
        delta = datetime.fromtimestamp(at, UTC).astimezone(zone).utcoffset()
        return int(delta.total_seconds()) if delta is not None else 0

    days, of_row = np.unique(seconds // _DAY_SECONDS, return_inverse=True)
    before = np.zeros(days.size, dtype=np.int64)
    after = np.zeros(days.size, dtype=np.int64)
    change = np.zeros(days.size, dtype=np.int64)
    for place, one in enumerate(days.tolist()):
        start, end = one * _DAY_SECONDS, (one + 1) * _DAY_SECONDS - 1
        before[place], after[place], change[place] = offset(start), offset(end), start
        if before[place] != after[place]:
            low, high = start, end
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == before[place] else (low, middle)
            change[place] = high
    local = seconds + np.where(seconds < change[of_row], before[of_row], after[of_row])
    day = np.where(told, local // _DAY_SECONDS, NO_DAY)
    return day, np.where(told, local % _DAY_SECONDS // 3600, -1)


def days_since_epoch(days: pa.ChunkedArray) -> Whole:
    """date32 as whole days; no nulls."""
    return np.asarray(days.cast(pa.int32()).to_numpy()).astype(np.int64)


def as_date(day: int) -> date:
    """The date of a whole day."""
    return _EPOCH + timedelta(days=day)


def as_day(value: date) -> int:
    """The whole day of a date."""
    return (value - _EPOCH).days


def split_calendar(word: str, day: Whole, seasons: Mapping[str, str] | None) -> Split:
    """Codes by the first day of the bucket, so that seasons and weeks are shown in the order of time."""
    distinct, of_row = np.unique(day, return_inverse=True)
    buckets = [bucket_of(word, one, seasons) if one != NO_DAY else (None, NO_DAY) for one in distinct.tolist()]
    order = sorted(set(buckets), key=lambda one: (one[1] == NO_DAY, one[1], one[0] or ""))
    place = {one: index for index, one in enumerate(order)}
    return Split(np.array([place[one] for one in buckets], dtype=np.int64)[of_row], tuple(label for label, _ in order))


def bucket_of(word: str, day: int, seasons: Mapping[str, str] | None) -> tuple[str | None, int]:
    """Label of the bucket that holds the day, and a number that orders buckets in time."""
    one = as_date(day)
    match word:
        case "day":
            return one.isoformat(), day
        case "week":
            year, week, weekday = one.isocalendar()
            return f"{year}-W{week:02}", day - weekday + 1
        case "month":
            return f"{one:%Y-%m}", as_day(one.replace(day=1))
        case "year":
            return f"{one:%Y}", as_day(date(one.year, 1, 1))
        case "season":
            name = season_of(one, seasons)
            return name, as_day(resolve_period(name, seasons).start)
    raise ValueError(f"{word!r} is no part of a calendar")


def days_of_bucket(word: str, label: str, seasons: Mapping[str, str] | None) -> tuple[date, date]:
    """First and last day of a bucket."""
    if word == "week":
        first = date.fromisocalendar(int(label[:4]), int(label[-2:]), 1)
        return first, first + timedelta(days=6)
    period = resolve_period(label, seasons)
    return period.start, period.end


def split_weekday(day: Whole) -> Split:
    """ISO weekdays, "1" for Monday."""
    told = day != NO_DAY
    codes = np.where(told, (np.where(told, day, 0) + 3) % 7, 7)  # 1970-01-01 was a Thursday
    return _numbered(codes, [*(str(n) for n in range(1, 8)), None])


def split_hour(hour: Whole) -> Split:
    """Hours of the local day, "00" to "23"."""
    return _numbered(np.where(hour < 0, 24, hour), [*(f"{n:02}" for n in range(24)), None])


def split_words(column: pa.ChunkedArray, order: Sequence[str] = ()) -> Split:
    """A column of words; those of `order` first, then by the alphabet, untold (null) last."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    words: list[str | None] = encoded.dictionary.to_pylist()
    codes = np.asarray(encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)).astype(np.int64)
    labels: list[str | None] = [*words, None]

    def rank(index: int) -> tuple[bool, int, str]:
        word = labels[index]
        return word is None, order.index(word) if word in order else len(order), word or ""

    placed = sorted(range(len(labels)), key=rank)
    new = np.empty(len(labels), dtype=np.int64)
    new[placed] = np.arange(len(labels))
    return Split(new[codes], tuple(labels[index] for index in placed))


def split_paid(column: pa.ChunkedArray) -> Split:
    """ "no", "yes" and untold."""
    codes = column.cast(pa.int8()).fill_null(2).to_numpy()
    return Split(np.asarray(codes).astype(np.int64), ("no", "yes", None))


def regrouped(split: Split, group_of_label: Mapping[str, str], order: Sequence[str]) -> Split:
    """Another split whose label follows from this one's (a channel's platform)."""

    def of(label: str | None) -> str | None:
        return group_of_label.get(label) if label is not None else None

    labels = list(dict.fromkeys([*order, *(of(label) for label in split.labels)]))
    place = {label: index for index, label in enumerate(labels)}
    return Split(np.array([place[of(label)] for label in split.labels], dtype=np.int64)[split.codes], tuple(labels))


def grouped(splits: Sequence[Split], rows: int) -> Groups:
    """The groups that occur, in the order of their labels."""
    combined = np.zeros(rows, dtype=np.int64)
    for split in splits:
        combined = combined * len(split.labels) + split.codes
    distinct, of_row = np.unique(combined, return_inverse=True)
    keys = []
    for code in distinct.tolist():
        key: list[str | None] = []
        for split in reversed(splits):
            code, place = divmod(code, len(split.labels))
            key.append(split.labels[place])
        keys.append(tuple(reversed(key)))
    return Groups(of_row.astype(np.int64), tuple(keys))


def _numbered(codes: Whole, labels: list[str | None]) -> Split:
    return Split(codes.astype(np.int64), tuple(labels))
