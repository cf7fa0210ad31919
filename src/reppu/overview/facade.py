"""What others may ask of the overview."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from reppu.overview.freshness import ChannelStatus, Status, missing_days
from reppu.overview.freshness import look as _look
from reppu.overview.standing import ChannelRow, Daily, KeyFigure, Standing, stand

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

__all__ = [
    "ChannelRow", "ChannelStatus", "Daily", "KeyFigure", "Standing", "Status", "last_day_of", "look", "missing_days", "stand",
    "to_json",
]  # fmt: skip


def look(lake: Lake, now: datetime | None = None) -> Status:
    """The organisation's channels with coverage, freshness and problems. `now`: UTC, default this moment."""
    return _look(lake, now or datetime.now(UTC))


def last_day_of(status: Status) -> date | None:
    """The newest day that any channel says something about; None when nothing is there."""
    days = [day for one in status.channels for day in (one.last_day, one.last_post) if day is not None]
    return max(days, default=None)


def to_json(status: Status) -> dict[str, Any]:
    """The document that `reppu status --json` prints."""
    return {
        "organisation": status.organisation,
        "position": status.position,
        "channels": [
            {
                "channel": one.channel_id,
                "platform": one.platform,
                "name": one.name,
                "posts": one.posts,
                "first_post": one.first_post.isoformat() if one.first_post else None,
                "last_post": one.last_post.isoformat() if one.last_post else None,
                "observations": one.observations,
                "first_day": one.first_day.isoformat() if one.first_day else None,
                "last_day": one.last_day.isoformat() if one.last_day else None,
                "missing_days": one.missing_days,
                "first_missing": [day.isoformat() for day in one.first_missing],
                "last_as_of": one.last_as_of.isoformat() if one.last_as_of else None,
                "stale": one.stale,
            }
            for one in status.channels
        ],
        "withdrawn_imports": status.withdrawn,
        "problems": [str(problem) for problem in status.problems],
    }
