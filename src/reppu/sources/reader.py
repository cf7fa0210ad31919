"""What every reader of an export is and gives; the one interface between the frame and the platforms.

A reader recognises a sheet (a text table in a file) by its content and turns it into batches of facts. It knows
nothing of channels, journals or folders: it names the platform's account ("facebook:1234"), and the frame finds
the channel. A file with several sheets is read by one reader, sheet by sheet (`workbook.py`). A wide table (a row per post or day, a column per measure) needs no code of its own: declare it as a
`WideTable` (`wide_table.py`); x/mapping.py is the file to imitate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from reppu.vocabulary.errors import ReppuError

if TYPE_CHECKING:
    import pyarrow as pa

    from reppu.sources.tables import Sheet
    from reppu.vocabulary.language import Text

TABLE_NAMES = ("posts", "observations", "audience", "interactions", "inputs")


@dataclass(frozen=True, slots=True)
class Match:
    """A sheet recognised.

    score: number of header cells (or titles) that the reader knew, plus the share of all that it knew (0 to 1);
    the reader with the highest score reads the sheet, so give what you truly recognised.
    language: of the export ("en", "sv", "fi", ...); None where nothing tells.
    header_row: row of the header, from 1 as a spreadsheet shows it; None where there is no single header.
    """

    score: float
    language: str | None
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something not taken in. row from 1 as a spreadsheet shows it, None for the whole file; reasons never quote
    cells that may hold text of a person (numbers and dates may be quoted).
    """

    row: int | None
    column: str | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Batch:
    """Facts of some rows, as Arrow tables with the columns of `lake.facade.TABLES`, but with `account` in place of
    channel_id and without as_of. Leave out columns that the export does not tell: the frame fills them with null
    (breakdown with "", window with "lifetime" for posts' observations only if you leave it out).

    account (null for inputs of no channel, `facts.OF_NO_CHANNEL` for observations of none): "<platform>:<id>" such as
    "facebook:1234"; "<platform>:" where the platform is known and the account is not told; null where only the reader's own
    platform is known.
    names: account → the name that people know it by, used when its channel is made.
    rows: data rows behind this batch. refused_total counts also those that are not listed in `refused`.
    """

    rows: int = 0
    posts: pa.Table | None = None
    observations: pa.Table | None = None
    audience: pa.Table | None = None
    interactions: pa.Table | None = None
    inputs: pa.Table | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[Refusal, ...] = ()
    refused_total: int = 0
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader may know beside the sheet: names as given (never stored as they are), and what they tell.

    folder_name: of the folder that the file lies in (within a ZIP: the ZIP's own folders only). since, until: the period
    by the names (the reader's `file_name`), else the days that files beside this one spoke of. may_wait: files that come
    later may yet tell the period, so raise PeriodNotTold where it is needed. as_of: when the file was probably stated (aware).
    sheets: all of the file with this one among them (one for a text file), known or not.
    """

    file_name: str
    zip_name: str | None = None
    folder_name: str | None = None
    since: date | None = None
    until: date | None = None
    may_wait: bool = False
    as_of: datetime | None = None
    sheets: tuple[Sheet, ...] = ()


class PeriodNotTold(ReppuError):
    """The file's figures are of a period that neither the file nor its names tell; a file beside it may."""


@runtime_checkable
class PeriodReader(Protocol):
    """What a `Reader` of figures of one period also has. period_only: the figures were true when the period ended, however
    much later they were downloaded; so the frame takes the period's end for as_of unless a person states another.
    """

    @property
    def period_only(self) -> bool: ...


@runtime_checkable
class Reader(Protocol):
    """One kind of export.

    kind: stable id such as "x.posts.2014". version: raised when the same bytes would give other facts.
    platform: "x", "facebook", ... ; platforms: all that its content may turn out to be, when it does not always tell
    (then an account of null or "" is ambiguous until a person says the channel); empty when `platform` is the only one.
    title: what the export is, in words. declined: why it is recognised and deliberately not read; None when it is read.
    file_name: regular expression, searched in the file's, the ZIP's and the folder's name without regard to case, with the groups it can
    tell: account, since and until (a range, YYYYMMDD or YYYY-MM-DD or Mon-DD-YYYY), moment (epoch milliseconds of the
    export) or stated_on (its day, in the same forms). None when names tell nothing.
    A reader whose content never names an account has `lists_all_posts` (`whose_posts.TellsNoAccount`).
    A reader of one member's own archive says `of_a_person = True` beside these: its facts go to no channel of the
    organisation unless a person says so.
    """

    # read-only here, so that a frozen dataclass or a plain class attribute will do
    @property
    def kind(self) -> str: ...
    @property
    def platform(self) -> str: ...
    @property
    def platforms(self) -> tuple[str, ...]: ...
    @property
    def version(self) -> int: ...
    @property
    def title(self) -> Text: ...
    @property
    def declined(self) -> Text | None: ...
    @property
    def file_name(self) -> str | None: ...

    def recognise(self, sheet: Sheet) -> Match | None:
        """How well the sheet's content fits; None when it is not this kind. Cheap: looks at `sheet.head` only."""
        ...

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts, in order, in batches of bounded size. Raises ReppuError to refuse the whole file."""
        ...
