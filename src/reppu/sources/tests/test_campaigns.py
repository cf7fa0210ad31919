"""What holds for every report of paid campaigns, on small tables made in the test."""

from __future__ import annotations

import pytest

from reppu.sources.channels import ChannelFinder
from reppu.sources.linkedin.campaigns import CAMPAIGNS
from reppu.sources.meta.ads import ADS
from reppu.sources.names import read_names
from reppu.sources.platforms import PLATFORMS
from reppu.sources.tests.samples import Read, read_with
from reppu.vocabulary.errors import ReppuError

HEADER = "Campaign name,Ad set name,Ad name,Day,Amount spent (EUR),Impressions"


def read(*lines: str) -> Read:
    return read_with(ADS, ("\n".join(lines) + "\n").encode())


def test_without_ids_a_name_is_told_apart_by_what_it_belongs_to() -> None:
    said = read(HEADER, "Kesä,Lukijat,Kuva,2025-06-01,3,400", "Kesä,Perheet,Kuva,2025-06-01,4,500")
    assert said.value("Kesä / Lukijat / Kuva", "meta.ads.spend") == 3
    assert said.value("Kesä / Perheet / Kuva", "meta.ads.spend") == 4
    assert {row["subject_kind"] for row in said.observations} == {"ad"}


def test_subtotals_of_a_campaign_are_sums_and_no_ads() -> None:
    said = read(HEADER, "Kesä,,,2025-06-01,7,900", "Kesä,Lukijat,Kuva,2025-06-01,7,900", "Total,,,2025-06-01,7,900")
    assert (said.rows, len(said.observations)) == (1, 2)
    assert "rows of totals were left out" in " ".join(said.notes) or len(said.notes) == 2


def test_rows_of_a_breakdown_that_is_not_known_are_all_refused_and_never_taken_for_the_whole() -> None:
    header = HEADER + ",Jokin jako"
    said = read(
        header, *(f"Kesä,Lukijat,Kuva,2025-06-01,{n},400,{n}" for n in (3, 4)), "Kesä,Lukijat,Video,2025-06-01,5,6,1"
    )
    assert [row for row, _column, _reason in said.refused] == [2, 3]
    assert "export the report again" in said.refused[0][2]
    assert {row["subject_id"] for row in said.observations} == {"Kesä / Lukijat / Video"}


def test_rows_that_repeat_far_apart_refuse_the_file() -> None:
    many = [f"K{n},L,{'x' * 400}{n},2025-06-01,3,400" for n in range(11_000)]
    with pytest.raises(ReppuError, match="none of them can be told to be the whole"):
        read(HEADER, *many, many[0])


def test_a_period_is_stored_as_a_period() -> None:
    header = "Campaign name,Reporting starts,Reporting ends,Amount spent (EUR),Impressions"
    said = read(
        header, "Kesä,2025-06-01,2025-08-31,90,400", "Syksy,2025-09-01,2025-09-01,1,2", "T,2025-09-02,2025-09-01,1,2"
    )
    told = {
        row["subject_id"]: (row["window"], str(row["period_start"]), str(row["period_end"]))
        for row in said.observations
    }
    assert told == {
        "Kesä": ("period", "2025-06-01", "2025-08-31"),
        "Syksy": ("day", "2025-09-01", "2025-09-01"),
    }
    assert [(row, column) for row, column, _reason in said.refused] == [(4, "Reporting ends")]


@pytest.mark.parametrize(
    ("spent", "value"),
    [
        ('"1.234,50"', 1234.5),
        ('"1,234.50"', 1234.5),
        ("12,5", 12.5),
        ("1\u00a0234,50", 1234.5),
        ("1\u202f234,5", 1234.5),
    ],
)
def test_money_is_read_as_german_swedish_and_english_programs_write_it(spent: str, value: float) -> None:
    said = read(HEADER.replace(",", ";"), f"Kesä;Lukijat;Kuva;2025-06-01;{spent};400")
    assert said.value("Kesä / Lukijat / Kuva", "meta.ads.spend") == value


def test_an_ad_account_is_named_by_its_number() -> None:
    said = read("Account ID,Account name," + HEADER, "act_411,Kirjasto,Kesä,Lukijat,Kuva,2025-06-01,3,400")
    assert {row["account"] for row in said.observations} == {"meta-ads:411"}
    assert said.names == {"meta-ads:411": "Kirjasto"}


LINKEDIN = "Start Date (in UTC),Account Name,Currency,Campaign Name,Campaign ID,Total Spent,Impressions"


def linkedin(above: str, *days: str) -> Read:
    rows = [f"{day},Telakka,EUR,Hitsaajat,411,3.50,1000" for day in days]
    return read_with(CAMPAIGNS, "\n".join([above, LINKEDIN, *rows, ""]).encode())


@pytest.mark.parametrize(
    ("days", "windows"),
    [
        (["8/1/2026"], [("period", "2026-08-01", "2026-08-31")]),
        (["8/4/2026"], [("day", "2026-08-04", "2026-08-04")]),
        (["8/1/2026", "8/2/2026"], [("day", "2026-08-01", "2026-08-01"), ("day", "2026-08-02", "2026-08-02")]),
    ],
)
def test_what_a_row_of_linkedins_is_about_is_told_by_the_lines_above_and_the_other_rows(
    days: list[str], windows: list[tuple[str, str, str]]
) -> None:
    said = linkedin("Report Start: 8/1/2026, Report End: 8/31/2026\n", *days)
    told = [(row["window"], str(row["period_start"]), str(row["period_end"])) for row in said.observations]
    assert sorted(set(told)) == sorted(windows)


@pytest.mark.parametrize(
    ("days", "words"), [(["8/1/2026"], "lines above"), (["8/1/2026", "9/1/2026"], "weeks or months")]
)
def test_what_cannot_be_told_is_refused_with_what_to_do(days: list[str], words: str) -> None:
    with pytest.raises(ReppuError, match=words):
        linkedin("", *days)


def test_an_ad_account_named_by_hand_is_a_channel_of_the_ads_platform() -> None:
    finder = ChannelFinder((), {}, (), "channel", (), read_names(None, "x.csv", None), "", made_by_hand=PLATFORMS)
    assert finder.settle("channel:linkedin-ads-telakka") == "linkedin-ads-telakka"
    assert finder.setup[0][1]["platform"] == "linkedin-ads"
