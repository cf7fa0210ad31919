"""Archives that are one thing, recognised by the names of what is in them: which members are read, and that no other is
ever opened. An archive of an account holds private messages and other people's names beside the posts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reppu.vocabulary.language import Text


@dataclass(frozen=True, slots=True)
class Bundle:
    """A platform's archive of one account, packed or unpacked. All patterns are regular expressions on paths with "/".

    marker: a member's whole path that gives the archive away; its group `root` is the folder in which the archive lies,
    with the "/" behind it. reads: what is read, relative to the root. belongs: what else is the archive's own, relative to
    the root; it counts in an unpacked folder only, where other people's files may lie beside it (in a packed one, everything
    below the root is the archive's). private: file names that are never opened, wherever they lie. unopened: what was not
    opened, in words.
    """

    kind: str
    platform: str
    title: Text
    marker: str
    reads: str
    belongs: str
    private: str
    unopened: Text


@dataclass(frozen=True, slots=True)
class Archive:
    """A bundle that was found, with its root ("" or a path that ends with "/")."""

    bundle: Bundle
    root: str

    def holds(self, name: str, unpacked: bool = False) -> bool:
        """Whether a path is part of the archive."""
        if not name.startswith(self.root):
            return False
        inside = name[len(self.root) :]
        return not unpacked or bool(re.fullmatch(f"(?:{self.bundle.reads})|(?:{self.bundle.belongs})", inside))

    def reads(self, name: str) -> bool:
        """Whether a path that the archive holds is one that is read."""
        return bool(re.fullmatch(self.bundle.reads, name[len(self.root) :]))


def archives_in(names: Iterable[str], bundles: Sequence[Bundle]) -> list[Archive]:
    """The archives that the names give away, those that lie deepest first."""
    found: set[tuple[int, str]] = set()
    for name in names:
        for number, bundle in enumerate(bundles):
            match = re.fullmatch(bundle.marker, name)
            if match is not None:
                found.add((number, match.group("root") or ""))
    deepest = sorted(found, key=lambda one: (-len(one[1]), one))
    return [Archive(bundles[number], root) for number, root in deepest]


def holder_of(name: str, archives: Sequence[Archive], unpacked: bool = False) -> Archive | None:
    """The archive that a path is part of; None for a stranger."""
    return next((archive for archive in archives if archive.holds(name, unpacked)), None)


def private_in(name: str, bundles: Sequence[Bundle]) -> Bundle | None:
    """The bundle that says of a file's name that it is never opened; None for any other name."""
    return next((bundle for bundle in bundles if re.fullmatch(bundle.private, name)), None)
