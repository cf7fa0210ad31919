from __future__ import annotations

import os
from pathlib import Path

import pytest

from reppu.lake.tests.torture import torture


@pytest.mark.torture
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a signal of Linux and macOS")
def test_killed_at_random_moments_nothing_is_lost_doubled_or_half_seen(tmp_path: Path) -> None:
    # Fifty in every run of the tests, a thousand in `make torture`.
    kills = 1_000 if os.environ.get("REPPU_TORTURE") == "1" else 50
    survived = torture(kills, tmp_path / "k [1] 50% #ä")
    assert survived.well, survived
    assert survived.kills == kills
    assert survived.begun > survived.committed, "no kill hit an import between its beginning and its commit"
