"""Chapters that are one table each: growth of the following, paid and organic, campaigns, hours and money.

A chapter without a single number is left out; its metrics are then named among those that are missing or not offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reppu.metrics import facade as metrics
from reppu.reports.content import PrintedNumber, TableRow, TableSection
from reppu.vocabulary.estimate import State, without_value
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

# A stock at the season's beginning is looked for this far back; older than that it tells of another season.
STOCK_DAYS = 92


@dataclass(frozen=True, slots=True)
class Chapter:
    """A table as it is declared. metrics: a column each, of the season."""

    key: str
    title: Text
    intro: Text
    metrics: tuple[str, ...]
    begins_with_stock: bool = False  # a first column: followers at the season's beginning


CHAPTERS = (
    Chapter(
        "growth",
        _("Who follows"),
        _(
            "How many followed each channel at the season's beginning and at its end, as the platforms stated it. A person "
            "who follows two channels is counted in both."
        ),
        ("followers", "net_follower_growth", "new_followers", "lost_followers"),
        begins_with_stock=True,
    ),
    Chapter(
        "paid",
        _("Paid and organic"),
        _("How much of what was seen was paid for, where the platform tells the two apart."),
        ("paid_share_of_impressions", "paid_share_of_views", "organic_views"),
    ),
    Chapter(
        "campaigns",
        _("Campaigns"),
        _(
            "What the advertising accounts report. Costs are the platforms' own amounts; rates are sums over sums, their "
            "intervals over weeks."
        ),
        (
            "spend",
            "ad_impressions",
            "ad_clicks",
            "cost_per_thousand_impressions",
            "cost_per_click",
            "cost_per_engagement",
        ),
    ),
    Chapter(
        "effort",
        _("Hours and money put in"),
        _(
            "What was entered by hand for the season, and what that comes to for each post. Nothing entered is not nothing spent."
        ),
        ("hours_spent", "costs", "hours_per_post", "cost_per_post"),
    ),
)


def chapters_of(
    lake: Lake, channels: Sequence[tuple[str, str]], season: tuple[date, date], position: int
) -> tuple[TableSection, ...]:
    """The chapters that have a number. channels: (id, name), in the book's order."""
    found = []
    for chapter in CHAPTERS:
        columns: list[tuple[Text, dict[str, PrintedNumber]]] = []
        notes: dict[Text, None] = {}
        if chapter.begins_with_stock:
            before = season[0] - timedelta(days=1)
            days = (before - timedelta(days=STOCK_DAYS - 1), before)
            columns.append(
                (_("at the beginning"), _numbers(lake, "followers", "beginning", channels, days, position, notes))
            )
        for name in chapter.metrics:
            title = metrics.definition(name).title
            columns.append((title, _numbers(lake, name, "season", channels, season, position, notes)))
        columns = [(title, cells) for title, cells in columns if any(cell.value is not None for cell in cells.values())]
        rows = []
        for channel_id, label in channels:
            cells = tuple(numbers[channel_id] for _title, numbers in columns)
            if any(cell.value is not None for cell in cells):
                rows.append(TableRow(label, cells))
        if rows:
            titles = tuple(title for title, _cells in columns)
            found.append(
                TableSection(
                    chapter.key, chapter.title, chapter.intro, _("Channel"), titles, tuple(rows), tuple(notes)[:6]
                )
            )
    return tuple(found)


def _numbers(
    lake: Lake,
    name: str,
    part: str,
    channels: Sequence[tuple[str, str]],
    days: tuple[date, date],
    position: int,
    notes: dict[Text, None],
) -> dict[str, PrintedNumber]:
    definition = metrics.definition(name)
    table = metrics.compute(
        lake,
        name,
        by=("channel",),
        since=days[0],
        until=days[1],
        position=position,
        channels=[one for one, _name in channels],
    )
    names = dict(channels)
    found = {}
    for row in table.rows:
        channel_id = row.keys["channel"] or ""
        unit = definition.unit
        if row.estimate.value is not None and row.reason is not None and part == "season":
            notes[
                _(
                    "{metric}, {channel}: {why}",
                    metric=definition.title,
                    channel=names.get(channel_id, ""),
                    why=row.reason,
                )
            ] = None
        if unit == "money":
            unit = f"money:{row.currency}" if row.currency else "money"
        found[channel_id] = PrintedNumber(
            f"{channel_id}.{name}.{part}", row.estimate, unit, definition.basis, name, row.reason
        )
    for channel_id, _label in channels:
        nothing = PrintedNumber(
            f"{channel_id}.{name}.{part}", without_value(State.MISSING), definition.unit, definition.basis, name
        )
        found.setdefault(channel_id, nothing)
    return found
