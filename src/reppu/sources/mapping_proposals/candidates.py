"""What a column may turn out to be: the declared columns of a known export, or the vocabulary of a table of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reppu.sources.mapping_proposals.proposals import LEFT_OUT
from reppu.sources.mapping_proposals.words import ideas_of
from reppu.sources.own_table.attributes import ATTRIBUTES, HEADINGS
from reppu.sources.own_table.measures import BY_NAME, MEASURES
from reppu.sources.reader import Reader
from reppu.sources.recognising import tables_in
from reppu.sources.tables import norm
from reppu.sources.wide_table import Column, WideTable
from reppu.vocabulary.language import Text

ID, ACCOUNT, LINK, DATE, TEXT, WORD, NUMBER = "id", "account", "link", "date", "text", "word", "number"
ANYTHING = "anything"  # of a column that is not kept
_TOLD_AS = {ID: "id", LINK: "link"}
_ROLE_OF_ATTRIBUTE = {"id": ID, "date": DATE, "text": TEXT, "link": LINK, "kind": WORD}


@dataclass(frozen=True)
class Candidate:
    """Something that one column may be.

    target: as the answer says it. name: the last word of a measure's id, or an attribute's name. role: what must stand
    in the column. headings: as exports write them; headings_en: the English ones. unit: None for an attribute.
    """

    target: str
    name: str
    role: str
    unit: str | None
    headings: frozenset[str]
    headings_en: tuple[str, ...]
    required: bool
    occurrence: int = 1

    @property
    def title(self) -> Text:
        """What it is, in words: ours where we have them, else the platform's own."""
        if self.name in BY_NAME and self.role == NUMBER:
            return BY_NAME[self.name].title
        attribute = _TOLD_AS.get(self.role) or self.target
        if attribute in ATTRIBUTES:
            return ATTRIBUTES[attribute]
        # a platform's own word, the same in every language
        return Text("{name}", name=self.headings_en[0] if self.headings_en else self.name)


def candidates_of(reader: WideTable) -> tuple[Candidate, ...]:
    """What the columns of a known export are. Columns that are known and not kept share the target ""."""
    return tuple(_of_column(column) for column in reader.columns)


def _of_column(column: Column) -> Candidate:
    english = tuple(column.aliases.get("en") or next(iter(column.aliases.values())))
    name = _name_of(column.target)
    return Candidate(
        column.target or LEFT_OUT,
        name,
        _role(column, english[0]),
        column.unit,
        frozenset(heading for heading, _language in column.names()),
        english,
        column.required,
        column.occurrence,
    )


def _name_of(target: str | None) -> str:
    # "linkedin.account.clicks|traffic=organic", a part of the clicks, is called clicks_organic here
    return re.sub(r"\|\w+=(\w+)", r"_\1", (target or "").rpartition(".")[2])


def _role(column: Column, heading: str) -> str:
    if column.unit is not None:
        return NUMBER
    if column.target is None:
        return ANYTHING
    ideas = ideas_of(heading)[0]
    if column.target in ("exported_id", "post_id"):
        return ID  # YouTube heads its ids “Content”
    if "id" in ideas:
        return ACCOUNT if ideas & {"page", "account", "user"} else ID
    if "link" in ideas:
        return LINK
    if "name" in ideas or "kind" in ideas:
        return WORD
    if ideas & {"date", "time"}:
        return DATE
    if ideas & {"text", "title", "description"}:
        return TEXT
    return WORD


def own_candidates() -> tuple[Candidate, ...]:
    """What the columns of a table of one's own may be."""
    attributes = tuple(
        Candidate(name, name, _ROLE_OF_ATTRIBUTE[name], None, _normed(HEADINGS[name]), HEADINGS[name], name == "date")
        for name in ATTRIBUTES
    )
    measures = tuple(
        Candidate(one.name, one.name, NUMBER, one.unit, _normed(one.headings), one.headings, False) for one in MEASURES
    )
    return attributes + measures


def _normed(headings: Iterable[str]) -> frozenset[str]:
    return frozenset(norm(heading) for heading in headings)


def names_by_heading(readers: Iterable[Reader]) -> dict[str, frozenset[str]]:
    """Heading → the names of all measures and attributes that any known export calls so."""
    names: dict[str, set[str]] = {}
    for reader in readers:
        for table in tables_in(reader):
            for column in table.columns:
                if column.target is None:
                    continue
                name = _name_of(column.target)
                for heading, _language in column.names():
                    names.setdefault(heading, set()).add(name)
    return {heading: frozenset(all_names) for heading, all_names in names.items()}
