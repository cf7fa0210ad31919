from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from reppu.lake.facade import OBSERVATIONS, POSTS, channel_created, open_lake
from reppu.overview.facade import look, missing_days, to_json
from reppu.overview.freshness import reminders

SEEN = datetime(2026, 3, 10, 8, tzinfo=UTC)


@pytest.fixture
def lake(own_home):
    lake = open_lake(own_home)
    posts = {name: [None, None] for name in POSTS.names} | {
        "channel_id": ["x-vesi"] * 2,
        "post_id": ["1", "2"],
        "published_at": [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)],
        "as_of": [SEEN] * 2,
    }
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 5)]
    observations = {name: [None] * 3 for name in OBSERVATIONS.names} | {
        "channel_id": ["x-vesi"] * 3,
        "subject_kind": ["account"] * 3,
        "subject_id": ["account"] * 3,
        "measure": ["x.account.impressions"] * 3,
        "window": ["day"] * 3,
        "period_start": days,
        "period_end": days,
        "breakdown": [""] * 3,
        "value": [0.0, 1.0, 2.0],
        "as_of": [SEEN] * 3,
    }
    with lake.staging() as staging:
        staging.write("posts", pa.table(posts, schema=POSTS))
        staging.write("observations", pa.table(observations, schema=OBSERVATIONS))
        staging.commit(
            identity="a",
            content_hash="a",
            payload={"file": "a.csv"},
            who="test",
            setup=[channel_created("x-vesi", "x", "Esimerkin vesi")],
        )
    return lake


def test_days_between_covered_days_are_missing_and_days_outside_are_not():
    covered = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 5)]
    assert missing_days(covered) == [date(2026, 3, 3), date(2026, 3, 4)]


def test_nothing_covered_is_nothing_missing():
    assert missing_days([]) == []


def test_a_channel_tells_its_posts_its_days_and_its_gaps(lake):
    (channel,) = look(lake, now=SEEN).channels
    assert (channel.posts, channel.first_post, channel.last_post) == (2, date(2026, 3, 1), date(2026, 3, 4))
    assert (channel.first_day, channel.last_day, channel.missing_days) == (date(2026, 3, 1), date(2026, 3, 5), 2)
    assert channel.first_missing == (date(2026, 3, 3), date(2026, 3, 4))
    assert channel.last_as_of == SEEN
    assert not channel.stale


def test_a_channel_not_seen_for_long_is_to_be_exported_again_and_told_how(lake):
    status = look(lake, now=datetime(2026, 5, 1, tzinfo=UTC))
    assert status.channels[0].stale
    problem = next(problem for problem in to_json(status)["problems"] if "Export it again" in problem)
    assert "Esimerkin vesi (x-vesi)" in problem
    assert "x.com" in problem


def test_an_empty_lake_has_no_channels_and_no_problems(own_home):
    status = look(open_lake(own_home), now=SEEN)
    assert (status.position, status.channels, status.problems) == (0, (), ())


def test_a_withdrawn_import_is_counted_and_its_facts_are_gone(lake):
    (entry,) = lake.entries(kinds=("import",))
    lake.withdraw(entry.entry_no, who="test")
    status = look(lake, now=SEEN)
    assert status.withdrawn == 1
    assert status.channels[0].posts == 0
    assert any("nothing imported" in problem for problem in to_json(status)["problems"])


def test_an_export_is_to_be_fetched_again_after_a_month(lake):
    status = look(lake, now=SEEN)
    assert reminders(status, SEEN)["x-vesi"].days_left == 31
    assert reminders(status, datetime(2026, 4, 9, 8, tzinfo=UTC))["x-vesi"].days_left == 1
    assert reminders(status, datetime(2026, 4, 10, 8, tzinfo=UTC))["x-vesi"].days_left == 0
    assert "x.com" in str(reminders(status, SEEN)["x-vesi"].how)


def test_a_channel_without_an_export_has_no_reminder(lake):
    lake.record(*channel_created("threads-vesi", "threads", "Vesi"), who="test")
    assert set(reminders(look(lake, now=SEEN), SEEN)) == {"x-vesi"}
