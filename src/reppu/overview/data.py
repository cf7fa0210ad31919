"""The page of data sources: what there is of each channel, how fresh it is, and what to fetch again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render

from reppu.lake.facade import kept_lake
from reppu.overview.freshness import reminders
from reppu.overview.readying import status_question
from reppu.people.facade import Role, needs
from reppu.web.kit.facade import remembered_soon, waiting_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(Role.VIEWER)
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Every channel with what it has, its gaps, and how to fetch its export again when it is time."""
    status = remembered_soon(*status_question(kept_lake(settings.REPPU_HOME, slug)))
    if status is None:
        return waiting_page(request)
    due = reminders(status, datetime.now(UTC))
    shown = {
        "status": status,
        "sources": [(one, due.get(one.channel_id)) for one in status.channels],
        "due": sum(1 for one in due.values() if one.days_left <= 0),
        "may_import": request.member.role >= Role.CONTRIBUTOR,  # type: ignore[attr-defined]
    }
    return render(request, "overview/data.html", shown)
