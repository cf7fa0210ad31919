"""The season's finding in a sentence, from documented rules over comparisons.

What is said must be true of the numbers with its doubt. Two questions are asked of the comparisons:

* *Are we seen more?* from impressions, views and reach (totals of the season's posts at the same age);
* *Does a larger share take part?* from the engagement rates (by impressions, by views, by reach).

Each is answered `up`, `down`, `same`, `mixed`, `partly_up`, `partly_down` or `cannot_tell` (`answer`), and the two answers
choose the sentence from a table (`_SENTENCES`, and clauses for the rest). A rule never looks at anything else, never at a model, and the same numbers give the same sentence.

A change counts as `up` only when its whole 90 % interval lies above zero (`down`: below); of exact totals, whose interval
is a point, also only when the change is at least SMALL_CHANGE of the earlier value, otherwise it is `same`.
A comparison whose difference is not in state ok counts as `cannot_tell`. One that fewer than a quarter of the posts state
is passed over. Two measures in opposite directions are `mixed`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reppu.vocabulary.estimate import Estimate, State
from reppu.vocabulary.language import Text, _, _n

SMALL_CHANGE = 0.05  # our choice: a total that moved less than 5 % is "about as much", though it is exact
# What fewer of the season's posts state than this says nothing of the season as a whole: our choice. It stays in the
# tables; a small channel's own word is in its own finding.
SMALLEST_SHARE_OF_POSTS = 0.25
LONGEST_WAIT_WEEKS = 52  # our choice: beyond a year a projection of weeks says only "not within a year"

SEEN = ("impressions", "views", "reach")
TAKING_PART = ("engagement_rate_by_impressions", "engagement_rate_by_views", "engagement_rate_by_reach")


class Answer(StrEnum):
    """What the comparisons say to one question."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    MIXED = "mixed"
    PARTLY_UP = "partly_up"
    PARTLY_DOWN = "partly_down"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison of this season with the one before.

    before, now: the metric in each season. difference: now minus before, in the metric's unit.
    weeks: how many weeks the season has had so far (for the projection of how many more would tell).
    label: what the metric is called. share_of_posts: how many of the season's posts state it (0 to 1).
    """

    metric: str
    before: Estimate
    now: Estimate
    difference: Estimate
    weeks: int
    label: Text | None = None
    share_of_posts: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, the two answers that chose it, and how many more weeks might tell what cannot be told yet."""

    sentence: Text
    seen: Answer
    taking_part: Answer
    more_weeks: int | None = None


# The pairs that deserve a whole sentence; every other pair is its two clauses with a semicolon between.
_SENTENCES: dict[tuple[Answer, Answer], Text] = {
    (Answer.UP, Answer.UP): _("We are seen more, and a larger share takes part"),
    (Answer.UP, Answer.DOWN): _("We are seen more, but a smaller share takes part"),
    (Answer.DOWN, Answer.UP): _("We are seen less, but a larger share takes part"),
    (Answer.DOWN, Answer.DOWN): _("We are seen less, and a smaller share takes part"),
    (Answer.SAME, Answer.UP): _("We are seen as much as before, and a larger share takes part"),
    (Answer.SAME, Answer.DOWN): _("We are seen as much as before, but a smaller share takes part"),
    (Answer.CANNOT_TELL, Answer.UP): _("A larger share takes part; whether we are seen more cannot be told yet"),
    (Answer.CANNOT_TELL, Answer.DOWN): _("A smaller share takes part; whether we are seen more cannot be told yet"),
    (Answer.CANNOT_TELL, Answer.CANNOT_TELL): _("It cannot be told yet whether this season differs from the last one"),
}
_SEEN_CLAUSES: dict[Answer, Text] = {
    Answer.UP: _("We are seen more"),
    Answer.DOWN: _("We are seen less"),
    Answer.SAME: _("We are seen as much as before"),
    Answer.PARTLY_UP: _("As far as can be told, we are seen more"),
    Answer.PARTLY_DOWN: _("As far as can be told, we are seen less"),
    Answer.CANNOT_TELL: _("Whether we are seen more cannot be told yet"),
}
_PART_CLAUSES: dict[Answer, Text] = {
    Answer.UP: _("a larger share takes part"),
    Answer.DOWN: _("a smaller share takes part"),
    Answer.MIXED: _("the share that takes part grew by one measure and shrank by another"),
    Answer.PARTLY_UP: _("as far as can be told, a larger share takes part"),
    Answer.PARTLY_DOWN: _("as far as can be told, a smaller share takes part"),
    Answer.CANNOT_TELL: _("whether a larger share takes part cannot be told yet"),
}
_PEOPLE_TAKE_PART_LESS = _("We are seen more, but people take part less")


def find(comparisons: Sequence[Compared]) -> Finding:
    """The finding of a season (or of a channel in it) that has an earlier one beside it.

    comparisons: any metrics; only SEEN, TAKING_PART and `engagements` are looked at.
    Says "people take part less" instead of "a smaller share takes part" only when the engagements themselves fell too.
    """
    comparisons = [each for each in comparisons if each.share_of_posts >= SMALLEST_SHARE_OF_POSTS]
    seen = answer([each for each in comparisons if each.metric in SEEN])
    taking_part = answer([each for each in comparisons if each.metric in TAKING_PART])
    if taking_part is Answer.SAME:  # an exact rate that did not move is no ground for a sentence about people
        taking_part = Answer.CANNOT_TELL
    sentence = _SENTENCES.get((seen, taking_part))
    if sentence is None:
        clause = _opposite_ways(comparisons) if seen is Answer.MIXED else _SEEN_CLAUSES[seen]
        sentence = _("{seen}; {taking_part}", seen=clause, taking_part=_PART_CLAUSES[taking_part])
    if (seen, taking_part) == (Answer.UP, Answer.DOWN):
        engagements = answer([each for each in comparisons if each.metric == "engagements"])
        if engagements is Answer.DOWN:
            sentence = _PEOPLE_TAKE_PART_LESS
    return Finding(sentence, seen, taking_part, _weeks_to_wait(comparisons, seen, taking_part))


def _opposite_ways(comparisons: Sequence[Compared]) -> Text:
    """Which measure grew and which shrank: with the names, because "some and some" would say nothing."""

    def first(direction: Answer) -> Text:
        found = next(each for each in comparisons if each.metric in SEEN and _direction(each) is direction)
        return found.label if found.label is not None else Text(found.metric)

    return _("{grew} grew, {shrank} shrank", grew=first(Answer.UP), shrank=InSentence(first(Answer.DOWN)))


class InSentence(Text):
    """A name in the middle of a sentence: it begins with a small letter."""

    __slots__ = ("name",)

    def __init__(self, name: Text) -> None:
        super().__init__("")
        self.name = name

    def in_language(self, language: str) -> str:
        words = self.name.in_language(language)
        return words[:1].lower() + words[1:]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InSentence) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __reduce__(self) -> tuple[object, ...]:
        return (InSentence, (self.name,))


def first_season(posts: int, channels: int) -> Finding:
    """The finding of a season that has none before it: what there is, and nothing about change.

    posts, channels: how many posts in how many channels; both are printed numbers of the book too.
    """
    sentence = _(
        "The first season in the backpack: {posts} in {channels}",
        posts=_n("{n} post", "{n} posts", posts),
        channels=_n("{n} channel", "{n} channels", channels),
    )
    return Finding(sentence, Answer.CANNOT_TELL, Answer.CANNOT_TELL)


def answer(comparisons: Sequence[Compared]) -> Answer:
    """One answer from all comparisons to the same question.

    Comparisons without values (missing, not offered) are no evidence and are passed over. One that has values and yet
    cannot tell makes `up` only `partly_up`: the sentence then says "as far as can be told".
    """
    evidence = [_direction(each) for each in comparisons if each.difference.value is not None]
    told = set(evidence) - {Answer.CANNOT_TELL}
    partly = Answer.CANNOT_TELL in evidence
    if {Answer.UP, Answer.DOWN} <= told:
        return Answer.MIXED
    if Answer.UP in told:
        return Answer.PARTLY_UP if partly else Answer.UP
    if Answer.DOWN in told:
        return Answer.PARTLY_DOWN if partly else Answer.DOWN
    return Answer.SAME if told and not partly else Answer.CANNOT_TELL


def weeks_until_told(difference: Estimate, weeks: int) -> int | None:
    """How many more weeks might tell a difference that its interval does not, if it stays as it is seen now.

    The half-width of an interval shrinks with the square root of the data: weeks x ((half / |difference|)^2 - 1).
    weeks: how many weeks the interval rests on so far. None: told already, no interval, no difference, or over
    LONGEST_WAIT_WEEKS. Wrong when the coming weeks are unlike those so far; hence always said with "about".
    """
    if difference.state is not State.OK or difference.value is None or weeks <= 0:
        return None
    assert difference.low is not None
    assert difference.high is not None
    half = (difference.high - difference.low) / 2
    if difference.value == 0 or difference.low > 0 or difference.high < 0:
        return None
    more = math.ceil(weeks * ((half / abs(difference.value)) ** 2 - 1))
    return max(more, 1) if more <= LONGEST_WAIT_WEEKS else None


def _direction(compared: Compared) -> Answer:
    difference = compared.difference
    if difference.state is not State.OK or difference.low is None or difference.high is None:
        return Answer.CANNOT_TELL
    if difference.low == difference.high and compared.before.value is not None:
        small = abs(difference.low) < SMALL_CHANGE * abs(compared.before.value)
        if small or difference.low == 0:
            return Answer.SAME
    if difference.low > 0:
        return Answer.UP
    if difference.high < 0:
        return Answer.DOWN
    return Answer.CANNOT_TELL


def _weeks_to_wait(comparisons: Sequence[Compared], seen: Answer, taking_part: Answer) -> int | None:
    unsure = (Answer.CANNOT_TELL, Answer.PARTLY_UP, Answer.PARTLY_DOWN)
    open_questions = (SEEN if seen in unsure else ()) + (TAKING_PART if taking_part in unsure else ())
    waits = [
        wait
        for each in comparisons
        if each.metric in open_questions and (wait := weeks_until_told(each.difference, each.weeks)) is not None
    ]
    return min(waits, default=None)
