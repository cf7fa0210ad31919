"""Carries files into the lake, one import each: recognised and read in the child, settled here, committed whole."""

from __future__ import annotations

import hashlib
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reppu.sources.asked import Asked
from reppu.sources.by_hand import remarks_on
from reppu.sources.channels import INFERRED, ChannelFinder, WaitForOthers
from reppu.sources.files import FoundFile, Planned, Unreadable, open_ahead, open_planned, plan
from reppu.sources.names import FileNames, read_names
from reppu.sources.outcome import ImportOutcome, Interrupted, ProgressSeen
from reppu.sources.reader import TABLE_NAMES, PeriodNotTold, PeriodReader, Reader, Refusal
from reppu.sources.remembering import remember
from reppu.sources.scratch import scratch_folder
from reppu.sources.table_answers import KEY as TABLE_KEY
from reppu.sources.table_answers import TableAnswer
from reppu.sources.unsettled import AGAIN, MOMENT, TABLE, FileAnswer, NotSettled, Unsettled
from reppu.sources.untold import taken_to_be
from reppu.sources.whose_posts import Evidence, PostsSeen, TellsNoAccount, holdings
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from reppu.lake.facade import Entry, Lake
    from reppu.sources.bundles import Bundle
    from reppu.sources.mapping_proposals.proposals import TableProposal
    from reppu.sources.parent import Child, Recognised, UnknownTable

LISTED_REFUSALS = 100
# Days of a platform may begin half a day before or after ours, and a phone's clock may be off by minutes.
_DAY_SLACK = timedelta(hours=14)
_CLOCK_SLACK = timedelta(minutes=15)
# A day given for today means its evening, and the evening may be another day's elsewhere.
_FUTURE_SLACK = timedelta(hours=36)
_NOTHING_SAID = FileAnswer()
# How channels may have been found; of several ways the first is the import's
_HOW_FOUND = ("account", "asked", "name", "remembered", "only", "created")


@dataclass
class Importer:
    """One command's import: what the person said, the child, and what came of each file so far."""

    lake: Lake
    channels: Sequence[str]
    as_of: datetime | None
    progress: Callable[[ProgressSeen], None] | None = None
    who: str = "person"
    readers: str = "reppu.sources.platforms"
    ask: Callable[[TableProposal], TableAnswer | None] | None = None
    # what a person says of single files, by how they are shown; it goes before what is said of all
    said: Mapping[str, FileAnswer] = field(default_factory=dict)
    _answers: dict[str, dict[str, Any]] | None = None
    _not_answered: set[str] = field(default_factory=set)
    _slots: dict[str, ImportOutcome | None] = field(default_factory=dict)
    _may_wait: bool = True
    _is_last_round: bool = False
    _told_bytes: int = 0
    _end_of_file: int = 0
    # (place, platform) → the first and the last day that the day-by-day files there speak of
    _days: dict[tuple[str, str], tuple[date, date]] = field(default_factory=dict)
    _need_days: set[str] = field(default_factory=set)
    _following: Planned | Unreadable | None = None
    _opened: FoundFile | None = None  # before its turn

    def run(self, paths: Sequence[Path]) -> list[ImportOutcome]:
        """Imports all files under `paths`. Raises Interrupted on Ctrl-C: what was committed before stays."""
        from reppu.sources.parent import Child

        planned = plan([Path(path) for path in paths], self._bundles())
        total = sum(one.bytes for one in planned if isinstance(one, Planned))
        self._evidence = Evidence(self.lake, _readers(self.readers))
        self._seen = ProgressSeen("", 0, len(planned), 0, total)
        try:
            with Child(self.readers) as child, scratch_folder() as unpacked:
                for number, one in enumerate(planned, start=1):
                    self._following = planned[number] if number < len(planned) else None
                    if isinstance(one, Unreadable):
                        self._slots[one.shown] = _unreadable(one)
                        continue
                    self._seen = replace(self._seen, file=one.shown, file_no=number)
                    self._end_of_file = self._seen.bytes_done + one.bytes
                    self._tell()
                    self._import_planned(one, unpacked, child)
                    self._seen = replace(self._seen, bytes_done=self._seen.bytes_done + one.bytes)
                    self._tell()
                # Files that do not tell their account come after those that do, so that the order in which files
                # are named changes nothing.
                self._may_wait = False
                self._import_waiting(planned, unpacked, child, self._waiting - self._need_days)
                # those that need to know the days of files beside them come after those files
                self._import_waiting(planned, unpacked, child, self._waiting & self._need_days)
                # and last those without posts, of an account that only the posts of files beside them may tell
                self._is_last_round = True
                self._import_waiting(planned, unpacked, child, self._waiting)
        except KeyboardInterrupt as stopped:
            raise Interrupted(self.outcomes, len(planned)) from stopped
        return self.outcomes

    @property
    def outcomes(self) -> list[ImportOutcome]:
        """What came of the files so far, in the order in which they were found."""
        return [outcome for outcome in self._slots.values() if outcome is not None]

    @property
    def _waiting(self) -> set[str]:
        return {shown for shown, outcome in self._slots.items() if outcome is None}

    def _import_waiting(
        self, planned: Sequence[Planned | Unreadable], unpacked: Path, child: Child, some: set[str]
    ) -> None:
        for one in planned:
            if isinstance(one, Planned) and any(_is_in(shown, one.shown) for shown in some):
                self._import_planned(one, unpacked, child, only=some)

    def _tell(self, more_bytes: int = 0) -> None:
        if self.progress is not None:
            # what a ZIP unpacks to may be more than the ZIP, and a file may be looked at twice
            done = max(self._told_bytes, min(self._seen.bytes_done + more_bytes, self._end_of_file))
            self._told_bytes = done
            self.progress(replace(self._seen, bytes_done=done))

    def _import_planned(self, planned: Planned, unpacked: Path, child: Child, only: set[str] | None = None) -> None:
        any_member = False
        opened, self._opened = self._opened, None
        ready = opened is not None and opened.path == planned.path
        for found in [opened] if opened is not None and ready else open_planned(planned, unpacked, self._bundles()):
            any_member = True
            if only is not None and found.shown not in only:
                continue
            if isinstance(found, Unreadable):
                self._slots[found.shown] = _unreadable(found)
                continue
            self._slots[found.shown] = None
            try:
                self._slots[found.shown] = self._import_found(found, child)
            except WaitForOthers:
                continue
        if not any_member:
            self._slots[planned.shown] = ImportOutcome(
                planned.shown, declined=_("There is nothing in this ZIP that could be an export.")
            )

    @staticmethod
    def _bundles() -> Sequence[Bundle]:
        from reppu.sources.platforms import BUNDLES

        return BUNDLES

    def _channels_said(self, found: FoundFile) -> Sequence[str]:
        return self._said(found).channels or self.channels

    def _moment_said(self, found: FoundFile) -> datetime | None:
        return self._said(found).as_of or self.as_of

    def _said(self, found: FoundFile) -> FileAnswer:
        return self.said.get(found.shown, _NOTHING_SAID)

    def _import_found(self, found: FoundFile, child: Child) -> ImportOutcome:
        if self._said(found).leave_out:
            return ImportOutcome(found.shown, declined=_("It was left out, as you said."))
        try:
            earlier = self.lake.imports_of(found.sha256)
            if earlier:
                payload = earlier[-1].payload
                self._note_days(found, payload.get("platform"), payload.get("days"))
                return self._again(found, earlier[-1])
            return self._read(found, child)
        except ReppuError as error:
            return _refused(found, error)

    def _again(self, found: FoundFile, earlier: Entry) -> ImportOutcome:
        """The same bytes once more: skipped, unless the person now answers otherwise than what counts."""
        payload = earlier.payload
        asked = Asked.of(self._channels_said(found), self.lake.channels(), self._platforms())
        now = set(self.lake.channels_of(earlier))
        other = None
        stated = self._moment_said(found)
        if stated is not None and stated.astimezone(UTC).isoformat() != payload.get("as_of"):
            other = _("another moment")
        elif payload.get("channel_found_by") != "account" and asked.contradicts(now):
            other = _("another channel")
        if other is None:
            reader = next((r for r in _readers(self.readers) if r.kind == payload.get("recognised_as")), None)
            pattern = reader.file_name if reader is not None else None
            names = read_names(pattern, found.name, found.zip_name, found.folder_name)
            told = names.account
            period = [day.isoformat() if day else None for day in (names.since, names.until)]
            before_period = [payload.get("since"), payload.get("until")]
            if reader is not None and _of_period(reader) and all(period) and period != before_period:
                other = _("another period")
            if told is not None and payload.get("channel_found_by") == "name":
                held = {a.partition(":")[2] for c in self.lake.channels() if c.channel_id in now for a in c.accounts}
                if held and told.casefold() not in held:
                    other = _("another account")
        if other is None and self._read_otherwise_now(payload):
            other = _("another answer to what its columns mean")
        outcome = ImportOutcome(
            found.shown,
            recognised_as=payload.get("recognised_as"),
            language=payload.get("language"),
            channel=", ".join(sorted(now)) or None,
            entry_no=earlier.entry_no,
        )
        if other is None:
            return replace(outcome, skipped=True, notes=asked.unused(now))
        reason = _(
            "This very file was imported before, as entry {entry_no}, and now it is given {what}. Withdraw the earlier "
            "import first (reppu withdraw {entry_no}), then import it again.",
            entry_no=str(earlier.entry_no),
            what=other,
        )
        return replace(
            outcome,
            entry_no=None,
            refused=[Refusal(None, None, reason)],
            refused_total=1,
            unsettled=Unsettled(AGAIN, entry_no=earlier.entry_no),
        )

    def _read_otherwise_now(self, payload: dict[str, Any]) -> bool:
        for shape, before in payload.get("tables", {}).items():
            now = self._tables().get(shape)
            # an answer that was forgotten says nothing; the import stays as it was read
            if now is not None and TableAnswer.of_data(now).hash != before:
                return True
        return False

    def _tables(self) -> dict[str, dict[str, Any]]:
        """What is remembered of tables, by their keys."""
        if self._answers is None:
            self._answers = {key: one for key, one in self.lake.mappings().items() if key.startswith(TABLE_KEY)}
        return self._answers

    def _ask_about(self, found: FoundFile, unknown: UnknownTable) -> None:
        """Asks a person what the tables of a file are, once a shape. Raises the error, with what to do, when nobody
        answers for any of them."""
        answered = False
        for proposal in unknown.proposals:
            if self.ask is None or proposal.shape in self._not_answered:
                continue
            answer = self.ask(replace(proposal, file=found.shown))
            if answer is None:
                self._not_answered.add(proposal.shape)
                continue
            remember(self.lake, proposal.shape, answer, self.who)
            self._answers = None
            answered = True
        if not answered:
            command = self._command(found.argument, "mapping", "propose")
            unknown.advice = _(
                "See what Reppu takes its columns for, and say what they are: {command}", command=command
            )
            raise unknown

    def _recognise(self, found: FoundFile, child: Child) -> tuple[Any, Recognised]:
        """(what the child goes on to say, what the file is)."""
        from reppu.sources.parent import UnknownTable

        answers: Any = child.read(found, self._tables(), self._told(found, self._guess(found)))
        try:
            return answers, next(answers)
        except UnknownTable as unknown:
            self._ask_about(found, unknown)
        answers = child.read(found, self._tables(), self._told(found, self._guess(found)))
        return answers, next(answers)

    def _guess(self, found: FoundFile) -> datetime | None:
        return self._moment_said(found) or min(found.modified, default=None)

    def _look_ahead(self, found: FoundFile, child: Child) -> None:
        """Lets the child go on to the next file while this one is being written, where both are files of their own.

        It changes nothing but the time that is taken: a file is settled and committed only in its turn.
        """
        following, self._following = self._following, None
        if not isinstance(following, Planned) or found.path != found.argument:
            return
        self._opened = coming = open_ahead(following)
        if coming is not None and coming.sha256 != found.sha256 and not self.lake.imports_of(coming.sha256):
            child.ask_ahead(coming, self._tables(), self._told(coming, self._guess(coming)))

    def _reader_of(self, first: Recognised) -> Reader:
        known = next((reader for reader in _readers(self.readers) if reader.kind == first.kind), None)
        if known is not None:
            return known
        from reppu.sources.own_table.any_table import own_tables

        return own_tables([TableAnswer.of_data(self._tables()[shape]) for shape in first.shapes])

    def _channels_asked(self, found: FoundFile, first: Recognised) -> Sequence[str]:
        """The channels that the person says now, else the one they said when asked what the table is."""
        told = [TableAnswer.of_data(self._tables()[shape]).channel for shape, one in first.shapes.items() if one]
        return self._channels_said(found) or [channel for channel in told if channel][:1]

    def _read(self, found: FoundFile, child: Child) -> ImportOutcome:
        answers, first = self._recognise(found, child)
        self._look_ahead(found, child)
        reader = self._reader_of(first)
        outcome = ImportOutcome(
            found.shown, recognised_as=reader.kind, language=first.language, notes=list(first.notes)
        )
        if reader.declined is not None:
            for _end in answers:
                pass
            return replace(outcome, declined=reader.declined)
        names = read_names(reader.file_name, found.name, found.zip_name, found.folder_name)
        beside = self._days_beside(found).get(reader.platform)
        if _of_period(reader) and beside is not None and names.since is None and names.until is None:
            names = replace(names, since=beside[0], until=beside[1])
        moments = moments_of(self._moment_said(found), names, found.modified)
        if _of_period(reader):
            moments = _at_the_end(names.until, moments)
        # A ZIP's member offers two moments; only when the first turns out too early is the file read again.
        for attempt, (moment, source) in enumerate(moments):
            if attempt:
                answers = child.read(found, self._tables(), self._told(found, moment))
                next(answers)
            try:
                return self._store(found, reader, names, outcome, moment, source, answers, first)
            except _TooEarlyError as early:
                reason, newest = early.reason, early.newest
            except (ReppuError, ValueError) as fault:
                if isinstance(fault, PeriodNotTold) and self._may_wait:
                    self._need_days.add(found.shown)
                    raise WaitForOthers from None
                # ValueError: the lake takes no rows without a key and no infinite number, so a reader was mistaken
                refused = _refused(found, fault if isinstance(fault, ReppuError) else _mistaken())
                return replace(
                    outcome,
                    refused=refused.refused,
                    refused_total=refused.refused_total,
                    unsettled=refused.unsettled,
                )
            finally:
                answers.close()
        unsettled = Unsettled(MOMENT, not_before=newest.date())
        return replace(outcome, refused=[Refusal(None, None, reason)], refused_total=1, unsettled=unsettled)

    def _store(
        self,
        found: FoundFile,
        reader: Reader,
        names: FileNames,
        outcome: ImportOutcome,
        as_of: datetime,
        as_of_source: str,
        answers: Any,
        first: Recognised,
    ) -> ImportOutcome:
        from reppu.sources import facts
        from reppu.sources.parent import Finished

        _check_range(names, as_of, as_of_source)
        channels = ChannelFinder(
            self.lake.channels(),
            self.lake.mappings(),
            self._channels_asked(found, first),
            reader.platform,
            reader.platforms,
            names,
            self._command(found.argument),
            self._may_wait,
            self._platforms(),
            getattr(reader, "of_a_person", False),
            lambda some: holdings(self.lake, some),
        )
        seen = PostsSeen()
        same_account = False
        tells_no_account = isinstance(reader, TellsNoAccount)
        counts = dict.fromkeys(("rows", "posts", "observations", "audience", "interactions", "inputs"), 0)
        days: list[date] = []  # the first and the last, where files beside may need them
        wants_days = any(_of_period(one) and one.platform == reader.platform for one in _readers(self.readers))
        refused: list[Refusal] = []
        refused_total = 0
        notes: list[Text] = []
        by_hand = False
        currency = self.lake.settings().currency
        with self.lake.staging() as staging:
            for batch in answers:
                if isinstance(batch, Finished):
                    counts["posts"] = batch.different_posts
                    break
                self._tell(batch.bytes_read)
                counts["rows"] += batch.rows
                refused += batch.refused[: LISTED_REFUSALS - len(refused)]
                refused_total += batch.refused_total
                notes += [note for note in batch.notes if note not in notes]
                for name, table in batch.tables.items():
                    if tells_no_account and name == "posts":
                        seen.add(table)
                    newest = facts.newest_in(table, name)
                    if newest is not None and newest > as_of + (_DAY_SLACK if name == "observations" else _CLOCK_SLACK):
                        raise _TooEarlyError(newest, as_of, as_of_source)
                    ids: dict[str | None, str | None] = {
                        account: _settled(channels, account, name, batch.names) for account in facts.accounts_in(table)
                    }
                    by_hand = by_hand or name == "inputs" or facts.OF_NO_CHANNEL in ids
                    if wants_days:
                        days = facts.first_and_last_day(table, name, days)
                    if channels.open:
                        continue
                    ready = facts.settled(table, name, ids, as_of, currency)
                    staging.write(name, ready)
                    if name != "posts":
                        counts[name] += table.num_rows
            channels.refuse_open_parts()
            if tells_no_account and channels.taken is not None:
                self._note_days(found, reader.platform, [day.isoformat() for day in days])
                same_account = self._evidence.is_same_account(
                    found.place,
                    reader,
                    seen,
                    channels.taken,
                    channels.another_for(reader.platform),
                    self._command(found.argument),
                    may_wait=not self._is_last_round,
                )
            channels.say_unused_answer()
            outcome = replace(
                outcome,
                channel=", ".join(sorted(set(channels.found_by))) or None,
                refused=refused,
                refused_total=refused_total,
                notes=outcome.notes + notes + channels.notes,
                rows=counts["rows"],
                posts=counts["posts"],
                observations=counts["observations"],
                audience=counts["audience"],
                interactions=counts["interactions"],
                inputs=counts["inputs"],
            )
            channels.refuse_unused_answer()
            if not any(counts[name] for name in TABLE_NAMES):
                if refused_total:
                    return replace(outcome, channel=None)
                return replace(
                    outcome, channel=None, notes=[*outcome.notes, _("There is not one row of numbers in this file.")]
                )
            found_by = set(channels.found_by.values())
            receipt = staging.commit(
                identity=_identity(found, sorted(channels.found_by), as_of, as_of_source, reader, first.shapes),
                content_hash=found.sha256,
                payload={
                    "file": names.kept,
                    "zip": names.kept_zip,
                    "recognised_as": reader.kind,
                    "reader_version": reader.version,
                    "tables": first.shapes,
                    "language": outcome.language,
                    "platform": reader.platform,
                    "channels": sorted(channels.found_by),
                    # what a person said may be said otherwise; an account inside may not
                    "channel_found_by": next((how for how in _HOW_FOUND if how in found_by), "account"),
                    "as_of": as_of.isoformat(),
                    "as_of_source": as_of_source,
                    # The period that the file's name says it holds: silence inside it is zero, not missing.
                    "since": names.since.isoformat() if names.since else None,
                    "until": names.until.isoformat() if names.until else None,
                    # The days of a day-by-day file: the period of what lies beside it.
                    "days": [day.isoformat() for day in days],
                    "bytes": found.bytes,
                    "refused_total": refused_total,
                    **counts,
                },
                who=self.who,
                setup=channels.setup,
            )
        self._note_days(found, reader.platform, [day.isoformat() for day in days])
        remarks = remarks_on(self.lake, receipt.entry_no) if by_hand and not receipt.already else []
        if tells_no_account and found_by <= INFERRED and not same_account and not receipt.already:
            remarks = [*remarks, taken_to_be(", ".join(channels.found_by), receipt.entry_no)]
        return replace(outcome, entry_no=receipt.entry_no, skipped=receipt.already, notes=[*outcome.notes, *remarks])

    @staticmethod
    def _platforms() -> Sequence[str]:
        from reppu.sources.platforms import PLATFORMS

        return PLATFORMS

    def _note_days(self, found: FoundFile, platform: str | None, days: Sequence[str] | None) -> None:
        if platform and days:
            first, last = (date.fromisoformat(day) for day in days)
            before = self._days.get((found.place, platform), (first, last))
            self._days[found.place, platform] = (min(first, before[0]), max(last, before[1]))

    def _told(self, found: FoundFile, as_of: datetime | None) -> dict[str, Any]:
        """What the child may know of a file besides its names; see recognising.context_of."""
        return {
            "as_of": as_of.isoformat() if as_of is not None else None,
            "as_of_stated": self._moment_said(found) is not None,
            "beside": {
                platform: [day.isoformat() for day in days] for platform, days in self._days_beside(found).items()
            },
            "may_wait": self._may_wait,
        }

    def _days_beside(self, found: FoundFile) -> dict[str, tuple[date, date]]:
        """Platform → the days of files beside this one, once all of them have been read; before that nothing."""
        if self._may_wait:
            return {}
        return {platform: days for (place, platform), days in self._days.items() if place == found.place}

    def _command(self, path: Path, *command: str) -> str:
        from reppu.lake.facade import organisations, resolve_home

        words = ["reppu", *(command or ["import"]), str(path)]
        if self.lake.home != resolve_home():
            words += ["--home", str(self.lake.home)]
        if len(organisations(self.lake.home)) > 1:
            words += ["--organisation", self.lake.organisation]
        return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def _settled(channels: ChannelFinder, account: str | None, name: str, names: Mapping[str, str]) -> str | None:
    from reppu.lake.facade import NO_CHANNEL
    from reppu.sources.facts import OF_NO_CHANNEL

    if account == OF_NO_CHANNEL:
        return NO_CHANNEL
    if account is None and name == "inputs":  # hours and money may be of no channel
        return None
    return channels.settle(account, names.get(account or ""))


class _TooEarlyError(Exception):
    def __init__(self, newest: datetime, as_of: datetime, source: str) -> None:
        super().__init__()
        self.newest = newest
        self.reason = _too_early(newest.date(), as_of, source)


def _too_early(newest: date, as_of: datetime, source: str) -> Text:
    if source == "stated":
        return _(
            "The file speaks of {newest}, which is after the day given with --as-of ({as_of}). Give the day on which the "
            "file was downloaded.",
            newest=newest,
            as_of=as_of.date(),
        )
    return _(
        "The file speaks of {newest}, but by its own time it was made on {as_of}. Give the day on which it was downloaded: "
        "--as-of {example}",
        newest=newest,
        as_of=as_of.date(),
        example=(newest + timedelta(days=1)).isoformat(),
    )


def moments_of(stated: datetime | None, names: FileNames, modified: Sequence[datetime]) -> list[tuple[datetime, str]]:
    """When the file may have been stated, best first, each with its source: stated, name or modified."""
    now = datetime.now(UTC)
    if stated is not None:
        if stated > now + _FUTURE_SLACK:
            raise ReppuError(
                _("The day given with --as-of lies in the future."),
                expected=_("the day on which the file was downloaded"),
            )
        return [(stated.astimezone(UTC), "stated")]
    if names.moment is not None:
        return [(names.moment, "name")]
    return [(min(moment, now).replace(microsecond=0), "modified") for moment in modified] or [(now, "imported")]


def _of_period(reader: Reader) -> bool:
    return isinstance(reader, PeriodReader) and reader.period_only


def _at_the_end(until: date | None, moments: list[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    # The day's end where it comes last on earth, so that the evening's numbers are not taken for the day before's.
    if until is None or moments[0][1] == "stated":
        return moments
    end = datetime.combine(until, time(), UTC) + timedelta(hours=36)
    return [(min(moment, end), "period" if end < moment else source) for moment, source in moments]


def _check_range(names: FileNames, as_of: datetime, source: str) -> None:
    # The last day of a range may be exclusive, and its evening is another day elsewhere: two days of room.
    if names.until is not None and as_of.date() < names.until - timedelta(days=2):
        raise _TooEarlyError(datetime.combine(names.until, datetime.min.time(), UTC), as_of, source)


def _identity(
    found: FoundFile,
    channels: list[str],
    as_of: datetime,
    as_of_source: str,
    reader: Reader,
    shapes: dict[str, str | None],
) -> str:
    # A modification time is no answer of a person: two copies of one file are one import.
    moment = as_of.isoformat() if as_of_source in ("stated", "name") else ""
    parts = [found.sha256, *channels, moment, reader.kind, str(reader.version)]
    parts += sorted(answer for answer in shapes.values() if answer is not None)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _readers(module: str) -> Sequence[Reader]:
    from importlib import import_module

    readers: Sequence[Reader] = import_module(module).READERS
    return readers


def _mistaken() -> ReppuError:
    return ReppuError(
        _("Reppu misread this file, and nothing of it was taken in."),
        advice=_("Download the file again. If it happens once more, please report it."),
    )


def _is_in(shown: str, planned: str) -> bool:
    return shown == planned or shown.startswith(f"{planned} › ")


def _unreadable(one: Unreadable) -> ImportOutcome:
    if one.declined:
        return ImportOutcome(one.shown, recognised_as=one.kind, declined=one.reason)
    return ImportOutcome(one.shown, refused=[Refusal(None, None, one.reason)], refused_total=1)


def _refused(found: FoundFile, error: ReppuError) -> ImportOutcome:
    parts: list[Text] = [error.happened]
    if error.expected is not None:
        parts.append(_("Expected: {what}.", what=error.expected))
    if error.advice is not None:
        parts.append(error.advice)
    if error.retry_helps:
        parts.append(_("Trying again may help."))
    reason = parts[0]
    for part in parts[1:]:
        reason = Text("{first} {second}", first=reason, second=part)
    unsettled = _unsettled_by(error)
    return ImportOutcome(
        found.shown, refused=[Refusal(error.row, error.column, reason)], refused_total=1, unsettled=unsettled
    )


def _unsettled_by(error: ReppuError) -> Unsettled | None:
    from reppu.sources.parent import UnknownTable

    if isinstance(error, UnknownTable) and error.proposals:
        return Unsettled(TABLE, shapes=tuple(proposal.shape for proposal in error.proposals))
    return error.unsettled if isinstance(error, NotSettled) else None
