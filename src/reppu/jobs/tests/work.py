"""Made-up kinds of job for the tests; their functions run in child processes."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from typing import TYPE_CHECKING, Any

from reppu.jobs.kinds import JobKind
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from pathlib import Path

HERE = "reppu.jobs.tests.work."


def count(progress: Any, *, home: Path, organisation: str | None, upto: int) -> dict[str, Any]:
    for step in range(1, upto + 1):
        progress(step, upto, _("There is no kind of job “{name}”.", name=str(step)))
    return {"counted": upto, "organisation": organisation, "home": home.name, "process": os.getpid()}


def refuse(progress: Any, *, home: Path, organisation: str | None) -> None:
    raise ReppuError(_("Something is broken here, and this was not done."), file="lokakuu.csv", row=7)


def stumble(progress: Any, *, home: Path, organisation: str | None) -> None:
    raise ValueError("Aino wrote this")


def die(progress: Any, *, home: Path, organisation: str | None) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def swell(progress: Any, *, home: Path, organisation: str | None) -> None:
    held = [bytearray(b"x" * (1 << 20)) for _one in range(400)]
    time.sleep(30)
    progress(len(held))


def linger(progress: Any, *, home: Path, organisation: str | None, seconds: float = 60) -> dict[str, Any]:
    """Leaves a file that says how it ended."""
    home.mkdir(parents=True, exist_ok=True)
    try:
        (home / "begun").write_text(str(os.getpid()))
        progress(1, 2)
        time.sleep(seconds)
    except BaseException:
        (home / "put in order").touch()
        raise
    return {"slept": seconds}


def ask_database(progress: Any, *, home: Path, organisation: str | None) -> dict[str, Any]:
    from reppu.jobs.models import Job

    return {"table": Job._meta.db_table, "day": date(2026, 11, 24).isoformat()}


KINDS = (
    JobKind("jobs.count", HERE + "count", _("Take old jobs away")),
    JobKind("jobs.refuse", HERE + "refuse", _("Done")),
    JobKind("jobs.stumble", HERE + "stumble", _("Done")),
    JobKind("jobs.die", HERE + "die", _("Done")),
    JobKind("jobs.swell", HERE + "swell", _("Done"), memory_limit_mb=200),
    JobKind("jobs.slow", HERE + "linger", _("Done"), limit_minutes=0.02),
    JobKind("jobs.linger", HERE + "linger", _("Done"), resumable=True),
    JobKind("jobs.linger_once", HERE + "linger", _("Done")),
    JobKind("jobs.ask_database", HERE + "ask_database", _("Done"), needs_site=True),
)
