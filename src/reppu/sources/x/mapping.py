"""X's exports, as data: the pattern for other platforms.

Headers were read from real files (2022) and from the text of real files (2025 and 2026); X writes them in English only.
"""

from __future__ import annotations

from reppu.sources.bundles import Bundle
from reppu.sources.reader import Reader
from reppu.sources.wide_table import Column, WideTable, attribute, measure
from reppu.sources.x.archive import ARCHIVE, ARCHIVE_POSTS, ARCHIVE_PRIVATE
from reppu.sources.x.hooks import (
    BAD_DATE,
    BAD_ID,
    NO_ID,
    OTHER_DATE,
    account_from_link,
    date_beside_id,
    day_of_date,
    kind_from_text,
    post_id_and_moment,
    unescape_text,
)
from reppu.vocabulary.language import _

# The last 18 columns of the old export repeat these names with "promoted " in front.
_OLD = (
    ("impressions", "count", ("impressions",)),
    ("engagements", "count", ("engagements",)),
    ("engagement_rate", "fraction", ("engagement rate",)),
    ("reposts", "count", ("retweets",)),
    ("replies", "count", ("replies",)),
    ("likes", "count", ("likes", "favorites")),
    ("profile_clicks", "count", ("user profile clicks",)),
    ("url_clicks", "count", ("url clicks",)),
    ("hashtag_clicks", "count", ("hashtag clicks",)),
    ("detail_expands", "count", ("detail expands",)),
    ("permalink_clicks", "count", ("permalink clicks",)),
    ("app_opens", "count", ("app opens",)),
    ("app_installs", "count", ("app installs",)),
    ("follows", "count", ("follows",)),
    ("emails", "count", ("email tweet",)),
    ("dials", "count", ("dial phone",)),
    ("media_views", "count", ("media views",)),
    ("media_engagements", "count", ("media engagements",)),
)


def _old_measures(subject: str) -> tuple[Column, ...]:
    plain = tuple(measure(f"x.{subject}.{name}", *headers, unit=unit) for name, unit, headers in _OLD)
    promoted = tuple(
        measure(f"x.{subject}.promoted_{name}", *(f"promoted {header}" for header in headers), unit=unit)
        for name, unit, headers in _OLD
    )
    return plain + promoted


POSTS_2014 = WideTable(
    kind="x.posts.2014",
    platform="x",
    version=1,
    title=_("X post activity (2014–2023)"),
    columns=(
        attribute("exported_id", "Tweet id", required=True),
        attribute("link", "Tweet permalink", required=True),
        attribute("text", "Tweet text"),
        attribute("exported_time", "time", required=True),
        *_old_measures("post"),
    ),
    hooks=(post_id_and_moment, date_beside_id, account_from_link, kind_from_text),
    reasons={"bad_id": BAD_ID, "no_id": NO_ID},
    doubts={"other_date": OTHER_DATE},
    file_name=r"tweet_activity_metrics_(?P<account>[A-Za-z0-9_]{1,15})_(?P<since>\d{8})_(?P<until>\d{8})",
)

DAYS_2014 = WideTable(
    kind="x.days.2014",
    platform="x",
    version=1,
    title=_("X daily activity (2014–2023)"),
    subject="account",
    columns=(
        attribute("date", "Date", required=True),
        measure("x.account.posts", "Tweets published", required=True),
        *_old_measures("account"),
    ),
    hooks=(day_of_date,),
    reasons={"bad_date": BAD_DATE},
    file_name=r"daily_tweet_activity_metrics_(?P<account>[A-Za-z0-9_]{1,15})_(?P<since>\d{8})_(?P<until>\d{8})",
)

POSTS_2024 = WideTable(
    kind="x.posts.2024",
    platform="x",
    version=1,
    title=_("X content analytics (since 2024)"),
    columns=(
        attribute("exported_id", "Post id", required=True),
        attribute("date", "Date", required=True),
        attribute("text", "Post text"),
        attribute("link", "Post Link", "Link"),
        measure("x.post.impressions", "Impressions", required=True),
        measure("x.post.likes", "Likes"),
        measure("x.post.engagements", "Engagements"),
        measure("x.post.bookmarks", "Bookmarks"),
        measure("x.post.shares", "Shares", "Share"),
        measure("x.post.new_follows", "New follows"),
        measure("x.post.replies", "Replies"),
        measure("x.post.reposts", "Reposts"),
        measure("x.post.profile_visits", "Profile visits"),
        measure("x.post.detail_expands", "Detail Expands"),
        measure("x.post.url_clicks", "URL Clicks"),
        measure("x.post.hashtag_clicks", "Hashtag Clicks"),
        measure("x.post.permalink_clicks", "Permalink Clicks"),
    ),
    hooks=(post_id_and_moment, date_beside_id, account_from_link, unescape_text, kind_from_text),
    reasons={"bad_id": BAD_ID, "no_id": NO_ID},
    doubts={"other_date": OTHER_DATE},
    file_name=r"account_analytics_content_(?P<since>\d{4}-\d\d-\d\d)_(?P<until>\d{4}-\d\d-\d\d)",
)

DAYS_2024 = WideTable(
    kind="x.days.2024",
    platform="x",
    version=1,
    title=_("X account overview (since 2024)"),
    subject="account",
    columns=(
        attribute("date", "Date", required=True),
        measure("x.account.impressions", "Impressions", required=True),
        measure("x.account.likes", "Likes"),
        measure("x.account.engagements", "Engagements", required=True),
        measure("x.account.bookmarks", "Bookmarks"),
        measure("x.account.shares", "Shares", "Share"),
        measure("x.account.new_follows", "New follows", required=True),
        measure("x.account.unfollows", "Unfollows", required=True),
        measure("x.account.replies", "Replies"),
        measure("x.account.reposts", "Reposts"),
        measure("x.account.profile_visits", "Profile visits"),
        measure("x.account.posts", "Create Post"),
        measure("x.account.video_views", "Video views"),
        measure("x.account.media_views", "Media views"),
    ),
    hooks=(day_of_date,),
    reasons={"bad_date": BAD_DATE},
    file_name=r"account_overview_analytics",
)

READERS: tuple[Reader, ...] = (POSTS_2014, DAYS_2014, POSTS_2024, DAYS_2024, ARCHIVE_POSTS, ARCHIVE_PRIVATE)
BUNDLES: tuple[Bundle, ...] = (ARCHIVE,)
