"""The API, asked as a program asks."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reppu.metrics import facade as metrics
from reppu.overview import facade as overview
from reppu.people.facade import throttle
from reppu.people.models import Trace
from reppu.people.tokens import AccessToken, revoke
from reppu.web.site.api import api, schema
from reppu.web.site.tests.calling import Program, program_of

EVERY = [
    "status", "channels", "standing", "metrics", "metrics/impressions", "metrics/impressions/definition", "posts",
    "metrics/impressions/comparison?between=2026-03,2026-04", "metrics/impressions/moved?since_position=1",
    "posts/x/spring001", "imports", "imports/2", "books", "jobs",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERY)
def test_a_viewer_reads_everything(program, path):
    answer = program.get(path)
    assert answer.status_code == 200, answer.content


@pytest.mark.parametrize("path", EVERY)
def test_another_organisation_answers_as_one_that_does_not_exist(numbers, path):
    mine = program_of(numbers, numbers.viewer)
    for slug in ("sunila", "nowhere"):
        answer = mine.get(f"/api/organisations/{slug}/{path}")
        assert answer.status_code == 404
        assert answer.json()["happened"] == "There is no such thing"


def test_every_operation_says_whom_it_lets_in():
    operations = [
        operation
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert len(operations) >= len(EVERY)
    for operation in operations:
        assert [type(one).__name__ for one in operation.auth_callbacks] == ["PersonalToken", "SignedIn"], operation.path
        for one in operation.auth_callbacks:
            assert one.role > 0 or "{slug}" not in operation.path, operation.path


def test_the_numbers_are_those_of_the_command_line(program, numbers):
    asked = {"by": "channel,month", "since": "2026-01-01", "until": "2026-04-30"}
    said = program.get("metrics/engagement_rate_by_impressions", **asked).json()
    from datetime import date

    table = metrics.compute(
        numbers.lake, "engagement_rate_by_impressions", by=("channel", "month"), since=date(2026, 1, 1), until=date(2026, 4, 30)
    )  # fmt: skip
    assert said == {**json.loads(json.dumps(metrics.to_json(table))), "exclusions": []}
    assert len(said["rows"]) == 4 and said["rows"][0]["state"] == "ok"
    assert program.get("status").json() == json.loads(json.dumps(overview.to_json(overview.look(numbers.lake))))


def test_moments_and_positions_of_the_past_can_be_asked_for(program):
    before = program.get("metrics/posts", position="2").json()["rows"][0]["value"]
    assert (before, program.get("metrics/posts").json()["rows"][0]["value"]) == (40.0, 80.0)
    # Posts are exported when 30 days old, so by 1 February those until 2 January were known.
    by_then = program.get("metrics/posts", as_of="2026-02-01").json()["rows"][0]["value"]
    assert by_then == 15.0
    refused = program.get("metrics/posts", as_of="2026-02-01", position="1")
    assert refused.status_code == 400 and refused.json()["happened"] == "Give as_of or position, not both."


def test_a_fault_says_what_was_expected_in_the_callers_language(program):
    answer = program.get("metrics/posts", by="moon")
    assert answer.status_code == 400
    assert answer.json()["happened"] == "“posts” cannot be split by “moon”."
    assert "channel" in answer.json()["expected"]
    assert program.get("metrics/nothing").status_code == 400
    wrong = program.get("metrics/posts", since="spring")
    assert wrong.status_code == 422
    assert wrong.json()["column"] == "since" and wrong.json()["expected"] == "a day such as 2026-03-31"
    finnish = program.get("metrics/posts", language="fi", by="moon").json()
    assert finnish["happened"] != answer.json()["happened"] and "moon" in finnish["happened"]


def test_without_a_token_the_api_says_how_to_get_one(client, cast):
    for headers in ({}, {"Authorization": "Bearer reppu_wrong"}, {"Authorization": "Basic eDp5"}):
        answer = client.get("/api/organisations", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "account page" in answer.json()["advice"]


def test_a_wrong_token_is_not_made_up_for_by_a_session(viewer):
    assert viewer.get("/api/organisations").status_code == 200
    assert viewer.get("/api/organisations", headers={"Authorization": "Bearer reppu_wrong"}).status_code == 401


def test_a_token_that_ended_opens_nothing(numbers):
    for end in ("revoked", "expired", "left", "inactive"):
        mine = program_of(numbers, numbers.viewer)
        assert mine.get("status").status_code == 200
        token = AccessToken.objects.latest("pk")
        assert token.last_used_on == timezone.now().date()
        member = token.member
        if end == "revoked":
            revoke(token)
        elif end == "expired":
            AccessToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        elif end == "left":
            type(member).objects.filter(pk=member.pk).update(left_at=timezone.now())
        else:
            type(numbers.viewer).objects.filter(pk=numbers.viewer.pk).update(is_active=False)
        assert mine.get("status").status_code == 401, end
        type(member).objects.filter(pk=member.pk).update(left_at=None)


def test_a_token_is_of_one_organisation_and_a_session_of_all(numbers):
    from reppu.people.models import Member

    Member.objects.create(organisation=numbers.other, person=numbers.viewer, role=40)
    mine = program_of(numbers, numbers.viewer)
    assert [one["slug"] for one in mine.get("/api/organisations").json()["organisations"]] == ["karhula"]
    assert mine.get("/api/organisations/sunila/status").status_code == 404
    browser = Client()
    browser.force_login(numbers.viewer)
    assert [one["slug"] for one in browser.get("/api/organisations").json()["organisations"]] == ["karhula", "sunila"]


def test_withdrawing_needs_a_steward_and_a_token_that_may_write(numbers):
    for person, may_write, advice in (
        (numbers.contributor, True, "role"),
        (numbers.steward, False, "may also write"),
    ):
        answer = program_of(numbers, person, may_write=may_write).post("imports/2/withdraw", {})
        assert answer.status_code == 403 and advice in answer.json()["advice"]
    assert numbers.lake.position == 4
    steward = program_of(numbers, numbers.steward, may_write=True)
    done = steward.post("imports/2/withdraw", {"reason": "another account's"})
    assert done.json() == {"entry_no": 2, "withdrawn_by": 5, "position": 5}
    assert steward.get("imports/2").json()["withdrawn_by"] == 5
    assert steward.get("metrics/posts").json()["rows"][0]["value"] == 40.0
    trace = Trace.objects.get(what="import.undone")
    assert (trace.member.person, trace.about) == (numbers.steward, "2 → 5 (API)")
    again = steward.post("imports/2/withdraw", {})
    assert again.status_code == 400 and "withdrawn already" in again.json()["happened"]
    assert steward.post("imports/999/withdraw", {}).status_code == 404


def test_a_session_needs_the_csrf_token_to_change_something(numbers):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(numbers.steward)
    address = "/api/organisations/karhula/imports/2/withdraw"
    refused = browser.post(address, "{}", content_type="application/json")
    assert refused.status_code == 403 and "X-CSRFToken" in refused.json()["happened"]
    assert numbers.lake.position == 4
    browser.get("/account/tokens/")
    csrf = browser.cookies["csrftoken"].value
    done = browser.post(address, "{}", content_type="application/json", headers={"X-CSRFToken": csrf})
    assert done.status_code == 200, done.content


def test_too_many_calls_are_asked_to_wait(program, monkeypatch):
    monkeypatch.setattr(throttle, "calls", 2)
    assert [program.get("channels").status_code for _time in range(3)] == [200, 200, 429]
    answer = program.get("channels")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60 and answer.json()["retry_helps"] is True
    other = Program(Client(), program_of_secret_of_another(program))
    assert other.get("channels").status_code == 200, "another token is counted by itself"


def program_of_secret_of_another(program: Program) -> str:
    from reppu.people.tokens import make_token

    member = AccessToken.objects.latest("pk").member
    return make_token(member, "Dashboard", may_write=False, days=30)[1]


def test_posts_are_searched_filtered_sorted_and_paged(program):
    found = program.get("posts", search="SPRING 7", sort="impressions", limit="2").json()
    assert found["total"] == 4  # 7, 17, 27 and 37
    seen = [one["numbers"]["impressions"] for one in found["posts"]]
    assert seen == sorted(seen, reverse=True) and found["next_offset"] == 2
    rest = program.get("posts", search="SPRING 7", sort="impressions", limit="2", offset="2").json()
    assert rest["next_offset"] is None and len(rest["posts"]) == 2
    assert seen[-1] >= rest["posts"][0]["numbers"]["impressions"]
    assert program.get("posts", since="2026-03-01").json()["total"] == 40
    assert program.get("posts", kind="video").json()["total"] == 0
    assert program.get("posts", channels="y").status_code == 400
    assert rest["posts"][0]["numbers"]["views"] is None, "what was not stated is null, not zero"
    assert program.get("posts/x/nothing").status_code == 404
    assert program.get("posts", sort="moon").status_code == 422


def test_the_history_of_imports_says_what_was_refused(program):
    said = program.get("imports", limit="2").json()
    assert [one["entry_no"] for one in said["imports"]] == [4, 3] and said["total"] == 3 and said["next_offset"] == 2
    assert said["imports"][0]["file"] == "days.csv" and said["imports"][0]["refused_total"] == 2


def test_an_empty_organisation_is_told_what_to_do(cast):
    mine = program_of(cast, cast.viewer)
    answer = mine.get("standing")
    assert answer.status_code == 400 and "Import" in answer.json()["advice"]
    assert mine.get("posts").json()["posts"] == []


def test_an_address_that_is_none_is_told_so_in_json(program):
    answer = program.get("/api/organisations/karhula/moon")
    assert answer.status_code == 404 and answer.json()["happened"] == "There is no such thing"


def test_the_description_is_open_and_its_page_needs_no_script(client, db):
    document = client.get("/api/openapi.json").json()
    assert document == schema() and document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"] and operation["description"], path
            assert {"401", "422"} <= set(operation["responses"])
            for parameter in operation.get("parameters", []):
                assert "description" in {**parameter, **parameter["schema"]}, parameter
    page = client.get("/api/docs").content.decode()
    assert all(path in page for path in document["paths"])


def test_a_book_is_packed_downloaded_and_verified(numbers, settings):
    from reppu.jobs.facade import work_off

    assert program_of(numbers, numbers.viewer, may_write=True).post("books", {"season": "2026-spring", "language": "fi"}).status_code == 403  # fmt: skip
    mine = program_of(numbers, numbers.contributor, may_write=True)
    seasons = mine.get("books").json()["seasons"]
    assert "2026-spring" in seasons
    refused = mine.post("books", {"season": "1999-spring", "language": "fi"})
    assert refused.status_code == 400 and "2026-spring" in refused.json()["expected"]
    asked = mine.post("books", {"season": "2026-spring", "language": "fi"})
    assert asked.status_code == 202 and asked.json()["packed_at"] is None and asked.json()["files"] == []
    one = f"books/{asked.json()['book']}"
    assert mine.get(f"{one}/files/pdf").status_code == 404
    assert mine.get(f"jobs/{asked.json()['job']}").json()["state"] == "waiting"
    work_off()
    book = mine.get(one).json()
    assert book["finding"] and book["numbers"] > 0 and book["position"] == 4
    files = {each["form"]: each["address"] for each in book["files"]}
    pdf = mine.get(files["pdf"])
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert mine.post(f"{one}/verify", {}).status_code == 202
    work_off()
    verified = mine.get(one).json()
    assert verified["equal"] is True and verified["verification"]["equal"] is True and verified["job"] is None
    assert {"book.asked", "book.verified"} <= set(Trace.objects.values_list("what", flat=True))
    stranger = program_of_another(numbers)
    assert stranger.get(f"/api/organisations/sunila/{one}").status_code == 404
    assert stranger.get(f"/api/organisations/sunila/jobs/{asked.json()['job']}").status_code == 404


def program_of_another(numbers) -> Program:
    from reppu.people.models import Member
    from reppu.people.tokens import make_token

    member = Member.objects.get(organisation=numbers.other)
    return Program(Client(), make_token(member, "Spreadsheet", may_write=True, days=30)[1])
