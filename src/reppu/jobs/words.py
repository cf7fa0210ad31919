"""Lazy texts and errors as JSON, so that what a job said is read later in each reader's own language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import Text

_PARTS = ("happened", "expected", "advice")


def text_to_json(text: Text) -> dict[str, Any]:
    """A text with its arguments; what is neither number, day, moment nor text is kept as its words."""
    return {
        "msgid": text.msgid,
        "plural": text.plural,
        "count": text.count,
        "arguments": {name: _value_to_json(value) for name, value in text.arguments.items()},
    }


def text_from_json(kept: dict[str, Any]) -> Text:
    """The text that `text_to_json` wrote."""
    arguments = {name: _value_from_json(value) for name, value in kept["arguments"].items()}
    return Text(kept["msgid"], kept["plural"], kept["count"], **arguments)


def error_to_json(error: ReppuError) -> dict[str, Any]:
    """An error with its place, expectation and advice."""
    texts = {part: getattr(error, part) for part in _PARTS}
    return {
        **{part: text_to_json(text) for part, text in texts.items() if text is not None},
        "file": error.file,
        "row": error.row,
        "column": error.column,
        "retry_helps": error.retry_helps,
    }


def error_from_json(kept: dict[str, Any]) -> ReppuError:
    """The error that `error_to_json` wrote."""
    texts = {part: text_from_json(kept[part]) for part in _PARTS if part in kept}
    return ReppuError(
        texts["happened"],
        expected=texts.get("expected"),
        advice=texts.get("advice"),
        file=kept["file"],
        row=kept["row"],
        column=kept["column"],
        retry_helps=kept["retry_helps"],
    )


def _value_to_json(value: object) -> Any:
    if isinstance(value, Text):
        return {"text": text_to_json(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _value_from_json(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    if "text" in value:
        return text_from_json(value["text"])
    return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["day"])
