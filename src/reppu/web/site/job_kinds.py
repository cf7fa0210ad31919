"""The kinds of job of the site: an explicit list; each is declared by its capability, beside its pages."""

from django.utils.module_loading import import_string

from reppu.jobs.facade import TIDY
from reppu.metrics.pages.facade import MOVED, THEN
from reppu.reports.pages.facade import PACK, VERIFY

KINDS = (
    TIDY,
    MOVED,
    THEN,
    PACK,
    VERIFY,
    # By name, as urls.py lists pages: the facades of these are for the command line too, which has no Django.
    import_string("reppu.overview.readying.KEEP_READY"),
    import_string("reppu.sources.pages.jobs.LOOK"),
    import_string("reppu.sources.pages.jobs.IMPORT"),
)
