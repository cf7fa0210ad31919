"""What is started again and again, and when it is due next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from reppu.jobs.kinds import all_kinds
from reppu.jobs.models import Schedule
from reppu.jobs.starting import start_job

if TYPE_CHECKING:
    from datetime import time


@dataclass(frozen=True, slots=True)
class Plan:
    """Something that is started again and again; moments in UTC."""

    name: str
    kind: str
    next_run: datetime
    last_run: datetime | None
    enabled: bool


def next_moment(
    after: datetime, *, every_minutes: int | None, at: time | None, weekday: int | None = None, time_zone: str = "UTC"
) -> datetime:
    """The first moment after `after` (UTC) at which it is due: so many minutes later, or at the next such time of day.

    A time that the clocks skip in spring is due an hour later; one that they repeat in autumn, the first time.
    """
    if every_minutes is not None:
        return after + timedelta(minutes=every_minutes)
    assert at is not None
    zone = ZoneInfo(time_zone)
    day = after.astimezone(zone).date()
    while True:
        due = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
        if due > after and weekday in (None, day.weekday()):
            return due
        day += timedelta(days=1)


def plan(
    name: str,
    kind: str,
    *,
    organisation_id: int | None = None,
    arguments: dict[str, Any] | None = None,
    every_minutes: int | None = None,
    at: time | None = None,
    weekday: int | None = None,
    time_zone: str = "UTC",
) -> None:
    """Plans a job for every so many minutes or a time of day (and weekday); the same name again changes the plan."""
    when = {"every_minutes": every_minutes, "at": at, "weekday": weekday, "time_zone": time_zone}
    known = Schedule.objects.of(organisation_id).filter(name=name).first()
    if known is not None and all(getattr(known, field) == value for field, value in when.items()):
        Schedule.objects.filter(id=known.id).update(kind=kind, arguments=arguments or {})
        return
    due = next_moment(timezone.now(), every_minutes=every_minutes, at=at, weekday=weekday, time_zone=time_zone)
    fields: dict[str, Any] = {"kind": kind, "arguments": arguments or {}, "next_run": due, **when}
    if known is not None:
        Schedule.objects.filter(id=known.id).update(**fields)
    else:
        Schedule.objects.create(organisation_id=organisation_id, name=name, **fields)


def planned(organisation_id: int | None = None) -> list[Plan]:
    """What is planned for an organisation (None: for the site itself), the next one first."""
    rows = Schedule.objects.of(organisation_id).order_by("next_run")
    return [Plan(one.name, one.kind, one.next_run, one.last_run, one.enabled) for one in rows]


def unplan(name: str, *, organisation_id: int | None = None) -> None:
    """Plans it no more."""
    Schedule.objects.of(organisation_id).filter(name=name).delete()


def plan_what_kinds_declare() -> None:
    """Brings the site's own plans in line with the kinds that the site lists."""
    for kind in all_kinds().values():
        if kind.every_minutes is not None or kind.daily_at is not None:
            plan(kind.name, kind.name, every_minutes=kind.every_minutes, at=kind.daily_at)


def start_due(now: datetime | None = None) -> int:
    """Starts what is due and plans it anew; returns how many. What was missed while the site was down runs once."""
    now = now or timezone.now()
    kinds, started = all_kinds(), 0
    for one in Schedule.objects.filter(enabled=True, next_run__lte=now, kind__in=kinds):
        due = next_moment(now, every_minutes=one.every_minutes, at=one.at, weekday=one.weekday, time_zone=one.time_zone)
        with transaction.atomic():
            # Two processes that see it due: only one of them moves it.
            if Schedule.objects.filter(id=one.id, next_run=one.next_run).update(next_run=due, last_run=now):
                start_job(
                    one.kind, organisation_id=one.organisation_id, arguments=one.arguments, key=f"plan {one.name}"
                )
                started += 1
    return started
