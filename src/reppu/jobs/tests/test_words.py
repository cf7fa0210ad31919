"""Texts and errors come back from JSON as they went in."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from reppu.jobs.words import error_from_json, error_to_json, text_from_json, text_to_json
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _, _n


def test_a_text_comes_back_with_its_day_its_moment_its_plural_and_the_text_within():
    inner = _n("{n} file was refused.", "{n} files were refused.", 3)
    text = _("{day} {moment} {share} {inner}", day=date(2026, 3, 1), moment=datetime(2026, 3, 1, 12, tzinfo=UTC), share=0.5, inner=inner)  # fmt: skip
    back = text_from_json(json.loads(json.dumps(text_to_json(text))))
    assert back == text
    assert back.in_language("en") == text.in_language("en")


def test_an_error_comes_back_whole():
    error = ReppuError(
        _("“{text}” is no day.", text="31.2."), file="a.csv", row=2, column="Päivä", expected=_("a day"), advice=_("Mend it."), retry_helps=True
    )  # fmt: skip
    assert str(error_from_json(json.loads(json.dumps(error_to_json(error))))) == str(error)
