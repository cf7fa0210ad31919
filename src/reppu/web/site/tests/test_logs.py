"""The log tells what happened and where, and nothing about persons."""

from __future__ import annotations

import json
import logging
import sys

from reppu.web.site.logs import JsonLines, PlainLines


def record(message, *arguments, fault=None, **beside):
    made = logging.LogRecord("reppu.x", logging.WARNING, "x.py", 1, message, arguments, fault)
    vars(made).update(beside)
    return made


def stumble():
    try:
        raise ValueError("aino@karhula.example was here")
    except ValueError:
        return sys.exc_info()


def test_addresses_of_persons_and_query_strings_are_left_out():
    line = json.loads(
        JsonLines().format(record("%s: /o/karhula/?q=Aino", "aino.k+x@karhula.example", about="to b@sunila.example"))
    )
    assert line["message"] == "…@…: /o/karhula/?…"
    assert line["about"] == "to …@…"
    assert line["level"] == "warning"


def test_a_fault_is_told_by_its_kind_and_place_and_not_by_its_words():
    line = JsonLines().format(record("broken", fault=stumble()))
    told = json.loads(line)
    assert told["fault"] == "builtins.ValueError"
    assert told["places"][-1].startswith("test_logs.py:")
    plain = PlainLines().format(record("broken", fault=stumble(), job="7"))
    assert "broken job=7\n    builtins.ValueError\n    test_logs.py:" in plain
    assert "aino" not in line + plain
