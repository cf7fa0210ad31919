"""Reads a table of one's own as a person's answer says: any CSV or worksheet with a row a post, or a row a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from reppu.sources.ids import damaged_ids
from reppu.sources.mapping_proposals.columns import read_moments
from reppu.sources.mapping_proposals.marks import post_id_in_link
from reppu.sources.own_table.attributes import ATTRIBUTES
from reppu.sources.own_table.measures import SUBJECTS
from reppu.sources.reader import Batch, Context, Match
from reppu.sources.table_answers import POSTS, TableAnswer
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import Column, WideTable
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

VERSION = 1
TITLES = {"table.post": _("A table of one's own, a row a post"), "table.day": _("A table of one's own, a row a day")}

_REASONS: dict[str, tuple[str | None, Text]] = {
    "bad_id": (
        "own_id",
        _(
            "This id was destroyed by a spreadsheet program. Upload the file as downloaded, without opening and saving it "
            "in Excel."
        ),
    ),
    "no_id": (None, _("Nothing in this row tells which post it is of: neither id nor link, nor a time with a text.")),
    "bad_day": ("date", _("This day is not written as the others are, or there is none.")),
    "future": ("date", _("This day is not of our time. Expected a day from 1990 to 2100.")),
}
# Words for kinds of posts in people's own tables; what is none of them is told by no kind.
_KINDS = {
    word: kind
    for kind, words in {
        "photo": "photo photos image images picture kuva kuvat valokuva bild bilder foto",
        "video": "video videos videot videor film",
        "reel": "reel reels kela",
        "carousel": "carousel album karuselli karusell kuvasarja",
        "story": "story stories tarina tarinat händelse",
        "link": "link links linkki linkit länk länkar",
        "text": "text status teksti tekstit",
    }.items()
    for word in words.split()
}


def own_reader(answer: TableAnswer) -> WideTable:
    """The reader that an answer describes."""
    subject = "post" if answer.reads_as == POSTS else "day"
    if answer.platform is None or answer.date_form is None or answer.time_zone is None:
        raise ReppuError(_("The answer for this table is not whole; answer anew: reppu mapping accept FILE"))
    columns = []
    for one in answer.columns:
        aliases = {"en": (one.heading,)}
        if one.target in ATTRIBUTES:
            target = "own_id" if one.target == "id" else "own_link" if one.target == "link" else one.target
            # the heading is found by every column of the answer, so that another table is not taken for this one
            columns.append(Column(target, aliases, None, True, one.occurrence))
        else:
            currency = answer.currency if one.unit == "money" else None
            target = f"{SUBJECTS[subject]}.{one.target}"
            columns.append(Column(target, aliases, one.unit or "count", True, one.occurrence, currency))
    read = {(one.heading, one.occurrence) for one in answer.columns}
    seen: dict[str, int] = {}
    for heading in filter(None, map(norm, answer.headings)):
        seen[heading] = seen.get(heading, 0) + 1
        if (heading, seen[heading]) not in read:  # left out by the person, so no news
            columns.append(Column(None, {"en": (heading,)}, None, False, seen[heading]))
    form, zone = answer.date_form, answer.time_zone

    def understand(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
        return _posts(frame, form, zone) if subject == "post" else _days(frame, form)

    return WideTable(
        kind=answer.reads_as,
        platform=answer.platform,
        version=VERSION,
        title=TITLES[answer.reads_as],
        columns=tuple(columns),
        subject="post" if subject == "post" else "account",
        hooks=(understand,),
        reasons=_REASONS,
        clock="organisation",
    )


@dataclass(frozen=True)
class OwnTables:
    """A `Reader` of the sheets of one file, each by its own answer."""

    parts: tuple[WideTable, ...]
    kind: str
    platform: str
    version: int
    title: Text
    platforms: tuple[str, ...] = ()
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """The match of the part whose columns are all there."""
        return next((match for part in self.parts if (match := part.recognise(sheet)) is not None), None)

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """What that part reads."""
        part = next(part for part in self.parts if part.recognise(sheet) is not None)
        return part.read(sheet, context)


def own_tables(answers: Sequence[TableAnswer]) -> OwnTables:
    """The reader of a file that answers describe, one a sheet."""
    parts = tuple(own_reader(answer) for answer in answers)
    return OwnTables(parts, parts[0].kind, parts[0].platform, VERSION, parts[0].title)


def _days(frame: pl.DataFrame, form: str) -> pl.DataFrame:
    days = read_moments(frame.get_column("date"), form).dt.date()
    frame = frame.with_columns(days.alias("day"))
    return frame.with_columns(refuse=_bad_day(pl.col("day")))


def _posts(frame: pl.DataFrame, form: str, zone: str) -> pl.DataFrame:
    written = read_moments(frame.get_column("date"), form) if "date" in frame.columns else None
    if written is None:
        frame = frame.with_columns(published_at=pl.lit(None, dtype=pl.Datetime("us", "UTC")))
    else:
        utc = written
        if written.dtype == pl.Datetime("us"):
            # An hour that the clock shows twice or never: the first, or none; a post a year is not worth a refusal.
            utc = written.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone(
                "UTC"
            )
            utc = utc.zip_with(
                utc.is_not_null() | written.is_null(),
                written.dt.offset_by("1h")
                .dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
                .dt.convert_time_zone("UTC"),
            )
        frame = frame.with_columns(utc.alias("published_at"))
    frame = _ids(frame)
    if "kind" in frame.columns:
        words = pl.col("kind").str.strip_chars().str.to_lowercase()
        frame = frame.with_columns(kind=words.replace_strict(_KINDS, default=None, return_dtype=pl.String))
    damaged = damaged_ids(frame.get_column("own_id")) if "own_id" in frame.columns else pl.lit(False)
    bad_day = _bad_day(pl.col("published_at")) if written is not None else pl.lit(None, dtype=pl.String)
    return frame.with_columns(
        refuse=pl.when(damaged)
        .then(pl.lit("bad_id"))
        .when(bad_day.is_not_null())
        .then(bad_day)
        .when(pl.col("post_id").is_null())
        .then(pl.lit("no_id"))
    )


def _bad_day(day: pl.Expr) -> pl.Expr:
    year = day.dt.year()
    return (
        pl.when(day.is_null())
        .then(pl.lit("bad_day"))
        .when((year < 1990) | (year > 2100))
        .then(pl.lit("future"))
    )  # fmt: skip


def _ids(frame: pl.DataFrame) -> pl.DataFrame:
    """post_id: the id that stands there, else the one in the link, else made of link, or of time and text."""
    texts = {
        name: frame.get_column(name).str.strip_chars().to_list() if name in frame.columns else [None] * frame.height
        for name in ("own_id", "own_link", "text", "date")
    }
    ids: list[str | None] = []
    for told, link, text, date in zip(*texts.values(), strict=True):
        if told:
            ids.append(told.lstrip("'"))
        elif link:
            ids.append(post_id_in_link(link) or f"link-{_short_hash(link)}")
        elif date and text:
            ids.append(f"row-{_short_hash(date + chr(0) + text)}")
        else:
            ids.append(None)
    frame = frame.with_columns(pl.Series("post_id", ids, dtype=pl.String))
    return frame.with_columns(link=pl.Series("link", texts["own_link"], dtype=pl.String))


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
