"""Whose numbers a chart holds: the title tells, the person says, or the file is refused with the command that settles it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest

from reppu.lake.facade import Lake, channel_created, open_lake
from reppu.sources.facade import ImportOutcome, import_paths
from reppu.sources.meta.samples import write
from tests.shared_folder import shared


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path / "home")


def put(lake: Lake, name: str, content: bytes, channel: str | Sequence[str] | None = None) -> ImportOutcome:
    path = Path(lake.home) / name
    path.write_bytes(content)
    [outcome] = import_paths(lake, [path], channel=channel, assume_yes=True)
    return outcome


def make(lake: Lake, *channel_ids: str) -> None:
    for channel_id in channel_ids:
        platform, _hyphen, name = channel_id.partition("-")
        lake.record(*channel_created(channel_id, platform, name, ()), "test")


def two_pages_and_an_account(lake: Lake) -> None:
    make(lake, "facebook-kirjasto", "facebook-museo", "instagram-kuvat")


def commands_in(reason: str) -> list[str]:
    return [line.strip() for line in reason.splitlines() if line.strip().startswith("reppu import")]


def run(lake: Lake, command: str) -> ImportOutcome:
    """What a command that a refusal offers does, read as the shell and the program would."""
    words = shlex.split(command)
    assert words[:2] == ["reppu", "import"]
    channels = [words[at + 1] for at, word in enumerate(words) if word == "--channel"]
    [outcome] = import_paths(lake, [Path(words[2])], channel=channels, assume_yes=True)
    return outcome


def channels_of(lake: Lake, day: str) -> set[tuple[str, float]]:
    rows = lake.latest_observations().to_pyarrow().to_pylist()
    return {(row["channel_id"], row["value"]) for row in rows if str(row["period_start"]) == day}


def test_a_stacked_file_fills_the_only_channel_of_each_platform(lake: Lake) -> None:
    outcome = put(lake, "Visits.csv", write.chart_2022_stacked())
    assert outcome.channel == "facebook, instagram"
    assert outcome.observations == 3


def test_an_answer_for_one_part_of_a_stacked_file_leaves_the_other_to_its_own_channel(lake: Lake) -> None:
    two_pages_and_an_account(lake)
    position = lake.position
    half = put(lake, "Visits.csv", write.chart_2022_stacked(), channel="facebook-museo")
    assert (half.entry_no, half.channel, lake.position) == (None, None, position)
    reason = half.refused[0].reason.in_language("en")
    assert "facebook-kirjasto" not in reason and "still open – instagram: instagram-kuvat (nothing yet)" in reason
    [command] = commands_in(reason)
    assert command.endswith("--channel facebook-museo --channel instagram-kuvat")
    outcome = run(lake, command)
    assert outcome.channel == "facebook-museo, instagram-kuvat"
    assert channels_of(lake, "2021-03-29") == {("facebook-museo", 3), ("instagram-kuvat", 11)}


def test_a_stacked_file_with_one_half_open_offers_a_command_for_each_choice(lake: Lake) -> None:
    two_pages_and_an_account(lake)
    reason = put(lake, "Visits.csv", write.chart_2022_stacked()).refused[0].reason.in_language("en")
    listed = reason.partition("A channel")[0]
    assert [listed.count(name) for name in ("facebook-kirjasto", "facebook-museo", "instagram-kuvat")] == [1, 1, 1]
    first, second = commands_in(reason)
    assert first.endswith(
        "Visits.csv --home " + str(lake.home) + " --channel facebook-kirjasto --channel instagram-kuvat"
    )
    assert run(lake, second).channel == "facebook-museo, instagram-kuvat"


def test_a_stacked_file_with_both_halves_open_lists_each_side_and_leaves_two_places(lake: Lake) -> None:
    two_pages_and_an_account(lake)
    make(lake, "instagram-talo")
    reason = put(lake, "Visits.csv", write.chart_2022_stacked()).refused[0].reason.in_language("fi")
    assert "facebook: facebook-kirjasto (vielä tyhjä)" in reason and "; instagram: instagram-kuvat (vielä" in reason
    [command] = commands_in(reason)
    assert command.endswith("--channel <facebook> --channel <instagram>")
    filled = command.replace("<facebook>", "facebook-museo").replace("<instagram>", "instagram-talo")
    assert run(lake, filled).channel == "facebook-museo, instagram-talo"


def test_a_stacked_file_makes_no_channel_beside_the_one_that_was_said(lake: Lake) -> None:
    make(lake, "facebook-kirjasto")
    refused = put(lake, "Visits.csv", write.chart_2022_stacked(), channel="facebook-museo")
    assert refused.entry_no is None
    assert [channel.channel_id for channel in lake.channels()] == ["facebook-kirjasto"]
    [command] = commands_in(refused.refused[0].reason.in_language("sv"))
    assert command.endswith("--channel facebook-museo --channel instagram-museo")
    assert run(lake, command).channel == "facebook-museo, instagram-museo"


def test_an_answer_that_says_the_only_channel_leaves_nothing_open(lake: Lake) -> None:
    make(lake, "facebook-museo", "instagram-museo")
    outcome = put(lake, "Visits.csv", write.chart_2022_stacked(), channel="facebook-museo")
    assert outcome.channel == "facebook-museo, instagram-museo"


def test_a_name_that_both_sides_have_answers_for_both(lake: Lake) -> None:
    two_pages_and_an_account(lake)
    make(lake, "instagram-museo")
    outcome = put(lake, "Visits.csv", write.chart_2022_stacked(), channel="museo")
    assert outcome.channel == "facebook-museo, instagram-museo"


def test_the_answers_for_both_halves_are_remembered_by_the_name_of_the_file(lake: Lake) -> None:
    two_pages_and_an_account(lake)
    put(lake, "museo Visits.csv", write.chart_2022_stacked(), channel=["facebook-museo", "instagram-kuvat"])
    later = write.chart_2022_stacked().replace("2021-03-30".encode("utf-16-le"), "2021-03-31".encode("utf-16-le"))
    assert put(lake, "museo Visits (1).csv", later).channel == "facebook-museo, instagram-kuvat"


def test_the_same_stacked_file_with_another_channel_for_one_half_is_refused(lake: Lake) -> None:
    two_pages_and_an_account(lake)
    both = ["facebook-museo", "instagram-kuvat"]
    first = put(lake, "Visits.csv", write.chart_2022_stacked(), channel=both)
    assert first.entry_no is not None and not first.skipped
    assert put(lake, "Visits.csv", write.chart_2022_stacked(), channel=both).skipped
    assert put(lake, "Visits.csv", write.chart_2022_stacked(), channel="facebook-museo").skipped
    for other in (
        ["facebook-kirjasto", "instagram-kuvat"],
        ["facebook-museo", "instagram-talo"],
        ["facebook-kirjasto"],
    ):
        again = put(lake, "Visits.csv", write.chart_2022_stacked(), channel=other)
        assert f"reppu withdraw {first.entry_no}" in again.refused[0].reason.in_language("en")


def test_channels_of_several_platforms_each_take_their_files(lake: Lake) -> None:
    two_pages_and_an_account(lake)
    folder = Path(lake.home) / "season"
    folder.mkdir()
    (folder / "Reach.csv").write_bytes(write.chart_facebook_reach())
    (folder / "Visits (1).csv").write_bytes(write.chart_instagram_visits())
    (folder / "Views.csv").write_bytes(write.chart_views())
    reach, views, visits = import_paths(lake, [folder], channel=["facebook-museo", "instagram-kuvat"])
    assert (reach.channel, visits.channel) == ("facebook-museo", "instagram-kuvat")
    assert "were given for a file, or a part of one, that can go to one" in views.refused[0].reason.in_language("en")


def test_two_channels_of_one_platform_are_no_answer(lake: Lake) -> None:
    two_pages_and_an_account(lake)
    both = put(lake, "Reach.csv", write.chart_facebook_reach(), channel=["facebook-museo", "facebook-kirjasto"])
    assert both.entry_no is None
    reason = both.refused[0].reason.in_language("en")
    assert reason.startswith("--channel facebook-museo, --channel facebook-kirjasto were given")


@pytest.mark.needs_shared
def test_both_halves_of_real_charts_of_2022_go_where_the_person_says(lake: Lake) -> None:
    two_pages_and_an_account(lake)
    names = ("New likes and follows (1).csv", "Page and profile visits (1).csv", "Reach (1).csv")
    paths = [shared("exports", "meta", "natalia_2022", name) for name in names]
    position = lake.position
    for said in (None, "facebook-museo", "instagram-kuvat"):
        for refused in import_paths(lake, paths, channel=said):
            assert refused.entry_no is None and "several platforms" in refused.refused[0].reason.in_language("en")
        assert lake.position == position
    for path in paths:
        [half] = import_paths(lake, [path], channel="facebook-museo")
        [command] = commands_in(half.refused[0].reason.in_language("en"))
        outcome = run(lake, command)
        facts = lake.read("observations")
        mine = facts.filter(facts.entry_no == outcome.entry_no)
        counted = mine.group_by("channel_id").agg(n=mine.count()).to_pyarrow().to_pylist()
        facebook, instagram = re.split(r'^"(?:New )?Instagram[^,]*$', path.read_text("utf-16"), flags=re.MULTILINE)
        assert {row["channel_id"]: row["n"] for row in counted} == {
            channel: len(re.findall(r'^"20\d\d-', text, re.MULTILINE))
            for channel, text in (("facebook-museo", facebook), ("instagram-kuvat", instagram))
        }


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
