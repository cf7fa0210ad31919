"""Sprout Social: posts and profiles of several networks in one table; the column `Network` says whose a row is.

Headers are from importers written against real files, in English; Sprout writes no other language, as far as is known.
"""

from __future__ import annotations

import polars as pl

from reppu.sources.ids import damaged_ids
from reppu.sources.reader import Context, Reader
from reppu.sources.wide_table import Column, WideTable, attribute, known_only, measure
from reppu.vocabulary.language import _

# What stands in `Network` → our platform. Compared in small letters.
NETWORKS = {
    "x": "x",
    "twitter": "x",
    "facebook": "facebook",
    "instagram": "instagram",
    "linkedin": "linkedin",
    "youtube": "youtube",
    "tiktok": "tiktok",
    "threads": "threads",
    "pinterest": "pinterest",
    "bluesky": "bluesky",
    "mastodon": "mastodon",
}
PLATFORMS = tuple(dict.fromkeys(NETWORKS.values()))
_TIMES = ("%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")
_DAYS = ("%m-%d-%Y", "%m/%d/%Y", "%Y-%m-%d")

_NETWORK = (
    "network",
    _(
        "This is not a network that Reppu knows; expected one such as Facebook, Instagram, LinkedIn, X, YouTube or TikTok."
    ),
)
_ID = (
    "exported_id",
    _(
        "This id was destroyed by a spreadsheet program. Upload the file as downloaded, without opening and saving it in "
        "Excel."
    ),
)
_TIME = ("published", _("This is not a time that Sprout writes. Expected: 8/15/2026 9:30 am."))
_DAY = ("date", _("This is not a date that Sprout writes. Expected: 08-15-2026."))
_ZONE = _(
    "Sprout writes the times of posts in the profile's time zone and does not say which one that is. They were taken as they "
    "stand, so hours of the day may be some hours off."
)

_BOTH: tuple[tuple[str, str, str], ...] = (
    ("impressions", "count", "Impressions"),
    ("impressions_organic", "count", "Organic Impressions"),
    ("impressions_paid", "count", "Paid Impressions"),
    ("reach", "count", "Reach"),
    ("reach_organic", "count", "Organic Reach"),
    ("reach_paid", "count", "Paid Reach"),
    # "4.5%" in a CSV file, the number 0.045 in a workbook
    ("engagement_rate_by_impressions", "fraction", "Engagement Rate (per Impression)"),
    ("engagement_rate_by_reach", "fraction", "Engagement Rate (per Reach)"),
    ("engagements", "count", "Engagements"),
    ("reactions", "count", "Reactions"),
    ("likes", "count", "Likes"),
    ("comments", "count", "Comments"),
    ("shares", "count", "Shares"),
    ("saves", "count", "Saves"),
    ("link_clicks", "count", "Post Link Clicks"),
    ("other_clicks", "count", "Other Post Clicks"),
    ("clicks", "count", "Post Clicks (All)"),
    ("negative_feedback", "count", "Negative Feedback"),
    ("video_views", "count", "Video Views"),
)
_REACTIONS = ("Love", "Haha", "Wow", "Sad", "Angry")
_GROWTH: tuple[tuple[str, str], ...] = (
    ("followers", "Audience"),
    ("net_follows", "Net Audience Growth"),
    ("new_follows", "Audience Gained"),
    ("unfollows", "Audience Lost"),
    ("posts", "Published Posts"),
)


def _measures(subject: str) -> tuple[Column, ...]:
    return tuple(measure(f"sprout.{subject}.{name}", header, unit=unit) for name, unit, header in _BOTH)


def network_and_profile(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """account "<platform>:<profile>" of each row; the name that people know is the profile as it stands."""
    network = pl.col("network").str.strip_chars().str.to_lowercase()
    profile = pl.col("profile").str.strip_chars() if "profile" in frame.columns else pl.lit("")
    platform = network.replace_strict(NETWORKS, default=None, return_dtype=pl.String)
    key = profile.str.strip_chars_start("@").str.to_lowercase()
    return frame.with_columns(
        account=platform + pl.lit(":") + key.fill_null(""),
        account_name=pl.when(profile != "").then(profile.str.strip_chars_start("@")),
        refuse=pl.when(platform.is_null()).then(pl.lit("network")),
    )


def id_and_time(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """post_id and published_at: the wall clock of a zone that is not told, with a doubt."""
    ids = pl.col("exported_id").str.strip_chars().str.strip_chars_start("'")
    text = pl.col("published").str.strip_chars().str.to_uppercase()
    moment = pl.coalesce(text.str.strptime(pl.Datetime("us"), form, strict=False) for form in _TIMES)
    damaged = damaged_ids(frame.get_column("exported_id"))
    frame = frame.with_columns(
        post_id=pl.when(ids != "").then(ids), published_at=moment.dt.replace_time_zone("UTC"), doubt=pl.lit("zone")
    )
    return frame.with_columns(
        refuse=pl.when(damaged)
        .then(pl.lit("bad_id"))
        .when(pl.col("published_at").is_null())
        .then(pl.lit("bad_time"))
        .otherwise(pl.col("refuse"))
    )


def day_of_date(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """day from `08-15-2026` (month, day, year)."""
    text = pl.col("date").str.strip_chars()
    frame = frame.with_columns(day=pl.coalesce(text.str.strptime(pl.Date, form, strict=False) for form in _DAYS))
    return frame.with_columns(
        refuse=pl.when(pl.col("day").is_null()).then(pl.lit("bad_day")).otherwise(pl.col("refuse"))
    )


POSTS = WideTable(
    kind="sprout.posts",
    platform="facebook",
    platforms=PLATFORMS,
    version=1,
    title=_("Sprout Social post performance"),
    columns=(
        attribute("published", "Date", required=True),
        attribute("exported_id", "Post ID", required=True),
        attribute("network", "Network", required=True),
        attribute("kind", "Post Type"),
        known_only("Content Type"),
        attribute("profile", "Profile", required=True),
        # the name of a colleague: not kept
        known_only("Sent by"),
        attribute("link", "Link"),
        attribute("text", "Post"),
        known_only("Linked Content"),
        *_measures("post"),
        *(measure(f"sprout.post.reactions_{name.lower()}", f"{name} Reactions") for name in _REACTIONS),
    ),
    hooks=(network_and_profile, id_and_time),
    reasons={"network": _NETWORK, "bad_id": _ID, "bad_time": _TIME},
    doubts={"zone": _ZONE},
)
PROFILES = WideTable(
    kind="sprout.profiles",
    platform="facebook",
    platforms=PLATFORMS,
    version=1,
    title=_("Sprout Social profile performance"),
    subject="account",
    columns=(
        attribute("date", "Date", required=True),
        attribute("network", "Network", required=True),
        attribute("profile", "Profile", required=True),
        measure("sprout.account.followers", "Audience", required=True),
        *(measure(f"sprout.account.{name}", header) for name, header in _GROWTH[1:]),
        *_measures("account"),
    ),
    hooks=(network_and_profile, day_of_date),
    reasons={"network": _NETWORK, "bad_day": _DAY},
    clock="unknown",
)

READERS: tuple[Reader, ...] = (POSTS, PROFILES)
HOW_TO_EXPORT = _(
    "In Sprout Social open Reports, then Post Performance (or Profile Performance), set the period and the profiles, press Share "
    "and choose CSV."
)
