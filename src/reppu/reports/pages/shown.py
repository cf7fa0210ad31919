"""Books, differences and comparisons in words, as lines of a page. Nothing is counted here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from reppu.calendar.facade import period_title, resolve_period
from reppu.jobs.facade import look_at_job
from reppu.metrics.facade import change_in_words, definition, interval_in_words, state_in_words, value_in_words
from reppu.reports.content import PrintedNumber
from reppu.reports.facade import Cause, FileState, full_name
from reppu.reports.verification import cause_in_words
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import Estimate, State
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reppu.calendar.facade import Period
    from reppu.jobs.facade import JobView
    from reppu.lake.facade import Lake
    from reppu.metrics.facade import Comparison
    from reppu.reports.pages.beside import Beside
    from reppu.reports.pages.models import Book

# More lines than this are no page for people: our choice; the manifest and `reppu verify` have them all.
MOST_LINES = 100
LANGUAGES = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}


class TitledSeason(NamedTuple):
    """A season as a choice of a form."""

    name: str
    title: Text


def titled(seasons: Iterable[Period]) -> list[TitledSeason]:
    """Seasons with their names in words."""
    return [TitledSeason(one.name, period_title(one)) for one in seasons]


@dataclass(frozen=True, slots=True)
class BookLine:
    """A book on the shelf. state, verdict: a state of the kit and its words; job: while it is not packed."""

    book: Book
    title: Text
    language: Text
    state: str
    verdict: Text
    job: JobView | None

    @property
    def failed(self) -> bool:
        """Whether it was not packed and nobody is packing it."""
        return self.book.packed_at is None and (self.job is None or self.job.ended)


def book_lines(lake: Lake, books: Iterable[Book]) -> list[BookLine]:
    """The shelf, in the order given."""
    own = {str(name): str(days) for name, days in lake.settings().seasons.items()} or None
    return [book_line(book, own) for book in books]


def book_line(book: Book, own_seasons: Mapping[str, str] | None = None) -> BookLine:
    """One book with where it stands."""
    job = None
    if book.packed_at is None:
        job = look_at_job(book.job_id, organisation_id=book.organisation_id)
    state, verdict = _standing(book, job)
    return BookLine(book, _title(book, own_seasons), LANGUAGES[book.language], state, verdict, job)


def _title(book: Book, own: Mapping[str, str] | None) -> Text:
    try:
        return period_title(resolve_period(book.season, own))
    except ReppuError:  # a season of the organisation's own, which its calendar has no longer
        return Text("{season}", season=book.season)


def _standing(book: Book, job: JobView | None) -> tuple[str, Text]:
    if book.packed_at is None:
        if job is not None and not job.ended:
            return "none", job.state_in_words
        return "bad", _("not packed")
    if book.verification is None:
        return "none", _("packed, not verified yet")
    if book.verification["equal"]:
        return "good", _("verified: equal")
    return "watch", _("verified: not equal")


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A number that is not what was printed. about: what it is; id: as the manifest names it."""

    about: Text
    id: str
    printed: Text
    now: Text
    causes: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of making a book's numbers again."""

    equal: bool
    sentence: Text
    at_position: list[DifferenceLine]
    since: list[DifferenceLine]
    since_total: int
    notes: list[Text]


def verified(lake: Lake, book: Book) -> Verified | None:
    """The book's last verification in words; None before the first."""
    told = book.verification
    if told is None:
        return None
    names = {one.channel_id: full_name(one) for one in lake.channels()}
    at_position, since = told["at_position"], told["since"]
    return Verified(
        equal=told["equal"],
        sentence=_sentence(told),
        at_position=[_difference(one, names) for one in at_position[:MOST_LINES]],
        since=[_difference(one, names) for one in since[:MOST_LINES]],
        since_total=len(since),
        notes=list(_notes(told)),
    )


def _sentence(told: dict[str, Any]) -> Text:
    if told["equal"]:
        return _n(
            "The {n} number of the book is made again exactly as it was printed",
            "All {n} numbers of the book are made again exactly as they were printed",
            told["numbers"],
        )
    if told["at_position"]:
        return _n(
            "{n} number is not what was printed, though the data are the same",
            "{n} numbers are not what was printed, though the data are the same",
            len(told["at_position"]),
        )
    return _("The numbers are equal, but the files are not as they were packed")


def _notes(told: dict[str, Any]) -> Iterable[Text]:
    for file in told["files"]:
        if file["state"] == FileState.CHANGED:
            yield _("{name} was changed after it was packed.", name=file["name"])
        elif file["state"] == FileState.ABSENT:
            yield _("{name} is not on the disk any more.", name=file["name"])
    if told["texts_erased"]:
        yield _n(
            "{n} text has been erased since.",
            "{n} texts have been erased since.",
            told["texts_erased"],
        )
    if told["finding_now"] != told["finding_then"]:
        yield _("With today’s data the finding would be: {sentence}.", sentence=told["finding_now"])


def _difference(told: dict[str, Any], names: Mapping[str, str]) -> DifferenceLine:
    causes = ", ".join(str(cause_in_words(Cause(cause))) for cause in told["causes"])
    return DifferenceLine(
        about=number_in_words(told["id"], told["metric"], names),
        id=told["id"],
        printed=_printed(told, "printed"),
        now=_printed(told, "now"),
        causes=causes,
    )


def _printed(told: dict[str, Any], which: str) -> Text:
    kept = told[which]
    if kept is None:
        return _("not there")
    estimate = Estimate(kept["value"], kept["low"], kept["high"], kept["n"], "", State(kept["state"]))
    return PrintedNumber(told["id"], estimate, told["unit"], told["basis"], told["metric"]).whole()


# Parts of a number's id (reports/content.py and gathering.py make them), the first that is found says which number it is.
_PLACES: tuple[tuple[str, Text], ...] = (
    (".post.", _("of one post")),
    (".week.", _("of one week")),
    (".with.", _("of one kind, time or word")),
    (".year.", _("beside the year before")),
    (".before", _("in the season before")),
    (".change", _("change from the season before")),
)


def number_in_words(number_id: str, metric: str, channels: Mapping[str, str]) -> Text:
    """What a number of a manifest is: "Vesi (X): Impressions, in the season before"."""
    channel = number_id.partition(".")[0]
    about = next((words for part, words in _PLACES if part in f"{number_id}."), _("in the season"))
    return _(
        "{channel}: {metric}, {about}",
        channel=channels.get(channel, _("All channels")),
        metric=_title_of(metric),
        about=about,
    )


def _title_of(metric: str) -> Text:
    try:
        return definition(metric).title
    except ReppuError:  # a count of the journal, or a metric that this version does not have
        return _("number") if not metric else Text("{metric}", metric=metric)


@dataclass(frozen=True, slots=True)
class SideCell:
    """A season's number of one metric, or why there is none."""

    text: str
    interval: str
    why: str


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One metric in both seasons. state, verdict: a state of the kit and its words; why: for what cannot be told."""

    metric: str
    title: Text
    first: SideCell
    second: SideCell
    change: str
    change_interval: str
    state: str
    verdict: Text
    why: Text | None


_VERDICTS = {
    "up": ("good", _("more")),
    "down": ("watch", _("less")),
    "same": ("none", _("the same")),
    "cannot_tell": ("none", _("cannot tell")),
}


def compared_lines(beside: Beside) -> list[ComparedLine]:
    """The metrics of two seasons, a line each."""
    return [_compared(one) for one in beside.comparisons]


def _compared(one: Comparison) -> ComparedLine:
    said = definition(one.metric)
    state, verdict = _VERDICTS.get(one.verdict, ("none", _("not comparable")))
    change = interval = ""
    if one.difference.value is not None and one.verdict != "not_comparable":
        before = one.first.value
        change = change_in_words(one.difference.value, before, said.unit)
        if one.difference.low is not None and one.difference.high is not None:
            ends = [change_in_words(end, before, said.unit) for end in (one.difference.low, one.difference.high)]
            interval = "" if ends[0] == ends[1] else " … ".join(ends)
    return ComparedLine(
        one.metric,
        said.title,
        _side(one.first, said.unit),
        _side(one.second, said.unit),
        change,
        interval,
        state,
        verdict,
        one.reason,
    )


def _side(estimate: Estimate, unit: str) -> SideCell:
    if estimate.value is None:
        return SideCell("–", "", str(state_in_words(estimate.state)))
    why = str(state_in_words(estimate.state))
    return SideCell(value_in_words(estimate.value, unit), interval_in_words(estimate, unit), why)


def headline(first: Period, second: Period, lines: Iterable[ComparedLine]) -> Text:
    """The comparison in a sentence: how many metrics differ for certain."""
    told = list(lines)
    more = sum(line.state == "good" for line in told)
    less = sum(line.state == "watch" for line in told)
    names = {"first": period_title(first), "second": period_title(second)}
    if not more and not less:
        return _("{second} and {first}: no metric differs for certain", **names)
    return _("{second} beside {first}: {more} of the metrics higher, {less} lower", more=more, less=less, **names)
