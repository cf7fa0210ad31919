"""Google Analytics 4: what the web site's visitors did, by where they came from.

A report is a CSV with a preamble of lines that begin with #: title, account, property, period. Below it stand one or more
tables, divided by blank lines. Headers and shapes are from importers written against real files (2023 to 2026), in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl
import pyarrow as pa

from reppu.sources.numbers import stated_unit, to_numbers
from reppu.sources.reader import Batch, Context, Match, Reader, Refusal
from reppu.sources.tables import Block, Sheet, headings_shown, norm
from reppu.sources.wide_table import TOTALS
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _, _n

# header → (measure, unit). Averages per session are left out but one: they follow from the others. Compared by norm().
MEASURES: dict[str, tuple[str, str]] = {
    "sessions": ("ga4.sessions", "count"),
    "engaged sessions": ("ga4.engaged_sessions", "count"),
    "engagement rate": ("ga4.engagement_rate", "fraction"),
    "average engagement time per session": ("ga4.average_engagement_time_per_session", "seconds"),
    "average engagement time per active user": ("ga4.average_engagement_time_per_user", "seconds"),
    "event count": ("ga4.events", "count"),
    "key events": ("ga4.key_events", "count"),
    "conversions": ("ga4.key_events", "count"),  # so they were called until 2024
    "session key event rate": ("ga4.session_key_event_rate", "fraction"),
    "session conversion rate": ("ga4.session_key_event_rate", "fraction"),
    "total revenue": ("ga4.revenue", "money"),  # in the property's currency, which the file does not name
    "active users": ("ga4.active_users", "count"),
    "new users": ("ga4.new_users", "count"),
    "total users": ("ga4.total_users", "count"),
    "returning users": ("ga4.returning_users", "count"),
    "views": ("ga4.views", "count"),
}
LEFT_OUT = frozenset(
    ("events per session", "views per active user", "views per session", "bounce rate", "average session duration")
)
_GROUP = "(default channel group)"
# header → key of the breakdown
DIMENSIONS: dict[str, str] = {
    **dict.fromkeys(
        (
            f"session primary channel group {_GROUP}",
            "session primary channel group",
            "session default channel group",
        ),
        "channel_group",
    ),
    **dict.fromkeys(
        (
            f"first user primary channel group {_GROUP}",
            "first user primary channel group",
            "first user default channel group",
        ),
        "first_user_channel_group",
    ),
    "session source / medium": "source_medium",
    "session source": "source",
    "session medium": "medium",
    "session campaign": "campaign",
    "first user source / medium": "first_user_source_medium",
    "first user source": "first_user_source",
    "landing page": "landing_page",
    "landing page + query string": "landing_page",
    "country": "country",
    "device category": "device",
}
_DATE, _NTH_DAY = "date", "nth day"
_DAYS = re.compile(r"(?<!\d)(20\d{6})(?!\d)")
_RULE = re.compile(r"#\s*-{5,}\s*$")
_MOST_REFUSED = 100


@dataclass
class Preamble:
    """What the lines that begin with # tell. period: first and last day. property_name: whose web site."""

    period: tuple[date, date] | None = None
    property_name: str | None = None
    _between: list[str] = field(default_factory=list)
    _rules: int = 0

    def see(self, line: str) -> None:
        """One such line. The words before the colon are in the language of the reader, so only their order counts: title,
        account and property stand between two lines of hyphens.
        """
        if _RULE.match(line):
            self._rules += 1
            if self._rules == 2 and self._between:
                self.property_name = self._between[-1].partition(":")[2].strip() or None
            return
        days = [day for text in _DAYS.findall(line) if (day := _day(text)) is not None]
        if len(days) == 2:
            self.period = (days[0], days[1])
        elif len(days) == 1:
            first = self.period[0] if self.period else days[0]
            self.period = (min(first, days[0]), max(first, days[0]))
        elif self._rules == 1 and ":" in line:
            self._between.append(line)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if re.fullmatch(r"\d{8}", text.strip()) else None
    except ValueError:
        return None


def _is_comment(cells: Sequence[str]) -> bool:
    return bool(cells) and cells[0].lstrip().startswith("#")


class Report:
    """A report or an exploration of Google Analytics 4; it is a `Reader`."""

    kind = "ga4.report"
    platform = "web"
    platforms: tuple[str, ...] = ()
    version = 1
    title = _("Google Analytics 4 report")
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By its preamble and a table with a known dimension and a known measure."""
        if not any(_is_comment(cells) for cells in sheet.head[:3]):
            return None
        told = Preamble()
        best: Match | None = None
        for number, cells in enumerate(sheet.head, start=1):
            if _is_comment(cells):
                told.see(",".join(cells))
                continue
            names = [norm(cell) for cell in cells if cell.strip()]
            known = [name for name in names if name in MEASURES or name in DIMENSIONS or name in (_DATE, _NTH_DAY)]
            if any(name in MEASURES for name in known) and len(known) >= 2:
                score = 1 + len(known) + len(known) / len(names)
                if best is None or score > best.score:
                    best = Match(score, "en", number)
        if best is None and told.period is not None and told.property_name is not None:
            return Match(1.0, None)  # in a language that is not known: refused with words when it is read
        return best

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """A batch a table. Raises ReppuError without a period, or when no table is known."""
        told = Preamble()
        tables = 0
        for block in sheet.blocks():
            comments = [cells for _number, cells in block.rows if _is_comment(cells)]
            for cells in comments:
                told.see(",".join(cells))
            rows = tuple(row for row in block.rows if not _is_comment(row[1]))
            if not rows:
                continue
            if told.period is None:
                raise ReppuError(
                    _("The first lines of the report, which begin with # and tell its period, are missing."),
                    advice=_("Download the report again and import it as it is."),
                )
            batch = _table(Block(rows), told)
            tables += batch.observations is not None
            yield batch
        if not tables:
            raise ReppuError(
                _("No table in this report has headings that Reppu knows."),
                expected=_("a traffic acquisition report, by channel group or source, with sessions"),
                advice=_("Switch Google Analytics to English, and download the report again."),
            )


def _refused(row: int, column: str | None, reason: Text, rows: int) -> Batch:
    return Batch(rows=rows, refused=(Refusal(row, column, reason),), refused_total=1)


def _table(block: Block, told: Preamble) -> Batch:
    assert told.period is not None
    top, header = block.rows[0]
    names = [norm(cell) for cell in header]
    firsts = [at for at, name in enumerate(names) if name in MEASURES]
    if not firsts:
        return _refused(
            top, None, _("This table has no column of numbers that Reppu knows; it was left out."), len(block.rows) - 1
        )
    for at, name in enumerate(names[: firsts[0]]):
        if name not in DIMENSIONS and name not in (_DATE, _NTH_DAY):
            reason = _("This table is split by something that Reppu does not know; it was left out.")
            return _refused(top, header[at].strip(), reason, len(block.rows) - 1)
    rows, totals = [], 0
    split = [at for at, name in enumerate(names) if name in DIMENSIONS]
    days = next((at for at, name in enumerate(names) if name in (_DATE, _NTH_DAY)), None)
    for number, cells in block.rows[1:]:
        padded = (*cells, *[""] * len(header))
        keys = [padded[at] for at in (*split, *([days] if days is not None else []))]
        # in explorations it comes first, with empty dimensions and a word behind the last column
        if any(norm(cell) in TOTALS for cell in cells) or (keys and not any(key.strip() for key in keys)):
            totals += 1
        else:
            rows.append((number, padded))
    return _facts(header, names, rows, totals, split, days, told)


def _facts(
    header: Sequence[str],
    names: Sequence[str],
    rows: list[tuple[int, tuple[str, ...]]],
    totals: int,
    split: list[int],
    days: int | None,
    told: Preamble,
) -> Batch:
    assert told.period is not None
    refused: list[Refusal] = []
    kept: list[tuple[tuple[str, ...], date, date]] = []
    numbers: list[int] = []
    for number, cells in rows:
        start, end = told.period
        if days is not None:
            found = _nth_day(cells[days], start) if names[days] == _NTH_DAY else _day(cells[days])
            if found is None:
                refused.append(
                    Refusal(number, header[days].strip(), _("This is not a day that Google Analytics writes."))
                )
                continue
            start = end = found
        kept.append((cells, start, end))
        numbers.append(number)
    breakdowns = [_breakdown(cells, names, split) for cells, _start, _end in kept]
    parts = []
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name not in MEASURES or MEASURES[name][0] in seen:
            continue
        measure, unit = MEASURES[name]
        seen.add(measure)
        values, wrong = to_numbers(pl.Series(name, [cells[at] for cells, _s, _e in kept], dtype=pl.String), unit)
        reason = _("This cell is not a number. Expected: a number, or nothing.")
        refused += [
            Refusal(number, header[at].strip(), reason) for number, bad in zip(numbers, wrong, strict=True) if bad
        ]
        good = [index for index, bad in enumerate(wrong) if not bad]
        parts.append(_observations(measure, unit, [(kept[i], breakdowns[i], values[i]) for i in good], told))
    unknown = [
        header[at].strip()
        for at, name in enumerate(names)
        if name and name not in MEASURES and name not in DIMENSIONS and name not in LEFT_OUT | {_DATE, _NTH_DAY}
    ]
    notes: list[Text] = []
    if unknown:
        notes.append(
            _n(
                "{n} column is not known and was left out: {names}",
                "{n} columns are not known and were left out: {names}",
                len(unknown),
                names=headings_shown(unknown),
            )
        )
    if totals:
        notes.append(_n("{n} row of totals was left out.", "{n} rows of totals were left out.", totals))
    account = _account(told)
    return Batch(
        rows=len(rows),
        observations=pa.concat_tables(parts),
        names={account: told.property_name} if told.property_name else {},
        refused=tuple(sorted(refused, key=lambda one: one.row or 0)[:_MOST_REFUSED]),
        refused_total=len(refused),
        notes=tuple(notes),
    )


def _account(told: Preamble) -> str:
    return f"web:{(told.property_name or '').casefold()}"


def _nth_day(cell: str, start: date) -> date | None:
    return start + timedelta(days=int(cell)) if re.fullmatch(r"\s*\d{1,4}\s*", cell) else None


def _breakdown(cells: tuple[str, ...], names: Sequence[str], split: list[int]) -> str:
    told = {DIMENSIONS[names[at]]: re.sub(r"[,=]", " ", cells[at]).strip() for at in split}
    return ",".join(f"{key}={told[key]}" for key in sorted(told))


def _observations(
    measure: str,
    unit: str,
    rows: list[tuple[tuple[tuple[str, ...], date, date], str, float | None]],
    told: Preamble,
) -> pa.Table:
    n = len(rows)
    starts, ends = [row[0][1] for row in rows], [row[0][2] for row in rows]
    return pa.table(
        {
            "account": pa.array([_account(told)] * n, pa.string()),
            "subject_kind": pa.array(["account"] * n, pa.string()),
            "subject_id": pa.array(["account"] * n, pa.string()),
            "measure": pa.array([measure] * n, pa.string()),
            "window": pa.array(["day" if s == e else "period" for s, e in zip(starts, ends, strict=True)], pa.string()),
            "period_start": pa.array(starts, pa.date32()),
            "period_end": pa.array(ends, pa.date32()),
            "clock": pa.array(["unknown"] * n, pa.string()),
            "breakdown": pa.array([row[1] for row in rows], pa.string()),
            "value": pa.array([row[2] for row in rows], pa.float64()),
            "unit": pa.array([stated_unit(unit)] * n, pa.string()),
        }
    )


READERS: tuple[Reader, ...] = (Report(),)
HOW_TO_EXPORT = _(
    "In Google Analytics open Reports, Acquisition, Traffic acquisition, set the period, press Share this report, then Download "
    "file and Download CSV. Import the file as it is: its first lines tell the property and the period."
)
