"""The kinds of job that imports in the browser are made of, and what becomes of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from reppu.jobs.facade import JobKind, look_at_job, start_job
from reppu.sources.pages import uploads
from reppu.sources.pages.models import ImportRun
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from pathlib import Path

# Looking stores nothing; an import that is stopped goes on where it was, since the same bytes are never taken in twice.
LOOK = JobKind("sources.look", "reppu.sources.pages.working.look", _("Looking at the files"), resumable=True)
IMPORT = JobKind("sources.import", "reppu.sources.pages.working.take_in", _("Importing the files"), resumable=True)


def folder_of(run: ImportRun, slug: str) -> Path:
    """Where the upload lies."""
    return uploads.upload_folder(settings.REPPU_HOME, slug, run.key)


def who_is(member: Any) -> str:
    """What the journal says of who did it: a number, because the journal is never changed and names may have to go."""
    return f"member {member.pk}"


def start_looking(run: ImportRun) -> None:
    """Has the upload looked at, anew when answers were given."""
    run.look_job = start_job(
        LOOK.name,
        organisation_id=run.organisation_id,
        member_id=run.member_id,
        arguments={"upload": run.key},
        key=f"look {run.key}",
    )
    run.save(update_fields=["look_job"])


def start_importing(run: ImportRun, member: Any) -> None:
    """Has the upload imported; asking twice asks once."""
    run.import_job = start_job(
        IMPORT.name,
        organisation_id=run.organisation_id,
        member_id=member.pk,
        arguments={"upload": run.key, "who": who_is(member)},
        key=f"import {run.key}",
    )
    run.save(update_fields=["import_job"])


def settle(run: ImportRun) -> ImportRun:
    """Takes over what an ended job says, so that it stays when old jobs are taken away."""
    if run.outcome is None and run.import_job is not None and run.dropped_at is None:
        job = look_at_job(run.import_job, organisation_id=run.organisation_id)
        if job is not None and job.state == "done" and job.result is not None:
            run.outcome = job.result["files"]
            run.counts = dict(Counter(one["state"] for one in run.outcome))
            run.finished_at = job.finished_at
            run.save(update_fields=["outcome", "counts", "finished_at"])
    return run


def settle_all(organisation_id: int) -> None:
    """The same for every import of an organisation that is not told yet."""
    for run in ImportRun.objects.of(organisation_id).unfinished().exclude(import_job=None):
        settle(run)


def drop(run: ImportRun, slug: str) -> None:
    """Deletes an upload that was not imported."""
    uploads.remove(folder_of(run, slug))
    run.dropped_at = timezone.now()
    run.save(update_fields=["dropped_at"])
