"""What another medium gave: a short fixed list, so that a result of it costs as much or as little as the same result of a channel.

Our choice. Reach and contacts are what every medium is bought and sold by, in these two words (a newspaper's readers and its
advertising contacts, a fair's visitors and its visits); conversations are what social media claim to be better at. What they sell
belongs to goals and not here. A medium is no channel: its facts are observations of subject "medium", whose id is its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from reppu.vocabulary.language import Text, _

# id → (its name, what is counted)
RESULTS: Mapping[str, tuple[Text, Text]] = {
    "reach": (_("reach"), _("people reached, each counted once")),
    "contacts": (_("contacts"), _("times that it was seen, heard or visited, by the same people too")),
    "conversations": (_("conversations"), _("talks, questions and replies that came of it")),
}
SUBJECT = "medium"
_PREFIX = "hand.medium."


def measure_of(result: str) -> str:
    """The measure's id in the lake: "hand.medium.reach"."""
    return _PREFIX + result


def result_of(measure_id: str) -> str:
    """The key of RESULTS that a measure's id stands for."""
    return measure_id.removeprefix(_PREFIX)


def observation(first: date, last: date, medium: str, result: str, value: float) -> dict[str, Any]:
    """The lake's row of one result, but for its channel_id, which is `NO_CHANNEL`, and as_of. result: a key of RESULTS."""
    return {
        "subject_kind": SUBJECT,
        "subject_id": medium,
        "measure": measure_of(result),
        "window": "period",
        "period_start": first,
        "period_end": last,
        "clock": "organisation",
        "breakdown": "",
        "value": value,
        "unit": "count",
    }
