"""When what is planned is due, and that it starts once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from reppu.jobs.facade import jobs_of, plan, planned, unplan
from reppu.jobs.models import Schedule
from reppu.jobs.scheduling import next_moment, plan_what_kinds_declare, start_due

SIX = time(6, 0)


@pytest.fixture
def karhula(cast, settings):
    settings.JOBS_OF_THE_SITE = "reppu.jobs.tests.work.KINDS"
    return cast.organisation.id


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (utc(2026, 11, 24, 3, 59), utc(2026, 11, 24, 4, 0)),  # Helsinki is two hours ahead in winter
        (utc(2026, 11, 24, 4, 0), utc(2026, 11, 25, 4, 0)),
        (utc(2026, 6, 1, 2, 59), utc(2026, 6, 1, 3, 0)),  # and three in summer
        (utc(2026, 3, 28, 4, 0), utc(2026, 3, 29, 3, 0)),  # the night in which the clocks go forward
        (utc(2026, 10, 24, 3, 0), utc(2026, 10, 25, 4, 0)),  # and back
    ],
)
def test_a_time_of_day_is_the_organisations_own_across_the_change_of_clocks(after, expected):
    assert next_moment(after, every_minutes=None, at=SIX, time_zone="Europe/Helsinki") == expected


def test_an_hour_that_the_clocks_skip_is_due_an_hour_later_and_one_they_repeat_the_first_time():
    skipped = next_moment(utc(2026, 3, 28, 22), every_minutes=None, at=time(3, 30), time_zone="Europe/Helsinki")
    assert skipped == utc(2026, 3, 29, 1, 30)  # 04:30 by the new clock
    repeated = next_moment(utc(2026, 10, 24, 22), every_minutes=None, at=time(3, 30), time_zone="Europe/Helsinki")
    assert repeated == utc(2026, 10, 25, 0, 30)


def test_a_weekday_is_waited_for():
    assert next_moment(utc(2026, 11, 24, 7), every_minutes=None, at=SIX, weekday=0) == utc(2026, 11, 30, 6)


def test_what_is_due_starts_once_and_what_was_missed_is_not_made_up_for(karhula):
    plan("count", "jobs.count", organisation_id=karhula, arguments={"upto": 1}, every_minutes=10)
    assert start_due() == 0
    Schedule.objects.update(next_run=timezone.now() - timedelta(hours=3))
    now = timezone.now()
    assert start_due(now) == 1
    assert start_due(now) == 0
    assert [one.kind for one in jobs_of(karhula)] == ["jobs.count"]
    [one] = planned(karhula)
    assert (one.last_run, one.next_run) == (now, now + timedelta(minutes=10))


def test_a_plan_that_is_told_again_keeps_its_moment_and_one_that_changes_gets_another(karhula):
    plan("count", "jobs.count", organisation_id=karhula, every_minutes=10)
    Schedule.objects.update(next_run=utc(2026, 1, 1))
    plan("count", "jobs.count", organisation_id=karhula, every_minutes=10)
    assert planned(karhula)[0].next_run == utc(2026, 1, 1)
    plan("count", "jobs.count", organisation_id=karhula, at=SIX)
    assert planned(karhula)[0].next_run > timezone.now()
    unplan("count", organisation_id=karhula)
    assert planned(karhula) == []


def test_what_is_switched_off_and_what_nobody_lists_does_not_start(karhula):
    plan("off", "jobs.count", organisation_id=karhula, every_minutes=10)
    plan("unknown", "books.bind", organisation_id=karhula, every_minutes=10)
    Schedule.objects.filter(name="off").update(enabled=False)
    Schedule.objects.update(next_run=utc(2026, 1, 1))
    assert start_due() == 0


def test_the_site_plans_what_its_kinds_declare(db):
    plan_what_kinds_declare()
    plan_what_kinds_declare()
    planned_hours = {one.name: one.next_run.hour for one in planned(None)}
    assert planned_hours["jobs.tidy"] == 2
    assert len(planned(None)) == len(planned_hours), "twice is once"
