"""A lake as it stands at one position, folded once for the hundred questions that a book asks.

Each metric folds the facts anew, which is right for one question and slow for a book: 0.1 to 0.4 s a fold, a hundred folds.
This reads as a Lake does, keeps each fold of the book's days in memory until the book is done, and answers the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reppu.lake.facade import Lake


class PinnedLake:
    """The reading half of a Lake at one position. A context manager; afterwards the kept folds are let go.

    since, until: the days that will be asked about, both included. Facts about other days may be absent, except that all
    posts are there (metrics ask when a channel first and last published).
    """

    def __init__(self, lake: Lake, position: int, since: date, until: date) -> None:
        self._lake = lake
        self._pin = position
        # A day more on both sides: the organisation's days are not UTC's.
        self._first_day, self._last_day = since - timedelta(days=1), until + timedelta(days=1)
        self._kept: dict[object, Any] = {}
        self.days_kept = (since, until)
        self.rows_kept: dict[object, Any] = {}  # metrics keep their readings here; see metrics/keeping.py

    def __enter__(self) -> PinnedLake:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.clear()
        self.rows_kept.clear()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lake, name)

    @property
    def position(self) -> int:
        """The position that it is pinned to."""
        return self._pin

    def entries(self, position: int | None = None, kinds: Sequence[str] | None = None) -> Any:
        """As of Lake."""
        at = self._at(position)
        return self._keep(("entries", at, tuple(kinds or ())), lambda: self._lake.entries(at, kinds))

    def channels(self, position: int | None = None) -> Any:
        """As of Lake."""
        at = self._at(position)
        return self._keep(("channels", at), lambda: self._lake.channels(at))

    def settings(self, position: int | None = None) -> Any:
        """As of Lake."""
        at = self._at(position)
        return self._keep(("settings", at), lambda: self._lake.settings(at))

    def latest_posts(self, position: int | None = None, as_of: datetime | None = None) -> Any:
        """As of Lake."""
        at = self._at(position)

        def fold() -> Any:
            import ibis

            rows = self._lake.latest_posts(at, as_of)
            first, after = self._moments()
            # Of the posts of other years only that they were there is asked; their texts would fill the memory.
            asked = (rows.published_at >= first) & (rows.published_at < after)
            return self._cached(rows.mutate(text=ibis.ifelse(asked, rows.text, ibis.null("string"))))

        return self._keep(("posts", at, as_of), fold)

    def latest_observations(
        self,
        position: int | None = None,
        as_of: datetime | None = None,
        nearest_age_days: float | None = None,
        tolerance_days: float | None = None,
    ) -> Any:
        """As of Lake, for posts published and days stated within the pinned days."""
        at = self._at(position)

        def fold() -> Any:
            rows = self._lake.latest_observations(at, as_of, nearest_age_days, tolerance_days)
            first, after = self._moments()
            of_posts = (rows.published_at >= first) & (rows.published_at < after)
            of_days = (rows.period_end >= self._first_day) & (rows.period_start <= self._last_day)
            return self._cached(rows.filter(of_posts | of_days))

        return self._keep(("observations", at, as_of, nearest_age_days, tolerance_days), fold)

    def latest_inputs(self, position: int | None = None, as_of: datetime | None = None) -> Any:
        """As of Lake."""
        at = self._at(position)
        return self._keep(("inputs", at, as_of), lambda: self._cached(self._lake.latest_inputs(at, as_of)))

    def _at(self, position: int | None) -> int:
        return self._pin if position is None else position

    def _keep(self, key: object, make: Any) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _moments(self) -> tuple[Any, Any]:
        import ibis

        def moment(day: date) -> Any:
            return ibis.literal(datetime.combine(day, time.min, UTC), type="timestamp('UTC', 6)")

        return moment(self._first_day), moment(self._last_day + timedelta(days=1))

    def _cached(self, expression: Any) -> Any:
        import ibis

        # Not `expression.cache()`: with ibis 12 and sqlglot 30 dropping its table fails (empty DROP statement).
        return ibis.memtable(expression.to_pyarrow())
