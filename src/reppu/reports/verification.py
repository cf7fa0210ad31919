"""Makes a book's numbers again from its manifest, and says which moved and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reppu.calendar.facade import Period
from reppu.reports.content import BookContent, Joined, PrintedNumber
from reppu.reports.manifest import digest, lock_digest, read_manifest
from reppu.vocabulary.estimate import Estimate, State
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from reppu.lake.facade import Entry, Lake

Gather = Callable[["Lake", Period, "Period | None", int], BookContent]

# Each run of entries of one kind costs one more making of all numbers (about a second); beyond so many runs the causes
# are named together instead of number by number.
MOST_RUNS = 8


class Cause(StrEnum):
    """Why a number is not what was printed."""

    NEW_FACTS = "new_facts"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    SETTINGS = "settings"
    ERASED = "erased"
    NEW_DEFINITION = "new_definition"
    NEW_ENGINE = "new_engine"
    NOT_EXPLAINED = "not_explained"


class FileState(StrEnum):
    """What became of a file of the book."""

    INTACT = "intact"
    CHANGED = "changed"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that is not what was printed. printed or now is None when only one of them has it."""

    id: str
    printed: PrintedNumber | None
    now: PrintedNumber | None
    causes: tuple[Cause, ...]

    def text(self) -> Text:
        """ "x-vesi.impressions.season: 1 200 → 1 350 (new facts)"."""
        return _(
            "  {id}: {printed} → {now} ({causes})",
            id=self.id,
            printed=_("not there") if self.printed is None else self.printed.whole(),
            now=_("not there") if self.now is None else self.now.whole(),
            causes=Joined(tuple(cause_in_words(cause) for cause in self.causes)),
        )

    def to_json(self) -> dict[str, Any]:
        """The difference as plain data: both numbers with their intervals, and the causes' ids."""
        return {
            "id": self.id,
            "printed": None if self.printed is None else _as_data(self.printed),
            "now": None if self.now is None else _as_data(self.now),
            "causes": [cause.value for cause in self.causes],
        }


def _as_data(printed: PrintedNumber) -> dict[str, Any]:
    estimate = printed.estimate
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": estimate.n,
        "state": estimate.state.value,
    }


@dataclass(frozen=True, slots=True)
class FileCheck:
    """A file of the book against its checksum."""

    name: str
    state: FileState


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of making the numbers again.

    equal: at the manifest's position every number is what was printed, and every file is as it was packed.
    at_position: differences at that position; with the same definitions and the same engine there are none.
    since: differences between that position and the newest one: what the book would say today.
    finding_then, finding_now: the printed sentence, and the one that the newest data give, in the book's language.
    """

    organisation: str
    season: str
    position: int
    newest: int
    numbers: int
    equal: bool
    at_position: tuple[Difference, ...]
    since: tuple[Difference, ...]
    files: tuple[FileCheck, ...]
    texts_erased: int
    finding_then: str
    finding_now: str

    def in_language(self, language: str) -> str:
        """The whole answer as lines of text."""
        return "\n".join(line.in_language(language) for line in self.lines())

    def lines(self) -> list[Text]:
        """The answer line by line, for the command line: equal or not, each difference with its cause, the files."""
        lines: list[Text] = []
        if self.equal:
            lines.append(
                _n(
                    "Equal: the {n} number of {season} is made again exactly, from position {position}.",
                    "Equal: all {n} numbers of {season} are made again exactly, from position {position}.",
                    self.numbers,
                    season=self.season,
                    position=str(self.position),
                )
            )
        elif self.at_position:
            lines.append(
                _n(
                    "Not equal: {n} number of {season} differs at position {position}.",
                    "Not equal: {n} numbers of {season} differ at position {position}.",
                    len(self.at_position),
                    season=self.season,
                    position=str(self.position),
                )
            )
        else:
            lines.append(_("The numbers are equal, but the files are not as they were packed."))
        lines += [each.text() for each in self.at_position]
        for file in self.files:
            if file.state is FileState.CHANGED:
                lines.append(_("{name} was changed after it was packed.", name=file.name))
            elif file.state is FileState.ABSENT:
                lines.append(_("{name} is not beside the manifest.", name=file.name))
        if self.texts_erased:
            lines.append(_n("{n} text erased since.", "{n} texts erased since.", self.texts_erased))
        if self.newest > self.position:
            lines.append(
                _n(
                    "The journal has gone on since (now at {newest}); {n} number would be different today.",
                    "The journal has gone on since (now at {newest}); {n} numbers would be different today.",
                    len(self.since),
                    newest=str(self.newest),
                )
            )
            lines += [each.text() for each in self.since]
            if self.finding_now != self.finding_then:
                lines.append(_("The finding today: {sentence}.", sentence=self.finding_now))
        return lines

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data, as `reppu verify --json` prints it."""
        return {
            "organisation": self.organisation,
            "season": self.season,
            "position": self.position,
            "newest": self.newest,
            "numbers": self.numbers,
            "equal": self.equal,
            "at_position": [each.to_json() for each in self.at_position],
            "since": [each.to_json() for each in self.since],
            "files": [{"name": file.name, "state": file.state.value} for file in self.files],
            "texts_erased": self.texts_erased,
            "finding_then": self.finding_then,
            "finding_now": self.finding_now,
        }


def cause_in_words(cause: Cause) -> Text:
    """A cause as people say it."""
    words: dict[Cause, Text] = {
        Cause.NEW_FACTS: _("new facts"),
        Cause.WITHDRAWN: _("withdrawn"),
        Cause.CORRECTED: _("corrected"),
        Cause.SETTINGS: _("settings or channels changed"),
        Cause.ERASED: _("erased"),
        Cause.NEW_DEFINITION: _("new definition"),
        Cause.NEW_ENGINE: _("new engine"),
        Cause.NOT_EXPLAINED: _("not explained: please report it"),
    }
    return words[cause]


def verify_book(lake: Lake, manifest_path: Path, gather: Gather) -> Verification:
    """Compares a manifest with its own position and with the newest one.

    gather: makes the content of a season at a position. Raises ReppuError when the manifest cannot be read, belongs to
    another organisation, or names a position that this lake has not reached.
    """
    manifest = read_manifest(manifest_path)
    _check_belongs(manifest, lake, manifest_path)
    position, newest = manifest["position"], lake.position
    season = _period(manifest["season"])
    earlier = None if manifest["earlier"] is None else _period(manifest["earlier"])
    printed = {number["id"]: _printed(number) for number in manifest["numbers"]}

    pinned = gather(lake, season, earlier, position)
    now_at_position = {number.id: number for number in pinned.numbers()}
    metrics_now = {each.name: each.digest for each in pinned.definitions}
    changed_metrics = {
        name for name, each in manifest["metrics"].items() if metrics_now.get(name, each["hash"]) != each["hash"]
    }
    from reppu import __version__

    other_engine = manifest["reppu"]["lock"] != lock_digest() or manifest["reppu"]["version"] != __version__
    later = [entry for entry in lake.entries() if entry.entry_no > position]
    erased = any(entry.kind == "erase" for entry in later)

    def cause_at_position(metric: str) -> Cause:
        if metric in changed_metrics:
            return Cause.NEW_DEFINITION
        if other_engine:
            return Cause.NEW_ENGINE
        return Cause.ERASED if erased else Cause.NOT_EXPLAINED

    at_position = tuple(
        Difference(id_, before, after, (cause_at_position((before or after).metric),))  # type: ignore[union-attr]
        for id_, before, after in _moved(printed, now_at_position)
    )
    since, finding_now = _since(lake, season, earlier, now_at_position, pinned, later, gather, manifest["language"])
    files = _check_files(manifest, manifest_path.parent)
    return Verification(
        organisation=manifest["organisation"],
        season=manifest["season"]["name"],
        position=position,
        newest=newest,
        numbers=len(printed),
        equal=not at_position and all(file.state is FileState.INTACT for file in files),
        at_position=at_position,
        since=since,
        files=files,
        texts_erased=lake.texts_erased_since(position),
        finding_then=manifest["finding"],
        finding_now=finding_now,
    )


def _check_belongs(manifest: Mapping[str, Any], lake: Lake, path: Path) -> None:
    from reppu.vocabulary.errors import ReppuError

    if manifest["organisation"] != lake.organisation:
        raise ReppuError(
            _(
                "This book is of the organisation {theirs}, and you are looking at {ours}.",
                theirs=manifest["organisation"],
                ours=lake.organisation,
            ),
            file=path.name,
            advice=_("Say which one with --organisation {theirs}.", theirs=manifest["organisation"]),
        )
    if manifest["position"] > lake.position:
        raise ReppuError(
            _(
                "This book was made from position {theirs}, and the journal here ends at {ours}.",
                theirs=str(manifest["position"]),
                ours=str(lake.position),
            ),
            file=path.name,
            advice=_("Verify it with the data it was made from, or with a backup that is at least as new."),
        )


def _moved(
    before: Mapping[str, PrintedNumber], after: Mapping[str, PrintedNumber]
) -> list[tuple[str, PrintedNumber | None, PrintedNumber | None]]:
    ids = [*before, *(id_ for id_ in after if id_ not in before)]
    return [(id_, before.get(id_), after.get(id_)) for id_ in ids if not _same(before.get(id_), after.get(id_))]


def _same(first: PrintedNumber | None, second: PrintedNumber | None) -> bool:
    if first is None or second is None:
        return first is second
    one, other = first.estimate, second.estimate
    # The method's name may be reworded; the numbers may not.
    return (one.value, one.low, one.high, one.n, one.state) == (
        other.value,
        other.low,
        other.high,
        other.n,
        other.state,
    )


def _since(
    lake: Lake,
    season: Period,
    earlier: Period | None,
    then: Mapping[str, PrintedNumber],
    pinned: BookContent,
    later: Sequence[Entry],
    gather: Gather,
    language: str,
) -> tuple[tuple[Difference, ...], str]:
    runs = _runs(later)
    if not runs:
        return (), pinned.finding.sentence.in_language(language)
    if len(runs) > MOST_RUNS:
        content = gather(lake, season, earlier, runs[-1][1])
        causes = tuple(dict.fromkeys(cause for cause, _entry_no in runs))
        now = {number.id: number for number in content.numbers()}
        differences = tuple(Difference(id_, before, after, causes) for id_, before, after in _moved(then, now))
        return differences, content.finding.sentence.in_language(language)
    moved_by: dict[str, list[Cause]] = {}
    previous: Mapping[str, PrintedNumber] = then
    content = pinned
    for cause, entry_no in runs:
        content = gather(lake, season, earlier, entry_no)
        current = {number.id: number for number in content.numbers()}
        for id_, _before, _after in _moved(previous, current):
            causes_of = moved_by.setdefault(id_, [])
            if cause not in causes_of:
                causes_of.append(cause)
        previous = current
    differences = tuple(
        Difference(id_, before, after, tuple(moved_by[id_])) for id_, before, after in _moved(then, previous)
    )
    return differences, content.finding.sentence.in_language(language)


def _runs(entries: Sequence[Entry]) -> list[tuple[Cause, int]]:
    """Entries that can move a number, as runs of one cause: the cause, and the last entry of the run."""
    runs: list[tuple[Cause, int]] = []
    for entry in entries:
        cause = _cause_of(entry)
        if cause is None:
            continue
        if runs and runs[-1][0] is cause:
            runs[-1] = (cause, entry.entry_no)
        else:
            runs.append((cause, entry.entry_no))
    return runs


def _cause_of(entry: Entry) -> Cause | None:
    match entry.kind:
        case "import" | "input":
            return Cause.NEW_FACTS
        case "withdraw":
            return Cause.WITHDRAWN
        case "correction":
            return Cause.CORRECTED
        case "erase":
            return Cause.ERASED
        case "setting":
            return Cause.SETTINGS
        case "channel":
            # A channel that is created has no facts yet; the import after it brings them.
            return None if entry.payload.get("action") == "created" else Cause.SETTINGS
        case _:
            return None


def _check_files(manifest: Mapping[str, Any], folder: Path) -> tuple[FileCheck, ...]:
    checks = []
    for file in manifest["files"]:
        path = folder / file["name"]
        if not path.is_file():
            state = FileState.ABSENT
        elif digest(path.read_bytes()) == file["sha256"]:
            state = FileState.INTACT
        else:
            state = FileState.CHANGED
        checks.append(FileCheck(file["name"], state))
    return tuple(checks)


def _period(data: Mapping[str, str]) -> Period:
    return Period(data["name"], date.fromisoformat(data["first_day"]), date.fromisoformat(data["last_day"]))


def _printed(number: Mapping[str, Any]) -> PrintedNumber:
    estimate = Estimate(
        number["value"], number["low"], number["high"], number["n"], number["method"], State(number["state"])
    )
    return PrintedNumber(number["id"], estimate, number["unit"], number["basis"], number["metric"])
