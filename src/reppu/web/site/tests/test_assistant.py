"""The MCP server, talked to by the protocol's own client over the site's ASGI application."""

from __future__ import annotations

from contextlib import asynccontextmanager

import httpx2
import pytest
from asgiref.sync import async_to_sync
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from reppu.metrics import facade as metrics
from reppu.people.models import Trace
from reppu.web.site.asgi import application
from reppu.web.site.tests.calling import program_of

TOOLS = {
    "list_organisations", "list_metrics", "compute_metric", "compare_periods", "status", "search_posts", "overview_standing",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _of_this_machine(settings):
    settings.ALLOWED_HOSTS = ["localhost"]


@asynccontextmanager
async def assistant(secret, language="en"):
    headers = {"Authorization": f"Bearer {secret}", "Accept-Language": language}
    transport = httpx2.ASGITransport(application)
    async with (
        httpx2.AsyncClient(transport=transport, headers=headers, base_url="http://localhost") as http,
        Client(streamable_http_client("http://localhost/mcp", http_client=http)) as client,
    ):
        yield client


def ask(secret, tool, language="en", **arguments):
    async def talk():
        async with assistant(secret, language) as client:
            return await client.call_tool(tool, arguments)

    return async_to_sync(talk)()


def raw(**headers):
    async def talk():
        transport = httpx2.ASGITransport(application)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as http:
            body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
            accept = {"Accept": "application/json, text/event-stream"}
            return await http.post("/mcp", json=body, headers={**accept, **headers})

    return async_to_sync(talk)()


def test_every_tool_is_listed_and_says_that_it_only_reads(program):
    async def talk():
        async with assistant(program.secret) as client:
            return (await client.list_tools()).tools

    tools = async_to_sync(talk)()
    assert {one.name for one in tools} == TOOLS
    for one in tools:
        assert one.annotations.read_only_hint is True and one.description
        assert one.name == "list_organisations" or "organisation" in one.input_schema["required"]


def test_a_metric_is_that_of_the_metrics(program, numbers):
    said = ask(program.secret, "compute_metric", organisation="karhula", name="impressions", by="month")
    table = metrics.compute(numbers.lake, "impressions", by=("month",))
    assert said.structured_content == {**metrics.to_json(table), "exclusions": []}
    assert len(said.structured_content["rows"]) == 6


def test_every_tool_answers(program):
    given = {
        "compute_metric": {"name": "posts"},
        "compare_periods": {"name": "impressions", "between": "2026-01,2026-04"},
        "overview_standing": {"since": "2026-03-01", "until": "2026-05-29"},
        "search_posts": {"search": "spring", "limit": 3},
    }
    answers = {}
    for tool in sorted(TOOLS):
        asked = {} if tool == "list_organisations" else {"organisation": "karhula", **given.get(tool, {})}
        answer = ask(program.secret, tool, **asked)
        assert not answer.is_error, (tool, answer.content)
        answers[tool] = answer.structured_content
    assert [one["slug"] for one in answers["list_organisations"]["organisations"]] == ["karhula"]
    assert answers["compare_periods"]["rows"][0]["verdict"] in {"up", "not_comparable", "cannot_tell"}
    assert answers["search_posts"]["total"] == 40 and len(answers["search_posts"]["posts"]) == 3
    assert answers["overview_standing"]["finding"] == "We are seen more, but a smaller share takes part"
    assert not Trace.objects.exclude(what="token.made").exists()


def test_a_fault_says_what_to_do_in_the_callers_language(program):
    english = ask(program.secret, "compute_metric", organisation="karhula", name="posts", by="moon")
    finnish = ask(program.secret, "compute_metric", "fi", organisation="karhula", name="posts", by="moon")
    assert english.is_error and "“posts” cannot be split by “moon”." in english.content[0].text
    assert finnish.is_error and "moon" in finnish.content[0].text and "cannot" not in finnish.content[0].text


def test_another_organisation_is_not_there(program):
    for slug in ("sunila", "nowhere"):
        answer = ask(program.secret, "status", organisation=slug)
        assert answer.is_error and "There is no such organisation for this token." in answer.content[0].text


def test_without_a_token_nothing_is_told(numbers):
    for headers in ({}, {"Authorization": "Bearer reppu_wrong"}):
        answer = raw(**headers)
        assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "account page" in answer.json()["advice"]


def test_another_host_and_another_sites_page_are_refused(numbers):
    token = {"Authorization": f"Bearer {program_of(numbers, numbers.viewer).secret}"}
    assert raw(**token).status_code == 200
    assert raw(**token, Host="evil.example").status_code == 421
    assert raw(**token, Origin="http://evil.example").status_code == 403
    assert raw(**token, Origin="http://localhost").status_code == 200


def test_the_site_lies_beside_it(db):
    async def talk():
        transport = httpx2.ASGITransport(application)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as http:
            return await http.get("/api/openapi.json")

    assert async_to_sync(talk)().json()["openapi"].startswith("3.1")
