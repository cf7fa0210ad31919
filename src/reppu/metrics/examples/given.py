"""What an example is made of: posts, days, campaigns, competitors and entries of hours in an export, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reppu.vocabulary.estimate import State

Number = float | None
X, FACEBOOK, INSTAGRAM, LINKEDIN = "x-vesi", "facebook-vesi", "instagram-vesi", "linkedin-vesi"
YOUTUBE, TIKTOK, MASTODON, BLUESKY = "youtube-vesi", "tiktok-vesi", "mastodon-vesi", "bluesky-vesi"
META_ADS, LINKEDIN_ADS, WEB = "meta-ads-vesi", "linkedin-ads-vesi", "verkkosivut"
PLATFORMS = {
    "x-vesi-old": "x",
    "foorumi": "keskustelupalsta",
    META_ADS: "meta-ads",
    LINKEDIN_ADS: "linkedin-ads",
    WEB: "web",
    **{
        one: one.removesuffix("-vesi") for one in (X, FACEBOOK, INSTAGRAM, LINKEDIN, YOUTUBE, TIKTOK, MASTODON, BLUESKY)
    },
}


@dataclass(frozen=True, slots=True)
class Post:
    """A post and its lifetime numbers in one export. published: UTC. A measure that is not named had no column."""

    channel: str
    post: str
    published: str
    numbers: dict[str, Number]
    kind: str | None = None
    paid: bool | None = None
    repost: bool | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """Numbers of an account for one day, or for a period when `until` is given; "measure@breakdown" is a part of one.

    about: another subject than the account, as "campaign Kevät", "ad_set A" or "competitor Kilpailija".
    """

    channel: str
    day: str
    numbers: dict[str, Number]
    until: str | None = None
    about: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class PutIn:
    """Hours or money entered by hand for a channel (None: for all) and the days from `day` to `until`."""

    channel: str | None
    day: str
    until: str
    hours: Number = None
    amount: Number = None
    currency: str | None = None
    function: str | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """One export, as it was on the day `as_of`. since, until: the period that it says it holds."""

    rows: tuple[Post | Day | PutIn, ...]
    as_of: str = "2021-06-01"
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something done after an import: the newest import withdrawn, a channel merged, a post left out."""

    what: Literal["withdraw", "merge", "leave_out"]
    channel: str = ""
    into: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An expected row; low and high are checked when given, or when the value is exact."""

    value: Number
    state: State = State.OK
    n: int = 0
    keys: tuple[str | None, ...] = ()
    left_out: tuple[str, ...] = ()
    low: Number = None
    high: Number = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """title: a sentence, in English (the page's language)."""

    metric: str
    title: str
    given: tuple[Import | Step, ...]
    answers: tuple[Answer, ...]
    by: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    age_days: int | None = None
    as_of: str | None = None


MISSING, NOT_OFFERED, TOO_LITTLE, OBSERVED = (
    State.MISSING, State.NOT_OFFERED, State.TOO_LITTLE_DATA, State.OBSERVED,
)  # fmt: skip
# Twelve posts whose rate, and ten whose mean, have the intervals that maths/ proves; the same numbers under any name.
TWELVE = (
    (1200, 36), (800, 20), (2500, 90), (400, 14), (1500, 30), (950, 33),
    (3100, 70), (700, 28), (1100, 25), (600, 12), (1800, 60), (1350, 42),
)  # fmt: skip
RATE = Answer(460 / 16_000, n=12, low=0.0254602070007, high=0.0326183890514)
TEN = (13, 10, 15, 12, 11, 14, 12, 16, 11, 13)
MEAN = Answer(12.7, n=10, low=11.6645246575, high=13.8579729061)


def posts(channel: str, numbers: tuple[dict[str, Number], ...]) -> tuple[Post, ...]:
    """One post a day from the first of March, at 10:00 UTC."""
    return tuple(
        Post(channel, f"{channel}-{place}", f"2021-03-{place:02} 10:00", one)
        for place, one in enumerate(numbers, start=1)
    )


def pairs(first: str, second: str, *numbers: tuple[Number, Number]) -> tuple[dict[str, Number], ...]:
    """Posts that state two measures."""
    return tuple({first: one, second: other} for one, other in numbers)


def stating(measure: str, *numbers: Number) -> tuple[dict[str, Number], ...]:
    """Posts that state one measure."""
    return tuple({measure: one} for one in numbers)


def days(channel: str, measure: str, *numbers: Number) -> tuple[Day, ...]:
    """An account's days from the first of March on."""
    return tuple(Day(channel, f"2021-03-{place:02}", {measure: one}) for place, one in enumerate(numbers, start=1))


def nothing(metric: str, title: str, channel: str, state: State) -> Example:
    """A channel that posts, and states no number."""
    return Example(metric, title, (Import(posts(channel, ({},))),), (Answer(None, state),), by=())
