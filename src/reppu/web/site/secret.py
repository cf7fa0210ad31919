"""A secret of the installation: from the environment, else from a file that only its owner may read."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def secret_of(path: Path, name: str) -> str:
    """The environment's `name`, else what `path` holds, else a new secret, written there with mode 600."""
    stated = os.environ.get(name)
    if stated:
        return stated
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8")
