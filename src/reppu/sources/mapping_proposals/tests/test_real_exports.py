"""Real exports whose headings are replaced here, in memory: the proposals are held to what their readers know."""

from __future__ import annotations

import pytest

from reppu.sources.bytes import Source
from reppu.sources.mapping_proposals.tests.made_up_tables import (
    Counted,
    count,
    in_finnish,
    in_random_letters,
    sheet_of,
)
from reppu.sources.mapping_proposals.tests.test_proposals import LEVELS, printed
from reppu.sources.platforms import READERS
from reppu.sources.recognising import best_reader, tables_in
from reppu.sources.spreadsheets import open_spreadsheet
from tests.shared_folder import shared

pytestmark = pytest.mark.needs_shared

FILES = {
    "meta/oigetit/Jan-14-2025_Apr-14-2025_1396269028466733.csv": "meta.content.facebook",
    "meta/oigetit/Mar-18-2025_Apr-14-2025_553302954456165.csv": "meta.content.facebook",
    "meta/oigetit/Mar-18-2025_Apr-14-2025_1019826952924933.csv": "meta.content.instagram",
    "meta/vintage/INSTAGRAM_RAW.csv": "meta.content.instagram",
    "x/tweet_activity_metrics_EconomicsShiny_20220201_20220301_en.csv": "x.posts.2014",
    "x/daily_tweet_activity_metrics_LisaDeBruine_20210801_20210901_en.csv": "x.days.2014",
    "youtube/de/Tabellendaten.csv": "youtube.videos",
    "linkedin/bethlehem-haven_content_2023-24.xls › Metrics": "linkedin.content.days",
    "linkedin/bethlehem-haven_content_2023-24.xls › All posts": "linkedin.content.posts",
}


def counted(name: str, finnish: bool) -> Counted:
    file, _sign, title = name.partition(" › ")
    path = shared("exports") / file
    sheets = open_spreadsheet(Source(path=path), path.name) if title else [sheet_of(path.read_bytes())]
    sheet = next(sheet for sheet in sheets if sheet.title == title)
    found = best_reader(sheet, READERS)
    assert found is not None
    reader, match = found
    rows = [list(cells) for _number, cells in sheet.records()]
    top = match.header_row or 1
    kind = next(table.kind for table in tables_in(reader) if table.recognise(sheet) is not None)
    assert kind == FILES[name]
    return count(rows, kind, (in_finnish if finnish else in_random_letters)(rows[top - 1]), top)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("finnish", [True, False], ids=["Finnish", "letters"])
def test_nothing_called_sure_is_wrong_in_a_real_file(name: str, finnish: bool) -> None:
    found = counted(name, finnish)
    assert found.columns["sure wrong"] == 0, found.wrong
    assert found.columns["likely wrong"] <= 1, found.wrong


@pytest.mark.parametrize(
    ("finnish", "name"), [(True, "real exports, made-up Finnish"), (False, "real exports, random letters")]
)
def test_the_page_prints_what_is_measured_on_real_exports(finnish: bool, name: str) -> None:
    total = Counted()
    for file in FILES:
        total.add(counted(file, finnish))
    assert [total.columns[level] for level in LEVELS] == printed(name)
