"""The content exports of Business Suite: a row a post, Facebook and Instagram, in any of six languages.

The wide-table engine does the reading. What is Meta's own lies here: which columns stand in this very file (names
repeat, languages mix, a currency hides in a header), Pacific time, captions in two columns, kinds of posts, rows of
lifetime figures or of days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from reppu.sources.ids import damaged_ids
from reppu.sources.meta.clock import instagram_moments, pacific_to_utc, read_days, read_wall_clock
from reppu.sources.meta.headers import ALIASES, KINDS, LIFETIME_WORDS, UNITS
from reppu.sources.numbers import NULL_WORDS
from reppu.sources.reader import Batch, Context, Match
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import Column, WideTable
from reppu.vocabulary.language import Text, _, _n

_CURRENCY = re.compile(r"(.*?)\s*\(([a-z]{3})\)\Z")
# The exact Swedish words come from an excerpt only, so the column is also found by its three nouns.
_INTERACTIONS = re.compile(r"rea[kc]\w+\W.*\b(?:kommentar|comment|coment)\w*.*\b(?:deln|share|parta|compart)\w*")
_CAN_BE_A_KIND = re.compile(r"(?:IG )?[^\W\d]+(?:[ -][^\W\d]+)?\Z", re.IGNORECASE)
_ALSO = "also "  # before the target of a further column with the same meaning
_VIEWS, _REACH = "meta.content.views", "meta.content.reach"
_FEWEST_IMPOSSIBLE = 5  # our choice: fewer zeros may be posts that Meta has not counted yet
# Our choice: 135 of 135 real rows lie within ten minutes; an hour shows another clock or a post scheduled long before.
_DISAGREEMENT = pl.duration(hours=1)

DAMAGED = _(
    "This id was destroyed by a spreadsheet program. Upload the file as downloaded, without opening and saving it in "
    "Excel."
)
NOT_TOLD = _(
    "Meta failed to write which post these numbers are about (its own message stands in this column). Download the same "
    "days again."
)


def bad_day_reason() -> tuple[str | None, Text]:
    """Why a row is refused whose Date is neither a day nor "lifetime"."""
    return "date", _("Neither a day nor the word for “lifetime” stands here.")


def reasons(account_column: str) -> dict[str, tuple[str | None, Text]]:
    """Why a row is refused, and in which column; account_column: "page_id" or "account_id"."""
    return {
        "bad_id": ("exported_id", DAMAGED),
        "bad_account": (account_column, DAMAGED),
        "no_id": ("exported_id", _("Expected a post's id, in digits.")),
        "not_told": ("data_comment", NOT_TOLD),
        "no_account": (
            account_column,
            _("The row names no page or account, so nobody can tell whose post it is."),
        ),
        "bad_time": (
            "published",
            _(
                "This time cannot be read. Expected: 12/31/2025 08:24 (month, day, year). Upload the file as "
                "downloaded, without opening and saving it in Excel."
            ),
        ),
        "bad_day": bad_day_reason(),
    }


def target_of(header: str) -> tuple[str | None, str | None]:
    """(target, currency) of a header cell: what the column means to us, "" when it is known and not kept, None when
    it is not known; the currency is ISO 4217, where the header names one in brackets.
    """
    name, currency = norm(header), None
    if name not in _TARGETS:
        plain, told = in_currency(header)
        if told is not None and UNITS.get(_TARGETS.get(plain, "")) == "money":
            name, currency = plain, told
        elif _INTERACTIONS.match(name):
            return "meta.content.interactions", None
    return _TARGETS.get(name), currency


def in_currency(header: str) -> tuple[str, str | None]:
    """(normalised name, ISO 4217) of a header such as "Amount spent (EUR)"; the whole name and None without a currency."""
    found = _CURRENCY.match(norm(header))
    return (found[1], found[2].upper()) if found else (norm(header), None)


_TARGETS = {norm(header): target for words in ALIASES.values() for header, target in words.items()}


def declared_columns() -> tuple[Column, ...]:
    """A column a target with its headers in every language: what an export may hold."""
    by_target: dict[str, dict[str, list[str]]] = {}
    for language, words in ALIASES.items():
        for header, target in words.items():
            by_target.setdefault(target, {}).setdefault(language, []).append(header)
    return tuple(
        Column(
            _field(target) if target else None,
            {language: tuple(headers) for language, headers in aliases.items()},
            _unit(target),
            required=target in ("post_id", "published"),
        )
        for target, aliases in by_target.items()
    )


def _field(target: str) -> str:
    # the engine calls our canonical id post_id; what stands in the file is only a part of Facebook's
    return "exported_id" if target == "post_id" else target


def _unit(target: str) -> str | None:
    return UNITS.get(target, "count") if "." in target else None


@dataclass(frozen=True)
class ContentExport(WideTable):
    """The content export of one platform; it is a `Reader`."""

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the header; which of the two platforms, by the page's or account's column, else by the posts' links."""
        match = super().recognise(sheet)
        layout = self.layout(sheet) if match else None
        if match is None or layout is None:
            return None
        targets = [target_of(cell)[0] for cell in layout.headers]
        if "page_id" in targets or "account_id" in targets:
            platform = "facebook" if "page_id" in targets else "instagram"
        else:
            at = targets.index("link") if "link" in targets else None
            links = [row[at] for row in sheet.head[layout.header_row :] if at is not None and at < len(row)]
            platform = "instagram" if any("instagram.com/" in link for link in links) else "facebook"
        return match if platform == self.platform else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts, with notes about times that were doubtful, kinds not known and rows that stood there twice."""
        layout = self.layout(sheet)
        columns = self.columns if layout is None else columns_of(layout.headers)
        notes: list[Text] = []

        def understand(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
            return prepare(_first_filled(frame, columns), self.platform, notes)

        # The columns are declared anew from this file's own header; the frame's engine then reads as declared.
        for batch in replace(self, columns=columns, hooks=(understand,))._read_as_declared(sheet, context):
            yield replace(batch, notes=(*batch.notes, *notes)) if notes else batch
            notes.clear()

    def _read_as_declared(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        return super().read(sheet, context)

    def _posts(self, frame: pl.DataFrame) -> pa.Table:
        # by day, a post stands in as many rows as it has days
        return super()._posts(frame.unique("post_id", keep="first", maintain_order=True))


def columns_of(headers: tuple[str, ...]) -> tuple[Column, ...]:
    """The declaration of one file, from its header row.

    Of two columns with the same name the first is taken (`Views` stands twice in Facebook's wide export). Of several
    names with the same meaning (a Swedish and an English one) all are, the second under "also 2 <target>".
    """
    columns: list[Column] = []
    names: set[str] = set()
    targets: dict[str, int] = {}
    for header in headers:
        target, currency = target_of(header)
        if not norm(header) or target is None or norm(header) in names:
            continue
        names.add(norm(header))
        aliases = {"en": (header,)}
        if not target:
            columns.append(Column(None, aliases))
        else:
            place = targets[target] = targets.get(target, 0) + 1
            field = _field(target) if place == 1 else f"{_ALSO}{place} {_field(target)}"
            columns.append(Column(field, aliases, _unit(target), required=field == "exported_id", currency=currency))
    return tuple(columns)


def prepare(frame: pl.DataFrame, platform: str, notes: list[Text]) -> pl.DataFrame:
    """The rows as the engine wants them: account, post_id, published_at, kind, text, link, day; what is to be said
    about them is added to `notes`.
    """
    told = {}
    for name in (
        "page_id",
        "account_id",
        "account_name",
        "username",
        "title",
        "description",
        "link",
        "date",
        "post_type",
        "is_share",
        "published",
        "data_comment",
    ):
        told[f"{name}_told"] = pl.lit(None, dtype=pl.String)
        if name in frame.columns:
            # a caption may be a dash or "nan"; only an empty one is none
            cells = pl.col(name)
            told[f"{name}_told"] = _stripped(cells) if name in ("title", "description") else filled(cells)
    frame = frame.with_columns(**told)
    frame = _whose(frame, platform)
    if platform == "instagram" and frame.get_column("account").drop_nulls().n_unique() > 1:
        notes.append(
            _(
                "This file holds posts of several accounts. Meta lists a joint post under the account that published it; "
                "if such a post is to count as yours, merge that channel into yours: reppu channels merge"
            )
        )
    frame = _when(frame, platform, notes)
    frame = frame.with_columns(
        link=pl.col("link_told"),
        # Photos and links carry their caption in Title, reels and videos in Description.
        text=pl.when(
            pl.col("title_told").str.len_chars().fill_null(0) >= pl.col("description_told").str.len_chars().fill_null(0)
        )
        .then(pl.col("title_told"))
        .otherwise(pl.col("description_told")),
        is_repost=pl.when(pl.col("is_share_told").is_in(["0", "1"])).then(pl.col("is_share_told") == "1"),
        # The channel's id is made of the name, of its letters a–z: a name without any gives way to the handle.
        account_name=pl.coalesce(
            pl.when(pl.col("account_name_told").str.contains("[A-Za-z]")).then(pl.col("account_name_told")),
            "username_told",
            "account_name_told",
        ),
    )
    frame = _kind(frame, notes)
    frame = _impossible_zeros(frame, notes)
    account = account_column_of(platform)
    damaged = damaged_ids(frame.get_column("exported_id"))
    frame = frame.with_columns(
        refuse=pl.when(damaged)
        .then(pl.lit("bad_id"))
        .when(pl.col("exported").is_null() & pl.col("data_comment_told").is_not_null())
        .then(pl.lit("not_told"))
        .when(pl.col("exported").is_null())
        .then(pl.lit("no_id"))
        .when(pl.col("account").is_null() & pl.col(f"{account}_told").is_not_null())
        .then(pl.lit("bad_account"))
        .when(pl.col("account").is_null() & pl.lit(account in frame.columns))
        .then(pl.lit("no_account"))
        .when(pl.col("published_at").is_null() & pl.col("published_told").is_not_null())
        .then(pl.lit("bad_time"))
        .when(pl.col("bad_day"))
        .then(pl.lit("bad_day"))
    )
    return _once(frame, notes)


def account_column_of(platform: str) -> str:
    """The target under which the file names the account: a page for Facebook."""
    return "page_id" if platform == "facebook" else "account_id"


def _stripped(column: pl.Expr) -> pl.Expr:
    stripped = column.str.strip_chars()
    return pl.when(stripped != "").then(stripped)


def filled(column: pl.Expr) -> pl.Expr:
    stripped = column.str.strip_chars()
    return pl.when(~stripped.is_in(list(NULL_WORDS))).then(stripped)


def _first_filled(frame: pl.DataFrame, columns: tuple[Column, ...]) -> pl.DataFrame:
    """Columns with the same meaning as one: the first that is not blank wins, row by row; one that is no number counts as
    filled, and is refused under its own header.
    """
    for column in columns:
        further = column.target or ""
        if not further.startswith(_ALSO):
            continue
        target = further.removeprefix(_ALSO).partition(" ")[2]
        if column.unit is None:
            merged = frame.select(pl.coalesce(filled(pl.col(target)), filled(pl.col(further)))).to_series()
            frame = frame.with_columns(merged.alias(target)).drop(further)
            continue
        (header,) = next(iter(column.aliases.values()))
        bad, raw, named = f"bad {target}", f"raw {target}", f"header {target}"
        frame = frame.with_columns(
            pl.lit(value, dtype=kind).alias(name)
            for name, value, kind in ((bad, False, pl.Boolean), (raw, None, pl.String), (named, None, pl.String))
            if name not in frame.columns
        )
        blank = pl.col(target).is_null() & ~pl.col(bad)
        taken = {target: pl.col(further)}
        if f"bad {further}" in frame.columns:
            taken |= {bad: pl.col(f"bad {further}"), raw: pl.col(f"raw {further}"), named: pl.lit(header)}
        frame = frame.with_columns(
            pl.when(blank).then(value).otherwise(pl.col(name)).alias(name) for name, value in taken.items()
        ).drop([name for name in (further, f"bad {further}", f"raw {further}") if name in frame.columns])
    return frame


def _whose(frame: pl.DataFrame, platform: str) -> pl.DataFrame:
    ids = pl.col("exported_id").str.strip_chars().str.strip_chars_start("'")
    exported = pl.when(ids.str.contains(r"^\d+(?:_\d+)?$")).then(ids)
    account = pl.col(f"{account_column_of(platform)}_told")
    # A joint post (collaboration) is listed with the account that published it: 2 of 57 rows of a real Instagram file.
    # a rounded id (1.00066E+14) is nobody's
    whose = pl.lit(f"{platform}:") + pl.when(account.str.contains(r"^\d+$")).then(account)
    if platform == "instagram":
        return frame.with_columns(exported=exported, account=whose, post_id=exported)
    # Meta's API calls a Facebook post <page>_<post>; the export has the two parts in two columns.
    joined = pl.col("page_id_told") + pl.lit("_") + exported
    whole = exported.str.contains("_", literal=True)
    post_id = pl.when(whole).then(exported).otherwise(pl.coalesce(joined, exported))
    return frame.with_columns(exported=exported, account=whose, post_id=post_id)


def _when(frame: pl.DataFrame, platform: str, notes: list[Text]) -> pl.DataFrame:
    exported = pacific_to_utc(read_wall_clock(frame.get_column("published_told")))
    frame = frame.with_columns(published_at=exported.utc, doubtful=exported.doubtful)
    if platform == "instagram":
        frame = frame.with_columns(moment=instagram_moments(frame.get_column("link_told")))
        apart = ((pl.col("moment") - pl.col("published_at")).abs() > _DISAGREEMENT).fill_null(value=False)
        count = int(frame.select(apart.sum()).item())
        if count:
            notes.append(
                _n(
                    "The time in {n} post's id differs from the exported time by more than an hour; the id's was taken.",
                    "The time in {n} posts' ids differs from the exported time by more than an hour; the ids' was taken.",
                    count,
                )
            )
        frame = frame.with_columns(
            published_at=pl.coalesce("moment", "published_at"), doubtful=pl.col("doubtful") & pl.col("moment").is_null()
        )
    doubtful = int(frame.get_column("doubtful").sum())
    if doubtful:
        notes.append(doubtful_times_note(doubtful))
    return days_or_lifetime(frame)


def doubtful_times_note(posts: int) -> Text:
    """What is said of Facebook times that the clock showed twice."""
    return _n(
        "{n} post's time falls into the hour that the clock shows twice in autumn (US Pacific time); it may have "
        "been published an hour later than Reppu says.",
        "{n} posts' times fall into the hour that the clock shows twice in autumn (US Pacific time); they may "
        "have been published an hour later than Reppu says.",
        posts,
    )


def days_or_lifetime(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `day`, `bad_day` and, where any row is of a day, its period; from `date_told`."""
    dates = frame.get_column("date_told")
    days = read_days(dates)
    # a word without digits is taken for "lifetime" in a language that we do not know
    lifetime = dates.is_null() | dates.str.to_lowercase().is_in(list(LIFETIME_WORDS)) | ~dates.str.contains(r"\d")
    frame = frame.with_columns(day=days, bad_day=days.is_null() & ~lifetime.fill_null(value=True))
    return frame if days.null_count() == len(days) else frame.with_columns(period_start=days, period_end=days)


def _kind(frame: pl.DataFrame, notes: list[Text]) -> pl.DataFrame:
    words = pl.col("post_type_told").str.to_lowercase().str.replace(r"^(ig|instagram)[ -]+", "")
    frame = frame.with_columns(kind=words.replace_strict(KINDS, default=None, return_dtype=pl.String))
    unknown = frame.select("kind", "post_type_told").filter(
        pl.col("kind").is_null() & pl.col("post_type_told").is_not_null()
    )
    if unknown.height:
        # in a table that was shifted anything may stand here; only what can be a kind is shown
        kinds = sorted(kind for kind in set(unknown.get_column("post_type_told")) if _CAN_BE_A_KIND.match(kind))
        notes.append(
            _n(
                "The kind of {n} post is not one that Reppu knows: {kinds}",
                "The kinds of {n} posts are none that Reppu knows: {kinds}",
                unknown.height,
                kinds=", ".join(kinds[:6]) or "?",
            )
        )
    return frame


def _impossible_zeros(frame: pl.DataFrame, notes: list[Text]) -> pl.DataFrame:
    """Views of 0 in every row, though people were reached, become null: whoever was reached has viewed.

    A real file of 2025 (38 columns) says so of 48 of 48 posts, and another export of the same days holds their views.
    A zero would take their place. A few zeros among numbers stay what they are.
    """
    if not {_VIEWS, _REACH} <= set(frame.columns):
        return frame
    views, reach = frame.get_column(_VIEWS), frame.get_column(_REACH)
    any_view, reached_for_nothing = (views > 0).any(), ((views == 0) & (reach > 0)).sum()
    if any_view or reached_for_nothing < _FEWEST_IMPOSSIBLE:
        return frame
    notes.append(
        _(
            "Views are 0 in every row although people were reached, which cannot be: Meta left them out of this export. "
            "They were read as not known. Another choice of columns in the export holds them."
        )
    )
    return frame.with_columns(pl.lit(None, dtype=pl.Float64).alias(_VIEWS))


def _once(frame: pl.DataFrame, notes: list[Text]) -> pl.DataFrame:
    """Each post (and day) once: Meta repeats some rows (7 of 1,975 in one export that an importer's author counted).

    The row with the larger numbers is kept: they only grow, so it is the later one.
    """
    can_be_read = pl.col("refuse").is_null() & pl.col("post_id").is_not_null()
    # two columns first: few files repeat a row
    if not frame.select("refuse", "post_id", "day").filter(can_be_read).select("post_id", "day").is_duplicated().any():
        return frame
    readable = frame.filter(can_be_read)
    numbers = [name for name, kind in frame.schema.items() if kind == pl.Float64 and name.startswith("meta.content.")]
    total = pl.sum_horizontal(numbers) if numbers else pl.col("row") * 0
    kept = readable.sort(total, "row", descending=[True, False]).unique(
        ["post_id", "day"], keep="first", maintain_order=True
    )
    dropped = readable.height - kept.height
    notes.append(
        _n(
            "{n} row repeats a post that stands in another row; of the two, the one with the larger numbers was read.",
            "{n} rows repeat posts that stand in other rows; of each post, the row with the largest numbers was read.",
            dropped,
        )
    )
    refused = frame.filter(pl.col("refuse").is_not_null() | pl.col("post_id").is_null())
    return pl.concat([kept, refused]).sort("row")
