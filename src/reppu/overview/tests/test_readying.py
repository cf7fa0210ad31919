"""The first page is there before anybody asks."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from reppu.overview import readying
from reppu.reports.tests.made_up_lake import days_exported, lake_of


def test_the_job_makes_what_the_page_asks(own_home, settings, client, db, monkeypatch):
    cache.clear()
    days_exported(lake_of(own_home))
    seen = []
    assert readying.keep_ready(lambda *told: seen.append(told), home=own_home, organisation=None) == {
        "organisations": 1
    }
    assert seen == [(0, 1)]
    monkeypatch.setattr(readying, "stand", lambda *_told: pytest.fail("it was made already"))
    readying.keep_ready(lambda *told: None, home=own_home, organisation=None)
