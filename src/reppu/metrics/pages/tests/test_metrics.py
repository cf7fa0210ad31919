"""The metrics' pages, asked as a browser asks; questions about the past run in processes of their own."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from reppu.jobs.facade import jobs_of, work_off
from reppu.metrics.examples import Import, Post, X
from reppu.metrics.facade import compute, definitions
from reppu.metrics.tests.made_up import write_import

RATE = "engagement_rate_by_impressions"
SPRING = "period=2021-03-01..2021-05-31"


def made_up_posts():
    """Forty posts over a spring, each seen and taken part in unevenly."""
    for index in range(40):
        at = datetime(2021, 3, 1, 10, tzinfo=UTC) + timedelta(days=index * 2)
        seen = 200 + 37 * (index * 7 % 11)
        numbers = {
            "x.post.impressions": seen,
            "x.post.engagements": 12 + seen // 20 + index % 5,
            "x.post.likes": 5 + index % 4,
        }
        yield Post(X, f"spring{index:03}", f"{at:%Y-%m-%d %H:%M}", numbers)


def restate(lake):
    """A later export that states another number for one post."""
    row = Post(X, "spring003", "2021-03-07 10:00", {"x.post.impressions": 99_000})
    return write_import(lake, Import((row,), as_of="2021-09-01"))


@pytest.fixture
def karhula(cast):
    """The organisation's lake with forty posts of an X channel."""
    write_import(cast.lake, Import(tuple(made_up_posts()), as_of="2021-07-01"))
    return cast.lake


def text_of(answer):
    return " ".join(answer.content.decode().split())


def traces():
    """The codes of what was done, in order."""
    return [one.what for one in apps.get_model("people", "Trace").objects.order_by("id")]


def asked(client, address, fields, status=302):
    answer = client.post(address, fields)
    assert answer.status_code == status, text_of(answer)
    return answer


def test_every_definition_is_listed_and_can_be_searched_in_the_readers_language(viewer, cast):
    page = text_of(viewer.get("/o/karhula/metrics/"))
    for one in definitions():
        assert f'href="/o/karhula/metrics/{one.name}/"' in page
    cast.viewer.language = "fi"
    cast.viewer.save()
    page = text_of(viewer.get("/o/karhula/metrics/?q=jaot julkaisua"))
    assert "/metrics/amplification/" in page
    assert "/metrics/followers/" not in page


def test_the_list_is_narrowed_by_level_and_basis(viewer, cast):
    page = text_of(viewer.get("/o/karhula/metrics/?level=input&basis=activity"))
    assert "/metrics/hours_spent/" in page
    assert "/metrics/impressions/" not in page
    assert "No metric fits" in text_of(viewer.get("/o/karhula/metrics/?q=zzz"))


def test_a_metric_shows_its_number_with_its_interval_and_what_it_means(viewer, cast, karhula):
    page = text_of(viewer.get(f"/o/karhula/metrics/{RATE}/?{SPRING}"))
    estimate = compute(karhula, RATE, since=date(2021, 3, 1), until=date(2021, 5, 31)).rows[0].estimate
    assert f"<h1>Engagement rate by impressions: {estimate.value:.1%}</h1>" in page
    assert f"90 % interval {estimate.low * 100:.1f}–{estimate.high:.1%}, from 40." in page
    assert "sum of engagements / sum of impressions" in page
    assert "data-chart=" in page


def test_a_metric_by_month_says_each_number_and_so_does_its_csv(viewer, cast, karhula):
    page = text_of(viewer.get(f"/o/karhula/metrics/impressions/?{SPRING}&by=month"))
    rows = compute(karhula, "impressions", by=("month",), since=date(2021, 3, 1), until=date(2021, 5, 31)).rows
    assert [row.keys["month"] for row in rows] == ["2021-03", "2021-04", "2021-05"]
    for row in rows:
        assert f'<th scope="row">{row.keys["month"]}</th>' in page
        assert f"{row.estimate.value:,.0f}" in page
    file = viewer.get(f"/o/karhula/metrics/impressions/table.csv?{SPRING}&by=month")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    told = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert [(one["month"], float(one["value"])) for one in told] == [(r.keys["month"], r.estimate.value) for r in rows]


def test_what_a_platform_does_not_offer_is_no_dash_and_no_zero(viewer, cast, karhula):
    page = text_of(viewer.get(f"/o/karhula/metrics/reach_per_post/?{SPRING}&by=channel"))
    row = page.split(f'<th scope="row">{X} (x)</th>')[1].split("</tr>")[0]
    assert "not offered" in row


def test_an_empty_lake_says_what_to_do(viewer, cast):
    page = viewer.get("/o/karhula/metrics/impressions/")
    assert page.status_code == 200
    assert "import exports" in text_of(page)


def test_an_unknown_metric_names_what_there_is(viewer, cast):
    answer = viewer.get("/o/karhula/metrics/likeability/")
    assert answer.status_code == 400
    assert "There is no metric called “likeability”." in text_of(answer)


def test_what_has_moved_is_answered_by_a_job_with_the_entry_that_moved_it_and_kept(viewer, cast, karhula):
    before = karhula.position
    restate(karhula)
    form = {"position": before, "what": "moved"}
    answer = asked(viewer, f"/o/karhula/metrics/impressions/past/?{SPRING}", form)
    address = answer.headers["Location"]
    assert "hx-get=" in text_of(viewer.get(address))
    assert work_off() == 1
    page = text_of(viewer.get(address))
    assert "<h1>1 number has moved since</h1>" in page
    assert f"a file (entry {karhula.position})" in page
    again = asked(viewer, f"/o/karhula/metrics/impressions/past/?{SPRING}", form)
    assert again.headers["Location"] == address
    assert len(jobs_of(cast.organisation.id)) == 1
    assert traces() == ["metric.asked_past"]


def test_the_numbers_as_they_were_do_not_know_what_came_later(viewer, cast, karhula):
    before = karhula.position
    then = compute(karhula, "impressions", since=date(2021, 3, 1), until=date(2021, 5, 31)).rows[0].estimate.value
    restate(karhula)
    form = {"position": before, "what": "then"}
    address = asked(viewer, f"/o/karhula/metrics/impressions/past/?{SPRING}", form).headers["Location"]
    assert work_off() == 1
    assert f"{then:,.0f}" in text_of(viewer.get(address))


def test_the_past_of_another_organisation_is_not_there(client, cast, karhula):
    client.force_login(cast.viewer)
    restate(karhula)
    address = asked(client, "/o/karhula/metrics/impressions/past/", {"position": 1, "what": "moved"}).headers[
        "Location"
    ]
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 404
    assert client.get(address.replace("karhula", "sunila")).status_code == 404


def test_a_steward_defines_a_metric_and_takes_it_back(steward, cast, karhula):
    form = {"name": "likes_per_view", "title": "Likes a thousand", "formula": "1000 * likes / impressions"}
    answer = asked(steward, "/o/karhula/metrics/define/", form)
    page = text_of(steward.get(answer.headers["Location"] + f"?{SPRING}"))
    assert "Likes a thousand" in page
    assert "1000 * likes / impressions" in page
    asked(steward, "/o/karhula/metrics/likes_per_view/withdraw/", {})
    assert "/metrics/likes_per_view/" not in text_of(steward.get("/o/karhula/metrics/"))
    assert traces() == ["metric.defined", "metric.withdrawn"]


def test_a_wrong_formula_is_told_at_its_field_and_what_was_typed_is_kept(steward, cast):
    form = {"name": "Likes!", "title": "Likes a thousand", "formula": "likes / nonsense"}
    page = text_of(asked(steward, "/o/karhula/metrics/define/", form, status=422))
    assert 'value="Likes!"' in page
    assert "likes / nonsense</textarea>" in page
    assert "Expected small letters a–z" in page
    assert "nonsense" in page.split('id="formula-error">')[1].split("</small>")[0]


def test_only_a_steward_defines(client, cast):
    client.force_login(cast.contributor)
    assert client.get("/o/karhula/metrics/define/").status_code == 403
    assert "Define one of your own" not in text_of(client.get("/o/karhula/metrics/"))
