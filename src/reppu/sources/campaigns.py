"""Reads any report of paid campaigns from its declaration: a row an ad (or ad set, or campaign) and day or period.

People choose the columns of such reports themselves, so little can be required: something that names a campaign, a day or
a period, and numbers. What one row is about decides the finest level that stands in the header. A period is stored as a
period and never spread over its days; sums, subtotals and rows that cannot be told apart give no facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import polars as pl
import pyarrow as pa

from reppu.sources.ids import damaged_ids
from reppu.sources.numbers import NULL_WORDS
from reppu.sources.reader import Batch, Context, Match
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import TOTALS, Column, Layout, WideTable
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

# From the finest to the coarsest: the lake's kind of subject, and the targets of its id and its name.
LEVELS = (
    ("ad", "ad_id", "ad_name"),
    ("ad_set", "ad_set_id", "ad_set_name"),
    ("campaign", "campaign_id", "campaign_name"),
)
# Targets of columns by which a report may be broken down; the key of each in a breakdown.
BREAKDOWNS = ("age", "country", "device", "gender", "placement", "platform", "region")
_ALL = ("all", "alle", "todas", "todos", "tous", "toutes", "kaikki", "alla")  # a row of all ages is a sum of others
_TEXTS = ("account_id", "account_label", "on_day", "starts", "ends", "result_type", "row_currency", *BREAKDOWNS)

_DAMAGED = _(
    "This id was destroyed by a spreadsheet program. Upload the file as downloaded, without opening and saving it in "
    "Excel."
)
_NO_DAY = _(
    "No day that Reppu can read stands here. Export the report again and import it without opening it in Excel."
)
_TURNED = _("The period ends before it starts.")
_TWICE = _(
    "Several rows are about the same campaign or ad and the same days, so none of them can be told to be the whole. Leave out "
    "breakdowns that Reppu does not know, or add the columns with ids, and export the report again."
)


def not_taken(*headers: str, **others: Sequence[str]) -> tuple[Column, ...]:
    """A column each for headers that are known and left."""
    return tuple(
        Column(None, {language: (header,)}) for language, names in {"en": headers, **others}.items() for header in names
    )


@dataclass(frozen=True)
class CampaignReport(WideTable):
    """A report of paid campaigns, declared; it is a `Reader`.

    Columns have the targets of LEVELS, BREAKDOWNS, on_day, starts, ends, account_id, account_label, result_type and
    row_currency, and measures. signature: targets of which one must stand in the header, so that no other table with
    campaigns is taken for this one. day_forms: how days are written. results: measures that count whatever the row's
    result_type says, and are given twice: as the row's whole, and of the type, with breakdown "result=…". account_by_label: the account's name is all that a file of this
    kind ever tells of it. period: first and last day of rows that tell only the first; None where such rows are of one day.
    """

    signature: frozenset[str] = frozenset()
    day_forms: tuple[str, ...] = ("%Y-%m-%d",)
    results: frozenset[str] = frozenset()
    account_by_label: bool = False
    period: tuple[date, date] | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """A header with a campaign, one of `signature` and two measures."""
        layout = self.layout(sheet)
        if layout is None or not self._fits(layout):
            return None
        return Match(layout.score, layout.language, layout.header_row)

    def _fits(self, layout: Layout) -> bool:
        present = [self.columns[index] for index in layout.positions]
        targets = {column.target for column in present}
        named = any({identity, name} & targets for _kind, identity, name in LEVELS)
        return named and bool(self.signature & targets) and sum(c.unit is not None for c in present) >= 2

    def _layout_of_row(self, row: int, cells: Sequence[str]) -> Layout | None:
        # compared without the currency, shown as it stands
        found = super()._layout_of_row(row, [self.plain_header(cell)[0] for cell in cells])
        return found and replace(found, headers=tuple(cells))

    def plain_header(self, header: str) -> tuple[str, str | None]:
        """(header, ISO 4217) of a header with a currency, (header, None) of any other."""
        known = self._by_name
        name = norm(header)
        if name in known or not (name.endswith(")") and name[-5:-4] == "(" and name[-4:-1].isalpha()):
            return header, None
        plain = name[:-5].strip()
        column = known.get(plain)
        return (plain, name[-4:-1].upper()) if column is not None and column.unit == "money" else (header, None)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {name: column for column in self.columns for name, _language in column.names()}

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts of the finest level that the header names. Raises ReppuError when no column tells the days, and
        when rows far apart are about the same.
        """
        layout = self.layout(sheet)
        if layout is None or not self._fits(layout):
            raise ReppuError(_("The header of this export was not found."))
        columns = self._columns_in(layout)
        targets = {column.target for column in columns}
        if not targets & {"on_day", "starts"}:
            raise ReppuError(
                _("No column of this report tells which days its numbers are about."),
                expected=_("a column with the day, or two with the start and the end of the period"),
                advice=_("Break the report down by day, or add the columns, and export it again."),
            )
        kind = next(kind for kind, identity, name in LEVELS if {identity, name} & targets)
        seen: set[int] = set()

        def understand(frame: pl.DataFrame, _context: Context) -> pl.DataFrame:
            return self._understood(frame, kind, seen)

        reasons: dict[str, tuple[str | None, Text]] = {
            "bad_id": (f"{kind}_id", _DAMAGED),
            "bad_day": ("on_day" if "on_day" in targets else "starts", _NO_DAY),
            "bad_end": ("ends", _NO_DAY),
            "turned": ("ends", _TURNED),
            "twice": (None, _TWICE),
        }
        declared = replace(self, columns=columns, subject=kind, hooks=(understand,), reasons=reasons)
        yield from declared._read_as_declared(sheet, context)

    def _read_as_declared(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        return super().read(sheet, context)

    def _columns_in(self, layout: Layout) -> tuple[Column, ...]:
        told = {position: self.plain_header(layout.headers[position])[1] for position in layout.positions.values()}
        # "Cost per results" is money, and only "Amount spent (EUR)" says of which currency
        currencies = {currency for currency in told.values() if currency is not None}
        only = next(iter(currencies)) if len(currencies) == 1 else None
        found = []
        for index, position in layout.positions.items():
            column = replace(self.columns[index], aliases={"en": (layout.headers[position],)}, occurrence=1)
            if column.unit == "money":
                column = replace(column, currency=told[position] or only)
            found.append(column)
        return tuple(found)

    def _understood(self, frame: pl.DataFrame, kind: str, seen: set[int]) -> pl.DataFrame:
        names = [part for _kind, *parts in LEVELS for part in parts]
        for name in (*names, *_TEXTS):
            told = pl.lit(None, dtype=pl.String)
            if name in frame.columns:
                stripped = pl.col(name).str.strip_chars()
                told = pl.when(~stripped.is_in(list(NULL_WORDS))).then(stripped)
            frame = frame.with_columns(told.alias(f"{name} told"))
        frame = self._of_whom(frame, kind)
        frame = self._of_when(frame)
        damaged = damaged_ids(frame.get_column(f"{kind}_id told"))
        frame = frame.with_columns(
            refuse=pl.when(damaged)
            .then(pl.lit("bad_id"))
            .when(pl.col("period_start").is_null())
            .then(pl.lit("bad_day"))
            .when(pl.col("period_end").is_null())
            .then(pl.lit("bad_end"))
            .when(pl.col("period_end") < pl.col("period_start"))
            .then(pl.lit("turned"))
        )
        return _none_twice(frame, seen)

    def _of_whom(self, frame: pl.DataFrame, kind: str) -> pl.DataFrame:
        """subject_id, account, breakdown, currency, and which rows are sums of others."""
        place = [level[0] for level in LEVELS].index(kind)
        # an id is enough; names repeat, so they are told apart by what they belong to
        path = [pl.coalesce(f"{identity} told", f"{name} told") for _kind, identity, name in reversed(LEVELS[place:])]
        finest = pl.coalesce(f"{kind}_id told", f"{kind}_name told")
        words = [pl.col(f"{part} told").str.to_lowercase() for _kind, *parts in LEVELS for part in parts]
        is_sum = finest.is_null() | pl.any_horizontal(word.is_in(TOTALS).fill_null(value=False) for word in words)
        for name in BREAKDOWNS:
            is_sum = is_sum | pl.col(f"{name} told").str.to_lowercase().is_in(_ALL).fill_null(value=False)
        parts = [
            pl.when(pl.col(f"{name} told").is_not_null()).then(
                pl.lit(f"{name}=") + pl.col(f"{name} told").str.to_lowercase().str.replace_all("[;=]", ",")
            )
            for name in BREAKDOWNS
        ]
        account = pl.col("account_id told").str.strip_prefix("act_")
        account = pl.when(account.str.contains(r"^\d+$")).then(account)
        if self.account_by_label:
            account = pl.coalesce(account, pl.col("account_label told").str.to_lowercase())
        return frame.with_columns(
            subject_id=pl.when(pl.col(f"{kind}_id told").is_not_null())
            .then(pl.col(f"{kind}_id told"))
            .otherwise(pl.concat_str(path, separator=" / ", ignore_nulls=True)),
            account=pl.lit(f"{self.platform}:") + account,
            account_name=pl.col("account_label told"),
            breakdown=pl.concat_str(parts, separator=";", ignore_nulls=True).fill_null(""),
            result=pl.col("result_type told").str.to_lowercase().str.replace_all("[;=]", ","),
            currency=pl.col("row_currency told").str.to_uppercase().str.extract(r"^([A-Z]{3})$"),
            left_out=pl.when(is_sum).then(pl.lit("total")),
        )

    def _of_when(self, frame: pl.DataFrame) -> pl.DataFrame:
        days = {name: self._days(frame.get_column(f"{name} told")) for name in ("on_day", "starts", "ends")}
        frame = frame.with_columns(**{f"{name} read": column for name, column in days.items()})
        starts = last = pl.col("starts read")
        if self.period is not None:
            last = pl.when(starts == self.period[0]).then(self.period[1]).otherwise(starts)
        day = pl.col("on_day read")
        by_day = pl.col("on_day told").is_not_null()
        return frame.with_columns(
            period_start=pl.when(by_day).then(day).otherwise(starts),
            period_end=pl.when(by_day)
            .then(day)
            .when(pl.col("ends told").is_null())
            .then(last)
            .otherwise(pl.col("ends read")),
        )

    def _days(self, texts: pl.Series) -> pl.Series:
        plain = texts.str.replace(r"[T ]0?0:00(:00(\.0+)?)?$", "")
        days = plain.str.to_date(self.day_forms[0], strict=False)
        for form in self.day_forms[1:]:
            days = days.zip_with(days.is_not_null(), plain.str.to_date(form, strict=False))
        return days

    def _observations(self, frame: pl.DataFrame, measures: Sequence[tuple[Column, pl.Series]]) -> list[pa.Table]:
        tables = super()._observations(frame, measures)
        results = [(column, values) for column, values in measures if column.target in self.results]
        if results:
            # "result" sorts behind every key of BREAKDOWNS
            of_result = pl.when(pl.col("result").is_not_null()).then(pl.lit("result=") + pl.col("result"))
            whole = pl.when(pl.col("breakdown") != "").then(pl.col("breakdown"))
            both = pl.concat_str([whole, of_result], separator=";", ignore_nulls=True).fill_null("")
            typed = frame.get_column("result").is_not_null()
            # a row is of one type only, so its results are all results of that campaign, and those of the type
            tables += super()._observations(
                frame.filter(typed).with_columns(breakdown=both),
                [(column, values.filter(typed)) for column, values in results],
            )
        return tables


def _none_twice(frame: pl.DataFrame, seen: set[int]) -> pl.DataFrame:
    """Rows about the same campaign, days and slice are refused, all of them: none is known to be the whole."""
    key = ["account", "subject_id", "period_start", "period_end", "breakdown"]
    data = pl.col("left_out").is_null() & pl.col("refuse").is_null()
    alike = frame.filter(data).filter(pl.struct(key).is_duplicated()).get_column("row")
    frame = frame.with_columns(
        refuse=pl.when(pl.col("row").is_in(alike.implode())).then(pl.lit("twice")).otherwise(pl.col("refuse"))
    )
    hashes = set(frame.filter(data).select(key).hash_rows(seed=1).to_list())
    if hashes & seen:
        raise ReppuError(_TWICE)
    seen |= hashes
    return frame
