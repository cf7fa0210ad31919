"""What a page is asked: whose lake, which days, and the names of the channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse

from reppu.charts.facade import csv_of, for_page, to_file
from reppu.lake.facade import kept_lake
from reppu.overview.facade import last_day_of
from reppu.overview.readying import status_question
from reppu.reports.facade import full_name
from reppu.web.kit.facade import period_choices, read_period, remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.http import HttpRequest

    from reppu.charts.facade import Chart
    from reppu.lake.facade import Lake
    from reppu.overview.facade import Status
    from reppu.web.kit.facade import Period

FORMS = ("svg", "png", "csv")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page's question. since: the first day in words of the calendar, also where the period is all time."""

    lake: Lake
    slug: str
    status: Status
    period: Period
    since: date
    names: Mapping[str, str]

    @property
    def days(self) -> tuple[date, date]:
        """First and last day, both included."""
        return self.since, self.period.until


def read_asked(request: HttpRequest, slug: str, period_code: str = "") -> Asked:
    """The question of a request. period_code: the period where the address names none, if not the usual one."""
    if period_code and "period" not in request.GET:
        given = request.GET.copy()
        given["period"] = period_code
        request.GET = given  # type: ignore[assignment]
    lake = kept_lake(settings.REPPU_HOME, slug)
    status = remembered(*status_question(lake))
    period = read_period(request, last_day_of(status) or datetime.now(UTC).date())
    firsts = [day for one in status.channels for day in (one.first_post, one.first_day) if day is not None]
    names = {one.channel_id: full_name(one) for one in lake.channels() if one.merged_into is None}
    return Asked(lake, slug, status, period, period.since or min(firsts, default=period.until), names)


def channel_or_404(asked: Asked, channel_id: str) -> str:
    """The channel, if the organisation has it now."""
    if channel_id not in asked.names:
        raise Http404
    return channel_id


def frame_of(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What every page of these shows: the period, its switch (which keeps what else the address says), the address to which
    a chart's files are added."""
    kept = request.GET.copy()
    for name in ("period", "page", "form", "chart"):
        kept.pop(name, None)
    address = kept.copy()
    address["period"] = asked.period.code
    return {
        "asked": asked,
        "period": asked.period,
        "period_choices": period_choices(asked.period, kept.urlencode()),
        "this_address": f"?{address.urlencode()}&",
        "at_period": f"?period={asked.period.code}",
    }


def form_asked(request: HttpRequest) -> str | None:
    """The form in which a file is asked for; None for the page itself."""
    form = request.GET.get("form", "")
    return form if form in FORMS else None


def chart_as_file(request: HttpRequest, charts: Mapping[str, Chart | None], name: str) -> HttpResponse | None:
    """The chart that the address asks for as a file; None where it asks for the page. Raises Http404 for no such chart."""
    form = form_asked(request)
    if form is None or not request.GET.get("chart"):
        return None
    chart = charts.get(request.GET["chart"])
    if chart is None:
        raise Http404
    data, media_type = to_file(chart, form)
    return download(data, media_type, f"{name}-{request.GET['chart']}.{form}")


def table_as_file(rows: Iterable[Sequence[object]], name: str) -> HttpResponse:
    """A table as a CSV file."""
    return download(csv_of(rows), "text/csv; charset=utf-8", f"{name}.csv")


def download(data: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep; its name holds only what every system allows."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def on_page(chart: Chart | None) -> dict[str, Any] | None:
    """A chart for the template tag, None for none."""
    return None if chart is None else for_page(chart)
