"""What an answer is: a row a group, and who states what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from reppu.lake.facade import Channel
from reppu.metrics.question import CALENDAR, Question
from reppu.metrics.rosetta import spelling_of, why_absent, why_no_posts
from reppu.metrics.splitting import (
    NO_DAY,
    Split,
    local_moments,
    regrouped,
    split_calendar,
    split_hour,
    split_paid,
    split_weekday,
    split_words,
)
from reppu.vocabulary.estimate import Estimate
from reppu.vocabulary.language import Text, _

Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One group's answer. keys: the split's words and this group's labels (None: not told).

    left_out: ids of the channels that belong to the group, but not to its number. currency: of an amount of money.
    """

    keys: dict[str, str | None]
    estimate: Estimate
    reason: Text | None
    left_out: tuple[str, ...]
    currency: str | None = None


def offers(question: Question, channel: Channel) -> bool:
    """Does the channel's platform publish posts, where they are asked for, and state everything that the metric needs?"""
    if counts_posts(question) and why_no_posts(channel.platform) is not None:
        return False
    return all(spelling_of(name, channel.platform) is not None for name in question.definition.measures)


def why_not_offered(question: Question, channels: Sequence[Channel]) -> Text | None:
    """Why the first of them that does not, does not."""
    for channel in channels:
        if counts_posts(question) and (why := why_no_posts(channel.platform)) is not None:
            return why
        for name in question.definition.measures:
            why = why_absent(name, channel.platform)
            if why is not None:
                return why
    return _("The platform does not state it.") if channels else None


def counts_posts(question: Question) -> bool:
    """Is the metric about posts that were published (their number among other things)?"""
    definition = question.definition
    return definition.kind == "put_in_per_post" or (definition.basis == "published" and definition.kind != "formula")


def named(question: Question, key: Key) -> dict[str, str | None]:
    """The split's words with a group's labels."""
    return dict(zip(question.by, key, strict=True))


def numbers(table: pa.Table, name: str) -> NDArray[np.float64] | None:
    """A column as floats, NaN for null; None where the table has no such column."""
    if name not in table.column_names:
        return None
    column = table[name].cast(pa.float64()).fill_null(float("nan"))
    return np.asarray(column.to_numpy(), dtype=np.float64)


def channel_split(column: pa.ChunkedArray, question: Question) -> Split:
    """Codes are places in the question's channels, whether or not they have rows."""
    found = split_words(column)
    order = [one.channel_id for one in question.channels]
    return regrouped(found, {one: one for one in order}, order)


def splits_of(table: pa.Table, channel: Split, question: Question, day: NDArray[np.int64] | None = None) -> list[Split]:
    """The question's splits of a table's rows; day: the local day of each, where it is known already."""
    hour = np.full(table.num_rows, -1, dtype=np.int64)
    if day is None:
        if {*CALENDAR, "hour", "weekday"} & set(question.by):
            day, hour = local_moments(table["published_at"], question.settings.time_zone)
        else:
            day = np.full(table.num_rows, NO_DAY, dtype=np.int64)
    splits = []
    for word in question.by:
        match word:
            case "channel":
                splits.append(channel)
            case "platform":
                platforms = {one.channel_id: one.platform for one in question.channels}
                splits.append(regrouped(channel, platforms, list(dict.fromkeys(platforms.values()))))
            case "hour":
                splits.append(split_hour(hour))
            case "weekday":
                splits.append(split_weekday(day))
            case "kind" | "language":
                splits.append(split_words(table[word]))
            case "paid":
                splits.append(split_paid(table["paid"]))
            case _:
                splits.append(split_calendar(word, day, question.seasons))
    return splits
