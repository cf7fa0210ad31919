from __future__ import annotations

from pathlib import Path

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.metrics.examples import FACEBOOK, Import, Post, PutIn, X
from reppu.metrics.examples.given import MASTODON, MEAN, RATE, TEN, TWELVE, pairs, posts, stating
from reppu.metrics.facade import compare_all, compute, define, definition, definitions, moved_since, to_json
from reppu.metrics.formulas import read_formula
from reppu.metrics.tests.made_up import write_import
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.estimate import State


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path)


def _own(lake: Lake, formula: str, *, mixed: bool = False) -> str:
    define(lake, "own", formula, title="Oma mittari", mixed=mixed, who="test")
    return "own"


@pytest.mark.parametrize(
    ("formula", "unit", "basis"),
    [
        ("likes / comments", "ratio", "published"),
        ("1000 × likes ÷ impressions", "ratio", "published"),
        ("(likes + comments + shares) / 3", "count", "published"),
        ("likes - comments", "count", "published"),
        ("spend / ad_clicks", "money_per_count", "activity"),
        ("costs + spend", "money", "activity"),
        ("-net_follower_growth", "count", "activity"),
        ("hours_spent / 7.5", "hours", "activity"),
        ("applause", "per_post", "published"),
    ],
)
def test_a_formula_has_a_unit_and_a_basis(formula: str, unit: str, basis: str) -> None:
    read = read_formula(formula)
    assert (read.unit, read.basis) == (unit, basis)


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('true')", "likes.__class__", "likes if comments else shares", "likes ** 9", "likes // 2",
        "[likes]", "lambda: likes", "likes and comments", "likes < comments", "f(likes)", "likes[0]", "'likes'", "True * likes",
        "likes := 3", "likes; comments", "", "1 + 2", "likes +", "1e999 * likes", "(" * 300 + "likes" + ")" * 300, "likes, 1",
        "likes @ comments", "~5 * likes", "not likes", "1j * likes", "*likes", "await likes",
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_never_run(formula: str) -> None:
    with pytest.raises(ReppuError) as caught:
        read_formula(formula)
    said = caught.value.in_language("en")
    assert "is not a formula" in said or "names no metric" in said or "too long" in said


def test_unlike_units_are_not_added() -> None:
    with pytest.raises(ReppuError) as caught:
        read_formula("costs + hours_spent")
    assert "adds money and hours" in caught.value.in_language("en")
    with pytest.raises(ReppuError, match="ratio"):
        read_formula("likes + 1")


def test_an_unknown_metric_is_named() -> None:
    with pytest.raises(ReppuError) as caught:
        read_formula("likes / coffee")
    assert "“coffee”" in caught.value.in_language("en") and "impressions" in caught.value.in_language("en")


def test_what_was_published_and_what_happened_are_mixed_only_when_one_says_so() -> None:
    with pytest.raises(ReppuError) as caught:
        read_formula("engagements / hours_spent")
    said = caught.value.in_language("en")
    assert "(engagements)" in said and "(hours_spent)" in said and "--mixed" in said
    assert read_formula("engagements / hours_spent", mixed=True).basis == "mixed"


def test_a_total_over_a_total_of_the_same_posts_is_a_rate_with_its_interval(lake: Lake) -> None:
    write_import(lake, Import(posts(X, pairs("x.post.impressions", "x.post.likes", *TWELVE))))
    (row,) = compute(lake, _own(lake, "1000 * likes / impressions")).rows
    assert row.estimate.value == pytest.approx(1000 * (RATE.value or 0))
    assert row.estimate.low == pytest.approx(1000 * (RATE.low or 0), rel=1e-6)
    assert row.estimate.method == "weighted_rates"


def test_a_total_over_posts_is_a_mean_with_its_interval(lake: Lake) -> None:
    write_import(lake, Import(posts(X, stating("x.post.likes", *TEN))))
    (row,) = compute(lake, _own(lake, "likes / posts")).rows
    assert (row.estimate.value, row.estimate.low, row.estimate.high) == (MEAN.value, MEAN.low, MEAN.high)


def test_sums_of_exact_numbers_are_exact(lake: Lake) -> None:
    write_import(lake, Import(posts(X, pairs("x.post.likes", "x.post.replies", (3, 1), (4, 2)))))
    (row,) = compute(lake, _own(lake, "2 * likes + comments / 3")).rows
    assert (row.estimate.value, row.estimate.low, row.estimate.state) == (15, 15, State.OK)


def test_estimates_are_combined_so_that_the_interval_is_never_too_narrow(lake: Lake) -> None:
    numbers = tuple({"x.post.likes": float(a), "x.post.replies": float(a + 4)} for a in TEN)
    write_import(lake, Import(posts(X, numbers)))
    (row,) = compute(lake, _own(lake, "applause + conversation")).rows
    parts = [compute(lake, name).rows[0].estimate for name in ("applause", "conversation")]
    assert row.estimate.value == pytest.approx(sum(one.value or 0 for one in parts))
    assert row.estimate.low is not None and row.estimate.high is not None
    assert row.estimate.low < sum(one.low or 0 for one in parts), "each is widened, because two may miss"
    assert row.estimate.high > sum(one.high or 0 for one in parts)


def test_other_quotients_and_observed_parts_are_observed(lake: Lake) -> None:
    write_import(
        lake,
        Import(
            (*posts(X, pairs("x.post.likes", "x.post.replies", *TWELVE)), PutIn(X, "2021-03-01", "2021-03-31", hours=8))
        ),
    )
    (row,) = compute(lake, _own(lake, "likes / hours_spent", mixed=True)).rows
    assert (row.estimate.value, row.estimate.state) == (16_000 / 8, State.OBSERVED)
    assert row.reason is not None and "same posts" in row.reason.in_language("en")


def test_division_by_zero_is_missing_and_says_so(lake: Lake) -> None:
    write_import(lake, Import(posts(X, pairs("x.post.likes", "x.post.replies", (3, 0)))))
    (row,) = compute(lake, _own(lake, "likes / (comments - comments)")).rows
    assert (row.estimate.value, row.estimate.state) == (None, State.MISSING)
    assert row.reason is not None and "divide by zero" in row.reason.in_language("en")


def test_a_channel_that_lacks_a_part_is_left_out_of_all_of_them(lake: Lake) -> None:
    write_import(
        lake,
        Import(
            (
                *posts(X, pairs("x.post.likes", "x.post.replies", (3, 1))),
                *posts(MASTODON, stating("mastodon.post.likes", 100)),
            )
        ),
    )
    name = _own(lake, "likes + 2 * comments")
    (row,) = compute(lake, name).rows
    assert (row.estimate.value, row.left_out) == (5, (MASTODON,)), "Mastodon's likes are not mixed with X's comments"
    by_channel = compute(lake, name, by=("channel",)).rows
    assert [(one.keys["channel"], one.estimate.state) for one in by_channel] == [
        (X, State.OK), (MASTODON, State.NOT_OFFERED),
    ]  # fmt: skip


def test_a_definition_has_versions_and_is_taken_back_by_a_withdrawal(lake: Lake) -> None:
    write_import(lake, Import(posts(X, pairs("x.post.likes", "x.post.replies", (3, 1)))))
    first = define(lake, "own", "likes + comments", title="", who="test")
    then = lake.position
    second = define(lake, "own", "likes - comments", title="", who="test")
    assert (compute(lake, "own").rows[0].estimate.value, compute(lake, "own").version) == (2, 2)
    assert (
        compute(lake, "own", position=then).rows[0].estimate.value,
        compute(lake, "own", position=then).version,
    ) == (4, 1)
    (moved,) = moved_since(lake, "own", then).rows
    assert moved.moves[0].entries[0].entry_no == second
    lake.withdraw(second, "test")
    assert compute(lake, "own").rows[0].estimate.value == 4
    assert define(lake, "own", "likes * 2", title="", who="test") and definition("own", lake).version == 3
    assert [one.name for one in definitions(lake)][-1] == "own"
    for entry in (first, lake.position):
        lake.withdraw(entry, "test")
    with pytest.raises(ReppuError, match="own"):
        compute(lake, "own")


def test_names_are_checked(lake: Lake) -> None:
    with pytest.raises(ReppuError, match="own metrics"):
        define(lake, "likes", "comments", title="", who="test")
    for name in ("Oma", "1own", "a-b", "_x", ""):
        with pytest.raises(ReppuError):
            define(lake, name, "likes + comments", title="", who="test")


def test_it_is_printed_split_and_compared_like_any_other(lake: Lake) -> None:
    write_import(
        lake, Import(posts(FACEBOOK, pairs("meta.content.reactions", "meta.content.comments", (3, 1), (5, 2))))
    )
    name = _own(lake, "likes + comments")
    document = to_json(compute(lake, name, by=("day",)))
    assert (document["metric"], document["unit"], document["basis"]) == ("own", "count", "published")
    assert [row["value"] for row in document["rows"]] == [4, 7]
    page = compare_all(lake, name, by=("day",), age_days=None)
    assert page.rows[0].comparison.verdict == "up"
    with pytest.raises(ReppuError, match="kind"):
        compute(lake, _own(lake, "likes / hours_spent", mixed=True), by=("kind",))


def test_posts_have_names_of_their_own(lake: Lake) -> None:
    write_import(lake, Import((Post(X, "1", "2021-03-01 10:00", {"x.post.likes": 3}),)))
    assert definition(_own(lake, "likes * posts"), lake).title.in_language("fi") == "Oma mittari"
