"""Archives of accounts: only the posts are opened, whether the archive is packed or not, and the import says so."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reppu.lake.facade import Lake, channel_created, open_lake
from reppu.sources import containers
from reppu.sources.facade import ImportOutcome, import_paths
from reppu.sources.linkedin.samples.write_archive import files as linkedin_files
from reppu.sources.mastodon.samples.write import files as mastodon_files
from reppu.sources.meta.samples.archives import insights
from reppu.sources.platforms import BUNDLES
from reppu.sources.tests.samples import all_samples
from reppu.sources.x.samples.write import files as x_files
from reppu.vocabulary.language import LANGUAGES

DOWNLOADED = datetime(2026, 9, 1, 12, tzinfo=UTC)
# A member that must never be opened: unpacking it fails, and what it holds would be seen
SECRET = b"salaisuus"
X_ARCHIVE = {
    "Your archive.html": SECRET,
    "assets/images/logo.png": SECRET,
    "data/account.js": SECRET,
    "data/ad-engagements.js": SECRET,
    "data/direct-messages.js": SECRET,
    "data/direct-messages-group.js": SECRET,
    "data/follower.js": SECRET,
    "data/manifest.js": SECRET,
    "data/tweets_media/1.jpg": SECRET,
    "data/tweets.js": x_files()["tweets.js"],
    "data/tweets-part1.js": x_files()["tweets-part1.js"],
}
MASTODON = {
    "outbox.json": mastodon_files()["outbox.json"],
    "actor.json": SECRET,
    "likes.json": SECRET,
    "bookmarks.json": SECRET,
    "media_attachments/files/1/a.jpg": SECRET,
}
INSTAGRAM = {
    "start_here.html": SECRET,
    "connections/followers_and_following/followers_1.json": SECRET,
    "logged_information/past_instagram_insights/posts.json": insights(),
    "logged_information/past_instagram_insights/audience_insights.json": SECRET,
    "messages/inbox/naapuri_1/message_1.json": SECRET,
    "your_instagram_activity/likes/liked_posts.json": SECRET,
}
LINKEDIN = {
    "Shares.csv": linkedin_files()["Shares_181000001.csv"],
    "Connections.csv": SECRET,
    "messages.csv": SECRET,
    "Invitations.csv": SECRET,
    "Reactions_181000001.csv": SECRET,
    "Comments.csv": SECRET,
    "Email Addresses.csv": SECRET,
    "Jobs/Job Applications.csv": SECRET,
}
FACEBOOK = {
    "your_facebook_activity/messages/inbox/naapuri_1/message_1.json": SECRET,
    "personal_information/profile_information/profile_information.json": SECRET,
}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return open_lake(tmp_path / "home")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bytes that were copied out of containers, by what they were."""
    seen: list[str] = []
    really = containers._copy

    def copy(read: Any, path: Path, most: int, packed: int | None = None) -> tuple[int, str]:
        done = really(read, path, most, packed)
        seen.append(path.read_bytes()[:9].decode("latin-1"))
        return done

    monkeypatch.setattr(containers, "_copy", copy)
    return seen


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 10, 0, 0)), content)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz", form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1_788_000_000
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (DOWNLOADED.timestamp(), DOWNLOADED.timestamp()))
    return path


def laid_out(folder: Path, members: dict[str, bytes]) -> Path:
    for name, content in members.items():
        put(folder, name, content)
    return folder


def short(outcomes: list[ImportOutcome], folder: Path) -> Iterator[tuple[str, str | None, bool, int, int]]:
    for one in outcomes:
        shown = one.file.removeprefix(str(folder)).replace(os.sep, "/").strip("/")
        yield shown, one.recognised_as, one.declined is not None, one.posts, one.observations


def test_of_an_archive_of_x_only_the_posts_are_opened(lake: Lake, tmp_path: Path, opened: list[str]) -> None:
    path = put(tmp_path, "twitter-2026-09-01.zip", zipped(X_ARCHIVE))
    outcomes = import_paths(lake, [path])
    assert list(short(outcomes, tmp_path)) == [
        ("twitter-2026-09-01.zip", "x.archive", True, 0, 0),
        ("twitter-2026-09-01.zip › data/tweets-part1.js", "x.archive", False, 1, 2),
        ("twitter-2026-09-01.zip › data/tweets.js", "x.archive", False, 6, 9),
    ]
    assert outcomes[0].declined is not None
    assert "Direct messages, followers, advertising data" in outcomes[0].declined.in_language("en")
    assert {one.channel for one in outcomes[1:]} == {"x-esimerkkivesi"}
    assert set(opened) == {"window.YT"}
    assert all(outcome.skipped for outcome in import_paths(lake, [path])[1:])


@pytest.mark.parametrize("root", ["", "twitter/2026/"])
def test_an_unpacked_archive_of_x_is_the_same_archive(lake: Lake, tmp_path: Path, root: str) -> None:
    folder = laid_out(tmp_path / "archive" / root, X_ARCHIVE)
    outcomes = import_paths(lake, [tmp_path / "archive"])
    assert list(short(outcomes, folder)) == [
        ("", "x.archive", True, 0, 0),
        ("data/tweets-part1.js", "x.archive", False, 1, 2),
        ("data/tweets.js", "x.archive", False, 6, 9),
    ]


def test_strangers_beside_an_archive_are_read_as_ever(lake: Lake, tmp_path: Path) -> None:
    overview = x_files()["account_overview_analytics.csv"]
    folder = laid_out(tmp_path / "downloads", {**MASTODON, "account_overview_analytics.csv": overview})
    found = {
        shown: kind for shown, kind, _declined, _posts, _observations in short(import_paths(lake, [folder]), folder)
    }
    assert found == {
        "": "mastodon.archive",
        "outbox.json": "mastodon.archive",
        "account_overview_analytics.csv": "x.days.2024",
    }
    packed = put(
        tmp_path, "all.zip", zipped({f"m/{name}": data for name, data in MASTODON.items()} | {"o.csv": overview})
    )
    kinds = [kind for _shown, kind, *_rest in short(import_paths(lake, [packed]), tmp_path)]
    assert kinds == ["mastodon.archive", "mastodon.archive", "x.days.2024"]


@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: tarred(members, form=tarfile.GNU_FORMAT)])
def test_of_a_mastodon_archive_only_the_outbox_is_opened(
    lake: Lake, tmp_path: Path, opened: list[str], pack: Any
) -> None:
    path = put(tmp_path, "archive-2026.tar.gz", pack(MASTODON))  # content tells what it is, not the name
    first, second = import_paths(lake, [path])
    assert first.declined is not None and "only the public ones" in first.declined.in_language("en")
    assert (second.recognised_as, second.rows, second.posts) == ("mastodon.archive", 9, 5)
    assert second.channel == "mastodon-vesi-yhteiso-example"
    assert [c.accounts for c in lake.channels()] == [("mastodon:https://yhteiso.example/users/vesi",)]
    assert any("3 posts that are not public" in note.in_language("en") for note in second.notes)
    assert opened == ['{"@contex']


def test_of_an_instagram_archive_only_the_insights_of_posts_are_opened(
    lake: Lake, tmp_path: Path, opened: list[str]
) -> None:
    outcomes = import_paths(lake, [put(tmp_path, "instagram.zip", zipped(INSTAGRAM))])
    assert [(one.recognised_as, one.posts, one.channel) for one in outcomes] == [
        ("meta.archive", 0, None),
        ("meta.instagram_archive", 3, "instagram"),
    ]
    assert set(opened) == {insights()[:9].decode()}  # looked at twice: it waits for files that tell their account
    folder = laid_out(tmp_path / "instagram", INSTAGRAM)
    again = import_paths(lake, [folder])
    assert [(one.declined is not None, one.skipped) for one in again] == [(True, False), (False, True)]


def test_of_a_members_linkedin_archive_only_own_posts_are_opened(lake: Lake, tmp_path: Path, opened: list[str]) -> None:
    path = put(tmp_path, "Basic_LinkedInDataExport_09-05-2026.zip", zipped(LINKEDIN))
    first, second = import_paths(lake, [path], channel="linkedin-hitsaaja")
    assert first.declined is not None
    said = first.declined.in_language("en")
    assert "Connections, messages, invitations, reactions, comments" in said and "not opened" in said
    assert (second.recognised_as, second.posts, second.channel) == ("linkedin.archive", 4, "linkedin-hitsaaja")
    assert [(one.row, one.column) for one in second.refused] == [(5, "ShareLink")]
    assert opened == ["Date,Shar"]
    folder = laid_out(tmp_path / "unpacked", LINKEDIN)
    assert [(one.declined is not None, one.skipped) for one in import_paths(lake, [folder])] == [
        (True, False),
        (False, True),
    ]


def test_a_members_posts_go_to_no_channel_that_was_not_said(lake: Lake, tmp_path: Path) -> None:
    lake.record(*channel_created("linkedin-telakka", "linkedin", "Telakka"), who="test")
    path = put(tmp_path, "Shares.csv", LINKEDIN["Shares.csv"])
    (refused,) = import_paths(lake, [path])
    assert "--channel linkedin-NAME" in refused.refused[0].reason.in_language("en")
    assert refused.entry_no is None
    (numbered,) = import_paths(lake, [put(tmp_path, "Shares_181000001.csv", LINKEDIN["Shares.csv"])])
    assert numbered.channel == "linkedin-181000001"
    assert [c.accounts for c in lake.channels() if c.channel_id == "linkedin-telakka"] == [()]


def test_private_files_of_linkedin_are_known_by_name_and_by_header(lake: Lake, tmp_path: Path) -> None:
    for name in ("Connections.csv", "messages.csv", "Invitations.csv", "Reactions_181000001.csv"):
        (outcome,) = import_paths(lake, [put(tmp_path, name, SECRET)])
        assert outcome.recognised_as == "linkedin.archive" and outcome.declined is not None
        assert "not opened" in outcome.declined.in_language("en")
    (renamed,) = import_paths(lake, [put(tmp_path, "verkosto.csv", linkedin_files()["verkosto.csv"])])
    assert renamed.recognised_as == "linkedin.archive.private" and renamed.declined is not None
    for header in (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER",
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
        "Date,Type,Link",
        "Date,Link,Message",
        "Organization,Followed On",
    ):
        (outcome,) = import_paths(lake, [put(tmp_path, "a.csv", f"{header}\n1,2,3\n".encode())])
        assert outcome.recognised_as == "linkedin.archive.private", header
    (own,) = import_paths(lake, [put(tmp_path, "b.csv", b"Date,Type,Link,Views\n2026-01-01,a,b,7\n")])
    assert own.recognised_as is None and own.refused_total == 1


def test_an_archive_without_posts_says_so_and_refuses_nothing(lake: Lake, tmp_path: Path, opened: list[str]) -> None:
    outcomes = import_paths(lake, [put(tmp_path, "facebook.zip", zipped(FACEBOOK))])
    outcomes += import_paths(lake, [laid_out(tmp_path / "facebook", FACEBOOK)])
    assert [(one.recognised_as, one.refused_total) for one in outcomes] == [("meta.facebook_archive", 0)] * 2
    for one in outcomes:
        assert one.declined is not None and "There is no file with posts in it." in one.declined.in_language("en")
    assert opened == []


def test_private_files_are_known_by_their_names_and_not_opened(lake: Lake, tmp_path: Path) -> None:
    for name in ("direct-messages.js", "follower.js", "ad-impressions.js", "likes.json", "followers_1.json"):
        path = put(tmp_path, name, SECRET)
        path.chmod(0)  # whoever opens it fails, but for the superuser
        (outcome,) = import_paths(lake, [path])
        assert outcome.declined is not None and "not opened" in outcome.declined.in_language("en")
        assert outcome.refused_total == 0
    renamed = put(tmp_path, "lohkot.js", x_files()["lohkot.js"])
    (outcome,) = import_paths(lake, [renamed])
    assert outcome.recognised_as == "x.archive.private" and outcome.declined is not None


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda one: f"{one.kind}")
def test_what_was_not_opened_is_said_in_three_languages(bundle: Any) -> None:
    assert len({bundle.unopened.in_language(language) for language in LANGUAGES}) == 3
    assert len({bundle.title.in_language(language) for language in LANGUAGES}) == 3


# tar and gzip, which hold ordinary exports too


def test_an_export_packed_with_gzip_or_tar_is_read(lake: Lake, tmp_path: Path) -> None:
    posts = next(s for s in all_samples() if s.path.name.startswith("tweet_activity_metrics_EsimerkkiVesi_2022"))
    days = next(s for s in all_samples() if s.path.name.startswith("daily_tweet_activity"))
    packed = put(tmp_path, f"{posts.path.name}.gz", gzip.compress(posts.content))
    (outcome,) = import_paths(lake, [packed])
    assert (outcome.recognised_as, outcome.posts, outcome.channel) == ("x.posts.2014", 3, "x-esimerkkivesi")
    tar = put(tmp_path, "a.tar", tarred({f"../../{days.path.name}": days.content, posts.path.name: posts.content}, "w"))
    first, second = import_paths(lake, [tar])
    assert first.recognised_as == "x.days.2014" and first.entry_no is not None and second.skipped
    assert not list(tmp_path.parent.glob("daily_*")), "a path inside a tar was trusted"
    nested = put(tmp_path, "b.zip", zipped({"c.csv.gz": gzip.compress(posts.content)}))
    assert import_paths(lake, [nested])[0].skipped


def test_links_in_a_tar_are_not_followed(lake: Lake, tmp_path: Path) -> None:
    target = put(tmp_path, "secret.csv", x_files()["account_overview_analytics.csv"])
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            info = tarfile.TarInfo("link.csv")
            info.type, info.linkname = kind, str(target)
            archive.addfile(info)
    (outcome,) = import_paths(lake, [put(tmp_path, "links.tar", out.getvalue())])
    assert outcome.declined is not None and outcome.entry_no is None


@pytest.mark.parametrize("name", ["a.csv.gz", "a.tar.gz"])
def test_a_bomb_is_not_unpacked(lake: Lake, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = b"0" * (80 << 20)
    content = gzip.compress(zeros) if name == "a.csv.gz" else tarred({"a.csv": zeros})
    (outcome,) = import_paths(lake, [put(tmp_path, name, content)])
    assert "far more than an export" in outcome.refused[0].reason.in_language("en")


@pytest.mark.parametrize("cut", [30, 300, 700])
def test_a_damaged_tar_is_refused_with_words(lake: Lake, tmp_path: Path, cut: int) -> None:
    whole = tarred(MASTODON)
    outcomes = import_paths(lake, [put(tmp_path, "a.tar.gz", whole[:cut])])
    assert [len(one.refused) for one in outcomes] == [1]
    assert "damaged" in outcomes[0].refused[0].reason.in_language("en")
