"""The kinds of job of the site: an explicit list; each is declared by its capability."""

from reppu.jobs.facade import TIDY
from reppu.reports.pages.facade import PACK, VERIFY

KINDS = (
    TIDY,
    PACK,
    VERIFY,
)
