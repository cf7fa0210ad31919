"""Definitions, answers and moves in words, as lines of a page. Nothing is counted here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reppu.charts.facade import TrendPoint, for_page, trend
from reppu.lake.facade import entry_in_words
from reppu.metrics.facade import interval_in_words, state_in_words, value_in_words
from reppu.metrics.pages.asking import first_day
from reppu.vocabulary.estimate import Estimate, State
from reppu.vocabulary.language import Text, _, current_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reppu.lake.facade import Lake
    from reppu.metrics.facade import Definition, MetricTable

LEVELS = {
    "input": _("Input"),
    "activity": _("Activity"),
    "output": _("Output"),
    "out_take": _("Out-take"),
    "outcome": _("Outcome"),
    "impact": _("Impact"),
}
BASES = {
    "published": _("posts published in the period"),
    "activity": _("what happened in the period"),
    "mixed": _("both mixed"),
}
UNITS = {
    "count": _("count"),
    "fraction": _("share, in per cent"),
    "per_post": _("per post"),
    "per_week": _("per week"),
    "hours": _("hours"),
    "hours_per_post": _("hours per post"),
    "seconds": _("seconds"),
    "money": _("money"),
    "money_per_post": _("money per post"),
}
WORDS = {
    "channel": _("channel"),
    "platform": _("platform"),
    "day": _("day"),
    "week": _("week"),
    "month": _("month"),
    "season": _("season"),
    "year": _("year"),
    "kind": _("kind"),
    "language": _("language"),
    "paid": _("paid or not"),
    "hour": _("hour of the day"),
    "weekday": _("weekday"),
    "competitor": _("competitor"),
}
_PAID = {"yes": _("paid"), "no": _("not paid")}
_WEEKDAYS = {
    "1": _("Monday"),
    "2": _("Tuesday"),
    "3": _("Wednesday"),
    "4": _("Thursday"),
    "5": _("Friday"),
    "6": _("Saturday"),
    "7": _("Sunday"),
}
# More rows than this are no table for people: our choice; the CSV has them all.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A definition in the list."""

    definition: Definition
    level: Text
    unit: Text | str
    own: bool


def found(definitions: Iterable[Definition], words: str, level: str, basis: str) -> list[Found]:
    """The definitions that hold all the words (in the reader's language, or in their names), of the level and basis."""
    wanted = words.casefold().split()
    chosen = []
    for one in definitions:
        said = f"{one.name} {one.title} {one.definition}".casefold()
        if all(word in said for word in wanted) and level in ("", one.level) and basis in ("", one.basis):
            chosen.append(Found(one, LEVELS[one.level], UNITS.get(one.unit, one.unit), one.kind == "formula"))
    return chosen


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One group's number, or why there is none. why: also for a number without an interval."""

    label: str
    value: str
    interval: str
    n: int
    why: str
    left_out: int


def answer_line(
    label: str, estimate: Estimate, unit: str, currency: str | None, why: Text | None, left: int
) -> AnswerLine:
    """An answer in the reader's words."""
    state = str(state_in_words(estimate.state))
    reason = str(why) if why is not None else state
    if estimate.value is None:
        return AnswerLine(label, state if estimate.state is State.NOT_OFFERED else "–", "", estimate.n, reason, left)
    value = value_in_words(estimate.value, unit, currency)
    return AnswerLine(label, value, interval_in_words(estimate, unit, currency), estimate.n, reason, left)


def answer_lines(table: MetricTable, channels: Mapping[str, str]) -> list[AnswerLine]:
    """The table's rows; a group is called by its labels."""
    return [
        answer_line(label_of(row.keys, channels), row.estimate, table.unit, row.currency, row.reason, len(row.left_out))
        for row in table.rows
    ]


def label_of(keys: Mapping[str, str | None], channels: Mapping[str, str]) -> str:
    """A group's labels in words: "Monday", "not paid", a channel's name."""
    return ", ".join(_label(word, label, channels) for word, label in keys.items()) or str(_("All"))


def _label(word: str, label: str | None, channels: Mapping[str, str]) -> str:
    if label is None:
        return str(_("not told"))
    if word == "channel":
        return channels.get(label, label)
    words = {"weekday": _WEEKDAYS, "paid": _PAID}.get(word, {}).get(label)
    return str(words) if words is not None else label


def trend_chart(lake: Lake, table: MetricTable, definition: Definition, step: str) -> dict[str, Any] | None:
    """The metric over time with its band; None without two values to draw a line between."""
    points = [
        TrendPoint(first_day(lake, step, row.keys[step] or ""), row.estimate)
        for row in table.rows
        if row.keys.get(step) is not None
    ]
    if sum(point.estimate.value is not None for point in points) < 2:
        return None
    title = {"week": _("{metric} by week", metric=definition.title)}.get(
        step, _("{metric} by month", metric=definition.title)
    )
    heading = _("Week from") if step == "week" else _("Month from")
    unit = "fraction" if definition.unit == "fraction" else "count"
    drawn = trend(points, title=title, unit=unit, language=current_language(), step=heading, width=700, height=240)
    return for_page(drawn)


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A number that is not what it was, and the entries that moved it."""

    label: str
    before: AnswerLine
    now: AnswerLine
    by: tuple[Text, ...]


def moved_lines(lake: Lake, result: dict[str, Any], channels: Mapping[str, str]) -> list[MovedLine]:
    """What `work.moved` found, in words."""
    entries = {entry.entry_no: entry for entry in lake.entries()}
    lines = []
    for row in result["rows"]:
        label = label_of(_keys(row), channels)
        moved_by = []
        for move in row["moved_by"]:
            numbers = [one["entry_no"] for one in move["entries"]]
            if len(numbers) == 1:
                what = entry_in_words(entries[numbers[0]])
                day = entries[numbers[0]].at.date()
                moved_by.append(_("{day}: {what} (entry {entry_no})", day=day, what=what, entry_no=str(numbers[0])))
            else:
                moved_by.append(_("one of entries {first}–{last}", first=str(numbers[0]), last=str(numbers[-1])))
        sides = [_told(label, row[side], result["unit"]) for side in ("before", "now")]
        lines.append(MovedLine(label, sides[0], sides[1], tuple(moved_by)))
    return lines


def then_lines(result: dict[str, Any], channels: Mapping[str, str]) -> list[AnswerLine]:
    """What `work.then` found, in words."""
    return [
        _told(label_of(_keys(row), channels), row, result["unit"], row.get("currency"), len(row["left_out"]))
        for row in result["rows"]
    ]


def _keys(row: Mapping[str, Any]) -> dict[str, str | None]:
    return {word: label for word, label in row.items() if word in WORDS}


def _told(label: str, said: Mapping[str, Any], unit: str, currency: str | None = None, left: int = 0) -> AnswerLine:
    estimate = Estimate(said["value"], said["low"], said["high"], said["n"], "", State(said["state"]))
    return answer_line(label, estimate, unit, currency, None, left)


def past_choices(lake: Lake, kinds: Sequence[str], most: int) -> list[tuple[int, Text]]:
    """The newest entries that can have moved a number, as choices: the position before each, and what it was."""
    entries = [one for one in lake.entries(kinds=kinds) if one.entry_no > 1]
    return [
        (
            one.entry_no - 1,
            _(
                "before {day}: {what} (entry {entry_no})",
                day=one.at.date(),
                what=entry_in_words(one),
                entry_no=str(one.entry_no),
            ),
        )
        for one in reversed(entries[-most:])
    ]
