"""Entries of the journal and corrections in words, for whoever shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

from reppu.lake.catalogue import Entry
from reppu.lake.journal import Correction, correction_said
from reppu.vocabulary.language import Text, _, _n

_KINDS = {
    "import": _("import"),
    "withdraw": _("withdrawal"),
    "channel": _("channel"),
    "setting": _("setting"),
    "mapping": _("remembered answer"),
    "correction": _("exclusion"),
    "input": _("by hand"),
    "erase": _("erasure"),
}
_SETTINGS = {
    "name": _("name"),
    "time_zone": _("time zone"),
    "currency": _("currency"),
    "seasons": _("seasons"),
    "language": _("language"),
    "fiscal_start_month": _("first month of the fiscal year"),
    "metric": _("metric of one’s own"),
}


def kind_in_words(entry: Entry) -> Text:
    """What sort of entry it is, in a word or two."""
    return _KINDS[entry.kind]


def entry_in_words(entry: Entry) -> Text:
    """What the entry says, in a line; without personal data, as the journal is."""
    said = entry.payload
    match entry.kind:
        case "import":
            return Text("{file}", file=said["file"]) if said.get("file") else _("a file")
        case "withdraw":
            return _with_reason(_("entry {entry_no}", entry_no=str(said["entry_no"])), said.get("reason") or "")
        case "channel":
            return _channel(said)
        case "setting" if said["name"] == "metric":
            return Text("{name} = {formula}", name=said["value"]["name"], formula=said["value"]["formula"])
        case "setting":
            value = ", ".join(sorted(said["value"])) if isinstance(said["value"], dict) else said["value"]
            return Text("{name}: {value}", name=_SETTINGS[said["name"]], value="–" if value is None else value)
        case "mapping":
            if said["answer"] is None:
                return _("an answer was forgotten")
            if said["key"].startswith("table "):
                return _("what the columns of table {code} are", code=said["key"].removeprefix("table ")[:8])
            channel = said["answer"].get("channel")
            if said["key"].startswith("account "):
                return _("{account} is of {channel}", account=said["key"].removeprefix("account "), channel=channel)
            return _("files of this name are of {channel}", channel=channel)
        case "correction":
            return correction_in_words(correction_of(entry))
        case "input":
            return _input(said)
        case _:
            return _erased(said)


def correction_of(entry: Entry) -> Correction:
    """The correction that an entry of that kind makes."""
    return correction_said(entry.entry_no, entry.payload)


def correction_in_words(correction: Correction, channel: str | None = None) -> Text:
    """What is left out, and why: “x-vesi: post 17; reason”. channel: its name in place of its id."""
    name = channel or correction.channel_id
    if correction.what == "post":
        what = _("{channel}: post {post}", channel=name, post=correction.post_id)
    elif correction.since == correction.until:
        what = _("{channel}: {day}", channel=name, day=correction.since)
    else:
        what = _("{channel}: {first} – {last}", channel=name, first=correction.since, last=correction.until)
    if correction.measures:
        what = _("{what}, only {measures}", what=what, measures=", ".join(correction.measures))
    return _with_reason(what, correction.reason)


def _with_reason(what: Text, reason: str) -> Text:
    return Text("{what}: {reason}", what=what, reason=reason) if reason else what


def _channel(said: dict[str, Any]) -> Text:
    channel = said["channel_id"]
    match said["action"]:
        case "created":
            return _("{channel} was made", channel=channel)
        case "renamed":
            return _("{channel} is called {name}", channel=channel, name=said["name"])
        case "merged":
            return _("{channel} is part of {into}", channel=channel, into=said["into"])
        case "moved":
            return _(
                "entry {entry_no} moved from {channel} to {into}",
                entry_no=str(said["entry_no"]),
                channel=channel,
                into=said["into"],
            )
        case "account_added":
            return _("{channel} has the account {account}", channel=channel, account=said["account"])
        case _:
            return _("{channel} has no longer the account {account}", channel=channel, account=said["account"])


def _input(said: dict[str, Any]) -> Text:
    """See `sources`, which writes these entries: what, channels, medium, function, since, until, the numbers, and
    results of another medium by name."""
    place = ", ".join(filter(None, (*said.get("channels", ()), said.get("medium"), said.get("function")))) or "–"
    since, until = (date.fromisoformat(said[end]) for end in ("since", "until"))
    if said["what"] == "followers":
        return _("{place}: {n} followers on {day}", place=place, n=said["followers"], day=since)
    parts: list[Text] = []
    if said.get("hours") is not None:
        parts.append(_("{hours} h", hours=said["hours"]))
    if said.get("amount") is not None:
        parts.append(Text("{amount} {currency}", amount=said["amount"], currency=said["currency"]))
    results = said.get("results", {})
    in_order = [name for name in ("reach", "contacts", "conversations") if name in results]
    parts += [_result(name, int(results[name])) for name in dict.fromkeys((*in_order, *results))]
    numbers = parts[0]
    for part in parts[1:]:
        numbers = Text("{first}, {second}", first=numbers, second=part)
    return Text("{place}: {numbers}, {since} – {until}", place=place, numbers=numbers, since=since, until=until)


def _result(name: str, value: int) -> Text:
    """What another medium gave, in words; a kind of result that is not known here as it is called."""
    match name:
        case "reach":
            return _n("{n} person reached", "{n} people reached", value)
        case "contacts":
            return _n("{n} contact", "{n} contacts", value)
        case "conversations":
            return _n("{n} conversation", "{n} conversations", value)
        case _:
            return Text("{n} {name}", n=value, name=name)


def _erased(said: dict[str, Any]) -> Text:
    texts = int(said.get("texts", 0))
    if said.get("what") == "person":
        return _n("{n} text of a person", "{n} texts of a person", texts)
    before = date.fromisoformat(said["before"])
    if said.get("what") == "expired":
        return _n("{n} text that had expired by {day}", "{n} texts that had expired by {day}", texts, day=before)
    return _n("{n} text from before {day}", "{n} texts from before {day}", texts, day=before)
