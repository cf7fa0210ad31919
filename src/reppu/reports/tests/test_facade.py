"""Pack and verify, from a lake to files and back."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reppu.lake.facade import Lake, open_lake, setting
from reppu.metrics import facade as metrics
from reppu.reports.content import BookContent
from reppu.reports.facade import Cause, FileState, pack, verify
from reppu.reports.gathering import gather, resolve_season
from reppu.reports.manifest import read_manifest
from reppu.reports.tests.made_up_lake import add_posts, days_exported, lake_of, restate
from reppu.vocabulary.errors import ReppuError


@pytest.fixture(scope="module")
def packed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a lake and, in "book", its packed spring; tests that change something copy it."""
    folder = tmp_path_factory.mktemp("packed")
    made = lake_of(folder / "home")
    days_exported(made)
    pack(made, "2026-spring", folder / "book", "en")
    return folder


@pytest.fixture(scope="module")
def content(packed_home: Path) -> BookContent:
    made = open_lake(packed_home / "home")
    season, earlier = resolve_season(made, "2026-spring")
    return gather(made, season, earlier, made.position)


@pytest.fixture
def lake(packed_home: Path, tmp_path: Path) -> Lake:
    shutil.copytree(packed_home, tmp_path, dirs_exist_ok=True)
    return open_lake(tmp_path / "home")


def numbers(manifest: dict) -> dict[str, dict]:
    return {number["id"]: number for number in manifest["numbers"]}


def test_the_book_is_a_pdf_and_a_manifest_that_fits_its_schema(lake: Lake, tmp_path: Path):
    (tmp_path / "book" / "review.pdf").unlink()
    packed = pack(lake, "2026-spring", tmp_path / "book", "fi")
    assert [path.name for path in packed.files] == ["review.pdf", "review.xlsx", "review.pptx", "manifest.json"]
    assert read_manifest(tmp_path / "book" / "manifest.json") == packed.manifest
    assert sorted(path.name for path in (tmp_path / "book").iterdir()) == [
        "manifest.json",
        "review.pdf",
        "review.pptx",
        "review.xlsx",
    ]
    assert packed.pages >= 5
    assert packed.manifest["season"] == {"name": "2026-spring", "first_day": "2026-03-01", "last_day": "2026-05-31"}
    assert packed.manifest["earlier"]["name"] == "2026-winter"
    assert packed.manifest["position"] == lake.position


def test_packing_twice_gives_the_same_bytes(lake: Lake, book: Path, tmp_path: Path):
    for file in pack(lake, "2026-spring", tmp_path / "again", "en").files:
        assert file.read_bytes() == (book / file.name).read_bytes(), file.name


def test_the_finding_is_true_of_the_numbers_and_the_numbers_are_those_of_the_metrics(lake: Lake, book: Path):
    manifest = read_manifest(book / "manifest.json")
    printed = numbers(manifest)
    assert manifest["finding"] == "We are seen more, but a smaller share takes part"
    assert printed["all.impressions.now"]["value"] > 1.05 * printed["all.impressions.before"]["value"]
    assert printed["all.engagement_rate_by_impressions.change"]["high"] < 0
    for name in ("posts", "impressions", "engagement_rate_by_impressions", "net_follower_growth"):
        row = metrics.compute(lake, name, since=date(2026, 3, 1), until=date(2026, 5, 31)).rows[0]
        kept = printed[f"all.{name}.season"]
        assert (kept["value"], kept["low"], kept["high"]) == (row.estimate.value, row.estimate.low, row.estimate.high)


def test_reading_many_questions_at_once_changes_no_number(lake: Lake, content: BookContent):
    season, earlier = content.season, content.earlier
    assert earlier is not None
    for row in content.rows:
        alone = metrics.compare(
            lake, row.metric, (earlier.start, earlier.end), (season.start, season.end), age_days=30, tolerance_days=16
        )
        assert (row.now.estimate, row.before.estimate) == (alone.second, alone.first), row.metric


def test_missing_days_are_counted_and_named(content: BookContent):
    (source,) = content.sources
    assert source.missing_days.value == 1
    assert source.refused.value == 6
    assert source.imports.value == 3
    assert [gap.in_language("en") for gap in source.gaps][:1] == ["No daily figures for 4 Apr 2026."]


def test_what_x_does_not_tell_is_kept_apart_from_what_is_missing(content: BookContent):
    (channel,) = content.channels
    words = [sentence.in_language("en") for sentence in channel.without]
    assert words[0].startswith("Not offered by X: views, reach")
    assert words[1] == "Missing from the imported exports: amplification, conversation, followers."


def test_the_best_posts_are_measured_against_the_channel_s_own_median(content: BookContent):
    (channel,) = content.channels
    values = sorted(printed.value for _label, printed, _best in channel.spread if printed.value is not None)
    middle = (values[19] + values[20]) / 2
    assert [post.figures[0].value for post in channel.best_posts] == values[:-6:-1]
    assert channel.best_posts[0].times_median.value == pytest.approx(values[-1] / middle, rel=1e-11)


def test_a_handful_of_posts_gets_no_multiple_of_a_median(tmp_path: Path):
    lake = lake_of(tmp_path / "home", posts_a_season=8, seasons=("spring",))
    (channel,) = gather(lake, *resolve_season(lake, "2026-spring"), lake.position).channels
    assert channel.best_posts
    assert all(post.times_median.value is None for post in channel.best_posts)
    assert channel.best_posts[0].times_median.in_language("en") == "too little data"


def test_a_median_of_zero_has_no_multiple_and_is_not_called_too_few(tmp_path: Path):
    lake = lake_of(tmp_path / "home", seasons=("spring",))
    as_of = datetime(2026, 7, 1, tzinfo=UTC)
    for index in range(25):
        restate(lake, f"zero{index}", f"spring{index:03}", 0, as_of, "x.post.engagements")
    (channel,) = gather(lake, *resolve_season(lake, "2026-spring"), lake.position).channels
    assert channel.best_posts
    assert {post.times_median.in_language("en") for post in channel.best_posts} == {"–"}


def test_a_first_season_says_so(tmp_path: Path):
    lake = lake_of(tmp_path / "home", seasons=("spring",))
    packed = pack(lake, "2026-spring", tmp_path / "book", "en")
    assert packed.manifest["earlier"] is None
    assert packed.finding == "The first season in the backpack: 40 posts in 1 channel"
    assert verify(lake, tmp_path / "book").equal


def test_a_season_whose_exports_end_early_is_not_called_a_fall(tmp_path: Path):
    lake = lake_of(tmp_path / "home", seasons=("winter",))
    add_posts(lake, "spring", date(2026, 3, 1), 3, 3.0, 0.05)  # three posts on 1, 31 March and 30 April
    season, earlier = resolve_season(lake, "2026-spring")
    content = gather(lake, season, earlier, lake.position)
    assert {row.verdict.value for row in content.rows} <= {"cannot_tell", "nothing_to_compare"}
    assert content.rows_note is not None
    assert "before the season does" in content.rows_note.in_language("en")
    assert content.finding.sentence.in_language("en").startswith("It cannot be told yet")


def test_a_season_without_data_names_those_that_have_some(lake: Lake, tmp_path: Path):
    with pytest.raises(ReppuError) as caught:
        pack(lake, "2024-spring", tmp_path / "none")
    words = caught.value.in_language("en")
    assert "There is no data of 2024-spring." in words
    assert "2026-winter, 2026-spring" in words
    assert not (tmp_path / "none").exists()


def test_an_empty_lake_says_to_import_first(tmp_path: Path):
    with pytest.raises(ReppuError, match="no data yet"):
        pack(open_lake(tmp_path / "home"), "2026-spring", tmp_path / "book")


def test_a_folder_that_cannot_be_written_is_named(lake: Lake, tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ReppuError, match="could not be written"):
        pack(lake, "2026-spring", tmp_path / "file")


# Verify


@pytest.fixture
def book(lake: Lake, tmp_path: Path) -> Path:
    return tmp_path / "book"


def test_an_untouched_book_is_equal(lake: Lake, book: Path):
    verification = verify(lake, book / "manifest.json")
    assert verification.equal
    assert not verification.since
    assert "Equal: all" in verification.in_language("en")
    assert "Sama:" in verification.in_language("fi")
    assert "Lika:" in verification.in_language("sv")


def causes(verification) -> set[Cause]:
    return {cause for difference in verification.since for cause in difference.causes}


def test_new_facts_are_labelled_and_the_book_stays_equal_at_its_position(lake: Lake, book: Path):
    restate(lake, "later", "spring005", 999_999, datetime(2026, 7, 1, tzinfo=UTC))
    verification = verify(lake, book)
    assert verification.equal
    assert causes(verification) == {Cause.NEW_FACTS}
    moved = {difference.id for difference in verification.since}
    assert "all.impressions.season" in moved
    assert "all.posts.season" not in moved
    assert "would be different today" in verification.in_language("en")
    assert "(new facts)" in verification.in_language("en")


def test_a_withdrawn_import_is_labelled(lake: Lake, book: Path):
    lake.withdraw(2, "test")  # entry 1 made the channel, 2 brought the winter
    verification = verify(lake, book)
    assert verification.equal
    assert causes(verification) == {Cause.WITHDRAWN}
    assert "(withdrawn)" in verification.in_language("en")


def test_a_correction_is_labelled(lake: Lake, book: Path):
    payload = {"what": "post", "channel_id": "x", "post_id": "spring007", "reason": "A test post."}
    lake.record("correction", payload, "test")
    verification = verify(lake, book)
    assert verification.equal
    assert causes(verification) == {Cause.CORRECTED}


def test_two_causes_are_told_apart_number_by_number(lake: Lake, book: Path):
    restate(lake, "later", "spring005", 999_999, datetime(2026, 7, 1, tzinfo=UTC))
    payload = {"what": "post", "channel_id": "x", "post_id": "spring007", "reason": "A test post."}
    lake.record("correction", payload, "test")
    by_id = {difference.id: difference.causes for difference in verify(lake, book).since}
    assert by_id["all.posts.season"] == (Cause.CORRECTED,)
    assert by_id["all.impressions.season"] == (Cause.NEW_FACTS, Cause.CORRECTED)


def some_words(lake: Lake) -> None:
    import pyarrow as pa

    from reppu.lake.facade import INTERACTION_TEXTS, INTERACTIONS

    at = datetime(2026, 4, 1, tzinfo=UTC)
    comment = {"channel_id": "x", "interaction_id": "c1", "kind": "comment", "direction": "in", "at": at, "as_of": at}
    words = {"channel_id": "x", "interaction_id": "c1", "text": "Hei", "expires": date(2028, 4, 1)}
    with lake.staging() as staging:
        staging.write("interactions", pa.Table.from_pylist([comment], INTERACTIONS))
        staging.write("interaction_texts", pa.Table.from_pylist([words], INTERACTION_TEXTS))
        staging.commit(identity="c", content_hash=None, payload={"channels": ["x"]}, who="test")


def test_erased_texts_are_counted_and_no_number_moves(lake: Lake, book: Path):
    some_words(lake)
    lake.erase(before=date(2027, 1, 1), who="test")
    verification = verify(lake, book)
    assert verification.equal
    assert verification.texts_erased == 1
    assert "1 text erased since." in verification.in_language("en")
    assert "1 teksti" in verification.in_language("fi")


def test_another_time_zone_is_labelled_where_it_moves_a_number(lake: Lake, book: Path):
    # Days of Kiritimati begin twelve hours before those of Helsinki: posts of a season's last evening leave it.
    lake.record(*setting("time_zone", "Pacific/Kiritimati"), who="test")
    verification = verify(lake, book)
    assert verification.equal
    assert causes(verification) == {Cause.SETTINGS}
    assert "(settings or channels changed)" in verification.in_language("en")


def test_a_number_that_differs_where_something_was_erased_is_put_down_to_that(lake: Lake, book: Path):
    some_words(lake)
    lake.erase(before=date(2027, 1, 1), who="test")
    edited(book, spoil_number)
    verification = verify(lake, book)
    assert not verification.equal
    assert {cause for difference in verification.at_position for cause in difference.causes} == {Cause.ERASED}
    assert "(erased)" in verification.in_language("en")


def edited(book: Path, edit) -> None:
    path = book / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    edit(manifest)
    path.write_text(json.dumps(manifest), "utf-8")


def spoil_number(manifest: dict) -> None:
    number = next(each for each in manifest["numbers"] if each["id"] == "all.impressions.season")
    number.update(value=1.0, low=1.0, high=1.0)


def test_a_new_definition_is_labelled(lake: Lake, book: Path):
    def edit(manifest: dict) -> None:
        spoil_number(manifest)
        manifest["metrics"]["impressions"]["hash"] = "0" * 12

    edited(book, edit)
    (difference,) = verify(lake, book).at_position
    assert difference.causes == (Cause.NEW_DEFINITION,)


def test_a_new_engine_is_labelled(lake: Lake, book: Path):
    def edit(manifest: dict) -> None:
        spoil_number(manifest)
        manifest["reppu"]["lock"] = "0" * 64

    edited(book, edit)
    verification = verify(lake, book)
    (difference,) = verification.at_position
    assert difference.causes == (Cause.NEW_ENGINE,)
    assert not verification.equal
    assert "Not equal: 1 number" in verification.in_language("en")


def test_a_number_that_nothing_explains_is_said_to_be_unexplained(lake: Lake, book: Path):
    edited(book, spoil_number)
    verification = verify(lake, book)
    (difference,) = verification.at_position
    assert difference.causes == (Cause.NOT_EXPLAINED,)
    assert verification.to_json()["at_position"][0]["printed"]["value"] == 1.0


def test_a_changed_and_an_absent_pdf_are_said(lake: Lake, book: Path):
    with (book / "review.pdf").open("ab") as stream:
        stream.write(b" ")
    verification = verify(lake, book)
    assert not verification.equal
    assert verification.files[0].state is FileState.CHANGED
    assert "review.pdf was changed after it was packed." in verification.in_language("en")
    (book / "review.pdf").unlink()
    assert verify(lake, book).files[0].state is FileState.ABSENT


def test_another_organisation_s_book_and_a_book_from_the_future_are_refused(lake: Lake, book: Path):
    edited(book, lambda manifest: manifest.update(position=10_000))
    with pytest.raises(ReppuError, match="ends at"):
        verify(lake, book)
    edited(book, lambda manifest: manifest.update(organisation="toinen"))
    with pytest.raises(ReppuError, match="toinen"):
        verify(lake, book)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not a manifest"),
        ("{}", "not a whole manifest"),
        ('{"manifest": 99}', "newer form"),
        ("[]", "not a whole"),
    ],
)
def test_a_broken_manifest_is_refused_with_words(lake: Lake, tmp_path: Path, content: str, words: str):
    (tmp_path / "broken.json").write_text(content)
    with pytest.raises(ReppuError, match=words):
        verify(lake, tmp_path / "broken.json")
    with pytest.raises(ReppuError, match="no manifest"):
        verify(lake, tmp_path / "nowhere" / "manifest.json")
