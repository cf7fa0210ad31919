"""Meta's exports: the readers, in one list. Words of headers are in headers.py, titles of charts in charts.py."""

from __future__ import annotations

from reppu.sources.bundles import Bundle
from reppu.sources.meta.ads import ADS
from reppu.sources.meta.archive import ARCHIVE, ARCHIVE_OTHER, ARCHIVE_POSTS, FACEBOOK_ARCHIVE
from reppu.sources.meta.audience import Audience, ContentFormats
from reppu.sources.meta.charts import PageCharts
from reppu.sources.meta.content import ContentExport, declared_columns, reasons
from reppu.sources.meta.insights import FILE_NAME as INSIGHTS_FILE_NAME
from reppu.sources.meta.insights import PAGE_COLUMNS, POST_COLUMNS, Insights
from reppu.sources.meta.insights import REASONS as INSIGHTS_REASONS
from reppu.sources.meta.videos import COLUMNS as VIDEO_COLUMNS
from reppu.sources.meta.videos import REASONS as VIDEO_REASONS
from reppu.sources.meta.videos import VideoExport, whose_and_when
from reppu.sources.meta.viewers import VIEWERS
from reppu.sources.reader import Reader
from reppu.vocabulary.language import _

# "Mar-18-2025_Apr-14-2025_1019826952924933.csv": the range asked for, then a random number (no account).
_FILE_NAME = r"(?P<since>[A-Z][a-z]{2}-\d{2}-\d{4})_(?P<until>[A-Z][a-z]{2}-\d{2}-\d{4})_\d{15,16}"

FACEBOOK_POSTS = ContentExport(
    kind="meta.content.facebook",
    platform="facebook",
    version=1,
    title=_("Facebook content export (a row per post)"),
    columns=declared_columns(),
    reasons=reasons("page_id"),
    clock="unknown",
    file_name=_FILE_NAME,
)
INSTAGRAM_POSTS = ContentExport(
    kind="meta.content.instagram",
    platform="instagram",
    version=1,
    title=_("Instagram content export (a row per post)"),
    columns=declared_columns(),
    reasons=reasons("account_id"),
    clock="unknown",
    file_name=_FILE_NAME,
)
VIDEOS = VideoExport(
    kind="meta.videos",
    platform="facebook",
    version=2,  # 1 declined it
    title=_("Facebook video export (a row per video)"),
    columns=VIDEO_COLUMNS,
    subject="video",
    hooks=(whose_and_when,),
    reasons=VIDEO_REASONS,
    clock="unknown",
    file_name=_FILE_NAME,
)
OLD_POSTS = Insights(
    kind="meta.insights_posts.2012",
    platform="facebook",
    version=2,  # 1 declined it
    title=_("Facebook Insights export, post level (2012–2022)"),
    columns=POST_COLUMNS,
    reasons=INSIGHTS_REASONS,
    clock="pacific",
    file_name=INSIGHTS_FILE_NAME,
)
OLD_PAGE = Insights(
    kind="meta.insights_page.2012",
    platform="facebook",
    version=2,  # 1 declined it
    title=_("Facebook Insights export, page level (2012–2022)"),
    columns=PAGE_COLUMNS,
    subject="account",
    reasons=INSIGHTS_REASONS,
    clock="pacific",
    file_name=INSIGHTS_FILE_NAME,
)

READERS: tuple[Reader, ...] = (
    FACEBOOK_POSTS,
    INSTAGRAM_POSTS,
    VIDEOS,
    ADS,
    OLD_POSTS,
    OLD_PAGE,
    PageCharts(),
    VIEWERS,
    Audience(),
    ContentFormats(),
    ARCHIVE_POSTS,
    ARCHIVE_OTHER,
)

BUNDLES: tuple[Bundle, ...] = (ARCHIVE, FACEBOOK_ARCHIVE)
