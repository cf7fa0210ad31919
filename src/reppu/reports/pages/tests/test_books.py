"""The books' pages, asked as a browser asks; packing and verifying run in processes of their own."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest

from reppu.jobs.facade import look_at_job, work_off
from reppu.lake.facade import open_lake
from reppu.people.models import Trace
from reppu.reports.facade import pack
from reppu.reports.pages.models import Book
from reppu.reports.pages.shelf import seasons_with_data, settle
from reppu.reports.pages.shown import number_in_words
from reppu.reports.pages.work import folder_of
from reppu.reports.tests.made_up_lake import SPRING_END, add_posts, days_exported, restate

BOOK = UUID("00000000-0000-4000-8000-000000002026")
ADDRESS = f"/o/karhula/books/{BOOK}/"


@pytest.fixture(scope="module")
def made_home(tmp_path_factory):
    """A home with forty posts in winter and forty in spring, which were seen twice as much, and spring's book."""
    home = tmp_path_factory.mktemp("made")
    lake = open_lake(home, "karhula")
    add_posts(lake, "winter", date(2025, 12, 1), 40, 3.0, 0.05)
    add_posts(lake, "spring", date(2026, 3, 1), 40, 3.7, 0.03)
    days_exported(lake)
    pack(lake, "2026-spring", folder_of(lake, str(BOOK)), "en")
    lake.close()
    return home


@pytest.fixture
def karhula(made_home, own_home, request):
    """The organisation's lake, from a copy of the made home."""
    shutil.copytree(made_home, own_home, dirs_exist_ok=True)
    return request.getfixturevalue("cast").lake


@pytest.fixture
def shelved(karhula, cast):
    """Spring's book on the shelf, packed by the contributor."""
    member = cast.member(cast.contributor)
    book = Book.objects.create(
        id=BOOK, organisation=cast.organisation, member=member, season="2026-spring", language="en", job_id=uuid4()
    )
    settle(karhula, [book])
    return book


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_without_data_the_page_says_what_to_do_first(contributor, cast):
    page = text_of(contributor.get("/o/karhula/books/"))
    assert "There is nothing to pack yet" in page
    assert "Import exports first" in page
    assert "<select" not in page


def test_seasons_are_those_that_have_data_newest_first(karhula):
    assert [one.name for one in seasons_with_data(karhula)] == ["2026-spring", "2026-winter"]


def test_a_book_is_packed_as_a_job_and_kept_with_its_finding_and_files(karhula, contributor, cast):
    answer = contributor.post("/o/karhula/books/pack/", {"season": "2026-spring", "language": "fi"})
    address = answer.headers["Location"]
    page = text_of(contributor.get(address))
    assert "The book is being packed" in page
    assert f'hx-get="{address}progress/"' in page
    assert work_off() == 1

    ended = contributor.get(f"{address}progress/")
    assert ended.headers["HX-Refresh"] == "true"
    book = Book.objects.get()
    assert (book.season, book.language, book.position) == ("2026-spring", "fi", karhula.position)
    assert (book.first_day, book.last_day) == (date(2026, 3, 1), date(2026, 5, 31))
    page = text_of(contributor.get(address))
    assert f'<h1 lang="fi">{book.finding}</h1>' in page
    shelf = text_of(contributor.get("/o/karhula/books/"))
    assert book.finding in shelf
    assert "Cecilia" in shelf
    folder = karhula.folder / "books" / str(book.id)
    assert {path.name for path in folder.iterdir()} == {"review.pdf", "review.pptx", "review.xlsx", "manifest.json"}
    assert [(one.what, one.about) for one in Trace.objects.all()] == [("book.packed", "2026-spring fi")]


def test_asked_for_twice_it_is_packed_once(karhula, contributor, cast):
    first, second = (
        contributor.post("/o/karhula/books/pack/", {"season": "2026-spring", "language": "fi"}).headers["Location"]
        for _once in range(2)
    )
    assert first == second
    assert Book.objects.count() == 1


def test_a_viewer_downloads_each_form_with_its_name_and_type(karhula, client, cast, shelved):
    client.force_login(cast.viewer)
    files = {}
    for form in ("pdf", "pptx", "xlsx", "json"):
        answer = client.get(f"{ADDRESS}files/{form}/")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f'attachment; filename="karhula-2026-spring-en.{form}"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        files[form] = (answer.headers["Content-Type"], b"".join(answer.streaming_content))
    assert files["pdf"][0] == "application/pdf"
    assert files["pdf"][1].startswith(b"%PDF-")
    assert "xl/workbook.xml" in ZipFile(io.BytesIO(files["xlsx"][1])).namelist()
    assert "ppt/presentation.xml" in ZipFile(io.BytesIO(files["pptx"][1])).namelist()
    assert json.loads(files["json"][1])["organisation"] == "karhula"


def test_no_path_comes_from_the_address(karhula, contributor, cast, shelved):
    for form in ("passwd", "manifest", "review"):
        assert contributor.get(f"{ADDRESS}files/{form}/").status_code == 404
    assert contributor.get(f"{ADDRESS}files/..%2Fpdf/").status_code == 404
    assert contributor.get(f"/o/karhula/books/{uuid4()}/files/pdf/").status_code == 404


def test_another_organisation_sees_no_book_of_ours(karhula, client, cast, shelved):
    client.force_login(cast.outsider)
    assert client.get(ADDRESS).status_code == 404
    assert client.get(ADDRESS.replace("karhula", "sunila")).status_code == 404
    assert client.get(ADDRESS.replace("karhula", "sunila") + "files/pdf/").status_code == 404


def test_a_viewer_packs_and_verifies_nothing(karhula, client, cast, shelved):
    client.force_login(cast.viewer)
    assert client.post("/o/karhula/books/pack/", {"season": "2026-spring", "language": "en"}).status_code == 403
    assert client.post(f"{ADDRESS}verify/").status_code == 403
    page = text_of(client.get("/o/karhula/books/"))
    assert "Pack a book" not in page


def test_a_season_without_data_is_refused_at_its_field_and_the_language_is_kept(karhula, contributor, cast):
    answer = contributor.post("/o/karhula/books/pack/", {"season": "1999-spring", "language": "sv"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert '<small id="season-error">There is no data of this season: choose one of the list.</small>' in page
    assert '<option value="sv" selected>' in page
    assert not Book.objects.exists()


def test_a_file_that_is_gone_says_what_to_do(karhula, contributor, cast, shelved):
    (karhula.folder / "books" / str(Book.objects.get().id) / "review.pdf").unlink()
    answer = contributor.get(f"{ADDRESS}files/pdf/")
    assert answer.status_code == 400
    assert "Restore it from a backup, or pack the season again." in text_of(answer)


def test_a_book_verifies_equal_and_says_what_a_later_import_changes_and_why(karhula, contributor, cast, shelved):
    restate(karhula, "later", "spring003", 99_000, SPRING_END)
    assert contributor.post(f"{ADDRESS}verify/").status_code == 302
    assert "Verifying a book" in text_of(contributor.get(ADDRESS))
    assert work_off() == 1

    page = text_of(contributor.get(ADDRESS))
    book = Book.objects.get()
    assert book.verification["equal"] is True
    assert f"All {book.numbers} numbers of the book are made again exactly as they were printed" in page
    changed = {one["id"]: one for one in book.verification["since"]}
    assert changed["x.impressions.season"]["now"]["value"] > changed["x.impressions.season"]["printed"]["value"]
    assert "Esimerkki (X): Impressions, in the season" in page
    assert "new facts" in page
    assert Trace.objects.filter(what="book.verified").count() == 1


def test_a_changed_file_is_no_equal_book(karhula, contributor, cast, shelved):
    (karhula.folder / "books" / str(Book.objects.get().id) / "review.pdf").write_bytes(b"%PDF-1.7 another")
    contributor.post(f"{ADDRESS}verify/")
    assert work_off() == 1
    page = text_of(contributor.get(ADDRESS))
    assert "The numbers are equal, but the files are not as they were packed" in page
    assert "review.pdf was changed after it was packed." in page


def test_a_book_that_was_not_packed_says_why_and_can_be_taken_off_the_shelf(karhula, contributor, cast):
    answer = contributor.post("/o/karhula/books/pack/", {"season": "2026-spring", "language": "en"})
    for entry in karhula.entries(kinds=("import",)):
        karhula.withdraw(entry.entry_no, "test")
    assert work_off() == 1
    address = answer.headers["Location"]
    assert look_at_job(Book.objects.get().job_id, organisation_id=cast.organisation.id).state == "failed"
    page = text_of(contributor.get(address))
    assert "This book was not packed" in page
    assert "There is no data yet, so there is no season to pack." in page
    assert contributor.post(f"{address}remove/").status_code == 302
    assert not Book.objects.exists()


def test_a_packed_book_stays_on_the_shelf(karhula, contributor, cast, shelved):
    assert "stays" in text_of(contributor.post(f"{ADDRESS}remove/"))
    assert Book.objects.count() == 1


def test_two_seasons_stand_beside_each_other_with_intervals_and_a_word_about_being_many(karhula, viewer, cast):
    page = text_of(viewer.get("/o/karhula/books/compare/?first=2026-winter&second=2026-spring"))
    assert "<h1>Spring 2026 beside Winter 2026:" in page
    assert "(Holm 1979)" in page
    row = page.split('<th scope="row">Engagement rate by impressions</th>')[1].split("</tr>")[0]
    assert "less" in row
    assert "%" in row


def test_the_order_of_the_seasons_is_the_readers(karhula, viewer, cast):
    page = text_of(viewer.get("/o/karhula/books/compare/?first=2026-spring&second=2026-winter"))
    row = page.split('<th scope="row">Engagement rate by impressions</th>')[1].split("</tr>")[0]
    assert "more" in row


def test_one_season_alone_is_not_compared(viewer, cast):
    add_posts(cast.lake, "spring", date(2026, 3, 1), 12, 3.0, 0.05)
    assert "There are no two seasons to compare yet" in text_of(viewer.get("/o/karhula/books/compare/"))


def test_a_number_of_a_manifest_is_said_in_words():
    names = {"x": "Esimerkki (X)"}
    assert str(number_in_words("x.impressions.before", "impressions", names)) == (
        "Esimerkki (X): Impressions, in the season before"
    )
    assert str(number_in_words("all.posts.season", "posts", names)) == "All channels: Posts, in the season"
    assert str(number_in_words("x.post.12.views.age.3", "views", names)) == "Esimerkki (X): Views, of one post"
