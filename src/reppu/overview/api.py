"""The overview in the API: what is there and how fresh, the channels, and where the organisation stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from ninja import Field, Router, Schema

from reppu.lake.facade import kept_lake
from reppu.overview.facade import last_day_of, to_json
from reppu.overview.readying import standing_question, status_question
from reppu.people.facade import Role, caller
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _
from reppu.web.kit.facade import DEFAULT_WEEKS, FAULTS, Number, SinceDay, UntilDay, in_words, number_of, remembered

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reppu.lake.facade import Lake
    from reppu.metrics.facade import Comparison
    from reppu.overview.facade import ChannelRow, KeyFigure, Standing

router = Router(tags=["Overview"])


class ChannelStatusOut(Schema):
    """One channel's data. Days are the platform's own; moments are UTC."""

    channel: str = Field(description="The channel's id, which never changes.")
    platform: str
    name: str
    posts: int = Field(description="How many different posts.")
    first_post: date | None
    last_post: date | None
    observations: int = Field(description="How many numbers its platform stated.")
    first_day: date | None = Field(description="First day with daily numbers.")
    last_day: date | None = Field(description="Last day with daily numbers.")
    missing_days: int = Field(description="Days between the two without a number.")
    first_missing: list[date] = Field(description="The first of these, 20 at most.")
    last_as_of: str | None = Field(
        description="When the platform stated the newest number, UTC.", json_schema_extra={"format": "date-time"}
    )
    stale: bool = Field(description="Whether it is time to export again.")


class StatusOut(Schema):
    """The document of `reppu status --json`."""

    organisation: str
    position: int = Field(description="The highest entry of the journal: the state of the data.")
    channels: list[ChannelStatusOut]
    withdrawn_imports: int
    problems: list[str] = Field(description="What needs attention, in sentences.")


class ChannelOut(Schema):
    """A channel. accounts: the platform's accounts that belong to it, such as “facebook:123456”."""

    channel: str
    platform: str
    name: str
    accounts: list[str]
    merged_into: str | None = Field(description="The channel that carries its numbers now, where it was merged.")


class ChannelsOut(Schema):
    """All channels, merged ones included."""

    position: int
    channels: list[ChannelOut]


class ChangeOut(Schema):
    """A number beside that of the equally long period before."""

    before: Number
    difference: Number
    verdict: str = Field(description="up, down, same, cannot_tell or not_comparable.")
    reason: str | None = Field(description="Why the two cannot be compared.")


class KeyFigureOut(Schema):
    """A key figure. weekly: its value week by week, null for a week without one."""

    metric: str
    title: str
    unit: str = Field(description="As in the metric's definition; the currency for money is in `currency`.")
    figure: Number
    currency: str | None
    change: ChangeOut | None
    weekly: list[float | None]
    left_out: list[str] = Field(description="Channels whose platform does not state it.")


class DayOut(Schema):
    """A day's number beside what was expected of it."""

    day: date
    value: float | None
    expected: float | None
    low: float | None
    high: float | None
    surprise: bool


class DailyOut(Schema):
    """A daily number of the channels that state it."""

    metric: str
    title: str
    channels: list[str]
    days: list[DayOut]


class ChannelStandingOut(Schema):
    """A channel in the period. `seen` and `rate` are different measures on different platforms: see their titles."""

    channel: str
    name: str
    platform: str
    posts: Number
    followers: Number | None
    seen: Number | None
    seen_title: str | None
    rate: Number | None
    rate_title: str | None
    change: ChangeOut | None
    weekly: list[float | None]


class StandingOut(Schema):
    """Where the organisation stands in a period, beside the equally long one before."""

    position: int
    since: date
    until: date
    before_since: date | None = Field(description="First day of the period beside it; null when nothing lies there.")
    before_until: date | None
    finding: str = Field(description="The finding, in a sentence.")
    because: list[str]
    corrected: str | None = Field(description="How the comparisons were corrected for being many.")
    figures: list[KeyFigureOut]
    daily: DailyOut | None
    channels: list[ChannelStandingOut]


@router.get(
    "/organisations/{slug}/status",
    auth=caller(Role.VIEWER),
    response={200: StatusOut, **FAULTS},
    summary="What is there, how fresh it is, what is missing",
)
def status(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Each channel's coverage and freshness, and what to do about it."""
    return status_document(_lake(slug))


@router.get(
    "/organisations/{slug}/channels",
    auth=caller(Role.VIEWER),
    response={200: ChannelsOut, **FAULTS},
    summary="The channels",
)
def channels(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The channels with their accounts. Their numbers are in `standing`, or by `metrics/{name}?by=channel`."""
    lake = _lake(slug)
    position = lake.position
    return {
        "position": position,
        "channels": [
            {
                "channel": one.channel_id,
                "platform": one.platform,
                "name": one.name,
                "accounts": list(one.accounts),
                "merged_into": one.merged_into,
            }
            for one in lake.channels(position)
        ],
    }


@router.get(
    "/organisations/{slug}/standing",
    auth=caller(Role.VIEWER),
    response={200: StandingOut, **FAULTS},
    summary="Where the organisation stands",
)
def standing(request: HttpRequest, slug: str, since: SinceDay, until: UntilDay) -> dict[str, Any]:
    """The finding, the key figures, the days against what was expected and the channels; 26 weeks unless asked otherwise."""
    return standing_document(_lake(slug), since, until)


def status_document(lake: Lake) -> dict[str, Any]:
    """The document of `reppu status --json`, made once for a position and a day."""
    return to_json(remembered(*status_question(lake)))


def standing_document(lake: Lake, since: date | None = None, until: date | None = None) -> dict[str, Any]:
    """The standing as `StandingOut` has it. Without days: the 26 weeks up to the newest day with data."""
    seen = remembered(*status_question(lake))
    newest = last_day_of(seen)
    if newest is None:
        raise ReppuError(
            _("Nothing has been imported yet"), advice=_("Import a folder of exports first, and ask again.")
        )
    last = until or newest
    first = since or date.fromordinal(last.toordinal() - 7 * DEFAULT_WEEKS + 1)
    if last < first:
        raise ReppuError(
            _("The period ends ({until}) before it begins ({since}).", since=first, until=last),
            expected=_("the earlier day first"),
        )
    return _document(remembered(*standing_question(lake, seen, first, last)))


def _lake(slug: str) -> Lake:
    return kept_lake(settings.REPPU_HOME, slug)


def _document(one: Standing) -> dict[str, Any]:
    return {
        "position": one.position,
        "since": one.since,
        "until": one.until,
        "before_since": one.before[0] if one.before else None,
        "before_until": one.before[1] if one.before else None,
        "finding": in_words(one.finding),
        "because": [in_words(each) for each in one.because],
        "corrected": in_words(one.corrected),
        "figures": [_figure(each) for each in one.figures],
        "daily": {
            "metric": one.daily.metric,
            "title": in_words(one.daily.title),
            "channels": list(one.daily.channels),
            "days": [
                {
                    "day": day.at,
                    "value": day.value,
                    "expected": day.expected,
                    "low": day.low,
                    "high": day.high,
                    "surprise": day.surprise,
                }
                for day in one.daily.days
            ],
        }
        if one.daily
        else None,
        "channels": [_channel(each) for each in one.channels],
    }


def _figure(one: KeyFigure) -> dict[str, Any]:
    return {
        "metric": one.metric,
        "title": in_words(one.title),
        "unit": one.unit,
        "figure": number_of(one.estimate),
        "currency": one.currency,
        "change": _change(one.comparison),
        "weekly": list(one.weekly),
        "left_out": list(one.left_out),
    }


def _channel(one: ChannelRow) -> dict[str, Any]:
    return {
        "channel": one.channel_id,
        "name": in_words(one.name),
        "platform": in_words(one.platform),
        "posts": number_of(one.posts),
        "followers": number_of(one.followers) if one.followers else None,
        "seen": number_of(one.seen) if one.seen else None,
        "seen_title": in_words(one.seen_title),
        "rate": number_of(one.rate) if one.rate else None,
        "rate_title": in_words(one.rate_title),
        "change": _change(one.change),
        "weekly": list(one.weekly),
    }


def _change(one: Comparison | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "before": number_of(one.first),
        "difference": number_of(one.difference),
        "verdict": one.verdict,
        "reason": in_words(one.reason),
    }
