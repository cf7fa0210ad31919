"""What a season's book says, before it is in any language or on any page. Plain frozen data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from reppu.charts.facade import percent_digits, write_value
from reppu.vocabulary.estimate import Estimate, State
from reppu.vocabulary.language import Text, _, number, percentage_points

if TYPE_CHECKING:
    from datetime import date, datetime

    from reppu.calendar.facade import Period
    from reppu.reports.findings.rules import Finding


class Verdict(StrEnum):
    """What may be said of a change."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    CANNOT_TELL = "cannot_tell"
    NOTHING_TO_COMPARE = "nothing_to_compare"


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as the book prints it and the manifest keeps it. Nothing is printed as a number that is not one.

    id: stable and speaking, such as "x-vesi.impressions.season"; unique in a book.
    unit: "count", "fraction" (0 to 1), "points" (a change of a fraction), "change" (a change of a count, signed),
    "times" (a multiple), "relative" (a change of a count as a fraction, signed).
    basis: "published", "activity", "stock" (from the metric's definition), or "journal" for counts of imports and the like.
    reason: why there is no value or no verdict, in words.
    """

    id: str
    estimate: Estimate
    unit: str
    basis: str
    metric: str = ""
    reason: Text | None = None

    @property
    def value(self) -> float | None:
        """The estimate's value; None where its state says so."""
        return self.estimate.value

    def text(self) -> Text:
        """The number as a text, for use as an argument of a sentence."""
        return _Written(self)

    def whole(self) -> Text:
        """The number and its interval in brackets, as a text."""
        return _Written(self, with_interval=True)

    def in_language(self, language: str) -> str:
        """The number in the language's digits; "–" when missing, words when not offered."""
        value = self.estimate.value
        if value is None:
            return without_value_in_words(self.estimate.state).in_language(language)
        return write_number(value, self.unit, language, self._digits())

    def interval_in_language(self, language: str) -> str:
        """ "3,2–5,0 %", or "" for exact and interval-less numbers."""
        low, high = self.estimate.low, self.estimate.high
        if low is None or high is None or low == high:
            return ""
        first = write_number(low, self.unit, language, self._digits())
        last = write_number(high, self.unit, language, self._digits())
        # The unit is said once: "3,8–4,4 %".
        suffix = re.search(r"\D*$", last)
        if suffix is not None:
            first = first.removesuffix(suffix[0])
        # A range of signed numbers with a dash between would read as another minus.
        return f"{first} … {last}" if self.unit in ("points", "change", "relative") else f"{first}–{last}"

    def _digits(self) -> int | None:
        parts = [abs(part) for part in (self.estimate.value, self.estimate.low, self.estimate.high) if part]
        smallest = min(parts, default=0.0)
        if self.unit in ("fraction", "points"):
            return percent_digits(max(parts, default=0.0))
        if self.unit == "relative":
            return 0 if smallest >= 0.01 else 1
        return None


class Joined(Text):
    """Texts in a row with commas between; `small` lets each begin with a small letter, being inside a sentence."""

    __slots__ = ("parts", "small")

    def __init__(self, parts: tuple[Text, ...], small: bool = False) -> None:
        super().__init__("")
        self.parts = parts
        self.small = small

    def in_language(self, language: str) -> str:
        words = [part.in_language(language) for part in self.parts]
        return ", ".join(word[:1].lower() + word[1:] if self.small else word for word in words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Joined) and (self.parts, self.small) == (other.parts, other.small)

    def __hash__(self) -> int:
        return hash(self.parts)

    def __reduce__(self) -> tuple[object, ...]:
        return (Joined, (self.parts, self.small))


class _Written(Text):
    """A printed number where a sentence wants a text."""

    __slots__ = ("printed", "with_interval")

    def __init__(self, printed: PrintedNumber, with_interval: bool = False) -> None:
        super().__init__("")
        self.printed = printed
        self.with_interval = with_interval

    def in_language(self, language: str) -> str:
        interval = self.printed.interval_in_language(language) if self.with_interval else ""
        return self.printed.in_language(language) + (f" ({interval})" if interval else "")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Written) and self.printed == other.printed

    def __hash__(self) -> int:
        return hash(self.printed.id)

    def __reduce__(self) -> tuple[object, ...]:
        return (_Written, (self.printed, self.with_interval))


def write_number(value: float, unit: str, language: str, digits: int | None = None) -> str:
    """A value in one of the units of PrintedNumber, signed where it is a change."""
    if unit.startswith("money:"):
        return _money(value, unit.removeprefix("money:"), language)
    if unit.startswith("hours"):
        return f"{number(value, language, 1)}\u00a0h"
    if unit == "points":
        return percentage_points(value, language, 1 if digits is None else digits)
    if unit == "times":
        return "× " + number(value, language, 1 if value < 100 else 0)
    if unit in ("change", "relative"):
        written = write_value(value, "fraction" if unit == "relative" else "count", language, digits)
        return "+" + written if value > 0 and any(digit in written for digit in "123456789") else written
    return write_value(value, unit, language, digits)


def _money(value: float, currency: str, language: str) -> str:
    from babel.numbers import format_currency

    written: str = format_currency(value, currency, locale={"fi": "fi", "sv": "sv"}.get(language, "en_GB"))
    return written


def without_value_in_words(state: State) -> Text:
    """Missing, not offered and too little data, each in its own words."""
    if state is State.NOT_OFFERED:
        return _("not offered")
    if state is State.TOO_LITTLE_DATA:
        return _("too little data")
    return Text("–")


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: what it is called, the number, and what must be known beside it.

    compared: the table's change is of the same channels, so that it may stand beside the number.
    """

    label: Text
    number: PrintedNumber
    note: Text | None = None
    compared: bool = True


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One metric in this season and the one before, at the same age, with what may be said of the change."""

    metric: str
    label: Text
    now: PrintedNumber
    before: PrintedNumber
    change: PrintedNumber
    verdict: Verdict
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One metric step by step through the season; each step is a printed number too, for it is drawn."""

    label: Text
    unit: str
    points: tuple[tuple[date, PrintedNumber], ...]
    earlier: tuple[tuple[date, PrintedNumber], ...] = ()  # the season before, laid on this one's days


@dataclass(frozen=True, slots=True)
class BestPost:
    """A post that people took part in more than in the channel's others."""

    published: date
    kind: Text | None
    text: str | None  # the post's own words, which may be anything
    figures: tuple[PrintedNumber, ...]  # in the order of ChannelPages.post_columns
    times_median: PrintedNumber


@dataclass(frozen=True, slots=True)
class MarkRow:
    """Posts that carry a mark beside the channel's other posts. key: "kind.video", "time.evening", "word.kaivo"."""

    key: str
    label: Text
    posts: PrintedNumber
    rate: PrintedNumber
    others: PrintedNumber
    change: PrintedNumber
    verdict: Verdict
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class HeatField:
    """A weekday (0 is Monday) and hour with the rate of the posts published then."""

    weekday: int
    hour: int
    number: PrintedNumber


@dataclass(frozen=True, slots=True)
class Worked:
    """What worked in a channel and what did not: marks of its posts, the certain ones first, and when people take part.

    corrected: how the comparisons were corrected for being many. reason: why there are no verdicts at all.
    """

    metric: str
    label: Text
    rows: tuple[MarkRow, ...]
    corrected: Text | None
    reason: Text | None
    fields: tuple[HeatField, ...] = ()


@dataclass(frozen=True, slots=True)
class GrowthCurve:
    """A post's number as the exports stated it: (age in days, number)."""

    label: str
    points: tuple[tuple[float, PrintedNumber], ...]
    highlighted: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a TableSection, a cell for each column."""

    label: str
    cells: tuple[PrintedNumber, ...]


@dataclass(frozen=True, slots=True)
class TableSection:
    """A chapter that is one table: what the metrics say of each channel. key: "growth", "paid", "campaigns", "effort"."""

    key: str
    title: Text
    intro: Text
    heading: Text
    columns: tuple[Text, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelPages:
    """A channel's part of the book."""

    channel_id: str
    name: str
    platform: str
    finding: Finding | None
    figures: tuple[Figure, ...]
    rows: tuple[ComparisonRow, ...]
    series: tuple[Series, ...]
    post_columns: tuple[Text, ...] = ()
    best_posts: tuple[BestPost, ...] = ()
    ranked_by: Text | None = None
    spread: tuple[tuple[str, PrintedNumber, bool], ...] = ()  # label, value, is it among the best
    notes: tuple[Text, ...] = ()
    rows_note: Text | None = None  # what holds for every row
    without: tuple[Text, ...] = ()  # what is not offered and what is missing, in sentences
    worked: Worked | None = None
    weakest_posts: tuple[BestPost, ...] = ()
    curves: tuple[GrowthCurve, ...] = ()
    curves_of: Text | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What came from where for a channel, and what did not."""

    channel: str
    platform: str
    stated_at: datetime | None  # the newest as_of
    first_day: date | None
    last_day: date | None
    imports: PrintedNumber
    missing_days: PrintedNumber
    refused: PrintedNumber
    gaps: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class MetricDefinition:
    """A metric as the book explains it."""

    name: str
    version: int
    digest: str
    label: Text
    definition: Text
    formula: Text | None
    unit: str
    basis: str
    offered_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookContent:
    """The whole book of one season of one organisation, from one position of its journal."""

    organisation: str  # its slug
    organisation_name: str  # as people know it
    season: Period
    season_title: Text
    earlier: Period | None
    earlier_title: Text | None
    time_zone: str
    position: int
    data_until: datetime  # when the newest entry at the position was made; the book's date
    finding: Finding
    because: tuple[Text, ...]
    key_figures: tuple[Figure, ...]
    rows: tuple[ComparisonRow, ...]
    rates: tuple[tuple[Text, tuple[tuple[str, PrintedNumber], ...]], ...]  # label, (channel, number)
    channels: tuple[ChannelPages, ...]
    sources: tuple[Source, ...]
    definitions: tuple[MetricDefinition, ...]
    compared_at_days: int
    tolerance_days: int
    level: float
    interval_method: Text
    rows_note: Text | None = None  # what holds for every row
    year_ago_title: Text | None = None
    year_rows: tuple[ComparisonRow, ...] = ()  # this season beside the same one a year ago
    year_note: Text | None = None
    tables: tuple[TableSection, ...] = ()  # growth, paid and organic, campaigns, hours and money
    left_out: tuple[Text, ...] = ()  # posts, days and bursts that a correction leaves out, with the reason
    facts: tuple[PrintedNumber, ...] = field(default=())  # numbers that only sentences show

    def numbers(self) -> tuple[PrintedNumber, ...]:
        """Every printed number once, in the order of the book. Raises ValueError when two share an id and differ."""
        seen: dict[str, PrintedNumber] = {}
        for printed in self._all_numbers():
            known = seen.setdefault(printed.id, printed)
            if known.estimate != printed.estimate or known.unit != printed.unit:
                raise ValueError(f"two printed numbers are called {printed.id}")
        return tuple(seen.values())

    def _all_numbers(self) -> list[PrintedNumber]:
        numbers = list(self.facts)
        numbers += [figure.number for figure in self.key_figures]
        numbers += _of_rows(self.rows) + _of_rows(self.year_rows)
        numbers += [cell for table in self.tables for row in table.rows for cell in row.cells]
        numbers += [printed for _label, bars in self.rates for _channel, printed in bars]
        for channel in self.channels:
            numbers += [figure.number for figure in channel.figures]
            numbers += _of_rows(channel.rows)
            for series in channel.series:
                numbers += [printed for _day, printed in (*series.points, *series.earlier)]
            for post in (*channel.best_posts, *channel.weakest_posts):
                numbers += [*post.figures, post.times_median]
            if channel.worked is not None:
                for mark in channel.worked.rows:
                    numbers += [mark.posts, mark.rate, mark.others, mark.change]
                numbers += [field.number for field in channel.worked.fields]
            numbers += [printed for curve in channel.curves for _age, printed in curve.points]
            numbers += [printed for _label, printed, _best in channel.spread]
        for source in self.sources:
            numbers += [source.imports, source.missing_days, source.refused]
        return numbers


def _of_rows(rows: tuple[ComparisonRow, ...]) -> list[PrintedNumber]:
    return [printed for row in rows for printed in (row.now, row.before, row.change)]
