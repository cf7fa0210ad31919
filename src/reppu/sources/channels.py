"""Which channel a file's facts belong to. In order: an account id inside, the person's `--channel`, an account in the
file's or ZIP's name, a remembered answer, the only channel of that platform; none yet: one is made and said; several: the
file is refused with the command that settles it (`untold.py`).

A file may hold parts of several platforms that tell no account (Meta's charts of 2020-22). An answer for one part says
nothing of another: where one part needed an answer, or is in one of several channels, none goes to the only channel of
its platform. Then every part must be said, and nothing of the file is taken in before.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from reppu.lake.facade import Channel, account_added, channel_created, mapping
from reppu.sources.asked import Asked, slug_of, unused_slug
from reppu.sources.names import FileNames
from reppu.sources.unsettled import CHANNEL, NotSettled, Open, Unsettled
from reppu.sources.untold import Holdings, refusal
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

# The "platform" of accounts that are a channel's own id or name, as our own tables give it
NAMED_IN_ROW = "channel"


# Ways of finding a channel that rest on nothing in the file and on no person's word
INFERRED = frozenset(["only", "created"])


class WaitForOthers(Exception):
    """This file does not tell its account; files of the same command that do should go before it."""


class _MustBeSaid(Exception):
    """Only a person can tell."""

    def __init__(self, part: Open) -> None:
        super().__init__()
        self.part = part


def _holds_nothing_known(_channels: object) -> dict[str, Any]:
    return {}


@dataclass
class ChannelFinder:
    """Finds the channels of one file; what must be made with its import gathers in `setup`.

    channels: all of the lake. answers: the remembered ones. asked: the words of `--channel`. platform, platforms: the reader's. names:
    what the file's and the ZIP's name tell. command: the text of a command that would settle an ambiguity. may_wait: raise
    WaitForOthers where other files of the same command may yet tell more. made_by_hand: platforms on which a channel may
    be made by its id alone. of_a_person: the file is one member's and not the organisation's, so that it goes to no channel
    that was not said or is not that member's by number. holdings: what channels hold, for a person who must choose.
    taken: the channel that a file without an account was taken to be of, with nothing but its name or the channel's being
    the only one to go by.
    """

    channels: Sequence[Channel]
    answers: dict[str, dict[str, Any]]
    asked: Sequence[str]
    platform: str
    platforms: Sequence[str]
    names: FileNames
    command: str
    may_wait: bool = False
    made_by_hand: Sequence[str] = ()
    of_a_person: bool = False
    holdings: Holdings = _holds_nothing_known
    setup: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    found_by: dict[str, str] = field(default_factory=dict)
    taken: str | None = None

    def __post_init__(self) -> None:
        self._live = {c.channel_id: c for c in self.channels if c.merged_into is None}
        self._survivors = {c.channel_id: c.merged_into or c.channel_id for c in self.channels}
        of_platforms = Counter(c.platform for c in self._live.values())
        self._alone = {c.channel_id for c in self._live.values() if of_platforms[c.platform] == 1}
        platforms = {*self.made_by_hand, *self.platforms, self.platform, *(c.platform for c in self.channels)}
        self._asked = Asked.of(self.asked, self.channels, platforms)
        self._settled: dict[str | None, str] = {}
        # of the parts that tell no account: the channel with how it was found, or what must be said
        self._parts: dict[str | None, tuple[str, str]] = {}
        self._open: dict[str | None, Open] = {}
        self._words_used: set[str] = set()
        self._made: list[Channel] = []
        self._went_elsewhere = False

    def settle(self, account: str | None, name: str | None = None) -> str | None:
        """The channel_id of an account ("x:handle", "x:" or None); `name` is what people call the account.

        Raises ReppuError when only a person can tell. Of a file that may hold several platforms it gives None instead, so
        that the other parts are seen too: `refuse_open_parts` then names all that must be said.
        """
        if account in self._open:
            return None
        if account not in self._settled:
            try:
                self._settled[account] = self._find(account, name)
            except _MustBeSaid as fault:
                if self.may_wait:
                    raise WaitForOthers from None
                if len(self.platforms) < 2:
                    raise self._refusal([fault.part], []) from None
                self._open[account] = fault.part
                return None
        return self._settled[account]

    def refuse_open_parts(self) -> None:
        """Raises ReppuError, with the command that settles all, where a part of the file is open, or was only inferred
        beside one that was not.
        """
        inferred = {account: channel for account, (channel, how) in self._parts.items() if how in INFERRED}
        beyond_doubt = all(how == "created" or channel in self._alone for channel, how in self._parts.values())
        if not self._open and (not inferred or beyond_doubt):
            return
        settled = [channel for account, (channel, _how) in self._parts.items() if account not in inferred]
        parts = list(self._open.values())
        for account, channel in inferred.items():
            platform = (account or "").partition(":")[0] or self._live[channel].platform
            known = () if channel in self._made_ids else (channel,)
            parts.append(Open((platform,), known, self._names_like(platform, settled)))
        raise self._refusal(parts, settled)

    def another_for(self, platform: str) -> str:
        """What to call a new channel of `platform` for this file: as its name tells, else with a place to fill in."""
        if self.names.account is None:
            return f"{platform}-<NAME>"  # no shell takes it for a name
        return unused_slug(slug_of(platform, self.names.account), self._survivors_before)

    @property
    def open(self) -> bool:
        """Whether some part of the file must be said, so that nothing of it is taken in."""
        return bool(self._open)

    @property
    def _made_ids(self) -> set[str]:
        return {channel.channel_id for channel in self._made}

    def _names_like(self, platform: str, settled: Sequence[str]) -> tuple[str, ...]:
        """A new channel on `platform`, called as those that other parts of the file are of."""
        tails = [channel.removeprefix(f"{self._live[channel].platform}-") for channel in settled]
        plain = [tail for tail, channel in zip(tails, settled, strict=True) if tail != channel]
        return (unused_slug(slug_of(platform, plain[0] if plain else ""), self._survivors_before),)

    @property
    def _survivors_before(self) -> dict[str, str]:
        return {one: into for one, into in self._survivors.items() if one not in self._made_ids}

    def _refusal(self, parts: Sequence[Open], settled: Sequence[str]) -> ReppuError:
        return refusal(parts, list(dict.fromkeys(settled)), self.command, self.holdings)

    def _find(self, account: str | None, name: str | None) -> str:
        platform, _colon, told = (account or "").partition(":")
        if platform == NAMED_IN_ROW:
            return self._named_in_row(told)
        if told:
            return self._of_account(platform, f"{platform}:{told}", name, from_file_name=False)
        candidates = [platform] if platform else list(self.platforms) or [self.platform]
        word = self._asked.answer_for(candidates, self.platforms or candidates)
        if word is not None:
            channel_id = self._asked_for(word, candidates)
            self._remember(candidates, channel_id)
            return self._say_part(account, channel_id, "asked")
        if self.names.account is not None and len(candidates) == 1:
            key = f"{candidates[0]}:{self.names.account.casefold()}"
            return self._of_account(candidates[0], key, self.names.account, from_file_name=True)
        if self.of_a_person:
            there = tuple(sorted(c.channel_id for c in self._live.values() if c.platform == candidates[0]))
            raise NotSettled(
                _("This is the archive of one person and does not tell whose, so it was put into no channel."),
                unsettled=Unsettled(CHANNEL, parts=(Open((candidates[0],), there),)),
                advice=_(
                    "Give that person a channel, with a name of it in place of NAME: {command}",
                    command=f"{self.command} --channel {candidates[0]}-NAME",
                ),
            )
        words = self._answer_key(candidates)
        remembered = self.answers.get(words, {}).get("channel") if words else None
        if remembered is not None and self._survivors.get(remembered) in self._live:
            return self._say_part(account, self._survivors[remembered], "remembered")
        if len(candidates) > 1:
            self._ambiguous(candidates)
        of_platform = [c for c in self._live.values() if c.platform == candidates[0]]
        if len(of_platform) == 1:
            if self.may_wait:  # it may not stay the only one: the order of the files must change nothing
                raise WaitForOthers
            self.taken = of_platform[0].channel_id
            return self._say_part(account, of_platform[0].channel_id, "only")
        if of_platform:
            self._ambiguous(candidates)
        if self.may_wait:
            raise WaitForOthers
        self.taken = self._create(candidates[0], candidates[0], ())
        return self._say_part(account, self.taken, "created")

    def refuse_unused_answer(self) -> None:
        """Raises ReppuError when no word of `--channel` was of use though one is of a platform that the file might have held."""
        used = {self._live[channel_id].platform for channel_id in self.found_by}
        bound = {word: self._asked.platform_of(word) for word in self._asked.words}
        if not used or any(platform is None or platform in used for platform in bound.values()):
            return
        for word, platform in bound.items():
            if platform in self.platforms:
                self._asked.refuse(word, sorted(used))

    def say_unused_answer(self) -> None:
        """Notes that a channel which was asked for was not used, since the file told itself where it belongs."""
        if not self._went_elsewhere:
            self.notes += self._asked.unused(self.found_by, self._words_used)

    def _of_account(self, platform: str, account: str, name: str | None, from_file_name: bool) -> str:
        source = "name" if from_file_name else "account"
        for channel in self._live.values():
            if account in channel.accounts:
                return self._say(channel.channel_id, source)
        remembered = self._survivors.get(self.answers.get(f"account {account}", {}).get("channel", ""))
        # The account inside goes before what the person said: their answer names its channel only while that is free.
        word = self._asked.answer_for([platform], [*self._asked.platforms]) if self._asked.words else None
        if word is not None:
            channel_id = self._asked_for(word, [platform], account)
            held = self._live[channel_id].accounts
            if not held:
                self._adopt(channel_id, account)
            if not held or account in held:
                return self._say(channel_id, source)
            self._went_elsewhere = True
            self.notes.append(
                _(
                    "The file is of {account} and channel {channel} of another account, so the file went elsewhere. If both "
                    "are one, join them: reppu channels merge",
                    account=name or account.partition(":")[2],
                    channel=channel_id,
                )
            )
        if remembered in self._live:
            return self._say(str(remembered), "remembered")
        # a person's posts must not slip into a page's channel
        without = [c for c in self._live.values() if c.platform == platform and not c.accounts and not self.of_a_person]
        if len(without) == 1:
            self._adopt(without[0].channel_id, account)
            if from_file_name:
                self.taken = without[0].channel_id
            self.notes.append(
                _(
                    "Channel {channel} had no account yet; it is taken to be {account} from now on.",
                    channel=without[0].channel_id,
                    account=name or account.partition(":")[2],
                )
            )
            return self._say(without[0].channel_id, source)
        if without:
            self._ambiguous([platform], [channel.channel_id for channel in without])
        return self._say(self._create(platform, name or account.partition(":")[2], (account,)), source)

    def _named_in_row(self, name: str) -> str:
        survivor = self._survivors.get(name)
        if survivor is not None:
            return self._say(survivor, "account")
        named = [c.channel_id for c in self._live.values() if c.name.casefold() == name.casefold()]
        if len(named) == 1:
            return self._say(named[0], "account")
        if self.may_wait:
            raise WaitForOthers
        if named:
            raise ReppuError(
                _("Several channels are called “{name}”: {channels}.", name=name, channels=", ".join(sorted(named))),
                advice=_("Write the channel's id in the table."),
            )
        # "linkedin-ads-x" is of linkedin-ads and not of linkedin
        for platform in sorted(self.made_by_hand, key=len, reverse=True):
            if name.casefold() == platform or name.casefold().startswith(f"{platform}-"):
                return self._say(self._create(platform, name, ()), "account")
        raise ReppuError(
            _("There is no channel “{name}”.", name=name),
            expected=_("one of: {channels}", channels=", ".join(sorted(self._live)) or "–"),
            advice=_(
                "Import an export of the channel first, or write its platform in front, such as x-{name}.", name=name
            ),
        )

    def _asked_for(self, word: str, platforms: Sequence[str], account: str | None = None) -> str:
        self._words_used.add(word)
        survivor = self._survivors.get(word)
        if survivor is not None:
            return survivor
        of_these = [c for c in self._live.values() if c.platform in platforms]
        named = [c.channel_id for c in of_these if c.name.casefold() == word.casefold()]
        slugged = [c.channel_id for c in of_these if c.channel_id == slug_of(c.platform, word)]
        for found in (named, slugged):
            if len(found) == 1:
                return found[0]
            if found:
                self._ambiguous(platforms, found)
        bound = self._asked.platform_of(word)
        if bound in platforms or len(platforms) == 1:
            return self._create(bound or platforms[0], word, (account,) if account else ())
        self._ambiguous(platforms, new=[slug_of(platform, word) for platform in platforms])

    def _create(self, platform: str, name: str, accounts: tuple[str, ...]) -> str:
        # "x-vesi" given by hand is the id itself, and "vesi" what people call it
        plain = name[len(platform) + 1 :] if name.casefold().startswith(f"{platform}-") else name
        channel_id = unused_slug(slug_of(platform, plain), self._survivors)
        channel = Channel(channel_id, platform, plain or name, accounts)
        self._live[channel_id] = channel
        self._survivors[channel_id] = channel_id
        self._made.append(channel)
        self.setup.append(channel_created(channel_id, platform, channel.name, accounts))
        self.notes.append(_("Channel {channel} was made for this file.", channel=channel_id))
        return channel_id

    def _adopt(self, channel_id: str, account: str) -> None:
        channel = self._live[channel_id]
        self._live[channel_id] = Channel(channel_id, channel.platform, channel.name, (*channel.accounts, account))
        self.setup.append(account_added(channel_id, account))

    def _remember(self, platforms: Sequence[str], channel_id: str) -> None:
        keys = [self._answer_key(platforms)]
        if self.names.account is not None and len(platforms) == 1:
            keys.append(f"account {platforms[0]}:{self.names.account.casefold()}")
        for key in keys:
            if key is not None and self.answers.get(key, {}).get("channel") != channel_id:
                self.setup.append(mapping(key, {"channel": channel_id}))

    def _answer_key(self, platforms: Sequence[str]) -> str | None:
        # Only a name with words of its own tells one account's files from another's; "Visits (1).csv" does not.
        # Hashed: the words may be a person's name. All members' archives are called alike.
        if not self.names.own_words or self.of_a_person:
            return None
        words = " ".join(self.names.own_words)
        return f"file of {'/'.join(platforms)} {hashlib.sha256(words.encode()).hexdigest()[:16]}"

    def _say_part(self, account: str | None, channel_id: str, found_by: str) -> str:
        self._parts[account] = (channel_id, found_by)
        return self._say(channel_id, found_by)

    def _say(self, channel_id: str, found_by: str) -> str:
        self.found_by.setdefault(channel_id, found_by)
        return channel_id

    def _ambiguous(
        self, platforms: Sequence[str], known: Sequence[str] | None = None, new: Sequence[str] = ()
    ) -> NoReturn:
        """Raises what makes `settle` say that only a person can tell: which of `known`, by default all of the platforms."""
        if known is None:
            known = [] if new else [c.channel_id for c in self._live.values() if c.platform in platforms]
        if not new:
            taken = {self._live[channel_id].platform for channel_id in known}
            new = [platform for platform in platforms if platform not in taken]
        raise _MustBeSaid(Open(tuple(platforms), tuple(sorted(known)), tuple(new)))
