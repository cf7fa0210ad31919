"""Exports in, facts in the lake: what other capabilities may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reppu.sources.by_hand import (
    Input,
    MediumResult,
    add_followers,
    add_input,
    inputs_of,
    overlaps,
    overlaps_in_words,
    results_of,
)
from reppu.sources.mapping_proposals.proposals import ColumnProposal, TableProposal
from reppu.sources.outcome import ImportOutcome, Interrupted, ProgressSeen
from reppu.sources.reader import Refusal
from reppu.sources.rehearsing import LookedAt
from reppu.sources.table_answers import Changes, ColumnAnswer, Preview, ProposedFile, RememberedTable, TableAnswer
from reppu.sources.unsettled import FileAnswer, Open, Unsettled
from reppu.vocabulary.language import Text

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

    Ask = Callable[[TableProposal], TableAnswer | None]

Progress = Callable[[ProgressSeen], None]

__all__ = [
    "Changes",
    "ColumnAnswer",
    "ColumnProposal",
    "FileAnswer",
    "ImportOutcome",
    "Input",
    "Interrupted",
    "LookedAt",
    "MediumResult",
    "Open",
    "Preview",
    "Progress",
    "ProgressSeen",
    "ProposedFile",
    "Refusal",
    "RememberedTable",
    "TableAnswer",
    "TableProposal",
    "Unsettled",
    "accept",
    "add_followers",
    "add_input",
    "answer",
    "confirmed_headings",
    "exports_that_fit_a_table",
    "forget",
    "how_to_export",
    "import_paths",
    "inputs_of",
    "kind_of_input",
    "kinds_of_export",
    "kinds_of_input",
    "overlaps",
    "overlaps_in_words",
    "platforms",
    "preview",
    "propose",
    "rehearse",
    "remembered",
    "results_of",
    "results_of_media",
    "table_remembered",
    "what_it_is",
    "write_followers_template",
    "write_inputs_template",
]


def import_paths(
    lake: Lake,
    paths: Sequence[Path],
    *,
    channel: str | Sequence[str] | None = None,
    as_of: datetime | None = None,
    assume_yes: bool = False,
    progress: Progress | None = None,
    who: str = "person",
    ask: Ask | None = None,
    said: Mapping[str, FileAnswer] | None = None,
) -> list[ImportOutcome]:
    """Imports files, folders and ZIPs into the lake; one outcome per file, in the order of the paths.

    channel: the channel's id or name, for files that do not tell their account; several, one for each platform. as_of: when the files were stated
    (aware datetime); default the moment in the file's name, else its modification time. assume_yes changes nothing:
    an ambiguous file is always refused with the command that settles it, never guessed. progress: called with
    ProgressSeen several times a second at most. ask: called once for each shape of a table that nobody knows, with what
    Reppu takes its columns for; its answer is remembered, None leaves the file out. Without it such a file is refused. said: answers for single files, by how
    they are shown (ImportOutcome.file); they go before channel and as_of.

    A file's troubles are in its outcome and stop no other file. Raises Interrupted (a KeyboardInterrupt) on Ctrl-C:
    committed files stay, of the current one nothing is visible. Raises StorageError when the disk refuses.
    """
    from reppu.sources.importing import Importer

    channels = [channel] if isinstance(channel, str) else list(channel or ())
    outcomes = Importer(lake, channels, as_of, progress, who, ask=ask, said=said or {}).run(paths)
    lake.refresh_cache()  # nothing for a small lake; after a large import the first page is then as fast as the next
    return outcomes


def rehearse(
    lake: Lake,
    paths: Sequence[Path],
    *,
    said: Mapping[str, FileAnswer] | None = None,
    progress: Progress | None = None,
) -> list[LookedAt]:
    """What `import_paths` would make of the files, with their first rows, without storing anything. Takes about as long.

    Entries that outcomes name beyond the lake's position are only rehearsed.
    """
    from reppu.sources.rehearsing import rehearsed

    return rehearsed(lake, paths, said or {}, progress)


def how_to_export(platform: str) -> Text | None:
    """Where a person finds the exports of a platform ("x", "facebook", "instagram"); None for one we do not read."""
    from reppu.sources.platforms import HOW_TO_EXPORT

    return HOW_TO_EXPORT.get(platform)


def kinds_of_input() -> dict[str, tuple[Text, Text]]:
    """What hours and money can be put into: id → its name, what belongs to it."""
    from reppu.sources.own_table.kinds import KINDS

    return dict(KINDS)


def results_of_media() -> dict[str, tuple[Text, Text]]:
    """What another medium can give: id → its name, what is counted."""
    from reppu.sources.own_table.results import RESULTS

    return dict(RESULTS)


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


# Tables that nobody knows


def propose(
    paths: Sequence[Path], lake: Lake | None = None, *, reads_as: str | None = None, header_row: int | None = None
) -> list[ProposedFile]:
    """What the columns of each file's tables are taken for, how sure that is and why; nothing is stored.

    lake: whose remembered answers count. reads_as: what a person says the tables are, a kind of export
    ("meta.content.facebook"), "table.post" or "table.day". header_row: where the heading stands, from 1.
    """
    from reppu.sources.asking import propose_files

    return propose_files(paths, _answers(lake), reads_as, header_row)


def answer(proposal: TableProposal, changes: Changes | None = None, lake: Lake | None = None) -> TableAnswer:
    """The proposal with a person's changes, as an answer that can be previewed and accepted.

    Raises ReppuError that says what a person must still tell. lake: whose time zone and channels count.
    """
    from reppu.sources.asking import answer_of

    return answer_of(proposal, changes or Changes(), lake)


def preview(path: Path, shape: str, answer: TableAnswer) -> Preview:
    """The first facts of a file as they would be read with `answer`, and what would be refused by row and column.

    shape: of the proposal that was answered. Takes some tenths of a second; nothing is stored.
    """
    from reppu.sources.asking import preview_file

    return preview_file(path, shape, answer)


def accept(lake: Lake, shape: str, answer: TableAnswer, who: str = "person") -> int | None:
    """Remembers an answer for the organisation; the journal entry's number, None when it is remembered already."""
    from reppu.sources.remembering import remember

    return remember(lake, shape, answer, who)


def remembered(lake: Lake) -> list[RememberedTable]:
    """All answers that hold, with the imports that were read by them, the oldest first."""
    from reppu.sources.remembering import remembered_tables

    return remembered_tables(lake)


def table_remembered(lake: Lake, code: str) -> RememberedTable:
    """The answer called `code`, or the only one whose code begins so. Raises ReppuError when there is none."""
    from reppu.sources.remembering import table_remembered

    return table_remembered(lake, code)


def what_it_is(proposal: TableProposal, words: str, column: ColumnProposal) -> str:
    """The target that a person's words mean. Raises ReppuError with what can be said."""
    from reppu.sources.asking import target_called

    return target_called(proposal, words, column)[0]


def platforms() -> tuple[str, ...]:
    """Every platform that a channel may be of."""
    from reppu.sources.platforms import PLATFORMS

    return PLATFORMS


def exports_that_fit_a_table() -> list[str]:
    """Kinds of known exports that a table in another language may be read as."""
    from reppu.sources.platforms import READERS
    from reppu.sources.recognising import tables_in

    return [table.kind for reader in READERS if reader.declined is None for table in tables_in(reader)]


def forget(lake: Lake, code: str, who: str = "person", *, with_imports: bool = False) -> tuple[int, Sequence[int]]:
    """(the entry that forgets the answer called `code`, the imports that were withdrawn with it)."""
    from reppu.sources.remembering import forget

    return forget(lake, code, who, with_imports=with_imports)


def confirmed_headings(lake: Lake) -> dict[str, object]:
    """The headings that people of this organisation have confirmed for known exports, as JSON without any data, to send
    to the makers of Reppu."""
    from reppu.sources.remembering import confirmed_headings

    return confirmed_headings(lake)


def _answers(lake: Lake | None) -> Mapping[str, Mapping[str, object]]:
    from reppu.sources.answers import KEY

    if lake is None:
        return {}
    return {key: one for key, one in lake.mappings().items() if key.startswith(KEY)}
