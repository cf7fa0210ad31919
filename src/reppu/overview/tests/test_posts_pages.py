"""The pages about posts, asked as a browser asks; what they show must be what the metrics say."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from reppu.lake.facade import open_lake
from reppu.metrics.facade import compute, percent_rank, rows_behind, table_of_posts
from reppu.overview.posts_list import PAGE, Filters, find_posts, read_filters
from reppu.reports.tests.made_up_lake import days_exported, lake_of, restate

SINCE, UNTIL = date(2025, 12, 1), date(2026, 5, 31)
PERIOD = f"{SINCE}..{UNTIL}"


@pytest.fixture
def lake(own_home):
    made = lake_of(own_home)
    days_exported(made)
    return made


@pytest.fixture
def filled(cast, own_home, monkeypatch):
    """The cast's organisation with the made-up channel."""
    import reppu.reports.tests.made_up_lake as made_up

    monkeypatch.setattr(made_up, "open_lake", lambda home, _name: open_lake(home, "karhula"))
    from django.core.cache import cache

    cache.clear()  # each test has a home of its own, but the site's answers are kept by name and position
    made = lake_of(own_home)
    days_exported(made)
    return cast


@pytest.mark.parametrize(
    "name", ["posts", "impressions", "engagements", "engagement_rate_by_impressions", "engagements_per_post", "net_follower_growth"]
)  # fmt: skip
def test_the_sums_of_the_rows_make_the_figure(lake, name):
    behind = rows_behind(lake, name, since=SINCE, until=UNTIL)
    made = {
        "posts": behind.count,
        "engagement_rate_by_impressions": behind.numerator_sum / (behind.denominator_sum or 1),
        "engagements_per_post": behind.numerator_sum / behind.count,
    }.get(name, behind.numerator_sum)
    figure = compute(lake, name, since=SINCE, until=UNTIL).rows[0].estimate.value
    assert made == pytest.approx(figure, rel=1e-11) and figure > 0


def test_filters_leave_out_and_sorting_puts_the_unknown_last(lake):
    table = table_of_posts(lake, since=SINCE, until=UNTIL)
    assert find_posts(table, Filters()).total == 80
    assert find_posts(table, Filters(words="WINTER 3")).total == sum(
        "winter" in text and "3" in text for text in table["text"].to_pylist()
    )
    first = find_posts(table, Filters(sort="seen"))
    assert [post.seen for post in first.posts] == sorted(table["seen"].to_pylist(), reverse=True)[:PAGE]
    assert (first.pages, len(find_posts(table, Filters(page=2)).posts)) == (2, 30)
    assert find_posts(table, Filters(page=99)).page == 2


def test_what_makes_no_sense_in_an_address_is_not_asked():
    assert read_filters({"sort": "colour", "page": "-1", "paid": "maybe"}) == Filters()


def test_a_percent_rank_counts_ties_half():
    assert percent_rank([1, 2, 2, 3], 2) == 0.5
    assert percent_rank([1, 2, 3, 4], 3.5) == 0.75


def test_the_list_shows_the_posts_and_links_to_each(filled, viewer):
    page = viewer.get(f"/o/karhula/posts/?period={PERIOD}&sort=seen&words=spring").content.decode()
    assert "40 posts found" in page and "/o/karhula/posts/x/spring" in page
    part = viewer.get(f"/o/karhula/posts/?period={PERIOD}", headers={"HX-Request": "true"}).content.decode()
    assert "80 posts found" in part and "<html" not in part


def test_a_post_shows_its_numbers_its_place_its_growth_and_every_import(filled, viewer):
    from datetime import UTC, datetime

    restate(filled.lake, "later", "spring003", 99_000, datetime(2026, 6, 1, tzinfo=UTC))
    page = viewer.get("/o/karhula/posts/x/spring003/").content.decode()
    assert "99,000" in page and "later.csv" in page and "spring.csv" in page
    assert "Seen more than" in page and "as the exports saw it grow" in page
    assert "each as it was about 30 days old" in page
    assert viewer.get("/o/karhula/posts/x/nothing/").status_code == 404


def test_a_post_left_out_says_why(filled, viewer):
    filled.lake.record(
        "correction", {"what": "post", "channel_id": "x", "post_id": "spring003", "reason": "a mistake"}, "test"
    )
    page = viewer.get("/o/karhula/posts/x/spring003/").content.decode()
    assert "Left out of the numbers" in page and "a mistake" in page and "It counts in no number" in page


def test_the_file_of_rows_ends_in_the_sum(filled, viewer):
    answer = viewer.get(f"/o/karhula/rows/?metric=impressions&period={PERIOD}&form=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    column = rows[0].index("numerator")
    assert sum(float(row[column]) for row in rows[1:-1]) == float(rows[-1][column]) > 0
    assert viewer.get(f"/o/karhula/rows/?metric=impressions&period={PERIOD}").status_code == 200


@pytest.mark.parametrize(("form", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf")])
def test_a_chart_is_a_file_in_three_forms(filled, viewer, form, begins):
    answer = viewer.get(f"/o/karhula/posts/x/spring003/?chart=seen&form={form}")
    assert answer.status_code == 200 and answer.content.startswith(begins)
    assert viewer.get(f"/o/karhula/posts/x/spring003/?chart=nothing&form={form}").status_code == 404


def test_what_a_cell_of_a_file_begins_with_is_never_a_formula():
    from reppu.charts.facade import csv_of

    assert csv_of([["=1+1", -2.5, None]]).decode("utf-8-sig") == "'=1+1,-2.5,\r\n"


def test_the_phones_fifth_tab_lists_the_other_places(viewer):
    assert "Your account" in viewer.get("/o/karhula/more/").content.decode()


def test_an_empty_organisation_is_told_what_to_do(viewer, cast):
    assert "Start with an export" in viewer.get("/o/karhula/posts/").content.decode()


def test_a_metric_that_is_no_sum_says_so(filled, viewer):
    answer = viewer.get(f"/o/karhula/rows/?metric=attention_of_top_tenth&period={PERIOD}")
    assert answer.status_code == 400 and "not a sum of posts or days" in answer.content.decode()
