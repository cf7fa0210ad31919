"""What the jobs of metrics do, in processes of their own and without Django: answers about the past take seconds to
minutes on a large lake."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from reppu.lake.facade import open_lake
from reppu.metrics.facade import compute, moved_since, moved_to_json, to_json
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def moved(
    progress: Callable[..., None], *, home: Path, organisation: str, metric: str, position: int, asked: dict[str, Any]
) -> dict[str, Any]:
    """Which numbers are not what they were at the position, as `moved_to_json` tells it."""
    lake = open_lake(home, organisation)
    progress(0, None, _("comparing answers of the past"))
    return moved_to_json(moved_since(lake, metric, position, **_read(asked)))


def then(
    progress: Callable[..., None], *, home: Path, organisation: str, metric: str, position: int, asked: dict[str, Any]
) -> dict[str, Any]:
    """The numbers as they were at the position, as `to_json` tells them."""
    lake = open_lake(home, organisation)
    progress(0, None, _("folding the facts of that time"))
    return to_json(compute(lake, metric, position=position, **_read(asked)))


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    """by, since, until and channels of a question, as JSON keeps them and `compute` takes them."""
    days = {name: date.fromisoformat(asked[name]) if asked[name] else None for name in ("since", "until")}
    return {"by": tuple(asked["by"]), "channels": asked["channels"], **days}
