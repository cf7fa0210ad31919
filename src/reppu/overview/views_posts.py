"""Pages about posts: the list, one post, and the rows behind a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from reppu.metrics import facade as metrics
from reppu.overview import one_post
from reppu.overview.asked import (
    channel_or_404,
    chart_as_file,
    form_asked,
    frame_of,
    on_page,
    read_asked,
    table_as_file,
)
from reppu.overview.posts_list import filtered, find_posts, in_order, post_of, posts_table, read_filters
from reppu.overview.posts_shown import behind_lines, numbers_shown, post_lines, rows_to_keep, statements_shown
from reppu.people.facade import Role, needs
from reppu.reports.facade import kind_name
from reppu.web.kit.facade import remembered

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_ROWS_SHOWN = 200  # of the rows behind a figure; the file holds all


@needs(Role.VIEWER)
def posts(request: HttpRequest, slug: str) -> HttpResponse:
    """The posts of a period: searched, filtered, sorted, fifty a page."""
    asked = read_asked(request, slug)
    if not asked.status.channels:
        return render(request, "overview/empty.html", {})
    filters = read_filters(request.GET)
    table = posts_table(asked.lake, *asked.days)
    if form_asked(request) == "csv":
        every = [post_of(row) for row in in_order(filtered(table, filters), filters).to_pylist()]
        return table_as_file(rows_to_keep(every, asked.names), "posts")
    found = find_posts(table, filters)
    address = request.GET.copy()
    for name in ("page", "form"):
        address.pop(name, None)
    shown = {
        **frame_of(request, asked),
        "filters": filters,
        "found": found,
        "lines": post_lines(found.posts, asked.names),
        "kinds": [(kind, kind_name(kind)) for kind in found.kinds],
        "channels": sorted(asked.names.items(), key=lambda pair: pair[1].casefold()),
        "address": address.urlencode(),
    }
    partial = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]  # set by django_htmx
    return render(request, "overview/parts/posts_found.html" if partial else "overview/posts.html", shown)


@needs(Role.VIEWER)
def post(request: HttpRequest, slug: str, channel_id: str, post_id: str) -> HttpResponse:
    """One post."""
    asked = read_asked(request, slug)
    channel_or_404(asked, channel_id)
    one = remembered(
        slug, asked.lake.position, "post", (channel_id, post_id),
        lambda: (one_post.look_at_post(asked.lake, channel_id, post_id),),
    )[0]  # fmt: skip
    if one is None:
        raise Http404
    charts = {**one_post.strips(one), "growth": one_post.growth_chart(one)}
    file = chart_as_file(request, charts, "post")
    if file is not None:
        return file
    shown = {
        **frame_of(request, asked),
        "post": one,
        "channel": asked.names[channel_id],
        "kind": kind_name(one.kind),
        "finding": one_post.finding(one),
        "beside": one_post.beside_what(one.evidence) if one.evidence else None,
        "ranks": [(one_post.title_of_rank(rank.name), rank.words) for rank in one.evidence.ranks] if one.evidence else [],
        "strips": [(name, on_page(chart)) for name, chart in charts.items() if chart and name != "growth"],
        "growth": on_page(charts["growth"]),
        "numbers": numbers_shown(one.numbers),
        "stated": statements_shown(one.stated),
    }  # fmt: skip
    return render(request, "overview/post.html", shown)


@needs(Role.VIEWER)
def rows(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows behind a figure: `?metric=`, `?period=` and, of one channel, `?channel=`."""
    asked = read_asked(request, slug)
    channel = request.GET.get("channel", "")
    channels = [channel_or_404(asked, channel)] if channel else None
    definition = metrics.definition(request.GET.get("metric", "posts"), asked.lake)
    behind = metrics.rows_behind(
        asked.lake, definition.name, since=asked.since, until=asked.period.until, channels=channels
    )
    lines = behind_lines(behind, asked.names)
    if form_asked(request) == "csv":
        return table_as_file(lines.to_keep, f"rows-{definition.name}")
    shown = {
        **frame_of(request, asked),
        "definition": definition,
        "channel": asked.names.get(channel, ""),
        "behind": behind,
        "lines": lines,
        "shown": lines.rows[:MOST_ROWS_SHOWN],
    }
    return render(request, "overview/rows.html", shown)
