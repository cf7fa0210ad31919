"""What assistants may ask of the overview: the documents of the API."""

from __future__ import annotations

from reppu.overview.api import standing_document, status_document
from reppu.web.kit.facade import Tool

TOOLS = (
    Tool("status", "Each channel's coverage and freshness, what is missing and what to export again.", status_document),
    Tool(
        "overview_standing",
        "Where the organisation stands: the finding in a sentence, key figures with their change from the equally long period "
        "before, days against what was expected, channels. since, until: days (YYYY-MM-DD); without them the newest 26 weeks.",
        standing_document,
    ),
)
