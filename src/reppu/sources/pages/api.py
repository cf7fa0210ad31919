"""The history of imports in the API, and taking an import back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.conf import settings
from django.http import Http404
from ninja import Field, Path, Query, Router, Schema

from reppu.lake.facade import kept_lake
from reppu.people.facade import Role, caller, write_trace
from reppu.web.kit.facade import FAULTS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reppu.lake.facade import Entry, Lake

router = Router(tags=["Imports"])
EntryNo = Annotated[int, Path(ge=1, le=2**53, description="The entry's number in the journal.")]


class ImportOut(Schema):
    """One import: an entry of the journal."""

    entry_no: int
    at: datetime = Field(description="When it was imported, UTC.")
    who: str
    file: str | None = Field(description="The file's name, without its personal parts.")
    archive: str | None = Field(description="The archive that it came in.")
    recognised_as: str | None = Field(description="Which kind of export it was.")
    language: str | None = Field(description="The export's language.")
    channels: list[str] = Field(description="The channels that carry its numbers now.")
    as_of: datetime | None = Field(description="When the platform stated the numbers, UTC.")
    since: date | None = Field(description="First day of the period that the file's name says.")
    until: date | None = Field(description="Last day of it.")
    rows: int | None
    posts: int | None
    observations: int | None = Field(description="How many numbers it brought.")
    refused_total: int = Field(description="How many rows or cells were refused.")
    withdrawn_by: int | None = Field(description="The entry that took it back; null while it counts.")


class ImportsOut(Schema):
    """A page of imports, the newest first."""

    position: int
    total: int
    offset: int
    next_offset: int | None
    imports: list[ImportOut]


class WithdrawIn(Schema):
    """Why it is taken back; kept in the journal."""

    reason: str = Field("", max_length=500)


class WithdrawnOut(Schema):
    """What was taken back, and the entry that did it: withdrawing that one brings it back."""

    entry_no: int
    withdrawn_by: int
    position: int


@router.get(
    "/organisations/{slug}/imports",
    auth=caller(Role.VIEWER),
    response={200: ImportsOut, **FAULTS},
    summary="The history of imports",
)
def imports(
    request: HttpRequest,
    slug: str,
    offset: Annotated[int, Query(0, ge=0, le=2**53, description="How many imports to skip.")],
    limit: Annotated[int, Query(50, ge=1, le=200, description="How many imports at most.")],
) -> dict[str, Any]:
    """What was imported, what of it was refused, and what was taken back."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    position = lake.position
    entries = lake.entries(position, ["import"])[::-1]
    page = entries[offset : offset + limit]
    carried = lake.channels_of_all(page, position)
    return {
        "position": position,
        "total": len(entries),
        "offset": offset,
        "next_offset": offset + limit if offset + limit < len(entries) else None,
        "imports": [_import(one, carried[one.entry_no]) for one in page],
    }


@router.get(
    "/organisations/{slug}/imports/{entry_no}",
    auth=caller(Role.VIEWER),
    response={200: ImportOut, **FAULTS},
    summary="One import",
)
def one_import(request: HttpRequest, slug: str, entry_no: EntryNo) -> dict[str, Any]:
    """One import. 404 where the journal has none of that number."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    entry = _entry(lake, entry_no)
    return _import(entry, lake.channels_of(entry))


@router.post(
    "/organisations/{slug}/imports/{entry_no}/withdraw",
    auth=caller(Role.STEWARD),
    response={200: WithdrawnOut, **FAULTS},
    summary="Take an import back",
)
def withdraw(request: HttpRequest, slug: str, entry_no: EntryNo, said: WithdrawIn) -> dict[str, Any]:
    """Takes an import back by a further entry; nothing is lost, and earlier positions stay readable. Needs a steward."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    entry = _entry(lake, entry_no)
    member = request.member  # type: ignore[attr-defined]
    done = lake.withdraw(entry.entry_no, who=member.name, reason=said.reason)
    write_trace(member, "import.undone", f"{entry.entry_no} → {done} (API)")
    return {"entry_no": entry.entry_no, "withdrawn_by": done, "position": lake.position}


def _entry(lake: Lake, entry_no: int) -> Entry:
    for one in lake.entries(kinds=["import"]):
        if one.entry_no == entry_no:
            return one
    raise Http404


def _import(one: Entry, channels: list[str]) -> dict[str, Any]:
    said = one.payload
    return {
        "entry_no": one.entry_no,
        "at": one.at,
        "who": one.who,
        "file": said.get("file"),
        "archive": said.get("zip"),
        "recognised_as": said.get("recognised_as"),
        "language": said.get("language"),
        "channels": channels,
        "as_of": said.get("as_of"),
        "since": said.get("since"),
        "until": said.get("until"),
        "rows": said.get("rows"),
        "posts": said.get("posts"),
        "observations": said.get("observations"),
        "refused_total": said.get("refused_total", 0),
        "withdrawn_by": one.withdrawn_by,
    }
