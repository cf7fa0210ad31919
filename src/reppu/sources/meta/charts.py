"""The page-level charts of Business Suite (Results, Overview): a day and a number a row, told apart by their title.

One file a chart, UTF-16 with a `sep=` line: title, header, days. Files of 2020-22 stack the Facebook chart and the
Instagram chart. The title decides what is measured; the header can be wrong ("Facebook Page visits" stood above a
column called "Facebook Page likes"). The title does not always tell the platform, and the file's name never does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl
import pyarrow as pa

from reppu.sources.meta.clock import read_day
from reppu.sources.numbers import to_numbers
from reppu.sources.reader import Batch, Context, Match, Refusal
from reppu.sources.tables import Block, Sheet, norm, trimmed
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

BOTH = ("facebook", "instagram")
FACEBOOK = ("facebook",)
INSTAGRAM = ("instagram",)


@dataclass(frozen=True, slots=True)
class Chart:
    """What a title says: our measure (a count a day) and the platforms that it may be about."""

    measure: str
    platforms: tuple[str, ...]


# Titles seen in real files of 2020-22 (with "Page" and "New") and of 2025-26, all English; no localised title is
# known. "Reach" alone is the title of Instagram's chart, Facebook's says so. Compared by norm().
TITLES: dict[str, Chart] = {
    "facebook reach": Chart("meta.page.reach", FACEBOOK),
    "facebook page reach": Chart("meta.page.reach", FACEBOOK),
    "instagram reach": Chart("meta.page.reach", INSTAGRAM),
    "reach": Chart("meta.page.reach", INSTAGRAM),
    "views": Chart("meta.page.views", BOTH),
    "facebook views": Chart("meta.page.views", FACEBOOK),
    "instagram views": Chart("meta.page.views", INSTAGRAM),
    "viewers": Chart("meta.page.viewers", BOTH),
    "facebook viewers": Chart("meta.page.viewers", FACEBOOK),
    "instagram viewers": Chart("meta.page.viewers", INSTAGRAM),
    "content interactions": Chart("meta.page.interactions", BOTH),
    "facebook content interactions": Chart("meta.page.interactions", FACEBOOK),
    "instagram content interactions": Chart("meta.page.interactions", INSTAGRAM),
    "follows": Chart("meta.page.follows", BOTH),
    "facebook follows": Chart("meta.page.follows", FACEBOOK),
    "instagram follows": Chart("meta.page.follows", INSTAGRAM),
    "new instagram followers": Chart("meta.page.follows", INSTAGRAM),
    "facebook page new likes": Chart("meta.page.new_likes", FACEBOOK),
    "facebook visits": Chart("meta.page.visits", FACEBOOK),
    "facebook page visits": Chart("meta.page.visits", FACEBOOK),
    "instagram profile visits": Chart("meta.page.visits", INSTAGRAM),
    "link clicks": Chart("meta.page.link_clicks", BOTH),
    "facebook link clicks": Chart("meta.page.link_clicks", FACEBOOK),
    "instagram link clicks": Chart("meta.page.link_clicks", INSTAGRAM),
}
_VALUE_HEADER = "primary"


def head_blocks(sheet: Sheet) -> list[Block]:
    """The blocks that begin in the sheet's head; the last may be cut off."""
    blocks: list[Block] = []
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in enumerate(sheet.head, start=1):
        if any(cell.strip() for cell in cells):
            rows.append((number, trimmed(cells)))
        elif rows:
            blocks.append(Block(tuple(rows)))
            rows = []
    return [*blocks, Block(tuple(rows))] if rows else blocks


def is_chart(block: Block) -> bool:
    """A title alone on its row, a header of two or more cells, then days."""
    if len(block.rows) < 2 or len(block.rows[0][1]) != 1:
        return False
    header = block.rows[1][1]
    if len(block.rows) == 2:  # a chart of no days
        return len(header) == 2 and norm(header[0]) == "date"
    first = block.rows[2][1]
    return len(header) >= 2 and bool(first) and read_day(first[0]) is not None


class PageCharts:
    """`Reach.csv`, `Views.csv`, `Follows.csv`, `Visits (1).csv` and their like."""

    kind = "meta.page.chart"
    platform = "facebook"
    platforms = BOTH
    version = 1
    title = _("Page chart of Facebook or Instagram (a number a day)")
    declined: Text | None = None
    file_name: str | None = None  # "Visits (1).csv" is Instagram's or Facebook's by the order of downloading

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the first block's shape; a known title and Meta's header words raise the score."""
        first = next(iter(head_blocks(sheet)), None)
        if first is None or not is_chart(first):
            return None
        title, header = norm(first.rows[0][1][0]), [norm(cell) for cell in first.rows[1][1]]
        known = [title in TITLES, header[0] == "date", _VALUE_HEADER in header[1:] or title in TITLES]
        if not any(known):
            return None
        return Match(
            score=sum(known) + sum(known) / len(known),
            language="en" if title in TITLES or header[0] == "date" else None,
            header_row=first.rows[1][0],
        )

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """A batch a chart."""
        charts = 0
        for block in sheet.blocks():
            chart = TITLES.get(norm(block.rows[0][1][0])) if is_chart(block) else None
            if chart is None:
                yield _unknown(block)
                continue
            charts += 1
            yield _days(block, chart)
        if not charts:
            raise ReppuError(
                _("The chart's title is not one that Reppu knows, and only the title tells what was measured."),
                expected=_("a title such as “Facebook reach” or “Instagram profile visits”"),
                advice=_("Switch Business Suite to English, download the chart again and import that file."),
            )


def _unknown(block: Block) -> Batch:
    reason = _("This part of the file is no chart that Reppu knows; it was left out.")
    return Batch(rows=len(block.rows), refused=(Refusal(block.rows[0][0], None, reason),), refused_total=1)


def _days(block: Block, chart: Chart) -> Batch:
    header = block.rows[1][1]
    values: dict[date, float | None] = {}
    refused: list[Refusal] = []
    cells_of_value = [cells[1] if len(cells) > 1 else "" for _number, cells in block.rows[2:]]
    numbers, wrong = to_numbers(pl.Series(header[1], cells_of_value, dtype=pl.String), "count")
    for (number, cells), value, is_wrong in zip(block.rows[2:], numbers, wrong, strict=True):
        day = read_day(cells[0]) if cells else None
        if day is None:
            reason = _("No day that Reppu can read stands here; expected one like 2025-01-31T00:00:00.")
            refused.append(Refusal(number, header[0], reason))
            continue
        if is_wrong:
            refused.append(Refusal(number, header[1], _("No number stands here.")))
            continue
        if day in values and values[day] != value:
            refused.append(Refusal(number, header[0], _("The day {day} stands here twice with two numbers.", day=day)))
            continue
        values[day] = value
    notes: list[Text] = []
    if len(header) > 2:
        notes.append(_("The chart compares two periods; only the first column of numbers was read."))
    days = list(values)
    # The account is not told; where the title names the platform, that much is.
    account = f"{chart.platforms[0]}:" if len(chart.platforms) == 1 else None
    observations = pa.table(
        {
            "account": pa.array([account] * len(days), pa.string()),
            "subject_kind": pa.array(["account"] * len(days), pa.string()),
            "subject_id": pa.array(["account"] * len(days), pa.string()),
            "measure": pa.array([chart.measure] * len(days), pa.string()),
            "window": pa.array(["day"] * len(days), pa.string()),
            "period_start": pa.array(days, pa.date32()),
            "period_end": pa.array(days, pa.date32()),
            "clock": pa.array(["unknown"] * len(days), pa.string()),
            "value": pa.array(list(values.values()), pa.float64()),
            "unit": pa.array(["count"] * len(days), pa.string()),
        }
    )
    return Batch(
        rows=len(block.rows) - 2,
        observations=observations,
        refused=tuple(refused[:100]),
        refused_total=len(refused),
        notes=tuple(notes),
    )
