"""Words of the Insights exports of 2012-22: which number a header means, whose slice it is, over how many days.

A header is a window ("Daily", "Weekly", "28 Days", "Lifetime"), a name, and in the CSV flavour perhaps " - " and the key of a
slice. Whether people or times are counted stands only in the description below it: "(Unique Users)" or "(Total Count)".
The measures of names that stand twice have a "_users" of their own for people. Windows and names are English in every
language that public code knows.

Sources, none of them a file: rows of a post-level export pasted into a public test (descriptions and all), public programs
that read page-level exports of 2015-2020 (CSV with its slices, the sheet names of a workbook of 2020).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reppu.sources.tables import norm

# days of a window; a lifetime number of a page is its state on that day
WINDOWS = {"daily": 1, "weekly": 7, "28 days": 28, "lifetime": 0}
_HEADER = re.compile(r"(daily|weekly|28 days|lifetime)\s+(.+)")
_POST, _PAGE = "meta.insights.post.", "meta.insights.page."

POST_NAMES = {
    "post total reach": "reach",
    "post organic reach": "reach_organic",
    "post paid reach": "reach_paid",
    "post total impressions": "impressions",
    "post organic impressions": "impressions_organic",
    "post paid impressions": "impressions_paid",
    "engaged users": "engaged_users",
    "post consumers": "clickers",
    "post consumptions": "clicks",
    # later names of the two before
    "matched audience targeting consumers on post": "matched_audience_clickers",
    "matched audience targeting consumptions on post": "matched_audience_clicks",
    "post impressions by people who have liked your page": "impressions_fans",
    "post reach by people who like your page": "reach_fans",
    "post paid impressions by people who have liked your page": "impressions_paid_fans",
    "paid reach of a post by people who like your page": "reach_paid_fans",
    "people who have liked your page and engaged with your post": "engaged_fans",
    "organic views to 95%": "video_views_95_organic",
    "paid views to 95%": "video_views_95_paid",
    "organic video views": "video_views_organic",
    "paid video views": "video_views_paid",
}
PAGE_NAMES = {
    "total likes": "likes",
    "new likes": "new_likes",
    "unlikes": "unlikes",
    "page engaged users": "engaged_users",
    "people talking about this": "talking_about",
    "page stories": "stories",
    "total reach": "reach",
    "organic reach": "reach_organic",
    "paid reach": "reach_paid",
    "viral reach": "reach_viral",
    "total impressions": "impressions",
    "organic impressions": "impressions_organic",
    "paid impressions": "impressions_paid",
    "viral impressions": "impressions_viral",
    "reach of page posts": "posts_reach",
    "organic reach of page posts": "posts_reach_organic",
    "paid reach of page posts": "posts_reach_paid",
    "viral reach of page posts": "posts_reach_viral",
    "total impressions of your posts": "posts_impressions",
    "organic impressions of your posts": "posts_impressions_organic",
    "paid impressions of your posts": "posts_impressions_paid",
    "viral impressions of your posts": "posts_impressions_viral",
    "page consumptions": "clicks",
    "logged-in page views": "page_views",
    "total video views": "video_views",
}
# name → (measure, key of the slice); "age_gender" are two keys in one ("F.25-34")
POST_SLICES = {
    "talking about this (post) by action type": ("talking_about", "action"),
    "post stories by action type": ("stories", "action"),
    "post consumers by type": ("clickers", "type"),
    "post consumptions by type": ("clicks", "type"),
    "post audience targeting unique consumptions by type": ("matched_audience_clickers", "type"),
    "post audience targeting consumptions by type": ("matched_audience_clicks", "type"),
    "negative feedback by type": ("negative_feedback", "type"),
    "negative feedback from users by type": ("negative_feedback", "type"),
}
PAGE_SLICES = {
    "likes by gender and age": ("likes", "age_gender"),
    "likes by country": ("likes", "country"),
    "likes by city": ("likes", "city"),
    "likes by language": ("likes", "language"),
    "like source": ("new_likes", "source"),
    "like sources": ("new_likes", "source"),
    "reach demographics": ("reach", "age_gender"),
    "reach by country": ("reach", "country"),
    "reach by city": ("reach", "city"),
    "reach by language": ("reach", "language"),
    "demographics: people talking about this": ("talking_about", "age_gender"),
    "country: people talking about this": ("talking_about", "country"),
    "city: people talking about this": ("talking_about", "city"),
    "language: people talking about this": ("talking_about", "language"),
    "talking about this by story type": ("talking_about", "story"),
    "page stories by story type": ("stories", "story"),
    "page consumptions by type": ("clicks", "type"),
    "total frequency distribution": ("reach", "times"),
    "page posts frequency distribution": ("posts_reach", "times"),
    "negative feedback by type": ("negative_feedback", "type"),
    "negative feedback from users by type": ("negative_feedback", "type"),
}
# Facebook exchanged the two names from year to year: only the description says which is which
_NEGATIVE = frozenset(("negative feedback", "negative feedback from users"))
# These names stand twice, times first, people second
_TWICE = frozenset(("organic views to 95%", "paid views to 95%", "organic video views", "paid video views"))
# Known and not taken: the unit of both is nowhere told
NOT_TAKEN = frozenset(("average time video viewed", "video length"))
_AGE_GENDER = re.compile(r"([fmu])\.(\d[\d+-]*)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """measure: ours; part: the slice ("country=FI"), "" for the whole; days: of the window, 0 for a state or lifetime."""

    measure: str
    part: str
    days: int


def meaning_of(header: str, description: str, occurrence: int, of_posts: bool, title: str = "") -> Meaning | None:
    """What a column means; None when that is not known, or not told.

    occurrence: 1 for the first column of that header. title: the sheet's name, where the header is only a slice's key.
    """
    found = _HEADER.fullmatch(norm(header))
    if found is None:
        return _of_sheet(header, description, of_posts, title)
    days, name = WINDOWS[found[1]], found[2]
    whole = (POST_NAMES if of_posts else PAGE_NAMES).get(name)
    if name in _NEGATIVE:
        whole = _negative(description)
    elif whole is not None and name in _TWICE:
        people = _counts_people(description)
        whole += "_users" if (occurrence == 2 if people is None else people) else ""
    elif occurrence > 1:
        return None
    if whole is not None:
        return Meaning(_named(whole, of_posts), "", days)
    base, bar, key = name.rpartition(" - ")
    return _slice(base, header.rpartition(" - ")[2] if bar else key, days, description, of_posts) if bar else None


def _of_sheet(key: str, description: str, of_posts: bool, title: str) -> Meaning | None:
    """A column of a sheet that is named after its measure; long names are cut to 31 characters ("Weekly Reach by…")."""
    cut = re.sub(r"(\.\.\.|…)(\d*)$", "", title.strip())
    if re.search(r"(\.\.\.|…)\d+$", title.strip()):
        return None  # the second of two names that are cut to the same
    plain = _letters(cut)
    found = [
        (days, name)
        for window, days in WINDOWS.items()
        for name in (POST_SLICES if of_posts else PAGE_SLICES)
        if _letters(f"{window} {name}") == plain
        or (cut != title.strip() and _letters(f"{window} {name}").startswith(plain))
    ]
    # "Lifetime Negative Feedback fro..." and the like may begin several names
    meanings = {_slice(name, key, days, description, of_posts) for days, name in found}
    return meanings.pop() if len(meanings) == 1 else None


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", norm(text))


def _slice(name: str, key: str, days: int, description: str, of_posts: bool) -> Meaning | None:
    measure, kind = (POST_SLICES if of_posts else PAGE_SLICES).get(name, (None, ""))
    if measure == "negative_feedback":
        measure = _negative(description)
    if measure is None or not key.strip():
        return None
    value = " ".join(key.split()).replace(";", ",").replace("=", "-")
    if kind == "age_gender":
        told = _AGE_GENDER.fullmatch(norm(value))
        if told is None:
            return None
        return Meaning(_named(measure, of_posts), f"age={told[2]};gender={told[1].upper()}", days)
    return Meaning(_named(measure, of_posts), f"{kind}={value}", days)


def _named(measure: str, of_posts: bool) -> str:
    return (_POST if of_posts else _PAGE) + measure


def _negative(description: str) -> str | None:
    people = _counts_people(description)
    return None if people is None else "negative_feedback_users" if people else "negative_feedback"


def _counts_people(description: str) -> bool | None:
    told = norm(description)
    if "(unique users)" in told:
        return True
    return False if "(total count)" in told else None


def is_windowed(text: str) -> bool:
    """Whether a header or a sheet's name begins with a window."""
    return _HEADER.fullmatch(norm(text)) is not None
