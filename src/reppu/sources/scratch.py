"""A folder for what is unpacked during an import: gone at its end, and when the import was killed, at a later one."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "reppu-import-"
# Our choice: no import takes a day, and one that did would have touched its folder with every file it unpacked.
_ABANDONED_SECONDS = 86_400


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder in the system's temporary one. What killed imports left there more than a day ago is removed first."""
    _remove_abandoned(Path(tempfile.gettempdir()))
    folder = Path(tempfile.gettempdir()) / f"{_PREFIX}{secrets.token_hex(8)}"
    # The folder is made inside the `try`: who is told to end between making it and entering it leaves nothing either, which
    # tempfile.TemporaryDirectory does not promise.
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(temporary: Path) -> None:
    # Another person's folders cannot be removed, and need not be.
    with suppress(OSError):
        for folder in temporary.glob(f"{_PREFIX}*"):
            with suppress(OSError):
                if (
                    folder.is_dir()
                    and not folder.is_symlink()
                    and time.time() - folder.stat().st_mtime > _ABANDONED_SECONDS
                ):
                    shutil.rmtree(folder, ignore_errors=True)
