"""Pages about channels: side by side, the best times, and one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.shortcuts import render

from reppu.overview import best_times as times
from reppu.overview import channels as beside
from reppu.overview import one_channel
from reppu.overview.asked import channel_or_404, chart_as_file, form_asked, frame_of, on_page, read_asked, table_as_file
from reppu.overview.freshness import reminders
from reppu.overview.posts_shown import post_lines
from reppu.overview.readying import standing_question
from reppu.overview.shown import cards, cell_of, channel_lines
from reppu.people.facade import Role, needs
from reppu.vocabulary.language import _
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


@needs(Role.VIEWER)
def channel(request: HttpRequest, slug: str, channel_id: str) -> HttpResponse:
    """One channel: figures, trend, kinds, best and weakest posts, sources."""
    asked = read_asked(request, slug)
    name = asked.names[channel_or_404(asked, channel_id)]
    standing = remembered_soon(*standing_question(asked.lake, asked.status, asked.period.since, asked.period.until))
    if standing is None:
        return waiting_page(request)
    found = remembered_soon(*one_channel.channel_question(asked.lake, standing, channel_id))
    if found is None:
        return waiting_page(request)
    chart = one_channel.trend_chart(found)
    file = chart_as_file(request, {"trend": chart}, "channel")
    if file is not None:
        return file
    best, weakest = one_channel.best_and_weakest(asked.lake, channel_id, *asked.days)
    shown = {
        **frame_of(request, asked),
        "channel": channel_id,
        "name": name,
        "standing": standing,
        "compared": standing.before is not None and channel_id not in standing.not_compared,
        "found": found,
        "finding": one_channel.finding(name, found),
        "cards": cards(found.figures),
        "without": [(title, cell_of(estimate, "count")) for title, estimate in found.without],
        "kinds": one_channel.kind_lines(found),
        "chart": on_page(chart),
        "posts": [
            (_("Best posts"), post_lines(best, asked.names)),
            (_("Weakest posts"), post_lines(weakest, asked.names)),
        ],
        "source": next(one for one in asked.status.channels if one.channel_id == channel_id),
        "reminder": reminders(asked.status, datetime.now(UTC)).get(channel_id),
    }
    return render(request, "overview/channel.html", shown)
