"""Posts, their numbers and the rows behind a figure in words, as a page and as a file. Nothing is counted here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reppu.metrics.facade import interval_in_words, state_in_words, title_of_measure, value_in_words
from reppu.overview.shown import Cell
from reppu.reports.facade import kind_name
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from reppu.metrics.facade import Behind, NumberOfPost
    from reppu.overview.one_post import Stated
    from reppu.overview.posts_list import Post

_EXCERPT = 140  # letters of a post in a list: two lines at 1440 px
_NOT_STATED = _("The imported exports do not state it.")


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post in a list."""

    channel_id: str
    post_id: str
    channel: str
    kind: Text
    text: str
    at: datetime
    seen: Cell
    engagements: Cell
    rate: Cell


def excerpt(text: str | None) -> str:
    """A post's beginning on one line; a post without text says so."""
    flat = " ".join((text or "").split())
    if not flat:
        return str(_("(no text)"))
    return flat if len(flat) <= _EXCERPT else flat[: _EXCERPT - 1].rstrip() + "…"


def post_lines(posts: Iterable[Post], names: Mapping[str, str]) -> list[PostLine]:
    """The list."""
    return [
        PostLine(
            channel_id=post.channel_id,
            post_id=post.post_id,
            channel=names.get(post.channel_id, post.channel_id),
            kind=kind_name(post.kind),
            text=excerpt(post.text),
            at=post.published_at,
            seen=_cell(post.seen, "count", str(title_of_measure(post.seen_as)) if post.seen_as else ""),
            engagements=_cell(post.engagements, "count"),
            rate=_cell(post.rate, "fraction"),
        )
        for post in posts
    ]


def _cell(value: float | None, unit: str, title: str = "") -> Cell:
    return Cell("–", str(_NOT_STATED)) if value is None else Cell(value_in_words(value, unit), title)


def rows_to_keep(posts: Iterable[Post], names: Mapping[str, str]) -> list[list[object]]:
    """The list as a table to keep: plain numbers, moments in UTC."""
    heading: list[object] = ["channel", "post", "published_at", "kind", "text", "link", "paid", "seen", "seen_as", "engagements", "rate"]  # fmt: skip
    lines: list[list[object]] = [
        [names.get(post.channel_id, post.channel_id), post.post_id, post.published_at.isoformat(), post.kind, post.text,
         post.link, post.paid, post.seen, post.seen_as, post.engagements, post.rate]
        for post in posts
    ]  # fmt: skip
    return [heading, *lines]


def numbers_shown(numbers: Sequence[NumberOfPost]) -> list[tuple[str, Text, Cell]]:
    """The post's numbers: those stated, then those that are missing; what its platform does not offer comes last."""
    order = {"ok": 0, "missing": 1, "not_offered": 2}
    found = []
    for one in sorted(numbers, key=lambda one: order.get(one.state.value, 1)):
        why = str(one.reason or state_in_words(one.state))
        cell = Cell("–", why) if one.value is None else Cell(value_in_words(one.value, one.unit))
        found.append((one.state.value, one.title, cell))
    return found


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What one import stated."""

    measure: str
    value: str
    as_of: datetime
    entry_no: int
    file: Text | str
    counts: bool


def statements_shown(stated: Sequence[Stated]) -> list[StatementLine]:
    """Every statement, with the platform's own name for the measure."""
    lines = []
    for one in stated:
        said = one.statement
        name = f"{said.measure} ({said.breakdown})" if said.breakdown else said.measure
        value = str(_("blank")) if said.value is None else value_in_words(said.value, said.unit or "count")
        lines.append(StatementLine(name, value, said.as_of, said.entry_no, one.file or "–", said.counts))
    return lines


@dataclass(frozen=True, slots=True)
class BehindLine:
    """A row behind a figure."""

    channel_id: str
    post_id: str | None
    what: str
    channel: str
    first: datetime | date | None
    last: date | None
    numerator: str
    denominator: str
    counts: bool


@dataclass(frozen=True, slots=True)
class BehindLines:
    """The rows, the sums and the figure in words; to_keep: all of it as plain numbers."""

    rows: list[BehindLine]
    numerator_sum: str
    denominator_sum: str
    figure: str
    interval: str
    why: str
    to_keep: list[list[object]]


def behind_lines(behind: Behind, names: Mapping[str, str]) -> BehindLines:
    """The rows behind a figure."""
    unit = behind.unit if behind.unit in ("hours", "money") else "count"

    def written(value: float | None) -> str:
        return "–" if value is None else value_in_words(value, unit)

    lines = [
        BehindLine(
            channel_id=row.channel_id,
            post_id=row.post_id,
            what=excerpt(row.text) if row.post_id else "",
            channel=names.get(row.channel_id, row.channel_id),
            first=row.published_at or row.first,
            last=row.last if row.last != row.first else None,
            numerator=written(row.numerator),
            denominator=written(row.denominator),
            counts=row.counts,
        )
        for row in behind.rows
    ]
    figure = behind.figure
    currency = figure.currency if figure else None
    value = figure.estimate.value if figure else None
    heading: list[object] = ["channel", "post", "first_day", "last_day", "text", "numerator", "denominator", "counts"]
    plain: list[list[object]] = [
        [
            names.get(row.channel_id, row.channel_id), row.post_id,
            (row.published_at or row.first or "") and (row.published_at or row.first).isoformat(),  # type: ignore[union-attr]
            row.last.isoformat() if row.last else "", row.text, row.numerator, row.denominator, row.counts,
        ]
        for row in behind.rows
    ]  # fmt: skip
    sums: list[object] = ["", "", "", "", "sum", behind.numerator_sum, behind.denominator_sum, behind.count]
    return BehindLines(
        rows=lines,
        numerator_sum=written(behind.numerator_sum),
        denominator_sum=written(behind.denominator_sum),
        figure="–" if value is None else value_in_words(value, behind.unit, currency),
        interval=interval_in_words(figure.estimate, behind.unit, currency) if figure else "",
        why=str(figure.reason or "") if figure else "",
        to_keep=[heading, *plain, sums],
    )
