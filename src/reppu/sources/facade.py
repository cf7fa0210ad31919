"""Exports in, facts in the lake: what other capabilities may call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reppu.sources.by_hand import Input, add_followers, add_input, inputs_of, overlaps, overlaps_in_words
from reppu.sources.outcome import ImportOutcome, Interrupted, ProgressSeen
from reppu.sources.reader import Refusal
from reppu.vocabulary.language import Text

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

Progress = Callable[[ProgressSeen], None]

__all__ = [
    "ImportOutcome",
    "Input",
    "Interrupted",
    "Progress",
    "ProgressSeen",
    "Refusal",
    "add_followers",
    "add_input",
    "how_to_export",
    "import_paths",
    "inputs_of",
    "kind_of_input",
    "kinds_of_export",
    "kinds_of_input",
    "overlaps",
    "overlaps_in_words",
    "write_followers_template",
    "write_inputs_template",
]


def import_paths(
    lake: Lake,
    paths: Sequence[Path],
    *,
    channel: str | None = None,
    as_of: datetime | None = None,
    assume_yes: bool = False,
    progress: Progress | None = None,
    who: str = "person",
) -> list[ImportOutcome]:
    """Imports files, folders and ZIPs into the lake; one outcome per file, in the order of the paths.

    channel: the channel's id or name, for files that do not tell their account. as_of: when the files were stated
    (aware datetime); default the moment in the file's name, else its modification time. assume_yes changes nothing:
    an ambiguous file is always refused with the command that settles it, never guessed. progress: called with
    ProgressSeen several times a second at most.

    A file's troubles are in its outcome and stop no other file. Raises Interrupted (a KeyboardInterrupt) on Ctrl-C:
    committed files stay, of the current one nothing is visible. Raises StorageError when the disk refuses.
    """
    from reppu.sources.importing import Importer

    outcomes = Importer(lake, channel, as_of, progress, who).run(paths)
    lake.refresh_cache()  # nothing for a small lake; after a large import the first page is then as fast as the next
    return outcomes


def how_to_export(platform: str) -> Text | None:
    """Where a person finds the exports of a platform ("x", "facebook", "instagram"); None for one we do not read."""
    from reppu.sources.platforms import HOW_TO_EXPORT

    return HOW_TO_EXPORT.get(platform)


def kinds_of_input() -> dict[str, tuple[Text, Text]]:
    """What hours and money can be put into: id → its name, what belongs to it."""
    from reppu.sources.own_table.kinds import KINDS

    return dict(KINDS)


def kind_of_input(word: str) -> str | None:
    """The id of the kind that a word of any of our languages means."""
    from reppu.sources.own_table.kinds import kind_called

    return kind_called(word)


def write_inputs_template(path: Path, lake: Lake, language: str) -> None:
    """A spreadsheet (.xlsx) to fill in hours and money, with the organisation's channels to choose from.

    The same lake and language give the same bytes. Raises ReppuError when it cannot be written or lies there already.
    """
    from reppu.sources.own_table.template import write_inputs

    write_inputs(path, lake.channels(), language)


def write_followers_template(path: Path, lake: Lake, language: str) -> None:
    """A spreadsheet to fill in follower counts; otherwise as `write_inputs_template`."""
    from reppu.sources.own_table.template import write_followers

    write_followers(path, lake.channels(), language)


def kinds_of_export() -> list[tuple[str, str, Text, Text | None]]:
    """(kind, platform, title, why it is declined or None) of everything that is recognised, in the order of the list."""
    from reppu.sources.platforms import READERS

    return [(reader.kind, reader.platform, reader.title, reader.declined) for reader in READERS]
