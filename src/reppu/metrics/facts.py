"""From facts to one row a post, or one row a stated day, with a canonical numerator and denominator.

Ibis expressions only, the same on DuckDB and on Spark; everything after this is numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from reppu.calendar.facade import Period, utc_bounds
from reppu.lake.facade import Channel, Lake
from reppu.metrics.keeping import keeps_rows, kept
from reppu.metrics.question import Question
from reppu.metrics.rosetta import MEASURES, Measure, Term, spelling_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


# What a post may be asked for beside its numbers: our word → the facts' column.
OF_POSTS = {
    "channel_id": "channel_id",
    "post_id": "post_id",
    "published_at": "published_at",
    "kind": "kind",
    "paid": "is_paid",
    "language": "language",
    "as_of": "as_of",
}


def rows_of_posts(lake: Lake, question: Question) -> pa.Table:
    """One row a post that counts: channel_id, published_at, kind, paid, language, numerator, denominator.

    Columns that the question does not need are absent; as_of is there when a platform has stopped stating the measure.
    numerator or denominator is null where the platform did not state it, or where the post has no number of the age asked
    for.
    """
    measures = _measures_of_posts(question)
    spellings = [spelling for name in measures for spelling in MEASURES[name].spellings.values()]
    words = [str(word) for word in ("kind", "paid", "language") if word in question.by]
    if any(spelling.valid_until for spelling in spellings):
        words.append("as_of")
    columns = ["channel_id", "published_at", *words]
    table = posts_with_numbers(lake, question, columns, measures)
    return table.rename_columns([*columns, *("numerator", "denominator")[: len(measures)]])


def _measures_of_posts(question: Question) -> list[str]:
    """At most two; a rate per follower has but one, for followers are stated of the channel."""
    return [name for name in question.definition.measures if MEASURES[name].subject == "post"]


def posts_with_numbers(lake: Lake, question: Question, columns: Sequence[str], measures: Sequence[str]) -> pa.Table:
    """One row a post that counts: `columns`, words of OF_POSTS, and a column for each canonical measure."""
    if not keeps_rows(lake):
        return _posts_joined(lake, question, columns, measures).to_pyarrow()
    # Ibis needs 0.1 s for its SQL whatever is asked, and a book asks for thirty pairs of measures.
    every = [name for name, measure in MEASURES.items() if measure.subject == "post"]
    return kept(
        lake,
        question,
        ("posts", question.age_days, question.tolerance_days),
        lambda wide: _posts_joined(lake, wide, list(OF_POSTS), every).to_pyarrow(),
        [*columns, *measures],
    )


def numbers_by_post(lake: Lake, question: Question) -> dict[tuple[str, str], tuple[float | None, float]]:
    """(channel, post) → the numerator, and how many days old the post was when it was stated (0 where it was not).

    Of a number that is a sum of several measures, the age is that of the one that was stated earliest.
    """
    measures = [MEASURES[name] for name in question.definition.measures]
    cells = {cell[0] for one in measures for each in one.spellings.values() for cell in each.cells}
    stated = lake.latest_observations(question.position, question.as_of, question.age_days, question.tolerance_days)
    stated = _of_channels(stated, question.channels)
    stated = stated.filter(
        (stated.subject_kind == "post") & stated.measure.isin(sorted(cells)) & stated.value.notnull()
    )
    when = stated.group_by("channel_id", "subject_id").agg(stated_at=stated.as_of.min()).to_pyarrow().to_pylist()
    at = {(row["channel_id"], row["subject_id"]): row["stated_at"] for row in when}
    numerator = _measures_of_posts(question)[0]
    posts = posts_with_numbers(lake, question, ["channel_id", "post_id", "published_at"], [numerator])
    found = {}
    for row in posts.to_pylist():
        post = row["channel_id"], row["post_id"]
        age = (at[post] - row["published_at"]).total_seconds() / 86_400 if post in at else 0.0
        found[post] = row[numerator], age
    return found


def posts_that_count(lake: Lake, question: Question) -> ir.Table:
    """The posts of the question's channels and days, without those that only pass on somebody else's."""
    posts = _of_channels(lake.latest_posts(question.position, question.as_of), question.channels)
    posts = posts.filter(~posts.is_repost.fill_null(False))
    return _published_in(posts, question)


def _posts_joined(lake: Lake, question: Question, columns: Sequence[str], measures: Sequence[str]) -> ir.Table:
    posts = posts_that_count(lake, question)
    wanted = dict.fromkeys([*columns, "post_id"] if measures else columns)
    posts = posts.select(**{word: posts[OF_POSTS[word]] for word in wanted})
    if not measures:
        return posts
    stated = lake.latest_observations(question.position, question.as_of, question.age_days, question.tolerance_days)
    # What the posts filter says already is said again here: the engines do not carry it over the join themselves.
    stated = _published_in(stated, question)
    numbers = canonical(
        stated.filter((stated.subject_kind == "post") & (stated.window == "lifetime")),
        [MEASURES[name] for name in measures],
        question.channels,
        key={"channel_id": "channel_id", "post_id": "subject_id"},
    )
    numbers = numbers.rename(_channel="channel_id", _post="post_id")
    joined = posts.left_join(numbers, [posts.channel_id == numbers["_channel"], posts.post_id == numbers["_post"]])
    return joined.select(*columns, *measures)


def _published_in(rows: ir.Table, question: Question) -> ir.Table:
    first, after = _moments(question)
    if first is not None:
        rows = rows.filter(rows.published_at >= first)
    return rows.filter(rows.published_at < after) if after is not None else rows


def rows_of_days(lake: Lake, question: Question) -> pa.Table:
    """One row a stated day or period of an account: channel_id, window, period_start, period_end, value (or null), and
    `other`, the denominator, for a composition."""
    definition = question.definition
    assert definition.numerator is not None  # every definition on the basis `activity` has one
    measures, names = [definition.numerator], ["value"]
    if definition.kind == "composition":
        assert definition.denominator is not None  # a composition has a whole
        measures, names = [*measures, definition.denominator], [*names, "other"]
    # Not all measures at once: a day has a row only if one of these measures was stated of it.
    table = kept(lake, question, ("days", *measures), lambda wide: _stated_days(lake, wide, measures).to_pyarrow())
    return table.rename_columns([*_OF_DAYS, *names])


_OF_DAYS = ("channel_id", "window", "period_start", "period_end")


def _stated_days(lake: Lake, question: Question, measures: Sequence[str]) -> ir.Table:
    stated = lake.latest_observations(question.position, question.as_of)
    stated = stated.filter((stated.subject_kind == "account") & stated.window.isin(["day", "period"]))
    if question.since is not None:
        stated = stated.filter(stated.period_start >= question.since)
    if question.until is not None:
        stated = stated.filter(stated.period_end <= question.until)
    asked = [MEASURES[name] for name in measures]
    return canonical(stated, asked, question.channels, {name: name for name in _OF_DAYS})


def rows_of_campaigns(lake: Lake, question: Question) -> pa.Table:
    """One row a stated day or period of an ad account, campaign, ad set or ad that touches the asked days: channel_id, subject_kind,
    subject_id, period_start, period_end, currency, numerator, and denominator where the metric has one."""
    definition = question.definition
    stated = _touching(lake.latest_observations(question.position, question.as_of), question)
    stated = stated.filter(stated.subject_kind.isin(["account", "campaign", "ad_set", "ad"]))
    key = {name: name for name in ("channel_id", "subject_kind", "subject_id", "period_start", "period_end")}
    numbers = canonical(
        stated, [MEASURES[name] for name in definition.measures], question.channels, key, with_currency=True
    )
    named = {"numerator": definition.measures[0]}
    if len(definition.measures) > 1:
        named["denominator"] = definition.measures[1]
    return numbers.rename(**named).to_pyarrow()


def rows_of_competitors(lake: Lake, question: Question) -> pa.Table:
    """One row a competitor and stated period: channel_id, subject_id, period_start, period_end, numerator."""
    definition = question.definition
    assert definition.numerator is not None  # a share of voice has one
    stated = _touching(lake.latest_observations(question.position, question.as_of), question)
    key = {name: name for name in ("channel_id", "subject_id", "period_start", "period_end")}
    numbers = canonical(
        stated.filter(stated.subject_kind == "competitor"), [MEASURES[definition.numerator]], question.channels, key
    )
    return numbers.rename(numerator=definition.numerator).to_pyarrow()


def _touching(stated: ir.Table, question: Question) -> ir.Table:
    stated = stated.filter(stated.window.isin(["day", "period"]))
    if question.since is not None:
        stated = stated.filter(stated.period_end >= question.since)
    if question.until is not None:
        stated = stated.filter(stated.period_start <= question.until)
    return stated


def known_days(lake: Lake, question: Question) -> dict[str, tuple[date, date]]:
    """First and last day (UTC) on which a channel is known to have published anything; no such day: absent."""
    asked = replace(question, since=None, until=None)  # of all time, whatever days are asked about
    return kept(lake, asked, ("known days",), lambda wide: _read_known_days(lake, wide))


def _read_known_days(lake: Lake, question: Question) -> dict[str, tuple[date, date]]:
    posts = _of_channels(lake.latest_posts(question.position, question.as_of), question.channels)
    table = posts.group_by("channel_id").agg(first=posts.published_at.min(), last=posts.published_at.max()).to_pyarrow()
    return {
        row["channel_id"]: (row["first"].date(), row["last"].date())
        for row in table.to_pylist()
        if row["first"] is not None
    }


def exported_periods(lake: Lake, question: Question) -> dict[str, list[tuple[date, date]]]:
    """The periods that the channel's exports of posts say they hold, by channel: an import's `since` and `until`."""
    periods: dict[str, list[tuple[date, date]]] = {}
    entries = lake.entries(question.position, ["import"])
    channels = lake.channels_of_all(entries, question.position)
    for entry in entries:
        said = entry.payload
        if entry.withdrawn_by is not None or not said.get("posts") or not (said.get("since") and said.get("until")):
            continue
        span = date.fromisoformat(said["since"]), date.fromisoformat(said["until"])
        for channel in channels[entry.entry_no]:
            periods.setdefault(channel, []).append(span)
    return periods


def canonical(
    stated: ir.Table,
    measures: Iterable[Measure],
    channels: tuple[Channel, ...],
    key: dict[str, str],
    *,
    with_currency: bool = False,
) -> ir.Table:
    """A row per key with one column per canonical measure, each as the channel's platform spells it."""
    import ibis

    asked = list(measures)
    there = {channel.platform for channel in channels}
    spellings = {one.name: {platform: spelling_of(one.name, platform) for platform in there} for one in asked}
    spelled = [spelling for found in spellings.values() for spelling in found.values() if spelling is not None]
    spelled = spelled or [spelling for one in asked for spelling in one.spellings.values()]
    cells = sorted({cell for spelling in spelled for cell in spelling.cells})
    column = {cell: f"m{place}" for place, cell in enumerate(cells)}
    ends = _ends(asked, channels)
    rows = _of_channels(stated, channels)
    rows = rows.filter(rows.measure.isin(sorted({measure for measure, _part in cells})))
    rows = rows.filter(rows.breakdown.isin(sorted({part for _measure, part in cells})))
    values: dict[str, Any] = {}
    for measure, part in cells:
        here = (rows.measure == measure) & (rows.breakdown == part)
        for end, ids in ends.get(measure, {}).items():
            # A zero from an export made after the platform ended the measure is its silence.
            silent = (rows.value == 0) & (rows.as_of >= _moment(datetime.combine(end, time(), UTC)))
            here = here & ~(silent.fill_null(False) & rows.channel_id.isin(ids))
        values[column[(measure, part)]] = rows.value.max(where=here)
    if with_currency:
        values["currency"] = rows.currency.max()
    wide = rows.group_by(**{new: rows[old] for new, old in key.items()}).agg(**values)
    nothing = ibis.null("float64")
    canonical = {}
    for one in asked:
        branches = []
        for platform, spelling in sorted(spellings[one.name].items()):
            ids = [channel.channel_id for channel in channels if channel.platform == platform]
            if spelling is not None:
                ways = [_sum(wide, way, column) for way in spelling.terms]
                value = ibis.coalesce(*ways) if len(ways) > 1 else ways[0]
                branches.append((wide.channel_id.isin(ids), value * spelling.scale if spelling.scale != 1 else value))
        canonical[one.name] = ibis.cases(*branches, else_=nothing) if branches else nothing
    return wide.select(*key, *(["currency"] if with_currency else []), **canonical)


def _ends(measures: Iterable[Measure], channels: tuple[Channel, ...]) -> dict[str, dict[date, list[str]]]:
    """Measure id → the day from which exports no longer hold it → the channels concerned."""
    ends: dict[str, dict[date, list[str]]] = {}
    for one in measures:
        for platform, spelling in one.spellings.items():
            ids = [channel.channel_id for channel in channels if channel.platform == platform]
            if spelling.valid_until is None or not ids:
                continue
            for measure, _part in spelling.cells:
                ends.setdefault(measure, {}).setdefault(spelling.valid_until, []).extend(ids)
    return ends


def _sum(wide: ir.Table, way: tuple[Term, ...], column: dict[tuple[str, str], str]) -> Any:
    """The sum of a way's terms; null as soon as one is: a part is not the whole."""
    total: Any = None
    for term in way:
        value = wide[column[(term.factors[0], term.breakdown)]]
        for factor in term.factors[1:]:
            value = value * wide[column[(factor, term.breakdown)]]
        value = -value if term.negative else value
        total = value if total is None else total + value
    return total


def _of_channels(rows: ir.Table, channels: tuple[Channel, ...]) -> ir.Table:
    return rows.filter(rows.channel_id.isin([one.channel_id for one in channels]))


def _moments(question: Question) -> tuple[Any, Any]:
    zone = question.settings.time_zone
    first = after = None
    if question.since is not None:
        first = _moment(utc_bounds(Period("", question.since, question.since), zone)[0])
    if question.until is not None:
        after = _moment(utc_bounds(Period("", question.until, question.until), zone)[1])
    return first, after


def _moment(value: datetime) -> Any:
    import ibis

    return ibis.literal(value, type="timestamp('UTC', 6)")
