"""The demo's files, byte by byte and as a whole. Decoding is done anew here, not with the writer's functions."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import math
import re
import statistics
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reppu.demo.facade import DemoPlan, write_exports
from reppu.demo.tests.test_identifiers import moment_of_shortcode, moment_of_tweet
from reppu.vocabulary.errors import ReppuError

HELSINKI, PACIFIC = ZoneInfo("Europe/Helsinki"), ZoneInfo("America/Los_Angeles")
# As read from real files of 2025 and 2026.
FACEBOOK = [
    "Post ID",
    "Page ID",
    "Page name",
    "Title",
    "Description",
    "Duration (sec)",
    "Publish time",
    "Caption type",
    "Permalink",
    "Is crosspost",
    "Is share",
    "Post type",
    "Languages",
    "Custom labels",
    "Funded content status",
    "Data comment",
    "Date",
    "Views",
    "Reach",
    "Reactions, Comments and Shares",
    "Reactions",
    "Comments",
    "Shares",
    "Total clicks",
    "Link Clicks",
    "Other Clicks",
    "Matched Audience Targeting Consumption (Photo Click)",
    "Seconds viewed",
    "Average Seconds viewed",
    "Estimated earnings (USD)",
    "Ad impressions",
]
INSTAGRAM = [
    "Post ID",
    "Account ID",
    "Account username",
    "Account name",
    "Description",
    "Duration (sec)",
    "Publish time",
    "Permalink",
    "Post type",
    "Data comment",
    "Date",
    "Views",
    "Reach",
    "Likes",
    "Shares",
    "Comments",
    "Saves",
    "Follows",
]
X_POSTS = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,"
    "Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
)
X_DAYS = (
    "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,Create Post,"
    "Video views,Media views"
)
META_NAME = re.compile(r"[A-Z][a-z]{2}-\d\d-\d{4}_[A-Z][a-z]{2}-\d\d-\d{4}_\d{15,16}\.csv")


def rows_of(path: Path) -> list[dict[str, str]]:
    encoding = "utf-8-sig" if META_NAME.fullmatch(path.name) else "utf-8"
    table = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))
    header = table[0]
    return [dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=True)) for row in table[1:]]


def files_of(demo: DemoPlan, kind: str) -> list[Path]:
    found = {
        "facebook": lambda path: META_NAME.fullmatch(path.name) and b'"Page ID"' in path.read_bytes()[:200],
        "instagram": lambda path: META_NAME.fullmatch(path.name) and b'"Account ID"' in path.read_bytes()[:200],
        "x": lambda path: path.name.startswith("account_analytics_content_"),
        "x days": lambda path: path.name == "account_overview_analytics.csv",
        "charts": lambda path: path.read_bytes()[:2] == b"\xff\xfe",
    }[kind]
    return [path for path in demo.files if found(path)]


def latest_rows(demo: DemoPlan, kind: str, key: str) -> dict[str, dict[str, str]]:
    """Each post as its newest export shows it; files come in the order of their months."""
    return {row[key]: row for path in files_of(demo, kind) for row in rows_of(path)}


def fingerprint(folder: Path) -> dict[str, tuple[str, float]]:
    return {
        path.relative_to(folder).as_posix(): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_times(demo: DemoPlan, tmp_path: Path) -> None:
    again = write_exports(tmp_path / "again")
    assert fingerprint(again.folder) == fingerprint(demo.folder)
    assert again.truth == demo.truth


def test_another_seed_gives_other_numbers_and_other_posts(demo: DemoPlan, tmp_path: Path) -> None:
    other = write_exports(tmp_path / "other", seed=2017)
    ours = {digest for digest, _time in fingerprint(demo.folder).values()}
    theirs = {digest for digest, _time in fingerprint(other.folder).values()}
    assert not ours & theirs
    assert other.truth["viral"]["reach"] != demo.truth["viral"]["reach"]


def test_it_is_small_enough_to_import_in_a_moment(demo: DemoPlan) -> None:
    assert 60 <= len(demo.files) <= 160
    assert sum(path.stat().st_size for path in demo.files) < 10_000_000
    assert set(demo.files) == {path for path in demo.folder.rglob("*") if path.is_file()}


def test_a_season_can_be_compared_with_the_one_before_and_with_the_year_before(demo: DemoPlan) -> None:
    assert (demo.season, demo.season_before, demo.season_a_year_before) == ("2026-summer", "2026-spring", "2025-summer")
    for platform in ("facebook", "instagram"):
        seasons = demo.truth["channels"][platform]["seasons"]
        assert all(seasons[name]["posts"] >= 30 for name in seasons)


def test_modification_times_are_the_months_in_which_the_exports_were_taken(demo: DemoPlan) -> None:
    for path in demo.files:
        taken = datetime.fromtimestamp(path.stat().st_mtime, HELSINKI)
        assert taken.strftime("%Y-%m") == path.parent.name
        assert taken.day <= 8


def test_facebook_and_instagram_files_have_meta_s_bytes(demo: DemoPlan) -> None:
    for kind, header in (("facebook", FACEBOOK), ("instagram", INSTAGRAM)):
        assert len(files_of(demo, kind)) == 16
        for path in files_of(demo, kind):
            raw = path.read_bytes()
            assert raw.startswith(b'\xef\xbb\xbf"Post ID",')
            assert b"\r" not in raw and raw.endswith(b"\n")
            assert next(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))) == header
            assert {row["Date"] for row in rows_of(path)} == {"Lifetime"}
    first_lines = files_of(demo, "facebook")[0].read_text("utf-8-sig").split("\n")[0]
    # only a field with a space, comma or line break is quoted
    assert first_lines.startswith('"Post ID","Page ID","Page name",Title,Description,"Duration (sec)"')
    assert any("\n\n" in row["Title"] for row in rows_of(files_of(demo, "facebook")[-1]))


def test_some_rows_of_facebook_end_early_as_real_ones_do(demo: DemoPlan) -> None:
    lengths: dict[int, int] = defaultdict(int)
    for path in files_of(demo, "facebook"):
        for row in list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))[1:]:
            lengths[len(row)] += 1
    assert set(lengths) == {27, 31}
    assert lengths[27] < lengths[31] / 10


def test_x_files_have_x_s_bytes(demo: DemoPlan) -> None:
    for kind, header in (("x", X_POSTS), ("x days", X_DAYS)):
        for path in files_of(demo, kind):
            text = path.read_bytes().decode("utf-8")
            assert text.split("\n")[0] == header
            assert re.match(r"[^\n]*\n(\d+,)?\"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [A-Z][a-z]{2} \d{1,2}, 20\d\d\",", text)
    texts = [row["Post text"] for row in latest_rows(demo, "x", "Post id").values()]
    assert any("&amp;" in text for text in texts) and not any(re.search(r"&(?!amp;|lt;|gt;)", text) for text in texts)
    assert not any("\n" in text for text in texts)
    assert sum(text.startswith("@") for text in texts) > 20


def test_charts_are_utf_16_with_excel_s_hint_and_facebook_s_winter_hour(demo: DemoPlan) -> None:
    titles = defaultdict(set)
    for path in files_of(demo, "charts"):
        lines = path.read_bytes().decode("utf-16").split("\n")
        assert lines[0] == "sep=,"
        assert lines[2] == '"Date","Primary"'
        assert lines[-2:] == ["", ""]
        titles[path.name].add(lines[1].strip('"'))
        for line in lines[3:-2]:
            day, hour = re.fullmatch(r'"(\d{4}-\d\d-\d\d)T(0[01]):00:00","\d+"', line).groups()  # type: ignore[union-attr]
            summer = bool(datetime.fromisoformat(day + "T12:00").replace(tzinfo=PACIFIC).dst())
            facebook = "Facebook" in lines[1]
            assert hour == ("01" if facebook and not summer else "00")
    assert titles["Reach.csv"] == {"Facebook reach"}
    assert titles["Reach (1).csv"] == {"Reach"}
    assert titles["Visits (1).csv"] == {"Instagram profile visits"}


def test_instagram_s_links_and_wall_clock_agree(demo: DemoPlan) -> None:
    seasons_of_clock = set()
    for row in latest_rows(demo, "instagram", "Post ID").values():
        code = row["Permalink"].rstrip("/").rsplit("/", 1)[1]
        stated = datetime.strptime(row["Publish time"], "%m/%d/%Y %H:%M").replace(tzinfo=PACIFIC)
        seconds_late = stated.timestamp() - moment_of_shortcode(code) / 1000
        assert -60 < seconds_late < 600
        seasons_of_clock.add(stated.dst())
    assert len(seasons_of_clock) == 2  # winter and summer time both occur


def test_x_ids_hold_the_day_that_the_row_states(demo: DemoPlan) -> None:
    rows = latest_rows(demo, "x", "Post id")
    assert len(rows) > 250
    for identifier, row in rows.items():
        moment = datetime.fromtimestamp(moment_of_tweet(identifier) / 1000, UTC)
        assert row["Date"] == f"{moment:%a}, {moment:%b} {moment.day}, {moment.year}"
        assert row["Post Link"] == f"https://x.com/EsimerkkiVesi/status/{identifier}"
        assert not identifier.endswith("000")


def test_numbers_grow_with_age_except_where_the_platform_restates(demo: DemoPlan) -> None:
    seen: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for path in files_of(demo, "facebook"):
        for row in rows_of(path):
            published = datetime.strptime(row["Publish time"], "%m/%d/%Y %H:%M").replace(tzinfo=PACIFIC)
            seen[row["Post ID"]].append((published.astimezone(HELSINKI).date(), int(row["Reach"])))
    (restated,) = [one for one in demo.truth["restated"] if one["platform"] == "facebook"]
    fell = {
        found[0][0].isoformat()
        for found in seen.values()
        if any(b < a for (_d, a), (_e, b) in itertools.pairwise(found))
    }
    assert fell
    assert all(restated["first"] <= day <= restated["last"] for day in fell)
    grown = [found[-1][1] / found[0][1] for found in seen.values() if len(found) == 3 and found[0][1] > 500]
    assert 1.0 < statistics.median(grown) < 1.2


def test_every_post_of_the_season_was_seen_once_at_an_age_of_15_to_45_days(demo: DemoPlan) -> None:
    ages: dict[str, list[float]] = defaultdict(list)
    for path in files_of(demo, "instagram"):
        for row in rows_of(path):
            moment = moment_of_shortcode(row["Permalink"].rstrip("/").rsplit("/", 1)[1]) / 1000
            if (
                datetime(2026, 6, 1, tzinfo=HELSINKI).timestamp()
                <= moment
                < datetime(2026, 9, 1, tzinfo=HELSINKI).timestamp()
            ):
                ages[row["Post ID"]].append((path.stat().st_mtime - moment) / 86_400)
    assert len(ages) == demo.truth["channels"]["instagram"]["seasons"]["2026-summer"]["posts"]
    assert all(any(15 <= age <= 45 for age in found) for found in ages.values())


def test_missing_days_are_absent_from_every_file(demo: DemoPlan) -> None:
    missing = demo.truth["missing_days"]
    stated = {
        datetime.strptime(row["Date"], "%a, %b %d, %Y").date().isoformat()  # noqa: DTZ007 a day has no zone
        for path in files_of(demo, "x days")
        for row in rows_of(path)
    }
    first, last = min(stated), max(stated)
    assert all(first < day < last and day not in stated for day in missing["x"])
    for platform, name in (("facebook", "Reach.csv"), ("instagram", "Reach (1).csv")):
        days = set()
        for path in files_of(demo, "charts"):
            if path.name == name:
                days |= set(re.findall(r"\d{4}-\d\d-\d\d", path.read_bytes().decode("utf-16")))
        assert all(min(days) < day < max(days) and day not in days for day in missing[platform])
        # nothing else is missing: the quarters' charts overlap
        every_day = (date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days + 1
        assert len(days) == every_day - len(missing[platform])


def test_a_later_daily_export_states_other_numbers(demo: DemoPlan) -> None:
    stated: dict[str, set[str]] = defaultdict(set)
    for path in files_of(demo, "x days"):
        for row in rows_of(path):
            stated[row["Date"]].add(row["Impressions"])
    (restated,) = [one for one in demo.truth["restated"] if one["platform"] == "x"]
    first = date.fromisoformat(restated["first"])
    assert len(stated[f"{first:%a}, {first:%b} {first.day}, {first.year}"]) == 2
    assert len(stated["Sat, Nov 15, 2025"]) == 1


def test_x_stops_on_the_day_that_the_truth_says(demo: DemoPlan) -> None:
    last = max(moment_of_tweet(identifier) for identifier in latest_rows(demo, "x", "Post id"))
    assert datetime.fromtimestamp(last / 1000, HELSINKI).date().isoformat() == demo.truth["stops"]["x"]
    assert max(path.parent.name for path in files_of(demo, "x")) < max(path.parent.name for path in demo.files)


def test_the_viral_post_dwarfs_its_season(demo: DemoPlan) -> None:
    rows = latest_rows(demo, "instagram", "Post ID")
    viral = rows.pop(demo.truth["viral"]["post_id"])
    assert int(viral["Reach"]) > 5 * max(int(row["Reach"]) for row in rows.values())
    assert viral["Permalink"] == demo.truth["viral"]["link"]


def test_the_mishap_s_posts_are_commented_far_more_than_others(demo: DemoPlan) -> None:
    rows = latest_rows(demo, "facebook", "Post ID")
    mishap = [rows.pop(identifier) for identifier in demo.truth["mishap"]["post_ids"]]
    assert len(mishap) == 3
    share = [int(row["Comments"]) / int(row["Reactions, Comments and Shares"]) for row in mishap]
    ordinary = sum(int(row["Comments"]) for row in rows.values()) / sum(
        int(row["Reactions, Comments and Shares"]) for row in rows.values()
    )
    assert min(share) > 2.5 * ordinary


def test_the_parts_add_up_to_the_whole(demo: DemoPlan) -> None:
    for row in latest_rows(demo, "facebook", "Post ID").values():
        parts = sum(int(row[name]) for name in ("Reactions", "Comments", "Shares"))
        assert parts == int(row["Reactions, Comments and Shares"]) <= int(row["Reach"]) <= int(row["Views"])
    for row in latest_rows(demo, "x", "Post id").values():
        assert int(row["Likes"]) <= int(row["Engagements"]) <= int(row["Impressions"])


def season_rows(demo: DemoPlan, start: date, end: date) -> list[dict[str, str]]:
    found = []
    for row in latest_rows(demo, "facebook", "Post ID").values():
        published = datetime.strptime(row["Publish time"], "%m/%d/%Y %H:%M").replace(tzinfo=PACIFIC)
        if start <= published.astimezone(HELSINKI).date() <= end:
            found.append(row)
    return found


def rate_with_error(rows: list[dict[str, str]]) -> tuple[float, float]:
    """Ratio of sums and its linearised standard error (Cochran 1977, section 6.4)."""
    reach = [int(row["Reach"]) for row in rows]
    done = [int(row["Reactions, Comments and Shares"]) for row in rows]
    rate, n = sum(done) / sum(reach), len(rows)
    spread = sum((y - rate * x) ** 2 for x, y in zip(reach, done, strict=True)) / (n - 1)
    return rate, math.sqrt(spread / n) / (sum(reach) / n)


def test_the_finding_is_in_the_files_seen_more_but_a_smaller_share_takes_part(demo: DemoPlan) -> None:
    now = season_rows(demo, date(2026, 6, 1), date(2026, 8, 31))
    before = season_rows(demo, date(2026, 3, 1), date(2026, 5, 31))
    (rate_now, error_now), (rate_before, error_before) = rate_with_error(now), rate_with_error(before)
    truth = demo.truth["channels"]["facebook"]["seasons"]
    # within three standard errors of the truth, which itself lies nearer to the parameters than the two to each other
    assert abs(rate_now - truth["2026-summer"]["rate"]) < 3 * error_now
    assert abs(rate_before - truth["2026-spring"]["rate"]) < 3 * error_before
    assert rate_before - rate_now > 1.645 * math.hypot(error_now, error_before)
    assert sum(int(row["Reach"]) for row in now) > 1.3 * sum(int(row["Reach"]) for row in before)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_finding_does_not_hang_on_the_seed(seed: int, tmp_path: Path) -> None:
    plan = write_exports(tmp_path / "exports", seed=seed)
    rate_now, _error = rate_with_error(season_rows(plan, date(2026, 6, 1), date(2026, 8, 31)))
    rate_before, _error = rate_with_error(season_rows(plan, date(2026, 3, 1), date(2026, 5, 31)))
    assert 0.02 < rate_now < 0.9 * rate_before < 0.06


def test_engagement_rates_are_those_of_believable_organisations(demo: DemoPlan) -> None:
    rows = latest_rows(demo, "x", "Post id").values()
    x_rate = sum(int(row["Engagements"]) for row in rows) / sum(int(row["Impressions"]) for row in rows)
    instagram = latest_rows(demo, "instagram", "Post ID").values()
    done = sum(int(row[name]) for row in instagram for name in ("Likes", "Comments", "Shares", "Saves"))
    assert 0.01 < x_rate < 0.04
    assert 0.03 < done / sum(int(row["Reach"]) for row in instagram) < 0.08


def test_the_weekday_pattern_can_be_found_again(demo: DemoPlan) -> None:
    """By geometric means; its correlation with the truth shows that the pattern is in the files."""
    logs: dict[int, list[float]] = defaultdict(list)
    for row in latest_rows(demo, "facebook", "Post ID").values():
        published = datetime.strptime(row["Publish time"], "%m/%d/%Y %H:%M").replace(tzinfo=PACIFIC)
        logs[published.astimezone(HELSINKI).weekday()].append(math.log(int(row["Reach"])))
    found = [statistics.fmean(logs[weekday]) for weekday in range(7)]
    truth = [math.log(factor) for factor in demo.truth["channels"]["facebook"]["weekday_reach"]]
    workdays = slice(0, 5)  # few posts appear at weekends
    assert statistics.correlation(found[workdays], truth[workdays]) > 0.8
    assert max(range(5), key=found.__getitem__) == 1
    assert min(range(5), key=found.__getitem__) == 4


def test_captions_are_finnish_and_swedish_and_seldom_repeat(demo: DemoPlan) -> None:
    captions = [row["Title"] or row["Description"] for row in latest_rows(demo, "facebook", "Post ID").values()]
    assert len(set(captions)) > 0.97 * len(captions)
    swedish = sum(" och " in caption or "vattnet" in caption or "Läs mer" in caption for caption in captions)
    assert 0.05 < swedish / len(captions) < 0.3
    assert not any(re.search(r"[{}]", caption) for caption in captions)


def test_links_lead_nowhere_real(demo: DemoPlan) -> None:
    for kind, key in (("facebook", "Post ID"), ("instagram", "Post ID"), ("x", "Post id")):
        for row in latest_rows(demo, kind, key).values():
            text = row.get("Post text") or (row.get("Title") or "") + (row.get("Description") or "")
            assert all(host.endswith(".example") for host in re.findall(r"https?://([^/\s]+)", text))


def test_the_truth_is_plain_json(demo: DemoPlan, tmp_path: Path) -> None:
    demo.write_truth(tmp_path / "truth.json")
    assert json.loads((tmp_path / "truth.json").read_text("utf-8")) == demo.truth


def test_a_folder_with_somebody_s_own_files_is_left_alone(tmp_path: Path) -> None:
    own = tmp_path / "exports" / "budget.xlsx"
    own.parent.mkdir()
    own.write_bytes(b"not ours")
    with pytest.raises(ReppuError, match=r"budget\.xlsx"):
        write_exports(tmp_path / "exports")
    assert [path.name for path in own.parent.iterdir()] == ["budget.xlsx"]


def test_writing_twice_into_the_same_folder_is_the_same_as_once(tmp_path: Path) -> None:
    write_exports(tmp_path)
    once = fingerprint(tmp_path)
    write_exports(tmp_path)
    assert fingerprint(tmp_path) == once


def test_another_year_tells_the_same_kind_of_story(tmp_path: Path) -> None:
    plan = write_exports(tmp_path, until=date(2024, 2, 29))
    assert (plan.season, plan.season_before, plan.season_a_year_before) == ("2024-winter", "2023-autumn", "2023-winter")
    assert plan.truth["viral"]["published_at"].startswith("2024-01")
