"""Which column is what, for one kind of export: evidence of headings, contents and places weighed, then sums checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reppu.sources.mapping_proposals import relations
from reppu.sources.mapping_proposals.candidates import NUMBER, Candidate
from reppu.sources.mapping_proposals.columns import SeenColumn, SeenTable
from reppu.sources.mapping_proposals.evidence import (
    BROKEN,
    KNOWN,
    LIKELY_FROM,
    PART,
    PLACE,
    TOTAL,
    Evidence,
    can_be,
    of_content,
    of_heading,
    weigh,
)
from reppu.sources.mapping_proposals.proposals import LEFT_OUT
from reppu.sources.tables import norm
from reppu.vocabulary.language import Text, _

_TIE = 0.05  # our choice: two meanings nearer to each other than this are for a person to tell apart
_BLANK_PLACE = 0.5  # nothing stands in the column that could contradict its place


@dataclass
class Assigned:
    """One column as it is taken, while the evidence gathers."""

    column: SeenColumn
    candidate: Candidate | None = None
    evidence: list[Evidence] = field(default_factory=list)
    others: list[Candidate] = field(default_factory=list)
    against: Text | None = None

    @property
    def confidence(self) -> float:
        """0 to 1."""
        if self.candidate is None:
            return 0.0
        return min(weigh(self.evidence), BROKEN) if self.against is not None else weigh(self.evidence)

    @property
    def is_known(self) -> bool:
        """Whether its heading alone decides."""
        return any(one.weight >= KNOWN for one in self.evidence)


def assign(
    table: SeenTable,
    candidates: Sequence[Candidate],
    platform: str,
    elsewhere: Mapping[str, frozenset[str]],
    orders: Sequence[Sequence[str]] = (),
) -> list[Assigned]:
    """An Assigned per column, in order."""
    places = _places(table, candidates, orders)
    scored: list[tuple[float, int, Candidate, list[Evidence]]] = []
    for at, column in enumerate(table.columns):
        for candidate in candidates:
            if not can_be(column, candidate):
                continue
            evidence = of_heading(column, candidate, elsewhere)
            place = places.get(at)
            if place is not None and place[0] is candidate:
                weight = PLACE if column.filled else _BLANK_PLACE
                evidence.append(Evidence("place", weight, _("It stands where this export has “{heading}”.", heading=place[1])))  # fmt: skip
            evidence += of_content(column, candidate, table, platform)
            if evidence:
                scored.append((weigh(evidence), at, candidate, evidence))
    assigned = [Assigned(column) for column in table.columns]
    _settle(assigned, scored)
    _check_numbers(assigned)
    return assigned


def _settle(assigned: list[Assigned], scored: list[tuple[float, int, Candidate, list[Evidence]]]) -> None:
    taken: set[str] = set()
    for score, at, candidate, evidence in sorted(scored, key=lambda one: (-one[0], one[1])):
        one = assigned[at]
        if one.candidate is not None:
            continue
        free = candidate.target == LEFT_OUT or candidate.target not in taken
        if not free:
            one.others.append(candidate)
            continue
        rivals = [
            other
            for rival_score, where, other, _evidence in scored
            if where == at
            and other.target != candidate.target
            and other.target not in taken
            and rival_score >= score - _TIE
            and score < KNOWN
        ]
        elsewhere = [
            where
            for rival_score, where, other, _evidence in scored
            if where != at
            and candidate.target != LEFT_OUT
            and other.target == candidate.target
            and assigned[where].candidate is None
            and rival_score >= score - _TIE
            and norm(assigned[where].column.heading) != norm(one.column.heading)
        ]
        if (rivals or elsewhere) and score >= LIKELY_FROM:
            for candidate_here in (candidate, *rivals):
                if candidate_here not in one.others:
                    one.others.append(candidate_here)
            continue
        one.candidate, one.evidence = candidate, evidence
        if candidate.target != LEFT_OUT:
            taken.add(candidate.target)


def _places(
    table: SeenTable, candidates: Sequence[Candidate], orders: Sequence[Sequence[str]]
) -> dict[int, tuple[Candidate, str]]:
    """Index of a column → what stands there, with its English heading, in an order that the whole table fits; without
    the columns of which two fitting orders say different things."""
    by_heading = {heading: candidate for candidate in reversed(candidates) for heading in candidate.headings}
    fitting: list[dict[int, tuple[Candidate, str]]] = []
    for order in orders:
        if len(order) != len(table.columns):
            continue
        places: dict[int, tuple[Candidate, str]] = {}
        used: set[str] = set()
        for at, heading in enumerate(order):
            candidate = by_heading.get(norm(heading)) or by_heading.get(norm(heading).partition(" (")[0])
            if candidate is not None and (candidate.target == LEFT_OUT or candidate.target not in used):
                places[at] = (candidate, heading)
                used.add(candidate.target)
        if all(can_be(table.columns[at], candidate) for at, (candidate, _heading) in places.items()):
            fitting.append(places)
    fitting = [places for places in fitting if not _nonsense(table, places)]
    if not fitting:
        return {}
    first, *others = fitting
    return {at: place for at, place in first.items() if all(at in o and o[at][0] is place[0] for o in others)}


def _nonsense(table: SeenTable, places: Mapping[int, tuple[Candidate, str]]) -> bool:
    """Whether the numbers contradict a whole order."""
    numbers = {
        candidate.name: values
        for at, (candidate, _heading) in places.items()
        if candidate.role == NUMBER and (values := table.columns[at].plain_numbers) is not None
    }
    return bool(relations.judge(numbers).broken)


def _check_numbers(assigned: list[Assigned]) -> None:
    by_name = {
        one.candidate.name: one
        for one in assigned
        if one.candidate is not None and one.candidate.role == NUMBER and one.column.plain_numbers is not None
    }
    verdict = relations.judge({name: one.column.plain_numbers or [] for name, one in by_name.items()})
    for name, rule in verdict.totals.items():
        numbers = _numbers_of(by_name, [part for part in (*rule.parts, rule.whole) if part and part != name])
        if name != rule.total:
            reason = _("Column {number} is the share that comes of it.", number=by_name[rule.total].column.number)
        elif rule.whole:
            reason = _("In every row it is the share that comes of columns {numbers}.", numbers=numbers)
        else:
            reason = _("In every row it is the sum of columns {numbers}.", numbers=numbers)
        by_name[name].evidence.append(Evidence("numbers", TOTAL, reason))
    for name, rule in verdict.parts.items():
        if name not in verdict.totals:
            reason = _(
                "In every row it is a part of the sum in column {number}.", number=by_name[rule.total].column.number
            )
            by_name[name].evidence.append(Evidence("numbers", PART, reason))
    for name, other in verdict.broken.items():
        if not by_name[name].is_known:
            by_name[name].against = _(
                "The heading or place says so, but the numbers do not go together with column {number}.",
                number=by_name[other].column.number,
            )


def _numbers_of(by_name: Mapping[str, Assigned], names: Sequence[str]) -> str:
    return ", ".join(str(number) for number in sorted(by_name[name].column.number for name in names))
