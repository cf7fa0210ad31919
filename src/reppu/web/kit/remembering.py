"""Answers kept on disk for as long as what they were made from stays the same."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.cache import cache

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 3.0  # our choice: somebody who waits longer than that wants to be told
# One at a time: two of them would only share the same two cores and the same memory.
_makers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reppu-answers")
_being_made: dict[str, Future[Any]] = {}
_lock = threading.RLock()  # a quick answer calls back in the asking thread


def remembered(slug: str, position: int, name: str, parts: tuple[object, ...], make: Callable[[], Answer]) -> Answer:
    """`make()`, or what it said the last time for this organisation, position of its journal, name and parts.

    A new entry in the journal or a new Reppu makes it anew. parts: plain values that `make` depends on. The answer must
    not depend on the reader's language (texts stay lazy).
    """
    key = _key(slug, position, name, parts)
    found: Answer | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found)
    return found


def remembered_soon(
    slug: str, position: int, name: str, parts: tuple[object, ...], make: Callable[[], Answer]
) -> Answer | None:
    """As `remembered`, but None when making it takes longer than PATIENCE_SECONDS: it goes on, and the next call may have it.

    `make` runs in a thread of its own, so it must not use the request. Raises what `make` raised, once.
    """
    key = _key(slug, position, name, parts)
    found: Answer | None = cache.get(key)
    if found is not None:
        return found
    with _lock:
        making = _being_made.get(key)
        if making is None:
            making = _being_made[key] = _makers.submit(_make, key, make)
            # Kept on disk from now on; a fault is kept here until somebody asks.
            making.add_done_callback(lambda done: _forget(key) if done.exception() is None else None)
    try:
        answer: Answer = making.result(PATIENCE_SECONDS)
    except NotYet:
        if not making.done():
            return None
        _forget(key)
        raise
    except BaseException:
        _forget(key)
        raise
    return answer


def _make(key: str, make: Callable[[], Answer]) -> Answer:
    answer = make()
    cache.set(key, answer)
    return answer


def _forget(key: str) -> None:
    with _lock:
        _being_made.pop(key, None)


def _key(slug: str, position: int, name: str, parts: tuple[object, ...]) -> str:
    told = repr((version("reppu"), name, parts))
    return f"{slug}-{position}-{hashlib.sha256(told.encode()).hexdigest()[:32]}"
