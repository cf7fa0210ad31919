"""What is asked and answered about tables that nobody knows, as plain frozen data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from reppu.sources.tables import norm

if TYPE_CHECKING:
    from datetime import datetime

    from reppu.sources.mapping_proposals.proposals import TableProposal
    from reppu.sources.reader import Refusal
    from reppu.vocabulary.language import Text

KEY = "table "  # the beginning of a table's key among the remembered answers
POSTS, DAYS = "table.post", "table.day"


@dataclass(frozen=True, slots=True)
class ColumnAnswer:
    """What one column is. heading: normalised, with its occurrence among columns of that name. target: of the known
    export's declaration, or a name of the own table's vocabulary ("date", "impressions", "own_downloads").
    unit: of a measure of one's own table."""

    heading: str
    occurrence: int
    target: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """What a table is.

    reads_as: kind of a known export, "table.post" or "table.day". headings: of the whole table as they stand. columns:
    those that are read; all others are left out. The rest is for a table of one's own: platform, channel (None: found as
    for any file), date_form (strptime), time_zone of its times, currency of its money.
    """

    reads_as: str
    headings: tuple[str, ...]
    columns: tuple[ColumnAnswer, ...]
    platform: str | None = None
    channel: str | None = None
    date_form: str | None = None
    time_zone: str | None = None
    currency: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is a table of one's own."""
        return self.reads_as in (POSTS, DAYS)

    def as_data(self) -> dict[str, Any]:
        """The answer as JSON, as the journal keeps it."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> TableAnswer:
        """The answer from JSON."""
        columns = tuple(ColumnAnswer(**column) for column in data["columns"])
        return cls(**{**data, "columns": columns, "headings": tuple(data["headings"])})

    def by_column(self) -> list[tuple[str, str | None]]:
        """(heading, target or None when it is left out) of every column of the table, in order."""
        known = {(one.heading, one.occurrence): one.target for one in self.columns}
        seen: dict[str, int] = {}
        listed = []
        for heading in self.headings:
            name = norm(heading)
            seen[name] = seen.get(name, 0) + 1
            listed.append((heading, known.get((name, seen[name]))))
        return listed

    @property
    def hash(self) -> str:
        """Changes when anything of the answer does; part of an import's identity."""
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ProposedFile:
    """One file that was asked about.

    known_as: the kind that it is read as today, None when nobody knows it. by_answer: whether that is by a remembered
    answer. problem: why nothing can be proposed, None when something is.
    """

    file: str
    known_as: str | None
    by_answer: bool
    proposals: tuple[TableProposal, ...]
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """The first facts that a file would give. posts, observations: rows as the lake would hold them, without a channel.
    refused: what would not be taken in, by row and column; rows: how many rows were looked at."""

    recognised_as: str
    rows: int
    posts: tuple[Mapping[str, Any], ...]
    observations: tuple[Mapping[str, Any], ...]
    refused: tuple[Refusal, ...]
    refused_total: int
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a person says otherwise than the proposal.

    set_columns: column (its number or heading) → target, a word of the vocabulary, an English heading of the export, or any
    words for a measure of one's own. leave: columns to leave out. likely: take what is only likely as it is proposed.
    The rest is for a table of one's own.
    """

    set_columns: Mapping[str, str] = field(default_factory=dict)
    leave: Sequence[str] = ()
    likely: bool = False
    platform: str | None = None
    channel: str | None = None
    currency: str | None = None
    month_first: bool | None = None


@dataclass(frozen=True, slots=True)
class RememberedTable:
    """One answer that holds. entry_no: of the journal entry that made it; imports: entries read by it that count now."""

    shape: str
    answer: TableAnswer
    entry_no: int
    at: datetime
    who: str
    imports: tuple[int, ...]

    @property
    def code(self) -> str:
        """What people call it by."""
        return self.shape.removeprefix(KEY)[:8]
