"""What the jobs of books do, in processes of their own and without Django."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reppu.lake.facade import open_lake
from reppu.reports.facade import pack, verify
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reppu.lake.facade import Lake
    from reppu.reports.facade import Difference

# The steps that `reports.pack` tells of, in its order, as people read them.
STEPS = {
    "metrics": _("computing the metrics"),
    "comparisons": _("comparing the seasons"),
    "posts": _("gathering the posts"),
    "pages": _("setting the pages"),
    "spreadsheet": _("writing the spreadsheet"),
    "slides": _("drawing the slides"),
}


def folder_of(lake: Lake, book: str) -> Path:
    """Where the files of the book of that id lie."""
    return lake.folder / "books" / book


def pack_book(
    progress: Callable[..., None], *, home: Path, organisation: str, season: str, language: str, book: str
) -> dict[str, Any]:
    """Packs a season's book into the folder of that id."""
    lake = open_lake(home, organisation)
    names = list(STEPS)

    def tell(step: str) -> None:
        progress(names.index(step), len(names), STEPS[step])

    packed = pack(lake, season, folder_of(lake, book), language, tell)
    return {"position": packed.manifest["position"], "pages": packed.pages}


def verify_book(progress: Callable[..., None], *, home: Path, organisation: str, book: str) -> dict[str, Any]:
    """Makes the book's numbers again; returns `Verification.to_json()`, with metric and unit of each difference."""
    lake = open_lake(home, organisation)
    progress(0, None, _("making every number again"))
    found = verify(lake, folder_of(lake, book))
    document = found.to_json()
    for kind, differences in (("at_position", found.at_position), ("since", found.since)):
        document[kind] = [_told(one) for one in differences]
    return document


def _told(difference: Difference) -> dict[str, Any]:
    number = difference.now or difference.printed
    assert number is not None  # a difference is between two, of which one may be absent
    return {**difference.to_json(), "metric": number.metric, "unit": number.unit, "basis": number.basis}
