"""A table that nobody knows: what its columns are taken for, what a person says instead, and what would then be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reppu.lake.facade import kept_lake
from reppu.people.facade import Role, needs, write_trace
from reppu.sources.facade import Changes, accept, platforms, preview, propose
from reppu.sources.facade import answer as answer_of
from reppu.sources.pages import jobs
from reppu.sources.pages.looked import looked_at
from reppu.sources.pages.views import run_of
from reppu.sources.pages.ways import platform_name
from reppu.sources.pages.working import measure_in_words
from reppu.vocabulary.errors import ReppuError

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest, HttpResponse

    from reppu.lake.facade import Lake
    from reppu.sources.facade import ColumnProposal, TableProposal

LEFT, OWN = "-", "+"  # leave the column out; a number of one's own, whose name stands beside
_PREVIEWED = 5
_ROWS = {"post": "table.post", "day": "table.day"}


@needs(Role.CONTRIBUTOR)
def table(request: HttpRequest, slug: str, key: str, number: int, code: str) -> HttpResponse:
    """The columns with proposals; a posted answer is remembered for all tables of this shape, and the upload looked at anew."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    path, proposal = _proposal(request, slug, key, number, code, lake)
    problem: ReppuError | None = None
    if request.method == "POST":
        try:
            settled, changes = read_changes(request, proposal)
            accept(lake, proposal.shape, answer_of(settled, changes, lake), who=jobs.who_is(request.member))  # type: ignore[attr-defined]
        except ReppuError as fault:
            problem = fault
        else:
            write_trace(request.member, "table.answered", code)  # type: ignore[attr-defined]
            jobs.start_looking(run_of(request, key))
            return redirect("imports:run", slug=slug, key=key)
    shown = {"proposal": proposal, "key": key, "number": number, "code": code, "columns": _columns(request, proposal)}
    shown |= {"platforms": [(one, platform_name(one)) for one in platforms()], "said": request.POST}
    shown |= _previewed(request, path, proposal, lake)
    return render(request, "imports/table.html", {**shown, "problem": problem or shown["problem"]})


@needs(Role.CONTRIBUTOR)
@require_POST
def table_preview(request: HttpRequest, slug: str, key: str, number: int, code: str) -> HttpResponse:
    """What would be read with the answers as they stand in the form."""
    lake = kept_lake(settings.REPPU_HOME, slug)
    path, proposal = _proposal(request, slug, key, number, code, lake)
    return render(request, "imports/table-preview.html", _previewed(request, path, proposal, lake))


def _proposal(
    request: HttpRequest, slug: str, key: str, number: int, code: str, lake: Lake
) -> tuple[Path, TableProposal]:
    """(the uploaded file, what its table of that code is taken for); Http404 for what is not in this upload."""
    run = run_of(request, key)
    folder = jobs.folder_of(run, slug)
    files = looked_at(folder, lake.channels())
    if number >= len(files) or code not in files[number].codes:
        raise Http404
    path = folder / "files" / files[number].name.split(" › ")[0]
    for file in propose([path], lake):
        for proposal in file.proposals:
            if proposal.shape.removeprefix("table ") == code:
                return path, proposal
    raise Http404


def read_changes(request: HttpRequest, proposal: TableProposal) -> tuple[TableProposal, Changes]:
    """What the form says. (the proposal with what a row is, the changes)."""
    form = request.POST
    said: dict[str, str] = {}
    leave: list[str] = []
    for column in proposal.columns:
        chosen = form.get(f"column-{column.number}")
        if chosen is None:
            continue
        if chosen == LEFT:
            leave.append(str(column.number))
        elif chosen == OWN:
            said[str(column.number)] = form.get(f"own-{column.number}", "").strip() or column.heading
        elif chosen:
            said[str(column.number)] = chosen
    row = form.get("row", "")
    if not proposal.row_known and row in _ROWS:
        proposal = replace(proposal, reads_as=_ROWS[row], row_known=True)
    first = form.get("first")
    changes = Changes(
        set_columns=said,
        leave=leave,
        likely=True,  # every column stands before the person's eyes
        platform=form.get("platform") or None,
        channel=form.get("channel", "").strip() or None,
        currency=form.get("currency", "").strip().upper() or None,
        month_first=None if first not in ("day", "month") else first == "month",
    )
    return proposal, changes


def _columns(request: HttpRequest, proposal: TableProposal) -> list[dict[str, Any]]:
    return [
        {
            "column": column,
            "chosen": request.POST.get(f"column-{column.number}") or _proposed(column),
            "own": request.POST.get(f"own-{column.number}", ""),
            "choices": [(target, title) for target, title, _headings in proposal.choices],
        }
        for column in proposal.columns
    ]


def _proposed(column: ColumnProposal) -> str:
    return {None: "", "": LEFT}.get(column.target, column.target or "")


def _previewed(request: HttpRequest, path: Path, proposal: TableProposal, lake: Lake) -> dict[str, Any]:
    try:
        settled, changes = read_changes(request, proposal)
        seen = preview(path, proposal.shape, answer_of(settled, changes, lake))
    except ReppuError as fault:
        # the advice tells options of the command; here the fields beside it are the advice
        return {"problem": ReppuError(fault.happened, expected=fault.expected, column=fault.column), "rows": []}
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    texts = {post["post_id"]: post for post in seen.posts}
    for one in seen.observations:
        post = texts.get(one["subject_id"], {})
        row = rows.setdefault(
            (one["subject_id"], one["period_start"]),
            {"day": post.get("published_at") or one["period_start"], "text": post.get("text"), "values": []},
        )
        row["values"].append((measure_in_words(one["measure"]), one["value"]))
    return {
        "problem": None,
        "rows": list(rows.values())[:_PREVIEWED],
        "looked_through": seen.rows,
        "refused": seen.refused[:_PREVIEWED],
        "refused_total": seen.refused_total,
    }
