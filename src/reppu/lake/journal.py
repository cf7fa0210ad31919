"""What entries of the journal mean: checks before one is made, and the state that a row of them adds up to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from reppu.lake.catalogue import Entry
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import LANGUAGES, Text, _

SETTINGS = ("name", "time_zone", "currency", "seasons", "language", "fiscal_start_month", "metric")
CHANNEL_ACTIONS = ("created", "renamed", "merged", "moved", "account_added", "account_removed")
CORRECTIONS = ("post", "day", "burst")
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as the journal made it. accounts: like "facebook:123456" or "x:handle", also those of the channels
    merged into it. merged_into: the channel that carries its facts now, or None."""

    channel_id: str
    platform: str
    name: str
    accounts: tuple[str, ...]
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Homes:
    """Which channel carries a fact: the one that was stated, unless that was merged or the fact's import moved.

    merged: merged channel → its survivor. moved: (entry, stated channel) → the channel its facts were moved to, or that
    one's survivor; a move goes before a merge, so one import of a merged channel can be taken out of it again.
    """

    merged: dict[str, str] = field(default_factory=dict)
    moved: dict[tuple[int, str], str] = field(default_factory=dict)

    def of(self, channel_id: str, entry_no: int | None = None) -> str:
        """The channel that carries the facts stated for `channel_id` (by that entry)."""
        stays = self.merged.get(channel_id, channel_id)
        return stays if entry_no is None else self.moved.get((entry_no, channel_id), stays)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an organisation has decided about its name as people know it, its days, its money and its seasons."""

    name: str | None = None
    time_zone: str = "Europe/Helsinki"
    currency: str = "EUR"
    seasons: dict[str, Any] = field(default_factory=dict)
    language: str | None = None
    fiscal_start_month: int = 1  # 1 to 12; see calendar's resolve_period
    metrics: dict[str, dict[str, Any]] = field(default_factory=dict)  # of its own, by name; see metrics/formulas.py


@dataclass(frozen=True, slots=True)
class Correction:
    """A post, a day or a burst of days that is left out of every fold, and why.

    what: "post" (post_id), "day" (since = until) or "burst" (since to until, both included; days of the
    organisation's time zone for posts published, the platform's own days for daily numbers).
    measures: only these are left out; empty: all, and the posts themselves.
    """

    entry_no: int
    what: str
    channel_id: str
    post_id: str | None
    since: date | None
    until: date | None
    measures: tuple[str, ...]
    reason: str


def channel_created(channel_id: str, platform: str, name: str, accounts: Iterable[str] = ()) -> tuple[str, dict[str, Any]]:  # fmt: skip
    """The entry that makes a channel; for `Staging.commit(setup=[...])` and `Lake.record(*...)`."""
    payload = {"action": "created", "channel_id": channel_id, "platform": platform, "name": name}
    return "channel", {**payload, "accounts": list(accounts)}


def channel_renamed(channel_id: str, name: str) -> tuple[str, dict[str, Any]]:
    """The entry that gives a channel another name; its id stays."""
    return "channel", {"action": "renamed", "channel_id": channel_id, "name": name}


def channel_merged(channel_id: str, into: str) -> tuple[str, dict[str, Any]]:
    """The entry that shows all facts of `channel_id` under `into`; undone by withdrawing it."""
    return "channel", {"action": "merged", "channel_id": channel_id, "into": into}


def facts_moved(entry_no: int, channel_id: str, into: str) -> tuple[str, dict[str, Any]]:
    """The entry that shows the facts which `entry_no` stated for `channel_id` under `into`; undone by withdrawing it.

    A later move of the same facts replaces an earlier one; into `channel_id` itself moves them back.
    """
    return "channel", {"action": "moved", "channel_id": channel_id, "into": into, "entry_no": entry_no}


def account_added(channel_id: str, account: str) -> tuple[str, dict[str, Any]]:
    """The entry that ties a platform's account ("facebook:123456") to a channel."""
    return "channel", {"action": "account_added", "channel_id": channel_id, "account": account}


def setting(name: str, value: Any) -> tuple[str, dict[str, Any]]:
    """The entry that decides name, time_zone, currency, seasons, language or fiscal_start_month."""
    return "setting", {"name": name, "value": value}


def mapping(key: str, answer: dict[str, Any] | None) -> tuple[str, dict[str, Any]]:
    """The entry that remembers an answer under `key`; None forgets it."""
    return "mapping", {"key": key, "answer": answer}


# Folding


def fold_channels(entries: Iterable[Entry]) -> list[Channel]:
    """Every channel that these entries made, in the order of their making."""
    names: dict[str, str] = {}
    platforms: dict[str, str] = {}
    accounts: dict[str, list[str]] = {}
    into: dict[str, str] = {}
    for entry in entries:
        if entry.kind != "channel" or entry.withdrawn_by is not None:
            continue
        payload = entry.payload
        channel_id = payload["channel_id"]
        match payload["action"]:
            case "created":
                names[channel_id] = payload["name"]
                platforms[channel_id] = payload["platform"]
                accounts[channel_id] = list(payload.get("accounts", ()))
            case "renamed":
                names[channel_id] = payload["name"]
            case "merged":
                into[channel_id] = payload["into"]
            case "account_added":
                # An account belongs to one channel: a later entry moves it.
                for held in accounts.values():
                    if payload["account"] in held:
                        held.remove(payload["account"])
                accounts[channel_id].append(payload["account"])
            case "account_removed":
                if payload["account"] in accounts[channel_id]:
                    accounts[channel_id].remove(payload["account"])
    survivors = {channel_id: _survivor(channel_id, into) for channel_id in names}
    for channel_id, survivor in survivors.items():
        if survivor != channel_id:
            accounts[survivor] += [a for a in accounts[channel_id] if a not in accounts[survivor]]
    return [
        Channel(
            channel_id,
            platforms[channel_id],
            names[channel_id],
            tuple(accounts[channel_id]),
            survivors[channel_id] if survivors[channel_id] != channel_id else None,
        )
        for channel_id in names
    ]


def merged_channels(channels: Iterable[Channel]) -> dict[str, str]:
    """Merged channel → the one that survives."""
    return {c.channel_id: c.merged_into for c in channels if c.merged_into is not None}


def fold_homes(entries: Iterable[Entry]) -> Homes:
    """Where facts are shown after these entries."""
    told = list(entries)
    merged = merged_channels(fold_channels(told))
    moved = {key: merged.get(into, into) for key, into in fold_moves(told).items()}
    return Homes(merged, moved)


def fold_moves(entries: Iterable[Entry]) -> dict[tuple[int, str], str]:
    """(entry, stated channel) → the channel that was said last, as it was said."""
    moved: dict[tuple[int, str], str] = {}
    for entry in entries:
        if entry.kind != "channel" or entry.withdrawn_by is not None or entry.payload["action"] != "moved":
            continue
        moved[entry.payload["entry_no"], entry.payload["channel_id"]] = entry.payload["into"]
    return moved


def _survivor(channel_id: str, into: dict[str, str]) -> str:
    seen = set()
    while channel_id in into and channel_id not in seen:
        seen.add(channel_id)
        channel_id = into[channel_id]
    return channel_id


def fold_settings(entries: Iterable[Entry]) -> Settings:
    said = [e.payload for e in entries if e.kind == "setting" and e.withdrawn_by is None]
    values = {one["name"]: one["value"] for one in said if one["name"] != "metric"}
    return Settings(**values, metrics={one["value"]["name"]: one["value"] for one in said if one["name"] == "metric"})


def fold_mappings(entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if entry.kind != "mapping" or entry.withdrawn_by is not None:
            continue
        if entry.payload["answer"] is None:
            answers.pop(entry.payload["key"], None)
        else:
            answers[entry.payload["key"]] = entry.payload["answer"]
    return answers


def fold_corrections(entries: Iterable[Entry]) -> list[Correction]:
    """The corrections that hold, with channel ids as they were stated."""
    return [
        correction_said(e.entry_no, e.payload) for e in entries if e.kind == "correction" and e.withdrawn_by is None
    ]


def correction_said(entry_no: int, payload: dict[str, Any]) -> Correction:
    """The correction that an entry's payload says."""
    since = payload.get("date") or payload.get("since")
    until = payload.get("date") or payload.get("until")
    return Correction(
        entry_no,
        payload["what"],
        payload["channel_id"],
        payload.get("post_id"),
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
        tuple(payload.get("measures") or ()),
        payload.get("reason", ""),
    )


# Checking


def check_entry(kind: str, payload: dict[str, Any], channels: list[Channel]) -> bool:
    """True when the entry may be made, False when it would say nothing new; otherwise raises ReppuError.

    A channel that exists already with the same platform says nothing new: two imports may find it at once.
    """
    match kind:
        case "channel":
            return _check_channel(payload, {c.channel_id: c for c in channels})
        case "setting":
            _check_setting(payload)
        case "mapping":
            if not isinstance(payload.get("key"), str) or "answer" not in payload:
                raise _wrong(_("A remembered answer needs a key and an answer."))
        case "correction":
            _check_correction(payload, {c.channel_id for c in channels})
        case _:
            raise ValueError(f"entries of kind {kind!r} are not recorded by hand")
    return True


def check_move(payload: dict[str, Any], entry: Entry | None, moves: dict[tuple[int, str], str]) -> bool:
    """True when the facts of `entry` may be moved so, False when that says nothing new; otherwise raises ReppuError."""
    number = str(payload.get("entry_no"))
    if entry is None:
        raise ReppuError(
            _("There is no entry {entry_no}.", entry_no=number), advice=_("See them with “reppu journal”.")
        )
    if entry.kind not in ("import", "input"):
        raise _wrong(
            _("Entry {entry_no} brought no facts, so there is nothing to move.", entry_no=number),
            _("the number of an import or of a number entered by hand"),
        )
    if entry.withdrawn_by is not None:
        raise ReppuError(
            _("Entry {entry_no} is withdrawn, by entry {by}.", entry_no=number, by=str(entry.withdrawn_by)),
            advice=_("To bring it back, withdraw entry {by}.", by=str(entry.withdrawn_by)),
        )
    channel_id, named = payload["channel_id"], entry.payload.get("channels")
    if named is not None and channel_id not in named:
        raise _wrong(
            _("Entry {entry_no} brought no facts of channel {channel}.", entry_no=number, channel=channel_id),
            _("one of: {channels}", channels=", ".join(sorted(named)) or "–"),
        )
    return moves.get((entry.entry_no, channel_id), channel_id) != payload["into"]


def check_slug(word: str) -> str:
    """`word`, when it can be an immutable id of an organisation or channel; otherwise raises ReppuError."""
    if not _SLUG.fullmatch(word):
        raise ReppuError(
            _("“{word}” cannot be an id.", word=word),
            expected=_("1 to 64 of the characters a–z, 0–9 and hyphen, no hyphen first or last"),
            advice=_("Choose a short id; the name that people see may be anything."),
        )
    return word


def _check_channel(payload: dict[str, Any], known: dict[str, Channel]) -> bool:
    action, channel_id = payload.get("action"), payload.get("channel_id")
    if action not in CHANNEL_ACTIONS or not isinstance(channel_id, str):
        raise ValueError(f"a channel entry needs channel_id and an action of {CHANNEL_ACTIONS}, not {payload!r}")
    if action == "created":
        check_slug(channel_id)
        if not payload.get("platform") or not payload.get("name"):
            raise ValueError("a channel is created with a platform and a name")
        if channel_id not in known:
            return True
        if known[channel_id].platform != payload["platform"]:
            raise _wrong(
                _("Channel {channel} exists already, on another platform ({platform}).",
                  channel=channel_id, platform=known[channel_id].platform)
            )  # fmt: skip
        return False
    mentioned = [channel_id] + ([payload.get("into")] if action in ("merged", "moved") else [])
    for one in mentioned:
        if one not in known:
            raise ReppuError(
                _("There is no channel {channel}.", channel=str(one)),
                expected=_("one of: {channels}", channels=", ".join(sorted(known)) or "–"),
                advice=_("See them with “reppu channels list”."),
            )
    if action == "merged":
        survivor = known[payload["into"]].merged_into or payload["into"]
        if survivor == channel_id:
            raise _wrong(_("Channel {channel} cannot be merged into itself.", channel=channel_id))
        if known[channel_id].platform != known[survivor].platform:
            raise _wrong(
                _("Channels of two platforms ({first}, {second}) cannot be merged.",
                  first=known[channel_id].platform, second=known[survivor].platform)
            )  # fmt: skip
    if action == "moved":
        _check_platforms(known[channel_id], known[payload["into"]])
    if action == "renamed" and not payload.get("name"):
        raise ValueError("a channel is renamed to a name")
    if action.startswith("account_"):
        if not isinstance(payload.get("account"), str):
            raise ValueError("an account entry needs an account")
        holds = payload["account"] in known[channel_id].accounts
        return holds if action == "account_removed" else not holds
    return True


def _check_platforms(stated: Channel, into: Channel) -> None:
    if stated.platform != into.platform:
        raise _wrong(
            _("Channel {channel} is on another platform ({platform}) than the facts ({first}).",
              channel=into.channel_id, platform=into.platform, first=stated.platform),
            _("a channel of {platform}", platform=stated.platform),
        )  # fmt: skip


def _check_setting(payload: dict[str, Any]) -> None:
    name, value = payload.get("name"), payload.get("value")
    match name:
        case "name":
            if not isinstance(value, str) or not value.strip() or len(value) > 200:
                raise _wrong(_("The organisation needs a name that can be printed."), _("1 to 200 characters"))
        case "time_zone":
            try:
                ZoneInfo(str(value))
            except (KeyError, ValueError, OSError) as fault:  # zoneinfo raises all three for odd names
                raise _wrong(
                    _("There is no time zone “{zone}”.", zone=str(value)), _("a name such as Europe/Helsinki")
                ) from fault
        case "currency":
            if not re.fullmatch(r"[A-Z]{3}", str(value)):
                raise _wrong(_("“{word}” is not a currency.", word=str(value)), _("a code such as EUR"))
        case "seasons":
            if not isinstance(value, dict):
                raise _wrong(_("Seasons are a table of names and dates."))
        case "language":
            if value is not None and value not in LANGUAGES:
                raise _wrong(_("Reppu does not speak “{word}”.", word=str(value)), _("fi, sv or en"))
        case "fiscal_start_month":
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 12:
                raise _wrong(_("“{word}” is not a month.", word=str(value)), _("a number from 1 to 12"))
        case "metric":
            _check_metric(value)
        case _:
            raise _wrong(
                _("There is no setting “{name}”.", name=str(name)), _("one of: {names}", names=", ".join(SETTINGS))
            )


def _check_metric(value: Any) -> None:
    """The shape of a metric of one's own; whether its formula makes sense is for `metrics` to say."""
    if (
        not isinstance(value, dict)
        or not isinstance(value.get("formula"), str)
        or not isinstance(value.get("version"), int)
    ):
        raise ValueError(f"a metric needs a name, a title, a formula and a version, not {value!r}")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", str(value.get("name"))):
        raise _wrong(
            _("“{word}” cannot be a metric’s name.", word=str(value.get("name"))),
            _("1 to 64 of a–z, 0–9 and underscore, beginning with a letter"),
        )
    if len(str(value.get("title") or "")) > 200:
        raise _wrong(_("The metric’s title is too long."), _("200 characters at most"))


def _check_correction(payload: dict[str, Any], known: set[str]) -> None:
    what = payload.get("what")
    if payload.get("channel_id") not in known:
        raise _wrong(
            _("There is no channel {channel}.", channel=str(payload.get("channel_id"))),
            _("one of: {channels}", channels=", ".join(sorted(known)) or "–"),
        )
    if not str(payload.get("reason") or "").strip():
        raise _wrong(_("A correction needs a reason, for those who read the report later."))
    try:
        read = correction_said(0, payload)
    except (KeyError, TypeError, ValueError) as fault:
        raise _wrong(_("The correction cannot be read."), _("dates such as 2021-03-31")) from fault
    if what == "post" and not read.post_id:
        raise _wrong(_("The correction of a post needs the post's id."))
    if what in ("day", "burst") and (read.since is None or read.until is None or read.until < read.since):
        raise _wrong(_("The correction needs a first and a last day, in this order."))
    if what not in CORRECTIONS:
        raise _wrong(_("“{what}” cannot be left out.", what=str(what)), _("post, day or burst"))
    if read.since is not None and read.until is not None and read.until - read.since > timedelta(days=366):
        raise _wrong(_("A burst lasts a year at most."))


def _wrong(happened: Text, expected: Text | None = None) -> ReppuError:
    return ReppuError(happened, expected=expected)
