from __future__ import annotations

import pytest

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, use_language


def test_an_error_says_where_what_was_expected_what_to_do_and_whether_to_try_again():
    error = ReppuError(
        Text("“{cell}” is no date.", cell="13/31/2021"),
        file="tweets.csv",
        row=1204,
        column="time",
        expected=Text("a date such as 2021-08-31"),
        advice=Text("Download the file again."),
        retry_helps=True,
    )
    assert error.in_language("en") == (
        "tweets.csv, row 1204, column “time”: “13/31/2021” is no date. Expected: a date such as 2021-08-31. "
        "Download the file again. Trying again may help."
    )
    assert error.in_language("fi") == (
        "tweets.csv, rivi 1204, sarake ”time”: “13/31/2021” is no date. Odotettiin: a date such as 2021-08-31. "
        "Download the file again. Uusi yritys voi auttaa."
    )


def test_an_error_that_knows_only_what_happened_says_only_that():
    assert str(ReppuError(Text("The disk is full."))) == "The disk is full."


def test_a_row_number_is_written_as_the_spreadsheet_writes_it_without_grouping():
    assert ReppuError(Text("Blank."), row=1234567).in_language("fi") == "rivi 1234567: Blank."


def test_an_error_is_shown_in_the_language_of_whoever_reads_it():
    with use_language("sv"):
        assert str(ReppuError(Text("Blank."), column="Visningar")) == "kolumn ”Visningar”: Blank."


def test_nothing_is_promised_about_trying_again_unless_it_was_said():
    error = ReppuError(Text("Blank."))
    assert error.retry_helps is False
    assert "again" not in str(error)
    with pytest.raises(ReppuError):
        raise error
