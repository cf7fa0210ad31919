"""Coverage and freshness of each channel, and what to do about it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reppu.sources.facade import how_to_export
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

# Our choice: a monthly rhythm of exports, with two weeks of grace, keeps each post's 30-day snapshot within tolerance.
STALE_AFTER_DAYS = 45


# Our choice: a month, so that every post is seen within some two weeks of its thirtieth day.
EXPORT_EVERY_DAYS = 31


@dataclass(frozen=True, slots=True)
class ChannelStatus:
    """One channel: what of it is there. Days are the platform's own; moments are UTC."""

    channel_id: str
    platform: str
    name: str
    posts: int
    first_post: date | None
    last_post: date | None
    observations: int
    first_day: date | None  # of day-level facts
    last_day: date | None
    missing_days: int
    first_missing: tuple[date, ...]  # at most 20
    last_as_of: datetime | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Status:
    """An organisation's data at a glance."""

    organisation: str
    position: int
    channels: tuple[ChannelStatus, ...]
    withdrawn: int
    problems: tuple[Text, ...]


def look(lake: Lake, now: datetime) -> Status:
    """What is there at this moment. Costs a scan of the facts' channel, day and as_of columns."""
    posts = lake.latest_posts()
    per_channel = {
        row["channel_id"]: row
        for row in posts.group_by("channel_id")
        .agg(
            posts=posts.count(),
            first=posts.published_at.min(),
            last=posts.published_at.max(),
            seen=posts.as_of.max(),
        )
        .to_pyarrow()
        .to_pylist()
    }
    observations = lake.latest_observations()
    seen = {
        row["channel_id"]: row
        for row in observations.group_by("channel_id")
        .agg(count=observations.count(), seen=observations.as_of.max())
        .to_pyarrow()
        .to_pylist()
    }
    account_days = observations.filter((observations.subject_kind == "account") & (observations.window == "day"))
    days: dict[str, set[date]] = {}
    for row in account_days.select("channel_id", "period_start").distinct().to_pyarrow().to_pylist():
        days.setdefault(row["channel_id"], set()).add(row["period_start"])

    channels = tuple(
        _status_of(channel, per_channel.get(channel.channel_id), seen.get(channel.channel_id), days, now)
        for channel in lake.channels()
        if channel.merged_into is None
    )
    imports = lake.entries(kinds=("import",))
    return Status(
        organisation=lake.organisation,
        position=lake.position,
        channels=channels,
        withdrawn=sum(1 for entry in imports if entry.withdrawn_by is not None),
        problems=tuple(problem for channel in channels for problem in _problems_of(channel)),
    )


def _status_of(
    channel: Any, posts: dict[str, Any] | None, facts: dict[str, Any] | None, days: dict[str, set[date]], now: datetime
) -> ChannelStatus:
    covered = sorted(days.get(channel.channel_id, ()))
    missing = missing_days(covered)
    moments = [row["seen"] for row in (posts, facts) if row is not None and row["seen"] is not None]
    last_as_of = max(moments, default=None)
    return ChannelStatus(
        channel_id=channel.channel_id,
        platform=channel.platform,
        name=channel.name,
        posts=posts["posts"] if posts else 0,
        first_post=posts["first"].date() if posts and posts["first"] else None,
        last_post=posts["last"].date() if posts and posts["last"] else None,
        observations=facts["count"] if facts else 0,
        first_day=covered[0] if covered else None,
        last_day=covered[-1] if covered else None,
        missing_days=len(missing),
        first_missing=tuple(missing[:20]),
        last_as_of=last_as_of,
        stale=last_as_of is None or now - last_as_of > timedelta(days=STALE_AFTER_DAYS),
    )


@dataclass(frozen=True, slots=True)
class Reminder:
    """When a channel's export should be fetched again. days_left: until then, 0 or less when it is time; how: the menu path."""

    days_left: int
    how: Text


def reminders(status: Status, now: datetime) -> dict[str, Reminder]:
    """Channel → its reminder; none for a channel of a platform that has no export to fetch."""
    found = {}
    for one in status.channels:
        how = how_to_export(one.platform)
        if how is not None:
            age = (now - one.last_as_of).days if one.last_as_of is not None else EXPORT_EVERY_DAYS
            found[one.channel_id] = Reminder(EXPORT_EVERY_DAYS - age, how)
    return found


def missing_days(covered: list[date]) -> list[date]:
    """The days between the first and the last of `covered` (sorted) that are not in it."""
    gaps: list[date] = []
    for before, after in itertools.pairwise(covered):
        gaps.extend(before + timedelta(days=step) for step in range(1, (after - before).days))
    return gaps


def _called(channel: ChannelStatus) -> str:
    # An organisation often has the same name on every platform.
    return f"{channel.name} ({channel.channel_id})"


def _problems_of(channel: ChannelStatus) -> list[Text]:
    problems = []
    if channel.last_as_of is None:
        problems.append(_("{name}: nothing imported.", name=_called(channel)))
    elif channel.stale:
        how = how_to_export(channel.platform)
        seen = _("{name}: last seen on {day}.", name=_called(channel), day=channel.last_as_of.date())
        # A channel of a platform whose exports we do not read (numbers entered by hand) has no way to export.
        problems.append(seen if how is None else _("{seen} Export it again: {how}", seen=seen, how=how))
    if channel.missing_days:
        problems.append(
            _n(
                "{name}: {n} day is missing, {days}.",
                "{name}: {n} days are missing, the first ones {days}.",
                channel.missing_days,
                name=_called(channel),
                days=", ".join(day.isoformat() for day in channel.first_missing[:3]),
            )
        )
    return problems
