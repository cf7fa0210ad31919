"""What X writes in its own way: ids that hold the time, handles in links, two ways of dates."""

from __future__ import annotations

import html

import polars as pl

from reppu.sources.ids import damaged_ids
from reppu.sources.reader import Context
from reppu.vocabulary.language import _

BAD_ID = (
    "exported_id",
    _(
        "This id was destroyed by a spreadsheet program. Upload the file as downloaded, without opening and saving it "
        "in Excel."
    ),
)
NO_ID = (
    "exported_id",
    _("This is not the id of a post on X. Expected: 9 to 19 digits, as the platform gave them."),
)
BAD_DATE = ("date", _("This is not a date that X writes. Expected: 2026-08-15 or “Sat, Aug 15, 2026”."))
OTHER_DATE = _("Some dates in this file do not agree with the posts' ids; the ids, which hold the time, were believed.")
# Milliseconds since this moment lie in an id above its lowest 22 bits (X's published snowflake scheme, since
# November 2010); checked against every row of a real export of 2022.
EPOCH_MS = 1288834974657


def post_id_and_moment(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """post_id as text and published_at from it, to the millisecond; rows whose id is none are marked."""
    ids = pl.col("exported_id").str.strip_chars().str.strip_chars_start("'")
    frame = frame.with_columns(post_id=pl.when(ids.str.contains(r"^\d{9,19}$")).then(ids))
    damaged = damaged_ids(frame.get_column("exported_id"))
    frame = frame.with_columns(
        refuse=pl.when(damaged).then(pl.lit("bad_id")).when(pl.col("post_id").is_null()).then(pl.lit("no_id"))
    )
    ms = (pl.col("post_id").cast(pl.Int64, strict=False) // (1 << 22)) + EPOCH_MS
    moment = (ms * 1000).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    # ids before November 2010 are a running number and hold no time
    return frame.with_columns(published_at=pl.when(pl.col("post_id").str.len_chars() >= 16).then(moment))


def date_beside_id(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Compares the exported time (UTC to the minute, or a day in the account's zone) with the id's; marks a doubt."""
    if "exported_time" in frame.columns:
        told = (
            pl.col("exported_time")
            .str.strip_chars()
            .str.strptime(pl.Datetime("us", "UTC"), "%Y-%m-%d %H:%M %z", strict=False)
        )
        room = pl.duration(minutes=2)
    else:
        told = _day(pl.col("date")).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
        room = pl.duration(hours=38)  # a day is 24 hours, and zones reach 14 from UTC
    apart = (pl.col("published_at") - told).abs() > room
    return frame.with_columns(doubt=pl.when(apart.fill_null(False)).then(pl.lit("other_date")))


def account_from_link(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """account "x:<handle>" and its name from the post's link; `x.com/i/...` names none."""
    if "link" not in frame.columns:
        return frame
    handle = pl.col("link").str.extract(
        r"(?i)^(?:https?://)?(?:www\.|mobile\.)?(?:twitter|x)\.com/([A-Za-z0-9_]{1,15})/status"
    )
    named = pl.when(handle.str.to_lowercase() != "i").then(handle)
    return frame.with_columns(account=pl.lit("x:") + named.str.to_lowercase(), account_name=named)


def unescape_text(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The text without HTML escapes; the export since 2024 writes `&amp;` for &."""
    if "text" not in frame.columns:
        return frame
    text = pl.col("text")
    plain = text
    # in bulk what X writes; &amp; last, so that "&amp;lt;" becomes "&lt;"
    for escape, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        plain = plain.str.replace_all(escape, letter, literal=True)
    frame = frame.with_columns(text=plain, escaped=text)
    rare = pl.col("escaped").str.replace_all(r"&(?:lt|gt|quot|#39|amp);", "").str.contains(r"&#?\w+;")
    if frame.select(rare.any()).item():
        frame = frame.with_columns(
            text=pl.when(rare)
            .then(pl.col("escaped").map_elements(html.unescape, return_dtype=pl.String, skip_nulls=True))
            .otherwise(text)
        )
    return frame.drop("escaped")


def kind_from_text(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """ "reply" where the text begins with @; X tells no other kind."""
    if "text" not in frame.columns:
        return frame
    return frame.with_columns(kind=pl.when(pl.col("text").str.starts_with("@")).then(pl.lit("reply")))


def day_of_date(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """day from `2021-08-01`, `Sun, Aug 24, 2025` or `Mon Feb 17 2025`."""
    frame = frame.with_columns(day=_day(pl.col("date")))
    return frame.with_columns(refuse=pl.when(pl.col("day").is_null()).then(pl.lit("bad_date")))


def _day(column: pl.Expr) -> pl.Expr:
    text = column.str.strip_chars()
    return pl.coalesce(
        text.str.strptime(pl.Date, form, strict=False) for form in ("%Y-%m-%d", "%a, %b %d, %Y", "%a %b %d %Y")
    )
