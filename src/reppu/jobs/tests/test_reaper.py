"""What a dead worker left is ended or begun again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reppu.jobs.facade import look_at_job, start_job, work_off
from reppu.jobs.models import Job, State
from reppu.jobs.reaper import SILENT_SECONDS, reap
from reppu.jobs.worker import claim


@pytest.fixture
def karhula(cast, settings):
    settings.JOBS_OF_THE_SITE = "reppu.jobs.tests.work.KINDS"
    return cast.organisation.id


def left_behind(kind, karhula, attempts=1):
    """A job as the crash of its worker leaves it: claimed, running, and nobody there."""
    job_id = start_job(kind, organisation_id=karhula, arguments={"seconds": 0})
    task = claim("a dead one|1")
    now = timezone.now()
    Job.objects.filter(id=job_id).update(state=State.RUNNING, holder="a dead one|1", attempts=attempts, seen_at=now)
    return job_id, str(task.id)


def test_a_resumable_job_is_begun_again_and_ends(karhula):
    job_id, _task = left_behind("jobs.linger", karhula)
    assert reap([]) == 1
    assert look_at_job(job_id, organisation_id=karhula).state == "waiting"
    assert work_off() == 1
    assert look_at_job(job_id, organisation_id=karhula).state == "done"


def test_a_job_that_may_not_be_run_twice_has_failed_and_says_what_to_do(karhula):
    job_id, task_id = left_behind("jobs.linger_once", karhula)
    reap([])
    job = look_at_job(job_id, organisation_id=karhula)
    assert job.state == "failed"
    assert str(job.fault) == (
        "The site ended unexpectedly while this was being done, so it was not done. Start it again."
    )
    assert DBTaskResult.objects.get(id=task_id).status == "FAILED"


def test_a_job_that_ended_together_with_the_site_twice_is_not_tried_again(karhula):
    job_id, _task = left_behind("jobs.linger", karhula, attempts=2)
    reap([])
    assert look_at_job(job_id, organisation_id=karhula).state == "failed"


def test_what_runs_in_this_process_is_left_alone_unless_it_has_fallen_silent(karhula):
    job_id, task_id = left_behind("jobs.linger_once", karhula)
    assert reap([task_id]) == 0
    assert look_at_job(job_id, organisation_id=karhula).state == "running"
    Job.objects.update(seen_at=timezone.now() - timedelta(seconds=SILENT_SECONDS + 5))
    assert reap([task_id]) == 1
    assert look_at_job(job_id, organisation_id=karhula).state == "failed"


def test_a_job_whose_task_is_gone_does_not_wait_for_ever(karhula):
    job_id = start_job("jobs.count", organisation_id=karhula, arguments={"upto": 1})
    assert reap([]) == 0
    DBTaskResult.objects.all().delete()
    assert reap([]) == 1
    assert look_at_job(job_id, organisation_id=karhula).state == "failed"


def test_a_worker_that_comes_back_does_not_write_over_what_the_next_one_did(karhula):
    from reppu.jobs.running import Here, _finish

    job_id, _task = left_behind("jobs.linger", karhula)
    job = Job.objects.get(id=job_id)
    reap([])
    work_off()
    _finish(job, Here("a dead one|1"), State.FAILED)
    assert look_at_job(job_id, organisation_id=karhula).state == "done"
