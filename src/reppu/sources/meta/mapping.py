"""The exports of Meta, as data."""

from __future__ import annotations

from reppu.sources.reader import Reader

READERS: tuple[Reader, ...] = ()
