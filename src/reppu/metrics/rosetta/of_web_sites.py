"""What Google Analytics states about visitors of a web site who came from social media. A web site is a channel (web).

Its channel groups in English; in another language they are other words, and the answer is then missing. Sources and
landing pages tell the same sessions again, so only the split by channel group is read.
"""

from __future__ import annotations

from reppu.metrics.rosetta.measures import Measure, Spelling
from reppu.vocabulary.language import _

_ORGANIC, _PAID = "@channel_group=Organic Social", "@channel_group=Paid Social"
_NOTE = _("The channel groups Organic Social and Paid Social of Google Analytics.")


def _social(name: str, measure: str) -> Measure:
    # A group without sessions has no row in the export: one of the two alone is then all there was.
    groups = ((measure + _ORGANIC, measure + _PAID), (measure + _ORGANIC,), (measure + _PAID,))
    return Measure(name, "account", {"web": Spelling(groups, _NOTE)})


_UNPAID = _("The channel group Organic Social of Google Analytics.")

OF_WEB_SITES = (
    _social("social_sessions", "ga4.sessions"),
    # A quotient needs both numbers of the same visits, so it is made of one group.
    Measure("unpaid_social_sessions", "account", {"web": Spelling((("ga4.sessions" + _ORGANIC,),), _UNPAID)}),
    Measure(
        "unpaid_social_engaged_sessions", "account", {"web": Spelling((("ga4.engaged_sessions" + _ORGANIC,),), _UNPAID)}
    ),
    _social("social_key_events", "ga4.key_events"),
)
