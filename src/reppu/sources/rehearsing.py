"""A rehearsal: what an import would do, done by the same importer on a lake that forgets it all.

So nothing that a preview says can differ from what the import then does: recognition, channels, periods, refusals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from reppu.lake.facade import Channel, Entry, Receipt
from reppu.sources.outcome import ImportOutcome, ProgressSeen

if TYPE_CHECKING:
    import pyarrow as pa

    from reppu.lake.facade import Lake
    from reppu.sources.unsettled import FileAnswer
    from reppu.vocabulary.language import Text

_FIRST_ROWS = 5  # our choice: enough to see that days, texts and numbers stand in the right columns
_LOOKED_THROUGH = (
    2_000  # rows of facts among which the first subjects are looked for: a wide table gives them by measure
)
_FIRST_FACTS = 400


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One file as an import would take it. title: what it is, in words. as_of, as_of_source, found_by: as the journal would
    keep them. since, until: the days that its facts speak of. posts, observations: the first rows, as the lake would hold them.
    """

    outcome: ImportOutcome
    title: Text | None = None
    as_of: datetime | None = None
    as_of_source: str | None = None
    found_by: str | None = None
    since: date | None = None
    until: date | None = None
    posts: tuple[Mapping[str, Any], ...] = ()
    observations: tuple[Mapping[str, Any], ...] = ()


def rehearsed(
    lake: Lake,
    paths: Sequence[Path],
    said: Mapping[str, FileAnswer],
    progress: Callable[[ProgressSeen], None] | None = None,
) -> list[LookedAt]:
    """What an import of `paths` would make of each file."""
    from reppu.sources.importing import Importer
    from reppu.sources.platforms import READERS

    stage = Stage(lake)
    titles = {reader.kind: reader.title for reader in READERS}
    outcomes = Importer(cast("Lake", stage), [], None, progress, said=said).run(paths)
    looks = []
    for outcome in outcomes:
        look = LookedAt(outcome, titles.get(outcome.recognised_as or ""))
        play = stage.plays.get(outcome.entry_no or 0)
        if play is not None and not outcome.skipped:
            look = replace(
                look,
                as_of=datetime.fromisoformat(play.payload["as_of"]),
                as_of_source=play.payload["as_of_source"],
                found_by=play.payload["channel_found_by"],
                since=min(play.days, default=None),
                until=max(play.days, default=None),
                posts=tuple(play.first["posts"]),
                observations=tuple(play.first["observations"]),
            )
        looks.append(look)
    return looks


@dataclass
class Play:
    """What one file would bring: its entry's payload, the outermost days, the first rows of posts and observations."""

    payload: dict[str, Any] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)
    first: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"posts": [], "observations": []})


class Stage:
    """A lake that reads as the real one does and remembers what would be written for this rehearsal only."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._entries: list[tuple[str, Entry]] = []
        self._channels: dict[str, Channel] = {one.channel_id: one for one in lake.channels()}
        self._mappings: dict[str, dict[str, Any]] = lake.mappings()
        self._identities: dict[str, int] = {}
        self.plays: dict[int, Play] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lake, name)

    def channels(self) -> list[Channel]:
        """The real channels and those that would be made."""
        return list(self._channels.values())

    def mappings(self) -> dict[str, dict[str, Any]]:
        """The remembered answers, those of this rehearsal among them."""
        return dict(self._mappings)

    def imports_of(self, content_hash: str) -> list[Entry]:
        """Imports of these bytes, real or rehearsed."""
        return self._lake.imports_of(content_hash) + [entry for told, entry in self._entries if told == content_hash]

    def channels_of(self, entry: Entry) -> list[str]:
        """The channels of an entry's facts."""
        if entry.entry_no in self.plays:
            return sorted(entry.payload["channels"])
        return self._lake.channels_of(entry)

    def staging(self) -> _Rehearsed:
        """A place to write facts that are only looked at."""
        return _Rehearsed(self)

    def add(self, identity: str, content_hash: str, play: Play, setup: Sequence[tuple[str, dict[str, Any]]]) -> Receipt:
        """The receipt of an entry that is not made."""
        if identity in self._identities:
            return Receipt(self._identities[identity], already=True)
        entry_no = self._lake.position + len(self._entries) + 1
        self._identities[identity] = entry_no
        entry = Entry(entry_no, "import", datetime.now(UTC), "", play.payload, None)
        self._entries.append((content_hash, entry))
        self.plays[entry_no] = play
        for kind, payload in setup:
            if kind == "mapping":
                self._mappings[payload["key"]] = payload["answer"]
            else:
                self._set_up_channel(payload)
        return Receipt(entry_no, already=False)

    def _set_up_channel(self, payload: Mapping[str, Any]) -> None:
        channel_id = payload["channel_id"]
        if payload["action"] == "created":
            accounts = tuple(payload.get("accounts", ()))
            self._channels[channel_id] = Channel(channel_id, payload["platform"], payload["name"], accounts)
        elif payload["action"] == "account_added":
            channel = self._channels[channel_id]
            self._channels[channel_id] = replace(channel, accounts=(*channel.accounts, payload["account"]))


class _Rehearsed:
    """The staging of one rehearsed file."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._play = Play()

    def __enter__(self) -> _Rehearsed:
        return self

    def __exit__(self, *_fault: object) -> None:
        return None

    def write(self, name: str, table: pa.Table) -> None:
        self._play.days = _outermost(table, name, self._play.days)
        if name in self._play.first and not self._play.first[name]:
            self._play.first[name] = _first_rows(table, name)

    def commit(
        self,
        *,
        identity: str,
        content_hash: str,
        payload: dict[str, Any],
        who: str,
        setup: Sequence[tuple[str, dict[str, Any]]],
    ) -> Receipt:
        self._play.payload = payload
        return self._stage.add(identity, content_hash, self._play, setup)


def _outermost(table: pa.Table, name: str, before: list[date]) -> list[date]:
    import pyarrow.compute as pc

    columns = {"posts": ("published_at",), "observations": ("period_start", "period_end"), "inputs": ("period_start",)}
    days = list(before)
    for column in columns.get(name, ()):
        for seen in pc.min_max(table.column(column)).as_py().values():
            if seen is not None:
                days.append(seen.date() if isinstance(seen, datetime) else seen)
    return [min(days), max(days)] if days else []


def _first_rows(table: pa.Table, name: str) -> list[dict[str, Any]]:
    if name == "posts":
        return cast("list[dict[str, Any]]", table.slice(0, _FIRST_ROWS).to_pylist())
    # every measure of the first few subjects
    first: dict[tuple[Any, Any], list[dict[str, Any]]] = {}
    import pyarrow.compute as pc

    plain = table.column("subject_id").cast("string")  # it may come as a dictionary
    subjects = pc.unique(plain.slice(0, _LOOKED_THROUGH)).slice(0, _FIRST_ROWS)
    for row in table.filter(pc.is_in(plain, subjects)).slice(0, _FIRST_FACTS).to_pylist():
        key = (row["subject_id"], row["period_start"])
        if key in first or len(first) < _FIRST_ROWS:
            first.setdefault(key, []).append(row)
    return [row for rows in first.values() for row in rows]
