"""Other people, without their identity: a keyed hash of an account, whose key never leaves this machine."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from pathlib import Path

from reppu.lake.disk import storage_error, sync_folder
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

_KEY_BYTES = 32


class ActorKeys:
    """The key file of one organisation (mode 600, beside the lake), made when it is first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: bytes | None = None

    def key_of(self, account: str) -> str:
        """32 hexadecimal digits, the same for accounts that differ only in case or surrounding space."""
        if self._key is None:
            self._key = self._load()
        return hashlib.blake2b(account.strip().casefold().encode(), key=self._key, digest_size=16).hexdigest()

    def _load(self) -> bytes:
        try:
            try:
                descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                return self._read()
            key = secrets.token_bytes(_KEY_BYTES)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(key)
                stream.flush()
                os.fsync(stream.fileno())
            sync_folder(self._path.parent)
            return key
        except OSError as fault:
            raise storage_error(fault, self._path) from fault

    def _read(self) -> bytes:
        for _attempt in range(50):  # another process may be writing it this very moment
            key = self._path.read_bytes()
            if len(key) == _KEY_BYTES:
                return key
            time.sleep(0.02)
        raise ReppuError(
            _("The key that hides other people's accounts is damaged."),
            file=str(self._path),
            expected=_("{n} bytes", n=_KEY_BYTES),
            advice=_("Restore the file from a backup. Without it, new comments cannot be tied to earlier ones."),
        )
