"""What other capabilities may ask of the reports: pack a season's book, and verify one."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reppu.reports.findings.rules import SEEN, TAKING_PART, Answer, Finding, find
from reppu.reports.findings.rules import Compared as Evidence
from reppu.reports.names import full_name, platform_name
from reppu.reports.pinned import PinnedLake
from reppu.reports.posts import kind_name
from reppu.reports.verification import Cause, Difference, FileCheck, FileState, Verification
from reppu.vocabulary.errors import ReppuError, fault_in_words
from reppu.vocabulary.language import LANGUAGES, _

if TYPE_CHECKING:
    from reppu.lake.facade import Lake

Progress = Callable[[str], None]

BOOK, SPREADSHEET, SLIDES, MANIFEST = "review.pdf", "review.xlsx", "review.pptx", "manifest.json"


@dataclass(frozen=True, slots=True)
class Packed:
    """A packed book. files: all of them, the manifest last; finding: its title, in the book's language."""

    folder: Path
    files: tuple[Path, ...]
    manifest: dict[str, Any]
    finding: str
    pages: int


def pack(lake: Lake, season: str, out: Path | str, language: str = "en", progress: Progress | None = None) -> Packed:
    """Writes the season's book to `out` (made when absent): review.pdf, review.xlsx, review.pptx and manifest.json.

    season: any period's name, such as "2021-autumn" or "2021-03..2021-08". language: "fi", "sv" or "en".
    progress: called with "metrics", "comparisons", "posts", "pages", "spreadsheet", "slides" as each begins.
    The same position of the journal and the same library versions give the same bytes. Each file is written whole and
    then put in place, so that an interrupted run leaves no half book. Raises ReppuError for a season without data (it
    lists those that have some), for a name that is no period, and when the folder cannot be written.
    """
    from reppu.reports.coverage import coverage_of
    from reppu.reports.gathering import gather, resolve_season
    from reppu.reports.manifest import make_manifest, write_manifest
    from reppu.reports.slides import make_slides
    from reppu.reports.spreadsheet import make_spreadsheet
    from reppu.reports.typesetting import make_pdf, pages_of

    if language not in LANGUAGES:
        raise ReppuError(
            _("There is no book in “{language}”.", language=language),
            expected=_("one of {names}", names=", ".join(LANGUAGES)),
        )
    position = lake.position
    covered = coverage_of(lake, position)
    period, earlier = resolve_season(lake, season, position, covered)
    content = gather(lake, period, earlier, position, progress, covered)
    if progress is not None:
        progress("pages")
    pdf = make_pdf(content, language)
    if progress is not None:
        progress("spreadsheet")
    books = {BOOK: pdf, SPREADSHEET: make_spreadsheet(content, language)}
    if progress is not None:
        progress("slides")
    books[SLIDES] = make_slides(content, language)
    manifest = make_manifest(content, language, books)
    folder = Path(out)
    files = _write(folder, {**books, MANIFEST: write_manifest(manifest)})
    return Packed(folder, files, manifest, content.finding.sentence.in_language(language), pages_of(pdf))


def verify(lake: Lake, manifest_path: Path | str) -> Verification:
    """Makes a book's numbers again from its manifest and says which differ, and why.

    manifest_path: the manifest.json, or the folder that holds it. With the same data, definitions and engine all are
    equal. Raises ReppuError when the manifest cannot be read or is of another organisation or of newer data.
    """
    from reppu.reports.gathering import gather
    from reppu.reports.verification import verify_book

    path = Path(manifest_path)
    return verify_book(lake, path / MANIFEST if path.is_dir() else path, gather)


def _write(folder: Path, files: dict[str, bytes]) -> tuple[Path, ...]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            temporary = folder / f".{name}.{os.getpid()}.part"
            try:
                temporary.write_bytes(data)
                temporary.replace(folder / name)
            finally:
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise ReppuError(
            _("The book could not be written to {folder}: {why}", folder=str(folder), why=fault_in_words(error)),
            advice=_("Choose a folder that you may write to and that has room, with --out."),
            retry_helps=True,
        ) from error
    return tuple(folder / name for name in files)


__all__ = [
    "BOOK", "MANIFEST", "SEEN", "SLIDES", "SPREADSHEET", "TAKING_PART", "Answer", "Cause", "Difference", "Evidence", "FileCheck",
    "FileState", "Finding", "Packed", "PinnedLake", "Verification", "find", "full_name", "kind_name", "pack", "platform_name", "verify",
]  # fmt: skip
