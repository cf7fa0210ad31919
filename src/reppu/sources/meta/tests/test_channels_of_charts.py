"""Whose numbers a chart holds: the title tells, the person says, or the file is refused with the command that settles it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.sources.facade import ImportOutcome, import_paths
from reppu.sources.meta.samples import write


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path / "home")


def put(lake: Lake, name: str, content: bytes, channel: str | None = None) -> ImportOutcome:
    path = Path(lake.home) / name
    path.write_bytes(content)
    [outcome] = import_paths(lake, [path], channel=channel, assume_yes=True)
    return outcome


def test_a_stacked_file_fills_the_only_channel_of_each_platform(lake: Lake) -> None:
    outcome = put(lake, "Visits.csv", write.chart_2022_stacked())
    assert outcome.channel == "facebook, instagram"
    assert outcome.observations == 3


def test_an_answer_for_one_part_of_a_stacked_file_leaves_the_other_to_its_own_channel(lake: Lake) -> None:
    put(lake, "Reach.csv", write.chart_facebook_reach(), channel="facebook-kirjasto")
    put(lake, "Visits (1).csv", write.chart_instagram_visits(), channel="instagram-kuvat")
    put(lake, "Reach (2).csv", write.chart_facebook_reach() + "\n".encode("utf-16-le"), channel="facebook-museo")
    undecided = put(lake, "Visits.csv", write.chart_2022_stacked())
    assert undecided.refused_total == 1
    assert "--channel" in undecided.refused[0].reason.in_language("en")
    outcome = put(lake, "Visits.csv", write.chart_2022_stacked(), channel="facebook-museo")
    assert outcome.channel == "facebook-museo, instagram-kuvat"


def test_an_answer_of_the_other_platform_is_refused_and_nothing_is_stored(lake: Lake) -> None:
    put(lake, "Visits (1).csv", write.chart_instagram_visits(), channel="instagram-kuvat")
    position = lake.position
    outcome = put(lake, "Reach.csv", write.chart_facebook_reach(), channel="instagram-kuvat")
    assert outcome.observations == 0
    assert "another platform" in outcome.refused[0].reason.in_language("en")
    assert lake.position == position


def test_views_ask_even_when_there_is_one_channel_and_take_the_platforms_name(lake: Lake) -> None:
    put(lake, "Reach.csv", write.chart_facebook_reach())
    asked = put(lake, "Views.csv", write.chart_views())
    assert "facebook / instagram" in asked.refused[0].reason.in_language("en")
    assert put(lake, "Views.csv", write.chart_views(), channel="instagram").channel == "instagram"


def test_two_pages_of_one_file_are_two_channels_with_their_names(lake: Lake) -> None:
    outcome = put(lake, "Apr-01-2025_Apr-30-2025_1234567890123456.csv", write.facebook_two_pages())
    assert outcome.posts == 2
    assert {channel.name: channel.accounts for channel in lake.channels()} == {
        write.PAGE_NAME: (f"facebook:{write.PAGE}",),
        write.OTHER_PAGE_NAME: (f"facebook:{write.OTHER_PAGE}",),
    }


def test_a_chart_after_the_content_goes_to_the_pages_channel(lake: Lake) -> None:
    content = put(lake, "Jan-01-2025_Dec-31-2025_1234567890123456.csv", write.facebook_31())
    chart = put(lake, "Reach.csv", write.chart_facebook_reach())
    assert chart.channel == content.channel


def test_the_same_days_again_take_the_place_of_the_old_numbers(lake: Lake) -> None:
    put(lake, "Reach.csv", write.chart_facebook_reach())
    newer = write.chart_facebook_reach().replace("41".encode("utf-16-le"), "44".encode("utf-16-le"))
    put(lake, "Reach (1).csv", newer)
    latest = lake.latest_observations().to_pyarrow().to_pylist()
    assert sorted(row["value"] for row in latest) == [0, 5, 44]
    assert len(lake.read("observations").to_pyarrow()) == 6
