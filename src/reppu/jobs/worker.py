"""The worker: a thread of the site's process that starts what is due and runs what is asked for, while it holds the lease."""

from __future__ import annotations

import logging
import threading
import time
from contextvars import copy_context
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from reppu.jobs.lease import BEAT_SECONDS, hold, new_holder, release
from reppu.jobs.reaper import put_back, reap
from reppu.jobs.running import HERE, Here, PutBackError
from reppu.jobs.scheduling import plan_what_kinds_declare, start_due
from reppu.jobs.starting import ASKED

log = logging.getLogger("reppu.jobs")

# Our choices: two at a time, so that a short job need not wait for a long import; how soon a job that another process
# asked for (the command line) is seen; how often what is due and what is left behind is looked for; how long jobs may go
# on after the site was told to stop (systemd waits 90 s before it kills).
SLOTS = 2
LOOK_EVERY_SECONDS = 1.0
TIDY_EVERY_SECONDS = 30
GRACE_SECONDS = 10


class Worker:
    """Runs jobs in threads of its own from `start` to `stop`. Several may exist; the one with the lease works."""

    def __init__(self, slots: int = SLOTS, beat_seconds: float = BEAT_SECONDS) -> None:
        self.holder = new_holder()
        self.slots = slots
        self.beat_seconds = beat_seconds
        self._stopping = threading.Event()
        self._drop_jobs = threading.Event()
        self._running: dict[str, threading.Thread] = {}
        self._thread = threading.Thread(target=self._work, name="reppu-jobs", daemon=True)
        self._has_lease = False
        self._next_beat = self._next_tidying = 0.0

    def start(self) -> None:
        """Begins to work, in a thread."""
        self._thread.start()

    def stop(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Begins nothing more, waits so long for what runs, then has it stopped: resumable jobs go back to waiting."""
        self._stopping.set()
        ASKED.set()
        self._thread.join()
        until = time.monotonic() + grace_seconds
        for thread in list(self._running.values()):
            thread.join(max(0.0, until - time.monotonic()))
        self._drop_jobs.set()
        for thread in list(self._running.values()):
            thread.join()
        try:
            release(self.holder)
        except (DatabaseError, InterfaceError):
            log.warning("the lease could not be given back; the next process waits for it")
        finally:
            connections.close_all()

    def hurry(self) -> None:
        """Has what runs stopped now, also while `stop` waits for it."""
        self._drop_jobs.set()

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                close_old_connections()
                self._turn()
            except (DatabaseError, InterfaceError) as fault:
                log.warning("the database does not answer", extra={"fault": type(fault).__name__})
                self._stopping.wait(LOOK_EVERY_SECONDS)
            except Exception as fault:
                log.error("the worker stumbled", extra={"fault": type(fault).__qualname__}, exc_info=True)
                self._stopping.wait(BEAT_SECONDS)
            ASKED.wait(LOOK_EVERY_SECONDS)
            ASKED.clear()
        connections.close_all()

    def _turn(self) -> None:
        now = time.monotonic()
        if now >= self._next_beat:
            had, self._has_lease = self._has_lease, hold(self.holder)
            self._next_beat = now + self.beat_seconds
            if had and not self._has_lease:
                log.warning("another process has taken the jobs over; what runs here is stopped")
            if self._has_lease and not had:
                plan_what_kinds_declare()
                self._next_tidying = 0.0
        if not self._has_lease:
            return
        self._running = {name: thread for name, thread in self._running.items() if thread.is_alive()}
        if now >= self._next_tidying:
            reap(self._running)
            start_due()
            self._next_tidying = now + TIDY_EVERY_SECONDS
        while len(self._running) < self.slots and (task := claim(self.holder)) is not None:
            thread = threading.Thread(target=self._run, args=(task,), name=f"reppu-job-{task.id}", daemon=True)
            self._running[str(task.id)] = thread
            thread.start()

    def _run(self, task: DBTaskResult[Any, Any]) -> None:
        try:
            run_task(task, Here(self.holder, self._must_stop))
        finally:
            connections.close_all()
            ASKED.set()

    def _must_stop(self) -> bool:
        return self._drop_jobs.is_set() or not self._has_lease


def claim(holder: str) -> DBTaskResult[Any, Any] | None:
    """The next task that is due, now this worker's; None when there is none."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():  # the usual case, without a writer's lock
        return None
    with exclusive_transaction():
        task: DBTaskResult[Any, Any] | None = ready.get_locked()
        if task is not None:
            task.claim(holder.rpartition("|")[2])
        return task


def run_task(task: DBTaskResult[Any, Any], here: Here) -> None:
    """Runs a claimed task to its end and writes down how it ended."""
    token = HERE.set(here)
    try:
        result = task.task_result
        value = task.task.call(*result.args, **result.kwargs)
        if _is_still_mine(task):
            task.set_successful(value)
    except PutBackError:
        if _is_still_mine(task):
            put_back(task)
    except Exception as fault:  # noqa: BLE001  whatever a task does, the worker goes on
        log.error("task failed", extra={"task": task.task_path, "fault": type(fault).__qualname__})
        if _is_still_mine(task):
            task.set_failed(fault)
    finally:
        HERE.reset(token)


def _is_still_mine(task: DBTaskResult[Any, Any]) -> bool:
    # After a sleep the machine's tasks may be another worker's.
    now = DBTaskResult.objects.filter(id=task.id).values_list("status", "worker_ids").first()
    return now == ("RUNNING", task.worker_ids)


def work_off() -> int:
    """Runs all that is waiting here and now, one after the other; returns how many. For tests: it asks for no lease."""
    here, done = Here(new_holder()), 0
    while (task := claim(here.holder)) is not None:
        copy_context().run(run_task, task, here)
        done += 1
    return done
