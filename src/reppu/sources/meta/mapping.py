"""Meta's exports: the readers, in one list. Words of headers are in headers.py, titles of charts in charts.py."""

from __future__ import annotations

from reppu.sources.bundles import Bundle
from reppu.sources.meta.audience import Audience, ContentFormats
from reppu.sources.meta.charts import PageCharts
from reppu.sources.meta.content import ContentExport, declared_columns, reasons
from reppu.sources.meta.declined import ARCHIVE, DECLINED
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

READERS: tuple[Reader, ...] = (
    FACEBOOK_POSTS,
    INSTAGRAM_POSTS,
    PageCharts(),
    Audience(),
    ContentFormats(),
    *DECLINED,
)

BUNDLES: tuple[Bundle, ...] = (ARCHIVE,)
