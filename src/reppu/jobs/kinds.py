"""What kinds of job there are: each capability declares its own, the site lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from datetime import time

    from reppu.vocabulary.language import Text

# Our choices. An import's reading child may take 1 GB beside the import itself; a page of a book takes 300 MB.
MEMORY_LIMIT_MB = 3072
LIMIT_MINUTES = 120


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job.

    name: "sources.import", the capability first. title: what people see.
    run: dotted name of `function(progress, *, home: Path, organisation: str | None, **arguments) -> dict`, which runs in
    a process of its own and returns what JSON can hold. `progress(done, total, words)` reports; total and words may be
    left out. A ReppuError that it raises is shown to people, anything else is a fault for the log.
    resumable: whether it may simply be run again after it was killed, because nothing of it is half done then.
    needs_site: whether the function uses the site's database; Django is then ready when it is called.
    every_minutes, daily_at (UTC): the site itself starts one this often, for no organisation.
    """

    name: str
    run: str
    title: Text
    resumable: bool = False
    needs_site: bool = False
    memory_limit_mb: int = MEMORY_LIMIT_MB
    limit_minutes: float = LIMIT_MINUTES
    every_minutes: int | None = None
    daily_at: time | None = None


def all_kinds() -> dict[str, JobKind]:
    """Every kind that the site lists (setting JOBS_OF_THE_SITE), by name."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    listed: tuple[JobKind, ...] = import_string(settings.JOBS_OF_THE_SITE)
    return {kind.name: kind for kind in listed}


def kind_named(name: str) -> JobKind:
    """The kind of that name; raises ReppuError with the names there are."""
    kinds = all_kinds()
    if name not in kinds:
        raise ReppuError(
            _("There is no kind of job “{name}”.", name=name),
            expected=_("one of: {names}", names=", ".join(sorted(kinds))),
            advice=_("It may be of another version of Reppu; start it again from its page."),
        )
    return kinds[name]
