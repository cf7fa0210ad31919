"""Writes the made-up Campaign Manager reports of this folder: `python -m reppu.sources.linkedin.samples.write_campaigns`.

Nothing in them is anybody's: the shipyard, its campaigns and ids are invented. Their shape is that of public importers'
tests (lines above the header, a sum last, thousands with commas). What must be read from each stands in
expected-campaigns.json, written by hand and not by the program that is tested.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

ACCOUNT = "Esimerkin telakka"
_DAILY = (
    "Start Date (in UTC)|Account Name|Currency|Campaign Group Name|Campaign Name|Campaign ID|Campaign Type|"
    "Campaign Objective|Total Spent|Impressions|Clicks|Click Through Rate|Average CPC|Reactions|Comments|Shares|Follows|"
    "Total Engagements|Leads|Conversions"
)


def _text(above: list[str], rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return "\n".join([*above, "", out.getvalue()])


def _day(day: str, name: str, identity: str, numbers: list[str]) -> list[str]:
    return [day, ACCOUNT, "EUR", "Rekrytointi", name, identity, "Sponsored content", "Lead generation", *numbers]


def by_day() -> bytes:
    """A row a campaign and day; UTF-8 with commas; a sum of all in the last row."""
    above = ["Campaign Performance Report (in UTC)", "Report Start: 8/31/2026, Report End: 9/2/2026"]
    # fmt: off
    rows = [_DAILY.split("|"),
            _day("9/1/2026", "Hitsaajat", "411", ["1,234.50", "10,000", "200", "2%", "6.17", "31", "4", "2", "1", "238", "3", ""]),
            _day("9/1/2026", "Insinöörit, Turku", "412", ["10.25", "500", "4", "0.8%", "2.56", "0", "0", "0", "0", "4", "0", ""]),
            _day("9/2/2026", "Hitsaajat", "411", ["100.00", "2,000", "40", "2%", "2.50", "5", "-1", "0", "0", "44", "1", ""]),
            ["Total", "", "", "", "", "", "", "", "1,344.75", "12,500", "244", "1.95%", "5.51", "36", "3", "2", "1", "286", "4", ""]]
    # fmt: on
    return _text(above, rows, ",").encode()


def of_a_period() -> bytes:
    """A row a creative for the whole report; UTF-16 with tabs; the sum has no word, only blank names."""
    above = [
        "Ad Performance Report (in UTC)",
        "Report Start: 8/1/2026",
        "Report End: 8/31/2026",
        "Date Generated: 9/3/2026",
    ]
    header = ["Start Date (in UTC)", "Account Name", "Currency", "Campaign Name", "Campaign ID", "Creative Name"]
    rows = [
        [*header, "Total Spent", "Impressions", "Clicks", "Average CPM", "Reach", "Sends"],
        ["8/1/2026", ACCOUNT, "SEK", "Svetsare", "421", "Bild 1", "2,500.00", "40,000", "90", "62.50", "12,000", "-"],
        ["8/1/2026", ACCOUNT, "SEK", "Svetsare", "421", "Bild 2", "500", "8,000", "10", "62.50", "3,000", "-"],
        ["", "", "", "", "", "", "3,000.00", "48,000", "100", "62.50", "", ""],
    ]
    return b"\xff\xfe" + _text(above, rows, "\t").encode("utf-16-le")


def by_week() -> bytes:
    """Rows seven days apart: weeks, or a campaign that ran on Mondays; nobody can tell."""
    above = ["Campaign Performance Report (in UTC)", "Report Start: 8/3/2026", "Report End: 8/23/2026"]
    header = ["Start Date (in UTC)", "Account Name", "Campaign Name", "Campaign ID", "Impressions", "Clicks"]
    rows = [header, *([day, ACCOUNT, "Hitsaajat", "411", "100", "1"] for day in ("8/3/2026", "8/10/2026", "8/17/2026"))]
    return _text(above, rows, ",").encode()


SAMPLES = {
    "campaigns-by-day.csv": by_day,
    "campaigns-utf16-of-a-period.csv": of_a_period,
    "campaigns-by-week.csv": by_week,
}


def main() -> None:
    """Write all of them beside this file."""
    for name, make in SAMPLES.items():
        (Path(__file__).parent / name).write_bytes(make())


if __name__ == "__main__":
    main()
