"""Lines of the log, for people or as JSON, without personal data.

No e-mail address, no query string of an address and no words of an exception (which may quote somebody) reach the log;
what was raised, and where in the code, do.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_QUERY = re.compile(r"\?[^\s\"']+")
# What the standard library puts on every record; the rest is what the caller said beside it.
_STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "request", "response", "server_time"}
MOST_PLACES = 20


def without_personal_data(words: str) -> str:
    """The words without e-mail addresses and query strings."""
    return _QUERY.sub("?…", _EMAIL.sub("…@…", words))


class JsonLines(logging.Formatter):
    """One JSON object a line: at (UTC), level, logger, message, what was said beside it, and the fault's places."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _words(record),
        }
        told |= _beside(record)
        if record.exc_info and record.exc_info[1] is not None:
            told |= _fault(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """The same for people: a moment, level, logger, message, and what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with a line more for each place of a fault."""
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%S")
        beside = "".join(f" {name}={value}" for name, value in _beside(record).items())
        line = f"{moment} {record.levelname} {record.name} {_words(record)}{beside}"
        if record.exc_info and record.exc_info[1] is not None:
            fault = _fault(record.exc_info[1])
            line += "".join(f"\n    {one}" for one in (fault["fault"], *fault["places"]))
        return line


def _words(record: logging.LogRecord) -> str:
    return without_personal_data(record.getMessage())


def _beside(record: logging.LogRecord) -> dict[str, Any]:
    return {
        name: without_personal_data(value) if isinstance(value, str) else value
        for name, value in vars(record).items()
        if name not in _STANDARD and not name.startswith("_")
    }


def _fault(fault: BaseException) -> dict[str, Any]:
    places = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in traceback.extract_tb(fault.__traceback__)]
    return {"fault": f"{type(fault).__module__}.{type(fault).__qualname__}", "places": places[-MOST_PLACES:]}
