"""The landing page: where the organisation stands. The pattern file of pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render

from reppu.lake.facade import kept_lake
from reppu.overview.facade import last_day_of
from reppu.overview.pictures import daily_chart
from reppu.overview.readying import standing_question, status_question
from reppu.overview.shown import attention, cards, channel_lines
from reppu.people.facade import Role, needs
from reppu.web.kit.facade import period_choices, read_period, remembered_soon, waiting_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(Role.VIEWER)
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the organisation stands."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    status = remembered_soon(*status_question(lake))
    if status is None:
        return waiting_page(request)
    if not status.channels:
        return render(request, "overview/empty.html", {})
    period = read_period(request, last_day_of(status) or datetime.now(UTC).date())
    standing = remembered_soon(*standing_question(lake, status, period.since, period.until))
    if standing is None:
        return waiting_page(request)
    shown = {
        "period": period,
        "period_choices": period_choices(period),
        "status": status,
        "standing": standing,
        "cards": cards(standing.figures),
        "chart": daily_chart(standing.daily) if standing.daily else None,
        "channels": channel_lines(standing, status),
        "attention": attention(standing, status),
    }
    return render(request, "overview/overview.html", shown)


@needs(Role.VIEWER)
def more(request: HttpRequest, slug: str) -> HttpResponse:
    """The places that a phone's tabs have no room for."""
    return render(request, "overview/more.html", {})
