from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.metrics.examples import FACEBOOK, Import, Post, X
from reppu.metrics.facade import compare, compare_all, compute, correct_for_many, page_to_json
from reppu.metrics.tests.made_up import write_import
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import State

MARCH, APRIL = (date(2021, 3, 1), date(2021, 3, 31)), (date(2021, 4, 1), date(2021, 4, 30))
RATE = "engagement_rate_by_impressions"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path)


def _month(month: int, n: int, rate: float, seed: int) -> tuple[Post, ...]:
    generator = np.random.default_rng(seed)
    seen = np.round(np.exp(generator.normal(7.5, 0.7, n)))
    done = np.round(seen * rate * np.exp(generator.normal(0, 0.4, n)))
    return tuple(
        Post(
            X,
            f"{month}-{place}",
            f"2021-{month:02}-{place % 28 + 1:02} 10:00",
            {"x.post.impressions": float(seen[place]), "x.post.engagements": float(done[place])},
        )
        for place in range(n)
    )


def _each_at_thirty_days(lake: Lake, march: tuple[Post, ...], april: tuple[Post, ...]) -> None:
    write_import(lake, Import(march, as_of="2021-04-15"))
    write_import(lake, Import(april, as_of="2021-05-15"))


def test_a_rate_that_doubled_is_up(lake: Lake) -> None:
    _each_at_thirty_days(lake, _month(3, 40, 0.02, 1), _month(4, 40, 0.04, 2))
    answer = compare(lake, RATE, MARCH, APRIL)
    assert (answer.verdict, answer.reason, answer.age_days) == ("up", None, 30)
    assert answer.difference.low is not None and answer.difference.low > 0
    assert answer.ratio.low is not None and answer.ratio.high is not None
    assert answer.ratio.low < 2 < answer.ratio.high
    back = compare(lake, RATE, APRIL, MARCH)
    assert back.verdict == "down"
    assert back.difference.value == pytest.approx(-(answer.difference.value or 0))


def test_a_small_change_cannot_be_told_and_says_how_many_posts_would(lake: Lake) -> None:
    _each_at_thirty_days(lake, _month(3, 60, 0.030, 3), _month(4, 20, 0.034, 4))
    answer = compare(lake, RATE, MARCH, APRIL)
    assert answer.verdict == "cannot_tell"
    assert answer.difference.low is not None and answer.difference.high is not None
    assert answer.difference.low < 0 < answer.difference.high
    assert answer.reason is not None
    if answer.posts_needed is not None:
        assert answer.reason.in_language("en").startswith("About")


def test_lifetime_numbers_of_different_ages_get_no_verdict(lake: Lake) -> None:
    write_import(lake, Import((*_month(3, 40, 0.02, 1), *_month(4, 40, 0.04, 2)), as_of="2021-05-15"))
    answer = compare(lake, RATE, MARCH, APRIL)
    assert answer.verdict == "not_comparable"
    assert answer.first.state is State.OBSERVED and answer.second.state is State.OBSERVED
    assert answer.first.value == compute(lake, RATE, since=MARCH[0], until=MARCH[1]).rows[0].estimate.value
    assert answer.difference.state is State.OBSERVED
    assert answer.reason is not None and "about 30 days old" in answer.reason.in_language("en")
    assert compare(lake, RATE, MARCH, APRIL, age_days=None).verdict == "up"


def test_counts_are_compared_exactly(lake: Lake) -> None:
    _each_at_thirty_days(lake, _month(3, 7, 0.02, 1), _month(4, 9, 0.04, 2))
    answer = compare(lake, "posts", MARCH, APRIL)
    assert (answer.verdict, answer.difference.value, answer.difference.method) == ("up", 2, "stated")
    assert answer.age_days is None, "how many posts there are does not grow with age"
    assert compare(lake, "posts", MARCH, MARCH).verdict == "same"


def test_a_total_is_compared_only_when_every_post_has_its_number(lake: Lake) -> None:
    _each_at_thirty_days(lake, _month(3, 10, 0.02, 1), _month(4, 10, 0.04, 2))
    assert compare(lake, "impressions", MARCH, APRIL).verdict in ("up", "down")
    young = Post(X, "young", "2021-04-30 10:00", {"x.post.impressions": 500.0})
    write_import(lake, Import((young,), as_of="2021-05-05"))
    answer = compare(lake, "impressions", MARCH, APRIL)
    assert answer.verdict == "not_comparable", "five days old: nobody knows how far it went"
    assert answer.reason is not None and "30 days old" in answer.reason.in_language("en")


def test_a_post_seen_only_later_is_bounded_by_what_was_seen(lake: Lake) -> None:
    march = tuple(Post(X, f"m{n}", f"2021-03-{n:02} 10:00", {"x.post.impressions": 100.0}) for n in range(1, 11))
    april = tuple(Post(X, f"a{n}", f"2021-04-{n:02} 10:00", {"x.post.impressions": 200.0}) for n in range(1, 11))
    _each_at_thirty_days(lake, march, april)
    late = Post(X, "late", "2021-03-03 10:00", {"x.post.impressions": 300.0})
    write_import(lake, Import((late,), as_of="2021-09-01"))
    answer = compare(lake, "impressions", MARCH, APRIL)
    assert (answer.verdict, answer.difference.method) == ("up", "bounds")
    assert (answer.first.low, answer.first.value, answer.first.high) == (1000, 1300, 1300)
    assert (answer.difference.low, answer.difference.high) == (700, 1000)
    assert answer.reason is not None and answer.reason.in_language("en").startswith("1 post has no number")
    viral = Post(X, "viral", "2021-03-04 10:00", {"x.post.impressions": 5000.0})
    write_import(lake, Import((viral,), as_of="2021-09-02"))
    assert compare(lake, "impressions", MARCH, APRIL).verdict == "not_comparable", "the bounds overlap"


def test_what_is_missing_is_not_compared(lake: Lake) -> None:
    write_import(lake, Import(_month(3, 20, 0.02, 1), as_of="2021-04-15"))
    answer = compare(lake, RATE, MARCH, APRIL)
    assert (answer.verdict, answer.second.state) == ("not_comparable", State.MISSING)
    assert answer.difference.value is None and answer.reason is not None


def _kinds(lake: Lake, rates: dict[str, float]) -> None:
    posts = []
    for place, (kind, rate) in enumerate(rates.items()):
        posts += [replace(one, post=f"{kind}-{one.post}", kind=kind) for one in _month(3, 30, rate, place + 1)]
    write_import(lake, Import(tuple(posts), as_of="2021-04-15"))


def test_kind_with_kind_is_corrected_for_being_many_and_says_so(lake: Lake) -> None:
    _kinds(lake, {"link": 0.02, "photo": 0.021, "text": 0.02, "video": 0.05})
    page = compare_all(lake, RATE, by=("kind",), since=MARCH[0], until=MARCH[1])
    pairs = [(one.first, one.second) for one in page.rows]
    assert pairs[:3] == [("link", "photo"), ("link", "text"), ("link", "video")]
    assert page.corrected is not None
    assert page.corrected.in_language("en").startswith("6 comparisons stand together")
    by_pair = {(one.first, one.second): one.comparison for one in page.rows}
    assert [by_pair[kind, "video"].verdict for kind in ("link", "photo", "text")] == ["up", "up", "up"]
    assert by_pair["link", "text"].verdict == "cannot_tell"
    assert by_pair["link", "text"].reason is not None
    assert page_to_json(page)["rows"][2]["verdict"] == "up"


def test_the_correction_widens_every_interval_and_never_adds_a_verdict(lake: Lake) -> None:
    _kinds(lake, {"link": 0.02, "photo": 0.023, "text": 0.026})
    page = compare_all(lake, RATE, by=("kind",), since=MARCH[0], until=MARCH[1])
    alone = [one.comparison for one in page.rows]
    single, how = correct_for_many(alone[:1])
    assert (single, how) == (tuple(alone[:1]), None), "one comparison is what it is"
    twice, _how = correct_for_many([*alone, *alone])
    for one, other in zip(alone, twice, strict=False):
        assert other.difference.low is not None and one.difference.low is not None
        assert other.difference.low <= one.difference.low
        assert other.verdict in (one.verdict, "cannot_tell")


def _on_facebook(posts: tuple[Post, ...], *names: tuple[str, str]) -> tuple[Post, ...]:
    return tuple(
        replace(
            one, channel=FACEBOOK, post=f"f{one.post}", numbers={theirs: one.numbers[ours] for ours, theirs in names}
        )
        for one in posts
    )


def test_period_with_period_by_channel(lake: Lake) -> None:
    names = ("x.post.impressions", "meta.content.impressions"), ("x.post.engagements", "meta.content.interactions")
    march, april = (
        (*_month(month, 40, rate, month), *_on_facebook(_month(month, 40, 0.03, month + 10), *names))
        for month, rate in ((3, 0.02), (4, 0.04))
    )
    _each_at_thirty_days(lake, march, april)
    page = compare_all(lake, RATE, between=(("March", MARCH), ("April", APRIL)), by=("channel",))
    assert [(one.group["channel"], one.first, one.second) for one in page.rows] == [
        (X, "March", "April"), (FACEBOOK, "March", "April"),
    ]  # fmt: skip
    assert page.rows[0].comparison.verdict == "up"
    assert page.rows[0].comparison.difference.value == compare(lake, RATE, MARCH, APRIL, channels=[X]).difference.value


def test_what_platforms_count_differently_is_not_compared_between_them(lake: Lake) -> None:
    posts = _month(3, 20, 0.02, 1)
    facebook = _on_facebook(posts, ("x.post.engagements", "meta.content.interactions"))
    write_import(lake, Import((*posts, *facebook), as_of="2021-04-15"))
    page = compare_all(lake, "engagements_per_post", by=("channel",), since=MARCH[0], until=MARCH[1])
    assert page.rows[0].comparison.verdict == "not_comparable"
    assert "different ways" in str(page_to_json(page)["rows"][0]["reason"])


def test_a_channel_without_a_number_is_named_and_paired_with_nobody(lake: Lake) -> None:
    silent = _on_facebook(_month(3, 20, 0.02, 1))
    other = tuple(replace(one, channel="x-vesi-old", post=f"o{one.post}") for one in _month(3, 20, 0.02, 2))
    write_import(lake, Import((*_month(3, 20, 0.02, 1), *other, *silent), as_of="2021-04-15"))
    page = compare_all(lake, RATE, by=("channel",), since=MARCH[0], until=MARCH[1])
    assert [(one.first, one.second) for one in page.rows] == [(X, "x-vesi-old")]
    assert page.without == (FACEBOOK,) and page_to_json(page)["without"] == [FACEBOOK]


def test_nothing_to_compare_is_said(lake: Lake) -> None:
    with pytest.raises(ReppuError) as caught:
        compare_all(lake, RATE)
    assert "two periods" in caught.value.in_language("en")
    with pytest.raises(ReppuError, match="itself"):
        compare_all(lake, RATE, between=(("March", MARCH),))
