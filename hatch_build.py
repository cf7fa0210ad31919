"""Compiles the translations when a wheel is built, so that an installed Reppu speaks Finnish and Swedish."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface[Any]):
    """Makes the .mo files before hatchling collects the files; `artifacts` in pyproject.toml lets them in."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        source = Path(self.root) / "tools" / "translations.py"
        specification = importlib.util.spec_from_file_location("reppu_translations", source)
        if specification is None or specification.loader is None:
            raise RuntimeError(f"{source} cannot be loaded, so that the translations cannot be compiled")
        translations = importlib.util.module_from_spec(specification)
        sys.modules[specification.name] = translations  # dataclasses look their module up there
        specification.loader.exec_module(translations)
        made = translations.compile_catalogues(Path(self.root) / "src" / "reppu")
        if not made:
            raise RuntimeError("no translations were found: the wheel would speak English only")
