"""The analytics that a person exports from their own profile ("creator analytics"), a workbook of five sheets.

Seen by several public programs in 2025 and 2026; since 2026 numbers and percentages are texts ("2%", "< 1%"). English
only: no file in another language is known. Recognised by the sheets' names, because "Date, Impressions, Engagements" alone
could be anybody's table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from reppu.lake.facade import TABLES
from reppu.sources.linkedin.audiences import slices_table
from reppu.sources.linkedin.competitors import days_in
from reppu.sources.linkedin.posts import BAD_DATE, day_of_date, moment_of
from reppu.sources.numbers import number_of
from reppu.sources.reader import Batch, Context, Match, Reader, Refusal
from reppu.sources.tables import Sheet, norm, trimmed
from reppu.sources.wide_table import WideTable, attribute, measure
from reppu.sources.workbook import Workbook
from reppu.vocabulary.language import Text, _

_DAY = r"\d{4}-\d\d-\d\d"
# "Content_<from>_<to>_<Name>.xlsx", since 2026 "AggregateAnalytics_<Name>_<from>_<to>.xlsx"
FILE_NAME = (
    rf"(?:Content|AggregateAnalytics)_(?=.*?(?P<since>{_DAY})_(?P<until>{_DAY}))(?:{_DAY}_){{0,2}}"
    rf"(?P<account>[^\d._][^.]*?)(?:_{_DAY}_{_DAY})?(?: ?\(\d+\))?\.xlsx"
)
_POST = re.compile(r"(?:activity|ugcpost|share)(?::|%3a|-)(\d{15,20})(?:\D|$)", re.IGNORECASE)
_DIMENSIONS = {
    **dict.fromkeys(("job title", "job titles"), "job_title"),
    **dict.fromkeys(("location", "locations"), "location"),
    **dict.fromkeys(("industry", "industries"), "industry"),
    **dict.fromkeys(("company", "companies"), "company"),
    **dict.fromkeys(("company size", "company sizes"), "company_size"),
    **dict.fromkeys(("seniority", "seniorities", "seniority level"), "seniority"),
}
_TITLE = _("Analytics of a LinkedIn profile (a person's own export)")
_NO_NUMBER = _("This cell is not a number. Expected: a number, or nothing.")

_DAYS = WideTable(
    kind="linkedin.creator.days",
    platform="linkedin",
    version=1,
    title=_("Daily numbers of a LinkedIn profile"),
    subject="account",
    columns=(
        attribute("date", "Date", required=True),
        measure("linkedin.account.impressions", "Impressions", required=True),
        measure("linkedin.account.engagements", "Engagements", required=True),
    ),
    hooks=(day_of_date,),
    reasons={"bad_date": BAD_DATE},
)
_NEW_FOLLOWERS = WideTable(
    kind="linkedin.creator.followers",
    platform="linkedin",
    version=1,
    title=_("New followers of a LinkedIn profile"),
    subject="account",
    columns=(
        attribute("date", "Date", required=True),
        measure("linkedin.account.new_followers", "New followers", required=True),
    ),
    hooks=(day_of_date,),
    reasons={"bad_date": BAD_DATE},
)


@dataclass(frozen=True)
class _Part:
    """A part that is known by its sheet's name; `inside` reads it, and what each class below adds."""

    kind: str
    titles: frozenset[str]
    inside: WideTable | None = None
    platform: str = "linkedin"
    platforms: tuple[str, ...] = ()
    version: int = 1
    title: Text = _TITLE
    declined: Text | None = None
    file_name: str | None = None

    def recognise(self, sheet: Sheet) -> Match | None:
        """By the sheet's name, and by what `inside` needs."""
        if norm(sheet.title) not in self.titles:
            return None
        if self.inside is not None:
            return self.inside.recognise(sheet)
        return Match(2.0, "en", 1)

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """What the sheet says."""
        assert self.inside is not None
        return self.inside.read(sheet, context)


class _Discovery(_Part):
    """People reached in the whole period. The impressions beside them are the sum of the days, and not taken twice."""

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        period = period_of(context)
        for number, cells in sheet.records():
            if len(cells) > 1 and norm(cells[0]) == "members reached" and period is not None:
                try:
                    value = number_of(cells[1])
                except ValueError:
                    yield Batch(rows=1, refused=(Refusal(number, cells[0].strip(), _NO_NUMBER),))
                    continue
                yield Batch(rows=1, observations=_table([_of_account("members_reached", value, *period)]))


class _Followers(_Part):
    """The number of followers on one day, above a table of new ones."""

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        assert self.inside is not None
        day: date | None = None
        for number, cells in enumerate(sheet.head[:5], start=1):
            if not (cells and norm(cells[0]).startswith("total followers")):
                continue
            days = days_in(cells[:1])
            day = days[0] if days else day
            told = next((cell for cell in cells[1:] if cell.strip()), None)
            if told is None or day is None:
                continue
            try:
                yield Batch(rows=1, observations=_table([_of_account("followers", number_of(told), day, day)]))
            except ValueError:
                yield Batch(rows=1, refused=(Refusal(number, cells[0].strip(), _NO_NUMBER),))
            break
        yield from self.inside.read(sheet, context)


class _TopPosts(_Part):
    """Two tables side by side, the 50 posts with most engagements and the 50 with most impressions.

    A post that stands in one of them only has no number of the other kind: it is absent, not zero.
    """

    def recognise(self, sheet: Sheet) -> Match | None:
        match = super().recognise(sheet)
        return match if match is not None and _tables_of(sheet)[1] else None

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        header, tables = _tables_of(sheet)
        period = period_of(context)
        posts: dict[str, dict[str, Any]] = {}
        numbers: list[dict[str, Any]] = []
        refused: list[Refusal] = []
        rows_read = 0
        for number, cells in sheet.records():
            if number <= header or not any(cell.strip() for cell in cells):
                continue
            rows_read += 1
            for address, column, name in tables:
                if len(cells) <= max(address, column) or not cells[address].strip():
                    continue
                found = _POST.search(cells[address])
                if found is None:
                    why = _(
                        "There is no post's address with its number here. Expected: …/feed/update/urn:li:activity:<19 digits>"
                    )
                    refused.append(Refusal(number, sheet.head[header - 1][address].strip(), why))
                    continue
                post_id = found[1]
                posts.setdefault(post_id, {"post_id": post_id, "published_at": moment_of(post_id),
                                           "link": cells[address].strip()})  # fmt: skip
                try:
                    value = number_of(cells[column])
                except ValueError:
                    refused.append(Refusal(number, sheet.head[header - 1][column].strip(), _NO_NUMBER))
                    continue
                inside = period is None or period[0] <= moment_of(post_id).date() <= period[1]
                days = (None, None) if inside or period is None else period
                numbers.append(
                    {
                        "subject_kind": "post",
                        "subject_id": post_id,
                        "measure": f"linkedin.post.{name}",
                        "window": "lifetime" if inside else "period",
                        "period_start": days[0],
                        "period_end": days[1],
                    }
                    | _WHAT
                    | {"value": value}
                )
        rows = pa.Table.from_pylist(
            [{"account": "linkedin:"} | post for post in posts.values()],
            pa.schema(
                [("account", pa.string()), *(TABLES["posts"].field(n) for n in ("post_id", "published_at", "link"))]
            ),
        )
        yield Batch(rows=rows_read, posts=rows, observations=_table(numbers), refused=tuple(refused))


class _Demographics(_Part):
    """Top values of each dimension in percent; "< 1%" is null: less than one is neither one nor zero."""

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        prefix = "content_" if norm(sheet.title).startswith("content") else ""
        slices: dict[str, list[tuple[str, float | None]]] = {}
        refused: list[Refusal] = []
        rows = 0
        for number, cells in sheet.records():
            cells = trimmed(cells)
            if len(cells) < 3 or norm(cells[2]) == "percentage":
                continue
            rows += 1
            word = norm(cells[0])
            if not word or not cells[1].strip():
                column = "Value" if word else "Top Demographics"
                refused.append(Refusal(number, column, _("This cell is needed and could not be read.")))
                continue
            dimension = prefix + _DIMENSIONS.get(word, re.sub(r"\W+", "_", word))
            try:
                slices.setdefault(dimension, []).append((cells[1].strip(), number_of(cells[2], "fraction")))
            except ValueError:
                expected = _("This cell is not a percentage. Expected: such as 2%, or nothing.")
                refused.append(Refusal(number, "Percentage", expected))
        tables = [slices_table(dimension, found, "share") for dimension, found in slices.items()]
        yield Batch(rows=rows, audience=pa.concat_tables(tables) if tables else None, refused=tuple(refused))


_WHAT = {"account": "linkedin:", "clock": "utc", "breakdown": "", "unit": "count"}


def _of_account(name: str, value: float | None, first: date, last: date) -> dict[str, Any]:
    return {
        "subject_kind": "account",
        "subject_id": "account",
        "measure": f"linkedin.account.{name}",
        "window": "day" if first == last else "period",
        "period_start": first,
        "period_end": last,
        "value": value,
    } | _WHAT


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    told = set(_WHAT) | {
        "subject_kind", "subject_id", "measure", "window", "period_start", "period_end", "value"
    }  # fmt: skip
    fields = [field for field in TABLES["observations"] if field.name in told]
    return pa.Table.from_pylist(rows, pa.schema([("account", pa.string()), *fields]))


def _tables_of(sheet: Sheet) -> tuple[int, list[tuple[int, int, str]]]:
    """(row of the head, [(column of the address, column of the number, what it counts)]); (0, []) when there is none."""
    for number, cells in enumerate(sheet.head[:10], start=1):
        words = [norm(cell) for cell in cells]
        addresses = [at for at, word in enumerate(words) if word == "post url"]
        tables = []
        for at, end in zip(addresses, [*addresses[1:], len(words)], strict=False):
            for column in range(at + 1, end):
                if words[column] in ("engagements", "impressions"):
                    tables.append((at, column, words[column]))
        if tables:
            return number, tables
    return 0, []


def period_of(context: Context) -> tuple[date, date] | None:
    """The export's period, from the sheet DISCOVERY or else from the days of ENGAGEMENT."""
    for sheet in context.sheets:
        if norm(sheet.title) == "discovery":
            days = [day for cells in sheet.head[:5] for day in days_in(cells)]
            if len(days) >= 2:
                return days[0], days[-1]
    for sheet in context.sheets:
        if norm(sheet.title) == "engagement":
            days = [day for _number, cells in sheet.records() for day in days_in(cells[:1])]
            if days:
                return min(days), max(days)
    return None


_PARTS: tuple[Reader, ...] = (
    _Discovery("linkedin.creator.discovery", frozenset(["discovery"])),
    _Part("linkedin.creator.engagement", frozenset(["engagement"]), _DAYS),
    _TopPosts("linkedin.creator.top_posts", frozenset(["top posts"])),
    _Followers("linkedin.creator.followers", frozenset(["followers"]), _NEW_FOLLOWERS),
    _Demographics(
        "linkedin.creator.demographics",
        frozenset(["demographics", "audience demographics", "content demographics"]),
    ),
)
CREATOR = Workbook(
    kind="linkedin.creator",
    platform="linkedin",
    version=1,
    title=_TITLE,
    parts=_PARTS,
    file_name=FILE_NAME,
)
