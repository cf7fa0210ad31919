"""The kinds of job of the site: an explicit list; each is declared by its capability."""

from reppu.jobs.facade import TIDY

KINDS = (TIDY,)
