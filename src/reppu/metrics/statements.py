"""What was stated of one post: every number, by which import, and which of them counts now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from reppu.metrics.definitions import DEFINITIONS
from reppu.metrics.each_post import each_post
from reppu.metrics.facts import canonical
from reppu.metrics.rosetta import MEASURES, spelling_of, why_absent
from reppu.vocabulary.estimate import State
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from reppu.lake.facade import Lake

# A film's numbers are those of the post that shows it.
_OF_A_POST = ("post", "video")


@dataclass(frozen=True, slots=True)
class Statement:
    """One number as a platform stated it. measure: the platform's, as in its README; value: None for a blank cell.

    entry_no: the import that said so. counts: it is the newest number of its measure and period, the one that is used.
    """

    measure: str
    breakdown: str
    window: str
    period_start: date | None
    period_end: date | None
    value: float | None
    unit: str | None
    as_of: datetime
    entry_no: int
    counts: bool


def statements_of_post(lake: Lake, channel_id: str, post_id: str, position: int | None = None) -> tuple[Statement, ...]:
    """Everything that the imports state of a post over its whole life, by measure, the newest first.

    Numbers of single days are left out: they are many, and no number of a post is made from them.
    """
    stated = _of_post(lake, channel_id, post_id, position)
    stated = stated.filter(stated.window != "day")
    names = ("measure", "breakdown", "window", "period_start", "period_end", "value", "unit", "as_of", "entry_no")
    rows = stated.select(*names).to_pyarrow().to_pylist()
    rows.sort(key=lambda row: (row["measure"], row["breakdown"], row["window"], row["as_of"], row["entry_no"]))
    rows.sort(key=lambda row: (row["as_of"], row["entry_no"]), reverse=True)
    rows.sort(key=lambda row: (row["measure"], row["breakdown"]))
    found, seen = [], set()
    for row in rows:
        key = tuple(row[name] for name in names[:5])
        counts = row["value"] is not None and key not in seen
        if counts:
            seen.add(key)
        found.append(Statement(**row, counts=counts))
    return tuple(found)


def growth_of_post(
    lake: Lake, measure: str, channel_id: str, post_id: str, published_at: datetime, position: int | None = None
) -> tuple[tuple[float, float], ...]:
    """(age in days, what was stated then) of one post, in order of age. measure: a canonical measure of posts."""
    stated = _of_post(lake, channel_id, post_id, position)
    stated = stated.filter((stated.subject_kind == "post") & (stated.window == "lifetime"))
    channels = tuple(one for one in lake.channels(position) if one.channel_id == channel_id)
    key = {"channel_id": "channel_id", "post_id": "subject_id", "as_of": "as_of"}
    rows = canonical(stated, [MEASURES[measure]], channels, key).to_pyarrow().to_pylist()
    points = {
        round((row["as_of"] - published_at).total_seconds() / 86_400, 3): float(row[measure])
        for row in rows
        if row[measure] is not None
    }
    return tuple(sorted(points.items()))


def _of_post(lake: Lake, channel_id: str, post_id: str, position: int | None) -> ir.Table:
    stated = lake.read("observations", position)
    here = (stated.channel_id == channel_id) & (stated.subject_id == post_id)
    return stated.filter(here & stated.subject_kind.isin(_OF_A_POST))


@dataclass(frozen=True, slots=True)
class NumberOfPost:
    """One canonical number of a post. value: None where the state is missing or not offered; `reason` says why then."""

    metric: str
    title: Text
    unit: str
    value: float | None
    state: State
    reason: Text | None


def numbers_of_post(lake: Lake, channel_id: str, post_id: str, published_on: date) -> tuple[NumberOfPost, ...]:
    """Every canonical number that posts have, in the order of the metrics. published_on: the organisation's day.

    Empty for a post that counts in no metric (a correction leaves it out, or it only passes on somebody else's).
    """
    totals = [one for one in DEFINITIONS if one.kind == "total" and one.numerator is not None]
    names = list(dict.fromkeys(one.numerator for one in totals if one.numerator is not None))
    posts = each_post(lake, names, since=published_on, until=published_on, channels=[channel_id])
    post = next((one for one in posts if one.post_id == post_id), None)
    platform = next((one.platform for one in lake.channels() if one.channel_id == channel_id), "")
    if post is None:
        return ()
    found = []
    for one in totals:
        measure = one.numerator or ""
        value = post.numbers[measure]
        state, reason = State.OK, None
        if value is None and spelling_of(measure, platform) is None:
            state, reason = State.NOT_OFFERED, why_absent(measure, platform)
        elif value is None:
            state, reason = State.MISSING, _("The imported exports leave it blank.")
        found.append(NumberOfPost(one.name, one.title, one.unit, value, state, reason))
    return tuple(found)
