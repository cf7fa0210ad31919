"""Hours and money put in, and what other media gave for them: `month,channel,kind,hours,amount` and `other medium,reach`, a
row for each, as people keep them in a spreadsheet.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa

from reppu.lake.facade import INPUTS, OBSERVATIONS
from reppu.sources.facts import OF_NO_CHANNEL
from reppu.sources.numbers import to_numbers
from reppu.sources.own_table.explanations import OF_INPUTS, explains
from reppu.sources.own_table.kinds import KINDS, kind_called
from reppu.sources.own_table.periods import day_of, month_of
from reppu.sources.own_table.results import RESULTS, observation
from reppu.sources.reader import Batch, Context, Match, Refusal
from reppu.sources.tables import Sheet, headings_shown, norm
from reppu.sources.wide_table import Column, WideTable, attribute, known_only, measure
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _, _n

MOST_ROWS = 100_000  # our choice: a row a day, channel and kind for thirty years comes to less
_LISTED_REFUSALS = 100
_TOTALS = ("total", "totals", "totalt", "summa", "yhteensä")
# An amount may carry its currency: "1 250,50 €", "900 SEK". "kr" is of three countries and tells none.
_MONEY = re.compile(r"(?P<number>.*\d)\s*(?P<currency>€|[A-Za-z]{3})?")
_SIGNS = {"€": "EUR"}

COLUMNS: dict[str, Column] = {
    "month": attribute("month", "month", fi=["kuukausi", "kk"], sv=["månad"]),
    "from": attribute("from", "from", "start", fi=["alkaa", "alku", "alkaen"], sv=["från", "från och med", "start"]),
    "to": attribute("to", "to", "end", fi=["päättyy", "loppu", "asti"], sv=["till", "till och med", "slut"]),
    "channel": attribute("channel", "channel", fi=["kanava"], sv=["kanal"]),
    "medium": attribute("medium", "other medium", "medium", fi=["muu media", "media"], sv=["annat medium", "medium"]),
    "function": attribute("function", "function", "team", fi=["toiminto", "tiimi"], sv=["funktion", "team"]),
    "kind": attribute("kind", "kind", fi=["laji"], sv=["slag"], required=True),
    "hours": measure("hours", "hours", unit="hours", fi=["tunnit", "tuntia"], sv=["timmar"]),
    "amount": measure("amount", "amount", "cost", unit="money", fi=["summa", "hinta"], sv=["belopp", "kostnad"]),
    "currency": attribute("currency", "currency", fi=["valuutta"], sv=["valuta"]),
    "reach": measure("reach", "reach", "people reached", fi=["tavoittavuus", "tavoitetut"], sv=["räckvidd", "nådda"]),
    "contacts": measure("contacts", "contacts", fi=["kontaktit"], sv=["kontakter"]),
    "conversations": measure("conversations", "conversations", fi=["keskustelut"], sv=["samtal"]),
    "note": known_only("note", "notes", fi=["huomautus", "lisätieto"], sv=["anteckning"]),
}
_HEADINGS = WideTable(
    kind="hand.inputs", platform="channel", version=1, title=_("Hours and money"), columns=tuple(COLUMNS.values())
)

NO_PERIOD = _(
    "The row tells no period. Expected: a month such as 2026-03 or 3/2026, or a first and a last day such as 2026-03-31 or "
    "31.3.2026."
)
NOT_A_MONTH = _("This is not a month. Expected: 2026-03 or 3/2026.")
NOT_A_DAY = _("This is not a date. Expected: 2021-03-31 (year, month, day) or 31.3.2021 (day, month, year).")
TWO_PERIODS = _("The row tells a month and days; give only one of them.")
ENDS_BEFORE = _("The period ends before it begins.")
NOTHING_PUT_IN = _("The row holds neither hours nor money nor results.")
CHANNEL_AND_MEDIUM = _("The row is of a channel or of another medium, not of both; make two rows of it.")
NO_NUMBER = _("This cell is not a number. Expected: a number, or nothing.")
FEWER_THAN_NONE = _("There cannot be fewer than no hours.")
NOT_A_COUNT = _("This cell is not a whole number. Expected: 1200, or nothing.")
FEWER_THAN_NO_RESULTS = _("There cannot be fewer than none of it.")
RESULTS_OF_A_CHANNEL = _(
    "Results are written down for another medium only; those of your channels come from their exports. Leave the cell empty, or name "
    "the medium."
)
OTHER_RESULT = _(
    "An earlier row of the same period and medium tells another number; results are of the medium as a whole, so give it once."
)
NO_CURRENCY = _("This is not a currency. Expected: a code of three letters such as EUR or SEK.")
TWO_CURRENCIES = _("The cell names another currency than the amount.")
OTHER_CURRENCY = _(
    "An earlier row of the same period, place and kind is in another currency, so the two cannot be added together."
)
TOO_WIDE = _("This row has more cells than the header, so its columns cannot be told apart.")
CUT = _("The file ends in the middle of this row. Download it again.")

_Key = tuple[date, date, str | None, str | None, str | None, str]
_Result = tuple[date, date, str, str]  # first and last day, medium in small letters, key of RESULTS


@dataclass
class _Sum:
    rows: int = 0
    hours: float | None = None
    amount: float | None = None
    currency: str | None = None


@dataclass
class _Reading:
    """One sheet on its way to facts: the sums per key, the results with the medium as it was written first, and what was refused."""

    place: dict[str, int]
    headers: Sequence[str]
    sums: dict[_Key, _Sum] = field(default_factory=dict)
    results: dict[_Result, tuple[str, float]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    rows: int = 0
    totals: int = 0

    def refuse(self, row: int, target: str | None, reason: Text) -> None:
        position = self.place.get(target) if target is not None else None
        column = self.headers[position].strip() if position is not None else None
        self.refused.append(Refusal(row, column, reason))


@dataclass(frozen=True)
class InputsTable:
    """A `Reader` of hours, money and results of other media. Hours and money of rows with the same period, place and kind are added
    together; results are not, since the people reached in two rows may be the same.
    """

    kind: str = "hand.inputs"
    platform: str = "channel"
    version: int = 1
    title: Text = _HEADINGS.title
    parts: tuple[WideTable, ...] = (_HEADINGS,)
    platforms: tuple[str, ...] = ()
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """A header with a kind, a period, and hours, money or a medium's results; or the sheet that explains our template."""
        if explains(sheet, OF_INPUTS):
            return Match(1.0, None)
        layout = _HEADINGS.layout(sheet)
        if layout is None or layout.missing:
            return None
        place = _places(layout.positions)
        put_in = {"hours", "amount"} & place.keys() or ("medium" in place and RESULTS.keys() & place.keys())
        if not (put_in and {"month", "from"} & place.keys()):
            return None
        return Match(layout.score, layout.language, layout.header_row)

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """One batch: the whole table, since rows of the same key may stand anywhere in it."""
        if explains(sheet, OF_INPUTS):
            return
        layout = _HEADINGS.layout(sheet)
        assert layout is not None, "only what was recognised is read"
        reading = _Reading(_places(layout.positions), layout.headers)
        _read_rows(sheet, layout.header_row, layout.width, reading)
        notes = list(_notes(reading))
        if layout.unknown:
            notes.append(
                _n(
                    "{n} column is not known and was left out: {names}",
                    "{n} columns are not known and were left out: {names}",
                    len(layout.unknown),
                    names=headings_shown(layout.unknown),
                )
            )
        listed = sorted(reading.refused, key=lambda one: (one.row or 0, one.column or ""))
        yield Batch(
            rows=reading.rows,
            inputs=_table(reading.sums),
            observations=_results(reading.results),
            refused=tuple(listed[:_LISTED_REFUSALS]),
            refused_total=len(listed),
            notes=tuple(notes),
        )


def _places(positions: dict[int, int]) -> dict[str, int]:
    names = list(COLUMNS)
    return {names[index]: position for index, position in positions.items()}


def _read_rows(sheet: Sheet, header_row: int, width: int, reading: _Reading) -> None:
    rows: list[tuple[int, Sequence[str]]] = []
    last = 0
    for number, cells in sheet.records():
        if number <= header_row or not any(cell.strip() for cell in cells):
            continue
        if norm(next(cell for cell in cells if cell.strip())) in _TOTALS:
            reading.totals += 1
            continue
        if len(rows) == MOST_ROWS:
            raise ReppuError(
                _("This table has more than {most} rows; hours and money need fewer.", most=MOST_ROWS),
                advice=_("Add them together by month before you import them."),
            )
        reading.rows += 1
        last = number
        if any(cell.strip() for cell in cells[width:]):
            reading.refuse(number, None, TOO_WIDE)
        else:
            rows.append((number, [*cells, *[""] * (width - len(cells))]))
    if rows and rows[-1][0] == last and _is_cut(sheet, width):
        reading.refuse(rows.pop()[0], None, CUT)
    hours = _numbers(sheet, rows, reading, "hours")
    amounts = _numbers(sheet, rows, reading, "amount")
    counts = {name: _numbers(sheet, rows, reading, name) for name in RESULTS}
    for at, ((row, texts), (spent, bad_hours), (paid, bad_amount)) in enumerate(zip(rows, hours, amounts, strict=True)):
        if bad_hours:
            reading.refuse(row, "hours", NO_NUMBER)
        elif bad_amount:
            reading.refuse(row, "amount", NO_NUMBER)
        elif (told := _counted(row, {name: column[at] for name, column in counts.items()}, reading)) is not None:
            _take(row, _cells_of(texts, reading.place), spent, paid, told, reading)


def _counted(row: int, cells: dict[str, tuple[float | None, bool]], reading: _Reading) -> dict[str, float] | None:
    """The results that the row tells; None where the row was refused."""
    for name, (value, bad) in cells.items():
        if bad or (value is not None and value != int(value)):
            reading.refuse(row, name, NOT_A_COUNT)
            return None
        if value is not None and value < 0:
            reading.refuse(row, name, FEWER_THAN_NO_RESULTS)
            return None
    return {name: value for name, (value, _bad) in cells.items() if value is not None}


def _is_cut(sheet: Sheet, width: int) -> bool:
    """Whether a text file ends inside its last record: no line end, and fewer cells than the header or open quotes."""
    if sheet.title:
        return False
    end = b""
    for piece in sheet.source.text_chunks():
        end = (end + piece)[-65_536:]
    if end.endswith(b"\n"):
        return False
    line = end.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")
    cells = next(csv.reader([line], delimiter=sheet.delimiter), [])
    return len(cells) < width or line.count('"') % 2 == 1


def _cells_of(cells: Sequence[str], place: dict[str, int]) -> dict[str, str]:
    return {name: " ".join(cells[position].split()) for name, position in place.items()}


def _numbers(
    sheet: Sheet, rows: list[tuple[int, Sequence[str]]], reading: _Reading, target: str
) -> list[tuple[float | None, bool]]:
    if target not in reading.place:
        return [(None, False)] * len(rows)
    texts = [cells[reading.place[target]] for _number, cells in rows]
    if target == "amount":
        texts = [found["number"] if (found := _MONEY.fullmatch(text.strip())) else text for text in texts]
    values, bad = to_numbers(
        pl.Series(target, texts, dtype=pl.String), COLUMNS[target].unit or "", sheet.delimiter == ";"
    )
    return list(zip(values.to_list(), bad.to_list(), strict=True))


def _take(
    row: int,
    cells: dict[str, str],
    hours: float | None,
    amount: float | None,
    results: dict[str, float],
    reading: _Reading,
) -> None:
    period = _period(row, cells, reading)
    if period is None:
        return
    put_in = hours is not None or amount is not None
    kind = kind_called(cells["kind"])
    # what a medium gave is of no kind of work
    if kind is None and (put_in or not results or cells["kind"]):
        reading.refuse(row, "kind", no_kind())
        return
    channel, medium, function = (cells.get(name) or None for name in ("channel", "medium", "function"))
    if channel is not None and medium is not None:
        reading.refuse(row, "medium", CHANNEL_AND_MEDIUM)
    elif not put_in and not results:
        reading.refuse(row, "hours" if "hours" in reading.place else "amount", NOTHING_PUT_IN)
    elif hours is not None and hours < 0:
        reading.refuse(row, "hours", FEWER_THAN_NONE)
    elif results and medium is None:
        reading.refuse(row, next(iter(results)), RESULTS_OF_A_CHANNEL)
    elif (other := _other_result(period, medium, results, reading)) is not None:
        reading.refuse(row, other, OTHER_RESULT)
    else:
        currency = _currency(row, cells, amount, reading)
        if currency is False:
            return
        if put_in and not _add(row, (*period, channel, medium, function, kind or ""), hours, amount, currency, reading):
            return
        for name, value in results.items():
            assert medium is not None
            reading.results.setdefault((*period, medium.casefold(), name), (medium, value))


def _other_result(
    period: tuple[date, date], medium: str | None, results: dict[str, float], reading: _Reading
) -> str | None:
    """The first result of which an earlier row tells another number."""
    earlier = {name: reading.results.get((*period, (medium or "").casefold(), name)) for name in results}
    return next((name for name, told in earlier.items() if told is not None and told[1] != results[name]), None)


def no_kind() -> Text:
    """Why a row without a kind of ours is refused, with the kinds there are."""
    names = [name for name, _what in KINDS.values()]
    listed = names[0]
    for name in names[1:]:
        listed = Text("{first}, {second}", first=listed, second=name)
    return _(
        "The row does not tell what the hours or the money are for. Expected in this cell: one of {kinds}.",
        kinds=listed,
    )


def _period(row: int, cells: dict[str, str], reading: _Reading) -> tuple[date, date] | None:
    month, first, last = (cells.get(name, "") for name in ("month", "from", "to"))
    if month and (first or last):
        reading.refuse(row, "month", TWO_PERIODS)
    elif month:
        span = month_of(month)
        if span is None:
            reading.refuse(row, "month", NOT_A_MONTH)
        return span
    elif not first:
        reading.refuse(row, "from" if "from" in reading.place else "month", NO_PERIOD)
    else:
        days = {name: day_of(text) for name, text in (("from", first), ("to", last or first))}
        for name, day in days.items():
            if day is None:
                reading.refuse(row, name, NOT_A_DAY)
                return None
        begins, ends = days["from"], days["to"]
        assert begins is not None
        assert ends is not None
        if ends >= begins:
            return begins, ends
        reading.refuse(row, "to", ENDS_BEFORE)
    return None


def _currency(row: int, cells: dict[str, str], amount: float | None, reading: _Reading) -> Any:
    """The ISO code, None where nothing tells it, False where the row was refused."""
    told = cells.get("currency", "").upper()
    found = _MONEY.fullmatch(cells.get("amount", ""))
    beside = (found["currency"] or "").upper() if found else ""
    told, beside = _SIGNS.get(told, told), _SIGNS.get(beside, beside)
    for code in filter(None, (told, beside)):
        if not is_currency(code):
            reading.refuse(row, "currency", NO_CURRENCY)
            return False
    if told and beside and told != beside:
        reading.refuse(row, "currency", TWO_CURRENCIES)
        return False
    return (told or beside or None) if amount is not None else None


def is_currency(code: str) -> bool:
    """Whether it is a code of ISO 4217, such as EUR."""
    from babel.numbers import list_currencies

    return code in list_currencies()


def _add(
    row: int, key: _Key, hours: float | None, amount: float | None, currency: str | None, reading: _Reading
) -> bool:
    """Whether they could be added to what earlier rows tell; if not, the row was refused."""
    earlier = reading.sums.setdefault(key, _Sum())
    if amount is not None and earlier.amount is not None and earlier.currency != currency:
        reading.refuse(row, "currency" if "currency" in reading.place else "amount", OTHER_CURRENCY)
        return False
    earlier.rows += 1
    if hours is not None:
        earlier.hours = (earlier.hours or 0) + hours
    if amount is not None:
        earlier.amount, earlier.currency = (earlier.amount or 0) + amount, currency
    return True


def _notes(reading: _Reading) -> Iterator[Text]:
    together = sum(one.rows for one in reading.sums.values() if one.rows > 1)
    if together:
        yield _n(
            "{n} row of the same period, place and kind was added together.",
            "{n} rows that share their period, place and kind with another were added together.",
            together,
        )
    if reading.totals:
        yield _n("{n} row of totals was left out.", "{n} rows of totals were left out.", reading.totals)


def _table(sums: dict[_Key, _Sum]) -> pa.Table:
    rows = [
        {
            "period_start": first,
            "period_end": last,
            "account": f"channel:{channel}" if channel is not None else None,
            "medium": medium,
            "function": function,
            "kind": kind,
            # a cost sheet's cents and minutes: sums of decimals without the dust of binary fractions
            "hours": None if one.hours is None else round(one.hours, 6),
            "amount": None if one.amount is None else round(one.amount, 6),
            "currency": one.currency,
        }
        for (first, last, channel, medium, function, kind), one in sums.items()
        if one.rows
    ]
    fields = [pa.field("account" if f.name == "channel_id" else f.name, f.type) for f in INPUTS if f.name != "as_of"]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _results(results: dict[_Result, tuple[str, float]]) -> pa.Table | None:
    if not results:
        return None
    rows = [
        {"account": OF_NO_CHANNEL, **observation(first, last, medium, name, value)}
        for (first, last, _small, name), (medium, value) in results.items()
    ]
    fields = [pa.field("account" if f.name == "channel_id" else f.name, f.type) for f in OBSERVATIONS]
    return pa.Table.from_pylist(rows, schema=pa.schema([f for f in fields if f.name in rows[0]]))


INPUTS_TABLE = InputsTable()
