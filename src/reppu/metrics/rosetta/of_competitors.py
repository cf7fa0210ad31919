"""What the platforms state about other organisations, and about one's own page in the same words. Never in our totals."""

from __future__ import annotations

from reppu.metrics.rosetta.measures import Measure, plain
from reppu.vocabulary.language import _

_ALL_THREE = _("Reactions, comments and reposts, as in competitors’ exports of the older form.")
_TWO = _("Reactions and comments, as in competitors’ exports of the newer form.")

OF_COMPETITORS = (
    Measure("competitor_posts", "competitor", {"linkedin": plain("linkedin.competitor.", "posts")}),
    Measure(
        "competitor_engagements",
        "competitor",
        {"linkedin": plain("linkedin.competitor.", "engagements", note=_ALL_THREE)},
    ),
    Measure(
        "own_engagements_as_competitors",
        "account",
        {"linkedin": plain("linkedin.account.", "reactions", "comments", "reposts", note=_ALL_THREE)},
    ),
    Measure(
        "competitor_responses",
        "competitor",
        {"linkedin": plain("linkedin.competitor.", "reactions", "comments", note=_TWO)},
    ),
    Measure(
        "own_responses_as_competitors",
        "account",
        {"linkedin": plain("linkedin.account.", "reactions", "comments", note=_TWO)},
    ),
)
