"""How the child process and its parent talk: lines of JSON in, framed JSON with Arrow streams after it out. Texts travel
as message ids with arguments, so that they are translated where they are shown.
"""

from __future__ import annotations

import json
import struct
from datetime import date, datetime
from typing import IO, Any

from reppu.sources.reader import Refusal
from reppu.vocabulary.language import Text

_LENGTH = struct.Struct("<I")


def send(stream: IO[bytes], message: dict[str, Any], payloads: list[Any] | None = None) -> None:
    """One message; payloads (bytes-like) follow it, their sizes told in the message."""
    payloads = payloads or []
    head = json.dumps({**message, "sizes": [len(p) for p in payloads]}).encode()
    stream.write(_LENGTH.pack(len(head)))
    stream.write(head)
    for payload in payloads:
        stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """The next message with its payloads. Raises EOFError when the other side is gone."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    message: dict[str, Any] = json.loads(_exactly(stream, length))
    return message, [_exactly(stream, size) for size in message.pop("sizes")]


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def text_out(text: Text | None) -> Any:
    """A Text as JSON."""
    if text is None:
        return None
    return {"text": text.msgid, "plural": text.plural, "count": text.count,
            "arguments": {name: _value_out(value) for name, value in text.arguments.items()}}  # fmt: skip


def text_in(data: Any) -> Text | None:
    """The Text from JSON."""
    if data is None:
        return None
    arguments = {name: _value_in(value) for name, value in data["arguments"].items()}
    return Text(data["text"], data["plural"], data["count"], **arguments)


def _value_out(value: object) -> Any:
    if isinstance(value, Text):
        return text_out(value)
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if isinstance(value, str | int | float | None) else str(value)


def _value_in(value: Any) -> object:
    if isinstance(value, dict):
        if "moment" in value:
            return datetime.fromisoformat(value["moment"])
        if "day" in value:
            return date.fromisoformat(value["day"])
        return text_in(value)
    return value


def refusals_out(refused: tuple[Refusal, ...]) -> list[Any]:
    """Refusals as JSON."""
    return [[one.row, one.column, text_out(one.reason)] for one in refused]


def refusals_in(data: list[Any]) -> list[Refusal]:
    """Refusals from JSON."""
    found = []
    for row, column, reason in data:
        text = text_in(reason)
        assert text is not None
        found.append(Refusal(row, column, text))
    return found
