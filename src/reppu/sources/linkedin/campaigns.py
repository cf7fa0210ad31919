"""Reports of LinkedIn Campaign Manager: some lines above the header, a row a campaign (or creative) and day, a sum last.

Comma-separated UTF-8 or tab-separated UTF-16, as the browser got it. A row tells only its first day. Whether it is about
that day or about the whole report is told by the lines above the header together with the other rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from reppu.sources.campaigns import CampaignReport, not_taken
from reppu.sources.reader import Batch, Context
from reppu.sources.tables import Sheet, norm
from reppu.sources.wide_table import Layout, attribute, measure
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

_A = "linkedin.ads."
# "Report Start: 9/1/2026", alone on its line or with "Report End: …" behind a comma
_FROM, _TO = (re.compile(rf"report {word}\s*:\s*(\d{{1,2}}/\d{{1,2}}/\d{{4}})") for word in ("start", "end"))

# LinkedIn's own; ISO is accepted because no reader can mistake it.
_DAY_FORMS = ("%m/%d/%Y", "%Y-%m-%d")

# Headers as public importers and their tests have them (English); no file was seen.
COLUMNS = (
    attribute("starts", "Start Date (in UTC)", required=True),
    attribute("account_label", "Account Name"),
    attribute("row_currency", "Currency"),
    attribute("campaign_name", "Campaign Name"),
    attribute("campaign_id", "Campaign ID"),
    attribute("ad_name", "Creative Name"),
    *not_taken(
        "Campaign Group Name", "Campaign Type", "Campaign Status", "Campaign Objective", "Campaign Objective (Type)"
    ),
    # Rates and averages are made anew from their parts: which unit the file has them in is not verified
    *not_taken("Click Through Rate", "Average Frequency", "Engagement Rate", "Lead Form Completion Rate", "Open Rate"),
    measure(_A + "spend", "Total Spent", unit="money"),
    measure(_A + "impressions", "Impressions"),
    measure(_A + "clicks", "Clicks"),
    measure(_A + "cpc", "Average CPC", unit="money"),
    measure(_A + "cpm", "Average CPM", unit="money"),
    measure(_A + "reach", "Reach"),
    measure(_A + "reactions", "Reactions"),
    measure(_A + "comments", "Comments"),
    measure(_A + "shares", "Shares"),
    measure(_A + "follows", "Follows"),
    measure(_A + "other_clicks", "Other Clicks"),
    measure(_A + "social_actions", "Total Social Actions"),
    measure(_A + "engagements", "Total Engagements"),
    measure(_A + "landing_page_clicks", "Clicks to Landing Page"),
    measure(_A + "page_clicks", "Clicks to LinkedIn Page"),
    measure(_A + "leads", "Leads"),
    measure(_A + "cost_per_lead", "Cost per Lead", unit="money"),
    measure(_A + "conversions", "Conversions"),
    measure(_A + "conversion_value", "Total Conversion Value", unit="money"),
    measure(_A + "cost_per_conversion", "Cost per Conversion", unit="money"),
    measure(_A + "sends", "Sends"),
)


@dataclass(frozen=True)
class CampaignManagerReport(CampaignReport):
    """The performance reports of Campaign Manager; a `Reader`."""

    def read(self, sheet: Sheet, context: Context) -> Iterator[Batch]:
        """The facts. Raises ReppuError when it is not told whether the rows are days."""
        layout = self.layout(sheet)
        period = None if layout is None else _period_of_rows(sheet, layout, self._start_column(layout))
        yield from CampaignReport.read(replace(self, period=period), sheet, context)

    def _start_column(self, layout: Layout) -> int | None:
        starts = [index for index, column in enumerate(self.columns) if column.target == "starts"]
        return next((layout.positions[index] for index in starts if index in layout.positions), None)


def report_period(sheet: Sheet) -> tuple[date, date] | None:
    """First and last day of the report, from the lines above its header; None where they are missing."""
    text = norm(" ".join(cell for cells in sheet.head[:10] for cell in cells))
    first, last = _FROM.search(text), _TO.search(text)
    days = (_day(first[1]), _day(last[1])) if first and last else (None, None)
    return (days[0], days[1]) if days[0] is not None and days[1] is not None else None


def _day(text: str) -> date | None:
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    return None


def _period_of_rows(sheet: Sheet, layout: Layout, position: int | None) -> tuple[date, date] | None:
    """The report's period where its rows are about all of it; None where each is about the day that it names."""
    if position is None:
        return None
    named = {
        day
        for number, cells in sheet.records()
        if number > layout.header_row and position < len(cells) and (day := _day(cells[position])) is not None
    }
    period = report_period(sheet)
    days = sorted(named)
    if len(days) == 1:
        if period is None:
            raise ReppuError(
                _(
                    "All rows of this report name the same day, and the lines above the header that tell its period are "
                    "missing, so the rows may be about that day or about a longer time."
                ),
                advice=_("Import the file as downloaded, with all its lines."),
            )
        return period if days[0] == period[0] else None
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if gaps and (all(gap % 7 == 0 for gap in gaps) or all(gap >= 28 for gap in gaps)):
        raise ReppuError(
            _("The rows of this report seem to be about weeks or months, and it does not tell which."),
            advice=_("Export it again by day, or without a breakdown by time."),
        )
    return None


CAMPAIGNS = CampaignManagerReport(
    kind="linkedin.ads",
    platform="linkedin-ads",
    version=1,
    title=_("LinkedIn Campaign Manager report"),
    columns=COLUMNS,
    subject="campaign",
    clock="utc",
    signature=frozenset(("starts",)),
    day_forms=_DAY_FORMS,
    account_by_label=True,
)
