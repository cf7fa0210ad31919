"""The books that somebody asked for. Their numbers and files lie in the organisation's folder, with a manifest each."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from typing import Self


class Books(models.QuerySet["Book"]):
    """Books of one organisation: ask for them with `.of(organisation_id)`."""

    def of(self, organisation_id: int) -> Self:
        """Only this organisation's, the newest first."""
        return self.filter(organisation_id=organisation_id).order_by("-asked_at")

    def unsettled(self) -> Self:
        """Those whose packing or verifying was asked for and has not been seen to end."""
        return self.filter(models.Q(packed_at=None) | models.Q(verify_job_id__isnull=False))


class Book(models.Model):
    """A book: who asked for it and when; once it is packed, what its manifest says; once it is verified, what came of it.

    season: a period's name ("2026-autumn"). job_id, verify_job_id: of the jobs that make and verify it.
    verification: as `work.verify_book` returns it, of the last one that ended, at verified_at.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    season = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField(default=timezone.now)
    job_id = models.UUIDField(unique=True)
    packed_at = models.DateTimeField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    finding = models.TextField(blank=True)
    position = models.PositiveBigIntegerField(null=True)
    numbers = models.PositiveIntegerField(null=True)
    verify_job_id = models.UUIDField(null=True)
    verification: models.JSONField[Any, Any] = models.JSONField(null=True)
    verified_at = models.DateTimeField(null=True)

    objects = Books.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-asked_at"], name="books_of_organisation")]

    def __str__(self) -> str:
        return f"{self.season} ({self.language})"
