"""The posts of a period: searched, filtered, sorted and cut into pages, without reading the lake again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from reppu.metrics.facade import table_of_posts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from reppu.lake.facade import Lake

PAGE = 50
# What can be sorted by: our word → the table's column. The first is the default.
SORTS = {"date": "published_at", "seen": "seen", "engagements": "engagements", "rate": "rate"}
_LONGEST_SEARCH = 100  # letters; beyond that nobody types


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the list. Empty: not asked. paid: "yes", "no" or empty. order: "down" (the greatest first) or "up"."""

    words: str = ""
    channel: str = ""
    kind: str = ""
    language: str = ""
    paid: str = ""
    sort: str = "date"
    order: str = "down"
    page: int = 1

    @property
    def any(self) -> bool:
        """Is anything asked that leaves posts out?"""
        return bool(self.words or self.channel or self.kind or self.language or self.paid)


@dataclass(frozen=True, slots=True)
class Post:
    """One post in the list. seen_as: which measure `seen` is. None: nothing was stated."""

    channel_id: str
    post_id: str
    published_at: datetime
    kind: str | None
    text: str | None
    link: str | None
    paid: bool | None
    engagements: float | None
    seen: float | None
    seen_as: str | None
    rate: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found. total: how many in all; kinds, languages: those that the period's posts have."""

    posts: tuple[Post, ...]
    total: int
    page: int
    pages: int
    every: int
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    tells_paid: bool


def read_filters(given: Mapping[str, Any]) -> Filters:
    """The filters of an address; what makes no sense there counts as not asked, so that an old bookmark opens."""
    page = str(given.get("page", "1"))
    return Filters(
        words=str(given.get("words", "")).strip()[:_LONGEST_SEARCH],
        channel=str(given.get("channel", "")),
        kind=str(given.get("kind", "")),
        language=str(given.get("language", "")),
        paid=given.get("paid", "") if given.get("paid", "") in ("yes", "no") else "",
        sort=given.get("sort", "") if given.get("sort", "") in SORTS else "date",
        order="up" if given.get("order") == "up" else "down",
        page=int(page) if page.isdecimal() and 0 < int(page) < 10**6 else 1,
    )


# Two periods' tables are kept in memory: half a million posts with their texts are some 200 MB.
@lru_cache(maxsize=2)
def _kept(lake: Lake, position: int, since: date, until: date) -> pa.Table:
    # The position is what the answer is kept by; the read itself is of the newest state, which has a cache of its own.
    return table_of_posts(lake, since=since, until=until)


def posts_table(lake: Lake, since: date, until: date) -> pa.Table:
    """The period's posts as `metrics.table_of_posts` gives them, kept in memory until the journal grows."""
    return _kept(lake, lake.position, since, until)


def find_posts(table: pa.Table, filters: Filters) -> Found:
    """The page of posts that the filters ask for."""
    found = filtered(table, filters)
    pages = max(1, -(-found.num_rows // PAGE))
    page = min(filters.page, pages)
    ordered = in_order(found, filters).slice((page - 1) * PAGE, PAGE)
    return Found(
        posts=tuple(post_of(row) for row in ordered.to_pylist()),
        total=found.num_rows,
        page=page,
        pages=pages,
        every=table.num_rows,
        kinds=_words_in(table["kind"]),
        languages=_words_in(table["language"]),
        tells_paid=table["paid"].null_count < table.num_rows,
    )


def filtered(table: pa.Table, filters: Filters) -> pa.Table:
    """The rows that the filters let through. Every word must be in the text, in whatever case."""
    for name, wanted in (("channel_id", filters.channel), ("kind", filters.kind), ("language", filters.language)):
        if wanted:
            table = table.filter(pc.fill_null(pc.equal(table[name], wanted), False))
    if filters.paid:
        table = table.filter(pc.fill_null(pc.equal(table["paid"], filters.paid == "yes"), False))
    for word in filters.words.split():
        has = pc.match_substring(table["text"], word, ignore_case=True)
        table = table.filter(pc.fill_null(has, False))
    return table


def in_order(table: pa.Table, filters: Filters) -> pa.Table:
    """Sorted as asked; posts without the number come last either way, and equals stay in the order of time."""
    column = SORTS[filters.sort]
    direction = "ascending" if filters.order == "up" else "descending"
    keys = [(column, direction), ("published_at", "descending"), ("channel_id", "ascending"), ("post_id", "ascending")]
    keys = list(dict(reversed(keys)).items())[::-1]
    return table.take(pc.sort_indices(table, sort_keys=keys))


def post_of(row: Mapping[str, Any]) -> Post:
    """A row of the table."""
    names = ("channel_id", "post_id", "published_at", "kind", "text", "link", "paid", "engagements", "seen", "seen_as", "rate")  # fmt: skip
    return Post(**{name: row[name] for name in names})


def _words_in(column: pa.ChunkedArray) -> tuple[str, ...]:
    return tuple(sorted(word for word in pc.unique(column).to_pylist() if word))
