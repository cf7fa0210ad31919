"""How much disk the default installation takes: Reppu and what it depends on, without extras and development tools.

python tools/size.py     prints the ten largest and the sum; exit 1 above the limit
"""

from __future__ import annotations

import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LIMIT_MB = 1000  # our choice: what one may ask of a laptop and of a small server


def default_closure(root: str) -> dict[str, Distribution]:
    """The distribution called `root` and all that it needs on this machine, extras left out."""
    found: dict[str, Distribution] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(root, frozenset())]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = distribution(name)
        for line in found[name].requires or ():
            requirement = Requirement(line)
            environments = [{"extra": extra} for extra in extras] or [{"extra": ""}]
            if requirement.marker is None or any(requirement.marker.evaluate(one) for one in environments):
                waiting.append((canonicalize_name(requirement.name), frozenset(requirement.extras)))
    return found


def size_mb(installed: Distribution) -> float:
    """Megabytes (10^6 bytes) of a distribution's files, its compiled bytecode included."""
    files = {Path(str(installed.locate_file(file))) for file in installed.files or ()}
    files |= {
        cached for file in files if file.suffix == ".py" for cached in file.parent.glob(f"__pycache__/{file.stem}.*")
    }
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def main() -> int:
    """Print the sizes; 1 when they are above the limit."""
    sizes = {name: size_mb(installed) for name, installed in default_closure("reppu").items()}
    for name, size in sorted(sizes.items(), key=lambda pair: -pair[1])[:10]:
        print(f"{size:8.1f} MB  {name}")
    total = sum(sizes.values())
    print(f"{total:8.1f} MB  in all, {len(sizes)} packages (limit {LIMIT_MB} MB)")
    return 0 if total <= LIMIT_MB else 1


if __name__ == "__main__":
    sys.exit(main())
