"""What assistants may ask of the metrics: the documents of the API."""

from __future__ import annotations

from reppu.metrics.pages.api import comparison_document, definitions_document, metric_document
from reppu.metrics.pages.api_posts import posts_document
from reppu.web.kit.facade import Tool

_DAYS = "since, until: first and last day (YYYY-MM-DD), both included; without them all time. channels: channel ids with commas."

TOOLS = (
    Tool("list_metrics", "Every metric with its meaning, formula, unit and basis. Ask before computing one.", definitions_document),
    Tool(
        "compute_metric",
        "One metric, a row a group, each with its 90 % interval or the reason why it has none. name: as list_metrics gives it. "
        "by: split with commas by channel, platform, day, week, month, season, year, kind, language, paid, hour, weekday. "
        "as_of: only what platforms had stated by the end of that day. position: the data as after that journal entry. " + _DAYS,
        metric_document,
    ),
    Tool(
        "compare_periods",
        "Whether a metric differs between periods (between: such as 2026-spring,2026-summer or 2026-03..2026-04,2026-05..2026-06; "
        "within each group of by), or between channels or kinds (by, without between). The verdict says whether one can tell. " + _DAYS,
        comparison_document,
    ),
    Tool(
        "search_posts",
        "Posts with their numbers. search: words that the text holds. kind: such as video. sort: published_at, impressions, views, "
        "post_reach, engagements, likes, comments, shares, saves or link_clicks. limit: 200 at most; offset for further pages. " + _DAYS,
        posts_document,
    ),
)  # fmt: skip
