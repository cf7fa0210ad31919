"""What each metric is, declared once as data. A new metric begins in the file of its subject (pattern file:
`engagement.py`).

A definition's `formula` is in canonical measures, which `rosetta` translates to each platform's own. Whoever changes
what a metric means raises its `version`; the test that compares `definition_hashes.json` insists.
"""

from __future__ import annotations

from reppu.metrics.definitions.attention import ATTENTION
from reppu.metrics.definitions.audience import AUDIENCE
from reppu.metrics.definitions.competitors import COMPETITORS
from reppu.metrics.definitions.declaration import MONEY_UNITS, Basis, Definition, Kind, Level, hash_of
from reppu.metrics.definitions.effort import EFFORT
from reppu.metrics.definitions.engagement import ENGAGEMENT
from reppu.metrics.definitions.money import MONEY
from reppu.metrics.definitions.publishing import PUBLISHING
from reppu.metrics.definitions.video import VIDEO
from reppu.metrics.definitions.web_site import WEB_SITE
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

DEFINITIONS: tuple[Definition, ...] = (
    *PUBLISHING, *ATTENTION, *ENGAGEMENT, *AUDIENCE, *VIDEO, *MONEY, *COMPETITORS, *EFFORT,
    *WEB_SITE,
)  # fmt: skip
_BY_NAME = {one.name: one for one in DEFINITIONS}


def definition_of(name: str) -> Definition:
    """The definition; raises ReppuError that lists the metrics when there is none of that name."""
    if name not in _BY_NAME:
        raise ReppuError(
            _("There is no metric called “{name}”.", name=name),
            expected=_("one of {names}", names=", ".join(_BY_NAME)),
            advice=_("“reppu metrics” lists them with their definitions."),
        )
    return _BY_NAME[name]


__all__ = ["DEFINITIONS", "MONEY_UNITS", "Basis", "Definition", "Kind", "Level", "definition_of", "hash_of"]
