"""The one explicit list of readers. A new platform adds its folder and its line here; nothing else knows platforms."""

from __future__ import annotations

from reppu.sources.meta.mapping import READERS as META
from reppu.sources.reader import Reader
from reppu.sources.x.mapping import READERS as X

READERS: tuple[Reader, ...] = (*X, *META)
