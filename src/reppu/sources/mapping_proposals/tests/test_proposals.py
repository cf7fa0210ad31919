"""What is proposed for tables in no known language: rightly, wrongly, or left to ask. Evidence: the exports' own readers,
which know what each column is by its true heading."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import pytest

from reppu.sources.mapping_proposals.proposals import ASK, LEFT_OUT, LIKELY, SURE, TableProposal
from reppu.sources.mapping_proposals.tests.made_up_tables import (
    Counted,
    count,
    every_order,
    in_finnish,
    in_random_letters,
    proposed,
    rows_of,
    sheet_of,
    table_called,
    written,
)
from reppu.sources.own_table.measures import MEASURES
from reppu.sources.tests.samples import all_samples
from reppu.sources.wide_table import WideTable
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import LANGUAGES

FACEBOOK = every_order()[0]
Change = Callable[[Sequence[str]], list[str]]


@lru_cache
def counted_over_all(change: Change, shuffled: bool) -> Counted:
    total = Counted()
    for kind, order in every_order():
        headings = list(order)
        if shuffled:
            headings = list(dict.fromkeys(headings))
            random.Random(3).shuffle(headings)
        total.add(count(rows_of(kind, headings), kind, change(headings)))
    return total


def target_of(proposal: TableProposal, heading: str) -> str | None:
    return next(column.target for column in proposal.columns if column.heading == heading)


# How often it is right; docs/unknown-tables.md prints these numbers


@pytest.mark.parametrize(
    ("change", "shuffled", "fewest_sure", "fewest_right"),
    [(in_finnish, False, 105, 180), (in_finnish, True, 18, 125), (in_random_letters, False, 35, 120), (in_random_letters, True, 6, 20)],
    ids=["Finnish", "Finnish, other order", "letters", "letters, other order"],
)  # fmt: skip
def test_what_is_called_sure_is_right_and_little_of_the_rest_is_wrong(
    change: Change, shuffled: bool, fewest_sure: int, fewest_right: int
) -> None:
    total = counted_over_all(change, shuffled)
    assert total.columns["sure wrong"] == 0, total.wrong
    assert total.columns["likely wrong"] <= 1, total.wrong
    assert total.columns["sure right"] >= fewest_sure
    assert total.columns["sure right"] + total.columns["likely right"] >= fewest_right


def samples_of_wide_tables() -> list[tuple[str, str, list[list[str]], int]]:
    found = []
    for sample in all_samples():
        if not sample.whole or sample.path.suffix != ".csv":
            continue
        try:
            sheet = sheet_of(sample.content)
        except ReppuError:
            continue
        reader = sample.reader
        match = reader.recognise(sheet)
        if not isinstance(reader, WideTable) or match is None or reader.platform == "channel":
            continue
        rows = [list(cells) for _number, cells in sheet.records()]
        found.append((str(sample), reader.kind, rows, match.header_row or 1))
    return found


@pytest.mark.parametrize(
    ("name", "kind", "rows", "header_row"), samples_of_wide_tables(), ids=lambda one: str(one)[:60]
)
def test_no_sample_of_any_platform_gets_a_measure_wrong_and_called_sure(
    name: str, kind: str, rows: list[list[str]], header_row: int
) -> None:
    heading = rows[header_row - 1]
    for change in (in_finnish, in_random_letters):
        try:
            counted = count(rows, kind, change(heading), header_row)
        except AssertionError:
            continue  # a file of one row and few columns may hold nothing to tell a table by
        assert counted.columns["sure wrong"] == 0, counted.wrong


# Evidence, piece by piece


def test_a_finnish_facebook_export_is_read_as_facebooks_with_reasons_in_three_languages() -> None:
    kind, order = FACEBOOK
    proposal = proposed([in_finnish(order), *rows_of(kind, order)[1:]])
    assert (proposal.reads_as, proposal.platform) == (kind, "facebook")
    assert target_of(proposal, "Kattavuus") == "meta.content.reach"
    reach = next(column for column in proposal.columns if column.heading == "Kattavuus")
    assert reach.sure == SURE
    for language in LANGUAGES:
        words = " ".join(reason.in_language(language) for reason in reach.reasons)
        assert "Reach" in words
    assert "not checked against a real file" in " ".join(reason.in_language("en") for reason in reach.reasons)


def test_the_finnish_word_for_views_and_impressions_is_asked_unless_something_else_tells() -> None:
    """“Näyttökerrat” may be either, and they must not be mixed."""
    kind, order = FACEBOOK
    headings = [heading for heading in dict.fromkeys(order) if heading != "Languages"]  # no known order any more
    proposal = proposed([in_finnish(headings), *rows_of(kind, headings)[1:]])
    views = next(column for column in proposal.columns if column.heading == "Näyttökerrat")
    assert (views.target, views.sure) == (None, ASK)
    assert set(views.others) == {"meta.content.views", "meta.content.impressions"}


def test_ids_of_x_are_proven_by_the_time_in_them() -> None:
    order = ["Post id", "Date", "Post text", "Impressions", "Likes"]
    rows = rows_of("x.posts.2024", order)
    proposal = proposed([["aa", "bb", "cc", "dd", "ee"], *rows[1:]])
    ids = proposal.columns[0]
    assert proposal.platform == "x"
    assert ids.sure == SURE and ids.confidence > 0.95
    assert "Every value is an id of X, and the time in it fits column 2." in [r.in_language("en") for r in ids.reasons]


def test_a_sum_that_holds_makes_a_likely_word_sure_and_one_that_does_not_takes_it_back() -> None:
    kind, order = FACEBOOK
    headings = [heading for heading in dict.fromkeys(order) if heading != "Languages"]
    rows = rows_of(kind, headings)
    finnish = in_finnish(headings)
    total = next(c for c in proposed([finnish, *rows[1:]]).columns if c.heading == "Reaktiot, kommentit ja jaot")
    assert total.sure == SURE
    assert "In every row it is the sum of columns" in total.reasons[0].in_language("en")
    place = headings.index("Reach")
    impossible = [
        [*row[:place], str(int(row[headings.index("Views")]) * 9 + 500), *row[place + 1 :]] for row in rows[1:]
    ]
    renamed = ["Katselukerrat" if heading == "Näyttökerrat" else heading for heading in finnish]
    reach = next(c for c in proposed([renamed, *impossible]).columns if c.heading == "Kattavuus")
    assert reach.target is None and reach.sure == ASK
    assert "do not go together" in reach.reasons[0].in_language("en")


def test_words_alone_never_say_whose_table_it_is() -> None:
    rows = [["Päivämäärä", "Näyttökerrat", "Tykkäykset", "Sitoutumiset", "Jaot", "Uudet seuraamiset"]]
    rows += [[f"{day}.3.2026", str(day * 100), "3", "9", "1", "0"] for day in range(1, 25)]
    proposal = proposed(rows)
    assert (proposal.reads_as, proposal.platform) == ("table.day", None)
    assert proposal.date_form == "%d.%m.%Y"
    assert target_of(proposal, "Tykkäykset") == "likes"


def test_a_likely_finnish_word_is_never_sure_by_itself() -> None:
    rows = [["Päivämäärä", "Kattavuus", "Linkin klikkaukset"]]
    rows += [[f"2026-03-{day:02}", str(day * 100), str(day)] for day in range(1, 25)]
    assert {column.sure for column in proposed(rows).columns[1:]} == {LIKELY}


def test_a_word_that_changes_the_number_is_not_overlooked() -> None:
    rows = [["Päivä", "Orgaaninen kattavuus", "Maksetut näyttökerrat", "Yksilölliset klikkaukset"]]
    rows += [[f"2026-03-{day:02}", str(day * 100), str(day * 300), str(day)] for day in range(1, 25)]
    assert [column.target for column in proposed(rows).columns] == ["date", None, None, None]


def test_a_day_that_can_be_read_in_two_ways_is_asked() -> None:
    rows = [["Datum", "Visningar"], *[[f"{month}/{month + 1}/2026", "7"] for month in range(1, 11)]]
    proposal = proposed(rows)
    assert {proposal.date_form, proposal.other_date_form} == {"%d/%m/%Y", "%m/%d/%Y"}
    told = proposed([*rows, ["31/1/2026", "8"]])
    assert (told.date_form, told.other_date_form) == ("%d/%m/%Y", None)


def test_a_heading_below_a_preamble_is_found_and_a_row_of_totals_is_no_day() -> None:
    rows = [["Raportti kanavasta", ""], ["1.3.2026–24.3.2026", ""], [], ["Päivä", "Kattavuus", "Klikkaukset"]]
    rows += [[f"{day}.3.2026", str(day * 100), str(day)] for day in range(1, 25)]
    rows += [["Yhteensä", "30000", "300"]]
    proposal = proposed(rows)
    assert proposal.header_row == 4
    assert [column.target for column in proposal.columns] == ["date", "reach", "clicks"]
    assert not any(row[0] == "Yhteensä" for row in proposal.rows)


def test_a_swedish_file_with_semicolons_in_an_old_encoding_and_grouped_numbers_is_understood() -> None:
    rows = [["Datum", "Räckvidd", "Engagemangsgrad", "Kostnad (EUR)"]]
    rows += [[f"2026-03-{day:02}", f"{day} 100", "4,5%", "12,50"] for day in range(1, 25)]
    data = written(rows, ";", "cp1252")
    from reppu.sources.mapping_proposals.proposing import propose_table
    from reppu.sources.platforms import READERS

    proposal = propose_table(sheet_of(data), READERS)
    assert proposal is not None
    assert [column.target for column in proposal.columns] == ["date", "reach", "engagement_rate", "spend"]
    assert proposal.currency == "EUR"


def test_a_known_heading_read_twice_is_left_out_the_second_time() -> None:
    kind, order = every_order()[1]
    proposal = proposed([list(order), *rows_of(kind, order)[1:]])
    second = [column for column in proposal.columns if column.heading == "Views"][1]
    assert second.target == LEFT_OUT
    assert "The same heading stands in column" in second.reasons[0].in_language("en")


def test_a_table_without_numbers_is_no_table_to_ask_about() -> None:
    from reppu.sources.mapping_proposals.proposing import propose_table
    from reppu.sources.platforms import READERS

    for text in (b"name,town\nA,B\nC,D\n", b"just a text\n", b"1,2\n3,4\n", b'[{"a": 1}, {"a": 2}]\n'):
        assert propose_table(sheet_of(text), READERS) is None


def test_every_target_of_an_order_is_one_that_its_reader_declares() -> None:
    for kind, order in every_order():
        known = {name for column in table_called(kind).columns for name, _language in column.names()}
        assert sum(heading.casefold().partition(" (usd)")[0] in known for heading in order) >= len(order) - 1


# The page that says how often it is right

PAGE = Path(__file__).parents[5] / "docs" / "unknown-tables.md"
LEVELS = ("sure right", "sure wrong", "likely right", "likely wrong", "ask", "blank")


def printed(name: str) -> list[int]:
    line = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {name} |"))
    return [int(cell) for cell in line.strip("|").split("|")[1:]]


@pytest.mark.parametrize(
    ("name", "change", "shuffled"),
    [
        ("made-up Finnish", in_finnish, False),
        ("made-up Finnish, columns in another order", in_finnish, True),
        ("random letters", in_random_letters, False),
        ("random letters, columns in another order", in_random_letters, True),
    ],
)
def test_the_page_prints_what_is_measured(name: str, change: Change, shuffled: bool) -> None:
    columns = counted_over_all(change, shuffled).columns
    assert [columns[level] for level in LEVELS] == printed(name)


def test_the_page_lists_every_measure_of_a_table_of_ones_own() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for measure in MEASURES:
        assert f"| `{measure.name}` | {measure.unit} | {measure.title.in_language('en')} |" in text
