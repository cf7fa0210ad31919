"""What the platforms state about other organisations, and about one's own page in the same words. Never in our totals."""

from __future__ import annotations

from reppu.metrics.rosetta.measures import Measure, plain
from reppu.vocabulary.language import _

OF_COMPETITORS = (
    Measure(
        "competitor_posts",
        "competitor",
        {"linkedin": plain("linkedin.competitor.", "posts")},
    ),
    Measure(
        "competitor_engagements",
        "competitor",
        {"linkedin": plain("linkedin.competitor.", "engagements", note=_("Reactions, comments and reposts."))},
    ),
    Measure(
        "own_engagements_as_competitors",
        "account",
        {
            "linkedin": plain(
                "linkedin.account.", "reactions", "comments", "reposts", note=_("Reactions, comments and reposts.")
            )
        },
    ),
)
