"""The landing page: where the organisation stands. The pattern file of pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render

from reppu.lake.facade import kept_lake
from reppu.overview.facade import Standing, last_day_of, look, stand
from reppu.overview.pictures import daily_chart
from reppu.overview.shown import attention, cards, channel_lines
from reppu.people.facade import Role, needs
from reppu.web.kit.facade import period_choices, read_period, remembered

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from reppu.lake.facade import Lake
    from reppu.overview.facade import Status
    from reppu.web.kit.facade import Period


@needs(Role.VIEWER)
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the organisation stands."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    status = status_of(lake, slug)
    if not status.channels:
        return render(request, "overview/empty.html", {})
    period = read_period(request, last_day_of(status) or datetime.now(UTC).date())
    standing = standing_of(lake, slug, period, status)
    shown = {
        "period": period,
        "period_choices": period_choices(period),
        "status": status,
        "standing": standing,
        "cards": cards(standing),
        "chart": daily_chart(standing.daily) if standing.daily else None,
        "channels": channel_lines(standing, status),
        "attention": attention(standing, status),
    }
    return render(request, "overview/overview.html", shown)


def status_of(lake: Lake, slug: str) -> Status:
    """What is there, made once for a position and a day (what is fresh today may be stale tomorrow)."""
    return remembered(slug, lake.position, "status", (datetime.now(UTC).date(),), lambda: look(lake))


def standing_of(lake: Lake, slug: str, period: Period, status: Status) -> Standing:
    """The standing in the period, made once for a position."""
    firsts = [day for one in status.channels for day in (one.first_post, one.first_day) if day is not None]
    since = period.since or min(firsts, default=period.until)
    return remembered(slug, lake.position, "standing", (since, period.until), lambda: stand(lake, since, period.until))
