"""A book's content as words in one language and pages in a PDF, with the same bytes every time."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from reppu.charts.facade import (
    Bar,
    Chart,
    Curve,
    HeatCell,
    Mark,
    Panel,
    TrendPoint,
    bars,
    font_folder,
    growth,
    heatmap,
    multiples,
    strip,
    to_svg,
    trend,
)
from reppu.reports.content import BookContent, ComparisonRow, Figure, Joined, PrintedNumber, Verdict
from reppu.reports.findings.rules import InSentence
from reppu.reports.printable import printable, shortened
from reppu.reports.worked import silent_reason
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import State
from reppu.vocabulary.language import Text, _, day, moment, percent

if TYPE_CHECKING:
    from collections.abc import Callable

    import typst

    from reppu.reports.content import BestPost, ChannelPages, MarkRow, Series, Source, TableSection, Worked

FONT_PACKAGES = ("fontpkg_source_sans_3", "fontpkg_source_serif_4")
CAPTION_LENGTH = 96  # characters: two lines in the posts table


def make_pdf(content: BookContent, language: str) -> bytes:
    """The book as a tagged PDF/UA-1 file. The same content, language and library versions give the same bytes.

    Raises ReppuError when typesetting warns or fails, because a warning means that a font was replaced or words were lost.
    """
    import typst

    data = book_in_words(content, language)
    compiler = typst.Compiler(template_path().read_bytes(), font_paths=_fonts(), ignore_system_fonts=True)
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            sys_inputs={"book": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(content.data_until.timestamp()),
        )
    except typst.TypstError as error:
        raise _not_typeset(str(error.message)) from error
    if warnings:
        raise _not_typeset("; ".join(warning.message for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


def pages_of(pdf: bytes) -> int:
    """How many pages a file of `make_pdf` has, from its page tree (typst writes each page as an object of its own)."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def template_path() -> Path:
    """The page design of the book."""
    return Path(str(resources.files("reppu.reports").joinpath("templates"))) / "review.typ"


def _not_typeset(why: str) -> ReppuError:
    return ReppuError(
        _("The book could not be typeset: {why}", why=why),
        advice=_("This is a fault in Reppu, not in your data; please report it with this message."),
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_folder(package)) for package in FONT_PACKAGES],
    )


def font_files() -> list[Path]:
    """The files of all fonts that the book embeds."""
    return sorted(path for package in FONT_PACKAGES for path in font_folder(package).glob("*.ttf"))


def sentences_of(content: BookContent, language: str) -> dict[str, Any]:
    """The book's standing sentences, for the slides: the days, how it is compared, how sure it is, how to make it again."""
    return _Words(content, language).sentences()


def book_in_words(content: BookContent, language: str) -> dict[str, Any]:
    """Everything that the template places: plain strings in `language`, numbers written, charts as SVG."""
    words = _Words(content, language)
    return words.book()


class _Words:
    """One writing of one content in one language."""

    def __init__(self, content: BookContent, language: str) -> None:
        self.content = content
        self.language = language
        self.sans = next(font_folder(FONT_PACKAGES[0]).glob("SourceSans3[[]wght[]].ttf"))
        self.serif = next(font_folder(FONT_PACKAGES[1]).glob("SourceSerif4[[]opsz,wght[]].ttf"))

    def say(self, text: Text | str) -> str:
        """A text of ours in the language; what others' words in it the fonts lack is replaced."""
        words = text if isinstance(text, str) else text.in_language(self.language)
        # "%-yks." must not break after its hyphen.
        return printable(words.replace("%-yks", "%\u2011yks"), self.sans)

    def title(self, text: Text | str) -> str:
        """The same for headings, whose font has fewer characters."""
        return printable(text if isinstance(text, str) else text.in_language(self.language), self.serif)

    def number(self, printed: PrintedNumber) -> dict[str, str]:
        """What a cell or tile shows of a number."""
        text = self.say(printed.in_language(self.language))
        return {
            "text": text,
            "interval": self.say(printed.interval_in_language(self.language)),
            "state": printed.estimate.state.value,
        }

    def sentences(self) -> dict[str, Any]:
        content, say = self.content, self.say
        local = content.data_until.astimezone(ZoneInfo(content.time_zone))
        return {
            "dates": say(
                _(
                    "{days} · the data as they were on {moment}",
                    days=interval_in_words(content.season.start, content.season.end, self.language),
                    moment=moment(local, self.language),
                )
            ),
            "beside_intro": say(self._beside_intro()),
            "how_sure": [say(paragraph) for paragraph in self._how_sure()],
            "again": [say(paragraph) for paragraph in self._again()],
            "verify_command": "reppu verify manifest.json",
        }

    def book(self) -> dict[str, Any]:
        content, say = self.content, self.say
        season = self.title(content.season_title)
        utc = content.data_until.astimezone(UTC)
        local = content.data_until.astimezone(ZoneInfo(content.time_zone))
        return {
            "language": self.language,
            "title": self.title(content.finding.sentence),
            "description": say(
                _(
                    "The season's book of {organisation}: {season}",
                    organisation=content.organisation_name,
                    season=season,
                )
            ),
            "organisation": say(content.organisation_name),
            "date": [utc.year, utc.month, utc.day, utc.hour, utc.minute],
            "eyebrow": say(f"{content.organisation_name} · {season}"),
            "footer": say(f"{content.organisation_name} · {season}"),
            **self.sentences(),
            "because": [say(sentence) for sentence in content.because],
            "tiles": [self._tile(figure, content.rows) for figure in content.key_figures],
            "tiles_note": say(self._tiles_note()) if content.key_figures else "",
            "words": self._fixed_words(),
            "rows": [self._row(row) for row in content.rows],
            "rows_note": say(content.rows_note) if content.rows_note is not None else "",
            "year": self._year(),
            "multiples": self._multiples(),
            "tables": [self._table(table) for table in content.tables],
            "left_out": [say(sentence) for sentence in content.left_out],
            "rate_charts": [self._rate_chart(label, numbers) for label, numbers in content.rates],
            "channels": [self._channel(channel) for channel in content.channels],
            "sources": [self._source(source) for source in content.sources],
            "sources_intro": say(
                _(
                    "What the book rests on: the exports that were imported, the days they cover, and what is missing. "
                    "Facts are never overwritten; a later export adds to them."
                )
            ),
            "three_kinds": [
                [say(Text("–")), say(_("missing: the platform tells this, but no export that was imported holds it"))],
                [say(_("not offered")), say(_("the platform does not tell this, or not as a total for the season"))],
                ["0", say(_("zero: the platform told it, and it was nothing"))],
            ],
            "definitions_intro": say(
                _("Every figure in this book follows one of these definitions. The number is the definition's version.")
            ),
            "definitions": [
                {
                    "label": say(each.label),
                    "definition": say(each.definition),
                    "formula": say(each.formula) if each.formula is not None else "",
                    "facts": say(self._definition_facts(each)),
                }
                for each in content.definitions
            ],
            "made_from": [[say(label), say(value)] for label, value in self._made_from(local)],
        }

    def _tiles_note(self) -> Text:
        content = self.content
        if content.earlier is None:
            return _("Totals are as the platforms stated them last. The small grey figures are 90 % intervals.")
        return _(
            "Totals are as the platforms stated them last. Where seasons are compared, posts count as they stood {age} days "
            "after publishing, so that figures there are smaller. The small grey figures are 90 % intervals.",
            age=content.compared_at_days,
        )

    def _fixed_words(self) -> dict[str, Any]:
        say = self.say
        earlier = self.content.earlier_title
        return {
            "interval": say(_("90 % interval")),
            "contents": self.title(_("Contents")),
            "beside": self.title(_("This season beside the last")),
            "sources": self.title(_("Sources and gaps")),
            "definitions": self.title(_("What the figures mean")),
            "how_sure": self.title(_("How sure the figures are")),
            "again": self.title(_("How to make this book again")),
            "three_kinds": say(_("Three things that look different everywhere")),
            "comparison": [
                say(word)
                for word in (
                    _("Metric"),
                    self.content.season_title,
                    earlier if earlier is not None else _("Before"),
                    _("Change"),
                    _("What can be said"),
                )
            ],
            "published": say(_("Published")),
            "worked": self.title(_("What worked, and what did not")),
            "worked_columns": [
                say(word)
                for word in (_("Posts with"), _("Posts"), _("Their rate"), _("The others'"), _("Beside the others"))
            ],
            "left_out": say(_("Left out of every figure")),
            "post": say(_("Post")),
            "times_median": say(_("Against the median")),
            "source_columns": [
                say(word)
                for word in (
                    _("Channel"),
                    _("Imports"),
                    _("Newest export"),
                    _("Days covered"),
                    _("Days missing"),
                    _("Rows refused"),
                )
            ],
        }

    def _tile(self, figure: Figure, rows: tuple[ComparisonRow, ...]) -> dict[str, Any]:
        printed, change = figure.number, None
        note = self.say(figure.note) if figure.note is not None else ""
        if printed.estimate.state is State.OBSERVED and not note:
            note = self.say(_("seen, without an interval"))
        row = next((row for row in rows if row.metric == printed.metric and figure.compared), None)
        if row is not None and row.verdict in (Verdict.UP, Verdict.DOWN, Verdict.SAME, Verdict.CANNOT_TELL):
            shown = row.verdict is not Verdict.CANNOT_TELL and row.change.value is not None
            change = {
                "verdict": self._verdict(row),
                "text": self.say(row.change.in_language(self.language)) if shown else "",
            }
        return {"label": self.say(figure.label), "number": self.number(printed), "note": note, "change": change}

    def _verdict(self, row: ComparisonRow) -> dict[str, str]:
        return {"kind": row.verdict.value, "word": self.say(verdict_in_words(row.verdict))}

    def _row(self, row: ComparisonRow) -> dict[str, Any]:
        return {
            "label": self.say(row.label),
            "now": self.number(row.now),
            "before": self.number(row.before),
            "change": self.number(row.change),
            "verdict": self._verdict(row),
            "reason": self.say(row.reason) if row.reason is not None else "",
        }

    def _beside_intro(self) -> Text:
        content = self.content
        if content.earlier is None or content.earlier_title is None:
            return _(
                "There is no earlier season in the data, so nothing is compared in this book. The next one will stand "
                "beside this."
            )
        return _(
            "{season} ({days}) beside {earlier} ({earlier_days}). Posts are compared at the same age: as they stood "
            "{age} days after publishing, give or take {tolerance}. Where the exports do not reach that, the figures are "
            "shown as seen and nothing is concluded.",
            season=content.season_title,
            days=interval_in_words(content.season.start, content.season.end, self.language),
            earlier=content.earlier_title,
            earlier_days=interval_in_words(content.earlier.start, content.earlier.end, self.language),
            age=content.compared_at_days,
            tolerance=content.tolerance_days,
        )

    def _rate_chart(self, label: Text, numbers: tuple[tuple[str, PrintedNumber], ...]) -> dict[str, str]:
        items = [Bar(self.say(channel), printed.estimate, self.number(printed)["text"]) for channel, printed in numbers]
        unit = numbers[0][1].unit
        chart = bars(items, title=self.say(label), unit=unit, language=self.language)
        return self._picture(chart, _("The thin line is the 90 % interval."))

    def _channel(self, channel: ChannelPages) -> dict[str, Any]:
        charts = [self._series(series) for series in channel.series]
        if channel.spread and channel.ranked_by is not None:
            charts.append(self._spread(channel))
        if channel.curves and channel.curves_of is not None:
            charts.append(self._curves(channel))
        return {
            "heading": self.title(channel.name),
            "finding": self.title(channel.finding.sentence) + "." if channel.finding is not None else "",
            "notes": [self.say(note) for note in channel.notes],
            "without": [self.say(sentence) for sentence in channel.without],
            "figures": [self._tile(figure, channel.rows) for figure in channel.figures],
            "charts": charts,
            "rows": [self._row(row) for row in channel.rows],
            "rows_note": self.say(channel.rows_note) if channel.rows_note is not None else "",
            "posts_heading": self.say(_("The posts people took part in most")),
            "post_columns": [self.say(column) for column in channel.post_columns],
            "posts": [self._post(post) for post in channel.best_posts],
            "posts_note": self.say(self._posts_note(channel)) if channel.best_posts else "",
            "weakest_heading": self.say(_("The posts people took part in least")),
            "weakest": [self._post(post) for post in channel.weakest_posts],
            "worked": self._worked(channel.worked),
        }

    def _worked(self, worked: Worked | None) -> dict[str, Any] | None:
        if worked is None:
            return None
        told = [row for row in worked.rows if row.verdict in (Verdict.UP, Verdict.DOWN)]
        rest = [row for row in worked.rows if row not in told]
        enough = [row for row in rest if row.verdict is not Verdict.NOTHING_TO_COMPARE]
        few = [row for row in rest if row.verdict is Verdict.NOTHING_TO_COMPARE]
        notes: list[Text] = [
            _(
                "By {metric}. Each row lays the posts that carry a mark beside the channel's other posts of the season; a "
                "word counts when ten posts or more have it.",
                metric=InSentence(worked.label),
            )
        ]
        silent = silent_reason(worked)
        if enough:
            notes.append(
                _("Cannot be told apart from the others yet: {marks}.", marks=Joined(tuple(r.label for r in enough)))
            )
        if few:
            notes.append(_("Too few or too uneven posts to say: {marks}.", marks=Joined(tuple(r.label for r in few))))
        if worked.corrected is not None:
            notes.append(worked.corrected)
        return {
            "silent": self.say(silent) if silent is not None else "",
            "rows": [self._mark(row) for row in told],
            "notes": [self.say(note) for note in notes],
            "heat": self._heat(worked) if worked.fields else None,
        }

    def _mark(self, row: MarkRow) -> dict[str, Any]:
        words = {
            Verdict.UP: _("more than the others"),
            Verdict.DOWN: _("less than the others"),
        }
        return {
            "label": self.say(row.label),
            "posts": self.number(row.posts),
            "rate": self.number(row.rate),
            "others": self.number(row.others),
            "change": self.number(row.change),
            "verdict": {"kind": row.verdict.value, "word": self.say(words[row.verdict])},
        }

    def _heat(self, worked: Worked) -> dict[str, str]:
        from babel import Locale

        days = Locale.parse({"fi": "fi", "sv": "sv"}.get(self.language, "en_GB")).days["stand-alone"]["abbreviated"]
        hours = sorted({field.hour for field in worked.fields})
        span = range(hours[0], hours[-1] + 1)
        cells = [
            HeatCell(field.weekday, field.hour - span.start, field.number.value, field.number.value is not None)
            for field in worked.fields
        ]
        chart = heatmap(
            cells,
            row_names=[days[place].rstrip(".") for place in range(7)],
            column_names=[f"{hour:02d}" for hour in span],
            title=_("When people take part: {metric} by weekday and hour", metric=InSentence(worked.label)),
            unit=worked.fields[0].number.unit,
            language=self.language,
        )
        return self._picture(
            chart,
            _(
                "Posts of the year until the season's end, by the local hour of publishing. A dot: fewer than five posts. "
                "Framed: the highest; the fields are not compared with each other."
            ),
        )

    def _curves(self, channel: ChannelPages) -> dict[str, str]:
        assert channel.curves_of is not None
        chart = growth(
            [
                Curve(
                    shortened(printable(curve.label, self.sans), CAPTION_LENGTH) or "–",
                    tuple((age, printed.value) for age, printed in curve.points if printed.value is not None),
                    curve.highlighted,
                )
                for curve in channel.curves
            ],
            title=_("How the posts grew: {measure}", measure=InSentence(channel.curves_of)),
            unit="count",
            language=self.language,
            height=180,
        )
        return self._picture(chart, _("Each line is a post, from export to export."))

    def _multiples(self) -> dict[str, str] | None:
        having = [(channel, channel.series[0]) for channel in self.content.channels if channel.series]
        if len(having) < 2:
            return None
        tops = [
            max((printed.value or 0.0 for _at, printed in series.points), default=0.0) for _channel, series in having
        ]
        own = max(tops) > 10 * max(min(tops), 1.0)  # our choice: a tenth of the height is still read off
        chart = multiples(
            [
                Panel(
                    f"{self.say(channel.name)}: {self.say(InSentence(series.label))}",
                    tuple(TrendPoint(at, printed.estimate) for at, printed in series.points),
                )
                for channel, series in having
            ],
            title=_("The channels week by week"),
            unit="count",
            language=self.language,
            columns=2,
            own_scales=own,
        )
        return self._picture(chart, _("Each has a scale of its own.") if own else None)

    def _year(self) -> dict[str, Any] | None:
        content = self.content
        if content.year_ago_title is None or not content.year_rows:
            return None
        return {
            "title": self.title(_("And beside the same season a year ago")),
            "columns": [
                self.say(word)
                for word in (
                    _("Metric"),
                    content.season_title,
                    content.year_ago_title,
                    _("Change"),
                    _("What can be said"),
                )
            ],
            "rows": [self._row(row) for row in content.year_rows],
            "note": self.say(content.year_note) if content.year_note is not None else "",
        }

    def _table(self, table: TableSection) -> dict[str, Any]:
        return {
            "title": self.title(table.title),
            "intro": self.say(table.intro),
            "columns": [self.say(table.heading), *(self.say(column) for column in table.columns)],
            "rows": [
                {"label": self.say(row.label), "cells": [self.number(cell) for cell in row.cells]} for row in table.rows
            ],
            "notes": [self.say(note) for note in table.notes],
        }

    def _posts_note(self, channel: ChannelPages) -> Text:
        return _(
            "By {measure}. “Against the median” says how many times the channel's middle post of the season it had; with "
            "fewer than ten posts it is not said. Characters that the book's type lacks, such as emoji, are left out.",
            measure=InSentence(channel.ranked_by) if channel.ranked_by is not None else Text("–"),
        )

    def _series(self, series: Series) -> dict[str, str]:
        earlier = self.content.earlier_title
        chart = trend(
            [TrendPoint(at, printed.estimate) for at, printed in series.points],
            title=_("{metric} by week", metric=series.label),
            unit=series.unit,
            language=self.language,
            name=self.say(self.content.season_title),
            earlier=[TrendPoint(at, printed.estimate) for at, printed in series.earlier],
            earlier_name=self.say(earlier) if earlier is not None else "",
            height=170,
        )
        subtitle = _("Dashed: the season before, laid on this season's weeks.") if series.earlier else None
        return self._picture(chart, subtitle)

    def _spread(self, channel: ChannelPages) -> dict[str, str]:
        assert channel.ranked_by is not None
        chart = strip(
            [
                Mark(self.say(label), printed.value, best)
                for label, printed, best in channel.spread
                if printed.value is not None
            ],
            title=_("How the posts are spread: {measure}", measure=InSentence(channel.ranked_by)),
            unit="count",
            language=self.language,
        )
        return self._picture(
            chart,
            _("Each dot is a post, the full ones are listed below; each step of the scale is ten times the last."),
        )

    def _picture(self, chart: Chart, subtitle: Text | None) -> dict[str, str]:
        return {
            "title": self.say(chart.title),
            "subtitle": self.say(subtitle) if subtitle is not None else "",
            "svg": to_svg(chart, "print").decode("utf-8"),
            "alt": self.say(chart.description),
        }

    def _post(self, post: BestPost) -> dict[str, Any]:
        words = shortened(printable(post.text or "", self.sans), CAPTION_LENGTH)
        return {
            "published": day(post.published, self.language),
            "kind": self.say(post.kind) if post.kind is not None else "",
            "text": words,
            "figures": [self.number(printed) for printed in post.figures],
            "times": self.number(post.times_median),
        }

    def _source(self, source: Source) -> dict[str, Any]:
        zone = ZoneInfo(self.content.time_zone)
        period = "–"
        if source.first_day is not None and source.last_day is not None:
            period = interval_in_words(source.first_day, source.last_day, self.language)
        return {
            "channel": self.say(source.channel),
            "imports": self.number(source.imports),
            "stated_at": "–"
            if source.stated_at is None
            else day(source.stated_at.astimezone(zone).date(), self.language),
            "period": period,
            "missing_days": self.number(source.missing_days),
            "refused": self.number(source.refused),
            "gaps": [self.say(gap) for gap in source.gaps],
        }

    def _definition_facts(self, each: Any) -> Text:
        return _(
            "{name}, version {version} · {basis} · told by {platforms}",
            name=each.name,
            version=str(each.version),
            basis=basis_in_words(each.basis),
            platforms=", ".join(each.offered_by) or "–",
        )

    def _how_sure(self) -> list[Text]:
        content = self.content
        return [
            _(
                "Totals and counts that a platform stated are exact: the book repeats them. Rates, means and comparisons "
                "carry a {level} interval: were the season to be lived again under the same conditions, about nine such "
                "intervals in ten would hold the true value.",
                level=percent(content.level, self.language, 0),
            ),
            _("How the intervals are made: {method}", method=content.interval_method),
            _(
                "An interval is given only where simulation has shown that it holds what it promises, for that many posts "
                "and that uneven a spread. Elsewhere the book shows what was seen, without an interval and without a "
                "verdict; with fewer than five posts it shows no figure at all."
            ),
            _(
                "“Grew” or “fell” is said only when the whole interval of the change lies on one side of zero. Otherwise it "
                "cannot be told yet; “about N more weeks” is how long it would take if the difference stays as it is now."
            ),
        ]

    def _again(self) -> list[Text]:
        return [
            _(
                "This book was made from position {position} of the organisation's journal. Beside it lies manifest.json, "
                "which names that position, the definitions, and every number printed here. The command below makes the "
                "numbers again and says which have moved since, and why.",
                position=str(self.content.position),
            )
        ]

    def _made_from(self, local: datetime) -> list[tuple[Text, str]]:
        from reppu import __version__

        content = self.content
        return [
            (_("Position of the journal"), str(content.position)),
            (_("Newest entry"), moment(local, self.language)),
            (_("Days"), interval_in_words(content.season.start, content.season.end, self.language)),
            (_("Time zone"), content.time_zone),
            (_("Reppu"), __version__),
        ]


def verdict_in_words(verdict: Verdict) -> Text:
    """What may be said of a change, as a word beside its shape and colour."""
    words: dict[Verdict, Text] = {
        Verdict.UP: _("grew"),
        Verdict.DOWN: _("fell"),
        Verdict.SAME: _("about the same"),
        Verdict.CANNOT_TELL: _("cannot tell yet"),
        Verdict.NOTHING_TO_COMPARE: _("nothing to compare"),
    }
    return words[verdict]


def basis_in_words(basis: str) -> Text:
    """What a figure's days mean."""
    words: dict[str, Callable[[], Text]] = {
        "published": lambda: _("posts published in the season, over their lifetime"),
        "activity": lambda: _("what happened during the season"),
        "stock": lambda: _("as it stood at the end"),
    }
    return words[basis]() if basis in words else Text(basis)


def interval_in_words(first: date, last: date, language: str) -> str:
    """A run of days as the language writes it: "1.3.–31.5.2026", "1 mars–31 maj 2026", "1 Mar – 31 May 2026"."""
    from babel.dates import format_interval

    skeleton = "yMd" if language == "fi" else "yMMMd"
    written: str = format_interval(first, last, skeleton, locale={"fi": "fi", "sv": "sv"}.get(language, "en_GB"))
    return written
