"""The lock file is whole, tells no host, and every dependency has its reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parent.parent
LOCK = (REPOSITORY / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
HOST = re.compile(
    r"://|@ |--(?:extra-)?index-url|--find-links|--trusted-host|\b[a-z0-9-]+\.(?:com|org|net|io|fi|dev|local)\b"
)


def declared() -> dict[str, list[Requirement]]:
    """Direct dependencies by the section of docs/dependencies.md that explains them."""
    return {
        "Installed with Reppu": [Requirement(line) for line in PROJECT["project"]["dependencies"]],
        "Extra `reppu[spark]`": [Requirement(line) for line in PROJECT["project"]["optional-dependencies"]["spark"]],
        "Extra `reppu[postgres]`": [
            Requirement(line) for line in PROJECT["project"]["optional-dependencies"]["postgres"]
        ],
        "For development": [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]],
        "To build the wheel": [Requirement(line) for line in PROJECT["build-system"]["requires"]],
    }


def locked() -> dict[str, tuple[str, str]]:
    """Version and the block of lines of each locked package."""
    found = {}
    for block in re.split(r"\n(?=[a-z0-9])", LOCK.strip(), flags=re.IGNORECASE):
        matched = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", block)
        assert matched, f"not a pinned package: {block.splitlines()[0]}"
        found[canonicalize_name(matched[1])] = (matched[2], block)
    return found


def hosts_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if HOST.search(re.sub(r"[0-9a-f]{64}", "", line))]


def test_the_lock_names_no_host():
    assert hosts_in(LOCK) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example.org/simple",
        "--find-links wheels",
        "reppu @ file:///somewhere",
        "# from packages.example.org",
    ],
)
def test_a_host_in_the_lock_is_seen(line):
    assert hosts_in("altair==6.3.0 \\\n    # via reppu (pyproject.toml)\n" + line) == [line]


def test_every_locked_package_is_pinned_with_hashes():
    packages = locked()
    assert len(packages) > 30
    unhashed = [name for name, (_version, block) in packages.items() if "--hash=sha256:" not in block]
    assert not unhashed


def test_the_lock_is_made_from_the_dependencies_that_are_declared():
    packages = locked()
    wanted = {
        canonicalize_name(one.name): one
        for section, requirements in declared().items()
        if section != "To build the wheel"
        for one in requirements
    }
    for name, requirement in wanted.items():
        assert name in packages, f"{name} is not in the lock: run make lock"
        version = packages[name][0]
        assert requirement.specifier.contains(version, prereleases=True), f"{name} {version}: run make lock"
    direct = {name for name, (_version, block) in packages.items() if "reppu (pyproject.toml" in block}
    direct |= {name for name, (_version, block) in packages.items() if "reppu:dev" in block}
    assert direct <= set(wanted), f"locked as ours but not declared: {direct - set(wanted)}"


def test_what_was_measured_together_is_locked_together():
    packages = locked()
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    constraints = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert len(constraints) >= 5
    for one in constraints:
        assert one.specifier.contains(packages[canonicalize_name(one.name)][0]), f"{one}: run make lock"


def test_the_build_needs_only_what_is_in_the_lock():
    packages = locked()
    for requirement in declared()["To build the wheel"]:
        assert requirement.specifier.contains(packages[canonicalize_name(requirement.name)][0])


@pytest.mark.parametrize("section", sorted(declared()))
def test_every_dependency_has_its_reason_in_the_documents(section):
    text = (REPOSITORY / "docs" / "dependencies.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    rows = re.findall(r"^\| (.+?) \| (.+?) \|", parts[section], re.MULTILINE)
    explained = {}
    for names, reason in rows:
        for name in re.findall(r"`([A-Za-z0-9._-]+)`", names):
            assert len(reason) > 20, f"{name} has hardly a reason"
            explained[canonicalize_name(name)] = reason
    assert set(explained) == {canonicalize_name(one.name) for one in declared()[section]}
