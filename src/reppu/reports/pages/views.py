"""The pages of books."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from reppu.jobs.facade import look_at_job
from reppu.lake.facade import kept_lake
from reppu.people.facade import Role, needs
from reppu.reports.facade import full_name
from reppu.reports.pages.beside import lay_beside, newest_ripe
from reppu.reports.pages.models import Book
from reppu.reports.pages.shelf import (
    FORMS,
    ask_for_book,
    ask_to_verify,
    file_of,
    remove_unpacked,
    seasons_with_data,
    settle,
)
from reppu.reports.pages.shown import LANGUAGES, book_line, book_lines, compared_lines, headline, titled, verified
from reppu.vocabulary.language import _, current_language
from reppu.web.kit.facade import remembered

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse, HttpResponseBase

    from reppu.calendar.facade import Period
    from reppu.jobs.facade import JobView
    from reppu.lake.facade import Lake
    from reppu.people.facade import MemberRequest


def seasons_of(lake: Lake, slug: str) -> tuple[Period, ...]:
    """The seasons that have data, looked for once for a position."""
    return remembered(slug, lake.position, "seasons", (), lambda: seasons_with_data(lake))


def job_of(book: Book) -> JobView | None:
    """The job that packs or verifies the book, while there is one."""
    job_id = book.job_id if book.packed_at is None else book.verify_job_id
    return None if job_id is None else look_at_job(job_id, organisation_id=book.organisation_id)


def book_of(request: MemberRequest, book_id: UUID) -> Book:
    """The organisation's book of that id, brought up to date; Http404 when it has none."""
    book: Book = get_object_or_404(Book.objects.of(request.organisation.id), id=book_id)
    settle(kept_lake(settings.REPPU_HOME, request.organisation.slug), [book])
    return book


@needs(Role.VIEWER)
@require_GET
def books(request: MemberRequest, slug: str) -> HttpResponse:
    """The shelf, and the form that packs a book."""
    return _shelf(request, slug, {})


def _shelf(request: MemberRequest, slug: str, errors: dict[str, object], status: int = 200) -> HttpResponse:
    lake = kept_lake(settings.REPPU_HOME, slug)
    mine = Book.objects.of(request.organisation.id)
    settle(lake, mine.unsettled())
    shown = {
        "lines": book_lines(lake, mine.select_related("member__person")),
        "seasons": titled(seasons_of(lake, slug)),
        "languages_of_books": list(LANGUAGES.items()),
        "chosen": {"season": request.POST.get("season", ""), "language": _language_asked(request, lake)},
        "errors": errors,
        "may_pack": request.member.role >= Role.CONTRIBUTOR,
    }
    return render(request, "books/books.html", shown, status=status)


def _language_asked(request: MemberRequest, lake: Lake) -> str:
    return request.POST.get("language") or lake.settings().language or current_language()


@needs(Role.CONTRIBUTOR)
def pack(request: MemberRequest, slug: str) -> HttpResponse:
    """Starts packing a season's book, and shows how far it is."""
    if request.method != "POST":
        return redirect("books:books", slug=slug)
    season, language = request.POST.get("season", ""), request.POST.get("language", "")
    errors: dict[str, object] = {}
    if season not in {one.name for one in seasons_of(kept_lake(settings.REPPU_HOME, slug), slug)}:
        errors["season"] = _("There is no data of this season: choose one of the list.")
    if language not in LANGUAGES:
        errors["language"] = _("Choose one of the languages.")
    if errors:
        return _shelf(request, slug, errors, status=422)
    made = ask_for_book(request.member, season, language)
    return redirect("books:book", slug=slug, book_id=made.id)


@needs(Role.VIEWER)
@require_GET
def book(request: MemberRequest, slug: str, book_id: UUID) -> HttpResponse:
    """One book: what it found, its files, and whether its numbers can be made again."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    one = book_of(request, book_id)
    shown = {
        "line": book_line(one),
        "book": one,
        "forms": list(FORMS.items()),
        "verified": verified(lake, one),
        "job": job_of(one),
        "newest": lake.position,
        "may_pack": request.member.role >= Role.CONTRIBUTOR,
    }
    return render(request, "books/book.html", shown)


@needs(Role.VIEWER)
@require_GET
def progress(request: MemberRequest, slug: str, book_id: UUID) -> HttpResponse:
    """How far the packing or verifying is; the whole page again once it has ended."""
    one = book_of(request, book_id)
    job = job_of(one)
    if job is None or job.ended:
        answer = render(request, "books/ended.html", {"book": one})
        answer.headers["HX-Refresh"] = "true"
        return answer
    return render(request, "jobs/progress.html", {"job": job, "address": request.path})


@needs(Role.CONTRIBUTOR)
@require_POST
def verify(request: MemberRequest, slug: str, book_id: UUID) -> HttpResponse:
    """Starts making the book's numbers again."""
    one = book_of(request, book_id)
    if one.packed_at is None:
        raise Http404
    ask_to_verify(request.member, one)
    return redirect("books:book", slug=slug, book_id=book_id)


@needs(Role.CONTRIBUTOR)
@require_POST
def remove(request: MemberRequest, slug: str, book_id: UUID) -> HttpResponse:
    """Takes a book that was never packed off the shelf."""
    remove_unpacked(request.member, kept_lake(settings.REPPU_HOME, slug), book_of(request, book_id))
    messages.success(request, str(_("Taken off the shelf.")))
    return redirect("books:books", slug=slug)


@needs(Role.VIEWER)
@require_GET
def file(request: MemberRequest, slug: str, book_id: UUID, form: str) -> HttpResponseBase:
    """A file of the book, to keep."""
    if form not in FORMS:
        raise Http404
    one = book_of(request, book_id)
    path = file_of(kept_lake(settings.REPPU_HOME, slug), one, form)
    name = f"{slug}-{one.season}-{one.language}.{form}"
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=FORMS[form].mime)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@needs(Role.VIEWER)
@require_GET
def compare_seasons(request: MemberRequest, slug: str) -> HttpResponse:
    """Two seasons beside each other; without a choice, the newest whose posts are old enough, and the one before it."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    seasons = seasons_of(lake, slug)
    if len(seasons) < 2:
        return render(request, "books/one_season.html", {})
    known = {one.name: one for one in seasons}
    newest = newest_ripe(seasons, datetime.now(UTC).date())
    second = known.get(request.GET.get("second", ""), newest)
    earlier = [one for one in seasons if one.start < second.start]
    first = known.get(request.GET.get("first", ""), earlier[0] if earlier else seasons[0])
    channels = [one for one in lake.channels() if one.merged_into is None]
    channel = next((one for one in channels if one.channel_id == request.GET.get("channel")), None)
    asked = (first, second, channel.channel_id if channel else None)
    beside = remembered(slug, lake.position, "beside", asked, lambda: lay_beside(lake, *asked))
    lines = compared_lines(beside)
    shown: dict[str, object] = {"seasons": titled(seasons), "lines": lines, "corrected": beside.corrected}
    shown |= {"first": titled([first])[0], "second": titled([second])[0]}
    shown["channels"] = [(one.channel_id, full_name(one)) for one in channels]
    shown["channel"] = channel.channel_id if channel else ""
    shown["headline"] = headline(first, second, lines)
    return render(request, "books/compare.html", shown)
