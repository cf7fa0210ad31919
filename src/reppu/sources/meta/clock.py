"""When a post was published, from Meta's wall clock or from an Instagram link.

Meta's exporter writes `Publish time` as US Pacific wall clock (`MM/DD/YYYY HH:MM`, 24 h, with daylight saving),
whatever the organisation's country. Found in 135 of 135 Instagram rows of two organisations (South Africa and
Bulgaria, winter and summer), which lie within -1 to +10 minutes of the moment in the post's own id. Facebook ids
carry no time; that Facebook rows use the same clock is what other importers say, not proven from a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

PACIFIC = "America/Los_Angeles"
_PACIFIC_STANDARD_HOURS = 8  # PST is UTC-8

# The first is what Meta writes. ISO is accepted because no reader can mistake it; 31.12.2025 or 31/12/2025, which a
# spreadsheet program makes of it, is not: day and month could be exchanged without anybody noticing.
WALL_CLOCK_FORMS = (
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",  # the workbooks of Insights, 2012-22
    "%m/%d/%Y %I:%M %p",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
)
_CHART_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?\Z")
_DAY_FORMS = ("%Y-%m-%d", "%m/%d/%Y")

# Instagram media ids: 41 bits of milliseconds since this epoch, 13 bits of shard, 10 bits of sequence (Instagram
# Engineering, "Sharding & IDs at Instagram", 2012). A shortcode is the id in base 64, 11 characters.
INSTAGRAM_EPOCH_MS = 1314220021721
_SHORTCODE = r"instagram\.com/(?:[^/]+/)?(?:p|reel|reels|tv)/([A-Za-z0-9_-]{11})"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_DIGIT_OF = np.zeros(256, dtype=np.uint64)
_DIGIT_OF[np.frombuffer(_BASE64, dtype=np.uint8)] = np.arange(64, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Moments:
    """utc: datetime[us, UTC], null where there was nothing to read; doubtful: the wall clock showed that time twice
    (the first is taken) or never (daylight saving had not begun)."""

    utc: pl.Series
    doubtful: pl.Series


def read_wall_clock(texts: pl.Series) -> pl.Series:
    """Naive datetimes of `Publish time` cells; null where blank or not in one of WALL_CLOCK_FORMS."""
    stripped = texts.str.strip_chars()
    moments = stripped.str.to_datetime(WALL_CLOCK_FORMS[0], strict=False, time_unit="us")
    for form in WALL_CLOCK_FORMS[1:]:
        if moments.null_count() == stripped.null_count():
            break
        moments = moments.zip_with(moments.is_not_null(), stripped.str.to_datetime(form, strict=False, time_unit="us"))
    return moments


def read_day(text: str) -> date | None:
    """The date in one cell of a chart, whose time of day is noise; None for anything else.

    `2025-01-01T01:00:00` is how Facebook's charts write 1 January 2025: 01:00 in the US winter, 00:00 in summer.
    """
    if not _CHART_DAY.match(text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def read_days(texts: pl.Series) -> pl.Series:
    """Dates of cells that hold a day, with or without a time of day; null for anything else."""
    stripped = texts.str.strip_chars().str.extract(r"^([0-9/-]{8,10})(?:[T ][0-9:.]+)?$", 1)
    days = stripped.str.to_date(_DAY_FORMS[0], strict=False)
    if days.null_count() > stripped.null_count():
        days = days.zip_with(days.is_not_null(), stripped.str.to_date(_DAY_FORMS[1], strict=False))
    return days


def pacific_to_utc(wall: pl.Series) -> Moments:
    """UTC moments of naive US Pacific wall-clock times, daylight saving included."""
    first = wall.dt.replace_time_zone(PACIFIC, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
    last = wall.dt.replace_time_zone(PACIFIC, ambiguous="latest", non_existent="null").dt.convert_time_zone("UTC")
    never = wall.is_not_null() & first.is_null()
    # A time that the clock skipped is read by standard time, as Python's zoneinfo does with fold=0.
    by_standard = wall.dt.offset_by(f"{_PACIFIC_STANDARD_HOURS}h").dt.replace_time_zone("UTC")
    twice = (first != last).fill_null(value=False)
    return Moments(utc=first.zip_with(~never, by_standard), doubtful=twice | never)


def instagram_moments(links: pl.Series) -> pl.Series:
    """UTC moments (milliseconds) in the ids of Instagram links (/p/, /reel/, /tv/); null where a link holds none.

    Stories' links and shortened codes hold none.
    """
    codes = links.str.extract(_SHORTCODE, 1)
    known = codes.is_not_null()
    characters = np.frombuffer("".join(codes.fill_null("A" * 11).to_list()).encode("ascii"), dtype=np.uint8)
    digits = _DIGIT_OF[characters].reshape(-1, 11)
    ids = np.zeros(len(digits), dtype=np.uint64)
    for place in range(11):
        ids = (ids << np.uint64(6)) | digits[:, place]
    milliseconds = (ids >> np.uint64(23)).astype(np.int64) + INSTAGRAM_EPOCH_MS
    moments = pl.Series(links.name, milliseconds).cast(pl.Datetime("ms")).cast(pl.Datetime("us"))
    nothing = pl.Series(links.name, [None] * len(links), dtype=pl.Datetime("us"))
    return moments.zip_with(known, nothing).dt.replace_time_zone("UTC")
