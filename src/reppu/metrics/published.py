"""Over posts published in the period: totals, rates, means, shares, and who held the attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from reppu.lake.facade import Channel, Lake
from reppu.metrics.answers import Key, Row, channel_split, named, numbers, offers, splits_of, why_not_offered
from reppu.metrics.cadence import weekly_interval
from reppu.metrics.definitions import Definition
from reppu.metrics.earlier_posts import shut_by_the_past
from reppu.metrics.empty_groups import EmptyGroups
from reppu.metrics.facts import rows_of_posts
from reppu.metrics.followers import followers_on
from reppu.metrics.maths.coverage import trusted
from reppu.metrics.maths.grouped import Intervals, exact_totals, in_fixed_order
from reppu.metrics.maths.mean_per_post import mean_per_post
from reppu.metrics.maths.weighted_rates import weighted_rates
from reppu.metrics.question import CALENDAR, WHO, Question
from reppu.metrics.rosetta import spelling_of
from reppu.metrics.splitting import Groups, as_date, days_since_epoch, grouped, local_moments
from reppu.vocabulary.estimate import Estimate, State, stated, twelve_digits, without_value
from reppu.vocabulary.language import Text, _, _n

# Fewer posts than this give no rate at all (design.md, section 4).
FEWEST_POSTS_FOR_A_RATE = 5
# Fewer than this have no tenth.
FEWEST_POSTS_FOR_A_TENTH = 10
# Exact, because the platforms stated each part: no post stands for another.
_EXACT = ("count", "total", "quotient", "share")


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts of all groups as arrays: the group, channel (place in the question's) and numbers (NaN: not stated)."""

    groups: Groups
    channel: NDArray[np.int64]
    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64] | None
    exported: NDArray[np.int64] | None  # the day (UTC) of the export that last spoke of the post, where it matters
    day: NDArray[np.int64] | None  # the local day, for posts a week


def posts_of(lake: Lake, question: Question) -> Posts:
    """The posts that count, split and as arrays."""
    table = rows_of_posts(lake, question)
    channel = channel_split(table["channel_id"], question)
    splits = splits_of(table, channel, question)
    numerator = numbers(table, "numerator")
    numerator = np.ones(table.num_rows) if numerator is None else numerator * _within(question.definition)
    denominator = numbers(table, "denominator")
    day = None
    if question.definition.kind in ("per_follower", "per_week"):
        day, _hour = local_moments(table["published_at"], question.settings.time_zone)
    if question.definition.kind == "per_follower":
        assert day is not None
        denominator = followers_on(lake, question, channel.codes, day)
    exported = None
    if "as_of" in table.column_names:
        exported = days_since_epoch(table["as_of"].cast(pa.date32()))
    groups = grouped(splits, table.num_rows)
    return Posts(groups, channel.codes, numerator, denominator, exported, day)


def published(lake: Lake, question: Question) -> tuple[Row, ...]:
    """The answer of a metric on the basis `published`, a row a group."""
    definition = question.definition
    posts = posts_of(lake, question)
    keys, of_row = list(posts.groups.keys), posts.groups.of_row
    offering = np.array([offers(question, one) for one in question.channels])
    used = offering[posts.channel] & np.isfinite(posts.numerator)
    if posts.denominator is not None:
        used &= np.isfinite(posts.denominator)
    count = len(keys)
    n = np.bincount(of_row[used], minlength=count)
    # Posts of channels that state the measure, whether this cell was blank or not.
    expected = np.bincount(of_row[offering[posts.channel]], minlength=count)
    total = exact_totals(posts.numerator[used], of_row[used], count)
    divisor = n.astype(float)
    if posts.denominator is not None:
        divisor = exact_totals(posts.denominator[used], of_row[used], count)
    if definition.kind == "share":
        divisor = _wholes(question, keys, total)
    intervals = _intervals(question, posts, used)
    inside = trusted(intervals) if intervals is not None else None
    shut = shut_by_the_past(lake, question, posts, used, posts_of)
    channels_in, channels_used = _channels_by_group(posts, used, count)

    answers = {}
    empty = EmptyGroups(lake, question)
    for place, key in enumerate(keys):
        there = [question.channels[c] for c in sorted(channels_in[place])]
        without = {question.channels[c].channel_id for c in channels_in[place] - channels_used[place]}
        if not question.by or set(question.by) <= set(WHO):
            without |= empty.not_covered(key, except_for={one.channel_id for one in there})
        left_out = tuple(one.channel_id for one in question.channels if one.channel_id in without)
        if n[place] == 0:
            estimate, reason = _without_numbers(question, there, posts, of_row == place)
            answers[key] = Row(named(question, key), estimate, reason, ())
            continue
        reason = None
        if expected[place] > n[place]:
            reason = _n(
                "{n} post of {all} states it.", "{n} posts of {all} state it.", int(n[place]), all=int(expected[place])
            )
        if definition.kind == "per_week":
            estimate, why = weekly_interval(question, key, there, posts.day[of_row == place], empty)  # type: ignore[index]
            reason = why or reason
        elif definition.kind == "top_share":
            estimate, why = _top_share(posts.numerator[used & (of_row == place)])
            reason = why or reason
        elif definition.kind in ("count", "total"):
            estimate = stated(float(total[place]), int(n[place]))
        elif definition.kind in _EXACT:
            estimate, why = _quotient(float(total[place]), float(divisor[place]), int(n[place]))
            reason = why or reason
        else:
            sums = float(total[place]), float(divisor[place])
            estimate, why = _judged(
                *sums, int(n[place]), place, intervals, inside, definition.per / _within(definition)
            )
            if place in shut and estimate.state is State.OK:
                estimate, why = _seen_only(estimate, shut[place])
            reason = why or reason
        if (
            reason is None
            and not definition.alike
            and len({question.channels[c].platform for c in channels_used[place]}) > 1
        ):
            reason = _("Platforms count engagements in different ways: compare within a platform.")
        answers[key] = Row(named(question, key), estimate, reason, left_out)
    for key in empty.keys(keys):
        answers[key] = empty.row(key)
    return tuple(answers[key] for key in empty.in_order(answers))


def _intervals(question: Question, posts: Posts, used: NDArray[np.bool_]) -> Intervals | None:
    if question.definition.kind not in ("rate", "mean", "per_follower"):
        return None
    y, group, count = posts.numerator[used], posts.groups.of_row[used], len(posts.groups.keys)
    if posts.denominator is None:
        order, group = in_fixed_order(group, y)
        return mean_per_post(y[order], group, count)
    x = posts.denominator[used]
    if question.definition.kind == "per_follower":
        return _per_follower(x, y, group, count)
    seen = x > 0  # a post that nobody saw tells nothing about the rate
    x, y, group = x[seen], y[seen], group[seen]
    order, group = in_fixed_order(group, x, y)
    return weighted_rates(x[order], y[order], group, count)


def _per_follower(x: NDArray[np.float64], y: NDArray[np.float64], group: NDArray[np.int64], count: int) -> Intervals:
    """Followers hardly change from post to post: what varies is the numerator, as in a mean per post, whose interval
    is brought to the scale of the rate."""
    order, group = in_fixed_order(group, y, x)
    per_post = mean_per_post(y[order], group, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = per_post.n / exact_totals(x[order], group, count)
    return replace(per_post, value=per_post.value * scale, low=per_post.low * scale, high=per_post.high * scale)


def _wholes(question: Question, keys: Sequence[Key], total: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each group the total of all groups that it is a part of: same days, and same channel when split by more."""
    of_kind = [word for word in question.by if word not in CALENDAR and word not in WHO]
    same = [place for place, word in enumerate(question.by) if word in CALENDAR or (of_kind and word in WHO)]
    wholes: dict[Key, int] = {}
    of_key = np.array([wholes.setdefault(tuple(key[p] for p in same), len(wholes)) for key in keys], dtype=np.int64)
    return exact_totals(total, of_key, len(wholes))[of_key] if keys else total


def _quotient(total: float, whole: float, n: int) -> tuple[Estimate, Text | None]:
    if whole <= 0:
        return without_value(State.TOO_LITTLE_DATA, n), _("The whole is zero: it has no parts.")
    return stated(total / whole, n), None


def _top_share(values: NDArray[np.float64]) -> tuple[Estimate, Text | None]:
    n = int(values.size)
    if n < FEWEST_POSTS_FOR_A_TENTH:
        reason = _n("{n} post has no tenth.", "{n} posts have no tenth.", n)
        return without_value(State.TOO_LITTLE_DATA, n), reason
    values = np.sort(values)[::-1]
    parts = np.where(np.arange(n) < -(-n // 10), 0, 1)
    top, rest = exact_totals(values, parts, 2)
    if top + rest <= 0:
        return without_value(State.TOO_LITTLE_DATA, n), _("Nobody has seen these posts yet.")
    share = twelve_digits(float(top / (top + rest)))
    return Estimate(share, None, None, n, "top_share", State.OBSERVED), _(
        "It describes these {n} posts; another number of posts would give another share.", n=n
    )


def _within(definition: Definition) -> float:
    """What a post's numerator is multiplied by before anything is summed. Hours become seconds, which vary as what they
    are; counts stay counts, whose own chance the interval knows, and are multiplied last."""
    return definition.per if definition.unit == "seconds" else 1.0


def _judged(
    total: float,
    divisor: float,
    n: int,
    place: int,
    intervals: Intervals | None,
    inside: NDArray[np.bool_] | None,
    per: float,
) -> tuple[Estimate, Text | None]:
    """A rate's or mean's estimate, times `per`, and why it is not `ok`."""
    assert intervals is not None and inside is not None  # the kinds with a divisor have them
    if n < FEWEST_POSTS_FOR_A_RATE:
        reason = _n("{n} post is too few for a rate.", "{n} posts are too few for a rate.", n)
        return without_value(State.TOO_LITTLE_DATA, n), reason
    if divisor <= 0:
        return without_value(State.TOO_LITTLE_DATA, n), _("Nobody has seen these posts yet.")
    value = twelve_digits(per * total / divisor)
    if inside[place]:
        low, high = (twelve_digits(per * float(bound[place])) for bound in (intervals.low, intervals.high))
        return Estimate(value, low, high, n, intervals.method, State.OK), None
    return Estimate(value, None, None, n, intervals.method, State.OBSERVED), _(
        "Too few or too uneven posts ({n}) for an interval that holds what it promises.", n=n
    )


def _seen_only(estimate: Estimate, held: float) -> tuple[Estimate, Text]:
    seen = Estimate(estimate.value, None, None, estimate.n, estimate.method, State.OBSERVED)
    return seen, _(
        "On the channel’s own earlier posts the interval would have held only {share} times in 100: now and then one "
        "post makes the rate.",
        share=round(100 * held),
    )


def _without_numbers(
    question: Question, channels: Sequence[Channel], posts: Posts, here: NDArray[np.bool_]
) -> tuple[Estimate, Text | None]:
    """A group whose posts state nothing: the platform does not offer it (any more), or the cells were blank."""
    offering = [one for one in channels if offers(question, one)]
    if not offering:
        return without_value(State.NOT_OFFERED), why_not_offered(question, channels)
    if posts.exported is not None:
        first_export = as_date(int(posts.exported[here].min()))
        for name in question.definition.measures:
            found = [spelling_of(name, one.platform) for one in offering]
            spellings = [one for one in found if one is not None]
            if spellings and all(one.valid_until is not None and first_export >= one.valid_until for one in spellings):
                return without_value(State.NOT_OFFERED), spellings[0].note
    if question.definition.kind == "per_follower" and np.isfinite(posts.numerator[here]).any():
        return without_value(State.MISSING), _("Nobody has stated the followers within 35 days before these posts.")
    return without_value(State.MISSING), _("The imported exports do not state it for these posts.")


def _channels_by_group(posts: Posts, used: NDArray[np.bool_], count: int) -> tuple[list[set[int]], list[set[int]]]:
    width = int(posts.channel.max()) + 1 if posts.channel.size else 1

    def sets(of_row: NDArray[np.int64], channel: NDArray[np.int64]) -> list[set[int]]:
        found: list[set[int]] = [set() for _group in range(count)]
        for pair in np.unique(of_row * width + channel).tolist():
            found[pair // width].add(pair % width)
        return found

    return sets(posts.groups.of_row, posts.channel), sets(posts.groups.of_row[used], posts.channel[used])
