"""Who may import whom, as far as import-linter cannot say it; docs/architecture.md explains why."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "reppu"
CAPABILITIES = sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").is_file())
WORDS = "vocabulary"  # the one capability without a facade: its modules are the shared words themselves
WEB = "web"  # two capabilities in one folder: the kit below the others, the site above them, a facade each
STARTERS = {"cli", WEB, WORDS}
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "services", "managers", "misc"}
# A method of calculation takes its moment, its data and its randomness as arguments.
NOT_IN_MATHS = {
    "asyncio", "django", "duckdb", "http", "httpx", "ibis", "os", "pathlib", "psutil", "pyspark", "random", "requests",
    "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib",
}  # fmt: skip
CLOCK_CALLS = {"now", "utcnow", "today", "time", "monotonic"}
MATHS_FOLDERS = {"maths", "detectors", "forecasts"}


def sources(*, with_tests: bool = False) -> list[Path]:
    return [
        source
        for source in sorted(PACKAGE.rglob("*.py"))
        if with_tests or "tests" not in source.relative_to(PACKAGE).parts
    ]


def imported(tree: ast.AST, module: str, *, is_package: bool) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, also inside functions and for type checking only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".") if is_package else module.split(".")[:-1]
                parts = parts[: len(parts) - (node.level - 1)]
                base = ".".join([*parts, base] if base else parts)
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"import_module", "__import__"}:
                yield node.lineno, str(node.args[0].value)


def crossings(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Imports from another capability that go past its facade."""
    own = module.split(".")[1] if "." in module else ""
    own = "cli" if own == "__main__" else own  # `python -m reppu` is the command line under another name
    found = []
    for line, name in imported(ast.parse(source), module, is_package=is_package):
        parts = name.split(".")
        if parts[0] != "reppu" or len(parts) < 2 or parts[1] not in CAPABILITIES or parts[1] in {own, WORDS}:
            continue
        if parts[1] == WEB and parts[2:3] in (["kit"], ["site"]):
            parts = parts[1:]
        # What the site lists of pages needs Django, which a capability's own facade must work without.
        if parts[2:4] == ["pages", "facade"] and module.startswith("reppu.web.site."):
            continue
        if parts[2:3] != ["facade"]:
            found.append(f"{module} line {line} imports {name}: only reppu.{parts[1]}.facade is for others")
    return found


def module_of(source: Path) -> tuple[str, bool]:
    parts = list(source.relative_to(PACKAGE.parent).with_suffix("").parts)
    is_package = parts[-1] == "__init__"
    return ".".join(parts[:-1] if is_package else parts), is_package


def test_others_are_imported_only_through_their_facade():
    found = []
    for source in sources():
        module, is_package = module_of(source)
        found += crossings(source.read_text(encoding="utf-8"), module, is_package=is_package)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "from reppu.lake import schema",
        "from reppu.lake.schema import POSTS",
        "import reppu.lake.schema",
        "import reppu.lake",
        "from ..lake import schema",
        "from ..lake.schema import POSTS",
        "def late():\n    from reppu.lake.schema import POSTS",
        "importlib.import_module('reppu.lake.schema')",
    ],
)
def test_a_way_past_the_facade_is_seen(line):
    assert len(crossings(line, "reppu.metrics.table")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from reppu.lake.facade import TABLES",
        "from reppu.lake import facade",
        "from reppu.vocabulary.language import _",
        "from . import definitions",
        "from reppu.metrics.maths import ratio",
        "import duckdb",
    ],
)
def test_what_is_allowed_is_not_blamed(line):
    assert crossings(line, "reppu.metrics.table") == []


def test_the_site_alone_asks_the_pages_of_a_capability():
    line = "from reppu.reports.pages.facade import PACK"
    assert crossings(line, "reppu.web.site.job_kinds") == []
    assert len(crossings(line, "reppu.overview.views")) == 1
    assert len(crossings("from reppu.reports.pages.shelf import FORMS", "reppu.web.site.job_kinds")) == 1


def test_the_program_needs_nothing_that_only_development_installs():
    project = tomllib.loads((PACKAGE.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))

    def names(lines: list[str]) -> set[str]:
        return {Requirement(line).name.replace("-", "_").lower() for line in lines}

    shipped = names(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        shipped |= names(extra)
    for_development = names(project["dependency-groups"]["dev"]) - shipped
    assert {"scipy", "pytest", "xlwt"} <= for_development
    found = [
        f"{source.relative_to(PACKAGE)} line {line} imports {name}"
        for source in sources()
        if "samples" not in source.relative_to(PACKAGE).parts  # their write.py is not in the wheel
        for line, name in imported(
            ast.parse(source.read_text(encoding="utf-8")), module_of(source)[0], is_package=False
        )
        if name.split(".")[0] in for_development
    ]
    assert not found, f"these are not installed with Reppu: {found}"


def test_only_sources_and_the_lake_itself_append_facts():
    found = [
        f"{source.relative_to(PACKAGE)} line {node.lineno}"
        for source in sources()
        if source.relative_to(PACKAGE).parts[0] not in {"sources", "lake"}
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "staging"
    ]
    assert not found, f"facts are appended outside reppu.sources: {found}"


def impurities(source: str) -> list[str]:
    """What a method of calculation must not touch."""
    tree = ast.parse(source)
    found = [
        f"line {line} imports {name}"
        for line, name in imported(tree, "reppu.x.maths.y", is_package=False)
        if name.split(".")[0] in NOT_IN_MATHS
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS:
            found.append(f"line {node.lineno} asks the clock")
    return found


def test_maths_knows_no_database_clock_or_network():
    found = [
        f"{source.relative_to(PACKAGE)} {impurity}"
        for source in sources()
        if MATHS_FOLDERS & set(source.relative_to(PACKAGE).parts)
        for impurity in impurities(source.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)
    assert impurities("import duckdb.functional") and impurities("datetime.now(UTC)") and not impurities("import math")


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_a_capability_explains_itself(capability):
    folder = PACKAGE / capability
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))), "no docstring"
    assert (folder / "README.md").is_file(), f"{capability} has no README.md: which question does it answer?"
    if capability not in STARTERS:
        facade = folder / "facade.py"
        assert facade.is_file(), f"{capability} has no facade.py"
        undocumented = [
            node.name
            for node in ast.parse(facade.read_text(encoding="utf-8")).body
            if isinstance(node, (ast.FunctionDef, ast.ClassDef))
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
        assert not undocumented, f"no docstring: {undocumented}"


def test_every_file_says_what_it_is_for():
    silent = [
        str(source.relative_to(PACKAGE))
        for source in sources()
        if source.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(source.read_text(encoding="utf-8")))
    ]
    assert not silent, f"no docstring at the top: {silent}"


def test_nothing_is_called_utils():
    bad = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*")
        if path.stem.strip("_") in NO_NAMES and "__pycache__" not in path.parts
    ]
    assert not bad, f"name it after its subject: {bad}"


def test_heavy_libraries_wait_until_they_are_needed():
    code = (
        "import sys, reppu, reppu.cli.main;"
        "print(sorted({'altair','duckdb','ibis','numpy','pandas','polars','pyarrow','pyspark','scipy','typst'}"
        " & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]", "`reppu --help` would wait for these"
