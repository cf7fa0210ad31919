"""Whose a file is that names nobody: its videos tell, as far as they can."""

from __future__ import annotations

import os
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reppu.lake.facade import Lake, channel_created, open_lake
from reppu.sources.facade import ImportOutcome, import_paths
from reppu.sources.youtube.samples.write import files
from tests.shared_folder import shared

SAMPLES = files()
TABLE = SAMPLES["Table data.csv"]
CHART = SAMPLES["Chart data.csv"]
TOTALS = SAMPLES["Totals.csv"]
DOWNLOADED = datetime(2026, 8, 1, 9, tzinfo=UTC)
QUARTER = "Table data 2026-01-01_2026-03-31.csv"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path / "home")


def of_bertta(content: bytes) -> bytes:
    """The same with other videos, another account's."""
    for number, video in enumerate((b"pUtk1st0t_0", b"-kevat2026A", b"vanHa-2o24x", b"yks1tyinenX")):
        content = content.replace(video, b"bertta2026%d" % number)
    return content


def put(folder: Path, **named: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in named.items():
        path = folder / f"{name.replace('_', ' ')}.csv"
        path.write_bytes(content)
        os.utime(path, (DOWNLOADED.timestamp(), DOWNLOADED.timestamp()))
    return folder


def quarter(lake: Lake, folder: Path, content: bytes, channel: str | None = None) -> ImportOutcome:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / QUARTER).write_bytes(content)
    [outcome] = import_paths(lake, [folder / QUARTER], channel=channel)
    return outcome


def said(outcome: ImportOutcome, language: str = "en") -> str:
    return " ".join(refusal.reason.in_language(language) for refusal in outcome.refused)


def notes(outcome: ImportOutcome) -> str:
    return " ".join(note.in_language("en") for note in outcome.notes)


def test_the_first_file_makes_the_channel_and_says_that_it_was_guessed(lake: Lake, tmp_path: Path) -> None:
    first = quarter(lake, tmp_path / "a", TABLE)
    assert first.channel == "youtube"
    assert f"taken to be of channel youtube. If it is not: reppu withdraw {first.entry_no}, then" in notes(first)
    # a later download shares videos: the same account, and nothing to say
    later = quarter(lake, tmp_path / "b", TABLE.replace(b",4012,", b",4100,"))
    assert later.channel == "youtube" and "taken to be" not in notes(later)


def test_a_table_of_other_videos_of_the_same_time_is_refused_with_commands_that_settle_it(
    lake: Lake, tmp_path: Path
) -> None:
    quarter(lake, tmp_path / "a", TABLE)
    position = lake.position
    refused = quarter(lake, tmp_path / "b", of_bertta(TABLE))
    assert (refused.entry_no, lake.position) == (None, position)
    reason = said(refused)
    assert "Not one of its 4 posts of 2 Sept 2024 – 3 Mar 2026 is in channel youtube" in reason
    another, same = [line.strip() for line in reason.splitlines() if line.strip().startswith("reppu import")]
    assert another.endswith("--channel youtube-<NAME>") and shlex.split(same)[-2:] == ["--channel", "youtube"]
    assert "Yksikään sen 4 julkaisusta" in said(refused, "fi") and "Inget av dess 4" in said(refused, "sv")
    assert quarter(lake, tmp_path / "b", of_bertta(TABLE), channel="youtube-bertta").channel == "youtube-bertta"


def test_a_person_who_says_that_it_is_the_same_channel_is_believed(lake: Lake, tmp_path: Path) -> None:
    quarter(lake, tmp_path / "a", TABLE)
    assert quarter(lake, tmp_path / "b", of_bertta(TABLE), channel="youtube").channel == "youtube"


def test_new_videos_of_a_later_time_are_no_reason_to_doubt(lake: Lake, tmp_path: Path) -> None:
    quarter(lake, tmp_path / "a", TABLE)
    head = TABLE.splitlines(keepends=True)[0]
    later = head + b'kesa2026-01,Vesi,"Jun 15, 2026",1,900,1,1,1,0:00:01,1,1\n'
    [outcome] = import_paths(lake, [put(tmp_path / "2026-04-01_2026-06-30", Table_data=later)])
    assert outcome.channel == "youtube" and "taken to be of channel youtube" in notes(outcome)


def test_a_chart_of_chosen_videos_is_held_against_a_table_but_not_against_another_chart(
    lake: Lake, tmp_path: Path
) -> None:
    import_paths(lake, [put(tmp_path / "a", Chart_data=CHART)])
    [chart] = import_paths(lake, [put(tmp_path / "b", Chart_data=of_bertta(CHART))])
    assert chart.channel == "youtube"
    refused = quarter(
        lake, tmp_path / "c", TABLE.replace(b"pUtk1st0t_0", b"toinen2026a").replace(b"vanHa-2o24x", b"toinen2026b")
    )
    assert "Not one of its 4 posts" in said(refused)


def test_totals_beside_a_table_of_another_account_are_refused_with_it(lake: Lake, tmp_path: Path) -> None:
    quarter(lake, tmp_path / "a", TABLE)
    folder = put(tmp_path / "b", Chart_data=of_bertta(CHART), Table_data=of_bertta(TABLE), Totals=TOTALS)
    chart, table, totals = import_paths(lake, [folder])
    assert [one.entry_no for one in (chart, table, totals)] == [None, None, None]
    assert "Not one of its 2 posts" in said(chart) and "Not one of its 4 posts" in said(table)
    assert "a file beside it looks like another account's than channel youtube" in said(totals)
    settled = import_paths(lake, [folder], channel="youtube-bertta")
    assert {one.channel for one in settled} == {"youtube-bertta"}


def test_totals_alone_have_nothing_to_tell_by_and_say_where_they_went(lake: Lake, tmp_path: Path) -> None:
    quarter(lake, tmp_path / "a", TABLE)
    [totals] = import_paths(lake, [put(tmp_path / "b", Totals=TOTALS)])
    assert totals.channel == "youtube" and "taken to be of channel youtube" in notes(totals)


def test_a_name_of_a_file_does_not_give_another_account_s_channel_away(lake: Lake, tmp_path: Path) -> None:
    quarter(lake, tmp_path / "a", TABLE)
    folder = put(tmp_path / "Content 2026-01-01_2026-03-31 Bertta TV", Table_data=of_bertta(TABLE), Totals=TOTALS)
    table, totals = import_paths(lake, [folder])
    assert [table.entry_no, totals.entry_no] == [None, None]
    assert "--channel youtube-bertta-tv" in said(table) and "--channel youtube-bertta-tv" in said(totals)
    assert lake.channels()[0].accounts == ()


def test_posts_that_came_another_way_prove_nothing(lake: Lake, tmp_path: Path) -> None:
    lake.record(*channel_created("youtube", "youtube", "youtube", ()), "test")
    own = (
        b"Date,Network,Post,Post ID,Profile,Impressions\n"
        b"01/15/2026 9:30 am,YouTube,Putkistot talvella,sprout-17,youtube,12\n"
    )
    sprout = put(tmp_path / "sprout", Post_Performance=own)
    [first] = import_paths(lake, [sprout], channel="youtube")
    assert (first.channel, first.posts) == ("youtube", 1)
    assert lake.channels()[0].accounts == ("youtube:youtube",)
    assert quarter(lake, tmp_path / "a", TABLE).channel == "youtube"


@pytest.mark.needs_shared
def test_a_stranger_s_table_does_not_join_a_real_download(lake: Lake, tmp_path: Path) -> None:
    folder = shared("exports/youtube/de")
    outcomes = import_paths(lake, [folder])
    real = [one for one in outcomes if one.entry_no is not None]
    assert {(one.channel, one.posts) for one in real} == {("youtube", 500), ("youtube", 8), ("youtube", 0)}
    position = lake.position
    stranger = quarter(lake, tmp_path / "stranger", TABLE.replace(b"Sep 2, 2024", b"Sep 2, 2019"))
    assert "is in channel youtube" in said(stranger) and lake.position == position
    # the made-up account published in 2024 and 2026, the real one until 2020: nothing speaks against one account
    assert quarter(lake, tmp_path / "late", TABLE).channel == "youtube"
