"""The pages of metrics."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from reppu.jobs.facade import jobs_of, look_at_job, start_job
from reppu.lake.facade import kept_lake
from reppu.metrics.facade import definition, definitions, to_json
from reppu.metrics.moved import MOVING
from reppu.metrics.pages.asking import answer, living, read_question, steps_of
from reppu.metrics.pages.facade import MOVED, THEN
from reppu.metrics.pages.own import Typed, define_typed, problems, typed, versions_of
from reppu.metrics.pages.shown import (
    BASES,
    LEVELS,
    MOST_ROWS,
    UNITS,
    WORDS,
    answer_lines,
    found,
    moved_lines,
    past_choices,
    then_lines,
    trend_chart,
)
from reppu.metrics.question import splits_allowed
from reppu.people.facade import Role, needs, write_trace
from reppu.vocabulary.language import _
from reppu.web.kit.facade import period_choices

if TYPE_CHECKING:
    from uuid import UUID

    from reppu.lake.facade import Lake
    from reppu.metrics.pages.asking import Asked
    from reppu.people.facade import MemberRequest

PAST_CHOICES = 30  # our choice: some months of imports


def names_of(lake: Lake) -> dict[str, str]:
    """What the channels are called, with their platform, as an organisation often has one name on all of them."""
    return {one.channel_id: f"{one.name} ({one.platform})" for one in lake.channels()}


@needs(Role.VIEWER)
@require_GET
def metrics(request: MemberRequest, slug: str) -> HttpResponse:
    """Every definition, with a search."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    chosen = {part: request.GET.get(part, "") for part in ("q", "level", "basis")}
    every = definitions(lake)
    shown = {
        "lines": found(every, chosen["q"], chosen["level"], chosen["basis"]),
        "all": len(every),
        "chosen": chosen,
        "levels": list(LEVELS.items()),
        "bases": list(BASES.items()),
        "may_define": request.member.role >= Role.STEWARD,
    }
    return render(request, "metrics/metrics.html", shown)


def chart_of(lake: Lake, slug: str, asked: Asked) -> dict[str, object] | None:
    """The metric over time by the first step that has values: a week of few posts has no rate, its month may have one."""
    drawn = (trend_chart(lake, answer(lake, slug, asked, step), asked.definition, step) for step in steps_of(asked))
    return next((one for one in drawn if one is not None), None)


@needs(Role.VIEWER)
@require_GET
def metric(request: MemberRequest, slug: str, name: str) -> HttpResponse:
    """One metric: its number, by anything, over time, and what it means."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    one = definition(name, lake)
    asked = read_question(request, lake, slug, one)
    whole = answer(lake, slug, asked, "")
    split = answer_lines(answer(lake, slug, asked, asked.by), names_of(lake)) if asked.by else []
    shown = {
        "one": one,
        "asked": asked,
        "period": asked.period,
        "period_choices": period_choices(asked.period),
        "whole": answer_lines(whole, names_of(lake)),
        "chart": chart_of(lake, slug, asked),
        "split": split[:MOST_ROWS],
        "more_rows": max(0, len(split) - MOST_ROWS),
        "by_in_words": WORDS.get(asked.by, ""),
        "words": [(word, WORDS[word]) for word in splits_allowed(one)],
        "channels": [(channel.channel_id, names_of(lake)[channel.channel_id]) for channel in living(lake)],
        "changes": whole.changes,
        "level": LEVELS[one.level],
        "basis": BASES[one.basis],
        "unit": UNITS.get(one.unit, one.unit),
        "versions": versions_of(lake, name),
        "past": past_choices(lake, MOVING, PAST_CHOICES),
        "may_define": request.member.role >= Role.STEWARD,
    }
    return render(request, "metrics/metric.html", shown)


@needs(Role.VIEWER)
@require_GET
def table_csv(request: MemberRequest, slug: str, name: str) -> HttpResponse:
    """The split as CSV: as `reppu metrics --csv` prints it, numbers with a point."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    asked = read_question(request, lake, slug, definition(name, lake))
    rows = to_json(answer(lake, slug, asked, asked.by))["rows"]
    file = HttpResponse(content_type="text/csv; charset=utf-8")
    file.headers["Content-Disposition"] = f'attachment; filename="{slug}-{name}.csv"'
    columns = list(rows[0]) if rows else ["value", "low", "high", "n", "state"]
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {key: " ".join(cell) if isinstance(cell, list) else cell for key, cell in row.items()} for row in rows
    )
    return file


@needs(Role.VIEWER)
@require_POST
def ask_past(request: MemberRequest, slug: str, name: str) -> HttpResponse:
    """Asks what has moved since a position, or for the numbers of then; an answer that is there is shown at once."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    asked = read_question(request, lake, slug, definition(name, lake))
    kind = THEN if request.POST.get("what") == "then" else MOVED
    told = request.POST.get("position", "")
    if not told.isdecimal() or not 0 < int(told) <= lake.position:
        messages.error(request, str(_("Choose an entry of the list.")))
        return redirect(f"{reverse('metrics:metric', args=(slug, name))}?{asked.code}")
    job_id = _past_job(request, lake, kind.name, {"metric": name, "position": int(told), "asked": asked.as_json()})
    return redirect(f"{reverse('metrics:past', args=(slug, name, job_id))}?{asked.code}")


def _past_job(request: MemberRequest, lake: Lake, kind: str, arguments: dict[str, object]) -> UUID:
    """The job that answers this at the lake's position: one that has, or a new one."""
    organisation = request.organisation.id
    for job in jobs_of(organisation, kind=kind):
        same = job.state == "done" and job.arguments == arguments
        # What was then is the same for ever; what has moved since depends on how far the journal has come.
        if same and job.result is not None and job.result.get("position", lake.position) == lake.position:
            return job.id
    write_trace(request.member, "metric.asked_past", str(arguments["metric"]))
    key = repr(sorted(arguments.items()))[:200]
    return start_job(kind, organisation_id=organisation, member_id=request.member.pk, arguments=arguments, key=key)


@needs(Role.VIEWER)
@require_GET
def past(request: MemberRequest, slug: str, name: str, job_id: UUID) -> HttpResponse:
    """An answer about the past: how far it is, then what it is."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    job = look_at_job(job_id, organisation_id=request.organisation.id)
    if job is None or job.kind not in (MOVED.name, THEN.name) or job.arguments["metric"] != name:
        raise Http404
    if request.headers.get("HX-Request") and not job.ended:
        return render(request, "jobs/progress.html", {"job": job, "address": request.get_full_path()})
    shown = {
        "one": definition(name, lake),
        "job": job,
        "position": job.arguments["position"],
        "back": f"{reverse('metrics:metric', args=(slug, name))}?{request.GET.urlencode()}",
        "moved": moved_lines(lake, job.result, names_of(lake)) if job.result and job.kind == MOVED.name else None,
        "then": then_lines(job.result, names_of(lake)) if job.result and job.kind == THEN.name else None,
    }
    answered = render(request, "metrics/past.html", shown)
    if request.headers.get("HX-Request"):
        answered.headers["HX-Refresh"] = "true"
    return answered


@needs(Role.STEWARD)
def define_own(request: MemberRequest, slug: str) -> HttpResponse:
    """A form for a metric of the organisation's own."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    if request.method != "POST":
        return _form(request, lake, Typed(formula=request.GET.get("formula", "")), {})
    form = typed(request.POST)
    wrong = problems(form)
    if wrong:
        return _form(request, lake, form, wrong, status=422)
    entry_no = define_typed(lake, form, who=f"member:{request.member.pk}")
    write_trace(request.member, "metric.defined", f"{form.name}, entry {entry_no}")
    messages.success(request, str(_("Defined. It can be taken back on this page.")))
    return redirect("metrics:metric", slug=slug, name=form.name)


def _form(request: MemberRequest, lake: Lake, form: Typed, wrong: dict[str, object], status: int = 200) -> HttpResponse:
    shown = {"form": form, "errors": wrong, "names": [one for one in definitions(lake) if one.kind != "formula"]}
    return render(request, "metrics/define.html", shown, status=status)


@needs(Role.STEWARD)
@require_POST
def withdraw(request: MemberRequest, slug: str, name: str) -> HttpResponse:
    """Takes the newest version of a metric of one's own back."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    living_one = next((one for one in versions_of(lake, name) if one.withdrawn_by is None), None)
    if living_one is None:
        raise Http404
    lake.withdraw(living_one.entry_no, who=f"member:{request.member.pk}")
    write_trace(request.member, "metric.withdrawn", f"{name}, entry {living_one.entry_no}")
    messages.success(request, str(_("Taken back.")))
    return redirect("metrics:metrics", slug=slug)
