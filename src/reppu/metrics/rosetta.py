"""Canonical measure → what each platform calls it, since when and until when.

A measure that a platform redefined is two measures (Meta's impressions and views). `ways`: the first of which all
measures are stated counts; several measures in one way are added, a leading "-" subtracts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reppu.vocabulary.language import Text, _

Subject = Literal["post", "account"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one platform states a canonical measure.

    ways: tuples of measure ids. valid_until: exports made after that day no longer hold it (exclusive).
    """

    ways: tuple[tuple[str, ...], ...]
    note: Text
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def measures(self) -> tuple[str, ...]:
        """All measure ids of all ways, each once, without signs."""
        return tuple(dict.fromkeys(word.lstrip("-") for way in self.ways for word in way))


@dataclass(frozen=True, slots=True)
class Measure:
    """A canonical measure. A platform that is absent from `spellings` does not state it: `absent` may say why."""

    name: str
    subject: Subject
    spellings: dict[str, Spelling]
    absent: dict[str, Text]


# Meta replaced impressions by views in the exports of early 2025 (in the API: Instagram on 21 April 2025, pages on
# 15 November 2025; developers.facebook.com, Graph API changelog). The day in exports is not documented; ours is the
# first month of 2025 of which we have exports with views only.
_META_VIEWS_SINCE = date(2025, 3, 1)


def _post(*words: str) -> tuple[str, ...]:
    return tuple(f"x.post.{word}" for word in words)


def _meta(*words: str) -> tuple[str, ...]:
    return tuple(f"meta.content.{word}" for word in words)


_AS_STATED = _("As the platform states it.")
_X_NO_REACH = _("X does not state how many people were reached.")
_ONLY_NEW = _("The export states new followers only, not those who left.")

MEASURES: dict[str, Measure] = {
    one.name: one
    for one in (
        Measure(
            "impressions",
            "post",
            {
                "x": Spelling((_post("impressions"),), _AS_STATED),
                **{
                    platform: Spelling(
                        (_meta("impressions"),),
                        _("In exports until early 2025; views took its place."),
                        valid_until=_META_VIEWS_SINCE,
                    )
                    for platform in ("facebook", "instagram")
                },
            },
            {},
        ),
        Measure(
            "views",
            "post",
            {
                platform: Spelling((_meta("views"),), _("In exports since early 2025, also of older posts."))
                for platform in ("facebook", "instagram")
            },
            {"x": _("X states impressions.")},
        ),
        Measure(
            "post_reach",
            "post",
            {platform: Spelling((_meta("reach"),), _AS_STATED) for platform in ("facebook", "instagram")},
            {"x": _X_NO_REACH},
        ),
        Measure(
            "account_reach",
            "account",
            {platform: Spelling((("meta.page.reach",),), _AS_STATED) for platform in ("facebook", "instagram")},
            {"x": _X_NO_REACH},
        ),
        Measure(
            "engagements",
            "post",
            {
                "x": Spelling(
                    (_post("engagements"),), _("X’s own total: it includes clicks, profile visits and replies.")
                ),
                "facebook": Spelling(
                    (_meta("interactions"), _meta("reactions", "comments", "shares")),
                    _("Reactions, comments and shares; clicks are not counted."),
                ),
                "instagram": Spelling(
                    (_meta("likes", "comments", "shares", "saves"),), _("Likes, comments, shares and saves.")
                ),
            },
            {},
        ),
        Measure(
            "shares",
            "post",
            {
                "x": Spelling((_post("reposts"),), _("Reposts; copying the link (“shares”) is not counted.")),
                "facebook": Spelling((_meta("shares"),), _AS_STATED),
                "instagram": Spelling((_meta("shares"),), _AS_STATED),
            },
            {},
        ),
        Measure(
            "likes",
            "post",
            {
                "x": Spelling((_post("likes"),), _AS_STATED),
                "facebook": Spelling((_meta("reactions"), _meta("likes")), _("All reactions.")),
                "instagram": Spelling((_meta("likes"),), _AS_STATED),
            },
            {},
        ),
        Measure(
            "followers",
            "account",
            {
                "x": Spelling(
                    (("x.account.followers",), ("hand.account.followers",)),
                    _("Entered by hand; X’s exports hold no such number."),
                ),
                **{
                    platform: Spelling(
                        (("meta.page.followers",), ("hand.account.followers",)),
                        _("Entered by hand; Meta’s exports hold no such number."),
                    )
                    for platform in ("facebook", "instagram")
                },
            },
            {},
        ),
        Measure(
            "net_follows",
            "account",
            {
                "x": Spelling(
                    (("x.account.new_follows", "-x.account.unfollows"),),
                    _("From the account overview, in exports since 2024."),
                )
            },
            {"facebook": _ONLY_NEW, "instagram": _ONLY_NEW},
        ),
    )
}


def platforms_that_offer(*measures: str | None) -> tuple[str, ...]:
    """The platforms that state all of these canonical measures, sorted; those of any measure for none."""
    asked = [MEASURES[name].spellings.keys() for name in measures if name is not None]
    if not asked:
        asked = [{platform for one in MEASURES.values() for platform in one.spellings}]  # type: ignore[list-item]
    return tuple(sorted(set.intersection(*(set(one) for one in asked))))


def why_absent(measure: str, platform: str) -> Text | None:
    """Why a platform does not state a canonical measure; None when it does or nobody has said."""
    return MEASURES[measure].absent.get(platform)


def as_data(measure: str) -> dict[str, object]:
    """The translation of one canonical measure as plain data, for the definition's hash."""
    one = MEASURES[measure]
    return {
        "subject": one.subject,
        "spellings": {
            platform: [
                [list(way) for way in spelling.ways],
                spelling.valid_from.isoformat() if spelling.valid_from else None,
                spelling.valid_until.isoformat() if spelling.valid_until else None,
            ]
            for platform, spelling in sorted(one.spellings.items())
        },
    }
