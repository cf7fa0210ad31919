"""Who follows a page and who visits it: sheets of two columns, a slice and how many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from reppu.sources.numbers import number_of
from reppu.sources.reader import Batch, Context, Match, Refusal
from reppu.sources.tables import Sheet, norm, trimmed
from reppu.vocabulary.language import Text, _

_BATCH_ROWS = 5_000

# English, and the two Portuguese words known, from programs that read such files.
DIMENSIONS: dict[str, tuple[str, str]] = {
    "location": ("location", "en"),
    "localidade": ("location", "pt"),
    "country": ("country", "en"),
    "job function": ("job_function", "en"),
    "function": ("job_function", "en"),
    "seniority": ("seniority", "en"),
    "experience level": ("seniority", "en"),
    "industry": ("industry", "en"),
    "setor": ("industry", "pt"),
    "company size": ("company_size", "en"),
}


@dataclass(frozen=True)
class Slices:
    """A `Reader` (a part of a `Workbook`) for a sheet with the heads "<dimension>" and one of `counted`.

    counted: normalised words of the second column → language. prefix: before the dimension ("visitor_"), so that those
    who visit are not taken for those who follow.
    """

    kind: str
    title: Text
    counted: Mapping[str, str]
    prefix: str = ""
    platform: str = "linkedin"
    platforms: tuple[str, ...] = ()
    version: int = 1
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the first row alone: no line stands above it."""
        head = [norm(cell) for cell in trimmed(sheet.head[0])] if sheet.head else []
        if len(head) != 2 or head[0] not in DIMENSIONS or head[1] not in self.counted:
            return None
        return Match(3.0, DIMENSIONS[head[0]][1], 1)

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The slices; a blank number is null."""
        dimension = self.prefix + DIMENSIONS[norm(sheet.head[0][0])][0]
        column = sheet.head[0][1].strip()
        slices: list[tuple[str, float | None]] = []
        refused: list[Refusal] = []
        rows = 0
        for number, cells in sheet.records():
            if number == 1 or not any(cell.strip() for cell in cells):
                continue
            rows += 1
            bucket = cells[0].strip()
            try:
                value = number_of(cells[1]) if len(cells) > 1 else None
                if bucket:
                    slices.append((bucket, value))
                    continue
                refused.append(
                    Refusal(number, sheet.head[0][0].strip(), _("This cell is needed and could not be read."))
                )
            except ValueError:
                refused.append(Refusal(number, column, _("This cell is not a number. Expected: a number, or nothing.")))
            if rows % _BATCH_ROWS == 0:
                yield _batch(dimension, slices, refused, _BATCH_ROWS)
                slices, refused = [], []
        yield _batch(dimension, slices, refused, rows % _BATCH_ROWS)


def _batch(dimension: str, slices: list[tuple[str, float | None]], refused: list[Refusal], rows: int) -> Batch:
    return Batch(rows=rows, audience=slices_table(dimension, slices, "count"), refused=tuple(refused))


def slices_table(dimension: str, slices: list[tuple[str, float | None]], unit: str) -> pa.Table:
    """The audience table of one dimension; the account is told by the file's name."""
    rows = len(slices)
    return pa.table(
        {
            "account": pa.array(["linkedin:"] * rows, pa.string()),
            "dimension": pa.array([dimension] * rows, pa.string()),
            "bucket": pa.array([bucket for bucket, _value in slices], pa.string()),
            "value": pa.array([value for _bucket, value in slices], pa.float64()),
            "unit": pa.array([unit] * rows, pa.string()),
        }
    )
