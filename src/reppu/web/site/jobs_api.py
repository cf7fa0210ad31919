"""Jobs in the API: what goes on after an answer was given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.http import Http404
from ninja import Field, Path, Query, Router, Schema

from reppu.jobs.facade import jobs_of, look_at_job
from reppu.people.facade import Role, caller
from reppu.web.kit.facade import FAULTS, Fault, fault_of, in_words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reppu.jobs.facade import JobView

router = Router(tags=["Jobs"])


class JobOut(Schema):
    """A job: packing, verifying, importing. Its result is told by what it made (the book, the import)."""

    job: UUID
    kind: str
    title: str
    state: str = Field(description="waiting, running, done, failed or cancelled.")
    done: int = Field(description="Steps done.")
    total: int | None = Field(description="Steps in all; null while that is not known.")
    words: str | None = Field(description="What it is doing, in words.")
    fault: Fault | None = Field(description="Why it failed, and what to do.")
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobsOut(Schema):
    """The organisation's jobs, the newest first."""

    jobs: list[JobOut]


@router.get(
    "/organisations/{slug}/jobs", auth=caller(Role.VIEWER), response={200: JobsOut, **FAULTS}, summary="The jobs"
)
def jobs(
    request: HttpRequest,
    slug: str,
    only_open: Annotated[bool, Query(False, description="Only those that wait or run.")],
    limit: Annotated[int, Query(50, ge=1, le=200, description="How many jobs at most.")],
) -> dict[str, Any]:
    """What waits, runs and has ended."""
    organisation = request.organisation  # type: ignore[attr-defined]
    return {"jobs": [_job(one) for one in jobs_of(organisation.id, only_open=only_open, most=limit)]}


@router.get(
    "/organisations/{slug}/jobs/{uuid:job}",
    auth=caller(Role.VIEWER),
    response={200: JobOut, **FAULTS},
    summary="One job",
)
def job(request: HttpRequest, slug: str, job: Annotated[UUID, Path(description="The job's id.")]) -> dict[str, Any]:
    """How far a job is. 404 for another organisation's, and for one that ended long ago."""
    found = look_at_job(job, organisation_id=request.organisation.id)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return _job(found)


def _job(one: JobView) -> dict[str, Any]:
    return {
        "job": one.id,
        "kind": one.kind,
        "title": in_words(one.title),
        "state": str(one.state),
        "done": one.done,
        "total": one.total,
        "words": in_words(one.words),
        "fault": fault_of(one.fault) if one.fault is not None else None,
        "asked_at": one.asked_at,
        "started_at": one.started_at,
        "finished_at": one.finished_at,
    }
