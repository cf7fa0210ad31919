"""Metrics: what they mean, what they are, and whether one period differs from another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from reppu.lake.facade import Lake, entry_in_words
from reppu.metrics.compute import Row, rows
from reppu.metrics.definitions import DEFINITIONS, MONEY_UNITS, Definition, definition_of
from reppu.metrics.each_post import PostNumbers, each_post, growth_of_posts
from reppu.metrics.earlier_posts import EARLIER_DAYS
from reppu.metrics.formulas import define as define_own
from reppu.metrics.formulas import definition_in, own_definitions
from reppu.metrics.question import BY, ask
from reppu.metrics.rosetta import Change, changes_of
from reppu.metrics.words import change_in_words, interval_in_words, state_in_words, title_of_unit, value_in_words
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import Estimate
from reppu.vocabulary.language import Text, current_language

if TYPE_CHECKING:
    from reppu.metrics.behind import Behind, BehindRow, rows_behind, title_of_measure
    from reppu.metrics.compare import Compared, Comparison
    from reppu.metrics.marked import Marked, MarkedPage, MarksOf
    from reppu.metrics.moved import Move, Moved, position_at
    from reppu.metrics.post_table import percent_rank, table_of_posts
    from reppu.metrics.statements import NumberOfPost, Statement, growth_of_post, numbers_of_post, statements_of_post
else:
    # One metric needs neither comparisons nor what has moved, and a command waits for every import.
    _IMPORTED_WHEN_ASKED_FOR = {
        "Compared": "compare",
        "Comparison": "compare",
        "Marked": "marked",
        "MarkedPage": "marked",
        "MarksOf": "marked",
        "Move": "moved",
        "Moved": "moved",
        "position_at": "moved",
        "Behind": "behind",
        "BehindRow": "behind",
        "rows_behind": "behind",
        "title_of_measure": "behind",
        "percent_rank": "post_table",
        "table_of_posts": "post_table",
        "Statement": "statements",
        "NumberOfPost": "statements",
        "numbers_of_post": "statements",
        "growth_of_post": "statements",
        "statements_of_post": "statements",
    }

    def __getattr__(name: str) -> Any:
        if name not in _IMPORTED_WHEN_ASKED_FOR:
            raise AttributeError(f"module {__name__} has no attribute {name}")
        return getattr(import_module(f"reppu.metrics.{_IMPORTED_WHEN_ASKED_FOR[name]}"), name)


@dataclass(frozen=True, slots=True)
class MetricTable:
    """The rows of one metric; see Definition for unit, basis and level.

    changes: what the platforms changed about its measures inside the asked days: numbers before and after are not of
    one series.
    """

    metric: str
    version: int
    unit: str
    basis: str
    level: str
    rows: tuple[Row, ...]
    changes: tuple[Change, ...] = ()


def definitions(lake: Lake | None = None) -> list[Definition]:
    """Every metric there is, in the order in which they are shown; with a lake, the organisation's own after ours."""
    own = own_definitions(lake.settings()).values() if lake is not None else ()
    return [*DEFINITIONS, *own]


def definition(name: str, lake: Lake | None = None, position: int | None = None) -> Definition:
    """One metric's definition; raises ReppuError when there is none of that name. lake: the organisation's own count too,
    as they were at the position."""
    return definition_of(name) if lake is None else definition_in(lake, name, position)


def define(lake: Lake, name: str, formula: str, *, title: str = "", mixed: bool = False, who: str) -> int:
    """Defines a metric of the organisation's own from ours, or a new version of it; returns the entry's number, whose
    withdrawal takes it back.

    formula: numbers, names of metrics, + - * / and parentheses. mixed: it may mix what was published in a period with
    what happened in it. Raises ReppuError that says what is wrong with the formula.
    """
    return define_own(lake, name, formula, title or name, who, mixed=mixed)


def compute(
    lake: Lake,
    name: str,
    *,
    by: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    position: int | None = None,
    as_of: datetime | None = None,
    age_days: float | None = None,
    channels: Sequence[str] | None = None,
) -> MetricTable:
    """A metric, a row a group.

    by: words of BY; a metric on the basis `activity` has no kind, language, hour or the like of a post. Empty: as the
    definition says (`default_by`), which is mostly not at all.
    since, until: days, both included; days of the organisation's time zone for posts, the platform's own for daily
    numbers. position, as_of: the state of the data. age_days: lifetime numbers as they were when the post was about
    that old (within 16 days). channels: ids; None for all.
    Raises ReppuError for an unknown metric, split or channel, and for a period that ends before it begins.
    """
    question = ask(
        lake,
        name,
        by=by,
        since=since,
        until=until,
        position=position,
        as_of=as_of,
        age_days=age_days,
        channels=channels,
        split_by_default=True,
    )
    one = question.definition
    platforms = {channel.platform for channel in question.channels}
    changes = changes_of(platforms, set(one.measures), since, until)
    return MetricTable(one.name, one.version, one.unit, one.basis, one.level, rows(lake, question), changes)


def compare(
    lake: Lake,
    name: str,
    first: tuple[date, date],
    second: tuple[date, date],
    *,
    channels: Sequence[str] | None = None,
    age_days: int | None = 30,
    tolerance_days: int = 16,
    position: int | None = None,
) -> Comparison:
    """How a metric differs between two periods (first and last day, both included), and whether one can tell.

    Lifetime numbers of posts are taken at the age of age_days, from the export nearest to it within tolerance_days;
    where too few posts have one, the numbers are `observed` and the verdict is "not_comparable". None: as they are.
    Raises ReppuError as `compute` does.
    """
    from reppu.metrics.compare import compared

    return compared(
        lake,
        name,
        first,
        second,
        channels=channels,
        age_days=age_days,
        tolerance_days=tolerance_days,
        position=position,
    )


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Comparisons of one metric that stand together, and how they were corrected for being many (None: one, or exact).

    without: the groups (channels, kinds) that have no number to compare, in words of the split.
    """

    metric: str
    version: int
    unit: str
    basis: str
    rows: tuple[Compared, ...]
    corrected: Text | None
    without: tuple[str, ...] = ()


def compare_all(
    lake: Lake,
    name: str,
    *,
    between: Sequence[tuple[str, tuple[date, date]]] = (),
    by: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    channels: Sequence[str] | None = None,
    age_days: int | None = 30,
    tolerance_days: int = 16,
    position: int | None = None,
) -> ComparisonPage:
    """Period with period (between: labels and days; within each group of `by`), or channel with channel and kind with kind
    (by, without between; in the days from since to until), each with its interval and verdict as `compare` gives them.

    Several uncertain comparisons are corrected for being many: `corrected` says how. Raises ReppuError when there is
    nothing to compare, or more than anybody can read.
    """
    from reppu.metrics.compare import compared_all

    rows, how, without = compared_all(
        lake,
        name,
        between=between,
        by=by,
        since=since,
        until=until,
        channels=channels,
        age_days=age_days,
        tolerance_days=tolerance_days,
        position=position,
    )
    one = definition_in(lake, name, position)
    return ComparisonPage(one.name, one.version, one.unit, one.basis, rows, how, without)


def compare_by_mark(
    lake: Lake,
    name: str,
    marks: MarksOf,
    *,
    since: date,
    until: date,
    channels: Sequence[str],
    age_days: int | None = 30,
    position: int | None = None,
) -> MarkedPage:
    """Posts that carry a mark beside the others of the same channels and days, mark by mark, corrected for being many.

    name: a rate, or a mean per post. marks: from the posts (in their order) to label → places of those that carry it, as
    for a word in their texts or an hour of the day. Where all the posts together have no interval that holds, no mark
    gets a verdict. Raises ReppuError as `compute` does, and for a metric of another kind.
    """
    from reppu.metrics.marked import compared_by_mark

    return compared_by_mark(
        lake, name, marks, since=since, until=until, channels=channels, age_days=age_days, position=position
    )


def correct_for_many(comparisons: Sequence[Comparison]) -> tuple[tuple[Comparison, ...], Text | None]:
    """Comparisons that stand on one page, in the order given, with intervals and verdicts corrected for being many, and
    the sentence that says so on the page; exact ones stay as they are, and None when there is nothing to correct."""
    from reppu.metrics.compare import corrected_for_many

    return corrected_for_many(comparisons)


@dataclass(frozen=True, slots=True)
class MovedPage:
    """What has moved between two positions; only numbers that differ are in `rows`."""

    metric: str
    version: int
    unit: str
    since: int
    position: int
    rows: tuple[Moved, ...]


def moved_since(
    lake: Lake,
    name: str,
    position: int,
    *,
    by: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    channels: Sequence[str] | None = None,
) -> MovedPage:
    """Which of a metric's numbers are not what they were at `position`, and the entries that moved them.

    by, since, until, channels: as in `compute`. See `position_at` for a day. Takes an answer of the past for each halving:
    a job for a large lake, not a page. Raises ReppuError as `compute` does, and for a position that never was.
    """

    from reppu.metrics.moved import moved

    def answer(at: int) -> tuple[Row, ...]:
        try:
            definition_in(lake, name, at)
        except ReppuError:
            return ()  # the organisation had not defined it yet
        there = None
        if channels is not None:
            there = [one for one in channels if one in {each.channel_id for each in lake.channels(at)}]
        question = ask(
            lake,
            name,
            by=by,
            since=since,
            until=until,
            position=at,
            as_of=None,
            age_days=None,
            channels=there,
            split_by_default=True,
        )
        return rows(lake, question)

    newest = lake.position
    one = definition_in(lake, name, None)
    return MovedPage(one.name, one.version, one.unit, position, newest, moved(lake, position, answer))


def moved_to_json(page: MovedPage) -> dict[str, Any]:
    """The page as `reppu metrics NAME --moved-since P --json` prints it."""
    language = current_language()

    def estimate(one: Estimate) -> dict[str, Any]:
        return {"value": one.value, "low": one.low, "high": one.high, "n": one.n, "state": one.state.value}

    return {
        "metric": page.metric,
        "version": page.version,
        "unit": page.unit,
        "since": page.since,
        "position": page.position,
        "rows": [
            {
                **one.keys,
                "before": estimate(one.before),
                "now": estimate(one.now),
                "moved_by": [
                    {
                        "entries": [
                            {
                                "entry_no": entry.entry_no,
                                "kind": entry.kind,
                                "at": entry.at.isoformat(),
                                "what": entry_in_words(entry).in_language(language),
                            }
                            for entry in move.entries
                        ],
                        "before": move.before.value,
                        "after": move.after.value,
                    }
                    for move in one.moves
                ],
            }
            for one in page.rows
        ],
    }


def page_to_json(page: ComparisonPage) -> dict[str, Any]:
    """The page as `reppu compare --json` prints it."""
    language = current_language()

    def estimate(one: Estimate) -> dict[str, Any]:
        return {"value": one.value, "low": one.low, "high": one.high, "n": one.n, "state": one.state.value}

    return {
        "metric": page.metric,
        "version": page.version,
        "unit": page.unit,
        "basis": page.basis,
        "corrected": page.corrected.in_language(language) if page.corrected is not None else None,
        "without": list(page.without),
        "rows": [
            {
                **one.group,
                "first": one.first,
                "second": one.second,
                "first_value": estimate(one.comparison.first),
                "second_value": estimate(one.comparison.second),
                "difference": estimate(one.comparison.difference),
                "ratio": estimate(one.comparison.ratio),
                "verdict": one.comparison.verdict,
                "needed": one.comparison.posts_needed,
                "age_days": one.comparison.age_days,
                "reason": one.comparison.reason.in_language(language) if one.comparison.reason is not None else None,
            }
            for one in page.rows
        ],
    }


def to_json(table: MetricTable) -> dict[str, Any]:
    """The table as `reppu metrics --json` prints it: design.md section 6, with left_out and reason in each row.

    reason: words in the current language, or null. Scripts read `state`. Rows of money have `currency`; `changes` is
    there when the platforms changed something inside the asked days.
    """
    language = current_language()
    money = table.unit in MONEY_UNITS
    document = {
        "metric": table.metric,
        "version": table.version,
        "unit": table.unit,
        "basis": table.basis,
        "level": table.level,
        "rows": [
            {
                **row.keys,
                "value": row.estimate.value,
                "low": row.estimate.low,
                "high": row.estimate.high,
                "n": row.estimate.n,
                "state": row.estimate.state.value,
                **({"currency": row.currency} if money else {}),
                "left_out": list(row.left_out),
                "reason": row.reason.in_language(language) if row.reason is not None else None,
            }
            for row in table.rows
        ],
    }
    if table.changes:
        document["changes"] = [
            {"day": one.day.isoformat(), "platforms": list(one.platforms), "says": one.says.in_language(language)}
            for one in table.changes
        ]
    return document


__all__ = [
    "BY",
    "EARLIER_DAYS",
    "Behind",
    "BehindRow",
    "Change",
    "Compared",
    "Comparison",
    "ComparisonPage",
    "Definition",
    "Marked",
    "MarkedPage",
    "MarksOf",
    "MetricTable",
    "Move",
    "Moved",
    "MovedPage",
    "NumberOfPost",
    "PostNumbers",
    "Row",
    "Statement",
    "change_in_words",
    "compare",
    "compare_all",
    "compare_by_mark",
    "compute",
    "correct_for_many",
    "define",
    "definition",
    "definitions",
    "each_post",
    "growth_of_post",
    "growth_of_posts",
    "interval_in_words",
    "moved_since",
    "moved_to_json",
    "numbers_of_post",
    "page_to_json",
    "percent_rank",
    "position_at",
    "rows_behind",
    "state_in_words",
    "statements_of_post",
    "table_of_posts",
    "title_of_measure",
    "title_of_unit",
    "to_json",
    "value_in_words",
]  # fmt: skip
