"""Gathers the facts of files that are read one item at a time, and gives them in batches of bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from reppu.lake.facade import TABLES
from reppu.sources.reader import Batch, Refusal
from reppu.vocabulary.language import Text

BATCH_ROWS = 2_000  # our choice: some megabytes of texts
LISTED_REFUSALS = 100


class RowByRow:
    """Facts gathered so far. `names` and `notes` go out with the next batch."""

    def __init__(self) -> None:
        self._rows = 0
        self._posts: list[dict[str, Any]] = []
        self._observations: list[dict[str, Any]] = []
        self._refused: list[Refusal] = []
        self._refused_total = 0
        self.names: dict[str, str] = {}
        self.notes: list[Text] = []

    def row(self) -> None:
        """One more item was looked at."""
        self._rows += 1

    def post(self, account: str | None, **attributes: Any) -> None:
        """A post with the attributes that were told (columns of the lake's posts)."""
        self._posts.append({"account": account, **{name: _clean(value) for name, value in attributes.items()}})

    def count(self, account: str | None, post_id: str, measure: str, value: float | None) -> None:
        """A lifetime count of a post; None where it was there and blank."""
        self._observations.append(
            {
                "account": account,
                "subject_kind": "post",
                "subject_id": _clean(post_id),
                "measure": measure,
                "window": "lifetime",
                "value": value,
            }
        )

    def refuse(self, row: int | None, column: str | None, reason: Text) -> None:
        """Something not taken in; row is the item's number from 1."""
        self._refused_total += 1
        if len(self._refused) < LISTED_REFUSALS:
            self._refused.append(Refusal(row, column, reason))

    def batches(self, final: bool = False) -> Iterator[Batch]:
        """A batch when enough has gathered, or at the end whatever has."""
        anything = self._rows or self._posts or self._refused_total or self.notes
        if not (anything if final else self._rows >= BATCH_ROWS):
            return
        yield Batch(
            rows=self._rows,
            posts=_table(self._posts, "posts"),
            observations=_table(self._observations, "observations"),
            names=dict(self.names),
            refused=tuple(self._refused),
            refused_total=self._refused_total,
            notes=tuple(self.notes),
        )
        self._rows = self._refused_total = 0
        self._posts, self._observations, self._refused, self.notes = [], [], [], []


def _table(rows: list[dict[str, Any]], name: str) -> pa.Table | None:
    if not rows:
        return None
    told = set().union(*rows)
    fields = [pa.field("account", pa.string()), *(field for field in TABLES[name] if field.name in told)]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _clean(value: Any) -> Any:
    # JSON may hold half a character ("\\ud83d" without its other half), which no text can
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def moment_of(text: Any) -> datetime | None:
    """ISO 8601 with its zone, in UTC; None for anything else."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def whole_count(value: Any) -> float | None:
    """A count as JSON gives it, number or text; None for a blank. Raises ValueError for what is no count."""
    if isinstance(value, str):
        value = value.strip()
        if value in ("", "-", "--"):
            return None
        if not value.isascii() or not value.isdigit() or len(value) > 15:
            raise ValueError(len(value))
        return float(value)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**15:
        raise ValueError(type(value).__name__)
    return float(value)
