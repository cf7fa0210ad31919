"""Pages about channels: side by side, the best times, and one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from reppu.overview import best_times as times
from reppu.overview import channels as beside
from reppu.overview.asked import channel_or_404, chart_as_file, form_asked, frame_of, on_page, read_asked, table_as_file
from reppu.overview.readying import standing_question
from reppu.overview.shown import channel_lines
from reppu.people.facade import Role, needs
from reppu.web.kit.facade import remembered_soon, waiting_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(Role.VIEWER)
def channels(request: HttpRequest, slug: str) -> HttpResponse:
    """Every channel beside the others, and beside its own period before."""
    asked = read_asked(request, slug)
    if not asked.status.channels:
        return render(request, "overview/empty.html", {})
    standing = remembered_soon(*standing_question(asked.lake, asked.status, asked.period.since, asked.period.until))
    if standing is None:
        return waiting_page(request)
    weekly = remembered_soon(*beside.weekly_question(asked.lake, *asked.days))
    if weekly is None:
        return waiting_page(request)
    chart = beside.weekly_chart(weekly, standing)
    file = chart_as_file(request, {"weekly": chart}, "channels")
    if file is not None:
        return file
    if form_asked(request) == "csv":
        return table_as_file(beside.to_keep(standing), "channels")
    shown = {
        **frame_of(request, asked),
        "standing": standing,
        "finding": beside.finding(standing),
        "channels": channel_lines(standing, asked.status),
        "chart": on_page(chart),
    }
    return render(request, "overview/channels.html", shown)


@needs(Role.VIEWER)
def best_times(request: HttpRequest, slug: str) -> HttpResponse:
    """A channel's posts by weekday and hour: `?channel=`, else the channel with most posts."""
    asked = read_asked(request, slug, times.DEFAULT_PERIOD)
    posting = sorted((one for one in asked.status.channels if one.posts), key=lambda one: -one.posts)
    if not posting:
        return render(request, "overview/empty.html", {})
    channel = channel_or_404(asked, request.GET.get("channel") or posting[0].channel_id)
    found = remembered_soon(*times.best_times_question(asked.lake, channel, *asked.days))
    if found is None:
        return waiting_page(request)
    chart = times.heat_chart(found)
    file = chart_as_file(request, {"times": chart}, "best-times")
    if file is not None:
        return file
    if form_asked(request) == "csv":
        return table_as_file(times.to_keep(found), "best-times")
    shown = {
        **frame_of(request, asked),
        "channel": channel,
        "channel_name": asked.names[channel],
        "choices": [(one.channel_id, asked.names[one.channel_id]) for one in posting],
        "found": found,
        "finding": times.finding(found),
        "lines": times.time_lines(found),
        "chart": on_page(chart),
        "zone": asked.lake.settings().time_zone,
    }
    return render(request, "overview/best_times.html", shown)
