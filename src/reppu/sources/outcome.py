"""What came of each file, as plain frozen data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reppu.sources.reader import Refusal
from reppu.sources.unsettled import Unsettled
from reppu.vocabulary.language import Text, _


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """One file of an import. file: as the person named it (with "› member" for a ZIP's).

    posts counts different posts; observations, audience, interactions and inputs count rows of facts, blank cells among them.
    Imported: entry_no is set and skipped is False. Skipped: it was in already, entry_no says where. declined: recognised
    and deliberately not read. refused: the first 100 things not taken in; a file refused whole has one, with row None.
    unsettled: what a person must say so that it is taken in, where that is why it was refused.
    """

    file: str
    recognised_as: str | None = None
    language: str | None = None
    channel: str | None = None
    rows: int = 0
    posts: int = 0
    observations: int = 0
    audience: int = 0
    interactions: int = 0
    inputs: int = 0
    skipped: bool = False
    declined: Text | None = None
    refused: list[Refusal] = field(default_factory=list)
    refused_total: int = 0
    entry_no: int | None = None
    notes: list[Text] = field(default_factory=list)
    unsettled: Unsettled | None = None


@dataclass(frozen=True, slots=True)
class ProgressSeen:
    """How far an import is: the file that is being read (number from 1), bytes of all files done and in all."""

    file: str
    file_no: int
    files: int
    bytes_done: int
    bytes_total: int


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during an import. `outcomes` tells what was done before; nothing of the file in work is in the lake."""

    def __init__(self, outcomes: Sequence[ImportOutcome], files: int) -> None:
        self.outcomes = list(outcomes)
        done = sum(1 for one in outcomes if one.entry_no is not None and not one.skipped)
        self.text = _(
            "Stopped. {done} of {files} files were imported and stay; of the file that was being read, nothing was kept. "
            "The same command goes on from here.",
            done=done,
            files=files,
        )
        super().__init__(self.text)

    def __str__(self) -> str:
        return str(self.text)
