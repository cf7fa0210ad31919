"""What social media brought to the organisation's web site, as Google Analytics states it."""

from __future__ import annotations

from reppu.metrics.definitions.declaration import Definition
from reppu.vocabulary.language import _

_CHANNEL_GROUPS = "Google Analytics Help: Default channel group (GA4), Organic Social and Paid Social"
_ENGAGED = "Google Analytics Help: Engagement rate and bounce rate (GA4)"
_KEY_EVENTS = "Google Analytics Help: About key events (GA4)"

WEB_SITE = (
    Definition(
        name="visits_from_social_media",
        title=_("Visits to the web site from social media"),
        definition=_(
            "How many visits (sessions) to the web site came from social media during the period, paid and unpaid, as Google Analytics groups them. Visits from apps that hide where a link was pressed are not among them, so there were more."
        ),
        formula="sum over days of sessions in the channel groups Organic Social and Paid Social",
        unit="count",
        kind="flow",
        level="out_take",
        basis="activity",
        numerator="social_sessions",
        denominator=None,
        source=_CHANNEL_GROUPS,
        version=1,
    ),
    Definition(
        name="engaged_share_of_visits_from_social_media",
        title=_("Engaged share of unpaid visits from social media"),
        definition=_(
            "Which part of the unpaid visits from social media lasted longer than ten seconds, had two pages or a key event: engaged sessions divided by sessions, over the days that state both."
        ),
        formula="sum over days of engaged sessions in the channel group Organic Social / sum of its sessions",
        unit="fraction",
        kind="composition",
        level="out_take",
        basis="activity",
        numerator="unpaid_social_engaged_sessions",
        denominator="unpaid_social_sessions",
        source=_ENGAGED,
        version=1,
    ),
    Definition(
        name="key_events_from_social_media",
        title=_("Key events from social media"),
        definition=_(
            "How many times visitors from social media did what the web site counts as important (an order, a sign-up; “conversions” until 2024) during the period. Which events those are, the organisation has chosen in Google Analytics."
        ),
        formula="sum over days of key events in the channel groups Organic Social and Paid Social",
        unit="count",
        kind="flow",
        level="outcome",
        basis="activity",
        numerator="social_key_events",
        denominator=None,
        source=_KEY_EVENTS,
        version=1,
    ),
)
