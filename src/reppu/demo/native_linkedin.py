"""LinkedIn's content export and Meta's Ads Manager report, as those write them; the workbook in the newer of Excel's forms.

LinkedIn gives the older form (.xls), which only a library for tests can write; what stands in the cells is the same.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from reppu.demo.identifiers import linkedin_activity_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reppu.demo.exports import Daily, Shown
    from reppu.demo.later_channels import CampaignDay
    from reppu.demo.story import Post

_DAILY_NOTE = (
    "Aggregated engagement metrics for your organic and sponsored posts over time. Date indicates when your posts were "
    "viewed by LinkedIn members. Data is delayed by up to 2 days. All dates and times are in UTC."
)
_POSTS_NOTE = (
    "Engagement metrics for individual posts. Created date indicates when your post was created. All dates and times are "
    "in UTC."
)
_PARTS = ("organic", "sponsored", "total")
DAILY_HEADER = [
    "Date",
    *(f"Impressions ({part})" for part in _PARTS),
    "Unique impressions (organic)",
    *(
        f"{name} ({part})"
        for name in ("Clicks", "Reactions", "Comments", "Reposts", "Engagement rate")
        for part in _PARTS
    ),
]
POSTS_HEADER = [
    "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date", "Campaign start date",
    "Campaign end date", "Audience", "Impressions", "Views (Excluding offsite video views)", "Offsite Views", "Clicks",
    "Click through rate (CTR)", "Likes", "Comments", "Reposts", "Follows", "Engagement rate", "Content Type",
]  # fmt: skip
ADS_HEADER = [
    "Campaign name", "Campaign ID", "Day", "Campaign delivery", "Attribution setting", "Result type", "Results", "Reach",
    "Amount spent (EUR)", "Impressions", "Link clicks", "Reporting starts", "Reporting ends",
]  # fmt: skip
CAMPAIGN_ID = "120210000000002016"
_FIXED = datetime(2016, 1, 1)  # noqa: DTZ001 - a spreadsheet's times have no zone; any day, the same in every file
_UNIQUE_SHARE = 0.7
_KINDS = {"reel": "Video", "video": "Video", "photo": "Image", "carousel": "Image", "link": "Article", "text": ""}


def linkedin_link(post: Post) -> str:
    """The post's address; its number holds the moment."""
    return (
        f"https://www.linkedin.com/feed/update/urn:li:activity:{linkedin_activity_id(post.published_at, post.low_bits)}"
    )


def linkedin_name(account: str, moment: datetime) -> str:
    """esimerkkilan-vesi_content_1790000000000.xlsx"""
    return f"{account}_content_{int(moment.timestamp() * 1000)}.xlsx"


def linkedin_content(shown: Sequence[Shown], daily: Daily) -> bytes:
    """Both sheets: a row a day, a row a post."""
    import xlsxwriter

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    book.set_properties({"created": _FIXED})
    sheets: dict[str, list[Sequence[str | float]]] = {
        "Metrics": [[_DAILY_NOTE], DAILY_HEADER, *_days(daily)],
        "All posts": [[_POSTS_NOTE], POSTS_HEADER, *map(_post, reversed(shown))],
    }
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write_number(number, column, cell)
    book.close()
    return packed.getvalue()


def _days(daily: Daily) -> list[list[str | float]]:
    rows: list[list[str | float]] = []
    numbers = daily.numbers
    for index, day in enumerate(daily.days):
        seen = float(numbers["reach"][index])
        did = [float(numbers[name][index]) for name in ("clicks", "likes", "comments", "reposts")]
        rate = round(sum(did) / seen, 6) if seen else 0.0
        row: list[str | float] = [_american(day), seen, 0.0, seen, round(seen * _UNIQUE_SHARE)]
        for count in did:
            row += [count, 0.0, count]
        rows.append([*row, rate, 0.0, rate])
    return rows


def _post(one: Shown) -> list[str | float]:
    post, done = one.post, one.actions
    seen = float(one.reach)
    clicks = float(one.clicks)
    taking_part = clicks + done["likes"] + done["comments"] + done["reposts"]
    film = _KINDS[post.kind] == "Video"
    return [
        post.caption.full, linkedin_link(post), "Organic", "", "", _american(post.published_at.astimezone(UTC).date()), "", "",
        "All followers", seen, float(one.views) if film else "", "", clicks, round(clicks / seen, 6) if seen else 0.0,
        float(done["likes"]), float(done["comments"]), float(done["reposts"]), "",
        round(taking_part / seen, 6) if seen else 0.0, _KINDS[post.kind],
    ]  # fmt: skip


def ads_report(name: str, days: Sequence[CampaignDay]) -> bytes:
    """Ads Manager's table of one campaign by day: a row of sums first, without a name."""
    rows: list[list[object]] = [
        ["", "", "", "", "", "", "", "", f"{sum(one.spend_eur for one in days):.2f}", sum(one.impressions for one in days),
         sum(one.link_clicks for one in days), days[0].day.isoformat(), days[-1].day.isoformat()]
    ]  # fmt: skip
    for one in days:
        day = one.day.isoformat()
        rows.append(
            [name, CAMPAIGN_ID, day, "completed", "7-day click", "Link clicks", one.link_clicks, one.reach,
             f"{one.spend_eur:.2f}", one.impressions, one.link_clicks, day, day]
        )  # fmt: skip
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([ADS_HEADER, *rows])
    return text.getvalue().encode("utf-8-sig")


def ads_name(first: date, last: date) -> str:
    """Esimerkkilan-Vesi-Campaigns-2026-07-19-2026-08-01.csv"""
    return f"Esimerkkilan-Vesi-Campaigns-{first.isoformat()}-{last.isoformat()}.csv"


def _american(day: date) -> str:
    return day.strftime("%m/%d/%Y")
