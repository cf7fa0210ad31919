"""What the site may ask of the books' pages: the kinds of job they start."""

from reppu.jobs.facade import JobKind
from reppu.vocabulary.language import _

# Both can simply be run again: a book's files are written whole and put in place, its manifest last.
PACK = JobKind("reports.pack", "reppu.reports.pages.work.pack_book", _("Packing a book"), resumable=True)
VERIFY = JobKind("reports.verify", "reppu.reports.pages.work.verify_book", _("Verifying a book"), resumable=True)
