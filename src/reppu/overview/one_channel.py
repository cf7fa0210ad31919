"""One channel: its figures beside the period before, its rate over time, and what its kinds of posts do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from reppu.charts.facade import TrendPoint, trend
from reppu.metrics import facade as metrics
from reppu.overview.channels import monday_of, without_holes
from reppu.overview.posts_list import Filters, filtered, in_order, post_of, posts_table
from reppu.overview.shown import Cell, cell_of
from reppu.overview.standing import KeyFigure
from reppu.reports.facade import SEEN, TAKING_PART, PinnedLake, kind_name
from reppu.vocabulary.estimate import Estimate
from reppu.vocabulary.language import Text, _, current_language

if TYPE_CHECKING:
    from reppu.charts.facade import Chart
    from reppu.lake.facade import Lake
    from reppu.overview.posts_list import Post
    from reppu.overview.standing import Standing

# Everything that a card can be of; a channel's platform offers some of them.
_FIGURES = tuple(dict.fromkeys(("posts", *SEEN, "engagements", *TAKING_PART, "followers", "net_follower_growth")))
BEST, WEAKEST = 5, 3  # our choice, as in the book: enough to learn from, not a pillory
_FEWEST_FOR_WEAKEST = 10  # the weakest of fewer are also among the best


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of posts. name None: the export does not tell it."""

    name: str | None
    share: Estimate
    rate: Estimate | None


@dataclass(frozen=True, slots=True)
class OneChannel:
    """A channel in a period. figures: those with a number; without: title and estimate of those that have none.

    trend_of: title and unit of the weekly (or monthly) line, None where there are no two values for one.
    """

    figures: tuple[KeyFigure, ...]
    without: tuple[tuple[Text, Estimate], ...]
    corrected: Text | None
    trend_of: tuple[Text, str] | None
    points: tuple[TrendPoint, ...]
    kinds: tuple[Kind, ...]
    rate_title: Text | None


def channel_question(
    lake: Lake, standing: Standing, channel_id: str
) -> tuple[str, int, str, tuple[object, ...], Callable[[], OneChannel]]:
    """A channel in the standing's period, as `remembered` takes it."""
    parts = (channel_id, standing.since, standing.until)
    return (
        lake.organisation,
        standing.position,
        "one-channel",
        parts,
        lambda: look_at_channel(lake, standing, channel_id),
    )


def look_at_channel(lake: Lake, standing: Standing, channel_id: str) -> OneChannel:
    """Everything that is counted for the page. Periods and age of posts are those of the standing."""
    length = standing.until - standing.since
    first = min(standing.compared[0], standing.since) - timedelta(days=1) - length
    with PinnedLake(lake, standing.position, first - timedelta(days=metrics.EARLIER_DAYS), standing.until) as pinned:
        return _Channel(cast("Lake", pinned), standing, channel_id).answer()


class _Channel:
    def __init__(self, lake: Lake, standing: Standing, channel_id: str) -> None:
        self.lake, self.standing, self.channel = lake, standing, channel_id
        self.comparable = standing.before is not None and channel_id not in standing.not_compared

    def answer(self) -> OneChannel:
        figures, without = [], []
        for name in _FIGURES:
            definition = metrics.definition(name)
            rows = self._rows(name)
            if len(rows) != 1 or rows[0].estimate.value is None:
                without += [(definition.title, row.estimate) for row in rows[:1]]
                continue
            compared = self._compare(definition) if self.comparable else None
            row = rows[0]
            weekly = tuple(point.estimate.value for point in self._points(name, "week"))
            figures.append(
                KeyFigure(name, definition.title, definition.unit, row.estimate, compared, weekly, (), row.currency)
            )
        corrected, how = metrics.correct_for_many([one.comparison for one in figures if one.comparison is not None])
        waiting = iter(corrected)
        figures = [replace(one, comparison=next(waiting)) if one.comparison is not None else one for one in figures]
        rate = next((one for one in figures if one.metric in TAKING_PART), None)
        trend_of, points = self._trend(rate)
        kinds = self._kinds(rate.metric if rate else None)
        return OneChannel(tuple(figures), tuple(without), how, trend_of, points, kinds, rate.title if rate else None)

    def _rows(self, name: str, by: Sequence[str] = ()) -> tuple[metrics.Row, ...]:
        since, until = self.standing.since, self.standing.until
        return metrics.compute(self.lake, name, by=by, since=since, until=until, channels=[self.channel]).rows

    def _compare(self, definition: metrics.Definition) -> metrics.Comparison:
        published = definition.basis == "published"
        now = self.standing.compared if published else (self.standing.since, self.standing.until)
        length = now[1] - now[0]
        before = (now[0] - timedelta(days=1) - length, now[0] - timedelta(days=1))
        return metrics.compare(self.lake, definition.name, before, now, channels=[self.channel])

    def _points(self, name: str, step: str) -> tuple[TrendPoint, ...]:
        points = [
            TrendPoint(monday_of(told) if step == "week" else date.fromisoformat(f"{told}-01"), row.estimate)
            for row in self._rows(name, (step,))
            if (told := row.keys[step]) is not None
        ]
        if step == "week" and points:
            return without_holes(points, min(point.at for point in points), max(point.at for point in points))
        return tuple(sorted(points, key=lambda point: point.at))

    def _trend(self, rate: KeyFigure | None) -> tuple[tuple[Text, str] | None, tuple[TrendPoint, ...]]:
        """The rate by week, by month where most weeks have too few posts for one, else engagements by week."""
        if rate is not None:
            for step, words in (("week", _("{metric} by week", metric=rate.title)), ("month", _("{metric} by month", metric=rate.title))):  # fmt: skip
                points = self._points(rate.metric, step)
                having = sum(point.estimate.value is not None for point in points)
                if having >= 2 and having * 2 > len(points):
                    return (words, rate.unit), points
        points = self._points("engagements", "week")
        if sum(point.estimate.value is not None for point in points) < 2:
            return None, ()
        return (_("{metric} by week", metric=metrics.definition("engagements").title), "count"), points

    def _kinds(self, rate: str | None) -> tuple[Kind, ...]:
        rates = {row.keys["kind"]: row.estimate for row in self._rows(rate, ("kind",))} if rate else {}
        kinds = [
            Kind(row.keys["kind"], row.estimate, rates.get(row.keys["kind"]))
            for row in self._rows("share_of_posts", ("kind",))
            if row.estimate.value
        ]
        return tuple(sorted(kinds, key=lambda kind: -(kind.share.value or 0.0)))


def trend_chart(found: OneChannel) -> Chart | None:
    """The line with its band."""
    if found.trend_of is None:
        return None
    title, unit = found.trend_of
    return trend(found.points, title=title, unit=unit, language=current_language(), width=1080, height=240)


def finding(name: str, found: OneChannel) -> Text:
    """The page's title: how often the channel is seen and which share takes part, beside the period before."""
    words = {
        "up": _("{channel}: a larger share takes part than before", channel=name),
        "down": _("{channel}: a smaller share takes part than before", channel=name),
    }
    for one in found.figures:
        if one.metric in TAKING_PART and one.comparison is not None and one.comparison.verdict in words:
            return words[one.comparison.verdict]
    return Text("{channel}", channel=name)


def kind_lines(found: OneChannel) -> list[tuple[Text, Cell, Cell, str]]:
    """Kinds: name, share, rate and the rate's interval."""
    return [
        (
            kind_name(kind.name) if kind.name else _("not told"),
            cell_of(kind.share, "fraction"),
            cell_of(kind.rate, "fraction"),
            metrics.interval_in_words(kind.rate, "fraction") if kind.rate else "",
        )
        for kind in found.kinds
    ]


def best_and_weakest(lake: Lake, channel_id: str, since: date, until: date) -> tuple[list[Post], list[Post]]:
    """The posts with most and with least engagements; no weakest where there are too few to have a middle."""
    asked = Filters(channel=channel_id, sort="engagements")
    ordered = in_order(filtered(posts_table(lake, since, until), asked), asked).to_pylist()
    having = [post_of(row) for row in ordered if row["engagements"] is not None]
    return having[:BEST], having[: -WEAKEST - 1 : -1] if len(having) >= _FEWEST_FOR_WEAKEST else []
