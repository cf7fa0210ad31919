"""Examples and made-up facts, written into a lake as a source would write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pyarrow as pa

from reppu.lake.facade import TABLES, Lake, channel_created, channel_merged
from reppu.metrics.examples import PLATFORMS, Example, Import, Post, PutIn, Step


def moment(text: str) -> datetime:
    """ "2021-03-01 10:00" or "2021-03-01", UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def write_example(lake: Lake, example: Example) -> None:
    """Everything that the example gives, in its order."""
    for step in example.given:
        if isinstance(step, Import):
            write_import(lake, step)
        else:
            _do(lake, step)


def write_import(lake: Lake, given: Import) -> int:
    """One import; channels are created on first use. Returns its entry number."""
    channels = list(dict.fromkeys(row.channel for row in given.rows if row.channel is not None))
    posts = [row for row in given.rows if isinstance(row, Post)]
    as_of = moment(given.as_of)
    table = pa.Table.from_pylist(
        [
            {
                "channel_id": one.channel,
                "post_id": one.post,
                "published_at": moment(one.published) if one.published else None,
                "kind": one.kind,
                "language": one.language,
                "is_paid": one.paid,
                "is_repost": one.repost,
                "as_of": as_of,
            }
            for one in posts
        ],
        TABLES["posts"],
    )
    payload = {"channels": channels, "posts": len(posts)}
    if given.since and given.until:
        payload |= {"since": given.since, "until": given.until}
    with lake.staging() as staging:
        staging.write("posts", table)
        staging.write("observations", pa.Table.from_pylist(list(_observations(given)), TABLES["observations"]))
        staging.write("inputs", pa.Table.from_pylist(list(_inputs(given)), TABLES["inputs"]))
        receipt = staging.commit(
            identity=f"{lake.position}",
            content_hash=f"{lake.position}",
            payload=payload,
            who="test",
            setup=[channel_created(one, PLATFORMS[one], one) for one in channels],
        )
    return receipt.entry_no


def _observations(given: Import) -> Iterable[dict[str, object]]:
    for row in given.rows:
        common = {"channel_id": row.channel, "unit": "count", "as_of": moment(given.as_of)}
        if isinstance(row, PutIn):
            continue
        if isinstance(row, Post):
            common |= {"subject_kind": "post", "subject_id": row.post, "window": "lifetime", "clock": "utc"}
        else:
            kind, _space, subject = (row.about or "account account").partition(" ")
            common |= {
                "subject_kind": kind,
                "subject_id": subject,
                "window": "period" if row.until else "day",
                "period_start": date.fromisoformat(row.day),
                "period_end": date.fromisoformat(row.until or row.day),
                "clock": "unknown",
                "currency": row.currency,
            }
        for name, value in row.numbers.items():
            measure, _at, breakdown = name.partition("@")
            yield {**common, "measure": measure, "breakdown": breakdown, "value": value}


def _inputs(given: Import) -> Iterable[dict[str, object]]:
    for row in given.rows:
        if isinstance(row, PutIn):
            yield {
                "period_start": date.fromisoformat(row.day),
                "period_end": date.fromisoformat(row.until),
                "channel_id": row.channel,
                "function": row.function,
                "hours": row.hours,
                "amount": row.amount,
                "currency": row.currency,
                "as_of": moment(given.as_of),
            }


def _do(lake: Lake, step: Step) -> None:
    match step.what:
        case "withdraw":
            newest = max(entry.entry_no for entry in lake.entries(kinds=["import"]))
            lake.withdraw(newest, "test")
        case "merge":
            lake.record(*channel_merged(step.channel, step.into), who="test")
        case "leave_out":
            payload = {"what": "post", "channel_id": step.channel, "post_id": step.post, "reason": "a test"}
            lake.record("correction", payload, "test")
