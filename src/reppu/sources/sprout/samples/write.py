"""Writes the made-up files of this folder: `python -m reppu.sources.sprout.samples.write`.

Profiles and posts are nobody's. Bytes have the shapes of real reports; what must be read stands in expected.json, by hand.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

from reppu.sources.tests.written_workbooks import as_xlsx

_POSTS = [
    "Date", "Post ID", "Network", "Post Type", "Content Type", "Profile", "Sent by", "Link", "Post", "Linked Content", "Impressions",
    "Organic Impressions", "Paid Impressions", "Reach", "Engagement Rate (per Impression)", "Engagements", "Reactions", "Likes",
    "Love Reactions", "Comments", "Shares", "Post Link Clicks", "Video Views",
]  # fmt: skip
_ROWS = [
    ["8/15/2026 9:30 am", "1001_2002", "Facebook", "Post", "Photo", "Esimerkkilän Vesi", "Someone", "https://facebook.example/1001/posts/2002",
     "Putket, vaihdossa", "", "12,345", "12,000", "345", "9,001", "4.5%", "556", "400", "390", "10", "56", "100", "", ""],
    ["8/16/2026 11:05 pm", "7636337658932101842", "TikTok", "Video", "Video", "@esimerkki.vesi", "Someone", "", "Kevättulva", "", "0",
     "", "", "", "", "0", "", "0", "", "0", "0", "", "1,200"],
]  # fmt: skip


def table(rows: list[list[str]]) -> bytes:
    """UTF-8 with a byte order mark, CRLF."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def in_a_workbook() -> bytes:
    """The posts as a spreadsheet program saves them: a time is a date, "4.5%" the number 0.045 with a format that no reader sees;
    the id of Facebook has an underscore, and TikTok's was kept as text.
    """
    posts: list[list[Any]] = [[_number(cell) for cell in row] for row in _ROWS]
    posts[0][0], posts[1][0] = datetime(2026, 8, 15, 9, 30), datetime(2026, 8, 16, 23, 5)  # noqa: DTZ001
    posts[1][1] = _ROWS[1][1]
    return as_xlsx({"Post Performance": [_POSTS, *posts]})


def _number(cell: str) -> str | float | None:
    plain = cell.replace(",", "")
    if plain.isdigit():
        return int(plain)
    return float(plain[:-1]) / 100 if plain.endswith("%") else cell or None


def files() -> dict[str, bytes]:
    """Name → bytes."""
    strange = [*_ROWS[0]]
    strange[2] = "Yik Yak"
    late = [*_ROWS[1]]
    late[0] = "yesterday"
    profiles = [
        [
            "Date",
            "Network",
            "Profile",
            "Audience",
            "Net Audience Growth",
            "Published Posts",
            "Impressions",
            "Engagements",
        ],
        ["08-15-2026", "Facebook", "Esimerkkilän Vesi", "2,410", "-3", "1", "12,345", "556"],
        ["08-15-2026", "X", "@EsimerkkiVesi", "901", "0", "0", "", ""],
    ]
    return {
        "Post Performance.csv": table([_POSTS, *_ROWS]),
        "post-performance-damaged.csv": table([_POSTS, strange, late, _ROWS[0]]),
        "Profile Performance.csv": table(profiles),
        "Post Performance.xlsx": in_a_workbook(),
    }


def write(folder: Path) -> None:
    """All files into `folder`."""
    for name, content in files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(Path(__file__).parent)
