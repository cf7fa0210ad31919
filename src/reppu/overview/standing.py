"""Where an organisation stands in a period: the finding, the key figures beside the period before, the days against what was
expected, each channel. Counted once for a position of the journal; pages only show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, cast

from reppu.metrics import facade as metrics
from reppu.overview.freshness import look
from reppu.reports.facade import SEEN, TAKING_PART, Answer, Evidence, PinnedLake, find, full_name, platform_name
from reppu.surprise.facade import judge_daily
from reppu.vocabulary.estimate import Estimate, State
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reppu.lake.facade import Channel, Lake
    from reppu.overview.freshness import Status

# A figure of each kind: seen (twice, as platforms state it in different ways), taking part, the share that does, following.
_CARDS = (("views", "impressions"), ("engagements",), TAKING_PART, ("net_follower_growth",), ("views", "impressions"))
MOST_CARDS = 4  # a row of the page at 1440 px
# What a day's number may be, the first that enough of the days have. Each is stated by the platform for the day itself.
_DAILY = ("engagements_in_period", "views_in_period", "impressions_in_period", "reach")
_WHOLE = 0.9  # our choice: a channel that lacks more than a tenth of the days would make dips that are none
_LEARNING_DAYS = 365  # what is expected is learnt from the year before, so that every season has been seen once
RIPE_DAYS = 14  # a post's number at 30 days is taken from an export within 16 days of that age: 14 is the youngest
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure beside the same of the period before. weekly: its value week by week, None for a week without one."""

    metric: str
    title: Text
    unit: str
    estimate: Estimate
    comparison: metrics.Comparison | None
    weekly: tuple[float | None, ...]
    left_out: tuple[str, ...] = ()
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day: measured, and what was expected of it before it was seen."""

    at: date
    value: float | None
    expected: float | None
    low: float | None
    high: float | None
    surprise: bool


@dataclass(frozen=True, slots=True)
class Daily:
    """A daily number of the channels that state it on nearly every day of the period."""

    metric: str
    title: Text
    channels: tuple[str, ...]
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel in the period. seen_title, rate_title: which measures they are, as platforms offer different ones; None
    where no export states one, and then the estimate says whether its platform offers any."""

    channel_id: str
    name: str
    platform: str
    posts: Estimate
    followers: Estimate | None
    seen: Estimate | None
    seen_title: Text | None
    rate: Estimate | None
    rate_title: Text | None
    change: metrics.Comparison | None
    weekly: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole of it, at a position.

    compared: the days whose posts are laid beside those of `before`: as long as the period, ended so early that the newest
    exports hold every post at a comparable age. before: None when there was nothing. not_compared: ids of channels
    without such exports; they count in the figures and in no comparison.
    """

    position: int
    since: date
    until: date
    compared: tuple[date, date]
    before: tuple[date, date] | None
    not_compared: tuple[str, ...]
    finding: Text
    because: tuple[Text, ...]
    figures: tuple[KeyFigure, ...]
    corrected: Text | None
    daily: Daily | None
    channels: tuple[ChannelRow, ...]
    channels_corrected: Text | None


def stand(lake: Lake, since: date, until: date, status: Status | None = None) -> Standing:
    """Where the organisation stands from `since` to `until`, beside the equally long period before.

    Costs seconds for a large organisation; a page keeps the answer for as long as the position stays.
    status: what `look` said of the lake, which scans all facts; None to look here.
    """
    status = status or look(lake, datetime.now(UTC))
    exported = {one.channel_id: one.last_as_of.date() for one in status.channels if one.last_as_of is not None}
    ripe = min(until, max(exported.values(), default=until) - timedelta(days=RIPE_DAYS))
    length = until - since
    compared = (ripe - length, ripe)
    before = _just_before(compared)
    known = tuple(sorted(channel for channel, day in exported.items() if day >= ripe + timedelta(days=RIPE_DAYS)))
    first = min(before[0] - timedelta(days=metrics.EARLIER_DAYS), since - timedelta(days=_LEARNING_DAYS))
    with PinnedLake(lake, lake.position, first, until) as pinned:
        return _Asking(cast("Lake", pinned), (since, until), compared, before, known).answer()


def _just_before(days: Days) -> Days:
    """The equally long days that end where these begin."""
    last = days[0] - timedelta(days=1)
    return last - (days[1] - days[0]), last


class _Asking:
    def __init__(self, lake: Lake, period: Days, compared: Days, before: Days, comparable: tuple[str, ...]) -> None:
        self.lake, self.period, self.compared, self.before, self.comparable = lake, period, compared, before, comparable
        self.channels: list[Channel] = [one for one in lake.channels() if one.merged_into is None]
        self.titles = {one.name: one for one in metrics.definitions()}

    def answer(self) -> Standing:
        """Everything, asked in the order of the page."""
        had_before = (self._whole("posts", self.before).value or 0) > 0 and bool(self.comparable)
        figures = self._figures(had_before)
        compared = [figure.comparison for figure in figures if figure.comparison is not None]
        corrected, how = metrics.correct_for_many(compared)
        waiting = iter(corrected)
        figures = [_with(figure, next(waiting)) if figure.comparison is not None else figure for figure in figures]
        finding, because = self._finding(figures, had_before)
        channels, channels_how = _corrected(self._rows(had_before))
        return Standing(
            position=self.lake.position,
            since=self.period[0],
            until=self.period[1],
            compared=self.compared,
            before=self.before if had_before else None,
            not_compared=tuple(one.channel_id for one in self.channels if one.channel_id not in self.comparable),
            finding=finding,
            because=because,
            figures=tuple(figures[:MOST_CARDS]),
            corrected=how,
            daily=self._daily(),
            channels=channels,
            channels_corrected=channels_how,
        )

    def _compare(self, name: str, channels: Sequence[str]) -> metrics.Comparison:
        now = self.compared if self.titles[name].basis == "published" else self.period
        return metrics.compare(self.lake, name, _just_before(now), now, channels=list(channels))

    def _whole(self, metric: str, days: Days, channels: Sequence[str] | None = None) -> Estimate:
        rows = metrics.compute(self.lake, metric, since=days[0], until=days[1], channels=channels).rows
        return rows[0].estimate if rows else Estimate(None, None, None, 0, "", State.MISSING)

    def _figures(self, had_before: bool) -> list[KeyFigure]:
        chosen: list[KeyFigure] = []
        for group in _CARDS:
            answered = [
                (name, rows[0])
                for name in group
                if all(figure.metric != name for figure in chosen)
                and len(rows := metrics.compute(self.lake, name, since=self.period[0], until=self.period[1]).rows) == 1
                and rows[0].estimate.value is not None
            ]
            if not answered:
                continue
            # Platforms offer different measures: the one that says something of most posts speaks for all.
            name, row = max(answered, key=lambda pair: pair[1].estimate.n)
            comparison = self._compare(name, self.comparable) if had_before else None
            one = self.titles[name]
            weekly = self._weekly(name).get(None, ())
            chosen.append(
                KeyFigure(name, one.title, one.unit, row.estimate, comparison, weekly, row.left_out, row.currency)
            )
        return chosen

    def _weekly(self, name: str, by: Sequence[str] = ()) -> dict[str | None, tuple[float | None, ...]]:
        """Values week by week for the whole (key None) or by the first word of `by`."""
        table = metrics.compute(self.lake, name, by=(*by, "week"), since=self.period[0], until=self.period[1])
        weeks = sorted({row.keys["week"] for row in table.rows if row.keys["week"] is not None})
        found: dict[str | None, dict[str, float | None]] = {}
        for row in table.rows:
            key = row.keys[by[0]] if by else None
            found.setdefault(key, {})[row.keys["week"] or ""] = row.estimate.value
        return {key: tuple(values.get(week) for week in weeks) for key, values in found.items()}

    def _finding(self, figures: Sequence[KeyFigure], had_before: bool) -> tuple[Text, tuple[Text, ...]]:
        if not self.channels:
            return _("Nothing has been imported yet"), ()
        if not had_before:
            posts = self._whole("posts", self.period).value or 0.0
            return _n(
                "{n} post so far, and nothing earlier to lay beside",
                "{n} posts so far, and nothing earlier to lay beside",
                round(posts),
            ), ()
        posts = self._whole("posts", self.compared, self.comparable).value or 0.0
        weeks = max(1, round(((self.period[1] - self.period[0]).days + 1) / 7))
        evidence = []
        for name in dict.fromkeys((*SEEN, *TAKING_PART, "engagements")):
            figure = next((one for one in figures if one.metric == name), None)
            compared = figure.comparison if figure else self._compare(name, self.comparable)
            if compared is None:
                continue
            one = self.titles[name]
            share = compared.second.n / posts if one.basis == "published" and posts else 1.0
            evidence.append(
                Evidence(name, compared.first, compared.second, compared.difference, weeks, one.title, share)
            )
        found = find(evidence)
        sentence = found.sentence
        if found.seen is found.taking_part is Answer.CANNOT_TELL:
            sentence = _("It cannot be told yet whether anything changed")
        because = []
        if found.more_weeks is not None:
            because.append(
                _n(
                    "About {n} more week like these would tell, if the difference stays as it is.",
                    "About {n} more weeks like these would tell, if the difference stays as it is.",
                    found.more_weeks,
                )
            )
        return sentence, tuple(because)

    def _daily(self) -> Daily | None:
        first, last = self.period[0] - timedelta(days=_LEARNING_DAYS), self.period[1]
        wanted = (self.period[1] - self.period[0]).days + 1
        for name in _DAILY:
            rows = metrics.compute(self.lake, name, by=("channel", "day"), since=first, until=last).rows
            values: dict[str, dict[date, float]] = {}
            for row in rows:
                if row.estimate.value is not None and row.keys["channel"] and row.keys["day"]:
                    values.setdefault(row.keys["channel"], {})[date.fromisoformat(row.keys["day"])] = row.estimate.value
            whole = {
                channel: days
                for channel, days in values.items()
                if sum(self.period[0] <= at <= last for at in days) >= _WHOLE * wanted
            }
            if not whole:
                continue
            # People counted by one platform are not added to those of another: the largest channel stands alone.
            if name == "reach":
                largest = max(whole, key=lambda channel: sum(whole[channel].values()))
                whole = {largest: whole[largest]}
            return Daily(name, self.titles[name].title, tuple(sorted(whole)), self._judged(whole, first))
        return None

    def _judged(self, whole: dict[str, dict[date, float]], first: date) -> tuple[Day, ...]:
        known = [at for days in whole.values() for at in days]
        start = max(first, min(known))
        days = [start + timedelta(days=index) for index in range((self.period[1] - start).days + 1)]
        sums = [
            sum(one[at] for one in whole.values()) if all(at in one for one in whole.values()) else None for at in days
        ]
        judged = judge_daily(start, sums, country=_country_of(self.lake.settings().time_zone))
        return tuple(
            Day(at, value, one.expected, one.low, one.high, one.surprise)
            for at, value, one in zip(days, sums, judged, strict=True)
            if at >= self.period[0]
        )

    def _by_channel(self, name: str) -> dict[str, Estimate]:
        rows = metrics.compute(self.lake, name, by=("channel",), since=self.period[0], until=self.period[1]).rows
        return {row.keys["channel"] or "": row.estimate for row in rows}

    def _rows(self, had_before: bool) -> list[ChannelRow]:
        names = dict.fromkeys(("posts", "followers", *SEEN, *TAKING_PART))
        found = {name: self._by_channel(name) for name in names}
        weekly = self._weekly("engagements", ("channel",))
        rows = []
        for channel in self.channels:
            one = channel.channel_id
            seen = _first_with_value(found, SEEN, one)
            rate = _first_with_value(found, TAKING_PART, one)
            change = None
            if rate is not None and had_before and one in self.comparable:
                change = self._compare(rate, [one])
            rows.append(
                ChannelRow(
                    channel_id=one,
                    name=full_name(channel),
                    platform=platform_name(channel.platform),
                    posts=found["posts"].get(one, Estimate(None, None, None, 0, "", State.MISSING)),
                    followers=found["followers"].get(one),
                    seen=found[seen][one] if seen else _no_number(found, SEEN, one),
                    seen_title=self.titles[seen].title if seen else None,
                    rate=found[rate][one] if rate else _no_number(found, TAKING_PART, one),
                    rate_title=self.titles[rate].title if rate else None,
                    change=change,
                    weekly=weekly.get(one, ()),
                )
            )
        return sorted(rows, key=lambda row: -(row.seen.value or 0 if row.seen else 0))


def _first_with_value(found: dict[str, dict[str, Estimate]], names: Sequence[str], channel: str) -> str | None:
    return next((name for name in names if channel in found[name] and found[name][channel].value is not None), None)


def _no_number(found: dict[str, dict[str, Estimate]], names: Sequence[str], channel: str) -> Estimate:
    """Not offered where the channel's platform offers none of the measures, else missing."""
    told = [found[name][channel] for name in names if channel in found[name]]
    offered = [one for one in told if one.state is not State.NOT_OFFERED]
    return next(iter(offered or told), Estimate(None, None, None, 0, "", State.MISSING))


def _corrected(rows: Sequence[ChannelRow]) -> tuple[tuple[ChannelRow, ...], Text | None]:
    """The channels' comparisons stand in one table, so they are corrected for being many."""
    corrected, how = metrics.correct_for_many([row.change for row in rows if row.change is not None])
    waiting = iter(corrected)
    return tuple(replace(row, change=next(waiting)) if row.change is not None else row for row in rows), how


def _with(figure: KeyFigure, comparison: metrics.Comparison) -> KeyFigure:
    return replace(figure, comparison=comparison)


def _country_of(time_zone: str) -> str | None:
    """The country whose holidays are kept where that time zone is."""
    from babel.core import get_global

    territory = get_global("zone_territories").get(time_zone)
    return str(territory) if territory and len(territory) == 2 and territory != "ZZ" else None
