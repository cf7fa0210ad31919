"""Pages about channels: side by side, the best times, and one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from reppu.overview import channels as beside
from reppu.overview.asked import chart_as_file, form_asked, frame_of, on_page, read_asked, table_as_file
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
