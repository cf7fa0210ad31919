"""What LinkedIn writes in its own way: post ids that hold the time, in addresses; and dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from reppu.sources.reader import Context
from reppu.vocabulary.language import _

# "urn:li:activity:7141098865235054593" (also escaped, also share and ugcPost), or "…/posts/name_words-share-7141…-AbCd"
_ID = r"(?i)(?:activity|ugcpost|share)(?::|%3a|-)(\d{15,20})(?:\D|$)"
_BITS_BELOW_TIME = 22  # as X's: the milliseconds since 1970 stand above them; checked on 86 posts of a real export
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

BAD_LINK = (
    "link",
    _("There is no post's address with its number here. Expected: …/feed/update/urn:li:activity:<19 digits>"),
)
BAD_DATE = ("date", _("This is not a date that LinkedIn writes. Expected: month/day/year, such as 08/15/2026."))
# The words of a kind, in English as seen in files; the Portuguese and Spanish ones are the languages' plain words.
_KINDS = {
    **dict.fromkeys(("video", "vídeo", "native video", "live video"), "video"),
    **dict.fromkeys(("image", "imagem", "imagen", "photo", "multi-image"), "photo"),
    **dict.fromkeys(("article", "artigo", "artículo", "link"), "link"),
    **dict.fromkeys(("document", "documento", "carousel"), "carousel"),
    **dict.fromkeys(("text", "texto"), "text"),
    **dict.fromkeys(("poll", "enquete", "encuesta", "event", "evento", "job", "newsletter"), "other"),
}


def post_id_in(link: pl.Expr) -> pl.Expr:
    """A post's id from its address: the digits alone.

    Activity, share and ugcPost number from one sequence, so the digits name one post whichever of the words stands
    before them; that an activity and a share with different digits are one post, no file tells.
    """
    return link.str.extract(_ID)


def moment_in(post_id: pl.Expr) -> pl.Expr:
    """The moment of publication, which the id holds, to the millisecond."""
    ms = post_id.cast(pl.Int64, strict=False) // (1 << _BITS_BELOW_TIME)
    return (ms * 1000).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def moment_of(post_id: str) -> datetime:
    """The same for one id."""
    return _EPOCH + timedelta(milliseconds=int(post_id) >> _BITS_BELOW_TIME)


def day_in(text: pl.Expr) -> pl.Expr:
    """A day from `08/15/2026` or `8/15/2026`, whatever the language, or as a spreadsheet's own date."""
    plain = text.str.strip_chars()
    return pl.coalesce(plain.str.strptime(pl.Date, form, strict=False) for form in ("%m/%d/%Y", "%Y-%m-%d"))


def post_id_and_moment(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """post_id and published_at from the link. `Created date` is when a draft was begun: it may lie weeks before."""
    frame = frame.with_columns(post_id=post_id_in(pl.col("link")))
    frame = frame.with_columns(refuse=pl.when(pl.col("post_id").is_null()).then(pl.lit("bad_link")))
    return frame.with_columns(published_at=moment_in(pl.col("post_id")))


def kind_of_post(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """kind from `Content Type`; blank and unknown words say nothing."""
    if "content_type" not in frame.columns:
        return frame
    word = pl.col("content_type").str.strip_chars().str.to_lowercase()
    return frame.with_columns(kind=word.replace_strict(_KINDS, default=None, return_dtype=pl.String))


def day_of_date(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """day from the date."""
    frame = frame.with_columns(day=day_in(pl.col("date")))
    return frame.with_columns(refuse=pl.when(pl.col("day").is_null()).then(pl.lit("bad_date")))
