"""Importing in the browser, from the dropped file to the undone import, asked as a browser asks."""

from __future__ import annotations

import html
import json
import re
import stat
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from reppu.jobs.facade import work_off
from reppu.lake.facade import channel_created, kept_lake
from reppu.sources.facade import kinds_of_export
from reppu.sources.mapping_proposals.tests.made_up_tables import in_finnish, rows_of
from reppu.sources.pages import receiving
from reppu.sources.pages.models import ImportRun
from reppu.sources.pages.uploads import upload_folder
from reppu.sources.x.samples.write import files
from tests.shared_folder import shared

SAMPLES = files()
POSTS = "tweet_activity_metrics_EsimerkkiVesi_20220201_20220301_en.csv"
OVERVIEW = "account_overview_analytics.csv"
BRING = "/o/karhula/data/import/"


def words(page) -> str:
    """What a page says, without its marks."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode())))


def traces() -> list[str]:
    """The audit trail, the oldest first."""
    return list(apps.get_model("people", "Trace").objects.order_by("pk").values_list("what", flat=True))


def upload(browser, *named, told=None, where=BRING):
    given = [SimpleUploadedFile(name.rpartition("/")[2], content) for name, content in named]
    form = {"files": given}
    if told is not None:
        form["told"] = json.dumps(told)
    return browser.post(where, form)


def looked_at(browser, *named, **more) -> str:
    """The address of an upload that has been looked at."""
    answer = upload(browser, *named, **more)
    assert answer.status_code == 302, words(answer)
    work_off()
    return answer.headers["Location"]


def started(browser, address: str, **form):
    browser.post(f"{address}answer/", {"do": "import", **form})
    work_off()
    return browser.get(address)


def test_an_export_is_dropped_seen_imported_and_found_in_the_history(contributor, cast):
    answer = upload(contributor, (POSTS, SAMPLES[POSTS]))
    address = answer.headers["Location"]
    assert "looking at the files" in words(contributor.get(address))
    assert b"hx-get" in contributor.get(f"{address}progress/").content
    work_off()
    assert contributor.get(f"{address}progress/").headers["HX-Refresh"] == "true"
    seen = words(contributor.get(address))
    assert "1 file is ready to be imported" in seen
    assert "X post activity (2014–2023) · English" in seen
    assert "x-esimerkkivesi" in seen and "1 Feb 2022 – 28 Feb 2022" in seen
    assert "impressions" in seen and "376" in seen
    assert cast.lake.position == 0
    done = words(started(contributor, address))
    assert "1 file was imported" in done and "3 posts" in done
    history = words(contributor.get("/o/karhula/data/history/"))
    assert "Cecilia" in history and "X post activity" in history
    assert cast.lake.read("posts").count().to_pyarrow().as_py() == 3
    assert traces() == ["import.uploaded", "import.started"]


def test_files_lie_under_the_organisation_for_the_site_alone_and_are_gone_after_the_import(contributor, cast, own_home):
    address = looked_at(contributor, (POSTS, SAMPLES[POSTS]))
    folder = upload_folder(own_home, "karhula", ImportRun.objects.get().key)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "files" / POSTS).read_bytes() == SAMPLES[POSTS]
    started(contributor, address)
    assert not (folder / "files").exists() and not (folder / "look.json").exists()
    run = ImportRun.objects.get()
    assert "esimerkkivesi" not in json.dumps(run.outcome[0]["file"]).casefold()


def test_a_folder_keeps_its_paths_and_its_times_and_no_path_leads_out(contributor, cast, own_home):
    told = [["vienti/x/a.csv", 1_640_000_000_000], ["../../../etc/passwd.csv", None]]
    upload(contributor, ("a.csv", SAMPLES[POSTS]), ("b.csv", SAMPLES[OVERVIEW]), told=told)
    below = upload_folder(own_home, "karhula", ImportRun.objects.get().key) / "files"
    assert sorted(str(one.relative_to(below)) for one in below.rglob("*.csv")) == ["etc/passwd.csv", "vienti/x/a.csv"]
    assert (below / "vienti/x/a.csv").stat().st_mtime == 1_640_000_000


def test_two_organisations_never_see_each_others_uploads(contributor, cast, own_home):
    address = looked_at(contributor, (POSTS, SAMPLES[POSTS]))
    started(contributor, address)
    key = address.rstrip("/").rpartition("/")[2]
    other = Client()
    other.force_login(cast.outsider)
    for theirs in (f"/o/sunila/data/import/{key}/", f"/o/sunila/data/import/{key}/progress/", address,
                   "/o/karhula/data/history/", "/o/sunila/data/history/1/"):  # fmt: skip
        assert other.get(theirs).status_code == 404, theirs
    for act in ("answer", "drop"):
        assert other.post(f"/o/sunila/data/import/{key}/{act}/", {"do": "import"}).status_code == 404
    assert other.post(BRING, {"files": [SimpleUploadedFile("a.csv", b"a")]}).status_code == 404
    assert kept_lake(own_home, "sunila").position == 0
    assert not (own_home / "organisations" / "sunila" / "uploads").exists()


def test_a_viewer_sees_the_history_and_may_neither_import_nor_undo(cast, client, contributor):
    address = looked_at(contributor, (POSTS, SAMPLES[POSTS]))
    started(contributor, address)
    entry = cast.lake.entries(kinds=["import"])[0].entry_no
    contributor.force_login(cast.viewer)
    assert contributor.get(f"/o/karhula/data/history/{entry}/").status_code == 200
    assert contributor.get(BRING).status_code == 403
    assert upload(contributor, (POSTS, SAMPLES[POSTS])).status_code == 403
    assert contributor.post(f"/o/karhula/data/history/{entry}/undo/").status_code == 403
    contributor.force_login(cast.contributor)
    assert contributor.post(f"/o/karhula/data/history/{entry}/undo/").status_code == 403
    assert cast.lake.entries(kinds=["import"])[0].withdrawn_by is None


def test_a_steward_undoes_an_import_and_brings_it_back(steward, cast):
    started(steward, looked_at(steward, (POSTS, SAMPLES[POSTS])))
    entry = cast.lake.entries(kinds=["import"])[0].entry_no
    before = cast.lake.position
    page = steward.post(f"/o/karhula/data/history/{entry}/undo/", {"reason": "wrong month"}, follow=True)
    assert "Undone" in words(page) and "wrong month" in words(page) and "Bertil" in words(page)
    assert cast.lake.latest_posts().count().to_pyarrow().as_py() == 0
    assert cast.lake.latest_posts(position=before).count().to_pyarrow().as_py() == 3
    page = steward.post(f"/o/karhula/data/history/{entry}/back/", follow=True)
    assert "The import counts again" in words(page)
    assert cast.lake.latest_posts().count().to_pyarrow().as_py() == 3
    assert {"import.undone", "import.brought_back"} <= set(traces())


def test_a_file_of_one_of_two_channels_is_asked_about_and_the_answer_is_used(contributor, cast):
    for name in ("vesi", "museo"):
        cast.lake.record(*channel_created(f"x-{name}", "x", name.capitalize(), (f"x:{name}",)), who="test")
    address = looked_at(contributor, (OVERVIEW, SAMPLES[OVERVIEW]))
    seen = words(contributor.get(address))
    assert "1 file needs an answer from you" in seen and "Museo" in seen
    assert "reppu import" not in seen
    contributor.post(f"{address}answer/", {"do": "look", "channel-0-0": "x-museo"})
    work_off()
    assert "1 file is ready" in words(contributor.get(address))
    started(contributor, address)
    (entry,) = cast.lake.entries(kinds=["import"])
    assert entry.payload["channels"] == ["x-museo"]


def test_a_new_channel_needs_a_name_and_is_made_with_it(contributor, cast):
    for name in ("vesi", "museo"):
        cast.lake.record(*channel_created(f"x-{name}", "x", name.capitalize(), (f"x:{name}",)), who="test")
    address = looked_at(contributor, (OVERVIEW, SAMPLES[OVERVIEW]))
    wrong = contributor.post(f"{address}answer/", {"do": "import", "channel-0-0": "+"})
    assert wrong.status_code == 400 and "write the name of the new channel" in words(wrong)
    started(contributor, address, **{"channel-0-0": "+", "channel-0-0-name": "Uimahalli"})
    assert cast.lake.entries(kinds=["import"])[0].payload["channels"] == ["x-uimahalli"]


def test_what_was_not_answered_is_left_out_and_the_rest_is_imported(contributor, cast):
    for name in ("vesi", "museo"):
        cast.lake.record(*channel_created(f"x-{name}", "x", name.capitalize(), (f"x:{name}",)), who="test")
    address = looked_at(contributor, (OVERVIEW, SAMPLES[OVERVIEW]), (POSTS, SAMPLES[POSTS]))
    done = words(started(contributor, address))
    assert "1 file was imported" in done and "left out" in done


def test_a_file_that_was_left_out_stays_out_after_another_look(contributor, cast):
    address = looked_at(contributor, (POSTS, SAMPLES[POSTS]))
    contributor.post(f"{address}answer/", {"do": "look", "leave-0": "on"})
    work_off()
    assert "left out" in words(contributor.get(address))
    started(contributor, address)
    assert cast.lake.position == 0


def test_the_day_of_the_download_is_asked_when_the_file_speaks_of_later_days(contributor, cast):
    told = [[POSTS, 1_640_995_200_000]]  # 1 January 2022, before the posts
    address = looked_at(contributor, (POSTS, SAMPLES[POSTS]), told=told)
    assert "When was it downloaded?" in words(contributor.get(address))
    wrong = contributor.post(f"{address}answer/", {"do": "look", "day-0": "1.2.2022"})
    assert wrong.status_code == 400 and "so it was downloaded then or later" in words(wrong)
    started(contributor, address, **{"day-0": "3.3.2022"})
    assert cast.lake.entries(kinds=["import"])[0].payload["as_of"].startswith("2022-03-03")


def test_the_columns_of_an_unknown_table_are_settled_with_a_preview(contributor, cast):
    order = ["Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Engagements", "Replies", "Reposts"]
    rows = [in_finnish(order), *rows_of("x.posts.2024", order)[1:]]
    table = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()
    address = looked_at(contributor, ("raportti.csv", table))
    page = contributor.get(address)
    assert "Reppu does not know this table yet" in words(page)
    where = re.search(r'href="([^"]*/table/[^"]*)"', page.content.decode())[1]
    settling = words(contributor.get(where))
    assert "Näyttökerrat" in settling and "What would be read" in settling
    columns = {f"column-{number}": "-" for number in range(1, 10)}
    assert "It is not known which column holds" in words(contributor.post(f"{where}preview/", columns))
    assert "--set" not in words(contributor.post(f"{where}preview/", columns))
    assert contributor.post(where, {}).status_code == 302
    work_off()
    assert "1 file is ready" in words(contributor.get(address))
    started(contributor, address)
    assert cast.lake.entries(kinds=["import"])[0].payload["recognised_as"] == "x.posts.2024"


def test_refused_rows_are_told_by_row_column_and_reason_after_the_import_too(contributor, cast):
    broken = SAMPLES[POSTS].replace(b'"376.0"', b'"many"')
    assert broken != SAMPLES[POSTS]
    started(contributor, looked_at(contributor, (POSTS, broken)))
    entry = cast.lake.entries(kinds=["import"])[0].entry_no
    page = words(contributor.get(f"/o/karhula/data/history/{entry}/"))
    assert "1 thing was refused" in page and "impressions" in page
    assert "many" not in page.replace("how many", "")


def test_text_that_is_no_export_is_refused_in_words_and_nothing_is_imported(contributor, cast):
    seen = words(contributor.get(looked_at(contributor, ("muistio.txt", b"Hei kaikki, kokous on maanantaina."))))
    assert "There is nothing new to import here" in seen and "no table of numbers" in seen


def test_nothing_chosen_and_too_many_files_are_said_on_the_page(contributor, cast, monkeypatch, own_home):
    nothing = contributor.post(BRING, {})
    assert nothing.status_code == 400 and "Choose files or a folder first" in words(nothing)
    monkeypatch.setattr(receiving, "MOST_FILES", 1)
    many = upload(contributor, ("a.csv", b"a"), ("b.csv", b"b"))
    assert many.status_code == 400 and "More than 1 files" in words(many)
    monkeypatch.setattr(receiving, "MOST_FILES", 10)
    monkeypatch.setattr(receiving, "MOST_FILE_BYTES", 10)
    large = upload(contributor, ("a.csv", b"a" * 11))
    assert large.status_code == 400 and "larger than exports can be" in words(large)
    assert list((own_home / "organisations" / "karhula" / "uploads").iterdir()) == []
    assert not ImportRun.objects.exists()


def test_an_upload_without_the_pages_token_is_refused_and_leaves_nothing(cast, own_home):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.contributor)
    assert upload(strict, (POSTS, SAMPLES[POSTS])).status_code == 403
    uploads = own_home / "organisations" / "karhula" / "uploads"
    assert not uploads.exists() or list(uploads.iterdir()) == []


def test_dropped_files_can_be_deleted_without_importing(contributor, cast, own_home):
    address = looked_at(contributor, (POSTS, SAMPLES[POSTS]))
    key = ImportRun.objects.get().key
    contributor.post(f"{address}drop/")
    assert not upload_folder(own_home, "karhula", key).exists()
    assert "were left" in words(contributor.get(address))
    assert cast.lake.position == 0


def test_every_platform_whose_exports_are_fetched_has_its_steps_on_the_page(viewer, cast):
    page = words(viewer.get("/o/karhula/data/how/"))
    for title in {
        str(title) for _kind, platform, title, declined in kinds_of_export() if declined is None and platform == "x"
    }:
        assert title in page
    assert "Meta Business Suite" in page and "Google Analytics" in page


def test_the_data_page_is_empty_first_and_then_says_when_to_fetch_again(contributor, cast):
    assert "Nothing has been imported yet" in words(contributor.get("/o/karhula/data/"))
    told = [[POSTS, 1_646_300_000_000]]  # March 2022
    started(contributor, looked_at(contributor, (POSTS, SAMPLES[POSTS]), told=told))
    page = words(contributor.get("/o/karhula/data/"))
    assert "It is time to fetch 1 channel’s export again" in page
    assert "EsimerkkiVesi" in page and "On x.com open Analytics" in page


@pytest.mark.parametrize(("language", "expected"), [("fi", "Pudota"), ("sv", "Släpp"), ("en", "Drop")])
def test_the_page_speaks_the_readers_language(contributor, cast, language, expected):
    type(cast.contributor).objects.filter(pk=cast.contributor.pk).update(language=language)
    with translation.override(language):
        assert expected in words(contributor.get(BRING))


@pytest.mark.needs_shared
def test_real_exports_go_through_the_browser(contributor, cast):
    found = sorted(Path(one) for one in shared("exports", "x").rglob("*.csv"))[:6]
    assert found
    address = looked_at(contributor, *((one.name, one.read_bytes()) for one in found))
    assert "Reppu is looking" not in words(contributor.get(address))
    started(contributor, address)
    run = ImportRun.objects.get()
    contributor.get(address)
    run.refresh_from_db()
    assert len(run.outcome) == len(found)
    assert {one["state"] for one in run.outcome} <= {"imported", "declined", "skipped", "refused"}
    assert run.counts.get("imported", 0) >= 1
    assert cast.lake.read("posts").count().to_pyarrow().as_py() > 0
