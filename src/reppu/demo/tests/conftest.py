"""The demo's exports, written once for all tests that only read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reppu.demo.facade import DemoPlan, write_exports


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoPlan:
    return write_exports(Path(tmp_path_factory.mktemp("demo")) / "exports")
