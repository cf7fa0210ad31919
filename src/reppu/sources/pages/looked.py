"""What pages show of an upload: files as the rehearsal saw them, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reppu.sources import wire
from reppu.sources.channels import INFERRED
from reppu.sources.pages.uploads import read
from reppu.sources.pages.ways import platform_name
from reppu.sources.pages.working import DECLINED, IMPORTED, OPEN, REFUSED, SKIPPED
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reppu.lake.facade import Channel
    from reppu.sources.pages.models import ImportRun
    from reppu.sources.reader import Refusal

_LANGUAGES = {
    "en": _("English"), "fi": _("Finnish"), "sv": _("Swedish"), "de": _("German"), "fr": _("French"), "es": _("Spanish"),
    "pt": _("Portuguese"), "it": _("Italian"), "nl": _("Dutch"), "da": _("Danish"), "nb": _("Norwegian"),
}  # fmt: skip
_STATES = {
    IMPORTED: ("good", _("Imported")),
    SKIPPED: ("none", _("Already in")),
    DECLINED: ("none", _("Not read")),
    REFUSED: ("bad", _("Refused")),
    OPEN: ("watch", _("Needs an answer")),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One channel that a file may be of: its id and what people call it."""

    channel_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file whose channel is asked for. choices: channels there are; platform: of a new one."""

    field: str
    platforms: tuple[str, ...]
    choices: tuple[Choice, ...]
    chosen: str | None = None

    @property
    def platform_names(self) -> str:
        """The platforms in words."""
        return " / ".join(map(platform_name, self.platforms))


@dataclass(frozen=True, slots=True)
class File:
    """One uploaded file (or a member of a ZIP), as the rehearsal saw it. number: its place, from 0."""

    number: int
    name: str
    state: str
    title: Text | None
    language: str | None
    channel: str | None
    channel_name: str | None
    found_by: str | None
    as_of: datetime | None
    since: date | None
    until: date | None
    entry_no: int | None
    rows: int
    posts: int
    numbers: int
    refused: tuple[Refusal, ...]
    refused_total: int
    declined: Text | None
    notes: tuple[Text, ...]
    asked: dict[str, Any] | None
    parts: tuple[Part, ...]
    first: dict[str, Any]

    @property
    def language_in_words(self) -> Text | str | None:
        """The export's language."""
        return _LANGUAGES.get(self.language or "", self.language)

    @property
    def may_be_otherwise(self) -> bool:
        """Whether nothing in the file told its channel, so that a person should look at it."""
        return self.found_by in INFERRED

    @property
    def not_before(self) -> date | None:
        """The day up to which the file speaks, where the day of its download is asked for."""
        said = (self.asked or {}).get("not_before")
        return date.fromisoformat(said) if said else None

    @property
    def codes(self) -> list[str]:
        """The codes of its unknown tables."""
        return [shape.removeprefix("table ") for shape in (self.asked or {}).get("shapes", ())]


def looked_at(folder: Path, channels: Sequence[Channel]) -> list[File]:
    """The files of an upload as they were looked at last. Raises ReppuError when they are gone."""
    looked = read(folder, "look.json")
    if looked is None:
        raise ReppuError(
            _("The uploaded files are no longer there."), advice=_("Drop them onto the import page once more.")
        )
    return [_file(number, one, channels) for number, one in enumerate(looked["files"])]


def _file(number: int, seen: dict[str, Any], channels: Sequence[Channel]) -> File:
    names = {one.channel_id: one.name for one in channels}
    asked = seen["unsettled"]
    parts = tuple(_part(number, at, one, channels) for at, one in enumerate((asked or {}).get("parts", ())))
    if not parts and seen["found_by"] in INFERRED and seen["channel"] and ", " not in seen["channel"]:
        live = {one.channel_id: one.platform for one in channels}
        platform = live.get(seen["channel"]) or seen["channel"].partition("-")[0]
        known = [one for one in live if live[one] == platform]
        part = _part(number, 0, {"platforms": [platform], "known": known}, channels)
        parts = (replace(part, chosen=seen["channel"] if seen["channel"] in known else None),)
    return File(
        number=number,
        name=seen["name"],
        state=seen["state"],
        title=wire.text_in(seen["title"]),
        language=seen["language"],
        channel=seen["channel"],
        channel_name=names.get(seen["channel"] or ""),
        found_by=seen["found_by"],
        as_of=datetime.fromisoformat(seen["as_of"]) if seen["as_of"] else None,
        since=date.fromisoformat(seen["since"]) if seen["since"] else None,
        until=date.fromisoformat(seen["until"]) if seen["until"] else None,
        entry_no=seen["entry_no"],
        rows=seen["rows"],
        posts=seen["posts"],
        numbers=seen["numbers"],
        refused=tuple(wire.refusals_in(seen["refused"])),
        refused_total=seen["refused_total"],
        declined=wire.text_in(seen["declined"]),
        notes=tuple(note for note in map(wire.text_in, seen["notes"]) if note is not None),
        asked=asked,
        parts=parts,
        first=_first(seen["first"]),
    )


def _part(number: int, at: int, part: dict[str, Any], channels: Sequence[Channel]) -> Part:
    names = {one.channel_id: one.name for one in channels}
    choices = tuple(Choice(one, names.get(one, one)) for one in part["known"])
    return Part(f"channel-{number}-{at}", tuple(part["platforms"]), choices)


def _first(first: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {
            **row,
            "day": date.fromisoformat(row["day"]) if row["day"] else None,
            "until": date.fromisoformat(row["until"]) if row["until"] else None,
        }
        for row in first["rows"]
    ]
    return {"columns": [wire.text_in(column) for column in first["columns"]], "rows": rows}


def portions(files: Sequence[File]) -> dict[str, Any]:
    """The files by what is to be done with them."""
    taken = [one for one in files if one.state == IMPORTED]
    return {
        "open": [one for one in files if one.state == OPEN],
        "taken": taken,
        "not_taken": [_with_state(one) for one in files if one.state in (SKIPPED, DECLINED, REFUSED)],
        "rows": sum(one.numbers for one in taken),
        "platforms": sorted({one.channel.partition("-")[0] for one in taken if one.channel}),
    }


def _with_state(one: File) -> dict[str, Any]:
    kind, words = _STATES[one.state]
    return {"file": one, "kind": kind, "words": words, "why": [refusal.reason for refusal in one.refused[:3]]}


def came_of(run: ImportRun, result: dict[str, Any] | None) -> dict[str, Any]:
    """What came of each file of an import that was done; under its own name as long as that is known."""
    names = (result or {}).get("names") or [one["file"] for one in run.outcome or ()]
    return {
        "came": [told(one, name) for one, name in zip(run.outcome or (), names, strict=False)],
        "imported": run.counts.get(IMPORTED, 0),
        "refused_files": run.counts.get(REFUSED, 0),
    }


def told(kept: dict[str, Any], name: str | None = None) -> dict[str, Any]:
    """What the database keeps of a file, for a page."""
    kind, words = _STATES[kept["state"]]
    refused = wire.refusals_in(kept["refused"])
    if kept["state"] == IMPORTED and kept["refused_total"]:
        kind = "watch"
    return {
        **kept,
        "name": name or kept["file"],
        "state_kind": kind,
        "state_words": words,
        "refused": refused,
        "more_refused": max(0, kept["refused_total"] - len(refused)),
        "declined": wire.text_in(kept["declined"]),
    }
