"""What spoiling exports at random found, each as its smallest file."""

from __future__ import annotations

import pytest

from reppu.sources.linkedin.audiences import DIMENSIONS
from reppu.sources.linkedin.mapping import READERS as LINKEDIN
from reppu.sources.meta.audience import Audience
from reppu.sources.platforms import READERS
from reppu.sources.reader import Context
from reppu.sources.recognising import refuse_unknown
from reppu.sources.tables import headings_shown, sheet_of
from reppu.sources.wide_table import WideTable, attribute, measure
from reppu.vocabulary.language import Text


def test_of_two_columns_that_mean_the_same_the_first_counts() -> None:
    table = WideTable(
        kind="test",
        platform="x",
        version=1,
        title=Text("test"),
        columns=(
            attribute("post_id", "Id", required=True),
            measure("x.post.likes", "likes"),
            measure("x.post.likes", "favorites"),
        ),
    )
    (batch,) = [one for one in table.read(sheet_of(b"Id,likes,favorites\nabc,5,7\n"), Context("a.csv")) if one.rows]
    assert batch.observations is not None
    assert batch.observations["value"].to_pylist() == [5.0]


def test_a_head_that_does_not_begin_in_the_first_column_is_no_sheet_of_slices() -> None:
    word = next(iter(DIMENSIONS))
    slices = next(part for reader in LINKEDIN for part in getattr(reader, "parts", ()) if hasattr(part, "counted"))
    counted = next(iter(slices.counted))
    assert slices.recognise(sheet_of(f"{word},{counted}\nHelsinki,5\n".encode())) is not None
    assert slices.recognise(sheet_of(f",{word},{counted}\n,Helsinki,5\n".encode())) is None


def test_a_percentage_without_a_name_refuses_its_table() -> None:
    text = b'"Top cities"\n"Helsinki","","Espoo"\n"40.5","3.5","2"\n'
    batches = list(Audience().read(sheet_of(text), Context("Audience.csv")))
    assert all(batch.audience is None for batch in batches)
    reasons = [refusal.reason.in_language("en") for batch in batches for refusal in batch.refused]
    assert reasons and "without a name" in reasons[0]


_YAML = b"""interactions:
- request:
    headers: {accept: "*/*", host: palvelu.example}
    method: GET
  response: [200, OK]
"""
_MARKDOWN = b"""# Rajat, ja miten niita luetaan

Palvelu sallii 300 pyyntoa viidessa minuutissa, tililta. Muut rajat, kuten kuvien, ovat toisessa luvussa, jonka osoite on alla.

| raja | maara |
|---|---|
| kuvat, filmit | 30 |
"""
_CODE = b"""import { test, expect } from "koe";
const odotettu = { likeCount: 3, repostCount: 1, replyCount: 0 };
test("syote", () => { expect(hae(1, 2)).toEqual(odotettu); });
"""


@pytest.mark.parametrize(
    "text",
    [
        b"Muista ostaa maitoa.\nJa leipaa.\n",
        "Muista ostaa maitoa, leipää ja juustoa.\nMyös kahvia, jos sitä on, ja 3 omenaa.\n".encode(),
        b"Yksi rivi, pilkku ja piste.\n",
        _YAML,
        _MARKDOWN,
        _CODE,
        b"app.example.post/3lq\tbafyreia3zww\napp.example.like/3lr\tbafyreigmpff\n",
    ],
)
def test_text_with_or_without_commas_is_told_that_it_is_no_export_of_numbers(text: bytes) -> None:
    said = refuse_unknown([sheet_of(text)], READERS).in_language("en")
    assert said.startswith("This is no export of numbers from social media")
    assert "Leave it out" in said
    assert "set to English" not in said


@pytest.mark.parametrize(
    "text",
    [
        "Tieto;Arvo\nkylmä;5\n",
        "Päivä,Näkyvyys,Tykkäykset\n",  # a heading that has no rows yet
        "Näkyvyys\n\nPäivä,Luku\n1.3.2026,\n2.3.2026,\n",
        # stacked tables, of which one holds the numbers
        "Ikä ja sukupuoli,Naiset,Miehet\n18-24,3%,2%\n25-34,5%,6%\n\nKaupungit\nHelsinki,Espoo\n12%,4%\n",
    ],
)
def test_a_table_of_numbers_with_foreign_headings_is_told_about_headings(text: str) -> None:
    assert "headings" in refuse_unknown([sheet_of(text.encode())], READERS).in_language("en")


def test_a_share_without_a_name_is_refused_and_the_others_are_kept() -> None:
    from reppu.sources.tiktok.mapping import READERS as TIKTOK

    sheet = sheet_of(b"Gender,Distribution\nFemale,0.6\n,0.1\nMale,0.3\n")
    reader = next(one for one in TIKTOK if one.recognise(sheet) is not None)
    (batch,) = list(reader.read(sheet, Context("FollowerGender.csv")))
    assert batch.audience is not None
    assert batch.audience["value"].to_pylist() == [0.6, 0.3]
    assert [(refusal.row, refusal.column) for refusal in batch.refused] == [(3, "Gender")]


def test_a_row_of_data_in_place_of_the_heading_is_not_repeated_in_the_note() -> None:
    table = WideTable(
        kind="test",
        platform="x",
        version=1,
        title=Text("test"),
        columns=(attribute("post_id", "Id", required=True), measure("x.post.likes", "likes")),
    )
    heading = (
        'Id,likes,Clicks (all),Salla Salainen 0401234567,"Läsårets första bokcirkel\nPå måndag",02/03/2025 04:15,'
        "https://x.com/esimerkki/status/1,salla@esimerkki.example,Video views at 75%,Video views at 75%,"
        "We read a book together on every Monday of this spring"
    )
    (note,) = [
        one.in_language("en")
        for batch in table.read(sheet_of(f"{heading}\nabc,5,1,1,1,1,1,1,1,1,1\n".encode()), Context("a.csv"))
        for one in batch.notes
    ]
    assert note == "9 columns are not known and were left out: Clicks (all), Video views at 75%, …"
    assert headings_shown(["promoted", "mistä vesi tulee?", "1200.0", "60", "0.05", "5 %"]) == "…"
    assert headings_shown(["Reach", "Views"]) == "Reach, Views"


def test_a_picture_of_an_archive_whose_kind_is_no_word_is_none() -> None:
    from reppu.sources.x.archive import ARCHIVE_POSTS

    post = (
        '{"tweet": {"id_str": "1500000000000000000", "full_text": "Vesi", "created_at": "Sat Mar 05 06:31:27 +0000 2022",'
        ' "entities": {"media": [{"type": {"photo": 1}}]}}}'
    )
    sheet = sheet_of(f"window.YTD.tweets.part0 = [{post}]".encode(), "tweets.js")
    posts = [batch.posts for batch in ARCHIVE_POSTS.read(sheet, Context("tweets.js")) if batch.posts is not None]
    assert posts[0]["kind"].to_pylist() == ["text"]


def test_a_share_of_people_without_a_name_is_refused_by_row_and_column() -> None:
    from dataclasses import replace

    text = b"Top Demographics,Value,Percentage\nJob titles,Engineer,12%\nJob titles,,7%\n,Helsinki,5%\n"
    sheet = replace(sheet_of(text), title="DEMOGRAPHICS")
    reader = next(one for one in LINKEDIN if one.recognise(sheet) is not None)
    (batch,) = list(reader.read(sheet, Context("AggregateAnalytics.xlsx")))
    assert batch.audience is not None
    assert batch.audience["bucket"].to_pylist() == ["Engineer"]
    assert [(one.row, one.column) for one in batch.refused] == [(3, "Value"), (4, "Top Demographics")]


def test_a_post_that_stands_twice_in_a_content_export_without_numbers_is_taken_once() -> None:
    row = "122000000000097,100000000900000,Esimerkkisivu,03/02/2026 08:30,Photos"
    text = f"Post ID,Page ID,Page name,Publish time,Post type\n{row}\n{row}\n"
    sheet = sheet_of(text.encode())
    reader = next(one for one in READERS if one.recognise(sheet) is not None)
    posts = [batch.posts for batch in reader.read(sheet, Context("a.csv")) if batch.posts is not None]
    assert [table["post_id"].to_pylist() for table in posts] == [["100000000900000_122000000000097"]]
