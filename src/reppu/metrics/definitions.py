"""What each metric is, declared once as data. The pattern file of this capability: a new metric begins here.

A definition's `formula` is in canonical measures, which `rosetta.py` translates to each platform's own. Whoever changes
what a metric means raises its `version`; the test that compares `definition_hashes.json` insists.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

from reppu.metrics import rosetta
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

Level = Literal["input", "activity", "output", "out_take", "outcome", "impact"]
Basis = Literal["published", "activity"]
# How a group's rows become one number.
#   count    how many posts                        total    Σ numerator over posts
#   rate     Σ numerator / Σ denominator           mean     Σ numerator / number of posts
#   stated   only what was stated for exactly the asked days (never summed)
#   stock    the last day's number in the period   flow     Σ numerator over days
Kind = Literal["count", "total", "rate", "mean", "stated", "stock", "flow"]


@dataclass(frozen=True, slots=True)
class Definition:
    """A metric. numerator and denominator name canonical measures of `rosetta.MEASURES`.

    unit: "count", "fraction" (0 to 1) or "per_post". level: AMEC's levels. version: a whole number, raised with every
    change of meaning. alike: False when platforms count different things under the name, so that one compares within
    a platform only.
    """

    name: str
    title: Text
    definition: Text
    formula: str
    unit: str
    kind: Kind
    level: Level
    basis: Basis
    numerator: str | None
    denominator: str | None
    source: str
    version: int
    alike: bool = True

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that state everything it needs."""
        return rosetta.platforms_that_offer(self.numerator, self.denominator)

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits that change when the definition, or its translation to platforms, changes."""
        return hash_of(self)


_AMEC = "AMEC Integrated Evaluation Framework (2016)"
_KAUSHIK = "Kaushik, A.: Best Social Media Metrics: Conversation, Amplification, Applause, Economic Value (2011)"
_MRC = "IAB/MRC Social Media Measurement Guidelines 1.0 (2015), definitions of impression, reach and engagement"

DEFINITIONS: tuple[Definition, ...] = (
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
        source=_AMEC,
        version=1,
    ),
    Definition(
        name="impressions",
        title=_("Impressions"),
        definition=_(
            "How many times the posts published in the period have been shown, up to the day of the export. Showing it to the same person twice counts twice. Facebook and Instagram stopped stating it in 2025 and state views instead."
        ),
        formula="sum of impressions over posts",
        unit="count",
        kind="total",
        level="output",
        basis="published",
        numerator="impressions",
        denominator=None,
        source=_MRC,
        version=1,
    ),
    Definition(
        name="views",
        title=_("Views"),
        definition=_(
            "How many times the posts published in the period have been viewed, up to the day of the export, as Facebook and Instagram have counted it since 2025. Views are counted in another way than impressions were: the two make two series, not one."
        ),
        formula="sum of views over posts",
        unit="count",
        kind="total",
        level="output",
        basis="published",
        numerator="views",
        denominator=None,
        source="Meta Business Help Centre: Views (2024)",
        version=1,
    ),
    Definition(
        name="reach",
        title=_("Reach"),
        definition=_(
            "How many different people saw something from the channel. Only the platform knows who was counted already, so reach is never added up over days, posts or channels: there is a number only for the days or periods for which the platform stated one."
        ),
        formula="reach of the account, as stated for exactly these days",
        unit="count",
        kind="stated",
        level="output",
        basis="activity",
        numerator="account_reach",
        denominator=None,
        source=_MRC,
        version=1,
    ),
    Definition(
        name="engagements",
        title=_("Engagements"),
        definition=_(
            "How many times people did something with the posts published in the period, as each platform counts it: X counts clicks too, Facebook reactions, comments and shares, Instagram likes, comments, shares and saves. Compare within a platform, not between them."
        ),
        formula="sum of engagements over posts",
        unit="count",
        kind="total",
        level="out_take",
        basis="published",
        numerator="engagements",
        denominator=None,
        source=_MRC,
        version=1,
        alike=False,
    ),
    Definition(
        name="engagement_rate_by_impressions",
        title=_("Engagement rate by impressions"),
        definition=_(
            "Engagements per impression of the posts published in the period: all engagements divided by all impressions of the same posts. A post of which only one of the two is known is left out."
        ),
        formula="sum of engagements / sum of impressions, over posts that state both",
        unit="fraction",
        kind="rate",
        level="out_take",
        basis="published",
        numerator="engagements",
        denominator="impressions",
        source=_MRC,
        version=1,
        alike=False,
    ),
    Definition(
        name="engagement_rate_by_reach",
        title=_("Engagement rate by reach"),
        definition=_(
            "Engagements per person reached by a post: all engagements divided by the reach of the same posts. Each post’s reach only weighs that post; the sum is not the number of people that all posts reached."
        ),
        formula="sum of engagements / sum of post reach, over posts that state both",
        unit="fraction",
        kind="rate",
        level="out_take",
        basis="published",
        numerator="engagements",
        denominator="post_reach",
        source=_MRC,
        version=1,
        alike=False,
    ),
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
        source=_AMEC,
        version=1,
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
        source=_AMEC,
        version=1,
    ),
    Definition(
        name="amplification",
        title=_("Amplification"),
        definition=_(
            "How many times a post was shared onward, on average over the posts published in the period. On X these are reposts."
        ),
        formula="sum of shares / number of posts that state them",
        unit="per_post",
        kind="mean",
        level="out_take",
        basis="published",
        numerator="shares",
        denominator=None,
        source=_KAUSHIK,
        version=1,
    ),
    Definition(
        name="applause",
        title=_("Applause"),
        definition=_(
            "How many likes a post got, on average over the posts published in the period. On Facebook all reactions count, the angry ones too."
        ),
        formula="sum of likes / number of posts that state them",
        unit="per_post",
        kind="mean",
        level="out_take",
        basis="published",
        numerator="likes",
        denominator=None,
        source=_KAUSHIK,
        version=1,
    ),
)
_BY_NAME = {one.name: one for one in DEFINITIONS}


def definition_of(name: str) -> Definition:
    """The definition; raises ReppuError that lists the metrics when there is none of that name."""
    if name not in _BY_NAME:
        raise ReppuError(
            _("There is no metric called “{name}”.", name=name),
            expected=_("one of {names}", names=", ".join(_BY_NAME)),
            advice=_("“reppu metrics” lists them with their definitions."),
        )
    return _BY_NAME[name]


def hash_of(definition: Definition) -> str:
    """The hash of everything that decides the number, the English wording included; see `Definition.hash`."""
    said = {
        "name": definition.name,
        "definition": definition.definition.msgid,
        "formula": definition.formula,
        "unit": definition.unit,
        "kind": definition.kind,
        "level": definition.level,
        "basis": definition.basis,
        "numerator": definition.numerator,
        "denominator": definition.denominator,
        "measures": {
            name: rosetta.as_data(name) for name in (definition.numerator, definition.denominator) if name is not None
        },
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]
