"""Which channel a file's facts belong to. In order: an account id inside, the person's `--channel`, an account in the
file's or ZIP's name, a remembered answer, the only channel of that platform; none yet: one is made and said; several: the
file is refused with the command that settles it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reppu.lake.facade import Channel, account_added, channel_created, mapping
from reppu.sources.names import FileNames
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

_LONGEST_SLUG = 48  # the lake allows 64; this leaves room for a number behind it


# The "platform" of accounts that are a channel's own id or name, as our own tables give it
NAMED_IN_ROW = "channel"


class WaitForOthers(Exception):
    """This file does not tell its account; files of the same command that do should go before it."""


@dataclass
class ChannelFinder:
    """Finds the channels of one file; what must be made with its import gathers in `setup`.

    channels: all of the lake. answers: the remembered ones. asked: `--channel`. platform, platforms: the reader's. names:
    what the file's and the ZIP's name tell. command: the text of a command that would settle an ambiguity. may_wait: raise
    WaitForOthers where other files of the same command may yet tell more. made_by_hand: platforms on which a channel may
    be made by its id alone. of_a_person: the file is one member's and not the organisation's, so that it goes to no channel
    that was not said or is not that member's by number.
    """

    channels: Sequence[Channel]
    answers: dict[str, dict[str, Any]]
    asked: str | None
    platform: str
    platforms: Sequence[str]
    names: FileNames
    command: str
    may_wait: bool = False
    made_by_hand: Sequence[str] = ()
    of_a_person: bool = False
    setup: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    found_by: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._live = {c.channel_id: c for c in self.channels if c.merged_into is None}
        self._survivors = {c.channel_id: c.merged_into or c.channel_id for c in self.channels}
        self._settled: dict[str | None, str] = {}
        self._went_elsewhere = False

    def settle(self, account: str | None, name: str | None = None) -> str:
        """The channel_id of an account ("x:handle", "x:" or None); `name` is what people call the account.

        Raises ReppuError when only a person can tell.
        """
        if account not in self._settled:
            self._settled[account] = self._find(account, name)
        return self._settled[account]

    def _find(self, account: str | None, name: str | None) -> str:
        platform, _colon, told = (account or "").partition(":")
        if platform == NAMED_IN_ROW:
            return self._named_in_row(told)
        if told:
            return self._of_account(platform, f"{platform}:{told}", name, from_file_name=False)
        candidates = [platform] if platform else list(self.platforms) or [self.platform]
        if self.asked is not None and not self._asked_for_another_part(candidates):
            channel_id = self._asked_for(candidates)
            self._remember(candidates, channel_id)
            return self._say(channel_id, "asked")
        if self.names.account is not None and len(candidates) == 1:
            key = f"{candidates[0]}:{self.names.account.casefold()}"
            return self._of_account(candidates[0], key, self.names.account, from_file_name=True)
        if self.of_a_person:
            raise ReppuError(
                _("This is the archive of one person and does not tell whose, so it was put into no channel."),
                advice=_(
                    "Give that person a channel, with a name of it in place of NAME: {command}",
                    command=f"{self.command} --channel {candidates[0]}-NAME",
                ),
            )
        words = self._answer_key(candidates)
        remembered = self.answers.get(words, {}).get("channel") if words else None
        if remembered is not None and self._survivors.get(remembered) in self._live:
            return self._say(self._survivors[remembered], "remembered")
        if len(candidates) > 1:
            raise self._ambiguous(candidates, platform_unknown=True)
        of_platform = [c for c in self._live.values() if c.platform == candidates[0]]
        if len(of_platform) == 1:
            if self.may_wait:  # it may not stay the only one: the order of the files must change nothing
                raise WaitForOthers
            return self._say(of_platform[0].channel_id, "only")
        if of_platform:
            raise self._ambiguous(candidates)
        if self.may_wait:
            raise WaitForOthers
        return self._say(self._create(candidates[0], candidates[0], ()), "created")

    def _asked_for_another_part(self, candidates: Sequence[str]) -> bool:
        """Whether the channel that was asked for is of a platform that the file may hold beside this one.

        Meta's charts of 2020-22 hold a Facebook and an Instagram part: an answer for one says nothing of the other.
        """
        survivor = self._survivors.get(self.asked.strip()) if self.asked is not None else None
        if survivor is None:
            return False
        platform = self._live[survivor].platform
        return platform in self.platforms and platform not in candidates

    def refuse_unused_answer(self) -> None:
        """Raises ReppuError when the channel that was asked for exists and no part of the file was of its platform."""
        survivor = self._survivors.get(self.asked.strip()) if self.asked is not None else None
        if survivor is None or not self.found_by or self._live[survivor].platform not in self.platforms:
            return
        used = {self._live[channel_id].platform for channel_id in self.found_by}
        if self._live[survivor].platform not in used:
            self._asked_for(sorted(used))

    def say_unused_answer(self) -> None:
        """Notes that the channel which was asked for was not used, since the file told itself where it belongs."""
        said = unused_answer(self.asked, self._live.values(), self._survivors, self.found_by)
        if said is not None and not self._went_elsewhere:
            self.notes.append(said)

    def _of_account(self, platform: str, account: str, name: str | None, from_file_name: bool) -> str:
        source = "name" if from_file_name else "account"
        for channel in self._live.values():
            if account in channel.accounts:
                return self._say(channel.channel_id, source)
        remembered = self._survivors.get(self.answers.get(f"account {account}", {}).get("channel", ""))
        # The account inside goes before what the person said: their answer names its channel only while that is free.
        elsewhere = self._survivors.get(self.asked.strip()) if self.asked is not None else None
        if self.asked is not None and (elsewhere is None or self._live[elsewhere].platform == platform):
            channel_id = self._asked_for([platform], account)
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
            self.notes.append(
                _(
                    "Channel {channel} had no account yet; it is taken to be {account} from now on.",
                    channel=without[0].channel_id,
                    account=name or account.partition(":")[2],
                )
            )
            return self._say(without[0].channel_id, source)
        if without:
            raise self._ambiguous([platform])
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

    def _asked_for(self, platforms: Sequence[str], account: str | None = None) -> str:
        assert self.asked is not None
        asked = self.asked.strip()
        survivor = self._survivors.get(asked)
        if survivor is not None:
            channel = self._live[survivor]
            if channel.platform not in platforms:
                raise ReppuError(
                    _(
                        "Channel {channel} is on another platform ({platform}) than this file.",
                        channel=survivor,
                        platform=channel.platform,
                    ),
                    advice=_("Name a channel of the file's platform: {platforms}.", platforms=", ".join(platforms)),
                )
            return survivor
        named = [c for c in self._live.values() if c.platform in platforms and c.name.casefold() == asked.casefold()]
        slugged = [
            c for c in self._live.values() if c.platform in platforms and c.channel_id in self._slugs(asked, platforms)
        ]
        for found in (named, slugged):
            if len(found) == 1:
                return found[0].channel_id
            if found:
                raise self._ambiguous(platforms)
        for platform in platforms:
            if len(platforms) == 1 or asked.casefold() == platform or asked.casefold().startswith(f"{platform}-"):
                return self._create(platform, asked, (account,) if account else ())
        raise self._ambiguous(platforms, platform_unknown=True)

    @staticmethod
    def _slugs(name: str, platforms: Sequence[str]) -> set[str]:
        return {slug_of(platform, name) for platform in platforms}

    def _create(self, platform: str, name: str, accounts: tuple[str, ...]) -> str:
        # "x-vesi" given by hand is the id itself, and "vesi" what people call it
        plain = name[len(platform) + 1 :] if name.casefold().startswith(f"{platform}-") else name
        channel_id = unused_slug(slug_of(platform, plain), self._survivors)
        channel = Channel(channel_id, platform, plain or name, accounts)
        self._live[channel_id] = channel
        self._survivors[channel_id] = channel_id
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

    def _say(self, channel_id: str, found_by: str) -> str:
        self.found_by.setdefault(channel_id, found_by)
        return channel_id

    def _ambiguous(self, platforms: Sequence[str], platform_unknown: bool = False) -> ReppuError:
        """The error to raise; raises WaitForOthers itself where the file may wait."""
        if self.may_wait:
            raise WaitForOthers
        known = sorted(c.channel_id for c in self._live.values() if c.platform in platforms)
        first = known[0] if known else platforms[0]
        command = f"{self.command} --channel {first}"
        if platform_unknown:
            happened = _("The file does not tell whether it is of {platforms}.", platforms=" / ".join(platforms))
        else:
            happened = _(
                "The file does not tell which of these channels it is of: {channels}.", channels=", ".join(known)
            )
        return ReppuError(
            happened,
            advice=_("Say it: {command} (or another of: {channels})", command=command,
                     channels=", ".join(known or platforms))
            if len(known or platforms) > 1
            else _("Say it: {command}", command=command),
        )  # fmt: skip


def unused_answer(
    asked: str | None, channels: Iterable[Channel], survivors: Mapping[str, str], used: Collection[str]
) -> Text | None:
    """What to tell of a channel that was asked for when the facts went to `used`; None when there is nothing to tell.

    A channel of another platform than those used is for the other files of the command, and needs no word.
    """
    if asked is None:
        return None
    word = asked.strip()
    named = {
        survivors.get(one.channel_id, one.channel_id)
        for one in channels
        if word.casefold() in (one.channel_id, one.name.casefold()) or slug_of(one.platform, word) == one.channel_id
    } | ({survivors[word]} if word in survivors else set())
    if named & set(used):
        return None
    platforms = {one.channel_id: one.platform for one in channels}
    if used and named and not {platforms.get(one) for one in named} & {platforms.get(one) for one in used}:
        return None
    went = ", ".join(sorted(used)) or "–"
    if not named:
        return _(
            "There is no channel “{name}”, and it was not needed: the file tells itself where it belongs ({channels}).",
            name=word,
            channels=went,
        )
    return _(
        "--channel {name} was not used: the file tells itself where it belongs ({channels}).", name=word, channels=went
    )


def slug_of(platform: str, name: str) -> str:
    """A channel's id: `<platform>-<name>` in small letters a–z, digits and hyphens; `<platform>` for a nameless one."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not words or words == platform:
        return platform
    if words.startswith(f"{platform}-"):
        words = words[len(platform) + 1 :]
    return f"{platform}-{words}"[:_LONGEST_SLUG].strip("-")


def unused_slug(slug: str, taken: dict[str, str]) -> str:
    """`slug`, with a number behind it when it is taken."""
    number, free = 2, slug
    while free in taken:
        free = f"{slug}-{number}"
        number += 1
    return free
