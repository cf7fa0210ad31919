"""Jobs, what is planned, and who runs them. Nothing here changes a number: what a job does is kept where it belongs."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from typing import Self


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (State.DONE, State.FAILED, State.CANCELLED)


Row = TypeVar("Row", bound=models.Model)


class OfOrganisation(models.QuerySet[Row]):
    """Rows of one organisation each, or of the site itself: ask for them with `.of(organisation_id)`."""

    def of(self, organisation_id: int | None) -> Self:
        """Only this organisation's; None: those of the site itself."""
        if organisation_id is None:
            return self.filter(organisation__isnull=True)
        return self.filter(organisation_id=organisation_id)


class Jobs(OfOrganisation["Job"]):
    """Jobs, by where they stand."""

    def open(self) -> Self:
        """Those that have not ended."""
        return self.exclude(state__in=ENDED)


class Job(models.Model):
    """One piece of work: asked for by whom, how far it is, how it ended. words and fault: see words.py."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    words: models.JSONField[Any, Any] = models.JSONField(null=True)
    result: models.JSONField[Any, Any] = models.JSONField(null=True)
    fault: models.JSONField[Any, Any] = models.JSONField(null=True)
    task_id = models.UUIDField(null=True)
    holder = models.CharField(max_length=200, blank=True)
    cancel_asked = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = Jobs.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "kind", "-asked_at"], name="jobs_of_organisation")]
        constraints: ClassVar = [
            # Asked for twice, it is one job. (Databases do not see two null organisations as equal;
            # the site starts its own jobs under the lease.)
            models.UniqueConstraint(
                fields=["organisation", "kind", "key"],
                condition=Q(state__in=[State.WAITING, State.RUNNING]) & ~Q(key="") & Q(cancel_asked=False),
                name="one_open_job_a_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Schedule(models.Model):
    """What is started again and again: every so many minutes, or at a time of day, on one weekday or on all (0 Monday)."""

    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    every_minutes = models.PositiveIntegerField(null=True)
    at = models.TimeField(null=True)
    weekday = models.PositiveSmallIntegerField(null=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    next_run = models.DateTimeField(db_index=True)
    last_run = models.DateTimeField(null=True)
    enabled = models.BooleanField(default=True)

    objects = OfOrganisation.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(organisation__isnull=False), name="one_schedule_a_name"
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(organisation__isnull=True), name="one_schedule_of_the_site_a_name"
            ),
            models.CheckConstraint(
                condition=Q(every_minutes__gt=0, at__isnull=True, weekday__isnull=True)
                | Q(every_minutes__isnull=True, at__isnull=False),
                name="either_every_or_at",
            ),
            models.CheckConstraint(condition=Q(weekday__isnull=True) | Q(weekday__lte=6), name="a_day_of_the_week"),
        ]

    def __str__(self) -> str:
        return self.name


class Lease(models.Model):
    """The one row that says which process runs the jobs. holder: see lease.py; seen_at: its last sign of life."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    holder = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Lease]] = models.Manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_lease")]

    def __str__(self) -> str:
        return self.holder
