"""The video export of Business Suite: a row a video, some two hundred columns, most of them slices of one measure.

It names no posts, so a video here is a subject of its own (`video`, its asset id) and never counts as a post. The columns
differ from page to page: a country a column, in the order of their audiences, and forty points of the film's length out
of order. They are read from their patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from reppu.sources.ids import damaged_ids
from reppu.sources.meta.content import DAMAGED, NOT_TOLD, bad_day_reason, days_or_lifetime, filled, in_currency
from reppu.sources.reader import Batch, Context
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import Column, WideTable, attribute, known_only, measure
from reppu.vocabulary.language import _

_V = "meta.video."

# All from a real file of 2025 (212 columns, English); no other language was seen.
COLUMNS = (
    attribute("exported_id", "Video asset ID", required=True),
    attribute("universal_id", "Universal video ID", required=True),
    attribute("page_id", "Page ID"),
    attribute("page_name", "Page name"),
    attribute("date", "Date"),
    attribute("data_comment", "Data comment"),
    # what the film is called and when it came out belongs to a post, and this export names none
    known_only("Title"),
    known_only("Description"),
    known_only("Duration (sec)"),
    known_only("Publish time"),
    known_only("Custom labels"),
    measure(_V + "reach", "Reach"),
    measure(_V + "views_3s", "3-second video views"),
    measure(_V + "views_1min", "1-minute video views"),
    measure(_V + "viewers_3s", "3-second viewers"),
    measure(_V + "viewers_1min", "1-minute viewers"),
    measure(_V + "seconds_viewed", "Seconds viewed", unit="seconds"),
    measure(_V + "average_seconds_viewed", "Average Seconds viewed", unit="seconds"),
    measure(_V + "interactions", "Reactions, comments and shares"),
    measure(_V + "reactions", "Reactions"),
    measure(_V + "comments", "Comments"),
    measure(_V + "shares", "Shares"),
    measure(_V + "earnings", "Estimated earnings", unit="money"),
    measure(_V + "ad_cpm", "Ad CPM", unit="money"),
    measure(_V + "ad_impressions", "Ad impressions"),
)
_KNOWN = {name: column for column in COLUMNS for name, _language in column.names()}

_FROM = {"recommendations": "recommendations", "followers": "followers", "shares": "shares", "boosted posts": "boosted"}
# (pattern of the normalised header, measure or None for the one that the header begins with, unit, the slice)
_SLICES: tuple[tuple[re.Pattern[str], str | None, Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"(.+) from ({'|'.join(_FROM)})"), None, lambda found: f"from={_FROM[found[2]]}"),
    (re.compile(r"(.+) by country \(.*\(([a-z]{2})\)\)"), None, lambda found: f"country={found[2].upper()}"),
    (
        re.compile(r"(.+) by top audience \(([mfu]), ([\d+-]+)\)"),
        None,
        lambda found: f"age={found[3]};gender={found[2].upper()}",
    ),
    (
        re.compile(r"percentage of total views at interval (\d+)"),
        _V + "views_share",
        lambda found: f"interval={found[1]}",
    ),
    (
        re.compile(r"percentage of 15-second views at interval (\d+)"),
        _V + "views_15s_share",
        lambda found: f"interval={found[1]}",
    ),
)


def column_of(header: str) -> Column | None:
    """What a header cell of the video export means; None when it is not known."""
    name, currency = in_currency(header)
    aliases = {"en": (header,)}
    known = _KNOWN.get(norm(header)) or _KNOWN.get(name)
    if known is not None:
        return replace(known, aliases=aliases, currency=currency if known.unit == "money" else None)
    for pattern, target, part in _SLICES:
        found = pattern.fullmatch(norm(header))
        if found is None:
            continue
        whole = _KNOWN.get(found[1]) if target is None else None
        if whole is not None and whole.unit is not None:
            return Column(f"{whole.target}|{part(found)}", aliases, whole.unit)
        if target is not None:
            return Column(f"{target}|{part(found)}", aliases, "fraction")
    return None


@dataclass(frozen=True)
class VideoExport(WideTable):
    """The video export; it is a `Reader`."""

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts; the columns are declared anew from this file's own header."""
        layout = self.layout(sheet)
        columns: dict[str, Column] = {}
        for header in layout.headers if layout is not None else ():
            column = column_of(header) if norm(header) else None
            # the first of two columns that say the same; those not kept all have no target
            if column is not None and (column.target is None or column.target not in columns):
                columns[column.target or f"\0{header}"] = column
        yield from WideTable.read(replace(self, columns=tuple(columns.values())), sheet, context)


def whose_and_when(frame: pl.DataFrame, _context: Context) -> pl.DataFrame:
    for name in ("page_id", "page_name", "date", "data_comment"):
        told = filled(pl.col(name)) if name in frame.columns else pl.lit(None, dtype=pl.String)
        frame = frame.with_columns(told.alias(f"{name}_told"))
    damaged = damaged_ids(frame.get_column("exported_id"))
    ids = pl.col("exported_id").str.strip_chars().str.strip_chars_start("'")
    page = pl.col("page_id_told")
    frame = days_or_lifetime(frame).with_columns(
        subject_id=pl.when(ids.str.contains(r"^\d+$")).then(ids),
        account=pl.lit("facebook:") + pl.when(page.str.contains(r"^\d+$")).then(page),
        account_name=pl.col("page_name_told"),
    )
    return frame.with_columns(
        refuse=pl.when(damaged)
        .then(pl.lit("bad_id"))
        .when(pl.col("subject_id").is_null() & pl.col("data_comment_told").is_not_null())
        .then(pl.lit("not_told"))
        .when(pl.col("subject_id").is_null())
        .then(pl.lit("no_id"))
        .when(pl.col("account").is_null() & pl.lit("page_id" in frame.columns))
        .then(pl.lit("no_account"))
        .when(pl.col("bad_day"))
        .then(pl.lit("bad_day"))
    )


REASONS = {
    "bad_id": ("exported_id", DAMAGED),
    "not_told": ("data_comment", NOT_TOLD),
    "no_id": ("exported_id", _("Expected a video's id, in digits.")),
    "no_account": ("page_id", _("The row names no page in digits, so nobody can tell whose video it is.")),
    "bad_day": bad_day_reason(),
}
