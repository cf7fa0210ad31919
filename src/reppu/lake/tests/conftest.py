from __future__ import annotations

from pathlib import Path

import pytest

from reppu.lake.facade import Lake, open_lake
from reppu.lake.tests.made_up import AWKWARD


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """An empty lake in a home whose path holds every letter that file lists and patterns trip over."""
    return open_lake(tmp_path / AWKWARD, "vesi")
