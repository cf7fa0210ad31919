"""Every file of the folder of real exports, in one table: what becomes of it, and its counts, counted again plainly here."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reppu.lake.facade import open_lake
from reppu.sources.facade import ImportOutcome, import_paths
from tests.shared_folder import shared

pytestmark = pytest.mark.needs_shared


@dataclass(frozen=True)
class Expected:
    """rows: as a plain look counts them. posts, observations, audience, refused: of the import. channel: to be said."""

    kind: str
    plain: Callable[[Path], int]
    rows: int
    posts: int = 0
    observations: int = 0
    audience: int = 0
    refused: int = 0
    channel: str | None = None


def lines(
    path: Path, above: int = 1, encoding: str = "utf-8-sig", unwrapped: bool = False, totals: bool = False
) -> int:
    """Records below the heading that hold anything, by the csv module."""
    text = path.read_bytes().decode(encoding)
    if unwrapped:  # each line is one quoted field
        text = "\n".join("".join(cells) for cells in csv.reader(io.StringIO(text, newline="")))
    records = [cells for cells in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in cells)]
    return len(records) - above - totals


def wrapped(path: Path) -> int:
    return lines(path, unwrapped=True)


def with_total(path: Path) -> int:
    return lines(path, totals=True)


def with_total_and_last_line(path: Path) -> int:
    """YouTube's table of 500 ends in a line that says that these are the 500 best."""
    return with_total(path) - 1


def chart(path: Path) -> int:
    """A page chart: UTF-16, `sep=`, title and heading above the days."""
    return lines(path, above=3, encoding="utf-16")


def sheets(path: Path) -> int:
    """Rows of all worksheets below their note and heading, by the spreadsheet library itself."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return sum(
        sum(any(str(cell).strip() for cell in row) for row in book.get_sheet_by_name(name).to_python()) - 2
        for name in book.sheet_names
    )


def items(path: Path) -> int:
    return len(json.loads(path.read_bytes())["orderedItems"])


def media(path: Path) -> int:
    return len(json.loads(path.read_bytes())["organic_insights_posts"])


def records_of_car(path: Path) -> int:
    """Posts and reposts among the blocks of the CAR, as the decoder of its format gives them: no tree is walked."""
    import libipld

    _header, blocks = libipld.decode_car(path.read_bytes())
    kinds = [block.get("$type") for block in blocks.values() if isinstance(block, dict)]
    return kinds.count("app.bsky.feed.post") + kinds.count("app.bsky.feed.repost")


def days_of_charts(path: Path) -> list[int]:
    """Days of each of the stacked charts: titles stand alone, days begin with their year."""
    charts = path.read_bytes().decode("utf-16").replace("\r", "").split("\n\n")
    return [len(re.findall(r'(?m)^"\d{4}-\d\d-\d\dT', one)) for one in charts if one.strip()]


def stacked_charts(path: Path) -> int:
    return sum(days_of_charts(path))


def excel_chart(path: Path) -> int:
    """A page chart that Excel has saved with semicolons: title and heading above the days."""
    return lines(path, above=2)


def audience_tables(path: Path) -> int:
    """Ages and, of every other table, its one row of percentages. Tables are split by blank rows; a chart of days is none."""
    raw = path.read_bytes()
    text = raw.decode("utf-16" if raw.startswith(b"\xff\xfe") else "cp1251")
    count = 0
    for table in re.split(r"\n[;\s]*\n", text.replace("\r", "").removeprefix("sep=,\n")):
        rows = [line for line in table.split("\n") if line.strip(';" ')]
        if rows and not rows[1].startswith("Date"):
            count += len(rows) - 2
    return count


OF_A_PAGE, OF_AN_ACCOUNT = "facebook-esimerkki", "instagram-esimerkki"
_OIGETIT, _VINTAGE, _NATALIA = "meta/oigetit", "meta/vintage", "meta/natalia_2022"
TABLE: dict[str, Expected] = {
    "bluesky/repo.car": Expected("bluesky.repo", records_of_car, 9, 9),
    "linkedin/bethlehem-haven_content_2023-24.xls": Expected("linkedin.content", sheets, 451, 86, 7795),
    "mastodon/outbox_mastodon4.5plus_shape_redacted.json": Expected("mastodon.archive", items, 1, 1, 2),
    "mastodon/outbox_trimmed.json": Expected("mastodon.archive", items, 7, 7),
    f"{_OIGETIT}/Jan-14-2025_Apr-14-2025_1396269028466733.csv": Expected(
        "meta.content.facebook", lines, 261, 261, 3654
    ),
    f"{_OIGETIT}/Mar-18-2025_Apr-14-2025_1019826952924933.csv": Expected("meta.content.instagram", lines, 78, 78, 546),
    f"{_OIGETIT}/Mar-18-2025_Apr-14-2025_553302954456165.csv": Expected("meta.content.facebook", lines, 48, 48, 960),
    f"{_VINTAGE}/INSTAGRAM_RAW.csv": Expected("meta.content.instagram", wrapped, 58, 57, 399, refused=1),
    f"{_VINTAGE}/Oct-31-2025_Dec-30-2025_1664278361210560.csv": Expected("meta.videos", wrapped, 45, 0, 9090),
    f"{_NATALIA}/Dados da tabela.csv": Expected("youtube.split", lines, 5, audience=5),
    "tiktok/TIKTOK_AUDIENCE_RAW.csv": Expected("tiktok.days", lines, 62, 0, 248),
    "tiktok/TIKTOK_RAW.csv": Expected("tiktok.days", lines, 62, 0, 682),
    "tiktok/TIKTOK_VIDEO_RAW.csv": Expected("tiktok.videos", lines, 51, 51, 255),
    "x/daily_tweet_activity_metrics_LisaDeBruine_20210801_20210901_en.csv": Expected("x.days.2014", lines, 1, 0, 37),
    "x/tweet_activity_metrics_EconomicsShiny_20220201_20220301_en.csv": Expected("x.posts.2014", lines, 160, 160, 5760),
    "youtube/en_codingtrain_Table data.csv": Expected("youtube.split", with_total, 201, 0, 603, 201),
    "youtube/en_codingtrain_Totals.csv": Expected("youtube.days", lines, 365, 0, 365),
    "youtube/de/Diagrammdaten.csv": Expected("youtube.videos.days", lines, 2928, 8, 2928),
    "youtube/de/Gesamtwerte.csv": Expected("youtube.days", lines, 366, 0, 366),
    "youtube/de/Tabellendaten.csv": Expected("youtube.videos", with_total_and_last_line, 500, 500, 2500),
}
# These do not tell whose they are: refused with the command that settles it, and read when a person has said it.
TO_BE_SAID: dict[str, Expected] = {
    "meta/jakemaz66_posts.json": Expected("meta.instagram_archive", media, 69, 69, 562, channel=OF_AN_ACCOUNT),
    f"{_OIGETIT}/Follows.csv": Expected("meta.page.chart", chart, 105, 0, 105, channel=OF_A_PAGE),
    f"{_OIGETIT}/Interactions.csv": Expected("meta.page.chart", chart, 105, 0, 105, channel=OF_A_PAGE),
    f"{_OIGETIT}/Reach.csv": Expected("meta.page.chart", chart, 105, 0, 105, channel=OF_A_PAGE),
    f"{_OIGETIT}/Views.csv": Expected("meta.page.chart", chart, 105, 0, 105, channel=OF_A_PAGE),
    f"{_OIGETIT}/Visits.csv": Expected("meta.page.chart", chart, 105, 0, 105, channel=OF_A_PAGE),
    f"{_OIGETIT}/Visits (1).csv": Expected("meta.page.chart", chart, 105, 0, 105, channel=OF_AN_ACCOUNT),
    f"{_OIGETIT}/Audience.csv": Expected("meta.audience", audience_tables, 8, audience=32, channel=OF_A_PAGE),
    # Excel has made dates of the decimals of three of its four tables
    f"{_VINTAGE}/Audience.csv": Expected(
        "meta.audience", audience_tables, 9, audience=10, refused=3, channel=OF_A_PAGE
    ),
    f"{_VINTAGE}/Follows.csv": Expected("meta.page.chart", excel_chart, 62, 0, 62, channel=OF_A_PAGE),
    f"{_VINTAGE}/IG_REACH.csv": Expected("meta.page.chart", chart, 62, 0, 62, channel=OF_AN_ACCOUNT),
    f"{_VINTAGE}/Viewers.csv": Expected("meta.page.chart", excel_chart, 62, 0, 62, channel=OF_AN_ACCOUNT),
}
# The same, with a chart of Facebook above one of Instagram in each file: an answer for each platform.
OF_BOTH: dict[str, Expected] = {
    f"{_NATALIA}/New likes and follows (1).csv": Expected("meta.page.chart", stacked_charts, 1259, 0, 1259),
    f"{_NATALIA}/Page and profile visits (1).csv": Expected("meta.page.chart", stacked_charts, 2140, 0, 2140),
    f"{_NATALIA}/Reach (1).csv": Expected("meta.page.chart", stacked_charts, 2140, 0, 2140),
}
DECLINED = {f"{_VINTAGE}/Top content formats.csv": "meta.content_formats"}
_TEXT, _DOCUMENT = "holds text and no table of numbers", "no table and no archive that Reppu knows"
# What is no export, by name: (what it is, what the import says of it).
NO_EXPORTS: dict[str, tuple[str, str]] = {
    **{
        f"{folder}/SOURCE.txt": ("where the folder's files come from", _TEXT)
        for folder in (
            "bluesky",
            "linkedin",
            "mastodon",
            "meta",
            _NATALIA,
            _OIGETIT,
            _VINTAGE,
            "tiktok",
            "x",
            "youtube",
        )
    },
    "youtube/de/SOURCE.txt": ("where the folder's files come from", _TEXT),
    "bluesky/author-feed.test.ts.snap": ("what a server's own test expects", _TEXT),
    "bluesky/car_expected_records.tsv": ("names of records, written by another program's test", _TEXT),
    "bluesky/getAuthorFeed_devenv_response.json": ("the answer of an interface", _DOCUMENT),
    "bluesky/jetstream_v1_events.jsonl": ("a stream of everybody's events", _DOCUMENT),
    **{
        f"bluesky/lexicon_app.bsky.feed.{name}.json": ("the description of an interface", _DOCUMENT)
        for name in ("defs", "getAuthorFeed", "getPostThread", "getPosts", "post", "searchPosts")
    },
    "mastodon/cassette_test_list_timeline.yaml": ("recorded answers of an interface", _TEXT),
    "mastodon/cassette_test_notifications_mentions_only.yaml": ("recorded answers of an interface", _TEXT),
    "mastodon/docs_Status.md": ("documentation", _TEXT),
    "mastodon/docs_rate-limits.md": ("documentation", _TEXT),
    "mastodon/docs_streaming.md": ("documentation", _TEXT),
    "x/api_cassette_tweepy_get_tweet.yaml": ("recorded answers of an interface", _TEXT),
    "x/api_cassette_tweepy_get_users_mentions.yaml": ("recorded answers of an interface", _TEXT),
    "x/api_docs_metrics.mdx": ("documentation", _TEXT),
    "x/api_docs_rate-limits.mdx": ("documentation", _TEXT),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ImportOutcome]:
    """The whole folder in one command."""
    folder = shared("exports")
    lake = open_lake(tmp_path_factory.mktemp("home"))
    return {Path(one.file).relative_to(folder).as_posix(): one for one in import_paths(lake, [folder])}


def test_the_table_names_every_file_and_no_other(outcomes: dict[str, ImportOutcome]) -> None:
    assert outcomes.keys() == {*TABLE, *TO_BE_SAID, *OF_BOTH, *DECLINED, *NO_EXPORTS}


@pytest.mark.parametrize("name", TABLE)
def test_an_export_is_read_with_the_counts_of_a_plain_look(name: str, outcomes: dict[str, ImportOutcome]) -> None:
    expected, outcome = TABLE[name], outcomes[name]
    assert outcome.entry_no is not None, [str(one.reason) for one in outcome.refused]
    assert outcome.recognised_as == expected.kind
    assert outcome.rows == expected.rows == expected.plain(shared("exports", *name.split("/")))
    counts = (outcome.posts, outcome.observations, outcome.audience, outcome.refused_total)
    assert counts == (expected.posts, expected.observations, expected.audience, expected.refused)


@pytest.mark.parametrize("name", TO_BE_SAID)
def test_a_file_that_does_not_tell_whose_it_is_is_read_when_a_person_says_it(
    name: str, outcomes: dict[str, ImportOutcome], tmp_path: Path
) -> None:
    expected, outcome = TO_BE_SAID[name], outcomes[name]
    assert outcome.recognised_as == expected.kind
    assert outcome.entry_no is None
    assert "does not tell" in str(outcome.refused[0].reason)
    assert "--channel" in str(outcome.refused[0].reason)
    path = shared("exports", *name.split("/"))
    (again,) = import_paths(open_lake(tmp_path), [path], channel=expected.channel)
    assert again.rows == expected.rows == expected.plain(path)
    counts = (again.posts, again.observations, again.audience, again.refused_total)
    assert counts == (expected.posts, expected.observations, expected.audience, expected.refused)


@pytest.mark.parametrize("name", OF_BOTH)
def test_a_file_of_two_platforms_is_read_when_a_person_says_a_channel_of_each(
    name: str, outcomes: dict[str, ImportOutcome], tmp_path: Path
) -> None:
    expected, outcome = OF_BOTH[name], outcomes[name]
    assert outcome.recognised_as == expected.kind
    assert outcome.entry_no is None
    assert str(outcome.refused[0].reason).count("--channel") >= 2
    path, lake = shared("exports", *name.split("/")), open_lake(tmp_path)
    (again,) = import_paths(lake, [path], channel=[OF_A_PAGE, OF_AN_ACCOUNT])
    assert again.rows == expected.rows == expected.plain(path)
    assert (again.posts, again.observations, again.audience, again.refused_total) == (0, expected.observations, 0, 0)
    stored = lake.latest_observations().to_pyarrow().column("channel_id").to_pylist()
    assert [stored.count(OF_A_PAGE), stored.count(OF_AN_ACCOUNT)] == days_of_charts(path)


def test_what_is_recognised_and_not_read_says_why(outcomes: dict[str, ImportOutcome]) -> None:
    for name, kind in DECLINED.items():
        assert outcomes[name].recognised_as == kind
        assert "neither which period nor which platform" in str(outcomes[name].declined)


@pytest.mark.parametrize("name", NO_EXPORTS)
def test_what_is_no_export_is_refused_as_that_and_stops_nothing(name: str, outcomes: dict[str, ImportOutcome]) -> None:
    _what, said = NO_EXPORTS[name]
    outcome = outcomes[name]
    assert outcome.entry_no is None
    assert outcome.recognised_as is None
    assert [(one.row, one.column) for one in outcome.refused] == [(None, None)]
    reason = str(outcome.refused[0].reason)
    assert said in reason
    assert "eave it out" in reason  # what to do next
    assert "set to English" not in reason
