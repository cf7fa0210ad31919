"""`Audience.csv`: who follows, in percent, as stacked blocks; and `Top content formats.csv`, which is declined.

Blocks: "Age & gender", a matrix with a column a gender; "Top cities" (or "Top towns/cities"), "Top countries", "Top
pages": a row of names and a row of percents. A "Follows" chart may follow; it repeats Follows.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from reppu.sources.meta.charts import BOTH, head_blocks, is_chart
from reppu.sources.numbers import NULL_WORDS, looks_like_damaged_decimal
from reppu.sources.reader import Batch, Context, Match, Refusal
from reppu.sources.tables import Block, Sheet, norm
from reppu.vocabulary.language import Text, _

# Titles seen in real files, English; no localised title is known.
DIMENSIONS: dict[str, str] = {
    "age & gender": "age_gender",
    "age and gender": "age_gender",
    "top cities": "city",
    "top towns/cities": "city",
    "top countries": "country",
    "top pages": "page",
}
# English was seen. The others are the plain words of the languages, not seen in a file; a word that is not here
# becomes part of the bucket as it stands.
GENDERS: dict[str, str] = {
    **dict.fromkeys(("women", "kvinnor", "naiset", "mujeres", "femmes", "frauen"), "women"),
    **dict.fromkeys(("men", "män", "miehet", "hombres", "hommes", "männer"), "men"),
    **dict.fromkeys(("unknown", "okänt", "tuntematon", "desconocido", "inconnu", "unbekannt"), "unknown"),
}
# "10.6.2025", "2025-06-10": further forms of what a spreadsheet program makes of 10.6.
_FULL_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
CONTENT_FORMATS = frozenset(
    (
        "reels",
        "multi-photo",
        "links",
        "photos",
        "others",
        "text",
        "stories",
        "videos",
        "live",
        "multi media",
        "carousel",
    )
)


def share_of(text: str) -> float | None:
    """A percentage as a share (0 to 1); None for a blank. Raises ValueError for what is no number.

    By decimals, so that 10.6 becomes 0.106 and not 0.10599999999999998.
    """
    plain = text.strip().rstrip("%").strip().replace(",", ".")
    if plain in NULL_WORDS:
        return None
    try:
        percent = Decimal(plain)
    except InvalidOperation:
        raise ValueError(text) from None
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise ValueError(text)
    return float(percent / 100)


class Audience:
    """`Audience.csv` of Facebook or Instagram: which of the two, the file does not say."""

    kind = "meta.audience"
    platform = "facebook"
    platforms = BOTH
    version = 1
    title = _("Audience of Facebook or Instagram (age and gender, towns, countries, pages)")
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the titles of the blocks, at least one of which must be known."""
        blocks = head_blocks(sheet)
        known = [block for block in blocks if len(block.rows[0][1]) == 1 and norm(block.rows[0][1][0]) in DIMENSIONS]
        if not known:
            return None
        return Match(score=1 + len(known) + len(known) / len(blocks), language="en", header_row=known[0].rows[0][0])

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """A batch a block; a damaged block is refused whole and the others are kept."""
        for block in sheet.blocks():
            number, first = block.rows[0]
            dimension = DIMENSIONS.get(norm(first[0])) if len(first) == 1 else None
            if is_chart(block):
                yield Batch(
                    notes=(
                        _(
                            "The daily chart at the end of this file was left out: it repeats the file of that chart "
                            "(Follows.csv)."
                        ),
                    )
                )
            elif dimension is None:
                reason = _("This part of the file is no audience table that Reppu knows; it was left out.")
                yield _refused(Refusal(number, None, reason), rows=len(block.rows) - 1)
            elif dimension == "age_gender":
                yield _age_and_gender(block, dimension)
            else:
                yield _names_and_percents(block, dimension)


def _refused(refusal: Refusal, rows: int) -> Batch:
    return Batch(rows=rows, refused=(refusal,), refused_total=1)


def _damage(row: int, column: str, cell: str) -> Refusal:
    if looks_like_damaged_decimal(cell) or _FULL_DATE.fullmatch(cell.strip()):
        return Refusal(
            row,
            column,
            _(
                "A spreadsheet program has made dates of the decimals in this table, and the numbers are lost; the whole "
                "table was left out. Download the file again and import it without opening it in Excel."
            ),
        )
    return Refusal(row, column, _("Expected a percentage between 0 and 100; the whole table was left out."))


def _nameless(row: int, column: str) -> Refusal:
    return Refusal(
        row, column, _("A percentage without a name; the whole table was left out. Download the file again.")
    )


def _age_and_gender(block: Block, dimension: str) -> Batch:
    title = block.rows[0][1][0]
    if len(block.rows) < 3:
        return _refused(Refusal(block.rows[0][0], title, _("This table has no rows.")), rows=0)
    genders = [GENDERS.get(norm(cell), norm(cell)) for cell in block.rows[1][1][1:]]
    slices: list[tuple[str, float | None]] = []
    for number, cells in block.rows[2:]:
        for gender, cell in zip(genders, (*cells[1:], *[""] * len(genders)), strict=False):
            if not cells[0].strip():
                return _refused(_nameless(number, title), rows=len(block.rows) - 2)
            try:
                slices.append((f"{cells[0].strip()} {gender}", share_of(cell)))
            except ValueError:
                return _refused(_damage(number, title, cell), rows=len(block.rows) - 2)
    return _batch(dimension, slices, rows=len(block.rows) - 2)


def _names_and_percents(block: Block, dimension: str) -> Batch:
    title = block.rows[0][1][0]
    if len(block.rows) != 3 or len(block.rows[2][1]) > len(block.rows[1][1]):
        reason = _("Expected a row of names and a row of as many percentages; this table was left out.")
        return _refused(Refusal(block.rows[0][0], title, reason), rows=1)
    number, percents = block.rows[2]
    slices: list[tuple[str, float | None]] = []
    for name, cell in zip(block.rows[1][1], (*percents, *[""] * len(block.rows[1][1])), strict=False):
        if not name.strip():
            return _refused(_nameless(number, title), rows=1)
        try:
            slices.append((name.strip(), share_of(cell)))
        except ValueError:
            return _refused(_damage(number, title, cell), rows=1)
    return _batch(dimension, slices, rows=1)


def _batch(dimension: str, slices: list[tuple[str, float | None]], rows: int) -> Batch:
    return Batch(
        rows=rows,
        audience=pa.table(
            {
                "account": pa.array([None] * len(slices), pa.string()),
                "dimension": pa.array([dimension] * len(slices), pa.string()),
                "bucket": pa.array([bucket for bucket, _share in slices], pa.string()),
                "value": pa.array([share for _bucket, share in slices], pa.float64()),
                "unit": pa.array(["share"] * len(slices), pa.string()),
            }
        ),
    )


class ContentFormats:
    """`Top content formats.csv`: sums by format of a period that the file does not name."""

    kind = "meta.content_formats"
    platform = "facebook"
    platforms = BOTH
    version = 1
    title = _("Top content formats of Facebook or Instagram")
    declined: Text | None = _(
        "It says neither which period nor which platform its sums are about. The content export holds the same post by "
        "post; import that."
    )
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By blocks of a title, a row of format names and a row of whole numbers."""
        known = 0
        blocks = head_blocks(sheet)
        for block in blocks:
            if len(block.rows) != 3 or len(block.rows[0][1]) != 1:
                continue
            names, counts = [norm(cell) for cell in block.rows[1][1]], block.rows[2][1]
            if len(CONTENT_FORMATS & set(names)) >= 2 and all(re.fullmatch(r"[\d.,\s]+", cell) for cell in counts):
                known += 1
        return Match(score=1 + known + known / len(blocks), language="en", header_row=1) if known else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """Nothing: see `declined`."""
        return iter(())
