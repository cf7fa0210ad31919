"""How well a column fits a meaning, by its heading, its content and its place: each piece of evidence with its reason.

The weights are our choice and say one thing: what alone is enough to be called sure (0.95), what two pieces together are,
and what is only likely (0.6). `docs/unknown-tables.md` shows how often each level was right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from reppu.sources.mapping_proposals import marks
from reppu.sources.mapping_proposals.candidates import ACCOUNT, ANYTHING, DATE, ID, LINK, NUMBER, TEXT, WORD, Candidate
from reppu.sources.mapping_proposals.columns import SeenColumn, SeenTable
from reppu.sources.mapping_proposals.words import ideas_of, likeness
from reppu.sources.tables import norm
from reppu.vocabulary.language import Text, _

SURE_FROM, LIKELY_FROM = 0.95, 0.6

KNOWN = 0.995  # a heading of this very export, in a language that we know
ELSEWHERE = 0.8  # the same heading means this in another export
WORDS = 0.7  # likely words, unverified
PLACE = 0.85  # the column stands where this export has it, and the whole table fits
TOTAL = 0.9  # it is the sum, or the share, that it should be; nothing else can be
PART = 0.5  # it is part of a sum that holds; the parts may be exchanged among each other
PROVEN = 0.97  # ids whose time is right, links to posts of the platform
ONLY_DAYS = 0.9
MANY_IDS = 0.7
BROKEN = 0.3

_DAY_ROOM = timedelta(hours=38)  # a day has 24 hours, and zones reach 14 from UTC
_MOST = 0.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """sort: heading, place, content or numbers; two of one sort are not added up."""

    sort: str
    weight: float
    reason: Text


def weigh(evidence: Sequence[Evidence]) -> float:
    """How sure, 0 to 1: the chance that not all of it is wrong, if each sort were independent of the others."""
    doubt = 1.0
    for sort in {one.sort for one in evidence}:
        doubt *= 1 - max(one.weight for one in evidence if one.sort == sort)
    return 1 - doubt


def can_be(column: SeenColumn, candidate: Candidate) -> bool:
    """Whether the content allows it. A blank column may be anything."""
    if not column.filled or candidate.role == ANYTHING:
        return True
    if candidate.role == NUMBER:
        return _can_be_number(column, candidate.unit or "count")
    if candidate.role in (ID, ACCOUNT):
        return column.are_long_ids or column.are_urns or (column.plain_numbers is None and column.longest <= 80 and not column.are_links and column.date_form is None)  # fmt: skip
    if candidate.role == DATE:
        # "Lifetime", or the word for it, stands where other exports have a day
        return column.date_form is not None or (
            column.different == 1 and not any(c.isdigit() for c in column.filled[0])
        )
    if candidate.role == LINK:
        return column.are_links
    if candidate.role == TEXT:
        return not column.are_links and not column.are_long_ids and column.date_form is None and column.plain_numbers is None  # fmt: skip
    # a word, or a yes and no in figures
    return not column.are_links and column.date_form is None and (column.plain_numbers is None or column.different <= 2)


def _can_be_number(column: SeenColumn, unit: str) -> bool:
    if unit == "count":
        return column.are_counts
    if unit in ("fraction", "percent"):
        return column.are_shares or column.are_fractions or _only_zeros(column) or (unit == "percent" and column.plain_numbers is not None)  # fmt: skip
    return column.plain_numbers is not None and not column.are_shares


def _only_zeros(column: SeenColumn) -> bool:
    return column.plain_numbers is not None and not any(column.plain_numbers)


def of_heading(column: SeenColumn, candidate: Candidate, elsewhere: Mapping[str, frozenset[str]]) -> list[Evidence]:
    """What the words of the heading say."""
    name = norm(column.heading)
    if not name:
        return []
    if name in candidate.headings:
        return [Evidence("heading", KNOWN, _("Reppu knows this heading."))]
    found = []
    if candidate.target and elsewhere.get(name) == frozenset((candidate.name,)):
        found.append(Evidence("heading", ELSEWHERE, _("Another export calls it so.")))
    like, nearest = max(((likeness(name, heading), heading) for heading in candidate.headings_en), default=(0.0, ""))
    if not like:
        like = max((likeness(name, heading) for heading in candidate.headings), default=0.0)
        nearest = candidate.headings_en[0]
    if like:
        if "en" in ideas_of(name)[2]:
            reason = _("Its heading reads like “{heading}”.", heading=nearest)
        else:
            reason = _("Its heading reads like “{heading}” (words not checked against a real file).", heading=nearest)
        found.append(Evidence("heading", WORDS * like, reason))
    return found


def of_content(column: SeenColumn, candidate: Candidate, table: SeenTable, platform: str) -> list[Evidence]:
    """What stands in the cells."""
    if not column.filled:
        return []
    mark = marks.by_platform(platform)
    if candidate.role == ID:
        return _of_ids(column, table, mark)
    if candidate.role == ACCOUNT and column.are_long_ids:
        few = column.different <= max(1, len(column.filled) // 20)
        return [Evidence("content", 0.75, _("The same few ids stand in every row."))] if few else []
    if candidate.role == LINK and column.are_links:
        if column.platform is not None and column.platform.platform == platform:
            to_posts = sum(marks.post_id_in_link(cell) is not None for cell in column.filled)
            if to_posts >= _MOST * len(column.filled):
                return [
                    Evidence("content", PROVEN, _("Every value is a link to a post on {platform}.", platform=column.platform.title))
                ]  # fmt: skip
        return [Evidence("content", LIKELY_FROM, _("Every value is the address of a page."))]
    if candidate.role == DATE and column.date_form is not None:
        if sum(one.date_form is not None for one in table.columns) == 1:
            return [Evidence("content", ONLY_DAYS, _("It is the only column with days."))]
        weight = 0.7 if column.date_form.has_time else 0.5
        return [Evidence("content", weight, _("Days stand in it."))]
    if candidate.role == TEXT and column.longest >= 30 and column.different * 2 > len(column.filled):
        longest = max(table.columns, key=lambda one: 0 if one.are_links else sum(map(len, one.filled)))
        if longest is column:
            return [Evidence("content", 0.75, _("The longest texts stand in it."))]
        return [Evidence("content", 0.3, _("Texts stand in it."))]
    if candidate.role == WORD and 1 < column.different <= 12 and column.plain_numbers is None:
        return [Evidence("content", 0.2, _("A few different words stand in it."))]
    return []


def _of_ids(column: SeenColumn, table: SeenTable, mark: marks.Mark | None) -> list[Evidence]:
    if column.were_rounded:
        return [
            Evidence("content", MANY_IDS, _("Long ids stand in it; a spreadsheet program has destroyed their ends."))
        ]
    if column.different < _MOST * len(column.filled):
        return []
    if mark is not None and mark.short_ids and marks.are_short_ids(column.filled):
        return [Evidence("content", PROVEN, _("Every value has the form of an id of {platform}.", platform=mark.title))]
    if not (column.are_long_ids or column.are_urns):
        return []
    if mark is not None and mark.milliseconds is not None:
        beside = days_beside(column, table, mark)
        if beside is not None:
            reason = _(
                "Every value is an id of {platform}, and the time in it fits column {number}.",
                platform=mark.title,
                number=beside.number,
            )
            return [Evidence("content", PROVEN, reason)]
    return [Evidence("content", MANY_IDS, _("Long ids stand in it, another in every row."))]


def days_beside(ids: SeenColumn, table: SeenTable, mark: marks.Mark) -> SeenColumn | None:
    """The column whose days are those in the ids; None when there is none."""
    inside = [marks.moment_in_id(mark, cell.lstrip("'").rpartition(":")[2]) for cell in ids.cells]
    if sum(moment is not None for moment in inside) < _MOST * len(ids.filled):
        return None
    for column in table.columns:
        if column.date_form is None:
            continue
        for form in filter(None, (column.date_form.form, column.date_form.other)):
            pairs = [
                (moment.replace(tzinfo=None), told)
                for moment, told in zip(inside, column.moments(form), strict=True)
                if moment is not None and told is not None
            ]
            near = sum(abs(moment - told) <= _DAY_ROOM for moment, told in pairs)
            if pairs and near >= _MOST * len(pairs) and len(pairs) >= _MOST * len(ids.filled):
                return column
    return None


def platforms_proven(table: SeenTable) -> dict[str, Text]:
    """Platforms that links or ids in the table prove, with the reason."""
    proven: dict[str, Text] = {}
    for column in table.columns:
        if column.platform is not None and sum(marks.post_id_in_link(c) is not None for c in column.filled) * 2 > len(column.filled):  # fmt: skip
            proven[column.platform.platform] = _(
                "the links in column {number} lead to {platform}", number=column.number, platform=column.platform.title
            )
    if proven:
        return proven
    for column in table.columns:
        if column.different >= _MOST * len(column.filled) and marks.are_short_ids(column.filled):
            for mark in marks.MARKS:
                if mark.short_ids:
                    proven[mark.platform] = _(
                        "column {number} holds ids of {platform}", number=column.number, platform=mark.title
                    )
        if not column.are_long_ids or column.different < _MOST * len(column.filled):
            continue
        for mark in marks.MARKS:
            if mark.milliseconds is not None and mark.platform != "instagram" and days_beside(column, table, mark):
                proven[mark.platform] = _(
                    "column {number} holds ids of {platform}", number=column.number, platform=mark.title
                )
    return proven
