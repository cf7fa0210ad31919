"""What stands in the columns of a table: numbers, days, links, ids, texts; and which row is its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import polars as pl

from reppu.sources.ids import damaged_ids
from reppu.sources.mapping_proposals.marks import Mark, platform_of_link
from reppu.sources.numbers import NULL_WORDS, to_numbers
from reppu.sources.tables import norm
from reppu.sources.wide_table import TOTALS

LOOKED_AT_ROWS = 500  # our choice: enough for sums to be no accident, and read in milliseconds
HEADER_WITHIN_ROWS = 30  # as the readers of known exports look for it
# Of the rows from the first with several cells on, how many must have several; and of those, how many must hold a number, day or
# link in the same place. Our choice between what was measured: licences, Markdown, YAML and style sheets reach 0.1 in one of the two,
# three stacked tables that Excel has saved 0.44 in both, other exports more. A program whose text is mostly tables passes for one.
_VALUED_SHARE = 0.4
_LONGEST_HEADING = 80  # letters; Facebook's longest headings of 2012-22 were sentences, but those exports had rows
_MOST_SHARE = 0.9  # of the filled cells that must be of a sort: a table may hold a note or a row of totals

# strptime forms of dates, with and without a time. Day and month in figures can be exchanged without anybody noticing:
# of the two orders one is taken only when the column's own days rule the other out.
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d.%m.%y", "%b %d, %Y", "%d %b %Y", "%a, %b %d, %Y", "%a %b %d %Y")
_DAYS_OR_MONTHS = (("%d/%m/%Y", "%m/%d/%Y"), ("%d-%m-%Y", "%m-%d-%Y"), ("%d/%m/%y", "%m/%d/%y"))
_TIMES = (
    "",
    " %H:%M",
    " %H:%M:%S",
    "T%H:%M:%S",
    " klo %H.%M",
    " %H.%M",
    " %H.%M.%S",
    ", %H:%M",
    " %I:%M %p",
    "T%H:%M:%S%.f",
)
_ZONES = ("", "Z", " %z", "%z")  # "Z" is UTC, written into the text


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a column writes its days. form: a strptime pattern; has_time, has_zone: whether a time of day and an offset
    stand there; other: the pattern with day and month exchanged, when the column does not rule it out."""

    form: str
    has_time: bool
    has_zone: bool
    other: str | None = None


@dataclass(frozen=True)
class SeenColumn:
    """One column of a table.

    number: from 1, as a person counts. heading: as it stands; occurrence: 1 for the first of its name. cells: of the rows
    looked at, stripped.
    """

    number: int
    heading: str
    occurrence: int
    cells: tuple[str, ...] = field(repr=False)

    @cached_property
    def filled(self) -> list[str]:
        """The cells that say something."""
        return [cell for cell in self.cells if cell not in NULL_WORDS]

    @property
    def examples(self) -> tuple[str, ...]:
        """Three different values, the first that stand there, shortened."""
        return tuple(_short(cell) for cell in list(dict.fromkeys(self.filled))[:3])

    @cached_property
    def series(self) -> pl.Series:
        """The cells as they stand."""
        return pl.Series("cell", list(self.cells), dtype=pl.String)

    def numbers(self, unit: str = "count", decimal_comma: bool = False) -> list[float | None] | None:
        """The numbers of a column of numbers, None in blank cells; None when it is no column of numbers."""
        values, bad = to_numbers(self.series, unit, decimal_comma)
        if not self.filled or int(bad.sum()) > (1 - _MOST_SHARE) * len(self.filled):
            return None
        return [None if wrong else value for value, wrong in zip(values, bad, strict=True)]

    @cached_property
    def plain_numbers(self) -> list[float | None] | None:
        """Numbers with or without decimals; a column of percentages as fractions, or None."""
        if any(re.fullmatch(r"\d{12,}", cell) for cell in self.filled):
            return None  # an id
        # 0.125 or 4,5 anywhere in the column: then the others are decimals too, and 1.234 is not a thousand
        decimals = any(re.search(r"^-?0[.,]\d|[.,](?:\d{1,2}|\d{4,})$", cell) for cell in self.filled)
        counts = None if decimals else self.numbers("count")
        if counts is not None:
            return counts
        comma = decimals and not any("." in cell for cell in self.filled)
        return self.numbers("fraction", decimal_comma=comma)

    @cached_property
    def are_counts(self) -> bool:
        """Whole numbers, such as anything that is counted."""
        numbers = self.plain_numbers
        return numbers is not None and not self.are_shares and all(n is None or n == int(n) for n in numbers)

    @cached_property
    def are_shares(self) -> bool:
        """Percentages with their sign."""
        return bool(self.filled) and sum(cell.endswith("%") for cell in self.filled) >= _MOST_SHARE * len(self.filled)

    @cached_property
    def are_fractions(self) -> bool:
        """Decimals between 0 and 1."""
        numbers = [n for n in (self.plain_numbers or []) if n is not None]
        return bool(numbers) and all(-1 <= n <= 1 for n in numbers) and any(n != int(n) for n in numbers)

    @cached_property
    def are_long_ids(self) -> bool:
        """Whole numbers of 9 to 21 digits, or several of them joined by _ : what a platform's ids look like."""
        return self._share(lambda cell: bool(re.fullmatch(r"'?\d{9,21}(?:[_:]\d{5,21})*", cell)))

    @cached_property
    def are_urns(self) -> bool:
        """Ids with letters: urn:li:activity:…, at://…"""
        return self._share(lambda cell: bool(re.fullmatch(r"(?:urn:|at://)\S+", cell)))

    @cached_property
    def were_rounded(self) -> bool:
        """Ids of which a spreadsheet program has destroyed the end."""
        return bool(self.filled) and damaged_ids(self.series).any()

    @cached_property
    def are_links(self) -> bool:
        """Addresses of pages."""
        return self._share(lambda cell: bool(re.fullmatch(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S+", cell)))

    @cached_property
    def platform(self) -> Mark | None:
        """The platform that nearly all of its links lead to."""
        if not self.are_links:
            return None
        marks = [platform_of_link(cell) for cell in self.filled]
        best = max(marks, key=marks.count)
        return best if best is not None and marks.count(best) >= _MOST_SHARE * len(marks) else None

    @cached_property
    def date_form(self) -> DateForm | None:
        """How its days are written, when nearly all of its cells are days."""
        if not self.filled or self.plain_numbers is not None or self.are_long_ids:
            return None
        if not self._share(lambda cell: bool(re.search(r"\d", cell)) and len(cell) <= 40):
            return None
        texts = pl.Series("cell", [cell for cell in self.filled if cell], dtype=pl.String)
        for day in _DAYS:
            found = _first_form(texts, day)
            if found is not None:
                return found
        for first, second in _DAYS_OR_MONTHS:
            one, other = _first_form(texts, first), _first_form(texts, second)
            if one is not None and other is not None:
                # the 31st of a month is enough; that one of them is in order of time proves nothing
                readable = [len(texts) - read_moments(texts, form.form).null_count() for form in (one, other)]
                if readable[0] == readable[1]:
                    return DateForm(one.form, one.has_time, one.has_zone, other.form)
                return one if readable[0] > readable[1] else other
            if one is not None or other is not None:
                return one or other
        return None

    def moments(self, form: str | None = None) -> list[datetime | None]:
        """The days or moments in it, without a zone, in order; None where none can be read."""
        chosen = form or (self.date_form.form if self.date_form else None)
        if chosen is None:
            return [None] * len(self.cells)
        read = read_moments(self.series, chosen)
        return [moment.replace(tzinfo=None) if moment is not None else None for moment in read.to_list()]

    @cached_property
    def different(self) -> int:
        """How many different values there are."""
        return len(set(self.filled))

    @cached_property
    def longest(self) -> int:
        """Letters of the longest cell."""
        return max((len(cell) for cell in self.filled), default=0)

    def _share(self, is_one: object) -> bool:
        assert callable(is_one)
        return bool(self.filled) and sum(map(is_one, self.filled)) >= _MOST_SHARE * len(self.filled)


def read_moments(texts: pl.Series, form: str) -> pl.Series:
    """Datetimes (with the zone UTC where the form has an offset, else none) of cells written in `form`."""
    stripped = texts.str.strip_chars()
    if "%z" in form:
        return stripped.str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC")
    if any(mark in form for mark in ("%H", "%I")):
        return stripped.str.to_datetime(form, strict=False, time_unit="us")
    return stripped.str.to_date(form, strict=False).cast(pl.Datetime("us"))


def _first_form(texts: pl.Series, day: str) -> DateForm | None:
    for time in _TIMES:
        for zone in _ZONES if time else ("",):
            read = read_moments(texts, day + time + zone)
            enough = read.len() - read.null_count() >= _MOST_SHARE * read.len()
            if enough and read.drop_nulls().dt.year().is_between(1990, 2100).all():
                return DateForm(day + time + zone, bool(time), bool(zone))
    return None


@dataclass(frozen=True)
class SeenTable:
    """The table in a sheet: its heading and some hundred rows below it.

    header_row: from 1. above: what stands over the heading, a text a row. rows: number of rows looked at.
    """

    header_row: int
    columns: tuple[SeenColumn, ...]
    above: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


def see_table(rows: Sequence[tuple[str, ...]]) -> SeenTable | None:
    """The table in the first rows of a sheet; None when no row looks like a heading of columns with content below."""
    at = _heading_at(rows)
    return None if at is None else table_below(rows, at + 1)


def may_hold_numbers(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows could be a table of numbers, however foreign its headings: False for prose, Markdown, YAML, source code
    and a table of texts only, whatever commas they hold. A heading alone could be one that has no rows yet.
    """
    filled = [cells for row in rows if any(cells := [cell.strip() for cell in row])]
    # a day with a blank number behind it is a row too
    several = [
        cells for cells in filled if sum(map(bool, cells)) >= 2 or (len(cells) >= 2 and any(map(is_value, cells)))
    ]
    if not several:
        return False
    if len(several) == 1:
        words = [cell for cell in several[0] if cell]
        return several[0] is filled[-1] and len(words) >= 3 and all(_may_head(word) for word in words)
    if len(several) < _VALUED_SHARE * (
        len(filled) - filled.index(several[0])
    ):  # what stands above a table is no part of it
        return False
    width = max(map(len, several))
    most = max(sum(is_value(_at(cells, position)) for cells in several[1:]) for position in range(width))
    return most >= _VALUED_SHARE * (len(several) - 1)


def _may_head(cell: str) -> bool:
    return len(cell) <= _LONGEST_HEADING and not cell.endswith((".", "!", "?", ";", "{", "}"))


def table_below(rows: Sequence[tuple[str, ...]], header_row: int) -> SeenTable:
    """The table whose heading stands in a given row (from 1)."""
    at = header_row - 1
    heading = rows[at]
    below = [
        tuple(cell.strip() for cell in row) + ("",) * (len(heading) - len(row))
        for row in rows[at + 1 : at + 1 + LOOKED_AT_ROWS]
        if any(cell.strip() for cell in row) and not is_total(row)
    ]
    seen: dict[str, int] = {}
    columns = []
    for position, cell in enumerate(heading):
        name = norm(cell)
        if not name and not any(row[position] for row in below):
            continue
        seen[name] = seen.get(name, 0) + 1
        columns.append(SeenColumn(position + 1, cell.strip(), seen[name], tuple(row[position] for row in below)))
    above = tuple(next((cell.strip() for cell in row if cell.strip()), "") for row in rows[:at])
    return SeenTable(header_row, tuple(columns), tuple(one for one in above if one), tuple(below))


def is_total(row: Sequence[str]) -> bool:
    """Whether a row sums up the others."""
    first = next((cell for cell in row if cell.strip()), "")
    return norm(first) in TOTALS


def _heading_at(rows: Sequence[tuple[str, ...]]) -> int | None:
    best, best_score = None, 0.0
    for at, row in enumerate(rows[:HEADER_WITHIN_ROWS]):
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) < 2:
            continue
        words = sum(1 for cell in filled if not is_value(cell))
        below = [below for below in rows[at + 1 : at + 21] if any(cell.strip() for cell in below)]
        if not below or words < 2 or words < 0.8 * len(filled):
            continue
        wide = sum(1 for one in below if sum(bool(cell.strip()) for cell in one) >= 2) / len(below)
        # beneath a heading stand values; a row of texts beneath texts is no heading of numbers
        valued = sum(
            1
            for position, cell in enumerate(row)
            if cell.strip() and any(is_value(_at(one, position)) for one in below)
        )
        score = (words + valued) * wide * (1 if valued else 0)
        if score > best_score:
            best, best_score = at, score
    return best


def _at(row: Sequence[str], position: int) -> str:
    return row[position].strip() if position < len(row) else ""


def is_value(cell: str) -> bool:
    """Whether a cell looks like a number, a day or a link."""
    return bool(
        re.fullmatch(r"[<−-]?\s?\d[\d.,\s\u00a0\u202f'’]*\s?[%€$£]?", cell)
        or re.match(r"(?:https?://|www\.)", cell)
        or re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.{0,20}", cell)
        or re.fullmatch(r"[A-Z][a-z]{2},? [A-Z]?[a-z]{0,3} ?\d{1,2},? ?\d{0,4}", cell)
    )


def _short(cell: str) -> str:
    plain = " ".join(cell.split())
    return plain if len(plain) <= 40 else plain[:39] + "…"
