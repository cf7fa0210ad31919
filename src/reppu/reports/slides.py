"""The book as slides: one finding a slide, native charts that can be edited, definitions in the notes.

Every slide has a real title, every chart a text description, and the language is set on every word, so that a reader who
listens gets the same. A slide file cannot bring its fonts, so it asks for two that nearly every machine has. The same
content gives the same bytes: the writer's clock is taken out at the end (`_same_bytes`).
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reppu.reports.content import (
    BookContent,
    ChannelPages,
    ComparisonRow,
    Figure,
    PrintedNumber,
    Series,
    TableSection,
    Verdict,
    Worked,
)
from reppu.reports.spreadsheet import without_control_characters
from reppu.reports.typesetting import interval_in_words, sentences_of, verdict_in_words
from reppu.reports.worked import silent_reason
from reppu.vocabulary.language import Text, _, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SERIF, _SANS = "Georgia", "Arial"
# Letters of a title of 28 points in two lines; a longer one is set smaller, so that it stays clear of what is below.
_TITLE_LETTERS, _LONG_TITLE_SIZE = 96, 22
# A verdict's shape and colour, as in the PDF.
_SHAPES = {
    Verdict.UP: ("▲", "1B6B43"), Verdict.DOWN: ("▼", "A92A1F"), Verdict.SAME: ("–", "3D4744"),
    Verdict.CANNOT_TELL: ("○", "56605C"), Verdict.NOTHING_TO_COMPARE: ("○", "56605C"),
}  # fmt: skip
_RAIL, _INK, _SECOND, _THIRD, _DATA, _EXPECTED, _LINE, _BRAND = (
    "12332F", "17211F", "48534F", "66706C", "17637C", "8FB4C0", "E5E2D9", "F0B557",
)  # fmt: skip
_LOCALES = {"fi": "fi-FI", "sv": "sv-SE", "en": "en-GB"}
_WIDTH, _HEIGHT = 13.333, 7.5  # inches: 16 to 9
_LEFT, _ACROSS = 0.75, 11.83
_TITLE_ONLY = 5  # the layout of python-pptx's own template that has a title and nothing else
_MOST_POSTS, _MOST_ROWS = 5, 9  # our choice: what can be read from the back of a room
_CAPTION = 90


def make_slides(content: BookContent, language: str) -> bytes:
    """The slides (PPTX) of a book in one language."""
    return _Slides(content, language).bytes()


class _Slides:
    def __init__(self, content: BookContent, language: str) -> None:
        import pptx
        from pptx.util import Inches

        self.content, self.language = content, language
        self.written = sentences_of(content, language)
        self.definitions = {each.name: each for each in content.definitions}
        self.deck = pptx.Presentation()
        self.deck.slide_width, self.deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)

    def say(self, text: Text | str) -> str:
        words = text if isinstance(text, str) else text.in_language(self.language)
        return without_control_characters(words)

    def bytes(self) -> bytes:
        self._opening()
        self._figures(_("The season in figures"), self.content.key_figures, self.content.rows)
        self._comparison(_("This season beside the last"), self.content.rows)
        if self.content.year_ago_title is not None:
            title = self.say(_("And beside the same season a year ago"))
            self._comparison(title, self.content.year_rows, self.content.year_ago_title)
        for label, numbers in self.content.rates:
            self._rates(label, numbers)
        for table in self.content.tables:
            self._table_section(table)
        for channel in self.content.channels:
            self._channel(channel)
        self._sources()
        self._how_sure()
        stream = io.BytesIO()
        properties = self.deck.core_properties
        moment = self.content.data_until.astimezone(UTC).replace(tzinfo=None)
        properties.title = self.say(self.content.finding.sentence)
        properties.author = properties.last_modified_by = self.say(self.content.organisation_name)
        properties.language = _LOCALES.get(self.language, self.language)
        properties.created = properties.modified = moment
        properties.revision = 1
        self.deck.save(stream)
        return same_bytes(stream.getvalue(), moment)

    # slides

    def _opening(self) -> None:
        content = self.content
        slide = self._slide(content.finding.sentence, size=40, top=1.5, height=2.0)
        self._words(
            slide, [f"{content.organisation_name} · {self.say(content.season_title)}"], 0.95, 0.5, 16, _RAIL, bold=True
        )
        self._words(slide, [self.say(sentence) for sentence in content.because], 3.7, 2.4, 18, _SECOND)
        self._words(slide, [self.written["dates"]], 6.6, 0.4, 12, _THIRD)
        self._notes(slide, self._used(row.metric for row in content.rows), content.interval_method)

    def _figures(self, title: Text, figures: Sequence[Figure], rows: Sequence[ComparisonRow]) -> None:
        if not figures:
            return
        slide = self._slide(title)
        verdicts = {row.metric: row for row in rows}
        across = _ACROSS / 3
        for place, figure in enumerate(figures[:6]):
            left, top = _LEFT + across * (place % 3), 1.8 + 2.5 * (place // 3)
            interval = figure.number.interval_in_language(self.language)
            below = [self.say(_("90 % interval {interval}", interval=interval))] if interval else []
            row = verdicts.get(figure.number.metric)
            if row is not None and figure.compared:
                below.append(self.say(verdict_in_words(row.verdict)))
            if figure.note is not None:
                below.append(self.say(figure.note))
            self._words(
                slide, [self.say(figure.label)], top, 0.4, 14, _SECOND, left=left, width=across - 0.3, bold=True
            )
            number = self.say(figure.number.in_language(self.language))
            size, colour = (34, _INK) if figure.number.value is not None else (18, _THIRD)
            self._words(slide, [number], top + 0.4, 0.8, size, colour, left=left, width=across - 0.3, bold=True)
            self._words(slide, below, top + 1.2, 1.0, 12, _THIRD, left=left, width=across - 0.3)
        self._notes(slide, self._used(figure.number.metric for figure in figures))

    def _comparison(self, title: Text | str, rows: Sequence[ComparisonRow], beside: Text | None = None) -> None:
        beside = beside or self.content.earlier_title
        if not rows or beside is None:
            return
        slide = self._slide(title)
        heads = [
            self.say(_("Metric")), self.say(self.content.season_title), self.say(beside),
            self.say(_("Change")), self.say(_("What can be said")),
        ]  # fmt: skip
        table = [
            [
                self.say(row.label),
                self._number(row.now),
                self._number(row.before),
                self.say(row.change.whole()),
                f"{_SHAPES[row.verdict][0]} {self.say(verdict_in_words(row.verdict))}",
            ]
            for row in rows[:_MOST_ROWS]
        ]
        verdicts = [row.verdict for row in rows[:_MOST_ROWS]]
        self._table(slide, heads, table, widths=(2.9, 1.75, 1.75, 3.2, 2.23), numbers=(1, 2, 3), verdicts=verdicts)
        self._notes(slide, self._used(row.metric for row in rows), self.written["beside_intro"])

    def _rates(self, label: Text, numbers: Sequence[tuple[str, PrintedNumber]]) -> None:
        from pptx.chart.data import CategoryChartData

        shown = [(name, printed) for name, printed in numbers if printed.value is not None]
        if not shown:
            return
        slide = self._slide(label)
        data = CategoryChartData(number_format=_number_format(shown[0][1].unit))
        data.categories = [self.say(name) for name, _printed in shown]
        data.add_series(self.say(label), [printed.value for _name, printed in shown])
        described = "; ".join(f"{name}: {self.say(printed.whole())}" for name, printed in shown)
        chart = self._chart(slide, "BAR_CLUSTERED", data, f"{self.say(label)}. {described}.")
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 60, True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = (
            _number_format(shown[0][1].unit),
            False,
        )
        self._colour(plot.series[0].format.fill, _DATA)
        chart.category_axis.reverse_order = True
        chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
        chart.value_axis.minimum_scale = 0
        chart.category_axis.format.line.fill.background()
        if any(printed.estimate.low != printed.estimate.high for _name, printed in shown):
            _error_bars(plot.series[0], [printed.estimate for _name, printed in shown])
            self._words(slide, [self.say(_("The thin line is the 90 % interval."))], 6.75, 0.4, 12, _THIRD)
        absent = [
            f"{name}: {self.say(printed.in_language(self.language))}"
            for name, printed in numbers
            if printed.value is None
        ]
        self._notes(slide, self._used(printed.metric for _name, printed in numbers), *absent)

    def _channel(self, channel: ChannelPages) -> None:
        said = self.say(channel.finding.sentence) if channel.finding is not None else ""
        for series in channel.series:
            self._weeks(channel, series, f"{channel.name}: {said[:1].lower()}{said[1:]}" if said else channel.name)
        self._comparison(self.say(_("{channel}: this season beside the last", channel=channel.name)), channel.rows)
        if channel.worked is not None and silent_reason(channel.worked) is None:  # else the book says why
            self._worked(channel, channel.worked)
        if channel.best_posts:
            self._posts(channel)

    def _worked(self, channel: ChannelPages, worked: Worked) -> None:
        told = [row for row in worked.rows if row.verdict in (Verdict.UP, Verdict.DOWN)]
        slide = self._slide(self.say(_("{channel}: what worked, and what did not", channel=channel.name)))
        heads = [
            self.say(word) for word in (_("Posts with"), _("Posts"), _("Their rate"), _("The others'"), _("Change"))
        ]
        rows = [
            [
                self.say(row.label),
                self._number(row.posts),
                self.say(row.rate.whole()),
                self.say(row.others.whole()),
                self.say(row.change.whole()),
            ]
            for row in told[:_MOST_ROWS]
        ]
        self._table(slide, heads, rows, widths=(3.0, 1.2, 2.6, 2.6, 2.43), numbers=(1, 2, 3, 4))
        rest = [self.say(row.label) for row in worked.rows if row not in told]
        if rest:
            self._words(
                slide,
                [self.say(_("Not told apart from the others: {marks}.", marks=", ".join(rest)))],
                6.3,
                0.8,
                12,
                _THIRD,
            )
        self._notes(slide, self._used((worked.metric,)), *((worked.corrected,) if worked.corrected is not None else ()))

    def _table_section(self, table: TableSection) -> None:
        slide = self._slide(table.title)
        rows = [
            [self.say(row.label), *(self.say(cell.whole()) for cell in row.cells)] for row in table.rows[:_MOST_ROWS]
        ]
        across = (_ACROSS - 3.2) / len(table.columns)
        self._table(
            slide,
            [self.say(table.heading), *(self.say(column) for column in table.columns)],
            rows,
            widths=(3.2, *(across for _column in table.columns)),
            numbers=tuple(range(1, len(table.columns) + 1)),
        )
        self._notes(
            slide, self._used(cell.metric for row in table.rows for cell in row.cells), table.intro, *table.notes
        )

    def _weeks(self, channel: ChannelPages, series: Series, title: str) -> None:
        from pptx.chart.data import CategoryChartData
        from pptx.dml.color import RGBColor
        from pptx.enum.dml import MSO_LINE
        from pptx.util import Pt

        slide = self._slide(title)
        data = CategoryChartData(number_format=_number_format(series.unit))
        data.categories = [self._day(at) for at, _printed in series.points]
        data.add_series(self.say(self.content.season_title), [printed.value for _at, printed in series.points])
        if series.earlier and self.content.earlier_title is not None:
            then = dict(series.earlier)
            data.add_series(
                self.say(self.content.earlier_title),
                [then[at].value if at in then else None for at, _printed in series.points],
            )
        told = [printed for _at, printed in series.points if printed.value is not None]
        highest = max(told, key=lambda printed: printed.value or 0.0, default=None)
        description = self.say(_("{metric} by week", metric=series.label))
        if highest is not None:
            description += ". " + self.say(_("Highest {value}.", value=highest.text()))
        self._words(slide, [self.say(_("{metric} by week", metric=series.label))], 1.55, 0.4, 14, _SECOND, bold=True)
        chart = self._chart(slide, "LINE", data, description, top=1.95, height=4.7)
        chart.has_legend = len(chart.plots[0].series) > 1
        if chart.has_legend:
            chart.legend.include_in_layout = False
            chart.legend.font.size = Pt(12)
        for place, one in enumerate(chart.plots[0].series):
            one.smooth = False
            one.format.line.width = Pt(2.25 if place == 0 else 1.75)
            one.format.line.color.rgb = RGBColor.from_string(_DATA if place == 0 else _EXPECTED)
            if place:
                one.format.line.dash_style = MSO_LINE.DASH
        chart.value_axis.minimum_scale = 0
        chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(_LINE)
        chart.value_axis.format.line.fill.background()
        self._notes(
            slide,
            self._used(printed.metric for _at, printed in series.points),
            *(self.say(note) for note in channel.notes),
        )

    def _posts(self, channel: ChannelPages) -> None:
        slide = self._slide(self.say(_("{channel}: the posts people took part in most", channel=channel.name)))
        heads = [
            self.say(_("Published")),
            self.say(_("Post")),
            *(self.say(word) for word in channel.post_columns),
            self.say(_("Against the median")),
        ]
        rows = []
        for post in channel.best_posts[:_MOST_POSTS]:
            words = " ".join((post.text or "").split())
            kind = self.say(post.kind) if post.kind is not None else ""
            text = self.say(words if len(words) <= _CAPTION else words[: _CAPTION - 1].rstrip() + "…")
            rows.append(
                [
                    day(post.published, self.language),
                    ": ".join(part for part in (kind, text) if part),
                    *(self._number(printed) for printed in post.figures),
                    self._number(post.times_median),
                ]
            )
        columns = len(channel.post_columns)
        widths = (1.6, _ACROSS - 1.6 - 1.6 * (columns + 1), *(1.6 for _column in range(columns + 1)))
        self._table(slide, heads, rows, widths=widths, numbers=tuple(range(2, columns + 3)))
        self._notes(slide, self._used(printed.metric for post in channel.best_posts for printed in post.figures))

    def _sources(self) -> None:
        slide = self._slide(_("Sources and gaps"))
        heads = [
            self.say(word)
            for word in (_("Channel"), _("Imports"), _("Newest export"), _("Days covered"), _("Days missing"))
        ]
        rows = []
        for source in self.content.sources:
            period = "–"
            if source.first_day is not None and source.last_day is not None:
                period = interval_in_words(source.first_day, source.last_day, self.language)
            stated = "–" if source.stated_at is None else day(source.stated_at.date(), self.language)
            rows.append(
                [
                    self.say(source.channel),
                    self._number(source.imports),
                    stated,
                    period,
                    self._number(source.missing_days),
                ]
            )
        self._table(slide, heads, rows[:_MOST_ROWS], widths=(4.0, 1.3, 2.0, 3.0, 1.53), numbers=(1, 4))
        self._notes(
            slide, (), *(f"{source.channel}: {self.say(gap)}" for source in self.content.sources for gap in source.gaps)
        )

    def _how_sure(self) -> None:
        slide = self._slide(_("How sure the figures are"))
        self._words(slide, self.written["how_sure"], 1.7, 3.6, 15, _SECOND)
        self._words(slide, self.written["again"], 5.4, 1.0, 13, _THIRD)
        self._words(slide, [self.written["verify_command"]], 6.5, 0.4, 13, _RAIL, bold=True)

    # pieces

    def _slide(self, title: Text | str, size: int = 28, top: float = 0.55, height: float = 0.95) -> Any:
        from pptx.enum.text import MSO_ANCHOR
        from pptx.util import Inches

        slide = self.deck.slides.add_slide(self.deck.slide_layouts[_TITLE_ONLY])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = Inches(_LEFT), Inches(top), Inches(_ACROSS), Inches(height)
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        frame.vertical_anchor = MSO_ANCHOR.TOP
        words = self.say(title)
        size = min(size, _LONG_TITLE_SIZE) if len(words) > _TITLE_LETTERS else size
        self._run(frame.paragraphs[0], words, size, _RAIL, font=_SERIF, bold=True)
        mark = slide.shapes.add_shape(1, Inches(_LEFT), Inches(0.3), Inches(0.5), Inches(0.07))
        self._colour(mark.fill, _BRAND)
        mark.line.fill.background()
        _decorative(mark)
        return slide

    def _words(
        self,
        slide: Any,
        paragraphs: Sequence[str],
        top: float,
        height: float,
        size: int,
        colour: str,
        *,
        left: float = _LEFT,
        width: float = _ACROSS,
        bold: bool = False,
    ) -> None:
        from pptx.util import Inches, Pt

        if not paragraphs:
            return
        frame = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height)).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        for place, words in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(size / 2)
            self._run(paragraph, words, size, colour, bold=bold)

    def _run(self, paragraph: Any, words: str, size: int, colour: str, font: str = _SANS, bold: bool = False) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.name, run.font.bold = Pt(size), font, bold
        run.font.color.rgb = RGBColor.from_string(colour)
        run._r.get_or_add_rPr().set("lang", _LOCALES.get(self.language, self.language))

    def _chart(self, slide: Any, kind: str, data: Any, description: str, top: float = 1.7, height: float = 5.0) -> Any:
        from pptx.enum.chart import XL_CHART_TYPE
        from pptx.util import Inches, Pt

        frame = slide.shapes.add_chart(
            getattr(XL_CHART_TYPE, kind), Inches(_LEFT), Inches(top), Inches(_ACROSS), Inches(height), data
        )
        frame._element.nvGraphicFramePr.cNvPr.set("descr", self.say(description))
        chart = frame.chart
        chart.has_legend, chart.has_title = False, False
        chart.font.size, chart.font.name = Pt(12), _SANS
        return chart

    def _table(
        self,
        slide: Any,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float],
        numbers: Sequence[int] = (),
        verdicts: Sequence[Verdict] = (),
    ) -> None:
        """verdicts: those of the rows, whose colour the last column takes."""
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Inches

        height = min(0.5, 5.0 / (len(rows) + 1))
        frame = slide.shapes.add_table(
            len(rows) + 1, len(heads), Inches(_LEFT), Inches(1.7), Inches(sum(widths)), Inches(height * (len(rows) + 1))
        )
        table = frame.table
        # the plainest of the program's own table styles: lines, no fill
        frame._element.graphic.graphicData.tbl[0][-1].text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
        for column, width in enumerate(widths):
            table.columns[column].width = Inches(width)
        for number, cells in enumerate([heads, *rows]):
            for column, words in enumerate(cells):
                cell = table.cell(number, column)
                cell.margin_left = cell.margin_right = Inches(0.06)
                bold = number == 0 or column == 0
                colour = _THIRD if number == 0 else _INK
                if verdicts and number > 0 and column == len(cells) - 1:
                    bold, colour = True, _SHAPES[verdicts[number - 1]][1]
                self._run(cell.text_frame.paragraphs[0], words, 13, colour, bold=bold)
                if column in numbers:
                    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _notes(self, slide: Any, metrics: Iterable[str], *more: Text | str) -> None:
        """The definitions of what the slide shows, and what must be known beside it, as the speaker's notes."""
        words = [self.say(text) for text in more if self.say(text)]
        for name in metrics:
            each = self.definitions.get(name)
            if each is not None:
                words.append(
                    self.say(
                        _(
                            "{metric} ({name}, version {version}): {definition}",
                            metric=each.label,
                            name=each.name,
                            version=str(each.version),
                            definition=each.definition,
                        )
                    )
                )
        slide.notes_slide.notes_text_frame.text = "\n".join(words)

    def _used(self, metrics: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in metrics if name in self.definitions))

    def _number(self, printed: PrintedNumber) -> str:
        return self.say(printed.in_language(self.language))

    def _day(self, at: Any) -> str:
        return f"{at.day}.{at.month}." if self.language == "fi" else f"{at.day}/{at.month}"

    def _colour(self, fill: Any, colour: str) -> None:
        from pptx.dml.color import RGBColor

        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(colour)


def _number_format(unit: str) -> str:
    return "0.0%" if unit == "fraction" else "#,##0"


def _decorative(shape: Any) -> None:
    """Says to those who listen that the shape means nothing (the extension that Office writes for it)."""
    from lxml import etree  # type: ignore[import-untyped]  # python-pptx brings it; it has no types

    properties = shape._element.nvSpPr.cNvPr
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    decorative = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    extensions = etree.SubElement(properties, f"{{{a}}}extLst")
    extension = etree.SubElement(extensions, f"{{{a}}}ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    etree.SubElement(extension, f"{{{decorative}}}decorative", nsmap={"adec": decorative}, val="1")


def _error_bars(series: Any, estimates: Sequence[Any]) -> None:
    """The intervals as error bars of a native chart, which python-pptx has no words for (ECMA-376 part 1, 21.2.2.55)."""
    from lxml import etree

    c = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    bars = etree.Element(f"{{{c}}}errBars")
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "1")):
        etree.SubElement(bars, f"{{{c}}}{name}", val=value)
    for name, sign in (("plus", 1), ("minus", -1)):
        literal = etree.SubElement(etree.SubElement(bars, f"{{{c}}}{name}"), f"{{{c}}}numLit")
        etree.SubElement(literal, f"{{{c}}}formatCode").text = "General"
        etree.SubElement(literal, f"{{{c}}}ptCount", val=str(len(estimates)))
        for place, estimate in enumerate(estimates):
            end = estimate.high if sign > 0 else estimate.low
            if end is None:
                continue
            point = etree.SubElement(literal, f"{{{c}}}pt", idx=str(place))
            etree.SubElement(point, f"{{{c}}}v").text = repr(abs(end - estimate.value))
    series._element.find(f"{{{c}}}cat").addprevious(bars)


_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def same_bytes(archive: bytes, moment: datetime) -> bytes:
    """An Office file without its writer's clock: members dated 1980, `moment` as its date, spreadsheets inside likewise."""
    out = io.BytesIO()
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.endswith(".xlsx"):
                data = same_bytes(data, moment)
            elif info.filename == "docProps/core.xml":
                data = _STAMPS.sub(rb"\g<1>" + stamp + rb"\g<3>", data)
            member = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, data)
    return out.getvalue()
