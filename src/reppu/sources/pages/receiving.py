"""Takes uploaded files from a request straight to the disk, piece by piece, within limits."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from reppu.sources.pages.uploads import (
    KEPT_FREE_BYTES,
    MOST_BYTES,
    MOST_FILE_BYTES,
    MOST_FILES,
    new_folder,
    put_in_place,
)
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest

_LOOK_AT_DISK_EVERY = 64 << 20


class OnDisk(UploadedFile):
    """A file that lies in an upload's folder already."""

    def __init__(self, path: Path, name: str, size: int) -> None:
        super().__init__(None, name, size=size)
        self.path = path


class ToFolder(FileUploadHandler):
    """Writes each file of a request into a folder; `fault` says why it stopped, if it did; kept: the
    files have their names."""

    def __init__(self, request: HttpRequest, folder: Path) -> None:
        super().__init__(request)
        self.folder = folder
        self.fault: ReppuError | None = None
        self.kept = False
        self._bytes = self._number = self._of_file = 0
        self._out: BinaryIO | None = None

    def new_file(self, *arguments: Any, **more: Any) -> None:
        """The beginning of a file."""
        super().new_file(*arguments, **more)
        self._number += 1
        if self._number > MOST_FILES:
            self._stop(_("More than {most} files were dropped at once.", most=MOST_FILES))
        self._of_file = 0
        self._path = self.folder / f"{self._number:05}.received"
        self._out = self._path.open("wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of it."""
        before = self._bytes
        self._of_file += len(raw_data)
        self._bytes += len(raw_data)
        if self._of_file > MOST_FILE_BYTES or self._bytes > MOST_BYTES:
            self._stop(_("These files are larger than exports can be, more than {most} GB.", most=MOST_BYTES >> 30))
        if before // _LOOK_AT_DISK_EVERY != self._bytes // _LOOK_AT_DISK_EVERY and (
            shutil.disk_usage(self.folder).free < KEPT_FREE_BYTES
        ):
            self._stop(_("There is too little room on the site's disk to take files."))
        assert self._out is not None
        self._out.write(raw_data)

    def file_complete(self, file_size: int) -> OnDisk:
        """The end of it."""
        self._close()
        return OnDisk(self._path, str(self.file_name), file_size)

    def upload_interrupted(self) -> None:
        """The sender went away."""
        self._close()

    def _stop(self, why: Any) -> None:
        self._close()
        self.fault = ReppuError(why, advice=_("Drop the exports in smaller portions."))
        raise StopUpload(connection_reset=False)

    def _close(self) -> None:
        if self._out is not None:
            self._out.close()


def prepare(request: HttpRequest, home: Path, organisation: str, key: str) -> ToFolder:
    """Has the files of a request written into a new folder as they come; before anything of its body is read.

    Raises ReppuError when the disk is full.
    """
    handler = ToFolder(request, new_folder(home, organisation, key))
    request.upload_handlers = [handler]
    return handler


def put_received(request: HttpRequest, handler: ToFolder) -> tuple[int, int]:
    """(files, bytes): reads the body and gives each file its name. Raises ReppuError when there is none or a limit is passed."""
    received = [one for one in request.FILES.getlist("files") if isinstance(one, OnDisk)]
    if handler.fault is not None:
        raise handler.fault
    if not received:
        raise ReppuError(_("No file came with it."), advice=_("Choose files or a folder first."))
    size = 0
    for one, (name, modified) in zip(received, _told(request, len(received)), strict=True):
        put_in_place(one.path, handler.folder / "files", name or str(one.name), modified)
        size += one.size or 0
    handler.kept = True
    return len(received), size


def _told(request: HttpRequest, files: int) -> list[tuple[str, float | None]]:
    """(path in the dropped folder, modification time in ms) of each file, as the page's script tells; without it nothing."""
    try:
        told = json.loads(request.POST.get("told", "[]"))
        listed = [(str(name)[:2_000], float(modified) if modified else None) for name, modified in told]
    except (ValueError, TypeError):
        listed = []
    return listed if len(listed) == files else [("", None)] * files
