"""How much is published, when and of what kind."""

from __future__ import annotations

from reppu.metrics.definitions.declaration import AMEC, Definition
from reppu.vocabulary.language import _

PUBLISHING = (
    Definition(
        name="posts",
        title=_("Posts"),
        definition=_(
            "How many posts of one’s own were published in the period, replies included. Posts that only pass on somebody else’s post are not counted."
        ),
        formula="number of posts",
        unit="count",
        kind="count",
        level="activity",
        basis="published",
        numerator=None,
        denominator=None,
        source=AMEC,
        version=1,
    ),
    Definition(
        name="posts_per_week",
        title=_("Posts a week"),
        definition=_(
            "How many posts were published in a week, on average. The interval says how evenly: it rests on the whole weeks of the period, at least eight."
        ),
        formula="number of posts / days of the period · 7; interval over whole ISO weeks",
        unit="per_week",
        kind="per_week",
        level="activity",
        basis="published",
        numerator=None,
        denominator=None,
        source=AMEC,
        version=1,
    ),
    Definition(
        name="share_of_posts",
        title=_("Share of posts"),
        definition=_(
            "Which part of the posts is of this kind (or language, hour, weekday, paid or not) among all posts of the same channel and period; split by channel only, which part is the channel’s among all channels."
        ),
        formula="posts of the group / posts of all groups",
        unit="fraction",
        kind="share",
        level="activity",
        basis="published",
        numerator=None,
        denominator=None,
        source=AMEC,
        version=1,
        default_by=("kind",),
    ),
    Definition(
        name="best_times",
        title=_("Best times"),
        definition=_(
            "Engagements a post by weekday and hour of publication, in the organisation’s time zone. Hours with fewer than five posts show no number, and hours with few or uneven posts no interval: most “best times” are chance."
        ),
        formula="sum of engagements / number of posts that state them, by weekday and hour",
        unit="per_post",
        kind="mean",
        level="out_take",
        basis="published",
        numerator="engagements",
        denominator=None,
        source=AMEC,
        version=2,
        alike=False,
        default_by=("weekday", "hour"),
    ),
)
