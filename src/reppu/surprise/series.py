"""A file of timestamps and values, read, put in order of time, and measured: how far apart are its rows?"""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from collections.abc import Sequence

TIME_NAMES = ("timestamp", "time", "datetime", "date", "day", "week", "aika", "päivä", "tid", "datum")
VALUE_NAMES = ("value", "count", "values", "arvo", "määrä", "värde", "antal")
# What spreadsheets and exports write for a number that was not taken.
_MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "–", "—"}
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T]+(?:klo |kl )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?")
_SLASHED = re.compile(r"\d{4}/\d{2}/\d{2}(?!\d)")
_CLOCK_CHANGE_SECONDS = 3600
_DELIMITERS = ",;\t"
# Steps are told by the median of the first gaps, and looked at again when more are known. Our choice: few enough that
# the first day is not lost, enough for two gaps among them to be odd.
LOOKS_AT_STEP = (8, 64, 512)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One row as it stands in the file; value None where none was taken."""

    timestamp: str
    at_seconds: float
    value: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """The rows in the file's order, `order` their indices in order of time, and what a reader should know."""

    name: str
    rows: tuple[SeriesRow, ...]
    order: tuple[int, ...]
    notes: tuple[Text, ...]


def read_series(path: Path) -> Series:
    """The series in a file of two columns, timestamp and value (others are passed over).

    Comma, semicolon or tab; with a header or without. Raises ReppuError naming row and column for what cannot be read.
    """
    records = [(number, record) for number, record in _records(path) if any(cell.strip() for cell in record)]
    if not records:
        raise _no_rows(path)
    time_column, value_column, has_header = _columns(path, records[0][1])
    decimal_comma = "," not in _delimiter_of(records[0][1])
    rows, aware = [], set()
    for number, record in records[has_header:]:
        if len(record) <= max(time_column, value_column):
            raise ReppuError(
                _("The row has too few columns."),
                file=path.name,
                row=number,
                expected=_("a timestamp and a value, with a comma, semicolon or tab between"),
                advice=_("Mend the row and run the command again."),
            )
        moment = read_moment(record[time_column].strip())
        if moment is None:
            raise _not_a_time(path, number)
        aware.add(moment.tzinfo is not None)
        value = _read_value(path, number, record[value_column].strip(), decimal_comma=decimal_comma)
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        rows.append(SeriesRow(record[time_column].strip(), seconds, value))
    if not rows:
        raise _no_rows(path)
    if len(aware) > 1:
        raise ReppuError(
            _("Some timestamps have a time zone and some have none."),
            file=path.name,
            expected=_("all of one kind"),
            advice=_("Write the time zone on every row, or on none."),
        )
    order, notes = put_in_order([row.at_seconds for row in rows])
    return Series(path.stem, tuple(rows), tuple(order), tuple(notes))


def _records(path: Path) -> list[tuple[int, list[str]]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReppuError(
            _("The file cannot be opened: {reason}.", reason=error.strerror or ""),
            file=path.name,
            advice=_("Check its name and that you may read it."),
        ) from error
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReppuError(
            _("The file is not text in UTF-8."),
            file=path.name,
            expected=_("a CSV file with a timestamp and a value on each row"),
            advice=_("Save it as “CSV UTF-8” and run the command again."),
        ) from error
    if "\0" in text:
        raise ReppuError(
            _("The file is not a text file."),
            file=path.name,
            expected=_("a CSV file with a timestamp and a value on each row"),
            advice=_("Save the sheet as CSV and run the command again."),
        )
    first = next((line for line in text.splitlines() if line.strip()), "")
    # A time zone, a decimal comma or a Finnish date hold no tab and no semicolon: those win over the comma.
    delimiter = max(_DELIMITERS, key=lambda one: (min(first.count(one), 1), _DELIMITERS.index(one)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, _Record(record, delimiter)) for record in reader]
    except csv.Error as error:
        raise ReppuError(
            _("The row cannot be taken apart into columns."),
            file=path.name,
            row=reader.line_num,
            expected=_("a timestamp and a value, with a comma, semicolon or tab between"),
            advice=_("Mend the row and run the command again."),
        ) from error


class _Record(list[str]):
    """A row's cells, and what stood between them."""

    def __init__(self, cells: Sequence[str], delimiter: str) -> None:
        super().__init__(cells)
        self.delimiter = delimiter


def _delimiter_of(record: list[str]) -> str:
    return record.delimiter if isinstance(record, _Record) else ","


def _columns(path: Path, first: list[str]) -> tuple[int, int, bool]:
    """Column of the timestamp, column of the value, and whether the first row is a header."""
    names = [cell.strip().casefold() for cell in first]
    if len(names) < 2:
        raise ReppuError(
            _("There is only one column."),
            file=path.name,
            row=1,
            expected=_("a timestamp and a value, with a comma, semicolon or tab between"),
            advice=_("Keep the times in the file, beside the values."),
        )
    if read_moment(first[0].strip()) is not None:
        return 0, 1, False
    time = next((names.index(name) for name in TIME_NAMES if name in names), 0)
    value = next((names.index(name) for name in VALUE_NAMES if name in names and names.index(name) != time), None)
    if value is None:
        value = 1 if time == 0 else 0
    return time, value, True


def read_moment(text: str) -> datetime | None:
    """A moment from ISO 8601 (2026-03-31, 2026-03-31 14:05:00, …Z, …+03:00), the same with slashes, or 31.3.2026 14:05; else None."""
    try:
        # TikTok writes 2026/03/31.
        if _SLASHED.match(text):
            text = text.replace("/", "-", 2)
        return datetime.fromisoformat(text) if len(text) >= 8 and not text.isdigit() else None
    except ValueError:
        pass
    dotted = _DOTTED.fullmatch(text)
    if dotted is None:
        return None
    day, month, year, hour, minute, second = (int(part or 0) for part in dotted.groups())
    try:
        # As the timestamp has no time zone, neither has the moment.
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None


def _read_value(path: Path, number: int, text: str, *, decimal_comma: bool) -> float | None:
    plain = text.replace("\u2212", "-").replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if plain.casefold() in _MISSING:
        return None
    try:
        value = float(plain.replace(",", ".") if decimal_comma else plain)
    except ValueError:
        value = math.nan
    # "inf", "nan" and 1e400 are texts that Python takes for numbers.
    if not math.isfinite(value) or "_" in plain:
        raise ReppuError(
            _("The value is not a number."),
            file=path.name,
            row=number,
            expected=_("a number such as 12 or 3.5, or an empty cell where none was taken"),
            advice=_("Mend the cell and run the command again."),
        )
    return value


def _not_a_time(path: Path, number: int) -> ReppuError:
    return ReppuError(
        _("The timestamp is not one that Reppu knows."),
        file=path.name,
        row=number,
        expected=_("2026-03-31, 2026-03-31 14:05:00 or 31.3.2026 14:05"),
        advice=_("Mend the cell and run the command again."),
    )


def _no_rows(path: Path) -> ReppuError:
    return ReppuError(
        _("The file holds no rows."),
        file=path.name,
        expected=_("a timestamp and a value on each row"),
        advice=_("Check that it is the file you meant."),
    )


def put_in_order(at_seconds: Sequence[float]) -> tuple[list[int], list[Text]]:
    """Indices in order of time, equal times in the order given, and notes on what was found.

    Where the clock goes back by about an hour and on from there, as it does in autumn in times without a zone, the order is left.
    """
    gaps = [later - earlier for earlier, later in pairwise(at_seconds)]
    forward = [gap for gap in gaps if gap > 0]
    usual = median(forward) if forward else 0.0
    back = [gap for gap in gaps if gap < 0]
    notes: list[Text] = []
    order = list(range(len(at_seconds)))
    of_the_clock = [gap for gap in back if abs(gap - usual + _CLOCK_CHANGE_SECONDS) < 1.5 * min(usual, 1200)]
    # Twice a year at most would be one in 4,000 rows of an hour; a shuffled file has far more.
    if back and len(of_the_clock) == len(back) and len(back) <= 1 + len(at_seconds) // 2000:
        notes.append(
            _n(
                "The clock went back {n} time; those rows are kept in the file's order.",
                "The clock went back {n} times; those rows are kept in the file's order.",
                len(back),
            )
        )
    elif back:
        order.sort(key=lambda index: at_seconds[index])
        notes.append(_("The rows were not in order of time; they are judged in order and answered as they stand."))
    repeated = sum(gap == 0 for gap in pairwise_gaps([at_seconds[index] for index in order]))
    if repeated:
        notes.append(
            _n(
                "{n} row has the same timestamp as the row before it.",
                "{n} rows have the same timestamp as the row before them.",
                repeated,
            )
        )
    return order, notes


def pairwise_gaps(at_seconds: Sequence[float]) -> list[float]:
    """How far each moment lies behind the one before it."""
    return [later - earlier for earlier, later in pairwise(at_seconds)]
