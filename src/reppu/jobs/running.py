"""The task that django-tasks keeps for a job, and how a job runs, ends and is put back."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from reppu.jobs.kinds import kind_named
from reppu.jobs.models import Job, State
from reppu.jobs.parent import Ended, Look, run_in_child
from reppu.jobs.words import error_to_json
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("reppu.jobs")

# Our choice: what ended the site twice is not tried a third time by itself.
MOST_ATTEMPTS = 2


class PutBackError(Exception):
    """The job did not end: the site is stopping, and the next process begins it again."""


class Here:
    """The worker of this thread: its name, and whether its jobs must stop now."""

    def __init__(self, holder: str, must_stop: Callable[[], bool] = lambda: False) -> None:
        self.holder = holder
        self.must_stop = must_stop


HERE: ContextVar[Here] = ContextVar("reppu_worker_here")


@task()
def run_job(job_id: str) -> str:
    """Runs that job in a child process; returns the state it ended in. Called by a worker."""
    here = HERE.get()
    claimed = Job.objects.filter(id=UUID(job_id), state=State.WAITING).select_related("organisation")
    now = timezone.now()
    job = claimed.first()
    if job is None or not claimed.filter(cancel_asked=False).update(
        state=State.RUNNING, holder=here.holder, started_at=now, seen_at=now, attempts=job.attempts + 1
    ):
        return State.CANCELLED.value  # cancelled before it began
    try:
        kind = kind_named(job.kind)
    except ReppuError as unknown:
        return _finish(job, here, State.FAILED, fault=error_to_json(unknown))
    asked = {
        "home": str(settings.REPPU_HOME),
        "organisation": job.organisation.slug if job.organisation is not None else None,
        "arguments": job.arguments,
    }
    ended = run_in_child(kind, asked, lambda seen: _look(job, here, seen))
    return _as_ended(job, here, ended, resumable=kind.resumable)


def _mine(job: Job, here: Here) -> Any:
    # A worker that lost its lease while the machine slept must not write over what the next one did.
    return Job.objects.filter(id=job.id, state=State.RUNNING, holder=here.holder)


def _look(job: Job, here: Here, seen: Look) -> bool:
    """Writes down how far it is; False when the child must stop."""
    fields: dict[str, Any] = {"seen_at": timezone.now()}
    if seen.told:
        fields |= {"done": max(0, seen.done), "total": seen.total, "words": seen.words}
    still_mine = bool(_mine(job, here).filter(cancel_asked=False).update(**fields))
    return still_mine and not here.must_stop()


def _as_ended(job: Job, here: Here, ended: Ended, *, resumable: bool) -> str:
    if ended.result is not None:
        return _finish(job, here, State.DONE, result=ended.result)
    if ended.refused is not None:
        return _finish(job, here, State.FAILED, fault=error_to_json(ended.refused))
    if _mine(job, here).filter(cancel_asked=True).exists():
        return _finish(job, here, State.CANCELLED)
    if here.must_stop():
        if not resumable:
            return _finish(job, here, State.FAILED, fault=error_to_json(stopped_with_the_site()))
        # It did not fail, so this attempt does not count.
        _mine(job, here).update(state=State.WAITING, holder="", attempts=job.attempts)
        raise PutBackError
    log.error("job ended with a fault", extra={"job": str(job.id), "kind": job.kind, "fault": ended.fault or "stopped"})
    return _finish(job, here, State.FAILED, fault=error_to_json(broken()))


def _finish(job: Job, here: Here, state: State, **fields: Any) -> str:
    _mine(job, here).update(state=state, finished_at=timezone.now(), holder="", **fields)
    return state.value


def broken() -> ReppuError:
    """What people are told of a fault of ours."""
    return ReppuError(
        _("Something is broken here, and this was not done."),
        advice=_("The fault is in the log of the site. Nothing of yours is lost."),
    )


def stopped_with_the_site() -> ReppuError:
    """What people are told of a job that was running when the site was stopped."""
    return ReppuError(
        _("The site was stopped while this was being done, so it was not done."), advice=_("Start it again.")
    )


def died_with_the_site() -> ReppuError:
    """What people are told of a job whose process ended with the site, without a word."""
    return ReppuError(
        _("The site ended unexpectedly while this was being done, so it was not done."), advice=_("Start it again.")
    )
