"""What the overview asks and keeps, and the job that has the answers ready before anybody asks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reppu.jobs.facade import JobKind
from reppu.lake.facade import open_lake, organisations
from reppu.overview.facade import Standing, Status, last_day_of, look, stand
from reppu.vocabulary.language import _
from reppu.web.kit.facade import DEFAULT_WEEKS, remembered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reppu.lake.facade import Lake

# Every quarter of an hour: after an import at night the morning's first page is there at once.
KEEP_READY = JobKind(
    "overview.keep_ready", "reppu.overview.readying.keep_ready", _("Overviews made ready"), resumable=True, needs_site=True,
    every_minutes=15,
)  # fmt: skip


def status_question(lake: Lake) -> tuple[str, int, str, tuple[object, ...], Callable[[], Status]]:
    """What is there, as `remembered` takes it: anew for a position and a day (what is fresh today may be old tomorrow)."""
    return lake.organisation, lake.position, "status", (datetime.now(UTC).date(),), lambda: look(lake)


def standing_question(
    lake: Lake, status: Status, since: date | None, until: date
) -> tuple[str, int, str, tuple[object, ...], Callable[[], Standing]]:
    """The standing in a period, as `remembered` takes it. since: None for all time."""
    firsts = [day for one in status.channels for day in (one.first_post, one.first_day) if day is not None]
    first = since or min(firsts, default=until)
    return lake.organisation, lake.position, "standing", (first, until), lambda: stand(lake, first, until, status)


def keep_ready(progress: Callable[..., None], *, home: Path, organisation: str | None) -> dict[str, Any]:
    """Makes the first page of every organisation of the home, where it is not made yet. Returns how many there are."""
    there = organisations(home)
    for done, slug in enumerate(there):
        progress(done, len(there))
        lake = open_lake(home, slug)
        status = remembered(*status_question(lake))
        until = last_day_of(status)
        if until is not None:
            since = until - timedelta(days=7 * DEFAULT_WEEKS - 1)
            remembered(*standing_question(lake, status, since, until))
    return {"organisations": len(there)}
