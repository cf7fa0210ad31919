"""Jobs from asking to their end, in real child processes."""

from __future__ import annotations

import os

import pytest

from reppu.jobs.facade import cancel_job, jobs_of, look_at_job, start_job, work_off
from reppu.jobs.models import Job, State
from reppu.jobs.parent import run_in_child
from reppu.jobs.tests.work import KINDS
from reppu.vocabulary.errors import ReppuError

KIND = {kind.name: kind for kind in KINDS}


@pytest.fixture
def karhula(cast, settings):
    settings.JOBS_OF_THE_SITE = "reppu.jobs.tests.work.KINDS"
    return cast.organisation.id


def ended(kind, karhula, **arguments):
    job_id = start_job(kind, organisation_id=karhula, arguments=arguments)
    assert work_off() == 1
    return look_at_job(job_id, organisation_id=karhula)


def test_a_job_runs_in_a_process_of_its_own_and_its_result_is_kept(karhula, own_home):
    job = ended("jobs.count", karhula, upto=5)
    assert (job.state, job.percent, job.ended) == ("done", 100, True)
    assert job.result["counted"] == 5
    assert job.result["organisation"] == "karhula"
    assert job.result["home"] == own_home.name
    assert job.result["process"] != os.getpid()
    assert job.started_at <= job.finished_at


def test_progress_is_read_in_each_readers_own_language(karhula):
    job = ended("jobs.count", karhula, upto=3)
    assert (job.done, job.total) == (3, 3)
    assert job.words.in_language("fi") == "Työn lajia ”3” ei ole."
    assert job.title.in_language("sv") == "Ta bort gamla jobb"


def test_what_a_job_refuses_is_told_with_its_place(karhula):
    job = ended("jobs.refuse", karhula)
    assert job.state == "failed"
    assert job.fault.in_language("en") == "lokakuu.csv, row 7: Something is broken here, and this was not done."


def test_a_fault_of_ours_goes_to_the_log_without_anybodys_words(karhula, caplog):
    job = ended("jobs.stumble", karhula)
    assert job.state == "failed"
    assert "in the log of the site" in str(job.fault)
    [record] = [one for one in caplog.records if one.name == "reppu.jobs"]
    assert record.fault.startswith("builtins.ValueError")
    assert "work.py" in record.fault
    assert "stumble" in record.fault
    assert "Aino" not in record.fault


def test_a_job_that_is_killed_takes_nothing_with_it(karhula):
    killed = ended("jobs.die", karhula)
    assert (killed.state, killed.result) == ("failed", None)
    assert ended("jobs.count", karhula, upto=1).state == "done"


def test_a_job_that_needs_too_much_memory_is_ended_and_says_so(karhula):
    job = ended("jobs.swell", karhula)
    assert job.state == "failed"
    assert str(job.fault).startswith("This needed more than 200 MB of memory and was ended.")


def test_a_job_that_takes_too_long_is_ended_and_says_so(karhula):
    job = ended("jobs.slow", karhula)
    assert job.state == "failed"
    assert str(job.fault).startswith("This took more than 0.02 minutes and was ended.")


def test_a_job_may_use_the_sites_database_when_its_kind_says_so(karhula):
    assert ended("jobs.ask_database", karhula).result["table"] == "jobs_job"


def test_a_job_asked_for_twice_with_one_key_is_one_job(karhula):
    first, second = (
        start_job("jobs.count", organisation_id=karhula, arguments={"upto": 1}, key="autumn") for _one in range(2)
    )
    assert first == second
    assert work_off() == 1
    assert start_job("jobs.count", organisation_id=karhula, arguments={"upto": 1}, key="autumn") != first


def test_a_cancelled_job_makes_room_for_the_same_one(karhula):
    first = start_job("jobs.count", organisation_id=karhula, arguments={"upto": 1}, key="autumn")
    Job.objects.filter(id=first).update(state=State.RUNNING)
    assert cancel_job(first, organisation_id=karhula)
    assert start_job("jobs.count", organisation_id=karhula, arguments={"upto": 1}, key="autumn") != first


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(karhula):
    job_id = start_job("jobs.count", organisation_id=karhula, arguments={"upto": 1})
    assert cancel_job(job_id, organisation_id=karhula)
    work_off()
    job = look_at_job(job_id, organisation_id=karhula)
    assert (job.state, job.started_at, job.result) == ("cancelled", None, None)
    assert not cancel_job(job_id, organisation_id=karhula)


def test_a_running_job_that_is_cancelled_puts_its_things_in_order(karhula, own_home, monkeypatch):
    job_id = start_job("jobs.linger", organisation_id=karhula)
    from reppu.jobs import running

    look = running._look

    def cancel_then_look(job, here, seen):
        if (own_home / "begun").exists():
            cancel_job(job_id, organisation_id=karhula)
        return look(job, here, seen)

    monkeypatch.setattr(running, "_look", cancel_then_look)
    work_off()
    assert look_at_job(job_id, organisation_id=karhula).state == "cancelled"
    assert (own_home / "put in order").exists()


def test_another_organisations_job_is_not_there(karhula, cast):
    job_id = start_job("jobs.count", organisation_id=karhula, arguments={"upto": 1})
    assert look_at_job(job_id, organisation_id=cast.other.id) is None
    assert look_at_job(job_id, organisation_id=None) is None
    assert not cancel_job(job_id, organisation_id=cast.other.id)
    assert jobs_of(cast.other.id) == []
    assert [one.id for one in jobs_of(karhula, only_open=True)] == [job_id]


def test_a_kind_that_nobody_listed_is_refused_with_those_there_are(karhula):
    with pytest.raises(ReppuError, match="no kind of job “books.bind”.*jobs.count"):
        start_job("books.bind", organisation_id=karhula)


def test_arguments_that_cannot_be_kept_are_refused_before_anything_is(karhula):
    with pytest.raises(TypeError):
        start_job("jobs.count", organisation_id=karhula, arguments={"upto": object()})
    assert jobs_of(karhula) == []


def test_a_child_that_is_told_to_stop_puts_its_things_in_order_and_is_gone(own_home):
    seen = []

    def look(far):
        seen.append(far)
        return not (own_home / "begun").exists()

    told = run_in_child(
        KIND["jobs.linger"], {"home": str(own_home), "organisation": None, "arguments": {}}, look, every_seconds=0.05
    )
    assert told.stopped
    assert (own_home / "put in order").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int((own_home / "begun").read_text()), 0)
