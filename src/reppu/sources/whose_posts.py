"""Whether a file that tells no account holds the posts of the channel that it would go to, and what channels hold.

The rule. A file and a channel have a post in common: the same account. They have none, though both hold posts of one
stretch of time (by the days of publication, first to last) and one of the two lists all posts of its time rather than a
choice: another account's. Otherwise nothing is known: no posts in the file, none in the channel, no dates, or times apart.
It errs when an export was filtered (only some kind of posts): the file is then refused and a person says the channel.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from reppu.sources.channels import WaitForOthers
from reppu.sources.untold import Holding, beside_another, of_another

if TYPE_CHECKING:
    import pyarrow as pa

    from reppu.lake.facade import Lake
    from reppu.sources.reader import Reader

_MOST_IDS = 10_000  # our choice: more than enough to tell by, and memory stays flat in a file of millions


@runtime_checkable
class TellsNoAccount(Protocol):
    """What a `Reader` also has whose content never names an account, so that its posts are the only evidence.

    lists_all_posts: it holds all posts of its time (of which people saw any), and not those that somebody picked.
    """

    @property
    def lists_all_posts(self) -> bool: ...


@dataclass
class PostsSeen:
    """Posts of a file, gathered batch by batch."""

    ids: set[str] = field(default_factory=set)
    first: datetime | None = None
    last: datetime | None = None

    def add(self, posts: pa.Table) -> None:
        """Takes the posts of a batch in."""
        import pyarrow.compute as pc

        if len(self.ids) < _MOST_IDS:
            self.ids.update(pc.unique(posts.column("post_id")).to_pylist())
        span = pc.min_max(posts.column("published_at")).as_py()
        if span["min"] is not None:
            self.first = min(span["min"], self.first or span["min"])
            self.last = max(span["max"], self.last or span["max"])


@dataclass(frozen=True, slots=True)
class Compared:
    """same: a post in common. apart: the days that both hold posts of without one in common; None where that is not so."""

    same: bool = False
    apart: tuple[date, date] | None = None


def compare_posts(lake: Lake, channel: str, seen: PostsSeen, lists_all: bool, kinds: Mapping[str, bool]) -> Compared:
    """A file's posts beside a channel's. kinds: exports with ids of the same form → whether they list all posts."""
    if not seen.ids:
        return Compared()
    posts = lake.read("posts")
    posts = posts.filter(posts.channel_id == channel)
    if posts.filter(posts.post_id.isin(sorted(seen.ids))).count().to_pyarrow().as_py():
        return Compared(same=True)
    if seen.first is None or seen.last is None:
        return Compared()
    # posts that came another way (a table of one's own, say) may have ids of another form: they prove nothing
    entries = {
        entry.entry_no: kinds[str(entry.payload.get("recognised_as"))]
        for entry in lake.entries(kinds=["import"])
        if entry.withdrawn_by is None and entry.payload.get("recognised_as") in kinds
    }
    if not lists_all:
        entries = {entry_no: whole for entry_no, whole in entries.items() if whole}
    if not entries:
        return Compared()
    theirs = posts.filter(posts.entry_no.isin(sorted(entries)))
    [span] = theirs.agg(first=theirs.published_at.min(), last=theirs.published_at.max()).to_pyarrow().to_pylist()
    if span["first"] is None:
        return Compared()
    since, until = max(seen.first, span["first"]), min(seen.last, span["last"])
    return Compared(apart=(since.astimezone(UTC).date(), until.astimezone(UTC).date()) if since <= until else None)


@dataclass
class Evidence:
    """What the files of one command told of whose they are. not_of: (place, platform) → channels that some file there is
    not of, by its posts.
    """

    lake: Lake
    readers: Sequence[Reader]
    not_of: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def is_same_account(
        self, place: str, reader: Reader, seen: PostsSeen, channel: str, new: str, command: str, *, may_wait: bool
    ) -> bool:
        """Whether a file that tells no account shares posts with the channel that it was taken to be of.

        Raises ReppuError, with the command for this channel or a `new` one, when it or a file beside it looks like another
        account's; WaitForOthers where it has no posts and files beside it may yet be compared.
        """
        assert isinstance(reader, TellsNoAccount)
        if not seen.ids:
            if may_wait:
                raise WaitForOthers
            if channel in self.not_of.get((place, reader.platform), ()):
                raise beside_another(reader.platform, channel, new, command)
            return False
        kinds = {
            one.kind: one.lists_all_posts
            for one in self.readers
            if isinstance(one, TellsNoAccount) and one.platform == reader.platform
        }
        compared = compare_posts(self.lake, channel, seen, reader.lists_all_posts, kinds)
        if compared.apart is not None:
            self.not_of.setdefault((place, reader.platform), set()).add(channel)
            raise of_another(reader.platform, channel, new, len(seen.ids), *compared.apart, command)
        return compared.same


def holdings(lake: Lake, channels: Collection[str]) -> dict[str, Holding]:
    """What each of the channels holds now."""
    zone = ZoneInfo(lake.settings().time_zone)
    wanted = sorted(channels)
    posts = lake.read("posts")
    posts = posts.filter(posts.channel_id.isin(wanted))
    counted = posts.group_by("channel_id").agg(posts=posts.post_id.nunique(), last=posts.published_at.max())
    held = {
        row["channel_id"]: Holding(row["posts"], row["last"].astimezone(zone).date() if row["last"] else None)
        for row in counted.to_pyarrow().to_pylist()
    }
    rest = [channel for channel in wanted if channel not in held]
    if rest:
        numbers = lake.read("observations")
        numbers = numbers.filter(numbers.channel_id.isin(rest))
        newest = numbers.group_by("channel_id").agg(last=numbers.period_end.max())
        for row in newest.to_pyarrow().to_pylist():
            held[row["channel_id"]] = Holding(0, row["last"])
    return {channel: held.get(channel, Holding()) for channel in wanted}
