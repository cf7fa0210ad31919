"""Headings as ideas, in languages that nobody has verified."""

from __future__ import annotations

import pytest

from reppu.sources.mapping_proposals.words import ideas_of, likeness


@pytest.mark.parametrize(
    ("heading", "english"),
    [
        ("Linkin klikkaukset", "Link Clicks"),
        ("Länkklick", "Link Clicks"),
        ("Linkklicks", "Link Clicks"),
        ("Reaktiot, kommentit ja jaot", "Reactions, Comments and Shares"),
        ("Kommentteja", "Comments"),
        ("Tallennuksia", "Saves"),
        ("3 sekunnin videokatselut", "3-second video views"),
        ("Räckvidd", "Reach"),
        ("Reichweite", "Reach"),
    ],
)
def test_a_heading_means_the_same_in_another_language(heading: str, english: str) -> None:
    assert likeness(heading, english) == 1


@pytest.mark.parametrize(
    ("heading", "english"),
    [
        ("Orgaaninen kattavuus", "Reach"),
        ("Linkin klikkaukset", "Total clicks"),
        ("Pysyvän linkin klikkaukset", "Link clicks"),
        ("Mainosten näyttökerrat", "Impressions"),
        ("Keskimääräinen katseluaika", "Views"),
        ("Uudet seuraajat", "Followers"),
        ("Kommenttien osuus", "Comments"),
        ("Zbkqwer", "Reach"),
        ("Kattavuus zbkqwer", "Reach"),
    ],
)
def test_a_word_more_or_one_not_understood_is_another_number(heading: str, english: str) -> None:
    assert likeness(heading, english) == 0


def test_short_stems_stand_alone() -> None:
    assert "id" not in ideas_of("Video")[0]
    assert "id" in ideas_of("Tweet-id")[0]


def test_the_finnish_word_for_two_numbers_is_as_near_to_either() -> None:
    assert likeness("Näyttökerrat", "Views") == likeness("Näyttökerrat", "Impressions") == 0.9
    assert likeness("Näyttökerrat", "Reach") == 0
