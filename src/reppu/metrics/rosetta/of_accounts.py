"""What the platforms state about a channel as a whole, day by day or for a period."""

from __future__ import annotations

from reppu.metrics.rosetta.measures import AS_STATED, Measure, Spelling, plain, ways
from reppu.vocabulary.language import _

X, LINKEDIN, YOUTUBE, TIKTOK, META = (
    "x.account.",
    "linkedin.account.",
    "youtube.account.",
    "tiktok.account.",
    "meta.page.",
)
INSIGHTS, HAND = "meta.insights.page.", "hand.account."
_ONLY_NEW = _("The export states new followers only, not those who left.")
_BY_HAND = ways(HAND, "followers")
_X_NO_REACH = _("X does not state how many people were reached.")

OF_ACCOUNTS = (
    Measure(
        "account_reach",
        "account",
        {
            "facebook": Spelling((ways(META, "reach"), ways(INSIGHTS, "reach")), AS_STATED),
            "instagram": plain(META, "reach"),
            "linkedin": Spelling(
                (ways(LINKEDIN, "unique_impressions"), ways(LINKEDIN, "members_reached")),
                _("Unique impressions, organic; of a profile the members reached."),
            ),
            "tiktok": plain(TIKTOK, "reach", note=_("The audience reached.")),
        },
        {"x": _X_NO_REACH, "youtube": _("YouTube states viewers.")},
    ),
    Measure(
        "account_viewers",
        "account",
        {
            "facebook": Spelling((ways(META, "viewers"), ways("viewers.account.", "viewers")), AS_STATED),
            "instagram": Spelling((ways(META, "viewers"), ways("viewers.account.", "viewers")), AS_STATED),
            "tiktok": Spelling((ways(TIKTOK, "viewers"), ways("viewers.account.", "viewers")), AS_STATED),
            "youtube": plain(YOUTUBE, "unique_viewers", note=_("Unique viewers.")),
        },
        {"x": _X_NO_REACH, "linkedin": _("LinkedIn states reach, as unique impressions.")},
    ),
    Measure(
        "followers",
        "account",
        {
            "x": Spelling((ways(X, "followers"), _BY_HAND), _("Entered by hand; X’s exports hold no such number.")),
            "facebook": Spelling(
                (ways(META, "followers"), _BY_HAND),
                _("Entered by hand; Meta’s exports hold no such number."),
            ),
            "instagram": Spelling(
                (ways(META, "followers"), _BY_HAND), _("Entered by hand; Meta’s exports hold no such number.")
            ),
            "linkedin": Spelling(
                (ways(LINKEDIN, "followers"), _BY_HAND),
                _("Entered by hand; LinkedIn’s export states new followers only."),
            ),
            "youtube": Spelling(
                (ways(YOUTUBE, "subscribers"), _BY_HAND), _("Entered by hand where no export states it.")
            ),
            "tiktok": Spelling((ways(TIKTOK, "followers"), _BY_HAND), AS_STATED),
            "mastodon": Spelling(
                (ways("mastodon.account.", "followers"), _BY_HAND), _("Entered by hand where no export states it.")
            ),
            "bluesky": Spelling(
                (ways("bluesky.account.", "followers"), _BY_HAND), _("Entered by hand where no export states it.")
            ),
        },
    ),
    Measure(
        "net_follows",
        "account",
        {
            "x": plain(X, "new_follows", "-unfollows", note=_("From the account overview, in exports since 2024.")),
            "linkedin": plain(
                LINKEDIN, "new_followers", note=_("LinkedIn’s “total followers” of a day: won minus lost.")
            ),
            "youtube": Spelling(
                (ways(YOUTUBE, "net_subscribers"), ways(YOUTUBE, "subscribers_gained", "-subscribers_lost")),
                _("Subscribers won minus lost."),
            ),
            "tiktok": Spelling((ways(TIKTOK, "net_follows"), ways(TIKTOK, "new_follows", "-unfollows")), AS_STATED),
        },
        {"facebook": _ONLY_NEW, "instagram": _ONLY_NEW},
    ),
    Measure(
        "new_follows",
        "account",
        {
            "x": plain(X, "new_follows", note=_("From the account overview, in exports since 2024.")),
            "facebook": Spelling(
                (ways(META, "follows"), ways(META, "new_likes"), ways(INSIGHTS, "new_likes")), AS_STATED
            ),
            "instagram": plain(META, "follows"),
            "tiktok": plain(TIKTOK, "new_follows"),
            "youtube": plain(YOUTUBE, "subscribers_gained", note=_("Subscribers won.")),
        },
        {"linkedin": _("LinkedIn states the day’s change, won minus lost.")},
    ),
    Measure(
        "unfollows",
        "account",
        {
            "x": plain(X, "unfollows"),
            "tiktok": plain(TIKTOK, "unfollows"),
            "youtube": plain(YOUTUBE, "subscribers_lost", note=_("Subscribers lost.")),
        },
        {"facebook": _ONLY_NEW, "instagram": _ONLY_NEW},
    ),
    Measure(
        "account_impressions",
        "account",
        {"x": plain(X, "impressions"), "linkedin": plain(LINKEDIN, "impressions")},
        {
            "facebook": _("Meta’s charts state views since 2025."),
            "instagram": _("Meta’s charts state views since 2025."),
        },
    ),
    Measure(
        "account_organic_impressions",
        "account",
        {"linkedin": plain(LINKEDIN, "impressions@traffic=organic")},
    ),
    Measure(
        "account_paid_impressions",
        "account",
        {"linkedin": plain(LINKEDIN, "impressions@traffic=sponsored")},
    ),
    Measure(
        "account_views",
        "account",
        {
            "facebook": plain(META, "views"),
            "instagram": plain(META, "views"),
            "youtube": plain(YOUTUBE, "views"),
            "tiktok": plain(TIKTOK, "views"),
        },
        {"x": _("X states impressions.")},
    ),
    Measure(
        "account_engagements",
        "account",
        {
            "x": plain(X, "engagements"),
            "facebook": plain(META, "interactions", note=_("Content interactions.")),
            "instagram": plain(META, "interactions", note=_("Content interactions.")),
            "linkedin": Spelling(
                (ways(LINKEDIN, "reactions", "comments", "reposts", "clicks"), ways(LINKEDIN, "engagements")),
                _("Reactions, comments, reposts and clicks; of a profile LinkedIn’s own total."),
            ),
            "youtube": plain(YOUTUBE, "likes", "comments", "shares", note=_("Likes, comments and shares.")),
            "tiktok": plain(TIKTOK, "likes", "comments", "shares", note=_("Likes, comments and shares.")),
        },
    ),
    Measure(
        "account_link_clicks",
        "account",
        {"facebook": plain(META, "link_clicks"), "instagram": plain(META, "link_clicks")},
    ),
    Measure(
        "profile_visits",
        "account",
        {
            "x": plain(X, "profile_visits"),
            "facebook": plain(META, "visits"),
            "instagram": plain(META, "visits"),
            "linkedin": plain(LINKEDIN, "page_views", note=_("Page views.")),
            "tiktok": plain(TIKTOK, "profile_views", note=_("Profile views.")),
        },
    ),
    Measure(
        "account_watch_time",
        "account",
        {"youtube": plain(YOUTUBE, "watch_time_hours")},
    ),
)
