"""How long videos were watched, and to the end or not."""

from __future__ import annotations

from reppu.metrics.definitions.declaration import MRC_VIDEO, Definition
from reppu.vocabulary.language import _

VIDEO = (
    Definition(
        name="video_views",
        title=_("Video views"),
        definition=_(
            "How many times the videos published in the period were viewed, by each platform’s own rule of how long a view is."
        ),
        formula="sum of video views over posts",
        unit="count",
        kind="total",
        level="output",
        basis="published",
        numerator="video_views",
        denominator=None,
        source=MRC_VIDEO,
        version=2,
        alike=False,
    ),
    Definition(
        name="watch_time_hours",
        title=_("Watch time"),
        definition=_("How many hours people have watched the videos published in the period."),
        formula="sum of watch time over posts, in hours",
        unit="hours",
        kind="total",
        level="out_take",
        basis="published",
        numerator="watch_time",
        denominator=None,
        source=MRC_VIDEO,
        version=1,
    ),
    Definition(
        name="watch_time_per_view",
        title=_("Watch time a view"),
        definition=_(
            "How many seconds a view of the videos published in the period lasted, on average: all watch time divided by all video views of the same videos."
        ),
        formula="3600 · sum of hours watched / sum of video views, over posts that state both",
        unit="seconds",
        kind="rate",
        level="out_take",
        basis="published",
        numerator="watch_time",
        denominator="video_views",
        source=MRC_VIDEO,
        version=2,
        alike=False,
        per=3600.0,
    ),
    Definition(
        name="completion_rate",
        title=_("Completion rate"),
        definition=_("Which part of the views saw the whole video, over the videos published in the period."),
        formula="sum of views to the end / sum of video views, over posts that state both",
        unit="fraction",
        kind="rate",
        level="out_take",
        basis="published",
        numerator="full_views",
        denominator="video_views",
        source=MRC_VIDEO,
        version=2,
    ),
    Definition(
        name="share_watched",
        title=_("Share of a video watched"),
        definition=_(
            "How much of a video was watched on average, over the videos published in the period, each weighed by its views."
        ),
        formula="sum of views × share watched / sum of video views",
        unit="fraction",
        kind="rate",
        level="out_take",
        basis="published",
        numerator="whole_watches",
        denominator="video_views",
        source=MRC_VIDEO,
        version=2,
    ),
    Definition(
        name="thumbnail_click_rate",
        title=_("Thumbnail click rate"),
        definition=_(
            "Which part of the thumbnails that YouTube showed of the videos published in the period was clicked."
        ),
        formula="sum of clicks on thumbnails / sum of thumbnails shown, over posts that state both",
        unit="fraction",
        kind="rate",
        level="out_take",
        basis="published",
        numerator="thumbnail_clicks",
        denominator="thumbnails_shown",
        source=MRC_VIDEO,
        version=1,
    ),
    Definition(
        name="watch_time_in_period",
        title=_("Watch time in the period"),
        definition=_(
            "How many hours people watched anything of the channel during the period, whenever it was published."
        ),
        formula="sum over days of the account’s watch time, in hours",
        unit="hours",
        kind="flow",
        level="out_take",
        basis="activity",
        numerator="account_watch_time",
        denominator=None,
        source=MRC_VIDEO,
        version=1,
    ),
)
