from __future__ import annotations

import os
from pathlib import Path

import pytest

from reppu.lake.tests.torture import torture


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a signal of Linux and macOS")
def test_killed_at_fifty_random_moments_nothing_is_lost_doubled_or_half_seen(tmp_path: Path) -> None:
    kills = int(os.environ.get("REPPU_TORTURE_KILLS", "50"))
    survived = torture(kills, tmp_path / "k [1] 50% #ä")
    assert survived.well, survived
    assert survived.kills == kills
    assert survived.begun > survived.committed, "no kill hit an import between its beginning and its commit"
