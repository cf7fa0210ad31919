"""What is Meta's own in the content export, on small tables made in the test."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from reppu.sources.bytes import Source
from reppu.sources.meta.mapping import FACEBOOK_POSTS, INSTAGRAM_POSTS, READERS
from reppu.sources.meta.samples.write import shortcode
from reppu.sources.reader import Batch, Context
from reppu.sources.recognising import best_reader, known_headers
from reppu.sources.tables import Sheet, open_sheet

HEADER = "Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Post type,Date,Views,Reach"


def sheet_of(*lines: str) -> Sheet:
    return open_sheet(Source(data="\n".join(lines).encode() + b"\n"), "x.csv", None, known_headers(READERS))


def read(*lines: str) -> Batch:
    sheet = sheet_of(*lines)
    found = best_reader(sheet, READERS)
    assert found is not None
    batches = list(found[0].read(sheet, Context("x.csv")))
    notes = tuple(note for batch in batches for note in batch.notes)
    return dataclasses.replace(batches[-1], notes=notes)


def values(batch: Batch, measure: str) -> list[float | None]:
    assert batch.observations is not None
    return [row["value"] for row in batch.observations.to_pylist() if row["measure"] == measure]


def row(number: int, numbers: str, kind: str = "Photos", date: str = "Lifetime") -> str:
    return f"9390000000001{number:02},615500000000017,P,Otsikko,,01/01/2025 10:{number:02},,{kind},{date},{numbers}"


def test_views_of_zero_in_every_row_are_not_known_when_people_were_reached() -> None:
    batch = read(HEADER, *(row(number, "0,12") for number in range(5)))
    assert values(batch, "meta.content.views") == [None] * 5
    assert values(batch, "meta.content.reach") == [12] * 5
    assert "Views are 0 in every row" in str(batch.notes[0].in_language("en"))


@pytest.mark.parametrize("last", ["3,12", "0,0"])
def test_a_zero_that_can_be_stays_a_zero(last: str) -> None:
    batch = read(HEADER, *(row(number, "0,12") for number in range(4)), row(4, last))
    assert values(batch, "meta.content.views")[:4] == [0.0] * 4
    assert batch.notes == ()


def test_of_two_languages_the_first_that_is_not_blank_wins() -> None:
    header = HEADER.replace(",Views", ",Visningar,Views,Räckvidd")
    batch = read(header, row(1, "7,8,9,10"), row(2, ",8,,10"), row(3, "-,,N/A,"))
    assert values(batch, "meta.content.views") == [7, 8, None]
    assert values(batch, "meta.content.reach") == [9, 10, None]


def test_a_bad_cell_is_refused_under_its_own_header_in_whichever_language_it_stands() -> None:
    header = HEADER.replace(",Views", ",Visningar,Views,Räckvidd")
    batch = read(header, row(1, "7,monta,9,"), row(2, ",monta,,10"), row(3, "monta,8,9,monta"), row(4, ",11,,x"))
    assert [(one.row, one.column) for one in batch.refused] == [(3, "Views"), (4, "Visningar"), (5, "Reach")]
    assert batch.refused_total == 3
    assert values(batch, "meta.content.views") == [7, 11]
    assert values(batch, "meta.content.reach") == [9, 10, 9]


def test_three_names_of_one_measure_are_one_measure() -> None:
    header = HEADER.replace(",Views", ",Visningar,Views,Visualizaciones")
    batch = read(header, row(1, ",,5,1"), row(2, ",4,5,2"), row(3, "3,4,5,3"))
    assert values(batch, "meta.content.views") == [5, 4, 3]


def test_a_word_that_is_no_day_means_lifetime_in_any_language() -> None:
    batch = read(HEADER, row(1, "1,1", date="Elinaika"), row(2, "2,2", date=""), row(3, "3,3", date="02/01/2025"))
    assert batch.observations is not None
    assert [one["window"] for one in batch.observations.to_pylist()[:3]] == ["lifetime", "lifetime", "day"]


def test_a_day_that_could_be_mistaken_is_refused() -> None:
    batch = read(HEADER, row(1, "1,1", date="1.2.2025"), row(2, "2,2", date="31/12/2025"))
    assert [(one.row, one.column) for one in batch.refused] == [(2, "Date"), (3, "Date")]


def test_kinds_that_are_not_known_are_null_and_named() -> None:
    batch = read(HEADER, row(1, "1,1", kind="Hologram"), row(2, "2,2", kind="Länkar"), row(3, "3,3", kind=""))
    assert batch.posts is not None
    assert batch.posts.column("kind").to_pylist() == [None, "link", None]
    assert "Hologram" in str(batch.notes[0].in_language("en"))


def test_a_time_that_a_spreadsheet_program_rewrote_is_refused_and_a_missing_one_is_not() -> None:
    rewritten = row(1, "1,1").replace("01/01/2025 10:01", "1.1.2025 10.01")
    missing = row(2, "2,2").replace("01/01/2025 10:02", "")
    batch = read(HEADER, rewritten, missing)
    assert [(one.row, one.column) for one in batch.refused] == [(2, "Publish time")]
    assert batch.posts is not None
    assert batch.posts.column("published_at").to_pylist() == [None]


def test_page_ids_in_powers_of_ten_are_nobodys() -> None:
    batch = read(HEADER, row(1, "1,1").replace("615500000000017", "6.155E+14"), row(2, "2,2"))
    assert [(one.row, one.column) for one in batch.refused] == [(2, "Page ID")]
    assert "Excel" in batch.refused[0].reason.in_language("en")


def test_an_id_that_has_the_page_in_it_already_is_kept() -> None:
    batch = read(HEADER, row(1, "1,1").replace("939000000000101", "615500000000017_939000000000101"))
    assert batch.posts is not None
    assert batch.posts.column("post_id").to_pylist() == ["615500000000017_939000000000101"]


def test_a_dash_is_a_caption_and_a_blank_is_none() -> None:
    batch = read(HEADER, row(1, "1,1").replace("Otsikko", "-"), row(2, "2,2").replace("Otsikko", " "))
    assert batch.posts is not None
    assert batch.posts.column("text").to_pylist() == ["-", None]


INSTAGRAM = "Post ID,Account ID,Account name,Publish time,Permalink,Post type,Date,Views"


def picture(made: datetime, exported: str, link: bool = True) -> str:
    address = f"https://www.instagram.com/p/{shortcode(made)}/" if link else ""
    return f"18000000000000111,17841400000000031,K,{exported},{address},IG image,Lifetime,5"


def test_the_ids_time_wins_and_a_great_difference_is_said() -> None:
    made = datetime(2025, 3, 18, 16, 47, 27, tzinfo=UTC)
    near, far = read(INSTAGRAM, picture(made, "03/18/2025 09:48")), read(INSTAGRAM, picture(made, "03/20/2025 09:48"))
    for batch in (near, far):
        assert batch.posts is not None
        assert batch.posts.column("published_at").to_pylist() == [made]
    assert near.notes == ()
    assert "more than an hour" in str(far.notes[0].in_language("en"))


def test_without_a_code_in_the_link_the_exported_time_counts() -> None:
    batch = read(INSTAGRAM, picture(datetime(2025, 1, 1, tzinfo=UTC), "03/18/2025 09:48", link=False))
    assert batch.posts is not None
    assert batch.posts.column("published_at").to_pylist() == [datetime(2025, 3, 18, 16, 48, tzinfo=UTC)]


def test_posts_of_several_instagram_accounts_are_explained() -> None:
    other = picture(datetime(2025, 1, 1, tzinfo=UTC), "01/01/2025 00:00").replace(
        "17841400000000031", "17841400000000099"
    )
    batch = read(
        INSTAGRAM, picture(datetime(2025, 1, 1, tzinfo=UTC), "01/01/2025 00:00"), other.replace("111,", "112,", 1)
    )
    assert "reppu channels merge" in str(batch.notes[0].in_language("en"))


@pytest.mark.parametrize(
    ("host", "reader"),
    [("https://www.instagram.com/p/", INSTAGRAM_POSTS), ("https://www.facebook.com/", FACEBOOK_POSTS)],
)
def test_without_an_account_column_the_links_tell_the_platform(host: str, reader: object) -> None:
    sheet = sheet_of("Post ID,Publish time,Permalink,Views,Reach", f"18000000000000111,03/18/2025 09:48,{host}x/,5,4")
    found = best_reader(sheet, READERS)
    assert found is not None
    assert found[0] is reader


def test_a_name_without_latin_letters_gives_way_to_the_handle() -> None:
    header = INSTAGRAM.replace("Account name", "Account name,Account username")
    made = datetime(2025, 1, 1, tzinfo=UTC)
    rows = [
        picture(made, "01/01/2025 00:00").replace(",K,", f",{names},")
        for names in ("Сладкишчо 🍰,sladkischo", "Сладкишчо,")
    ]
    assert list(read(header, rows[0]).names.values()) == ["sladkischo"]
    assert list(read(header, rows[1]).names.values()) == ["Сладкишчо"]
