"""What a person reads of a file that does not tell whose it is: the channels to choose among, what each holds, and the
commands that settle it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod

from reppu.sources.unsettled import CHANNEL, MOST_COMMANDS, NotSettled, Open, Unsettled
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _, _n

# Our choice: an agency's hundreds of channels would bury the command; `reppu channels` lists them all.
_MOST_CHANNELS = 12
_MOST_PLATFORMS = 2  # our choice: examples of how a new channel is written


@dataclass(frozen=True, slots=True)
class Holding:
    """What a channel holds: different posts, and the day of the newest post, or where there is none of the newest number."""

    posts: int = 0
    last: date | None = None


Holdings = Callable[[Collection[str]], Mapping[str, Holding]]


def refusal(parts: Sequence[Open], settled: Sequence[str], command: str, holdings: Holdings) -> ReppuError:
    """The error for a file of which one or more parts are open. settled: channels of its other parts, which the commands
    repeat, since they may have been said and not remembered.
    """
    return NotSettled(
        _what_is_open(parts, bool(settled), holdings),
        advice=_how_to_say_it(parts, settled, command),
        unsettled=Unsettled(CHANNEL, parts=tuple(parts), settled=tuple(settled)),
    )


def _what_is_open(parts: Sequence[Open], others_settled: bool, holdings: Holdings) -> Text:
    if len(parts) > 1 or others_settled:
        listed = [
            Text("{platform}: {channels}", platform="/".join(part.platforms), channels=_listed(part.known, holdings))
            for part in parts
        ]
        return _(
            "The file holds parts of several platforms and does not tell whose they are. Each must be said before any of it is "
            "read; still open – {channels}.",
            channels=_joined(listed, "; "),
        )
    [part] = parts
    if len(part.platforms) > 1:
        happened = _("The file does not tell whether it is of {platforms}.", platforms=" / ".join(part.platforms))
        if not part.known:
            return happened
        there_are = _("Channels: {channels}.", channels=_listed(part.known, holdings))
        return Text("{first} {second}", first=happened, second=there_are)
    return _(
        "The file does not tell which of these channels it is of: {channels}.", channels=_listed(part.known, holdings)
    )


def _how_to_say_it(parts: Sequence[Open], settled: Sequence[str], command: str) -> Text:
    before = [f"--channel {channel}" for channel in settled]
    if prod(len(part.choices) for part in parts) <= MOST_COMMANDS and sum(len(p.choices) > 1 for p in parts) <= 1:
        commands = [
            " ".join([command, *before, *(f"--channel {channel}" for channel in chosen)])
            for chosen in product(*(part.choices for part in parts))
        ]
        if len(commands) == 1:
            said = _("Say it: {command}", command=_on_lines(commands))
        else:
            said = _("Say it with one of these: {commands}", commands=_on_lines(commands))
    else:
        # in angle brackets, which no shell takes for a name: pasted as it is, it makes no channel of that name
        places = [part.choices[0] if len(part.choices) == 1 else f"<{'/'.join(part.platforms)}>" for part in parts]
        filled = " ".join([command, *before, *(f"--channel {place}" for place in places)])
        said = _("Say it, with a channel in each place in brackets: {command}", command=_on_lines([filled]))
    new_on = [platform for part in parts if part.known for platform in part.platforms][:_MOST_PLATFORMS]
    if not new_on:
        return said
    options = " / ".join(f"--channel {platform}-NAME" for platform in new_on)
    new = _("A channel that is not there yet is made by {option}.", option=options)
    return Text("{first} {second}", first=new, second=said)


def _on_lines(commands: Sequence[str]) -> str:
    return "".join(f"\n    {one}" for one in commands)


def _listed(channels: Sequence[str], holdings: Holdings) -> Text:
    if not channels:
        return _("none yet")
    held = holdings(channels[:_MOST_CHANNELS])
    listed = [_with_holding(channel, held.get(channel)) for channel in channels[:_MOST_CHANNELS]]
    more = len(channels) - len(listed)
    if more:
        listed.append(_n("{n} more (reppu channels)", "{n} more (reppu channels)", more))
    return _joined(listed, ", ")


def _with_holding(channel: str, held: Holding | None) -> Text:
    if held is None:
        return Text("{channel}", channel=channel)
    if held.posts and held.last is not None:
        return _n("{channel} ({n} post, the last on {day})", "{channel} ({n} posts, the last on {day})", held.posts,
                  channel=channel, day=held.last)  # fmt: skip
    if held.posts:
        return _n("{channel} ({n} post)", "{channel} ({n} posts)", held.posts, channel=channel)
    if held.last is not None:
        return _("{channel} (no posts, numbers until {day})", channel=channel, day=held.last)
    return _("{channel} (nothing yet)", channel=channel)


def _joined(texts: Sequence[Text], between: str) -> Text:
    places = {f"part{number}": text for number, text in enumerate(texts)}
    return Text(between.join(f"{{{place}}}" for place in places), **places)


def of_another(platform: str, channel: str, new: str, posts: int, since: date, until: date, command: str) -> ReppuError:
    """The error for a file whose posts are none of those of the only channel it could be of. new: a channel for it."""
    return NotSettled(
        _n(
            "The file does not tell whose it is. Its {n} post of {since} – {until} is not in channel {channel}, which has "
            "others of the same time, so it looks like another account's.",
            "The file does not tell whose it is. Not one of its {n} posts of {since} – {until} is in channel {channel}, which "
            "has others of the same time, so it looks like another account's.",
            posts,
            channel=channel,
            since=since,
            until=until,
        ),
        advice=_either(channel, new, command),
        unsettled=Unsettled(CHANNEL, parts=(Open((platform,), (channel,), (new,)),)),
    )


def beside_another(platform: str, channel: str, new: str, command: str) -> ReppuError:
    """The error for a file that lies beside such a one and has no posts of its own to tell by."""
    return NotSettled(
        _(
            "The file does not tell whose it is, and a file beside it looks like another account's than channel {channel}.",
            channel=channel,
        ),
        advice=_either(channel, new, command),
        unsettled=Unsettled(CHANNEL, parts=(Open((platform,), (channel,), (new,)),)),
    )


def _either(channel: str, new: str, command: str) -> Text:
    another = _(
        "If it is another account's, give that a channel of its own: {command}",
        command=_on_lines([f"{command} --channel {new}"]) + "\n",
    )
    same = _("If it is that channel's all the same: {command}", command=_on_lines([f"{command} --channel {channel}"]))
    return Text("{first}{second}", first=another, second=same)


def is_taken_to_be(note: Text) -> bool:
    """Whether it is the note of `taken_to_be`, for a place where the answer is given otherwise than by commands."""
    return note.msgid == taken_to_be("", 0).msgid


def taken_to_be(channel: str, entry_no: int) -> Text:
    """The note on a file that told nothing and went to the only channel of its platform."""
    return _(
        "The file does not say whose it is; it was taken to be of channel {channel}. If it is not: reppu withdraw {entry_no}, "
        "then import it again with --channel.",
        channel=channel,
        entry_no=str(entry_no),
    )
