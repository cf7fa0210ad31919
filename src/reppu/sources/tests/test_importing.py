"""From files to facts through the whole frame: real child process, real lake."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.sources.facade import ImportOutcome, Interrupted, ProgressSeen, import_paths, kinds_of_export
from reppu.sources.files import Unreadable, plan
from reppu.sources.importing import Importer
from reppu.sources.tests.samples import all_samples
from reppu.sources.x.samples.write import files, link, numbers, old_row, post_id, quoted

SAMPLES = files()
POSTS = "tweet_activity_metrics_EsimerkkiVesi_20220201_20220301_en.csv"
DAYS = "daily_tweet_activity_metrics_EsimerkkiVesi_20220201_20220301_en.csv"
CONTENT = "account_analytics_content_2026-08-01_2026-08-31.csv"
OVERVIEW = "account_overview_analytics.csv"
DOWNLOADED = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path / "home ä [1] 50% #")


def put(folder: Path, name: str, content: bytes | None = None, at: datetime = DOWNLOADED) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(SAMPLES[name] if content is None else content)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def one(lake: Lake, path: Path, **answers: object) -> ImportOutcome:
    outcomes = import_paths(lake, [path], **answers)  # type: ignore[arg-type]
    assert len(outcomes) == 1
    return outcomes[0]


def said(outcome: ImportOutcome) -> str:
    return " ".join(refusal.reason.in_language("en") for refusal in outcome.refused)


def value(lake: Lake, measure: str, subject: str) -> list[float | None]:
    table = lake.latest_observations()
    rows = table.filter([table.measure == measure, table.subject_id == subject]).to_pyarrow().to_pylist()
    return [row["value"] for row in rows]


def test_an_export_becomes_posts_and_observations_of_its_channel(lake: Lake, tmp_path: Path) -> None:
    outcome = one(lake, put(tmp_path, POSTS))
    assert (outcome.recognised_as, outcome.language, outcome.channel) == ("x.posts.2014", "en", "x-esimerkkivesi")
    assert (outcome.rows, outcome.posts, outcome.observations, outcome.refused_total) == (3, 3, 108, 0)
    assert value(lake, "x.post.impressions", post_id(2022, 2, 28, 17, 39, 17, 322)) == [376]
    assert value(lake, "x.post.promoted_impressions", post_id(2022, 2, 28, 17, 39, 17, 322)) == [None]
    posts = lake.latest_posts().to_pyarrow().to_pylist()
    assert {post["as_of"] for post in posts} == {DOWNLOADED}
    assert [c.accounts for c in lake.channels()] == [("x:esimerkkivesi",)]


def test_the_same_bytes_are_skipped_whatever_their_name_and_time(lake: Lake, tmp_path: Path) -> None:
    first = one(lake, put(tmp_path, POSTS))
    again = one(lake, put(tmp_path / "copy", "jokin muu.csv", SAMPLES[POSTS], datetime(2026, 10, 1, tzinfo=UTC)))
    assert again.skipped and again.entry_no == first.entry_no
    assert (again.recognised_as, again.channel) == ("x.posts.2014", "x-esimerkkivesi")
    assert lake.read("posts").count().to_pyarrow().as_py() == 3


def test_the_same_answer_again_is_skipped_and_another_is_refused(lake: Lake, tmp_path: Path) -> None:
    path = put(tmp_path, POSTS)
    moment = datetime(2022, 3, 2, tzinfo=UTC)
    first = one(lake, path, as_of=moment)
    assert one(lake, path, as_of=moment).skipped
    other = one(lake, path, as_of=datetime(2022, 3, 3, tzinfo=UTC))
    assert not other.skipped and other.entry_no is None
    assert f"reppu withdraw {first.entry_no}" in said(other)
    lake.withdraw(first.entry_no or 0, "test")
    assert one(lake, path, as_of=datetime(2022, 3, 3, tzinfo=UTC)).entry_no is not None


def test_a_withdrawn_import_may_be_read_again(lake: Lake, tmp_path: Path) -> None:
    path = put(tmp_path, POSTS)
    lake.withdraw(one(lake, path).entry_no or 0, "test")
    again = one(lake, path)
    assert not again.skipped and again.entry_no is not None


def test_every_sample_of_every_platform_is_imported_once(lake: Lake, tmp_path: Path) -> None:
    readable = [sample for sample in all_samples() if sample.whole]
    paths = [put(tmp_path / str(n), sample.path.name, sample.content) for n, sample in enumerate(readable)]
    first = import_paths(lake, paths)
    platforms = {kind: platform for kind, platform, _title, _declined in kinds_of_export()}
    for place, outcome in enumerate(list(first)):
        if "does not tell" in said(outcome):
            platform = platforms[outcome.recognised_as or ""]
            several = {platform, "instagram"} if "several platforms" in said(outcome) else {platform}
            said_for_each = [f"{one}-esimerkki" for one in several]
            first[place] = import_paths(lake, [paths[place]], channel=said_for_each)[0]
    assert not [said(outcome) for outcome in first if outcome.refused_total and "does not tell" not in said(outcome)]
    for sample, outcome in zip(readable, first, strict=True):
        if outcome.entry_no is not None:
            assert outcome.recognised_as == sample.expected["kind"]
            assert outcome.posts == sample.expected.get("posts", 0)
            assert outcome.observations == sample.expected.get("observations", 0)
            assert outcome.audience == sample.expected.get("audience", 0)
    position = lake.position
    again = import_paths(lake, paths)
    assert all(outcome.skipped for outcome in again)
    assert lake.position == position


# Channels


def test_the_account_in_the_file_name_finds_the_channel(lake: Lake, tmp_path: Path) -> None:
    outcomes = import_paths(lake, [put(tmp_path, DAYS), put(tmp_path, POSTS)])
    assert [outcome.channel for outcome in outcomes] == ["x-esimerkkivesi"] * 2
    assert len(lake.channels()) == 1


def test_a_file_without_account_makes_a_channel_which_a_later_account_fills(lake: Lake, tmp_path: Path) -> None:
    first = one(lake, put(tmp_path, OVERVIEW))
    assert first.channel == "x"
    assert any("Channel x was made" in note.in_language("en") for note in first.notes)
    second = one(lake, put(tmp_path, CONTENT))
    assert second.channel == "x"
    assert any("EsimerkkiVesi" in note.in_language("en") for note in second.notes)
    assert lake.channels()[0].accounts == ("x:esimerkkivesi",)


def test_files_that_do_not_tell_their_account_wait_for_those_that_do(lake: Lake, tmp_path: Path) -> None:
    outcomes = import_paths(lake, [put(tmp_path, OVERVIEW), put(tmp_path, CONTENT)])
    assert [outcome.file for outcome in outcomes] == [str(tmp_path / OVERVIEW), str(tmp_path / CONTENT)]
    assert [outcome.channel for outcome in outcomes] == ["x-esimerkkivesi"] * 2


def test_several_channels_make_it_ambiguous_and_the_command_settles_it(lake: Lake, tmp_path: Path) -> None:
    other = post_id(2022, 2, 20, 8, 0, 0)
    museum = old_row(other, "Museo on auki", "2022-02-20 08:00 +0000", numbers("5.0"))
    museum[1] = museum[1].replace("EsimerkkiVesi", "EsimerkkiMuseo")
    header = quoted([SAMPLES[POSTS].decode().split("\n")[0].strip('"').split('","')])
    import_paths(lake, [put(tmp_path, POSTS), put(tmp_path, "museo.csv", header + quoted([museum]))])
    assert {c.channel_id for c in lake.channels()} == {"x-esimerkkivesi", "x-esimerkkimuseo"}
    path = put(tmp_path / "it's a folder", OVERVIEW)
    refused = one(lake, path, assume_yes=True)
    assert refused.entry_no is None and refused.refused_total == 1
    assert f"reppu import '{tmp_path}/it'\"'\"'s a folder/{OVERVIEW}'" in said(refused)
    choices = [line.strip().rpartition(" ")[2] for line in said(refused).splitlines()[1:]]
    assert choices == ["x-esimerkkimuseo", "x-esimerkkivesi"]
    listed = said(refused).partition("A channel that is not there yet")[0]
    assert (
        "x-esimerkkimuseo (1 post, the last on 20 Feb 2022), x-esimerkkivesi (3 posts, the last on 28 Feb 2022)."
        in listed
    )
    assert one(lake, path, channel="x-esimerkkimuseo").channel == "x-esimerkkimuseo"
    assert one(lake, put(tmp_path / "b", OVERVIEW, SAMPLES[OVERVIEW] + b'"Fri, Aug 22, 2025",1,0,0,0,0,1,2,0,0,0,0,,\n'),
               channel="esimerkkivesi").channel == "x-esimerkkivesi"  # fmt: skip


def test_another_channel_for_the_same_bytes_is_refused(lake: Lake, tmp_path: Path) -> None:
    path = put(tmp_path, OVERVIEW)
    assert one(lake, path, channel="vesi").channel == "x-vesi"
    assert one(lake, path, channel="vesi").skipped
    assert "another channel" in said(one(lake, path, channel="museo"))


def test_an_answer_is_remembered_for_names_with_words_of_their_own(lake: Lake, tmp_path: Path) -> None:
    one(lake, put(tmp_path, "vesilaitos overview.csv", SAMPLES[OVERVIEW]), channel="vesi")
    one(lake, put(tmp_path, "museo overview.csv", SAMPLES[OVERVIEW] + b'"Fri, Aug 22, 2025",1,0,0,0,0,1,2,0,0,0,0,,\n'),
        channel="museo")  # fmt: skip
    later = SAMPLES[OVERVIEW] + b'"Thu, Aug 21, 2025",1,0,0,0,0,1,2,0,0,0,0,,\n'
    assert one(lake, put(tmp_path / "later", "Museo overview (1).csv", later)).channel == "x-museo"
    assert "--channel" in said(one(lake, put(tmp_path / "third", OVERVIEW, later[:-60] + b"\n")))


def test_a_channel_on_another_platform_is_refused(lake: Lake, tmp_path: Path) -> None:
    lake.record("channel", {"action": "created", "channel_id": "facebook-vesi", "platform": "facebook", "name": "Vesi",
                            "accounts": []}, "test")  # fmt: skip
    assert "another platform" in said(one(lake, put(tmp_path, OVERVIEW), channel="facebook-vesi"))


def test_file_names_are_kept_without_names_of_persons(lake: Lake, tmp_path: Path) -> None:
    one(lake, put(tmp_path, "Liisa Virtasen tweet_activity_metrics_EsimerkkiVesi_20220201.csv", SAMPLES[POSTS]))
    payload = lake.entries(kinds=["import"])[0].payload
    assert "Liisa" not in str(payload) and "Virtasen" not in str(payload)
    assert payload["file"].endswith("20220201.csv")


def test_followers_by_hand_go_to_the_channel_that_the_row_names(lake: Lake, tmp_path: Path) -> None:
    table = b"kanava;p\xc3\xa4iv\xc3\xa4;seuraajat\nEsimerkkiVesi;31.8.2026;4 120\nx-museo;2026-08-31;12\n"
    outcomes = import_paths(lake, [put(tmp_path, "a.csv", table), put(tmp_path, CONTENT)])
    assert outcomes[0].channel == "x-esimerkkivesi, x-museo"
    rows = lake.latest_observations().to_pyarrow().to_pylist()
    hand = {row["channel_id"]: row["value"] for row in rows if row["measure"] == "hand.account.followers"}
    assert hand == {"x-esimerkkivesi": 4120, "x-museo": 12}
    unknown = one(lake, put(tmp_path, "b.csv", b"channel,date,followers\nnaapuri,2026-08-31,5\n"))
    assert "no channel “naapuri”" in said(unknown) and "x-museo" in said(unknown) and unknown.entry_no is None


# Times


def test_a_file_older_than_what_it_speaks_of_is_refused(lake: Lake, tmp_path: Path) -> None:
    refused = one(lake, put(tmp_path, CONTENT, at=datetime(2026, 8, 10, tzinfo=UTC)))
    assert refused.entry_no is None
    assert "--as-of 2026-0" in said(refused)
    assert one(lake, put(tmp_path, CONTENT), as_of=datetime(2026, 9, 1, tzinfo=UTC)).entry_no is not None


def test_a_day_given_before_the_newest_post_is_refused(lake: Lake, tmp_path: Path) -> None:
    assert "after the day given" in said(one(lake, put(tmp_path, CONTENT), as_of=datetime(2026, 8, 20, tzinfo=UTC)))


def test_the_source_of_the_moment_is_kept(lake: Lake, tmp_path: Path) -> None:
    one(lake, put(tmp_path, POSTS))
    one(lake, put(tmp_path, CONTENT), as_of=datetime(2026, 9, 2, tzinfo=UTC))
    told = [(e.payload["as_of_source"], e.payload["as_of"]) for e in lake.entries(kinds=["import"])]
    assert told == [("modified", "2026-09-01T12:00:00+00:00"), ("stated", "2026-09-02T00:00:00+00:00")]


# Folders, ZIPs, strangers


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 10, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_folders_and_zips_are_walked_and_junk_is_left(lake: Lake, tmp_path: Path) -> None:
    folder = tmp_path / "season"
    put(folder, ".DS_Store", b"\0\0\0\1Bud1")
    put(folder, "Thumbs.db", b"\xd0\xcf\x11\xe0")
    put(folder / "__MACOSX", "x.csv", b"junk")
    put(folder / "2022", POSTS)
    inner = zipped({f"inner/{OVERVIEW}": SAMPLES[OVERVIEW]})
    put(folder, "exports.zip", zipped({f"../../{CONTENT}": SAMPLES[CONTENT], "b/nested.zip": inner,
                                       "__MACOSX/._a": b"x", "pic.jpg": b"\xff\xd8\xff"}))  # fmt: skip
    outcomes = import_paths(lake, [folder])
    assert [(o.file.rpartition("season/")[2], o.recognised_as, o.channel) for o in outcomes] == [
        (f"exports.zip › {CONTENT}", "x.posts.2024", "x-esimerkkivesi"),
        (f"exports.zip › b/nested.zip › inner/{OVERVIEW}", "x.days.2024", "x-esimerkkivesi"),
        (f"2022/{POSTS}", "x.posts.2014", "x-esimerkkivesi"),
    ]
    assert not list(tmp_path.parent.glob(f"*{CONTENT}")), "a path inside a ZIP was trusted"
    assert all(o.skipped for o in import_paths(lake, [folder]))


def test_a_bomb_is_refused_and_the_rest_is_kept(lake: Lake, tmp_path: Path) -> None:
    path = put(tmp_path, "a.zip", zipped({"a.csv": b"0" * (100 << 20), CONTENT: SAMPLES[CONTENT]}))
    outcomes = import_paths(lake, [path])
    assert "unpacks to far more" in said(outcomes[0])
    assert sum(o.entry_no is not None for o in outcomes) == 1


@pytest.mark.parametrize(
    ("at_central", "change", "words"),
    [
        (6, bytes([99]), "locked with a password"),  # needs version 9.9 to be unpacked
        (10, bytes([97]), "locked with a password"),  # a method of packing that is not known
        (46, bytes([0xFF]), "damaged"),  # says that its name is UTF-8, and is not
    ],
)
def test_a_zip_of_an_unusual_make_is_refused_with_words(
    lake: Lake, tmp_path: Path, at_central: int, change: bytes, words: str
) -> None:
    data = bytearray(zipped({"aaaa.csv": b"x,y\n1,2\n"}))
    central = data.index(b"PK\x01\x02")
    data[central + at_central : central + at_central + 1] = change
    if words == "damaged":
        data[central + 9] |= 0x08  # the flag for UTF-8 names
    outcome = one(lake, put(tmp_path, "odd.zip", bytes(data)))
    assert outcome.refused_total == 1
    assert words in said(outcome)


def test_a_name_longer_than_the_system_takes_is_refused_and_not_a_crash(lake: Lake, tmp_path: Path) -> None:
    outcome = one(lake, tmp_path / ("a" * 5_000))
    assert outcome.refused_total == 1


def test_a_third_zip_within_is_not_opened(lake: Lake, tmp_path: Path) -> None:
    third = zipped({"c.zip": zipped({"b.zip": zipped({CONTENT: SAMPLES[CONTENT]})})})
    assert "is not opened" in said(one(lake, put(tmp_path, "a.zip", third)))


def test_two_importers_of_the_same_files_at_once_import_each_once(lake: Lake, tmp_path: Path) -> None:
    paths = [put(tmp_path, name) for name in (POSTS, DAYS, CONTENT, OVERVIEW)]
    program = (
        "import sys; from pathlib import Path; from reppu.lake.facade import open_lake;"
        "from reppu.sources.facade import import_paths;"
        "done = import_paths(open_lake(sys.argv[1]), [Path(one) for one in sys.argv[2:]]);"
        "print(sum(o.skipped for o in done), sum(o.entry_no is not None for o in done))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(lake.home), *map(str, paths)], stdout=subprocess.PIPE)
        for _number in range(2)
    ]
    said_by = [one.communicate(timeout=120)[0].split() for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert [found for _skipped, found in said_by] == [b"4", b"4"]
    assert sum(int(skipped) for skipped, _found in said_by) == 4
    assert len(lake.entries(kinds=["import"])) == 4
    assert [channel.channel_id for channel in lake.channels()] == ["x-esimerkkivesi"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.txt", b"Muista ostaa maitoa.\n", "no export of numbers"),
        ("empty.csv", b"", "empty"),
        ("table.xlsx", zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "damaged"),
        ("table.ods", zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}), "no spreadsheet"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        ("packed.gz", b"\x1f\x8b\x08\0\0\0\0\0", "damaged"),
        ("broken.zip", b"PK\x03\x04nothing", "damaged"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no text"),
        ("zeros.csv", b"\0" * 5000, "empty"),
    ],
)
def test_a_stranger_is_refused_with_advice(lake: Lake, tmp_path: Path, name: str, content: bytes, words: str) -> None:
    outcomes = import_paths(lake, [put(tmp_path, name, content), put(tmp_path, POSTS)])
    assert words in said(outcomes[0])
    assert outcomes[0].refused[0].row is None and outcomes[0].entry_no is None
    assert outcomes[1].entry_no is not None


def test_an_empty_folder_and_a_closed_one_are_said(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    put(tmp_path / "junk", ".DS_Store", b"x")
    assert "no file in this folder" in said(one(lake, tmp_path / "empty"))
    assert "no file in this folder" in said(one(lake, tmp_path / "junk"))

    def closed(path: object) -> object:  # the tests may run as root, who may open everything
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", closed)
        found = plan([tmp_path / "empty"])
    assert [type(one) for one in found] == [Unreadable]
    assert "does not allow it" in found[0].reason.in_language("en")  # type: ignore[union-attr]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are always text there")
def test_a_file_name_that_is_no_text_is_imported(lake: Lake, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/p\xe4iv\xe4.csv"))
    path.write_bytes(SAMPLES[POSTS])
    assert one(lake, path).entry_no is not None


def test_a_file_that_is_not_there_is_refused(lake: Lake, tmp_path: Path) -> None:
    assert "no such file" in said(one(lake, tmp_path / "nowhere.csv"))


def test_what_is_missing_from_a_known_export_is_named(lake: Lake, tmp_path: Path) -> None:
    lines = SAMPLES[CONTENT].decode().replace("Post id", "Postitus").encode()
    assert "“X content analytics (since 2024)”" in said(one(lake, put(tmp_path, CONTENT, lines)))
    assert "Post id" in said(one(lake, put(tmp_path, CONTENT, lines)))


def test_a_picture_in_a_folder_is_declined(lake: Lake, tmp_path: Path) -> None:
    put(tmp_path / "f", "photo.jpg", b"\xff\xd8\xff")
    assert one(lake, tmp_path / "f").declined is not None


def test_a_row_refused_leaves_the_others(lake: Lake, tmp_path: Path) -> None:
    bad = SAMPLES[CONTENT].replace(b"5421", b"monta")
    outcome = one(lake, put(tmp_path, CONTENT, bad))
    assert [(r.row, r.column) for r in outcome.refused] == [(2, "Impressions")]
    assert (outcome.posts, outcome.observations, outcome.refused_total) == (2, 25, 1)
    assert outcome.entry_no is not None


def test_nothing_but_refusals_makes_no_entry(lake: Lake, tmp_path: Path) -> None:
    outcome = one(lake, put(tmp_path, "content-excel-damaged.csv"))
    assert outcome.refused_total == 2 and outcome.entry_no is None and outcome.channel is None
    assert lake.position == 0
    assert "without opening and saving it in Excel" in said(outcome)


# The child process


def test_a_reader_that_dies_takes_only_its_file_along(lake: Lake, tmp_path: Path) -> None:
    paths = [
        put(tmp_path, "a.csv", b"abort,x\n1,2\n"),
        put(tmp_path, POSTS),
        put(tmp_path, "b.csv", b"mistake,x\n1,2\n"),
        put(tmp_path, "c.csv", b"noise,x\n1,2\n"),
        put(tmp_path, CONTENT),
    ]
    outcomes = Importer(lake, [], None, readers="reppu.sources.tests.deadly").run(paths)
    assert "ended the reading program" in said(outcomes[0])
    assert "ended the reading program" in said(outcomes[2])
    assert outcomes[3].refused_total == 0
    assert outcomes[1].entry_no is not None and outcomes[4].entry_no is not None


def test_memory_and_silence_have_limits(tmp_path: Path) -> None:
    from reppu.sources.files import FoundFile
    from reppu.sources.parent import Child
    from reppu.vocabulary.errors import ReppuError

    def found(content: bytes) -> FoundFile:
        path = put(tmp_path, "a.csv", content)
        return FoundFile(str(path), path, path.name, None, path, len(content), (DOWNLOADED,), "")

    with Child("reppu.sources.tests.deadly", silence_limit_seconds=10) as child:
        with pytest.raises(ReppuError, match="memory"):
            list(child.read(found(b"memory,x\n1,2\n")))
        with pytest.raises(ReppuError, match="longer"):
            list(child.read(found(b"silence,x\n1,2\n")))
        assert len(list(child.read(found(SAMPLES[CONTENT])))) == 3


def test_ctrl_c_keeps_what_was_committed_and_nothing_else(lake: Lake, tmp_path: Path) -> None:
    rows = "".join(
        f'{post_id(2026, 8, 1, i // 3600 % 24, i // 60 % 60, i % 60)},"Sat, Aug 1, 2026",Vesi,'
        f"{link(post_id(2026, 8, 1, i // 3600 % 24, i // 60 % 60, i % 60), 'x.com')},1,1,1,1,1,1,1,1,1,1,1,1,1\n"
        for i in range(60_000)
    )
    big = SAMPLES[CONTENT].split(b"\n")[0] + b"\n" + rows.encode()
    paths = [put(tmp_path, POSTS), put(tmp_path, "big.csv", big)]
    seen: list[ProgressSeen] = []

    def stop(now: ProgressSeen) -> None:
        seen.append(now)
        if now.file_no == 2 and now.bytes_done > len(SAMPLES[POSTS]):
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        import_paths(lake, paths, progress=stop)
    assert [o.entry_no is not None for o in stopped.value.outcomes] == [True]
    assert "1 of 2 files were imported" in stopped.value.text.in_language("en")
    assert lake.read("posts").count().to_pyarrow().as_py() == 3
    assert not [p for p in (lake.path / "data").iterdir() if "posts" in p.name][1:]
    assert all(not o.refused_total for o in import_paths(lake, paths))


def test_progress_tells_files_and_bytes(lake: Lake, tmp_path: Path) -> None:
    seen: list[ProgressSeen] = []
    paths = [put(tmp_path, POSTS), put(tmp_path, CONTENT)]
    import_paths(lake, paths, progress=seen.append)
    assert (seen[0].file_no, seen[0].files) == (1, 2)
    assert seen[-1].bytes_done == seen[-1].bytes_total == sum(path.stat().st_size for path in paths)
    assert [one.bytes_done for one in seen] == sorted(one.bytes_done for one in seen)
