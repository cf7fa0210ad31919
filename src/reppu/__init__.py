"""Reppu: measure, steer and prove the worth of an organisation's social media.

`reppu.open` is the way in for notebooks and scripts; it needs no settings and no web framework.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

__version__ = "0.1.0"


def open(home: str | Path | None = None, organisation: str | None = None) -> Lake:
    """The lake of one organisation: its facts, its journal, its position.

    home: folder of all data; default `REPPU_HOME`, else the platform's data folder.
    organisation: slug; default the only one there is, or "default", made on first use.
    """
    # Imported here: `import reppu` stays under 50 ms, so that command help is instant.
    from reppu.lake.facade import open_lake

    return open_lake(home, organisation)
