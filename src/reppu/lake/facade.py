"""The lake: facts of one organisation, appended and read at a position. Everything other capabilities may call."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reppu.lake import folding
from reppu.lake.actors import ActorKeys
from reppu.lake.cache import Cache
from reppu.lake.catalogue import Catalogue, Entry
from reppu.lake.compaction import Compacted, compact, compact_when_due
from reppu.lake.copying import held_still
from reppu.lake.disk import storage_error
from reppu.lake.engine import engine, explain_faults_with
from reppu.lake.erasure import (
    Erased,
    erase_before,
    erase_expired,
    erase_organisation,
    erase_person,
    texts_erased_since,
)
from reppu.lake.facts import DamagedFile, World, check_files, look, read_facts
from reppu.lake.folding import INPUT_COLUMNS, OBSERVATION_COLUMNS, POST_COLUMNS
from reppu.lake.health import Finding, Health, examine
from reppu.lake.journal import (
    Channel,
    Correction,
    Settings,
    account_added,
    channel_created,
    channel_merged,
    channel_renamed,
    check_slug,
    facts_moved,
    fold_channels,
    fold_corrections,
    fold_homes,
    fold_mappings,
    fold_settings,
    mapping,
    setting,
)
from reppu.lake.schema import (
    AUDIENCE,
    INPUTS,
    INTERACTION_TEXTS,
    INTERACTIONS,
    MOMENT,
    NO_CHANNEL,
    OBSERVATIONS,
    POSTS,
    TABLES,
)
from reppu.lake.staging import Receipt, Staging, add_checked
from reppu.lake.telling import correction_in_words, entry_in_words, kind_in_words
from reppu.vocabulary.errors import ReppuError, fault_in_words
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

TOLERANCE_DAYS = 16.0  # with nearest_age_days; our choice: an export a calendar month (31 days) leaves no post out


class Lake:
    """The facts of one organisation. Safe to share between threads; other processes may use the same folder.

    position arguments: None for the newest, else a number that was the position once: the answer is what it was
    then. Errors that people can act on are ReppuError.
    """

    def __init__(self, home: Path, organisation: str) -> None:
        self.home = home
        self.organisation = organisation
        self.folder = home / "organisations" / organisation
        self.path = self.folder / "lake"
        self._catalogue = Catalogue(self.path)
        self._actors = ActorKeys(self.folder / "actor.key")
        self._cache = Cache(self._catalogue, self.folder / "cache")
        explain_faults_with(self._name_damage)

    def __repr__(self) -> str:
        return f"Lake({str(self.home)!r}, {self.organisation!r})"

    def close(self) -> None:
        """Closes what this thread holds open. The lake may be used again afterwards."""
        self._catalogue.close()

    # The journal

    @property
    def position(self) -> int:
        """The highest committed entry number; 0 when empty."""
        return self._catalogue.position()

    def staging(self) -> Staging:
        """A place to write the facts of one import, invisible until its commit. A context manager."""
        return Staging(self._catalogue, self._after_import)

    def record(self, kind: str, payload: dict[str, Any], who: str) -> int:
        """Makes an entry of kind channel, setting, mapping or correction; returns its number.

        Payloads: see channel_created, channel_renamed, channel_merged, facts_moved, account_added, setting, mapping;
        a correction is {"what": "post"|"day"|"burst", "channel_id", "post_id" | "date" | "since" and "until",
        "measures"?: [...], "reason"}. Raises ReppuError for one that cannot be, or that says nothing new.
        """
        with self._catalogue.writing():
            entry_no = add_checked(self._catalogue, kind, payload, who)
        if entry_no is None:
            raise ReppuError(_("This is recorded already; nothing was added."))
        return entry_no

    def withdraw(self, entry_no: int, who: str, reason: str = "") -> int:
        """Takes an entry back by a further entry, whose number is returned; that one may be withdrawn too."""
        with self._catalogue.writing():
            entry = self._catalogue.entry(entry_no)
            if entry is None:
                raise ReppuError(
                    _("There is no entry {entry_no}.", entry_no=str(entry_no)),
                    expected=_("a number from 1 to {newest}", newest=str(self.position)),
                )
            if entry.withdrawn_by is not None:
                raise ReppuError(
                    _("Entry {entry_no} is withdrawn already, by entry {by}.",
                      entry_no=str(entry_no), by=str(entry.withdrawn_by)),
                    advice=_("To bring it back, withdraw entry {by}.", by=str(entry.withdrawn_by)),
                )  # fmt: skip
            if entry.kind == "erase":
                raise ReppuError(_("What was erased cannot be brought back."))
            if entry.kind == "channel" and entry.payload["action"] == "created":
                raise ReppuError(
                    _("A channel that was created stays, since facts may carry its id."),
                    advice=_("Withdraw its imports, or merge it into another channel."),
                )
            before = self._catalogue.withdrawn(self.position)
            number = self._catalogue.add_entry(
                "withdraw", {"entry_no": entry_no, "reason": reason}, who, target=entry_no
            )
            self._catalogue.settle_identities(before, self._catalogue.withdrawn(number))
        return number

    def entries(self, position: int | None = None, kinds: Sequence[str] | None = None) -> list[Entry]:
        """The journal up to a position, oldest first; `withdrawn_by` as it was then."""
        return self._catalogue.entries(self._catalogue.resolve(position), kinds)

    def imports_of(self, content_hash: str) -> list[Entry]:
        """Imports of exactly these bytes that count now."""
        return self._catalogue.imports_of(content_hash)

    def channels(self, position: int | None = None) -> list[Channel]:
        """All channels, merged ones included (`merged_into`)."""
        return fold_channels(self.entries(position, ["channel"]))

    def channels_of(self, entry: Entry, position: int | None = None) -> list[str]:
        """The channels that carry an entry's facts, after merges and moves, sorted; those of its payload's "channels"."""
        return self.channels_of_all([entry], position)[entry.entry_no]

    def channel_of(self, entry_no: int | None, stated: str, position: int | None = None) -> str:
        """The channel that carries what an entry stated for `stated`; entry_no None: where it was never moved."""
        return fold_homes(self.entries(position, ["channel"])).of(stated, entry_no)

    def channels_of_all(self, entries: Iterable[Entry], position: int | None = None) -> dict[int, list[str]]:
        """The same for many entries: entry_no → channels."""
        homes = fold_homes(self.entries(position, ["channel"]))
        return {
            entry.entry_no: sorted({homes.of(one, entry.entry_no) for one in entry.payload.get("channels", ())})
            for entry in entries
        }

    def settings(self, position: int | None = None) -> Settings:
        """Time zone, currency, seasons and language of the organisation."""
        return fold_settings(self.entries(position, ["setting"]))

    def mappings(self, position: int | None = None) -> dict[str, dict[str, Any]]:
        """Remembered answers by their key."""
        return fold_mappings(self.entries(position, ["mapping"]))

    def corrections(self, position: int | None = None) -> list[Correction]:
        """Posts, days and bursts that are left out."""
        return fold_corrections(self.entries(position, ["correction"]))

    # Reading facts

    def read(self, table: str, position: int | None = None) -> ir.Table:
        """Facts of one table as they were stated, all statements; columns of TABLES[table], entry_no and
        channel_id_stated. Merged channels carry the survivor's id, moved imports that of their new channel; withdrawn entries are skipped; corrections are
        not applied. Raises DamagedFile when stored bytes are missing or changed."""
        return read_facts(self._catalogue, look(self._catalogue, position), table)

    def latest_posts(self, position: int | None = None, as_of: datetime | None = None) -> ir.Table:
        """One row per (channel_id, post_id) with the newest attributes; corrections applied. Columns POST_COLUMNS.

        as_of: only what was stated until then (UTC or any zone; naive is refused).
        """
        world = look(self._catalogue, position)
        if position is None and as_of is None:
            cached = self._cached(world, "posts")
            if cached is not None:
                return cached
        posts = folding.latest_posts(read_facts(self._catalogue, world, "posts", stated_until=as_of), as_of)
        return folding.without_corrected_posts(posts, world.corrections, world.homes.merged, world.settings.time_zone)

    def latest_observations(
        self,
        position: int | None = None,
        as_of: datetime | None = None,
        nearest_age_days: float | None = None,
        tolerance_days: float | None = None,
    ) -> ir.Table:
        """One row per key (channel_id, subject_kind, subject_id, measure, window, period_start, period_end,
        breakdown): the newest number by (as_of, entry_no), null only where none was ever stated; corrections
        applied. Columns OBSERVATION_COLUMNS, with the post's published_at, post_kind and is_paid.

        as_of: only what was stated until then. nearest_age_days: lifetime numbers of posts are taken from the
        statement nearest to that age of the post, within tolerance_days (default 16); posts without one are
        left out, everything else is as without it.
        """
        world = look(self._catalogue, position)
        if position is None and as_of is None and nearest_age_days is None:
            cached = self._cached(world, "observations")
            if cached is not None:
                return cached
        return self._fold(world, as_of, nearest_age_days, tolerance_days)

    def latest_inputs(self, position: int | None = None, as_of: datetime | None = None) -> ir.Table:
        """Hours and money put in: one row per (period_start, period_end, channel_id, medium, function, kind) with the
        newest hours and the newest amount. Columns INPUT_COLUMNS; null is not told, never zero."""
        facts = read_facts(self._catalogue, look(self._catalogue, position), "inputs", stated_until=as_of)
        return folding.latest_inputs(facts, as_of)

    def _fold(
        self, world: World, as_of: datetime | None, age_days: float | None, tolerance_days: float | None
    ) -> ir.Table:
        nearest = None
        if age_days is not None:
            nearest = (
                as_of or datetime.now(UTC),
                age_days,
                TOLERANCE_DAYS if tolerance_days is None else tolerance_days,
            )
        posts = folding.latest_posts(read_facts(self._catalogue, world, "posts", stated_until=as_of), as_of)
        rows = folding.latest_observations(
            read_facts(self._catalogue, world, "observations", stated_until=as_of),
            posts,
            stated_until=as_of,
            nearest=nearest,
        )
        rows = folding.without_corrected_observations(
            rows, world.corrections, world.homes.merged, world.settings.time_zone
        )
        return rows.select(*OBSERVATION_COLUMNS)

    def _cached(self, world: World, table: str) -> ir.Table | None:
        return self._cache.read(world, table) if engine().name == "duckdb" else None

    def refresh_cache(self, *, always: bool = False) -> bool:
        """Makes the newest state ready for fast reading; call it once after a row of imports.

        Costs nothing for a small lake, whose facts answer at once (always: make it even so), and some ten seconds
        for 10 million new rows. True when the cache is ready; without it, reading works as before, only slower.
        """
        if engine().name != "duckdb" or not (always or self._cache.is_worth_having(look(self._catalogue, None))):
            return False
        return self._cache.refresh()

    # Keeping the house

    def compact(self) -> Compacted:
        """Merges small files, removes what is no longer needed and erases texts that have expired. Answers at every
        position stay what they were. Runs by itself after every 100 imports."""
        done = compact(self._catalogue)
        if done is not None:
            erase_expired(self._catalogue, datetime.now(UTC).date(), "reppu")
        return done or Compacted()

    def erase(
        self, *, person: str | None = None, before: date | None = None, organisation: bool = False, who: str
    ) -> Erased:
        """Erases other people's texts for good, in every file, at once.

        person: the account as a source names it (see actor_key): their texts, and the link from what they did to
        them. before: texts written before this day (UTC). organisation: everything of this organisation, with its
        journal and key; the lake cannot be used afterwards. Exactly one of them.
        """
        if [person is not None, before is not None, organisation].count(True) != 1:
            raise ValueError("erase needs exactly one of person, before and organisation")
        if person is not None:
            return erase_person(self._catalogue, self.actor_key(person), who)
        if before is not None:
            return erase_before(self._catalogue, before, who)
        return erase_organisation(self._catalogue, self.folder)

    def texts_erased_since(self, position: int) -> int:
        """How many texts were erased after a position; `verify` says so."""
        return texts_erased_since(self._catalogue, position)

    def held_still(self, catalogue_copy: Path) -> AbstractContextManager[list[Path]]:
        """For a backup: writes the catalogue of this moment to `catalogue_copy` and gives the files that it names, which
        stay until the end of the `with` block. Imports go on meanwhile; compaction and erasure wait."""
        return held_still(self._catalogue, catalogue_copy)

    def doctor(self) -> Health:
        """Checks the folder, the catalogue and every byte of every file; names what can restore a damaged one."""
        return examine(self._catalogue, self._cache)

    def actor_key(self, text: str) -> str:
        """The keyed hash under which another person's account is kept: the same for the same account in this
        organisation, meaningless elsewhere."""
        return self._actors.key_of(text)

    def _after_import(self) -> None:
        compact_when_due(self._catalogue)

    def _name_damage(self, fault: BaseException) -> None:
        """The engine failed: if stored bytes are the reason, says so with the import that can restore them."""
        if not self.path.is_dir():
            return
        named = set(re.findall(r"[a-z_]+-[0-9a-f]{32}\.parquet", str(fault)))
        live = self._catalogue.files()
        check_files(self._catalogue, [file for file in live if not named or file.name in named], again=True)
        if named & {file.name for file in self._catalogue.replaced_files()}:
            raise ReppuError(
                _("The facts were rewritten while they were being read."),
                advice=_("Read them again."),
                retry_helps=True,
            ) from fault


def organisations(home: str | Path | None = None) -> list[str]:
    """The slugs of all organisations in a home, sorted. Raises ReppuError for a home that may not be looked into."""
    folder = resolve_home(home) / "organisations"
    try:
        if not folder.is_dir():
            return []
        return sorted(one.name for one in folder.iterdir() if (one / "lake").is_dir() and one.name[0] != ".")
    except OSError as fault:
        raise ReppuError(
            _("The folder cannot be opened: {why}.", why=fault_in_words(fault)),
            file=str(folder),
            advice=_("Give yourself access to the folder, or choose another one with --home."),
        ) from fault


def resolve_home(home: str | Path | None = None) -> Path:
    """The folder of all data: `home`, else `REPPU_HOME`, else the platform's folder for data."""
    if home is None or home == "":
        home = os.environ.get("REPPU_HOME") or None
    if home is None:
        import platformdirs

        home = platformdirs.user_data_path("reppu", appauthor=False)
    return Path(home).expanduser().absolute()


@lru_cache(maxsize=1024)
def kept_lake(home: Path, organisation: str) -> Lake:
    """The lake of an organisation, opened once a process: for programs that answer many requests, like the site."""
    return open_lake(home, organisation)


def open_lake(home: str | Path | None = None, organisation: str | None = None) -> Lake:
    """The lake of one organisation, created on first use.

    organisation: None for the only one there is, or "default" in an empty home. Raises ReppuError when there are
    several, when the slug cannot be one, when the folder cannot be written or was written by a newer Reppu.
    """
    folder = resolve_home(home)
    if organisation is None:
        there = organisations(folder)
        if len(there) > 1:
            raise ReppuError(
                _("There are several organisations: {names}.", names=", ".join(there)),
                advice=_("Say which one with --organisation."),
            )
        organisation = there[0] if there else "default"
    check_slug(organisation)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise storage_error(fault, folder) from fault
    return Lake(folder, organisation)


__all__ = [
    "AUDIENCE", "INPUTS", "INPUT_COLUMNS", "INTERACTIONS", "INTERACTION_TEXTS", "MOMENT", "NO_CHANNEL", "OBSERVATIONS", "OBSERVATION_COLUMNS",
    "POSTS", "POST_COLUMNS", "TABLES", "Channel", "Compacted", "Correction", "DamagedFile", "Entry", "Erased", "Finding",
    "Health", "Lake", "Receipt", "Settings", "Staging", "account_added", "channel_created", "channel_merged", "channel_renamed", "check_slug", "correction_in_words",
    "entry_in_words", "facts_moved", "kept_lake", "kind_in_words", "mapping", "open_lake", "organisations", "resolve_home", "setting",
]  # fmt: skip
