"""Hours and money put in: `month,channel,kind,hours,amount`, a row for each, as people keep them in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa

from reppu.lake.facade import INPUTS
from reppu.sources.numbers import to_numbers
from reppu.sources.own_table.explanations import OF_INPUTS, explains
from reppu.sources.own_table.kinds import KINDS, kind_called
from reppu.sources.own_table.periods import day_of, month_of
from reppu.sources.reader import Batch, Context, Match, Refusal
from reppu.sources.tables import Sheet, norm
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
NOTHING_PUT_IN = _("The row holds neither hours nor money.")
CHANNEL_AND_MEDIUM = _("The row is of a channel or of another medium, not of both; make two rows of it.")
NO_NUMBER = _("This cell is not a number. Expected: a number, or nothing.")
FEWER_THAN_NONE = _("There cannot be fewer than no hours.")
NO_CURRENCY = _("This is not a currency. Expected: a code of three letters such as EUR or SEK.")
TWO_CURRENCIES = _("The cell names another currency than the amount.")
OTHER_CURRENCY = _(
    "An earlier row of the same period, place and kind is in another currency, so the two cannot be added together."
)
TOO_WIDE = _("This row has more cells than the header, so its columns cannot be told apart.")
CUT = _("The file ends in the middle of this row. Download it again.")

_Key = tuple[date, date, str | None, str | None, str | None, str]


@dataclass
class _Sum:
    rows: int = 0
    hours: float | None = None
    amount: float | None = None
    currency: str | None = None


@dataclass
class _Reading:
    """One sheet on its way to facts: the sums per key, and what was refused."""

    place: dict[str, int]
    headers: Sequence[str]
    sums: dict[_Key, _Sum] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    rows: int = 0
    totals: int = 0

    def refuse(self, row: int, target: str | None, reason: Text) -> None:
        position = self.place.get(target) if target is not None else None
        column = self.headers[position].strip() if position is not None else None
        self.refused.append(Refusal(row, column, reason))


@dataclass(frozen=True)
class InputsTable:
    """A `Reader` of hours and money. Rows of one file with the same period, place and kind are added together."""

    kind: str = "hand.inputs"
    platform: str = "channel"
    version: int = 1
    title: Text = _HEADINGS.title
    parts: tuple[WideTable, ...] = (_HEADINGS,)
    platforms: tuple[str, ...] = ()
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """A header with a kind, a period, and hours or money; or the sheet that explains our template."""
        if explains(sheet, OF_INPUTS):
            return Match(1.0, None)
        layout = _HEADINGS.layout(sheet)
        if layout is None or layout.missing:
            return None
        place = _places(layout.positions)
        if not ({"hours", "amount"} & place.keys() and {"month", "from"} & place.keys()):
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
                    names=", ".join(layout.unknown[:12]),
                )
            )
        listed = sorted(reading.refused, key=lambda one: (one.row or 0, one.column or ""))
        yield Batch(
            rows=reading.rows,
            inputs=_table(reading.sums),
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
    for (row, texts), (spent, bad_hours), (paid, bad_amount) in zip(rows, hours, amounts, strict=True):
        if bad_hours:
            reading.refuse(row, "hours", NO_NUMBER)
        elif bad_amount:
            reading.refuse(row, "amount", NO_NUMBER)
        else:
            _take(row, _cells_of(texts, reading.place), spent, paid, reading)


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


def _take(row: int, cells: dict[str, str], hours: float | None, amount: float | None, reading: _Reading) -> None:
    period = _period(row, cells, reading)
    if period is None:
        return
    kind = kind_called(cells["kind"])
    if kind is None:
        reading.refuse(row, "kind", no_kind())
        return
    channel, medium, function = (cells.get(name) or None for name in ("channel", "medium", "function"))
    if channel is not None and medium is not None:
        reading.refuse(row, "medium", CHANNEL_AND_MEDIUM)
    elif hours is None and amount is None:
        reading.refuse(row, "hours" if "hours" in reading.place else "amount", NOTHING_PUT_IN)
    elif hours is not None and hours < 0:
        reading.refuse(row, "hours", FEWER_THAN_NONE)
    else:
        currency = _currency(row, cells, amount, reading)
        if currency is not False:
            _add(row, (*period, channel, medium, function, kind), hours, amount, currency, reading)


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
) -> None:
    earlier = reading.sums.setdefault(key, _Sum())
    if amount is not None and earlier.amount is not None and earlier.currency != currency:
        reading.refuse(row, "currency" if "currency" in reading.place else "amount", OTHER_CURRENCY)
        return
    earlier.rows += 1
    if hours is not None:
        earlier.hours = (earlier.hours or 0) + hours
    if amount is not None:
        earlier.amount, earlier.currency = (earlier.amount or 0) + amount, currency


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


INPUTS_TABLE = InputsTable()
