"""What the jobs of an import do, in processes of their own and without Django: look at an upload, take it in."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reppu.sources import wire
from reppu.sources.names import kept_name
from reppu.sources.own_table.measures import BY_NAME, OWN
from reppu.sources.pages.uploads import read, read_answers, remove_abandoned, upload_folder, write
from reppu.sources.unsettled import FileAnswer, Unsettled
from reppu.sources.untold import is_taken_to_be
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from reppu.lake.facade import Lake
    from reppu.sources.outcome import ImportOutcome, ProgressSeen
    from reppu.sources.rehearsing import LookedAt

    Progress = Callable[..., None]

IMPORTED, SKIPPED, DECLINED, REFUSED, OPEN = "imported", "skipped", "declined", "refused", "open"
_SHOWN_MEASURES = 6  # our choice: what fits beside day and text in a table on a laptop
_SHOWN_TEXT = 80


def look(progress: Progress, *, home: Path, organisation: str, upload: str) -> dict[str, Any]:
    """Rehearses the import of an upload and keeps what was seen beside its files; returns how many there are."""
    from reppu.lake.facade import open_lake
    from reppu.sources.facade import rehearse

    folder = _folder(home, organisation, upload)
    files = folder / "files"
    looks = rehearse(
        open_lake(home, organisation), [files], said=_said(folder), progress=lambda seen: _tell(progress, seen)
    )
    write(folder, "look.json", {"files": [_as_looked_at(one, files) for one in looks]})
    return {"files": len(looks)}


def take_in(progress: Progress, *, home: Path, organisation: str, upload: str, who: str) -> dict[str, Any]:
    """Imports an upload and deletes its files; returns what came of each, without personal data.

    Begun again after it was stopped it goes on: what it has imported already is told as imported.
    """
    from reppu.lake.facade import open_lake
    from reppu.sources.facade import import_paths

    folder = _folder(home, organisation, upload)
    files = folder / "files"
    lake = open_lake(home, organisation)
    begun = read(folder, "begun.json")
    if begun is None:
        begun = {"position": lake.position}
        write(folder, "begun.json", begun)
    outcomes = import_paths(lake, [files], said=_said(folder), progress=lambda seen: _tell(progress, seen), who=who)
    came = [_as_kept(lake, outcome, begun["position"]) for outcome in outcomes]
    write(folder, "result.json", {"names": [_name_of(outcome.file, files) for outcome in outcomes], "outcome": came})
    shutil.rmtree(files, ignore_errors=True)
    (folder / "look.json").unlink(missing_ok=True)
    remove_abandoned(home, organisation)
    return {"files": came}


def _folder(home: Path, organisation: str, upload: str) -> Path:
    folder = upload_folder(home, organisation, upload)
    if not (folder / "files").is_dir():
        raise ReppuError(
            _("The uploaded files are no longer there."), advice=_("Drop them onto the import page once more.")
        )
    return folder


def _said(folder: Path) -> Mapping[str, FileAnswer]:
    return {f"{folder / 'files'}/{name}": one for name, one in read_answers(folder).items()}


def _tell(progress: Progress, seen: ProgressSeen) -> None:
    # steps of a thousandth, so that a single large file moves too; file names stay out of the database
    done = 1_000 * seen.bytes_done // seen.bytes_total if seen.bytes_total else 0
    progress(done, 1_000, _("file {number} of {files}", number=seen.file_no, files=seen.files))


def _name_of(shown: str, files: Path) -> str:
    return shown.removeprefix(f"{files}/")


def state_of(outcome: ImportOutcome) -> str:
    """What came of a file, in a word of this module; OPEN when a person must say something first."""
    if outcome.unsettled is not None:
        return OPEN
    if outcome.declined is not None:
        return DECLINED
    if outcome.skipped:
        return SKIPPED
    return IMPORTED if outcome.entry_no is not None else REFUSED


# What was seen in a rehearsal: kept beside the files and gone with them


def _as_looked_at(look: LookedAt, files: Path) -> dict[str, Any]:
    outcome = look.outcome
    return {
        "name": _name_of(outcome.file, files),
        "state": state_of(outcome),
        "kind": outcome.recognised_as,
        "title": wire.text_out(look.title),
        "language": outcome.language,
        "channel": outcome.channel,
        "found_by": look.found_by,
        "as_of": look.as_of.isoformat() if look.as_of else None,
        "as_of_source": look.as_of_source,
        "since": look.since.isoformat() if look.since else None,
        "until": look.until.isoformat() if look.until else None,
        "entry_no": outcome.entry_no,
        **_counts(outcome),
        "refused": wire.refusals_out(tuple(outcome.refused)),
        "refused_total": outcome.refused_total,
        "declined": wire.text_out(outcome.declined),
        "notes": [wire.text_out(note) for note in outcome.notes if not is_taken_to_be(note)],
        "unsettled": _unsettled_out(outcome.unsettled),
        "first": _first_rows(look.posts, look.observations),
    }


def _counts(outcome: ImportOutcome) -> dict[str, int]:
    numbers = outcome.observations + outcome.audience + outcome.inputs
    return {"rows": outcome.rows, "posts": outcome.posts, "numbers": numbers, "interactions": outcome.interactions}


def _unsettled_out(asked: Unsettled | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    return {
        "what": asked.what,
        "parts": [{"platforms": list(p.platforms), "known": list(p.known), "new": list(p.new)} for p in asked.parts],
        "settled": list(asked.settled),
        "shapes": list(asked.shapes),
        "not_before": asked.not_before.isoformat() if asked.not_before else None,
        "entry_no": asked.entry_no,
    }


def measure_in_words(measure: str) -> Text:
    """What a measure is called in a preview: as our own tables call it, else the last word of its id, spaced."""
    name = measure.rpartition(".")[2]
    if name in BY_NAME:
        return BY_NAME[name].title
    return Text("{name}", name=name.removeprefix(OWN).replace("_", " "))


def _first_rows(posts: Sequence[Mapping[str, Any]], observations: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The first rows as a table: what each is of, its text, and the first few measures."""
    of_posts = {one["post_id"]: one for one in posts}
    subjects: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in observations:
        key = (one["subject_kind"], one["subject_id"], one["period_start"], one["period_end"], one["breakdown"])
        subjects.setdefault(key, {})[one["measure"]] = one["value"]
    with_numbers = {key[1] for key in subjects if key[0] in ("post", "video")}
    for post_id in of_posts:
        if post_id not in with_numbers:
            subjects[("post", post_id, None, None, "")] = {}
    measures = list(dict.fromkeys(measure for values in subjects.values() for measure in values))
    told = {measure: sum(values.get(measure) is not None for values in subjects.values()) for measure in measures}
    measures = sorted(measures, key=lambda one: -told[one])[:_SHOWN_MEASURES]
    return {
        "columns": [wire.text_out(measure_in_words(measure)) for measure in measures],
        "rows": [
            {
                **_subject(key, of_posts),
                # a measure that the row does not have is absent, an empty cell null
                "values": [{"value": values.get(measure), "there": measure in values} for measure in measures],
            }
            for key, values in subjects.items()
        ],
    }


def _subject(key: tuple[Any, ...], posts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    _kind, subject_id, start, end, breakdown = key
    post = posts.get(subject_id)
    if post is not None:
        return {"day": _iso(post["published_at"]), "until": None, "text": _shortened(post["text"]), "slice": breakdown}
    text = None if subject_id in ("", "account") else _shortened(subject_id)
    return {"day": _iso(start), "until": _iso(end) if end != start else None, "text": text, "slice": breakdown}


def _iso(moment: datetime | date | None) -> str | None:
    if moment is None:
        return None
    return (moment.date() if isinstance(moment, datetime) else moment).isoformat()


def _shortened(text: str | None) -> str | None:
    return text if text is None or len(text) <= _SHOWN_TEXT else f"{text[:_SHOWN_TEXT].rstrip()}…"


# What came of a file: kept in the database, so without names of people


def _as_kept(lake: Lake, outcome: ImportOutcome, begun: int) -> dict[str, Any]:
    state = state_of(outcome)
    kept: dict[str, Any] = {
        "file": " › ".join(kept_name(part.rpartition("/")[2]) for part in outcome.file.split(" › ")),
        "state": REFUSED if state == OPEN else state,
        "kind": outcome.recognised_as,
        "channel": outcome.channel,
        "entry_no": outcome.entry_no,
        **_counts(outcome),
        "refused": wire.refusals_out(tuple(outcome.refused)),
        "refused_total": outcome.refused_total,
        "declined": wire.text_out(outcome.declined),
    }
    if outcome.unsettled is not None:
        kept["refused"] = [[None, None, wire.text_out(_NOT_SETTLED)]]
    if state == SKIPPED and (outcome.entry_no or 0) > begun:  # by this very import, before it was stopped
        payload = next(e.payload for e in lake.entries(kinds=["import"]) if e.entry_no == outcome.entry_no)
        numbers = sum(payload.get(name, 0) for name in ("observations", "audience", "inputs"))
        kept |= {name: payload.get(name, 0) for name in ("rows", "posts", "interactions", "refused_total")}
        kept |= {"state": IMPORTED, "numbers": numbers}
    return kept


_NOT_SETTLED = _("What it is, or whose, was not said, so it was left. Drop it onto the import page again and answer.")
