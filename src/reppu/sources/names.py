"""What a file's name tells: an account, a range of days, the moment of the export; and the name as it may be kept,
without words that might be a person's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Words of the platforms' own file names; everything else in a name is its giver's and is not kept.
_PLATFORM_WORDS = frozenset(
    [
        "account",
        "accounts",
        "activity",
        "analytics",
        "audience",
        "content",
        "csv",
        "daily",
        "data",
        "export",
        "facebook",
        "follows",
        "followers",
        "formats",
        "insights",
        "instagram",
        "interactions",
        "level",
        "likes",
        "link",
        "clicks",
        "linkedin",
        "metrics",
        "new",
        "overview",
        "page",
        "page",
        "pages",
        "post",
        "posts",
        "profile",
        "reach",
        "reels",
        "results",
        "stories",
        "tiktok",
        "top",
        "tweet",
        "tweets",
        "video",
        "videos",
        "viewers",
        "views",
        "visits",
        "xls",
        "xlsx",
        "youtube",
        "zip",
        "follower",
        "visitors",
        "competitor",
        "and",
        "ig",
        "fb",
        "raw",
        "txt",
        "tsv",
        "en",
        "fi",
        "sv",
        "js",
        "part",
    ]
) | frozenset(_MONTHS)
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class FileNames:
    """What the names of a file, its ZIP and its folder tell. since, until: the range in the name. moment: of the export (UTC).

    own_words: words of the names that no platform writes, in order; kept: the file's name with those words as "…".
    """

    account: str | None
    since: date | None
    until: date | None
    moment: datetime | None
    own_words: tuple[str, ...]
    kept: str
    kept_zip: str | None


def read_names(pattern: str | None, name: str, zip_name: str | None, folder_name: str | None = None) -> FileNames:
    """Reads the names; the file's own goes before the ZIP's, and that before the folder's.

    A folder is named as its ZIP was where the system unpacks downloads by itself; of other folders nothing is read.
    """
    account = since = until = moment = None
    spans: dict[str, tuple[int, int]] = {}
    for one in (name, zip_name, folder_name):
        match = re.search(pattern, one, re.IGNORECASE) if pattern and one else None
        if match is None or one is None:
            continue
        told = match.groupdict()
        if account is None and told.get("account"):
            account = told["account"]
            spans[one] = match.span("account")
        since = since or day_in_name(told.get("since"))
        until = until or day_in_name(told.get("until"))
        if moment is None and told.get("moment"):
            moment = datetime.fromtimestamp(int(told["moment"]) / 1000, UTC)
        stated_on = day_in_name(told.get("stated_on"))
        if moment is None and stated_on is not None:
            # the end of that day, as for a day given by a person
            moment = datetime.combine(stated_on, time(23, 59, 59), UTC)
    words = []
    for one in (name, zip_name):
        if one is not None:
            without = one if one not in spans else one[: spans[one][0]] + " " + one[spans[one][1] :]
            words += [w.casefold() for w in _WORD.findall(without) if _is_own(w)]
    return FileNames(
        account,
        since,
        until,
        moment,
        tuple(words),
        kept_name(name, spans.get(name)),
        kept_name(zip_name, spans.get(zip_name)) if zip_name is not None else None,
    )


def _is_own(word: str) -> bool:
    return not word.isdigit() and word.casefold() not in _PLATFORM_WORDS and len(word) > 1


def kept_name(name: str, account: tuple[int, int] | None = None) -> str:
    """The name as the journal keeps it: words that are not the platforms' own become "…", and so does the account."""
    if account is not None:
        name = name[: account[0]] + "\0" + name[account[1] :]
    kept = _WORD.sub(lambda m: "\0" if _is_own(m.group()) else m.group(), name)
    # a name that is no valid text on this system must not keep the journal from being written
    return re.sub("\0[\0 ._-]*\0|\0", "…", kept).encode("utf-8", "replace").decode("utf-8")


def day_in_name(text: str | None) -> date | None:
    """`20220301`, `2026-08-15` or `Apr-14-2025` as a date; None for anything else."""
    if not text:
        return None
    try:
        if match := re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", text):
            return date(*map(int, match.groups()))
        if match := re.fullmatch(r"([A-Za-z]{3})-(\d{2})-(\d{4})", text):
            return date(int(match[3]), _MONTHS.index(match[1].lower()) + 1, int(match[2]))
    except ValueError:
        return None
    return None
