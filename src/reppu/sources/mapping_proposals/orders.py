"""The order of columns in exports, for tables whose heading is in no language that we know: position is then a hint,
and what stands in the columns must fit it all the way. English headings; where each order was seen stands beside it.
"""

from __future__ import annotations

_X_2014 = (
    "impressions|engagements|engagement rate|retweets|replies|likes|user profile clicks|url clicks|hashtag clicks|"
    "detail expands|permalink clicks|app opens|app installs|follows|email tweet|dial phone|media views|media engagements"
)
_X_2014_PROMOTED = "|".join(f"promoted {name}" for name in _X_2014.split("|"))
_FACEBOOK = (
    "Post ID|Page ID|Page name|Title|Description|Duration (sec)|Publish time|Caption type|Permalink|Is crosspost|Is share|"
    "Post type|Languages|Custom labels|Funded content status|Data comment|Date|Views|Reach|Reactions, Comments and Shares|"
    "Reactions|Comments|Shares|Total clicks|"
)
_INSTAGRAM = (
    "Post ID|Account ID|Account username|Account name|Description|Duration (sec)|Publish time|Permalink|Post type|"
    "Data comment|Date|Views|Reach|Likes|Shares|"
)
_MATCHED = "Matched Audience Targeting Consumption (Photo Click)"

# kind of export → orders of headings. "real": read from a real file; "text": from the text of one.
ORDERS: dict[str, tuple[str, ...]] = {
    "meta.content.facebook": (
        f"{_FACEBOOK}Link Clicks|Other Clicks|{_MATCHED}|Seconds viewed|Average Seconds viewed|Estimated earnings (USD)|"
        "Ad impressions",  # real, 2025
        f"{_FACEBOOK}Views|Reach from Organic posts|Reach from Boosted posts|3-second video views|1-minute video views|"
        "3-Second viewers|1-minute viewers|3-second video views from Boosted posts|"
        "3-second video views from Organic posts|Negative feedback from users|Unique negative feedback from users|"
        f"Other Clicks|{_MATCHED}|Link Clicks",  # real, 2025
    ),
    "meta.content.instagram": (
        f"{_INSTAGRAM}Comments|Saves|Follows",  # real, 2025
        f"{_INSTAGRAM}Follows|Comments|Saves",  # real, 2025
    ),
    "x.posts.2014": (f"Tweet id|Tweet permalink|Tweet text|time|{_X_2014}|{_X_2014_PROMOTED}",),  # real, 2022
    "x.days.2014": (f"Date|Tweets published|{_X_2014}|{_X_2014_PROMOTED}",),  # real, 2021
    "x.posts.2024": (
        "Post id|Date|Post text|Post Link|Impressions|Likes|Engagements|Bookmarks|Shares|New follows|Replies|Reposts|"
        "Profile visits|Detail Expands|URL Clicks|Hashtag Clicks|Permalink Clicks",  # text, 2026
    ),
    "x.days.2024": (
        "Date|Impressions|Likes|Engagements|Bookmarks|Shares|New follows|Unfollows|Replies|Reposts|Profile visits|"
        "Create Post|Video views|Media views",  # text, 2025
    ),
    # real, 2023; the same in other languages by what importers rely on
    "linkedin.content.days": (
        "Date|Impressions (organic)|Impressions (sponsored)|Impressions (total)|Unique impressions (organic)|"
        "Clicks (organic)|Clicks (sponsored)|Clicks (total)|Reactions (organic)|Reactions (sponsored)|Reactions (total)|"
        "Comments (organic)|Comments (sponsored)|Comments (total)|Reposts (organic)|Reposts (sponsored)|Reposts (total)|"
        "Engagement rate (organic)|Engagement rate (sponsored)|Engagement rate (total)",
    ),
    "linkedin.content.posts": (
        "Post title|Post link|Post type|Campaign name|Posted by|Created date|Campaign start date|Campaign end date|Audience|"
        "Impressions|Views (Excluding offsite video views)|Offsite Views|Clicks|Click through rate (CTR)|Likes|Comments|"
        "Reposts|Follows|Engagement rate|Content Type",
    ),
}


def orders_of(kind: str) -> list[tuple[str, ...]]:
    """The headings in the orders in which this kind of export was seen."""
    return [tuple(order.split("|")) for order in ORDERS.get(kind, ())]
