"""ZIPs that are one thing, recognised by the names of what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reppu.vocabulary.language import Text


@dataclass(frozen=True, slots=True)
class Bundle:
    """A ZIP that is recognised as a whole and deliberately not opened. member: pattern that a member's path ends with."""

    kind: str
    platform: str
    title: Text
    member: str
    declined: Text

    def is_in(self, names: Iterable[str]) -> bool:
        """Whether one of the member names says so."""
        return any(re.search(self.member, name) for name in names)
