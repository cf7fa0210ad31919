"""Metrics that an organisation makes of ours: a small language, checked before anything is computed.

    engagements / hours_spent            1000 * spend / posts            (likes + comments) / posts

Numbers, names of metrics, + - * / (also × ÷ −) and parentheses; nothing else is read, and nothing is ever executed.
Units are checked (money is not added to hours), and so is the basis: what was published in a period and what happened in
it are not mixed unless whoever defines it says so.

How sure the result is: `combining.py`.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from reppu.lake.facade import Lake, Settings, setting
from reppu.metrics.definitions import DEFINITIONS, Definition, Kind, Level, definition_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text, _

LONGEST = 500  # characters: our choice; nobody reads a longer one
_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", ":": "/"})
Dimensions = tuple[tuple[str, int], ...]
# The dimension of each unit; a fraction and a plain number have none.
_DIMENSIONS: dict[str, dict[str, int]] = {
    "count": {"count": 1}, "fraction": {}, "per_post": {"count": 1, "post": -1}, "per_week": {"post": 1, "week": -1},
    "hours": {"hours": 1}, "hours_per_post": {"hours": 1, "post": -1}, "seconds": {"seconds": 1}, "money": {"money": 1},
    "money_per_post": {"money": 1, "post": -1},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been checked. tree: of ast; parts: the metrics it names, in order; unit and basis of its result."""

    tree: ast.expr
    parts: tuple[Definition, ...]
    unit: str
    basis: str


def read_formula(text: str, *, mixed: bool = False) -> Formula:
    """The formula, or a ReppuError that says what is wrong with it. mixed: it may mix what was published in a period with
    what happened in it."""
    if len(text) > LONGEST:
        raise ReppuError(_("The formula is too long."), expected=_("{n} characters at most", n=LONGEST))
    try:
        tree = ast.parse(text.translate(_SIGNS).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        raise ReppuError(_("“{formula}” is not a formula.", formula=text), expected=_GRAMMAR) from fault
    names = _names(tree, text)
    if not names:
        raise ReppuError(_("“{formula}” names no metric.", formula=text), expected=_GRAMMAR)
    parts = tuple(definition_of(name) for name in names)
    for one in parts:
        if one.kind == "voice":
            raise ReppuError(_("“{metric}” cannot stand in a formula.", metric=one.name))
    bases = {one.basis for one in parts}
    if len(bases) > 1 and not mixed:
        published = ", ".join(one.name for one in parts if one.basis == "published")
        activity = ", ".join(one.name for one in parts if one.basis == "activity")
        raise ReppuError(
            _(
                "The formula mixes what was published in a period ({published}) with what happened in it ({activity}).",
                published=published,
                activity=activity,
            ),
            expected=_("metrics on one basis"),
            advice=_("If you mean it, say so with --mixed."),
        )
    dimensions = _checked(tree, {one.name: one for one in parts}, text)
    return Formula(tree, parts, _unit(dimensions), bases.pop() if len(bases) == 1 else "mixed")


_GRAMMAR = _("numbers, names of metrics, + - * / and parentheses, such as 1000 * engagements / impressions")


def _names(tree: ast.expr, text: str) -> tuple[str, ...]:
    """The names in it, each once; whatever is not of the language is refused."""
    names: dict[str, None] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name):
                names[name] = None
            case ast.Constant(value=value) if type(value) in (int, float) and math.isfinite(value):  # type: ignore[arg-type]
                pass
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()) | ast.UnaryOp(op=ast.USub()):
                pass
            case ast.operator() | ast.unaryop() | ast.expr_context():
                pass
            case _:
                raise ReppuError(_("“{formula}” is not a formula.", formula=text), expected=_GRAMMAR)
    return tuple(names)


def _checked(tree: ast.expr, parts: Mapping[str, Definition], text: str) -> dict[str, int]:
    """The dimension of the result; ReppuError where unlike things are added."""
    match tree:
        case ast.Name(id=name):
            return dict(_DIMENSIONS[parts[name].unit])
        case ast.UnaryOp(operand=operand):
            return _checked(operand, parts, text)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _checked(left, parts, text), _checked(right, parts, text)
            if isinstance(op, ast.Add | ast.Sub):
                if a != b:
                    raise ReppuError(
                        _("“{formula}” adds {first} and {second}.", formula=text, first=_unit(a), second=_unit(b)),
                        expected=_("both sides of + and - in one unit"),
                    )
                return a
            sign = 1 if isinstance(op, ast.Mult) else -1
            total = {word: a.get(word, 0) + sign * b.get(word, 0) for word in (*a, *b)}
            return {word: power for word, power in total.items() if power}
        case _:
            return {}


def _unit(dimensions: dict[str, int]) -> str:
    """ "money_per_count" and the like; "ratio" for a plain number."""
    above = [word for word, power in sorted(dimensions.items()) for _time in range(power)]
    below = [word for word, power in sorted(dimensions.items()) for _time in range(-power)]
    if not above and not below:
        return "ratio"
    words = "_".join(above or ["number"]) + (f"_per_{'_'.join(below)}" if below else "")
    return {"count_per_post": "per_post", "post_per_week": "per_week"}.get(words, words)


# Definitions of an organisation's own


def own_definitions(settings: Settings) -> dict[str, Definition]:
    """The metrics that the organisation has defined, by name; one that no longer can be read is left out."""
    found = {}
    for name, said in settings.metrics.items():
        try:
            formula = read_formula(said["formula"], mixed=bool(said.get("mixed")))
        except ReppuError:
            continue  # it named a metric that a later version of Reppu does not have: `reppu metrics` lists what there is
        found[name] = _definition(name, said, formula)
    return found


def _definition(name: str, said: Mapping[str, object], formula: Formula) -> Definition:
    levels = get_args(Level)
    return Definition(
        name=name,
        title=Text("{title}", title=str(said.get("title") or name)),
        definition=_("Defined by the organisation: {formula}", formula=str(said["formula"])),
        formula=str(said["formula"]),
        unit=formula.unit,
        kind="formula",
        level=max((one.level for one in formula.parts), key=levels.index),
        basis=formula.basis,  # type: ignore[arg-type]  # "mixed" is of formulas only
        numerator=None,
        denominator=None,
        source="the organisation’s own",
        version=int(str(said["version"])),
        alike=all(one.alike for one in formula.parts),
        parts=tuple(one.name for one in formula.parts),
        mixed=bool(said.get("mixed")),
    )


def definition_in(lake: Lake, name: str, position: int | None) -> Definition:
    """Ours, or the organisation's own at that position; raises ReppuError with all names when there is none."""
    if any(one.name == name for one in DEFINITIONS):
        return definition_of(name)
    own = own_definitions(lake.settings(position))
    if name not in own:
        raise ReppuError(
            _("There is no metric called “{name}”.", name=name),
            expected=_("one of {names}", names=", ".join([*(one.name for one in DEFINITIONS), *own])),
            advice=_("“reppu metrics” lists them with their definitions."),
        )
    return own[name]


def define(lake: Lake, name: str, formula: str, title: str, who: str, *, mixed: bool = False) -> int:
    """Defines, or defines anew, a metric; returns the number of the entry, whose withdrawal takes it back."""
    if any(one.name == name for one in DEFINITIONS):
        raise ReppuError(
            _("“{name}” is one of Reppu’s own metrics.", name=name), expected=_("a name that is not taken")
        )
    read_formula(formula, mixed=mixed)
    earlier = [
        entry.payload["value"]["version"]
        for entry in lake.entries(kinds=["setting"])
        if entry.payload["name"] == "metric" and entry.payload["value"]["name"] == name
    ]
    value = {"name": name, "title": title, "formula": formula, "mixed": mixed, "version": max(earlier, default=0) + 1}
    return lake.record(*setting("metric", value), who=who)


def as_rate(definition: Definition) -> Definition | None:
    """The same as a rate or mean over posts, when it is a total over a total, or over posts, times a number."""
    tree: Any = read_formula(definition.formula, mixed=definition.mixed).tree
    factor: Any = 1.0
    match tree:
        case ast.BinOp(left=ast.Constant(value=number), op=ast.Mult(), right=right):  # 1000 * (a / b)
            factor, tree = number, right
        case ast.BinOp(
            left=ast.BinOp(left=ast.Constant(value=number), op=ast.Mult(), right=top), op=ast.Div(), right=bottom
        ):  # 1000 * a / b
            factor, tree = number, ast.BinOp(top, ast.Div(), bottom)
    match tree:
        case ast.BinOp(left=ast.Name(id=above_name), op=ast.Div(), right=ast.Name(id=below_name)) if factor > 0:
            above, below = definition_of(above_name), definition_of(below_name)
        case _:
            return None
    if above.kind != "total" or below.kind not in ("total", "count") or below.per != 1:
        return None
    kind: Kind = "rate" if below.kind == "total" else "mean"
    return replace(
        definition, kind=kind, numerator=above.numerator, denominator=below.numerator, per=factor * above.per, parts=()
    )
