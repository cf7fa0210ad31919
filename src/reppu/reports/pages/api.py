"""Season's books in the API: the shelf, packing one, its files, verifying it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import Http404
from ninja import Field, Path, Query, Router, Schema
from ninja.responses import Status

from reppu.lake.facade import kept_lake
from reppu.people.facade import Role, caller, write_trace
from reppu.reports.pages.models import Book
from reppu.reports.pages.shelf import FORMS, ask_for_book, ask_to_verify, settle
from reppu.reports.pages.views import book_of, seasons_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _
from reppu.web.kit.facade import FAULTS

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["Books"])
BookId = Annotated[UUID, Path(description="The book's id.")]


class BookFileOut(Schema):
    """A file of a book. address: where it is downloaded, by the same token."""

    form: str = Field(description="pdf, pptx, xlsx or json (the manifest).")
    address: str


class BookOut(Schema):
    """A season's book. Until it is packed, `packed_at` and what its manifest says are null."""

    book: UUID
    season: str
    language: str
    asked_at: datetime
    asked_by: str
    packed_at: datetime | None
    since: date | None = Field(description="First day of the season.")
    until: date | None = Field(description="Last day of the season.")
    finding: str | None = Field(description="Its title, in the book's language.")
    position: int | None = Field(description="The state of the data that its numbers were made from.")
    numbers: int | None = Field(description="How many numbers it prints.")
    job: UUID | None = Field(description="The job that packs it, until it is packed, or verifies it.")
    verified_at: datetime | None
    equal: bool | None = Field(description="Whether every number could be made again; null before it was verified.")
    verification: dict[str, Any] | None = Field(description="The document of `reppu verify --json`, of the last one.")
    files: list[BookFileOut]


class BooksOut(Schema):
    """A page of the shelf, the newest first. seasons: those that have data, which can be packed."""

    seasons: list[str]
    total: int
    offset: int
    next_offset: int | None
    books: list[BookOut]


class PackIn(Schema):
    """Which book to pack."""

    season: str = Field(max_length=40, description="One of `seasons`.")
    language: Literal["fi", "sv", "en"]


@router.get(
    "/organisations/{slug}/books",
    auth=caller(Role.VIEWER),
    response={200: BooksOut, **FAULTS},
    summary="The season's books",
)
def books(
    request: HttpRequest,
    slug: str,
    offset: Annotated[int, Query(0, ge=0, le=2**31, description="How many books to skip.")],
    limit: Annotated[int, Query(50, ge=1, le=200, description="How many books at most.")],
) -> dict[str, Any]:
    """What was packed and is being packed, and the seasons that can be."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    mine = Book.objects.of(request.organisation.id)  # type: ignore[attr-defined]
    settle(lake, mine.unsettled())
    total = mine.count()
    return {
        "seasons": [one.name for one in seasons_of(lake, slug)],
        "total": total,
        "offset": offset,
        "next_offset": offset + limit if offset + limit < total else None,
        "books": [_book(one, slug) for one in mine.select_related("member__person")[offset : offset + limit]],
    }


@router.post(
    "/organisations/{slug}/books",
    auth=caller(Role.CONTRIBUTOR),
    response={202: BookOut, **FAULTS},
    summary="Pack a book",
)
def pack(request: HttpRequest, slug: str, asked: PackIn) -> Status:
    """Starts packing a season's book, which takes seconds to a minute: ask for it again until `packed_at` is there."""
    known = [one.name for one in seasons_of(kept_lake(settings.REPPU_HOME, slug), slug)]
    if asked.season not in known:
        raise ReppuError(
            _("There is no data of this season: choose one of the list."),
            expected=_("one of {names}", names=", ".join(known) or "–"),
        )
    member = request.member  # type: ignore[attr-defined]
    made = ask_for_book(member, asked.season, asked.language)
    write_trace(member, "book.asked", f"{asked.season} {asked.language} (API)")
    return Status(202, _book(made, slug))


@router.get(
    "/organisations/{slug}/books/{uuid:book}",
    auth=caller(Role.VIEWER),
    response={200: BookOut, **FAULTS},
    summary="One book",
)
def book(request: HttpRequest, slug: str, book: BookId) -> dict[str, Any]:
    """One book, and where its files are."""
    return _book(book_of(request, book), slug)  # type: ignore[arg-type]


@router.post(
    "/organisations/{slug}/books/{uuid:book}/verify",
    auth=caller(Role.CONTRIBUTOR),
    response={202: BookOut, **FAULTS},
    summary="Make a book's numbers again",
)
def verify(request: HttpRequest, slug: str, book: BookId) -> Status:
    """Starts making the book's numbers again: ask for the book until `job` is null; `verification` says which differ, and why."""
    one = book_of(request, book)  # type: ignore[arg-type]
    if one.packed_at is None:
        raise Http404
    member = request.member  # type: ignore[attr-defined]
    ask_to_verify(member, one)
    write_trace(member, "book.verified", f"{one.season} {one.language} (API)")
    return Status(202, _book(one, slug))


@router.get(
    "/organisations/{slug}/books/{uuid:book}/files/{form}",
    auth=caller(Role.VIEWER),
    response=FAULTS,
    summary="A file of a book",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file",
                "content": {form.mime: {"schema": {"type": "string", "format": "binary"}} for form in FORMS.values()},
            }
        }
    },
)
def file(
    request: HttpRequest,
    slug: str,
    book: BookId,
    form: Annotated[Literal["pdf", "pptx", "xlsx", "json"], Path(description="json is the manifest.")],
) -> Any:
    """The book as PDF, slides, spreadsheet or its manifest. 404 for a book that is not packed yet."""
    from reppu.reports.pages.views import file as download

    if book_of(request, book).packed_at is None:  # type: ignore[arg-type]
        raise Http404
    return download(request, slug=slug, book_id=book, form=form)  # type: ignore[arg-type]


def _book(one: Book, slug: str) -> dict[str, Any]:
    from django.urls import reverse

    def address(form: str) -> str:
        return reverse("api:file", kwargs={"slug": slug, "book": one.id, "form": form})

    packed = one.packed_at is not None
    return {
        "book": one.id,
        "season": one.season,
        "language": one.language,
        "asked_at": one.asked_at,
        "asked_by": one.member.name,
        "packed_at": one.packed_at,
        "since": one.first_day,
        "until": one.last_day,
        "finding": one.finding or None,
        "position": one.position,
        "numbers": one.numbers,
        "job": one.verify_job_id if packed else one.job_id,
        "verified_at": one.verified_at,
        "equal": (one.verification or {}).get("equal"),
        "verification": one.verification,
        "files": [{"form": form, "address": address(form)} for form in FORMS] if packed else [],
    }
