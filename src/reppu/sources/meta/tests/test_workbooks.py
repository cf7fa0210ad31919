"""Meta's exports as workbooks: the Insights of 2012-22 (.xls and .xlsx) and reports of Ads Manager, made in the test."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import pytest

from reppu.sources.meta.insights_words import meaning_of
from reppu.sources.meta.mapping import ADS, OLD_PAGE, OLD_POSTS
from reppu.sources.tests.samples import read_with

Cells = Sequence[Sequence[object]]
FIRST = ["Post ID", "Permalink", "Post Message", "Type", "Countries", "Languages", "Posted", "Audience Targeting"]
POST = "615500000000017_980000000000011"


def xls(sheets: dict[str, Cells]) -> bytes:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    moment = xlwt.easyxf(num_format_str="MM/DD/YYYY HH:MM:SS AM/PM")
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if cell != "":
                    sheet.write(y, x, cell, *([moment] if isinstance(cell, datetime) else []))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(sheets: dict[str, Cells]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for y, row in enumerate(rows):
                sheet.write_row(y, 0, row)
    return out.getvalue()


def post(posted: object, *numbers: object) -> list[object]:
    return [POST, "https://www.facebook.com/x/posts/1", "Hei", "Link", "", "", posted, "", *numbers]


def test_an_xls_of_posts_gives_each_post_once_and_the_slices_of_its_further_sheets() -> None:
    posted = datetime(2015, 10, 1, 21, 0)  # noqa: DTZ001 Excel knows no zones
    book = xls(
        {
            "Key Metrics": [
                [*FIRST, "Lifetime Post Total Reach", "Lifetime Organic Video Views", "Lifetime Organic Video Views"],
                [*[""] * 8, "Lifetime: people (Unique Users)", "views (Unique Users)", "views (Total Count)"],
                post(posted, 800, 30, 41),
            ],
            "Lifetime Talking About This(...": [
                [*FIRST, "like", "share"],
                [*[""] * 8, "Lifetime: people (Unique Users)"],
                post(posted, 12, ""),
            ],
            "Lifetime Post Stories by act...": [[*FIRST, "like"], [*[""] * 8, "stories"], post(posted, 14)],
        }
    )
    said = read_with(OLD_POSTS, book, "Facebook Insights Data Export (Post Level) - x - 2015-10-31.xls")
    assert [row["published_at"].isoformat() for row in said.posts] == ["2015-10-02T04:00:00+00:00"]
    told = {(row["measure"], row["breakdown"]): row["value"] for row in said.observations}
    assert told == {
        ("meta.insights.post.reach", ""): 800,
        ("meta.insights.post.video_views_organic_users", ""): 30,
        ("meta.insights.post.video_views_organic", ""): 41,
        ("meta.insights.post.talking_about", "action=like"): 12,
        ("meta.insights.post.talking_about", "action=share"): None,
        ("meta.insights.post.stories", "action=like"): 14,
    }
    assert said.refused_total == 0


def test_an_xlsx_of_the_page_is_read_by_the_names_of_its_sheets() -> None:
    book = xlsx(
        {
            "Key Metrics": [["Date", "Daily New Likes"], ["", "Daily: new (Unique Users)"], ["2020-07-01", 4]],
            "Weekly Reach by Country": [["Date", "FI", "SE"], ["", "people (Unique Users)"], ["2020-07-01", 300, 4]],
            "Lifetime Likes by Gender and...": [["Date", "U.18-24"], ["", "people (Unique Users)"], ["2020-07-01", 7]],
            "Daily Negative Feedback by Type": [
                ["Date", "hide_clicks"],
                ["", "times (Total Count)"],
                ["2020-07-01", 1],
            ],
            "Daily Positive Feedback f...001": [["Date", "like"], ["", "people (Unique Users)"], ["2020-07-01", 9]],
        }
    )
    said = read_with(OLD_PAGE, book)
    told = {
        (row["measure"].removeprefix("meta.insights.page."), row["breakdown"]): (row["window"], row["value"])
        for row in said.observations
    }
    assert told == {
        ("new_likes", ""): ("day", 4),
        ("reach", "country=FI"): ("period", 300),
        ("reach", "country=SE"): ("period", 4),
        ("likes", "age=18-24;gender=U"): ("day", 7),
        ("negative_feedback", "type=hide_clicks"): ("day", 1),
    }
    assert any("Daily Positive Feedback f...001" in note for note in said.notes)


@pytest.mark.parametrize(("title", "known"), [
    ("Lifetime Likes by Country", True),
    ("Lifetime Likes by C...", False),  # Country and City begin so
    ("28 Days Page consumptions by...", True),
    ("Weekly Reach Demographics", True),
    ("Sheet1", False),
])  # fmt: skip
def test_a_sheets_name_that_is_cut_counts_only_where_it_can_be_one_thing(title: str, known: bool) -> None:
    assert (meaning_of("M.25-34" if "Demographics" in title else "FI", "", 1, False, title) is not None) is known


def test_without_descriptions_the_order_tells_times_from_people_and_hidden_posts_are_not_guessed() -> None:
    header = "Lifetime Organic views to 95%"
    told = [meaning_of(header, "", occurrence, True) for occurrence in (1, 2)]
    assert [one.measure.removeprefix("meta.insights.post.") for one in told if one] == [
        "video_views_95_organic",
        "video_views_95_organic_users",
    ]
    assert meaning_of("Lifetime Negative Feedback", "", 1, True) is None


def test_a_thousand_columns_of_one_page_are_all_read() -> None:
    cities = [f"Lifetime Likes by City - Kylä {n}, Finland" for n in range(1000)]
    lines = [",".join(["Date", *(f'"{city}"' for city in cities)]), "," * 1000]
    lines += [",".join([f"2020-07-{day:02}", *(str(n) for n in range(1000))]) for day in (1, 2, 3)]
    said = read_with(OLD_PAGE, "\n".join([*lines, ""]).encode())
    told = {(row["breakdown"], str(row["period_end"])): row["value"] for row in said.observations}
    assert len(told) == 3000
    assert told["city=Kylä 999, Finland", "2020-07-03"] == 999


def test_an_ads_workbook_holds_the_same_table_twice_and_is_read_once() -> None:
    rows = [["Campaign name", "Day", "Amount spent (EUR)", "Impressions"], ["Kesä", "2025-06-01", 12.5, 900]]
    formatted = [["Ads report"], [], *rows]
    said = read_with(ADS, xlsx({"Formatted Report": formatted, "Raw Data Report": rows}))
    assert [(row["measure"], row["value"]) for row in said.observations] == [
        ("meta.ads.spend", 12.5),
        ("meta.ads.impressions", 900),
    ]
    assert any("repeats the numbers of “Raw Data Report”" in note for note in said.notes)
