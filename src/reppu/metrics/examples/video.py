"""How long videos were watched, by example."""

from __future__ import annotations

from reppu.metrics.examples.given import (
    FACEBOOK,
    INSTAGRAM,
    NOT_OFFERED,
    OBSERVED,
    TIKTOK,
    TWELVE,
    YOUTUBE,
    Answer,
    Example,
    Import,
    X,
    days,
    nothing,
    pairs,
    posts,
    stating,
)

VIDEO: tuple[Example, ...] = (
    Example(
        "video_views",
        "Insights of 2012-22 state unpaid and paid views apart; a post without the paid ones has no total",
        (
            Import(
                posts(
                    FACEBOOK,
                    pairs(
                        "meta.insights.post.video_views_organic",
                        "meta.insights.post.video_views_paid",
                        (40, 2),
                        (9, None),
                    ),
                )
            ),
        ),
        (Answer(42, n=1),),
    ),
    Example(
        "video_views",
        "Views of a page’s videos, from three seconds on",
        (Import(posts(FACEBOOK, stating("meta.content.views_3s", 7, 0, 5))),),
        (Answer(12, n=3),),
    ),
    nothing("video_views", "Instagram’s views include those of pictures", INSTAGRAM, NOT_OFFERED),
    Example(
        "watch_time_hours",
        "Meta states seconds, YouTube hours",
        (
            Import(
                (
                    *posts(FACEBOOK, stating("meta.content.seconds_viewed", 3600, 1800)),
                    *posts(YOUTUBE, stating("youtube.post.watch_time_hours", 2.25)),
                )
            ),
        ),
        (Answer(1.5, n=2, keys=(FACEBOOK,)), Answer(2.25, n=1, keys=(YOUTUBE,))),
        by=("channel",),
    ),
    nothing("watch_time_hours", "X does not tell", X, NOT_OFFERED),
    Example(
        "watch_time_per_view",
        "All seconds over all views of twelve videos",
        (
            Import(
                posts(
                    FACEBOOK,
                    pairs(
                        "meta.content.views_3s",
                        "meta.content.seconds_viewed",
                        *((seen, 100 * done) for seen, done in TWELVE),
                    ),
                )
            ),
        ),
        (Answer(2.875, n=12, low=2.50586125856, high=3.31876155317),),
    ),
    nothing("watch_time_per_view", "X does not tell", X, NOT_OFFERED),
    Example(
        "completion_rate",
        "Views times the share that saw all: twelve videos, a tenth to three tenths of the views",
        (
            Import(
                posts(
                    TIKTOK,
                    pairs(
                        "tiktok.post.views",
                        "tiktok.post.watched_full_video",
                        *((seen, (0.1, 0.2, 0.3)[place % 3]) for place, (seen, _done) in enumerate(TWELVE)),
                    ),
                )
            ),
        ),
        (Answer(3260 / 16_000, n=12, low=0.160030100171, high=0.264544365435),),
    ),
    nothing("completion_rate", "YouTube states how much was watched, not how many saw all", YOUTUBE, NOT_OFFERED),
    Example(
        "share_watched",
        "Each video weighed by its views",
        (
            Import(
                posts(
                    YOUTUBE,
                    pairs(
                        "youtube.post.views",
                        "youtube.post.average_percentage_viewed",
                        *((seen, (0.1, 0.2, 0.3)[place % 3]) for place, (seen, _done) in enumerate(TWELVE)),
                    ),
                )
            ),
        ),
        (Answer(3260 / 16_000, n=12, low=0.160030100171, high=0.264544365435),),
    ),
    nothing("share_watched", "TikTok states how many saw all", TIKTOK, NOT_OFFERED),
    Example(
        "thumbnail_click_rate",
        "Six videos: what was seen, without an interval",
        (
            Import(
                posts(
                    YOUTUBE,
                    pairs(
                        "youtube.post.impressions",
                        "youtube.post.click_through_rate",
                        *((1000, 0.04), (3000, 0.02), (1000, 0.05), (2000, 0.05), (1000, 0.01), (2000, 0.02)),
                    ),
                )
            ),
        ),
        (Answer(0.03, OBSERVED, n=6),),
    ),
    nothing("thumbnail_click_rate", "Only YouTube has thumbnails", X, NOT_OFFERED),
    Example(
        "watch_time_in_period",
        "Hours by the day",
        (Import(days(YOUTUBE, "youtube.account.watch_time_hours", 1.5, 0.25)),),
        (Answer(1.75, n=2),),
    ),
    nothing("watch_time_in_period", "TikTok does not tell", TIKTOK, NOT_OFFERED),
)
