"""A real export of a page, counted again by calamine alone; local only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from reppu.lake.facade import open_lake
from reppu.sources.facade import import_paths
from reppu.sources.linkedin.content import ALL_POSTS_ORDER, CONTENT, METRICS_ORDER
from reppu.sources.tests.samples import Read, read_with
from tests.shared_folder import shared

pytestmark = pytest.mark.needs_shared

NAME = "bethlehem-haven_content_2023-24.xls"


def path() -> Path:
    return shared("exports", "linkedin", NAME)


def rows_of(title: str) -> tuple[list[str], list[list[Any]]]:
    rows = python_calamine.CalamineWorkbook.from_path(str(path())).get_sheet_by_name(title).to_python()
    return rows[1], rows[2:]


def said() -> Read:
    return read_with(CONTENT, path().read_bytes(), NAME)


def test_every_number_of_both_sheets_is_read() -> None:
    read = said()
    (daily, days), (head, posts) = rows_of("Metrics"), rows_of("All posts")
    assert read.refused_total == 0 and not read.notes
    assert (read.rows, len(read.posts)) == (len(days) + len(posts), len(posts))
    for kind, rows, columns in (("account", days, daily[1:]), ("post", posts, head[9:19])):
        first = (daily if kind == "account" else head).index(columns[0])
        cells = [row[first + place] for row in rows for place in range(len(columns))]
        found = [one["value"] for one in read.observations if one["subject_kind"] == kind]
        assert len(found) == len(cells)
        assert sum(value is None for value in found) == sum(cell == "" for cell in cells)
        total = sum(cell for cell in cells if cell != "")
        assert sum(value for value in found if value is not None) == pytest.approx(total, rel=1e-12)


def test_the_columns_stand_in_the_order_that_we_say() -> None:
    assert rows_of("Metrics")[0] == METRICS_ORDER.split("|")
    assert rows_of("All posts")[0] == ALL_POSTS_ORDER.split("|")


def test_the_id_tells_when_a_post_was_published_and_the_draft_s_day_does_not() -> None:
    created = {row[1]: date(int(row[5][6:]), int(row[5][:2]), int(row[5][3:5])) for row in rows_of("All posts")[1]}
    later = [(post["published_at"].date() - created[post["link"]]).days for post in said().posts]
    assert sum(days > 0 for days in later) == 66 and min(later) == 0 and max(later) == 21


def test_all_posts_are_of_the_period_and_so_their_numbers_are_of_their_life() -> None:
    read = said()
    assert {one["window"] for one in read.observations if one["subject_kind"] == "post"} == {"lifetime"}
    days = [one["period_start"] for one in read.observations if one["subject_kind"] == "account"]
    assert str(min(days)) == "2023-01-29" and str(max(days)) == "2024-01-28"


def test_days_on_which_reposts_were_taken_back_are_negative() -> None:
    values = [one["value"] for one in said().observations if one["measure"] == "linkedin.account.reposts"]
    assert min(values) == -2


def test_nothing_of_who_posted_is_taken(tmp_path: Path) -> None:
    lake = open_lake(tmp_path)
    [outcome] = import_paths(lake, [path()], as_of=datetime(2024, 1, 29, 12, tzinfo=UTC))
    assert (outcome.posts, outcome.observations, outcome.refused_total) == (86, 365 * 19 + 86 * 10, 0)
    names = {row[4] for row in rows_of("All posts")[1]}
    stored = b"".join(file.read_bytes() for file in lake.path.rglob("*") if file.is_file())
    assert names and not [name for name in names if name.encode() in stored]
