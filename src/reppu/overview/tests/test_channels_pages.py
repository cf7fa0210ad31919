"""The pages about channels, asked as a browser asks; what they show must be what the metrics say."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from reppu.lake.facade import open_lake
from reppu.metrics.facade import compute
from reppu.reports.tests.made_up_lake import days_exported, lake_of

SINCE, UNTIL = date(2026, 3, 1), date(2026, 5, 29)
PERIOD = f"{SINCE}..{UNTIL}"


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
