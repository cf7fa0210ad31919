"""What a page asks of a metric, read from its address, and the answers, made once for a position."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from reppu.metrics.facade import MetricTable, compute
from reppu.metrics.question import splits_allowed
from reppu.metrics.splitting import days_of_bucket
from reppu.web.kit.facade import read_period, remembered

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reppu.lake.facade import Channel, Lake
    from reppu.metrics.facade import Definition
    from reppu.web.kit.facade import Period

# Beyond about half a year weeks are too many points for a line that people read: our choice.
MOST_DAYS_BY_WEEK = 190


@dataclass(frozen=True, slots=True)
class Asked:
    """A metric in a period, split by one word or none, of all channels or one."""

    definition: Definition
    period: Period
    by: str
    channel: str | None

    @property
    def code(self) -> str:
        """The question as the end of an address."""
        from urllib.parse import urlencode

        return urlencode({"period": self.period.code, "by": self.by, "channel": self.channel or ""})

    def as_json(self) -> dict[str, Any]:
        """The question as a job keeps it."""
        return {
            "by": [self.by] if self.by else [],
            "since": self.period.since.isoformat() if self.period.since else None,
            "until": self.period.until.isoformat(),
            "channels": [self.channel] if self.channel else None,
        }


def read_question(request: HttpRequest, lake: Lake, slug: str, definition: Definition) -> Asked:
    """The question of the address; words that are none of ours are left out, so that an old bookmark opens."""
    given = request.POST if request.method == "POST" else request.GET
    by = given.get("by", "")
    channel = given.get("channel", "")
    return Asked(
        definition,
        read_period(request, last_day(lake, slug)),
        by if by in splits_allowed(definition) else "",
        channel if channel in {one.channel_id for one in living(lake)} else None,
    )


def living(lake: Lake) -> list[Channel]:
    """The channels that carry facts."""
    return [one for one in lake.channels() if one.merged_into is None]


def last_day(lake: Lake, slug: str) -> date:
    """The newest day with a post or a stated number, not later than today; today for an empty lake."""
    today = datetime.now(UTC).date()

    def find() -> date:
        posts, observations = lake.latest_posts(), lake.latest_observations()
        found: list[Any] = [
            posts.published_at.max().to_pyarrow().as_py(),
            observations.filter(observations.window == "day").period_end.max().to_pyarrow().as_py(),
        ]
        days = [one.date() if isinstance(one, datetime) else one for one in found if one is not None]
        return min(max(days, default=today), today)

    return remembered(slug, lake.position, "last_day", (today,), find)


def answer(lake: Lake, slug: str, asked: Asked, by: str) -> MetricTable:
    """The metric split by the word (none: as its definition says)."""
    one, period = asked.definition, asked.period
    channels = [asked.channel] if asked.channel else None
    parts = (one.name, one.version, one.hash, by, period.since, period.until, asked.channel)
    return remembered(
        slug,
        lake.position,
        "metric",
        parts,
        lambda: compute(
            lake, one.name, by=(by,) if by else (), since=period.since, until=period.until, channels=channels
        ),
    )


def steps_of(asked: Asked) -> list[str]:
    """The steps of a trend, the better first: weeks up to half a year, else months; none where it has no such split."""
    allowed = splits_allowed(asked.definition)
    since = asked.period.since
    short = since is not None and (asked.period.until - since).days < MOST_DAYS_BY_WEEK
    return [word for word in (("week", "month") if short else ("month", "week")) if word in allowed]


def first_day(lake: Lake, step: str, label: str) -> date:
    """The first day of a week or month."""
    own = {str(name): str(days) for name, days in lake.settings().seasons.items()} or None
    return days_of_bucket(step, label, own)[0]
