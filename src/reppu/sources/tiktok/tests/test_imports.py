"""TikTok Studio's ZIPs, and real files of Business Suite compared with a plain look at them."""

from __future__ import annotations

import csv
import os
import zipfile
from datetime import UTC, datetime, timedelta
from math import fsum
from pathlib import Path

import pytest

import reppu
from reppu.sources.facade import import_paths
from reppu.sources.tests.samples import recognised
from reppu.sources.tiktok.samples.write import HANDLE, files
from tests.shared_folder import shared

SAMPLES = files()
OVERVIEW = SAMPLES[f"Overview_2025-12-30_1767398400_{HANDLE}.csv"].rstrip(b"\n")  # as TikTok writes it


def days(folder: Path) -> list[tuple[str, float]]:
    rows = reppu.open(folder).latest_observations().to_pyarrow().to_pylist()
    return sorted((str(r["period_start"]), r["value"]) for r in rows if r["measure"] == "tiktok.account.views")


def test_days_that_name_no_account_say_which_channel_they_were_taken_to_be_of(tmp_path: Path) -> None:
    path = tmp_path / "Overview.csv"
    path.write_bytes(OVERVIEW)
    (outcome,) = import_paths(reppu.open(tmp_path / "home"), [path], as_of=datetime(2026, 1, 3, tzinfo=UTC))
    assert outcome.channel == "tiktok"
    words = " ".join(note.in_language("en") for note in outcome.notes)
    assert f"taken to be of channel tiktok. If it is not: reppu withdraw {outcome.entry_no}, then" in words


def test_the_name_of_the_zip_tells_the_account_and_the_year(tmp_path: Path) -> None:
    path = tmp_path / f"Overview_2025-12-30_1767398400_{HANDLE} (2).zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Overview.csv", OVERVIEW)
    (outcome,) = import_paths(reppu.open(tmp_path / "home"), [path])
    assert (outcome.channel, outcome.refused, outcome.observations) == ("tiktok-esimerkki-vesi", [], 20)
    assert days(tmp_path / "home") == [
        ("2025-12-30", 0.0), ("2025-12-31", 100.0), ("2026-01-01", 200.0), ("2026-01-02", 50.0)
    ]  # fmt: skip
    assert not [note for note in outcome.notes if "no year" in note.in_language("en")]


def test_the_time_of_the_file_tells_the_year_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "Overview.csv"
    path.write_bytes(OVERVIEW)
    downloaded = datetime(2024, 1, 3, 10, tzinfo=UTC).timestamp()
    os.utime(path, (downloaded, downloaded))
    (outcome,) = import_paths(reppu.open(tmp_path / "home"), [path])
    assert [day for day, _views in days(tmp_path / "home")] == ["2023-12-30", "2023-12-31", "2024-01-01", "2024-01-02"]
    assert any("The days in this file have no year" in note.in_language("en") for note in outcome.notes)


def test_the_day_that_a_person_states_goes_before_the_time_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "Overview.csv"
    path.write_bytes(OVERVIEW)
    import_paths(reppu.open(tmp_path / "home"), [path], as_of=datetime(2022, 2, 1, 12, tzinfo=UTC))
    assert days(tmp_path / "home")[0][0] == "2021-12-30"


def test_a_date_and_everybody_s_words_are_not_tiktok_s() -> None:
    assert list(recognised(b"Date,Likes,Comments,Shares,Followers\n2026-01-01,1,2,3,4\n", "social.csv")) == []


@pytest.mark.needs_shared
def test_real_files_of_business_suite_are_read_to_the_last_number(tmp_path: Path) -> None:
    folder = shared("exports/tiktok")
    lake = reppu.open(tmp_path)
    names = ("TIKTOK_RAW.csv", "TIKTOK_AUDIENCE_RAW.csv", "TIKTOK_VIDEO_RAW.csv")
    overview, audience, videos = import_paths(lake, [folder / name for name in names])

    def plain(name: str) -> list[list[str]]:
        with (folder / name).open(newline="", encoding="utf-8-sig") as stream:
            return list(csv.reader(stream))

    told = [plain(name) for name in names]
    assert [one.refused_total for one in (overview, audience, videos)] == [0, 0, 0]
    assert (overview.rows, overview.observations) == (len(told[0]) - 1, (len(told[0]) - 1) * 11)
    assert (audience.rows, audience.observations) == (len(told[1]) - 1, (len(told[1]) - 1) * 4)
    assert (videos.posts, videos.observations) == (len(told[2]) - 1, (len(told[2]) - 1) * 5)
    assert {one.channel for one in (overview, audience, videos)} == {"tiktok-vintagerest-bg"}
    assert not [note for note in videos.notes if "do not agree" in note.in_language("en")]

    rows = lake.latest_observations().to_pyarrow().to_pylist()
    for measure, table, column in (
        ("tiktok.account.views", 0, 1), ("tiktok.account.comments", 0, 6), ("tiktok.account.net_follows", 0, 9),
        ("tiktok.account.engaged_audience", 1, 4), ("tiktok.post.views", 2, 3), ("tiktok.post.saves", 2, 7),
    ):  # fmt: skip
        cells = [row[column] for row in told[table][1:]]
        known = [row["value"] for row in rows if row["measure"] == measure and row["value"] is not None]
        assert fsum(known) == fsum(float(cell) for cell in cells if cell not in ("NAN", "--"))
    followers = [row["value"] for row in rows if row["measure"] == "tiktok.account.followers"]
    assert followers == [None] * (len(told[1]) - 1)
    published = {row["post_id"]: row["published_at"] for row in lake.latest_posts().to_pyarrow().to_pylist()}
    for row in told[2][1:]:
        told_at = datetime.strptime(row[2], "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC)
        # the id was given when the upload began, seconds before
        assert timedelta(0) <= told_at - published[row[1].rpartition("/")[2]] < timedelta(seconds=60)
