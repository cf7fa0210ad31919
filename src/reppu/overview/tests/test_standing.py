"""Where an organisation stands: what the page says must be what the metrics say."""

from __future__ import annotations

from datetime import date

import pytest

from reppu.lake.facade import open_lake
from reppu.metrics.facade import compute
from reppu.overview.facade import stand
from reppu.reports.tests.made_up_lake import days_exported, lake_of

SINCE, UNTIL = date(2026, 3, 1), date(2026, 5, 29)


@pytest.fixture
def lake(own_home):
    """A made-up channel whose posts were seen twice as much in spring as in winter, by people who took part less."""
    made = lake_of(own_home)
    days_exported(made)
    return made


def test_the_figures_are_those_of_the_metrics(lake):
    standing = stand(lake, SINCE, UNTIL)
    assert standing.position == lake.position
    for figure in standing.figures:
        row = compute(lake, figure.metric, since=SINCE, until=UNTIL).rows[0]
        assert (figure.estimate.value, figure.estimate.low) == (row.estimate.value, row.estimate.low)


def test_the_finding_says_what_the_comparisons_say(lake):
    standing = stand(lake, SINCE, UNTIL)
    verdicts = {figure.metric: figure.comparison.verdict for figure in standing.figures if figure.comparison}
    assert verdicts["impressions"] == "up" and verdicts["engagement_rate_by_impressions"] == "down"
    assert str(standing.finding) == "We are seen more, but a smaller share takes part"


def test_without_anything_earlier_nothing_is_compared(lake):
    standing = stand(lake, date(2025, 12, 1), date(2026, 2, 28))
    assert standing.before is None
    assert all(figure.comparison is None for figure in standing.figures)
    assert "nothing earlier" in str(standing.finding)


def test_an_empty_organisation_says_so(own_home):
    assert str(stand(open_lake(own_home, "tyhja"), SINCE, UNTIL).finding) == "Nothing has been imported yet"
