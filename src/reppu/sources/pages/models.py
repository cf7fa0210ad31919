"""What must be remembered of imports in the browser. What they changed is in the lake's journal, not here."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

from reppu.jobs.facade import look_at_job

if TYPE_CHECKING:
    from typing import Self

    from reppu.jobs.facade import JobView

LOOKING, READY, IMPORTING, DONE, DROPPED, FAILED = "looking", "ready", "importing", "done", "dropped", "failed"


def new_key() -> str:
    """A name for an upload that nobody can guess; it is in its address and names its folder."""
    return secrets.token_hex(12)


class Runs(models.QuerySet["ImportRun"]):
    """Imports in the browser: ask for them with `.of(organisation_id)`."""

    def of(self, organisation_id: int) -> Self:
        """Only this organisation's."""
        return self.filter(organisation_id=organisation_id)

    def unfinished(self) -> Self:
        """Those that still have their files, the newest first."""
        return self.filter(outcome=None, dropped_at=None).order_by("-at")


class ImportRun(models.Model):
    """One upload: looked at, settled, imported or dropped.

    look_job, import_job: the newest job of each sort. outcome: what came of each file, without personal data, once it is
    imported; counts: files by what came of them.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=24, unique=True, default=new_key)
    at = models.DateTimeField(default=timezone.now)
    files = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    look_job = models.UUIDField(null=True)
    import_job = models.UUIDField(null=True)
    counts = models.JSONField(default=dict)
    outcome = models.JSONField(null=True)
    finished_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = Runs.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-at"], name="runs_of_organisation")]

    def __str__(self) -> str:
        return self.key

    @property
    def job(self) -> JobView | None:
        """The job that was asked for last."""
        job_id = self.import_job or self.look_job
        return look_at_job(job_id, organisation_id=self.organisation_id) if job_id is not None else None

    def state_after(self, job: JobView | None) -> str:
        """Where it stands, given its newest job."""
        if self.dropped_at is not None:
            return DROPPED
        if self.outcome is not None:
            return DONE
        if job is None or job.state in ("failed", "cancelled"):
            return FAILED
        if self.import_job is not None:
            return DONE if job.ended else IMPORTING
        return READY if job.ended else LOOKING
