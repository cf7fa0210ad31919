from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from reppu.cli.main import main


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    def document(self) -> dict:
        return json.loads(self.out)


@pytest.fixture
def reppu(capsys, own_home):
    def run(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else int(code is not None), shown.out, shown.err)

    return run
