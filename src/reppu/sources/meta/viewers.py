"""`Viewers.csv` with total, new and returning viewers a day, which Meta and TikTok write alike.

Nothing in the file tells the two apart, so it asks for a channel, and its measures are named after neither.
"""

from __future__ import annotations

import polars as pl

from reppu.sources.meta.clock import read_days
from reppu.sources.reader import Context
from reppu.sources.wide_table import WideTable, attribute, measure
from reppu.vocabulary.language import _


def day_of_date(frame: pl.DataFrame, _context: Context) -> pl.DataFrame:
    """The day; TikTok writes 2025/10/31 too. A day without a year, as TikTok also writes, is refused."""
    days = read_days(
        frame.get_column("date").str.replace_all("/", "-").str.replace(r"^(\d{1,2})-(\d{1,2})-(\d{4})", "$1/$2/$3")
    )
    return frame.with_columns(day=days).with_columns(refuse=pl.when(pl.col("day").is_null()).then(pl.lit("bad_day")))


# The header is known from public importers of both platforms; no file was seen.
VIEWERS = WideTable(
    kind="viewers",
    platform="facebook",
    platforms=("facebook", "instagram", "tiktok"),
    version=1,
    title=_("Viewers a day of Facebook, Instagram or TikTok (total, new, returning)"),
    subject="account",
    columns=(
        attribute("date", "Date", required=True),
        measure("viewers.account.viewers", "Total Viewers", required=True),
        measure("viewers.account.new_viewers", "New Viewers", required=True),
        measure("viewers.account.returning_viewers", "Returning Viewers", required=True),
    ),
    hooks=(day_of_date,),
    reasons={
        "bad_day": (
            "date",
            _(
                "This day cannot be read. Expected: 2025-10-31 or 2025/10/31 (year, month, day). Export it again in English."
            ),
        )
    },
    clock="unknown",
)
