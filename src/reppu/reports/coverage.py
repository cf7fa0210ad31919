"""Which days of a channel the data hold, so that the book can say what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reppu.calendar.facade import zone_named

if TYPE_CHECKING:
    from reppu.calendar.facade import Period
    from reppu.lake.facade import Lake


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a channel has.

    posted: local days with a post. stated: days that the platform stated numbers for, empty when it states none.
    newest_export: the newest as_of of anything (UTC).
    """

    channel_id: str
    posted: frozenset[date]
    stated: frozenset[date]
    newest_export: datetime | None

    @property
    def days(self) -> frozenset[date]:
        """Days with anything."""
        return self.posted | self.stated

    def has_between(self, first: date, last: date) -> bool:
        """Is there anything on these days, both included?"""
        return any(first <= day <= last for day in self.days)

    def states_days_in(self, period: Period) -> bool:
        """Did the platform state daily numbers of any day in the period?"""
        return any(day in period for day in self.stated)

    def missing_between(self, first: date, last: date) -> list[tuple[date, date]]:
        """Runs of days for which the platform states numbers and none was imported, up to the last exported day."""
        if not any(first <= day <= last for day in self.stated):
            return []
        runs: list[tuple[date, date]] = []
        day = first
        while day <= last:
            if day not in self.stated:
                if runs and runs[-1][1] == day - timedelta(days=1):
                    runs[-1] = (runs[-1][0], day)
                else:
                    runs.append((day, day))
            day += timedelta(days=1)
        return runs


def coverage_of(lake: Lake, position: int | None) -> dict[str, Coverage]:
    """The coverage of every channel that has facts at the position."""
    zone = zone_named(lake.settings(position).time_zone)
    posts = lake.latest_posts(position)
    table: Any = posts.select(posts.channel_id, posts.published_at, posts.as_of).to_pyarrow()
    posted: dict[str, set[date]] = {}
    newest: dict[str, datetime] = {}
    for channel_id, published_at, as_of in zip(*(column.to_pylist() for column in table.columns), strict=True):
        days = posted.setdefault(channel_id, set())
        if published_at is not None:
            days.add(published_at.astimezone(zone).date())
        _keep_newest(newest, channel_id, as_of)
    observations = lake.read("observations", position)
    account = observations.filter((observations.subject_kind == "account") & (observations.window == "day"))
    days_of = account.group_by(["channel_id", "period_start"]).agg(as_of=account.as_of.max()).to_pyarrow()
    stated: dict[str, set[date]] = {}
    for channel_id, day, as_of in zip(*(column.to_pylist() for column in days_of.columns), strict=True):
        if day is not None:
            stated.setdefault(channel_id, set()).add(day)
        _keep_newest(newest, channel_id, as_of)
    return {
        channel_id: Coverage(
            channel_id,
            frozenset(posted.get(channel_id, ())),
            frozenset(stated.get(channel_id, ())),
            newest.get(channel_id),
        )
        for channel_id in sorted(posted.keys() | stated.keys())
    }


def _keep_newest(newest: dict[str, datetime], channel_id: str, as_of: datetime | None) -> None:
    if as_of is not None and (channel_id not in newest or as_of > newest[channel_id]):
        newest[channel_id] = as_of


def first_and_last(coverage: Coverage) -> tuple[date, date] | None:
    """The first and last day with anything."""
    return (min(coverage.days), max(coverage.days)) if coverage.days else None
