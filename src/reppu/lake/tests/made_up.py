"""Made-up facts for the lake's tests: small, and told apart at a glance."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from reppu.lake.facade import (
    INPUTS,
    INTERACTION_TEXTS,
    INTERACTIONS,
    OBSERVATIONS,
    POSTS,
    Lake,
    Receipt,
    channel_created,
)

CHANNEL = "x-vesi"
APRIL = datetime(2021, 4, 1, 9, tzinfo=UTC)
AWKWARD = "Käyttäjä [1] 50% #/a=b/l'eau *?"


def likes(value: float | None, as_of: datetime = APRIL, post: str = "1", **other: Any) -> dict[str, Any]:
    row = {
        "channel_id": CHANNEL,
        "subject_kind": "post",
        "subject_id": post,
        "measure": "x.post.likes",
        "window": "lifetime",
        "breakdown": "",
        "value": value,
        "unit": "count",
        "clock": "utc",
        "as_of": as_of,
    }
    return row | other


def daily(value: float | None, day: date, as_of: datetime = APRIL, **other: Any) -> dict[str, Any]:
    return likes(value, as_of) | {
        "subject_kind": "account",
        "subject_id": "account",
        "measure": "x.account.likes",
        "window": "day",
        "period_start": day,
        "period_end": day,
        **other,
    }


def post(post_id: str = "1", published_at: datetime | None = APRIL, as_of: datetime = APRIL, **other: Any) -> dict[str, Any]:  # fmt: skip
    row = {"channel_id": CHANNEL, "post_id": post_id, "published_at": published_at, "kind": "text", "as_of": as_of}
    return row | other


def spent(hours: float | None, amount: float | None = None, as_of: datetime = APRIL, **other: Any) -> dict[str, Any]:
    """Hours and money of March 2021."""
    row = {
        "period_start": date(2021, 3, 1),
        "period_end": date(2021, 3, 31),
        "kind": "staff",
        "hours": hours,
        "amount": amount,
        "currency": None if amount is None else "EUR",
        "as_of": as_of,
    }
    return row | other


def later(days: float) -> datetime:
    return APRIL + timedelta(days=days)


def bring(
    lake: Lake,
    identity: str,
    observations: list[dict[str, Any]] = [],  # noqa: B006 - only read
    posts: list[dict[str, Any]] = [],  # noqa: B006
    interactions: list[dict[str, Any]] = [],  # noqa: B006
    texts: list[dict[str, Any]] = [],  # noqa: B006
    inputs: list[dict[str, Any]] = [],  # noqa: B006
) -> Receipt:
    """Imports rows as a file called `<identity>.csv`; makes the channels that they name."""
    channels = {row["channel_id"] for row in (*observations, *posts, *interactions, *texts)}
    channels = channels | {row["channel_id"] for row in inputs if "channel_id" in row} or {CHANNEL}
    with lake.staging() as staging:
        for table, schema, rows in (
            ("observations", OBSERVATIONS, observations),
            ("posts", POSTS, posts),
            ("interactions", INTERACTIONS, interactions),
            ("interaction_texts", INTERACTION_TEXTS, texts),
            ("inputs", INPUTS, inputs),
        ):
            if rows:
                staging.write(table, pa.Table.from_pylist(rows, schema=schema))
        return staging.commit(
            identity=identity,
            content_hash=f"bytes of {identity}",
            payload={"file": f"{identity}.csv", "channels": sorted(channels)},
            who="test",
            setup=[channel_created(channel, "x", channel.title()) for channel in sorted(channels)],
        )


def rows_of(table: Any) -> list[dict[str, Any]]:
    """An expression's rows in an order that does not depend on the engine."""
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return sorted(rows, key=lambda row: repr(sorted(row.items())))


def values_of(table: Any) -> dict[str, float | None]:
    """Latest observations as subject (or day) → value."""
    return {str(row["period_start"] or row["subject_id"]): row["value"] for row in rows_of(table)}
