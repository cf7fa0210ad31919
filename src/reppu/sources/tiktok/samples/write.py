"""Writes the made-up files of this folder: `python -m reppu.sources.tiktok.samples.write`.

Nothing in them is anybody's: the waterworks, its videos and their ids are invented. Their bytes have the shapes of real
exports. What must be read from each stands in expected.json, written by hand and not by the program that is tested.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

from reppu.sources.tests.written_workbooks import as_xlsx

HANDLE = "esimerkki.vesi"


def video_id(year: int, month: int, day: int, hour: int, minute: int, second: int) -> int:
    """The id that TikTok would give a video at this moment (UTC); the lowest 32 bits are a made-up number."""
    return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()) << 32 | 1234567890


def link(number: int, kind: str = "video") -> str:
    """Where the video is seen."""
    return f"https://www.tiktok.com/@{HANDLE}/{kind}/{number}"


PIPES = video_id(2026, 5, 5, 9, 30, 12)
SPRING = video_id(2026, 5, 20, 16, 0, 0)
PHOTOS = video_id(2026, 6, 1, 7, 15, 59)

_OVERVIEW = (
    "Date,Video views,Reached audience,Profile views,Likes,Shares,Comments,Phone number clicks ,Leads submission,Net growth,"
    "New followers,Lost followers"
)


def business(header: str, rows: list[list[str | int | float]]) -> bytes:
    """Business Suite: UTF-8 with a byte order mark, commas, LF."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header.split(","), *rows])
    return out.getvalue().encode("utf-8-sig")


def studio(header: str, rows: list[list[str | int | float]]) -> bytes:
    """TikTok Studio: a byte order mark, every cell in quotes. (Real files have no line end after the last row.)"""
    whole: list[list[str | int | float]] = [[*header.split(",")], *rows]
    lines = [",".join(f'"{cell}"' for cell in row) for row in whole]
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def in_a_workbook() -> bytes:
    """Business Suite's overview, opened in a spreadsheet program and saved as a workbook: days and moments have
    become dates, numbers numbers.
    """
    return as_xlsx({
        "Overview": [
            _OVERVIEW.split(","),
            [date(2026, 5, 4), 715, "NAN", 25, 26, 4, 7, 0, 0, -2, 3, 5],
            [date(2026, 5, 5), 20155, 19134, 539, 845, 244, 58, 1, 0, 100, 100, 0],
        ],
    })  # fmt: skip


def videos_in_a_workbook() -> bytes:
    """The same of the videos, whose ids stand in links and so stay whole."""
    return as_xlsx({
        "Videos": [
            ["Video title", "Video link", "Post time", "Video views", "Likes", "Comments", "Shares", "Add to Favorites"],
            ["Putkirikko, ja mitä sitten? 💧\nKatso loppuun #vesi", link(PIPES), datetime(2026, 5, 5, 9, 30, 12), 17235, 1774, 42, 413, 180],  # noqa: DTZ001
            ["Kevättulva", link(SPRING), datetime(2026, 5, 20, 16, 0, 0), 338, 13, 0, 0, None],  # noqa: DTZ001
        ],
    })  # fmt: skip


def files() -> dict[str, bytes]:
    """Name → bytes."""
    return {
        "overview.xlsx": in_a_workbook(),
        "videos.xlsx": videos_in_a_workbook(),
        "overview.csv": business(
            _OVERVIEW,
            [["2026/05/04", 715, "NAN", 25, 26, 4, 7, 0, 0, -2, 3, 5], ["2026/05/05", 20155, 19134, 539, 845, 244, 58, 1, 0, 100, 100, 0]],
        ),
        "videos.csv": business(
            "Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites",
            [["Putkirikko, ja mitä sitten? 💧\nKatso loppuun #vesi", link(PIPES), "2026/05/05 09:30:12", 17235, 1774, 42, 413, 180],
             ["Kevättulva", link(SPRING), "2026/05/20 16:00:00", 338, 13, 0, 0, 6]],
        ),
        "videos-other-time.csv": business(
            "Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites",
            [["Kevättulva", link(SPRING), "2026/05/20 19:00:00", 338, 13, 0, 0, 6], ["Rikki", "https://www.tiktok.com/", "", 1, 1, 1, 1, 1]],
        ),
        "audience.csv": business(
            "Date,New followers,Total followers,Reached audience,Engaged audience",
            [["2026/05/04", 3, "--", "NAN", "NAN"], ["2026/05/05", 100, 2412, 19134, 1801]],
        ),
        "Content.csv": studio(
            "Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views,Total play time,Average watch time,Watched full video",
            [["Putkirikko", link(PIPES), "5 de mayo", 1774, 42, 413, 17235, "57:27:00", "0:12", "38%"],
             ["Kuvia vesitornista", link(PHOTOS, "photo"), "1 de junio", 20, 1, 0, 1200, "", "", ""]],
        ),
        f"Overview_2025-12-30_1767398400_{HANDLE}.csv": studio(
            "Date,Video Views,Profile Views,Likes,Comments,Shares",
            [["December 30", 0, 0, 0, 0, 0], ["December 31", 100, 10, 2, 1, 3], ["January 1", 200, 20, 4, -1, 1], ["January 2", 50, 5, 1, 0, 0]],
        ),
        "Overview.csv": studio("Date,Video Views,Profile Views,Likes,Comments,Shares", [["31. joulukuuta", 1, 2, 3, 4, 5]]),
        f"FollowerHistory Followers_{HANDLE}.csv": studio(
            "Date,Followers,Difference in followers from previous day",
            [["2025-12-30", "undefined", 0], ["2025-12-31", 10, 0], ["2026-01-01", 9, -1]],
        ),
        "FollowerGender.csv": studio("Gender,Distribution", [["Male", 0.41], ["Female", 0.59], ["Other", 0]]),
        "FollowerTopTerritories.csv": studio("Top territories,Distribution", [["FI", "82.5"], ["SE", "5.5"], ["Others", "12"]]),
        "FollowerActivity.csv": studio("Date,Hour,Active followers", [["December 30", 0, 12], ["December 30", 1, 3]]),
    }  # fmt: skip


def write(folder: Path) -> None:
    """All files into `folder`."""
    for name, content in files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(Path(__file__).parent)
