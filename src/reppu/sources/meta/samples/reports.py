"""The made-up files of videos, of the insights of 2012-22 and of paid campaigns."""

from __future__ import annotations

from reppu.sources.meta.samples.cells import PAGE, PAGE_NAME, table, wrapped


def video_export() -> bytes:
    """The video export, without post ids."""
    header = [
        "Video asset ID",
        "Universal video ID",
        "Page ID",
        "Page name",
        "Title",
        "Duration (sec)",
        "Publish time",
        "Custom labels",
        "Data comment",
        "Date",
        "Reach",
        "3-second video views",
        "Seconds viewed",
        "Percentage of total views at interval 1",
        "Reactions, comments and shares",
        "Reactions",
        "Comments",
        "Shares",
        "3-second video views by country (Finland (FI))",
    ]
    row = ["1", "2", PAGE, PAGE_NAME, "Elokuva", "12", "10/31/2025 02:50", "", "", "Lifetime", *["3"] * 9]
    return b"\xef\xbb\xbf" + wrapped(table([header, row])).encode()


def old_insights() -> bytes:
    """The post-level export of 2012-22: descriptions in row 2."""
    rows = [
        [
            "Post ID",
            "Permalink",
            "Post Message",
            "Type",
            "Countries",
            "Languages",
            "Posted",
            "Audience Targeting",
            "Lifetime Post Total Reach",
            "Lifetime Post organic reach",
        ],
        ["", "", "", "", "", "", "", "", "Lifetime: The total number of people", "Lifetime: organic"],
        [f"{PAGE}_1", "https://www.facebook.com/x/posts/1", "Hei", "Photo", "", "", "10/1/2015 21:00", "", "5", "5"],
    ]
    return table(rows).encode()


def old_insights_page() -> bytes:
    """The page-level export of 2012-22: a day a row, descriptions in row 2."""
    rows = [
        ["Date", "Lifetime Total Likes", "Daily New Likes", "Weekly Total Reach", "28 Days Total Impressions"],
        ["", "Lifetime: The total number of people", "Daily: new", "Weekly: reach", "28 Days: impressions"],
        ["2015-10-01", "120", "2", "340", "2100"],
    ]
    return table(rows).encode()


def ads() -> bytes:
    """An Ads Manager report; the currency stands in a header."""
    rows = [
        [
            "Campaign name",
            "Ad set name",
            "Day",
            "Reporting starts",
            "Reporting ends",
            "Amount spent (EUR)",
            "Impressions",
            "Reach",
            "Link clicks",
        ],
        ["Kesä", "Kaikki", "2025-06-01", "2025-06-01", "2025-06-01", "12.5", "900", "700", "14"],
    ]
    return b"\xef\xbb\xbf" + table(rows).encode()


REPORTS = {
    "videos-excel-wrapped.csv": video_export,
    "old-insights-posts.csv": old_insights,
    "old-insights-page.csv": old_insights_page,
    "ads-manager.csv": ads,
}
