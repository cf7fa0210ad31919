"""What a dead worker left: the task library leaves its tasks "running" for ever. Called by the holder of the lease."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reppu.jobs.kinds import all_kinds
from reppu.jobs.models import Job, State
from reppu.jobs.running import MOST_ATTEMPTS, died_with_the_site
from reppu.jobs.words import error_to_json

if TYPE_CHECKING:
    from collections.abc import Collection

log = logging.getLogger("reppu.jobs")

# A running job shows a sign of life twice a second. Our choice: a busy disk may hold that back for a minute.
SILENT_SECONDS = 120


class WorkerDiedError(Exception):
    """The process that ran a task is gone."""


def reap(running_here: Collection[str]) -> int:
    """Ends or puts back what runs nowhere; returns how many. running_here: ids of tasks that run in this process now."""
    reaped = 0
    for task in DBTaskResult.objects.running():
        if str(task.id) in running_here and not _is_silent(task):
            continue
        with transaction.atomic():
            _reap_task(task)
        reaped += 1
    # A job whose task is gone (a restored database, a pruned table) would wait for ever.
    alive = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).values("id")
    orphans = Job.objects.open().exclude(task_id__in=alive)
    fault = error_to_json(died_with_the_site())
    return reaped + orphans.update(state=State.FAILED, finished_at=timezone.now(), holder="", fault=fault)


def put_back(task: DBTaskResult[Any, Any]) -> None:
    """Makes a task that was begun one that waits."""
    DBTaskResult.objects.filter(id=task.id).update(status="READY", started_at=None)


def _is_silent(task: DBTaskResult[Any, Any]) -> bool:
    before = timezone.now() - timedelta(seconds=SILENT_SECONDS)
    return Job.objects.filter(task_id=task.id, state=State.RUNNING, seen_at__lt=before).exists()


def _reap_task(task: DBTaskResult[Any, Any]) -> None:
    job = Job.objects.filter(task_id=task.id).first()
    kind = all_kinds().get(job.kind) if job is not None else None
    if job is not None and job.state in (State.RUNNING, State.WAITING) and not job.cancel_asked:
        if kind is not None and kind.resumable and job.attempts < MOST_ATTEMPTS:
            Job.objects.filter(id=job.id).update(state=State.WAITING, holder="")
            put_back(task)
            log.warning("job left behind, put back", extra={"job": str(job.id), "kind": job.kind})
            return
        fault = error_to_json(died_with_the_site())
        Job.objects.filter(id=job.id).update(state=State.FAILED, finished_at=timezone.now(), holder="", fault=fault)
        log.warning("job left behind, failed", extra={"job": str(job.id), "kind": job.kind})
    elif job is not None and job.cancel_asked:
        Job.objects.filter(id=job.id).update(state=State.CANCELLED, finished_at=timezone.now(), holder="")
    task.set_failed(WorkerDiedError("the process that ran it is gone"))
