"""What a definition says, and the hash that changes when it says something else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

from reppu.metrics import rosetta
from reppu.vocabulary.language import Text

Level = Literal["input", "activity", "output", "out_take", "outcome", "impact"]
Basis = Literal["published", "activity"]
MONEY_UNITS = ("money", "money_per_post")  # the units whose numbers have a currency
# How a group's rows become one number. Over posts published in the period:
#   count          how many posts                     total     Σ numerator
#   rate           Σ numerator / Σ denominator        mean      Σ numerator / number of posts
#   quotient       a composition: Σ numerator / Σ denominator of stated totals, exact
#   share          the group's Σ numerator (or posts) in that of all kinds, hours … (or all channels)
#   top_share      the share of Σ numerator that the largest tenth of the posts holds
#   per_follower   Σ numerator / Σ followers that the channel had on the day of each post
#   per_week       posts a week, its interval over whole weeks
# Over what was stated of days:
#   stated         only what was stated for exactly the asked days (never summed)
#   stock          the last day's number in the period    flow      Σ numerator over days
#   growth         Σ numerator over days / the stock of `denominator` before them
#   composition    Σ numerator / Σ denominator over days that state both, exact
# Over campaigns, competitors, and hours and money put in:
#   ad_total       Σ numerator over campaigns              ad_ratio  per · Σ numerator / Σ denominator, over weeks
#   voice          our part of ours and the competitors'   put_in    Σ hours or amount
#   formula        an organisation's own, of other metrics (`formulas.py`)
#   put_in_per_post  Σ hours or amount / posts published in the same days by the same channels
Kind = Literal[
    "count", "total", "rate", "mean", "quotient", "share", "top_share", "per_follower", "per_week",
    "stated", "stock", "flow", "growth", "composition",
    "ad_total", "ad_ratio", "voice", "put_in", "put_in_per_post", "formula",
]  # fmt: skip

AMEC = "AMEC Integrated Evaluation Framework (2016)"
KAUSHIK = "Kaushik, A.: Best Social Media Metrics: Conversation, Amplification, Applause, Economic Value (2011)"
MRC = "IAB/MRC Social Media Measurement Guidelines 1.0 (2015), definitions of impression, reach and engagement"
MRC_VIDEO = "MRC Digital Video Impression Measurement and IAB Digital Video In-Stream Ad Metric Definitions (2016)"
IAB_ADS = "IAB: Glossary of Digital Advertising Terms, CPM, CPC and CPE"


@dataclass(frozen=True, slots=True)
class Definition:
    """A metric. numerator and denominator name canonical measures of `rosetta.MEASURES` (for `put_in`: hours, amount).

    unit: "count", "fraction" (0 to 1), "per_post", "per_week", "hours", "hours_per_post", "seconds", "money" or
    "money_per_post" (with the row's currency). level: AMEC's levels. version: a whole number, raised with every change
    of meaning. alike: False when platforms count different things under the name, so that one compares within a
    platform only. per: what the quotient is multiplied by (a thousand impressions, seconds in an hour).
    default_by: the split when none is asked for. parts, mixed: of a formula, the metrics it names, and whether it may mix
    the two bases.
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
    per: float = 1.0
    default_by: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    mixed: bool = False

    @property
    def measures(self) -> tuple[str, ...]:
        """The canonical measures that it needs, without hours and money put in."""
        if self.parts:
            from reppu.metrics.definitions import definition_of  # of all definitions, which are made of this file

            return tuple(dict.fromkeys(name for part in self.parts for name in definition_of(part).measures))
        return tuple(name for name in (self.numerator, self.denominator) if name in rosetta.MEASURES)

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that state everything it needs."""
        return rosetta.platforms_that_offer(*self.measures)

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits that change when the definition, or its translation to platforms, changes."""
        return hash_of(self)


def hash_of(definition: Definition) -> str:
    """The hash of everything that decides the number, the English wording included; see `Definition.hash`."""
    said: dict[str, object] = {
        "name": definition.name,
        "definition": definition.definition.msgid,
        "formula": definition.formula,
        "unit": definition.unit,
        "kind": definition.kind,
        "level": definition.level,
        "basis": definition.basis,
        "numerator": definition.numerator,
        "denominator": definition.denominator,
        "measures": {name: rosetta.as_data(name) for name in definition.measures},
    }
    if definition.per != 1:
        said["per"] = definition.per
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]
