"""Each sentence is said when the numbers carry it, and not said when they do not."""

from __future__ import annotations

import pytest

from reppu.reports.findings.rules import Answer, Compared, answer, find, first_season, weeks_until_told
from reppu.vocabulary.estimate import Estimate, State, stated, without_value
from reppu.vocabulary.language import Text


def sure(value: float, half: float, n: int = 100) -> Estimate:
    return Estimate(value, value - half, value + half, n, "t", State.OK)


def seen(change: Estimate, metric: str = "impressions", before: float = 100_000) -> Compared:
    now = stated(before + (change.value or 0), 50)
    return Compared(metric, stated(before, 50), now, change, 13, Text(metric.capitalize()))


def rate(change: Estimate, metric: str = "engagement_rate_by_impressions") -> Compared:
    return Compared(metric, sure(0.047, 0.003), sure(0.047 + (change.value or 0), 0.003), change, 13)


def said(*comparisons: Compared) -> str:
    return find(comparisons).sentence.in_language("en")


UP, DOWN, UNSURE = sure(20_000, 8_000), sure(-20_000, 8_000), sure(5_000, 8_000)
RATE_UP, RATE_DOWN, RATE_UNSURE = sure(0.006, 0.004), sure(-0.006, 0.004), sure(-0.002, 0.004)
EQUAL = stated(1_000, 50)  # an exact total that moved one per cent
OBSERVED = Estimate(20_000.0, None, None, 12, "", State.OBSERVED)
NONE = without_value(State.NOT_OFFERED)


@pytest.mark.parametrize(
    ("change", "rate_change", "sentence"),
    [
        (UP, RATE_UP, "We are seen more, and a larger share takes part"),
        (UP, RATE_DOWN, "We are seen more, but a smaller share takes part"),
        (UP, RATE_UNSURE, "We are seen more; whether a larger share takes part cannot be told yet"),
        (DOWN, RATE_UP, "We are seen less, but a larger share takes part"),
        (DOWN, RATE_DOWN, "We are seen less, and a smaller share takes part"),
        (DOWN, RATE_UNSURE, "We are seen less; whether a larger share takes part cannot be told yet"),
        (EQUAL, RATE_UP, "We are seen as much as before, and a larger share takes part"),
        (EQUAL, RATE_DOWN, "We are seen as much as before, but a smaller share takes part"),
        (EQUAL, RATE_UNSURE, "We are seen as much as before; whether a larger share takes part cannot be told yet"),
        (UNSURE, RATE_UP, "A larger share takes part; whether we are seen more cannot be told yet"),
        (UNSURE, RATE_DOWN, "A smaller share takes part; whether we are seen more cannot be told yet"),
        (UNSURE, RATE_UNSURE, "It cannot be told yet whether this season differs from the last one"),
        (OBSERVED, RATE_UNSURE, "It cannot be told yet whether this season differs from the last one"),
        (NONE, RATE_UP, "A larger share takes part; whether we are seen more cannot be told yet"),
    ],
)
def test_the_two_answers_choose_the_sentence(change: Estimate, rate_change: Estimate, sentence: str):
    assert said(seen(change), rate(rate_change)) == sentence


def test_more_is_said_only_when_the_whole_interval_is_above_zero():
    assert answer([seen(Estimate(20_000, 1, 40_000, 9, "t", State.OK))]) is Answer.UP
    assert answer([seen(Estimate(20_000, 0, 40_000, 9, "t", State.OK))]) is Answer.CANNOT_TELL
    assert answer([seen(Estimate(20_000, -1, 40_000, 9, "t", State.OK))]) is Answer.CANNOT_TELL
    assert answer([seen(Estimate(-20_000, -40_000, -1, 9, "t", State.OK))]) is Answer.DOWN


def test_an_exact_total_must_move_five_per_cent_to_be_more():
    assert answer([seen(stated(4_999, 50))]) is Answer.SAME
    assert answer([seen(stated(5_000, 50))]) is Answer.UP
    assert answer([seen(stated(-5_000, 50))]) is Answer.DOWN
    assert answer([seen(stated(0, 50))]) is Answer.SAME


def test_a_difference_that_was_only_observed_carries_no_verdict():
    assert answer([seen(OBSERVED)]) is Answer.CANNOT_TELL


def test_people_take_part_less_needs_fewer_engagements_and_not_only_a_lower_rate():
    fewer = seen(sure(-900, 300), "engagements", 5_000)
    unsure = seen(sure(-900, 1_000), "engagements", 5_000)
    assert said(seen(UP), rate(RATE_DOWN), fewer) == "We are seen more, but people take part less"
    assert said(seen(UP), rate(RATE_DOWN), unsure) == "We are seen more, but a smaller share takes part"


def test_measures_in_opposite_directions_are_said_to_be_so():
    assert said(seen(UP), seen(DOWN, "views"), rate(RATE_UP)) == (
        "Impressions grew, views shrank; a larger share takes part"
    )
    assert said(seen(UP), rate(RATE_UP), rate(RATE_DOWN, "engagement_rate_by_reach")) == (
        "We are seen more; the share that takes part grew by one measure and shrank by another"
    )


def test_one_measure_that_cannot_tell_makes_the_sentence_careful():
    assert said(seen(UP), seen(UNSURE, "views"), rate(RATE_UP)) == (
        "As far as can be told, we are seen more; a larger share takes part"
    )
    assert said(seen(DOWN), seen(OBSERVED, "views"), rate(RATE_UNSURE)) == (
        "As far as can be told, we are seen less; whether a larger share takes part cannot be told yet"
    )


def test_a_measure_that_nobody_states_is_no_evidence_either_way():
    assert answer([seen(UP), seen(NONE, "reach")]) is Answer.UP
    assert answer([seen(NONE, "reach")]) is Answer.CANNOT_TELL


def test_other_metrics_do_not_change_the_sentence():
    followers = seen(sure(900, 10), "followers", 10_000)
    assert said(followers) == "It cannot be told yet whether this season differs from the last one"
    assert said(seen(UP), rate(RATE_UP), followers) == said(seen(UP), rate(RATE_UP))


def test_every_pair_of_answers_has_a_sentence_in_words():
    from reppu.reports.findings import rules

    for first in Answer:
        for second in Answer:
            if second is Answer.SAME:
                continue
            pair = rules._SENTENCES.get((first, second))
            clauses = (first in rules._SEEN_CLAUSES or first is Answer.MIXED) and second in rules._PART_CLAUSES
            assert pair is not None or clauses, (first, second)


def test_weeks_to_wait_follow_the_square_root():
    # Half-width 8, difference 4, 13 weeks: the interval must halve, which takes four times the data: 39 more weeks.
    assert weeks_until_told(sure(4, 8), 13) == 39
    assert weeks_until_told(sure(-4, 8), 13) == 39
    assert weeks_until_told(sure(7.9, 8), 13) == 1
    assert weeks_until_told(sure(1, 8), 13) is None, "more than a year is not promised"
    assert weeks_until_told(sure(9, 8), 13) is None, "told already"
    assert weeks_until_told(sure(0, 8), 13) is None
    assert weeks_until_told(OBSERVED, 13) is None
    assert weeks_until_told(NONE, 13) is None


def test_the_wait_is_about_what_is_still_open():
    assert find([seen(UNSURE), rate(RATE_UP)]).more_weeks == weeks_until_told(UNSURE, 13) == 21
    assert find([seen(UP), rate(RATE_UP)]).more_weeks is None


def test_a_first_season_says_what_there_is_and_nothing_about_change():
    finding = first_season(posts=132, channels=1)
    assert finding.sentence.in_language("en") == "The first season in the backpack: 132 posts in 1 channel"
    assert finding.seen is Answer.CANNOT_TELL


def test_what_few_of_the_posts_state_is_passed_over():
    from dataclasses import replace

    views_grew, impressions_fell = seen(UP, "views"), seen(DOWN)
    assert (
        said(views_grew, impressions_fell)
        == "Views grew, impressions shrank; whether a larger share takes part cannot be told yet"
    )
    rare = replace(impressions_fell, share_of_posts=0.2)
    assert said(views_grew, rare, rate(RATE_DOWN)) == "We are seen more, but a smaller share takes part"
    assert said(rare) == "It cannot be told yet whether this season differs from the last one"
