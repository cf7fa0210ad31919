"""Uploaded files on the disk: `<home>/organisations/<slug>/uploads/<key>/`, readable by the site alone, names made safe.

    files/          as they were dropped, folders kept, so that names and periods in names tell what they tell
    look.json       what the rehearsal said of each file, with its first rows
    answers.json    what a person said of single files, by their names
    begun.json      the lake's position when the import began, so that one that goes on knows its own entries

An import deletes them all; what nobody went on with is deleted after KEEP_DAYS.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reppu.sources.containers import MOST_BYTES_OF_A_ZIP, MOST_MEMBER_BYTES
from reppu.sources.unsettled import FileAnswer
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a ZIP may unpack to, a folder may hold; a thousand files are more than any folder of exports (our choice).
MOST_FILES = 1_000
MOST_FILE_BYTES = MOST_MEMBER_BYTES
MOST_BYTES = MOST_BYTES_OF_A_ZIP
KEPT_FREE_BYTES = 512 << 20  # our choice: an upload never fills the disk on which the facts lie
KEEP_DAYS = 7  # our choice: who drops files on a Friday may settle them the week after
_MOST_NAME_BYTES = 180  # file systems allow 255; room for a number behind a name that is there already
_MOST_DEPTH = 8
# Device names on Windows, where a home may lie
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_KEY = re.compile(r"[0-9a-f]{24}")


def uploads_of(home: Path, organisation: str) -> Path:
    """The folder of all uploads of an organisation."""
    return home / "organisations" / organisation / "uploads"


def upload_folder(home: Path, organisation: str, key: str) -> Path:
    """The folder of one upload. Raises ValueError for what is no key of ours."""
    if not _KEY.fullmatch(key):
        raise ValueError("no key of an upload")
    return uploads_of(home, organisation) / key


def new_folder(home: Path, organisation: str, key: str) -> Path:
    """A new, empty folder for an upload, for the site's user alone. Raises ReppuError when the disk is full."""
    folder = upload_folder(home, organisation, key)
    for one in (uploads_of(home, organisation), folder, folder / "files"):
        one.mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < KEPT_FREE_BYTES:
        shutil.rmtree(folder, ignore_errors=True)
        raise ReppuError(
            _("There is too little room on the site's disk to take files."),
            advice=_("Ask whoever keeps the site to make room, then drop the files again."),
        )
    return folder


def safe_parts(told: str) -> tuple[str, ...]:
    """A relative path as a browser tells it, as parts that are safe on every system: no step upwards, no hidden file, no
    device; at most a few folders deep, the innermost of which are kept."""
    parts = []
    for part in re.split(r"[/\\]", unicodedata.normalize("NFC", told)):
        plain = "".join(c for c in part if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*').strip(" .")
        if not plain:
            continue
        parts.append(_shortened(f"_{plain}" if _RESERVED.match(plain) else plain))
    return tuple(parts[-_MOST_DEPTH:]) or ("file",)


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 12:
        stem, dot, ending = name, "", ""
    room = _MOST_NAME_BYTES - len((dot + ending).encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + ending


def put_in_place(raw: Path, files: Path, told: str, modified_ms: float | None) -> Path:
    """Moves a received file to its name below `files`; a name that is taken gets a number. Its modification time becomes
    that of the sender's file, which tells when an export was made."""
    *folders, name = safe_parts(told)
    folder = files.joinpath(*folders)
    with suppress(FileExistsError, NotADirectoryError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not folder.is_dir():  # a file of that name came before
        folder = files
    path, number = folder / name, 2
    while path.exists():
        stem, dot, ending = name.rpartition(".")
        path = folder / (f"{stem} ({number}).{ending}" if dot else f"{name} ({number})")
        number += 1
    raw.rename(path)
    now = time.time()
    if modified_ms is not None and 0 < modified_ms / 1000 < now:
        os.utime(path, (now, modified_ms / 1000))
    return path


# What is written beside the files


def write(folder: Path, name: str, document: Any) -> None:
    """Writes a document whole or not at all."""
    unfinished = folder / f"{name}.part"
    unfinished.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(folder / name)


def read(folder: Path, name: str) -> Any:
    """A document; None when it is not there."""
    try:
        return json.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def write_answers(folder: Path, answers: Mapping[str, FileAnswer]) -> None:
    """Keeps what a person said of single files, by their names."""
    document = {
        name: {
            "channels": list(one.channels),
            "as_of": one.as_of.isoformat() if one.as_of is not None else None,
            "leave_out": one.leave_out,
        }
        for name, one in answers.items()
    }
    write(folder, "answers.json", document)


def read_answers(folder: Path) -> dict[str, FileAnswer]:
    """What a person said, by the names of files."""
    return {
        name: FileAnswer(
            tuple(one["channels"]), datetime.fromisoformat(one["as_of"]) if one["as_of"] else None, one["leave_out"]
        )
        for name, one in (read(folder, "answers.json") or {}).items()
    }


def remove(folder: Path) -> None:
    """Deletes an upload with everything in it."""
    shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(home: Path, organisation: str) -> int:
    """Deletes uploads that nobody touched for KEEP_DAYS; how many."""
    before = datetime.now(UTC).timestamp() - KEEP_DAYS * 86_400
    removed = 0
    with suppress(FileNotFoundError):
        for folder in uploads_of(home, organisation).iterdir():
            if _KEY.fullmatch(folder.name) and folder.stat().st_mtime < before:
                remove(folder)
                removed += 1
    return removed
