"""What LinkedIn's files need beside their samples: periods, names of files, boosted posts, several kinds of address."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.sources.facade import ImportOutcome, import_paths
from reppu.sources.linkedin.competitors import Competitors, days_in
from reppu.sources.linkedin.content import CONTENT
from reppu.sources.linkedin.creator import CREATOR
from reppu.sources.linkedin.posts import moment_of, post_id_in
from reppu.sources.linkedin.samples import write
from reppu.sources.names import read_names
from reppu.sources.tests.samples import Read, read_with
from reppu.vocabulary.errors import ReppuError

NAME = "esimerkki-vesi_content_1772704800000.xls"
BOOSTED = write.post_id(2026, 3, 1, 7, 30)


def read(sheets: write.Sheets, name: str = NAME) -> Read:
    return read_with(CONTENT, write.as_xls(sheets), name)


def windows(said: Read) -> set[str]:
    return {row["window"] for row in said.observations if row["subject_kind"] == "post"}


def imported(lake: Lake, folder: Path, name: str, content: bytes, **answers: object) -> ImportOutcome:
    path = folder / name
    path.write_bytes(content)
    [outcome] = import_paths(lake, [path], **answers)  # type: ignore[arg-type]
    return outcome


@pytest.mark.parametrize(
    "address",
    [
        "https://www.linkedin.com/feed/update/urn:li:activity:7141098865235054593",
        "https://www.linkedin.com/feed/update/urn:li:ugcPost:7141098865235054593/?actor=1",
        "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7141098865235054593",
        "https://www.linkedin.com/posts/esimerkki-vesi_vesi-activity-7141098865235054593-AbCd",
    ],
)
def test_a_post_s_id_is_its_number_whatever_the_address_is_like(address: str) -> None:
    assert pl.select(post_id_in(pl.lit(address))).item() == "7141098865235054593"


def test_the_moment_in_an_id_is_that_of_a_published_example() -> None:
    # the first of the 86 posts of a real export, of 14 December 2023 by its date on the page
    assert moment_of("7141098865235054593").isoformat(timespec="seconds") == "2023-12-14T16:17:24+00:00"


def test_the_sheet_of_posts_alone_says_that_its_period_is_not_known() -> None:
    sheets = write.content()
    del sheets["Metrics"]
    said = read(sheets)
    assert windows(said) == {"lifetime"}
    assert any("period is not known" in note for note in said.notes)


def test_a_period_that_ended_before_the_export_is_told() -> None:
    late = read(write.content(), "esimerkki-vesi_content_1773655200000.xls")  # 16 March, after days up to the 3rd
    assert any("had ended" in note for note in late.notes)
    assert not read(write.content()).notes


def test_two_campaigns_of_a_post_add_up_and_a_bad_cell_leaves_the_sum_out() -> None:
    sheets = write.content()
    rows = sheets["All posts"]
    again = list(rows[3])
    again[3], again[9], again[12] = "Toinen", 90.0, 3.0
    said = read({**sheets, "All posts": [*rows, again]})
    parts = {row["breakdown"]: row["value"] for row in said.observations
             if (row["subject_id"], row["measure"]) == (BOOSTED, "linkedin.post.impressions")}  # fmt: skip
    assert parts == {"": 1550.0, "traffic=organic": 150.0, "traffic=sponsored": 1400.0}
    rates = {row["breakdown"]: row["value"] for row in said.observations
             if (row["subject_id"], row["measure"]) == (BOOSTED, "linkedin.post.click_through_rate")}  # fmt: skip
    assert rates == {"": None, "traffic=organic": 0.04, "traffic=sponsored": None}
    again[9] = "monta"
    broken = read({**sheets, "All posts": [*rows, again]})
    left = {row["breakdown"] for row in broken.observations
            if (row["subject_id"], row["measure"]) == (BOOSTED, "linkedin.post.impressions")}  # fmt: skip
    assert left == {"traffic=organic"}
    assert (8, "All posts › Impressions") in [(row, column) for row, column, _why in broken.refused]


def test_a_day_that_no_one_can_tell_from_a_month_is_refused() -> None:
    sheets = write.content()
    sheets["Metrics"][3] = ["15/03/2026", *sheets["Metrics"][3][1:]]
    [bad] = [one for one in read(sheets).refused if one[1] == "Metrics › Date"]
    assert bad[0] == 4 and "month/day/year" in bad[2]


def test_the_files_of_one_page_go_to_one_channel_by_the_name_s_account_and_moment(tmp_path: Path) -> None:
    lake = open_lake(tmp_path / "home")
    files = write.files()
    for name in (NAME, "esimerkki-vesi_followers_1772704800001.xls", "esimerkki-vesi_visitors_1772704800002.xls"):
        assert imported(lake, tmp_path, name, files[name]).channel == "linkedin-esimerkki-vesi"
    payload = lake.entries(kinds=["import"])[0].payload
    assert (payload["as_of"], payload["as_of_source"]) == ("2026-03-05T10:00:00+00:00", "name")
    assert [channel.accounts for channel in lake.channels()] == [("linkedin:esimerkki-vesi",)]


def test_a_profile_s_file_tells_its_person_and_days_in_both_generations() -> None:
    for name in (name for name in write.files() if "Maija" in name):
        told = read_names(CREATOR.file_name, name, None)
        assert told.account == "Maija Meikäläinen"
        assert (told.since, told.until) == (date(2026, 2, 22), date(2026, 2, 28))
        assert "Maija" not in told.kept


def test_competitors_are_no_part_of_the_page_s_own_numbers(tmp_path: Path) -> None:
    lake = open_lake(tmp_path / "home")
    files = write.files()
    imported(lake, tmp_path, NAME, files[NAME])
    name = "Esimerkki_Vesi_Oy_competitor_analytics_1696230000000.xlsx"
    assert imported(lake, tmp_path, name, files[name]).channel == "linkedin-esimerkki-vesi"
    rows = lake.latest_observations().to_pyarrow().to_pylist()
    theirs = [row for row in rows if row["subject_kind"] == "competitor"]
    assert {row["subject_id"] for row in theirs} == {"Naapurin Vesi", "Kaupungin Lämpö"}
    assert all(row["measure"].startswith("linkedin.competitor.") for row in theirs)


def test_competitors_without_their_days_are_refused() -> None:
    sheets = write.competitors_older()
    sheets["COMPETITORS"][0] = ["syyskuu"]
    with pytest.raises(ReppuError, match="does not tell its period"):
        read_with(Competitors(), write.as_xlsx(sheets), "x_competitor_analytics_1696230000000.xlsx")


def test_days_are_found_however_the_row_above_the_head_writes_them() -> None:
    september = [date(2023, 9, 1), date(2023, 9, 30)]
    for cells in (
        ("2023-09-01", "2023-09-30"),
        ("9/1/2023 - 9/30/2023",),
        ("45170", "45199"),
        ("From", "2023-09-01 00:00:00", "To", "2023-09-30 00:00:00"),
    ):
        assert days_in(cells) == september
    assert days_in(("12345", "1.45170", "Page 3")) == []


def test_the_day_of_a_spreadsheet_s_number_is_the_one_that_spreadsheets_show() -> None:
    # 1 January 2000 is day 36,526 in every spreadsheet program (ECMA-376, part 1, 18.17.4.1)
    assert days_in(("36526",)) == [datetime(2000, 1, 1, tzinfo=UTC).date()]
