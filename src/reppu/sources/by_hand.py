"""Numbers that a person enters by hand, and what is there of hours, money and other media's results: each addition is an entry of
the journal that can be withdrawn, and what is said again about the same period, place and kind replaces what was said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from reppu.sources.own_table.kinds import KINDS
from reppu.sources.own_table.periods import today_in
from reppu.sources.own_table.results import RESULTS, SUBJECT, observation, result_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _, _n

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

_SHOWN_OVERLAPS = 5
_KEY = ("period_start", "period_end", "channel_id", "medium", "function", "kind")
_RESULT_KEY = ("period_start", "period_end", "subject_id", "measure")


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


@dataclass(frozen=True, slots=True)
class MediumResult:
    """What a medium that is no channel gave in a period, as it counts now. result: a key of RESULTS; value: a count.

    entry_no: of the newest statement.
    """

    period_start: date
    period_end: date
    medium: str
    result: str
    value: float
    entry_no: int

    @property
    def place(self) -> tuple[str | None, ...]:
        """What a second row must share to be of the same result; capitals do not count."""
        return (self.medium.casefold(), self.result)

    def in_words(self) -> Text:
        """Medium, result and period: “radio, reach, 1 Mar 2021 – 31 Mar 2021”."""
        return _(
            "{place}, {kind}, {first} – {last}",
            place=self.medium,
            kind=RESULTS[self.result][0] if self.result in RESULTS else self.result,
            first=self.period_start,
            last=self.period_end,
        )


class _OfPeriod(Protocol):
    @property
    def period_start(self) -> date: ...
    @property
    def period_end(self) -> date: ...
    @property
    def entry_no(self) -> int: ...
    @property
    def place(self) -> tuple[str | None, ...]: ...
    def in_words(self) -> Text: ...


_Told = TypeVar("_Told", bound=_OfPeriod)


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
    return _enter(lake, {"observations": [row]}, said, day, day, who)


def add_input(
    lake: Lake,
    *,
    since: date,
    until: date,
    who: str,
    kind: str | None = None,
    channel_id: str | None = None,
    medium: str | None = None,
    function: str | None = None,
    hours: float | None = None,
    amount: float | None = None,
    currency: str | None = None,
    results: Mapping[str, int] | None = None,
    now: datetime | None = None,
) -> int:
    """Notes hours, money, what a medium gave, or all of these; returns the journal's entry.

    kind: a key of KINDS, which hours and money need. currency: default the organisation's. results: by keys of RESULTS; they are
    of the medium as a whole, whatever the kind and the function.
    Replaces what was said of the same period, place and kind, each number apart. Raises ReppuError for what says nothing or
    contradicts itself.
    """
    now = now or datetime.now(UTC)
    results = results or {}
    medium, function = (" ".join(word.split()) or None if word else None for word in (medium, function))
    if until < since:
        raise ReppuError(_("The period ends before it begins."))
    if channel_id is not None and medium is not None:
        raise ReppuError(_("Hours and money are of a channel or of another medium, not of both."))
    if hours is None and amount is None and not results:
        raise ReppuError(_("Neither hours nor money nor results of another medium were given."))
    if hours is not None and hours < 0:
        raise ReppuError(_("There cannot be fewer than no hours."))
    if kind is None and (hours is not None or amount is not None):
        raise ReppuError(
            _("Hours and money need a kind: what they are for."),
            expected=_("one of: {kinds}", kinds=_listed([name for name, _what in KINDS.values()])),
        )
    if results:
        _check_results(lake, results, medium, since, now)
    rows: dict[str, list[dict[str, Any]]] = {}
    said: dict[str, Any] = {"what": "inputs", "channels": [channel_id] if channel_id is not None else []}
    said |= {"medium": medium, "function": function}
    if hours is not None or amount is not None:
        put_in = {
            "hours": hours,
            "amount": amount,
            "currency": (currency or lake.settings().currency) if amount is not None else None,
            "kind": kind,
        }
        place = {"channel_id": channel_id, "medium": medium, "function": function}
        rows["inputs"] = [{"period_start": since, "period_end": until, **place, **put_in, "as_of": now}]
        said |= put_in
    if results:
        from reppu.lake.facade import NO_CHANNEL

        assert medium is not None
        rows["observations"] = [
            {"channel_id": NO_CHANNEL, **observation(since, until, medium, name, float(value)), "as_of": now}
            for name, value in results.items()
        ]
        said["results"] = dict(results)
    return _enter(lake, rows, said, since, until, who)


def _check_results(lake: Lake, results: Mapping[str, int], medium: str | None, since: date, now: datetime) -> None:
    if medium is None:
        raise ReppuError(
            _("Results are written down for another medium only; those of your channels come from their exports."),
            advice=_("Name the medium, such as print or radio."),
        )
    if any(value < 0 for value in results.values()):
        raise ReppuError(_("There cannot be fewer than none of it."))
    if since > today_in(lake.settings().time_zone, now):
        raise ReppuError(
            _("{day} is yet to come.", day=since), expected=_("a period that has begun: results are what was seen")
        )


def _listed(names: Sequence[Text]) -> Text:
    listed = names[0]
    for name in names[1:]:
        listed = Text("{first}, {second}", first=listed, second=name)
    return listed


def _enter(
    lake: Lake, tables: dict[str, list[dict[str, Any]]], said: dict[str, Any], since: date, until: date, who: str
) -> int:
    import pyarrow as pa

    from reppu.lake.facade import TABLES

    with lake.staging() as staging:
        for table, rows in tables.items():
            staging.write(table, pa.Table.from_pylist(rows, schema=TABLES[table]))
        payload = {**said, "since": since.isoformat(), "until": until.isoformat()}
        # no identity: the same said twice is two statements of a person, of which the later counts
        return staging.commit("input", identity=None, content_hash=None, payload=payload, who=who).entry_no


def inputs_of(lake: Lake, position: int | None = None) -> list[Input]:
    """Hours and money as they count at a position, by period, place and kind."""
    rows = lake.latest_inputs(position).drop("as_of").to_pyarrow().to_pylist()
    found = [Input(**row) for row in rows]
    return sorted(found, key=lambda one: tuple("" if value is None else str(value) for value in astuple(one)))


def results_of(lake: Lake, position: int | None = None) -> list[MediumResult]:
    """What other media gave, as it counts at a position, by period, medium and result; capitals make no other medium."""
    stated = lake.latest_observations(position)
    stated = stated.filter((stated.subject_kind == SUBJECT) & stated.value.notnull())
    rows = stated.select(*_RESULT_KEY, "value", "as_of", "entry_no").to_pyarrow().to_pylist()
    newest: dict[tuple[Any, ...], MediumResult] = {}
    for row in sorted(rows, key=lambda row: (row["as_of"], row["entry_no"])):
        one = MediumResult(
            row["period_start"],
            row["period_end"],
            row["subject_id"],
            result_of(row["measure"]),
            row["value"],
            row["entry_no"],
        )
        newest[one.period_start, one.period_end, *one.place] = one
    order = {name: place for place, name in enumerate(RESULTS)}
    return sorted(
        newest.values(),
        key=lambda one: (one.period_start, one.period_end, one.medium.casefold(), order.get(one.result, len(order))),
    )


def overlaps(inputs: Iterable[_Told]) -> list[tuple[_Told, _Told]]:
    """Pairs of one place and kind whose periods share days without being the same: their numbers may count twice."""
    pairs = []
    by_place: dict[tuple[str | None, ...], list[_Told]] = {}
    for one in inputs:
        by_place.setdefault(one.place, []).append(one)
    for rows in by_place.values():
        longest: _Told | None = None
        for one in sorted(rows, key=lambda row: (row.period_start, row.period_end)):
            if longest is not None and one.period_start <= longest.period_end:
                pairs.append((longest, one))
            if longest is None or one.period_end > longest.period_end:
                longest = one
    return pairs


def remarks_on(lake: Lake, entry_no: int) -> list[Text]:
    """What a person should know after hours, money and results came in: periods that overlap, and rows of an earlier version of
    the same table that this one no longer holds."""
    remarks: list[Text] = []
    for told in (inputs_of(lake), results_of(lake)):
        pairs = [pair for pair in overlaps(told) if entry_no in {one.entry_no for one in pair}]
        remarks += overlaps_in_words(pairs)
    keys = _keys_by_entry(lake)
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


def _keys_by_entry(lake: Lake) -> dict[int, set[tuple[Any, ...]]]:
    """What each entry says something about, as rows of a table: hours and money of a place and kind, results of a medium."""
    keys: dict[int, set[tuple[Any, ...]]] = {}
    observed = lake.read("observations")
    for rows, key in (
        (lake.read("inputs").select("entry_no", *_KEY), _KEY),
        (observed.filter(observed.subject_kind == SUBJECT).select("entry_no", *_RESULT_KEY), _RESULT_KEY),
    ):
        for row in rows.to_pyarrow().to_pylist():
            keys.setdefault(row["entry_no"], set()).add(tuple(row[name] for name in key))
    return keys


def overlaps_in_words(pairs: Sequence[tuple[_OfPeriod, _OfPeriod]]) -> list[Text]:
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
