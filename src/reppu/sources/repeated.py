"""Notices posts that stand in one table more than once with different numbers."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from reppu.vocabulary.language import Text, _n

# What makes a second row of the same post another statement and no contradiction.
_KEY = ("account", "post_id", "breakdown", "period_start", "period_end")


class Repeated:
    """Sees a table chunk by chunk and keeps 16 bytes a row, however wide it is."""

    def __init__(self) -> None:
        self._seen: list[pl.DataFrame] = []

    def see(self, frame: pl.DataFrame, measures: Sequence[str]) -> None:
        """The rows of a chunk that are taken in."""
        if not frame.height or not measures:
            return
        key = [name for name in _KEY if name in frame.columns]
        columns = {"key": frame.select(key).hash_rows(seed=1), "numbers": frame.select(measures).hash_rows(seed=2)}
        self._seen.append(pl.DataFrame(columns))

    def notes(self) -> tuple[Text, ...]:
        """What to tell the person: nothing when every repetition says the same."""
        if not self._seen:
            return ()
        rows = pl.concat(self._seen)
        if rows.get_column("key").n_unique() == rows.height:
            return ()
        posts = rows.unique().group_by("key").len().filter(pl.col("len") > 1).height
        if not posts:
            return ()
        return (
            _n(
                "{n} post stands in this file more than once with different numbers; of each number the greatest counts.",
                "{n} posts stand in this file more than once with different numbers; of each number the greatest counts.",
                posts,
            ),
        )
