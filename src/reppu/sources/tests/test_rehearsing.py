"""A rehearsal says what the import then does, and leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reppu.lake.facade import Lake, channel_created, open_lake
from reppu.sources.facade import FileAnswer, ImportOutcome, LookedAt, import_paths, rehearse
from reppu.sources.tests.samples import all_samples
from reppu.sources.tests.test_importing import CONTENT, DAYS, OVERVIEW, POSTS, put
from reppu.sources.untold import is_taken_to_be
from tests.shared_folder import shared


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path / "home")


def the_look(lake: Lake, path: Path, **answer: object) -> LookedAt:
    said = {str(path): FileAnswer(**answer)} if answer else {}  # type: ignore[arg-type]
    (look,) = rehearse(lake, [path], said=said)
    return look


def told(outcome: ImportOutcome) -> ImportOutcome:
    """The outcome without what only stored facts give: an entry's number, how much a channel holds, in words, and which
    periods of hours and money overlap."""
    notes = [] if outcome.inputs else [note for note in outcome.notes if not is_taken_to_be(note)]
    refused = [] if outcome.unsettled else outcome.refused
    return replace(outcome, entry_no=None if outcome.entry_no is None else 0, notes=notes, refused=refused)


def test_a_rehearsal_tells_channel_period_and_first_rows_and_stores_nothing(lake: Lake, tmp_path: Path) -> None:
    look = the_look(lake, put(tmp_path, POSTS))
    assert (look.outcome.recognised_as, look.outcome.language, look.outcome.channel) == (
        "x.posts.2014", "en", "x-esimerkkivesi",
    )  # fmt: skip
    assert (look.outcome.rows, look.outcome.posts, look.outcome.observations) == (3, 3, 108)
    assert (look.since, look.until) == (date(2022, 2, 1), date(2022, 2, 28))
    assert (look.as_of, look.as_of_source) == (datetime(2026, 9, 1, 12, tzinfo=UTC), "modified")
    assert len(look.posts) == 3
    subject = look.posts[0]["post_id"]
    # all 36 columns of the first posts, though the reader gives them column by column
    assert len([row for row in look.observations if row["subject_id"] == subject]) == 36
    assert lake.position == 0
    assert lake.channels() == []
    assert not list((lake.path / "data").glob("*.parquet"))


def test_the_first_files_of_a_rehearsal_help_the_later_ones_as_in_an_import(lake: Lake, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    put(folder, CONTENT)
    put(folder, POSTS)
    looks = rehearse(lake, [folder])
    assert {look.outcome.channel for look in looks} == {"x-esimerkkivesi"}


def test_a_file_that_could_be_of_two_channels_asks_for_one_and_takes_the_answer(lake: Lake, tmp_path: Path) -> None:
    for name in ("vesi", "museo"):
        lake.record(*channel_created(f"x-{name}", "x", name.capitalize(), (f"x:{name}",)), who="test")
    path = put(tmp_path, OVERVIEW)
    asked = the_look(lake, path).outcome.unsettled
    assert asked is not None and asked.what == "channel"
    assert [part.known for part in asked.parts] == [("x-museo", "x-vesi")]
    answered = the_look(lake, path, channels=("x-vesi",))
    assert (answered.outcome.channel, answered.found_by, answered.outcome.unsettled) == ("x-vesi", "asked", None)
    (outcome,) = import_paths(lake, [path], said={str(path): FileAnswer(channels=("x-vesi",))})
    assert outcome.channel == "x-vesi"


def test_a_file_that_speaks_of_days_after_its_moment_asks_for_the_day_and_takes_the_answer(
    lake: Lake, tmp_path: Path
) -> None:
    path = put(tmp_path, DAYS, at=datetime(2022, 2, 1, tzinfo=UTC))
    asked = the_look(lake, path).outcome.unsettled
    assert asked is not None and asked.what == "moment"
    assert asked.not_before is not None and asked.not_before > date(2022, 2, 1)
    answered = the_look(lake, path, as_of=datetime(2022, 3, 10, tzinfo=UTC))
    assert (answered.outcome.unsettled, answered.as_of_source) == (None, "stated")


def test_a_file_given_other_answers_than_before_names_the_import_to_take_back(lake: Lake, tmp_path: Path) -> None:
    path = put(tmp_path, POSTS)
    (first,) = import_paths(lake, [path])
    assert the_look(lake, path).outcome.skipped
    asked = the_look(lake, path, as_of=datetime(2022, 3, 10, tzinfo=UTC)).outcome.unsettled
    assert asked is not None and (asked.what, asked.entry_no) == ("again", first.entry_no)


def test_a_file_that_is_left_out_is_declined_and_the_others_go_on(lake: Lake, tmp_path: Path) -> None:
    left, taken = put(tmp_path, POSTS), put(tmp_path, DAYS)
    outcomes = import_paths(lake, [left, taken], said={str(left): FileAnswer(leave_out=True)})
    assert [outcome.entry_no is not None for outcome in outcomes] == [False, True]
    assert "left out" in str(outcomes[0].declined)


def test_every_sample_is_rehearsed_as_it_is_imported(lake: Lake) -> None:
    samples = [sample.path for sample in all_samples()]
    looks = rehearse(lake, samples)
    outcomes = import_paths(lake, samples)
    assert len(looks) == len(outcomes) > 60
    assert [told(look.outcome) for look in looks] == [told(outcome) for outcome in outcomes]


@pytest.mark.needs_shared
def test_real_exports_are_rehearsed_as_they_are_imported(lake: Lake) -> None:
    folder = shared("exports")
    looks = rehearse(lake, [folder])
    assert lake.position == 0
    outcomes = import_paths(lake, [folder])
    assert len(looks) == len(outcomes) > 50
    assert [told(look.outcome) for look in looks] == [told(outcome) for outcome in outcomes]
