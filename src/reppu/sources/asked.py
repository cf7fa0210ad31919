"""What a person said with `--channel`: a word for all of a command's files, or one for each platform.

A word is bound to a platform when it is the id of a channel ("instagram-museo") or begins as an id does; any other
("Museo") may name a channel on every platform.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from reppu.lake.facade import Channel
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

_LONGEST_SLUG = 48  # the lake allows 64; this leaves room for a number behind it


@dataclass(frozen=True)
class Asked:
    """The words of `--channel`. channels: all of the lake, merged ones included. platforms: those a word may begin with."""

    words: Sequence[str]
    channels: Sequence[Channel]
    platforms: Collection[str]

    @classmethod
    def of(cls, words: Sequence[str], channels: Sequence[Channel], platforms: Collection[str]) -> Asked:
        """The words without blanks around them, each once."""
        return cls(tuple(dict.fromkeys(word.strip() for word in words)), channels, platforms)

    @property
    def survivors(self) -> Mapping[str, str]:
        """Channel → the channel that carries its facts now."""
        return {one.channel_id: one.merged_into or one.channel_id for one in self.channels}

    def platform_of(self, word: str) -> str | None:
        """The one platform that a word can be of; None for a mere name."""
        platforms = {one.channel_id: one.platform for one in self.channels}
        if word in platforms:
            return platforms[self.survivors[word]]
        plain = word.casefold()
        # "linkedin-ads-x" is of linkedin-ads and not of linkedin
        bound = [one for one in self.platforms if plain == one or plain.startswith(f"{one}-")]
        return max(bound, key=len, default=None)

    def named(self, word: str) -> set[str]:
        """The channels that count now and that a word may mean, by id, name or what the id would be made from."""
        survivors = self.survivors
        if word in survivors:
            return {survivors[word]}
        return {
            survivors[one.channel_id]
            for one in self.channels
            if word.casefold() in (one.channel_id, one.name.casefold()) or slug_of(one.platform, word) == one.channel_id
        }

    def answer_for(self, part: Collection[str], file: Collection[str]) -> str | None:
        """The word for a part of a file that is of one of the platforms `part`; None where the words are for other parts
        (the file may hold the platforms `file`) or none was said.

        Raises ReppuError when two are, or when no word can be of this file.
        """
        fitting = [word for word in self.words if self._fits(word, part)]
        if len(fitting) > 1:
            raise ReppuError(
                _(
                    "{channels} were given for a file, or a part of one, that can go to one channel only.",
                    channels=", ".join(f"--channel {word}" for word in fitting),
                ),
                expected=_("one channel for each platform, written with its platform, such as {example}",
                           example=f"{min(part)}-vesi"),
            )  # fmt: skip
        if fitting:
            return fitting[0]
        if self.words and not any(self._fits(word, file) for word in self.words):
            self.refuse(self.words[0], part)
        return None

    def refuse(self, word: str, platforms: Collection[str]) -> NoReturn:
        """Raises ReppuError: a word is of another platform than the file."""
        raise ReppuError(
            _(
                "Channel {channel} is on another platform ({platform}) than this file.",
                channel=self.survivors.get(word, word),
                platform=self.platform_of(word) or "–",
            ),
            advice=_("Name a channel of the file's platform: {platforms}.", platforms=", ".join(platforms)),
        )

    def _fits(self, word: str, platforms: Collection[str]) -> bool:
        bound = self.platform_of(word)
        if bound is None or bound in platforms:
            return True
        live = {one.channel_id: one.platform for one in self.channels}
        return word not in live and any(live[one] in platforms for one in self.named(word))

    def contradicts(self, now: Collection[str]) -> bool:
        """Whether a person who imports a file again means other channels than `now`, where its facts are."""
        platforms = {one.platform for one in self.channels if one.channel_id in now}
        agrees = False
        for word in self.words:
            if self.named(word) & set(now):
                agrees = True
            elif self.platform_of(word) in {None, *platforms}:
                return True
        return bool(self.words) and not agrees

    def unused(self, used: Collection[str], followed: Collection[str] = ()) -> list[Text]:
        """What to tell of the words, but for those `followed`, when the facts went to the channels `used`.

        A channel of another platform than those used is for the other files of the command, and needs no word.
        """
        told = [self._unused(word, used) for word in self.words if word not in followed]
        return [one for one in told if one is not None]

    def _unused(self, word: str, used: Collection[str]) -> Text | None:
        named = self.named(word)
        if named & set(used):
            return None
        platforms = {one.channel_id: one.platform for one in self.channels}
        of_used = {platforms.get(one) for one in used}
        if used and named and not {platforms.get(one) for one in named} & of_used:
            return None
        went = ", ".join(sorted(used)) or "–"
        if not named:
            if len(self.words) > 1 and self.platform_of(word) not in {None, *of_used}:
                return None
            return _(
                "There is no channel “{name}”, and it was not needed: the file tells itself where it belongs ({channels}).",
                name=word,
                channels=went,
            )
        return _(
            "--channel {name} was not used: the file tells itself where it belongs ({channels}).",
            name=word,
            channels=went,
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


def unused_slug(slug: str, taken: Mapping[str, str]) -> str:
    """`slug`, with a number behind it when it is taken."""
    number, free = 2, slug
    while free in taken:
        free = f"{slug}-{number}"
        number += 1
    return free
