"""docs/api.md is true: its commands are run against the site, its example talks to the assistants' server."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import httpx2
import pytest
from asgiref.sync import async_to_sync

from reppu.web.site.api import schema

PAGE = (Path(__file__).resolve().parents[5] / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"^\$ (curl .*)\n(\{.*\})$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("command", "answer"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_a_command_of_the_page_prints_what_the_page_says(command, answer, program):
    words = shlex.split(command.replace("$REPPU_TOKEN", program.secret).replace("$REPPU/", "/"))[1:]
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    said = program.client.get(words[-1], headers=headers)
    assert json.loads(said.content) == json.loads(answer)


def test_there_are_commands():
    assert len(EXAMPLES) == 3


def test_the_table_names_every_operation():
    below = "/api/organisations/{slug}/"
    told = {word for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for word in re.findall(r"`([^`]+)`", row)}
    assert told == {path.removeprefix(below) for path in schema()["paths"] if path.startswith(below)}


def test_the_example_for_assistants_runs(program, settings, monkeypatch):
    from reppu.web.site.asgi import application

    settings.ALLOWED_HOSTS = ["localhost"]
    whole = httpx2.AsyncClient
    monkeypatch.setattr(
        httpx2, "AsyncClient", lambda **given: whole(transport=httpx2.ASGITransport(application), **given)
    )
    names: dict = {}
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], names)
    assert async_to_sync(names["posts_so_far"])("http://localhost", program.secret) == 80.0
