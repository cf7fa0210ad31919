"""Made-up exports at any size: Facebook content CSV of 31 columns, and X content CSV, from a fixed seed.

As in life: each page exports once a month what it published in the last three months, so a post is stated up to three
times with growing numbers, and captions hold line breaks. A Facebook row gives 14 observations (4 of them blank for
a photo), an X row 13.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from reppu.demo.identifiers import tweet_id
from reppu.demo.native import FACEBOOK_HEADER, X_POST_HEADER, meta_content_name, x_content_name

if TYPE_CHECKING:
    from pathlib import Path

SEED = 2016
FACEBOOK_OBSERVATIONS_A_ROW = 14
X_OBSERVATIONS_A_ROW = 13
PAGES, MONTHS = 10, 24
_FIRST_MONTH = date(2024, 9, 1)
_STATED_MONTHS = 3  # how many exports state a post
_GROWTH = (0.93, 0.98, 1.0)  # of a post's final numbers in its first, second and third export
_PACIFIC = ZoneInfo("America/Los_Angeles")
_SENTENCES = (
    "Vesijohto vaihtuu uuteen, ja kulku taloihin säilyy koko ajan.",
    "Hanavesi on Suomen valvotuin elintarvike, ja tulokset löydät sivuiltamme.",
    "Pönttö ei ole roskakori: vain pissa, kakka ja paperi.",
    "Kysy lisää kommenteissa, vastaamme arkisin yhdeksästä kolmeen.",
    "Suihkussa minuutti lyhyempi säästää noin kaksitoista litraa vettä.",
    "Läs mer om arbetet på vår webbplats, även på svenska.",
)


@dataclass(frozen=True)
class MadeUp:
    """Files of one kind and what is in them."""

    files: tuple[Path, ...]
    rows: int
    observations: int
    bytes: int


def facebook_history(folder: Path, observations: int, pages: int = PAGES, months: int = MONTHS) -> MadeUp:
    """About `observations` of ten pages over two years, a file a page and month."""
    random = np.random.default_rng([SEED, 1])
    statements = sum(min(_STATED_MONTHS, months - month) for month in range(months))
    posts_a_month = max(1, observations // (FACEBOOK_OBSERVATIONS_A_ROW * pages * statements))
    starts = [_month(index) for index in range(months + 1)]
    files, rows = [], 0
    for page in range(pages):
        published = [_facebook_posts(random, page, starts[index], index, posts_a_month) for index in range(months)]
        for index in range(months):
            first = max(0, index - _STATED_MONTHS + 1)
            lines = [",".join(f'"{name}"' if " " in name else name for name in FACEBOOK_HEADER)]
            for earlier in range(first, index + 1):
                lines += _facebook_lines(*published[earlier], _GROWTH[index - earlier])
            rows += len(lines) - 1
            name = meta_content_name(starts[first], starts[index + 1] - timedelta(days=1), 10**14 + page * 1000 + index)
            path = folder / f"page{page:02d}" / name
            _write(path, "\ufeff" + "\n".join(lines) + "\n", starts[index + 1] + timedelta(days=1))
            files.append(path)
    return _made(files, rows, FACEBOOK_OBSERVATIONS_A_ROW)


def folder_of_200(folder: Path, observations: int) -> MadeUp:
    """The same in 200 files, of together about `observations`."""
    return facebook_history(folder, observations, PAGES, 200 // PAGES)


def one_facebook_file(folder: Path, observations: int) -> MadeUp:
    """One file of one page with about `observations`."""
    random = np.random.default_rng([SEED, 2])
    count = max(1, observations // FACEBOOK_OBSERVATIONS_A_ROW)
    lines = [",".join(f'"{name}"' if " " in name else name for name in FACEBOOK_HEADER)]
    lines += _facebook_lines(*_facebook_posts(random, 90, _FIRST_MONTH, 0, count), 1.0)
    path = folder / meta_content_name(_FIRST_MONTH, _month(1) - timedelta(days=1), 10**14 + count)
    _write(path, "\ufeff" + "\n".join(lines) + "\n", _month(1) + timedelta(days=1))
    return _made([path], count, FACEBOOK_OBSERVATIONS_A_ROW)


def one_x_file(folder: Path, observations: int) -> MadeUp:
    """One X content export with about `observations`."""
    random = np.random.default_rng([SEED, 3])
    count = max(1, observations // X_OBSERVATIONS_A_ROW)
    start = datetime.combine(_FIRST_MONTH, datetime.min.time(), UTC)
    seconds = np.sort(random.uniform(0, 29 * 86_400, count))
    numbers = random.poisson(random.lognormal(6, 1, (count, 1)) * np.geomspace(1.0, 0.003, 13)[None, :]).tolist()
    lines = [",".join(X_POST_HEADER)]
    for index in range(count):
        moment = start + timedelta(seconds=float(seconds[index]))
        tweet = tweet_id(moment, (index * 7 + 1) % (1 << 22))
        text = _SENTENCES[index % len(_SENTENCES)]
        day = f"{moment:%a}, {moment:%b} {moment.day}, {moment.year}"
        stated = ",".join(map(str, numbers[index]))
        lines.append(f'{tweet},"{day}","{text}",https://x.com/EsimerkkiVesi/status/{tweet},{stated}')
    path = folder / x_content_name(_FIRST_MONTH, _month(1) - timedelta(days=1))
    _write(path, "\n".join(lines) + "\n", _month(1) + timedelta(days=1))
    return _made([path], count, X_OBSERVATIONS_A_ROW)


def _facebook_posts(
    random: np.random.Generator, page: int, month: date, index: int, count: int
) -> tuple[list[str], np.ndarray]:
    """What stands before the numbers of each post, and the final numbers (10 columns)."""
    start = datetime.combine(month, datetime.min.time(), UTC)
    # the 2nd to the 28th, so that every wall clock shows the month we mean
    minutes = np.sort(random.integers(24 * 60, 27 * 24 * 60, count))
    reach = np.maximum(20, random.lognormal(7, 0.8, count)).round()
    rate = random.lognormal(-3.2, 0.3, count)
    reactions, comments, shares = (random.poisson(reach * rate * share) for share in (0.82, 0.1, 0.08))
    link, other = random.poisson(reach * 0.004), random.poisson(reach * 0.01)
    final = np.column_stack(
        [(reach * 1.35).round(), reach, reactions + comments + shares, reactions, comments, shares, link + other, link,
         other, other // 2]
    )  # fmt: skip
    account = 100_000_000_900_000 + page
    heads = []
    for number in range(count):
        identifier = 122_000_000_000_000 + ((page * 30 + index) * 1_000_000 + number) * 97 + 1
        wall_clock = (start + timedelta(minutes=int(minutes[number]))).astimezone(_PACIFIC).strftime("%m/%d/%Y %H:%M")
        caption = "\n\n".join(_SENTENCES[(number + step) % len(_SENTENCES)] for step in range(3 + number % 3))
        heads.append(
            f'{identifier},{account},"Esimerkkisivu {page}","{caption}",,0,"{wall_clock}",N/A,'
            f"https://www.facebook.com/esimerkkisivu{page}/posts/{identifier},0,0,Photos,,,,,Lifetime,"
        )
    return heads, final


def _facebook_lines(heads: list[str], final: np.ndarray, growth: float) -> list[str]:
    numbers = np.round(final * growth).astype(np.int64)
    numbers[:, 2] = numbers[:, 3] + numbers[:, 4] + numbers[:, 5]
    return [head + ",".join(map(str, stated)) + ",,,," for head, stated in zip(heads, numbers.tolist(), strict=True)]


def _month(index: int) -> date:
    years, month = divmod(_FIRST_MONTH.month - 1 + index, 12)
    return date(_FIRST_MONTH.year + years, month + 1, 1)


def _write(path: Path, text: str, taken: date) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    moment = datetime.combine(taken, datetime.min.time(), UTC).timestamp() + 9 * 3600
    os.utime(path, (moment, moment))


def _made(files: list[Path], rows: int, observations_a_row: int) -> MadeUp:
    return MadeUp(tuple(files), rows, rows * observations_a_row, sum(path.stat().st_size for path in files))
