"""Metrics of an organisation's own: what a form says, checked field by field; their versions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reppu.metrics.definitions import DEFINITIONS
from reppu.metrics.facade import define
from reppu.metrics.formulas import read_formula
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reppu.lake.facade import Entry, Lake

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, as it was typed."""

    name: str = ""
    title: str = ""
    formula: str = ""
    mixed: bool = False


def typed(given: Mapping[str, str]) -> Typed:
    """The form's fields."""
    words = [given.get(field, "").strip() for field in ("name", "title", "formula")]
    return Typed(words[0], words[1], words[2], bool(given.get("mixed")))


def problems(form: Typed) -> dict[str, object]:
    """What is wrong, by field; empty when it can be defined."""
    wrong: dict[str, object] = {}
    if not _NAME.fullmatch(form.name):
        wrong["name"] = _("Expected small letters a–z, digits and underscores, such as likes_per_view.")
    elif any(one.name == form.name for one in DEFINITIONS):
        wrong["name"] = _("“{name}” is one of Reppu’s own metrics: choose another name.", name=form.name)
    if not form.title:
        wrong["title"] = _("Give it a title that others understand.")
    try:
        read_formula(form.formula, mixed=form.mixed)
    except ReppuError as fault:
        wrong["formula"] = fault
    return wrong


def define_typed(lake: Lake, form: Typed, who: str) -> int:
    """Defines it; returns the entry's number. Raises ReppuError where `problems` would say something."""
    return define(lake, form.name, form.formula, title=form.title, mixed=form.mixed, who=who)


def versions_of(lake: Lake, name: str) -> list[Entry]:
    """The entries that defined the metric, the newest first, also those that were withdrawn."""
    entries = lake.entries(kinds=("setting",))
    mine = [one for one in entries if one.payload["name"] == "metric" and one.payload["value"]["name"] == name]
    return mine[::-1]
