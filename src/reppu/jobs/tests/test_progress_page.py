"""The part of a page that shows a job, and asks for itself again while the job goes on."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from reppu.jobs.facade import TIDY, look_at_job, start_job, work_off
from reppu.jobs.models import ENDED, Job


@pytest.fixture
def karhula(cast, settings):
    settings.JOBS_OF_THE_SITE = "reppu.jobs.tests.work.KINDS"
    return cast.organisation.id


def shown(job_id, karhula):
    job = look_at_job(job_id, organisation_id=karhula)
    return render_to_string("jobs/progress.html", {"job": job, "address": "/o/karhula/somewhere/"})


def test_it_asks_again_while_the_job_goes_on_and_no_more_when_it_ended(karhula):
    job_id = start_job("jobs.count", organisation_id=karhula, arguments={"upto": 2})
    assert 'hx-get="/o/karhula/somewhere/"' in shown(job_id, karhula)
    Job.objects.update(state="running", done=1, total=4)
    assert '<progress max="100" value="25"' in shown(job_id, karhula)
    Job.objects.update(state="waiting")
    work_off()
    ended = shown(job_id, karhula)
    assert "hx-get" not in ended
    assert "Done" in ended


def test_it_says_why_a_job_was_not_done(karhula):
    job_id = start_job("jobs.refuse", organisation_id=karhula)
    work_off()
    assert "lokakuu.csv, row 7" in shown(job_id, karhula)


def test_old_jobs_are_taken_away_and_younger_ones_stay(karhula, tmp_path):
    from datetime import timedelta

    from django.utils import timezone

    from reppu.jobs.tidying import KEEP_DAYS, tidy

    old, young = (start_job("jobs.refuse", organisation_id=karhula) for _one in range(2))
    work_off()
    Job.objects.filter(id=old).update(finished_at=timezone.now() - timedelta(days=KEEP_DAYS + 1))
    said = tidy(lambda *_far: None, home=tmp_path, organisation=None)
    assert said["jobs"] == 1
    assert [one.id for one in Job.objects.filter(state__in=ENDED)] == [young]
    assert TIDY.needs_site
