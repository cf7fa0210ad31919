"""Asking for a job, and asking it to stop."""

from __future__ import annotations

import json
import threading
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from reppu.jobs.kinds import kind_named
from reppu.jobs.models import Job, State
from reppu.jobs.running import run_job

# Set when a job is asked for in this process, so that the worker of the same process need not be waited for.
ASKED = threading.Event()


def start_job(
    kind: str,
    *,
    organisation_id: int | None,
    member_id: int | None = None,
    arguments: dict[str, Any] | None = None,
    key: str = "",
) -> UUID:
    """Asks for a job; returns its id. It runs once the transaction around is committed.

    key: what makes two of them the same ("pack 2026-autumn fi"): while one waits or runs, that one's id is returned.
    Raises ReppuError for a kind that is not listed, TypeError for arguments that JSON cannot hold.
    """
    kind_named(kind)
    json.dumps(arguments or {}, allow_nan=False)
    same = Job.objects.of(organisation_id).open().filter(kind=kind, key=key, cancel_asked=False)
    if key and (open_one := same.first()) is not None:
        return open_one.id
    job = Job(organisation_id=organisation_id, member_id=member_id, kind=kind, key=key, arguments=arguments or {})
    try:
        with transaction.atomic():
            job.task_id = UUID(run_job.enqueue(str(job.id)).id)
            job.save(force_insert=True)
    except IntegrityError:  # somebody asked for the same in this very moment
        if key and (open_one := same.first()) is not None:
            return open_one.id
        raise
    transaction.on_commit(ASKED.set)
    return job.id


def cancel_job(job_id: UUID, *, organisation_id: int | None) -> bool:
    """Asks a job to stop: at once when it waits, within a second or two when it runs. False when it has ended already."""
    mine = Job.objects.of(organisation_id).filter(id=job_id)
    if mine.filter(state=State.WAITING).update(state=State.CANCELLED, cancel_asked=True, finished_at=timezone.now()):
        return True
    return bool(mine.filter(state=State.RUNNING).update(cancel_asked=True))
