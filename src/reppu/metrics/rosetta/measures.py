"""What a canonical measure is, and how one platform spells it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reppu.vocabulary.language import Text, _

Subject = Literal["post", "account", "campaign", "competitor"]

_TERM = re.compile(r"(?P<sign>-?)(?P<factors>[a-z0-9_.*]+)(?:@(?P<breakdown>[^@]+))?")


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of a way: measure ids that are multiplied, all of one breakdown ("" for none), and its sign."""

    factors: tuple[str, ...]
    breakdown: str
    negative: bool

    @classmethod
    def read(cls, text: str) -> Term:
        """The term of words like "x.post.likes", "-x.account.unfollows", "a.b*a.c" or "linkedin.account.impressions@traffic=organic"."""
        found = _TERM.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no term of a spelling")
        return cls(tuple(found["factors"].split("*")), found["breakdown"] or "", found["sign"] == "-")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one platform states a canonical measure.

    ways: the first of which all measures are stated counts; several terms in one way are added (see `Term`).
    valid_from, valid_until: the first day on which exports hold it, and the first on which they no longer do: a zero
    from such an export is the platform's silence, not a number.
    scale: what the platform's number is multiplied by (seconds into hours).
    """

    ways: tuple[tuple[str, ...], ...]
    note: Text
    valid_from: date | None = None
    valid_until: date | None = None
    scale: float = 1.0

    @property
    def terms(self) -> tuple[tuple[Term, ...], ...]:
        """The ways, read."""
        return tuple(tuple(Term.read(text) for text in way) for way in self.ways)

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """All (measure id, breakdown) of all ways, each once."""
        return tuple(
            dict.fromkeys((factor, term.breakdown) for way in self.terms for term in way for factor in term.factors)
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """A canonical measure. A platform that is absent from `spellings` does not state it: `absent` may say why."""

    name: str
    subject: Subject
    spellings: dict[str, Spelling]
    absent: dict[str, Text] = field(default_factory=dict)


_NAMES = {
    "bluesky": "Bluesky", "facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn", "linkedin-ads": "LinkedIn Ads",
    "mastodon": "Mastodon", "meta-ads": "Meta Ads", "tiktok": "TikTok", "x": "X",
    "web": "Google Analytics", "youtube": "YouTube",
}  # fmt: skip

AS_STATED = _("As the platform states it.")


def name_of(platform: str) -> str:
    """The platform's name as people write it."""
    return _NAMES.get(platform, platform)


def is_known(platform: str) -> bool:
    """Does Reppu know the platform by name?"""
    return platform in _NAMES


def ways(prefix: str, *words: str) -> tuple[str, ...]:
    """One way: measure ids that are added, all with one prefix ("-" before a word subtracts)."""
    return tuple(f"-{prefix}{word[1:]}" if word.startswith("-") else prefix + word for word in words)


def plain(prefix: str, *words: str, note: Text = AS_STATED, scale: float = 1.0) -> Spelling:
    """A spelling of one way."""
    return Spelling((ways(prefix, *words),), note, scale=scale)
