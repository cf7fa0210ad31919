"""The pages about channels, asked as a browser asks; what they show must be what the metrics say."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from reppu.lake.facade import open_lake
from reppu.metrics.facade import compute
from reppu.reports.tests.made_up_lake import _observation, days_exported, lake_of, write

SINCE, UNTIL = date(2026, 3, 1), date(2026, 5, 29)
PERIOD = f"{SINCE}..{UNTIL}"


@pytest.fixture
def filled(cast, own_home, monkeypatch):
    """The cast's organisation with the made-up channel."""
    import reppu.reports.tests.made_up_lake as made_up

    monkeypatch.setattr(made_up, "open_lake", lambda home, _name: open_lake(home, "karhula"))
    monkeypatch.setattr("reppu.web.kit.remembering.PATIENCE_SECONDS", 120.0)  # a busy machine shows the waiting page
    from django.core.cache import cache

    cache.clear()  # each test has a home of its own, but the site's answers are kept by name and position
    made = lake_of(own_home)
    days_exported(made)
    return cast


def _rows(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_side_by_side_says_where_less_take_part(filled, viewer):
    page = viewer.get(f"/o/karhula/channels/?period={PERIOD}").content.decode()
    assert "A smaller share takes part than before: Esimerkki (X)" in page
    assert "less than before" in page


def test_the_table_of_channels_is_kept_with_the_metrics_numbers(filled, viewer):
    heading, row = _rows(viewer.get(f"/o/karhula/channels/?period={PERIOD}&form=csv"))
    told = dict(zip(heading, row, strict=True))
    rate = compute(filled.lake, "engagement_rate_by_impressions", since=SINCE, until=UNTIL).rows[0].estimate
    assert float(told["rate"]) == rate.value and float(told["rate_low"]) == rate.low
    assert told["posts"] == "40.0" and told["verdict"] == "down"
    assert (told["followers"], told["followers_state"]) == ("", "missing")


def test_an_organisation_without_channels_is_told_what_to_do(viewer, cast):
    assert "Start with an export" in viewer.get("/o/karhula/channels/").content.decode()


def test_where_too_few_posts_share_an_hour_no_time_is_named(filled, viewer):
    page = viewer.get(f"/o/karhula/best-times/?period={PERIOD}").content.decode()
    assert "Too few or too uneven posts to tell one time from another" in page and "Most best times are chance" in page


def test_the_fields_are_those_of_the_metric_in_the_organisations_hours(filled, viewer):
    table = compute(filled.lake, "best_times", since=SINCE, until=UNTIL)
    told = {(row.keys["weekday"], int(row.keys["hour"])): row.estimate for row in table.rows}
    heading, *rows = _rows(viewer.get(f"/o/karhula/best-times/?period={PERIOD}&form=csv"))
    assert {(row[0], int(row[1])) for row in rows} == set(told) and len(rows) >= 7
    for row in rows:
        value = told[row[0], int(row[1])].value
        assert row[heading.index("engagements_per_post")] == ("" if value is None else str(value))


@pytest.mark.parametrize(
    ("mondays", "says"),
    [(900, "Posts gather more than at other times: Monday"), (40, "No time of the week stands out from the others")],
)
def test_an_hour_is_named_only_where_its_posts_gather_more(filled, viewer, mondays, says):
    hour = datetime(2026, 6, 1, 18, tzinfo=UTC)  # Mondays
    posts, observations = [], []
    for week in range(24):
        for kind, at, value in (("high", hour, mondays + week), ("low", hour + timedelta(days=1), 40 + week)):
            at += timedelta(days=7 * week)
            posts.append({"channel_id": "x", "kind": "text", "is_repost": False, "post_id": f"{kind}{week}",
                          "published_at": at, "text": kind, "as_of": at + timedelta(days=30)})  # fmt: skip
            observations.append(
                _observation("post", f"{kind}{week}", "x.post.engagements", value, at + timedelta(days=30))
            )
    write(filled.lake, "times", posts, observations)
    page = viewer.get("/o/karhula/best-times/?period=2026-06-01..2026-11-20").content.decode()
    assert says in page
    assert "Tuesday" not in page.split("<h1>")[1].split("</h1>")[0]


def test_the_heat_map_is_a_file(filled, viewer):
    answer = viewer.get(f"/o/karhula/best-times/?period={PERIOD}&chart=times&form=svg")
    assert answer.status_code == 200 and answer.content.startswith(b"<svg")
    assert viewer.get("/o/karhula/best-times/?channel=nothing").status_code == 404


def test_a_channels_page_shows_its_figures_kinds_posts_and_gaps(filled, viewer):
    page = viewer.get(f"/o/karhula/channels/x/?period={PERIOD}").content.decode()
    assert "Esimerkki (X): a smaller share takes part than before" in page
    seen = compute(filled.lake, "impressions", since=SINCE, until=UNTIL, channels=["x"]).rows[0].estimate.value
    assert f"{seen:,.0f}" in page and "metric=impressions&amp;channel=x" in page
    assert "Kinds of posts" in page and "Weakest posts" in page and "/o/karhula/posts/x/spring" in page
    assert "4 Apr 2026" in page
    assert viewer.get("/o/karhula/channels/nothing/").status_code == 404


def test_the_overview_leads_to_each_channel(filled, viewer):
    assert f"/o/karhula/channels/x/?period={PERIOD}" in viewer.get(f"/o/karhula/?period={PERIOD}").content.decode()


def test_the_trend_of_a_channel_is_a_file(filled, viewer):
    answer = viewer.get(f"/o/karhula/channels/x/?period={PERIOD}&chart=trend&form=png")
    assert answer.status_code == 200 and answer.content.startswith(b"\x89PNG")
