"""Ctrl-C during an import, as the person sees it."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from reppu.cli.main import build_app
from reppu.sources import facade
from reppu.sources.facade import ImportOutcome, Interrupted


def test_ctrl_c_says_what_was_imported_and_that_it_stays(monkeypatch, tmp_path):
    def stopped(*_paths: object, **_answers: object) -> list[ImportOutcome]:
        raise Interrupted([ImportOutcome("a.csv", entry_no=2), ImportOutcome("b.csv", entry_no=3, skipped=True)], 5)

    monkeypatch.setattr(facade, "import_paths", stopped)
    monkeypatch.setenv("REPPU_LANGUAGE", "en")
    ran = CliRunner().invoke(build_app(), ["import", "a.csv", "--home", str(tmp_path)])
    assert ran.exit_code == 130
    assert "1 of 5 files were imported and stay" in ran.output
    with pytest.raises(KeyboardInterrupt, match="goes on from here"):
        stopped()
