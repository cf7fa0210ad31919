"""Metrics in the API: what they mean, one of them by anything, comparisons, and what has moved."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from ninja import Field, Path, Query, Router, Schema

from reppu.calendar.facade import resolve_period
from reppu.lake.facade import kept_lake
from reppu.metrics import facade as metrics
from reppu.people.facade import Role, caller
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import State
from reppu.vocabulary.language import _
from reppu.web.kit.facade import (
    FAULTS,
    Number,
    Position,
    SinceDay,
    UntilDay,
    in_words,
    remembered,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from reppu.lake.facade import Lake
    from reppu.metrics.facade import Definition

router = Router(tags=["Metrics"])

_BY = f"Split by, with commas: {' '.join(metrics.BY)}."
_CHANNELS = "Only these channels, by id with commas; without it all."
By = Annotated[str, Query("", max_length=200, description=_BY)]
Channels = Annotated[str, Query("", max_length=2000, description=_CHANNELS)]
MetricName = Annotated[str, Path(max_length=64, description="A metric's name, as in `metrics`.")]
AsOf = Annotated[
    date | None,
    Query(
        None,
        ge=date(1990, 1, 1),
        le=date(2100, 12, 31),
        description="Only what the platforms had stated by the end of that day.",
    ),
]


class DefinitionOut(Schema):
    """What a metric means."""

    metric: str = Field(description="Its name, which scripts use.")
    version: int = Field(description="Raised with every change of meaning.")
    title: str
    definition: str = Field(description="What it tells, in plain language.")
    formula: str
    unit: str = Field(
        description="count, fraction (0 to 1), per_post, per_week, hours, hours_per_post, seconds, money or money_per_post."
    )
    basis: str = Field(
        description="published: posts published in the period, their lifetime. activity: what happened in the period."
    )
    level: str = Field(description="input, activity, output, out_take, outcome or impact (AMEC).")
    platforms: list[str] = Field(description="The platforms that state everything it needs.")
    alike: bool = Field(description="False where platforms count different things under the name.")
    source: str
    hash: str = Field(description="Changes when the definition, or its translation to a platform, changes.")


class DefinitionsOut(Schema):
    """Every metric there is, the organisation's own last."""

    metrics: list[DefinitionOut]


class SplitOut(Schema):
    """The words by which a row was split: those of `by` and no others."""

    channel: str | None = Field(None, description="Channel id.")
    platform: str | None = None
    day: str | None = Field(None, description="2026-03-31")
    week: str | None = Field(None, description="ISO week: 2026-W14")
    month: str | None = Field(None, description="2026-03")
    season: str | None = Field(None, description="2026-spring")
    year: str | None = None
    kind: str | None = Field(None, description="Kind of post.")
    language: str | None = None
    paid: str | None = None
    hour: str | None = Field(None, description="Hour of the organisation's day, 0 to 23.")
    weekday: str | None = Field(None, description="1 (Monday) to 7.")
    competitor: str | None = None


class RowOut(SplitOut):
    """A metric's number for one group."""

    value: float | None = Field(description="In the metric's unit; null where `state` says why.")
    low: float | None = Field(description="Lower end of the 90 % interval.")
    high: float | None = Field(description="Upper end of the 90 % interval.")
    n: int = Field(description="How many posts, weeks or days it rests on.")
    state: State = Field(description="ok, observed, too_little_data, missing or not_offered.")
    currency: str | None = Field(None, description="Of money only.")
    left_out: list[str] = Field(description="Channels whose platform does not state it.")
    reason: str | None = Field(description="Why there is no number or interval, in words.")


class ChangeOut(Schema):
    """What platforms changed about a measure: numbers before and after are not of one series."""

    day: date
    platforms: list[str]
    says: str


class ExclusionOut(Schema):
    """What was left out of the numbers, by which entry and why."""

    entry_no: int
    what: str = Field(description="post, day or burst.")
    channel: str
    post: str | None = Field(description="The post's id.")
    since: date | None
    until: date | None
    measures: list[str]
    reason: str


class MetricOut(Schema):
    """The document of `reppu metrics NAME --json`."""

    metric: str
    version: int
    unit: str
    basis: str
    level: str
    rows: list[RowOut]
    changes: list[ChangeOut] = Field(
        default=[], description="There when the platforms changed something in these days."
    )
    exclusions: list[ExclusionOut] = Field(description="What was left out of these numbers.")


class ComparedOut(SplitOut):
    """Two groups or periods beside each other."""

    first: str
    second: str
    first_value: Number
    second_value: Number
    difference: Number = Field(description="second − first, in the metric's unit.")
    ratio: Number = Field(description="second ÷ first.")
    verdict: str = Field(description="up, down, same, cannot_tell or not_comparable.")
    needed: int | None = Field(description="About how many posts a verdict would need, where that can be said.")
    age_days: float | None = Field(description="The age at which the posts' numbers were taken.")
    reason: str | None


class ComparisonOut(Schema):
    """The document of `reppu compare NAME --json`."""

    metric: str
    version: int
    unit: str
    basis: str
    corrected: str | None = Field(description="How the comparisons were corrected for being many.")
    without: list[str] = Field(description="Groups that have no number to compare.")
    rows: list[ComparedOut]


class MovingEntryOut(Schema):
    """An entry of the journal that moved a number."""

    entry_no: int
    kind: str
    at: str = Field(description="When it was made, UTC.", json_schema_extra={"format": "date-time"})
    what: str


class MoveOut(Schema):
    """One step of a number."""

    entries: list[MovingEntryOut]
    before: float | None
    after: float | None


class MovedRowOut(SplitOut):
    """A number that is not what it was."""

    before: Number
    now: Number
    moved_by: list[MoveOut]


class MovedOut(Schema):
    """The document of `reppu metrics NAME --moved-since P --json`."""

    metric: str
    version: int
    unit: str
    since: int
    position: int
    rows: list[MovedRowOut]


@router.get(
    "/organisations/{slug}/metrics",
    auth=caller(Role.VIEWER),
    response={200: DefinitionsOut, **FAULTS},
    summary="The metrics there are, and what they mean",
)
def definitions(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Ours and the organisation's own."""
    return definitions_document(_lake(slug))


@router.get(
    "/organisations/{slug}/metrics/{name}/definition",
    auth=caller(Role.VIEWER),
    response={200: DefinitionOut, **FAULTS},
    summary="What a metric means",
)
def definition(request: HttpRequest, slug: str, name: MetricName) -> dict[str, Any]:
    """One metric's definition."""
    return _definition(metrics.definition(name, _lake(slug)))


@router.get(
    "/organisations/{slug}/metrics/{name}",
    auth=caller(Role.VIEWER),
    response={200: MetricOut, **FAULTS},
    exclude_unset=True,
    summary="A metric, by anything",
)
def metric(
    request: HttpRequest,
    slug: str,
    name: MetricName,
    by: By,
    since: SinceDay,
    until: UntilDay,
    as_of: AsOf,
    position: Position,
    channels: Channels,
) -> dict[str, Any]:
    """A number a group, each with its interval or the reason why it has none; the parameters of `reppu metrics`."""
    return metric_document(
        _lake(slug), name, by=by, since=since, until=until, as_of=as_of, position=position, channels=channels
    )


@router.get(
    "/organisations/{slug}/metrics/{name}/comparison",
    auth=caller(Role.VIEWER),
    response={200: ComparisonOut, **FAULTS},
    exclude_unset=True,
    summary="Whether one period, channel or kind differs from another",
)
def comparison(
    request: HttpRequest,
    slug: str,
    name: MetricName,
    between: Annotated[
        str,
        Query(
            "",
            max_length=500,
            description="Periods with commas: 2026-spring,2026-summer or 2026-03..2026-04,2026-05..2026-06.",
        ),
    ],
    by: By,
    since: SinceDay,
    until: UntilDay,
    position: Position,
    channels: Channels,
) -> dict[str, Any]:
    """Period with period (`between`; within each group of `by`), or group with group (`by` alone, in the asked days)."""
    return comparison_document(
        _lake(slug), name, between=between, by=by, since=since, until=until, position=position, channels=channels
    )


@router.get(
    "/organisations/{slug}/metrics/{name}/moved",
    auth=caller(Role.VIEWER),
    response={200: MovedOut, **FAULTS},
    exclude_unset=True,
    summary="Which numbers have moved since a position, and what moved them",
)
def moved(
    request: HttpRequest,
    slug: str,
    name: MetricName,
    since_position: Annotated[int, Query(ge=0, le=2**53, description="A position of the journal, such as a book's.")],
    by: By,
    since: SinceDay,
    until: UntilDay,
    channels: Channels,
) -> dict[str, Any]:
    """Only numbers that differ, with the imports and other entries that moved each. Takes seconds for a large lake once,
    then is kept until the journal grows."""
    lake = _lake(slug)
    words, only = words_of(by), words_of(channels) or None
    page = remembered(
        slug,
        lake.position,
        "moved",
        (name, since_position, words, since, until, only),
        lambda: metrics.moved_since(lake, name, since_position, by=words, since=since, until=until, channels=only),
    )
    return metrics.moved_to_json(page)


def definitions_document(lake: Lake) -> dict[str, Any]:
    """Every metric with its meaning, in the caller's language."""
    return {"metrics": [_definition(one) for one in metrics.definitions(lake)]}


def metric_document(
    lake: Lake,
    name: str,
    *,
    by: str = "",
    since: date | None = None,
    until: date | None = None,
    as_of: date | None = None,
    position: int | None = None,
    channels: str = "",
) -> dict[str, Any]:
    """The document of `reppu metrics NAME --json`, kept until the journal grows. Raises ReppuError as `compute` does."""
    if as_of is not None and position is not None:
        raise ReppuError(_("Give as_of or position, not both."))
    words, only = words_of(by), words_of(channels) or None
    until_moment = None
    if as_of is not None:
        zone = ZoneInfo(lake.settings(position).time_zone)
        until_moment = datetime.combine(as_of, time.max, zone)
    table = remembered(
        lake.organisation,
        lake.position,
        "metric",
        (name, words, since, until, as_of, position, only),
        lambda: metrics.compute(
            lake, name, by=words, since=since, until=until, position=position, as_of=until_moment, channels=only
        ),
    )
    return {**metrics.to_json(table), "exclusions": _exclusions(lake, since, until, position)}


def comparison_document(
    lake: Lake,
    name: str,
    *,
    between: str = "",
    by: str = "",
    since: date | None = None,
    until: date | None = None,
    position: int | None = None,
    channels: str = "",
) -> dict[str, Any]:
    """The document of `reppu compare NAME --json`, kept until the journal grows. Raises ReppuError as `compare_all` does."""
    if between and (since or until):
        raise ReppuError(_("Give between, or since and until, not both."))
    words, only, periods = words_of(by), words_of(channels) or None, _periods(lake, between, position)
    page = remembered(
        lake.organisation,
        lake.position,
        "comparison",
        (name, periods, words, since, until, position, only),
        lambda: metrics.compare_all(
            lake, name, between=periods, by=words, since=since, until=until, position=position, channels=only
        ),
    )
    return metrics.page_to_json(page)


def _periods(lake: Lake, between: str, position: int | None) -> Sequence[tuple[str, tuple[date, date]]]:
    seasons = {str(word): str(days) for word, days in lake.settings(position).seasons.items()} or None
    periods = [resolve_period(word, seasons) for word in words_of(between)]
    return [(one.name, (one.start, one.end)) for one in periods]


def _exclusions(lake: Lake, since: date | None, until: date | None, position: int | None) -> list[dict[str, Any]]:
    return [
        {
            "entry_no": one.entry_no,
            "what": one.what,
            "channel": one.channel_id,
            "post": one.post_id,
            "since": one.since,
            "until": one.until,
            "measures": list(one.measures),
            "reason": one.reason,
        }
        for one in lake.corrections(position)
        if (since is None or one.until is None or one.until >= since)
        and (until is None or one.since is None or one.since <= until)
    ]


def _definition(one: Definition) -> dict[str, Any]:
    return {
        "metric": one.name,
        "version": one.version,
        "title": in_words(one.title),
        "definition": in_words(one.definition),
        "formula": one.formula,
        "unit": one.unit,
        "basis": one.basis,
        "level": one.level,
        "platforms": list(one.platforms),
        "alike": one.alike,
        "source": one.source,
        "hash": one.hash,
    }


def _lake(slug: str) -> Lake:
    return kept_lake(settings.REPPU_HOME, slug)
