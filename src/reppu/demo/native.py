"""The bytes of the platforms' export files: encodings, quoting, headers, wall clocks as the platforms write them.

Written after files seen (never with their content); see the readers' own READMEs for what is known about each. The
quirks are on purpose: Meta quotes a field with a space in it, ends some rows early and writes US Pacific time; its
charts are UTF-16 with an Excel hint and a blank line at the end; X escapes HTML and states a day without a time.
"""

from __future__ import annotations

import csv
import html
import io
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from reppu.demo.exports import PACIFIC
from reppu.demo.identifiers import instagram_shortcode, tweet_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from reppu.demo.exports import Daily, Shown
    from reppu.demo.story import Post

FACEBOOK_HEADER = [
    "Post ID",
    "Page ID",
    "Page name",
    "Title",
    "Description",
    "Duration (sec)",
    "Publish time",
    "Caption type",
    "Permalink",
    "Is crosspost",
    "Is share",
    "Post type",
    "Languages",
    "Custom labels",
    "Funded content status",
    "Data comment",
    "Date",
    "Views",
    "Reach",
    "Reactions, Comments and Shares",
    "Reactions",
    "Comments",
    "Shares",
    "Total clicks",
    "Link Clicks",
    "Other Clicks",
    "Matched Audience Targeting Consumption (Photo Click)",
    "Seconds viewed",
    "Average Seconds viewed",
    "Estimated earnings (USD)",
    "Ad impressions",
]
INSTAGRAM_HEADER = [
    "Post ID",
    "Account ID",
    "Account username",
    "Account name",
    "Description",
    "Duration (sec)",
    "Publish time",
    "Permalink",
    "Post type",
    "Data comment",
    "Date",
    "Views",
    "Reach",
    "Likes",
    "Shares",
    "Comments",
    "Saves",
    "Follows",
]
X_POST_HEADER = [
    "Post id",
    "Date",
    "Post text",
    "Post Link",
    "Impressions",
    "Likes",
    "Engagements",
    "Bookmarks",
    "Shares",
    "New follows",
    "Replies",
    "Reposts",
    "Profile visits",
    "Detail Expands",
    "URL Clicks",
    "Hashtag Clicks",
    "Permalink Clicks",
]
X_OVERVIEW_HEADER = [
    "Date",
    "Impressions",
    "Likes",
    "Engagements",
    "Bookmarks",
    "Shares",
    "New follows",
    "Unfollows",
    "Replies",
    "Reposts",
    "Profile visits",
    "Create Post",
    "Video views",
    "Media views",
]

_FACEBOOK_TYPES = {
    "photo": "Photos",
    "carousel": "Photos",
    "reel": "Reels",
    "video": "Videos",
    "link": "Links",
    "text": "Text",
}
_INSTAGRAM_TYPES = {"photo": "IG image", "carousel": "IG carousel", "reel": "IG reel", "video": "IG reel"}
_X_TEXT_LENGTH = 280
_SHORT_ROW_FIELDS = 27  # some of Meta's rows end here, seen in a real file
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FACEBOOK_VANITY = "esimerkkilanvesi"


def post_id(post: Post) -> str:
    """The identifier the platform gives a post; on X and in Instagram's link it carries the moment."""
    if post.channel.platform == "x":
        return _not_like_excel(int(tweet_id(post.published_at, post.low_bits)))
    if post.channel.platform == "facebook":
        return _not_like_excel(122_000_000_000_000 + post.number * 97_003 + post.low_bits % 90_000)
    return _not_like_excel(18_020_000_000_000_000 + post.number * 70_000_039_11 + post.low_bits)


def permalink(post: Post) -> str:
    """The post's address on the platform."""
    platform = post.channel.platform
    if platform == "x":
        return f"https://x.com/{post.channel.account}/status/{post_id(post)}"
    if platform == "facebook":
        if post.kind == "reel":
            return f"https://www.facebook.com/reel/{post_id(post)}/"
        return f"https://www.facebook.com/{_FACEBOOK_VANITY}/posts/{post_id(post)}"
    part = "reel" if _INSTAGRAM_TYPES[post.kind] == "IG reel" else "p"
    return f"https://www.instagram.com/{part}/{instagram_shortcode(post.published_at, post.low_bits)}/"


def x_posts(shown: Sequence[Shown]) -> bytes:
    """account_analytics_content_….csv, newest first: UTF-8, LF, HTML-escaped text on one line."""
    rows: list[list[object]] = []
    for one in reversed(shown):
        post, done = one.post, one.actions
        text = html.escape(" ".join(post.caption.short.split())[:_X_TEXT_LENGTH], quote=False)
        rows.append(
            [
                post_id(post),
                _long_date(post.published_at),
                text,
                permalink(post),
                one.reach,
                done["likes"],
                one.taking_part,
                done["bookmarks"],
                done["shares"],
                done["new_follows"],
                done["replies"],
                done["reposts"],
                done["profile_visits"],
                done["detail_expands"],
                done["url_clicks"],
                done["hashtag_clicks"],
                done["permalink_clicks"],
            ]
        )
    return _x_file(X_POST_HEADER, rows)


def x_overview(daily: Daily) -> bytes:
    """account_overview_analytics.csv: a row a day, newest first."""
    parts = daily.numbers
    engagements = (
        "likes",
        "bookmarks",
        "shares",
        "new_follows",
        "replies",
        "reposts",
        "profile_visits",
        "detail_expands",
        "url_clicks",
        "hashtag_clicks",
        "permalink_clicks",
    )
    rows: list[list[object]] = []
    for index in reversed(range(len(daily.days))):
        rows.append(
            [
                _long_date(daily.days[index]),
                parts["reach"][index],
                parts["likes"][index],
                sum(parts[name][index] for name in engagements),
                parts["bookmarks"][index],
                parts["shares"][index],
                parts["follows"][index],
                parts["unfollows"][index],
                parts["replies"][index],
                parts["reposts"][index],
                parts["visits"][index],
                parts["posts"][index],
                0,
                0,
            ]
        )
    return _x_file(X_OVERVIEW_HEADER, rows)


def facebook_posts(shown: Sequence[Shown]) -> bytes:
    """Business Suite's content export of a page, 31 columns, newest first."""
    lines = [_meta_line(FACEBOOK_HEADER)]
    for one in reversed(shown):
        post, done = one.post, one.actions
        is_film = post.kind in ("reel", "video")
        title, description = ("", post.caption.full) if is_film else (post.caption.full, "")
        link_clicks = round(one.clicks * (0.7 if post.kind == "link" else 0.1))
        other = one.clicks - link_clicks
        photo_clicks = other // 2 if post.kind in ("photo", "carousel") else 0
        # Watched for a fifth of the length on average: our choice.
        average = round(post.seconds * 0.2, 3)
        row = [
            post_id(post),
            post.channel.account,
            post.channel.name,
            title,
            description,
            post.seconds,
            _pacific(post.published_at),
            "uploaded" if is_film else "N/A",
            permalink(post),
            0,
            0,
            _FACEBOOK_TYPES[post.kind],
            "",
            "",
            "",
            "",
            "Lifetime",
            one.views,
            one.reach,
            one.taking_part,
            done["reactions"],
            done["comments"],
            done["shares"],
            one.clicks,
            _blank_if_none(link_clicks),
            _blank_if_none(other),
            _blank_if_none(photo_clicks),
        ]
        if is_film:
            row += [round(one.views * average, 3), average, 0, 0]
        elif post.low_bits % 40:
            row += ["", "", "", ""]
        assert is_film or len(row) in (_SHORT_ROW_FIELDS, len(FACEBOOK_HEADER))
        lines.append(_meta_line(row))
    return _meta_file(lines)


def instagram_posts(shown: Sequence[Shown]) -> bytes:
    """Business Suite's content export of an Instagram account, 18 columns, oldest first."""
    lines = [_meta_line(INSTAGRAM_HEADER)]
    for one in shown:
        post, done = one.post, one.actions
        # The row's minute lies a little after the one in the link: the upload begins before it is published.
        minute = _pacific(post.published_at + timedelta(seconds=40))
        follows = round(one.reach * 0.0008)
        lines.append(
            _meta_line(
                [
                    post_id(post),
                    post.channel.account,
                    post.channel.name,
                    "Esimerkkilän Vesi",
                    post.caption.full,
                    post.seconds,
                    minute,
                    permalink(post),
                    _INSTAGRAM_TYPES[post.kind],
                    "",
                    "Lifetime",
                    one.views,
                    one.reach,
                    done["likes"],
                    done["shares"],
                    done["comments"],
                    done["saves"],
                    _blank_if_none(follows),
                ]
            )
        )
    return _meta_file(lines)


def chart(title: str, days: Iterable[date], numbers: Iterable[int], winter_hour: bool) -> bytes:
    """A page chart of Business Suite: UTF-16 LE, an Excel hint, the title, a row a day.

    `winter_hour`: Facebook's charts say T01:00:00 while the US has winter time, Instagram's never do.
    """
    lines = ["sep=,", f'"{title}"', '"Date","Primary"']
    for day, number in zip(days, numbers, strict=True):
        hour = 1 if winter_hour and not _us_summer(day) else 0
        lines.append(f'"{day.isoformat()}T{hour:02d}:00:00","{number}"')
    return _utf16([*lines, ""])


def audience(
    ages: Sequence[tuple[str, float, float]],
    countries: Sequence[tuple[str, float]],
    cities: Sequence[tuple[str, float]],
) -> bytes:
    """Audience.csv: a matrix of age and gender, then names over percentages."""
    lines = ["sep=,", '"Age & gender"', '"","Women","Men"']
    lines += [f'"{age}","{women:g}","{men:g}"' for age, women, men in ages]
    for title, slices in (("Top countries", countries), ("Top cities", cities)):
        lines += [
            "",
            f'"{title}"',
            _quoted(name for name, _share in slices),
            _quoted(f"{share:g}" for _name, share in slices),
        ]
    return _utf16([*lines, ""])


def meta_content_name(first: date, last: date, digits: int) -> str:
    """Jun-01-2026_Aug-31-2026_1234567890123456.csv"""
    return f"{_meta_day(first)}_{_meta_day(last)}_{digits}.csv"


def x_content_name(first: date, last: date) -> str:
    """account_analytics_content_2026-06-01_2026-08-31.csv"""
    return f"account_analytics_content_{first.isoformat()}_{last.isoformat()}.csv"


def _x_file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _meta_line(fields: Sequence[object]) -> str:
    return ",".join(_meta_field(str(field)) for field in fields)


def _meta_field(text: str) -> str:
    if any(sign in text for sign in ' ,"\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _meta_file(lines: Sequence[str]) -> bytes:
    return ("\ufeff" + "\n".join(lines) + "\n").encode("utf-8")


def _utf16(lines: Sequence[str]) -> bytes:
    return b"\xff\xfe" + ("\n".join(lines) + "\n").encode("utf-16-le")


def _quoted(fields: Iterable[str]) -> str:
    return ",".join(f'"{field}"' for field in fields)


def _pacific(moment: datetime) -> str:
    return moment.astimezone(PACIFIC).strftime("%m/%d/%Y %H:%M")


def _us_summer(day: date) -> bool:
    return bool(datetime.combine(day, time(12), PACIFIC).dst())


def _long_date(day: date) -> str:
    # English in every language of the machine: strftime's names would follow the locale.
    return f"{_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _meta_day(day: date) -> str:
    return f"{_MONTHS[day.month - 1]}-{day.day:02d}-{day.year}"


def _blank_if_none(count: int) -> int | str:
    return count or ""


def _not_like_excel(number: int) -> str:
    # A long id that ends in 000 looks as if Excel had rounded it, and a careful reader refuses it.
    return str(number + 1 if number % 1000 == 0 else number)
