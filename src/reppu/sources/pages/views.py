"""Importing in the browser: drop files, see what they are, settle what only a person can tell, start, watch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from reppu.lake.facade import kept_lake
from reppu.people.facade import Role, needs, write_trace
from reppu.sources.pages import jobs, models, uploads
from reppu.sources.pages.answering import read_form
from reppu.sources.pages.looked import came_of, looked_at, portions
from reppu.sources.pages.models import ImportRun, new_key
from reppu.sources.pages.receiving import ToFolder, prepare, put_received
from reppu.sources.pages.ways import ways_to_export
from reppu.vocabulary.errors import ReppuError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reppu.vocabulary.language import Text


def run_of(request: HttpRequest, key: str) -> ImportRun:
    """That import of the request's organisation; Http404 for any other, another organisation's among them."""
    found = ImportRun.objects.of(request.organisation.pk).filter(key=key).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return jobs.settle(found)


@needs(Role.CONTRIBUTOR)
@csrf_exempt  # the token is checked in _bring: reading it reads the files, and they need a place to go to first
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """The place to drop exports; what is dropped is taken to the disk and looked at."""
    if request.method != "POST":
        return _page_to_drop(request)
    key = new_key()
    handler = None
    try:
        handler = prepare(request, settings.REPPU_HOME, slug, key)
        return _bring(request, slug, key, handler)
    except ReppuError as fault:
        return _page_to_drop(request, fault)
    finally:
        if handler is not None and not handler.kept:
            uploads.remove(handler.folder)


@csrf_protect
def _bring(request: HttpRequest, slug: str, key: str, handler: ToFolder) -> HttpResponse:
    files, size = put_received(request, handler)
    made = ImportRun.objects.create(
        organisation=request.organisation,  # type: ignore[attr-defined]
        member=request.member,  # type: ignore[attr-defined]
        key=key,
        files=files,
        bytes=size,
    )
    write_trace(request.member, "import.uploaded", key)  # type: ignore[attr-defined]
    jobs.start_looking(made)
    return redirect("imports:run", slug=slug, key=key)


def _page_to_drop(request: HttpRequest, fault: ReppuError | None = None) -> HttpResponse:
    waiting = ImportRun.objects.of(request.organisation.pk).unfinished()[:10]  # type: ignore[attr-defined]
    shown = {"fault": fault, "waiting": [(one, one.state_after(one.job)) for one in waiting], "limits": uploads}
    return render(request, "imports/bring.html", shown, status=400 if fault else 200)


@needs(Role.VIEWER)
def run(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One import: looked at, waiting for answers, under way, or what came of it."""
    found = run_of(request, key)
    return render(request, "imports/run.html", _shown(request, slug, found))


@needs(Role.VIEWER)
def progress(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """How far its job is; when it has ended, the browser is told to load the page."""
    found = run_of(request, key)
    job = found.job
    if job is None or job.ended:
        answer = HttpResponse(status=204)
        answer.headers["HX-Refresh"] = "true"
        return answer
    return render(request, "jobs/progress.html", {"job": job, "address": request.path})


def _shown(request: HttpRequest, slug: str, found: ImportRun, problems: list[Text] | None = None) -> dict[str, Any]:
    job = found.job
    state = found.state_after(job)
    lake = kept_lake(settings.REPPU_HOME, slug)
    shown: dict[str, Any] = {"run": found, "job": job, "state": state, "problems": problems or []}
    shown["may"] = request.member.role >= Role.CONTRIBUTOR  # type: ignore[attr-defined]
    if state == models.READY:
        shown |= portions(looked_at(jobs.folder_of(found, slug), lake.channels()))
    elif state == models.DONE:
        shown |= came_of(found, uploads.read(jobs.folder_of(found, slug), "result.json"))
    return shown


@needs(Role.CONTRIBUTOR)
@require_POST
def answer(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Keeps what the person said; then looks again, or starts the import and leaves out what was not answered."""
    found = run_of(request, key)
    if found.state_after(found.job) not in (models.READY, models.FAILED):
        return redirect("imports:run", slug=slug, key=key)
    folder = jobs.folder_of(found, slug)
    files = looked_at(folder, kept_lake(settings.REPPU_HOME, slug).channels())
    start = request.POST.get("do") == "import"
    answers, problems = read_form(request.POST, files, uploads.read_answers(folder), leave_open=start)
    if problems:
        return render(request, "imports/run.html", _shown(request, slug, found, problems), status=400)
    uploads.write_answers(folder, answers)
    if start:
        write_trace(request.member, "import.started", key)  # type: ignore[attr-defined]
        jobs.start_importing(found, request.member)  # type: ignore[attr-defined]
    else:
        jobs.start_looking(found)
    return redirect("imports:run", slug=slug, key=key)


@needs(Role.CONTRIBUTOR)
@require_POST
def drop_files(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Deletes the uploaded files without importing them."""
    found = run_of(request, key)
    if found.outcome is None and found.state_after(found.job) != models.IMPORTING:
        jobs.drop(found, slug)
        write_trace(request.member, "import.dropped", key)  # type: ignore[attr-defined]
    return redirect("imports:bring", slug=slug)


@needs(Role.VIEWER)
def how(request: HttpRequest, slug: str) -> HttpResponse:
    """How each platform's exports are fetched, step by step, and what is recognised of them."""
    return render(request, "imports/how.html", {"platforms": ways_to_export()})
