"""The book's numbers as a spreadsheet: every printed number with its unit, interval and state, and what it was made from.

Numbers are numbers (a rate is 0.041 shown as 4.1 %), words are in the book's language, and no cell holds a formula:
what a caption begins with is text, whatever it is. The same content gives the same bytes.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from reppu.reports.content import BookContent, ComparisonRow, PrintedNumber, without_value_in_words
from reppu.reports.typesetting import basis_in_words, interval_in_words, verdict_in_words
from reppu.vocabulary.estimate import State
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from collections.abc import Sequence

# What XML cannot hold; a caption may.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST_CELL = 32_000  # the file format allows 32,767
_RAIL, _LINE, _INK_THIRD = "#12332f", "#d8d5cb", "#56605c"
_FORMATS = {
    "fraction": "0.0%",
    "points": '+0.0" pp";-0.0" pp"',
    "relative": "+0%;-0%",
    "change": "+#,##0;-#,##0",
    "times": '"×" 0.0',
}
_WIDEST = 60  # characters; longer text wraps


def make_spreadsheet(content: BookContent, language: str) -> bytes:
    """The spreadsheet (XLSX) of a book in one language."""
    return _Spreadsheet(content, language).bytes()


class _Spreadsheet:
    def __init__(self, content: BookContent, language: str) -> None:
        import xlsxwriter

        self.content, self.language = content, language
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.stream,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self.book.set_properties(
            {
                "title": self.say(content.finding.sentence),
                "author": content.organisation_name,
                "comments": self.say(
                    _("The numbers of the season's book; manifest.json beside it says how to make them again.")
                ),
                # XlsxWriter writes the present moment otherwise
                "created": content.data_until.astimezone(UTC).replace(tzinfo=None),
            }
        )
        base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self.formats: dict[str, Any] = {
            "text": self.book.add_format({**base, "text_wrap": True}),
            "quiet": self.book.add_format({**base, "font_color": _INK_THIRD, "text_wrap": True}),
            "title": self.book.add_format({**base, "font_name": "Georgia", "font_size": 18, "font_color": _RAIL}),
            "head": self.book.add_format(
                {**base, "bold": True, "font_color": _INK_THIRD, "bottom": 1, "bottom_color": _LINE, "text_wrap": True}
            ),
            "date": self.book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"}),
            "count": self.book.add_format({**base, "num_format": "#,##0"}),
            "decimal": self.book.add_format({**base, "num_format": "#,##0.00"}),
        }
        for unit, pattern in _FORMATS.items():
            self.formats[unit] = self.book.add_format({**base, "num_format": pattern})

    def say(self, text: Text | str) -> str:
        words = text if isinstance(text, str) else text.in_language(self.language)
        return without_control_characters(words)[:_LONGEST_CELL]

    def bytes(self) -> bytes:
        self._finding()
        self._comparisons()
        self._year_ago()
        self._tables()
        self._worked()
        self._weeks()
        self._posts()
        self._sources()
        self._definitions()
        self._numbers()
        self.book.close()
        return self.stream.getvalue()

    # sheets

    def _finding(self) -> None:
        content = self.content
        sheet = self.book.add_worksheet(self.say(_("Finding")))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, self.say(content.finding.sentence), self.formats["title"])
        sheet.set_row(0, 30)
        row = 2
        for sentence in content.because:
            sheet.write_string(row, 0, "", self.formats["text"])
            sheet.write_string(row, 1, self.say(sentence), self.formats["text"])
            row += 1
        local = content.data_until.astimezone(ZoneInfo(content.time_zone))
        facts: list[tuple[Text, str]] = [
            (_("Organisation"), content.organisation_name),
            (_("Season"), self.say(content.season_title)),
            (_("Days"), interval_in_words(content.season.start, content.season.end, self.language)),
            (_("Data as they were"), f"{local:%Y-%m-%d %H:%M} ({content.time_zone})"),
            (_("Position of the journal"), str(content.position)),
            (_("Level of the intervals"), f"{content.level:.0%}"),
            (_("How the intervals are made"), self.say(content.interval_method)),
        ]
        row += 1
        for label, value in facts:
            sheet.write_string(row, 0, self.say(label), self.formats["quiet"])
            sheet.write_string(row, 1, self.say(value), self.formats["text"])
            row += 1
        row += 1
        for sign, meaning in (
            ("–", _("missing: the platform tells this, but no export that was imported holds it")),
            (self.say(_("not offered")), _("the platform does not tell this, or not as a total for the season")),
            ("0", _("zero: the platform told it, and it was nothing")),
        ):
            sheet.write_string(row, 0, sign, self.formats["quiet"])
            sheet.write_string(row, 1, self.say(meaning), self.formats["text"])
            row += 1

    def _comparisons(self) -> None:
        content = self.content
        if content.earlier_title is None:
            return
        earlier = self.say(content.earlier_title)
        heads = [
            self.say(_("Channel")),
            self.say(_("Metric")),
            self.say(content.season_title),
            *self._bounds(),
            earlier,
            *self._bounds(),
            self.say(_("Change")),
            *self._bounds(),
            self.say(_("What can be said")),
            self.say(_("Why")),
        ]
        rows: list[list[Any]] = []
        groups: list[tuple[Text | str, Sequence[ComparisonRow]]] = [(_("All channels"), content.rows)]
        groups += [(channel.name, channel.rows) for channel in content.channels]
        for name, compared in groups:
            for one in compared:
                rows.append(
                    [
                        self.say(name),
                        self.say(one.label),
                        *self._with_bounds(one.now),
                        *self._with_bounds(one.before),
                        *self._with_bounds(one.change),
                        self.say(verdict_in_words(one.verdict)),
                        self.say(one.reason) if one.reason is not None else "",
                    ]
                )
        self._sheet(_("Beside the last season"), heads, rows)

    def _year_ago(self) -> None:
        content = self.content
        if content.year_ago_title is None:
            return
        heads = [
            self.say(_("Metric")),
            self.say(content.season_title),
            *self._bounds(),
            self.say(content.year_ago_title),
            *self._bounds(),
            self.say(_("Change")),
            *self._bounds(),
            self.say(_("What can be said")),
            self.say(_("Why")),
        ]
        rows = [
            [
                self.say(one.label),
                *self._with_bounds(one.now),
                *self._with_bounds(one.before),
                *self._with_bounds(one.change),
                self.say(verdict_in_words(one.verdict)),
                self.say(one.reason) if one.reason is not None else "",
            ]
            for one in content.year_rows
        ]
        self._sheet(_("A year ago"), heads, rows)

    def _tables(self) -> None:
        for table in self.content.tables:
            heads = [self.say(table.heading)]
            for column in table.columns:
                heads += [self.say(column), *self._bounds()]
            rows = [
                [self.say(row.label), *(part for cell in row.cells for part in self._with_bounds(cell))]
                for row in table.rows
            ]
            self._sheet(table.title, heads, rows)

    def _worked(self) -> None:
        rows: list[list[Any]] = []
        for channel in self.content.channels:
            for row in channel.worked.rows if channel.worked is not None else ():
                rows.append(
                    [
                        self.say(channel.name),
                        self.say(row.label),
                        row.posts,
                        *self._with_bounds(row.rate),
                        *self._with_bounds(row.others),
                        *self._with_bounds(row.change),
                        self.say(verdict_in_words(row.verdict)),
                        self.say(row.reason) if row.reason is not None else "",
                    ]
                )
        heads = [
            *(self.say(word) for word in (_("Channel"), _("Posts with"), _("Posts"), _("Their rate"))),
            *self._bounds(),
            self.say(_("The others'")),
            *self._bounds(),
            self.say(_("Change")),
            *self._bounds(),
            self.say(_("Beside the others")),
            self.say(_("Why")),
        ]
        self._sheet(_("What worked"), heads, rows)

    def _weeks(self) -> None:
        rows: list[list[Any]] = []
        for channel in self.content.channels:
            for series in channel.series:
                before = dict(series.earlier)
                for at, printed in series.points:
                    then = before.get(at)
                    rows.append(
                        [
                            self.say(channel.name),
                            self.say(series.label),
                            at,
                            *self._with_bounds(printed),
                            then if then is not None else "",
                        ]
                    )
        heads = [
            *(self.say(word) for word in (_("Channel"), _("Metric"), _("Week from"))),
            self.say(self.content.season_title),
            *self._bounds(),
            self.say(self.content.earlier_title) if self.content.earlier_title is not None else "",
        ]
        self._sheet(_("Weeks"), heads, rows)

    def _posts(self) -> None:
        rows: list[list[Any]] = []
        for channel in self.content.channels:
            for post in channel.best_posts:
                kind = self.say(post.kind) if post.kind is not None else ""
                for title, printed in zip(channel.post_columns, post.figures, strict=True):
                    rows.append(
                        [
                            self.say(channel.name),
                            post.published,
                            kind,
                            self.say(post.text or ""),
                            self.say(title),
                            printed,
                            post.times_median,
                        ]
                    )
        words = (_("Channel"), _("Published"), _("Kind"), _("Post"), _("Metric"), _("Value"), _("Against the median"))
        self._sheet(_("Best posts"), [self.say(word) for word in words], rows)

    def _sources(self) -> None:
        zone = ZoneInfo(self.content.time_zone)
        rows: list[list[Any]] = [
            [
                self.say(source.channel),
                source.imports,
                source.stated_at.astimezone(zone).date() if source.stated_at is not None else "",
                source.first_day or "",
                source.last_day or "",
                source.missing_days,
                source.refused,
                " ".join(self.say(gap) for gap in source.gaps),
            ]
            for source in self.content.sources
        ]
        words = (
            _("Channel"), _("Imports"), _("Newest export"), _("First day"), _("Last day"), _("Days missing"),
            _("Rows refused"), _("Gaps"),
        )  # fmt: skip
        self._sheet(_("Sources"), [self.say(word) for word in words], rows)

    def _definitions(self) -> None:
        rows: list[list[Any]] = [
            [
                self.say(each.label),
                each.name,
                str(each.version),
                self.say(each.definition),
                self.say(basis_in_words(each.basis)),
                ", ".join(each.offered_by) or "–",
            ]
            for each in self.content.definitions
        ]
        words = (_("Metric"), _("Id"), _("Version"), _("Definition"), _("Days"), _("Told by"))
        self._sheet(_("Definitions"), [self.say(word) for word in words], rows)

    def _numbers(self) -> None:
        labels = {each.name: self.say(each.label) for each in self.content.definitions}
        rows: list[list[Any]] = [
            [
                printed.id,
                labels.get(printed.metric, printed.metric),
                *self._with_bounds(printed),
                printed.estimate.n,
                self.say(state_in_words(printed.estimate.state)),
                printed.unit,
                self.say(basis_in_words(printed.basis)) if printed.basis != "journal" else "",
                printed.estimate.method,
                self.say(printed.reason) if printed.reason is not None else "",
            ]
            for printed in self.content.numbers()
        ]
        words = (_("Number"), _("Metric"), _("Value"))
        more = (_("Rests on"), _("State"), _("Unit"), _("Days"), _("Method"), _("Why"))
        self._sheet(_("All numbers"), [*map(self.say, words), *self._bounds(), *map(self.say, more)], rows)

    # cells

    def _bounds(self) -> list[str]:
        return [self.say(_("90 % from")), self.say(_("90 % to"))]

    def _with_bounds(self, printed: PrintedNumber) -> list[Any]:
        low, high = printed.estimate.low, printed.estimate.high
        if low is None or high is None:
            return [printed, "", ""]
        return [printed, (low, printed.unit), (high, printed.unit)]

    def _sheet(self, name: Text, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        if not rows:
            return
        sheet = self.book.add_worksheet(self.say(name)[:31])
        sheet.freeze_panes(1, 1)
        sheet.hide_gridlines(2)
        widths = [len(head) for head in heads]
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self.formats["head"])
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                widths[column] = max(widths[column], self._write(sheet, number, column, cell))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(_WIDEST, max(9, width + 2)))
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)  # A4

    def _write(self, sheet: Any, row: int, column: int, cell: Any) -> int:
        """Writes a cell and returns about how wide it is."""
        match cell:
            case PrintedNumber():
                if cell.value is None:
                    words = self.say(without_value_in_words(cell.estimate.state))
                    sheet.write_string(row, column, words, self.formats["quiet"])
                    return len(words)
                return self._write_number(sheet, row, column, cell.value, cell.unit)
            case (float() | int() as value, str() as unit):
                return self._write_number(sheet, row, column, value, unit)
            case datetime() | date():
                sheet.write_datetime(row, column, cell, self.formats["date"])
                return 10
            case int() | float():
                return self._write_number(sheet, row, column, cell, "count")
            case _:
                sheet.write_string(row, column, str(cell), self.formats["text"])
                return len(str(cell))

    def _write_number(self, sheet: Any, row: int, column: int, value: float, unit: str) -> int:
        unit = unit.partition(":")[0]  # "money:EUR"
        shown = value * 100 if unit == "points" else value
        plain = "count" if float(value).is_integer() else "decimal"
        sheet.write_number(row, column, shown, self.formats[unit if unit in _FORMATS else plain])
        return 10


def without_control_characters(words: str) -> str:
    """The words without what XML cannot hold."""
    return _NOT_XML.sub("", words)


def state_in_words(state: State) -> Text:
    """What kind of answer a number is."""
    words: dict[State, Text] = {
        State.OK: _("as stated, or with its interval"),
        State.OBSERVED: _("seen, without an interval"),
        State.TOO_LITTLE_DATA: _("too little data"),
        State.MISSING: _("missing"),
        State.NOT_OFFERED: _("not offered"),
    }
    return words[state]
