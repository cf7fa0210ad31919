"""Our part of the voice, among the competitors that a platform states. Their numbers enter no other metric."""

from __future__ import annotations

from reppu.metrics.definitions.declaration import Definition
from reppu.vocabulary.language import _

_SHARE_OF_VOICE = "AMEC Integrated Evaluation Framework (2016): share of voice as an output; two metrics, because volume and response differ"

COMPETITORS = (
    Definition(
        name="share_of_voice_by_posts",
        title=_("Share of voice by posts"),
        definition=_(
            "Which part of all posts of oneself and the competitors is one’s own, in the very period for which the platform stated the competitors’. It says who talks most, not who is listened to."
        ),
        formula="own posts / (own posts + posts of all stated competitors), for exactly the stated period",
        unit="fraction",
        kind="voice",
        level="output",
        basis="activity",
        numerator="competitor_posts",
        denominator=None,
        source=_SHARE_OF_VOICE,
        version=1,
        default_by=("channel", "competitor"),
    ),
    Definition(
        name="share_of_voice_by_engagements",
        title=_("Share of voice by engagements"),
        definition=_(
            "Which part of all engagements with oneself and the competitors is with one’s own posts, in the very period for which the platform stated the competitors’. It says whom people react to, and is never mixed with the share by posts."
        ),
        formula="own engagements / (own engagements + those of all stated competitors), for exactly the stated period",
        unit="fraction",
        kind="voice",
        level="out_take",
        basis="activity",
        numerator="competitor_engagements",
        denominator="own_engagements_as_competitors",
        source=_SHARE_OF_VOICE,
        version=1,
        default_by=("channel", "competitor"),
    ),
    Definition(
        name="share_of_voice_by_responses",
        title=_("Share of voice by reactions and comments"),
        definition=_(
            "Which part of all reactions to and comments on one’s own posts and the competitors’ is one’s own, in the very period for which the platform stated the competitors’: for exports of LinkedIn’s newer form, which tell these two apart and no reposts."
        ),
        formula="own reactions and comments / (own + those of all stated competitors), for exactly the stated period",
        unit="fraction",
        kind="voice",
        level="out_take",
        basis="activity",
        numerator="competitor_responses",
        denominator="own_responses_as_competitors",
        source=_SHARE_OF_VOICE,
        version=1,
        default_by=("channel", "competitor"),
    ),
)
