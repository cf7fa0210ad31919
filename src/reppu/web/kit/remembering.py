"""Answers kept on disk for as long as what they were made from stays the same."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeVar

from django.core.cache import cache

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


def remembered(slug: str, position: int, name: str, parts: tuple[object, ...], make: Callable[[], Answer]) -> Answer:
    """`make()`, or what it said the last time for this organisation, position of its journal, name and parts.

    A new entry in the journal or a new Reppu makes it anew. parts: plain values that `make` depends on. The answer must
    not depend on the reader's language (texts stay lazy).
    """
    told = repr((version("reppu"), name, parts))
    key = f"{slug}-{position}-{hashlib.sha256(told.encode()).hexdigest()[:32]}"
    found: Answer | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found)
    return found
