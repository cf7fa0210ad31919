"""The newest statement of every fact, kept ready: a cache of `folding`'s answers that may be deleted at any time.

Rows lie in parts, one for each (channel, month). A file holds many parts and never changes; when facts of a part
change, the part is written anew into a further file, and `stamp.json`, swapped by rename, says in which file each
part counts. A cache is only ever right for the position in its stamp.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from reppu.lake import folding
from reppu.lake.catalogue import Catalogue, Entry
from reppu.lake.disk import alone, checksum_of, is_being_written, remove, storage_error, sync_folder, write_whole
from reppu.lake.engine import Scanned, engine
from reppu.lake.facts import World, look, read_facts
from reppu.lake.schema import OBSERVATIONS, POSTS
from reppu.lake.staging import FactsWriter

if TYPE_CHECKING:
    import ibis.expr.types as ir

WORTH_ROWS = 200_000  # below this the facts themselves answer in under 0.2 s
AT_READ_ROWS = 1_000_000  # a reader brings the cache up to date itself when this many rows or fewer are new
MOST_FILES = 16  # more are copied into one, so that a read opens few
# Facts folded at once; more are folded piece by piece, each of which reads all facts once more. Of 10 million in one file, all
# at once took 3.3 GB and 77 s, pieces of 2.5 million 1.6 GB and 54 s, of 1 million 1.3 GB and 39 s (a busy machine).
PIECE_ROWS = 1_000_000
KEEP_DROPPED_SECONDS = 3_600  # for readers that hold the list of files of an earlier stamp
_FORMAT = 1

_PART = [pa.field("_part", pa.string()), pa.field("_written", pa.int32())]
_CACHED_POSTS = pa.schema([*POSTS, pa.field("entry_no", pa.int64()), *_PART])
_POST_TOLD = {"published_at": POSTS.field("published_at").type, "post_kind": pa.string(), "is_paid": pa.bool_()}
_CACHED_OBSERVATIONS = pa.schema(
    [
        pa.field(name, pa.int64() if name == "entry_no" else _POST_TOLD.get(name) or OBSERVATIONS.field(name).type)
        for name in folding.OBSERVATION_COLUMNS
    ]
    + _PART
)
_SCHEMAS = {"posts": _CACHED_POSTS, "observations": _CACHED_OBSERVATIONS}

log = logging.getLogger(__name__)


@dataclass(slots=True)
class CachedFile:
    """One file of the cache: rows of each part in it, whether they still count or not."""

    name: str
    written: int
    bytes: int
    checksum: str
    rows: dict[str, int]


@dataclass(slots=True)
class Stamp:
    """What the cache is right for, and where each part lies."""

    position: int
    time_zone: str
    channels: str
    fold: int
    format: int = _FORMAT
    written: int = 0
    files: dict[str, list[CachedFile]] = field(default_factory=dict)
    live: dict[str, dict[str, int]] = field(default_factory=dict)  # table → part → the writing that counts
    dropped: dict[str, float] = field(default_factory=dict)  # file → when it left the list, seconds since 1970


class Cache:
    """`<organisation>/cache/` of one lake."""

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self._catalogue = catalogue
        self.folder = folder

    def read(self, world: World, table: str) -> ir.Table | None:
        """The cached fold of "posts" or "observations", or None when there is none for exactly this world."""
        stamp = self.stamp()
        if stamp is None or not _fits(stamp, world):
            if not self._worth_refreshing(world, stamp) or not self.refresh(wait_seconds=0):
                return None
            stamp = self.stamp()
            if stamp is None or not _fits(stamp, world):  # somebody committed meanwhile
                return None
        for file in stamp.files[table]:
            path = self.folder / file.name
            if not path.exists() or path.stat().st_size != file.bytes:
                log.warning("the cache is damaged and will be made anew: %s", path)
                remove(self.folder / "stamp.json")
                return None
        return self._rows(stamp, table).drop("_part", "_written")

    def stamp(self) -> Stamp | None:
        """The stamp as it lies on the disk; None when there is none that can be read."""
        try:
            found = json.loads((self.folder / "stamp.json").read_bytes())
            if found.get("format") != _FORMAT:
                return None
            found["files"] = {t: [CachedFile(**f) for f in files] for t, files in found["files"].items()}
            return Stamp(**found)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def refresh(self, wait_seconds: float = 30) -> bool:
        """Brings the cache to the newest position, writing anew only the parts that entries since have touched.

        False when another process is at it or the disk refuses: readers then use the facts themselves.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with alone(self.folder / "refresh.lock", wait_seconds) as mine:
                if not mine:
                    return False
                self._refresh(look(self._catalogue, None))
                return True
        except (OSError, sqlite3.Error) as fault:
            log.warning("the cache was not brought up to date: %s", storage_error(fault, self.folder))
            return False

    def damaged_files(self) -> list[str]:
        """Names of cache files that are missing or changed; the cache is then thrown away."""
        stamp = self.stamp()
        if stamp is None:
            return []
        damaged = []
        for file in (f for files in stamp.files.values() for f in files):
            path = self.folder / file.name
            if not path.exists() or checksum_of(path) != file.checksum:
                damaged.append(file.name)
        if damaged:
            remove(self.folder / "stamp.json")
        return damaged

    # How it is brought up to date

    def is_worth_having(self, world: World) -> bool:
        """Whether there are so many facts that folding them takes noticeable time."""
        return sum(file.rows for file in world.files["observations"]) >= WORTH_ROWS

    def _worth_refreshing(self, world: World, stamp: Stamp | None) -> bool:
        since = 0 if stamp is None else stamp.position
        files = world.files["observations"]
        new = sum(file.rows for file in files if file.entries[-1] > since and len(file.entries) == 1)
        return new <= AT_READ_ROWS and self.is_worth_having(world)

    def _refresh(self, world: World) -> None:
        stamp = self.stamp()
        if stamp is not None and _fits(stamp, world):
            return
        touched = self._touched(stamp, world) if stamp is not None and self._usable(stamp, world) else None
        if stamp is None or touched is None:
            stamp = Stamp(0, "", "", 0, dropped={} if stamp is None else _all_dropped(stamp))
            touched = Touched(everything=True)
        stamp.written += 1
        for table, rows in self._fold(world, touched).items():
            stale = [part for part in stamp.live.setdefault(table, {}) if touched.includes(part)]
            for part in stale:
                del stamp.live[table][part]
            self._write(stamp, table, rows)
            self._drop_empty(stamp, table)
            if len(stamp.files[table]) > MOST_FILES or _dead_rows(stamp, table) > _live_rows(stamp, table):
                whole = self._rows(stamp, table)
                earlier = stamp.files[table]
                stamp.written += 1
                stamp.files[table], stamp.live[table] = [], {}
                self._write(stamp, table, [whole.drop("_written")])
                stamp.dropped |= {file.name: time.time() for file in earlier}
        stamp.position = world.position
        stamp.time_zone = world.settings.time_zone
        stamp.channels = _channel_map(world)
        stamp.fold = folding.FOLD_VERSION
        self._remove_dropped(stamp)
        write_whole(self.folder / "stamp.json", json.dumps(asdict(stamp)).encode())

    def _usable(self, stamp: Stamp, world: World) -> bool:
        return (
            stamp.fold == folding.FOLD_VERSION
            and stamp.time_zone == world.settings.time_zone
            and stamp.position <= world.position
            and all((self.folder / file.name).exists() for files in stamp.files.values() for file in files)
        )

    def _touched(self, stamp: Stamp, world: World) -> Touched:
        """Which parts may differ between the stamp's position and the world's."""
        catalogue = self._catalogue
        before, after = catalogue.withdrawn(stamp.position), world.withdrawn
        turned = {number for number in before.keys() ^ after.keys() if number <= stamp.position}
        entries = catalogue.entries(world.position)
        changed = [e for e in entries if e.entry_no > stamp.position or e.entry_no in turned]
        imports = [e.entry_no for e in changed if e.kind in ("import", "input")]
        channels = self._touched_channels(changed, stamp, world)
        return Touched(channels=frozenset(channels), parts=frozenset(self._touched_parts(imports, stamp, world)))

    def _touched_channels(self, changed: list[Entry], stamp: Stamp, world: World) -> set[str]:
        named = set()
        moved = set()
        for entry in changed:
            if entry.kind == "correction":
                named.add(entry.payload["channel_id"])
            elif entry.kind == "channel" and entry.payload["action"] == "merged":
                named |= {entry.payload["channel_id"], entry.payload["into"]}
            elif entry.kind == "channel" and entry.payload["action"] == "moved":
                moved.add((entry.payload["channel_id"], entry.payload["entry_no"]))
        if not named and not moved:
            return named
        then, now = look(self._catalogue, stamp.position).homes, world.homes
        return (
            named
            | {homes.of(channel) for homes in (then, now) for channel in named}
            | {homes.of(channel, entry_no) for homes in (then, now) for channel, entry_no in moved}
        )

    def _touched_parts(self, imports: list[int], stamp: Stamp, world: World) -> set[str]:
        import ibis

        if not imports:
            return set()
        posts = read_facts(self._catalogue, world, "posts", only_entries=imports)
        rows = read_facts(self._catalogue, world, "observations", only_entries=imports)
        dated = rows.filter(rows.period_start.notnull())
        undated = rows.filter(rows.period_start.isnull())
        named = posts.select("channel_id", post_id=posts.post_id)
        measured = undated.select("channel_id", post_id=undated.subject_id)
        subjects = ibis.memtable(named.union(measured).distinct().to_pyarrow())
        now = _with_month(folding.latest_posts(read_facts(self._catalogue, world, "posts")))
        then = self._rows(stamp, "posts")
        # A post whose month was or is not known lies in "none", as do an account's own lifetime numbers.
        parts = {f"{channel}/none" for channel in _values(subjects.select("channel_id").distinct())}
        parts |= set(_values(dated.select(part=_part(dated.channel_id, _month(dated.period_start))).distinct()))
        parts |= set(_values(now.semi_join(subjects, ["channel_id", "post_id"]).select(now["_part"]).distinct()))
        parts |= set(_values(then.semi_join(subjects, ["channel_id", "post_id"]).select(then["_part"]).distinct()))
        # Daily numbers of a post carry its kind and its day of publication, wherever they lie.
        facts = read_facts(self._catalogue, world, "observations")
        daily = facts.filter(facts.period_start.notnull(), facts.subject_kind.isin(folding.POST_SUBJECTS))
        daily = daily.select(
            "channel_id", post_id=daily.subject_id, _part=_part(daily.channel_id, _month(daily.period_start))
        )
        daily = daily.semi_join(ibis.memtable(named.distinct().to_pyarrow()), ["channel_id", "post_id"])
        return parts | set(_values(daily.select("_part").distinct()))

    def _fold(self, world: World, touched: Touched) -> dict[str, list[ir.Table]]:
        """The newest rows of the touched parts, with `_part`; of many rows, piece by piece."""
        merged, zone = world.homes.merged, world.settings.time_zone
        every_post = _with_month(folding.latest_posts(read_facts(self._catalogue, world, "posts")))
        facts = read_facts(self._catalogue, world, "observations")
        posts = every_post
        if not touched.everything:
            posts = every_post.filter(touched.condition(every_post.channel_id, every_post["_part"]))
            facts = _facts_of_parts(facts, every_post, posts, touched)
        count = sum(file.rows for file in world.files["observations"])
        if count > PIECE_ROWS and not touched.everything:
            count = int(facts.count().to_pyarrow().as_py())
        pieces = -(-count // PIECE_ROWS)
        posts = folding.without_corrected_posts(posts, world.corrections, merged, zone)
        return {
            "posts": [posts.select(*folding.POST_COLUMNS, "_part")],
            "observations": [
                self._fold_observations(
                    facts if pieces < 2 else facts.filter(_piece(facts.subject_id, pieces) == piece),
                    every_post if pieces < 2 else every_post.filter(_piece(every_post.post_id, pieces) == piece),
                    world,
                )
                for piece in range(max(1, pieces))
            ],
        }

    @staticmethod
    def _fold_observations(facts: ir.Table, every_post: ir.Table, world: World) -> ir.Table:
        merged, zone = world.homes.merged, world.settings.time_zone
        rows = folding.latest_observations(facts, every_post)
        rows = folding.without_corrected_observations(rows, world.corrections, merged, zone)
        month = _month(rows.period_start).fill_null(_month(rows.published_at)).fill_null("none")
        # A post's month counts only for what has no days of its own.
        return rows.select(*folding.OBSERVATION_COLUMNS, _part=_part(rows.channel_id, month))

    def _write(self, stamp: Stamp, table: str, pieces: Iterable[ir.Table]) -> None:
        schema = _SCHEMAS[table]
        writer = FactsWriter(self.folder, table, schema)
        counted: dict[str, int] = {}
        try:
            for batch in _stream(pieces, [name for name in schema.names if name != "_written"]):
                written = pa.array([stamp.written], pa.int32()).take(pa.array([0] * batch.num_rows, pa.int8()))
                columns = [written if f.name == "_written" else batch.column(f.name).cast(f.type) for f in schema]
                for one in batch.column("_part").value_counts():
                    part = one["values"].as_py()
                    counted[part] = counted.get(part, 0) + one["counts"].as_py()
                writer.write(pa.RecordBatch.from_arrays(columns, schema=schema))
            checksum = writer.finish()
        except BaseException:
            writer.discard()
            raise
        writer.close()
        sync_folder(self.folder)
        if not counted:
            remove(writer.path)
            stamp.files.setdefault(table, [])
            return
        described = writer.describe((0,), checksum)
        stamp.files.setdefault(table, []).append(
            CachedFile(writer.name, stamp.written, described.bytes, checksum, counted)
        )
        stamp.live[table] |= dict.fromkeys(counted, stamp.written)

    def _rows(self, stamp: Stamp, table: str) -> ir.Table:
        """All rows that count, with `_part` and `_written`."""
        files = stamp.files[table]
        schema = _SCHEMAS[table]
        rows = engine().scan(schema, [Scanned(self.folder / f.name, tuple(schema.names), None) for f in files])
        superseded = [
            (rows["_written"] == file.written) & rows["_part"].isin(dead)
            for file in files
            if (dead := [part for part in file.rows if stamp.live[table].get(part) != file.written])
        ]
        return rows.filter(~reduce(lambda one, other: one | other, superseded)) if superseded else rows

    def _drop_empty(self, stamp: Stamp, table: str) -> None:
        live = stamp.live[table]
        kept = [f for f in stamp.files[table] if any(live.get(part) == f.written for part in f.rows)]
        stamp.dropped |= {f.name: time.time() for f in stamp.files[table] if f not in kept}
        stamp.files[table] = kept

    def _remove_dropped(self, stamp: Stamp) -> None:
        now = time.time()
        for name in [name for name, since in stamp.dropped.items() if now - since > KEEP_DROPPED_SECONDS]:
            remove(self.folder / name)
            del stamp.dropped[name]
        named = {f.name for files in stamp.files.values() for f in files} | stamp.dropped.keys()
        for path in self.folder.glob("*.parquet"):  # what a killed refresh left behind
            if path.name not in named and not is_being_written(path):
                remove(path)


@dataclass(frozen=True, slots=True)
class Touched:
    """Parts that must be written anew: single ones, all of some channels, or everything."""

    channels: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    everything: bool = False

    def includes(self, part: str) -> bool:
        return self.everything or part in self.parts or part.rsplit("/", 1)[0] in self.channels

    def condition(self, channel: Any, part: Any) -> Any:
        import ibis

        if not self.channels and not self.parts:
            return ibis.literal(False)
        return channel.isin(sorted(self.channels)) | part.isin(sorted(self.parts))


def _facts_of_parts(facts: ir.Table, every_post: ir.Table, posts: ir.Table, touched: Touched) -> ir.Table:
    """The facts that can lie in the touched parts (`posts`: the posts in them)."""
    import ibis

    dated = facts.filter(facts.period_start.notnull())
    dated = dated.filter(touched.condition(dated.channel_id, _part(dated.channel_id, _month(dated.period_start))))
    undated = facts.filter(facts.period_start.isnull())
    # Joins by equalities alone, as in `folding.with_post`: any other condition makes DuckDB compare all with all.
    undated = undated.mutate(
        _subject=undated.subject_kind.isin(folding.POST_SUBJECTS).ifelse(undated.subject_id, ibis.null("string"))
    )

    def keys(table: ir.Table) -> Any:
        ids = table.select(_channel=table.channel_id, _post=table.post_id)
        return ids, [undated.channel_id == ids["_channel"], undated["_subject"] == ids["_post"]]

    known = undated.semi_join(*keys(posts)).drop("_subject")
    strangers = undated.anti_join(*keys(every_post)).drop("_subject")
    strangers = strangers.filter(touched.condition(strangers.channel_id, _part(strangers.channel_id, "none")))
    return dated.union(known).union(strangers)


def _piece(subject: Any, pieces: int) -> Any:
    """Which piece a post or other subject belongs to, with all its facts. The numbers hold within one engine only."""
    return (subject.hash() % pieces).abs()


def _stream(pieces: Iterable[ir.Table], names: list[str]) -> Iterator[pa.RecordBatch]:
    for rows in pieces:
        yield from engine().stream(rows.select(*names))


def _with_month(posts: ir.Table) -> ir.Table:
    return posts.mutate(_part=_part(posts.channel_id, _month(posts.published_at).fill_null("none")))


def _month(moment: Any) -> Any:
    return moment.strftime("%Y-%m")


def _part(channel: Any, month: Any) -> Any:
    return channel + "/" + month


def _values(table: ir.Table) -> Iterable[str]:
    values: list[str] = table.to_pyarrow().column(0).to_pylist()
    return values


def _fits(stamp: Stamp, world: World) -> bool:
    return (
        stamp.position == world.position
        and stamp.fold == folding.FOLD_VERSION
        and stamp.time_zone == world.settings.time_zone
        and stamp.channels == _channel_map(world)
    )


def _channel_map(world: World) -> str:
    homes = [sorted(world.homes.merged.items()), sorted(world.homes.moved.items())]
    return hashlib.blake2b(json.dumps(homes).encode(), digest_size=8).hexdigest()


def _all_dropped(stamp: Stamp) -> dict[str, float]:
    names = [f.name for files in stamp.files.values() for f in files]
    return stamp.dropped | dict.fromkeys(names, time.time())


def _live_rows(stamp: Stamp, table: str) -> int:
    return sum(n for f in stamp.files[table] for part, n in f.rows.items() if stamp.live[table].get(part) == f.written)


def _dead_rows(stamp: Stamp, table: str) -> int:
    return sum(n for f in stamp.files[table] for n in f.rows.values()) - _live_rows(stamp, table)
