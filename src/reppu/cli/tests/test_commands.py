"""Every command from the outside: arguments in; exit code, standard output and error stream out."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.shared_folder import shared

HEADER = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,"
    "Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
)
DOWNLOADED = datetime(2026, 9, 1, 9, tzinfo=UTC)


def snowflake(moment: datetime) -> int:
    return (int(moment.timestamp() * 1000) - 1288834974657) << 22


def write_x_export(folder: Path, impressions: list[int | str], month: int = 8) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    rows = [HEADER]
    for number, seen in enumerate(impressions):
        at = datetime(2026, month, 1, 9, tzinfo=UTC) + timedelta(days=number % 27, minutes=number)
        post = snowflake(at)
        engagements = 4 + number % 5
        rows.append(
            f'{post},"{at:%a, %b} {at.day}, {at.year}",Vesi on kirkasta {number},https://x.com/esimerkkila/status/{post},'
            f"{seen},{engagements},{engagements + 2},0,0,0,1,1,0,0,0,0,0"
        )
    path = folder / f"account_analytics_content_2026-{month:02}-01_2026-{month:02}-28.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    os.utime(path, (DOWNLOADED.timestamp(), DOWNLOADED.timestamp()))
    return path


def test_an_import_says_what_it_read_and_metrics_count_it(reppu, tmp_path):
    export = write_x_export(tmp_path, [100 + number for number in range(30)])
    imported = reppu("import", export, "--json")
    assert imported.code == 0, imported.err
    (outcome,) = imported.document()["imports"]
    assert (outcome["rows"], outcome["posts"], outcome["skipped"], outcome["refused_total"]) == (30, 30, False, 0)
    answer = reppu("metrics", "impressions", "--by", "channel,month", "--json").document()
    (row,) = answer["rows"]
    assert row["month"] == "2026-08"
    assert row["value"] == sum(100 + number for number in range(30))
    assert row["low"] == row["high"] == row["value"]
    assert row["state"] == "ok"


def test_the_same_file_again_is_skipped_and_changes_nothing(reppu, tmp_path):
    export = write_x_export(tmp_path, [100] * 10)
    reppu("import", export)
    again = reppu("import", export, "--json")
    assert again.code == 0
    assert again.document()["imports"][0]["skipped"] is True
    assert reppu("metrics", "posts", "--json").document()["rows"][0]["value"] == 10


def test_a_bad_cell_is_refused_with_its_place_and_the_rest_is_kept(reppu, tmp_path):
    export = write_x_export(tmp_path, [100, 100, "many", 100, 100, 100])
    ran = reppu("import", export, "--json")
    assert ran.code == 1
    (outcome,) = ran.document()["imports"]
    assert outcome["refused_total"] == 1
    assert outcome["refused"][0]["row"] == 4
    assert outcome["refused"][0]["column"] == "Impressions"
    assert reppu("metrics", "impressions", "--json").document()["rows"][0]["value"] == 500


def test_withdrawing_an_import_takes_its_numbers_away_and_withdrawing_that_brings_them_back(reppu, tmp_path):
    outcome = reppu("import", write_x_export(tmp_path, [100] * 8), "--json").document()["imports"][0]
    before = reppu("status", "--json").document()["position"]
    undone = reppu("withdraw", str(outcome["entry_no"]))
    assert undone.code == 0
    assert not [row for row in reppu("metrics", "posts", "--json").document()["rows"] if row["value"]]
    pinned = reppu("metrics", "posts", "--position", str(before), "--json").document()
    assert pinned["rows"][0]["value"] == 8
    reppu("withdraw", str(before + 1))
    assert reppu("metrics", "posts", "--json").document()["rows"][0]["value"] == 8


def test_wrong_arguments_end_with_2_and_say_what_is_expected(reppu):
    ran = reppu("metrics", "posts", "--since", "1.3.2026")
    assert ran.code == 2
    assert "2026-03-31" in ran.err
    assert reppu("metrics", "posts", "--as-of", "2026-03-01", "--position", "1").code == 2


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59-12:00"])
def test_a_day_far_from_our_time_is_a_wrong_argument_and_not_a_crash(reppu, tmp_path, day):
    ran = reppu("import", write_x_export(tmp_path, [100]), "--as-of", day)
    assert ran.code == 2
    assert day in ran.err
    assert "1970" in ran.err
    assert reppu("metrics", "posts", "--as-of", day).code == 2
    assert reppu("metrics", "posts", "--since", day).code == 2
    assert reppu("metrics", "posts", "--until", day).code == 2


def test_a_channel_may_be_said_for_each_platform(reppu, tmp_path):
    chart = tmp_path / "Visits.csv"
    lines = ["sep=,", '"Facebook Page visits"', '"Date","Facebook Page likes"', '"2021-03-29T00:00:00","3"', "",
             '"Instagram profile visits"', '"Date","Instagram followers"', '"2021-03-29T00:00:00","11"']  # fmt: skip
    chart.write_bytes("\n".join(lines).encode("utf-16"))
    half = reppu("import", chart, "--channel", "facebook-museo")
    assert half.code == 1
    assert "--channel facebook-museo --channel instagram-museo" in half.out
    both = reppu("import", chart, "--channel", "facebook-museo", "--channel", "instagram-talo", "--json")
    assert both.document()["imports"][0]["channel"] == "facebook-museo, instagram-talo"


def test_status_says_a_channel_s_id_once(reppu, tmp_path):
    channel = reppu("import", write_x_export(tmp_path, [100]), "--json").document()["imports"][0]["channel"]
    shown = reppu("status", "--json").document()["channels"][0]
    assert shown["name"] == reppu("channels", "--json").document()["channels"][0]["name"]
    assert f"{shown['name']} ({channel})" in reppu("status").out
    assert f"({channel}) ({channel})" not in reppu("status").out


def test_square_brackets_in_a_channel_s_name_are_shown_as_they_are(reppu, tmp_path):
    channel = reppu("import", write_x_export(tmp_path, [100]), "--json").document()["imports"][0]["channel"]
    reppu("channels", "rename", channel, "Vesi [/b] [bold]")
    reppu("withdraw", "2")
    ran = reppu("status")
    assert ran.code == 0
    assert ran.out.count("Vesi [/b] [bold]") == 2  # in the table, and in the problem that nothing is imported


def test_an_unknown_metric_is_refused_with_the_names_there_are(reppu):
    ran = reppu("metrics", "likes_per_coffee")
    assert ran.code in (1, 2)
    assert "engagement_rate_by_impressions" in ran.err


def test_a_missing_file_is_named(reppu, tmp_path):
    ran = reppu("import", tmp_path / "not-there.csv")
    assert ran.code in (1, 2)
    assert "not-there.csv" in ran.out + ran.err


def test_a_season_is_packed_and_verified_to_the_digit(reppu, tmp_path):
    reppu("import", write_x_export(tmp_path / "exports", [100 + 7 * number for number in range(60)]))
    packed = reppu("pack", "--season", "2026-summer", "--out", tmp_path / "book", "--language", "fi")
    assert packed.code == 0, packed.err
    assert (tmp_path / "book" / "review.pdf").read_bytes().startswith(b"%PDF")
    verified = reppu("verify", tmp_path / "book" / "manifest.json", "--json")
    assert verified.code == 0, verified.err + verified.out


def test_channels_are_listed_renamed_and_merged(reppu, tmp_path):
    reppu("import", write_x_export(tmp_path, [100] * 6))
    (channel,) = reppu("channels", "--json").document()["channels"]
    assert channel["platform"] == "x"
    assert reppu("channels", "rename", channel["channel"], "Pääkanava").code == 0
    assert reppu("channels", "list", "--json").document()["channels"][0]["name"] == "Pääkanava"
    assert reppu("channels", "merge", "Pääkanava", "no-such").code == 1


def test_settings_are_changed_checked_and_kept(reppu):
    assert reppu("settings", "time_zone", "Europe/Stockholm").code == 0
    assert reppu("settings", "--json").document()["time_zone"] == "Europe/Stockholm"
    wrong = reppu("settings", "time_zone", "Europe/Atlantis")
    assert wrong.code == 1
    assert "Europe/Helsinki" in wrong.err
    assert reppu("settings", "season.toimikausi", "08-01..05-31").code == 0
    assert reppu("settings", "colour", "green").code == 1


def test_doctor_finds_nothing_wrong_in_a_fresh_lake_and_names_a_damaged_file(reppu, tmp_path, own_home):
    reppu("import", write_x_export(tmp_path, [100] * 6))
    assert reppu("doctor").code == 0
    damaged = sorted(own_home.glob("organisations/*/lake/data/*.parquet"))[0]
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.chmod(0o644)
    damaged.write_bytes(content)
    ran = reppu("doctor")
    assert ran.code == 1
    assert damaged.name in ran.out


def test_erasing_needs_a_yes_where_nobody_can_be_asked(reppu, monkeypatch):
    ran = reppu("erase", "--before", "2026-01-01")
    assert ran.code == 1
    assert "--yes" in ran.err
    assert reppu("erase", "--yes").code == 2


def test_compacting_changes_no_number(reppu, tmp_path):
    for month in (5, 6, 7, 8):
        reppu("import", write_x_export(tmp_path / str(month), [100 + month] * 9, month))
    before = reppu("metrics", "impressions", "--by", "month", "--json").out
    assert reppu("compact").code == 0
    assert reppu("metrics", "impressions", "--by", "month", "--json").out == before


@pytest.mark.parametrize(
    ("language", "word"), [("fi", "Tuo vientitiedostoja"), ("sv", "Läs in exportfiler"), ("en", "Read exports")]
)
def test_help_speaks_three_languages(language, word):
    import subprocess
    import sys

    ran = subprocess.run(
        [sys.executable, "-m", "reppu", "--help"],
        env={**os.environ, "REPPU_LANGUAGE": language},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert word in ran.stdout


def test_every_metric_is_listed_with_what_it_tells(reppu):
    names = {one["metric"] for one in reppu("metrics", "--json").document()["metrics"]}
    assert {"posts", "impressions", "reach", "engagements", "followers", "net_follower_growth"} <= names


@pytest.mark.needs_shared
def test_a_real_x_export_goes_from_file_to_book(reppu, tmp_path):
    imported = reppu("import", shared("exports", "x"), "--json")
    document = imported.document()
    per_post = [one for one in document["imports"] if one["posts"]]
    assert [one["posts"] for one in per_post] == [len(set(_post_ids(shared("exports", "x"))))]
    rate = reppu("metrics", "engagement_rate_by_impressions", "--json").document()["rows"]
    assert 0 < rate[0]["value"] < 1
    packed = reppu("pack", "--season", "2022-02", "--out", tmp_path / "book", "--language", "en")
    assert packed.code == 0, packed.err
    assert reppu("verify", tmp_path / "book" / "manifest.json").code == 0


def _post_ids(folder: Path) -> list[str]:
    import csv

    (export,) = folder.glob("tweet_activity_metrics_*.csv")
    with export.open(encoding="utf-8", newline="") as stream:
        return [row["Tweet id"] for row in csv.DictReader(stream)]
