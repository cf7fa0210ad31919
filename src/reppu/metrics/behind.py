"""The rows behind a figure: the posts or days that make it up, with sums from which anybody can work it out again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reppu.metrics.answers import Row
from reppu.metrics.compute import rows
from reppu.metrics.definitions import DEFINITIONS
from reppu.metrics.facts import posts_that_count, posts_with_numbers, rows_of_days
from reppu.metrics.question import Question, ask
from reppu.metrics.rosetta import MEASURES
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import twelve_digits
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

OF_POSTS = ("count", "total", "rate", "mean", "quotient", "per_week")
OF_DAYS = ("flow", "stock", "composition")


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One post, or one stated day or period of a channel. numerator, denominator: None where nothing was stated.

    counts: it is in the figure; a post without a number, or a number that a newer one replaced, is not.
    """

    channel_id: str
    post_id: str | None
    published_at: datetime | None
    first: date | None
    last: date | None
    text: str | None
    numerator: float | None
    denominator: float | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure and what it is made of.

    figure: as `compute` says it; None when there is no channel. numerator, denominator: what the two columns are, None for
    a column that is not there. sums: of the rows that count, and how many they are. how: the calculation in words.
    """

    metric: str
    unit: str
    figure: Row | None
    rows: tuple[BehindRow, ...]
    numerator: Text | None
    denominator: Text | None
    numerator_sum: float
    denominator_sum: float
    count: int
    how: Text


def rows_behind(
    lake: Lake,
    name: str,
    *,
    since: date | None = None,
    until: date | None = None,
    channels: Sequence[str] | None = None,
    position: int | None = None,
) -> Behind:
    """The rows behind a metric's figure for the period. Raises ReppuError as `compute` does, and for a metric that is not
    made of posts or days."""
    question = ask(
        lake, name, by=(), since=since, until=until, position=position, as_of=None, age_days=None, channels=channels
    )
    definition = question.definition
    if definition.kind in OF_POSTS:
        found = _posts(lake, question)
    elif definition.kind in OF_DAYS:
        found = _days(lake, question)
    else:
        raise ReppuError(
            _("“{metric}” is not a sum of posts or days that can be listed.", metric=definition.title),
            advice=_("See what it is made of under Metrics."),
        )
    counting = [row for row in found if row.counts]
    answers = rows(lake, question)
    figure = answers[0] if len(answers) == 1 else None
    measures = [MEASURES[one] for one in definition.measures]
    titles = [title_of_measure(one.name) for one in measures]
    return Behind(
        metric=definition.name,
        unit=definition.unit,
        figure=figure,
        rows=tuple(found),
        numerator=titles[0] if titles else None,
        denominator=titles[1] if len(titles) > 1 else None,
        numerator_sum=_sum([row.numerator for row in counting]),
        denominator_sum=_sum([row.denominator for row in counting]),
        count=len(counting),
        how=_how(definition.kind),
    )


def title_of_measure(name: str) -> Text:
    """What a canonical measure is called: as the metric that adds it up, else its own words."""
    for one in DEFINITIONS:
        if one.numerator == name and one.denominator is None and one.kind in ("total", "flow", "stock", "stated"):
            return one.title
    return Text(name.replace("_", " "))


def _sum(values: Sequence[float | None]) -> float:
    return twelve_digits(math.fsum(value for value in values if value is not None))


def _how(kind: str) -> Text:
    return {
        "count": _("The figure is the number of these posts."),
        "total": _("The figure is the sum of the column."),
        "rate": _("The figure is the first sum divided by the second."),
        "quotient": _("The figure is the first sum divided by the second."),
        "mean": _("The figure is the sum divided by the number of these posts."),
        "per_week": _("The figure is the number of these posts divided by the weeks of the period."),
        "flow": _("The figure is the sum of the days."),
        "stock": _("The figure is the newest number of each channel, added together."),
        "composition": _("The figure is the first sum divided by the second."),
    }[kind]


def _posts(lake: Lake, question: Question) -> list[BehindRow]:
    measures = list(question.definition.measures)
    columns = ("channel_id", "post_id", "published_at")
    table = posts_with_numbers(lake, question, columns, measures)
    texts = posts_that_count(lake, question).select("channel_id", "post_id", "text").to_pyarrow().to_pylist()
    text_of = {(row["channel_id"], row["post_id"]): row["text"] for row in texts}
    found = []
    for row in table.to_pylist():
        numbers = [None if row[name] is None else float(row[name]) for name in measures]
        found.append(
            BehindRow(
                channel_id=row["channel_id"],
                post_id=row["post_id"],
                published_at=row["published_at"],
                first=None,
                last=None,
                text=text_of.get((row["channel_id"], row["post_id"])),
                numerator=numbers[0] if numbers else None,
                denominator=numbers[1] if len(numbers) > 1 else None,
                counts=None not in numbers,
            )
        )
    return sorted(found, key=lambda one: (not one.counts, -(one.numerator or 0.0), one.channel_id, one.post_id or ""))


def _days(lake: Lake, question: Question) -> list[BehindRow]:
    kind = question.definition.kind
    table = rows_of_days(lake, question).to_pylist()
    told = [row for row in table if row["value"] is not None and (kind != "composition" or row["other"] is not None)]
    single = [row for row in told if row["period_start"] == row["period_end"]]
    # As in activity.py: single days are added; a longer period counts only where no day was told.
    counting = single or [row for row in told if (row["period_start"], row["period_end"]) == _asked(question, told)]
    if kind == "stock":
        newest: dict[str, dict[str, Any]] = {}
        for row in told:
            if row["channel_id"] not in newest or row["period_end"] > newest[row["channel_id"]]["period_end"]:
                newest[row["channel_id"]] = row
        counting = list(newest.values())
    chosen = {id(row) for row in counting}
    found = [
        BehindRow(
            channel_id=row["channel_id"],
            post_id=None,
            published_at=None,
            first=row["period_start"],
            last=row["period_end"],
            text=None,
            numerator=None if row["value"] is None else float(row["value"]),
            denominator=float(row["other"]) if row.get("other") is not None else None,
            counts=id(row) in chosen,
        )
        for row in table
    ]
    return sorted(found, key=lambda one: (not one.counts, one.channel_id, one.first or date.min))


def _asked(question: Question, told: Sequence[dict[str, Any]]) -> tuple[date, date] | None:
    """The days asked for; of all time, the only period that was told."""
    if question.since is not None and question.until is not None:
        return question.since, question.until
    periods = {(row["period_start"], row["period_end"]) for row in told}
    return periods.pop() if len(periods) == 1 else None
