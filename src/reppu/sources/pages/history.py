"""What has been imported, by whom, what was refused and why; undoing an import, and undoing that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reppu.lake.facade import entry_in_words, kept_lake, kind_in_words
from reppu.people.facade import Role, needs, write_trace
from reppu.sources.facade import kinds_of_export
from reppu.sources.pages import jobs
from reppu.sources.pages.looked import told
from reppu.sources.pages.models import ImportRun
from reppu.sources.pages.working import REFUSED
from reppu.vocabulary.language import Text, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from reppu.lake.facade import Entry, Lake

_ON_A_PAGE = 50  # our choice: what loads at once and is found by scrolling


@dataclass(frozen=True, slots=True)
class Line:
    """One import of the journal. refused: how many rows were not taken in; who: a name, or where it was done."""

    entry: Entry
    words: Text
    title: Text | str
    who: Text | str
    channels: tuple[str, ...]
    rows: int
    posts: int
    refused: int
    withdrawn: bool


@needs(Role.VIEWER)
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every import, the newest first, and files that were refused whole."""
    jobs.settle_all(request.organisation.pk)  # type: ignore[attr-defined]
    lake = kept_lake(settings.REPPU_HOME, slug)
    entries = lake.entries(kinds=["import"])[::-1]
    page = Paginator(entries, _ON_A_PAGE).get_page(request.GET.get("page"))
    refused = [
        (run, told(one))
        for run in ImportRun.objects.of(request.organisation.pk).exclude(outcome=None).order_by("-at")[:20]  # type: ignore[attr-defined]
        for one in run.outcome or ()
        if one["state"] == REFUSED
    ]
    shown = {"lines": lines_of(lake, list(page), request), "page": page, "refused": refused[:20]}
    shown["may_import"] = request.member.role >= Role.CONTRIBUTOR  # type: ignore[attr-defined]
    return render(request, "imports/history.html", shown)


def lines_of(lake: Lake, entries: Sequence[Entry], request: HttpRequest) -> list[Line]:
    """Imports as the history shows them."""
    titles = {kind: title for kind, _platform, title, _declined in kinds_of_export()}
    names = {one.channel_id: one.name for one in lake.channels()}
    channels = lake.channels_of_all(entries)
    people = names_of(request, [entry.who for entry in entries])
    return [
        Line(
            entry,
            entry_in_words(entry),
            titles.get(entry.payload.get("recognised_as", ""), entry.payload.get("recognised_as") or "–"),
            people.get(entry.who, _("command line")),
            tuple(names.get(one, one) for one in channels[entry.entry_no]),
            int(entry.payload.get("rows", 0)),
            int(entry.payload.get("posts", 0)),
            int(entry.payload.get("refused_total", 0)),
            entry.withdrawn_by is not None,
        )
        for entry in entries
    ]


def names_of(request: HttpRequest, whos: Sequence[str]) -> dict[str, str]:
    """What the journal says of who did it → the member's name, of this organisation's members only."""
    member = request.member  # type: ignore[attr-defined]
    numbers = {int(who.removeprefix("member ")) for who in whos if who.startswith("member ") and who[7:].isdigit()}
    found = type(member).objects.of(request.organisation).filter(pk__in=numbers).select_related("person")  # type: ignore[attr-defined]
    return {f"member {one.pk}": one.name for one in found}


@needs(Role.VIEWER)
def entry(request: HttpRequest, slug: str, entry_no: int) -> HttpResponse:
    """One import: what it brought, what was refused and why, what has happened to it since."""
    jobs.settle_all(request.organisation.pk)  # type: ignore[attr-defined]
    lake = kept_lake(settings.REPPU_HOME, slug)
    one = _import(lake, entry_no)
    kept = _kept_of(request, entry_no)
    shown = {
        "line": lines_of(lake, [one], request)[0],
        "kept": kept,
        "details_unknown": kept is None and bool(one.payload.get("refused_total")),
        "since": since_then(lake, one, request),
        "may_undo": request.member.role >= Role.STEWARD,  # type: ignore[attr-defined]
    }
    return render(request, "imports/entry.html", shown)


def _import(lake: Lake, entry_no: int) -> Entry:
    found = next((one for one in lake.entries(kinds=["import"]) if one.entry_no == entry_no), None)
    if found is None:
        raise Http404
    return found


def _kept_of(request: HttpRequest, entry_no: int) -> dict[str, Any] | None:
    runs = ImportRun.objects.of(request.organisation.pk).exclude(outcome=None).order_by("-at")  # type: ignore[attr-defined]
    for run in runs:
        for one in run.outcome or ():
            if one["entry_no"] == entry_no and one["state"] == "imported":
                return told(one)
    return None


def since_then(lake: Lake, one: Entry, request: HttpRequest) -> list[dict[str, Any]]:
    """What later entries did to an import: undone, brought back, moved, its channel renamed or merged; the oldest first."""
    channels = set(one.payload.get("channels", ()))
    about = {one.entry_no}
    found = []
    for later in lake.entries(kinds=["withdraw", "channel"]):
        if later.entry_no < one.entry_no:
            continue
        said = later.payload
        undoes = later.kind == "withdraw" and said["entry_no"] in about
        moves = said.get("action") == "moved" and said.get("entry_no") == one.entry_no
        concerns = said.get("action") in ("merged", "renamed") and said.get("channel_id") in channels
        if undoes:
            about.add(later.entry_no)
        if undoes or moves or concerns:
            found.append(later)
    people = names_of(request, [later.who for later in found])
    return [
        {
            "at": later.at,
            "kind": kind_in_words(later),
            "words": entry_in_words(later),
            "who": people.get(later.who, _("command line")),
        }
        for later in found
    ]


@needs(Role.STEWARD)
@require_POST
def undo(request: HttpRequest, slug: str, entry_no: int) -> HttpResponse:
    """Takes an import out of every number; what was read at an earlier position stays readable."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    _import(lake, entry_no)
    lake.withdraw(entry_no, who=jobs.who_is(request.member), reason=request.POST.get("reason", "").strip()[:200])  # type: ignore[attr-defined]
    write_trace(request.member, "import.undone", str(entry_no))  # type: ignore[attr-defined]
    messages.success(request, str(_("The import is undone: no number counts it any more.")))
    return redirect("imports:entry", slug=slug, entry_no=entry_no)


@needs(Role.STEWARD)
@require_POST
def bring_back(request: HttpRequest, slug: str, entry_no: int) -> HttpResponse:
    """Undoes the undoing."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    one = _import(lake, entry_no)
    if one.withdrawn_by is not None:
        lake.withdraw(one.withdrawn_by, who=jobs.who_is(request.member))  # type: ignore[attr-defined]
        write_trace(request.member, "import.brought_back", str(entry_no))  # type: ignore[attr-defined]
        messages.success(request, str(_("The import counts again.")))
    return redirect("imports:entry", slug=slug, entry_no=entry_no)
