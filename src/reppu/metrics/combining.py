"""A formula's answer from those of the metrics it names.

How sure it is: sums of exact numbers are exact. A total over a total, or over posts, of the same posts has the interval
of a rate or a mean. Of estimates with intervals each is widened so that all hold together in 90 of 100 whatever depends
on what (Bonferroni), and the formula's lowest and highest value within them are its interval: never too narrow, often
wide. Any other quotient of exact numbers, and whatever rests on an `observed` part, is `observed`. Division by zero: missing.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from reppu.lake.facade import Lake
from reppu.metrics.answers import Key, Row, offers, why_not_offered
from reppu.metrics.empty_groups import EmptyGroups
from reppu.metrics.formulas import Formula, read_formula
from reppu.metrics.maths.difference import Interval
from reppu.metrics.maths.many_comparisons import ALPHA, Sides, factor_of, widened
from reppu.metrics.question import WHO, Question
from reppu.vocabulary.estimate import Estimate, State, stated, twelve_digits, without_value
from reppu.vocabulary.language import Text, _

METHOD = "formula"
_ORDER = (State.NOT_OFFERED, State.MISSING, State.TOO_LITTLE_DATA)


def channels_apart(question: Question) -> tuple[Question, tuple[str, ...]]:
    """The question for the channels of which all parts are stated, and the ids of the others."""
    offering = tuple(one for one in question.channels if offers(question, one))
    without = tuple(one.channel_id for one in question.channels if one not in offering)
    return replace(question, channels=offering), without


def combined(
    lake: Lake, question: Question, answers: Mapping[str, tuple[Row, ...]], without: tuple[str, ...]
) -> tuple[Row, ...]:
    """The formula's row for every group that any of its parts has. answers: part → its rows, of the channels that state
    all parts; without: the others, which are not offered."""
    definition = question.definition
    formula = read_formula(definition.formula, mixed=definition.mixed)
    by_key = {part: {tuple(row.keys.values()): row for row in rows} for part, rows in answers.items()}
    empty = EmptyGroups(lake, question)
    found = {
        key: _combined(formula, {part: rows.get(key) for part, rows in by_key.items()}, key, question.by, without)
        for key in dict.fromkeys(key for rows in by_key.values() for key in rows)
    }
    if set(question.by) <= set(WHO):
        for one in question.channels:
            key = empty.key_of(one)
            if key not in found:
                here = [each for each in question.channels if empty.in_group(each, key)]
                keys = dict(zip(question.by, key, strict=True))
                found[key] = Row(keys, without_value(State.NOT_OFFERED), why_not_offered(question, here), ())
    return tuple(found[key] for key in empty.in_order(found))


def _combined(
    formula: Formula, parts: Mapping[str, Row | None], key: Key, by: tuple[str, ...], without: tuple[str, ...]
) -> Row:
    keys = dict(zip(by, key, strict=True))
    rows = {name: row for name, row in parts.items() if row is not None}
    absent = [name for name in parts if name not in rows]
    if absent:
        reason = _("“{metric}” has no number here.", metric=absent[0])
        return Row(keys, without_value(State.MISSING), reason, ())
    n = min(row.estimate.n for row in rows.values())
    for state in _ORDER:
        for name, row in rows.items():
            if row.estimate.state is state:
                reason = _("“{metric}”: {reason}", metric=name, reason=row.reason or _("no number"))
                return Row(keys, without_value(state, n if state is State.TOO_LITTLE_DATA else 0), reason, ())
    currencies = {row.currency for row in rows.values() if row.currency is not None}
    if len(currencies) > 1:
        reason = _("Stated in {currencies}: currencies are not added.", currencies=", ".join(sorted(currencies)))
        return Row(keys, without_value(State.NOT_OFFERED), reason, ())
    currency = currencies.pop() if currencies else None
    left_out = tuple(dict.fromkeys(channel for row in rows.values() for channel in row.left_out))
    if not set(by) & set(WHO):
        left_out += without
    values = {name: row.estimate.value or 0.0 for name, row in rows.items()}
    try:
        value = _value(formula.tree, values)
    except ZeroDivisionError:
        return Row(keys, without_value(State.MISSING), _("The formula would divide by zero."), left_out)
    estimate, reason_why = _estimate(formula, rows, value, n)
    if len({row.left_out for row in rows.values()}) > 1:
        estimate = _seen(value, n)
        reason_why = _("Its parts are not of the same channels: some are left out of one only.")
    return Row(keys, estimate, reason_why, left_out, currency)


def _estimate(formula: Formula, rows: Mapping[str, Row], value: float, n: int) -> tuple[Estimate, Text | None]:
    observed = next((name for name, row in rows.items() if row.estimate.state is State.OBSERVED), None)
    if observed is not None:
        return _seen(value, n), _("“{metric}” is only what was observed.", metric=observed)
    uncertain = [name for name, row in rows.items() if row.estimate.low != row.estimate.high]
    if not uncertain:
        if _is_linear(formula.tree):
            return stated(value, n), None
        return _seen(value, n), _("A quotient of totals that do not come from the same posts has no interval.")
    alpha = ALPHA / len(uncertain)
    box = {}
    for name, row in rows.items():
        one = row.estimate
        assert one.value is not None and one.low is not None and one.high is not None  # state ok has them
        interval = Interval(one.value, one.low, one.high)
        if name in uncertain:
            interval = widened(interval, factor_of(Sides(interval, interval, one.n, one.n), alpha))
        box[name] = interval
    try:
        low, high = _bounds(formula.tree, box)
    except ZeroDivisionError:
        return _seen(value, n), _("The formula may divide by zero: it has no interval.")
    low, high = min(low, value), max(high, value)
    return Estimate(twelve_digits(value), twelve_digits(low), twelve_digits(high), n, METHOD, State.OK), None


def _seen(value: float, n: int) -> Estimate:
    return Estimate(twelve_digits(value), None, None, n, METHOD, State.OBSERVED)


def _is_linear(tree: ast.expr) -> bool:
    """Sums of metrics times numbers, divided by numbers."""
    match tree:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return _is_linear(left) and _is_linear(right)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return (_is_number(left) and _is_linear(right)) or (_is_linear(left) and _is_number(right))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _is_linear(left) and _is_number(right)
        case ast.UnaryOp(operand=operand):
            return _is_linear(operand)
        case _:
            return True


def _is_number(tree: ast.expr) -> bool:
    return not any(isinstance(node, ast.Name) for node in ast.walk(tree))


def _value(tree: ast.expr, values: Mapping[str, float]) -> float:
    match tree:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=number):
            return float(number)  # type: ignore[arg-type]  # checked to be a number
        case ast.UnaryOp(operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _value(left, values), _value(right, values)
            match op:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
            return a / b
    raise AssertionError("the formula was checked")


def _bounds(tree: ast.expr, box: Mapping[str, Interval]) -> tuple[float, float]:
    """The lowest and highest value within the box, by interval arithmetic. ZeroDivisionError where a divisor may be zero."""
    match tree:
        case ast.Name(id=name):
            return box[name].low, box[name].high
        case ast.Constant(value=number):
            return float(number), float(number)  # type: ignore[arg-type]  # checked to be a number
        case ast.UnaryOp(operand=operand):
            low, high = _bounds(operand, box)
            return -high, -low
        case ast.BinOp(left=left, op=op, right=right):
            (a, b), (c, d) = _bounds(left, box), _bounds(right, box)
            match op:
                case ast.Add():
                    return a + c, b + d
                case ast.Sub():
                    return a - d, b - c
                case ast.Div():
                    if c <= 0 <= d:
                        raise ZeroDivisionError
                    c, d = 1 / d, 1 / c
            corners = (a * c, a * d, b * c, b * d)
            return min(corners), max(corners)
    raise AssertionError("the formula was checked")
