"""Captions become printable, and keep what can be kept."""

from __future__ import annotations

import pytest

from reppu.charts.facade import font_folder
from reppu.reports.printable import characters_of, printable, shortened

SANS = next(font_folder("fontpkg_source_sans_3").glob("SourceSans3[[]wght[]].ttf"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Uusi kausi – älä missaa! 4,1 % €", "Uusi kausi – älä missaa! 4,1 % €"),
        ("𝗨𝘂𝘀𝗶 𝒌𝒂𝒖𝒔𝒊", "Uusi kausi"),
        ("Onnea 🎉🎉 kaikille 👨‍👩‍👧!", "Onnea kaikille !"),
        ("你好世界 moi مرحبا", "□ moi □"),
        ("rivi\n\n  toinen\trivi", "rivi toinen rivi"),
        ("nolla\x00leveä\u200btila\u202e", "nollaleveätila"),
        ("#set $x$ *b* <a> @b", "#set $x$ *b* <a> @b"),
        ("e\u0301", "é"),
        ("Привет Ω", "Привет Ω"),
        ("\ue000", ""),
        ("🎉", ""),
    ],
)
def test_what_the_font_lacks_is_replaced_and_the_rest_is_kept(text: str, shown: str):
    assert printable(text, SANS) == shown


def test_the_font_s_own_table_says_what_it_shows():
    shown = characters_of(SANS)
    assert {ord(character) for character in "aäåö–−×…□€Я"} <= shown
    assert ord("🎉") not in shown
    assert ord("你") not in shown


def test_a_long_caption_is_cut_at_a_word():
    assert shortened("yksi kaksi kolme neljä", 14) == "yksi kaksi…"
    assert shortened("lyhyt", 14) == "lyhyt"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"
