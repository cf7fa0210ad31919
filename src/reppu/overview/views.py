"""The landing page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render

from reppu.lake.facade import kept_lake
from reppu.overview.facade import look
from reppu.people.facade import Role, needs
from reppu.web.kit.facade import period_choices, read_period

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(Role.VIEWER)
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the organisation stands."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    status = look(lake)
    newest = max((one.last_day for one in status.channels if one.last_day), default=datetime.now(UTC).date())
    period = read_period(request, newest)
    return render(
        request,
        "overview/overview.html",
        {"status": status, "period": period, "period_choices": period_choices(period)},
    )
