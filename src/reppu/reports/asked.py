"""What every number of one book has in common, and the season's answers: one per scope ("all", or a channel's id) and metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reppu.calendar.facade import Period
from reppu.metrics import facade as metrics
from reppu.reports.content import PrintedNumber
from reppu.reports.names import full_name, platform_name
from reppu.vocabulary.estimate import State, without_value
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from reppu.lake.facade import Channel, Lake

# The order of the book: what was done, what was seen, who took part, who follows.
METRICS = (
    "posts",
    "impressions",
    "views",
    "reach",
    "engagements",
    "engagement_rate_by_impressions",
    "engagement_rate_by_views",
    "engagement_rate_by_reach",
    "amplification",
    "applause",
    "conversation",
    "followers",
    "net_follower_growth",
)
QUIET_DAYS = 14  # our choice: a channel that has been silent for two weeks at the season's end has "stopped"
ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """What every number of one book has in common."""

    lake: Lake
    season: Period
    earlier: Period | None
    position: int
    channels: tuple[Channel, ...]

    def short_name(self, channel: Channel) -> str:
        """The platform's name where it says which channel it is, else the full name."""
        alone = sum(each.platform == channel.platform for each in self.channels) == 1
        return platform_name(channel.platform) if alone else full_name(channel)

    @property
    def ids(self) -> list[str]:
        """The ids of the book's channels."""
        return [channel.channel_id for channel in self.channels]


@dataclass(frozen=True, slots=True)
class Answer:
    """One metric's season total of one scope."""

    printed: PrintedNumber
    note: Text | None

    @property
    def value(self) -> float | None:
        return self.printed.value


Answers = dict[tuple[str, str], Answer]


def season_answers(asked: Asked) -> Answers:
    """The season's total of every metric of the book, for all channels together and for each; what has no row is missing."""
    answers: Answers = {}
    names = {channel.channel_id: asked.short_name(channel) for channel in asked.channels}
    for name in METRICS:
        definition = metrics.definition(name)
        for by in ((), ("channel",)):
            table = metrics.compute(
                asked.lake,
                name,
                by=by,
                since=asked.season.start,
                until=asked.season.end,
                position=asked.position,
                channels=asked.ids,
            )
            for row in table.rows:
                scope = row.keys.get("channel") or ALL if by else ALL
                printed = PrintedNumber(
                    f"{scope}.{name}.season", row.estimate, definition.unit, definition.basis, name, row.reason
                )
                left_out = [names[each] for each in row.left_out if each in names] if scope == ALL else []
                answers[scope, name] = Answer(printed, _note(row, left_out))
        for scope in (ALL, *asked.ids):
            nothing = PrintedNumber(
                f"{scope}.{name}.season", without_value(State.MISSING), definition.unit, definition.basis, name
            )
            answers.setdefault((scope, name), Answer(nothing, None))
    return answers


def _note(row: metrics.Row, left_out: Sequence[str]) -> Text | None:
    if row.estimate.value is None:
        return row.reason
    if left_out and row.reason is not None:
        return _("{reason} Without {channels}.", reason=row.reason, channels=", ".join(left_out))
    if left_out:
        return _("Without {channels}.", channels=", ".join(left_out))
    return row.reason


def joined(*notes: Text | None) -> Text | None:
    """The notes that there are, one after the other."""
    there = [note for note in notes if note is not None]
    if len(there) < 2:
        return there[0] if there else None
    return _("{first} {second}", first=there[0], second=there[1])
