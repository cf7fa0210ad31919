"""Numbers that a person enters by hand, and what is there of hours and money: each addition is an entry of the journal that can
be withdrawn, and what is said again about the same period, place and kind replaces what was said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from reppu.sources.own_table.kinds import KINDS
from reppu.sources.own_table.periods import today_in
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

_SHOWN_OVERLAPS = 5
_KEY = ("period_start", "period_end", "channel_id", "medium", "function", "kind")


@dataclass(frozen=True, slots=True)
class Input:
    """Hours and money of one period, place and kind, as they count now. Hours or amount null: nobody told.

    channel_id, medium and function: null for social media as a whole, for no other medium, for no function. kind: a key of
    KINDS. entry_no: of the newest statement.
    """

    period_start: date
    period_end: date
    channel_id: str | None
    medium: str | None
    function: str | None
    kind: str
    hours: float | None
    amount: float | None
    currency: str | None
    entry_no: int

    @property
    def place(self) -> tuple[str | None, ...]:
        """What a second row must share to be of the same hours and money; capitals do not count."""
        return (self.channel_id, *(word and word.casefold() for word in (self.medium, self.function)), self.kind)

    def in_words(self) -> Text:
        """Place, kind and period: “x-vesi, staff, 1 Mar 2021 – 31 Mar 2021”."""
        return _(
            "{place}, {kind}, {first} – {last}",
            place=", ".join(filter(None, (self.channel_id, self.medium, self.function))) or _("all social media"),
            kind=KINDS[self.kind][0] if self.kind in KINDS else self.kind,
            first=self.period_start,
            last=self.period_end,
        )


def add_followers(lake: Lake, channel_id: str, day: date, followers: int, who: str, now: datetime | None = None) -> int:
    """Notes how many followed a channel on a day of the organisation; returns the journal's entry.

    Replaces an earlier number of the same day. Raises ReppuError for a day that is yet to come.
    """
    now = now or datetime.now(UTC)
    if followers < 0:
        raise ReppuError(_("A channel cannot have fewer than no followers."))
    if day > today_in(lake.settings().time_zone, now):
        raise ReppuError(
            _("{day} is yet to come.", day=day), expected=_("the day on which the number was seen, today at the latest")
        )
    row = {
        "channel_id": channel_id,
        "subject_kind": "account",
        "subject_id": "account",
        "measure": "hand.account.followers",
        "window": "day",
        "period_start": day,
        "period_end": day,
        "clock": "organisation",
        "breakdown": "",
        "value": float(followers),
        "unit": "count",
        "as_of": now,
    }
    said = {"what": "followers", "followers": followers, "channels": [channel_id]}
    return _enter(lake, "observations", row, said, day, day, who)


def add_input(
    lake: Lake,
    *,
    since: date,
    until: date,
    kind: str,
    who: str,
    channel_id: str | None = None,
    medium: str | None = None,
    function: str | None = None,
    hours: float | None = None,
    amount: float | None = None,
    currency: str | None = None,
    now: datetime | None = None,
) -> int:
    """Notes hours, money or both; returns the journal's entry. kind: a key of KINDS. currency: default the organisation's.

    Replaces what was said of the same period, place and kind; hours and money apart. Raises ReppuError for what says
    nothing or contradicts itself.
    """
    medium, function = (" ".join(word.split()) or None if word else None for word in (medium, function))
    if until < since:
        raise ReppuError(_("The period ends before it begins."))
    if channel_id is not None and medium is not None:
        raise ReppuError(_("Hours and money are of a channel or of another medium, not of both."))
    if hours is None and amount is None:
        raise ReppuError(_("Neither hours nor money were given."))
    if hours is not None and hours < 0:
        raise ReppuError(_("There cannot be fewer than no hours."))
    row: dict[str, Any] = {
        "period_start": since,
        "period_end": until,
        "channel_id": channel_id,
        "medium": medium,
        "function": function,
        "hours": hours,
        "amount": amount,
        "currency": (currency or lake.settings().currency) if amount is not None else None,
        "kind": kind,
        "as_of": now or datetime.now(UTC),
    }
    told = {name: row[name] for name in ("medium", "function", "kind", "hours", "amount", "currency")}
    said = {"what": "inputs", "channels": [channel_id] if channel_id is not None else [], **told}
    return _enter(lake, "inputs", row, said, since, until, who)


def _enter(
    lake: Lake, table: str, row: dict[str, Any], said: dict[str, Any], since: date, until: date, who: str
) -> int:
    import pyarrow as pa

    from reppu.lake.facade import TABLES

    with lake.staging() as staging:
        staging.write(table, pa.Table.from_pylist([row], schema=TABLES[table]))
        payload = {**said, "since": since.isoformat(), "until": until.isoformat()}
        # no identity: the same said twice is two statements of a person, of which the later counts
        return staging.commit("input", identity=None, content_hash=None, payload=payload, who=who).entry_no


def inputs_of(lake: Lake, position: int | None = None) -> list[Input]:
    """Hours and money as they count at a position, by period, place and kind."""
    rows = lake.latest_inputs(position).drop("as_of").to_pyarrow().to_pylist()
    found = [Input(**row) for row in rows]
    return sorted(found, key=lambda one: tuple("" if value is None else str(value) for value in astuple(one)))


def overlaps(inputs: Iterable[Input]) -> list[tuple[Input, Input]]:
    """Pairs of one place and kind whose periods share days without being the same: their hours may count twice."""
    pairs = []
    by_place: dict[tuple[str | None, ...], list[Input]] = {}
    for one in inputs:
        by_place.setdefault(one.place, []).append(one)
    for rows in by_place.values():
        longest: Input | None = None
        for one in sorted(rows, key=lambda row: (row.period_start, row.period_end)):
            if longest is not None and one.period_start <= longest.period_end:
                pairs.append((longest, one))
            if longest is None or one.period_end > longest.period_end:
                longest = one
    return pairs


def remarks_on(lake: Lake, entry_no: int) -> list[Text]:
    """What a person should know after hours and money came in: periods that overlap, and rows of an earlier version of the
    same table that this one no longer holds."""
    inputs = inputs_of(lake)
    pairs = [pair for pair in overlaps(inputs) if entry_no in {one.entry_no for one in pair}]
    remarks = overlaps_in_words(pairs)
    rows = lake.read("inputs").select("entry_no", *_KEY).to_pyarrow().to_pylist()
    keys: dict[int, set[tuple[Any, ...]]] = {}
    for row in rows:
        keys.setdefault(row["entry_no"], set()).add(tuple(row[name] for name in _KEY))
    mine = keys.get(entry_no, set())
    for entry in lake.entries(kinds=("import",)):
        theirs = keys.get(entry.entry_no, set())
        # it restates some of that file's rows, so it is most likely a newer version of it
        if entry.entry_no < entry_no and theirs & mine and theirs - mine:
            remarks.append(
                _n(
                    "{n} row of entry {entry_no} is not in this file and still counts. If this file replaces that one: "
                    "reppu withdraw {entry_no}",
                    "{n} rows of entry {entry_no} are not in this file and still count. If this file replaces that one: "
                    "reppu withdraw {entry_no}",
                    len(theirs - mine),
                    entry_no=str(entry.entry_no),
                )
            )
    return remarks


def overlaps_in_words(pairs: Sequence[tuple[Input, Input]]) -> list[Text]:
    """A sentence for each of the first overlaps, and one for the rest."""
    said = [
        _(
            "Two periods overlap, so some days may count twice: {first}; {second}.",
            first=first.in_words(),
            second=second.in_words(),
        )
        for first, second in pairs[:_SHOWN_OVERLAPS]
    ]
    more = len(pairs) - len(said)
    return said + ([_n("{n} further period overlaps.", "{n} further periods overlap.", more)] if more else [])
