"""What has moved since: each number that is another than it was at an earlier position, and the entries that moved it.

The answer at a position never changes, so an interval of entries at whose two ends the answers are equal holds no move
that still shows, and is not looked into; one at whose ends they differ is halved, down to single entries. Of n entries of
which k moved something that takes about k · log₂(n/k) answers. Moves that cancel each other (an import, its withdrawal)
are no moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from reppu.lake.facade import Entry, Lake
from reppu.metrics.answers import Key, Row
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import Estimate, State, without_value
from reppu.vocabulary.language import _

# Kinds of entries that can move a number; a remembered answer decides about later imports only, an erasure about texts.
MOVING = ("import", "input", "withdraw", "correction", "channel", "setting")
# After so many answers what is left is named as a run of entries: our choice, because at 10 million observations an
# answer of the past takes one to two seconds.
MOST_ANSWERS = 200


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a number. entries: the entry that made it; several where the search was ended before it knew which."""

    entries: tuple[Entry, ...]
    before: Estimate
    after: Estimate


@dataclass(frozen=True, slots=True)
class Moved:
    """One number that is not what it was, and its moves in order. keys: as in Row."""

    keys: dict[str, str | None]
    before: Estimate
    now: Estimate
    moves: tuple[Move, ...]


Answers = dict[Key, Row]


def position_at(lake: Lake, moment: datetime) -> int:
    """The position that the lake had at a moment: the newest entry made until then; 0 before the first."""
    return max((entry.entry_no for entry in lake.entries() if entry.at <= moment), default=0)


def moved(lake: Lake, since: int, answer: Callable[[int], tuple[Row, ...]]) -> tuple[Moved, ...]:
    """Every number of `answer`, a metric's rows at a position, that has moved since the position `since`."""
    now = lake.position
    if not 0 <= since <= now:
        raise ReppuError(
            _("There was no position {position}.", position=str(since)),
            expected=_("a number from 0 to {newest}", newest=str(now)),
        )
    entries = [one for one in lake.entries() if one.entry_no > since and one.kind in MOVING]
    known: dict[int, Answers] = {}

    def at(position: int) -> Answers:
        if position not in known:
            known[position] = {tuple(row.keys.values()): row for row in answer(position)} if position else {}
        return known[position]

    steps: list[tuple[int, int]] = []  # runs of entries (first and last place) at whose ends the answers differ

    def search(first: int, last: int) -> None:
        """Looks among entries[first:last]; the position before entries[0] is `since`."""
        before, after = _position(since, entries, first), _position(since, entries, last)
        if first == last or _same(at(before), at(after)):
            return
        if last - first == 1 or len(known) >= MOST_ANSWERS:
            steps.append((first, last))
            return
        middle = (first + last) // 2
        search(first, middle)
        search(middle, last)

    search(0, len(entries))
    then, today = at(since), at(_position(since, entries, len(entries)))
    moves: dict[Key, list[Move]] = defaultdict(list)
    for first, last in steps:
        before, after = at(_position(since, entries, first)), at(_position(since, entries, last))
        for key in [*before, *(one for one in after if one not in before)]:
            was, is_now = _estimate(before, key), _estimate(after, key)
            if was != is_now:
                moves[key].append(Move(tuple(entries[first:last]), was, is_now))
    found = []
    for key in [*today, *(one for one in then if one not in today)]:
        was, is_now = _estimate(then, key), _estimate(today, key)
        if was != is_now:
            found.append(Moved((today.get(key) or then[key]).keys, was, is_now, tuple(moves[key])))
    return tuple(found)


def _position(since: int, entries: list[Entry], place: int) -> int:
    return entries[place - 1].entry_no if place else since


def _same(first: Answers, second: Answers) -> bool:
    return all(_estimate(first, key) == _estimate(second, key) for key in {*first, *second})


def _estimate(answers: Answers, key: Key) -> Estimate:
    row = answers.get(key)
    return row.estimate if row is not None else without_value(State.MISSING)
