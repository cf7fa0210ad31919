from __future__ import annotations

import pickle
from datetime import UTC, date, datetime

import pytest

from reppu.vocabulary.language import (
    LANGUAGES,
    Text,
    _,
    _n,
    catalogue_of,
    current_language,
    day,
    moment,
    number,
    percent,
    percentage_points,
    use_language,
)

NO_BREAK = "\u00a0"


def test_a_text_becomes_words_only_when_it_is_shown():
    text = _("Trying again may help.")
    assert text.in_language("fi") == "Uusi yritys voi auttaa."
    assert text.in_language("sv") == "Ett nytt försök kan hjälpa."
    assert text.in_language("en") == "Trying again may help."
    with use_language("sv"):
        assert str(text) == "Ett nytt försök kan hjälpa."
    assert str(text) == "Trying again may help."


def test_arguments_are_written_as_the_language_writes_them():
    text = Text("{posts} {share} {when}", posts=12345, share=0.5, when=date(2021, 11, 3))
    assert text.in_language("fi") == f"12{NO_BREAK}345 0,5 3.11.2021"
    assert text.in_language("sv") == f"12{NO_BREAK}345 0,5 3 nov. 2021"
    assert text.in_language("en") == "12,345 0.5 3 Nov 2021"


def test_a_text_inside_a_text_is_shown_in_the_same_language():
    text = _("Expected: {what}.", what=_("row {row}", row="7"))
    assert text.in_language("fi") == "Odotettiin: rivi 7."
    assert text.in_language("sv") == "Förväntat: rad 7."
    assert text.in_language("en") == "Expected: row 7."


@pytest.mark.parametrize(("count", "words"), [(0, "0 posts"), (1, "1 post"), (2, "2 posts"), (1234, "1,234 posts")])
def test_a_plural_follows_its_count(count, words):
    assert _n("{n} post", "{n} posts", count).in_language("en") == words


def test_a_plural_takes_other_arguments_beside_its_count():
    text = _n("{n} post in {channel}", "{n} posts in {channel}", 2, channel="X")
    assert text.in_language("en") == "2 posts in X"


def test_a_placeholder_may_be_called_count_or_plural_or_msgid():
    assert str(_("{count} {plural} {msgid}", count=3, plural="a", msgid="b")) == "3 a b"


def test_braces_in_a_text_without_arguments_are_left_alone():
    assert str(_("Write {name} here")) == "Write {name} here"


def test_a_forgotten_argument_is_an_error_and_no_hole_in_a_sentence():
    with pytest.raises(KeyError):
        str(_("{posts} in {channel}", posts=3))


def test_a_language_that_reppu_does_not_speak_is_shown_in_english():
    assert _("Trying again may help.").in_language("de") == "Trying again may help."


def test_using_an_unknown_language_names_those_there_are():
    with pytest.raises(ValueError, match="fi, sv, en"), use_language("de"):
        pass


def test_languages_nest_and_come_back_after_an_error():
    with use_language("fi"):
        with pytest.raises(RuntimeError), use_language("sv"):
            raise RuntimeError
        assert current_language() == "fi"


def test_the_language_comes_from_the_setting_before_the_locale(monkeypatch):
    monkeypatch.setenv("LANG", "sv_FI.UTF-8")
    monkeypatch.setenv("REPPU_LANGUAGE", "fi")
    assert current_language() == "fi"
    for name in ("REPPU_LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    assert current_language() == "sv"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert current_language() == "en"


def test_texts_compare_by_words_and_arguments_and_travel_between_processes():
    text = _n("{n} post in {channel}", "{n} posts in {channel}", 2, channel="X")
    assert pickle.loads(pickle.dumps(text)) == text
    assert text != _n("{n} post in {channel}", "{n} posts in {channel}", 3, channel="X")
    assert _("row {row}", row="1") != _("row {row}", row="2")
    assert len({text, pickle.loads(pickle.dumps(text))}) == 1


def test_catalogues_of_finnish_and_swedish_are_there():
    for language in ("fi", "sv"):
        assert catalogue_of(language).gettext("row {row}") != "row {row}"
    assert LANGUAGES == ("fi", "sv", "en")


# The expected forms are CLDR's and those of the Institute for the Languages of Finland: a decimal comma, a no-break
# space between groups and before the percent sign, U+2212 as minus.
@pytest.mark.parametrize(
    ("language", "value", "digits", "words"),
    [
        ("fi", 1234567, None, f"1{NO_BREAK}234{NO_BREAK}567"),
        ("sv", 1234567, None, f"1{NO_BREAK}234{NO_BREAK}567"),
        ("en", 1234567, None, "1,234,567"),
        ("fi", 12345.67, 1, f"12{NO_BREAK}345,7"),
        ("en", 12345.67, 1, "12,345.7"),
        ("fi", -0.6, None, "−0,6"),
        ("sv", -1234, None, f"−1{NO_BREAK}234"),
        ("en", -0.6, 2, "−0.60"),
        ("fi", -0.001, 1, "0,0"),
        ("en", 0, None, "0"),
        ("fi", 3.0, 0, "3"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(language, value, digits, words):
    assert number(value, language, digits) == words


@pytest.mark.parametrize(
    ("language", "share", "digits", "words"),
    [
        ("fi", 0.041, 1, f"4,1{NO_BREAK}%"),
        ("sv", 0.041, 1, f"4,1{NO_BREAK}%"),
        ("en", 0.041, 1, "4.1%"),
        ("fi", -0.125, 1, f"−12,5{NO_BREAK}%"),
        ("sv", 12.5, 0, f"1{NO_BREAK}250{NO_BREAK}%"),
        ("en", 0.00123, 2, "0.12%"),
    ],
)
def test_percentages_are_written_as_the_language_writes_them(language, share, digits, words):
    assert percent(share, language, digits) == words


@pytest.mark.parametrize(
    ("language", "share", "words"),
    [
        ("fi", -0.006, f"−0,6{NO_BREAK}%-yks."),
        ("fi", 0.006, f"+0,6{NO_BREAK}%-yks."),
        ("sv", -0.006, f"−0,6{NO_BREAK}%-enh."),
        ("en", 0.0123, "+1.2 pp"),
        ("en", -0.0001, "0.0 pp"),
    ],
)
def test_changes_of_a_share_are_percentage_points_with_their_sign(language, share, words):
    assert percentage_points(share, language) == words


def test_days_and_moments_are_written_as_the_language_writes_them():
    assert day(date(2021, 9, 1), "fi") == "1.9.2021"
    assert day(date(2021, 9, 1), "sv") == "1 sep. 2021"
    assert day(date(2021, 9, 1), "en", "long") == "1 September 2021"
    at = datetime(2021, 9, 1, 13, 5, tzinfo=UTC)
    assert moment(at, "fi") == "1.9.2021 13.05"
    assert moment(at, "sv") == "2021-09-01 13:05"
    assert moment(at, "en") == "01/09/2021, 13:05"


def test_the_empty_text_is_empty_in_every_language():
    assert [Text("").in_language(language) for language in ("fi", "sv", "en")] == ["", "", ""]
