"""The shelf of an organisation's books: asking for one, and taking down what became of it."""

from __future__ import annotations

import json
import shutil
import uuid
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from reppu.calendar.facade import Period, resolve_period, season_of
from reppu.jobs.facade import look_at_job, start_job
from reppu.people.facade import write_trace
from reppu.reports.coverage import coverage_of
from reppu.reports.facade import BOOK, MANIFEST, SLIDES, SPREADSHEET
from reppu.reports.pages.facade import PACK, VERIFY
from reppu.reports.pages.models import Book
from reppu.reports.pages.work import folder_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reppu.lake.facade import Lake
    from reppu.people.facade import Member


class Form(NamedTuple):
    """A form in which a book is kept: file name, MIME type, what people call it."""

    name: str
    mime: str
    title: Text


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS = {
    "pdf": Form(BOOK, "application/pdf", _("Book (PDF)")),
    "pptx": Form(SLIDES, f"{_OFFICE}.presentationml.presentation", _("Slides (PowerPoint)")),
    "xlsx": Form(SPREADSHEET, f"{_OFFICE}.spreadsheetml.sheet", _("Spreadsheet (Excel)")),
    "json": Form(MANIFEST, "application/json", _("Manifest (JSON)")),
}


def seasons_with_data(lake: Lake) -> tuple[Period, ...]:
    """The organisation's seasons in which something was published or stated, the newest first."""
    own = {str(name): str(days) for name, days in lake.settings().seasons.items()} or None
    days: set[date] = set()
    for channel in coverage_of(lake, None).values():
        days |= channel.days
    names = {season_of(day, own) for day in days}
    return tuple(sorted((resolve_period(name, own) for name in names), key=lambda one: one.start, reverse=True))


def ask_for_book(member: Member, season: str, language: str) -> Book:
    """Starts packing a book; the one that is being packed already, when it is the same season and language."""
    book_id = uuid.uuid4()
    job_id = start_job(
        PACK.name,
        organisation_id=member.organisation_id,
        member_id=member.pk,
        arguments={"season": season, "language": language, "book": str(book_id)},
        key=f"{season} {language}",
    )
    book, made = Book.objects.get_or_create(
        job_id=job_id,
        defaults={
            "id": book_id,
            "organisation_id": member.organisation_id,
            "member": member,
            "season": season,
            "language": language,
        },
    )
    if made:
        write_trace(member, "book.packed", f"{season} {language}")
    return book


def ask_to_verify(member: Member, book: Book) -> None:
    """Starts verifying a packed book."""
    book.verify_job_id = start_job(
        VERIFY.name,
        organisation_id=member.organisation_id,
        member_id=member.pk,
        arguments={"book": str(book.id)},
        key=str(book.id),
    )
    book.save(update_fields=["verify_job_id"])
    write_trace(member, "book.verified", str(book))


def remove_unpacked(member: Member, lake: Lake, book: Book) -> None:
    """Takes a book that was never packed off the shelf. Raises ReppuError for one that was, or still is being."""
    job = look_at_job(book.job_id, organisation_id=member.organisation_id)
    if book.packed_at is not None or (job is not None and not job.ended):
        raise ReppuError(
            _("This book is packed or being packed, and stays."), advice=_("Wait until the packing has ended.")
        )
    shutil.rmtree(folder_of(lake, str(book.id)), ignore_errors=True)
    write_trace(member, "book.removed", str(book))
    book.delete()


def settle(lake: Lake, books: Iterable[Book]) -> None:
    """Writes down what became of books whose packing or verifying has ended since somebody looked.

    A book is packed when its manifest is there, which is put in place last; the job's row may be gone by then.
    """
    for book in books:
        if book.packed_at is None:
            _settle_packing(folder_of(lake, str(book.id)) / MANIFEST, book)
        if book.verify_job_id is not None:
            _settle_verifying(book)


def _settle_packing(manifest: Path, book: Book) -> None:
    if not manifest.is_file():
        return
    said = json.loads(manifest.read_bytes())
    book.packed_at = datetime.fromtimestamp(manifest.stat().st_mtime, UTC)
    book.first_day = date.fromisoformat(said["season"]["first_day"])
    book.last_day = date.fromisoformat(said["season"]["last_day"])
    book.finding, book.position, book.numbers = said["finding"], said["position"], len(said["numbers"])
    book.save()


def _settle_verifying(book: Book) -> None:
    assert book.verify_job_id is not None  # asked by `settle`
    job = look_at_job(book.verify_job_id, organisation_id=book.organisation_id)
    if job is None or job.state == "done":
        if job is not None:
            book.verification, book.verified_at = job.result, job.finished_at
        book.verify_job_id = None
        book.save()


def file_of(lake: Lake, book: Book, form: str) -> Path:
    """The book's file in that form, one of FORMS. Raises ReppuError when it is not there any more."""
    path = folder_of(lake, str(book.id)) / FORMS[form].name
    if not path.is_file():
        raise ReppuError(
            _("This file of the book is not on the disk any more."),
            expected=_("{name} as it was packed", name=FORMS[form].name),
            advice=_("Restore it from a backup, or pack the season again."),
        )
    return path
