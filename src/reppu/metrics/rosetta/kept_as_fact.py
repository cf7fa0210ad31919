"""Measures that readers take in and that no metric of ours uses, each with the reason. Formulas cannot ask for them either.

With the Rosetta table it names every measure that a reader of `sources` can state; a test goes through them all. A new
column of an export belongs in one of the two. Facts that are kept can become a metric later, for the past too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """Measures with one reason (in English, for docs/metrics.md). A name that ends in * stands for all that begin so."""

    reason: str
    measures: tuple[str, ...]


def _named(prefix: str, words: str) -> tuple[str, ...]:
    return tuple(prefix + word for word in words.split())


_PER_POST_AND_DAY = "app_installs app_opens detail_expands dials emails hashtag_clicks media_engagements permalink_clicks profile_clicks"
_PROMOTED = (
    "promoted_app_installs promoted_app_opens promoted_detail_expands promoted_dials promoted_emails"
    " promoted_engagement_rate promoted_engagements promoted_follows promoted_hashtag_clicks promoted_impressions"
    " promoted_likes promoted_media_engagements promoted_media_views promoted_permalink_clicks promoted_profile_clicks"
    " promoted_replies promoted_reposts promoted_url_clicks"
)
_CARDS = (
    "card_click_rate card_clicks card_teaser_click_rate card_teaser_clicks card_teasers_shown cards_shown"
    " end_screen_click_rate end_screen_clicks end_screens_shown"
)
_EARNINGS = (
    "ad_impressions ad_revenue cpm estimated_revenue monetized_playbacks playback_based_cpm premium_revenue rpm"
    " premium_views premium_watch_time_hours"
)
_OTHERS_OF_YOUTUBE = "dislikes engaged_views hype_points hypes playlist_views playlist_watch_time_hours remix_views remixes stayed_to_watch"

KEPT_AS_FACT: tuple[Kept, ...] = (
    Kept(
        "A rate or an average that follows from numbers which are kept too: it is made anew from them, because rates and"
        " averages of rows cannot be added.",
        (
            *_named("x.post.", "engagement_rate"),
            *_named("x.account.", "engagement_rate"),
            *_named("linkedin.post.", "click_through_rate engagement_rate"),
            *_named("linkedin.account.", "engagement_rate"),
            *_named("linkedin.competitor.", "comments_per_day posts_per_day reactions_per_day"),
            *_named("linkedin.ads.", "cost_per_conversion cost_per_lead cpc cpm"),
            *_named("meta.ads.", "cost_per_result cpc cpm"),
            *_named("meta.content.", "average_seconds_viewed"),
            *_named("meta.video.", "average_seconds_viewed"),
            *_named("youtube.post.", "average_view_duration"),
            *_named("youtube.account.", "average_view_duration average_percentage_viewed click_through_rate"),
            *_named("tiktok.post.", "average_watch_time"),
            *_named("ga4.", "engagement_rate session_key_event_rate"),
            *_named("ga4.", "average_engagement_time_per_session average_engagement_time_per_user"),
            *_named("sprout.post.", "engagement_rate_by_impressions engagement_rate_by_reach"),
            *_named("sprout.account.", "engagement_rate_by_impressions engagement_rate_by_reach"),
            *_named("table.post.", "average_view_duration click_through_rate engagement_rate"),
            *_named("table.account.", "average_view_duration click_through_rate engagement_rate"),
        ),
    ),
    Kept(
        "People, who may be the same in every row: the metrics ask for those reached or viewing a whole channel, and never"
        " add them.",
        (
            *_named("linkedin.account.", "unique_visitors"),
            *_named("linkedin.ads.", "reach"),
            *_named("meta.ads.", "reach viewers"),
            *_named("meta.content.", "impressions_unique_users negative_feedback_users reach_boosted"),
            *_named("meta.content.", "viewers_1min viewers_3s"),
            *_named("meta.insights.post.", "clickers engaged_fans engaged_users matched_audience_clickers reach_fans"),
            *_named("meta.insights.post.", "negative_feedback_users reach_paid reach_paid_fans talking_about"),
            *_named("meta.insights.post.", "video_views_organic_users video_views_paid_users"),
            *_named("meta.insights.post.", "video_views_95_organic_users video_views_95_paid_users"),
            *_named("meta.insights.page.", "engaged_users negative_feedback_users posts_reach posts_reach_organic"),
            *_named("meta.insights.page.", "posts_reach_paid posts_reach_viral reach_organic reach_paid reach_viral"),
            *_named("meta.insights.page.", "talking_about"),
            *_named("ga4.", "active_users new_users returning_users total_users"),
            *_named("sprout.post.", "reach_paid"),
            *_named("sprout.account.", "reach_organic reach_paid"),
            *_named("tiktok.account.", "engaged_audience"),
            *_named("viewers.account.", "new_viewers returning_viewers"),
            *_named("youtube.post.", "casual_viewers new_viewers regular_viewers returning_viewers unique_viewers"),
            *_named("youtube.post.", "unique_reach"),
            *_named("youtube.account.", "casual_viewers new_viewers regular_viewers returning_viewers unique_reach"),
        ),
    ),
    Kept(
        "Of a video, of which the export tells neither the post nor the day of publication: it falls into no period."
        " The content export states the same of the post.",
        _named(
            "meta.video.",
            "reach views_3s views_1min viewers_3s viewers_1min seconds_viewed interactions reactions comments shares"
            " views_share views_15s_share",
        ),
    ),
    Kept(
        "A part of views counted by another rule (a minute, 95 % of the film, engaged views) than the views of our metrics, or"
        " of organic and paid ones apart. Nobody tells what a minute means of a shorter film; 95 % is not the whole of it.",
        (
            *_named("meta.content.", "views_1min views_3s_boosted views_3s_organic reels_plays"),
            *_named("meta.insights.post.", "video_views_95_organic video_views_95_paid"),
            *_named("meta.insights.page.", "video_views"),
            *_named("x.account.", "media_views video_views"),
            *_named("tiktok.post.", "play_time"),  # the reader makes watch time of it
        ),
    ),
    Kept(
        "A kind of click, tap or reaction of its own, which is in the total of its row or in nobody's; no metric asks for it.",
        (
            *_named("x.post.", _PER_POST_AND_DAY),
            *_named("x.post.", "shares"),  # copying the link
            *_named("x.account.", _PER_POST_AND_DAY),
            *_named("x.account.", "bookmarks likes replies reposts shares url_clicks"),
            *_named("meta.content.", "clicks external_link_taps navigation other_clicks replies sticker_taps"),
            *_named(
                "meta.content.", "photo_clicks_of_matched_audience negative_feedback_hide negative_feedback_hide_all"
            ),
            *_named("meta.insights.post.", "matched_audience_clicks stories"),
            *_named("meta.insights.page.", "clicks negative_feedback stories"),
            *_named("linkedin.post.", "offsite_views"),
            *_named(
                "linkedin.ads.", "comments follows landing_page_clicks other_clicks page_clicks reactions sends shares"
            ),
            *_named("linkedin.ads.", "social_actions"),
            *_named("meta.ads.", "clicks landing_page_views post_comments post_reactions post_shares"),
            *_named(
                "sprout.post.", "other_clicks reactions_angry reactions_haha reactions_love reactions_sad reactions_wow"
            ),
            *_named("sprout.account.", "negative_feedback other_clicks saves"),
            *_named("table.post.", "clicks other_clicks unfollows followers"),
            *_named("table.account.", "comments likes other_clicks reactions replies reposts saves shares video_views"),
            *_named("tiktok.account.", "phone_number_clicks"),
            *_named("youtube.post.", f"{_CARDS} {_OTHERS_OF_YOUTUBE}"),
            *_named("youtube.account.", f"{_CARDS} {_OTHERS_OF_YOUTUBE} impressions"),
            *_named("ga4.", "events views"),
        ),
    ),
    Kept(
        "Follows that came from posts only, and likes of a page: neither is who follows the channel, or has left it.",
        (
            *_named("x.account.", "follows promoted_follows"),
            *_named("meta.insights.page.", "likes unlikes"),
        ),
    ),
    Kept(
        "Shown, seen or done because it was paid for: organic totals of a channel never hold it, and ad accounts state it by"
        " campaign.",
        (
            *_named("x.post.", _PROMOTED),
            *(one for one in _named("x.account.", _PROMOTED) if not one.endswith("_follows")),
            *_named("meta.content.", "ad_cpm ad_impressions"),
            *_named("meta.video.", "ad_cpm ad_impressions"),
            *_named(
                "meta.insights.post.", "impressions_fans impressions_organic impressions_paid impressions_paid_fans"
            ),
            *_named("sprout.post.", "impressions_organic impressions_paid"),
            *_named("table.post.", "spend"),
        ),
    ),
    Kept(
        "Impressions and visits of a page until 2022, which no later export states: a series that has ended, and visits of"
        " people who were logged in only.",
        _named(
            "meta.insights.page.",
            "impressions impressions_organic impressions_paid impressions_viral page_views posts_impressions"
            " posts_impressions_organic posts_impressions_paid posts_impressions_viral",
        ),
    ),
    Kept(
        "What the channel earned by its films: our money metrics are about what was spent.",
        (
            *_named("meta.content.", "earnings monetization_earnings"),
            *_named("meta.video.", "earnings"),
            *_named("youtube.post.", _EARNINGS),
            *_named("youtube.account.", _EARNINGS),
            "ga4.revenue",
        ),
    ),
    Kept(
        "What an advertisement or a link brought (leads, purchases, results): of another kind for each campaign's aim, and"
        " kinds are not added.",
        (
            *_named("linkedin.ads.", "conversion_value leads"),
            *_named("meta.ads.", "leads purchases results views"),
            *_named("tiktok.account.", "leads"),
            *_named("table.post.", "conversions"),
        ),
    ),
    Kept(
        "How many posts or videos there were: counted from the posts themselves, of which other exports tell the times.",
        (
            *_named("x.account.", "posts"),
            *_named("sprout.account.", "posts"),
            *_named("table.post.", "posts"),
            *_named("table.account.", "posts"),
            *_named("youtube.post.", "videos_added videos_published"),
            *_named("youtube.account.", "videos_added videos_published"),
        ),
    ),
    Kept(
        "A share of a total that the same table holds: the slices of an audience come from it.",
        (
            *_named("youtube.post.", "likes_share views_share watch_time_share"),
            *_named("youtube.account.", "likes_share views_share watch_time_share"),
        ),
    ),
    Kept(
        "Of another medium than social media, entered by hand: the case for resources weighs it beside our channels, whose totals"
        " never hold it.",
        _named("hand.medium.", "contacts conversations reach"),
    ),
    Kept(
        "Competitors' followers stand as they are stated, beside each other; a share of voice is made of what was said.",
        _named("linkedin.competitor.", "followers new_followers"),
    ),
    Kept(
        "Sprout Social's own total, or a count of its own for several networks at once, of which nobody tells that it is the"
        " platform's.",
        (
            *_named("sprout.post.", "engagements"),
            *_named("sprout.account.", "engagements video_views"),
        ),
    ),
    Kept(
        "Columns that a person has chosen and that are named after their heading: no list of Hootsuite's headings is public, so"
        " nobody can say which of our measures one is.",
        ("hootsuite.account.*",),
    ),
    Kept(
        "Measures of an organisation's own, in its own words: what they mean only it knows.",
        ("table.post.own_*", "table.account.own_*"),
    ),
)


def why_kept(measure: str) -> str | None:
    """Why no metric uses a measure that is kept as a fact; None for one that is not on the list."""
    for kept in KEPT_AS_FACT:
        for name in kept.measures:
            if measure == name or (name.endswith("*") and measure.startswith(name[:-1])):
                return kept.reason
    return None
