"""What the site may ask of the metrics' pages: the kinds of job they start."""

from reppu.jobs.facade import JobKind
from reppu.vocabulary.language import _

MOVED = JobKind("metrics.moved", "reppu.metrics.pages.work.moved", _("What has moved since"), resumable=True)
THEN = JobKind("metrics.then", "reppu.metrics.pages.work.then", _("The numbers as they were"), resumable=True)
