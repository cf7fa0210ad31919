"""From a report of paid campaigns to what it cost: the readers' channels and measures are those that the metrics ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from reppu.lake.facade import open_lake
from reppu.metrics.facade import compute
from reppu.sources.facade import import_paths

SOURCES = Path(__file__).parent.parent / "src" / "reppu" / "sources"


@pytest.mark.parametrize(
    ("report", "platform", "spent", "impressions"),
    [
        # the sums that stand in the reports' own rows of totals
        ("meta/samples/ads-by-day.csv", "meta-ads", 37.5, 3600),
        ("linkedin/samples/campaigns-by-day.csv", "linkedin-ads", 1344.75, 12500),
    ],
)
def test_what_an_ad_account_cost_is_the_sum_that_its_report_states(
    report: str, platform: str, spent: float, impressions: float, tmp_path: Path
) -> None:
    lake = open_lake(tmp_path)
    [outcome] = import_paths(lake, [SOURCES / report], assume_yes=True)
    assert outcome.refused_total == 0
    assert {channel.platform for channel in lake.channels()} == {platform}
    for metric, wanted in (("spend", spent), ("ad_impressions", impressions)):
        [row] = compute(lake, metric, by=("channel",)).rows
        assert row.estimate.value == wanted
