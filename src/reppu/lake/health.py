"""Is everything that was stored still there, and can this folder keep it? For `reppu doctor`."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import uuid
from dataclasses import dataclass
from pathlib import Path

from reppu.lake.cache import Cache
from reppu.lake.catalogue import Catalogue
from reppu.lake.compaction import AFTER_IMPORTS, waiting_files
from reppu.lake.disk import remove, sync_folder
from reppu.lake.facts import DamagedFile, check_files
from reppu.vocabulary.errors import ReppuError, fault_in_words
from reppu.vocabulary.language import Text, _, _n

LEAST_FREE_BYTES = 1 << 30  # our choice: room for an import of 10 million rows and a compaction beside it


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ok: False needs action, None is worth knowing. imports: those that can restore
    a damaged file."""

    ok: bool | None
    what: Text
    advice: Text | None = None
    file: str | None = None
    imports: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """All findings about one lake."""

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return all(finding.ok is not False for finding in self.findings)

    @property
    def problems(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.ok is False)


def examine(catalogue: Catalogue, cache: Cache) -> Health:
    """Looks at the folder, the catalogue and every byte of every file that counts; changes nothing but the cache."""
    findings = [_renaming(catalogue.folder), _locking(catalogue), _room(catalogue.folder)]
    integrity = catalogue.integrity()
    if integrity == "ok":
        findings.append(Finding(True, _("The catalogue is whole.")))
    else:
        findings.append(
            Finding(
                False,
                _("The catalogue is damaged: {words}", words=integrity),
                _("Restore the folder from a backup with “reppu restore”."),
                str(catalogue.path),
            )
        )
        return Health(tuple(findings))
    findings += _files(catalogue)
    waiting = max(waiting_files(catalogue).values(), default=0)
    if waiting > 2 * AFTER_IMPORTS:
        findings.append(
            Finding(None, _n("{n} small file waits to be merged.", "{n} small files wait to be merged.", waiting),
                    _("Run “reppu compact”; reading will be faster."))
        )  # fmt: skip
    damaged = cache.damaged_files()
    if damaged:
        findings.append(Finding(None, _("The cache was damaged and has been thrown away; no facts are affected.")))
    if os.name == "nt":
        findings.append(Finding(None, _("On Windows, limits on hostile files are weaker than on Linux.")))
    return Health(tuple(findings))


def _files(catalogue: Catalogue) -> list[Finding]:
    files = catalogue.files()
    findings = []
    for file in files:
        try:
            check_files(catalogue, [file], again=True)
        except DamagedFile as damage:
            findings.append(Finding(False, damage.happened, damage.advice, damage.file, damage.imports))
        except OSError as fault:
            findings.append(
                Finding(
                    False,
                    _("A file of stored facts cannot be read: {words}", words=fault_in_words(fault)),
                    _("Check the disk, and restore the file from a backup."),
                    f"data/{file.name}",
                    file.entries,
                )
            )
    if not findings:
        findings.append(Finding(True, _n("{n} file of facts is whole.", "{n} files of facts are whole.", len(files))))
    return findings


def _renaming(folder: Path) -> Finding:
    word = uuid.uuid4().hex
    first, second = folder / f".doctor-{word}-a", folder / f".doctor-{word}-b"
    try:
        first.write_bytes(b"new")
        second.write_bytes(b"old")
        first.replace(second)
        sync_folder(folder)
        if second.read_bytes() == b"new" and not first.exists():
            return Finding(True, _("Files can be written and renamed."))
        words = _("the old file was not replaced")
    except OSError as fault:
        words = fault_in_words(fault)
    finally:
        for path in (first, second):
            with contextlib.suppress(OSError):
                remove(path)
    return Finding(
        False,
        _("Files cannot be written and renamed here: {words}", words=words),
        _("Give yourself write access, or move the data to a local disk."),
        str(folder),
    )


def _locking(catalogue: Catalogue) -> Finding:
    """Some network folders accept locks and keep none; two imports at once would then destroy each other's work."""
    advice = _("Move the data to a local disk; network folders often keep no locks.")
    try:
        with catalogue.writing():
            other = sqlite3.connect(catalogue.path, timeout=0, isolation_level=None)
            try:
                other.execute("begin immediate")
            except sqlite3.OperationalError:
                return Finding(True, _("Locks keep writers apart."))
            finally:
                other.close()
    except ReppuError as fault:
        return Finding(False, fault.happened, fault.advice, str(catalogue.path))
    return Finding(False, _("Locks do not keep writers apart in this folder."), advice, str(catalogue.folder))


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    megabytes = free >> 20
    if free < LEAST_FREE_BYTES:
        return Finding(
            False,
            _("Only {megabytes} MB are free on the disk.", megabytes=megabytes),
            _("Make room: imports and compaction need some to work in."),
            str(folder),
        )
    return Finding(True, _("{megabytes} MB are free on the disk.", megabytes=megabytes))
