"""The Rosetta table: canonical measure → what each platform calls it, since when and until when.

A measure that a platform redefined is two measures (Meta's impressions and views), and `changes.py` dates the change. A
new platform is taught in `of_posts.py` and its neighbours, one spelling a measure.
"""

from reppu.metrics.rosetta.changes import CHANGES, Change, changes_of
from reppu.metrics.rosetta.measures import Measure, Spelling, Term, name_of
from reppu.metrics.rosetta.of_accounts import OF_ACCOUNTS
from reppu.metrics.rosetta.of_campaigns import OF_CAMPAIGNS
from reppu.metrics.rosetta.of_competitors import OF_COMPETITORS
from reppu.metrics.rosetta.of_posts import OF_POSTS
from reppu.metrics.rosetta.own_tables import in_a_table_only, with_own_tables
from reppu.vocabulary.language import Text, _

MEASURES: dict[str, Measure] = {
    one.name: with_own_tables(one) for one in (*OF_POSTS, *OF_ACCOUNTS, *OF_CAMPAIGNS, *OF_COMPETITORS)
}


def spelling_of(measure: str, platform: str) -> Spelling | None:
    """How a platform states a canonical measure; None when it does not. Whatever Reppu does not know by name (a forum)
    states what a table of one's own says of it."""
    one = MEASURES[measure]
    return one.spellings.get(platform) or in_a_table_only(one, platform)


def platforms_that_offer(*measures: str | None) -> tuple[str, ...]:
    """The platforms that state all of these canonical measures, sorted; those of any measure for none."""
    asked = [set(MEASURES[name].spellings) for name in measures if name is not None]
    if not asked:
        asked = [{platform for one in MEASURES.values() for platform in one.spellings}]
    return tuple(sorted(set.intersection(*asked)))


def why_absent(measure: str, platform: str) -> Text | None:
    """Why a platform does not state a canonical measure; None when it does."""
    one = MEASURES[measure]
    if spelling_of(measure, platform) is not None:
        return None
    return one.absent.get(platform) or _("{platform} does not state it.", platform=name_of(platform))


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
                *([spelling.scale] if spelling.scale != 1 else []),
            ]
            for platform, spelling in sorted(one.spellings.items())
        },
    }


__all__ = [
    "CHANGES", "MEASURES", "Change", "Measure", "Spelling", "Term", "as_data", "changes_of", "name_of",
    "platforms_that_offer", "spelling_of", "why_absent",
]  # fmt: skip
