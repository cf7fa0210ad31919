"""The bytes of YouTube Studio's ZIP and of TikTok Business Suite's files, as those write them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from reppu.demo.identifiers import base64url, tiktok_video_id
from reppu.demo.story import HELSINKI, share_by_age

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reppu.demo.exports import Daily, Shown
    from reppu.demo.story import Post

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
YOUTUBE_HEADER = [
    "Content", "Video title", "Video publish time", "Duration", "Views", "Watch time (hours)", "Subscribers", "Likes",
    "Comments added", "Shares", "Average view duration", "Average percentage viewed (%)", "Impressions",
    "Impressions click-through rate (%)",
]  # fmt: skip
TIKTOK_VIDEOS = [
    "Video title",
    "Video link",
    "Post time",
    "Video views",
    "Likes",
    "Comments",
    "Shares",
    "Add to Favorites",
]
# "Phone number clicks " ends in a space, in real files too
TIKTOK_OVERVIEW = [
    "Date", "Video views", "Reached audience", "Profile views", "Likes", "Shares", "Comments", "Phone number clicks ",
    "Leads submission", "Net growth", "New followers", "Lost followers",
]  # fmt: skip
TIKTOK_AUDIENCE = ["Date", "New followers", "Total followers", "Reached audience", "Engaged audience"]
_FROM_THUMBNAILS = 0.62  # of the views begin at a thumbnail on YouTube: our choice
_CHARTED_VIDEOS = 5  # YouTube's chart draws the table's first few
_SECONDS_A_FILM = 6  # a film's length is this many times a reel's: our choice
_FOLLOWERS_AT_FIRST = 1450
_TITLE_LENGTH = 100  # YouTube's limit


def youtube_id(post: Post) -> str:
    """Eleven characters, told apart by the post's number and its chance bits."""
    return base64url((post.number + 1) << 44 | post.low_bits << 20 | 0x51F0D, 11)


def length_seconds(post: Post) -> int:
    """How long the film is."""
    return max(30, post.seconds * _SECONDS_A_FILM)


def watched_share(post: Post) -> float:
    """The share of the film that is seen on average, 0.35 to 0.65."""
    return 0.35 + (post.low_bits % 1000) / 1000 * 0.3


def youtube_name(first: date, last: date, channel: str) -> str:
    """Content 2026-01-01_2026-03-31 Esimerkkilän Vesi.zip"""
    return f"Content {first.isoformat()}_{last.isoformat()} {channel}.zip"


def youtube_zip(posts: Sequence[Post], days: Daily, first: date, last: date, moment: datetime) -> bytes:
    """Table, chart and totals of a period; figures are of the period alone, videos of before it included."""
    rows: list[list[object]] = []
    for post in posts:
        gained = _gained(post, first, moment)
        views = round(post.reach * gained)
        seconds = length_seconds(post) * watched_share(post)
        thumbnails = round(views * (9 + post.low_bits % 5))
        clicked: object = round(100 * _FROM_THUMBNAILS * views / thumbnails, 2) if thumbnails else ""
        rows.append([
            _not_a_sum(youtube_id(post)), post.caption.short.replace("\n", " ")[:_TITLE_LENGTH],
            _month_day(post.published_at.astimezone(HELSINKI).date()), length_seconds(post), views,
            round(views * seconds / 3600, 4), round(views * 0.004), round(post.actions["likes"] * gained),
            round(post.actions["comments"] * gained), round(post.actions["shares"] * gained), _clock(seconds),
            round(100 * watched_share(post), 2), thumbnails, clicked,
        ])  # fmt: skip
    rows.sort(key=lambda row: -int(str(row[4])))
    sums = [sum(float(str(row[column])) for row in rows) for column in range(4, 10)]
    total: list[object] = [
        "Total",
        "",
        "",
        "",
        round(sums[0]),
        round(sums[1], 4),
        *map(round, sums[2:]),
        "",
        "",
        "",
        "",
    ]
    charted = {str(row[0]).strip(): row for row in rows[:_CHARTED_VIDEOS]}
    chart: list[list[object]] = []
    for post in posts:
        row = charted.get(youtube_id(post))
        if row is None:
            continue
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            chart.append([day.isoformat(), row[0], row[1], row[2], round(post.reach * _gained_on(post, day))])
    totals = [[day.isoformat(), views] for day, views in zip(days.days, days.numbers["reach"], strict=True)]
    files = {
        "Chart data.csv": _csv(["Date", *YOUTUBE_HEADER[:3], "Views"], chart),
        "Table data.csv": _csv(YOUTUBE_HEADER, [total, *rows]),
        "Totals.csv": _csv(["Date", "Views"], totals),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)  # of no time, so that the same seed gives the same bytes
    return packed.getvalue()


def tiktok_link(post: Post) -> str:
    """Where the video is seen."""
    return f"https://www.tiktok.com/@{post.channel.account}/video/{tiktok_video_id(post.published_at, post.low_bits)}"


def tiktok_videos(shown: Sequence[Shown]) -> bytes:
    """Videos, newest first, with their numbers so far; the time is UTC and the id's."""
    rows: list[list[object]] = [
        [
            one.post.caption.full, tiktok_link(one.post), one.post.published_at.strftime("%Y/%m/%d %H:%M:%S"), one.reach,
            one.actions["likes"], one.actions["comments"], one.actions["shares"], one.actions["saves"],
        ]
        for one in reversed(shown)
    ]  # fmt: skip
    return _csv(TIKTOK_VIDEOS, rows, "utf-8-sig")


def tiktok_overview(daily: Daily) -> bytes:
    """Days, oldest first; the reach of the newest is not known yet."""
    numbers, rows = daily.numbers, []
    for index, day in enumerate(daily.days):
        reach: object = round(numbers["reach"][index] * 0.9) if index < len(daily.days) - 1 else "NAN"
        won, lost = numbers["follows"][index], numbers["unfollows"][index]
        rows.append([
            day.strftime("%Y/%m/%d"), numbers["reach"][index], reach, numbers["visits"][index], numbers["likes"][index],
            numbers["shares"][index], numbers["comments"][index], 0, 0, won - lost, won, lost,
        ])  # fmt: skip
    return _csv(TIKTOK_OVERVIEW, rows, "utf-8-sig")


def tiktok_audience(whole: Daily, first: date) -> bytes:
    """New and all followers of the days since `first`; `whole` begins with the story, so that the stock can be told."""
    followers, rows = _FOLLOWERS_AT_FIRST, []
    for index, day in enumerate(whole.days):
        followers += whole.numbers["follows"][index] - whole.numbers["unfollows"][index]
        if day >= first:
            reach = whole.numbers["reach"][index]
            rows.append(
                [
                    day.strftime("%Y/%m/%d"),
                    whole.numbers["follows"][index],
                    followers,
                    round(reach * 0.9),
                    round(reach * 0.03),
                ]
            )
    return _csv(TIKTOK_AUDIENCE, rows, "utf-8-sig")


def _gained(post: Post, first: date, moment: datetime) -> float:
    """The share of a film's final views that fell into the days from `first` on."""
    start = datetime.combine(first, time(), UTC)
    return _share(post, moment) - _share(post, start)


def _gained_on(post: Post, day: date) -> float:
    start = datetime.combine(day, time(), UTC)
    return _share(post, start + timedelta(days=1)) - _share(post, start)


def _share(post: Post, moment: datetime) -> float:
    return share_by_age((moment - post.published_at) / timedelta(days=1), post.channel.growth_days)


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode(encoding)


def _month_day(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _not_a_sum(video: str) -> str:
    return f" {video}" if video.startswith("-") else video
