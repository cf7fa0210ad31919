"""Where the real exports and data sets lie, and what a test does when they, or a tool, are absent."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

_REPOSITORY = Path(__file__).resolve().parent.parent
_candidate = Path(os.environ.get("REPPU_SHARED", _REPOSITORY.parent / "shared"))
SHARED: Path | None = _candidate if (_candidate / "exports").is_dir() else None


def shared(*parts: str) -> Path:
    """A path in the shared folder; the test is skipped, saying so, where the folder is absent.

    Use with `@pytest.mark.needs_shared`, the only mark whose tests may skip in CI.
    """
    if SHARED is None:
        pytest.skip("needs the shared folder of real exports (set REPPU_SHARED)")
    return SHARED.joinpath(*parts)


def need(tool: str) -> str:
    """The path of a program; without it the test is skipped by name, or fails under REPPU_NO_SKIPS=1."""
    found = shutil.which(tool)
    if found is None:
        if os.environ.get("REPPU_NO_SKIPS") == "1":
            pytest.fail(f"{tool} is not installed, and REPPU_NO_SKIPS=1 allows no skip")
        pytest.skip(f"{tool} is not installed")
    return found
