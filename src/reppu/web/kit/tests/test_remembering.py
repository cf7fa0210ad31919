"""Answers that are kept, and those that somebody waits for."""

from __future__ import annotations

import threading

import pytest
from django.core.cache import cache

from reppu.web.kit import remembering
from reppu.web.kit.facade import remembered, remembered_soon


@pytest.fixture(autouse=True)
def empty():
    cache.clear()


def test_an_answer_is_made_once_for_a_position():
    made = []

    def make():
        made.append(1)
        return len(made)

    assert [remembered("karhula", 3, "x", (), make) for _turn in range(3)] == [1, 1, 1]
    assert remembered("karhula", 4, "x", (), make) == 2, "a new entry in the journal"
    assert remembered("sunila", 3, "x", (), make) == 3, "another organisation"
    assert remembered("karhula", 3, "x", (1,), make) == 4, "another question"


def test_what_takes_long_is_waited_for_elsewhere(monkeypatch):
    monkeypatch.setattr(remembering, "PATIENCE_SECONDS", 0.05)
    may_end = threading.Event()
    made = []

    def make():
        made.append(1)
        may_end.wait(10)
        return "there"

    assert remembered_soon("karhula", 1, "slow", (), make) is None
    assert remembered_soon("karhula", 1, "slow", (), make) is None
    may_end.set()
    monkeypatch.setattr(remembering, "PATIENCE_SECONDS", 10)
    assert remembered_soon("karhula", 1, "slow", (), make) == "there"
    assert made == [1], "made once, whoever asks how often"


def test_a_fault_is_told_and_the_next_one_may_try_again():
    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        remembered_soon("karhula", 1, "faulty", (), fail)
    assert remembered_soon("karhula", 1, "faulty", (), lambda: "now") == "now"
