"""Takes old jobs away: their results are kept where they belong, these rows only told how far they were."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from reppu.jobs.kinds import JobKind
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEEP_DAYS = 180  # our choice: two seasons

TIDY = JobKind(
    name="jobs.tidy",
    run="reppu.jobs.tidying.tidy",
    title=_("Take old jobs away"),
    resumable=True,
    needs_site=True,
    daily_at=time(2, 40),
)


def tidy(progress: Callable[..., None], *, home: Path, organisation: str | None) -> dict[str, Any]:
    """Deletes jobs that ended KEEP_DAYS ago, and their tasks; returns how many."""
    from django_tasks_db.models import DBTaskResult

    from reppu.jobs.models import ENDED, Job

    before = datetime.now(UTC) - timedelta(days=KEEP_DAYS)
    jobs, _rows = Job.objects.filter(state__in=ENDED, finished_at__lt=before).delete()
    tasks, _rows = DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    progress(1, 1)
    return {"jobs": jobs, "tasks": tasks}
