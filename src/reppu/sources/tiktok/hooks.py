"""What TikTok writes in its own way: ids in links, which hold the time; days without a year."""

from __future__ import annotations

from datetime import date

import polars as pl

from reppu.sources.reader import Context
from reppu.sources.tiktok.dates import day_of_no_year, full_day, with_years
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

BAD_LINK = (
    "link",
    _(
        "This is not the link of a video (https://www.tiktok.com/@name/video/ and a number), so nobody can tell which it is."
    ),
)
BAD_DATE = (
    "date",
    _("This is not a date that TikTok writes. Expected: 2026/08/15, or a day and a month such as August 15."),
)
OTHER_TIME = _(
    "Some times in this file do not agree with the videos' ids; the ids, which hold the time, were believed."
)
NO_YEAR = _("The days in this file have no year, and nothing tells when it was downloaded.")
SAY_WHEN = _("Give the day on which it was downloaded: {option}", option="--as-of 2026-08-15")


def years_added(downloaded: date) -> Text:
    """What a person has to know of days that were given their years here."""
    return _(
        "The days in this file have no year; they were taken to be the last ones before {day}, when it was downloaded.",
        day=downloaded,
    )


def video_and_moment(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """post_id, account, kind and published_at from the link: seconds since 1970 lie in an id above its lowest 32 bits
    (51 of 51 rows of a real export held the exported second).
    """
    link = pl.col("link").str.strip_chars()
    frame = frame.with_columns(
        link=link,
        post_id=link.str.extract(r"/(?:video|photo)/(\d{17,20})(?:\D|$)"),
        handle=link.str.extract(r"tiktok\.com/@([\w.]{2,24})/"),
        kind=link.str.extract(r"/(video|photo)/\d"),
    )
    seconds = pl.col("post_id").cast(pl.UInt64, strict=False) // (1 << 32)
    moment = (seconds.cast(pl.Int64) * 1_000_000).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    return frame.with_columns(
        published_at=moment,
        account=pl.lit("tiktok:") + pl.col("handle").str.to_lowercase(),
        account_name=pl.col("handle"),
        refuse=pl.when(pl.col("post_id").is_null()).then(pl.lit("bad_link")),
    )


def time_beside_id(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Compares Business Suite's time (UTC) with the id's; TikTok Studio's is the reader's own and may lack a year."""
    if "published" not in frame.columns:
        return frame
    told = pl.col("published").str.strip_chars().str.strptime(pl.Datetime("us"), "%Y/%m/%d %H:%M:%S", strict=False)
    apart = (pl.col("published_at") - told.dt.replace_time_zone("UTC")).abs() > pl.duration(minutes=2)
    return frame.with_columns(doubt=pl.when(apart.fill_null(False)).then(pl.lit("other_time")))


def day_of_date(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """day from the date. Raises ReppuError where days have no year and nothing tells it."""
    texts = frame.get_column("date").fill_null("").to_list()
    days = [full_day(text) for text in texts]
    if not any(days):
        named = [day_of_no_year(text) for text in texts]
        as_of = context.as_of.date() if context.as_of is not None else None
        dated = with_years(named, context.since, as_of)
        if dated is None:
            raise ReppuError(NO_YEAR, advice=SAY_WHEN)
        days = dated
    frame = frame.with_columns(day=pl.Series("day", days, dtype=pl.Date))
    return frame.with_columns(refuse=pl.when(pl.col("day").is_null()).then(pl.lit("bad_date")))
