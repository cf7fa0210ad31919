"""Reads any export that is a wide table (a row per post or per day, a column per measure) from its declaration.

The declaration is data (`x/mapping.py` is the one to imitate): columns with their target and their header aliases per
language, which of them are required, and hooks that derive what the platform writes in its own way. The engine reads
the file in chunks, numbers in bulk, and looks at single rows only where something is wrong.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from reppu.sources.bytes import CHUNK_BYTES, whole_records
from reppu.sources.numbers import NULL_WORDS, in_unit, looks_like_damaged_decimal, stated_unit, to_numbers
from reppu.sources.reader import Batch, Context, Match, Refusal
from reppu.sources.repeated import Repeated
from reppu.sources.tables import Sheet, headings_shown, norm
from reppu.sources.wide_to_long import Measured, observations_of, together
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _, _n

HEADER_WITHIN_ROWS = 30
LISTED_REFUSALS = 100
TOTALS = ("total", "totals", "grand total", "gesamt", "totalt", "summa", "yhteensä", "kaikki yhteensä")

_END = "\0end"
_ALL = 64 << 20  # our choice: some 40,000 posts with their texts; a longer sheet is read in several pieces after all

# A frame has a column per target, all text as it stands in the file, numbers as float64, and "row" (its number).
Hook = Callable[[pl.DataFrame, Context], pl.DataFrame]


@dataclass(frozen=True)
class Column:
    """One column of an export.

    target: a field ("post_id", "published_at", "text", or any name that a hook of this table reads), a measure id when
    `unit` is given ("meta.video.views_3s|country=FI" for a slice of it), or None for a column that is known and not taken.
    aliases: language → headers as the platform writes them. occurrence: 1 for the first column of that name.
    unit: count, fraction, percent, seconds, hours, money. currency: ISO 4217 of money.
    """

    target: str | None
    aliases: Mapping[str, tuple[str, ...]]
    unit: str | None = None
    required: bool = False
    occurrence: int = 1
    currency: str | None = None

    def names(self) -> Iterator[tuple[str, str]]:
        """(normalised header, language) of every alias."""
        for language, headers in self.aliases.items():
            for header in headers:
                yield norm(header), language


def attribute(target: str, *en: str, required: bool = False, occurrence: int = 1, **others: Sequence[str]) -> Column:
    """A column that tells something about the post or day: `attribute("link", "Permalink", sv=["Permalänk"])`."""
    return Column(target, _aliases(en, others), None, required, occurrence)


def measure(
    target: str,
    *en: str,
    unit: str = "count",
    occurrence: int = 1,
    currency: str | None = None,
    required: bool = False,
    **others: Sequence[str],
) -> Column:
    """A column of numbers: `measure("x.post.likes", "likes", "favorites")`."""
    return Column(target, _aliases(en, others), unit, required, occurrence, currency)


def known_only(*en: str, occurrence: int = 1, **others: Sequence[str]) -> Column:
    """A column that we know and deliberately leave."""
    return Column(None, _aliases(en, others), None, False, occurrence)


def _aliases(en: Sequence[str], others: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(names) for language, names in {"en": en, **others}.items() if names}


@dataclass(frozen=True)
class Layout:
    """Where the columns of a declaration lie in one sheet. positions: column → index from 0."""

    header_row: int
    width: int
    positions: dict[int, int]  # index in the declaration → index in the sheet
    headers: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    language: str | None
    score: float


@dataclass(frozen=True)
class WideTable:
    """A reader made from a declaration; it is a `Reader`.

    subject: "post" (needs a post_id after the hooks; measures are lifetime), "account" (needs `day` after the hooks;
    measures are of that day), or another kind of subject of the lake ("video", "campaign", "ad"), which needs a
    subject_id, gives no posts and is lifetime. clock: whose days. hooks run in order on each chunk and may add or replace
    columns: post_id, subject_id, published_at (UTC datetimes), kind, text, link, account, account_name, day (dates),
    period_start and period_end (dates, both null for lifetime; a period of one day is a day), breakdown (of the row's
    measures that are no slices themselves), currency (of its money, where the header names none),
    left_out (null for a row of data; "total" for a sum of others, which is counted and said; anything else for a line
    that is no data at all), refuse (a key of `reasons` where the row is to be refused: header target and why), doubt (a key
    of `doubts` where the row is taken in but something in it does not fit; the text becomes a note). A measure whose
    column a hook removes gives no facts. whole: the sheet is read in one piece, for hooks that compare its rows.
    """

    kind: str
    platform: str
    version: int
    title: Text
    columns: tuple[Column, ...]
    subject: str = "post"
    hooks: tuple[Hook, ...] = ()
    reasons: Mapping[str, tuple[str | None, Text]] = field(default_factory=dict)
    doubts: Mapping[str, Text] = field(default_factory=dict)
    clock: str = "utc"
    file_name: str | None = None
    platforms: tuple[str, ...] = ()
    declined: Text | None = None
    whole: bool = False

    # recognising

    def recognise(self, sheet: Sheet) -> Match | None:
        """The best header row among the first 30 that holds every required column."""
        # most tables of others are told by their words alone, without a look at where they stand
        if not any(all(map(words.__and__, self._required)) for words in sheet.words_of_head[:HEADER_WITHIN_ROWS]):
            return None
        layout = self.layout(sheet)
        if layout is None or layout.missing:
            return None
        return Match(layout.score, layout.language, layout.header_row)

    def layout(self, sheet: Sheet) -> Layout | None:
        """The most likely header row, even when required columns are missing; None when no cell was known."""
        best: Layout | None = None
        for index, cells in enumerate(sheet.head[:HEADER_WITHIN_ROWS]):
            if self._names.isdisjoint(sheet.words_of_head[index]):
                continue
            found = self._layout_of_row(index + 1, cells)
            if found is not None and (
                best is None or (-len(found.missing), found.score) > (-len(best.missing), best.score)
            ):
                best = found
        return best

    def _layout_of_row(self, row: int, cells: Sequence[str]) -> Layout | None:
        wanted = self._wanted
        seen: dict[str, int] = {}
        positions: dict[int, int] = {}
        languages: dict[str, int] = {}
        unknown: list[str] = []
        recognised = filled = 0
        for position, cell in enumerate(cells):
            name = norm(cell)
            if not name:
                continue
            filled += 1
            seen[name] = seen.get(name, 0) + 1
            found = wanted.get((name, seen[name]))
            if found is None:
                # a second column of a known name that the declaration does not address is no unknown column
                if (name, 1) not in wanted:
                    unknown.append(cell.strip())
                continue
            recognised += 1
            column, spoken = found
            positions.setdefault(column, position)
            for language in spoken:
                languages[language] = languages.get(language, 0) + 1
        if not recognised:
            return None
        missing = tuple(
            next(iter(next(iter(column.aliases.values()))))
            for index, column in enumerate(self.columns)
            if column.required and index not in positions
        )
        most = max(languages.values())
        language = "en" if languages.get("en") == most else min(lang for lang, n in languages.items() if n == most)
        return Layout(
            row,
            len(cells),
            positions,
            tuple(cells),
            tuple(unknown),
            missing,
            language,
            recognised + recognised / filled,
        )

    @cached_property
    def _required(self) -> tuple[frozenset[str], ...]:
        """The names of each required column; of a table that requires none, all that it knows."""
        names = tuple(
            frozenset(name for name, _language in column.names()) for column in self.columns if column.required
        )
        return names or (self._names,)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for name, _occurrence in self._wanted)

    @cached_property
    def _wanted(self) -> dict[tuple[str, int], tuple[int, list[str]]]:
        wanted: dict[tuple[str, int], tuple[int, list[str]]] = {}
        for index, column in enumerate(self.columns):
            for name, language in column.names():
                wanted.setdefault((name, column.occurrence), (index, []))[1].append(language)
        return wanted

    # reading

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts in batches of about 4 MB of text."""
        layout = self.layout(sheet)
        if layout is None or layout.missing:
            raise ReppuError(_("The header of this export was not found."))
        if layout.unknown:
            yield Batch(
                notes=(
                    _n(
                        "{n} column is not known and was left out: {names}",
                        "{n} columns are not known and were left out: {names}",
                        len(layout.unknown),
                        names=headings_shown(layout.unknown),
                    ),
                )
            )
        chunks = _Chunks(sheet, layout, self.columns, _ALL if self.whole else CHUNK_BYTES)
        repeated = Repeated()
        for frame, refused, dropped in chunks:
            yield self._batch(frame, refused, dropped, layout, context, repeated)
        if contradictions := repeated.notes():
            yield Batch(notes=contradictions)
        if chunks.totals:
            yield Batch(notes=_totals_note(chunks.totals))

    def _batch(
        self,
        frame: pl.DataFrame,
        refused: list[Refusal],
        rows_refused: int,
        layout: Layout,
        context: Context,
        repeated: Repeated,
    ) -> Batch:
        present = [self.columns[index] for index in layout.positions]
        rows = frame.height + rows_refused
        refused_total = len(refused)
        for hook in self.hooks:
            frame = hook(frame, context)
        first_of = {column.target: column for column in reversed(present)}
        measures = [
            column
            for column in present
            if column.unit is not None and column.target in frame.columns and first_of[column.target] is column
        ]
        totals = 0
        if "left_out" in frame.columns:
            kept = frame.filter(pl.col("left_out").is_null())
            rows -= frame.height - kept.height
            totals = int((frame.get_column("left_out") == "total").sum())
            frame = kept
        needed = {"post": "post_id", "account": "day"}.get(self.subject, "subject_id")
        reasons = dict(self.reasons)
        if "refuse" not in frame.columns:
            frame = frame.with_columns(refuse=pl.lit(None, dtype=pl.String))
        frame = frame.with_columns(
            refuse=pl.when(pl.col("refuse").is_null() & pl.col(needed).is_null())
            .then(pl.lit("absent"))
            .otherwise(pl.col("refuse"))
        )
        if frame.get_column("refuse").null_count() < frame.height:
            bad = frame.filter(pl.col("refuse").is_not_null())
            header = self._header_of(needed, layout)
            reasons.setdefault("absent", (header, _("This cell is needed and could not be read.")))
            for row, reason in bad.select("row", "refuse").head(LISTED_REFUSALS).iter_rows():
                target, why = reasons[reason]
                refused.append(Refusal(row, self._header_of(target, layout) if target else None, why))
            refused_total += bad.height
            frame = frame.filter(pl.col("refuse").is_null())
        if self.subject == "post":
            repeated.see(frame, [column.target for column in measures if column.target is not None])
        cells_refused: list[Refusal] = []
        whole: list[tuple[Column, pl.Series]] = []
        observations: list[pa.Table] = []
        here = set(frame.columns)
        of_measures = {f"{kind}{column.target}" for column in measures for kind in ("", "bad ", "raw ", "header ")}
        # an export may have two thousand measures, and whatever is done to a frame costs a little a column
        rows_of = frame.select([name for name in frame.columns if name not in of_measures])
        for column in measures:
            values = frame.get_column(str(column.target))
            wrong = frame.get_column(f"bad {column.target}") if f"bad {column.target}" in here else None
            if wrong is None or not wrong.any():
                whole.append((column, values))
                continue
            refused_total += int(wrong.sum())
            named = pl.lit(layout.headers[layout.positions[self.columns.index(column)]].strip())
            if f"header {column.target}" in here:  # two columns were made one
                named = pl.coalesce(f"header {column.target}", named)
            cells = frame.select("row", _raw(column), named.alias("header")).filter(wrong)
            for row, cell, header in cells.head(LISTED_REFUSALS).iter_rows():
                cells_refused.append(Refusal(row, header, _why_no_number(cell)))
            observations += self._observations(rows_of.filter(~wrong), [(column, values.filter(~wrong))])
        if whole:
            observations += self._observations(rows_of, whole)
        names = {}
        if "account_name" in frame.columns and "account" in frame.columns:
            pairs = frame.select("account", "account_name").drop_nulls().unique(maintain_order=True)
            names = dict(pairs.iter_rows())
        listed = sorted(refused + cells_refused, key=lambda refusal: (refusal.row or 0, refusal.column or ""))
        return Batch(
            rows=rows,
            posts=self._posts(frame) if self.subject == "post" else None,
            observations=together(observations) if observations else None,
            names=names,
            refused=tuple(listed[:LISTED_REFUSALS]),
            refused_total=refused_total,
            notes=(*self._doubts(frame), *_totals_note(totals)),
        )

    def _doubts(self, frame: pl.DataFrame) -> Iterator[Text]:
        if "doubt" in frame.columns:
            yield from (self.doubts[key] for key in frame.get_column("doubt").drop_nulls().unique().sort())

    def _header_of(self, target: str | None, layout: Layout) -> str | None:
        for index, position in layout.positions.items():
            if self.columns[index].target == target:
                return layout.headers[position].strip()
        return target

    def _posts(self, frame: pl.DataFrame) -> pa.Table:
        known = ("account", "post_id", "published_at", "kind", "text", "link", "language", "is_paid", "is_repost")
        taken = [name for name in (*known, "in_reply_to") if name in frame.columns]
        if "breakdown" in frame.columns:  # several rows may speak of parts of one post: the first tells what it is
            frame = frame.unique("post_id", keep="first", maintain_order=True)
        return frame.select(taken).to_arrow()

    def _observations(self, frame: pl.DataFrame, measures: Sequence[tuple[Column, pl.Series]]) -> list[pa.Table]:
        """Every row's number of every measure; a declaration with rules of its own may change the frame or split the list."""
        told = []
        for column, values in measures:
            assert column.unit is not None and column.target is not None
            measure, _bar, part = column.target.partition("|")
            of_row = column.currency is None and column.unit == "money"
            told.append(Measured(measure, part, values, stated_unit(column.unit), column.currency, of_row))
        return [observations_of(frame, told, self.subject, self.clock)]


def _totals_note(totals: int) -> tuple[Text, ...]:
    if not totals:
        return ()
    return (_n("{n} row of totals was left out.", "{n} rows of totals were left out.", totals),)


def _raw(column: Column) -> str:
    return f"raw {column.target}"


def _why_no_number(cell: str | None) -> Text:
    if cell is not None and looks_like_damaged_decimal(cell):
        return _(
            "A spreadsheet program turned this number into a date. Upload the file as downloaded, without opening "
            "and saving it in Excel."
        )
    return _("This cell is not a number. Expected: a number, or nothing.")


class _Chunks:
    """Frames of a sheet, chunk by chunk: (frame, refusals, number of rows refused).

    A chunk whose rows are all as wide as the header is read by Arrow, numbers included. When a cell is no plain number
    the chunk is read again as text and cleaned in bulk; only when rows differ in width are they taken one by one.
    """

    def __init__(self, sheet: Sheet, layout: Layout, columns: tuple[Column, ...], chunk_bytes: int) -> None:
        self.chunk_bytes = chunk_bytes
        self.sheet = sheet
        self.layout = layout
        # Of two columns that mean the same (an old and a new word for one thing, side by side) the first counts.
        self.taken: dict[int, Column] = {}
        targets: set[str] = set()
        for index, position in layout.positions.items():
            target = columns[index].target
            if target is not None and target not in targets:
                self.taken[position] = columns[index]
                targets.add(target)
        self.row = 1  # the row number of the next record
        self.totals = 0  # rows of totals left out so far

    def __iter__(self) -> Iterator[tuple[pl.DataFrame, list[Refusal], int]]:
        pieces = whole_records(self.sheet.source.text_chunks(self.chunk_bytes))
        above = b""
        for piece in pieces:
            if self.row == 1:
                below = self._after_header(above + piece)
                if (
                    below is None
                ):  # a heading without a line end, as the last thing in the file, comes as a piece of its own
                    above += piece
                    continue
                piece = below
            if not piece:
                continue
            if b"\0" in piece:
                raise ReppuError(
                    _("The file holds zero bytes in the middle of its text; it was damaged on the way."),
                    advice=_("Download it again."),
                )
            yield self._frame(piece)

    def _after_header(self, piece: bytes) -> bytes | None:
        """What stands below the heading; None when the heading is not in `piece` yet."""
        lines = io.StringIO(piece.decode("utf-8"), newline="\n")
        records = csv.reader(lines, delimiter=self.sheet.delimiter)
        for _record in range(self.layout.header_row):
            if next(records, None) is None:
                return None
        self.row = self.layout.header_row + 1
        end = -1
        for _line in range(records.line_num):
            end = piece.find(b"\n", end + 1)
            if end < 0:
                return b""
        return piece[end + 1 :]

    def _frame(self, piece: bytes) -> tuple[pl.DataFrame, list[Refusal], int]:
        refused: list[Refusal] = []
        rows_refused = 0
        first = self.row
        whole = piece.endswith(b"\n") and piece.count(b'"') % 2 == 0
        table = self._by_arrow(piece, numbers=True) if whole else None
        if table is None and whole:
            table = self._by_arrow(piece, numbers=False)
        if table is not None:
            frame = pl.from_arrow(table)
            assert isinstance(frame, pl.DataFrame)
            self.row += frame.height
            frame = frame.with_columns(row=pl.int_range(first, first + pl.len(), dtype=pl.Int64))
        else:
            frame, rows_refused = self._one_by_one(piece, refused)
        names = {f"c{position}": column.target for position, column in self.taken.items() if column.target}
        frame = frame.rename({name: target for name, target in names.items() if name in frame.columns})
        frame = self._without_blanks_and_totals(frame, list(names.values()))
        return self._with_numbers(frame), refused, rows_refused

    def _without_blanks_and_totals(self, frame: pl.DataFrame, targets: list[str]) -> pl.DataFrame:
        if frame.schema[targets[0]] == pl.String:
            # YouTube writes the German word with soft hyphens
            words = pl.col(targets[0]).str.replace_all("\u00ad", "", literal=True).str.strip_chars().str.to_lowercase()
            # one look at one column: nearly every chunk has neither
            if not frame.select((words.is_in(TOTALS) | (words == "")).any()).item():
                return frame
            before = frame.height
            frame = frame.filter(~words.is_in(TOTALS))
            self.totals += before - frame.height
        texts = [target for target in targets if frame.schema[target] == pl.String]
        filled = [pl.col(target).str.strip_chars() != "" for target in texts]
        filled += [pl.col(target).is_not_null() for target in targets if target not in texts]
        return frame.filter(pl.any_horizontal(filled))

    def _by_arrow(self, piece: bytes, numbers: bool) -> pa.Table | None:
        width = self.layout.width
        types = {
            f"c{position}": pa.float64() if numbers and column.unit is not None else pa.string()
            for position, column in self.taken.items()
        }
        try:
            table = pacsv.read_csv(
                pa.BufferReader(piece),
                pacsv.ReadOptions(
                    column_names=[f"c{i}" for i in range(width)], use_threads=False, block_size=len(piece) + 1
                ),
                pacsv.ParseOptions(delimiter=self.sheet.delimiter, newlines_in_values=True, ignore_empty_lines=False),
                pacsv.ConvertOptions(
                    include_columns=list(types),
                    column_types=types,
                    null_values=list(NULL_WORDS),
                    strings_can_be_null=False,
                ),
            )
        except pa.ArrowInvalid:
            return None
        if numbers and not all(self._is_plain(table, position) for position in self.taken):
            return None
        return table

    def _is_plain(self, table: pa.Table, position: int) -> bool:
        # "inf" is a number to Arrow and none to us, and 1.500 in a column of counts may be 1,500
        unit = self.taken[position].unit
        if unit is None:
            return True
        values = table.column(f"c{position}")
        plain = pc.is_finite(values)
        if unit == "count":
            plain = pc.and_(plain, pc.equal(values, pc.floor(values)))
        return pc.all(plain).as_py() is not False

    def _one_by_one(self, piece: bytes, refused: list[Refusal]) -> tuple[pl.DataFrame, int]:
        width = self.layout.width
        rows: list[tuple[int, list[str]]] = []
        rows_refused = 0
        # the word at the end becomes a record of its own, unless the text ends inside quotation marks and swallows it
        text = f"{piece.decode('utf-8')}\n{_END}"
        records = list(csv.reader(io.StringIO(text, newline="\n"), delimiter=self.sheet.delimiter))
        cut = records[-1] != [_END]
        if not cut:
            records.pop()
            if records and piece.endswith(b"\n"):
                records.pop()  # the empty line between
            elif records:
                cut = len(records[-1]) < width
        for index, cells in enumerate(records):
            row = self.row + index
            if cut and index == len(records) - 1:
                reason = _("The file ends in the middle of this row. Download it again.")
            elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
                reason = _(
                    "This row has {cells} cells where the header has {width}, so its columns cannot be told apart.",
                    cells=len(cells),
                    width=width,
                )
            else:
                rows.append((row, (cells + [""] * (width - len(cells)))[:width]))
                continue
            rows_refused += 1
            refused.append(Refusal(row, None, reason))
        self.row += len(records)
        data = {f"c{position}": [cells[position] for _row, cells in rows] for position in self.taken}
        frame = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String))
        return frame.with_columns(row=pl.Series([row for row, _cells in rows], dtype=pl.Int64)), rows_refused

    def _with_numbers(self, frame: pl.DataFrame) -> pl.DataFrame:
        comma = self.sheet.delimiter == ";"
        added: list[pl.Series] = []
        for column in self.taken.values():
            if column.unit is None or column.target is None:
                continue
            texts = frame.get_column(column.target)
            if texts.dtype == pl.Float64:  # Arrow has read it, and every cell is a plain number
                if column.unit == "percent":
                    added.append(in_unit(texts, column.unit))
                continue
            values, bad = to_numbers(texts, column.unit, comma)
            added.append(values.rename(column.target))
            if bad.any():
                added += [bad.rename(f"bad {column.target}"), texts.rename(_raw(column))]
        return frame.with_columns(added) if added else frame
