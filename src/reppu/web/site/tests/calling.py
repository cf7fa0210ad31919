"""The API as its callers see it: an organisation with numbers, tokens of its members, a program that sends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reppu.people.throttling import throttle
from reppu.people.tokens import make_token

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from tests.cast import Cast


@dataclass
class Program:
    """A program with a token. Its answers are those of the site."""

    client: Client
    secret: str

    def get(self, path: str, language: str = "en", **asked: Any) -> HttpResponse:
        """What the API says to a call of organisation Karhula (path without a slash first) or of an address."""
        return self.client.get(_address(path), asked, headers=self._headers(language))

    def post(self, path: str, body: dict[str, Any]) -> HttpResponse:
        """A call that changes something."""
        return self.client.post(_address(path), body, content_type="application/json", headers=self._headers("en"))

    def _headers(self, language: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", "Accept-Language": language}


def _address(path: str) -> str:
    return path if path.startswith("/") else f"/api/organisations/karhula/{path}"


def program_of(cast: Cast, person: Any, *, may_write: bool = False) -> Program:
    """A program with a new token of that member."""
    from django.test import Client

    _token, secret = make_token(cast.member(person), "Spreadsheet", may_write=may_write, days=30)
    return Program(Client(), secret)


@pytest.fixture
def numbers(cast: Cast) -> Cast:
    """Karhula with half a year of posts and daily numbers on one made-up channel."""
    from reppu.reports.tests.made_up_lake import add_posts, days_exported

    add_posts(cast.lake, "winter", date(2025, 12, 1), 40, 3.0, 0.05)
    add_posts(cast.lake, "spring", date(2026, 3, 1), 40, 3.7, 0.03)
    days_exported(cast.lake)
    return cast


@pytest.fixture(autouse=True)
def _nobody_has_called() -> None:
    throttle.forget_all()


@pytest.fixture
def program(numbers: Cast) -> Program:
    """A viewer's program that may read."""
    return program_of(numbers, numbers.viewer)
