"""The newest statement of each fact, as Ibis expressions that any engine runs. No files, no catalogue, no clock.

A platform states the same number again and again: an export of April says 120 likes, one of May 131. The newest by
(as_of, entry_no) counts. A blank cell never supersedes a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from reppu.lake.journal import Correction
from reppu.lake.schema import POSTS

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Raised whenever the fold's answer may change for the same facts: caches of another version are made anew.
FOLD_VERSION = 1

KEY = ("channel_id", "subject_kind", "subject_id", "measure", "window", "period_start", "period_end", "breakdown")
OBSERVATION_COLUMNS = (
    *KEY, "clock", "value", "unit", "currency", "as_of", "entry_no", "published_at", "post_kind", "is_paid",
)  # fmt: skip
POST_COLUMNS = (*POSTS.names, "entry_no")
INPUT_KEY = ("period_start", "period_end", "channel_id", "medium", "function", "kind")
INPUT_COLUMNS = (*INPUT_KEY, "hours", "amount", "currency", "as_of", "entry_no")
_DAY_SECONDS = 86_400
# A post's subject and a video's are the post's own: what leaves the post out leaves them out.
POST_SUBJECTS = ("post", "video")


def latest_posts(facts: ir.Table, stated_until: datetime | None = None) -> ir.Table:
    """One row per (channel_id, post_id); of each attribute the newest that was told. Columns POST_COLUMNS."""
    import ibis

    rows = facts if stated_until is None else facts.filter(facts.as_of <= _moment(stated_until))
    attributes = [name for name in POSTS.names if name not in ("channel_id", "post_id", "as_of")]
    # The greatest (as_of, entry_no, attribute): the attribute itself settles a tie inside one import, so that the
    # answer never depends on the order of rows.
    ranked = rows.mutate(
        **{
            f"_{name}": ibis.struct({"as_of": rows.as_of, "entry_no": rows.entry_no, "told": rows[name]})
            for name in attributes
        },
        _newest=ibis.struct({"as_of": rows.as_of, "entry_no": rows.entry_no}),
    )
    newest = ranked.group_by("channel_id", "post_id").agg(
        _newest=ranked["_newest"].max(),
        **{f"_{name}": ranked[f"_{name}"].max(where=ranked[name].notnull()) for name in attributes},
    )
    columns: dict[str, Any] = {name: newest[f"_{name}"]["told"] for name in attributes}
    columns |= {"channel_id": newest.channel_id, "post_id": newest.post_id}
    columns |= {name: newest["_newest"][name] for name in ("as_of", "entry_no")}
    return newest.select(**{name: columns[name] for name in POST_COLUMNS})


def latest_observations(
    facts: ir.Table,
    posts: ir.Table,
    *,
    stated_until: datetime | None = None,
    nearest: tuple[datetime, float, float] | None = None,
) -> ir.Table:
    """One row per KEY: the newest number, or null where only blanks were stated. Columns OBSERVATION_COLUMNS.

    posts: the result of `latest_posts` without corrections; gives published_at, post_kind and is_paid.
    nearest: (never later than, age_days, tolerance_days): a post's lifetime numbers are taken from the statement
    made nearest to that age of the post; posts without one inside the tolerance are left out.
    """
    until = nearest[0] if nearest is not None and stated_until is None else stated_until
    rows = facts if until is None else facts.filter(facts.as_of <= _moment(until))
    if nearest is None:
        return with_post(_newest_per_key(rows), posts)
    _until, age_days, tolerance_days = nearest
    of_post = (rows.window == "lifetime") & rows.subject_kind.isin(POST_SUBJECTS)
    others = with_post(_newest_per_key(rows.filter(~of_post)), posts)
    aged = with_post(rows.filter(of_post), posts)
    distance = (
        aged.as_of.epoch_seconds().cast("int64")
        - aged.published_at.epoch_seconds().cast("int64")
        - round(age_days * _DAY_SECONDS)
    ).abs()
    aged = aged.mutate(_distance=distance).filter(distance <= round(tolerance_days * _DAY_SECONDS))
    near = _newest_per_key(aged, nearness=True)
    return with_post(near, posts).union(others)


def _newest_per_key(rows: ir.Table, nearness: bool = False) -> ir.Table:
    import ibis

    order: dict[str, Any] = {"stated": rows.value.notnull()}
    if nearness:
        order["near"] = -rows["_distance"]
    # max of a struct compares field by field: a number before a blank, then the newest; the value settles ties
    # inside one import. Four times faster than a window function, and the same on every engine.
    order |= {"as_of": rows.as_of, "entry_no": rows.entry_no, "value": rows.value}
    order |= {name: rows[name] for name in ("unit", "currency", "clock")}
    ranked = rows.mutate(_order=ibis.struct(order))
    newest = ranked.group_by(*KEY).agg(_order=ranked["_order"].max())
    carried = ("clock", "value", "unit", "currency", "as_of", "entry_no")
    return newest.select(*KEY, **{name: newest["_order"][name] for name in carried})


def latest_inputs(facts: ir.Table, stated_until: datetime | None = None) -> ir.Table:
    """One row per INPUT_KEY: the newest hours and the newest amount with its currency. Columns INPUT_COLUMNS.

    What is said again about the same period, place and kind replaces what was said before and is not added to it. Hours
    and money replace each other apart, since the one may come from a calendar and the other from the books.
    """
    import ibis

    rows = facts if stated_until is None else facts.filter(facts.as_of <= _moment(stated_until))
    # As in `latest_posts`: the value itself settles a tie, so that the order of rows decides nothing.
    ranked = rows.mutate(
        _hours=ibis.struct({"as_of": rows.as_of, "entry_no": rows.entry_no, "told": rows.hours}),
        _amount=ibis.struct(
            {"as_of": rows.as_of, "entry_no": rows.entry_no, "told": rows.amount, "currency": rows.currency}
        ),
        _newest=ibis.struct({"as_of": rows.as_of, "entry_no": rows.entry_no}),
    )
    newest = ranked.group_by(*INPUT_KEY).agg(
        _hours=ranked["_hours"].max(where=ranked.hours.notnull()),
        _amount=ranked["_amount"].max(where=ranked.amount.notnull()),
        _newest=ranked["_newest"].max(),
    )
    return newest.select(
        *INPUT_KEY,
        hours=newest["_hours"]["told"],
        amount=newest["_amount"]["told"],
        currency=newest["_amount"]["currency"],
        as_of=newest["_newest"]["as_of"],
        entry_no=newest["_newest"]["entry_no"],
    )


def with_post(rows: ir.Table, posts: ir.Table) -> ir.Table:
    """Rows with their post's published_at, post_kind and is_paid; null for other subjects and unknown posts."""
    import ibis

    told = posts.select(
        _channel=posts.channel_id,
        _post=posts.post_id,
        published_at=posts.published_at,
        post_kind=posts.kind,
        is_paid=posts.is_paid,
    )
    names = [name for name in rows.columns if name not in ("published_at", "post_kind", "is_paid")]
    # Equalities only: with any other condition DuckDB compares every row with every post (10 s for 170,000 rows).
    keyed = rows.select(
        *names, _subject=rows.subject_kind.isin(POST_SUBJECTS).ifelse(rows.subject_id, ibis.null("string"))
    )
    joined = keyed.left_join(told, [keyed.channel_id == told["_channel"], keyed["_subject"] == told["_post"]])
    return joined.select(*names, "published_at", "post_kind", "is_paid")


def without_corrected_posts(
    posts: ir.Table, corrections: Sequence[Correction], merged: dict[str, str], time_zone: str
) -> ir.Table:
    """Posts that no correction leaves out. One that names measures leaves the post itself in."""
    condition: Any = None
    for channel, post_ids in _posts_left_out(corrections, merged).items():
        condition = _either(condition, (posts.channel_id == channel) & posts.post_id.isin(post_ids))
    for correction in corrections:
        if correction.what == "burst" and not correction.measures:
            condition = _either(
                condition,
                (posts.channel_id == _channel(correction, merged)) & _published_in(posts, correction, time_zone),
            )
    return posts if condition is None else posts.filter(~condition)


def without_corrected_observations(
    rows: ir.Table, corrections: Sequence[Correction], merged: dict[str, str], time_zone: str
) -> ir.Table:
    """Observations that no correction leaves out; rows need `published_at`."""
    condition: Any = None
    about_post = rows.subject_kind.isin(POST_SUBJECTS)
    for channel, post_ids in _posts_left_out(corrections, merged).items():
        condition = _either(condition, (rows.channel_id == channel) & about_post & rows.subject_id.isin(post_ids))
    for correction in corrections:
        here = rows.channel_id == _channel(correction, merged)
        if correction.what == "post":
            if not correction.measures:
                continue
            here = here & about_post & (rows.subject_id == correction.post_id)
        else:
            assert correction.since is not None and correction.until is not None  # checked when recorded
            inside = (rows.period_start >= correction.since) & (rows.period_end <= correction.until)
            inside = inside.fill_null(False)
            if correction.what == "burst":
                inside = inside | (
                    about_post & (rows.window == "lifetime") & _published_in(rows, correction, time_zone)
                )
            here = here & inside
        if correction.measures:
            here = here & rows.measure.isin(correction.measures)
        condition = _either(condition, here)
    return rows if condition is None else rows.filter(~condition)


def _posts_left_out(corrections: Sequence[Correction], merged: dict[str, str]) -> dict[str, list[str]]:
    posts: dict[str, list[str]] = {}
    for correction in corrections:
        if correction.what == "post" and not correction.measures and correction.post_id is not None:
            posts.setdefault(_channel(correction, merged), []).append(correction.post_id)
    return posts


def _published_in(rows: ir.Table, correction: Correction, time_zone: str) -> Any:
    assert correction.since is not None and correction.until is not None  # checked when recorded
    zone = ZoneInfo(time_zone)
    first = _midnight(correction.since, zone)
    end = _midnight(correction.until + timedelta(days=1), zone)
    return ((rows.published_at >= _moment(first)) & (rows.published_at < _moment(end))).fill_null(False)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _channel(correction: Correction, merged: dict[str, str]) -> str:
    return merged.get(correction.channel_id, correction.channel_id)


def _either(first: Any, second: Any) -> Any:
    return second if first is None else first | second


def _moment(value: datetime) -> Any:
    import ibis

    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return ibis.literal(value.astimezone(UTC), type="timestamp('UTC', 6)")
