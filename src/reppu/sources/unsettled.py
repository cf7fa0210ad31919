"""What only a person can tell of a file, as plain frozen data: for whoever asks them otherwise than by a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reppu.vocabulary.errors import ReppuError

if TYPE_CHECKING:
    from datetime import date, datetime

    from reppu.vocabulary.language import Text

MOST_COMMANDS = 5  # our choice: as many commands as can be read at a glance

CHANNEL, TABLE, MOMENT, AGAIN = "channel", "table", "moment", "again"


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
        return both if len(self.platforms) > 1 and len(both) <= MOST_COMMANDS else self.known or self.new


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Why a file waits for a person.

    what: "channel" (parts: each must be said; settled: channels of its other parts, to be said again with them), "table"
    (shapes: of its tables that nobody knows), "moment" (not_before: the day up to which it speaks, so that it was downloaded
    then or later), "again" (entry_no: the import of the very same bytes that was given other answers).
    """

    what: str
    parts: tuple[Open, ...] = ()
    settled: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    not_before: date | None = None
    entry_no: int | None = None


class NotSettled(ReppuError):
    """A file is refused until a person says what `unsettled` asks."""

    def __init__(self, happened: Text, *, unsettled: Unsettled, **more: Any) -> None:
        super().__init__(happened, **more)
        self.unsettled = unsettled


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What a person says of one file: its channel (one for each of its parts), when it was downloaded (aware), or that it is
    left out."""

    channels: tuple[str, ...] = ()
    as_of: datetime | None = None
    leave_out: bool = False
