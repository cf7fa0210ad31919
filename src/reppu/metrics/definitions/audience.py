"""Who follows: stock, growth, and who came by."""

from __future__ import annotations

from reppu.metrics.definitions.declaration import AMEC, Definition
from reppu.vocabulary.language import _

AUDIENCE = (
    Definition(
        name="followers",
        title=_("Followers"),
        definition=_(
            "How many follow the channel at the end of the period: the last number in it that was stated. A person who follows two channels is counted in both."
        ),
        formula="followers on the last stated day of the period",
        unit="count",
        kind="stock",
        level="output",
        basis="activity",
        numerator="followers",
        denominator=None,
        source=AMEC,
        version=3,
    ),
    Definition(
        name="net_follower_growth",
        title=_("Net follower growth"),
        definition=_(
            "How many more follow the channel after the period than before it: new followers minus those who left. Facebook and Instagram export only the new ones."
        ),
        formula="sum over days of (new_follows - unfollows)",
        unit="count",
        kind="flow",
        level="out_take",
        basis="activity",
        numerator="net_follows",
        denominator=None,
        source=AMEC,
        version=3,
    ),
    Definition(
        name="follower_growth_rate",
        title=_("Follower growth rate"),
        definition=_(
            "Net follower growth of the period divided by the followers on its eve, as last stated within 35 days before."
        ),
        formula="sum over days of net follows / followers before the period",
        unit="fraction",
        kind="growth",
        level="out_take",
        basis="activity",
        numerator="net_follows",
        denominator="followers",
        source=AMEC,
        version=2,
    ),
    Definition(
        name="new_followers",
        title=_("New followers"),
        definition=_("How many began to follow the channel in the period. Those who left are not taken off."),
        formula="sum over days of new follows",
        unit="count",
        kind="flow",
        level="out_take",
        basis="activity",
        numerator="new_follows",
        denominator=None,
        source=AMEC,
        version=2,
    ),
    Definition(
        name="lost_followers",
        title=_("Lost followers"),
        definition=_("How many stopped following the channel in the period."),
        formula="sum over days of unfollows",
        unit="count",
        kind="flow",
        level="out_take",
        basis="activity",
        numerator="unfollows",
        denominator=None,
        source=AMEC,
        version=2,
    ),
    Definition(
        name="follows_from_posts",
        title=_("Follows from posts"),
        definition=_(
            "How many began to follow the channel from the posts published in the period, as the platform attributes it."
        ),
        formula="sum of follows over posts",
        unit="count",
        kind="total",
        level="outcome",
        basis="published",
        numerator="follows",
        denominator=None,
        source=AMEC,
        version=2,
    ),
    Definition(
        name="profile_visits",
        title=_("Profile visits"),
        definition=_("How many times the profile or page itself was visited during the period."),
        formula="sum over days of profile visits",
        unit="count",
        kind="flow",
        level="out_take",
        basis="activity",
        numerator="profile_visits",
        denominator=None,
        source=AMEC,
        version=1,
    ),
)
