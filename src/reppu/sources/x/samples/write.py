"""Writes the made-up files of this folder: `python -m reppu.sources.x.samples.write`.

Nothing in them is anybody's: the waterworks, its posts and its ids are invented. Their bytes have the shapes of real
exports. What must be read from each stands in expected.json, written by hand and not by the program that is tested.
"""

from __future__ import annotations

import csv
import html
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HANDLE = "EsimerkkiVesi"
_METRICS = [
    "impressions",
    "engagements",
    "engagement rate",
    "retweets",
    "replies",
    "likes",
    "user profile clicks",
    "url clicks",
    "hashtag clicks",
    "detail expands",
    "permalink clicks",
    "app opens",
    "app installs",
    "follows",
    "email tweet",
    "dial phone",
    "media views",
    "media engagements",
]
_PROMOTED = [f"promoted {name}" for name in _METRICS]
_NEW = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,"
    "Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
)
_EARLY = (
    "Post id,Date,Post text,Link,Impressions,Likes,Engagements,Bookmarks,Share,New follows,Replies,Reposts,"
    "Profile visits,Detail expands,Url clicks,Hashtag clicks,Permalink clicks"
)
_OVERVIEW = (
    "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,"
    "Create Post,Video views,Media views"
)


def post_id(year: int, month: int, day: int, hour: int, minute: int, second: int, ms: int = 0) -> str:
    """The id that X would give a post at this moment (UTC); the lowest bits are a made-up number."""
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return str(((round(moment.timestamp()) * 1000 + ms - 1288834974657) << 22) | 1234)


def link(post: str, host: str = "twitter.com") -> str:
    """A post's address."""
    return f"https://{host}/{HANDLE}/status/{post}"


def quoted(rows: list[list[str]]) -> bytes:
    """Every field in quotation marks, LF, no BOM: the export of 2014 to 2023."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def old_row(post: str, text: str, time: str, numbers: list[str], promoted: list[str] | None = None) -> list[str]:
    """A row of the old export."""
    return [post, link(post), text, time, *numbers, *(promoted or ["-"] * 18)]


def numbers(*first: str) -> list[str]:
    """The first numbers as given; the others as X writes a zero: "0.0" to permalink clicks, then "0"."""
    rest = ["0.0"] * (11 - len(first)) if len(first) < 11 else []
    return [*first, *rest, *["0"] * (18 - len(first) - len(rest))]


def _tweet(post: str, created: str, text: str, likes: str, reposts: str, **more: Any) -> dict[str, Any]:
    entities: dict[str, Any] = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []}
    told = {"retweeted": False, "entities": entities, "favorite_count": likes, "id_str": post, "truncated": False}
    return {"tweet": {**told, "retweet_count": reposts, "created_at": created, "full_text": text, "lang": "fi", **more}}


def _script(variable: str, items: list[Any]) -> bytes:
    return f"window.YTD.{variable} = {json.dumps(items, indent=2, ensure_ascii=False)}".encode()


def _picture(post: str, of: str, handle: str = HANDLE, kind: str = "photo") -> dict[str, Any]:
    shown = f"https://twitter.com/{handle}/status/{of}/photo/1"
    medium = {"expanded_url": shown, "type": kind, "id_str": post, "media_url": "https://pbs.twimg.example/a.jpg"}
    return {"extended_entities": {"media": [medium]}, "entities": {"urls": [], "media": [medium]}}


def archive_posts() -> bytes:
    """tweets.js of an archive: counts as text, own pictures (one under an older handle), a reply, a repost."""
    newest = post_id(2024, 3, 2, 9, 15, 0, 7)
    older = post_id(2021, 6, 1, 12, 0, 0)
    reply = post_id(2024, 3, 1, 8, 0, 0)
    repost = post_id(2024, 2, 1, 8, 0, 0)
    odd = post_id(2024, 1, 1, 8, 0, 0)
    url = {"url": "https://t.co/a", "expanded_url": "https://vesi.example/katkot"}
    return _script(
        "tweets.part0",
        [
            _tweet(newest, "Sat Mar 02 09:15:00 +0000 2024", "Vesi &amp; viemäri &lt;3 💧", "12", "3",
                   **_picture(newest, newest)),
            _tweet(reply, "Fri Mar 01 08:00:00 +0000 2024", "@naapuri Kiitos!", "1", "0", lang="und",
                   in_reply_to_status_id_str="1763400000000000001", in_reply_to_screen_name="naapuri"),
            _tweet(repost, "Thu Feb 01 08:00:00 +0000 2024", "RT @museo: Näyttely on auki", "0", "41",
                   **_picture(repost, "1752900000000000001", "museo")),
            _tweet(older, "Tue Jun 01 12:00:00 +0000 2021", "Kaivo kuvassa", "7", "0",
                   **_picture(older, older, "VanhaNimi", "video")),
            _tweet(odd, "Mon Jan 01 08:00:00 +0000 2024", "Lue tästä", "monta", "2",
                   entities={"urls": [url], "hashtags": []}),
            _tweet("20123456789", "Mon Aug 02 06:00:00 +0000 2010", "Ensimmäinen viesti", "0", "", lang="en"),
            {"tweet": {"full_text": "Tunniste puuttuu"}},
        ],
    )  # fmt: skip


def archive_posts_of_nobody() -> bytes:
    """A later part, without a picture: it does not tell whose it is; the variable is the one of before 2022."""
    one = post_id(2020, 5, 5, 5, 5, 5)
    return _script("tweet.part1", [_tweet(one, "Wed May 06 11:00:00 +0000 2020", "Pakkanen puree", "4", "1")]) + b";\n"


def files() -> dict[str, bytes]:
    """Every sample: name → bytes."""
    header = ["Tweet id", "Tweet permalink", "Tweet text", "time", *_METRICS, *_PROMOTED]
    first = post_id(2022, 2, 28, 17, 39, 17, 322)
    second = post_id(2022, 2, 14, 6, 5, 0)
    third = post_id(2022, 2, 1, 0, 0, 1, 1)
    old = quoted(
        [
            header,
            old_row(first, "Vesi on poikki Koivukujalla\nklo 20 asti, pahoittelut", "2022-02-28 17:39 +0000",
                    numbers("376.0", "7.0", "0.018617021276595744", "2.0", "0.0", "3.0")),
            old_row(second, "@naapuri Kiitos, tarkistamme mittarin!", "2022-02-14 06:05 +0000",
                    numbers("41.0", "0.0", "0.0")),
            old_row(third, 'Kysymys: "mistä vesi tulee?"', "2022-02-01 00:00 +0000",
                    numbers("1200.0", "60.0", "0.05", "10.0", "5.0", "20.0"),
                    numbers("800.0", "8.0", "0.01")),
        ]
    )  # fmt: skip
    favourites = [("favorites" if name == "likes" else name) for name in header]
    early_post = post_id(2015, 5, 4, 9, 0, 0)
    favourite = quoted(
        [favourites, old_row(early_post, "Hanavesi on taas kirkasta", "2015-05-04 09:00 +0000",
                             numbers("100.0", "9.0", "0.09", "1.0", "1.0", "7.0"))]
    )  # fmt: skip
    days = quoted(
        [
            ["Date", "Tweets published", *_METRICS, *_PROMOTED],
            ["2022-02-01", "2", *numbers("1241.0", "60.0", "0.048"), *["-"] * 18],
            ["2022-02-02", "0", *numbers("12.0", "-", "-"), *["-"] * 18],
        ]
    )
    august = post_id(2026, 8, 15, 11, 2, 3, 4)
    reply = post_id(2026, 8, 16, 21, 30, 0)
    new = (
        f"{_NEW}\n"
        f'{august},"Sat, Aug 15, 2026",{_cell("Vesi & viemäri: <uusi> hinnasto, lue lisää")},{link(august, "x.com")},'
        "5421,12,90,3,4,1,2,5,6,7,8,0,1\n"
        f'{reply},"Sun, Aug 16, 2026",{_cell("@naapuri " + chr(34) + "Kyllä" + chr(34))},{link(reply, "x.com")},'
        "88,1,2,0,0,0,1,0,,0,0,0,0\n"
    ).encode()
    february = post_id(2025, 2, 17, 8, 15, 0)
    early = (
        f"{_EARLY}\n{february},Mon Feb 17 2025,Pakkanen puree putkia,{link(february, 'x.com')},"
        "310,4,11,0,1,0,2,1,3,4,1,0,0\n"
    ).encode()
    overview = (
        f"{_OVERVIEW}\n"
        '"Sun, Aug 24, 2025",5866,9,88,5,0,0,0,5,0,35,1,0,0\n'
        '"Sat, Aug 23, 2025",1,0,0,0,0,1,2,0,0,0,0,,\n'
    ).encode()
    saved = io.StringIO(newline="")
    writer = csv.writer(saved, delimiter=";", lineterminator="\r\n")
    writer.writerows(
        [
            _NEW.split(","),
            ["1,95642E+18", "15.8.2026", "Vesi on pätkinyt tänään", link(august, "x.com"), *["5421", "12", "90", "3", "4", "1", "2", "5", "6", "7", "8", "0", "1"]],
            [august[:15] + "0000", "15.8.2026", "Vesi on hyvää", link(august, "x.com"), *["1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1"]],
        ]
    )  # fmt: skip
    return {
        f"tweet_activity_metrics_{HANDLE}_20220201_20220301_en.csv": old,
        f"tweet_activity_metrics_{HANDLE}_20150501_20150601_en.csv": favourite,
        f"daily_tweet_activity_metrics_{HANDLE}_20220201_20220301_en.csv": days,
        "account_analytics_content_2026-08-01_2026-08-31.csv": new,
        "account_analytics_content_2025-02-01_2025-02-28.csv": early,
        "account_overview_analytics.csv": overview,
        "content-excel-damaged.csv": saved.getvalue().encode("cp1252"),
        "tweets.js": archive_posts(),
        "tweets-part1.js": archive_posts_of_nobody(),
        "lohkot.js": b'window.YTD.direct_messages.part0 = [ {"dmConversation" : {"messages" : [ ]} } ]\n',
    }


def _cell(text: str) -> str:
    return '"' + html.escape(text).replace('"', '""') + '"'


if __name__ == "__main__":
    for name, content in files().items():
        (Path(__file__).parent / name).write_bytes(content)
