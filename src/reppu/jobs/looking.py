"""What pages show of jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reppu.jobs.kinds import all_kinds
from reppu.jobs.models import ENDED, Job, State
from reppu.jobs.words import error_from_json, text_from_json
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from reppu.vocabulary.errors import ReppuError

_STATES = {
    State.WAITING: _("Waiting"),
    State.RUNNING: _("Under way"),
    State.DONE: _("Done"),
    State.FAILED: _("Not done"),
    State.CANCELLED: _("Cancelled"),
}


@dataclass(frozen=True, slots=True)
class JobView:
    """A job at this moment. done of total steps (total None: not known); fault: what to tell people; moments in UTC."""

    id: UUID
    kind: str
    title: Text | str
    state: str  # waiting, running, done, failed, cancelled
    done: int
    total: int | None
    words: Text | None
    result: dict[str, Any] | None
    fault: ReppuError | None
    member_id: int | None
    arguments: dict[str, Any]
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.state in ENDED

    @property
    def state_in_words(self) -> Text:
        """The state, as people read it."""
        return _STATES[State(self.state)]

    @property
    def percent(self) -> int | None:
        """How much of it is done, 0 to 100; None while that is not known."""
        if self.state == State.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else None


def look_at_job(job_id: UUID, *, organisation_id: int | None) -> JobView | None:
    """That job of that organisation; None when it has none of that id."""
    job = Job.objects.of(organisation_id).filter(id=job_id).first()
    return _seen(job) if job is not None else None


def jobs_of(
    organisation_id: int | None, *, kind: str | None = None, only_open: bool = False, most: int = 50
) -> list[JobView]:
    """An organisation's jobs, the newest first; only_open: those that wait or run."""
    jobs = Job.objects.of(organisation_id)
    jobs = jobs.open() if only_open else jobs
    jobs = jobs.filter(kind=kind) if kind is not None else jobs
    return [_seen(job) for job in jobs.order_by("-asked_at")[:most]]


def _seen(job: Job) -> JobView:
    kind = all_kinds().get(job.kind)
    return JobView(
        id=job.id,
        kind=job.kind,
        title=kind.title if kind is not None else job.kind,
        state=job.state,
        done=job.done,
        total=job.total,
        words=text_from_json(job.words) if job.words is not None else None,
        result=job.result,
        fault=error_from_json(job.fault) if job.fault is not None else None,
        member_id=job.member_id,
        arguments=job.arguments,
        asked_at=job.asked_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )
