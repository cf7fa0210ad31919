"""Every real Meta file through the real import, beside an independent count with the csv module alone."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.sources.facade import ImportOutcome, import_paths
from tests.shared_folder import shared

pytestmark = pytest.mark.needs_shared

FACEBOOK_31 = "oigetit/Jan-14-2025_Apr-14-2025_1396269028466733.csv"
FACEBOOK_38 = "oigetit/Mar-18-2025_Apr-14-2025_553302954456165.csv"
INSTAGRAM_18 = "oigetit/Mar-18-2025_Apr-14-2025_1019826952924933.csv"
INSTAGRAM_WRAPPED = "vintage/INSTAGRAM_RAW.csv"
CONTENT = (FACEBOOK_31, FACEBOOK_38, INSTAGRAM_18, INSTAGRAM_WRAPPED)
CHARTS_THAT_TELL = (
    "natalia_2022/New likes and follows (1).csv",
    "natalia_2022/Page and profile visits (1).csv",
    "natalia_2022/Reach (1).csv",
    "oigetit/Reach.csv",
    "oigetit/Visits.csv",
    "oigetit/Visits (1).csv",
    "vintage/Follows.csv",
    "vintage/IG_REACH.csv",
)
CHARTS_THAT_DO_NOT = ("oigetit/Follows.csv", "oigetit/Interactions.csv", "oigetit/Views.csv", "vintage/Viewers.csv")
AUDIENCES = ("oigetit/Audience.csv", "vintage/Audience.csv")
VIDEOS = "vintage/Oct-31-2025_Dec-30-2025_1664278361210560.csv"
DECLINED = {
    "vintage/Top content formats.csv": "meta.content_formats",
}
ELSEWHERE = ("jakemaz66_posts.json",)  # test_archive.py
NOT_METAS = ("natalia_2022/Dados da tabela.csv",)  # YouTube's


@dataclass(frozen=True)
class Imported:
    lake: Lake
    outcome: ImportOutcome

    def rows(self, table: str) -> list[dict[str, Any]]:
        """What this file's import alone put into the table."""
        found = self.lake.read(table)
        return found.filter(found.entry_no == self.outcome.entry_no).to_pyarrow().to_pylist()

    def platform(self, channel_id: str) -> str:
        return next(channel.platform for channel in self.lake.channels() if channel.channel_id == channel_id)


def imported(names: Sequence[str], home: Path, channel: str | None = None) -> dict[str, Imported]:
    """All in one command, as a person would."""
    lake = open_lake(home)
    folder = shared("exports", "meta")
    outcomes = import_paths(lake, [folder / name for name in names], channel=channel, assume_yes=True)
    by_file = {outcome.file: Imported(lake, outcome) for outcome in outcomes}
    return {name: by_file[str(folder / name)] for name in names}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Imported]:
    return imported((*CONTENT, VIDEOS), tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Imported]:
    return imported(CHARTS_THAT_TELL, tmp_path_factory.mktemp("charts"))


@pytest.fixture(scope="module")
def unanswered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Imported]:
    return imported((*CHARTS_THAT_DO_NOT, *DECLINED, *NOT_METAS), tmp_path_factory.mktemp("unanswered"))


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Imported]:
    return imported((*CHARTS_THAT_DO_NOT, *AUDIENCES), tmp_path_factory.mktemp("answered"), "instagram-kuvat")


def cells_of(name: str) -> list[list[str]]:
    """Records by the csv module alone."""
    data = shared("exports", "meta", name).read_bytes()
    text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8-sig")
    if text.startswith(('"Post ID,', '"Video asset ID,')):  # one quoted field a line
        lines = [next(csv.reader([line])) if line.startswith('"') else [line] for line in text.split("\n")]
        text = "\n".join(cells[0] if cells else "" for cells in lines)
    if text.startswith("sep="):
        text = text.split("\n", 1)[1]
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def days_of(name: str) -> Iterator[tuple[str, date, float]]:
    """(title, day, value) of a chart file."""
    title = ""
    for cells in cells_of(name):
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            title = filled[0]
        elif len(filled) == 2 and filled[0][:4].isdigit():
            yield title, date.fromisoformat(filled[0][:10]), float(filled[1])


def test_every_real_meta_file_is_known_to_these_tests() -> None:
    folder = shared("exports", "meta")
    found = {str(path.relative_to(folder)).replace("\\", "/") for path in folder.rglob("*") if path.is_file()}
    tested = {*CONTENT, VIDEOS, *CHARTS_THAT_TELL, *CHARTS_THAT_DO_NOT, *AUDIENCES, *DECLINED, *NOT_METAS, *ELSEWHERE}
    assert {name for name in found if not name.endswith("SOURCE.txt")} == tested


@pytest.mark.parametrize("name", CONTENT)
def test_content_is_what_the_csv_module_counts(name: str, content: dict[str, Imported]) -> None:
    header, *rows = cells_of(name)
    named = [row for row in rows if row[0]]
    result = content[name]
    outcome = result.outcome
    assert (outcome.rows, outcome.posts) == (len(rows), len(named))
    assert outcome.refused_total == len(rows) - len(named) == (1 if name == INSTAGRAM_WRAPPED else 0)
    observations = result.rows("observations")
    first = header.index("Date") + 1
    different = len(set(header[first:]))  # Views stands twice in one of them
    assert outcome.observations == len(observations) == len(named) * different
    wanted = Counter[str]()
    for row in named:
        filled = dict(reversed(list(zip(header, row, strict=False))[first:]))  # the first of two Views
        wanted["cells"] += sum(cell != "" for cell in filled.values())
        for title in ("Reach", "Comments", "Shares"):
            wanted[title] += int(filled[title] or 0)
    zeros_of_views = len(named) if name == FACEBOOK_38 else 0  # read as not known
    assert sum(row["value"] is not None for row in observations) == wanted["cells"] - zeros_of_views
    for title in ("Reach", "Comments", "Shares"):
        measure = f"meta.content.{title.lower()}"
        assert sum(row["value"] or 0 for row in observations if row["measure"] == measure) == wanted[title]
    assert {row["window"] for row in observations} == {"lifetime"}


def test_facebook_posts_have_canonical_ids_times_and_captions(content: dict[str, Imported]) -> None:
    header, *rows = cells_of(FACEBOOK_31)
    posts = {row["post_id"]: row for row in content[FACEBOOK_31].rows("posts")}
    kinds = {"Photos": "photo", "Reels": "reel", "Links": "link"}
    for cells in rows:
        row = dict(zip(header, cells, strict=False))
        post = posts[f"{row['Page ID']}_{row['Post ID']}"]
        wall = datetime.strptime(row["Publish time"], "%m/%d/%Y %H:%M")  # noqa: DTZ007 the zone is put on below
        assert post["published_at"] == wall.replace(tzinfo=ZoneInfo("America/Los_Angeles")).astimezone(UTC)
        assert post["text"] == (max(row["Title"], row["Description"], key=len).strip() or None)
        assert post["kind"] == kinds[row["Post type"]]
        assert post["is_repost"] is (row["Is share"] == "1")


def test_videos_are_subjects_of_their_own_with_every_slice_of_their_numbers(content: dict[str, Imported]) -> None:
    header, *rows = cells_of(VIDEOS)
    result = content[VIDEOS]
    assert (result.outcome.rows, result.outcome.posts, result.outcome.refused_total) == (len(rows), 0, 0)
    assert (len(rows), len(header)) == (45, 212)
    observations = result.rows("observations")
    assert len(observations) == len(rows) * (len(header) - header.index("Date") - 1)
    assert len({(row["subject_id"], row["measure"], row["breakdown"]) for row in observations}) == len(observations)
    assert {row["subject_kind"] for row in observations} == {"video"}
    stated = {(row["subject_id"], row["measure"], row["breakdown"]): row["value"] for row in observations}
    told = sum(cell != "" for row in rows for cell in row[header.index("Date") + 1 :])
    assert sum(value is not None for value in stated.values()) == told
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        for title, measure, breakdown in (
            ("3-second video views", "views_3s", ""),
            ("3-second video views by country (Bulgaria (BG))", "views_3s", "country=BG"),
            ("3-second video views by top audience (F, 65+)", "views_3s", "age=65+;gender=F"),
            ("Seconds viewed from Shares", "seconds_viewed", "from=shares"),
            ("Percentage of total views at interval 8", "views_share", "interval=8"),
            ("Percentage of 15-second views at interval 5", "views_15s_share", "interval=5"),
        ):
            wanted = float(cells[title]) if cells[title] else None
            assert stated[cells["Video asset ID"], f"meta.video.{measure}", breakdown] == wanted
    assert result.platform(result.outcome.channel or "") == "facebook"


def moment_in(link: str) -> datetime:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    code = link.rstrip("/").rsplit("/", 1)[1]
    number = 0
    for character in code[:11]:
        number = number * 64 + alphabet.index(character)
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=(number >> 23) + 1314220021721)


def test_instagrams_id_times_lie_within_minutes_of_the_exported_pacific_times(content: dict[str, Imported]) -> None:
    apart: list[timedelta] = []
    for name in (INSTAGRAM_18, INSTAGRAM_WRAPPED):
        header, *rows = cells_of(name)
        posts = {row["post_id"]: row for row in content[name].rows("posts")}
        for cells in rows:
            row = dict(zip(header, cells, strict=True))
            if not row["Post ID"]:
                continue
            wall = datetime.strptime(row["Publish time"], "%m/%d/%Y %H:%M")  # noqa: DTZ007 the zone is put on below
            exported = wall.replace(tzinfo=ZoneInfo("America/Los_Angeles")).astimezone(UTC)
            assert posts[row["Post ID"]]["published_at"] == moment_in(row["Permalink"])
            apart.append(exported - posts[row["Post ID"]]["published_at"])
    assert len(apart) == 135
    # the export cuts to the minute: -1 to +10 whole minutes, 616 seconds at most
    assert timedelta(minutes=-1) <= min(apart)
    assert max(apart) < timedelta(minutes=11)


@pytest.mark.parametrize("name", CHARTS_THAT_TELL)
def test_charts_whose_title_names_the_platform_need_no_answer(name: str, charts: dict[str, Imported]) -> None:
    days = list(days_of(name))
    result = charts[name]
    assert (result.outcome.observations, result.outcome.refused_total) == (len(days), 0)
    stated = {
        (result.platform(row["channel_id"]), row["period_start"]): row["value"] for row in result.rows("observations")
    }
    for title, day, value in days:
        platform = "instagram" if "Instagram" in title or title == "Reach" else "facebook"
        assert stated[(platform, day)] == value
    assert {row["clock"] for row in result.rows("observations")} == {"unknown"}


@pytest.mark.parametrize("name", CHARTS_THAT_DO_NOT)
def test_charts_that_name_no_platform_ask_and_take_the_answer(
    name: str, unanswered: dict[str, Imported], answered: dict[str, Imported]
) -> None:
    asked = unanswered[name].outcome
    assert asked.observations == 0
    [refusal] = asked.refused
    assert "facebook / instagram" in refusal.reason.in_language("en")
    assert "--channel" in refusal.reason.in_language("en")
    result = answered[name]
    days = {day: value for _title, day, value in days_of(name)}
    assert {row["period_start"]: row["value"] for row in result.rows("observations")} == days
    assert result.outcome.channel == "instagram-kuvat"


@pytest.mark.parametrize(("name", "slices", "refused"), [(AUDIENCES[0], 32, 0), (AUDIENCES[1], 10, 3)])
def test_audiences(name: str, slices: int, refused: int, answered: dict[str, Imported]) -> None:
    result = answered[name]
    assert (result.outcome.audience, result.outcome.refused_total) == (slices, refused)
    assert result.outcome.observations == 0  # the Follows chart inside is not read again
    shares = {(row["dimension"], row["bucket"]): row["value"] for row in result.rows("audience")}
    if refused:
        assert shares[("country", "Bulgaria")] == 0.984
        assert {dimension for dimension, _bucket in shares} == {"country"}
    else:
        assert shares[("city", "Cape Town, South Africa")] == 0.137
        assert shares[("age_gender", "25-34 men")] == 0.191


@pytest.mark.parametrize("name", DECLINED)
def test_declined_files_say_why(name: str, unanswered: dict[str, Imported]) -> None:
    outcome = unanswered[name].outcome
    assert (outcome.recognised_as, outcome.refused_total, outcome.observations) == (DECLINED[name], 0, 0)
    assert outcome.declined is not None


def test_a_table_of_youtubes_is_not_taken_for_metas(unanswered: dict[str, Imported]) -> None:
    outcome = unanswered[NOT_METAS[0]].outcome
    assert not (outcome.recognised_as or "").startswith("meta.")
    assert outcome.observations == 0
