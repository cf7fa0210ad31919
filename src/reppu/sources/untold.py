"""What a person reads of a file that does not tell whose it is: the channels to choose among, what each holds, and the
commands that settle it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _, _n

# Our choice: as many commands as can be read at a glance; beyond that one with a place to fill in.
_MOST_COMMANDS = 5
# Our choice: an agency's hundreds of channels would bury the command; `reppu channels` lists them all.
_MOST_CHANNELS = 12
_MOST_PLATFORMS = 2  # our choice: examples of how a new channel is written


@dataclass(frozen=True, slots=True)
class Holding:
    """What a channel holds: different posts, and the day of the newest post, or where there is none of the newest number."""

    posts: int = 0
    last: date | None = None


Holdings = Callable[[Collection[str]], Mapping[str, Holding]]


@dataclass(frozen=True, slots=True)
class Open:
    """A part of a file whose channel must be said: the platforms that it may be of, the channels that there are to choose
    among, and `new`, ids of channels that would be made.
    """

    platforms: tuple[str, ...]
    known: tuple[str, ...]
    new: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """Ids to offer behind --channel: new ones where there is none on a platform."""
        both = (*self.known, *self.new)
        return both if len(self.platforms) > 1 and len(both) <= _MOST_COMMANDS else self.known or self.new


def refusal(parts: Sequence[Open], settled: Sequence[str], command: str, holdings: Holdings) -> ReppuError:
    """The error for a file of which one or more parts are open. settled: channels of its other parts, which the commands
    repeat, since they may have been said and not remembered.
    """
    return ReppuError(_what_is_open(parts, bool(settled), holdings), advice=_how_to_say_it(parts, settled, command))


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
    if prod(len(part.choices) for part in parts) <= _MOST_COMMANDS and sum(len(p.choices) > 1 for p in parts) <= 1:
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


def of_another(channel: str, new: str, posts: int, since: date, until: date, command: str) -> ReppuError:
    """The error for a file whose posts are none of those of the only channel it could be of. new: a channel for it."""
    return ReppuError(
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
    )


def beside_another(channel: str, new: str, command: str) -> ReppuError:
    """The error for a file that lies beside such a one and has no posts of its own to tell by."""
    return ReppuError(
        _(
            "The file does not tell whose it is, and a file beside it looks like another account's than channel {channel}.",
            channel=channel,
        ),
        advice=_either(channel, new, command),
    )


def _either(channel: str, new: str, command: str) -> Text:
    another = _(
        "If it is another account's, give that a channel of its own: {command}",
        command=_on_lines([f"{command} --channel {new}"]) + "\n",
    )
    same = _("If it is that channel's all the same: {command}", command=_on_lines([f"{command} --channel {channel}"]))
    return Text("{first}{second}", first=another, second=same)


def taken_to_be(channel: str, entry_no: int) -> Text:
    """The note on a file that told nothing and went to the only channel of its platform."""
    return _(
        "The file does not say whose it is; it was taken to be of channel {channel}. If it is not: reppu withdraw {entry_no}, "
        "then import it again with --channel.",
        channel=channel,
        entry_no=str(entry_no),
    )
