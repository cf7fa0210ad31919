"""The Rosetta table: canonical measure → what each platform calls it, since when and until when.

A measure that a platform redefined is two measures (Meta's impressions and views), and `changes.py` dates the change. A
new platform is taught in `of_posts.py` and its neighbours, one spelling a measure.
"""

from reppu.metrics.rosetta.changes import CHANGES, Change, changes_of
from reppu.metrics.rosetta.kept_as_fact import KEPT_AS_FACT, why_kept
from reppu.metrics.rosetta.measures import Measure, Spelling, Term, name_of
from reppu.metrics.rosetta.of_accounts import OF_ACCOUNTS
from reppu.metrics.rosetta.of_campaigns import OF_CAMPAIGNS
from reppu.metrics.rosetta.of_competitors import OF_COMPETITORS
from reppu.metrics.rosetta.of_posts import OF_POSTS, WITHOUT_POSTS
from reppu.metrics.rosetta.of_tools import in_a_tool_only, with_tools
from reppu.metrics.rosetta.of_web_sites import OF_WEB_SITES
from reppu.metrics.rosetta.own_tables import in_a_table_only, with_own_tables
from reppu.vocabulary.language import Text, _

MEASURES: dict[str, Measure] = {
    one.name: with_own_tables(with_tools(one))
    for one in (*OF_POSTS, *OF_ACCOUNTS, *OF_CAMPAIGNS, *OF_COMPETITORS, *OF_WEB_SITES)
}


def spelling_of(measure: str, platform: str) -> Spelling | None:
    """How a platform states a canonical measure; None when it does not. Whatever Reppu does not know by name (a forum)
    states what a table of one's own says of it."""
    one = MEASURES[measure]
    found = one.spellings.get(platform)
    if found is not None:
        return found
    only = [spelling for spelling in (in_a_tool_only(one, platform), in_a_table_only(one, platform)) if spelling]
    if not only:
        return None
    return Spelling(tuple(way for spelling in only for way in spelling.ways), only[-1].note)


def platforms_that_offer(*measures: str | None) -> tuple[str, ...]:
    """The platforms that state all of these canonical measures, sorted; those of any measure for none."""
    asked = [set(MEASURES[name].spellings) for name in measures if name is not None]
    if not asked:
        asked = [{platform for one in MEASURES.values() for platform in one.spellings} - set(WITHOUT_POSTS)]
    return tuple(sorted(set.intersection(*asked)))


def measures_used() -> set[str]:
    """The ids of all readers' measures by which any platform, known by name or not, states a canonical one."""
    spellings = [spelling for one in MEASURES.values() for spelling in one.spellings.values()]
    unknown = [spelling_of(name, "") for name in MEASURES]  # a platform that Reppu does not know by name
    return {measure for one in (*spellings, *unknown) if one is not None for measure, _part in one.cells}


def why_absent(measure: str, platform: str) -> Text | None:
    """Why a platform does not state a canonical measure; None when it does."""
    one = MEASURES[measure]
    if spelling_of(measure, platform) is not None:
        return None
    return one.absent.get(platform) or _("{platform} does not state it.", platform=name_of(platform))


def why_no_posts(platform: str) -> Text | None:
    """Why the platform's channels publish no posts; None when they do."""
    return WITHOUT_POSTS.get(platform)


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
    "CHANGES", "KEPT_AS_FACT", "MEASURES", "WITHOUT_POSTS", "Change", "Measure", "Spelling", "Term", "as_data", "changes_of", "measures_used", "name_of",
    "platforms_that_offer", "spelling_of", "why_absent", "why_kept", "why_no_posts",
]  # fmt: skip
